#!/bin/sh
# Drill 12: the network between the programs and Redis fails in the middle of an answer
. "${TOP:-.}/tests/fault/drill/drill.sh"

cuts=3 hold=0.3
[ -z "${FULL-}" ] || cuts=20 hold=2

drill 12 "connections to Redis go dead in the middle of an answer, $cuts times"
mkdir -p "$var/run"
setpriv --pdeathsig TERM -- perl "$TOP/tests/fault/cut.pl" "$work/cut.sock" \
    "$var/run/redis.sock" >"$work/cut.out" 2>&1 &
network=$!
await 5 test -S "$work/cut.sock"
AFTERWORD_REDIS_SOCKET=$work/cut.sock
export AFTERWORD_REDIS_SOCKET
drill_stack
serving="$(pid visits) $(pid comments)"
ledger_begin
own_begin
count=0
while [ "$count" -lt "$cuts" ]; do
	count=$((count + 1))
	kill -USR1 "$network"
	# Longer than redis.timeout.
	sleep 1.2
	sleep "$hold"
	kill -USR2 "$network"
	back
	sleep 0.3
done
own_end
ledger_end
isnt "$readers_away" 0 'some readers were told 503'
isnt "$writers_again" 0 'posts were repeated that had been written'
is "$(pid visits) $(pid comments)" "$serving" 'the programs went through it'
for name in visits comments; do
	logged $name 'level=warn event=redis-'
	ok $? "$name.log says why"
done
at_least "$(grep -c broken "$work/cut.out")" "$cuts" 'answers were broken'
drill_end
