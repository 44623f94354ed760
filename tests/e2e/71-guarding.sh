#!/bin/sh
# Comments: what is refused, what waits for a moderator, and who may change what
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

: >"$work/guard.txt"
AFTERWORD_COMMENTS_LISTS=$work/guard.txt
export AFTERWORD_COMMENTS_LISTS
comments_start 'hold = nothing
reserved_names = admin,Jane Doe'

raw() {
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-raw "$@"
}
state() {
	echo "$(field "$1" st) $(field "$1" why)"
}

# ---- fields ----

s=$(stamp /a)
raw "{\"article\":\"/a\",\"name\":\"Ann\",\"stamp\":\"$s\"}"
is "$status $(json errors.0.field)" '422 text' 'without a text'
for text in '' ' ' '\n\n' '\u200b' '\ufeff'; do
	say /a "$text"
	is "$status $(json errors.0.field)" '422 text' "an empty text: $text"
done
say /a "$(printf 'x%.0s' $(seq 8192))"
is "$status" 201 '8192 bytes are taken'
raw "{\"article\":\"/a\",\"name\":\"Ann\",\"stamp\":\"$s\",\"text\":\"$(printf 'y%.0s' $(seq 8193))\"}"
is "$status $(json errors.0.field)" '422 text' 'and no more'
say /a 'a text' '"name":""'
is "$status $(json errors.0.field)" '422 name' 'without a name'
say /a 'a text' "\"name\":\"$(printf 'n%.0s' $(seq 65))\""
is "$status $(json errors.0.field)" '422 name' 'a name that is too long'
for name in admin ADMIN 'Аdmin' adm1n 'jane doe' 'Jane  Doe' 'Jаne Doe' ａｄｍｉｎ; do
	say /a "by $name" "\"name\":\"$name\""
	is "$status $(json errors.0.field)" '422 name' "reserved: $name"
done
say /a 'by a namesake' '"name":"Janet Doering"'
is "$status" 201 'a longer name is another'
say /a 'by \u202eevil' '"name":"\u202eAnn\u200b"'
is "$status $(json author.name)" '201 Ann' 'what turns or hides is left out of a name'
for mail in ann ann@ @x.example 'ann@b@c.example' 'a b@c.example' 'a@c.example\r\nBcc: d@e.example'; do
	say /a 'a mail' "\"name\":\"Ann\",\"email\":\"$mail\""
	is "$status $(json errors.0.field)" '422 email' "no mail address: $mail"
done
for url in javascript:alert ftp://a.example 'http://' '//a.example' 'data:text/html,x' \
    'java\tscript:alert(1)' 'https:a.example'; do
	say /a 'a link' "\"name\":\"Ann\",\"url\":\"$url\""
	is "$status $(json errors.0.field)" '422 url' "no home page: $url"
done
say /a 'unknown' '"name":"Ann","approved":true'
is "$status $(json errors.0.field)" '422 approved' 'a field that is not declared'
for more in '"id":7' '"status":"published"' '"owner":true' '"__proto__":{}' '"up":5'; do
	say /a 'unknown' "\"name\":\"Ann\",$more"
	is "$status" 422 "nor is $more"
done

# ---- stamps ----

raw '{"article":"/a","name":"Ann","text":"no stamp"}'
is "$status $(json errors.0.field)" '422 stamp' 'without a stamp'
raw '{"article":"/a","name":"Ann","text":"no stamp","stamp":"x"}'
is "$status $(json errors.0.field)" '422 stamp' 'a stamp that is none'
raw "{\"article\":\"/a\",\"name\":\"Ann\",\"text\":\"no stamp\",\"stamp\":\"$(stamp /b)\"}"
is "$status $(json errors.0.field)" '422 stamp' 'a stamp for another article'
other=$(stamp /a)
raw "{\"article\":\"/a\",\"name\":\"Ann\",\"text\":\"no stamp\",\"stamp\":\"$(echo "$other" | tr 'A-Ma-m' 'N-Zn-z')\"}"
is "$status $(json errors.0.field)" '422 stamp' 'a stamp that was changed'
get '/api/comments/stamp?article=/a'
is "$status $(header cache-control)" '200 no-store' 'a stamp is for one'
used=$(json stamp)
raw "{\"article\":\"/a\",\"name\":\"Ann\",\"text\":\"a stamped text\",\"stamp\":\"$used\"}"
is "$status" 201 'a stamp is taken'
first=$body
raw "{\"article\":\"/a\",\"name\":\"Ann\",\"text\":\"another stamped text\",\"stamp\":\"$used\"}"
is "$status $(json errors.0.field)" '422 Idempotency-Key' 'once'
raw "{\"article\":\"/a\",\"name\":\"Ann\",\"text\":\"a stamped text\",\"stamp\":\"$used\"}"
is "$status $(header idempotency-replayed)" '201 true' 'but for the same request'
is "$body" "$first" 'which has the same answer'
settings 's/^form_delay = .*/form_delay = 1h/'
say /a 'too fast'
is "$status $(json errors.0.field)" '422 stamp' 'who is too fast is a program'
get '/api/comments/stamp?article=/a'
is "$(json wait_s)" 3600 'the stamp tells how long to wait'
settings ''

# ---- repeated requests ----

key='Idempotency-Key: 0b9a4c9e-61a1-4b0e-9f7c-2f5a3b1d6c01'
request_body="{\"article\":\"/key\",\"name\":\"Ann\",\"text\":\"sent twice\",\"stamp\":\"$(stamp /key)\"}"
raw "$request_body" --header "$key"
is "$status $(header idempotency-replayed)" '201 ' 'a request with a key'
first=$body
raw "$request_body" --header "$key"
is "$status $(header idempotency-replayed) $body" "201 true $first" 'again: the same answer'
raw "$(echo "$request_body" | sed 's/sent twice/sent otherwise/')" --header "$key"
is "$status $(json errors.0.field)" '422 Idempotency-Key' 'the key for another request'
comments_of /key
is "$(json count)" 1 'it is there once'
unsay "$(json id "$first")" "$(json edit_token "$first")"
raw "$request_body" --header "$key"
is "$status" 201 'an answer stays the same though the comment is gone'
comments_of /key
is "$(json count)" 0 'and stays gone'
raw "$request_body" --header 'Idempotency-Key: a b'
is "$status $(json errors.0.field)" '422 Idempotency-Key' 'a key of other bytes'

# ---- doubles ----

say /double 'What everybody says, in so many words.'
say /double2 'What  everybody SAYS, in so many words.' '"name":"Bob"' --interface 127.0.0.7
is "$status $(json type)" '409 urn:afterword:problem:duplicate' 'the same text: 409'
say /double3 'On the wrong page, and therefore taken back.'
unsay "$(json id)" "$(json edit_token)"
say /double4 'On the wrong page, and therefore taken back.'
is "$status" 201 'what was taken back may be said elsewhere'
say /double 'Thanks!'
say /double 'Thanks!' '"name":"Bob"' --interface 127.0.0.7
is "$status" 201 'what is short may be said by others'
say /double 'Thanks!'
is "$status" 409 'and once by each'

# ---- limits ----

settings 's/^interval = .*/interval = 1d/; s/^daily = .*/burst = 2/'
say /limit one '"name":"Ann"' --interface 127.0.1.1
say /limit two '"name":"Ann"' --interface 127.0.1.1
is "$status" 201 'a burst of two'
say /limit three '"name":"Ann"' --interface 127.0.1.1
is "$status $(json type)" '429 urn:afterword:problem:rate' 'a third: 429'
like "$(header retry-after)" '^86[34][0-9]{2}$' 'with the time to wait'
say /limit three '"name":"Ann"' --interface 127.0.1.2
is "$status" 201 'another network has its own'
say /limit four '"name":"Ann"' --interface 127.0.1.1 --header 'X-Forwarded-For: 203.0.113.7' \
    --header 'X-Real-IP: 203.0.113.7' --header 'Forwarded: for=203.0.113.7'
is "$status" 429 'headers do not make another network'
settings 's/^interval = .*/interval = 0/; s/^daily = .*/daily = 2/'
say /limit five '"name":"Ann"' --interface 127.0.1.3
say /limit six '"name":"Ann"' --interface 127.0.1.3
say /limit seven '"name":"Ann"' --interface 127.0.1.3
is "$status" 429 'no more than so many a day'
like "$(header retry-after)" '^86[0-9]{3}$' 'till tomorrow'
redis del 'q:{demo}' >/dev/null
settings 's/^flood = .*/flood = 1/'
say /limit eight '"name":"Ann"' --interface 127.0.1.4
is "$status" 201 'a site that gets one comment'
say /limit nine '"name":"Ann"' --interface 127.0.1.5
is "$status $(json held)" '202 true' 'in a flood they are held, not refused'
is "$(state "$(json id)")" 'held flood' 'for that reason'
redis del 'q:{demo}' >/dev/null

# An attack from many networks: readers are not locked out, and nobody gets more than else.
settings 's/^flood = .*/flood = 30/; s/^interval = .*/interval = 20s/; s/^daily = .*/daily = 20/'
became=
for i in $(seq 40); do
	say /attack "Number $i of many, many comments" '"name":"Ann"' --interface "127.0.4.$i"
	became="$became $status"
done
is "$(printf '%s\n' $became | uniq -c | tr -s ' \n' ' ')" ' 30 201 10 202 ' \
    '30 comments in ten minutes are shown, all others are held'
comments_of /attack '&limit=100'
is "$(json count)" 30 'and readers see no more'
say /attack 'Somebody on another article' '"name":"Ann"' --interface 127.0.4.41
is "$status $(state "$(json id)")" '202 held flood' 'one who has nothing to do with it is held, too'
for i in 2 3 4; do
	say /attack "Number $i of one" '"name":"Ann"' --interface 127.0.4.41
done
is "$status $(json type)" '429 urn:afterword:problem:rate' 'the limit of each network is as ever'
like "$(header retry-after)" '^(1?[0-9]|20)$' 'with its time to wait'
say /attack 'Number 40 of many, many comments' '"name":"Ann"' --interface 127.0.4.42
is "$status" 409 'and the same text is taken once'
[ "$(redis ttl 'q:{demo}')" -le 600 ]
ok $? 'comments that are held do not make it last longer'
redis del 'q:{demo}' >/dev/null
say /attack 'When it is over' '"name":"Ann"' --interface 127.0.4.43
is "$status" 201 'after that all is as before'
settings ''
redis del 'q:{demo}' >/dev/null

# ---- what waits ----

say /wait 'see https://a.example https://b.example https://c.example'
is "$status $(json held)" '202 true' 'too many links: it waits'
like "$(json message)" 'moderator' 'and the writer is told'
held=$(json id)
is "$(state "$held")" 'held links' 'the reason is kept'
is "$(header location)" '' 'there is no place to go to'
comments_of /wait
is "$(json count) $(json comments.length)" '0 0' 'nobody sees it'
get "/api/comments/$held"
is "$status" 404 'not by its number either'
is "$(redis --raw zrange 'm:{demo}:held' -1 -1)" "$held" 'it is on the list'
say /wait 'A trap' '"name":"Ann","subject":"Buy"'
is "$status $(json held)" '202 true' 'who fills in what people do not see'
is "$(state "$(json id)")" 'spam trap' 'is taken for a program, and not told'

settings 's/^hold = .*/hold = links/'
say /wait 'a link https://a.example' '"name":"New"'
is "$status" 202 'a link of somebody new waits'
is "$(state "$(json id)")" 'held first-link' 'for that reason'
say /wait 'no link' '"name":"New"'
is "$status" 201 'without one it does not'
token=$(json author_token)
say /wait 'again a link https://a.example' "\"name\":\"New\",\"author_token\":\"$token\""
is "$status" 202 'nor is one known a minute later'
who=$(redis --raw keys 'h:{demo}:*' | while read -r key; do
	[ "$(field "$(json id)" w)" = "${key##*:}" ] && echo "$key"
done)
redis hset "$who" since $(($(date +%s) - 90000)) >/dev/null
say /wait 'still a link https://a.example' "\"name\":\"New\",\"author_token\":\"$token\""
is "$status" 201 'but after a day'
settings 's/^hold = .*/hold = first/'
say /wait 'the first of somebody' '"name":"New"'
is "$status $(state "$(json id)")" '202 held first' 'hold = first'
settings 's/^hold = .*/hold = links/'
say /wait 'clean at first, too' '"name":"New"'
edit "$(json id)" "$(json edit_token)" 'and then a link https://a.example'
is "$status $(json held)" '200 true' 'an edit is held as a post would be'
is "$(state "$(json id)")" 'held first-link' 'for the same reason'

settings 's/^hold = .*/hold = links/'
call='Cheap loans, call +1 (555) 010'
say /wait "$call-0001" '"name":"New"'
is "$status $(state "$(json id)")" \
    '202 held looks like spam: phone-number, call-to-action, trade-terms' \
    'what looks like spam waits, with its strongest signs'
say /wait 'To be replied to' '"name":"New"'
parent=$(json id)
say /wait "$call-0002" "\"name\":\"New\",\"parent\":$parent"
like "$(state "$(json id)")" '^held looks like spam: phone-number' 'as a reply, too'
say /wait 'Not so yet' '"name":"New"'
edit "$(json id)" "$(json edit_token)" "$call-0003"
like "$(state "$(json id)")" '^held looks like spam: phone-number' 'and by an edit'
say /wait 'We had that in Graz in 2007' '"name":"New","url":"https://watches.example"'
is "$status" 201 'a home page is none of it'
edit "$(json id)" "$(json edit_token)" 'Great post! Thanks for sharing.'
like "$(state "$(json id)")" 'praise-for-a-link' 'an edit is judged beside name and home page'
say /wait "$call-0004" "\"name\":\"New\",\"author_token\":\"$token\""
is "$status" 201 'a known author passes'
say /wait "$call-0005, telegram @fast_loans" "\"name\":\"New\",\"author_token\":\"$token\""
like "$(state "$(json id)")" '^held looks like spam: .*messenger-account' 'but not with all of it'
settings 's/^hold = .*/hold = first/'
say /wait "$call-0006" '"name":"New"'
like "$(state "$(json id)")" '^held looks like spam: ' 'hold = first says it, too'
settings 's/^hold = .*/hold = all/'
say /wait "$call-0007" '"name":"New"'
like "$(state "$(json id)")" '^held looks like spam: ' 'and hold = all'
settings ''
say /wait "$call-0008, telegram @fast_loans" '"name":"New"'
is "$status" 201 'hold = nothing holds none of it'

settings 's/^hold = .*/hold = all/'
say /wait 'any of somebody' "\"name\":\"New\",\"author_token\":\"$token\""
is "$status $(state "$(json id)")" '202 held all' 'hold = all'
settings ''

# ---- the owner's lists ----

cat >"$work/guard.txt" <<END
hold word casino
spam word buy pills
refuse net 127.0.2.0/24
spam host spam.example
hold name Mallory
END
settings ''
say /list 'A Casino, again'
is "$(state "$(json id)")" 'held list' 'a word that holds'
say /list 'casinos are not'
is "$status" 201 'only as a whole word'
say /list 'BUY, pills'
is "$(state "$(json id)")" 'spam list' 'words that are spam'
say /list 'see [this](https://www.spam.example/x)'
is "$(state "$(json id)")" 'spam list' 'a host'
say /list 'my page' '"name":"Ann","url":"https://spam.example"'
is "$(state "$(json id)")" 'spam list' 'also as a home page'
say /list 'by Mallory' '"name":"Mаllory"'
is "$(state "$(json id)")" 'held list' 'a name, and what looks like it'
say /list 'from there' '"name":"Ann"' --interface 127.0.2.9
is "$status $(json type)" '403 urn:afterword:problem:refused' 'a network that is refused'
printf 'hold word\n' >"$work/guard.txt"
kill -HUP "$(pid comments)"
await 5 grep -q reload-refused "$var/log/comments.log"
ok $? 'a broken list is refused'
say /list 'A Casino, once more'
is "$status" 202 'and the one before stays'
rm "$work/guard.txt"
: >"$work/guard.txt"
settings ''

# ---- closed articles ----

say /closed 'before'
key=$(redis --raw keys 'n:{demo}:*' | while read -r key; do
	[ "$(redis --raw hget "$key" key)" = /closed ] && echo "$key"
done)
redis hset "$key" closed 1 >/dev/null
say /closed 'after'
is "$status $(json type)" '403 urn:afterword:problem:closed' 'a closed article'
comments_of /closed
is "$(json closed) $(json count)" 'true 1' 'says so, and is still read'
redis hdel "$key" closed >/dev/null
settings 's/^hold = .*/close_after = 30/'
redis hset "$key" first $(($(date +%s) - 31 * 86400)) >/dev/null
say /closed 'much later'
is "$status" 403 'closed after so many days'
comments_of /closed
is "$(json closed)" true 'which is told, too'
redis hset "$key" closed 0 >/dev/null
say /closed 'later still'
is "$status" 201 'but not if it is held open'
settings ''

# ---- changes ----

say /change 'The text'
id=$(json id)
token=$(json edit_token)
say /change 'A reply' "\"name\":\"Bob\",\"parent\":$id"
reply=$(json id)
other=$(json edit_token)
edit "$id" "$token" 'The **new** text'
is "$status $(json html)" '200 <p>The <strong>new</strong> text</p>' 'an edit'
like "$(json edited)" '^20' 'it is told when'
comments_of /change
is "$(json comments.0.html)" '<p>The <strong>new</strong> text</p>' 'readers see it'
refused=
for try in "$other" "$(echo "$token" | tr 'A-Za-z' 'N-ZA-Mn-za-m')" x ''; do
	edit "$id" "$try" 'not mine'
	refused="$refused$status $(json type);"
	unsay "$id" "$try"
	refused="$refused$status $(json type);"
done
edit 999999 "$token" 'not there'
refused="$refused$status $(json type);"
is "$(printf %s "$refused" | tr ';' '\n' | sort -u)" '403 urn:afterword:problem:token' \
    'another token, none, another comment: one answer'
edit 999999 "$token" 'not there'
none=$body
edit "$reply" "$token" 'not mine'
is "$body" "$none" 'to the byte'
edit "$id" "$token" ''
is "$status $(json errors.0.field)" '422 text' 'an empty edit'
edit "$id" "$token" 'https://a.example https://b.example https://c.example'
is "$status $(json held)" '200 true' 'an edit may have to wait, too'
is "$(state "$id")" 'held links' 'for its reason'
comments_of /change
is "$(json count) $(json comments.0.deleted) $(json comments.0.html)" '1 true undefined' \
    'what is left of it holds the reply'
redis hset "c:{demo}:$id" t $(($(date +%s) - 901)) >/dev/null
edit "$id" "$token" 'too late'
is "$status" 403 'after a quarter of an hour it is too late'
unsay "$id" "$token"
is "$status" 403 'to delete it, too'

say /stub 'A root'
id=$(json id)
token=$(json edit_token)
say /stub 'A reply to a stub' "\"name\":\"Bob\",\"parent\":$id"
reply=$(json id)
reply_token=$(json edit_token)
unsay "$id" "$token"
is "$status $body" '204 ' 'a deletion'
comments_of /stub
is "$(json count) $(json comments.0.id) $(json comments.0.deleted)" "1 $id true" \
    'a stub stays, for there is a reply'
is "$(json comments.0.author) $(json comments.0.html) $(json comments.0.replies.0.id)" \
    "undefined undefined $reply" 'that tells nothing but the reply'
is "$(redis --raw hkeys "c:{demo}:$id" | sort | tr '\n' ' ')" 'a k ks st t ' \
    'and nothing of it is kept'
unsay "$id" "$token"
is "$status $body" '204 ' 'a deletion may be repeated: its answer may have been lost'
unsay "$id" "$reply_token"
is "$status" 403 'but not with the token of another comment'
edit "$id" "$token" 'Back again'
is "$status" 403 'what is deleted is not edited'
unsay "$reply" "$reply_token"
comments_of /stub
is "$(json count) $(json comments.length)" '0 0' 'with the last reply the stub goes'
get /api/visits?article=/stub
is "$(json articles.0.comments)" 0 'and the count'

# ---- votes ----

say /vote 'To be voted on'
id=$(json id)
vote "$id" 1
is "$status $body" '200 {"up":1,"down":0,"yours":1}' 'a vote'
vote "$id" 1
is "$body" '{"up":1,"down":0,"yours":1}' 'once'
vote "$id" 1 --user-agent other
is "$body" '{"up":1,"down":0,"yours":1}' 'another browser is the same reader'
vote "$id" -1
is "$body" '{"up":0,"down":1,"yours":-1}' 'it may change'
vote "$id" 1 --interface 127.0.0.2
is "$body" '{"up":1,"down":1,"yours":1}' 'another network has another'
vote "$id" 0
is "$body" '{"up":1,"down":0,"yours":0}' 'and may be taken back'
for value in 2 -2 '"1"' 1.0 true null; do
	vote "$id" "$value"
	is "$status $(json errors.0.field)" '422 value' "a vote of $value"
done
vote 999999 1
is "$status" 404 'on what is not there'
for i in $(seq 200); do
	vote "$id" $((i % 2)) --interface 127.0.3.1
	[ "$status" = 200 ] || break
done
is "$status" 429 'votes have a limit, too'
like "$(header retry-after)" '^[12]$' 'a short one'

# ---- preview, origins, methods ----

request POST /api/comments/preview --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-raw '{"text":"Hello *world*"}'
is "$status $(json html)" '200 <p>Hello <em>world</em></p>' 'a preview is what it will be'
for origin in https://evil.example null "https://${base#http://}" "$base.evil.example"; do
	request POST /api/comments --header "Origin: $origin" \
	    --header 'Content-Type: application/json' --data-raw \
	    "{\"article\":\"/o\",\"text\":\"x\",\"name\":\"Ann\",\"stamp\":\"$(stamp /o)\"}"
	is "$status $(header access-control-allow-origin)" '403 ' "a page of $origin may not post"
done
request POST /api/comments --header 'Content-Type: application/json' --data-raw \
    "{\"article\":\"/o\",\"text\":\"x\",\"name\":\"Ann\",\"stamp\":\"$(stamp /o)\"}"
is "$status" 201 'what is no browser names no origin'
request POST /api/comments --header 'Sec-Fetch-Site: cross-site' \
    --data-urlencode article=/o --data-urlencode text=y --data-urlencode name=Ann \
    --data-urlencode "stamp=$(stamp /o)"
is "$status" 403 'and a browser that names none says where it is'
for path in /api/comments/1 /api/comments/1/vote; do
	request PUT "$path" --header 'Origin: https://evil.example' \
	    --header 'Content-Type: application/json' --data-raw '{"value":1}'
	is "$status" 403 "nor change $path"
done
request POST /api/comments --header "Origin: $base" \
    --header 'Content-Type: text/plain' --data-raw '{"article":"/a"}'
is "$status" 415 'a post that needs no preflight is none'
request OPTIONS /api/comments --header "Origin: $base" \
    --header 'Access-Control-Request-Method: POST'
like "$(header access-control-allow-headers)" 'Idempotency-Key' 'a preflight allows the key'
request OPTIONS /api/comments/1 --header "Origin: $base"
like "$(header access-control-allow-methods)" 'PUT.*DELETE' 'and the methods of a comment'

unlike "$(cat "$var"/log/*.log)" '127\.0\.[0-9]\.[1-9]|mail\.example|Hello' \
    'no address, mail or text is in the logs'
unlike "$(redis --raw keys '*' | tr '\n' ' ')" '127\.|mail|Ann' 'nor in the names of keys'

finish
