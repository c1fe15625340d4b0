# What outlives the session: units of systemd; where there is none, processes of their own session.

# start_unit NAME COMMAND ID
start_unit() {
	if has_systemd; then
		systemd-run --quiet --collect --unit="$1" --no-block -p Type=oneshot -p TimeoutStartSec=infinity \
			/bin/sh "$DIR/guard" "$2" "$3"
	else
		setsid /bin/sh "$DIR/guard" "$2" "$3" </dev/null >/dev/null 2>&1 8<&- &
	fi
}

# A timer on the clock that does not jump, and a process that waits for the same moment: one may be lost.
start_rollback() {
	if has_systemd; then
		systemd-run --quiet --collect --unit="routelens-rollback-$ID" --on-active="$1" --timer-property=AccuracySec=100ms \
			-p Type=oneshot -p TimeoutStartSec=infinity /bin/sh "$DIR/guard" rollback "$ID" timer || return 1
		systemctl is-active --quiet "routelens-rollback-$ID.timer" || return 1
		boot_guard || return 1
	fi
	start_unit "routelens-watch-$ID" watch "$ID" || has_systemd
}

# stop_rollback [from-watch]
stop_rollback() {
	has_systemd || return 0
	systemctl stop "routelens-rollback-$ID.timer" 2>/dev/null
	[ "${1:-}" = from-watch ] || systemctl stop "routelens-watch-$ID.service" 2>/dev/null
	return 0
}

# watch ID: rolls back some seconds after the deadline if nothing has decided, and ends what somebody began and did not end.
watch() {
	check_id "${1:-}"
	deadline=$(cat "$DIR/deadline")
	tried=no
	next=0
	while :; do
		late=$(($(uptime_seconds) - deadline))
		case $(state_of "$DIR") in
		kept | rolled-back* | failed)
			# Whoever ended it does the rest at once, unless he died.
			[ "$(cat "$BASE/lock/id" 2>/dev/null)" = "$ID" ] || return
			[ $late -lt 5 ] || clean_up from-watch
			;;
		unknown) [ -d "$DIR" ] || return ;;
		*)
			# Again only where the disk takes what is written, because it was full, or read-only; and less and less often.
			if [ $late -ge 5 ] && { [ $tried = no ] || { [ $late -ge $next ] && can_end; }; }; then
				[ $tried = no ] || next=$((late * 2))
				tried=yes
				roll_back "$ID" 'nobody confirmed' from-watch
			fi
			;;
		esac
		if [ $late -lt 300 ]; then sleep 1; else sleep 30; fi
	done
}

# Whether a rollback can be written down, and the files put back.
can_end() {
	printf x >"$DIR/try" && [ -s "$DIR/try" ] && rm -f "$DIR/try" || return 1
	for entry in "$DIR"/payload/files/*/; do
		[ -d "$entry" ] && path_in "$entry" || continue
		[ ! -d "${PATH_IN%/*}/" ] || [ -w "${PATH_IN%/*}/" ] || return 1
	done
} 2>/dev/null

# A reboot while a change is armed: the old files are back before the network starts.
boot_guard() {
	cat >"/etc/systemd/system/$BOOT_UNIT.new" <<-END || return 1
		[Unit]
		Description=Undo a network change that nobody confirmed before the reboot
		DefaultDependencies=no
		RequiresMountsFor=$BASE /etc
		ConditionPathExists=$BASE/guard.boot
		After=local-fs.target systemd-remount-fs.service
		Before=systemd-networkd.service NetworkManager.service network-pre.target
		Wants=network-pre.target
		[Service]
		Type=oneshot
		ExecStart=/bin/sh $BASE/guard.boot boot
		[Install]
		WantedBy=sysinit.target
	END
	chmod 644 "/etc/systemd/system/$BOOT_UNIT.new" &&
		mv -f "/etc/systemd/system/$BOOT_UNIT.new" "/etc/systemd/system/$BOOT_UNIT" || return 1
	# By hand: the next boot reads it from the disk, and the running systemd, which would read all units anew, need not know it.
	[ -d "$BOOT_WANTS" ] || mkdir -m 755 "$BOOT_WANTS" || return 1
	ln -sf "../$BOOT_UNIT" "$BOOT_WANTS/$BOOT_UNIT" || return 1
	# The new files of the change are on the disk at once: what takes them back after a power cut has to be there before them.
	flush "$BASE/guard.boot" "$BASE" "/etc/systemd/system/$BOOT_UNIT" /etc/systemd/system "$BOOT_WANTS"
}

no_boot_guard() {
	rm -f "$BASE/guard.boot.new" "/etc/systemd/system/$BOOT_UNIT.new"
	[ -e "/etc/systemd/system/$BOOT_UNIT" ] || {
		rm -f "$BASE/guard.boot"
		return 0
	}
	forget_boot_guard || return 1
	# Somebody, netplan for one, may have had systemd read its units meanwhile.
	[ -z "$(systemctl --no-legend --plain --all list-units "$BOOT_UNIT" 2>/dev/null)" ] || systemctl daemon-reload
}

forget_boot_guard() {
	rm -f "$BOOT_WANTS/$BOOT_UNIT" "/etc/systemd/system/$BOOT_UNIT" || return 1
	# A unit that stays must find what it runs.
	flush "$BOOT_WANTS" /etc/systemd/system
	rm -f "$BASE/guard.boot"
}

# boot: run by the unit above, before the network starts; the running state is new, so only files come back.
boot() {
	unfinished=no
	for DIR in "$CHANGES"/*; do
		ID=${DIR##*/}
		case $(state_of "$DIR") in
		staged | unknown) continue ;;
		arming) set_state failed ;;
		armed | rolling-back)
			boot_one || {
				unfinished=yes
				continue
			}
			;;
		esac
		# Also of one that was decided when the power went, before all of it was tidied up.
		release_reserve
		drop_backup
	done
	[ $unfinished = yes ] || rm -rf "$BASE/lock"
	command -v netplan >/dev/null 2>&1 && as_usual timeout -k 5 60 netplan generate
	# By hand: so early in the boot, systemd cannot be asked.
	[ $unfinished = yes ] || forget_boot_guard
	return 0
}

boot_one() {
	release_reserve
	if ! claim rollback && [ "$(cat "$DIR/decided" 2>/dev/null)" = keep ]; then
		date -u +%Y-%m-%dT%H:%M:%SZ >"$DIR/kept.at"
		set_state kept
		return
	fi
	put_back && set_state rolled-back-at-boot || return 1
	note 'rolled back at boot'
}
