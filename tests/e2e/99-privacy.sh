#!/bin/sh
# No address in Redis or in a log, and what stands for one goes by itself
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

# Each request comes from here, past the web server, whose logs are its owner's.
v4=203.0.113.77
v6=2001:db8:abcd:12:3456:789a:bcde:f012
v6_parts='2001:0?db8|abcd:0?0?12|3456:789a|bcde:f012'
addresses="203\\.0\\.113|$v6_parts"
words='unmistakable|Wittgenstein|witt@mail\.example|wittgenstein\.example'

moderation_start '' '
[server]
log_level = debug'

# from ADDRESS PROGRAM METHOD PATH [BODY [NAME=VALUE...]]: a request of that reader
from() {
	from_address=$1
	program=$2
	from_method=$3
	from_path=$4
	from_body=${5-}
	[ $# -le 4 ] || shift
	shift 4
	case $from_body in
	'{'*)	from_type=application/json ;;
	*)	from_type=application/x-www-form-urlencoded ;;
	esac
	printf %s "$from_body" >"$work/sent"
	[ -z "$from_body" ] || set -- "CONTENT_LENGTH=$(wc -c <"$work/sent")" \
	    "CONTENT_TYPE=$from_type" "$@"
	fastcgi REQUEST_METHOD="$from_method" SCRIPT_NAME="${from_path%%\?*}" \
	    QUERY_STRING="${from_path#*\?}" REMOTE_ADDR="$from_address" REMOTE_PORT=4711 \
	    "HTTP_ORIGIN=$base" "HTTP_USER_AGENT=$agent" "$@" <"$work/sent"
	told="$told $status"
}
comment() {
	from "$1" comments POST /api/comments? "{\"article\":\"/a\",\"text\":\"$2\",\
\"name\":\"Wittgenstein\",\"email\":\"witt@mail.example\",\
\"url\":\"https://wittgenstein.example/\",\"stamp\":\"$(stamp /a)\"${3-}}" \
	    "HTTP_IDEMPOTENCY_KEY=key-$((keys += 1))"
}

# ---- all that a reader can do ----

keys=0
told=
for address in "$v4" "$v6"; do
	from "$address" visits POST /api/visits? '{"article":"/a"}'
	from "$address" visits GET '/api/visits?article=/a'
	from "$address" visits POST /api/visits? '{"article":'
	from "$address" comments GET '/api/comments/stamp?article=/a'
	comment "$address" "unmistakable $address" ',"unknown":""'
	comment "$address" "another unmistakable of ${#address}"
	id=$(json id)
	token=$(json edit_token)
	from "$address" comments PUT "/api/comments/$id?" '{"text":"unmistakable, once more"}' \
	    "HTTP_AUTHORIZATION=Bearer $token"
	from "$address" comments PUT "/api/comments/$id?" '{"text":"unmistakable"}' \
	    "HTTP_AUTHORIZATION=Bearer wrong"
	from "$address" comments PUT "/api/comments/$id/vote?" '{"value":1}'
	from "$address" comments POST '/api/comments/preview?' '{"text":"unmistakable"}'
	comment "$address" "another unmistakable of ${#address}"
	comment "$address" 'caught' ',"subject":"x"'
	from "$address" comments GET '/api/comments?article=/a'
	from "$address" comments GET '/api/comments/recent?limit=x'
	from "$address" comments GET /nowhere?
	from "$address" moderation POST /moderation/sign-in? \
	    'name=Wittgenstein&password=unmistakable+and+wrong' HTTP_SEC_FETCH_SITE=same-origin
	from "$address" moderation GET '/moderation/link?t=unmistakable'
done
is "$told" "$(for i in 1 2; do
	printf ' %s' 200 200 400 200 422 201 200 403 200 200 409 202 200 422 404 403 403
done)" 'readers from two addresses do this and that'

# The first comment of each had the address in its text: what is refused is not kept.
is "$(redis get 'd:{demo}:1' | wc -c)" 17 'the network of a comment is kept'
is "$("$BIN/afterword" -c "$var/afterword.conf" block --network 1 >/dev/null; echo $?)" 0 \
    'and can be blocked'
comment "$v4" 'unmistakable and blocked'
is "$status $(field 5 why)" '202 blocked' 'which is held then'

# ---- what is kept ----

redis_all >"$work/all"
is "$(grep -aiE "$addresses" "$work/all")" '' 'no address is in Redis, key or value'
grep -aqE 'unmistakable' "$work/all" && grep -aqE Wittgenstein "$work/all"
ok $? 'where comments and names are'
is "$(grep -aE 'witt@mail' "$work/all")" '' 'but no mail address, unless sealed'
! grep -raiE "$addresses" "$var/redis" >"$work/left"
ok $? 'nor is an address in a file of Redis' || diag "$(cat "$work/left")"

for log in visits comments moderation; do
	[ -s "$var/log/$log.log" ]
	ok $? "$log.fcgi has a log"
done
! grep -riE "$addresses|$words" "$var/log" >"$work/left"
ok $? 'but no address, text, name or mail address, at the loudest' ||
    diag "$(head -n 5 "$work/left")"

# ---- for how long ----

expiring=$(redis --scan | grep -E '^([bdeijuwz]:\{demo\}:|[gq]:\{demo\}|o:)' | LC_ALL=C sort)
for kind in b d e i j w z q; do
	printf '%s\n' "$expiring" | grep -q "^$kind:"
	ok $? "there are keys of $kind:"
done
printf '%s\n' "$expiring" | while read -r key; do
	case $key in
	*:votes | *:sign) most=600 ;;
	b:*:day | [dej]:*) most=86400 ;;
	b:*) most=60 ;;
	q:*) most=600 ;;
	g:*) most=3600 ;;
	o:*) most=604800 ;;
	w:*) most=1800 ;;
	*) most=172800 ;;
	esac
	ttl=$(redis ttl "$key")
	# What has ended meanwhile has.
	[ "$ttl" -ne -1 ] && [ "$ttl" -le "$most" ] || echo "$key $ttl"
done >"$work/left"
is "$(cat "$work/left")" '' 'all that stands for a network, a text or a request expires'

short=$(printf '%s\n' "$expiring" | grep -E '^b:.*:votes$' | head -n 1)
gone() {
	[ "$(redis exists "$short")" -eq 0 ]
}
await 30 gone
ok $? 'a limit that is used up no more is gone'
finish
