#!/bin/sh
# Drill 5: the machine loses its power, and with it what was written and not yet synced
. "${TOP:-.}/tests/fault/drill/drill.sh"

losses=3
[ -z "${FULL-}" ] || losses=20
shim=$BIN/tests/fault/unsynced.so

# power_fails HALVES: Redis is gone at once, and of what its last sync did not cover nothing
# is left, or half: a torn write.  Redis 7.0 cuts that off by itself, but behind the MULTI
# of a transaction that is not whole; it then mixes that with the next one.
# redis-check-aof cuts it off before.
power_fails() {
	: >"$var/run/redis.hold"
	strike KILL redis
	await 5 test ! -e "$var/run/redis.pid"
	aof=$(ls "$var"/redis/appendonlydir/*.incr.aof | tail -n 1)
	synced=$(sed 's/^0*\([0-9]\)/\1/' "$aof.synced")
	rest=$(($(stat -c %s "$aof") - synced))
	cut_off=$((cut_off + rest))
	truncate -s $((synced + $1 * rest / 2)) "$aof"
	echo y | redis-check-aof --fix "$aof" >>"$work/fix.out" 2>&1
	rm "$var/run/redis.hold"
}

drill 5 "power loss, $losses times: what was not synced is gone or torn; always, then everysec"
# policy NAME: the next stack's
policy() {
	printf '#!/bin/sh\nexec env LD_PRELOAD=%s "$@" --appendfsync %s\n' "$shim" "$1" \
	    >"$work/policy"
	chmod +x "$work/policy"
	REDIS_WRAP=$work/policy
	export REDIS_WRAP
}

policy always
drill_stack
ledger_begin
cut_off=0
count=0
while [ "$count" -lt "$losses" ]; do
	count=$((count + 1))
	power_fails $((count % 2))
	back
	sleep 0.5
done
ledger_end
diag "always: $cut_off bytes were not synced"
stack_stop
ok $? 'the stack ends well'

# ---- everysec: counts of the last moment may be lost, and nothing else ----

rm -rf "$var/redis"
policy everysec
drill_stack
load_s=4
[ -z "${FULL-}" ] || load_s=6
load_begin everysec -c "$readers" -w 20 -t 0 -a /drill/everysec -l "$work/visitors"
cut_off=0
count=0
while [ "$count" -lt "$losses" ]; do
	count=$((count + 1))
	back
	sleep "$load_s"
	power_fails $((count % 2))
done
back
kill -TERM "$load_pid"
load_end
visitors_sent=$(figure sent) visitors_acked=$(figure counted)
drill_article=/drill/everysec
lost=0
may_lose=1
audit_visits
diag "everysec: $cut_off bytes were not synced, $lost visits lost of $visitors_acked"
isnt "$cut_off" 0 'everysec: some of it was not synced'
# Redis syncs each second, and is late by another one at most; with each loss there were
# load_s of visits.
at_most "$lost" $((2 * visitors_acked / load_s)) \
    'everysec: at most two seconds of visits are lost each time'
lost_note=" (everysec: $((lost / losses)) visits each time)"
lost=0
drill_end
