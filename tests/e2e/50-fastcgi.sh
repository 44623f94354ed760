#!/bin/sh
# The FastCGI socket and what peers other than a well-behaved web server do to it
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/fault/load.sh"

stack_start '[visits]
new_articles_per_hour = 100000000'
serving=$(pid visits)

perl "-I$TOP/tests/fault" "$TOP/tests/fault/peers.pl" "$var/run/visits.sock" \
    "$base" >"$work/peers" 2>&1
take 'the peers' <"$work/peers"
is "$(pid visits)" "$serving" 'the same process serves'
is "$(stat -c %a "$var/run/visits.sock")" 660 'its socket is closed to others'

# ---- silent peers and everybody else ----

load 'alone' -c 8 -t 1.5 -w 5 -A /alone
alone=$(figure p99_us)
perl "-I$TOP/tests/fault" -MFcgi -e '
	Fcgi::to(@ARGV);
	my @peers = map { peer(substr visit(), 0, -20) } 1 .. 16;
	print "here\n";
	close STDOUT;
	sleep 8;' "$var/run/visits.sock" "$base" >"$work/silent" &
silent=$!
await 5 grep -q here "$work/silent"
load 'beside 16 silent peers' -c 8 -t 1.5 -w 5 -A /beside
kill "$silent"
wait "$silent" 2>/dev/null
nothing_odd 'silent peers'
at_most "$(figure p99_us)" $((3 * alone + 100000)) \
    'the slowest hundredth is hardly slower'
is "$(pid visits)" "$serving" 'the same process serves'

finish
