#!/bin/sh
# Forgetting somebody, and telling them what is kept
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

agrees() {
	aw check
	ok "$status" "$1: the keys agree" || diag "$said"
}
# ann TEXT [MEMBERS]: says what Ann does, who is known by a token once it has one
ann() {
	say /a "$1" "\"name\":\"Ann Leeuwenhoek\",\"email\":\"ann.lee@mail.example\",\
\"url\":\"https://leeuwenhoek.example/\"${token:+,\"author_token\":\"$token\"}${2-}" \
	    --header "Idempotency-Key: key-$((keys += 1))"
}
# what of Ann is in the words on standard input
words='microscopic|Leeuwenhoek|ann\.lee|leeuwenhoek\.example'

comments_start
token=
keys=0

ann 'microscopic-one'
token=$(json author_token)
is "$status" 201 'Ann writes'
say /a 'A reply to her' '"name":"Bob","parent":1'
ann 'microscopic-two' ',"parent":2'
ann 'microscopic-three [at home](https://leeuwenhoek.example/lens)'
ann 'microscopic-four'
say /a 'By somebody else' '"name":"Cyd","email":"cyd@mail.example"'
vote 1 1 --interface 127.0.0.9
aw publish 1
aw spam 5
aw publish 5
aw pin 1
who=$(field 1 w)
aw block 3
aw block --network --refuse 3
network=network:$(redis get 'd:{demo}:3')
redis hset 'd:{demo}' network:1123456789abcdef "$(printf 'hold\t0\t1700000000\tAnna\tCyd')" >/dev/null

# ---- what is kept of her ----

aw export --author 4
is "$status $(printf '%s\n' "$said" | wc -l)" '0 5' 'export of an author: a line each'
is "$(json type "$(printf '%s\n' "$said" | head -n 1)")" author 'first the author'
first=$(printf '%s\n' "$said" | sed -n 2p)
is "$(for f in type id article email name url text author mail token voters; do
	printf '%s ' "$(json $f "$first")"
done)" "comment 1 /a ann.lee@mail.example Ann Leeuwenhoek https://leeuwenhoek.example/ \
microscopic-one $who undefined undefined undefined " 'then each comment, with the address'
everything=$said
aw export --author "$who"
is "$said" "$everything" 'the same by the author'
aw export --mail Ann.Lee@MAIL.example
is "$said" "$everything" 'and by the address'
aw export --comment 6
is "$status $(json email)$(json email "$said")" '0 undefinedcyd@mail.example' \
    'export of a comment'
aw export --mail nobody@mail.example
is "$status $said" '0 ' 'of whom nothing is kept'

# ---- what cannot be meant ----

for args in 'erase' 'erase --author' 'erase --mail nobody' 'erase --who 1' 'erase 1 2' \
    'erase --author x' 'erase --dry-run 1' 'export --author' 'export --who 1' \
    'export demo 1' 'export --comment 0'; do
	# shellcheck disable=SC2086 # words
	aw $args
	is "$status $said" '2 ' "afterword $args"
done
aw erase --author 99
is "$status $wrong" '1 afterword: there is no comment 99 on demo' 'of no comment'

# ---- erasing ----

redis_all >"$work/all"
is "$(grep -caE "$words" "$work/all")" 18 'before, this much of it is there'
grep -aqE "$words" "$var"/redis/appendonlydir/*
ok $? 'and in the append-only file'
aw erase --dry-run --author 1
is "$status $said" '0 4 comments would be erased' 'a dry run counts'
redis_all >"$work/after"
cmp -s "$work/all" "$work/after"
ok $? 'and changes nothing'

aw erase --author 1
is "$status $(printf '%s\n' "$said" | head -n 1)" '0 4 comments are erased' 'Ann is erased'
like "$said" BGREWRITEAOF 'and what is to be done yet is said'
redis_all >"$work/all"
is "$(grep -aE "$words" "$work/all")" '' 'nothing of it is left in Redis'
is "$(grep -an "$who" "$work/all" | grep -cv ":author:")" 0 'nor who wrote it, but in the ledger'
is "$(redis exists 'd:{demo}:3')" 0 'nor from where'
is "$(redis --scan --pattern 'i:*' | wc -l) $(redis --scan --pattern 'e:*' | wc -l)" '2 2' \
    'nor requests and texts; others stay'
is "$(redis hexists 'd:{demo}' "author:$who")" 0 'nor her block'
like "$(redis hget 'd:{demo}' "$network")" '^refuse.*[^k]	$' 'of a network'"'"'s, the name goes'
is "$(redis hget 'd:{demo}' network:1123456789abcdef)" \
    "$(printf 'hold\t0\t1700000000\tAnna\tCyd')" 'others keep it'
redis del 'd:{demo}' >/dev/null
is "$(redis exists 'x:{demo}:1')" 0 'nor who voted for it'
is "$(redis --raw hkeys 'c:{demo}:1' | LC_ALL=C sort | tr '\n' ' ')" 'a ks st t ' \
    'a stub keeps its place alone'
comments_of /a
is "$(json count) $(json comments.1.deleted) $(json comments.1.replies.0.author.name)" \
    '2 true Bob' 'a comment with replies is a stub'
is "$(json comments.0.author.name)" Cyd 'of others nothing changes'
is "$(redis --raw xrevrange 'l:{demo}' + - COUNT 1 | sed -n '2,/^who$/p' | paste -s -d ' ')" \
    'what erase comment 5 was published is deleted why  who' 'the ledger knows that it was done'
agrees 'erased'

redis bgrewriteaof >/dev/null
idle() {
	redis info persistence | tr -d '\r' | grep -qx 'aof_rewrite_in_progress:0' &&
	    redis info persistence | tr -d '\r' | grep -qx 'aof_rewrite_scheduled:0' &&
	    redis info persistence | tr -d '\r' | grep -qx 'rdb_bgsave_in_progress:0'
}
await 20 idle
redis bgsave >/dev/null
await 20 idle
grep -aE "$words" "$var"/redis/appendonlydir/* "$var"/redis/*.rdb >"$work/left"
isnt $? 0 'after BGREWRITEAOF and BGSAVE nothing is left on disk' || diag "$(cat "$work/left")"
grep -rqE "$words" "$var/log"
isnt $? 0 'nor was it ever in a log'

aw erase --author "$who"
is "$status $said" '0 0 comments are erased' 'again: there is nothing'
aw erase --comment 2
is "$status $(field 2 st) $(field 2 n)" '0 deleted ' 'one comment alone'
aw erase --mail CYD@mail.example
is "$status $(field 6 st)" '0 deleted' 'and by an address'
is "$(redis --scan --pattern 'h:*')" '' 'no author is left'
agrees 'all are erased'

# ---- addresses that cannot be opened ----

token=
ann 'microscopic-five'
said=$(AFTERWORD_COMMENTS_SECRET=another "$BIN/afterword" -c "$var/afterword.conf" \
    erase --mail ann.lee@mail.example 2>"$work/wrong")
is "$? $said" '1 0 comments are erased' 'with another secret nothing is found'
like "$(cat "$work/wrong")" '1 addresses are sealed with another key' 'which is told'
AFTERWORD_COMMENTS_SECRET=another "$BIN/afterword" -c "$var/afterword.conf" \
    export --comment 7 >"$work/out" 2>"$work/wrong"
is "$? $(json email "$(cat "$work/out")")" '1 undefined' 'so is an export'
aw erase --mail ann.lee@mail.example
is "$status $(printf '%s\n' "$said" | head -n 1)" '0 1 comments are erased' 'with this one it is'

# ---- more than one step takes, while a stub goes with the last reply ----

token=
ann 'microscopic-root'
token=$(json author_token)
for i in $(seq 60); do
	ann "microscopic-reply-$i" ',"parent":8'
done
aw erase --author 8
is "$(printf '%s\n' "$said" | head -n 1)" '61 comments are erased' 'many'
comments_of /a
is "$(json count) $(ids)" '0 ' 'nothing is left on the page'
redis_all | grep -aqE "$words"
isnt $? 0 'nor in Redis'
agrees 'many'
finish
