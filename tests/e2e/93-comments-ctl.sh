#!/bin/sh
# afterword on comments: listing them, what moderators decide, rendering anew
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

# aw ARGS: runs it on the stack's settings; sets $said, $wrong and $status
line() {
	printf '%s\n' "$said" | sed -n "s/^ *$1  *//p" | head -n 1
}
# refused STATUS PATTERN NAME: one sentence on standard error, nothing else
refused() {
	is "$status" "$1" "$3: status $1"
	like "$wrong" "^afterword: .*$2" "$3: says why"
	is "$(printf '%s\n' "$wrong" | wc -l) $said" '1 ' "$3: and nothing else"
}
name() {
	echo "n:{demo}:$(printf %s "$1" | b2sum -l 128 | cut -c 1-16)"
}
# entry: the last one of the ledger, without who it was
entry() {
	redis --raw xrevrange 'l:{demo}' + - COUNT 1 | sed -n '2,/^who$/p' |
	    sed '$d' | paste -s -d ' '
}
# shown: the listing without the times, which are checked
shown() {
	printf '%s\n' "$said" |
	    sed -E 's/  20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}  / @ /'
}
agrees() {
	aw check
	ok "$status" "$1: the keys agree" || diag "$said"
}

comments_start

aw comments
is "$status $said" '0 no comments wait' 'nothing waits'
post /empty
aw comments /empty
is "$status $said" '0 no comments' 'none on an article'
aw comments /none
refused 1 '/none is not known on demo' 'an unknown article'
aw comments https://elsewhere.example/
refused 2 'an address outside the site' 'an article of others'

# ---- a thread ----

say /a 'First *line*\nand a second'
say /a 'A reply' '"name":"Bob","parent":1'
say /a 'A reply to it' '"name":"Cy","parent":2'
say /a 'Another root' '"name":"Dee"'
say /a 'A later reply' '"name":"Eve","parent":1'
say /b 'Elsewhere' '"name":"Fay"'
aw comments /a
is "$status" 0 'a thread: status 0'
is "$(shown)" '1 @ Ann: First *line*
  2 @ Bob: A reply
    3 @ Cy: A reply to it
  5 @ Eve: A later reply
4 @ Dee: Another root' 'indented, oldest first, one line each'
for zone in UTC Asia/Seoul; do
	sed "s,^time_zone = .*,time_zone = $zone," "$var/afterword.conf" >"$work/zone.conf"
	at=$(TZ=$zone date -d "@$(field 1 t)" '+%Y-%m-%d %H:%M')
	like "$("$BIN/afterword" -c "$work/zone.conf" comments /a)" "^1  $at  Ann" \
	    "in the time of the site: $zone"
done
aw comments /a/index.html
like "$said" '^1  ' 'by another name of the page'

vote 1 1
vote 1 -1 --interface 127.0.0.9
redis hset 'c:{demo}:4' o 1 >/dev/null
aw comments /a
like "$(shown)" '^1 @ Ann \[\+1 -1\]: First' 'votes'
like "$(shown)" '^4 @ Dee \[owner\]: Another' 'the owner'"'"'s'

redis hset 'c:{demo}:5' n "$(printf '\033[31m\342\200\256red')" >/dev/null
redis hset 'c:{demo}:5' s "$(printf '\033]0;title\007text')" >/dev/null
aw comments /a
like "$(shown)" '^  5 @ \\x1b\[31m\\u\{202e\}red: \\x1b\]0;title\\x07text$' \
    'what would drive a terminal is escaped'
redis hdel 'c:{demo}:5' n >/dev/null
long=$(printf '가%.0s' $(seq 100))
redis hset 'c:{demo}:5' s "$long" >/dev/null
aw comments /a
is "$(shown | sed -n 's/^  5 @ //p')" \
    "-: $(printf '가%.0s' $(seq 30))..." 'long lines are cut, wide letters counted'

# ---- states ----

aw hold 2
is "$status $said" '0 comment 2 is held now; it was published' 'hold'
is "$(field 2 st) $(field 2 why)" 'held moderator' 'and why'
is "$(entry)" 'what hold comment 2 was published is held why moderator' 'in the ledger'
redis rename 'l:{demo}' kept >/dev/null
redis set 'l:{demo}' x >/dev/null
for args in 'spam 2' 'publish 2' 'delete 2'; do
	# shellcheck disable=SC2086 # words
	aw $args
	is "$status $(field 2 st) $(field 2 s)" '1 held A reply' "$args without a ledger: nothing"
done
redis rename kept 'l:{demo}' >/dev/null
comments_of /a
is "$(json count) $(json comments.1.replies.0.deleted)" '4 true' \
    'readers see a stub, for it has a reply'
aw hold 2
is "$status $said" '0 comment 2 is held already' 'again: nothing'
aw hold 4 'A second thought'
is "$status" 0 'hold with a reason'
aw spam 5
is "$status $said" '0 comment 5 is spam now; it was published' 'spam'
aw comments /a
is "$(shown)" '1 @ Ann [+1 -1]: First *line*
  2 @ Bob [held, moderator]: A reply
    3 @ Cy: A reply to it

4 @ Dee [held, A second thought, owner]: Another root
5 @ - [spam, moderator, to 1]: '"$(printf '가%.0s' $(seq 30))..." \
    'what waits stands behind the thread, unless it is in it'
say /b 'Bait' '"name":"Bot","subject":"x"'
aw comments
is "$(shown)" "4 @ /a  Dee [held, A second thought, owner]: Another root
2 @ /a  Bob [held, moderator, to 1]: A reply
7 @ /b  Bot [spam, trap]: Bait
5 @ /a  - [spam, moderator, to 1]: $(printf '가%.0s' $(seq 30))..." \
    'all that waits: held before spam, the newest first'
agrees 'held and spam'

aw publish 7
is "$status $said" '0 comment 7 is published now; it was spam' 'publish'
is "$(field 7 st)$(field 7 why)" '' 'nothing is held against it'
is "$(redis hget "h:{demo}:$(field 7 w)" ok)" 1 'who wrote it is known from then on'
aw spam 7
is "$(redis hexists "h:{demo}:$(field 7 w)" ok)" 0 'and no more after spam'
aw publish 2
comments_of /a
is "$(json comments.0.replies.0.deleted)" undefined 'readers see it again'
is "$(entry)" 'what publish comment 2 was held is published why ' 'in the ledger'

aw delete 2
is "$status $said" '0 comment 2 is deleted now; it was published' 'delete'
is "$(redis hget 'c:{demo}:2' s)" '' 'nothing is left of it'
aw comments /a
is "$(shown | sed -n 2p)" '  2 @ - [deleted]' 'but a stub'
aw delete 2
is "$status $said" '0 comment 2 is deleted already' 'again: nothing'
for what in publish hold spam; do
	aw "$what" 2
	refused 1 'comment 2 is deleted, and nothing is left of it' "$what what is deleted"
done
vote 4 1
aw publish 4
vote 4 1
aw delete 1
comments_of /a '&sort=best'
is "$(ids)" '4 1' 'a deleted root has no votes that would rank it'
agrees 'deleted'

for what in delete hold publish spam pin; do
	aw "$what" 99
	refused 1 'there is no comment 99 on demo' "$what what is not there"
	for id in 0 -1 x '' 1.5 9007199254740992; do
		aw "$what" "$id"
		refused 2 "\"$id\" is no number of a comment" "$what '$id'"
	done
done
for reason in '' "$(printf 'two\nlines')" "$(printf '%0201d' 1)"; do
	aw hold 3 "$reason"
	refused 2 'a reason is a line' 'a reason that is none'
done

# ---- an article ----

entries=$(redis xlen 'l:{demo}')
comments_of /b
tag=$(header ETag)
aw close /b/
is "$status $said" '0 /b takes no comments now' 'close'
is "$(entry)" 'what close article /b was  is 1' 'in the ledger'
say /b 'Too late'
is "$status" 403 'a comment is refused'
comments_of /b
is "$(json closed)" true 'readers are told'
isnt "$(header ETag)" "$tag" 'by another page'
aw close /b
is "$status $said" '0 /b takes no comments already' 'again: nothing'
aw open /b
is "$status $said" '0 /b takes comments now, however old it is' 'open'
say /b 'In time'
is "$status" 201 'comments are taken again'
aw open /b
is "$said" '/b takes comments already, however old it is' 'again: nothing'
is "$(redis xlen 'l:{demo}')" $((entries + 2)) 'the ledger has what changed something'

known=$(redis hget 's:{demo}' n)
aw close /to/come
is "$status $said" '0 /to/come takes no comments now' 'one that nobody has seen yet'
is "$(redis hget 's:{demo}' n)" $((known + 1)) 'is known from then on'
say /to/come 'First!'
is "$status" 403 'and closed'
aw alias /was/b /b
aw close /was/b
is "$said" '/b takes no comments now' 'an alias is its article'
aw open /was/b
aw close https://elsewhere.example/
refused 2 'an address outside the site' 'an article of others'
agrees 'closed'

say /p One
one=$(json id)
say /p Two
two=$(json id)
say /p Three "\"name\":\"Bob\",\"parent\":$one"
reply=$(json id)
aw pin "$one"
is "$status $said" "0 comment $one stands first on /p now" 'pin'
is "$(entry)" "what pin article /p was  is $one" 'in the ledger'
comments_of /p
is "$(ids) $(json comments.0.pinned)" "$one $two true" 'it stands first'
aw comments /p
like "$(shown)" "^$one @ Ann \[pinned\]: One" 'and is marked'
aw pin "$one"
is "$said" "comment $one stands first on /p already" 'again: nothing'
aw pin "$two"
is "$said" "comment $two stands first on /p now, in the place of $one" 'another one'
aw pin "$reply"
refused 1 "comment $reply is a reply, which cannot stand first" 'a reply'
aw hold "$one"
aw pin "$one"
refused 1 "comment $one is held: only what is published can stand first" 'one that is held'
aw unpin /p
is "$status $said" "0 no comment stands first on /p now; $two did" 'unpin'
is "$(entry)" "what unpin article /p was $two is " 'in the ledger'
aw unpin /p
is "$status $said" '0 no comment stands first on /p' 'again: nothing'
aw unpin /nobody
is "$status $said" '0 no comment stands first on /nobody' 'on an unknown one: the same'
is "$(redis exists "$(name /nobody)")" 0 'which stays unknown'
aw pin "$two"
aw hold "$two"
is "$(redis hexists "$(name /p)" pin)" 0 'what is held stands first no more'
agrees 'pinned'

# ---- show ----

aw show /p
is "$(line comments) $(line held) $(line spam)" '1 2 0' 'show: what waits'
is "$(line pinned)$(line closed)" '' 'nothing of what is not so'
aw publish "$one"
aw pin "$one"
aw close /p
aw show /p
is "$(line pinned) $(line closed)" "$one yes" 'what stands first, and closed'
aw open /p
aw show /p
is "$(line closed)" 'no, however old it is' 'open for ever'
aw show /was/b
is "$(line alias) $(line article) $(line spam)" '/was/b /b 1' 'of an alias'

# ---- many ----

# seed FROM TO PARENT: published comments on /many, as post.lua would leave them
seed() {
	redis --raw --eval "$work/seed.lua" 'c:{demo}' , "$@" >/dev/null
}
{
	sed '/^-- include/d' "$TOP/src/comments/index.lua"
	cat <<-'END'
	local a = redis.sha1hex('many'):sub(1, 16)
	redis.call('HSETNX', 'n' .. tag .. a, 'key', '/many')
	for id = ARGV[1], ARGV[2] do
		id = string.format('%.0f', id)
		local c = { 'a', a, 't', 1700000000 + id, 's', 'text ' .. id, 'h', 'x' }
		if ARGV[3] ~= '' then
			for _, v in ipairs({ 'p', ARGV[3], 'r', ARGV[3], 'd', 1 }) do
				c[#c + 1] = v
			end
		end
		redis.call('HSET', comment(id), unpack(c))
		show(id, a, c[4])
		redis.call('HSET', KEYS[1], 'last', id)
	end
	changed(a, 1700000000)
	END
} >"$work/seed.lua"
hash_many=$(printf %s /many | b2sum -l 128 | cut -c 1-16)
sed -i "s/redis.sha1hex('many'):sub(1, 16)/'$hash_many'/" "$work/seed.lua"
redis hset "$(name /many)" key /many first 1700000000 >/dev/null
redis hincrby 's:{demo}' n 1 >/dev/null
redis config set lua-time-limit 60000 >/dev/null
last=$(redis hget 'c:{demo}' last)
seed $((last + 1)) $((last + 120)) ''
seed $((last + 121)) $((last + 1300)) $((last + 1))
seed $((last + 1301)) $((last + 1302)) $((last + 120))
aw comments /many
is "$(printf '%s\n' "$said" | wc -l)" 1302 'a long thread: each comment'
is "$(printf '%s\n' "$said" | sed -E 's/^ *([0-9]+) .*/\1/' | sort -u | wc -l)" 1302 \
    'once'
is "$(printf '%s\n' "$said" | sed -E 's/^ *([0-9]+) .*/\1/' | paste -s -d ' ')" \
    "$(echo $((last + 1)) $(seq $((last + 121)) $((last + 1300))) \
	$(seq $((last + 2)) $((last + 120))) $((last + 1301)) $((last + 1302)))" \
    'in order, replies below their roots'
is "$("$BIN/afterword" -c "$var/afterword.conf" comments /many 2>/dev/null | head -n 1 |
    sed 's/ .*//')" $((last + 1)) 'a reader who has enough'
agrees 'many'

# ---- rendering anew ----

redis hset 'c:{demo}:6' h '<p>as it was once</p>' >/dev/null
redis hincrby "$(name /b)" ver 1 >/dev/null
comments_of /b
like "$body" 'as it was once' 'HTML that was made once'
aw rerender /a
is "$status" 0 'rerender an article: status 0'
is "$(field 6 h)" '<p>as it was once</p>' 'another one is left alone'
aw rerender /was/b
is "$status $said" '0 3 comments, 1 changed' 'rerender the article, by an alias'
is "$(field 6 h)" '<p>Elsewhere</p>' 'the HTML is what the text says'
comments_of /b
unlike "$body" 'as it was once' 'readers get another page'
like "$(entry)" 'what rerender article /b changed 1' 'the ledger has it'
tag=$(header ETag)
aw rerender /b
is "$status $said" '0 3 comments, 0 changed' 'again: nothing'
comments_of /b
is "$(header ETag)" "$tag" 'nor for readers'
redis hset 'c:{demo}:6' s "$(printf 'x%.0s' $(seq 9000))" >/dev/null
aw rerender
is "$status" 1 'a text that cannot be rendered: status 1'
like "$wrong" 'comment 6 is left as it is: its text ' 'says which'
is "$(field 6 h)" '<p>Elsewhere</p>' 'and leaves it'
like "$said" '^13[0-9]{2} comments, 13[0-9]{2} changed$' 'all others of the site'
redis hset 'c:{demo}:6' s Elsewhere >/dev/null
aw rerender
is "$status" 0 'mended'
like "$said" ', 0 changed$' 'and nothing is left to do'
agrees 'after it all'

finish
