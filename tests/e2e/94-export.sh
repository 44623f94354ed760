#!/bin/sh
# afterword export and import: what is durable comes back key by key, what is there
# stays, and no file gets anything in that readers could not have sent
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

agrees() {
	aw check
	ok "$status" "$1: the keys agree" || diag "$said"
}

# All that should be there after an import: of each key its type, when it expires,
# and its content.
cat >"$work/durable.lua" <<-'END'
	local out, keys = {}, redis.call('KEYS', '*')
	table.sort(keys)
	for _, key in ipairs(keys) do
		local kind, lines = redis.call('TYPE', key).ok, {}
		local function add(...)
			lines[#lines + 1] = table.concat({ key, kind,
			    redis.call('EXPIRETIME', key), ... }, ' ')
		end
		local all = {}
		if kind == 'hash' then
			all = redis.call('HGETALL', key)
			for i = #all - 1, 1, -2 do
				if all[i] == 'mod' then -- the import is a change
					table.remove(all, i + 1)
					table.remove(all, i)
				end
			end
		elseif kind == 'zset' then
			all = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
		elseif kind == 'set' then
			for _, member in ipairs(redis.call('SMEMBERS', key)) do
				add(member)
			end
		elseif kind == 'stream' then
			for _, entry in ipairs(redis.call('XRANGE', key, '-', '+')) do
				add(entry[1], unpack(entry[2]))
			end
		else
			add(redis.call('GET', key))
		end
		for i = 1, #all, 2 do
			add(all[i], all[i + 1])
		end
		table.sort(lines)
		for _, line in ipairs(lines) do
			local day = string.match(key, '^s:.*}:%d+$')
			if not day and string.match(key, '^[anfslctkmxhy]:') or string.match(key, '^r:.*:all$') then
				out[#out + 1] = line
			end
		end
	end
	return out
END
durable() {
	redis --no-raw eval "$(cat "$work/durable.lua")" 0 | sed 's/^ *[0-9]*) //'
}
same() {
	cmp -s "$1" "$2"
	ok $? "$3" || diag "$(diff "$1" "$2" | head -n 20)"
}

comments_start 'hold = nothing' '[visits]
window = 0'
sed -i '/^secret = /d' "$var/afterword.conf"
kill -HUP "$(pid comments)" "$(pid moderation)"
reloaded() {
	grep -q event=reloaded "$var/log/comments.log" &&
	    grep -q event=reloaded "$var/log/moderation.log"
}
await 5 reloaded

# What make run prints an address for.
redis del 'o:{demo}:setup' >/dev/null

# ---- nothing ----

aw export
is "$status" 0 'export of nothing: status 0'
is "$(printf '%s\n' "$said" | wc -l)" 2 'is a head and an end'
printf '%s\n' "$said" >"$work/nothing"
aw import "$work/nothing"
is "$status $(printf '%s\n' "$said" | tail -n 1)" '0 nothing was changed' 'and changes nothing'
is "$(redis dbsize)" 0 'not a key'

# ---- a site with all there is ----

day=$(today)
request POST /api/visits --header "Origin: $base" --user-agent "$agent 1" \
    --header 'Content-Type: application/json' \
    --data-raw '{"article":"/titled","title":"It \u0026 \"that\" \u2014 <b>"}'
post /titled --user-agent "$agent 2"
post /titled --user-agent curl/8
post /old --user-agent "$agent 3"
post /quiet --header 'DNT: 1'
for n in 3 20 60; do
	for key in "a:{demo}:$(hash /titled)" 's:{demo}'; do
		redis hincrby "$key" $((day - n)) $((n + 7))
		redis hincrby "$key" "-$((day - n))" 5
		redis hincrby "$key" t $((n + 7))
	done
	redis zincrby 'r:{demo}:all' $((n + 7)) "$(hash /titled)"
	if [ "$n" -lt 40 ]; then
		redis zadd "r:{demo}:$((day - n))" $((n + 7)) "$(hash /titled)"
		redis expire "r:{demo}:$((day - n))" 100000
	fi
done >/dev/null
aw set-base /titled 5120
aw set-base /based 12
aw set-base /reset 9
aw set-base /reset 0

say /talk 'Line one\n\n> quoted <script>alert(1)</script> \u0026 \"so\"\n\u2028`code`' \
    '"name":"Ann \u00e9 \ud83d\ude00","email":"ann@mail.example","url":"example.org/a?b=c&d"'
token=$(json edit_token)
author=$(json author_token)
say /talk 'Kept by one token' "\"name\":\"Ann\",\"author_token\":\"$author\""
parent=1
for depth in 1 2 3 4 5 6; do
	say /talk "Depth $depth" "\"name\":\"Bob\",\"parent\":$parent"
	parent=$(json id)
done
for n in $(seq 1 56); do
	say /busy "Comment $n" "\"name\":\"N$n\""
done
for n in $(seq 1 45); do
	say "/few$((n % 7))" "Elsewhere $n" '"name":"Eve"'
done
say /old 'Before the alias'
old=$(json id)
say /old 'A reply before' "\"name\":\"Cy\",\"parent\":$old"
say /new 'Of the new one'
aw alias /old /new
aw alias /older /old
say /old 'A reply after' "\"name\":\"Cy\",\"parent\":$old"
say /none 'Only held'
aw hold "$(json id)" 'for "reasons"'
for n in 1 2 3 4 5; do
	vote 1 1 --interface 127.0.0.$((n + 1))
	vote 9 $((n % 2 * 2 - 1)) --interface 127.0.0.$((n + 1))
	vote "$((n + 9))" -1
done
vote 2 1
redis del 'x:{demo}:2' >/dev/null
edit 1 "$token" 'Edited *once*\n\nand <b>for</b> all'
redis hset 'c:{demo}:12' o 1 >/dev/null
aw hold 4
aw spam 6
aw delete 5
aw delete 3
aw delete 20
aw delete 21
for id in 30 31 60; do
	aw hold "$id"
done
for id in 110 109 108; do
	aw delete "$id"
done
aw publish 31
aw spam 32
say /busy 'Trapped' '"name":"Bot","subject":"x"'
aw pin 9
aw pin 1
aw close /few1
aw close /few2
aw open /few2
aw close /unseen
comments_of /talk
token_later=$(json version)
is "$(redis strlen 'y:{demo}')" 32 'the key of the site is in Redis'

# What is nobody's but the moderators': who they are, who is signed in, whom they block.
# others: all of it, as it is
others() {
	redis --raw --scan --pattern '[dov]:*' | sort | while read -r key; do
		case $(redis type "$key") in
		hash) redis --raw hgetall "$key" ;;
		*) redis --raw get "$key" ;;
		esac
	done
}
moderator Anna "$password"
sign_in
ok $? 'somebody is signed in'
aw block --network 9
is "$status" 0 'and a network blocked'
redis set 'o:{demo}:setup' 0123456789abcdef0123456789abcdef EX 1000 >/dev/null
others >"$work/others"
for part in argon2id "$(redis --raw hget 'd:{demo}' "$(redis --raw hkeys 'd:{demo}')")" \
    0123456789abcdef0123456789abcdef Anna; do
	grep -qF "$part" "$work/others"
	ok $? "there is $part"
done
agrees 'a site with all there is'

# ---- out and in ----

# thread ARTICLE: as readers get it
thread() {
	for thread_of in /talk /busy /few1 /few2 /new /old /none; do
		for thread_sort in newest oldest best; do
			comments_of "$thread_of" "&sort=$thread_sort&limit=100"
			printf '%s\n' "$body"
		done
	done
	get '/api/comments/recent?limit=100'
	printf '%s\n' "$body"
	for thread_period in 7d 30d all; do
		get "/api/visits/popular?period=$thread_period&site=demo"
		printf '%s\n' "$body"
	done
}
durable >"$work/before"
thread >"$work/read"
aw export
is "$status$wrong" 0 'export: status 0, and nothing to tell'
printf '%s\n' "$said" >"$work/one"
like "$(head -n 1 "$work/one")" \
    '^\{"afterword":1,"site":"demo","exported":"20[0-9T:-]{17}Z"\}$' 'the head'
perl -MJSON::PP -ne 'JSON::PP->new->utf8->decode($_)' "$work/one"
ok $? 'each line is JSON'
unlike "$said" 'ann@mail' 'mail addresses are sealed'
unlike "$said" '<' 'nothing that could end in a page by itself'
unlike "$said" 'argon2id|0123456789abcdef0123456789abcdef' 'no password, session or token'
unlike "$said" "$(redis --raw hkeys 'd:{demo}' | sed 's/.*://')" 'and no network'
is "$(others)" "$(cat "$work/others")" 'all of these are kept where they are'
is "$(grep -c '"type":"comment"' "$work/one")" "$(redis hget 'c:{demo}' last)" \
    'each comment has its line'
durable >"$work/after"
same "$work/before" "$work/after" 'export changes nothing'

redis flushall >/dev/null
aw import -n "$work/one"
is "$status$wrong" 0 'import -n: status 0'
like "$said" '^comments +11[0-9] new, 0 completed, 0 there already, 0 different$' \
    'tells what is new'
like "$said" '^nothing was written$' 'and that nothing was written'
is "$(redis dbsize)" 0 'not a key'

aw import "$work/one"
is "$status$wrong" 0 'import: status 0, and nothing to tell'
like "$said" '^comments +11[0-9] new, 0 completed, 0 there already, 0 different$' \
    'tells what is new'
durable >"$work/after"
same "$work/before" "$work/after" 'all that is durable came back, key by key'
is "$(redis --scan --pattern '[dov]:*')" '' 'and nothing of the moderators'
redis hset 'v:{demo}' Ben "$(sed -n '/argon2id/p' "$work/others")" >/dev/null
others >"$work/others"
for key in 'c:{demo}' "n:{demo}:$(hash /talk)"; do
	like "$(redis hget "$key" mod)" '^[0-9]{10}$' "$key changed when it came"
done
is "$(redis hexists "n:{demo}:$(hash /titled)" mod)" 0 'and what has no comments did not'
agrees 'after the import'
thread >"$work/read.after"
same "$work/read" "$work/read.after" 'readers get what they got before'
aw export
printf '%s\n' "$said" | sed 1d >"$work/two"
sed 1d "$work/one" >"$work/one.rest"
same "$work/one.rest" "$work/two" 'exported again: the same bytes but for the head'

aw import "$work/one"
is "$status $(printf '%s\n' "$said" | tail -n 1)" '0 nothing was changed' \
    'imported again: nothing was changed'
is "$(others)" "$(cat "$work/others")" 'nor who moderates there'
aw import -n "$work/one"
is "$status $(printf '%s\n' "$said" | tail -n 1)" '0 nothing would be changed' \
    'nor would be'
durable >"$work/after"
same "$work/before" "$work/after" 'nor was'

edit 1 "$token" 'Edited *once*\n\nand <b>for</b> all'
is "$status" 200 'the token of a comment is good as before'
vote 1 1 --interface 127.0.0.2
is "$(json up)" 5 'who has voted has'
say /talk 'Known again' "\"name\":\"Ann\",\"author_token\":\"$author\""
is "$(json author_token)" "$author" 'authors are who they were'
is "$(json id)" "$(redis hget 'c:{demo}' last)" 'numbers go on'
comments_of /talk
like "$body" 'Known again' 'and so do threads'
post /old --user-agent "$agent 9"
is "$(json article) $(json total)" '/new 2' 'and visits'
agrees 'and goes on'
aw import "$work/one"
is "$status" 1 'imported once more: an edited comment differs'
like "$wrong" "one:[0-9]+: comment 1 is there with another edited\$" 'says which and where'
like "$wrong" 'what differs was left as it is there' 'and that it was left'
[ "$(printf '%s\n' "$wrong" | wc -l)" -eq 2 ]
ok $? 'nothing else is told: what only grew is fine' || diag "$wrong"
is "$(printf '%s\n' "$said" | tail -n 1)" 'nothing was changed' 'nothing was changed'

# ---- a file in pieces, and what is there already ----

# restart: an empty database
restart() {
	redis flushall >/dev/null
}
# again ARGS: say, when comments.fcgi may have to learn first that the site's key is gone
again() {
	say "$@"
	[ "$status" = 201 ] || say "$@"
	is "$status" 201 "a comment after all is gone: $2"
}
total=$(wc -l <"$work/one")
cut=$(grep -n '"type":"comment","id":50,' "$work/one" | cut -d : -f 1)
restart
head -n "$cut" "$work/one" >"$work/part"
aw import "$work/part"
is "$status" 1 'a file that ends early: status 1'
like "$wrong" "part: its end is missing" 'says so'
agrees 'a part'
comments_of /talk
isnt "$(json comments.length)" 0 'readers see what has come'
aw import - <"$work/one"
is "$status" 0 'the whole after a part, from standard input'
like "$said" '^comments +6[0-9] new, 0 completed, 50 there already, 0 different$' \
    'goes on where that ended'
durable | grep -v ' ver ' >"$work/after"
grep -v ' ver ' "$work/before" >"$work/before.ver"
same "$work/before.ver" "$work/after" 'and all is there, in other versions'
agrees 'in pieces'

redis del 'c:{demo}:1' >/dev/null
aw check
is "$status" 1 'a record that was lost'
aw import "$work/one"
is "$status" 0 'comes back'
is "$(redis hget 'c:{demo}:1' ks)" "$(sed -n 's/.*c:{demo}:1 hash -1 ks \(.*\)"/\1/p' \
    "$work/before")" 'with the number of its replies'
agrees 'mended'

restart
post /titled
post /busy
again /talk 'Of a new life'
aw import "$work/one"
is "$status" 1 'into a site that has begun again: status 1'
like "$wrong" 'one:[0-9]+: /titled is there with another counts' 'counts are not mixed'
like "$wrong" 'one:[0-9]+: comment 1 is there with another ' 'nor comments'
like "$wrong" 'one:1: |one:2: the site.s key is there, and is another' 'nor keys'
is "$(redis hget 'c:{demo}:1' s)" 'Of a new life' 'what is there stays'
is "$(redis hget "a:{demo}:$(hash /titled)" t)" 1 'as it is'
agrees 'two lives'
comments_of /busy
is "$(json count)" "$(sed -n 's/.*"article":"\/busy",.*"comments":\([0-9]*\),.*/\1/p' \
    "$work/one" | head -n 1)" 'other comments are there'

restart
again /x One
again /x Two
aw export
printf '%s\n' "$said" >"$work/small"
redis hset 'c:{demo}:2' s Other >/dev/null
aw import "$work/small"
like "$wrong" 'small:[0-9]+: comment 2 is there with another text$' 'another text'
is "$(redis hget 'c:{demo}:2' s)" Other 'is left'
redis hset 'c:{demo}:2' s Two m sealed >/dev/null
aw import "$work/small"
like "$wrong" 'comment 2 is there with another mail$' 'one field more differs, too'
redis hdel 'c:{demo}:2' m >/dev/null
redis hset "n:{demo}:$(hash /x)" closed 1 title Mine >/dev/null
aw import "$work/small"
is "$status $(printf '%s\n' "$said" | tail -n 1)" '0 nothing was changed' \
    'what was decided since is no difference'

# ---- bad lines ----

restart
later=$(($(date +%s) + 500000))
sed "s/LATER/$later/" >"$work/good" <<'END'
{"afterword":1,"site":"demo","exported":"2026-11-24T00:00:00Z"}
{"type":"article","article":"/x","first":1700000000,"comments":2,"ver":5,"counts":{"t":3,"b":1,"20000":2},"aliases":["/y"]}
{"type":"author","author":"0123456789abcdef","approved":true,"since":1700000000,"until":LATER}
{"type":"comment","id":1,"article":"/x","created":1700000000,"name":"Ann","url":"https://example.org/","text":"Root","up":2,"until":LATER,"voters":["12","15"]}
{"type":"comment","id":2,"article":"/y","created":1700000001,"parent":1,"name":"Bob","text":"Reply","mail":"AAECAw==","token":"AAECAwQFBgcICQoLDA0ODw=="}
{"type":"comment","id":3,"article":"/x","created":1700000002,"state":"deleted"}
{"type":"ledger","id":"1700000000000-0","entry":["what","test"]}
{"type":"site","counts":{"t":3,"b":1,"n":1,"20000":2},"last":7,"ver":9}
END
aw import "$work/good"
is "$status$wrong" 0 'a file by hand'
is "$(redis hget 'c:{demo}' last)" 7 'the last number counts, whether it is there or not'
agrees 'a file by hand'

restart
sed -e '2s/"first":1700000000,//' -e '4s/1700000000/1600000000/' "$work/good" >"$work/first"
now=$(date +%s)
head -n 2 "$work/first" >"$work/part"
aw import "$work/part"
[ "$(redis hget "n:{demo}:$(hash /x)" first)" -ge "$now" ]
ok $? 'an article without a first visit: now'
aw import "$work/first"
is "$status $(redis hget "n:{demo}:$(hash /x)" first)" '0 1600000000' \
    'or when its oldest comment was written'
aw import "$work/first"
is "$status $(printf '%s\n' "$said" | tail -n 1)" '0 nothing was changed' 'once'
agrees 'an article without a first visit'

# bad NAME PATTERN LINE OLD NEW [THERE]: with OLD replaced by NEW it is told in words
# like PATTERN, and nothing from that line on is written; or, when only the database
# shows that it is bad, nothing of that line
bad() {
	restart
	perl -e '
		my ($file, $line, $old, $new) = @ARGV;
		open my $in, "<", $file or die;
		while (<$in>) {
			s/\Q$old\E/$new/ or die "no $old" if $. == $line;
			print;
		}' "$work/good" "$3" "$4" "$5" >"$work/bad"
	head -n $(($3 - 1)) "$work/good" >"$work/so-far"
	"$BIN/afterword" -c "$var/afterword.conf" import "$work/so-far" >/dev/null 2>&1
	durable >"$work/so-far.keys"
	restart
	aw import -n "$work/bad"
	bad_dry=$wrong
	aw import "$work/bad"
	is "$status" 1 "$1: status 1"
	like "$wrong" "^afterword: .*/bad:$3: $2" "$1: told with its line"
	is "$bad_dry" "$wrong" "$1: by -n, too"
	durable >"$work/after"
	[ "${6-}" ] ||
	    same "$work/so-far.keys" "$work/after" "$1: only what stands before was taken"
}
bad 'no JSON' 'no JSON: ' 4 '{"type"' '{type'
bad 'no object' 'no JSON object' 7 \
    '{"type":"ledger","id":"1700000000000-0","entry":["what","test"]}' '["ledger"]'
bad 'two of a member' 'no JSON: .*duplicate' 4 '"name":"Ann"' '"name":"Ann","name":"A"'
bad 'bytes that are no UTF-8' 'no JSON: unable to decode' 4 Ann "$(printf '\377')"
bad 'no head' 'no file of afterword export' 1 '"afterword":1' '"afterword":0'
bad 'a newer format' 'no file of afterword export, or a newer one' 1 '"afterword":1' '"afterword":2'
bad 'another site' 'it is of the site else, not of demo' 1 '"demo"' '"else"'
bad 'another type' 'type is none that is known' 4 '"comment"' '"remark"'
bad 'HTML' 'html is no member that is known' 4 '"name"' '"html":"<script>","name"'
bad 'no id' 'id is missing' 4 '"id":1,' ''
bad 'an id that is none' 'id is not from 1 to' 4 '"id":1' '"id":0'
bad 'an id that is too large' 'id is not from 1 to 2147483647' 4 '"id":1' '"id":2147483648'
bad 'an id of another type' 'id is no whole number' 4 '"id":1' '"id":"1"'
bad 'half an id' 'id is no whole number' 4 '"id":1' '"id":1.5'
bad 'no article' 'article is no name' 4 '"article":"/x",' ''
bad 'an article that is none' 'article is no name' 2 '"article":"/x"' '"article":"x"'
for name in '/x/../y?utm_source=q' /x/ '/x?' //x '/x#y' /index.html /%78 \
    https://127.0.0.1/x; do
	bad "an article that nobody can ask for: $name" 'article is no name' 2 \
	    '"article":"/x"' "\"article\":\"$name\""
done
bad 'an alias that nobody can ask for' 'an alias is no name' 2 '"/y"' '"/y/"'
bad 'a comment there' 'article is no name' 5 '"/y"' '"/y/"'
bad 'an article that is not there' 'its article is not there' 4 \
    '"article":"/x"' '"article":"/z"' there
is "$(redis exists 'c:{demo}:1')" 0 'and it is not written'
bad 'no time' 'created is missing' 4 '"created":1700000000,' ''
bad 'no text' 'text is missing' 4 '"text":"Root",' ''
bad 'an empty text' 'text has 0 bytes' 4 'Root' ''
bad 'a text of nothing' 'text is empty' 4 'Root' '\u200b\n'
bad 'a text of controls' 'text is no text' 4 'Root' '\u0007'
bad 'a long text' 'text has 9000 bytes' 4 'Root' "$(printf 'x%.0s' $(seq 9000))"
bad 'a long name' 'name ' 4 'Ann' "$(printf 'x%.0s' $(seq 200))"
bad 'a name of two lines' 'name is no line of text' 4 'Ann' 'A\nB'
bad 'a script as home page' 'url ' 4 'https://example.org/' 'javascript:alert(1)'
bad 'another state' 'state is none that is known' 6 '"deleted"' '"gone"'
bad 'a deleted text' 'a deleted comment has no text' 6 '"state"' '"text":"x","state"'
bad 'a parent to come' 'parent is not before it' 5 '"parent":1' '"parent":2'
bad 'a parent that is not there' 'what it replies to is not there' 6 \
    '"id":3,"article":"/x","created":1700000002,"state":"deleted"' \
    '"id":4,"article":"/x","created":1700000002,"parent":3,"text":"x"' there
is "$(redis exists 'c:{demo}:4')" 0 'and it is not written'
bad 'an id once more' 'comments have to stand by rising ids' 5 '"id":2' '"id":1'
bad 'more voters than votes' 'more voters than votes' 4 '"up":2' '"up":1'
bad 'too many votes' 'up is not from 1 to 1000000000' 4 '"up":2' '"up":1000000001'
bad 'too many against' 'down is not from 1 to 1000000000' 4 '"up":2' \
    '"up":2,"down":9007199254740991'
bad 'no voters' 'a voter is no number' 4 '"12"' '"-1"'
bad 'voters as numbers' 'a string was expected' 4 '"12"' '12'
bad 'voters for ever' 'until is missing' 4 "\"until\":$later," ''
bad 'no base64' 'mail is no base64' 5 'AAECAw==' 'AAECA'
bad 'a short token' 'token has 3 bytes' 5 'AAECAwQFBgcICQoLDA0ODw==' 'AAEC'
bad 'an author that is none' 'author has ' 3 '0123456789abcdef' '0123456789ABCDEF'
bad 'a count that is none' 'visits is no count' 2 '"t":3' '"visits":3'
bad 'a count below nothing' 't is no number' 2 '"t":3' '"t":-3'
bad 'an alias that is none' 'an alias is no name' 2 '"/y"' '"y"'
bad 'a last id that is too large' 'last is not from 1 to 2147483647' 8 \
    '"last":7' '"last":2147483648'
bad 'an entry of halves' 'entry has no names and values' 7 ',"test"' ''
bad 'an entry without an id' 'id is none of an entry' 7 '1700000000000-0' '0-0'

restart
{ cat "$work/good"; sed -n 4p "$work/good"; } >"$work/bad"
aw import "$work/bad"
like "$wrong" 'bad:9: something follows the end' 'more behind the end'

restart
{
	sed 1q "$work/good"
	echo '{"type":"article","article":"/x"}'
	echo '{"type":"article","article":"/z"}'
	echo '{"type":"comment","id":1,"article":"/x","created":1700000000,"text":"x"}'
	for n in $(seq 2 53); do
		echo "{\"type\":\"comment\",\"id\":$n,\"article\":\"/x\",\"created\":1700000000,\"parent\":$((n - 1)),\"text\":\"x\"}"
	done
} >"$work/bad"
aw import "$work/bad"
is "$status" 1 'too deep: status 1'
like "$wrong" 'bad:55: it is too deep' 'says where'
aw import -n "$work/bad"
like "$wrong" 'bad:55: too deep' 'before it happens, too'
sed -i '5s,/x,/z,' "$work/bad"
restart
aw import "$work/bad"
like "$wrong" 'bad:5: what it replies to is not there' 'a parent on another article'

# What readers could not send is not refused, but cleaned as theirs is.
restart
sed -e 's/"Ann"/"A\\u202ann\\u200b"/' -e 's/"Root"/"Root  \\n\\n\\n\\n\\n<script>x<\/script>\\u202e"/' \
    -e 's,https://example.org/,HTTPS://Example.ORG/<,' "$work/good" >"$work/odd"
aw import "$work/odd"
is "$status" 0 'what is not clean'
is "$(redis --raw hget 'c:{demo}:1' n) $(redis --raw hget 'c:{demo}:1' u)" \
    'Ann https://example.org/%3C' 'a name and an address are cleaned'
is "$(redis --raw hget 'c:{demo}:1' h)" \
    '<p>Root</p><p>&lt;script&gt;x&lt;/script&gt;</p>' 'HTML is made of the text alone'
aw import "$work/odd"
is "$status $(printf '%s\n' "$said" | tail -n 1)" '0 nothing was changed' 'and is so again'

# What differs of articles, authors and the ledger.
restart
aw import "$work/good"
sed -e '2s/"t":3/"t":8/' -e '3s/1700000000/1700000009/' -e '7s/test/other/' \
    "$work/good" >"$work/odd"
aw import "$work/odd"
is "$status" 1 'other records: status 1'
like "$wrong" 'odd:2: /x is there with another counts' 'an article'
like "$wrong" 'odd:3: 0123456789abcdef is there, and is another' 'an author'
like "$wrong" 'odd:7: 1700000000000-0 is there, and is another' 'an entry'
sed -e '7s/1700000000000/1600000000000/' "$work/good" >"$work/odd"
aw import "$work/odd"
like "$wrong" 'odd:7: 1600000000000-0 is older than what is there' 'an older entry'
sed -e '2s,"/y","/z",' -e '2s,"/x","/y",' -e '4,$d' "$work/good" >"$work/odd"
aw import "$work/odd"
like "$wrong" 'odd:2: /y is there, as another name of /x' 'an article that is an alias'
redis set 'a:{demo}:x' y >/dev/null
sed -e '2s,"/x","/w",' -e '4,$d' "$work/good" >"$work/odd"
aw import "$work/odd"
like "$wrong" 'odd:2: /w is not what /y becomes: that is there' 'an alias of another'
redis del 'a:{demo}:x' >/dev/null

restart
sed -e "s/$later/1700000001/" "$work/good" >"$work/odd"
aw import "$work/odd"
is "$status$wrong $(redis exists 'h:{demo}:0123456789abcdef' 'x:{demo}:1')" '0 0' \
    'what has expired meanwhile is left out'

restart
sed "s/$later/4000000000/" "$work/good" >"$work/odd"
aw import "$work/odd"
agrees 'nothing is kept for longer than it would be'

# ---- the command line ----

cp "$var/afterword.conf" "$work/usual.conf"
printf '\n[site "other"]\norigins = https://other.example\n' >>"$var/afterword.conf"
aw export
is "$status" 2 'one of several sites: status 2'
aw export other
is "$status" 0 'named behind export'
like "$said" '^\{"afterword":1,"site":"other",' 'it is that one'
aw -s demo export demo
like "$status $said" '^0 \{"afterword":1,"site":"demo",' 'with -s as well'
aw -s demo export other
is "$status $said" '2 ' 'but the same one'
like "$wrong" 'which site is meant: demo or other' 'says so'
aw export elsewhere
is "$status" 2 'a site that there is not: status 2'
cp "$work/usual.conf" "$var/afterword.conf"
aw import
is "$status" 2 'import without a file: status 2'
aw import -x "$work/good"
is "$status" 2 'an unknown option: status 2'
aw import "$work/not-there"
is "$status" 1 'a file that is not there: status 1'
like "$wrong" 'not-there: No such file' 'says so'
aw import "$work"
is "$status" 1 'a folder: status 1'
"$BIN/afterword" -c "$var/afterword.conf" export >/dev/full 2>"$work/wrong"
is $? 1 'export to a full disk: status 1'
like "$(cat "$work/wrong")" 'cannot write: No space left' 'says so'
redis hset 'c:{demo}:1' up many n "$(printf '\377')" >/dev/null
redis hset "a:{demo}:$(hash /x)" odd 1 >/dev/null
redis set 'y:{demo}' short >/dev/null
aw export
is "$status" 1 'what is broken: status 1'
like "$wrong" '^afterword: c:.demo.:1: field up is not what it should be' 'says what'
like "$wrong" '5 things were left out' 'and how much'
printf '%s\n' "$said" >"$work/left"
restart
aw import "$work/left"
is "$status" 0 'what is left is whole'

# ---- while comments and visits go on ----

restart
kill -HUP "$(pid comments)"
for n in 1 2 3; do
	for _ in $(seq 60); do
		say "/live$n" "Comment of $n at $(date +%N)"
		post "/live$n"
	done >/dev/null &
	writers="${writers-} $!"
done
runs=0
wrongs=
while kill -0 ${writers} 2>/dev/null; do
	"$BIN/afterword" -c "$var/afterword.conf" export >"$work/live.$runs" 2>>"$work/live.wrong" ||
	    wrongs="$wrongs export"
	aw check
	[ "$status" -eq 0 ] || wrongs="$wrongs $said"
	runs=$((runs + 1))
done 2>/dev/null
for writer in $writers; do
	wait "$writer"
done
is "$wrongs" '' "exported and checked $runs times meanwhile"
durable >"$work/before"
bads=0
n=0
while [ "$n" -lt "$runs" ]; do
	if [ $((n % 5)) -eq 0 ]; then
		restart
		aw import "$work/live.$n"
		[ "$status" -eq 0 ] || bads=$((bads + 1))
		aw check
		[ "$status" -eq 0 ] || bads=$((bads + 1))
	fi
	n=$((n + 1))
done
is "$bads" 0 'each of them comes back as a whole'

finish
