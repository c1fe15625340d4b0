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
