#!/bin/sh
# What waits for a moderator, and what is done to it: one by one, several at once,
# undone; by forms alone and by the page's script
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

moderation_start 'hold = first'
# The comments that the last page shows, in its order.
shown() {
	printf '%s\n' "$body" | sed -n 's/.*data-id="\([0-9]*\)".*/\1/p' | tr '\n' ' '
}
states() {
	for id; do
		st=$(field "$id" st)
		printf '%s ' "${st:-published}"
	done
}

say /2025/tram.html 'Why **so** long? See [this](https://example.org/x)' \
    '"name":"Ben","url":"https://ben.example/"'
is "$status" 202 'a comment waits'
say /2025/tram.html 'Ärger mit der Bahn' '"name":"Zoë"'
say '/2025/bread.html?a=1&b=2' '<b>Sourdough</b> & \"rye\"' '"name":"<i>Eve</i>"'
say /2025/bread.html 'Buy a LOTTERY ticket' '"name":"Max"'
sign_in
ok $? 'a moderator signs in'

# ---- the queue ----

console GET /moderation/
is "$(shown)" '4 3 2 1 ' 'what waits is there, newest first'
like "$body" '<title>\(4\) Held - demo</title>' 'and how much of it'
like "$body" '<b class="count" id="count-held">4</b>' 'beside the name of the list, too'
like "$body" '<span class="why">by somebody new</span>' 'with the reason'
like "$body" 'href="/moderation/\?list=all&amp;article=/2025/tram.html">/2025/tram.html' \
    'and the article'
like "$body" '<a href="https://example.org/x" rel="nofollow ugc' 'links are links'
like "$body" '<bdi>&lt;i&gt;Eve&lt;/i&gt;</bdi>' 'names are text'
unlike "$body" '<b>Sourdough' 'and markup is what it is to readers'
like "$body" 'list=all&amp;article=/2025/bread.html"' 'by its canonical name'
is "$(header cache-control)" no-store 'nobody keeps the page'
like "$(header content-security-policy)" "script-src 'self';.*frame-ancestors 'none'" \
    'which runs no script but its own, in no frame'
unlike "$body" '<script>| on[a-z]*=|style=' 'and has none in it'
console GET '/moderation/?list=spam'
is "$(shown)" '' 'there is no spam'
like "$body" 'There is nothing here' 'which is said'
console GET '/moderation/?list=other'
is "$status" 422 'nor another list'

# ---- one by one ----

submit /moderation/act id=1 action=approve list=held
is "$status $(header location)" '303 /moderation/?list=held&done=approve&were=1-held-new' \
    'one is approved'
is "$(states 1)" 'published ' 'and published'
comments_of /2025/tram.html
is "$(ids)" '1' 'readers see it'
console GET '/moderation/?list=held&done=approve&were=1-held-new'
is "$(shown)" '4 3 2 ' 'it waits no more'
like "$body" '<p>1 comment approved.</p>' 'what was done is said'
is "$(hidden were)" 1-held-new 'and can be undone'
console GET '/moderation/?list=all&author='"$(field 1 w)"
is "$(shown)" '1 ' 'an author has a list'
like "$body" 'approved before' 'and was approved'
say /2025/tram.html 'Another one' '"name":"Ben"'
is "$status" 202 'somebody else of that name waits'
submit /moderation/undo list=held were=1-held-new
is "$status $(states 1)" '303 held ' 'undone, it waits again'
console GET /moderation/
unlike "$body" 'approved before' 'and its author is as unknown as before'
comments_of /2025/tram.html
is "$(ids)" '' 'and nobody sees it'
submit /moderation/act id=1 action=spam list=held
is "$(states 1)" 'spam ' 'it is spam'
console GET '/moderation/?list=spam'
is "$(shown)" '1 ' 'and among it'
like "$body" 'a moderator decided so' 'for that reason'
redis xrevrange 'l:{demo}' + - COUNT 1 >"$work/ledger"
like "$(tr '\n' ' ' <"$work/ledger")" ' what spam comment 1 was held is spam .* who Anna ' \
    'the ledger says who did it'

# ---- deleting is asked about ----

submit /moderation/act id=1 action=delete list=spam
is "$status $(states 1)" '200 spam ' 'before one is deleted'
like "$body" 'Delete for good\?' 'that is asked'
like "$body" 'name="sure" value="1"' 'by a form'
submit /moderation/act id=1 action=delete list=spam sure=1
is "$status $(states 1)" '303 deleted ' 'then it is'
submit /moderation/undo list=spam were=1-spam
is "$(states 1)" 'deleted ' 'for good'
submit /moderation/undo list=spam were=1-deleted
is "$status" 422 'and nothing is deleted by undoing'
console GET '/moderation/?list=all'
is "$(shown)" '5 4 3 2 ' 'nobody looks at it any more'

# ---- several ----

submit /moderation/act id=2 id=3 id=4 action=approve list=held
is "$status $(states 2 3 4)" '303 published published published ' 'several are approved'
submit /moderation/act id=2 id=3 id=77 id=1 action=hold list=all
is "$(header location)" \
    '/moderation/?list=all&done=hold&were=2-published-known.3-published-known' \
    'what there is not, and what is gone, stays so'
submit /moderation/undo list=all were=2-published-known.3-published-known
is "$(states 2 3)" 'published published ' 'all of them are undone'
for bad in 'id=x' 'id=0' 'id=-1' 'id=99999999999' 'id='; do
	submit /moderation/act "$bad" id=2 action=spam list=held
	is "$status $(states 2)" '422 published ' "$bad is no comment, and nothing is done"
done
set --
for id in $(seq 1 101); do
	set -- "$@" "id=$id"
done
submit /moderation/act "$@" action=spam list=held
is "$status $(states 2)" '422 published ' 'more than a hundred are too many'
submit /moderation/act action=spam list=held
is "$status" 422 'and none is too few'
submit /moderation/act id=2 action=eat list=held
is "$status" 422 'what cannot be done is not'
for were in 2 2- -held 2-eaten 2-held. 2-held,3-held 2-held-ok 2-held-new-new; do
	submit /moderation/undo list=held "were=$were"
	is "$status $(states 2)" '422 published ' "undone cannot be: $were"
done

# ---- by the script ----

submit /moderation/act id=2 id=77 action=hold list=held
console POST /moderation/act --header 'Accept: application/json' \
    --data "csrf=$csrf&id=2&id=77&action=approve"
is "$status $(header content-type)" '200 application/json; charset=utf-8' \
    'a script is told'
is "$(json comments.0.outcome) $(json comments.0.was) $(json comments.0.state)" \
    'done held published' 'what became of one'
is "$(json comments.0.undo) $(json comments.1.undo)" '2-held-known undefined' \
    'what takes it back'
is "$(json comments.1.outcome)" none 'and of another'
console GET /moderation/counts --header 'Accept: application/json'
is "$status $(json held) $(json spam)" '200 1 0' 'it asks how many wait'
get /moderation/counts --header 'Accept: application/json'
problem 403 - 'which nobody else is told'

# ---- searching ----

say /2025/tram.html 'KÄSE Über alles; ÉTÉ' '"name":"Käthe Öl"'
for row in '%C3%84rger:2' '%C3%A4rger:2' '%C3%84RGER:2' 'lottery:4' 'LOTTERY:4' \
    'Lottery:4' 'zo%C3%AB:2' 'ZO%C3%8B:2' 'k%C3%A4se:6' 'K%C3%A4se:6' 'K%C3%84SE:6' 'k%C3%84sE:6' \
    '%C3%BCBER:6' '%C3%A9t%C3%A9:6' 'k%C3%A4the:6' '%C2%AD:' '%25:' 'xyz:' \
    'ben:5'; do
	console GET "/moderation/?list=all&words=${row%%:*}"
	found=$(shown)
	is "${found% }" "${row#*:}" "found by ${row%%:*}: ${row#*:}"
done
like "$body" 'Show all' 'and there is a way back'
console GET '/moderation/?list=all&article=/2025/bread.html'
is "$(shown)" '4 3 ' 'by article'
console GET '/moderation/?list=all&article=%7F'
is "$status" 422 'which has to be one'
"$BIN/afterword" -c "$var/afterword.conf" alias /2025/bread.html /2026/bread.html \
    >/dev/null
console GET '/moderation/?list=all&article=/2025/bread.html'
is "$(shown)" '4 3 ' 'by a name that it had'
console GET '/moderation/?list=all&article=/2026/bread.html'
is "$(shown)" '4 3 ' 'and has now'

# ---- many ----

day_ago=$(($(date +%s) - 86400))
for id in $(seq 100 1400); do
	t=$((day_ago + id / 2))
	echo "HSET c:{demo}:$id a 0123456789abcdef t $t s text$id h <p>text$id</p> n N w 00000000000000aa k 0 st held why first"
	echo "ZADD m:{demo}:held $(printf '%d' $((t * 2097152 + id))) $id"
done >"$work/many"
echo "HSET c:{demo} last 1400" >>"$work/many"
redis <"$work/many" >/dev/null
seen=
next='/moderation/?list=held'
pages=0
while [ -n "$next" ] && [ $pages -lt 80 ]; do
	console GET "$next"
	seen="$seen$(shown)"
	pages=$((pages + 1))
	next=$(printf '%s\n' "$body" | sed -n 's/.*rel="next" href="\([^"]*\)".*/\1/p' |
	    sed 's/&amp;/\&/g')
done
is "$(printf '%s\n' $seen | sed -n '$=') $(printf '%s\n' $seen | sort -u | sed -n '$=')" \
    '1303 1303' 'all of a long queue is gone through, each once'
console GET '/moderation/?list=held&words=text101&after=0'
is "$status" 422 'it begins at one'
console GET '/moderation/?list=held&words=text101'
is "$(shown)" '1019 1018 1017 1016 1015 1014 1013 1012 1011 1010 ' \
    'what is far down is not found at once'
like "$body" 'rel="next" href="/moderation/\?list=held&amp;words=text101&amp;after=' \
    'but there is a way further down'
found=
pages=0
next='/moderation/?list=held&words=text101'
while [ -n "$next" ] && [ $pages -lt 10 ]; do
	console GET "$next"
	found="$found$(shown)"
	pages=$((pages + 1))
	next=$(printf '%s\n' "$body" | sed -n 's/.*rel="next" href="\([^"]*\)".*/\1/p' |
	    sed 's/&amp;/\&/g')
done
is "$found$pages" '1019 1018 1017 1016 1015 1014 1013 1012 1011 1010 101 2' \
    'and it is found there'
console GET '/moderation/counts' --header 'Accept: application/json'
is "$(json held) $(json spam)" '1303 0' 'all of them are counted'

# What is searched is bound by its length, too.
redis eval 'for id = 1300, 1400 do
	redis.call("HSET", "c:{demo}:" .. id, "s", string.rep("Long ", 1638) .. id)
end' 0 >/dev/null
console GET '/moderation/?list=held&words=text1299'
is "$(shown)" '' 'long ones take longer'
next=$(printf '%s\n' "$body" | sed -n 's/.*rel="next" href="[^"]*after=\([0-9]*\)".*/\1/p')
like "$next" '^13[67]' 'so that fewer are searched at once'
pages=1
while [ -n "$next" ] && [ -z "$(shown)" ] && [ $pages -lt 10 ]; do
	console GET "/moderation/?list=held&words=text1299&after=$next"
	pages=$((pages + 1))
	next=$(printf '%s\n' "$body" |
	    sed -n 's/.*rel="next" href="[^"]*after=\([0-9]*\)".*/\1/p')
done
is "$(shown)$pages" '1299 4' 'and it is found further down'
console GET '/moderation/?list=held'
is "$(shown | wc -w)" 20 'without a search their length is nothing'

# ---- as many as may be ----

set --
for id in $(seq 301 400); do
	set -- "$@" "id=$id"
done
submit /moderation/act "$@" action=approve list=held
console GET "$(header location)"
is "$status $(hidden were | tr . '\n' | wc -l)" '200 100' 'a hundred are done'
submit /moderation/undo list=held "were=$(hidden were)"
is "$status $(states 301 302 350 399 400)" '303 held held held held held ' 'and undone'

# ---- what is said of authors is taken back, too ----

# known ID: 1 when its author is approved
known() {
	printf '%s ' "$(redis hexists "h:{demo}:$(field "$1" w)" ok)"
}
# undo: what was done last
undo() {
	submit /moderation/undo list=all "were=$(header location | sed 's/.*were=//')"
}
say /d 'Mine' '"name":"Kim"'
kim=$(json id)
token=$(json author_token)
say /d 'Mine, too' "\"name\":\"Kim\",\"author_token\":\"$token\""
kim2=$(json id)
submit /moderation/act "id=$kim" "id=$kim2" action=approve list=held
like "$(header location)" "were=$kim-held-new\.$kim2-held-known$" 'of two the first makes known'
is "$(known "$kim")" '1 ' 'an author'
undo
is "$(states "$kim" "$kim2")$(known "$kim")" 'held held 0 ' 'who is not, when both are undone'
submit /moderation/act "id=$kim" action=approve list=held
submit /moderation/act "id=$kim2" action=spam list=held
is "$(known "$kim")" '0 ' 'who sends spam is known no more'
undo
is "$(states "$kim" "$kim2")$(known "$kim")" 'published held 1 ' 'but when that was a mistake'
submit /moderation/act "id=$kim" action=hold list=all
is "$(known "$kim")" '1 ' 'held says nothing of an author'
undo
is "$(states "$kim")$(known "$kim")" 'published 1 ' 'nor does its end'
redis hdel "h:{demo}:$(field "$kim" w)" ok >/dev/null
submit /moderation/act "id=$kim" action=hold list=all
undo
is "$(states "$kim")$(known "$kim")" 'published 0 ' 'of none'
submit /moderation/undo list=all "were=$kim-held"
submit /moderation/undo list=all "were=$kim-published"
is "$(known "$kim")" '1 ' 'a state alone says what it says'

# ---- two moderators ----

say /two 'Both look at this'
two=$(json id)
submit /moderation/act "id=$two" action=approve list=held
console GET "$(header location)"
is "$(hidden 'done') $(hidden were)" "approve $two-held-new" 'the form says what it undoes'
submit /moderation/act "id=$two" action=spam list=all
submit /moderation/undo list=held done=approve "were=$two-held-new"
is "$status $(states "$two")" '303 spam ' 'what somebody has decided since is not undone'
is "$(header location)" '/moderation/?list=held&done=undo' 'by who has not seen it'
console GET "$(header location)"
like "$body" 'Nothing was changed: somebody has decided since' 'and is told'
submit /moderation/undo list=held done=spam "were=$two-published-known"
is "$(states "$two")" 'published ' 'but what is still so'
submit /moderation/undo list=held done=delete "were=$two-held"
is "$status" 422 'deleting is nothing to undo'

# ---- a writer who edits what is being looked at ----

say /sly 'Harmless'
sly=$(json id) sly_token=$(json edit_token)
console GET '/moderation/?list=held'
seen=$(hidden seen)
sleep 2
edit "$sly" "$sly_token" 'Something else'
is "$status" 200 'the text is another now'
submit /moderation/act "id=$sly" action=approve list=held "seen=$seen"
is "$status $(states "$sly")" '303 held ' 'what was not read is not approved'
console GET "$(header location)"
like "$body" 'somebody has decided since, or edited the text' 'and the page says why'
console GET '/moderation/?list=held'
sleep 2
console GET '/moderation/?list=held'
submit /moderation/act "id=$sly" action=approve list=held "seen=$(hidden seen)"
is "$(states "$sly")" 'published ' 'what was read is'

redis slowlog get 100 >"$work/slow"
unlike "$(tr '\n' ' ' <"$work/slow")" 'evalsha' 'no call took Redis 10 ms'

finish
