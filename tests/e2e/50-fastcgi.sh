#!/bin/sh
# The FastCGI socket and what peers other than a well-behaved web server do to it
. "${TOP:-.}/tests/lib/lib.sh"

stack_start '[visits]
new_articles_per_hour = 100000000'
serving=$(pid visits)

perl "-I$TOP/tests/fault" "$TOP/tests/fault/peers.pl" "$var/run/visits.sock" \
    "$base" >"$work/peers" 2>&1
take 'the peers' <"$work/peers"
is "$(pid visits)" "$serving" 'the same process serves'
is "$(stat -c %a "$var/run/visits.sock")" 660 'its socket is closed to others'

finish
