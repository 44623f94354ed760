#!/bin/sh
# Drill 11: Redis forgets the scripts, and is busy with one
. "${TOP:-.}/tests/fault/drill/drill.sh"

flushes=10 hold=0.5
[ -z "${FULL-}" ] || flushes=100 hold=5

drill 11 "SCRIPT FLUSH $flushes times, a busy script"
drill_stack
ledger_begin
count=0
while [ "$count" -lt "$flushes" ]; do
	redis script flush >/dev/null
	count=$((count + 1))
	sleep 0.1
done
ledger_end
is "$readers_away $writers_away" '0 0' 'SCRIPT FLUSH: nobody noticed'

redis config set lua-time-limit 50 >/dev/null
ledger_begin
redis eval 'while true do end' 0 >/dev/null 2>&1 &
busy=$!
sleep 0.2
post /busy
told_away 'another script keeps Redis busy: a visit'
say /busy 'While it is'
told_away 'another script keeps Redis busy: a comment'
for name in visits comments; do
	await 5 logged $name 'level=warn event=redis-error why="BUSY'
	ok $? "$name.log says why"
done
sleep "$hold"
redis script kill >/dev/null
wait "$busy"
back
ledger_end
drill_end
