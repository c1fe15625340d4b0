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
