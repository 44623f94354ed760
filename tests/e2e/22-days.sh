#!/bin/sh
# Days: when they begin and end, in zones with daylight saving and without, and what
# is known of them later; under a clock that the test sets
. "${TOP:-.}/tests/lib/lib.sh"

preload=$(faketime -f +0 sh -c 'printf %s "$LD_PRELOAD"' 2>/dev/null)
[ -n "$preload" ] || skip_all 'there is no faketime'

# The program's clock stands at what is in this file, in UTC.  Redis has the real
# one, so what has an expiry there outlives the days below.
clock=$work/clock
at() {
	printf '%s\n' "$1" >"$clock.new" && mv "$clock.new" "$clock"
}
at '2026-01-01 00:00:00'
VISITS_WRAP="env TZ=UTC LD_PRELOAD=$preload FAKETIME_TIMESTAMP_FILE=$clock \
FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1"
export VISITS_WRAP
ZONE=UTC
export ZONE

# visit SITE ARTICLE [ARGS]: sets $said, to `day total today yesterday readers`, or
# to that and why it was not counted
visit() {
	visit_site=$1
	visit_article=$2
	shift 2
	request POST /api/visits --header "Origin: https://$visit_site.example" \
	    --header 'Content-Type: application/json' \
	    --data-raw "{\"article\":\"$visit_article\"}" "$@"
	said=$(printf '%s\n' "$body" | sed 's/,"site":.*"counted":true}/}/
	    s/,"site":.*"why":"\([a-z]*\)"}/ \1}/
	    s/^{"article":"[^"]*","day":"\([^"]*\)"/\1/
	    s/,"[a-z_]*":/ /g; s/}$//')
}
fresh=10
# By somebody who has not been here.
new() {
	fresh=$((fresh + 1))
	visit "$@" --interface "127.0.1.$fresh"
}

# days SITE ARTICLE N: its history, `day:visits/readers ...`
days() {
	get "/api/visits/history?site=$1&article=$2&days=$3"
	printf '%s\n' "$body" | grep -o '{"day[^}]*}' |
	    sed 's/{"day":"....-\([^"]*\)","visits":\([0-9]*\),"readers":\([0-9]*\)}/\1:\2\/\3/' |
	    paste -sd ' '
}
# What stands in Redis for the article, but for its days.
article_key() {
	redis --raw keys "n:{$1}:*" | while read -r key; do
		[ "$(redis --raw hget "$key" key)" != "$2" ] || echo "a${key#n}"
	done
}
# As if the windows had passed in Redis.
windows_over() {
	redis --raw keys 'w:*' | while read -r key; do
		redis del "$key" >/dev/null
	done
}

stack_start '[site "skopje"]
origins = https://skopje.example
time_zone = Europe/Skopje

[site "seoul"]
origins = https://seoul.example
time_zone = Asia/Seoul

[visits]
keep_days = 8'
get '/api/visits?site=demo&article=/a'
is "$status" 200 'the program serves'
# A sanitizer of its own may not let the clock in.
[ "$(json day)" != "$(date -u +%F)" ] || skip_all 'faketime does not reach the program'
is "$(json day)" 2026-01-01 'by the clock of the test'

# ---- spring: 2026-03-29 has 23 hours in Skopje ----

at '2026-03-28 22:59:59'
visit skopje /spring
is "$said" '2026-03-28 1 1 0 1' 'one second before midnight'
at '2026-03-28 23:00:00'
new skopje /spring
is "$said" '2026-03-29 2 1 1 1' 'midnight: today is new, and yesterday is what today was'
visit skopje /spring
is "$said" '2026-03-29 2 1 1 1 window' 'who came the second before has not come again'
at '2026-03-28 23:29:58'
visit skopje /spring
is "$said" '2026-03-29 2 1 1 1 window' 'nor 29 minutes and 59 seconds later'
at '2026-03-28 23:29:59'
windows_over
visit skopje /spring
is "$said" '2026-03-29 3 2 1 2' 'but when the half hour is over'
visit skopje /spring
is "$said" '2026-03-29 3 2 1 2 window' 'which begins another one'
at '2026-03-29 00:59:59'
windows_over
visit skopje /spring
is "$said" '2026-03-29 4 3 1 2' '01:59:59: a visit more, not a reader more'
at '2026-03-29 01:00:00'
new skopje /spring
is "$said" '2026-03-29 5 4 1 3' '03:00:00, one second later'
at '2026-03-29 21:59:59'
new skopje /spring
is "$said" '2026-03-29 6 5 1 4' 'the last second of the day, 22:59:59 after its first'
at '2026-03-29 22:00:00'
new skopje /spring
is "$said" '2026-03-30 7 1 5 1' 'the day after begins an hour earlier'
at '2026-03-30 22:00:00'
new skopje /spring
is "$said" '2026-03-31 8 1 1 1' 'and has 24 again'
is "$(days skopje /spring 5)" '03-27:0/0 03-28:1/1 03-29:5/4 03-30:1/1 03-31:1/1' \
    'each day stands in the history once'

# ---- autumn: 2026-10-25 has 25 hours ----

at '2026-10-24 21:59:59'
new skopje /autumn
is "$said" '2026-10-24 1 1 0 1' 'one second before the long day'
at '2026-10-24 22:00:00'
new skopje /autumn
is "$said" '2026-10-25 2 1 1 1' 'it begins'
at '2026-10-25 00:30:00'
visit skopje /autumn
is "$said" '2026-10-25 3 2 1 2' '02:30, the first time'
windows_over
at '2026-10-25 01:30:00'
visit skopje /autumn
is "$said" '2026-10-25 4 3 1 2' '02:30, the second time: a visit more of the same reader'
at '2026-10-25 22:00:00'
new skopje /autumn
is "$said" '2026-10-25 5 4 1 3' '24 hours after its beginning it is still that day'
at '2026-10-25 22:59:59'
new skopje /autumn
is "$said" '2026-10-25 6 5 1 4' 'in its last second, too'
at '2026-10-25 23:00:00'
new skopje /autumn
is "$said" '2026-10-26 7 1 5 1' 'and then it ends'
is "$(days skopje /autumn 4)" '10-23:0/0 10-24:1/1 10-25:5/4 10-26:1/1' \
    'the long day stands there once'

# ---- two zones at the same moment ----

at '2026-10-25 14:59:59'
visit seoul /far
is "$said" '2026-10-25 1 1 0 1' 'Seoul, one second before midnight'
at '2026-10-25 15:00:00'
visit seoul /far
is "$said" '2026-10-26 1 0 1 0 window' 'midnight there'
new seoul /far
is "$said" '2026-10-26 2 1 1 1' 'and another reader'
new skopje /near
is "$said" '2026-10-25 1 1 0 1' 'while it is afternoon in Skopje'
visit demo /utc --header "Origin: $base"
get '/api/visits?site=seoul&article=/far'
is "$(json day) $(json articles.0.total) $(json articles.0.today)" '2026-10-26 2 1' \
    'a list goes by its site'\''s day'
get '/api/visits/popular?site=seoul&period=today'
is "$(json day) $(json articles.0.visits)" '2026-10-26 1' 'so does what is popular today'

# A process that begins after midnight still knows who was here before it.
at '2026-10-26 14:50:00'
visit seoul /restart
at '2026-10-26 15:05:00'
kill -9 "$(pid visits)"
visit seoul /restart
is "$said" '2026-10-27 1 0 1 0 window' 'a new process: the window goes across midnight'

# ---- days without visits, days that are forgotten ----

at '2026-05-01 12:00:00'
new seoul /daily
at '2026-05-03 12:00:00'
new seoul /daily
is "$said" '2026-05-03 2 1 0 1' 'nobody came yesterday'
visits=2
before=1
for d in 04 05 06 07 08; do
	at "2026-05-$d 12:00:00"
	new seoul /daily
	new seoul /daily
	visits=$((visits + 2))
	is "$said" "2026-05-$d $visits 2 $before 2" "the $d of May"
	before=2
done
kept='05-01:1/1 05-02:0/0 05-03:1/1 05-04:2/2 05-05:2/2 05-06:2/2 05-07:2/2 05-08:2/2'
is "$(days seoul /daily 365)" "$kept" 'eight days, as many as are kept'
key=$(article_key seoul /daily)
redis hset "$key" x 3 b 100 >/dev/null
at '2026-05-09 12:00:00'
is "$(days seoul /daily 8)" "${kept#* } 05-09:0/0" 'a day goes when another begins'
is "$(redis hlen "$key")" 17 'though it is in Redis until'
new seoul /daily
is "$said" '2026-05-09 113 1 2 1' 'the first visit of the day'
is "$(redis hlen "$key")" 17 'which puts one in and takes one out'
is "$(redis --raw hmget "$key" t b x | paste -sd ' ')" '13 100 3' 'totals stay'
at '2026-06-20 12:00:00'
new seoul /daily
is "$said" '2026-06-20 114 1 0 1' 'six weeks later'
is "$(redis hlen "$key")" 5 'all of those days are forgotten'
is "$(redis --raw hmget "$key" t b x | paste -sd ' ')" '14 100 3' 'and no total'
epoch_day() {
	echo $(($(date -u -d "$1" +%s) / 86400))
}
is "$(redis --raw hmget 's:{seoul}' "$(epoch_day 2026-05-09)" "$(epoch_day 2026-06-20)" |
    paste -sd ' ')" ' 1' 'the site forgets with them'

# ---- a clock that is set back ----

at '2026-07-10 12:00:00'
visit seoul /back
at '2026-07-10 11:00:00'
visit seoul /back
is "$said" '2026-07-10 1 1 0 1 window' 'an hour back: within the window still'
new seoul /back
is "$said" '2026-07-10 2 2 0 2' 'others count'
at '2026-07-10 15:05:00'
new seoul /back
is "$said" '2026-07-11 3 1 2 1' 'past midnight'
at '2026-07-10 14:05:00'
new seoul /back
is "$said" '2026-07-10 4 3 0 3' 'back across midnight: its day goes on'
at '2026-07-10 15:06:00'
new seoul /back
is "$said" '2026-07-11 5 2 3 2' 'and the other one afterwards'
is "$(days seoul /back 2)" '07-10:3/3 07-11:2/2' 'nothing was lost'
at '2026-07-12 15:05:00'
new seoul /back
is "$said" '2026-07-13 6 1 0 1' 'a day too far'
at '2026-07-11 15:05:00'
new seoul /back
is "$said" '2026-07-12 7 1 2 1' 'and back'
is "$(days seoul /back 3)" '07-10:3/3 07-11:2/2 07-12:1/1' 'nothing was lost'
# A clock that was far ahead has ended the day's list.
list="r:{seoul}:$(epoch_day 2026-07-12)"
redis del "$list" >/dev/null
new seoul /back
[ "$(redis ttl "$list")" -gt 3000000 ]
ok $? 'a list that is begun anew ends, too'

# ---- a visit that Redis answers after midnight ----

at '2026-08-01 12:00:00'
new skopje /renamed
at '2026-08-01 21:59:00'
new skopje /renamed
"$BIN/afterword" -c "$var/afterword.conf" -s skopje alias /was /renamed >/dev/null
is "$?" 0 'another name of an article'
# Its visit waits for Redis; the day's first one after it asks for the salts.
redis client pause 900 all >/dev/null
curl --silent --interface 127.0.1.200 --user-agent "$agent" \
    --header 'Origin: https://skopje.example' --header 'Content-Type: text/plain' \
    --data-raw '{"article":"/was"}' "$base/api/visits" >"$work/before" &
before=$!
sleep 0.3
at '2026-08-01 22:00:01'
new skopje /renamed
wait "$before"
is "$(days skopje /renamed 2)" '08-01:3/3 08-02:1/1' 'each counts on its own day'
like "$(cat "$work/before")" '"day":"2026-08-01","total":3,"today":3,"yesterday":0,' \
    'and is told so'
is "$said" '2026-08-02 4 1 3 1' 'the one after midnight too'

# ---- what was not counted ----

# missed DATE: how many loads within a window it had
missed() {
	redis --raw hget "s:{skopje}:$(($(date -u -d "$1" +%s) / 86400))" window
}
both() {
	[ "$(missed 2026-09-01) $(missed 2026-09-02)" = '3 1' ]
}
at '2026-09-01 21:59:58'
new skopje /again
for i in 1 2 3; do
	visit skopje /again --interface "127.0.1.$fresh"
done
at '2026-09-01 22:00:01'
new skopje /again
visit skopje /again --interface "127.0.1.$fresh"
await 5 both
is "$(missed 2026-09-01) $(missed 2026-09-02)" '3 1' \
    'loads that were not counted have days as well'

# ---- the year's end, and a leap day ----

at '2027-12-31 22:59:59'
new skopje /year
at '2027-12-31 23:00:00'
new skopje /year
is "$said" '2028-01-01 2 1 1 1' 'a year begins'
at '2028-02-28 23:00:00'
new skopje /leap
is "$said" '2028-02-29 1 1 0 1' 'a leap day'
at '2028-02-29 23:00:00'
new skopje /leap
is "$said" '2028-03-01 2 1 1 1' 'and the day after'

at "$(date -u '+%F %T')"
finish
