#!/bin/sh
# Drill 9: Redis reads a large append-only file
. "${TOP:-.}/tests/fault/drill/drill.sh"

mb=100
[ -z "${FULL-}" ] || mb=1000

loading() {
	redis ping 2>&1 | grep -q LOADING
}
loaded() {
	[ "$(redis ping 2>&1)" = PONG ]
}

drill 9 "LOADING: an append-only file of $mb MB"
drill_stack
ledger_begin
: >"$var/run/redis.hold"
strike KILL redis
await 5 test ! -e "$var/run/redis.pid"
aof=$(ls "$var"/redis/appendonlydir/*.incr.aof | tail -n 1)
# One key again and again: a long way to read, and little memory.
perl -e '
	my $set = sub {
		return join "", map { "\$" . length($_) . "\r\n$_\r\n" } @_ };
	print "*2\r\n", $set->("SELECT", 0);
	for my $n (1 .. $ARGV[0] * 1e4) {
		print "*3\r\n", $set->("SET", "filler", sprintf "%068d", $n);
	}
	print "*2\r\n", $set->("DEL", "filler");' "$mb" >>"$aof"
at_least "$(stat -c %s "$aof")" $((mb * 1000000)) "$mb MB to read"
rm "$var/run/redis.hold"
await 10 loading
post /loading
loading
ok $? 'Redis is loading'
told_away 'while it loads: a visit'
await 60 loaded
back
ledger_end
isnt "$readers_away" 0 'some readers were told 503'
for name in visits comments; do
	logged $name 'level=warn event=redis-[a-z]* why=".*LOADING'
	ok $? "$name.log says why"
done
drill_end
