#!/bin/sh
# What was not counted is counted apart, by day and reason, for some weeks; it costs
# Redis next to nothing, and is not lost when a program ends
. "${TOP:-.}/tests/lib/lib.sh"

# numbers [SITE]: of today: window bot prefetch origin limit
numbers() {
	redis --raw hmget "s:{${1-demo}}:$day" window bot prefetch origin limit |
	    sed 's/^$/0/' | paste -sd ' '
}
are() {
	[ "$(numbers "${2-demo}")" = "$1" ]
}
# told NUMBERS NAME [SITE]: in the end they are so
told() {
	await 5 are "$1" "${3-demo}"
	is "$(numbers "${3-demo}")" "$1" "$2"
}

stack_start "[site \"second\"]
time_zone = $ZONE
origins = https://second.example"
day=$(today)
key="s:{demo}:$day"

# ---- by reason ----

# window: three, and one that a picture brought
for n in 1 2 3 4; do
	post /page
done
get '/api/visits/seen.svg?article=/page&site=demo'
# robots: one of them at an article that is not known
post /page --user-agent curl/8
post /robots-only --user-agent curl/8
post /page --header 'Sec-Purpose: prefetch'
# pages of others: also where nothing tells whose it is and the article is new
request POST /api/visits --header 'Content-Type: text/plain' \
    --header 'Origin: https://evil.example' --header 'Sec-Purpose: prefetch' \
    --data-raw '{"article":"/page","site":"demo"}'
request POST /api/visits --header 'Content-Type: text/plain' \
    --data-raw '{"article":"/unknown","site":"demo"}'
# one more that does count
post /page --user-agent "$agent B" --header 'DNT: 1'
# what reads and does not count
get '/api/visits?article=/page&site=demo'
get '/api/visits/badge.svg?article=/page&site=demo' --user-agent curl/8
get '/api/visits/fragment?article=/page&site=demo' --user-agent curl/8
request HEAD '/api/visits/seen.svg?article=/page&site=demo'
post '' --user-agent curl/8
told '4 2 1 2 0' 'what was not counted, by reason'
is "$(redis --raw hgetall "$key" | paste -sd ' ' | tr ' ' '\n' | LC_ALL=C sort | paste -sd ' ')" \
    '1 2 2 4 bot origin prefetch window' 'only reasons that there were are kept'
ttl=$(redis ttl "$key")
ok "$(test "$ttl" -gt $((40 * 86400 - 600)) && test "$ttl" -le $((40 * 86400)); echo $?)" \
    'for forty days'
post /page --user-agent curl/8
told '4 3 1 2 0' 'one robot more'
told '0 0 0 0 0' 'another site has its own' second

cp "$var/afterword.conf" "$work/usual.conf"
# settings LINES: read again, with these more
settings() {
	{
		cat "$work/usual.conf"
		printf '%s\n' "$@"
	} >"$var/afterword.conf"
	reloads=$(($(grep -c event=reloaded "$var/log/visits.log") + 1))
	kill -HUP "$(pid visits)"
	await 5 reloaded || fail 'the settings are read again'
}
reloaded() {
	[ "$(grep -c event=reloaded "$var/log/visits.log")" -eq "$reloads" ]
}
settings '[visits]' 'max_articles = 1'
post /too-many
told '4 3 1 2 1' 'an article too many'

# ---- what it costs ----

changes() {
	redis --raw info persistence | tr -d '\r' |
	    sed -n 's/^rdb_changes_since_last_save://p'
}
before=$(changes)
perl "$TOP/tests/data/e2e/flood.pl" "$base" 400 4 article=/page/ >"$work/flood" 2>&1
perl "$TOP/tests/data/e2e/flood.pl" "$base" 400 4 article=/page/ >>"$work/flood" 2>&1
like "$(cat "$work/flood")" '^400 200 window$' 'within an open window: 400 loads'
window() {
	[ "$(redis --raw hget "$key" window)" -ge 800 ]
}
await 5 window || diag "$(cat "$work/flood")"
after=$(changes)
ok "$(test $((after - before)) -lt 80; echo $?)" \
    "Redis wrote $((after - before)) times for 800 of them"

# ---- none is lost ----

total() {
	redis --raw hget "$key" bot
}
bots=$(total)
post /page --user-agent curl/8
settings '[visits]' 'max_articles = 2'
bots=$((bots + 1))
has_bots() {
	[ "$(total)" = "$bots" ]
}
await 5 has_bots
is "$(total)" "$bots" 'when the settings are read again'

# With another's descriptor 0 it can be ended alone.
setpriv --pdeathsig TERM -- "$BIN/visits.fcgi" -c "$var/afterword.conf" \
    -s "$work/own.sock" 2>"$work/own.log" &
own=$!
await 5 test -S "$work/own.sock"
for n in 1 2 3 4 5; do
	perl "$TOP/tests/data/e2e/fastcgi.pl" "$work/own.sock" REQUEST_METHOD=POST \
	    SCRIPT_NAME=/api/visits CONTENT_TYPE=text/plain "HTTP_ORIGIN=$base" \
	    HTTP_USER_AGENT=curl/8 REMOTE_ADDR=192.0.2.7 >"$work/cgi" <<'END'
{"article":"/page"}
END
done
kill -TERM "$own"
wait "$own"
is $? 0 'a program is stopped'
is "$(total)" $((bots + 5)) 'when a program is stopped'
printf '{"article":"/page"}' >"$work/stdin"
env REQUEST_METHOD=POST SCRIPT_NAME=/api/visits REMOTE_ADDR=192.0.2.7 \
    HTTP_ORIGIN="$base" HTTP_USER_AGENT=curl/8 CONTENT_TYPE=text/plain \
    CONTENT_LENGTH=19 "$BIN/visits.fcgi" -c "$var/afterword.conf" \
    <"$work/stdin" >"$work/cgi" 2>"$work/own.log"
is "$(total)" $((bots + 6)) 'and under plain CGI, a process for each request'

# ---- afterword day ----

aw -s second day
is "$status $said" "0 day         $(TZ=$ZONE date +%F)
visits      0
readers     0
not counted 0
  window    0
  bot       0
  prefetch  0
  origin    0
  limit     0" 'nothing at all'
redis hset "$key" window 12 bot 1 >/dev/null
aw -s demo day
is "$(printf '%s\n' "$said" | awk 'NR > 1 { print $NF }' | paste -sd ' ')" \
    '3 2 17 12 1 1 2 1' 'visits, readers, and what was none'
aw -s demo day 2020-02-29
is "$status $(printf '%s\n' "$said" | sed -n 1p)" '0 day         2020-02-29' \
    'another day'
like "$said" '^visits      0$' 'of which nothing is known'
for date in 2021-02-29 yesterday ''; do
	aw -s demo day "$date"
	is "$status" 2 "\"$date\" is no day: status 2"
	like "$wrong" 'is no date like' 'and says so'
done
redis hset "$key" window many >/dev/null
aw -s demo day
is "$status $said" '1 ' 'a number that is none: status 1'
like "$wrong" 'afterword check tells more' 'and says where to look'
aw -s demo check
is "$status" 1 'afterword check finds it'
like "$said" "^s:.demo.:$day: window is \"many\", which is no count$" 'and says what'
redis hset "$key" window 1 nonsense 1 >/dev/null
aw -s demo check
like "$said" 'field nonsense is no reason' 'as well as what is no reason'
redis hdel "$key" nonsense >/dev/null
redis persist "$key" >/dev/null
aw -s demo check
like "$said" "^s:.demo.:$day: " 'and what stays for ever'
redis expire "$key" 1000 >/dev/null
aw -s demo check
is "$status" 0 'else all agrees' || diag "$said"

finish
