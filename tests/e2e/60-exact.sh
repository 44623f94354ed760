#!/bin/sh
# Not one visit too few or too many: under load, while programs end and are killed
#
# FULL=1 makes the load the one that the project's figures speak of.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/fault/load.sh"

if [ -n "${FULL-}" ]; then
	each=2000 seconds=60 terms=20 kills=10
else
	each=100 seconds=6 terms=6 kills=4
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
is "$(redis hget "$(redis --raw keys 's:*')" t)" "$all" "so is the site's"
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

# ---- and while the programs end and are killed ----

# end_programs SIGNAL TIMES: the serving process, and then its successor, ...
end_programs() {
	count=0
	last=
	while [ "$count" -lt "$2" ]; do
		now=$(pid visits 2>/dev/null)
		if [ -n "$now" ] && [ "$now" != "$last" ]; then
			kill "-$1" "$now" 2>/dev/null && count=$((count + 1))
			last=$now
		fi
		sleep "$pause"
	done
	echo "$count"
}

pause=$(perl -e "print 0.7 * $seconds / ($terms + $kills)")
load_begin 'restarts' -t "$seconds" -v 500 -a /restarts
terms_done=$(end_programs TERM "$terms")
kills_done=$(end_programs KILL "$kills")
load_end
is "$terms_done $kills_done" "$terms $kills" \
    "programs ended $terms times and killed $kills times under load"
isnt "$(figure ok)" 0 'readers were answered'
is "$(figure ok)" "$(figure sent)" 'all of them: no request failed'
nothing_odd 'restarts'
get '/api/visits?article=/restarts'
is "$(json articles.0.total)" 500 'the total is exact: 500 visitors'
at_least "$(figure counted)" 490 'almost all were told that they count'

finish
