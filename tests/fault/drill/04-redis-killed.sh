#!/bin/sh
# Drill 4: Redis is killed under load, again and again
. "${TOP:-.}/tests/fault/drill/drill.sh"

kills=4
[ -z "${FULL-}" ] || kills=50

drill 4 "kill -9 Redis, $kills times, appendfsync always"
drill_stack
is "$(redis config get appendfsync | tail -n 1)" always 'appendfsync always'
serving="$(pid visits) $(pid comments)"
ledger_begin
count=0
while [ "$count" -lt "$kills" ]; do
	strike KILL redis
	count=$((count + 1))
	back
	sleep 0.3
done
# The last time it stays away for a while.
: >"$var/run/redis.hold"
strike KILL redis
sleep 0.5
get /readyz
is "$status" 503 'readyz says 503 without Redis'
isnt "$(header Retry-After)" '' 'and when to come again'
get /healthz
is "$status" 200 'the process is well'
rm "$var/run/redis.hold"
back
ledger_end
isnt "$readers_away" 0 'some readers were told 503'
isnt "$writers_away" 0 'and some writers'
is "$(pid visits) $(pid comments)" "$serving" 'by the same processes'
drill_end
