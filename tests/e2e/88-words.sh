#!/bin/sh
# What moderators write: into a comment, below it as the owner; and what stands first
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

moderation_start 'hold = nothing
reserved_names = Anna'
say /a 'First **words**' '"name":"Ben","url":"https://ben.example/"'
first=$(json id)
token=$(json edit_token)
say /a 'Answer' "\"name\":\"Zoe\",\"parent\":$first"
reply=$(json id)
say /b 'Elsewhere' '"name":"Ben"'
sign_in

# ---- one comment ----

console GET "/moderation/comment/$first"
is "$status" 200 'a comment has a page'
like "$body" '^First \*\*words\*\*</textarea>' 'with its source'
like "$body" 'name="url" type="text" value="https://ben.example/"' 'and home page'
once=$(hidden once)
is "${#once}" 43 'a form to reply with, good once'
console GET /moderation/comment/77
is "$status" 404 'what there is not has none'
console GET /moderation/comment/0
is "$status" 404 'nor has what is no number'

console GET "/moderation/comment/$first"
unlike "$body" 'More by this author' 'its author wrote nothing else'
author=
for i in 1 2 3 4 5 6 7 8; do
	say /c "Number $i" "\"name\":\"Max\"${author:+,\"author_token\":\"$author\"}"
	author=$(json author_token)
	eval "max$i=$(json id)"
done
submit /moderation/act "id=$max2" action=hold list=all
submit /moderation/act "id=$max3" "id=$max4" action=spam list=all
console GET "/moderation/comment/$max1"
like "$body" 'More by this author' 'another one did'
like "$body" 'comments: 5 published, 1 held, 2 spam\.' 'so many of each kind'
is "$(printf '%s\n' "$body" | grep -o 'data-id="[0-9]*"' | tr -dc '0-9\n' | tr '\n' ' ')" \
    "$max1 $max8 $max7 $max6 $max5 $max4 " 'and the newest of them are there'
submit /moderation/act "id=$max1" "id=$max2" "id=$max3" "id=$max4" "id=$max5" "id=$max6" \
    "id=$max7" "id=$max8" action=delete sure=1 list=all

# ---- edits ----

submit "/moderation/comment/$first/edit" 'text=Better *words*' 'name=Benjamin' url=
is "$status $(header location)" "303 /moderation/comment/$first?done=edit" 'it is changed'
comments_of /a
is "$(json comments.0.html)" '<p>Better <em>words</em></p>' 'readers see the new text'
is "$(json comments.0.author.name) $(json comments.0.author.url)" 'Benjamin undefined' \
    'name and home page'
isnt "$(json comments.0.edited)" undefined 'and that it was edited'
edited=$(field "$first" e)
entries=$(redis xlen 'l:{demo}')
submit "/moderation/comment/$first/edit" 'text=Better *words*' 'name=Benjamin' url=
is "$status $(redis xlen 'l:{demo}') $(field "$first" e)" "303 $entries $edited" \
    'the same again changes nothing'
for bad in 'javascript:alert(1)' 'not an address'; do
	submit "/moderation/comment/$first/edit" "url=$bad" 'text=Kept <b>&' 'name=Kept'
	is "$status" 422 "$bad is no home page"
	like "$body" 'role="alert">Home page: ' 'which is said'
	like "$body" 'aria-describedby="problem" value="'"$(printf %.10s "$bad")" \
	    'beside what was typed'
	like "$body" '^Kept &lt;b&gt;&amp;</textarea>' 'what was typed is kept'
done
submit "/moderation/comment/$first/edit" "text=$(printf %09000d 0)"
is "$status" 422 'a text beyond the limit is refused'
is "$(field "$first" s)" 'Better *words*' 'and nothing of that was written'
submit "/moderation/comment/$first/edit" 'text=<script>alert(1)</script> [x](javascript:y)' \
    'name=<img src=x onerror=alert(1)>'
comments_of /a
unlike "$body" '<script|<img|href=' 'a moderator writes no markup of another kind'
submit /moderation/comment/77/edit text=x
is "$status" 404 'what there is not is not changed'
edit "$first" "$token" 'Mine again'
is "$status" 200 'the writer may still change it'

# ---- replies ----

submit "/moderation/comment/$first/reply" 'text=Thank **you**' "once=$once"
is "$status $(header location)" "303 /moderation/comment/$first?done=reply" 'it is replied to'
answer=$(redis hget 'c:{demo}' last)
get "/api/comments/$answer"
is "$(json author.owner) $(json author.name) $(json html)" \
    'true Anna <p>Thank <strong>you</strong></p>' 'as the owner, by name' || diag "$body"
submit "/moderation/comment/$first/reply" 'text=Thank **you**' "once=$once"
is "$status $(redis hget 'c:{demo}' last)" "303 $answer" 'sent twice it is one'
submit "/moderation/comment/$first/reply" 'text=Something else' "once=$once"
is "$status" 409 'a form is good for one reply'
like "$body" '^Something else</textarea>' 'what was typed is kept'
submit "/moderation/comment/$first/reply" "text= " "once=$(printf %043d 1)"
is "$status" 422 'a reply has words'
get "/api/comments/fragment?article=/a"
like "$body" '<span class="afterword-badge">Author</span>' 'pages show the mark'
submit /moderation/act "id=$reply" action=hold list=all
submit "/moderation/comment/$reply/reply" 'text=To what waits' "once=$(printf %043d 2)"
is "$status" 422 'what nobody sees has no replies'
like "$body" 'approve it first' 'and why is said'
submit /moderation/comment/77/reply 'text=To nothing' "once=$(printf %043d 3)"
is "$status" 404 'nor has what there is not'
parent=$answer
for i in $(seq 2 52); do
	submit "/moderation/comment/$parent/reply" "text=Deeper $i" "once=$(printf %043d "1$i")"
	[ "$status" -eq 303 ] || break
	parent=$(redis hget 'c:{demo}' last)
done
is "$status $(field "$parent" d)" '422 50' 'replies end at the depth of all'

# ---- nobody else is the owner ----

say /a 'I am her' '"name":"Anna"'
problem 422 name 'a reader cannot have that name'
say /a 'I am her' '"name":"Аnnа"'
problem 422 name 'nor one that looks like it'
say /a 'I am the owner' '"name":"Eve","owner":true'
problem 422 owner 'nor the mark'
say /a 'I am the owner' '"name":"Eve","o":1'
problem 422 o 'by any field'

# ---- what stands first ----

submit "/moderation/comment/$first/pin"
is "$status $(header location)" "303 /moderation/comment/$first?done=pin" 'one is pinned'
comments_of /a
is "$(json comments.0.id) $(json comments.0.pinned)" "$first true" 'and stands first'
submit "/moderation/comment/$answer/pin"
is "$status" 422 'a reply cannot'
submit /moderation/comment/77/pin
is "$status" 404 'nor can what there is not'

# ---- what the others make of it ----

out=$("$BIN/afterword" -c "$var/afterword.conf" check 2>&1)
is "$?" 0 'check finds nothing' || diag "$out"
"$BIN/afterword" -c "$var/afterword.conf" rerender /a >"$work/rerender" 2>&1
ok $? 'all is rendered anew'
"$BIN/afterword" -c "$var/afterword.conf" export >"$work/export" 2>"$work/err"
ok $? 'and exported' || diag "$(cat "$work/err")"
redis hgetall "c:{demo}:$answer" >"$work/before"
redis flushall >/dev/null
"$BIN/afterword" -c "$var/afterword.conf" import "$work/export" >"$work/import" 2>&1
ok $? 'and imported' || diag "$(cat "$work/import")"
redis hgetall "c:{demo}:$answer" >"$work/after"
is "$(paste - - <"$work/after" | sort)" "$(paste - - <"$work/before" | sort)" \
    'the owner'"'"'s reply is as it was'

finish
