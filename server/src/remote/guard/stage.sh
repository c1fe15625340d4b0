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
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] || continue
		path_in "$entry" && check_path "$PATH_IN"
	done
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

# Only absolute paths without steps upwards, and no place where a file cannot be.
check_path() {
	case $1 in
	/*) ;;
	*) fail 2 "not an absolute path: $1" ;;
	esac
	case $1/ in
	*/../* | */./* | *//*) fail 2 "not a plain path: $1" ;;
	esac
	[ ! -d "$1" ] || fail 2 "a folder is there: $1"
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

is_netplan() {
	case $1 in
	/etc/netplan/*.yaml | /run/netplan/*.yaml | /lib/netplan/*.yaml | /usr/lib/netplan/*.yaml) return 0 ;;
	esac
	return 1
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
		if [ -e "$entry/content" ]; then
			cp "$entry/content" "$root$PATH_IN" && chmod 600 "$root$PATH_IN" || return 5
		else
			rm -f "$root$PATH_IN"
		fi
	done
	[ "$has_netplan" = yes ] || return 0
	netplan generate --root-dir "$root" >"$DIR/netplan.log" 2>&1
	status=$?
	sed 's/^/netplan /' "$DIR/netplan.log"
	[ $status = 0 ] || return 8
}
