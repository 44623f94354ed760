#!/bin/sh
# afterword alias: two articles become one, and no count or comment is lost
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

line() {
	printf '%s\n' "$said" | sed -n "s/^ *$1  *//p" | head -n 1
}
counts() {
	echo "a:{demo}:$(hash "$1")"
}
name() {
	echo "n:{demo}:$(hash "$1")"
}
# total ARTICLE: as a reader gets it
total() {
	get "/api/visits?article=$1&site=demo"
	json articles.0.total
}
agrees() {
	aw check
	is "$status" 0 "$1: the keys agree" || diag "$said"
}

comments_start 'hold = nothing' '[visits]
window = 0'
day=$(today)

# A day that is past, with visits of ARTICLE that were counted then.
seed_day() {
	redis hincrby "$(counts "$1")" "$2" "$3"
	redis hincrby "$(counts "$1")" "-$2" "$4"
	redis hincrby "$(counts "$1")" t "$3"
	redis hincrby 's:{demo}' "$2" "$3"
	redis hincrby 's:{demo}' t "$3"
	redis zincrby 'r:{demo}:all' "$3" "$(hash "$1")"
	redis zincrby "r:{demo}:$2" "$3" "$(hash "$1")"
	redis expire "r:{demo}:$2" 100000
}

# ---- what is merged ----

request POST /api/visits --header "Origin: $base" --user-agent "$agent 1" \
    --header 'Content-Type: application/json' \
    --data-raw '{"article":"/old","title":"The old"}'
post /old --user-agent "$agent 2"
post /old --user-agent "$agent 3"
post /old --user-agent curl/8
post /new --user-agent "$agent 3"
post /new --user-agent "$agent 4"
{
	seed_day /old $((day - 5)) 3000000000 7
	seed_day /new $((day - 5)) 40 4
	seed_day /old $((day - 9)) 11 5
	redis hset "$(name /old)" first 1000035000
} >/dev/null
aw set-base /old 100
aw set-base /new 23
agrees 'before'
before=$(total /old)
post /other
site_before=$(json site.total)

get '/api/visits/popular?period=7d&site=demo'
is "$(json articles.0.article)" /old 'the old one is popular'
aw alias /old /new/
is "$status $said" \
    "0 /old is another name of /new now, which has $((before + 65)) visits" \
    'alias says what it did'
agrees 'after'
aw show /old
is "$(line alias) $(line article) $(line aliases)" '/old /new /old' \
    'show follows an alias and says so'
is "$(line counted)" $((3 + 2 + 3000000000 + 40 + 11)) 'counted visits add up'
is "$(line imported)" 123 'imported ones add up, apart'
is "$(line robots)" 1 'so do robots'
is "$(line today)" 5 'and the visits of today'
is "$(line readers)" 4 'a reader of both today is one reader'
is "$(line title)" 'The old' 'the title is kept'
is "$(line 'first seen')" 2001-09-09 'and the day it was first seen'
is "$(redis hgetall "$(counts /old)" | tr '\n' ' ')" '> /new ' \
    'of the old one only its new name is left'
is "$(redis hget 's:{demo}' n)" 2 'the site has an article less'

post /old --user-agent "$agent 5"
is "$status $(json article) $(json total) $(json today) $(json counted)" \
    "200 /new $((before + 66)) 6 true" 'a visit of the old counts on the new'
is "$(json site.total)" $((site_before + 1)) 'and on the site, once'
is "$(json readers_today)" 5 'with its reader'
post /new --user-agent "$agent 5"
is "$(json total) $(json readers_today)" "$((before + 67)) 5" \
    'who is known under both names'
post /old --user-agent curl/8
is "$(json article) $(json why)" '/new bot' 'a robot is told the new name, too'

get '/api/visits?article=/old&article=/none&article=/new&article=/other&site=demo'
is "$(json articles.0.article) $(json articles.1.article)" '/new /none' \
    'a list: in the order asked, by the new name'
is "$(json articles.0.total) $(json articles.2.total) $(json articles.3.total)" \
    "$((before + 67)) $((before + 67)) 1" 'with its numbers under both'
get '/api/visits/history?article=/old&days=10&site=demo'
is "$(json article) $(json days.length)" '/new 10' 'history: of the new one'
is "$(json days.4.visits) $(json days.4.readers)" '3000000040 11' \
    'past days add up, their readers too'
is "$(json days.0.visits) $(json days.0.readers)" '11 5' 'days of the old alone'
is "$(json days.9.visits) $(json days.9.readers)" '7 5' 'and today'
for period in today 7d 30d all; do
	get "/api/visits/popular?period=$period&site=demo"
	is "$(json articles.0.article) $(json articles.1.article)" '/new /other' \
	    "popular, $period: the new one in place of both"
done
get '/api/visits/badge.svg?article=/old&site=demo'
like "$body" "3,000,000,[0-9]*" 'the badge'
ttl=$(redis ttl "u:{demo}:$day:$(hash /new)")
ok "$([ "$ttl" -gt 0 ]; echo $?)" 'merged readers still expire'

# Readers of the old one alone: the sketch is made anew, and has to expire, too.
post /alone
aw alias /alone /fresh
ttl=$(redis ttl "u:{demo}:$day:$(hash /fresh)")
ok "$([ "$ttl" -gt 0 ]; echo $?)" 'readers of the old one alone expire'
aw show /fresh
is "$(line readers) $(line visits)" '1 1' 'and are those of the new one'
agrees 'an unknown new one'

# ---- again, and again ----

state() {
	for key in $(lasting_keys); do
		case $key in
		[anfkrst]:*) echo "$key"; redis dump "$key" | cksum ;;
		esac
	done
}
state >"$work/before"
aw alias /old /new
is "$status $said" '0 /old is another name of /new already' 'again: status 0'
redis hdel "$(name /old)" to >/dev/null
aw alias /old /other
is "$(redis hget "$(name /old)" to)" '' 'one whose name leads nowhere: not by another article'
aw alias /old /new
is "$status $said" '0 /old is another name of /new already' 'but when it is said again'
agrees 'its name leads there again'
state >"$work/after"
ok "$(cmp -s "$work/before" "$work/after"; echo $?)" 'and nothing changed'

aw alias /new /new
is "$status" 1 'an article of itself: status 1'
like "$wrong" '/new: both names are of this one article' 'says so'
aw alias /new /old
is "$status" 1 'a cycle: status 1'
like "$wrong" '/new: both names are of this one article' 'says so'
aw alias /old /other
is "$status" 1 'an alias of another: status 1'
like "$wrong" '/old is another name of /new already' 'says of which'
state >"$work/after"
ok "$(cmp -s "$work/before" "$work/after"; echo $?)" 'nothing of it changed anything'
aw set-base /old 9
is "$status" 1 'set-base of an alias: status 1'
like "$wrong" '/old is another name of /new' 'says of which'

aw alias /never /new
is "$status" 0 'an unknown old one'
post /never
is "$(json article)" /new 'just is another name then'
aw alias /nobody /nowhere
is "$status" 0 'both unknown'
post /nobody
is "$(json article) $(json total)" '/nowhere 1' 'the new one is known from then on'
agrees 'unknown ones'

# ---- chains ----

post /a
post /b
post /c
post /d
aw alias /a /b
aw alias /b /c
is "$(redis hget "$(counts /a)" '>') $(redis hget "$(counts /b)" '>')" '/c /c' \
    'aliases of the old one lead to the new one'
is "$(redis scard "f:{demo}:$(hash /c)") $(redis exists "f:{demo}:$(hash /b)")" \
    '2 0' 'which knows them all'
aw alias /x /a
is "$said" '/x is another name of /c now, which has 3 visits' \
    'an alias of an alias is one of its article'
aw alias /a /b
is "$status $said" '0 /a is another name of /c already' 'said again by an old name'
aw alias /c /a
is "$status" 1 'a longer cycle'
aw alias /c /d
is "$said" '/c is another name of /d now, which has 4 visits' 'once more'
for old in /a /b /c /x; do
	post "$old"
	is "$(json article)" /d "$old"
done
is "$(total /a)" 8 'nothing was lost'
agrees 'chains'
is "$(redis xlen 'l:{demo}')" 10 'the ledger has each change'
like "$(redis xrevrange 'l:{demo}' + - COUNT 1 | tr '\n' ' ')" \
    'what alias old /c new /d t 3 b 0 x 0 comments 0 who [a-z]' 'with what was moved'

# ---- comments ----

# record ARTICLE: what is kept of its name, in one line
record() {
	redis hgetall "$(name "$1")" | paste - - | LC_ALL=C sort | tr '\t\n' '  '
}
say /from One
one=$(json id)
say /into Two
two=$(json id)
say /from 'To one' "\"name\":\"Bob\",\"parent\":$one"
reply=$(json id)
say /from Held
held=$(json id)
say /from Gone
gone=$(json id)
aw hold "$held"
aw delete "$gone"
aw pin "$one"
comments_of /into
tag=$(header ETag)
aw alias /from /into
is "$status $said" \
    '0 /from is another name of /into now, which has 0 visits and took over 2 comments' \
    'alias tells of comments'
agrees 'comments that moved'
is "$(record /from)" "key /from to $(hash /into) " 'of the name only the way is left'
is "$(redis --scan --pattern "t:{demo}:$(hash /from):*" | wc -l)" 0 'and no list'
comments_of /into '&sort=oldest'
is "$(json count) $(ids)" "3 $one $two" 'roots of both, in their order'
is "$(json comments.0.reply_count) $(json comments.0.pinned)" '1 true' \
    'with their replies, and what stood first'
is "$(json comments.0.replies.0.id)" "$reply" 'each below its root'
isnt "$(header ETag)" "$tag" 'as another page'
tag=$(header ETag)
comments_of /from '&sort=oldest'
is "$(json article) $(ids)" "/into $one $two" 'by the old name, too'
comments_of /into
vote "$two" 1
vote "$one" -1
is "$status" 200 'a vote on a comment that moved'
aw unpin /into
comments_of /into '&sort=best'
is "$(ids)" "$two $one" 'counts where it is now'
say /from 'To one again' "\"name\":\"Cy\",\"parent\":$one"
is "$status $(json root)" "201 $one" 'a reply by the old name'
say /into 'To one at last' "\"name\":\"Cy\",\"parent\":$one"
is "$status" 201 'and by the new one'
aw publish "$held"
comments_of /into '&sort=oldest'
is "$(json count) $(ids)" "6 $one $two $held" 'what waited is published there'
get "/api/comments/recent?limit=1"
is "$(json comments.0.article)" /into 'the newest of the site know the new name'
agrees 'and all goes on'
is "$(redis --raw xrange 'l:{demo}' - + | grep -A 1 -x comments | tail -n 1)" 2 \
    'the ledger has their number'

say /last Three
three=$(json id)
aw pin "$three"
aw pin "$one"
aw close /into
aw alias /into /last
is "$(redis hget "$(name /last)" pin)" "$three" 'what stands first on the new one stays'
is "$(redis hget "$(name /last)" closed)" 1 'closed, as the old one was'
is "$(record /from)" "key /from to $(hash /last) " 'older names lead there, too'
comments_of /from
is "$(json article) $(json count) $(json closed)" '/last 7 true' 'by the oldest name'
aw open /last
say /shut Four
aw close /shut
aw alias /shut /last
is "$(redis hget "$(name /last)" closed)" 0 'what was said of the new one holds'
agrees 'chains of comments'

say /quiet Five
five=$(json id)
aw hold "$five"
aw alias /quiet /last
unlike "$said" 'took over' 'none that is published: none told of'
aw publish "$five"
comments_of /last
is "$(json count)" 9 'but it finds its way'
agrees 'what waited alone'

for n in $(seq 30); do
	say /many1 "one $n"
	say /many2 "two $n"
done
last="t:{demo}:$(hash /many1):last"
seq 1001 1199 | sed "s/.*/zadd $last 1 &/" | redis >/dev/null
aw alias /many1 /many2
last="t:{demo}:$(hash /many2):last"
is "$(redis zcard "$last")" 200 'the newest of both, and no more'
redis zremrangebyscore "$last" 1 1 >/dev/null
is "$(redis zcard "$last")" 60 'which are the newest indeed'
agrees 'many'

redis hset "$(name /many2)" comments many >/dev/null
state >"$work/before"
aw alias /many2 /last
is "$status" 1 'comments that are no number: status 1'
like "$wrong" 'nothing was changed: count comments is no number' 'says which'
state >"$work/after"
ok "$(cmp -s "$work/before" "$work/after"; echo $?)" 'and nothing changed'
redis hset "$(name /many2)" comments 60 >/dev/null

# ---- all or nothing ----

post /bad
post /good
state >"$work/before"
redis hset "$(counts /bad)" 5 many >/dev/null
aw alias /bad /good
is "$status" 1 'a count that is none: status 1'
like "$wrong" 'nothing was changed: count 5 is no number' 'says which'
redis hset "$(counts /bad)" 5 9007199254740991 >/dev/null
redis hset "$(counts /good)" 5 1 >/dev/null
aw alias /bad /good
like "$wrong" 'nothing was changed: count 5 .*too large' 'one that would be too large'
redis hdel "$(counts /bad)" 5 >/dev/null
redis hdel "$(counts /good)" 5 >/dev/null
redis rename "u:{demo}:$day:$(hash /bad)" kept >/dev/null
redis set "u:{demo}:$day:$(hash /bad)" x >/dev/null
aw alias /bad /good
is "$status" 1 'readers that are no sketch: status 1'
redis rename kept "u:{demo}:$day:$(hash /bad)" >/dev/null
state >"$work/after"
ok "$(cmp -s "$work/before" "$work/after"; echo $?)" 'nothing changed'
aw alias /bad /good
is "$status" 0 'and then it goes well'

# An article found unknown may be an alias when it is to become known.
is "$(redis --eval "$TOP/src/visits/register.lua" "$(counts /bad)" "$(name /bad)" \
    's:{demo}' g g2 , /bad '' 1 100000 1000 60)" 1 'registering an alias: fine'
is "$(redis hgetall "$(counts /bad)" | tr '\n' ' ')" '> /good ' 'and it stays one'

# ---- while visits go on ----

# load ARTICLE TIMES FILE: visits one after the other over one connection
load() {
	curl --silent --user-agent "$agent" --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --data-raw "{\"article\":\"$1\"}" --write-out '\n%{http_code}\n' \
	    "$base/api/visits#[1-$2]" >"$3"
}
post /p
post /q
post /r
: >"$work/loads"
for n in 1 2 3 4 5 6; do
	case $n in
	1 | 2 | 3) article=/p ;;
	4 | 5) article=/q ;;
	*) article=/r ;;
	esac
	load "$article" 400 "$work/load.$n" &
	echo $! >>"$work/loads"
done
moved() {
	[ "$(total /r)" -gt 20 ]
}
await 10 moved
aw alias /p /q
is "$status" 0 'under load: an alias'
aw set-base /q 1000
sleep 0.1
aw alias /q /r
is "$status" 0 'and another, of the article just named'
ok "$(grep -c . "$work/load.1" | awk '{ exit $1 >= 800 }'; echo $?)" \
    'while the visits went on'
for load in $(cat "$work/loads"); do
	wait "$load"
done
answers=$(cat "$work"/load.*)
is "$(printf '%s\n' "$answers" | grep -cx 200)" 2400 'each visit was answered'
is "$(printf '%s\n' "$answers" | grep -c '"counted":true')" 2400 'and counted'
is "$(total /p) $(total /q) $(total /r)" '3403 3403 3403' 'all before and all during'
printf '%s\n' "$answers" | grep -q '"article":"/r".*"counted":true'
ok $? 'by one answer that names the new one'
agrees 'after the load'

finish
