#!/bin/sh
# Comments for readers without scripts: the thread and the form in the article's
# page or in one of their own, what a form leads to, and what it says when something
# is wrong
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

article=/articles/night-trams-return.html
csp="default-src 'none'; frame-ancestors 'none'; sandbox"

# page PATH: asks for HTML; $tree is what is in it, line by line
page() {
	get "$@"
	tree=$(perl "$TOP/tests/data/e2e/tree.pl" html <"$work/body") ||
	    fail "well-formed: $1 - $tree"
}
fragment() {
	page "/api/comments/fragment?article=$1${2-}"
}
# The article's page, as the web server puts it together.
included() {
	page "$article${1-}"
	body=$(printf '%s\n' "$body" | sed -n '/<section class="comments /,/<\/section>/p')
}
# texts PATTERN: what stands in the elements whose path ends so
texts() {
	printf '%s\n' "$tree" | sed -n "s,^.*$1=,,p"
}
shown() {
	printf '%s\n' "$body" | sed -n 's/.*<article id="comment-\([0-9]*\)".*/\1/p' |
	    tr '\n' ' ' | sed 's/ $//'
}
hash_of() {
	field "$1" a
}
# close HASH WHETHER: by the owner
close_article() {
	redis hset "n:{demo}:$1" closed "$2" >/dev/null
	redis hincrby "n:{demo}:$1" ver 1 >/dev/null
}
# try ARTICLE NAME=VALUE...: a form whose answer is a page
try() {
	form "$@"
	tree=$(perl "$TOP/tests/data/e2e/tree.pl" html <"$work/body") ||
	    fail "well-formed: $* - $tree"
}
value_of() {
	printf '%s\n' "$body" | sed -n "s/.* name=\"$1\".* value=\"\([^\"]*\)\".*/\1/p"
}

comments_start

# ---- the fragment ----

fragment /new
is "$status $(header content-type)" '200 text/html; charset=utf-8' 'a fragment is HTML'
is "$(header cache-control)|$(header etag)" 'no-store|' 'its stamp is for one reader'
is "$(header content-security-policy)" "$csp" 'opened alone it is nothing'
is "$(texts h2)" 'No comments yet
Leave a comment' 'an unknown article has a form'
is "$(texts 'form@action')$(texts 'form@method')" /api/commentspost 'that posts to the API'
like "$(value_of stamp)" '^[A-Za-z0-9_-]{38}$' 'a stamp'
is "$(value_of article) $(value_of site) $(value_of parent)" '/new demo ' 'for that article'
unlike "$body" 'ld.json' 'and there is nothing to describe'
stamp_before=$(value_of stamp)
fragment /new
isnt "$(value_of stamp)" "$stamp_before" 'each form has a stamp of its own'
get '/api/visits?article=/new'
is "$(redis exists "n:{demo}:$(printf %s /new | b2sum -l 128 | cut -c1-16)")" 0 \
    'and the article stays unknown'

say /talk 'Hello *world*' '"name":"Ann","url":"ann.example"'
root=$(json id)
say /talk '<script>alert(1)</script>' '"name":"<b>Bob\"","title":"Talk & more"'
other=$(json id)
parent=$root
for n in 1 2 3 4 5 6; do
	say /talk "Reply $n" "\"name\":\"R$n\",\"parent\":$parent"
	parent=$(json id)
	eval "r$n=$parent"
done
fragment /talk '&sort=oldest'
is "$(texts h2 | head -n 1)" '8 comments' 'how many there are'
is "$(shown)" "$root $r1 $r2 $r3 $other" 'the first replies below their root'
is "$(texts "li/article/header/b/bdi" | tr '\n' ' ')" 'R1 R2 R3 <b>Bob" ' 'names are text'
is "$(texts 'header/b/a/bdi') $(texts 'header/b/a@href')" 'Ann https://ann.example' \
    'a home page is linked'
is "$(texts 'header/b/a@rel')" 'nofollow ugc noopener noreferrer' 'and not recommended'
is "$(texts 'article/div/p/em')" world 'the text is HTML'
is "$(texts 'p@class=afterword-more' >/dev/null; printf %s "$body" |
    sed -n 's,.*<a href="\([^"]*\)">3 more replies</a>.*,\1,p')" \
    "?comments-root=$root#comments" 'a link to the other replies'
unlike "$body" '<script>|[[:space:]]on[a-z]+=|style=|javascript:' \
    'no script, no style, no handler'
is "$(texts 'div@hidden')$(printf '%s\n' "$body" | grep -c 'name="subject"')" 1 \
    'one field that nobody sees'

data=$(texts script)
is "$(json commentCount "$data") $(json comment.length "$data")" '8 5' \
    'what is shown is described'
is "$(json headline "$data")" 'Talk & more' 'with its article'
is "$(json comment.0.text "$data") $(json comment.0.author.name "$data")" \
    'Hello world Ann' 'its texts and writers'
is "$(json comment.4.text "$data")" '<script>alert(1)</script>' 'whatever they say'
is "$(json comment.1.parentItem.@id "$data")" "$base/talk#comment-$root" \
    'and what they reply to'

fragment /talk "&root=$root"
is "$(texts h2 | head -n 1) $(shown)" "Replies $root $r1 $r2 $r3 $r4 $r5 $r6" \
    'all replies of one root'
is "$(texts 'li/ol/li/ol/li/ol/li/ol/li/article@id')" "comment-$r4
comment-$r5
comment-$r6" 'as deep as the site wants it'
is "$(texts 'article/p/a/bdi')" 'R4
R5' 'and then with the name of whom they reply to'
like "$body" '<a href="\?#comments">Back to the first comments</a>' 'a way back'
fragment /talk "&root=$root&after=$r4"
is "$(shown)" "$root $r5 $r6" 'the replies behind one'
like "$body" "in reply to <a href=\"\?comments-at=$r4#comment-$r4\">an earlier comment" \
    'whose parent is elsewhere'
fragment /talk "&root=$root&after=999999"
is "$status $(shown)" "200 $root $r1 $r2 $r3 $r4 $r5 $r6" 'behind one that is none: all'
for id in "$r1" 999999; do
	fragment /talk "&root=$id"
	is "$status $(shown)" "200 $other $root $r1 $r2 $r3" "root=$id is no root: the thread"
done
fragment /other "&root=$root"
is "$status $(shown)" '200 ' 'nor is one of another article'

fragment /talk "&reply=$r2"
is "$(texts 'form/h2')$(texts 'form/h2/bdi') $(value_of parent)" "Reply to R2 $r2" \
    'a form to reply with'
is "$(texts 'form/p/a')" 'Not a reply' 'which can be left'
for id in 999999 "$root"; do
	fragment /other "&reply=$id"
	is "$status $(texts 'form/h2') $(value_of parent)" '200 Leave a comment ' \
	    "no reply on another article, or to none: $id"
done
fragment /talk "&at=$r6&limit=1"
is "$(shown)" "$root $r1 $r2 $r3 $r4 $r5 $r6" 'where a reply is'
fragment /talk "&at=$root&limit=1"
is "$(shown)" "$root $r1 $r2 $r3" 'where a root is'
fragment /talk "&at=$other&limit=1"
is "$(shown)" "$other" 'on the first page'
say /elsewhere 'Of another article'
say /elsewhere 'Of that one, too'
fragment /talk "&at=$(json id)&sort=oldest&limit=1"
is "$(shown)" "$root $r1 $r2 $r3" 'one of another article is nowhere'
redis hset "n:{demo}:$(printf %s /was | b2sum -l 128 | cut -c 1-16)" key /was \
    to "$(hash_of "$root")" >/dev/null
for query in "at=$r6" "root=$root"; do
	fragment /was "&$query"
	is "$(shown)" "$root $r1 $r2 $r3 $r4 $r5 $r6" "by its old name, too: $query"
done
for query in after=x root=0 reply=x at=-1 sort=worst limit=101 page=2 colour=red; do
	get "/api/comments/fragment?article=/talk&$query"
	is "$status $(json errors.0.field)" "422 ${query%=*}" "$query is refused"
done
get '/api/comments/fragment'
is "$status $(json errors.0.field)" '422 article' 'an article has to be named'
request POST '/api/comments/fragment?article=/talk' --header "Origin: $base"
is "$status" 405 'and asked for'

# ---- stubs ----

say /stub 'A root that will be gone'
stub=$(json id)
token=$(json edit_token)
for n in 1 2 3 4; do
	say /stub "A reply that stays, number $n" "\"name\":\"Bob\",\"parent\":$stub"
done
unsay "$stub" "$token"
fragment /stub
is "$(texts 'li/article/p' | head -n 1)" 'This comment was deleted.' 'a stub says so'
unlike "$body" "reply-to=$stub" 'and takes no reply'
is "$(json comment.length "$(texts script)")" 3 'it is not described'
fragment /stub "&root=$stub"
is "$(shown)" "$stub $((stub + 1)) $((stub + 2)) $((stub + 3)) $((stub + 4))" \
    'all replies to what is gone'
fragment /stub "&reply=$stub"
is "$(texts 'form/h2')" 'Leave a comment' 'nobody replies to it'
get "/api/comments/$stub"
is "$status $(json deleted) $(json html)" '200 true undefined' 'it has a place, and no text'

say /quiet 'A root that waits again'
quiet=$(json id)
say /quiet 'A reply to it' "\"name\":\"Bob\",\"parent\":$quiet"
redis hset "c:{demo}:$quiet" st held >/dev/null
redis hincrby "n:{demo}:$(hash_of "$quiet")" ver 1 >/dev/null
fragment /quiet
is "$(texts 'li/article/p' | head -n 1)" 'This comment is not shown.' \
    'what waits was not deleted'

# ---- in the article's page ----

say "$article" First
first=$(json id)
for n in 1 2 3 4 5; do
	say "$article" "A reply about trams, number $n" "\"name\":\"R$n\",\"parent\":$first"
done
last_reply=$(json id)
for n in $(seq 22); do
	say "$article" "A comment on trams, number $n"
done
included
is "$status $(texts 'section/h2')" '200 28 comments' 'the page has its comments'
is "$(value_of article)" "$article" 'and a form for itself'
is "$(shown | wc -w)" 20 'twenty to begin with'
more=$(printf %s "$body" | sed -n 's,.*<a href="\([^"]*\)">More comments</a>.*,\1,p')
like "$more" '^\?comments-sort=newest&amp;comments-after=[0-9]+\.[0-9]+#comments$' \
    'a link to more'
included "$(printf %s "${more%#*}" | sed 's/&amp;/\&/')"
is "$(shown)" "$((first + 7)) $((first + 6)) $first $((first + 1)) $((first + 2)) $((first + 3))" \
    'which leads there'
like "$body" '>Back to the first comments</a>' 'and back'
included '?comments-sort=oldest'
is "$(shown | cut -d ' ' -f 1)" "$first" 'another order'
like "$body" 'comments-sort=oldest&amp;comments-after=' 'that stays'
included "?reply-to=$first"
is "$(value_of parent) $(shown | wc -w)" "$first 20" 'a form to reply'
included "?comments-root=$first"
is "$(shown)" "$first $(seq -s ' ' $((first + 1)) $((first + 5)))" 'all replies'
included "?comments-at=$last_reply&x=y"
is "$(shown)" "$first $(seq -s ' ' $((first + 1)) $((first + 5)))" 'one of them'
included "?comments-at=$first"
like " $(shown) " " $first " 'one that is on another page'
for query in comments-after=x comments-after=1.%zz comments-at=x comments-root=-1 \
    'comments-sort=worst' reply-to=999999 "reply-to=$root" 'page=1' 'reply=1' \
    "comments-root=$root" 'comments-after=&comments-at=' '&&=' '%ff%00<script>'; do
	included "?$query"
	is "$status $(shown | wc -w) $(value_of parent)" '200 20 ' "?$query changes nothing"
done
get "$article"
like "$body" '<section class="comments afterword" id="comments" ' 'links lead to that section'
is "$(printf '%s\n' "$body" | grep -c 'id="comment-form"')" 1 'and to the form'
# The reader's own headers come along; they name another page.
included '' --header 'Referer: https://elsewhere.example/' --header "If-None-Match: *"
is "$status $(shown | wc -w)" '200 20' 'wherever the reader comes from'

say /many 'A root of many'
many=$(json id)
for n in $(seq 104); do
	say /many "Reply number $n of many" "\"name\":\"Bob\",\"parent\":$many"
done
fragment /many "&root=$many"
is "$(shown)" "$many $(seq -s ' ' $((many + 1)) $((many + 100)))" 'a hundred replies'
more=$(printf %s "$body" | sed -n 's,.*<a href="?\([^"]*\)">More replies</a>.*,\1,p' |
    sed 's/comments-//g; s/&amp;/\&/g; s/#.*//')
fragment /many "&$more"
is "$(shown)" "$many $(seq -s ' ' $((many + 101)) $((many + 104)))" 'and the others'
fragment /many "&at=$((many + 103))"
is "$(shown)" "$many $((many + 103)) $((many + 104))" 'one of them is found'
say /elsewhere 'The number before'
redis del "c:{demo}:$((many + 105))" >/dev/null
say /many 'A reply after a gap' "\"name\":\"Bob\",\"parent\":$many"
fragment /many "&at=$((many + 106))"
is "$(shown)" "$many $((many + 106))" 'whatever numbers there are'

# ---- a page of its own ----

page "/api/comments/fragment?article=/talk&page=1&sort=oldest&limit=1"
is "$status $(texts 'h1')" '200 Comments' 'a whole page'
is "$(texts 'main/p/a@href') $(texts 'section/p' | head -n 1)" "$base/talk Talk & more" \
    'with a link to the article, and its title'
page "/api/comments/fragment?article=/talk&page=1&sort=oldest&limit=1"
is "$(texts 'section/p' | head -n 1)" 'Talk & more' 'also when it is kept'
is "$(header content-security-policy)" "default-src 'none'; style-src 'self'; \
base-uri 'none'; frame-ancestors 'none'; form-action 'self' $base" 'and a policy for its form'
is "$(header cache-control)" no-store 'not kept'
more=$(printf %s "$body" | sed -n 's,.*<a href="\([^"]*\)">More comments</a>.*,\1,p' |
    sed 's/&amp;/\&/g')
page "/api/comments/fragment${more%#*}"
is "$status $(shown) $(texts h1)" "200 $other Comments" 'its links lead to others like it'
unlike "$body" 'ld.json' 'nothing for search engines'
like "$body" '<meta name="robots" content="noindex">' 'which are sent away'
page "/api/comments/fragment?article=/talk&page=1&reply=$r2"
is "$(value_of parent)" "$r2" 'a reply'
page '/api/comments/fragment?article=https://evil.example/&page=1'
is "$status $(header content-type)" '422 text/html; charset=utf-8' 'what is wrong is a page'
page '/api/comments/fragment?article=/talk&page=1&after=x'
is "$status" 422 'a cursor that is none'
get /api/comments/page.css
is "$status $(header content-type)" '200 text/css; charset=utf-8' 'it has a style'

# ---- posting a form ----

form /form 'text=By a form' name=Ann
id=$(header location | sed 's/.*-//')
is "$status $(header location)" "303 $base/form?comments-at=$id#comment-$id" \
    'a form leads to its comment'
is "$(field "$id" s)" 'By a form' 'which is there'
is "$body" '' 'without a page between'
is "$(header cache-control)" no-store 'each time anew'
form /form 'text=A reply' name=Bob "parent=$id" email= url= subject= author_token=
is "$status $(field $((id + 1)) p)" "303 $id" 'fields left empty are none'
form /form 'text=Two
lines' name=Bob
is "$(field $((id + 2)) s)" 'Two
lines' 'lines stay lines'
form_again=$(stamp /form)
for n in 1 2; do
	request POST /api/comments --header "Origin: $base" --data-urlencode article=/form \
	    --data-urlencode "stamp=$form_again" --data-urlencode 'text=Sent twice' \
	    --data-urlencode name=Ann
	is "$status $(header location)" \
	    "303 $base/form?comments-at=$((id + 3))#comment-$((id + 3))" 'sent twice is once'
done
form /form 'text=A robot, by a form' name=Ann 'subject=Cheap watches'
is "$status $(header location)" '303 /api/comments/held?article=/form&site=demo' \
    'one that waits leads to a page'
page "$(header location)"
is "$status $(texts h1) $(texts 'main/p/a@href')" "200 Thank you $base/form" 'that says so'

# ---- when something is wrong ----

try /form 'text= Kept & <b>"so"</b> ' name= 'email=ann@mail.example' url=https://ann.example \
    "parent=$id"
is "$status $(header content-type)" '422 text/html; charset=utf-8' 'a page says what is wrong'
is "$(texts 'div/p')" 'Name: is missing.' 'beside the field'
is "$(texts 'input@aria-invalid')$(texts 'input@autofocus')" true 'which has the focus'
is "$(texts textarea)" '\n Kept & <b>"so"</b> ' 'the text is there'
is "$(value_of email) $(value_of url) $(value_of parent)" \
    "ann@mail.example https://ann.example $id" 'and all else'
kept=$(value_of stamp)
request POST /api/comments --header "Origin: $base" --data-urlencode "article=$(value_of article)" \
    --data-urlencode "site=$(value_of site)" --data-urlencode "stamp=$kept" \
    --data-urlencode 'text=Kept' --data-urlencode name=Ann
is "$status" 303 'with a stamp that is good'
# From the API's own page, whose origin is none of the site's.
fragment /form
request POST /api/comments --header 'Origin: http://api.example' \
    --header 'Sec-Fetch-Site: same-origin' --data-urlencode article=/form \
    --data-urlencode site=demo --data-urlencode "stamp=$(value_of stamp)" \
    --data-urlencode 'text=From the page of the API' --data-urlencode name=Ann
is "$status $(header access-control-allow-origin)" '303 ' 'which may be posted from there'

try /form 'text=Hello' name=admin
is "$status $(texts 'div/p') $(value_of name)" '422 Name: is not for commenters. admin' \
    'a name that is taken'
try /form "text=$(head -c 9000 /dev/zero | tr '\0' x)" name=Ann
is "$status $(texts textarea | wc -c)" '422 9003' 'a text that is too long is kept'
try /form 'text=By a form' name=Ann
is "$status $(texts 'div/p')" '409 Comment: was said here today.' 'what was said before'
try /form 'text=Lost parent' name=Ann parent=999999
is "$status $(value_of parent) $(texts textarea)" '422  \nLost parent' \
    'a reply to none becomes a comment'
like "$(texts 'main/p')" 'There is no such comment on this article\. It can be' 'and says so'
request POST /api/comments --header "Origin: $base" --data-urlencode article=/form \
    --data-urlencode "stamp=$form_again" --data-urlencode 'text=Another text' \
    --data-urlencode name=Ann
is "$status" 422 'a stamp that was used'
like "$body" 'The stamp of this form [a-z ]*\. Nothing is lost' 'is told in words'
isnt "$(value_of stamp)" "$form_again" 'is replaced'
form /form text=%x name=Ann 'zzz=1'
is "$status" 422 'a field that is none'
like "$body" 'zzz: Unknown field\.' 'is named'

# wrong bytes
form_stamp=$(stamp /form)
request POST /api/comments --header "Origin: $base" --data-binary \
    "article=/form&stamp=$form_stamp&name=A%ff%00n&text=a%fe%00%ed%a0%80b%3c"
is "$status" 422 'wrong bytes are refused'
perl "$TOP/tests/data/e2e/tree.pl" html <"$work/body" >"$work/tree"
ok $? 'and shown as text'
like "$(cat "$work/tree")" 'textarea=.na������?b<$' 'in their place a sign that says so'
request POST /api/comments --header "Origin: $base" --data-binary \
    "article=/form&stamp=$form_stamp&name=%&text=kept"
is "$status" 400 'a broken escape'

# closed
say /closed 'The last one'
close_article "$(hash_of "$(json id)")" 1
fragment /closed
is "$(texts 'p@id') $(printf '%s\n' "$body" | grep -c '<form\|Reply')" 'comment-form 0' \
    'a closed article has no form'
like "$body" '>Comments are closed\.</p>' 'and says so'
is "$(texts 'article/div/p')" 'The last one' 'but its comments'
try /closed 'text=Too late' name=Ann
is "$status $(texts textarea)" '403 \nToo late' 'what comes too late is kept'
like "$body" 'This article takes no more comments\. ' 'and told'
is "$(printf '%s\n' "$body" | grep -c '<form\|<button')" 0 'but not to be sent again'

# ---- whatever texts there are ----

# What quotes and short lines become is several times as long as they are.
serial=0
# long ARTICLE COUNT TEXT: a root and three replies of so many times the text
long() {
	serial=$((serial + 1))
	long_text=$serial$(perl -e 'print eval(qq("$ARGV[1]")) x $ARGV[0]' "$2" "$3")
	long_root=
	for n in 1 2 3 4; do
		form "$1" "text=$n$long_text" name=Ann "parent=$long_root"
		long_root=${long_root:-$(header location | sed 's/.*-//')}
	done
}
long /large 5000 '\"'
long /large 8100 '\"'
long_of=$long_root
long /large 4050 'a\n'
long /large 4050 'b\n'
large=$long_root
for path in 'comments?' 'comments?sort=oldest&' 'comments/fragment?' \
    'comments/fragment?sort=oldest&' "comments/fragment?root=$large&" 'comments/feed?' \
    'comments/feed?format=json&'; do
	get "/api/${path}article=/large"
	is "$status" 200 "long texts fit an answer of ${path%[?&]}"
done
fragment /large "&at=$((long_of + 3))"
like " $(shown) " " $((long_of + 3)) " 'a reply that no page has room for is found'
form /large "text=5$long_text" name=Ann "parent=$long_of"
last_reply=$(header location | sed 's/.*-//')
fragment /large "&at=$last_reply"
is "$(shown)" "$long_of $last_reply" 'also behind long ones'
for path in "$large/replies" recent; do
	get "/api/comments/$path?limit=100"
	is "$status" 200 "and of $path"
done

# ---- nowhere else (row 39) ----

for name in https://evil.example/ //evil.example/x '/\evil.example' 'https:evil.example' \
    '\\evil.example' 'javascript:alert(1)' '/%0d%0aLocation:%20//evil.example' ''; do
	form "$name" "text=Elsewhere: $name" name=Ann
	to=$(header location)
	case $status in
	303) like "$to" "^($base/|/api/comments/held\?)" "$name leads nowhere else" ;;
	*) is "$status $to" '422 ' "$name leads nowhere" ;;
	esac
	is "$(grep -ci '^location:' "$work/headers")" "$([ -z "$to" ]; echo $?)" \
	    'and adds no header'
	get "/api/comments/held?site=demo" --get --data-urlencode "article=$name"
	links=$(sed -n 's/.*href="\([^"]*\)">Back.*/\1/p' "$work/body")
	case $links in
	'' | "$base/"*) pass "nor does the page of thanks: $name" ;;
	*) fail "the page of thanks leads to $links" ;;
	esac
done
get '/api/comments/held?article=/x&return=//evil.example'
is "$status" 422 'no other address is taken'

# ---- limits ----

stack_stop
stack_start 'hold = all
author = nobody

[comments]
form_delay = 4s
interval = 1h
burst = 1
daily = 1000000'
try /wait 'text=Too fast'
is "$status" 422 'a form that was filled in at once'
like "$(texts main/p)" 'The stamp of this form is too fresh.* send it again in a moment' \
    'may be sent again'
kept=$(value_of stamp)
fragment /wait
is "$(printf '%s\n' "$body" | grep -c ' required')" 1 'a site that wants no name'
wait_stamp=$(value_of stamp)
sleep 5
request POST /api/comments --header "Origin: $base" --data-urlencode article=/wait \
    --data-urlencode "stamp=$kept" --data-urlencode text=Slow
is "$status" 303 'a moment later'
request POST /api/comments --header "Origin: $base" --data-urlencode article=/wait \
    --data-urlencode "stamp=$wait_stamp" --data-urlencode 'text=Once more'
is "$status" 429 'too many'
like "$(header retry-after)" '^[0-9]{4}$' 'come back later'
like "$body" 'Please try again in [56][0-9] minutes\.' 'says the page'
like "$body" 'Once more</textarea>' 'with the text'

: >"$var/run/redis.hold"
kill -9 "$(pid redis)"
form_stamp=$wait_stamp
request POST /api/comments --header "Origin: $base" --data-urlencode article=/wait \
    --data-urlencode "stamp=$wait_stamp" --data-urlencode 'text=While it is away'
like "$status $(header retry-after)" '^503 [0-9]+$' 'the store is away'
like "$body" 'While it is away</textarea>' 'the text is not'
get "$article"
is "$status" 200 'the article is there without its comments'
unlike "$body" 'afterword-form|problem' 'and says nothing of it'
rm "$var/run/redis.hold"
await 20 is_ready /comments/readyz
ok $? 'all comes back'

finish
