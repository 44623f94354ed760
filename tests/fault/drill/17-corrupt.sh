#!/bin/sh
# Drill 17: the append-only file is broken at its end, and in its middle
. "${TOP:-.}/tests/fault/drill/drill.sh"

hold=0.3
[ -z "${FULL-}" ] || hold=5

hold_redis() {
	: >"$var/run/redis.hold"
	strike KILL redis
	await 5 test ! -e "$var/run/redis.pid"
	aof=$(ls "$var"/redis/appendonlydir/*.incr.aof | tail -n 1)
}

drill 17 'append-only file: torn end, broken middle, restored from RDB'
patient_redis
drill_stack
ledger_begin

# ---- a command that was written by half when the machine went down ----

hold_redis
printf '*3\r\n$3\r\nSET\r\n$4\r\ntorn\r\n$100\r\nabc' >>"$aof"
rm "$var/run/redis.hold"
back
sleep "$hold"
like "$(cat "$var/log/redis.log")" 'runcated|nexpected end of file' \
    'torn end: Redis starts, and its log says what it left out'
is "$(redis exists torn)" 0 'torn end: nothing of it is there'
ledger_end

# ---- and one in the middle that is none ----

# Limits end meanwhile, and what was not counted is written a second later.
lasting() {
	redis_all | LC_ALL=C awk '/^[a-z]:[{]/ { skip = /^b:|^s:.*[}]:/ } !skip'
}
say /backup 'Before the backup'
kept=$(json id)
redis save >/dev/null
lasting >"$work/before"
cp "$var/redis/dump.rdb" "$work/backup.rdb"
say /backup 'After the backup'
hold_redis
# Where a command begins: within a text zeros would be as good as any.
perl -0777 -i -pe '
	my $at = index $_, "\r\n*", length($_) / 2;
	substr($_, $at + 2, 64) = "\0" x 64;' "$aof"
: >"$work/slowly"
rm "$var/run/redis.hold"
refused_to_start() {
	logged redis 'Bad file format'
}
await 10 refused_to_start
ok $? 'broken middle: Redis refuses to start'
: >"$var/run/redis.hold"
post /backup
told_away 'broken middle: a visit'
sleep "$hold"

# ---- restored: the backup becomes the base of a new append-only file ----

await 5 test ! -e "$var/run/redis.pid"
mv "$var/redis/appendonlydir" "$work/broken"
mkdir "$var/redis/appendonlydir"
cp "$work/backup.rdb" "$var/redis/appendonlydir/appendonly.aof.1.base.rdb"
echo 'file appendonly.aof.1.base.rdb seq 1 type b' \
    >"$var/redis/appendonlydir/appendonly.aof.manifest"
rm "$var/run/redis.hold"
await 10 redis ping
lasting >"$work/after"
cmp "$work/before" "$work/after" >&2
ok $? 'restored: key by key as in the backup'
back
get "/api/comments/$kept"
is "$status" 200 'restored: a comment from before the backup is there'
is "$(redis config get appendonly | tail -n 1)" yes 'restored: with an append-only file'
drill_end
