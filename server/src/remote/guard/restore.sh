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
