#!/bin/sh
# Visits: what a post answers, what counts as one, and all other ways to the numbers
. "${TOP:-.}/tests/lib/lib.sh"

day=$(TZ=$ZONE date +%F)
today=$(today)

# visit BODY [ARGS]: posts it; ARGS may bring another Content-Type or Origin
visit() {
	visit_body=$1
	shift
	request POST /api/visits --data-raw "$visit_body" "$@"
}
own() {
	visit_own=$1
	shift
	visit "$visit_own" --header "Origin: $base" \
	    --header 'Content-Type: application/json' "$@"
}

# answer ARTICLE TOTAL READERS SITE REST: what all of a first day's answer is
answer() {
	printf '{"article":"%s","day":"%s","total":%d,"today":%d,' \
	    "$1" "$day" "$2" "$2"
	printf '"yesterday":0,"readers_today":%d,"site":{"total":%d,"today":%d},' \
	    "$3" "$4" "$4"
	printf '"counted":%s}' "$5"
}
again='false,"why":"window"'

# numbers ARTICLE [QUERY]: its line of the list, from `total` on
numbers() {
	get "/api/visits?article=$1${2-}"
	printf '%s\n' "$body" | sed -n 's/.*"articles":\[{"article":"[^"]*",\(.*\)}\]}/\1/p'
}

# settings TEXT: what stands behind the usual ones; waits until it is in effect
reloads=0
reloaded() {
	[ "$(grep -c event=reloaded "$var/log/visits.log")" -ge "$reloads" ]
}
settings() {
	{
		cat "$work/usual.conf"
		printf "%s\n" "$1"
	} >"$var/afterword.conf"
	reloads=$((reloads + 1))
	kill -HUP "$(pid visits)"
	await 5 reloaded || fail 'the settings are read again'
}

# Redis is stopped for a while, and the machine may be busy.
AFTERWORD_REDIS_TIMEOUT=30s
stack_start
cp "$var/afterword.conf" "$work/usual.conf"

# ---- posting ----

own '{"article":"/first","title":"The first"}'
is "$status" 200 'a visit is answered'
is "$body" "$(answer /first 1 1 1 true)" 'with exactly these numbers'
is "$(header content-type)" 'application/json; charset=utf-8' 'as JSON'
is "$(header cache-control)" no-store 'that nobody keeps'
is "$(header etag)" '' 'and that has no tag'

own '{"article":"/first"}'
is "$body" "$(answer /first 1 1 1 "$again")" 'again within the window: not counted'
own '{"article":"/first"}' --user-agent "$agent other"
is "$body" "$(answer /first 2 2 2 true)" 'another browser is another visitor'
own '{"article":"/first"}' --interface 127.0.0.2
is "$body" "$(answer /first 3 3 3 true)" 'and so is another address'
own '{"article":"/first"}' --interface 127.0.0.2
is "$body" "$(answer /first 3 3 3 "$again")" 'which has a window of its own'
own '{"article":"/second"}'
is "$body" "$(answer /second 1 1 4 true)" 'another article has a window of its own'

visit '{"article":"/text"}' --header "Origin: $base" --header 'Content-Type: text/plain'
is "$body" "$(answer /text 1 1 5 true)" 'JSON may come as text/plain'
visit '{"article":"/text"}' --header "Origin: $base" \
    --header 'Content-Type: text/plain;charset=UTF-8' --interface 127.0.0.2
is "$body" "$(answer /text 2 2 6 true)" 'with a charset, as browsers add it'
visit '{"article":"/text"}' --header "Origin: http://localhost:${base##*:}" \
    --header 'Content-Type: Application/JSON' --interface 127.0.0.3
is "$body" "$(answer /text 3 3 7 true)" 'any of the site'\''s origins, type in any case'
visit '{"article":"/text"}' --header "Referer: $base/text?a=b" \
    --header 'Content-Type: application/json' --interface 127.0.0.4
is "$body" "$(answer /text 4 4 8 true)" 'a Referer stands in for the Origin'
request POST '/api/visits?article=/text&site=demo' --header "Origin: $base" \
    --interface 127.0.0.5
is "$body" "$(answer /text 5 5 9 true)" 'fields may stand in the query'

own '{"article":"/quiet"}' --header 'DNT: 1'
is "$body" "$(answer /quiet 1 0 10 true)" 'DNT: counted, readers not touched'
own '{"article":"/quiet"}' --header 'Sec-GPC: 1' --interface 127.0.0.2
is "$body" "$(answer /quiet 2 0 11 true)" 'Sec-GPC: counted, readers not touched'
own '{"article":"/quiet"}' --header 'DNT: 0' --interface 127.0.0.3
is "$body" "$(answer /quiet 3 1 12 true)" 'DNT: 0 asks for nothing'

# ---- one article, one key ----

own '{"article":"/x"}'
is "$(json counted)" true 'a first name of an article'
for name in /x/ //x /x/index.html /x/index.php '/x?utm_source=a' '/x?' '/x#top' /%78 \
    x ./x /a/../x /../x "$base/x" "$base/x/?b=c#d" "HTTP://LOCALHOST:${base##*:}/x"; do
	own "{\"article\":\"$name\"}"
	is "$(json article) $(json total) $(json why)" '/x 1 window' "$name is /x"
done
for name in /X /x/y /x.html /x/index.xhtml %2578; do
	own "{\"article\":\"$name\"}"
	is "$(json total) $(json counted)" '1 true' "$name is none of it"
done
own '{"article":"/%7Euser"}'
own '{"article":"/~user/"}'
is "$(json article) $(json total) $(json counted)" '/~user 1 false' \
    '/%7Euser and /~user/ are one'
own '{"article":"/caf\u00e9"}'
own '{"article":"/cafe%CC%81/"}'
is "$(json article) $(json total) $(json counted)" '/café 1 false' \
    'so are two spellings of an accent'
own '{"article":"/"}'
own '{"article":"//index.html"}'
is "$(json article) $(json total)" '/ 1' 'and those of the front page'
is "$(numbers '%2Fx%2F&article=//x')" \
    '"total":1,"today":1,"comments":0},{"article":"/x","total":1,"today":1,"comments":0' \
    'reading folds in the same way'
own '{"article":"https://other.example/x"}'
is "$status $(json errors.0.field)" '422 article' 'a page of another site is refused'

# ---- as a form, as count.js and curl send it ----

visit '' --header "Origin: $base" --data-urlencode article=/caf%C3%A9+/ --data title= \
    --data site=demo
is "$(json article) $(json total) $(json counted)" '/café+ 1 true' 'a form is counted'
visit article=%2Fform%2F --header "Origin: $base" \
    --header 'Content-Type: application/x-www-form-urlencoded;charset=UTF-8'
is "$(json article) $(json total) $(json counted)" '/form 1 true' 'one as scripts send it'
is "$(header access-control-allow-origin)" "$base" 'they may read the answer'
# nginx does not pass that header on to the counter.
printf article=%%2Fform >"$work/form"
fastcgi REQUEST_METHOD=POST SCRIPT_NAME=/api/visits HTTP_ORIGIN=https://api.example \
    CONTENT_TYPE=application/x-www-form-urlencoded HTTP_SEC_FETCH_SITE=same-origin \
    "HTTP_USER_AGENT=$agent" REMOTE_ADDR=127.0.0.2 <"$work/form"
is "$(json total) $(json why)" '1 origin' 'one of a page beside the API is not'
visit article=%2Fform --header "Origin: $base" --interface 127.0.0.3 \
    --data "title=$(printf '%05000d' 0)%0A"
is "$(json total) $(json counted)" '2 true' 'a long title of two lines does not hinder'
visit title=Nothing --header "Origin: $base"
is "$status $(json errors.0.field)" '422 article' 'the article is needed in a form, too'
visit article=%2Fform%2 --header "Origin: $base"
is "$status $(json detail)" '400 a broken percent-encoding in the form' 'and has to be whole'

# ---- lists ----

get '/api/visits?article=/second&article=/none&article=/first&article=/second'
line='"comments":0}'
is "$body" "{\"day\":\"$day\",\"articles\":[{\"article\":\"/second\",\"total\":1,\"today\":1,$line,\
{\"article\":\"/none\",\"total\":0,\"today\":0,$line,{\"article\":\"/first\",\"total\":3,\"today\":3,$line,\
{\"article\":\"/second\",\"total\":1,\"today\":1,$line]}" 'a list is in the order asked'
is "$status $(header content-type)" '200 application/json; charset=utf-8' 'as JSON'
is "$(header cache-control)" 'public, max-age=30' 'to keep for a short while'
many=$(printf '&article=/first%.0s' $(seq 100))
get "/api/visits?${many#&}"
is "$status $(json articles.length) $(json articles.99.total)" '200 100 3' '100 articles'
get "/api/visits?${many#&}&article=/first"
is "$status $(json errors.0.field)" '422 article' 'and not 101'

hash=$(redis --raw keys 'n:{demo}:*' | while read -r key; do
	[ "$(redis --raw hget "$key" key)" = /first ] && echo "${key##*:}"
done)
redis hset "n:{demo}:$hash" comments 7 >/dev/null
redis hset "a:{demo}:$hash" b 1000 >/dev/null
is "$(numbers /first)" '"total":1003,"today":3,"comments":7' \
    'the list has comments, and totals imported visits'
own '{"article":"/first"}'
is "$(json total) $(json today) $(json why)" '1003 3 window' 'so has a post'

# Row 35: the tag is of the public content alone.
get '/api/visits?article=/x'
tag=$(header etag)
like "$tag" '^"[0-9a-f]{16}"$' 'a list has a tag'
get '/api/visits?article=/x' --interface 127.0.0.9 --user-agent "$agent other" \
    --header 'Cookie: a=b' --header 'Accept-Language: mk'
is "$(header etag)" "$tag" 'the same tag for another reader'
get '/api/visits?article=/x' --header "If-None-Match: $tag"
is "$status $(wc -c <"$work/body")" '304 0' 'the tag brings 304 and no body'
is "$(header etag) $(header vary) $(header cache-control)" \
    "$tag Origin public, max-age=30" 'with what a cache has to know'
get '/api/visits?article=/x' --header "If-None-Match: \"a\", W/$tag"
is "$status" 304 'among others, and as a weak one'
get '/api/visits?article=/x' --header 'If-None-Match: "0123456789abcdef"'
is "$status" 200 'another tag does not'
own '{"article":"/x"}' --interface 127.0.0.2
get '/api/visits?article=/x' --header "If-None-Match: $tag"
is "$status $(json articles.0.total)" '200 2' 'nor does the old one after a visit'

# ---- history ----

get '/api/visits/history?article=/quiet&days=2'
is "$body" "{\"article\":\"/quiet\",\"days\":[{\"day\":\"$(date -u -d "$day - 1 day" +%F)\",\
\"visits\":0,\"readers\":0},{\"day\":\"$day\",\"visits\":3,\"readers\":1}]}" \
    'a history: oldest first, today last'
is "$(header cache-control)" 'public, max-age=120' 'to keep for a while'
get '/api/visits/history?article=/quiet'
is "$(json days.length)" 30 '30 days unless told'
get '/api/visits/history?article=/quiet&days=365'
is "$(json days.length)" 90 'no more than are kept'
get '/api/visits/history?article=/none&days=1'
is "$(json days.0.visits)" 0 'zeros for an unknown article'

# ---- the popular ----

own '{"article":"/old","title":"Older"}'
old=$(redis --raw zrange 'r:{demo}:all' 0 -1 | while read -r h; do
	[ "$(redis --raw hget "n:{demo}:$h" key)" = /old ] && echo "$h"
done)
# It was read 9 times ten days ago, and 4 times five days ago.
redis hset "a:{demo}:$old" t 14 $((today - 10)) 9 $((today - 5)) 4 >/dev/null
redis zadd "r:{demo}:$((today - 10))" 9 "$old" >/dev/null
redis zadd "r:{demo}:$((today - 5))" 4 "$old" >/dev/null
redis zadd "r:{demo}:all" 14 "$old" 1003 "$hash" >/dev/null
own "{\"article\":\"/first\"}" --interface 127.0.0.3

popular() {
	get "/api/visits/popular?limit=2$1"
	printf '%s' "$body" | perl -MJSON::PP -e '
		local $/;
		print join " ", map { "$_->{article}=$_->{visits}" }
		    @{decode_json(<STDIN>)->{articles}}'
}
is "$(popular '&period=today')" '/text=5 /first=4' 'popular today'
is "$(popular '&period=7d')" '/text=5 /first=4' 'of seven days: five days ago weighs less'
is "$(popular '&period=30d')" '/old=14 /text=5' 'of thirty days'
is "$(popular '&period=all')" '/first=1004 /old=14' 'of all days, with imported visits' ||
    diag "$body"
is "$(popular '')" "$(popular '&period=7d')" 'seven days unless told'
get '/api/visits/popular?period=all&limit=100'
like "$body" "^\\{\"day\":\"$day\",\"period\":\"all\",\"articles\":\[\{\"article\":\"/first\",\
\"title\":\"The first\",\"url\":\"$base/first\",\"visits\":1004\}" \
    'each has title and address'
is "$(header cache-control)" 'public, max-age=120' 'to keep for a while'
own '{"article":"/a b%22%3c\u0436%25"}' --interface 127.0.0.9
get '/api/visits/popular?period=all&limit=100'
like "$body" "\"url\":\"$base/a%20b%22%3C%D0%B6%25\"" 'an address is one, whatever the name'
own '{"article":"/first","title":"Renamed"}' --interface 127.0.0.7
get '/api/visits/popular?period=all&limit=1'
is "$(json articles.0.title)" 'The first' 'a title stays as it was first told'

# ---- pictures ----

before=$(numbers /first)
get '/api/visits/badge.svg?article=/first'
is "$status $(header content-type)" '200 image/svg+xml; charset=utf-8' 'a badge'
like "$body" '<title>visits: 1,005</title>' 'has the number'
is "$(header cache-control)" 'public, max-age=120' 'to keep for a while'
is "$(numbers /first)" "$before" 'and only reads'
redis hset "a:{demo}:$hash" t 9007199254740000 >/dev/null
get "/api/visits/badge.svg?article=/first&label=$(printf '%%26%.0s' $(seq 64))"
is "$status" 200 'the longest label of the worst letters, the largest number'
ok "$(test "$(wc -c <"$work/body")" -lt 700; echo $?)" 'is less than 700 bytes' ||
    diag "$(wc -c <"$work/body")"
get '/api/visits/badge.svg?article=/first&label=%3Cscript%3E%22%27%26'
unlike "$body" '<script' 'a label cannot become an element'
like "$body" '&lt;script&gt;&quot;&#39;&amp;|&lt;script&gt;&#34;&#39;&amp;' 'it is escaped'
get '/api/visits/badge.svg?article=/first&as=line'
like "$body" 'Visited 9,007,199,254,741,000 times, 5 visit\(s\) today' 'the whole line as a picture'
ok "$(test "$(wc -c <"$work/body")" -lt 700; echo $?)" 'is as small'
get '/api/visits/badge.svg?article=/none&label='
is "$status $(printf '%s\n' "$body" | sed -n 's,.*<title>\(.*\)</title>.*,\1,p')" '200 0' \
    'without label: the number alone'
redis hset "a:{demo}:$hash" t 5 >/dev/null

get '/api/visits/seen.svg?article=/seen' --header "Referer: $base/seen"
like "$status $body" '^200 .*<title>visits: 1</title>' 'seen.svg counts'
is "$(header cache-control)" no-store 'and is never kept'
get '/api/visits/seen.svg?article=/seen' --header "Referer: $base/seen"
like "$body" '<title>visits: 1</title>' 'a visitor once in the window'
get '/api/visits/seen.svg?article=/seen' --interface 127.0.0.2
like "$body" '<title>visits: 2</title>' 'a known article without a Referer'
get '/api/visits/seen.svg?article=/seen&as=line' --interface 127.0.0.4
like "$body" 'Visited 3 times, 3 visit\(s\) today' 'or with the whole line'
get '/api/visits/seen.svg?article=/seen' --interface 127.0.0.3 \
    --header 'Referer: https://other.example/'
like "$body" '<title>visits: 3</title>' 'not from a foreign page'
get '/api/visits/seen.svg?article=/unseen'
like "$status $body" '^200 .*<title>visits: 0</title>' 'nor an unknown one without'

# ---- the line for server side includes ----

mkdir -p "$work/pages"
printf '<p><!--# include virtual="/api/visits/fragment?count=1" --></p>\n' \
    >"$work/pages/story.html"
printf '<p><!--# include virtual="/api/visits/fragment" --></p>\n' \
    >"$work/pages/reading.html"
printf '<!--# include virtual="/api/visits/fragment?article=/pages/story.html" -->\n' \
    >"$work/pages/other.html"
sed -i "s|location / {|location /pages/ { root $work; ssi on; } &|" "$var/nginx/nginx.conf"
workers() {
	cat "/proc/$(pid nginx)/task/$(pid nginx)/children"
}
worker=$(workers)
kill -HUP "$(pid nginx)"
replaced() {
	! workers | grep -q "$worker"
}
await 10 replaced
ok $? 'nginx has another folder'
get /pages/reading.html
like "$body" '^<p>Visited 0 times, 0 visit\(s\) today</p>$' 'a page with its number in it'
get /pages/story.html
like "$body" '^<p>Visited 1 times, 1 visit\(s\) today</p>$' 'count=1 counts the page'
get '/pages//story.html?utm_source=a' --interface 127.0.0.2 \
    --header 'Referer: https://other.example/'
like "$body" '^<p>Visited 2 times, 2 visit\(s\) today</p>$' \
    'by its own address, wherever the reader comes from'
get /pages/story.html --interface 127.0.0.2
like "$body" '^<p>Visited 2 times, 2 visit\(s\) today</p>$' 'within the window: once'
get /pages/story.html --user-agent 'curl/8.0'
like "$body" '^<p>Visited 2 times, 2 visit\(s\) today</p>$' 'a robot sees it, not counted'
request HEAD /pages/story.html --interface 127.0.0.3
get /pages/other.html --interface 127.0.0.3
like "$body" '^Visited 2 times, 2 visit\(s\) today$' 'HEAD does not; article= names another'
is "$(numbers /pages/story.html)" '"total":2,"today":2,"comments":0' 'the list agrees'
get '/api/visits/fragment?article=/first&count=1'
is "$status" 404 'nobody outside can ask for it'
get /articles/nato-deputy-visits-adex.html
like "$body" 'Visited [0-9]+ times, [0-9]+ visit\(s\) today' 'the demo has its number in the HTML'

# Readers of the page never see that something is wrong.
: >"$var/run/redis.hold"
kill -9 "$(pid redis)"
await 5 test ! -e "$var/run/redis.pid"
get /pages/story.html
is "$status $body" '200 <p></p>' 'without Redis the page does without the line'
rm "$var/run/redis.hold"
await 10 is_ready /readyz
get /pages/story.html
like "$body" '^<p>Visited 2 times, 2 visit\(s\) today</p>$' 'until it is there again'

# ---- what never counts ----

state() {
	lasting_keys
	lasting_keys | grep '^[as]:' | while read -r key; do
		redis --raw hgetall "$key"
	done
}
for period in 7d 30d; do
	get "/api/visits/popular?period=$period" # these rankings are kept in Redis
done
state >"$work/before"
for path in '/api/visits?article=/first' '/api/visits/history?article=/first' \
    /api/visits/popular '/api/visits/badge.svg?article=/first' \
    '/api/visits/seen.svg?article=/first' '/api/visits?article=/unknown' \
    '/api/visits/seen.svg?article=/unknown'; do
	for method in HEAD OPTIONS; do
		request "$method" "$path" --interface 127.0.0.77 --header "Origin: $base"
		like "$status" '^20[04]$' "$method $path"
	done
	case $path in */seen.svg*) continue ;; esac
	get "$path" --interface 127.0.0.77 --header "Origin: $base"
	is "$status" 200 "GET $path"
done
state >"$work/after"
is "$(diff "$work/before" "$work/after")" '' 'none of these has changed anything'

# ---- moved articles ----

own '{"article":"/new-name"}'
redis del "a:{demo}:$old" >/dev/null
redis hset "a:{demo}:$old" '>' /new-name >/dev/null
own '{"article":"/old"}' --interface 127.0.0.2
is "$(json article) $(json total)" '/new-name 2' 'a visit by the old name counts for the new'
get '/api/visits?article=/first&article=/old&article=/new-name'
is "$(json articles.1.article) $(json articles.1.total) $(json articles.2.total)" \
    '/new-name 2 2' 'a list follows it'
get '/api/visits/history?article=/old&days=1'
is "$(json article) $(json days.0.visits)" '/new-name 2' 'and so does a history'

# ---- windows of another length ----

settings '[visits]
window = 0'
own '{"article":"/each"}'
own '{"article":"/each"}'
own '{"article":"/each"}'
is "$(json total) $(json today) $(json readers_today) $(json why)" '3 3 1 undefined' \
    'no window: each load counts, of one reader'

settings '[visits]
window = 3s'
since() {
	[ $((($(date +%s%N) - begun) / 1000000)) -ge "$1" ]
}
begun=$(date +%s%N)
own '{"article":"/short"}'
begun_at_last=$(date +%s%N)
await 5 since 1500
own '{"article":"/short"}'
if since 2900; then
	skip 'a window of 3 s after 1.5' 'the machine is too slow to say'
else
	is "$(json total) $(json why)" '1 window' 'a window of 3 s is open after 1.5'
fi
begun=$begun_at_last
await 5 since 3050
own '{"article":"/short"}'
is "$(json total) $(json counted)" '2 true' 'and closed after 3: a repeat does not prolong it'

# ---- several sites ----

total=$(json site.total)
settings "[site \"second\"]
time_zone = $ZONE
origins = https://second.example https://www.second.example
keep_query = p,id
base_url = https://second.example/blog"
type='Content-Type: application/json'
visit '{"article":"/s"}' --header 'Origin: https://second.example' --header "$type"
is "$body" "$(answer /s 1 1 1 true)" 'the Origin tells the site'
visit '{"article":"/s"}' --header 'Referer: https://www.second.example/a/b?c' \
    --header "$type" --interface 127.0.0.2
is "$body" "$(answer /s 2 2 2 true)" 'and so does the Referer'
visit '{"article":"/s","site":"second"}' --header "$type" --interface 127.0.0.3
is "$body" "$(answer /s 3 3 3 true)" 'and a member of the object'
visit '{"article":"/s","site":"second"}' --header "Origin: $base" --header "$type" \
    --interface 127.0.0.4
is "$body" "$(answer /s 3 3 3 'false,"why":"origin"')" 'which a foreign page cannot use'
visit '{"article":"https://second.example/s/"}' --header 'Origin: https://second.example' \
    --header "$type" --interface 127.0.0.5
is "$body" "$(answer /s 4 4 4 true)" 'its addresses are folded by its origins'
is "$(numbers /s '&site=second') $(numbers /s '&site=demo')" \
    '"total":4,"today":4,"comments":0 "total":0,"today":0,"comments":0' \
    'the two share nothing'
visit '{"article":"/s"}' --header "$type"
is "$status $(json errors.0.field)" '422 site' 'a post that tells no site'
get '/api/visits?article=/s'
is "$status $(json errors.0.field)" '422 site' 'a read that tells none'
get '/api/visits?article=/s&site=third'
is "$status $(json errors.0.field)" '422 site' 'a site that is not there'
visit '{"article":"/s"}' --header 'Origin: https://third.example' --header "$type"
is "$status $(json errors.0.field)" '422 site' 'an Origin of none of them'
get /api/visits/popular?period=all --header 'Origin: https://second.example'
is "$(json articles.0.url)" https://second.example/blog/s 'its base address is used'

second() {
	visit "{\"article\":\"$1\"}" --header 'Origin: https://second.example' \
	    --header "$type"
}
second '/?p=1'
second '/?utm_source=a&p=1&x=y#z'
is "$(json article) $(json total) $(json why)" '/?p=1 1 window' 'p= tells articles apart'
second '/?p=2'
is "$(json total) $(json counted)" '1 true' 'by its value'
second '/?p=2&id=3'
second '/index.php?id=3&q=&p=2'
is "$(json article) $(json total) $(json why)" '/?id=3&p=2 1 window' 'in any order'
own '{"article":"/"}' --header 'X-Note: the first site'
is "$(json site.total)" "$total" 'the first site has not moved'

# ---- what comes while Redis has to answer is counted together ----

# Each call adds an article's visits to two ranks.
ranked() {
	redis --raw info commandstats | sed -n 's/^cmdstat_zincrby:calls=\([0-9]*\),.*/\1/p'
}
load() {
	work=$work/load.$1
	mkdir "$work"
	own '{"article":"/busy"}' --interface "127.0.$net.$1"
	json total >"$work/total"
	echo >>"$work/total"
}
wait_for_redis() {
	get /metrics
	printf '%s\n' "$body" | grep -qx "afterword_requests_parked $1"
}
# gather NET N...: so many readers of a network at once, then so many more, and so on,
# all before Redis goes on
gather() {
	net=$1
	shift
	rm -rf "$work"/load.*
	kill -STOP "$(pid redis)"
	loads=
	n=0
	for some; do
		for _ in $(seq "$some"); do
			n=$((n + 1))
			(load "$n") &
			loads="$loads $!"
		done
		await 10 wait_for_redis "$n" || fail "$n loads wait"
	done
	kill -CONT "$(pid redis)"
	# shellcheck disable=SC2086  # one word each
	wait $loads
	sort -n "$work"/load.*/total | tr '\n' ' '
}
own '{"article":"/busy"}'
before=$(ranked)
is "$(gather 1 1 6)" '2 3 4 5 6 7 8 ' 'each is told its own number'
is "$(($(ranked) - before))" 4 'a call for the first, and one for all that waited meanwhile'
before=$(ranked)
is "$(gather 2 1 16 5)" "$(seq -s ' ' 9 30) " 'sixteen more, and five'
is "$(($(ranked) - before))" 6 'sixteen go at once, what comes after them waits'

finish
