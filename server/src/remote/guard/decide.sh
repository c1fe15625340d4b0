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
