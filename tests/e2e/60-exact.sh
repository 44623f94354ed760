#!/bin/sh
# Not one visit too few or too many under load; while programs end and are killed, see
# tests/fault/drill/
#
# FULL=1 makes the load the one that the project's figures speak of.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/fault/load.sh"

if [ -n "${FULL-}" ]; then
	each=2000
else
	each=100
fi

# ---- each load counts ----

stack_start '[visits]
window = 0'
load 'window 0' -n "$each" -a /each
all=$((64 * each))
is "$(figure ok)" "$all" "64 clients, $each posts each: all answered"
is "$(figure counted)" "$all" 'every one of them counted'
is "$(figure total)" "$all" 'the highest number a reader saw is the total'
nothing_odd 'window 0'
get '/api/visits?article=/each'
is "$(json articles.0.total)" "$all" 'and the total is exact'
is "$(redis hget 's:{demo}' t)" "$all" "so is the site's"
stack_stop
ok $? 'the stack ends well'

# ---- each visitor counts once ----

stack_start
load 'window 30m' -n "$each" -v 500 -a /visitors
is "$(figure ok)" "$all" '500 visitors, posted again and again: all answered'
is "$(figure counted)" 500 'each counted once'
nothing_odd 'window 30m'
get '/api/visits?article=/visitors'
is "$(json articles.0.total)" 500 'and the total is exact'

finish
