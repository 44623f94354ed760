#!/bin/sh
# Memory that is not there, reads and writes that fail, answers of Redis that nobody
# expects: each once, wherever a request meets it
#
# FULL=1 lets each call fail; else it is a few of each path.  REPORT is a document that a
# table of it goes to.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

if [ -n "${FULL-}" ]; then
	calls=1000000
else
	calls=4
fi

INJECT_DIR=$var/inject
export INJECT_DIR
mkdir -p "$INJECT_DIR" "$work/bin"
for name in visits comments moderation; do
	head -c 4096 /dev/zero >"$INJECT_DIR/$name.fcgi"
	ln -s "$BIN/tests/fault/$name.fcgi" "$work/bin/$name.fcgi"
done
ln -s "$BIN/afterword" "$work/bin/afterword"
BIN=$work/bin
moderation_start 'hold = nothing' '[visits]
new_articles_per_hour = 100000000
[site "other"]
origins = https://other.example'
sign_in
ok $? 'a moderator signs in'

spoke_up() {
	grep -hE 'Sanitizer|runtime error:|[Aa]ssertion' "$var"/log/*.log
}
# walk NAME [ARGS]: with ARGS of inject.pl
walk() {
	walk_name=$1
	shift
	perl "-I$TOP/tests/fault" "$TOP/tests/fault/inject.pl" "$@" -r "$work/rows" \
	    "$var" "$base" "$cookie" "$csrf" "$password" >"$work/walk" 2>&1
	take "$walk_name" <"$work/walk"
	aw check
	is "$status" 0 "$walk_name: afterword check finds no fault" || diag "$said"
}

walk 'every call' -n "$calls"
# Leaks are told when a program ends.
anew() {
	[ "$(pid "$1")" != "$was" ]
}
for name in visits comments moderation; do
	was=$(pid $name)
	kill -TERM "$was"
	await 20 anew $name || fail "$name.fcgi ends when it is told to"
done
reports=$(spoke_up)
is "$reports" '' 'and no sanitizer or assertion spoke up'

# What ends a program is an assertion of libfcgi, or hiredis 0.14, which relies on memory;
# that an answer would meet another request then is an assertion here.
walk 'libraries' -l -n "$calls"
is "$(spoke_up | grep -vE 'fcgiapp\.c|async\.c|on_reply: |AddressSanitizer can not|AddressSanitizer:DEADLY|SEGV.*(0xf{16}|libhiredis)')" \
    '' 'and nothing else ended a program'
for name in visits comments moderation; do
	: >"$var/log/$name.log"
done
[ -z "${REPORT-}" ] || [ "$failures" -gt 0 ] || perl "$TOP/tests/lib/Report.pm" "$REPORT" inject \
    'Under the sanitizers' <"$work/rows"
finish
