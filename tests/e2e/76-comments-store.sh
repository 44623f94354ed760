#!/bin/sh
# Redis is away, or back without its last writes: who writes a comment is told so; what
# else may happen to it, under load, is in tests/fault/drill/
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/fault/load.sh"
AFTERWORD_REDIS_TIMEOUT=1s
export AFTERWORD_REDIS_TIMEOUT

comments_start
serving=$(pid comments)

ready() {
	get /readyz
	[ "$status" = 200 ] && get /comments/readyz && [ "$status" = 200 ]
}
not_ready() {
	get /comments/readyz
	[ "$status" = 503 ]
}
# recovers NAME: by itself, soon
recovers() {
	since=$(now_ms)
	await 10 ready
	took=$(($(now_ms) - since))
	at_most "$took" 5000 "$1: ready again within 5 s"
}
logged() {
	grep -q "$1" "$var/log/comments.log"
}
# again STAMP KEY TEXT: a post, to the byte
again() {
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --header "Idempotency-Key: $2" --data-raw \
	    "{\"article\":\"/store\",\"name\":\"Ann\",\"text\":\"$3\",\"stamp\":\"$1\"}"
}

say /store 'Here before it all'
id=$(json id)
token=$(json edit_token)

# ---- away ----

now=$(stamp /store)
: >"$var/run/redis.hold"
kill -9 "$(pid redis)"
await 5 not_ready
is "$status" 503 'readyz says so'

# All rows of the program, but those that need no Redis.
"$BIN/comments.fcgi" -D routes | awk '
	$1 == ".It" && $3 == "Pa" { if (row) print row; row = $2 " " $4; next }
	$1 == ".It" && $3 == "article" { row = row " article" }
	END { print row }' | sed "s/{id}/$id/" >"$work/rows"
while read -r method path article; do
	case $path in
	/healthz | /metrics | /readyz | */stamp | */preview | */held | */page.css) continue ;;
	esac
	case "$method $path" in
	GET*)	get "$path${article:+?article=/store}" ;;
	POST*/comments) again "$now" first 'While it is away' ;;
	PUT*/vote) vote "$id" 1 ;;
	PUT*)	edit "$id" "$token" 'Changed while it is away' ;;
	DELETE*) unsay "$id" "$token" ;;
	*)	status="what is $method $path?" ;;
	esac
	is "$status" 503 "$method $path: 503"
	isnt "$(header Retry-After)" '' "$method $path: and when to come again"
done <"$work/rows"
form /store text='Typed with care' name=Ann
is "$status" 503 'a form: 503'
isnt "$(header Retry-After)" '' 'a form: and when to come again'
rm "$var/run/redis.hold"
recovers 'Redis away'

again "$now" first 'While it is away'
is "$status" 201 'the same post is taken now'
isnt "$(json id)" "$id" 'as a new one'
comments_of /store
is "$(json count)" 2 'once'
vote "$id" 0
is "$body" '{"up":0,"down":0,"yours":0}' 'no vote was counted'
is "$(field "$id" s)" 'Here before it all' 'nothing was changed'

# ---- back without its last writes ----

# With everysec, or another server in its place: the last comment is lost, and the
# next one gets its number and the thread the same version as before.
say /lost 'That one stays'
cp -a "$var/redis" "$work/before"
say /lost 'That one will be lost'
lost=$(json id)
comments_of /lost
like "$body" 'will be lost' 'a page is read'
: >"$var/run/redis.hold"
kill -9 "$(pid redis)"
await 5 not_ready
rm -rf "$var/redis"
mv "$work/before" "$var/redis"
rm "$var/run/redis.hold"
recovers 'Redis with less'
say /lost 'That one came instead'
is "$(json id)" "$lost" 'another comment takes the place of the lost one'
comments_of /lost
like "$body" 'came instead' 'and is what readers see'
unlike "$body" 'will be lost' 'rather than a page from before'

is "$(pid comments)" "$serving" 'all of that in one process'

consistent() {
	out=$("$BIN/afterword" -c "$var/afterword.conf" check 2>&1)
	ok $? "$1: afterword check finds no fault" || diag "$(echo "$out" | tail -n 5)"
}
consistent 'after all that'
is "$(redis exists 'y:{demo}')" 0 'the site key came from comments.secret'
stack_stop
ok $? 'the stack ends well'

# ---- emptied, and the site's key with it ----

rm -rf "$var/redis"
comments_start
sed -i '/^secret = /d' "$var/afterword.conf"
kill -HUP "$(pid comments)"
await 5 logged event=reloaded
serving=$(pid comments)
# site_key: a hash of it
site_key() {
	redis get 'y:{demo}' | md5sum
}
say /flush 'Before the flood' '"name":"Ann","email":"ann@mail.example"'
is "$status $(redis strlen 'y:{demo}')" '201 32' 'without a secret Redis keeps a key'
before=$(site_key)
now=$(stamp /store)
redis flushall >/dev/null
again "$now" flush 'Typed before it'
is "$status $(json errors.0.field)" '422 stamp' 'FLUSHALL: a stamp from before is refused'
isnt "$(json errors.0.detail)" undefined 'with a reason'
is "$(redis strlen 'y:{demo}')" 32 'there is a key again'
isnt "$(site_key)" "$before" 'which is another one'
again "$(stamp /store)" flush 'Typed before it'
is "$status" 201 'with another stamp it is taken'
id=$(json id)
token=$(json edit_token)
edit "$id" "$token" 'After it'
is "$status" 200 'and may be edited'

redis del 'y:{demo}' >/dev/null
vote "$id" 1
is "$status $(json up) $(redis strlen 'y:{demo}')" '200 1 32' 'a vote brings a key, too'
is "$(pid comments)" "$serving" 'all of that in one process'
kill -9 "$serving"
vote "$id" 1
is "$status $(json up)" '200 1' 'the next process has the same, and knows its voters'
consistent 'emptied'
finish
