#!/bin/sh
# How the program is started, told things and ended
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/fault/load.sh"

# Long enough that Redis can be stopped for a while.
stack_start '[redis]
timeout = 5s'
conf=$var/afterword.conf
program=$BIN/visits.fcgi
socket=$work/own.sock

# fcgi CODE: a web server's side, in perl; see tests/fault/Fcgi.pm
fcgi() {
	perl "-I$TOP/tests/fault" -MFcgi -MTime::HiRes=sleep -e \
	    'Fcgi::to(splice @ARGV, 0, 2);'"$1" "$socket" "$base"
}
answers() {
	[ "$(fcgi 'print status(peer(visit()))' 2>&1)" = 200 ]
}
# begin: one of our own on $socket, beside the stack's
begin() {
	"$program" -c "$conf" -s "$socket" >"$work/own.log" 2>&1 </dev/null &
	own=$!
	await 10 answers
}
# ends SIGNAL: tells it to end; sets $code, and $took in ms
ends() {
	asked=$(now_ms)
	kill "-$1" "$own"
	wait "$own" 2>/dev/null
	code=$?
	took=$(($(now_ms) - asked))
}
refused() {
	out=$(timeout 10 "$@" 2>&1 </dev/null)
	code=$?
}

# ---- a socket of its own ----

begin
ok $? '-s: serves on a new socket'
is "$(stat -c '%F %a' "$socket")" 'socket 660' 'of mode 0660'
refused "$program" -c "$conf" -s "$socket"
is "$code" 1 'a second one on the same path: status 1'
like "$out" "listen .*$socket: Address already in use" 'and says why'
answers
ok $? 'the first one goes on'
ends TERM
is "$code" 0 'SIGTERM: status 0'
at_most "$took" 2000 'at once, when nobody waits'
is "$(test -e "$socket"; echo $?)" 1 'the socket is gone'

begin
ends KILL
is "$(test -S "$socket"; echo $?)" 0 'kill -9 leaves the socket behind'
begin
ok $? 'and the next one replaces it'
ends INT
is "$code" 0 'SIGINT: status 0'

echo precious >"$work/file"
refused "$program" -c "$conf" -s "$work/file"
is "$code $(cat "$work/file")" '1 precious' 'a file that is no socket is kept'
refused "$program" -c "$conf" -s "$work/none/own.sock"
is "$code" 1 'a folder that is not there: status 1'
like "$out" 'No such file or directory' 'and says so'
refused "$program" -c "$conf" -s "$work/$(printf '%0100d' 0)"
is "$code" 1 'a path longer than a socket may have: status 1'
like "$out" 'longer than 107 bytes' 'and says so'

# ---- a socket that somebody else listens on ----

perl -MIO::Socket::UNIX -e '
	my $path = shift;
	my $l = IO::Socket::UNIX->new(Local => $path, Listen => 9) or die $!;
	open STDIN, "<&", $l or die $!;
	exec @ARGV' "$socket" "$program" -c "$conf" >"$work/own.log" 2>&1 &
own=$!
await 10 answers
ok $? 'descriptor 0 listens: it is served'
ends TERM
is "$code" 0 'and SIGTERM ends that, too'
is "$(test -S "$socket"; echo $?)" 0 'the socket is left to its owner'
rm -f "$socket"

# ---- plain CGI ----

# cgi METHOD BODY [NAME=VALUE ...]: sets $body, and $head without its CRs
cgi() {
	method=$1
	printf '%s' "$2" >"$work/stdin"
	shift 2
	env REQUEST_METHOD="$method" SCRIPT_NAME=/api/visits REMOTE_ADDR=192.0.2.7 \
	    HTTP_ORIGIN="$base" HTTP_USER_AGENT="$agent" \
	    CONTENT_LENGTH="$(wc -c <"$work/stdin")" "$@" \
	    "$program" -c "$conf" <"$work/stdin" >"$work/answer" 2>"$work/own.log"
	code=$?
	head=$(tr -d '\r' <"$work/answer" | sed '/^$/,$d')
	body=$(tr -d '\r' <"$work/answer" | sed '1,/^$/d')
}
cgi POST '{"article":"/cgi"}' CONTENT_TYPE=application/json
is "$code" 0 'plain CGI: status 0'
like "$head" '^Status: 200 OK$' 'a status'
like "$head" '^Content-Type: application/json' 'headers'
is "$(json article) $(json total) $(json counted)" '/cgi 1 true' 'a visit'
cgi POST '{"article":"/cgi"}' CONTENT_TYPE=application/json
is "$(json total) $(json why)" '1 window' 'counted once'
cgi GET '' QUERY_STRING='article=/cgi'
is "$(json articles.0.total)" 1 'and read'
cgi GET '' SCRIPT_NAME=/api PATH_INFO=/visits QUERY_STRING='article=/cgi'
is "$(json articles.0.total)" 1 'the path may be in two parts'
cgi DELETE ''
like "$head" '^Status: 405 ' 'other methods are refused'
cgi POST '{"article"' CONTENT_TYPE=application/json CONTENT_LENGTH=50
like "$head" '^Status: 400 ' 'a body shorter than said'
cgi POST '{"article":"/cgi"}' CONTENT_TYPE=application/json CONTENT_LENGTH=9999999
like "$head" '^Status: 413 ' 'a length beyond all limits'
cgi POST '{"article":"/cgi"}' CONTENT_TYPE=application/json \
    AFTERWORD_REDIS_SOCKET="$work/none.sock"
like "$head" '^Status: 503 ' 'no Redis: 503'
like "$head" '^Retry-After: ' 'come again'

# ---- options ----

refused "$program" -x
is "$code" 1 'an unknown option: status 1'
like "$out" '^usage: visits.fcgi' 'and how it is done'
refused "$program" -c "$conf" more
is "$code" 1 'a word too many: status 1'
refused "$program" -D nothing
is "$code" 1 'nothing to print: status 1'
refused "$program" -t -c "$conf"
is "$code" 0 '-t: status 0'
like "$out" '^visits.fcgi: settings and Redis are fine$' 'all is well'
export AFTERWORD_REDIS_SOCKET="$work/none.sock"
refused "$program" -t -c "$conf"
unset AFTERWORD_REDIS_SOCKET
is "$code" 1 '-t without Redis: status 1'
is "$out" "visits.fcgi: Redis: cannot connect to $work/none.sock: No such file or directory" \
    'where it was looked for, and nothing else'
redis acl setuser visits resetpass '>another' >/dev/null
refused "$program" -t -c "$conf"
is "$code" 1 '-t with a wrong password: status 1'
like "$out" 'Redis: AUTH: WRONGPASS' 'the cause is named'
redis acl load >/dev/null

# ---- SIGHUP ----

cp "$TOP/conf/bots.txt" "$work/bots.txt"
sed -i "s|^bots = .*|bots = $work/bots.txt|" "$conf"
begin
bot='Mozilla/5.0 (X11; Linux x86_64) Tourniquet/1.0'
# why AGENT: what the program on $socket makes of a load
why() {
	fcgi 'print answer(peer(visit(param => { HTTP_USER_AGENT => "'"$1"'" })))
	    =~ /"why":"(\w+)"/ ? $1 : "counted"'
}
reloaded() {
	[ "$(grep -c "event=$1" "$work/own.log")" -ge "$2" ]
}
is "$(why "$bot")" counted 'a visitor'
echo tourniquet >>"$work/bots.txt"
kill -HUP "$own"
await 5 reloaded reloaded 1
is "$(why "$bot")" bot 'SIGHUP: the new list of robots is in force'
rm "$work/bots.txt"
kill -HUP "$own"
await 5 reloaded reload 2
is "$(why "$bot")" bot 'a list that is gone: the old one stays'
like "$(cat "$work/own.log")" "$work/bots.txt: .*No such file" 'and says so'
cp "$TOP/conf/bots.txt" "$work/bots.txt"
kill -HUP "$own"
await 5 reloaded reloaded 2
ok $? 'the next one is read again'

# A request that Redis keeps waiting has its settings until it is answered.
kill -STOP "$(pid redis)"
fcgi 'my $s = peer(visit()); print "sent\n"; close STDOUT;
	open STDOUT, ">&STDERR"; print status($s)' >"$work/sent" 2>"$work/got" &
waiting=$!
await 5 grep -q sent "$work/sent"
sleep 0.2
kill -HUP "$own"
sleep 0.1
kill -CONT "$(pid redis)"
wait "$waiting"
is "$(cat "$work/got")" 200 'a request in hand is answered'
await 5 reloaded reloaded 3
ok $? 'and then the settings are read'
answers
ok $? 'and the next request is served'

# ---- the end, with requests in hand ----

kill -STOP "$(pid redis)"
fcgi 'my @s = map { peer(visit()) } 1 .. 20; my $idle = peer();
	print "sent\n"; close STDOUT; open STDOUT, ">&STDERR";
	print join " ", map { status($_) } @s, $idle' \
    >"$work/sent" 2>"$work/got" &
waiting=$!
await 5 grep -q sent "$work/sent"
sleep 0.2
kill -TERM "$own"
sleep 0.2
kill -CONT "$(pid redis)"
wait "$waiting"
wait "$own"
is $? 0 'SIGTERM with requests in hand: status 0'
is "$(cat "$work/got")" "$(printf '200 %.0s' $(seq 20))closed" \
    'all of them are answered, an idle connection is closed'

begin
fcgi 'my $s = peer(get("/api/visits",
	    join "&", map { "article=/$_" . "<" x 500 } 1 .. 100));
	print "sent\n"; close STDOUT; sleep 10' >"$work/sent" &
waiting=$!
await 5 grep -q sent "$work/sent"
sleep 0.2
ends TERM
is "$code" 0 'a peer that does not read its answer: status 0'
at_most "$took" 8000 'it is not waited for for ever'
kill "$waiting"
wait "$waiting" 2>/dev/null

# What is asked of Redis then is left to the end of the process.
kept=${ASAN_OPTIONS-}
ASAN_OPTIONS=$kept:detect_leaks=0
AFTERWORD_REDIS_TIMEOUT=60s
export AFTERWORD_REDIS_TIMEOUT ASAN_OPTIONS
begin
ASAN_OPTIONS=$kept
unset AFTERWORD_REDIS_TIMEOUT
kill -STOP "$(pid redis)"
fcgi 'my @s = map { peer(visit()) } 1 .. 3;
	print "sent\n"; close STDOUT; open STDOUT, ">&STDERR";
	print join " ", map { status($_, 10) } @s' >"$work/sent" 2>"$work/got" &
waiting=$!
await 5 grep -q sent "$work/sent"
sleep 0.2
ends TERM
kill -CONT "$(pid redis)"
wait "$waiting"
is "$code" 0 'Redis does not answer in time: status 0'
at_most "$took" 8000 'it is not waited for for ever either'
is "$(cat "$work/got")" 'closed closed closed' 'the web server may ask another'

# ---- SIGHUP under load, through nginx ----

load_begin 'reloads' -t 1.5 -v 100 -a /reloads
for _ in 1 2 3 4 5; do
	sleep 0.2
	kill -HUP "$(pid visits)"
done
load_end
nothing_odd 'five reloads under load'
is "$(grep -c event=reloaded "$var/log/visits.log")" 5 'all of them took place'

# ---- no descriptors left ----

rm -f "$socket"
prlimit --nofile=24 -- "$program" -c "$conf" -s "$socket" \
    >"$work/own.log" 2>&1 </dev/null &
own=$!
await 10 answers
fcgi '
	my @s = map { peer() } 1 .. 100;
	put($_, visit()) for @s;
	# Those accepted are answered; each that leaves lets another one in.
	my $answered = 0;
	for my $s (@s) {
		last if status($s) ne "200";
		$answered++;
		close $s;
	}
	print $answered' >"$work/got"
is "$(cat "$work/got")" 100 '24 descriptors, 100 connections: all are served in time'
answers
ok $? 'and then it is as before'
like "$(cat "$work/own.log")" 'event=accept .*Too many open files' 'the log knows'
at_most "$(grep -c event=accept "$work/own.log")" 60 'and is not flooded'
# A web server keeps connections: those that wait for nothing make room.
fcgi '
	my @kept = map { peer() } 1 .. 40;
	my $served = grep { put($_, visit()); status($_) eq "200" } @kept;
	my $new = peer(visit());
	print $served >= 10 && status($new) eq "200" ? "served" : "locked out"' \
    >"$work/got"
is "$(cat "$work/got")" served 'kept connections lock nobody out'
ends TERM
is "$code" 0 'the same process to the end'

if grep -E 'Sanitizer|runtime error:' "$work/own.log"; then
	fail 'no sanitizer spoke up'
fi
finish
