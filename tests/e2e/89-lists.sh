#!/bin/sh
# The list of a site: edited on the moderators' page, and what becomes of comments then
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

printf 'hold word fromthefile\nrefuse word neverever\n' >"$work/guard.txt"
AFTERWORD_COMMENTS_LISTS=$work/guard.txt
export AFTERWORD_COMMENTS_LISTS
moderation_start 'hold = nothing
links = 2' '[site "other"]
origins = https://other.example'
sign_in

key='d:{demo}:list'
# save ROWS [VERSION]: what the form sends, with the version of the page
save() {
	if [ $# -lt 2 ]; then
		console GET /moderation/lists
		set -- "$1" "$(hidden version)"
	fi
	submit /moderation/lists "rows=$1" "version=$2"
}
saved() {
	is "$status $(header location)" '303 /moderation/lists?done=save' "$1"
}
# judged TEXT [MORE [ARGS]]: what becomes of it, and why
judged() {
	say /a "$@"
	judged_id=$(json id)
	echo "$status $(field "$judged_id" st) $(field "$judged_id" why)"
}
rows() {
	redis --raw hget "$key" text
}

# ---- the page ----

console GET /moderation/lists
is "$status" 200 'the list has a page'
like "$body" 'href="/moderation/lists" aria-current="page"' 'and a tab'
like "$body" 'It has 0 entries\.' 'it is empty to begin with'
like "$body" 'first, has 2 entries\.' "the owner's file is counted"
printf '%s\n' "$body" | sed -n '/<pre>/,/<\/pre>/{s/<[^>]*>//g;p;}' >"$work/examples"
is "$(wc -l <"$work/examples")" 6 'how a line is written is shown'
save "$(cat "$work/examples")"
saved 'by lines that can be saved'
save ''
is "$(judged 'My casino one')" '201  ' 'a comment passes'
is "$(judged 'One is fromthefile')" '202 held list' 'the file holds one'

# ---- words, hosts, networks, names ----

save '# ours
hold word casino
spam host spam.example
hold name Anonymous
refuse word forbidden
hold net 127.0.0.9/32'
saved 'it is saved'
console GET '/moderation/lists?done=save'
like "$body" 'role="status"><p>The list is saved' 'which is said'
like "$body" 'It has 5 entries, changed .* by <bdi>Anna</bdi>' 'with who did it'
like "$body" '^# ours$' 'and what was written'
is "$(judged 'My casino two')" '202 held list' 'the very next comment is held by it'
held=$(redis --raw zrevrange 'm:{demo}:held' 0 0)
is "$(judged 'A link https://www.spam.example/x')" '202 spam list' 'a host is spam'
is "$(judged 'My home page' '"name":"Ann","url":"https://spam.example"')" '202 spam list' \
    'so is a home page'
is "$(judged 'My name' '"name":"An0nymous"')" '202 held list' 'a name is held'
is "$(judged 'My network' '"name":"Ann"' --interface 127.0.0.9)" '202 held list' \
    'so is a network'
is "$(judged 'Nothing bad here')" '201  ' 'others pass'
is "$(judged 'Two is fromthefile')" '202 held list' 'the file still holds'
say /a 'This is forbidden'
problem 403 - 'refused'
is "$(json detail)" 'the owner of this site does not take it' 'and told no more'
form /a 'text=This is forbidden too' name=Ann
is "$status" 403 'by the form as well'
say /a 'neverever'
is "$status" 403 'the file refuses'
say /a 'This is forbidden' '"name":"Ann","subject":"x"'
is "$status" 403 'what is refused is not even kept as spam'
console GET /moderation/
like "$body" 'on the list of words, hosts, networks, names' 'the queue says why'
submit /moderation/act "id=$held" action=approve list=held
is "$(field "$held" st)" '' 'a moderator may decide otherwise'

# ---- edits ----

say /a 'Harmless' '"name":"Ann"'
id=$(json id)
token=$(json edit_token)
edit "$id" "$token" 'Now with a casino'
is "$status $(json held) $(field "$id" why)" '200 true list' 'an edit is held by it'
edit "$id" "$token" 'Now forbidden'
is "$status" 403 'or refused'
is "$(field "$id" s)" 'Now with a casino' 'and not written'

# ---- taken away again ----

say /c 'Still harmless' '"name":"Ann"'
id=$(json id)
token=$(json edit_token)
save 'hold word bingo'
saved 'another list takes its place'
is "$(judged 'This was forbidden before')" '201  ' 'what is refused no more passes at once'
is "$(judged 'My casino three')" '201  ' 'so does what was held'
is "$(judged 'My bingo one')" '202 held list' 'and the new row holds'
save 'hold word lotto'
edit "$id" "$token" 'Still, and lotto'
is "$status $(field "$id" why)" '200 list' 'an edit is the first to meet a new list'
save 'hold word casino'
save ''
saved 'it is emptied'
is "$(redis exists "$key")" 0 'and nothing is left of it'
is "$(judged 'My casino four')" '201  ' 'then all passes'
save ' 
 '
is "$status $(redis exists "$key")" '303 0' 'spaces are no list'

# ---- what cannot be ----

save 'hold word casino'
for bad in 'hold wrod casino|the second word is not word, host, net or name' \
    'Hold word casino|the first word is not hold, spam or refuse' \
    'hold net 300.0.0.1|no IPv4 or IPv6 address' \
    'spam host <b>&|no host name in ASCII' \
    'hold word|nothing to look for'; do
	save "hold word bingo
# a note

${bad%%|*}
hold word lotto"
	is "$status" 422 "${bad%%|*} is no row"
	like "$body" "role=\"alert\">The list: line 4: ${bad#*|}\." 'which is said, and where'
	like "$body" '^hold word lotto</textarea>' 'what was typed is kept'
	like "$body" 'aria-invalid="true" aria-describedby="problem"' 'beside it'
	is "$(rows)" 'hold word casino' 'and nothing is saved'
done
unlike "$body" '<b>' 'what was typed is text'
# filled LAST: rows of 16371 bytes, and this one
filled() {
	perl -e 'print "hold word casino\n" x 963, $ARGV[0]' "$1"
}
save "$(filled '# 34567890123')"
saved '16 KB are taken'
is "$(judged 'My casino five')" '202 held list' 'and looked at'
save "$(filled '# 345678901234')"
is "$status" 422 'a byte more is not'
like "$body" 'The list: longer than 16384 bytes\.' 'which is said'
like "$body" '^# 345678901234</textarea>' 'and what was typed is kept'
is "$(rows | tail -1)" '# 34567890123' 'nothing is saved'
printf '# %s' "$(printf '\303\251%.0s' $(seq 8191))" >"$work/rows"
save "$(cat "$work/rows")"
saved 'also 16 KB of other letters'
console POST /moderation/lists --data-urlencode "csrf=$csrf" \
    --data-urlencode "rows=$(printf '%018000d' 0 | tr 0 '"')"
is "$status" 413 'a form beyond all limits is refused'
save "$(printf 'hold word \377')"
is "$status" 422 'what is no text neither'
is "$(rows | wc -c)" 16385 'and nothing is saved'
save 'hold word </textarea><script>alert(1)</script>'
console GET /moderation/lists
unlike "$body" '<script>alert' 'a list is text on its page'

# ---- two at once ----

moderator Olga "$password"
save 'hold word first'
console GET /moderation/lists
version=$(hidden version)
olga() {
	anna_cookie=$cookie anna_csrf=$csrf
	sign_in Olga
	save "$@"
	cookie=$anna_cookie csrf=$anna_csrf
}
olga 'hold word hers'
saved 'one saves'
save 'hold word <mine>' "$version"
is "$status" 409 'the other, who has not seen that, does not'
like "$body" 'role="alert">Olga changed the list while you did, and nothing was saved' \
    'and is told'
like "$body" '^hold word &lt;mine&gt;</textarea>' 'with what was typed'
like "$body" '^hold word hers' 'and what there is now'
is "$(rows)" 'hold word hers' 'which was not overwritten'
save 'hold word mine' "$(hidden version)"
saved 'whoever has seen it may'
is "$(rows)" 'hold word mine' 'replace it'
save 'hold word mine' "$version"
saved 'the same again is no conflict'
save '' "$version"
is "$status" 409 'nor is it emptied by who has not seen it'
save 'hold word none' ''
is "$status" 409 'nor overwritten by who saw none'
entries=$(redis xlen 'l:{demo}')
save 'hold word mine'
is "$(redis xlen 'l:{demo}')" "$entries" 'what does not change is not in the ledger'
save 'hold word mine
hold word yours'
is "$(redis --raw xrevrange 'l:{demo}' + - COUNT 1 | tail -6 | tr '\n' ' ')" \
    'what list is 2 who Anna ' 'what does, is'

# ---- who else ----

is "$(redis --raw --scan --pattern 'd:{other}*')" '' 'another site has no list'
redis hset 'd:{other}:list' text 'hold word elsewhere' ver 1234 >/dev/null
is "$(judged 'This is elsewhere')" '201  ' 'and one of another site says nothing here'
console POST /moderation/lists --data-urlencode 'rows=hold word x'
is "$status" 403 'without the token: 403'
console POST /moderation/lists --data-urlencode 'rows=hold word x' --data 'csrf=x'
is "$status" 403 'nor with another'
cookie_was=$cookie cookie=
submit /moderation/lists 'rows=hold word x'
is "$status" 403 'nor without a session'
cookie=$cookie_was
is "$(rows | head -1)" 'hold word mine' 'and nothing was saved'

# ---- restarts, and what nobody has looked at ----

answers() {
	comments_of /a '&site=demo' && [ "$status" -eq 200 ]
}
kill "$(pid comments)"
await 5 answers
is "$(judged 'It is mine')" '202 held list' 'a restarted program has it'
settings ''
is "$(judged 'It is yours')" '202 held list' 'so has one that read its settings again'
redis hset "$key" text 'hold word mine
gibberish' ver 0000 >/dev/null
is "$(judged 'It is mine still')" '201  ' 'what was never looked at is no list'
like "$(cat "$var/log/comments.log")" \
    'level=alarm event=list-unread why="the list of demo: line 2: the first word' 'but an alarm'
redis del "$key" >/dev/null
is "$(judged 'It is yours still')" '201  ' 'none is none'
save 'hold word again'
saved 'and one is made again'
is "$(judged 'And again')" '202 held list' 'which holds'

out=$("$BIN/afterword" -c "$var/afterword.conf" check 2>&1)
is "$?" 0 'check knows the key' || diag "$out"
"$BIN/afterword" -c "$var/afterword.conf" -s demo export >"$work/export" 2>&1
unlike "$(cat "$work/export")" 'word again' 'like blocks it is in no exported file'

finish
