#!/bin/sh
# Redis dies and refuses: honest answers meanwhile, nothing that was acknowledged is lost,
# and no program has to be started again; more of that, under load, in tests/fault/drill/
#
# FULL=1 makes the drills the ones that the project's figures speak of.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/fault/load.sh"
AFTERWORD_REDIS_TIMEOUT=1s
export AFTERWORD_REDIS_TIMEOUT

if [ -n "${FULL-}" ]; then
	kills=50 pause=1
else
	kills=4 pause=0.7
fi

ready() {
	get /readyz
	[ "$status" = 200 ]
}
# recovers NAME: how long until the programs are ready again
recovers() {
	since=$(now_ms)
	await 10 ready
	ok $? "$1: ready again, no program was restarted"
	took=$(($(now_ms) - since))
	diag "$1: ready again after $took ms"
	at_most "$took" 5000 "$1: within 5 s"
}
alarms() {
	grep -c 'level=alarm' "$var/log/visits.log"
}
logged() {
	grep -q "$1" "$var/log/visits.log"
}

# ---- killed and started again, under load ----

# With everysec Redis puts off its writes while a sync is under way, and killed then has
# lost them, as its manual says: the drill kills it in between.
synced() {
	redis info persistence | tr -d '\r' | grep -q '^aof_pending_bio_fsync:0$'
}
kill_redis() {
	await 10 synced
	kill -9 "$(pid redis)"
}

# kill_drill POLICY: the ledger holds each visitor whose visit was acknowledged
kill_drill() {
	policy=$1
	serving=$(pid visits)
	is "$(redis config get appendfsync | tail -n 1)" "$policy" \
	    "appendfsync $policy"
	load_begin "Redis killed $kills times, $policy" -c 32 -w 4 -t 0 \
	    -a /ledger -l "$work/ledger"
	sleep 0.3
	n=1
	while [ "$n" -lt "$kills" ]; do
		await 10 redis ping
		kill_redis
		n=$((n + 1))
		sleep "$pause"
	done
	# The last time it stays away for a while.
	await 10 redis ping
	: >"$var/run/redis.hold"
	kill_redis
	sleep 0.5
	get /readyz
	is "$status" 503 "$policy: readyz says 503 without Redis"
	isnt "$(header Retry-After)" '' "$policy: and when to come again"
	get /healthz
	is "$status" 200 "$policy: the process is well"
	rm "$var/run/redis.hold"
	recovers "Redis killed, $policy"
	sleep 0.3
	kill -TERM "$load_pid"
	load_end
	is "$(figure wrong) $(figure failed) $(figure other)" '0 0 0' \
	    "$policy: whoever was not served was told 503 and Retry-After"
	isnt "$(figure away)" 0 "$policy: some were"
	acknowledged=$(figure counted)
	sent=$(figure sent)
	get '/api/visits?article=/ledger'
	total=$(json articles.0.total)
	diag "$policy: $sent sent, $acknowledged acknowledged, total $total"
	at_least "$total" "$acknowledged" "$policy: nothing acknowledged is lost"
	at_most "$total" "$sent" "$policy: nothing was counted that was not sent"
	load "the ledger again, $policy" -c 32 -a /ledger -L "$work/ledger"
	is "$(figure ok)" "$acknowledged" "$policy: all in the ledger ask again"
	is "$(figure counted)" 0 "$policy: and every one of them is known"
	is "$(pid visits)" "$serving" "$policy: by the same process"
}

cat >"$work/everysec" <<'END'
#!/bin/sh
exec "$@" --appendfsync everysec
END
chmod +x "$work/everysec"
REDIS_WRAP=$work/everysec
export REDIS_WRAP
stack_start
kill_drill everysec
stack_stop
ok $? 'the stack ends well'
unset REDIS_WRAP
rm -rf "$var/redis"

stack_start
serving=$(pid visits)

# ---- refusing ----

# away NAME PATTERN: a visit is refused for now, reading goes on
away() {
	post /ledger
	is "$status $(json status)" '503 503' "$1: 503"
	isnt "$(header Retry-After)" '' "$1: and when to come again"
	get '/api/visits?article=/ledger'
	is "$status" 200 "$1: reading goes on"
	await 5 logged "level=warn event=redis-error why=\"$2"
	ok $? "$1: the log says why"
}

before=$(alarms)
post /wrong
for name in $(redis --raw keys 'n:*'); do
	[ "$(redis --raw hget "$name" key)" = /wrong ] && break
done
article=a:${name#n:}
redis del "$article" >/dev/null
redis set "$article" text >/dev/null
post /wrong
is "$status" 500 'a key of another type: 500'
is "$(header Retry-After)" '' 'coming again does not help'
is "$(alarms)" $((before + 2)) 'an alarm in the log, from store and request'
await 5 logged 'level=alarm event=redis-error why="WRONGTYPE'
ok $? 'with the reason'
unlike "$body" 'WRONGTYPE|script|a:' 'which the reader is not told'
post /ledger
is "$status" 200 'other articles are not touched'

less_allowed=1
redis acl setuser visits -evalsha >/dev/null
post /ledger
is "$status" 500 'a command not allowed: 500'
await 5 logged 'level=alarm event=redis-error why="NOPERM'
ok $? 'an alarm with the reason'
redis acl setuser visits +evalsha >/dev/null

redis config set maxmemory-policy allkeys-lru >/dev/null
redis client kill type normal >/dev/null
await 5 logged 'level=alarm event=redis-refused'
ok $? 'a policy that drops counts: an alarm'
get /readyz
is "$status" 503 'it is refused'
like "$(json detail)" 'maxmemory-policy is allkeys-lru' 'readyz says so'
post /ledger
is "$status" 503 'and so are visits'
get '/api/visits?article=/ledger'
is "$status" 503 'and reading'
redis config set maxmemory-policy noeviction >/dev/null
recovers 'policy put right'

is "$(pid visits)" "$serving" 'all of that in one process'

# RDB files can no longer be written: Redis then refuses to write at all.
rm -rf "$var/redis"
redis bgsave >/dev/null
save_failed() {
	redis info persistence | grep -q rdb_last_bgsave_status:err
}
await 5 save_failed
away 'nothing can be saved' MISCONF
redis config set save '' >/dev/null
post /ledger
is "$status" 200 'that is no longer wanted: 200'

finish
