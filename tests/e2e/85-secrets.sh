#!/bin/sh
# Secrets: where they are kept, and that they are nowhere else: not in the environment
# or the words of a process, in no log, in no core file, and not to be read by who runs
# as the same user
. "${TOP:-.}/tests/lib/lib.sh"
. "${TOP:-.}/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

# As a service of systemd gets them, but for the folder's name.
credentials=$work/credentials
mkdir -m 700 "$credentials"
printf 'master-%s\n' "$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')" \
    >"$credentials/comments.secret"
CREDENTIALS_DIRECTORY=$credentials
export CREDENTIALS_DIRECTORY
comments_start '' '[server]
log_level = debug'
unset CREDENTIALS_DIRECTORY
cat "$credentials"/* "$var"/passwords/* "$var/secret" | sort -u >"$work/secrets"
is "$(wc -l <"$work/secrets")" 7 'a master key, that of the stack, five passwords'
held() {
	LC_ALL=C grep -aqFf "$work/secrets" "$@"
}

# A moderator, whose mistakes are logged, too: what is typed, and what signing in makes
# of it.  Redis has to keep the hash of the password, and nothing else of these.
random() {
	head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n'
}
typed=typed-$(random)
mistyped=mistyped-$(random)
moderator Anna "$typed"
ok $? 'a moderator' || diag "$(cat "$work/moderator")"
! sign_in Anna "$mistyped"
ok $? 'who mistypes the password'
request POST /moderation/sign-in --header 'Sec-Fetch-Site: same-origin' \
    --data-urlencode name=Anna --data-urlencode "password=$typed" \
    --data-urlencode "again=$typed"
is "$status" 422 'posts a form that is none'
sign_in Anna "$typed"
ok $? 'and signs in'
printf '%s\n' "$typed" "$mistyped" "${cookie#*demo.}" "$csrf" >"$work/session"
is "$(awk 'length > 25' "$work/session" | wc -l)" 4 \
    'two passwords, an id of a session and the token of its forms'
! LC_ALL=C grep -raqFf "$work/session" "$var/redis"
ok $? 'Redis has written none of them'
cat "$work/session" >>"$work/secrets"
redis --raw hget 'v:{demo}' Anna >"$work/hash"
like "$(cat "$work/hash")" '^\$argon2id\$' 'but what Argon2id makes of a password'
! LC_ALL=C grep -raqFf "$work/hash" "$var/log" "$work/run.out"
ok $? 'which is in no log'

# memory_of PROGRAM: all that it has in memory and could write, but for the gigabytes
# of address space that a sanitizer reserves
memory_of() {
	perl -e '
		my $pid = shift;
		open my $maps, "<", "/proc/$pid/maps" or die $!;
		open my $mem, "<:raw", "/proc/$pid/mem" or die $!;
		while (<$maps>) {
			my ($from, $to) = map { hex } /^(\w+)-(\w+) rw/ or next;
			next if $to - $from > 1 << 28;
			sysseek $mem, $from, 0;
			sysread $mem, my $bytes, $to - $from;
			print $bytes // "";
		}' "$(pid "$1")"
}
if memory_of moderation >"$work/memory" 2>/dev/null; then
	like "$(LC_ALL=C grep -acF "$base" "$work/memory")" '[1-9]' \
	    'the memory of moderation.fcgi'
	! LC_ALL=C grep -aqFf "$work/session" "$work/memory"
	ok $? 'has nothing of them when it has answered'
else
	skip 'the memory of moderation.fcgi' 'that takes root'
fi

# Something to log: comments, faults, a wrong password, a server that is away.
say /a Text '"name":"Ann","email":"ann@example.org"'
is "$status" 201 'a comment'
say /a '' && post '' && get /none
redis acl setuser comments resetpass '>another' >/dev/null
redis client kill user comments >/dev/null
refused() {
	grep -q WRONGPASS "$var/log/comments.log"
}
await 5 refused
ok $? 'a password that has changed is logged'
unlike "$(grep WRONGPASS "$var/log/comments.log")" another 'and not which'
redis acl load >/dev/null
kill -9 "$(pid redis)"
well() {
	get /comments/readyz && [ "$status" = 200 ]
}
await 10 well
ok $? 'comments.fcgi is back'

for name in visits comments moderation; do
	pid=$(pid $name)
	tr '\000' '\n' <"/proc/$pid/environ" >"$work/environ"
	like "$(cat "$work/environ")" . "$name: its environment can be read by root"
	! held "$work/environ" "/proc/$pid/cmdline"
	ok $? "$name: no secret in the environment nor in the words"
	like "$(cat "/proc/$pid/limits")" 'Max core file size +0 +0 ' "$name: no core file"
	if [ "$BUILD" = asan ]; then
		skip "$name: system calls given up" 'the sanitizer takes more'
	else
		is "$(sed -n 's/^\(NoNewPrivs\|Seccomp\):[[:space:]]*//p' "/proc/$pid/status" |
		    tr '\n' ' ')" '1 2 ' "$name: system calls given up"
	fi
done
! held -r "$var/log" "$work/run.out"
ok $? 'no secret in a log'
! held -r "$var/redis"
ok $? 'nor in what Redis writes'
! held -r "$var/nginx"
ok $? 'nor in what nginx reads'
is "$(grep -rlaFf "$work/secrets" "$var" --exclude-dir=passwords | sort | tr '\n' ' ')" \
    "$var/afterword.conf $var/secret " 'they are where they were put'
is "$(stat -c %a "$var/afterword.conf" "$var/secret" | tr '\n' ' ')" '600 600 ' \
    'which their owner alone reads'
"$BIN/afterword" -c "$var/afterword.conf" config >"$work/out" 2>&1
! held "$work/out"
ok $? '`afterword config` tells none'
REDISCLI_AUTH=$(cat "$var/passwords/afterword.redis.admin") \
    redis-cli -s "$var/run/redis.sock" --user admin monitor >"$work/monitor" &
monitor=$!
await 5 test -s "$work/monitor"
"$BIN/afterword" -c "$var/afterword.conf" sites >/dev/null
await 5 grep -qF '"AUTH" "(redacted)"' "$work/monitor"
ok $? 'Redis sees who logs in'
kill "$monitor"
! held "$work/monitor"
ok $? 'and tells no password'

# ---- from who runs as the same user ----

if [ "$(id -u)" -eq 0 ]; then
	chmod 711 "$work"
	mkdir -m 777 "$work/nobody"
	cp "$BIN/visits.fcgi" "$BIN/afterword" "$work/nobody/"
	nobody='setpriv --reuid 65534 --regid 65534 --clear-groups --pdeathsig TERM'
	cd "$work/nobody" || exit 1
	ulimit -c unlimited
	# shellcheck disable=SC2086  # words
	AFTERWORD_SITE_NAME=a AFTERWORD_SITE_ORIGINS=https://a.example \
	    AFTERWORD_REDIS_PASSWORD=plain-password AFTERWORD_REDIS_HOST=127.0.0.1 \
	    AFTERWORD_REDIS_PORT=9 AFTERWORD_VISITS_BOTS="$work/nobody/bots" \
	    $nobody ./visits.fcgi -s "$work/nobody/s" \
	    >"$work/nobody.log" 2>&1 &
	own=$!
	: >bots
	await 5 test -S s
	ok $? 'a program of another user' || diag "$(cat "$work/nobody.log")"
	grep -aq plain-password "/proc/$own/environ"
	ok $? 'a secret in a variable is in its environment'
	for file in environ mem maps fd/0; do
		$nobody cat "/proc/$own/$file" >/dev/null 2>"$work/out"
		like "$(cat "$work/out")" 'Permission denied' \
		    "which that user cannot read: $file"
	done
	kill -SEGV "$own"
	wait "$own" 2>/dev/null
	is "$(find . -name 'core*')" '' 'killed by a fault it leaves no core file'
	cd "$TOP" || exit 1
else
	skip 'another user' 'that takes root'
fi

finish
