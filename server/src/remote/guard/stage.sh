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
