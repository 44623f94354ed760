#!/bin/sh
# Keys that hold what they should not: a comment is written whole or not at all
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

comments_start

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

# ---- of another type ----

cat >"$work/state.lua" <<-'END'
	local keys, out = redis.call('KEYS', '*'), {}
	table.sort(keys)
	for i, key in ipairs(keys) do
		out[i] = key .. ' ' .. redis.sha1hex(redis.call('DUMP', key))
	end
	return out
END
state() {
	redis --raw eval "$(cat "$work/state.lua")" 0
}
# again TEXT STAMP ARTICLE [MEMBERS]: a post, to the byte
again() {
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --header "Idempotency-Key: $2" --data-raw \
	    "{\"article\":\"$3\",\"name\":\"Ann\",\"text\":\"$1\",\"stamp\":\"$2\"${4-}}"
}
# wrong KEY [ARTICLE [MEMBERS [VALUE]]]: while it is of another type, or has VALUE, nothing
# of a comment is written; afterwards the same request is answered as new, and once
wrong() {
	wrong_stamp=$(stamp "${2-/a}")
	wrong_text="While $1 is wrong${4:+: $4}"
	set -- "$1" "${2-/a}" "${3-},\"author_token\":\"$author\"" "${4-}"
	redis copy "$1" kept >/dev/null
	case $4:$1 in
	:[bgq]:*) redis del "$1"; redis sadd "$1" x ;;
	:*)	redis set "$1" x ;;
	*)	eval "redis $4" ;;
	esac >/dev/null
	state >"$work/before"
	again "$wrong_text" "$wrong_stamp" "$2" "$3"
	is "$status" 500 "$1 is wrong: 500"
	state >"$work/after"
	cmp -s "$work/before" "$work/after"
	ok $? "$1 is wrong: nothing is written" || diag "$(diff "$work/before" "$work/after")"
	redis del "$1" >/dev/null
	redis rename kept "$1" >/dev/null 2>&1
	again "$wrong_text" "$wrong_stamp" "$2" "$3"
	is "$status$(header Idempotency-Replayed)" 201 "$1 is mended: a new comment"
	wrong_id=$(json id)
	again "$wrong_text" "$wrong_stamp" "$2" "$3"
	is "$status $(header Idempotency-Replayed) $(json id)" "201 true $wrong_id" \
	    "$1 is mended: once"
}

redis flushall >/dev/null
say /a 'The root of a thread'
root=$(json id)
author=$(json author_token)
author_key=$(redis --raw --scan --pattern 'h:*')
say /a 'A reply' "\"name\":\"Ann\",\"parent\":$root"
h=$(printf %s /a | b2sum -l 128 | cut -c 1-16)
for list in new best last; do
	wrong "t:{demo}:$h:$list"
done
for list in recent held spam; do
	wrong "m:{demo}:$list"
done
wrong "k:{demo}:$root" /a ",\"parent\":$root"
wrong "c:{demo}:$root" /a ",\"parent\":$root" "hset c:{demo}:$root ks many"
wrong "$author_key"
wrong 'q:{demo}'
wrong 'q:{demo}' /a '' 'set q:{demo} many'
wrong "$(redis --raw --scan --pattern 'b:{demo}:*:day')"
wrong 'c:{demo}' /a '' 'hset c:{demo} ver many'
wrong 'c:{demo}' /a '' 'hset c:{demo} last many'
wrong "n:{demo}:$h" /a '' "hset n:{demo}:$h comments many"
wrong "n:{demo}:$h" /a '' "hset n:{demo}:$h ver many"
next=$(($(redis --raw hget 'c:{demo}' last) + 1))
wrong "c:{demo}:$next"
growth=$(redis --raw --scan --pattern 'g:{demo}:*')
wrong "$growth" /new1
wrong 'g:{demo}' /new2
wrong 's:{demo}' /new3
wrong 's:{demo}' /new4 '' 'hset s:{demo} n many'
say /a 'A last one'
is "$status" 201 'and on it goes'
if [ -x "$BIN/afterword" ]; then
	out=$("$BIN/afterword" -c "$var/afterword.conf" check 2>&1)
	ok $? 'afterword check finds no fault' || diag "$out"
fi
finish
