#!/bin/sh
# Feeds: the newest comments of an article or of the site, as Atom and as JSON Feed
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

# feed QUERY [ARGS]: asks for Atom; $tree is what is in it, line by line
feed() {
	feed_query=$1
	shift
	get "/api/comments/feed?$feed_query" "$@"
	tree=$(perl "$TOP/tests/data/e2e/tree.pl" xml <"$work/body") ||
	    fail "well-formed: $feed_query - $tree"
}
texts() {
	printf '%s\n' "$tree" | sed -n "s,^$1=,,p"
}
json_feed() {
	get "/api/comments/feed?format=json${1+&$1}"
}
urn='^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'

comments_start

# ---- nothing yet ----

feed ''
is "$status $(header content-type)" '200 application/atom+xml; charset=utf-8' 'an empty feed'
is "$(texts feed/title)" 'Comments on 127.0.0.1' 'of the site'
is "$(texts feed/updated)" 1970-01-01T00:00:00Z 'that never changed'
is "$(header last-modified)" '' 'says so to caches'
feed article=/none
is "$(texts feed/title) $(texts 'feed/link@href')" "Comments on /none $base/none" \
    'of an article that nobody knows'
is "$(redis --raw keys 'n:*')" '' 'which nobody knows then, either'

# ---- entries ----

say /a 'Hello *world* & <b>' '"name":"Ann <b>","url":"ann.example","title":"A & B"'
one=$(json id)
say /a 'A reply' "\"name\":\"Bob\",\"parent\":$one"
two=$(json id)
token=$(json edit_token)
say /b 'Elsewhere' '"name":"Cy"'
three=$(json id)

feed ''
is "$(texts feed/entry/title)" 'Cy on /b
Bob on A & B
Ann <b> on A & B' 'all of the site, the newest first'
is "$(texts feed/entry/link@href)" "$base/b#comment-$three
$base/a#comment-$two
$base/a#comment-$one" 'where they are'
is "$(texts feed/entry/author/name | tail -n 1) $(texts feed/entry/author/uri)" \
    'Ann <b> https://ann.example' 'who wrote them'
is "$(texts feed/entry/content | tail -n 1)" \
    '<p>Hello <em>world</em> &amp; &lt;b&gt;</p>' 'what they say, as HTML'
is "$(texts feed/entry/content@type | sort -u)" html 'which is called so'
id=$(texts feed/entry/id | tail -n 1)
like "$id" "$urn" 'an id for ever'
is "$(texts feed/entry/id | sort -u | wc -l)" 3 'and for each'
is "$(texts 'feed/entry/thr:in-reply-to@ref')" "$id" 'a reply names what it answers'
is "$(texts 'feed/entry/thr:in-reply-to@href')" "$base/a#comment-$one" 'and where that is'
is "$(texts feed/updated)" "$(texts feed/entry/updated | sort | tail -n 1)" \
    'the feed is as new as the newest'
unlike "$(printf '%s\n' "$tree" | grep '^feed/link')" 'self' \
    'it does not say where it is, for it does not know'

feed article=/a
is "$(texts feed/title) $(texts feed/id)" "Comments on A & B $base/a#comments" 'of an article'
is "$(texts feed/entry/id | wc -l) $(texts feed/entry/id | tail -n 1)" "2 $id" \
    'its comments, which are the same'
feed limit=2
is "$(texts feed/entry/title)" 'Cy on /b
Bob on A & B' 'as many as asked for'

json_feed
is "$status $(header content-type)" '200 application/feed+json' 'JSON Feed'
is "$(json version)" https://jsonfeed.org/version/1.1 'of that version'
is "$(json items.length) $(json items.2.id)" "3 $id" 'has the same'
is "$(json items.2.authors.0.name) $(json items.2.authors.0.url)" \
    'Ann <b> https://ann.example' 'by the same'
is "$(json items.2.content_html)" '<p>Hello <em>world</em> &amp; &lt;b&gt;</p>' 'saying the same'
is "$(json items.2.url) $(json home_page_url)" "$base/a#comment-$one $base/" 'there'
unlike "$body" '[<>&]' 'harmless in a page, too'
json_feed article=/b
is "$(json items.length) $(json title)" '1 Comments on /b' 'of an article'

# ---- caches ----

say /c 'Will be gone'
older=$(json id)
older_token=$(json edit_token)
say /c 'Stays'
feed article=/c
is "$status $(header last-modified)" '200 ' 'a second that is not over has no date'
sleep 2.1
feed article=/c
later=$(header last-modified)
unsay "$older" "$older_token"
sleep 2.1
get '/api/comments/feed?article=/c' --header "If-Modified-Since: $later"
is "$status" 200 'what was taken away is a change, too'
isnt "$(header last-modified)" "$later" 'with a date'
get '/api/comments/feed?article=/c' --header "If-Modified-Since: $(header last-modified)"
is "$status" 304 'and no other after it'

feed article=/a
tag=$(header etag)
modified=$(header last-modified)
is "$(header cache-control)" no-cache 'kept, and asked about each time'
like "$modified" '^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9:]{8} GMT$' \
    'when it changed'
get '/api/comments/feed?article=/a' --header "If-None-Match: $tag"
is "$status $body" '304 ' 'nothing new'
get '/api/comments/feed?article=/a' --header "If-Modified-Since: $modified"
is "$status $body" '304 ' 'by the time, too'
get '/api/comments/feed?article=/a' --user-agent other --interface 127.0.0.9
is "$(header etag)" "$tag" 'the same for everybody'
request HEAD '/api/comments/feed?article=/a'
is "$status $(header etag)" "200 $tag" 'HEAD'
sleep 1.1
edit "$two" "$token" 'Another reply'
feed article=/a --header "If-None-Match: $tag"
is "$status" 200 'an edit is something new'
is "$(texts feed/entry/content | head -n 1)" '<p>Another reply</p>' 'it is there'
isnt "$(texts feed/entry/updated | head -n 1)" "$(texts feed/entry/published | head -n 1)" \
    'with its time'
json_feed article=/a
is "$(json items.0.date_modified)" "$(texts feed/entry/updated | head -n 1)" 'in both'
unsay "$two" "$token"
feed ''
is "$(texts feed/entry/title)" 'Ann on /c
Cy on /b
Ann <b> on A & B' 'what was deleted is gone'
vote "$one" 1
feed article=/a
is "$(texts feed/updated)" "$(texts feed/entry/updated)" 'a vote changes no comment'
sleep 2.1
feed article=/a
isnt "$(header last-modified)" "$modified" 'but the time that caches go by'

# The title comes with a visit when comments came before.
feed article=/c
request POST /api/visits --header "Origin: $base" --header 'Content-Type: application/json' \
    --data-raw '{"article":"/c","title":"C & D"}'
feed article=/c
is "$(texts feed/title)" 'Comments on C & D' 'a title that is told later'
ver=$(redis hget "n:{demo}:$(field "$older" a)" ver)
request POST /api/visits --header "Origin: $base" --header 'Content-Type: application/json' \
    --data-raw '{"article":"/c","title":"Another"}' --interface 127.0.0.2
is "$(redis hget "n:{demo}:$(field "$older" a)" ver)" "$ver" 'and once'
request POST /api/visits --header "Origin: $base" --header 'Content-Type: application/json' \
    --data-raw '{"article":"/silent","title":"Silent"}'
is "$(redis hexists "n:{demo}:$(printf %s /silent | b2sum -l 128 | cut -c 1-16)" ver)" 0 \
    'without comments there is nothing to tell'

# ---- what is not told ----

say /a 'A robot' '"name":"Robot","subject":"watches"'
is "$(json held)" true 'one waits'
feed ''
unlike "$tree" 'Robot' 'and is not told'
say /a 'By mail' '"name":"Di","email":"di@mail.example"'
feed ''
unlike "$body" 'mail.example' 'nor are addresses'

# ---- what XML has no sign for ----

say /x 'a &#1; b &#xFFFE; c &#55296; ]]> d &#x0; e' '"name":"]]> & Co","title":"\u2028<x>"'
is "$status" 201 'signs that are none'
say /x '```\n<![CDATA[ \t x ]]>\n```' '"name":"\ud83d\ude00 \u0416"'
feed article=/x
is "$status $(texts feed/entry/id | wc -l)" '200 2' 'break no feed'
is "$(texts feed/entry/author/name)" '😀 Ж
]]> & Co' 'names are text'
feed ''
is "$(texts feed/entry/id | wc -l)" 6 'nor that of the site'

# ---- what is refused ----

for query in format=rss limit=0 limit=51 limit=x site=none 'article=https://evil.example/' \
    article= colour=red; do
	get "/api/comments/feed?$query"
	is "$status $(json errors.0.field)" "422 ${query%%=*}" "$query is refused"
done
request POST /api/comments/feed --header "Origin: $base"
is "$status" 405 'a feed is read'

# Fifty is the most, also when there are more.
tokens=
for n in $(seq 65); do
	say /many "Comment number $n of many"
	[ "$n" -le 55 ] || tokens="$tokens $(json id),$(json edit_token)"
done
for token in $tokens; do
	unsay "${token%,*}" "${token#*,}"
done
feed 'article=/many&limit=50'
is "$(texts feed/entry/id | wc -l)" 50 'fifty at most, and as many when some were taken away'
feed 'article=/many'
is "$(texts feed/entry/id | wc -l)" 20 'twenty unless asked'
is "$(texts feed/entry/content | head -n 1)" '<p>Comment number 55 of many</p>' 'the newest'

finish
