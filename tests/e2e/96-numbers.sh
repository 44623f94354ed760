#!/bin/sh
# What moderators see of visits: the day, what it did not count and why, the history of
# an article; and whether that takes comments
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

moderation_start 'hold = nothing
close_after = 30'
sign_in
today=$(redis hkeys 's:{demo}' | grep -E '^[0-9]+$' | head -1)

# ---- what was not counted ----

post /a
is "$(json counted)" true 'a visit'
for _ in 1 2 3; do
	post /a
done
post /a --user-agent 'Googlebot/2.1 (+http://www.google.com/bot.html)'
post /a --user-agent 'curl/8'
post /a --header 'Sec-Purpose: prefetch'
post /b
get '/api/visits?article=/a'
today=$(redis hkeys 's:{demo}' | grep -E '^[0-9]+$' | head -1)
post /a
missed() {
	redis hget "s:{demo}:$today" "$1"
}
has_window() {
	[ "$(missed window)" = 4 ]
}
await 5 has_window
is "$(missed window) $(missed bot) $(missed prefetch)" '4 2 1' 'reasons are counted' ||
    diag "$(redis hgetall "s:{demo}:$today")"
like "$(redis ttl "s:{demo}:$today")" '^34[0-9]{5}$' 'and kept for 40 days'
console GET /moderation/visits
is "$status" 200 'the day has a page'
flat=$(printf %s "$body" | tr -d '\n')
like "$flat" 'Visits</th><td class="number">2<' 'with its visits'
like "$flat" 'Readers, about</th><td class="number">[12]<' 'readers'
like "$flat" 'once more</th><td class="number">4<' 'those who came again'
like "$flat" 'Robots</th><td class="number">2<' 'robots'
like "$flat" 'article\?article=/a">/a</a></td><td class="number">1<' 'and the most visited'
like "$flat" '<figcaption>2 visits in 30 days, the most on [0-9-]*: 2\.</figcaption>' \
    'and a chart that says what it shows'
is "$(printf %s "$flat" | grep -o '<rect x="[0-9.]*" y="[0-9.]*" width="[0-9.]*" height="[0-9.]*"><title>' | grep -c .)" 30 \
    'of thirty days'
redis hset "s:{demo}:$today" window x >/dev/null
console GET /moderation/visits
is "$status" 500 'what is no number is not made up'
redis hset "s:{demo}:$today" window 4 >/dev/null

# ---- an article ----

out=$("$BIN/afterword" -c "$var/afterword.conf" check 2>&1)
is "$?" 0 'check knows these keys' || diag "$out"
for hash in $(redis zrange 'r:{demo}:all' 0 -1); do
	[ "$(redis hget "n:{demo}:$hash" key)" != /a ] || break
done
redis hset "a:{demo}:$hash" $((today - 3)) 40 >/dev/null
console GET '/moderation/article?article=/a'
is "$status" 200 'an article has a page'
like "$body" '<title>[0-9-]*: 40</title>' 'with its history'
like "$body" 'href="http://127.0.0.1:[0-9]*/a">/a</a>' 'and the way to it'
like "$body" 'more are taken until it is too old' 'it takes comments for a while'
console GET '/moderation/article?article=/none'
is "$status" 200 'as does one that nobody has seen'
like "$body" '0 visits in 30 days' 'with nothing'
console GET '/moderation/article?article=%7F'
is "$status" 422 'what is no article has none'
console GET /moderation/article
is "$status" 422 'nor has nothing'

submit /moderation/article article=/a action=close
is "$status $(header location)" '303 /moderation/article?article=/a' 'it takes no more'
say /a 'Too late'
is "$status" 403 'and no comment is taken'
console GET '/moderation/article?article=/a'
like "$body" 'no more are taken' 'which its page says'
submit /moderation/article article=/a action=open
say /a 'In time'
is "$status" 201 'it takes some again'
id=$(json id)
submit "/moderation/comment/$id/pin"
console GET '/moderation/article?article=/a'
like "$body" 'however old it is' 'for ever'
like "$body" 'Let no comment stand first' 'one stands first'
submit /moderation/article article=/a action=unpin
submit /moderation/article article=/a action=auto
is "$(redis hmget "n:{demo}:$hash" closed pin | tr -d '\n')" '' \
    'all is as the settings say'
"$BIN/afterword" -c "$var/afterword.conf" alias /a /new >/dev/null
console GET '/moderation/article?article=/a'
like "$body" '<title>/new - demo</title>' 'an older name leads to the article'
submit /moderation/article article=/a action=eat
is "$status" 422 'what cannot be done is not'

finish
