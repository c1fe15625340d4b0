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
