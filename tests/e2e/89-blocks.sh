#!/bin/sh
# Who may not write, or has to wait each time: an author, a network, and for how long
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

moderation_start 'hold = nothing'
sign_in
ctl() {
	out=$("$BIN/afterword" -c "$var/afterword.conf" "$@" 2>&1)
	code=$?
}
# by TOKEN TEXT [ARGS]: a comment of who has that author token
by() {
	by_token=$1
	by_text=$2
	shift 2
	say /a "$by_text" "\"name\":\"Max\",\"author_token\":\"$by_token\"" "$@"
}
# from ADDRESS TEXT: past the web server
from() {
	from_body="{\"article\":\"/a\",\"text\":\"$2\",\"name\":\"Six\",\"stamp\":\"$(stamp /a)\"}"
	program=comments
	printf %s "$from_body" >"$work/from"
	fastcgi REQUEST_METHOD=POST SCRIPT_NAME=/api/comments \
	    "REMOTE_ADDR=$1" "HTTP_ORIGIN=$base" CONTENT_TYPE=application/json \
	    "CONTENT_LENGTH=${#from_body}" <"$work/from"
}

say /a 'One' '"name":"Max"'
is "$status" 201 'somebody writes'
one=$(json id)
token=$(json author_token)
like "$(redis get "d:{demo}:$one")" '^[0-9a-f]{16}$' 'where from is remembered as a hash'
like "$(redis ttl "d:{demo}:$one")" '^86[34]' 'for a day'

# ---- an author ----

submit "/moderation/comment/$one/block" who=author days=30
is "$status $(header location)" '303 /moderation/blocks?done=block' 'the author is blocked'
by "$token" 'Two'
is "$status" 202 'what else comes from there is held'
is "$(field "$(json id)" why)" blocked 'for that reason'
say /a 'Three' '"name":"Eve"'
is "$status" 201 'somebody else is not concerned'
console GET /moderation/
like "$body" 'the author or the network is blocked' 'the queue says why'
console GET /moderation/blocks
is "$status" 200 'blocks are listed'
like "$body" 'The author <bdi>Max</bdi>' 'with whom'
like "$body" 'by <bdi>Anna</bdi>' 'by whom'
name=$(hidden name)
is "$name" "author:$(field "$one" w)" 'and a form to end it'
submit "/moderation/comment/$one/block" who=author verdict=refuse days=0
by "$token" 'Four'
problem 403 - 'refused, if that is wanted'
is "$(json detail)" 'the owner of this site does not take it' 'and told no more'
form /a "text=Five" name=Max "author_token=$token"
is "$status" 403 'by the form as well'
ctl blocks
is "$code $(printf '%s\n' "$out" | sed 's/  */ /g')" \
    "0 $name refuse for ever Max, by Anna" 'the command line lists it'
submit /moderation/unblock "name=$name"
is "$status" 303 'it is ended'
by "$token" 'Six'
is "$status" 201 'and the author writes again'
submit /moderation/unblock "name=$name"
is "$status" 303 'ended twice is ended'
ctl unblock "$name"
is "$code $out" "1 afterword: $name is no block of demo" 'the command line says that'

# ---- a network ----

ctl block --network --refuse --for 2 "$one"
is "$code" 0 'a network is blocked' || diag "$out"
like "$out" '^network:[0-9a-f]{16} is refused now$' 'by its hash'
say /a 'Seven' '"name":"Eve"'
is "$status" 403 'whoever writes from there'
say /a 'Seven' '"name":"Eve"' --interface 127.0.0.2
is "$status" 201 'nobody else'
network=${out%% *}
until=$(redis hget 'd:{demo}' "$network" | cut -f 2)
[ "$until" -gt $(($(date +%s) + 172700)) ] && [ "$until" -le $(($(date +%s) + 172800)) ]
ok $? 'it ends after two days' || diag "$until"
redis hset 'd:{demo}' "$network" "refuse	$(($(date +%s) - 1))	1	Anna	Max" >/dev/null
say /a 'Eight' '"name":"Eve"'
is "$status" 201 'after that it is none'
ctl blocks
is "$out" '' 'and listed no more'
ctl block "$one"
is "$(redis hexists 'd:{demo}' "$network")" 0 'the next one takes it away'
ctl unblock "author:$(field "$one" w)"

from 2001:db8:1:2::1 'Nine'
is "$status" 201 'somebody writes over IPv6'
six=$(json id)
ctl block --network "$six"
from 2001:db8:1:2:ffff::9 'Ten'
is "$status" 202 'a neighbour in the /64 is the same network'
from 2001:db8:1:3::1 'Eleven'
is "$status" 201 'one of the next /64 is not'
program=visits

# ---- both, and spam ----

ctl block --network --refuse "$one"
ctl block "$one"
by "$token" 'Twelve'
is "$status" 403 'of two blocks the graver one counts'
submit /moderation/unblock "name=$network"
say /a 'Thirteen' "\"name\":\"Max\",\"author_token\":\"$token\",\"subject\":\"x\""
is "$(field "$(json id)" st)" spam 'what is spam stays spam'

# ---- what cannot be ----

console GET "/moderation/comment/$one"
is "$(printf '%s\n' "$body" | grep -c '<option value="\(author\|network\)">')" 2 \
    'the form offers both'
redis del "d:{demo}:$one" >/dev/null
console GET "/moderation/comment/$one"
is "$(printf '%s\n' "$body" | sed -n 's/.*<option value="\(author\|network\)">.*/\1/p')" \
    author 'which offers what is known alone'
w=$(field "$one" w)
redis hdel "c:{demo}:$one" w >/dev/null
console GET "/moderation/comment/$one"
unlike "$body" 'block-who' 'and is none when nothing is'
submit "/moderation/comment/$one/block" who=author
is "$status" 404 'nor can it be'
redis hset "c:{demo}:$one" w "$w" >/dev/null
ctl block --network "$one"
is "$code" 1 'where it came from is forgotten after a day'
like "$out" 'nobody knows any more' 'which is said'
submit "/moderation/comment/$one/block" who=network
is "$status" 404 'by the page, too'
submit /moderation/comment/77/block who=author
is "$status" 404 'there is no such comment'
submit "/moderation/comment/$one/block" who=everybody
is "$status" 422 'nor such a block'
submit "/moderation/comment/$one/block" who=author days=4000
is "$status" 422 'nor one as long'
for args in '--for x 1' '--for 0 1' '1 2' '--network' '--for 1'; do
	# shellcheck disable=SC2086  # several words
	ctl block $args
	is "$code" 2 "afterword block $args cannot be meant"
done
ctl block 77
is "$code" 1 'nor can one be of nothing'
like "$(redis xrevrange 'l:{demo}' + - | tr '\n' ' ')" 'what unblock was author:' \
    'the ledger tells of blocks and their end'
unlike "$(redis xrange 'l:{demo}' - +)" 'network:' 'but of no network, which it would for ever'
ctl check
is "$code" 0 'check knows these keys' || diag "$out"

finish
