# load.sh - the load client in end-to-end tests; after tests/lib/lib.sh
#
# load TITLE ARGS         runs fault/load with ARGS against the stack, to its end
# load_begin TITLE ARGS   begins it; load_end waits for it
# figure NAME             of the last one's line
# nothing_odd TITLE       no answer was wrong, cut off or unexpected
# at_least GOT MIN NAME   at_most GOT MAX NAME   for whole numbers
# now_ms                  a clock that never runs backwards

load_client=$BIN/tests/fault/load

load_begin() {
	load_title=$1
	shift
	"$load_client" "$@" "${base##*:}" >"$work/load.out" 2>"$work/load.err" &
	load_pid=$!
}

load_end() {
	wait "$load_pid"
	load_pid=
	figures=$(cat "$work/load.out")
	diag "$load_title: $figures"
	[ ! -s "$work/load.err" ] || diag "$(tr -d '\r' <"$work/load.err")"
}

load() {
	load_begin "$@"
	load_end
}

figure() {
	for pair in $figures; do
		case $pair in
		"$1="*)	echo "${pair#*=}" ;;
		esac
	done
}

nothing_odd() {
	is "$(figure wrong) $(figure failed) $(figure other) $(figure away)" \
	    '0 0 0 0' "$1: nothing wrong, failed, unexpected or away"
}

at_least() {
	[ "$1" -ge "$2" ] 2>/dev/null
	ok $? "$3" || diag "got $1, wanted at least $2"
}

at_most() {
	[ "$1" -le "$2" ] 2>/dev/null
	ok $? "$3" || diag "got $1, wanted at most $2"
}

now_ms() {
	perl -MTime::HiRes=clock_gettime,CLOCK_MONOTONIC -e '
		printf "%d", 1000 * clock_gettime(CLOCK_MONOTONIC)'
}
