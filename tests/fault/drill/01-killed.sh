#!/bin/sh
# Drill 1: programs are killed under load
. "${TOP:-.}/tests/fault/drill/drill.sh"

kills=12
[ -z "${FULL-}" ] || kills=240

drill 1 "kill -9 a program every 250 ms, $kills times"
drill_stack
# nginx may have handed a request to the one that dies.
may_fail=502
ledger_begin
count=0
while [ "$count" -lt "$kills" ]; do
	for name in visits comments moderation; do
		strike KILL "$name"
		count=$((count + 1))
		sleep 0.25
	done
done
back
ledger_end
is "$readers_away $writers_away" '0 0' 'nobody was told 503'
is "$(cat "$var"/log/*.log | grep -c ' ended with status 137')" "$kills" \
    'the programs were killed'
pause_counts
drill_end
