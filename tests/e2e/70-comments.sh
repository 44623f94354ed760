#!/bin/sh
# Comments: what a post answers, what readers get, in which order, page by page
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

comments_start

# ---- posting ----

say /first 'Hello *world*' '"name":"Ann","email":"ann@mail.example","url":"example.org"'
is "$status" 201 'a comment is taken'
is "$(json id) $(json author.name) $(json author.url)" '1 Ann https://example.org' \
    'with its number, and who wrote it'
is "$(json html)" '<p>Hello <em>world</em></p>' 'as HTML'
is "$(json up)$(json down)" 00 'without votes'
like "$(json created)" '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$' 'and when'
like "$(json edit_token)" '^[A-Za-z0-9_-]{22}$' 'a token to change it'
like "$(json author_token)" '^[A-Za-z0-9_-]{22}$' 'a token to know the writer by'
is "$(json edit_s)" 900 'and how long the first is good'
is "$(header location)" /api/comments/1 'the answer tells where it is'
is "$(header cache-control)" no-store 'and is not kept'
unlike "$body" 'mail.example' 'it does not tell the mail address'
author=$(json author_token)
avatar=$(json author.avatar)

comments_of /first
is "$status $(json count) $(ids)" '200 1 1' 'it is there'
is "$(json comments.0.html)" '<p>Hello <em>world</em></p>' 'as it was answered'
is "$(json comments.0.reply_count) $(json comments.0.replies.length)" '0 0' \
    'nobody has replied'
is "$(json article) $(json sort) $(json closed)" '/first newest false' \
    'the page says what it is'
is "$(json limits)" \
    '{"author":"name","depth":4,"edit_s":900,"links":2,"name":64,"text":8192}' \
    'and what a form has to know'
unlike "$body" 'mail|token' 'no mail, no token'
is "$(header cache-control)" no-cache 'it may be kept, if it is asked for anew'

say /first 'Once more' "\"name\":\"Ann\",\"author_token\":\"$author\""
is "$(json author.avatar)" "$avatar" 'the same writer has the same picture'
is "$(json author_token)" "$author" 'and the same token'
say /first 'Somebody else'
isnt "$(json author.avatar)" "$avatar" 'another one has another'

unlike "$(redis --raw hget 'c:{demo}:1' m | tr -d '\000')" 'mail' \
    'the mail address is sealed in Redis'
is "$(field 1 s)" 'Hello *world*' 'the text is kept as it was written'

get '/api/visits?article=/first&article=/none'
is "$(json articles.0.comments) $(json articles.1.comments)" '3 0' \
    'the list of visits tells how many comments there are'

# ---- replies ----

say /talk Root
root=$(json id)
say /talk One "\"name\":\"Bob\",\"parent\":$root"
one=$(json id)
is "$status $(json parent) $(json root) $(json depth)" "201 $root $root 1" 'a reply'
say /talk Two "\"name\":\"Cy\",\"parent\":$one"
two=$(json id)
is "$(json parent) $(json root) $(json depth)" "$one $root 2" 'a reply to it'
for n in 3 4 5; do
	say /talk "Reply $n" "\"name\":\"Di\",\"parent\":$root"
done
comments_of /talk
is "$(ids)" "$root" 'replies are no roots'
is "$(json count) $(json comments.0.reply_count)" '6 5' 'but they count'
is "$(json comments.0.replies.length)" 3 'the first come with their root'
is "$(json comments.0.replies.1.id) $(json comments.0.replies.1.parent)" "$two $one" \
    'in the order they were written'
last=$(json comments.0.replies.2.id)
get "/api/comments/$root/replies?after=$last"
is "$(ids)" "$((last + 1)) $((last + 2))" 'the others on request'
get "/api/comments/$root/replies?limit=2"
is "$(ids) $(json next)" "$one $two $two" 'in pages'
get "/api/comments/$root/replies?limit=2&after=$two"
get "/api/comments/$root/replies?limit=2&after=$(json next)"
is "$(ids) $(json next)" "$((last + 2)) undefined" 'to the end'
get "/api/comments/$root/replies?after=999999"
is "$status" 404 'after none: 404'
for id in "$one" 999999; do
	get "/api/comments/$id/replies"
	is "$status" 404 "replies to what is no root: 404 ($id)"
done
get "/api/comments/1/replies"
is "$status $(json comments.length)" '200 0' 'a root without any has none'
say /other 'Not here' "\"name\":\"Bob\",\"parent\":$root"
is "$status $(json errors.0.field)" '422 parent' 'a reply on another article is refused'
say /talk 'Nobody' '"name":"Bob","parent":999999'
is "$status $(json errors.0.field)" '422 parent' 'and to no comment'

parent=$root
for n in $(seq 50); do
	say /talk "Deep $n" "\"name\":\"Bob\",\"parent\":$parent"
	parent=$(json id)
done
is "$status $(json depth)" '201 50' 'fifty replies to replies'
say /talk 'Too deep' "\"name\":\"Bob\",\"parent\":$parent"
is "$status $(json errors.0.field)" '422 parent' 'and no more'

# ---- order and pages ----

for n in $(seq 7); do
	say /pages "Comment $n"
	eval "c$n=$(json id)"
done
comments_of /pages
is "$(ids)" "$c7 $c6 $c5 $c4 $c3 $c2 $c1" 'newest first'
comments_of /pages '&sort=oldest'
is "$(ids) $(json sort)" "$c1 $c2 $c3 $c4 $c5 $c6 $c7 oldest" 'or oldest'
comments_of /pages '&limit=3'
is "$(ids)" "$c7 $c6 $c5" 'a page'
next=$(json next)
like "$(header link)" "^</api/comments\?article=/pages&.*after=$next>; rel=\"next\"$" \
    'a link to the next'
say /pages 'One more meanwhile'
c8=$(json id)
comments_of /pages "&limit=3&after=$next"
is "$(ids)" "$c4 $c3 $c2" 'the next page, whatever came meanwhile'
comments_of /pages "&limit=3&after=$(json next)"
is "$(ids) $(json next) $(header link)" "$c1 undefined " 'and the last'
comments_of /pages '&sort=oldest&limit=4'
comments_of /pages "&sort=oldest&limit=4&after=$(json next)"
is "$(ids)" "$c5 $c6 $c7 $c8" 'the same from the oldest'

vote "$c3" 1
vote "$c3" 1 --interface 127.0.0.2
vote "$c5" 1
vote "$c2" -1
comments_of /pages '&sort=best'
is "$(ids)" "$c3 $c5 $c8 $c7 $c6 $c4 $c1 $c2" 'best: liked, then new, then disliked'
is "$(json comments.0.up) $(json comments.7.down)" '2 1' 'with their votes'
comments_of /pages '&sort=best&limit=2'
next=$(json next)
vote "$c1" 1
vote "$c1" 1 --interface 127.0.0.2 # it is on a page before now
comments_of /pages "&sort=best&limit=3&after=$next"
is "$(ids)" "$c8 $c7 $c6" 'pages of the best go on where they were'

# A page ends where the one before did, though that comment is gone.
comments_of /pages '&limit=2'
next=$(json next)
say /gone A
say /gone B
say /gone C
gone=$(json id)
token=$(json edit_token)
comments_of /gone '&limit=1'
next=$(json next)
unsay "$gone" "$token"
comments_of /gone "&limit=5&after=$next"
is "$(ids)" "$((gone - 1)) $((gone - 2))" 'a cursor outlives its comment'
get "/api/comments/$gone/replies"
is "$status" 404 'nobody replies to what is gone'

for after in x 1 1. .1 1.0 -1.1 1.1x; do
	comments_of /pages "&after=$after"
	is "$status $(json errors.0.field)" '422 after' "after=$after is no cursor"
done
for query in limit=0 limit=101 limit=x sort=worst; do
	comments_of /pages "&$query"
	is "$status $(json errors.0.field)" "422 ${query%=*}" "$query is refused"
done
comments_of /none
is "$status $(json count) $(json comments.length)" '200 0 0' 'an unknown article is empty'
get '/api/visits?article=/none'
is "$(redis --raw keys 'n:*' | while read -r key; do
	redis --raw hget "$key" key
done | grep -c '^/none$')" 0 'and stays unknown'

# ---- permalinks ----

# stands ID IDS [SORT]: IDS is the page that begins with it
stands() {
	get "/api/comments/$1?sort=${3-newest}"
	stands_after=$(json place.after)
	comments_of /pages "&limit=3&sort=${3-newest}&after=$stands_after"
	is "$(ids)" "$2" "the page of $1 begins with it, ${3-newest} first"
}
# pin ID: it stands first
pin() {
	redis hset "n:{demo}:$(field "$1" a)" pin "$1" >/dev/null
	redis hincrby "n:{demo}:$(field "$1" a)" ver 1 >/dev/null
}
get "/api/comments/$c4"
is "$status $(json id) $(json article)" "200 $c4 /pages" 'one comment'
stands "$c4" "$c4 $c3 $c2"
stands "$c1" "$c1"
stands "$c7" "$c7 $c8" oldest
stands "$c8" "$c8 $c7 $c6" best
get "/api/comments/$c2?limit=3"
is "$status $(json errors.0.field)" '422 limit' 'however long that page is'
pin "$c5"
stands "$c4" "$c4 $c3 $c2"
stands "$c6" "$c6 $c4 $c3"
get "/api/comments/$c5"
is "$(json place)" '{}' 'the pinned one is on the first page'
pin "$c8"
get "/api/comments/$c7"
is "$(json place)" '{}' 'and so is the one that follows it'
redis hdel "n:{demo}:$(field "$c8" a)" pin >/dev/null
get "/api/comments/$c8"
is "$(json place)" '{}' 'the first page has no cursor'
get "/api/comments/$two"
is "$(json place.reply) $(json root)" "1 $root" 'a reply: its place among them'
get "/api/comments/$gone"
is "$status" 404 'one that is gone is nowhere'
get /api/comments/999999
is "$status" 404 'nor one that never was'

# ---- recent ----

say /late 'The newest' '"name":"Eve","title":"Late news"'
get '/api/comments/recent?limit=2'
is "$status $(json comments.0.html) $(json comments.0.title)" \
    '200 <p>The newest</p> Late news' 'the newest of the site'
is "$(json comments.0.article) $(json comments.0.article_url)" "/late $base/late" \
    'with their article'
is "$(json comments.length)" 2 'as many as asked for'

# ---- kept pages ----

comments_of /pages
tag=$(header etag)
get /api/comments?article=/pages --header "If-None-Match: $tag"
is "$status $body" '304 ' 'nothing new: 304'
vote "$c4" 1
get /api/comments?article=/pages --header "If-None-Match: $tag"
is "$status" 200 'a vote is something new'
tag=$(header etag)
get /api/comments?article=/pages --user-agent other --interface 127.0.0.9
is "$(header etag)" "$tag" 'everybody has the same tag'
comments_of /pages '&sort=oldest'
isnt "$(header etag)" "$tag" 'another page has another'

# ---- equal scores ----

set="t:{demo}:$(field "$c2" a):new"
redis zadd "$set" 1000 "$c2" 1000 "$c3" 1000 "$c4" >/dev/null
comments_of /pages '&sort=oldest&limit=2'
is "$(ids)" "$c2 $c3" 'what has one score is in the order of the ids'
comments_of /pages "&sort=oldest&limit=2&after=$(json next)"
is "$(ids)" "$c4 $c1" 'and a page ends among them'
comments_of /pages '&limit=6'
is "$(ids)" "$c8 $c7 $c6 $c5 $c1 $c4" 'also the other way'
comments_of /pages "&limit=6&after=$(json next)"
is "$(ids)" "$c3 $c2" 'to the end'

# ---- long ones ----

# What the pinned one and its replies take is not taken from the others.
say /long 'Stands first'
long=$(json id)
for n in 1 2 3 4 5; do
	say /long "Root number $n"
done
newest=$(json id)
quotes=$(perl -e 'print q(\\") x 8100')
for n in 1 2 3; do
	say /long "$n$quotes" "\"name\":\"Ann\",\"parent\":$long"
done
pin "$long"
comments_of /long '&limit=3'
is "$status $(ids)" "200 $long $newest $((newest - 1)) $((newest - 2))" \
    'a long one that is pinned leaves room for others'
next=$(json next)
like "$next" '^[0-9]+\.[0-9]+$' 'and a way to those that follow'
comments_of /long "&limit=3&after=$next"
is "$(ids) $(json next)" "$((newest - 3)) $((newest - 4)) undefined" 'which are there'

finish
