# judge: standard input is a tar as `stage` takes it; the netplan of this host reads it in a folder that is gone afterwards.

judge() {
	DIR=$(mktemp -d /run/routelens-judge.XXXXXX 2>/dev/null) || DIR=$(mktemp -d) || exit 5
	trap 'rm -rf "$DIR"' EXIT
	mkdir "$DIR/payload" && tar -xf - -C "$DIR/payload" --no-same-owner --no-same-permissions ||
		fail 5 'the files did not arrive whole'
	mkdir -p "$DIR/payload/files"
	check_payload
	stage_netplan
	judged=$?
	[ "$judged" = 0 ] || [ "$judged" = 8 ] || exit "$judged"
	printf 'verdict %s\n' "$judged"
}

judge
