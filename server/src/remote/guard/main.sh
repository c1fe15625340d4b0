command=${1:-}
[ $# -gt 0 ] && shift
case $command in
facts | files | status | history | backup | probe) "$command" "$@" ;;
stage | arm | apply | watch | keep | rollback | boot)
	mkdir -p "$CHANGES" || fail 5 "cannot write to $BASE"
	"$command" "$@"
	;;
version) printf '1\n' ;;
*) fail 2 "no such command: $command" ;;
esac
