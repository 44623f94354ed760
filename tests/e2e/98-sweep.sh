#!/bin/sh
# Held comments and spam that nobody looked at for long go by themselves
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

agrees() {
	aw check
	ok "$status" "$1: the keys agree" || diag "$said"
}
now=$(date +%s)
# aged ID DAYS: as if it had been written then, and a minute before
cat >"$work/aged.lua" <<-'END'
	local id, t = ARGV[1], tonumber(ARGV[2])
	redis.call('HSET', 'c:{demo}:' .. id, 't', ARGV[2])
	for _, list in ipairs({ 'm:{demo}:held', 'm:{demo}:spam', 'm:{demo}:recent',
	    't:{demo}:' .. ARGV[3] .. ':new', 't:{demo}:' .. ARGV[3] .. ':last' }) do
		if redis.call('ZSCORE', list, id) then
			redis.call('ZADD', list, string.format('%.0f', t * 2097152 + id), id)
		end
	end
END
h=$(printf %s /a | b2sum -l 128 | cut -c 1-16)
aged() {
	redis eval "$(cat "$work/aged.lua")" 0 "$1" $((now - $2 * 86400 - 60)) "$h" >/dev/null
}
states() {
	for id; do
		printf '%s ' "$(field "$id" st)"
	done
}

comments_start 'hold = all' 'keep_spam = 0'
for i in 1 2 3 4 5 6 7; do
	say /a "Comment $i" '"name":"Ann","email":"ann@mail.example"'
done
aw spam 2
aw spam 4
aw spam 7
aged 1 30
aged 2 30
aged 3 29
aged 4 29
aged 6 300
aw publish 6
redis hset 'c:{demo}:2' ts $((now - 31 * 86400)) >/dev/null
# Published for long, and taken for spam just now: a mistake can be undone.
aged 5 300
aw publish 5
aw spam 5
aged 5 300

aw sweep
is "$status $wrong" '1 afterword: comments.keep_spam is 0: what waits is kept for ever' \
    '0 keeps all'
is "$(states 1 2 3 4 5 6 7)" 'held spam held spam spam  spam ' 'nor do the programs delete any'

# ---- the command ----

sed 's/^keep_spam = 0/keep_spam = 30/' "$var/afterword.conf" >"$work/30.conf"
said=$("$BIN/afterword" -c "$work/30.conf" sweep)
is "$? $said" '0 2 comments are deleted' 'what waited for 30 days is deleted'
is "$(states 1 2 3 4 5 6 7)" 'deleted deleted held spam spam  spam ' 'and nothing else'
is "$(redis --raw hkeys 'c:{demo}:1' | LC_ALL=C sort | tr '\n' ' ')" 'a st t ' \
    'nothing is left of it'
is "$(redis --raw xrevrange 'l:{demo}' + - COUNT 1 | sed -n '2,/^who$/p' | paste -s -d ' ')" \
    'what sweep comments 2 who' 'the ledger knows'
is "$("$BIN/afterword" -c "$work/30.conf" sweep)" '0 comments are deleted' 'again: none'
agrees 'swept'

# ---- more than a step takes, behind more than it looks at ----

cat >"$work/many.lua" <<-'END'
	for id = 1001, 1000 + ARGV[2] do
		local t = ARGV[1] - 4000 + id
		redis.call('HSET', 'c:{demo}:' .. id, 'a', ARGV[3], 't', t, 'st', 'spam',
		    's', 'x', 'h', '<p>x</p>', 'k', 'k')
		-- The oldest were found to be spam yesterday.
		if id <= 1450 then
			redis.call('HSET', 'c:{demo}:' .. id, 'ts', ARGV[4])
		end
		redis.call('ZADD', 'm:{demo}:spam',
		    string.format('%.0f', t * 2097152 + id), id)
	end
	redis.call('HSET', 'c:{demo}', 'last', 1000 + ARGV[2])
END
redis eval "$(cat "$work/many.lua")" 0 $((now - 40 * 86400)) 530 "$h" $((now - 86400)) >/dev/null
agrees 'many that wait'

# ---- the program, by itself ----

for id in 3 4; do
	aged $id 31
done
redis hset 'c:{demo}:4' ts $((now - 31 * 86400)) >/dev/null
sed -i 's/^keep_spam = 0/keep_spam = 30/' "$var/afterword.conf"
kill -HUP "$(pid comments)"
few() {
	[ "$(redis zcard 'm:{demo}:spam')" -eq 452 ] && [ "$(redis zcard 'm:{demo}:held')" -eq 0 ]
}
await 60 few
ok $? 'comments.fcgi does so, little by little' || diag "$(redis zcard 'm:{demo}:spam')"
is "$(states 3 4 5 6 7 1450 1451 1530)" 'deleted deleted spam  spam spam deleted deleted ' \
    'those, and no others'
agrees 'swept by the program'
finish
