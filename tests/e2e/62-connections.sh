#!/bin/sh
# Two thousand readers at once, slow ones among them, and a memory that stays flat
#
# FULL=1 sends a million requests.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/fault/load.sh"

# A crowd waits as long as it is looked at.
AFTERWORD_REDIS_TIMEOUT=30s
export AFTERWORD_REDIS_TIMEOUT
stack_start
serving=$(pid visits)

# ---- a thousand on kept connections, a thousand on fresh ones ----

"$load_client" -c 1000 -n 5 -f -a /fresh "${base##*:}" >"$work/fresh.out" \
    2>"$work/fresh.err" &
fresh=$!
load '1000 on kept connections' -c 1000 -n 20 -a /kept
is "$(figure ok) $(figure total)" '20000 20000' \
    '1,000 connections that are kept: all requests counted'
nothing_odd 'kept'
at_most "$(figure max_us)" 5000000 'none of them stalled'
wait "$fresh"
figures=$(cat "$work/fresh.out")
diag "1000 on fresh connections: $figures"
diag "$(cat "$work/fresh.err")"
is "$(figure ok) $(figure total)" '5000 5000' \
    '1,000 fresh connections at a time beside them: all requests counted'
nothing_odd 'fresh'
at_most "$(figure max_us)" 5000000 'none of them stalled'
is "$(pid visits)" "$serving" 'one process served them'
unlike "$(cat "$var/log/nginx-error.log")" 'Connection refused|Resource temp' \
    'nginx was never turned away'

# ---- slow readers beside the others ----

gauge() {
	get /metrics
	printf '%s\n' "$body" | sed -n "s/^afterword_$1 //p"
}
load 'alone' -c 8 -w 5 -t 1.5 -a /alone
alone=$(figure p99_us)
before=$(gauge connections)
perl "$TOP/tests/fault/slow.pl" "${base##*:}" 200 6 >"$work/slow" 2>&1 &
slow=$!
await 10 grep -q here "$work/slow"
ok $? '200 slow readers are connected'
sleep 0.5
at_most "$(gauge connections)" $((before + 16)) \
    'nginx keeps them away from the program'
load 'beside 200 slow readers' -c 8 -w 5 -t 1.5 -a /beside
nothing_odd 'slow readers'
at_most "$(figure p99_us)" $((3 * alone + 100000)) \
    'the slowest hundredth is hardly slower'
kill -0 "$slow"
ok $? 'the slow ones were there all the time'
kill "$slow"
wait "$slow" 2>/dev/null

# ---- memory ----

resident() {
	sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$serving/status"
}
if [ -n "${FULL-}" ]; then
	each=15625
else
	each=780
fi
load 'warming up' -n 160 -A /memory
early=$(resident)
load 'memory' -n "$each" -A /memory
nothing_odd 'memory'
late=$(resident)
reloaded() {
	grep -q event=reloaded "$var/log/visits.log"
}
kill -HUP "$serving"
await 5 reloaded
ok $? 'the settings are read again'
anew=$(resident)
diag "resident: $early KB after 10,000 requests, $late KB after" \
    "$((64 * each)) more, $anew KB after SIGHUP"
if [ "$BUILD" = release ]; then
	at_most "$late" 8192 'less than 8 MB of memory'
	at_most "$((late - early))" 1024 'and it does not grow'
	at_most "$((anew - late))" 512 'nor by what is read anew'
fi

# A crowd that waits for Redis.
all_wait() {
	[ "$(gauge requests_parked)" -ge 400 ]
}
few() {
	[ "$(resident)" -le $((before + 256)) ]
}
before=$(resident)
kill -STOP "$(pid redis)"
load_begin 'a crowd' -c 400 -n 1 -a /crowd
await 4 all_wait
ok $? '400 wait for Redis at once'
most=$(resident)
kill -CONT "$(pid redis)"
load_end
nothing_odd 'a crowd'
await 5 few
few=$?
diag "resident: $before KB, $most KB with 400 that wait, then $(resident) KB"
if [ "$BUILD" = release ]; then
	at_least "$most" $((before + 1024)) 'which take memory'
	ok $few 'that they give back'
fi
is "$(pid visits)" "$serving" 'one process served them'
is "$(gauge requests_parked)" 0 'no request was left behind'

finish
