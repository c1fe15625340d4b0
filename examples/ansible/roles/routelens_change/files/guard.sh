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

# stage ID: standard input is a tar of files/N/{path,mode,before,content} and run/N/{kind,path}; nothing outside of $BASE is touched.

stage() {
	check_id "${1:-}"
	[ ! -e "$DIR" ] || fail 2 "the change $ID exists already"
	mkdir -p "$DIR/payload" || fail 5 "cannot write to $BASE"
	tar -xf - -C "$DIR/payload" --no-same-owner --no-same-permissions || {
		rm -rf "$DIR"
		fail 5 'the files did not arrive whole'
	}
	mkdir -p "$DIR/payload/files" "$DIR/payload/run"
	(check_payload) || {
		status=$?
		rm -rf "$DIR"
		exit $status
	}
	stage_netplan
	status=$?
	[ $status = 0 ] || {
		rm -rf "$DIR"
		[ $status = 8 ] && exit 8
		fail 5 "cannot write to $BASE"
	}
	printf 'keep\n' >"$DIR/claim.keep" && printf 'rollback\n' >"$DIR/claim.rollback" && touch "$DIR/flock" "$BASE/flock" && set_state staged || {
		rm -rf "$DIR"
		fail 5 "cannot write to $BASE"
	}
	look_staged
	forget_old
	printf 'digest %s\n' "$(digest)"
}

# What ended stays for the history and for an undo: the last twenty of them.
forget_old() {
	ls -t "$CHANGES" | tail -n +21 | while read -r old; do
		case $(state_of "$CHANGES/$old") in
		kept | rolled-back* | failed | staged | unknown) rm -rf "${CHANGES:?}/$old" ;;
		esac
	done
}

# Nothing that a program could take for something else than a file to write or to run.
check_payload() {
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] || continue
		check_path "$entry"
		[ ! -d "$PATH_IN" ] || fail 2 "a folder is there: $PATH_IN"
		case $(cat "${entry}mode") in
		'' | *[!0-7]*) fail 2 "not a mode in octal digits: $(cat "${entry}mode")" ;;
		esac
	done
	for entry in "$DIR"/payload/run/*/; do
		[ ! -d "$entry" ] || check_path "$entry"
	done
}

# Only absolute paths without steps upwards.
check_path() {
	path_in "$1" || fail 2 'an entry has no path'
	[ "${#PATH_IN}" -eq "$(wc -c <"$1/path")" ] || fail 2 "a path holds a NUL character: $PATH_IN"
	case $PATH_IN in
	/*) ;;
	*) fail 2 "not an absolute path: $PATH_IN" ;;
	esac
	case $PATH_IN/ in
	*/../* | */./* | *//*) fail 2 "not a plain path: $PATH_IN" ;;
	esac
}

# What would run, byte for byte: the client computes the same, and only what was confirmed is armed.
digest() {
	(
		cd "$DIR/payload" || exit 1
		for entry in $(ls files 2>/dev/null | sort -n); do
			printf 'file %s %s %s %s\n' "$(sum_of "files/$entry/path")" "$(cat "files/$entry/mode")" \
				"$(cat "files/$entry/before")" "$(sum_of "files/$entry/content")"
		done
		for entry in $(ls run 2>/dev/null | sort -n); do
			printf 'run %s %s\n' "$(cat "run/$entry/kind")" "$(sum_of "run/$entry/path")"
		done
	) | sha256sum | cut -d' ' -f1
}

# netplan reads no folders within its own.
is_netplan() {
	case ${1%/*} in
	/etc/netplan | /run/netplan | /lib/netplan | /usr/lib/netplan) ;;
	*) return 1 ;;
	esac
	[ "$1" != "${1%.yaml}" ]
}

# The netplan of this host judges the tree as it would be: its own files, with the staged ones over them.
stage_netplan() {
	command -v netplan >/dev/null 2>&1 || return 0
	root=$DIR/root
	has_netplan=no
	for folder in etc/netplan run/netplan lib/netplan; do
		mkdir -p "$root/$folder" || return 5
		[ -d "/$folder" ] && cp -p "/$folder"/*.yaml "$root/$folder/" 2>/dev/null
	done
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] || continue
		path_in "$entry"
		is_netplan "$PATH_IN" || continue
		has_netplan=yes
		# /usr/lib and /lib are one on the host, and are not here.
		staged=$root${PATH_IN#/usr}
		if [ -e "$entry/content" ]; then
			cp "$entry/content" "$staged" && chmod 600 "$staged" || return 5
		else
			rm -f "$staged"
		fi
	done
	[ "$has_netplan" = yes ] || return 0
	netplan generate --root-dir "$root" >"$DIR/netplan.log" 2>&1
	status=$?
	sed 's/^/netplan /' "$DIR/netplan.log"
	[ $status = 0 ] || return 8
}

# The running state as text, so that a restore can be made of differences: nothing is flushed, what did not change is not touched.
# Left out: what the kernel makes by itself, what DHCP and router advertisements bring, and deleted links.

# By the names of the links, each in its own order: a bond that is made anew comes last in the lists of the kernel.
# Link-local addresses come with the link; a label is the last word where it is not the link's own name.
addresses() {
	ip "-$1" -o addr show | sed 's/\\.*valid_lft/ valid_lft/' | awk '
		$2 == "lo" || $4 ~ /^fe80:/ || !/ valid_lft forever/ || / dynamic / || / mngtmpaddr/ { next }
		{
			line = $4
			for (i = 5; i <= NF; i++) {
				if ($i == "brd" || $i == "peer" || $i == "scope" || $i == "metric") { line = line " " $i " " $(i + 1); i++ }
				else if ($i == "nodad" || $i == "noprefixroute" || $i == "home") line = line " " $i
				else if (index($i, $2 ":") == 1) line = line " label " $i
			}
			print $2, line
		}' | sort -s -k1,1
}

# One line a route: the nexthops of a multipath route follow on lines of their own. Prefix routes of addresses come with the addresses.
routes() {
	ip "-$1" route show table all | awk '
		/^[ \t]/ { sub(/^[ \t]+/, " "); line = line $0; next }
		{ if (line != "") print line; line = $0 }
		END { if (line != "") print line }' |
		sed -E 's/ (linkdown|dead|offload|trap|rt_offload|rt_trap)\b//g; s/ pref medium//; s/ expires [0-9]+sec//; s/ +/ /g; s/ $//; / nhid /s/ (via [^ ]+|dev [^ ]+|nexthop .*)//g' |
		grep -Ev '^(local|broadcast|anycast|multicast) | table local|proto (dhcp|ra|kernel)( |$)|^(fe80::|ff00::)' | grep .
}

rules() {
	ip "-$1" rule show |
		sed -E 's/^([0-9]+):[[:space:]]+/pref \1 /; s/ \[detached\]//g; s/ proto / protocol /; s/[[:space:]]+$//' |
		grep -v '^pref 0 '
}

nexthops() {
	ip nexthop show 2>/dev/null |
		sed -E 's/ (linkdown|dead|offload|trap|scope link)\b//g; s/ unbalanced_time [0-9.]+//; s/ +/ /g; s/ $//' |
		awk '{ print (/ group / ? 1 : 0), $0 }' | sort -s -n -k1,1 | cut -d' ' -f2-
}

links() {
	ip -o link show | awk '
		{
			name = $2; sub(/:$/, "", name); sub(/@.*/, "", name)
			up = ($3 ~ /[<,]UP[,>]/) ? "up" : "down"; mtu = ""; master = "nomaster"
			for (i = 4; i < NF; i++) { if ($i == "mtu") mtu = $(i + 1); if ($i == "master") master = "master " $(i + 1) }
			if (name != "lo") print name, up, "mtu", mtu, master
		}' | sort
}

# The number of each link and its name.
indexes() {
	ip -o link show | awk '{ number = $1; name = $2; sub(/:$/, "", number); sub(/:$/, "", name); sub(/@.*/, "", name); print number, name }'
}

# ip_forward first: the kernel rewrites other keys when it is written. Then all, default, and the links.
sysctls() {
	(
		cd /proc/sys || exit 0
		set -- net/ipv4/ip_forward net/ipv6/conf/all/forwarding
		for key in rp_filter accept_redirects send_redirects forwarding src_valid_mark accept_local proxy_arp arp_filter \
			arp_ignore arp_announce arp_notify accept_source_route disable_policy ignore_routes_with_linkdown \
			accept_ra accept_ra_defrtr disable_ipv6; do
			for family in ipv4 ipv6; do set -- "$@" net/$family/conf/*/$key; done
		done
		set -- "$@" net/ipv4/fib_multipath_* net/ipv6/fib_multipath_*
		for key in $(cat "${DIR:-/nonexistent}/sysctl.keys" 2>/dev/null); do set -- "$@" $key; done
		# A key may begin with a dash.
		# With thousands of links, more than one command line takes.
		printf '%s\0' "$@" | xargs -0 grep -Hs -e . --
	) | awk -F: '
		{ value = substr($0, length($1) + 2); where = 2 }
		NR <= 2 && $1 ~ /forward/ { where = 0 }
		$1 ~ /\/conf\/all\// && where { where = 1 }
		$1 ~ /\/conf\/default\// { where = 1.5 }
		{ print where, NR, $1, value }' | sort -n -k1,1 -k2,2 | cut -d' ' -f3-
}

# Keys that the settings files of the change set, as paths below /proc/sys; a key may hold wildcards.
named_sysctls() {
	for run in "$DIR"/payload/run/*/; do
		[ "$(cat "${run}kind" 2>/dev/null)" = sysctl ] || continue
		for entry in "$DIR"/payload/files/*/; do
			cmp -s "${run}path" "${entry}path" && [ -e "${entry}content" ] && sed -nE \
				's/^[[:space:]]*-?[[:space:]]*([A-Za-z0-9_.*/:@-]+)[[:space:]]*=.*/\1/p' "${entry}content"
		done
	done | awk '
		/\.\.|\/\/|^[.\/]/ { next }
		# The first separator says which of both it is.
		match($0, /[.\/]/) && substr($0, RSTART, 1) == "." { gsub(/\//, "\001"); gsub(/\./, "/"); gsub(/\001/, ".") }
		{ print }' | sort -u
}

# What networkd cannot change back in place.
bonds() {
	for folder in /sys/class/net/*/bonding; do
		[ -d "$folder" ] || continue
		name=${folder%/bonding}
		name=${name##*/}
		for option in mode xmit_hash_policy miimon updelay downdelay lacp_rate primary ad_select; do
			[ -r "$folder/$option" ] && printf '%s %s %s\n' "$name" "$option" "$(cat "$folder/$option" 2>/dev/null)"
		done
	done
}

snapshot() {
	mkdir -p "$1" || return 1
	for family in 4 6; do
		addresses $family >"$1/address$family"
		routes $family >"$1/route$family"
		rules $family >"$1/rule$family"
	done
	links >"$1/link"
	nexthops >"$1/nexthop"
	bonds >"$1/bond"
	sysctls >"$1/sysctl" || return 1
	# Without counters, which no two lists have in common. A list that fails is no empty ruleset.
	if command -v nft >/dev/null 2>&1; then nft -s list ruleset >"$1/nft" 2>/dev/null || rm -f "$1/nft"; fi
	return 0
}

# restore FOLDER: the running state back to a snapshot, by differences, and what still differs afterwards.

# Lines of the first file that the second lacks.
minus() {
	awk -v other="$2" 'BEGIN { while ((getline line < other) > 0) has[line] } !($0 in has)' "$1" 2>/dev/null
}

restore() {
	wanted=$1
	now=$(scratch) || return 1
	snapshot "$now"
	is_restored && {
		rm -rf "$now"
		return 0
	}
	restore_sysctls
	restore_links
	families=$(for family in 4 6; do is_same link "address$family" nexthop "route$family" "rule$family" || echo $family; done)
	for family in $families; do restore_addresses "$family"; done
	restore_nexthops
	for family in $families; do restore_routes "$family"; done
	for family in $families; do restore_rules "$family"; done
	restore_nft
	rm -rf "$now"
	now=$(scratch) || return 1
	snapshot "$now"
	is_restored
	differs=$?
	rm -rf "$now"
	return $differs
}

# is_same PART...
is_same() { for part in "$@"; do cmp -s "$wanted/$part" "$now/$part" || return 1; done; }

# Whether $now is as $wanted; what is not goes to the log.
is_restored() {
	differs=0
	for part in link address4 address6 nexthop route4 route6 rule4 rule6 sysctl bond nft; do
		[ -e "$wanted/$part" ] || continue
		cmp -s "$wanted/$part" "$now/$part" && continue
		differs=1
		printf 'differs %s\n' "$part"
		minus "$wanted/$part" "$now/$part" | head -n 5 | sed 's/^/missing /'
		minus "$now/$part" "$wanted/$part" | head -n 5 | sed 's/^/surplus /'
	done
	return $differs
}

restore_sysctls() {
	cmp -s "$wanted/sysctl" "$now/sysctl" && return
	# In the order of the snapshot, twice: writing ip_forward changes keys that come after it.
	for round in 1 2; do
		while read -r key value; do
			[ -w "/proc/sys/$key" ] || continue
			[ "$(cat "/proc/sys/$key" 2>/dev/null)" = "$value" ] || printf '%s\n' "$value" >"/proc/sys/$key" 2>/dev/null
		done <"$wanted/sysctl"
	done
}

restore_links() {
	minus "$wanted/link" "$now/link" | while read -r name up _ mtu master; do
		# $master is `nomaster` or `master NAME`: two words.
		ip link set "$name" mtu "$mtu" $master 2>/dev/null
		ip link set "$name" "$up" 2>/dev/null
	done
}

# A link whose list differs gets all of it anew, in its order, so that the primary address stays primary.
restore_addresses() {
	cmp -s "$wanted/address$1" "$now/address$1" && return
	cut -d' ' -f1 "$wanted/address$1" "$now/address$1" | sort -u | while read -r device; do
		awk -v device="$device" '$1 == device' "$wanted/address$1" >"$now/wanted"
		awk -v device="$device" '$1 == device' "$now/address$1" >"$now/present"
		cmp -s "$now/wanted" "$now/present" && continue
		awk '{ lines[NR] = $0 } END { for (i = NR; i > 0; i--) print lines[i] }' "$now/present" | while read -r _ address _; do
			ip "-$1" addr del "$address" dev "$device" 2>/dev/null
		done
		while read -r _ address rest; do
			ip "-$1" addr replace "$address" $rest dev "$device" 2>/dev/null
		done <"$now/wanted"
	done
}

batch() { ip "-$1" -force -batch - >/dev/null 2>&1; }

restore_nexthops() {
	cmp -s "$wanted/nexthop" "$now/nexthop" && return
	minus "$wanted/nexthop" "$now/nexthop" | sed 's/^/nexthop replace /' | ip -force -batch - >/dev/null 2>&1
	# Groups before their members.
	minus "$now/nexthop" "$wanted/nexthop" | awk '{ lines[NR] = $0 } END { for (i = NR; i > 0; i--) print lines[i] }' |
		while read -r _ id _; do
			grep -q "^id $id " "$wanted/nexthop" || ip nexthop del id "$id" 2>/dev/null
		done
}

# First what is too much, then what is missing: on a link, behind a gateway, over several.
restore_routes() {
	routes "$1" >"$now/route$1"
	minus "$now/route$1" "$wanted/route$1" | sed 's/^/route del /' | batch "$1"
	routes "$1" >"$now/route$1"
	minus "$wanted/route$1" "$now/route$1" >"$now/missing"
	{
		grep -Ev ' via | nexthop | nhid ' "$now/missing"
		grep -E ' via | nhid ' "$now/missing" | grep -v ' nexthop '
		grep ' nexthop ' "$now/missing"
	} | sed 's/^/route replace /' | batch "$1"
}

restore_rules() {
	rules "$1" >"$now/rule$1"
	minus "$wanted/rule$1" "$now/rule$1" | sed 's/^/rule add /' | batch "$1"
	minus "$now/rule$1" "$wanted/rule$1" | sed 's/^/rule del /' | batch "$1"
}

# One transaction. A snapshot from before there was a table is empty, and that is what is restored.
restore_nft() {
	[ -e "$wanted/nft" ] || return
	cmp -s "$wanted/nft" "$now/nft" && return
	{
		printf 'flush ruleset\n'
		cat "$wanted/nft"
	} | nft -f - 2>/dev/null || printf 'differs nft\n'
}

# arm ID SECONDS DIGEST: back up, set the rollback going by itself, then apply as a unit of its own and return at once.

arm() {
	check_id "${1:-}"
	seconds=${2:-}
	case $seconds in
	'' | *[!0-9]*) fail 2 'arm wants a number of seconds' ;;
	esac
	[ "$(state_of "$DIR")" = staged ] || fail 2 "the change $ID is not staged"
	[ "$(digest)" = "${3:-}" ] || fail 6 'what lies here is not what was confirmed'
	end_overdue
	# From here on one at a time: this lock ends with this process.
	exec 8<"$BASE/flock" && alone 8 20 || fail 4 'another change is being armed'
	[ "$(state_of "$DIR")" = staged ] || fail 2 "the change $ID is not staged"
	lock || fail 4 "another change is armed, or the disk is full: $(cat "$BASE/lock/id" 2>/dev/null)"
	set_state arming || give_up "cannot write to $BASE"
	back_up || give_up "$why_not, so nothing was changed"
	printf '%s\n' "$seconds" >"$DIR/seconds"
	cat /proc/sys/kernel/random/boot_id >"$DIR/boot" 2>/dev/null
	printf '%s\n' "$(($(uptime_seconds) + seconds))" >"$DIR/deadline" &&
		cp "$0" "$DIR/guard" && cp "$0" "$BASE/guard.boot.new" && mv -f "$BASE/guard.boot.new" "$BASE/guard.boot" ||
		give_up "cannot write to $BASE"
	# The rollback is armed first: from here on the change undoes itself whatever happens to the client.
	start_rollback "$seconds" || give_up 'the rollback could not be armed, so nothing was changed'
	# Whoever rolls back waits for this lock, but not for ever.
	[ "$(state_of "$DIR")" = arming ] && [ "$(uptime_seconds)" -lt "$(cat "$DIR/deadline")" ] ||
		give_up 'arming took longer than the change may last'
	set_state armed || give_up "cannot write to $BASE"
	note "armed, rollback in $seconds s"
	start_unit "routelens-apply-$ID" apply "$ID" || {
		exec 8<&-
		roll_back "$ID" 'nothing could start the apply'
		exit 5
	}
	printf 'armed %s\n' "$seconds"
}

give_up() {
	abandon
	fail 5 "$1"
}

# A change whose time is long over, or that is armed since before a reboot: nobody is left who would end it.
end_overdue() {
	overdue=$(cat "$BASE/lock/id" 2>/dev/null) || return 0
	case $(state_of "$CHANGES/$overdue") in
	armed | rolling-back) ;;
	*) return 0 ;;
	esac
	overdue_at=$(cat "$CHANGES/$overdue/deadline" 2>/dev/null)
	[ "$(cat "$CHANGES/$overdue/boot" 2>/dev/null)" = "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)" ] &&
		[ "$(uptime_seconds)" -lt $((${overdue_at:-0} + 60)) ] && return 0
	sh "$0" rollback "$overdue" 'its time is over' >/dev/null 2>&1
}

# One change waits at a time. A lock whose change is decided, or whose arming ended half way, is left over. Under the lock of arming.
lock() {
	mkdir -p "$CHANGES" || return 1
	holder=$(cat "$BASE/lock/id" 2>/dev/null)
	case $(state_of "$CHANGES/${holder:-none}") in
	armed | rolling-back) return 1 ;;
	arming) (check_id "$holder" && abandon) ;;
	esac
	rm -rf "$BASE/lock"
	# A full disk: a lock without a name would be nobody's.
	mkdir "$BASE/lock" 2>/dev/null && printf '%s\n' "$ID" >"$BASE/lock/id" && return 0
	rm -rf "$BASE/lock"
	return 1
}

# Each file that will be written: its bytes and attributes, and a hard link beside it, with which it can come back even on a full disk.
back_up() {
	why_not='the backup could not be made'
	make_reserve || return 1
	if is_netplan_change; then
		mkdir -p "$DIR/previous/etc" && cp -a /etc/netplan "$DIR/previous/etc/" || return 1
		mkdir -p "$DIR/generated" || return 1
		[ ! -d /run/systemd/network ] || cp -a /run/systemd/network/. "$DIR/generated/" || return 1
	fi
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] || continue
		path_in "$entry"
		is_as_expected "$entry" || return 1
		[ -e "$PATH_IN" ] || [ -h "$PATH_IN" ] || continue
		cp -a -- "$PATH_IN" "${entry}backup" || return 1
		[ -h "$PATH_IN" ] || cmp -s -- "$PATH_IN" "${entry}backup" || return 1
		ln -- "$PATH_IN" "$(beside "$PATH_IN" old)" 2>/dev/null || :
	done
	named_sysctls >"$DIR/sysctl.keys"
	look_before && has_room "$DIR" || return 1
	find "$DIR" -exec sync -- {} + 2>/dev/null
	flush "$CHANGES"
}

# The running state, with the number of each link: it stays the same under another name. A list that is cut short is no list, and
# one that was made while a link had lost its carrier, and networkd had taken its addresses away, is not what has to come back.
look_before() {
	tries=20
	while [ $tries -gt 0 ]; do
		tries=$((tries - 1))
		snapshot "$DIR/before" && indexes >"$DIR/before/index" || return 1
		is_whole && is_settled && return 0
		sleep 0.5
	done
	is_settled || why_not='addresses, routes or rules of this host are gone since the files came: try again'
	return 1
}

is_whole() {
	[ -s "$DIR/before/index" ] &&
		[ "$(cut -d' ' -f1 "$DIR/before/link" | sort)" = "$(awk '$2 != "lo" { print $2 }' "$DIR/before/index" | sort)" ]
}

# Whether what somebody has set is there as it was when the change was staged. Routing daemons come and go with theirs.
is_settled() {
	for part in address4 address6 route4 route6 rule4 rule6; do
		[ -e "$DIR/staged/$part" ] || continue
		[ -z "$(minus "$DIR/staged/$part" "$DIR/before/$part")" ] || return 1
	done
}

look_staged() {
	mkdir -p "$DIR/staged" || return 0
	for family in 4 6; do
		addresses $family >"$DIR/staged/address$family"
		routes $family | awk '!/ proto / || / proto static( |$)/' >"$DIR/staged/route$family"
		rules $family >"$DIR/staged/rule$family"
	done
}

# Room that is given back when the change is decided: what is written then has to fit on a disk that filled up meanwhile.
make_reserve() {
	head -c 524288 /dev/zero >"$DIR/reserve" 2>/dev/null
	[ "$(wc -c <"$DIR/reserve")" = 524288 ]
}

release_reserve() { rm -f "$DIR/reserve"; }

# The host is as it was when the plan was made.
is_as_expected() {
	expected=$(cat "${1}before")
	if [ -e "$PATH_IN" ]; then found=$(sum_of "$PATH_IN"); else found=absent; fi
	[ "$found" = "$expected" ] && return 0
	complain "$PATH_IN was changed since the plan was made"
	return 1
}

# A name in the folder of a file that no reader of the folder takes for a file of its own.
beside() {
	beside_folder=${1%/*}
	printf '%s/.routelens-%s-%s.%s' "$beside_folder" "$ID" "$(printf '%s' "$1" | sha256sum | cut -c1-12)" "$2"
}

is_netplan_change() {
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] || continue
		path_in "$entry"
		is_netplan "$PATH_IN" && return 0
	done
	return 1
}

drop_backup() {
	left=0
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] && path_in "$entry" || continue
		rm -f -- "$(beside "$PATH_IN" old)" "$(beside "$PATH_IN" new)" || left=1
	done
	return $left
}

# apply ID: in a unit of its own. A failure rolls back at once.
apply() {
	check_id "${1:-}"
	[ "$(state_of "$DIR")" = armed ] || exit 2
	has_systemd || printf '%s\n' $$ >"$DIR/apply.pid"
	apply_change >"$DIR/apply.log" 2>&1
	status=$?
	[ "$status" != 0 ] || ! is_netplan_change || wait_for_networkd
	links | cut -d' ' -f1 | sort >"$DIR/links.after"
	printf '%s\n' "$status" >"$DIR/apply.status.new" && mv -f "$DIR/apply.status.new" "$DIR/apply.status"
	note "apply ended with $status"
	rm -f "$DIR/apply.pid"
	[ "$status" = 0 ] || roll_back "$ID" "the apply failed with $status"
}

# `netplan apply` returns before networkd is done: what answers a client until then may be what the change is about to end.
# A link that waits for DHCP is never done, so a quarter of the time is enough, and ten seconds.
wait_for_networkd() {
	longest=$(($(cat "$DIR/seconds") / 4))
	[ $longest -le 10 ] || longest=10
	end=$(($(uptime_seconds) + longest))
	while [ "$(uptime_seconds)" -le $end ]; do
		sleep 0.5
		is_configuring || return
	done
}

apply_change() {
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] || continue
		path_in "$entry"
		put_file "$entry" || return 1
	done
	for entry in $(ls "$DIR/payload/run" 2>/dev/null | sort -n); do
		path_in "$DIR/payload/run/$entry"
		run_step "$(cat "$DIR/payload/run/$entry/kind")" || return $?
	done
}

# Written beside, then renamed: a full disk leaves the old file.
put_file() {
	if [ ! -e "${1}content" ]; then
		rm -f -- "$PATH_IN"
		return
	fi
	new=$(beside "$PATH_IN" new)
	make_folders "${PATH_IN%/*}" && cp -- "${1}content" "$new" && chmod "$(cat "${1}mode")" "$new" || {
		rm -f -- "$new"
		return 1
	}
	[ -e "$PATH_IN" ] && chown --reference="$PATH_IN" -- "$new"
	flush "$new"
	mv -f -- "$new" "$PATH_IN" && flush "${PATH_IN%/*}/"
}

# make_folders PATH: what a rollback has to remove again is written down first, the outermost as number 1.
make_folders() {
	# A file below the root has no folder to make.
	[ -n "$1" ] && [ ! -d "$1" ] || return 0
	(make_folders "${1%/*}") || return 1
	made=$(ls "$DIR/made" 2>/dev/null | wc -l)
	made=$DIR/made/$((made + 1))
	mkdir -p "$made" && printf '%s' "$1" >"$made/path" && mkdir -m 755 -- "$1"
}

run_step() {
	case $1 in
	netplan) as_usual netplan apply --state "$DIR/previous" && recreate_bonds ;;
	# By its name, sysctl would take a file for a pattern.
	sysctl) as_usual sysctl -p - <"$PATH_IN" ;;
	nft) as_usual nft -f "$PATH_IN" ;;
	batch) as_usual ip -batch "$PATH_IN" ;;
	script) as_usual run_script ;;
	*) return 2 ;;
	esac
}

# run_script [SECONDS]: not in the session of anybody, because what it starts must not hold the terminal of a client.
run_script() {
	set -- ${1:+timeout -k 5 "$1"}
	if [ -x "$PATH_IN" ]; then "$@" "$PATH_IN" </dev/null 9<&-; else "$@" sh "$PATH_IN" </dev/null 9<&-; fi
}

# networkd takes new parameters of a bond only when it makes the bond: those whose file says otherwise are made anew.
recreate_bonds() {
	[ ! -e "$DIR/payload/bonds" ] || while read -r name || [ -n "$name" ]; do
		[ -d "/sys/class/net/$name/bonding" ] || continue
		printf 'making %s anew\n' "$name"
		ip link del dev "$name" && again=yes
	done <"$DIR/payload/bonds"
	[ "${again:-no}" = no ] || as_usual netplan apply
}

# What outlives the session: units of systemd; where there is none, processes of their own session.

# start_unit NAME COMMAND ID
start_unit() {
	if has_systemd; then
		systemd-run --quiet --collect --unit="$1" --no-block -p Type=oneshot -p TimeoutStartSec=infinity \
			/bin/sh "$DIR/guard" "$2" "$3"
	else
		setsid /bin/sh "$DIR/guard" "$2" "$3" </dev/null >/dev/null 2>&1 8<&- &
	fi
}

# A timer on the clock that does not jump, and a process that waits for the same moment: one may be lost.
start_rollback() {
	if has_systemd; then
		systemd-run --quiet --collect --unit="routelens-rollback-$ID" --on-active="$1" --timer-property=AccuracySec=100ms \
			-p Type=oneshot -p TimeoutStartSec=infinity /bin/sh "$DIR/guard" rollback "$ID" timer || return 1
		systemctl is-active --quiet "routelens-rollback-$ID.timer" || return 1
		boot_guard || return 1
	fi
	start_unit "routelens-watch-$ID" watch "$ID" || has_systemd
}

# stop_rollback [from-watch]
stop_rollback() {
	has_systemd || return 0
	systemctl stop "routelens-rollback-$ID.timer" 2>/dev/null
	[ "${1:-}" = from-watch ] || systemctl stop "routelens-watch-$ID.service" 2>/dev/null
	return 0
}

# watch ID: rolls back some seconds after the deadline if nothing has decided, and ends what somebody began and did not end.
watch() {
	check_id "${1:-}"
	deadline=$(cat "$DIR/deadline")
	tried=no
	next=0
	while :; do
		late=$(($(uptime_seconds) - deadline))
		case $(state_of "$DIR") in
		kept | rolled-back* | failed)
			# Whoever ended it does the rest at once, unless he died.
			[ "$(cat "$BASE/lock/id" 2>/dev/null)" = "$ID" ] || return
			[ $late -lt 5 ] || clean_up from-watch
			;;
		unknown) [ -d "$DIR" ] || return ;;
		*)
			# Again only where the disk takes what is written, because it was full, or read-only; and less and less often.
			if [ $late -ge 5 ] && { [ $tried = no ] || { [ $late -ge $next ] && can_end; }; }; then
				[ $tried = no ] || next=$((late * 2))
				tried=yes
				roll_back "$ID" 'nobody confirmed' from-watch
			fi
			;;
		esac
		if [ $late -lt 300 ]; then sleep 1; else sleep 30; fi
	done
}

# Whether a rollback can be written down, and the files put back.
can_end() {
	printf x >"$DIR/try" && [ -s "$DIR/try" ] && rm -f "$DIR/try" || return 1
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] && path_in "$entry" || continue
		[ ! -d "${PATH_IN%/*}/" ] || [ -w "${PATH_IN%/*}/" ] || return 1
	done
} 2>/dev/null

# A reboot while a change is armed: the old files are back before the network starts.
boot_guard() {
	cat >"/etc/systemd/system/$BOOT_UNIT.new" <<-END || return 1
		[Unit]
		Description=Undo a network change that nobody confirmed before the reboot
		DefaultDependencies=no
		RequiresMountsFor=$BASE /etc
		ConditionPathExists=$BASE/guard.boot
		After=local-fs.target systemd-remount-fs.service
		Before=systemd-networkd.service NetworkManager.service network-pre.target
		Wants=network-pre.target
		[Service]
		Type=oneshot
		ExecStart=/bin/sh $BASE/guard.boot boot
		[Install]
		WantedBy=sysinit.target
	END
	chmod 644 "/etc/systemd/system/$BOOT_UNIT.new" &&
		mv -f "/etc/systemd/system/$BOOT_UNIT.new" "/etc/systemd/system/$BOOT_UNIT" || return 1
	# By hand: the next boot reads it from the disk, and the running systemd, which would read all units anew, need not know it.
	[ -d "$BOOT_WANTS" ] || mkdir -m 755 "$BOOT_WANTS" || return 1
	ln -sf "../$BOOT_UNIT" "$BOOT_WANTS/$BOOT_UNIT" || return 1
	# The new files of the change are on the disk at once: what takes them back after a power cut has to be there before them.
	flush "$BASE/guard.boot" "$BASE" "/etc/systemd/system/$BOOT_UNIT" /etc/systemd/system "$BOOT_WANTS"
}

no_boot_guard() {
	rm -f "$BASE/guard.boot.new" "/etc/systemd/system/$BOOT_UNIT.new"
	[ -e "/etc/systemd/system/$BOOT_UNIT" ] || {
		rm -f "$BASE/guard.boot"
		return 0
	}
	forget_boot_guard || return 1
	# Somebody, netplan for one, may have had systemd read its units meanwhile.
	[ -z "$(systemctl --no-legend --plain --all list-units "$BOOT_UNIT" 2>/dev/null)" ] || systemctl daemon-reload
}

forget_boot_guard() {
	rm -f "$BOOT_WANTS/$BOOT_UNIT" "/etc/systemd/system/$BOOT_UNIT" || return 1
	# A unit that stays must find what it runs.
	flush "$BOOT_WANTS" /etc/systemd/system
	rm -f "$BASE/guard.boot"
}

# boot: run by the unit above, before the network starts; the running state is new, so only files come back.
boot() {
	unfinished=no
	for DIR in "$CHANGES"/*; do
		ID=${DIR##*/}
		case $(state_of "$DIR") in
		staged | unknown) continue ;;
		arming) set_state failed ;;
		armed | rolling-back)
			boot_one || {
				unfinished=yes
				continue
			}
			;;
		esac
		# Also of one that was decided when the power went, before all of it was tidied up.
		release_reserve
		drop_backup
	done
	[ $unfinished = yes ] || rm -rf "$BASE/lock"
	command -v netplan >/dev/null 2>&1 && as_usual timeout -k 5 60 netplan generate
	# By hand: so early in the boot, systemd cannot be asked.
	[ $unfinished = yes ] || forget_boot_guard
	return 0
}

boot_one() {
	release_reserve
	if ! claim rollback && [ "$(cat "$DIR/decided" 2>/dev/null)" = keep ]; then
		date -u +%Y-%m-%dT%H:%M:%SZ >"$DIR/kept.at"
		set_state kept
		return
	fi
	put_back && set_state rolled-back-at-boot || return 1
	note 'rolled back at boot'
}

# keep ID, rollback ID: whoever makes the hard link first decides.

keep() {
	check_id "${1:-}"
	[ -d "$DIR" ] || fail 2 "there is no change $ID"
	[ "$(cat "$DIR/decided" 2>/dev/null)" != rollback ] || fail 3 'too late: the change was rolled back'
	[ "$(cat "$DIR/apply.status" 2>/dev/null)" = 0 ] || fail 7 'the apply has not ended well'
	# A rollback that the disk did not let be written down has happened all the same.
	[ "$(cat "$DIR/decided" 2>/dev/null)" = keep ] || [ "$(uptime_seconds)" -lt "$(cat "$DIR/deadline")" ] ||
		fail 3 'too late: its time is over'
	release_reserve
	claim keep || {
		[ "$(cat "$DIR/decided" 2>/dev/null)" = keep ] || fail 3 'too late: the change was rolled back'
	}
	finish_keep
	printf 'kept\n'
}

# Also for one that was decided by somebody who died before he had done all of this.
finish_keep() {
	release_reserve
	[ "$(state_of "$DIR")" = kept ] || {
		printf '%s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$DIR/kept.at"
		set_state kept && note kept
	}
	clean_up "${1:-}"
}

# rollback ID [WHO]
rollback() {
	check_id "${1:-}"
	[ -d "$DIR" ] || fail 2 "there is no change $ID"
	if [ "$(state_of "$DIR")" = staged ] && discard; then
		printf 'discarded\n'
		return
	fi
	roll_back "$ID" "${2:-asked for}"
	printf '%s\n' "$(state_of "$DIR")"
}

# Under the lock of arming, because somebody may be about to arm it.
discard() {
	exec 8<"$BASE/flock"
	alone 8 60 && [ "$(state_of "$DIR")" = staged ] && rm -rf "$DIR"
	discarded=$?
	exec 8<&-
	return $discarded
}

# roll_back ID WHY [from-watch]
roll_back() {
	if [ "$(state_of "$DIR")" = arming ]; then
		# Whoever arms it holds this lock. Waiting in vain, he lives: he looks at the time himself, and the watch comes again.
		exec 8<"$BASE/flock"
		alone 8 60 || {
			exec 8<&-
			return 0
		}
		[ "$(state_of "$DIR")" != arming ] || abandon "${3:-}"
		exec 8<&-
		[ "$(state_of "$DIR")" != failed ] || return 0
	fi
	release_reserve
	if ! claim rollback && [ "$(cat "$DIR/decided" 2>/dev/null)" = keep ]; then
		finish_keep "${3:-}"
		return 0
	fi
	# Who comes second waits here until the first has ended, well or not.
	exec 9<"$DIR/flock"
	alone 9 3600
	case $(state_of "$DIR") in
	rolled-back*) ;;
	*)
		[ "$2" != "${2#the apply}" ] || stop_apply
		roll_back_now "$2"
		;;
	esac
	exec 9<&-
	clean_up "${3:-}"
}

# By one at a time; what somebody began and did not end is done again from its beginning.
roll_back_now() {
	# First of all, and without the disk: what follows may wait for it, and it for this network.
	rename_back
	restore "$DIR/before" >/dev/null 2>&1
	set_state rolling-back
	note "rolling back: $1"
	# A disk that cannot be written must not keep the network from coming back.
	log=$DIR/rollback.log
	(: >"$log") 2>/dev/null || log=/dev/null
	undo >"$log" 2>&1
	status=$?
	rm -rf /run/routelens
	# It stays as it is, with lock, boot guard and watch, until the disk takes the files.
	[ "$is_back" = 0 ] || {
		note 'not all files are back yet'
		return 1
	}
	if [ $status = 0 ]; then set_state rolled-back; else set_state rolled-back-with-differences; fi
	note "rolled back with $status"
}

# abandon [from-watch]: nothing was changed yet; takes back what arming made. Under the lock of arming.
abandon() {
	release_reserve
	drop_backup
	set_state failed
	note 'it was not armed, so nothing was changed'
	rm -rf "$BASE/lock"
	no_boot_guard
	stop_rollback "${1:-}"
}

# clean_up [from-watch]: nothing stays of a change that is decided but its folder. Another change may be armed already.
clean_up() {
	# What could not be written down as ended has not ended: whoever tries again needs all of it.
	case $(state_of "$DIR") in
	kept | rolled-back* | failed) ;;
	*) return 0 ;;
	esac
	release_reserve && drop_backup || return 0
	[ ! -e "/etc/systemd/system/$BOOT_UNIT" ] || [ -w /etc/systemd/system ] || return 0
	exec 8<"$BASE/flock"
	alone 8 60
	[ "$(cat "$BASE/lock/id" 2>/dev/null)" != "$ID" ] || {
		# In this order: what a power cut leaves between both, the boot guard tidies up.
		rm -rf "$BASE/lock"
		no_boot_guard
	}
	exec 8<&-
	# On a disk that cannot be written, watch and timer stay: they tidy up once it can.
	[ "$(cat "$BASE/lock/id" 2>/dev/null)" = "$ID" ] || stop_rollback "${1:-}"
}

stop_apply() {
	if has_systemd; then
		timeout -k 1 5 systemctl kill --signal=KILL "routelens-apply-$ID.service" 2>/dev/null
		timeout -k 1 10 systemctl stop "routelens-apply-$ID.service" 2>/dev/null
	elif [ -s "$DIR/apply.pid" ]; then
		# It leads a session of its own.
		kill -KILL -- "-$(cat "$DIR/apply.pid")" 2>/dev/null
	fi
	return 0
}

# The way back: files, then what netplan makes of them, then the running state by differences.

undo() {
	put_back
	is_back=$?
	if is_netplan_change && has_netplan; then
		undo_bonds
		[ $is_back = 0 ] && networkd_answers && as_usual timeout -k 5 120 netplan apply --state "$DIR/failed" || old_generated
		settle
	fi
	rename_back
	remove_new_links
	restore "$DIR/before" && [ ! -e "$DIR/bonds.made" ] && return 0
	declared_again
	restore "$DIR/before"
}

has_netplan() { command -v netplan >/dev/null 2>&1; }

# Old files by their hard link, which needs no room on the disk; by the copy where there was none. False if one is not back.
put_back() {
	not_back=0
	# netplan removes the links that only this tree has.
	mkdir -p "$DIR/failed/etc/netplan" && cp -a /etc/netplan/*.yaml "$DIR/failed/etc/netplan/" 2>/dev/null
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] || continue
		path_in "$entry" || {
			not_back=1
			continue
		}
		old=$(beside "$PATH_IN" old)
		new=$(beside "$PATH_IN" new)
		rm -f -- "$new"
		if [ ! -e "${entry}backup" ] && [ ! -h "${entry}backup" ]; then
			[ "$(cat "${entry}before")" != absent ] || rm -f -- "$PATH_IN" || not_back=1
		elif [ -e "$old" ] && cmp -s -- "$old" "${entry}backup"; then
			# One file by both names was never changed: rename() does nothing there, and mv takes it for an error.
			if is_one_file "$old" "$PATH_IN" || mv -f -- "$old" "$PATH_IN"; then rm -f -- "$old"; else not_back=1; fi
			flush "${PATH_IN%/*}/"
		elif ! is_there "$entry"; then
			mkdir -p -- "${PATH_IN%/*}/"
			cp -a -- "${entry}backup" "$new" && flush "$new" && mv -f -- "$new" "$PATH_IN" || not_back=1
			flush "${PATH_IN%/*}/"
		fi
	done
	remove_made_folders
	return $not_back
}

is_one_file() { [ "$(stat -c %d:%i -- "$1" 2>/dev/null)" = "$(stat -c %d:%i -- "$2" 2>/dev/null)" ]; }

# The file is as in the backup already: a rollback before this one used the hard link up, and what is there needs no room.
is_there() {
	[ ! -h "$PATH_IN" ] && [ ! -h "${1}backup" ] && cmp -s -- "$PATH_IN" "${1}backup" &&
		[ "$(stat -c '%a %u %g %Y' -- "$PATH_IN")" = "$(stat -c '%a %u %g %Y' -- "${1}backup")" ]
}

# Folders that the change made, the innermost first; one that somebody else uses by now stays.
remove_made_folders() {
	[ -e "$DIR/made" ] || return 0
	for entry in $(ls "$DIR/made" | sort -rn); do
		path_in "$DIR/made/$entry"
		rmdir -- "$PATH_IN" 2>/dev/null
	done
}

# Where netplan cannot: what it generated from the old files.
old_generated() {
	[ -d "$DIR/generated" ] || return 0
	printf 'what netplan made of the old files comes back\n'
	rm -f /run/systemd/network/*netplan*
	as_usual mkdir -p /run/systemd/network && cp -a "$DIR/generated/." /run/systemd/network/
	timeout -k 5 30 systemctl restart systemd-networkd
}

# Bonds whose parameters are not those of before are made anew by networkd.
undo_bonds() {
	lists=$(scratch) || return 0
	bonds >"$lists/bond"
	{
		minus "$DIR/before/bond" "$lists/bond"
		minus "$lists/bond" "$DIR/before/bond"
	} | cut -d' ' -f1 | sort -u | while read -r name; do
		ip link del dev "$name" 2>/dev/null && printf '%s\n' "$name" >>"$DIR/bonds.made"
	done
	rm -rf "$lists"
}

# Links that have another name by now: what is known of them is known by the old one.
rename_back() {
	[ -s "$DIR/before/index" ] || return 0
	# Twice, because two may have changed their names with each other.
	for round in 1 2; do
		indexes | while read -r number name; do
			was=$(awk -v number="$number" '$1 == number { print $2 }' "$DIR/before/index")
			[ -n "$was" ] && [ "$was" != "$name" ] || continue
			[ ! -e "/sys/class/net/$was" ] || {
				ip link set dev "$was" down
				ip link set dev "$was" name "rlswap$number"
			}
			ip link set dev "$name" down
			ip link set dev "$name" name "$was" && name=$was
			ip link set dev "$name" up
		done
	done 2>/dev/null
}

# Links that were not there before, and were when the apply ended: what came later is somebody else's.
remove_new_links() {
	[ -s "$DIR/before/link" ] && [ -s "$DIR/before/index" ] || return 0
	[ -e "$DIR/links.after" ] && [ -s "$DIR/links.after" ] || links | cut -d' ' -f1 | sort >"$DIR/links.after"
	cut -d' ' -f1 "$DIR/before/link" | sort | comm -13 - "$DIR/links.after" |
		while read -r name; do
			# Under another name it was there before.
			cut -d' ' -f1 "$DIR/before/index" | grep -qx "$(cat "/sys/class/net/$name/ifindex" 2>/dev/null)" ||
				ip link del dev "$name" 2>/dev/null
		done
}

# `netplan apply` returns before networkd is done: what it still sets would look like a difference, and it would remove what
# is restored before it is done.
settle() {
	end=$(($(uptime_seconds) + 5))
	while [ "$(uptime_seconds)" -le $end ]; do
		is_configuring || [ "$(addresses 4)" != "$(cat "$DIR/before/address4")" ] || return
		sleep 0.5
	done
}

is_configuring() { networkd_links 2>/dev/null | grep -Eq ' (configuring|pending) *$'; }

# False where it hangs: without a message bus each question to networkd takes 25 seconds.
networkd_answers() {
	networkd_links >/dev/null 2>&1
	case $? in
	124 | 137) return 1 ;;
	esac
}

networkd_links() { timeout -k 1 3 networkctl --no-pager --no-legend list; }

# What no list of differences brings back (a tunnel that is gone, a queue on a bond made anew): the scripts of the plan make it,
# as they were before the change.
declared_again() {
	for entry in $(ls "$DIR/payload/run" 2>/dev/null | sort -n); do
		[ "$(cat "$DIR/payload/run/$entry/kind")" = script ] || continue
		path_in "$DIR/payload/run/$entry"
		[ -e "$PATH_IN" ] || continue
		printf 'running %s again\n' "$PATH_IN"
		as_usual run_script 60
	done
}

# Read only: facts of the host, its files, and how a change stands.

section() {
	printf '== %s\n' "$1"
	shift
	"$@" 2>/dev/null || :
	printf '\n'
}

facts() {
	section release cat /etc/os-release
	section kernel uname -r
	section host uname -n
	section netplan dpkg-query -W -f '${Version}' netplan.io
	section systemd systemctl --version
	section iproute2 ip -V
	section ssh printf '%s' "${SSH_CONNECTION:-}"
	section user id -u
	section managed networkctl --no-pager --no-legend
	section link ip -d -j link show
	section address ip -j addr show
	section route4 ip -4 -j route show table all
	section route6 ip -6 -j route show table all
	# Only with details is the protocol of each rule told.
	section rule4 ip -4 -d -j rule show
	section rule6 ip -6 -d -j rule show
	section nexthop ip -j nexthop show
	section sysctl sysctls
	section bond bonds
	section nft nft list ruleset
	section armed armed_changes
}

armed_changes() {
	for folder in "$CHANGES"/*; do
		case $(state_of "$folder") in
		armed | rolling-back) printf '%s\n' "${folder##*/}" ;;
		esac
	done
}

# files: a tar of what configures the network here, so that it can be compared with a workspace.
files() {
	cd / || exit 5
	set --
	for place in etc/netplan lib/netplan run/netplan etc/sysctl.conf etc/sysctl.d etc/nftables.conf etc/iproute2 \
		etc/systemd/network etc/systemd/networkd.conf etc/systemd/networkd.conf.d run/systemd/networkd.conf.d \
		usr/local/lib/systemd/networkd.conf.d usr/lib/systemd/networkd.conf usr/lib/systemd/networkd.conf.d etc/network/interfaces etc/network/interfaces.d etc/iptables usr/local/sbin; do
		[ -e "$place" ] && set -- "$@" "$place"
	done
	[ $# -gt 0 ] || set -- --files-from=/dev/null
	tar -cf - --ignore-failed-read --exclude='.routelens-*' "$@" 2>/dev/null
}

status() {
	check_id "${1:-}"
	[ -d "$DIR" ] || fail 2 "there is no change $ID"
	printf 'state %s\n' "$(state_of "$DIR")"
	printf 'apply %s\n' "$(cat "$DIR/apply.status" 2>/dev/null || printf running)"
	[ -e "$DIR/deadline" ] && printf 'left %s\n' "$(($(cat "$DIR/deadline") - $(uptime_seconds)))"
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] || continue
		path_in "$entry"
		number=${entry%/}
		if [ -e "$PATH_IN" ]; then found=$(sum_of "$PATH_IN"); else found=absent; fi
		printf 'file %s %s\n' "${number##*/}" "$found"
	done
	for log in apply rollback; do
		[ -e "$DIR/$log.log" ] && tail -n 20 "$DIR/$log.log" | sed "s/^/$log-log /"
	done
	[ -e "$DIR/journal" ] && sed 's/^/journal /' "$DIR/journal"
	return 0
}

history() {
	for folder in "$CHANGES"/*; do
		[ -e "$folder/state" ] || continue
		printf '%s %s %s\n' "${folder##*/}" "$(state_of "$folder")" "$(cat "$folder/kept.at" 2>/dev/null || printf -)"
	done
}

# backup ID: a tar of the files as they were before a change, in the shape that `stage` takes.
backup() {
	check_id "${1:-}"
	[ -d "$DIR/payload" ] || fail 2 "there is no change $ID"
	tar -cf - -C "$DIR" payload
}

# probe KIND [TARGET]: something that has to work once the change is live. Status 1: it does not.
probe() {
	case ${2:-} in
	-*) fail 2 "what is probed cannot begin with a dash: $2" ;;
	esac
	case ${1:-} in
	gateway)
		found=$(ip route show default | sed -nE 's/.*\bvia ([^ ]+).*/\1/p' | head -n 1)
		[ -n "$found" ] && answers_ping "$found"
		;;
	ping) answers_ping "${2:-}" ;;
	dns) getent hosts "${2:-}" >/dev/null || return 1 ;;
	url) answers_url "${2:-}" || return 1 ;;
	*) fail 2 'a probe is gateway, ping ADDRESS, dns NAME or url URL' ;;
	esac
}

answers_ping() { ping -c 1 -W 2 -- "$1" >/dev/null 2>&1 || return 1; }

answers_url() {
	if command -v curl >/dev/null 2>&1; then
		curl --globoff --silent --fail --max-time 5 --output /dev/null -- "$1"
	else
		wget --quiet --timeout=5 --tries=1 --output-document=/dev/null -- "$1"
	fi
}

command=${1:-}
[ $# -gt 0 ] && shift
case $command in
facts | files | status | history | backup | probe) "$command" "$@" ;;
stage | arm | apply | watch | keep | rollback | boot)
	mkdir -p "$CHANGES" || fail 5 "cannot write to $BASE"
	"$command" "$@"
	;;
version) printf '1\n' ;;
*) fail 2 "no such command: $command" ;;
esac
