# RouteLens guard: runs on the host whose network is changed. POSIX shell, nothing but what a Debian system has.
# One change at a time lives in $BASE/changes/ID; what decides it is a hard link, so that keeping and rolling back cannot both win.
set -u
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# netplan is a program in Python, which would keep what it compiled beside it: looking is to write nothing.
PYTHONDONTWRITEBYTECODE=1
export LC_ALL PATH PYTHONDONTWRITEBYTECODE
umask 077

BASE=${ROUTELENS_BASE:-/var/lib/routelens}
CHANGES=$BASE/changes
BOOT_UNIT=routelens-boot.service
BOOT_WANTS=/etc/systemd/system/sysinit.target.wants

# One line that people can read, whatever a name in it holds.
complain() { printf 'error %s\n' "$(printf '%s' "$*" | tr '[:cntrl:]' '?')" >&2; }

# Ends with a status that the client knows.
fail() {
	fail_status=$1
	shift
	complain "$@"
	exit "$fail_status"
}

# Exit statuses: 2 wrong call, 3 decided otherwise already, 4 another change is armed, 5 could not prepare,
# 6 not what was confirmed, 7 apply not finished or failed, 8 refused by netplan.
check_id() {
	case ${1:-} in
	'' | *[!A-Za-z0-9_-]*) fail 2 'a change has an id of letters, digits, _ and -' ;;
	esac
	ID=$1
	DIR=$CHANGES/$ID
}

has_systemd() { [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1; }

# Written beside and renamed: a reader finds the old state or the new one, never half of one. False where it could not be written.
set_state() {
	state_new=$DIR/state.new.$$
	printf '%s\n' "$1" >"$state_new" && [ "$(cat "$state_new")" = "$1" ] || {
		rm -f "$state_new"
		return 1
	}
	flush "$state_new"
	mv -f "$state_new" "$DIR/state" && flush "$DIR"
}

# as_usual COMMAND...: with the umask that a host has, not with that of this script. What netplan 1.2 generates has the rights that are
# left to it, and networkd, which is not root, has to read it.
as_usual() {
	(
		umask 022
		"$@"
	)
}

# flush PATH...: these to the disk. A sync of everything can take a minute where others write much.
flush() { sync -- "$@" 2>/dev/null || sync -f "$BASE" 2>/dev/null || :; }

state_of() { cat "$1/state" 2>/dev/null || printf 'unknown\n'; }

note() {
	printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >>"$DIR/journal" 2>/dev/null
	# It waits where the journal does not listen.
	timeout -k 1 2 logger -t routelens "$ID: $*" 2>/dev/null
	return 0
}

# Seconds since boot: no jump of the clock moves a deadline.
uptime_seconds() { cut -d. -f1 /proc/uptime; }

sum_of() { sha256sum <"$1" | cut -d' ' -f1; }

# A path may hold any character but NUL; it is kept in a file, so that no shell word ever has to.
path_in() {
	path_text=$(cat "$1/path" && printf x) || return 1
	PATH_IN=${path_text%x}
}

claim() { ln "$DIR/claim.$1" "$DIR/decided" 2>/dev/null; }

# alone FD SECONDS: waits for the lock of an open file. The kernel lets it go when its holder and all that he started have ended.
alone() {
	command -v flock >/dev/null 2>&1 || return 0
	flock -w "$2" "$1"
}

# has_room FOLDER: a list that a full disk cut short would lie about what is there.
has_room() {
	head -c 262144 /dev/zero >"$1/room" 2>/dev/null
	room=$(wc -c <"$1/room")
	rm -f "$1/room"
	[ "$room" = 262144 ]
}

# scratch: a new folder for lists, in memory if that can be: a rollback has to work where the disk is full.
scratch() {
	for scratch_place in /run/routelens "$BASE"; do
		mkdir -p "$scratch_place" 2>/dev/null || continue
		scratch_folder=$(mktemp -d "$scratch_place/scratch.XXXXXX" 2>/dev/null) || continue
		has_room "$scratch_folder" && printf '%s\n' "$scratch_folder" && return 0
		rm -rf "$scratch_folder"
	done
	return 1
}
