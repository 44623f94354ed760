#!/bin/sh
# Drill 2: programs are asked to end under load
. "${TOP:-.}/tests/fault/drill/drill.sh"

times=5
[ -z "${FULL-}" ] || times=100

# ticks NAME: CPU time of its process so far, in 1/100 s
ticks() {
	awk '{ print $14 + $15 }' "/proc/$(pid "$1")/stat"
}

drill 2 "SIGTERM to all programs, $times times"
drill_stack
ledger_begin
count=0
while [ "$count" -lt "$times" ]; do
	for name in visits comments moderation; do
		strike TERM "$name"
	done
	count=$((count + 1))
	sleep 0.1
done
back
ledger_end
is "$statuses" '  ' 'no reader and no writer noticed'
# 143 is one that had only just begun.
is "$(cat "$var"/log/*.log | grep -cE ' ended with status (0|143)')" $((3 * times)) \
    'each ended well'
before=$(ticks visits),$(ticks comments),$(ticks moderation)
sleep 1
after=$(ticks visits),$(ticks comments),$(ticks moderation)
for name in 1 2 3; do
	at_most $(($(echo "$after" | cut -d, -f $name) - $(echo "$before" |
	    cut -d, -f $name))) 10 'a program that has nothing to do rests'
done
pause_counts
drill_end
