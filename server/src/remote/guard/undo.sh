# The way back: files, then what netplan makes of them, then the running state by differences.

undo() {
	put_back
	is_back=$?
	# At once, because what follows may take its time: on a host without a message bus, most of a minute.
	restore "$DIR/before" >/dev/null
	if is_netplan_change && has_netplan; then
		undo_bonds
		[ $is_back = 0 ] && networkd_answers && as_usual timeout -k 5 120 netplan apply --state "$DIR/failed" || old_generated
		settle
	fi
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
		path_in "$entry"
		old=$(beside "$PATH_IN" old)
		new=$(beside "$PATH_IN" new)
		rm -f -- "$new"
		if [ ! -e "${entry}backup" ] && [ ! -h "${entry}backup" ]; then
			[ "$(cat "${entry}before")" != absent ] || rm -f -- "$PATH_IN" || not_back=1
		elif [ -e "$old" ] && cmp -s -- "$old" "${entry}backup"; then
			# rename() does nothing where both names are the same file: then the file was never changed.
			mv -f -- "$old" "$PATH_IN" || not_back=1
			rm -f -- "$old"
			flush "${PATH_IN%/*}/"
		else
			mkdir -p -- "${PATH_IN%/*}/"
			cp -a -- "${entry}backup" "$new" && flush "$new" && mv -f -- "$new" "$PATH_IN" || not_back=1
			flush "${PATH_IN%/*}/"
		fi
	done
	remove_made_folders
	return $not_back
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
	systemctl restart systemd-networkd
}

# Bonds whose parameters are not those of before are made anew by networkd.
undo_bonds() {
	bonds >"$DIR/bonds.now"
	{
		minus "$DIR/before/bond" "$DIR/bonds.now"
		minus "$DIR/bonds.now" "$DIR/before/bond"
	} | cut -d' ' -f1 | sort -u | while read -r name; do
		ip link del dev "$name" 2>/dev/null && printf '%s\n' "$name" >>"$DIR/bonds.made"
	done
}

# Links that were not there before, and were when the apply ended: what came later is somebody else's.
remove_new_links() {
	[ -e "$DIR/links.after" ] && [ -s "$DIR/links.after" ] || links | cut -d' ' -f1 | sort >"$DIR/links.after"
	cut -d' ' -f1 "$DIR/before/link" | sort | comm -13 - "$DIR/links.after" |
		while read -r name; do ip link del dev "$name" 2>/dev/null; done
}

# `netplan apply` returns before networkd is done: what it still sets would look like a difference, and it would remove what
# is restored before it is done.
settle() {
	settled=0
	while [ $settled -lt 10 ]; do
		is_configuring || [ "$(addresses 4)" != "$(cat "$DIR/before/address4")" ] || return
		settled=$((settled + 1))
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
