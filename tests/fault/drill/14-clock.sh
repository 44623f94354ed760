#!/bin/sh
# Drill 14: the clock jumps: over midnight, over days of 23 and 25 hours, back, ahead
. "${TOP:-.}/tests/fault/drill/drill.sh"

stay=2
[ -z "${FULL-}" ] || stay=8

drill 14 'clock: midnight, days of 23 and 25 hours, an hour back, a day ahead'

# The clock of Redis and of all programs; it goes on from where it is set.
CLOCK_SHIFT=$work/shift
# at TIME: sets it, in UTC
at() {
	perl -e 'open my $f, "+>>", $ARGV[0] or die "$!\n";
		open $f, "+<", $ARGV[0];
		syswrite $f, pack "q", $ARGV[1]' "$CLOCK_SHIFT" \
	    $(($(date -u -d "$1" +%s) - $(date +%s)))
}
at '2026-03-27 12:00:00'
VISITS_WRAP="env LD_PRELOAD=$BIN/tests/fault/shifted.so"
COMMENTS_WRAP=$VISITS_WRAP MODERATION_WRAP=$VISITS_WRAP REDIS_WRAP=$VISITS_WRAP
ZONE=Europe/Skopje
export CLOCK_SHIFT VISITS_WRAP COMMENTS_WRAP MODERATION_WRAP REDIS_WRAP ZONE
drill_stack '
[visits]
keep_days = 400'
get '/api/visits?article=/a'
is "$(json day)" 2026-03-27 'the programs have the clock of the test'

# day WANTED NAME: what it is
day() {
	get '/api/visits?article=/a'
	is "$(json day)" "$1" "$2"
}
# Who was acknowledged months ago is a new reader today, and a post of then no repeated one.
repeats=0 again='' late='-l'
serving="$(pid visits) $(pid comments)"
# steps TIME DAY NAME...: the clock is set to each time under load, and its day looked at
steps() {
	ledger_begin
	for step; do
		at "$(echo "$step" | cut -c 1-19)"
		sleep "$stay"
		day "$(echo "$step" | cut -c 21-30)" "$(echo "$step" | cut -c 32-)"
		back
	done
	ledger_end
	get "/api/visits/history?article=$drill_article&days=365"
	is "$(printf '%s' "$body" | grep -o '"visits":[0-9]*' | cut -d : -f 2 |
	    awk '{ n += $1 } END { print n }')" "$visitors_sent" \
	    'each visit is in the history, on one day'
	is "$readers_away $writers_away" '0 0' 'nobody was told 503'
}
steps '2026-03-28 22:59:59 2026-03-29 midnight, into a day of 23 hours' \
    '2026-03-29 21:59:59 2026-03-30 and out of it'
# Nobody is there while it jumps by months.
at '2026-10-24 21:59:50'
steps '2026-10-24 21:59:59 2026-10-25 into a day of 25 hours' \
    '2026-10-25 21:59:59 2026-10-25 24 hours later it is still the same' \
    '2026-10-25 22:59:59 2026-10-26 out of it' \
    '2026-10-25 22:10:00 2026-10-25 an hour back' \
    '2026-10-26 22:10:00 2026-10-26 a day ahead'

# ---- limits ----

settings 's/^interval = 0/interval = 20s/'
# from N TEXT: a comment by that network
from() {
	say /limited "$2" '"name":"Ann"' --interface "127.0.9.$1"
}
for n in 1 2 3; do
	from 1 "Number $n of a burst"
	is "$status" 201 "comment $n of a burst"
done
from 1 'One too many'
is "$status" 429 'one too many'
at '2026-10-26 21:10:00'
from 1 'An hour ago'
at_most "$(header Retry-After)" 60 'an hour back: nobody is locked out for longer than before'
from 2 'By another network'
is "$status" 201 'nor is anybody else'
id=$(json id)
token=$(json edit_token)
at '2026-10-26 21:05:00'
edit "$id" "$token" 'By a token from the future'
is "$status" 200 'who wrote a comment may edit it'
at '2026-10-27 22:10:00'
from 1 'A day later'
is "$status" 201 'a day ahead: all is forgotten'
edit "$id" "$token" 'A day later'
is "$status" 403 'and the time for edits is over'
is "$(pid visits) $(pid comments)" "$serving" 'the same processes serve'
drill_end
