#!/bin/sh
# Keys that hold what they should not: a comment is written whole or not at all
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

comments_start

# again STAMP TEXT [MEMBERS]: a post, to the byte
again() {
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' --header 'Idempotency-Key: key' \
	    --data-raw "{\"article\":\"/a\",\"name\":\"Ann\",\"text\":\"$2\",\"stamp\":\"$1\"${3-}}"
}

say /a Root
root=$(json id)

# ---- no more ids ----

redis hset 'c:{demo}' last 2147483647 >/dev/null
say /a 'One too many'
is "$status" 429 'the ids are used up: 429'
isnt "$(header Retry-After)" '' 'and when to come again'
is "$(redis hget 'c:{demo}' last)" 2147483647 'no id was given away'
is "$(redis exists 'c:{demo}:2147483648')" 0 'and nothing is written'
redis hset 'c:{demo}' last 2147483646 >/dev/null
say /a 'The last one'
is "$status $(json id)" '201 2147483647' 'the last id is one'
say /a 'None is left'
is "$status" 429 'and then there is none'
unused=2147483647
redis hset 'c:{demo}' last "$root" >/dev/null

# ---- how long they are kept ----

# `afterword check` names what is kept for longer; here, what would go too soon.
day=86400
kept() {
	kept_for=$(redis ttl "$1")
	[ "$kept_for" -le "$2" ] && [ "$kept_for" -gt $(($2 - 600)) ]
	ok $? "$3" || diag "$1: $kept_for"
}
say /kept 'Long enough to be said once a day'
kept "$(redis --scan --pattern 'h:*' | head -n 1)" $((400 * day)) 'an author'
kept "$(redis --scan --pattern 'e:*' | head -n 1)" $day 'a text'
kept "$(redis --scan --pattern 'b:*:day')" $day 'the comments of a network'
kept 'q:{demo}' 600 'those of the site'
