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
