#!/bin/sh
# conf/run: starts all, refuses what it must, stops what it started, keeps the data
. "${TOP:-.}/tests/lib/lib.sh"

# Refused with one sentence, status 1, and nothing left running.
refused() {
	pattern=$1
	name=$2
	shift 2
	out=$("$@" 2>&1)
	is $? 1 "$name: status 1"
	like "$out" "$pattern" "$name: says so"
	is "$(printf '%s\n' "$out" | wc -l)" 1 "$name: in one line"
}

# The processes that know this test's folder, other than this test's own.
printf '%s/var\n' "$work" >"$work/pattern"
ours() {
	grep -lsaF -f "$work/pattern" /proc/[0-9]*/cmdline | wc -l
}

stack_start
is "$(sed 1d "$work/run.out")" "ready $base/" 'the ready line, and no other'
like "$(sed 1q "$work/run.out")" \
    "^moderate $base/moderation/setup\?site=demo&token=[A-Za-z0-9_-]{43}\$" \
    'but the way to make a first moderator'
get /healthz
is "$status" 200 'nginx and the program answer'
is "$(redis ping)" PONG 'Redis answers on its socket'
is "$(redis config get appendfsync | tail -n 1)" always 'every write reaches the disk'
is "$(redis config get maxmemory-policy | tail -n 1)" noeviction 'nothing is evicted'
is "$(redis config get port | tail -n 1)" 0 'Redis has no port'
isnt "$(ours)" 0 'its processes can be told'
port=${base##*:}

refused "$var is in use by another run" 'a second run in the same folder' \
    sh "$TOP/conf/run" -p 0 -v "$var" -b "$BIN"
refused "port $port cannot be used: Address already in use" 'a port in use' \
    sh "$TOP/conf/run" -p "$port" -v "$work/other" -b "$BIN"
get /readyz
is "$status" 200 'the first run does not mind'

redis set afterword-test kept >/dev/null
kill -9 "$(pid redis)"
answers_again() {
	[ "$(redis get afterword-test)" = kept ]
}
await 10 answers_again
ok $? 'a killed Redis is started again, with its data'
for name in visits comments moderation; do
	path=/healthz
	[ $name = visits ] || path=/$name$path
	old=$(pid $name)
	kill -9 "$old"
	get $path
	is "$status" 200 "$name: killed, it is replaced before the next answer"
	isnt "$(pid $name)" "$old" "$name: by another process"
done
get /api/comments/no/such
is "$status $(header Content-Type)" '404 application/problem+json' \
    'the addresses of comments lead to their program'
is "$(stat -c %a "$var/secret" "$var/afterword.conf" | tr '\n' ' ')" '600 600 ' \
    'nobody else reads the secret'
is "$(base64 -d "$var/secret" | wc -c)" 32 'which is long enough'
secret=$(cat "$var/secret")
await 10 answers_again
: >"$var/run/redis.hold"
kill -9 "$(pid redis)"
await 10 test ! -e "$var/run/redis.pid"
sleep 0.5
ok "$(test ! -e "$var/run/redis.pid"; echo $?)" 'a held Redis stays away'
rm "$var/run/redis.hold"
await 10 answers_again
ok $? 'until the hold is removed'

echo 'correct horse battery' |
    "$BIN/afterword" -c "$var/afterword.conf" moderator add Anna
ok $? 'there is a moderator now'

stack_stop
is $? 0 'SIGTERM: status 0'
is "$(ours)" 0 'nothing is left running'
is "$(ls -A "$var/run")" lock 'nor a socket or a pid file'

stack_start
is "$(cat "$work/run.out")" "ready $base/" 'another run offers nobody to be the first'
is "$(redis get afterword-test)" kept 'and finds the data'
is "$(cat "$var/secret")" "$secret" 'and keeps the secret'
kill -9 "$(pid nginx)"
wait "$stack_pid"
is $? 1 'nginx dies: status 1'
stack_pid=
like "$(cat "$work/run.out")" '^run: nginx-error ended' 'and is named'
await 5 test "$(ours)" -eq 0
is "$(ours)" 0 'nothing is left running'

# As a terminal does it: to the whole process group.
perl -e '$SIG{INT} = "DEFAULT"; setpgrp; exec @ARGV' \
    sh "$TOP/conf/run" -p 0 -v "$var" -b "$BIN" >"$work/run.out" 2>&1 &
stack_pid=$!
await 30 stack_said
kill -INT "-$stack_pid"
wait "$stack_pid"
is $? 0 'Ctrl-C: status 0'
stack_pid=
is "$(ours)" 0 'nothing is left running'

sh "$TOP/conf/run" -p 0 -v "$var" -b "$BIN" >"$work/run.out" 2>&1 &
stack_pid=$!
await 30 stack_said
kill -9 "$stack_pid"
wait "$stack_pid" 2>/dev/null
stack_pid=
none_left() {
	[ "$(ours)" -eq 0 ]
}
await 15 none_left
ok $? 'kill -9 of run itself: all the others end, too'

refused 'PORT is a number' 'a bad port' \
    sh "$TOP/conf/run" -p http -v "$var" -b "$BIN"
refused 'cannot be written to' 'a folder that cannot be made' \
    sh "$TOP/conf/run" -p 0 -v /proc/afterword -b "$BIN"
refused 'too long for the sockets' 'a folder with a long path' \
    sh "$TOP/conf/run" -p 0 -b "$BIN" -v "$work/$(printf '%090d' 0)"
refused 'is not built' 'programs that are not there' \
    sh "$TOP/conf/run" -p 0 -v "$var" -b "$work"

mkdir "$work/bin"
ln -s /usr/bin/* "$work/bin/"
rm "$work/bin/spawn-fcgi"
out=$(PATH=$work/bin sh "$TOP/conf/run" -p 0 -v "$var" -b "$BIN" 2>&1)
is $? 1 'a missing package: status 1'
like "$out" 'spawn-fcgi \(keeps' 'it is named, with its purpose'

printf '[visits]\nwindow = never\n' >"$work/bad.conf"
out=$(timeout 30 sh "$TOP/conf/run" -p 0 -v "$var" -b "$BIN" \
    -x "$work/bad.conf" 2>&1)
is $? 1 'bad settings: status 1'
like "$out" 'window' 'the reason is shown'
is "$(ours)" 0 'nothing is left running'

finish
