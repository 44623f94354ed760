#!/bin/sh
# afterword check: silent on what agrees, also while visits go on; finds what does
# not, each by its own line
. "${TOP:-.}/tests/lib/lib.sh"

stack_start '[site "second"]
origins = https://second.example'
day=$(today)

# What make run prints an address for.
redis del 'o:{demo}:setup' >/dev/null
aw check
is "$status $said" '0 0 articles, 0 keys: all agree' 'nothing at all'
is "$wrong" '' 'nothing on standard error'

# ---- a site as it is ----

for n in 1 2 3 4 5; do
	post /one --user-agent "$agent $n"
	post /two --user-agent "$agent $n" --header 'DNT: 1'
done
post /two --user-agent curl/8
request POST /api/visits --header 'Origin: https://second.example' \
    --header 'Content-Type: application/json' --data-raw '{"article":"/one"}'
get '/api/visits/popular?period=7d&site=demo'
for args in 'set-base /one 50' 'set-base /three 1' 'alias /two /four' \
    'alias /five /four'; do
	# shellcheck disable=SC2086  # several words
	aw -s demo $args
done
redis set afterword-test 1 >/dev/null
redis set 'a:{elsewhere}:1' 1 >/dev/null
# Why visits were not counted is written once a second: a key of its own.
missed_is_written() {
	[ "$(redis exists "s:{demo}:$day")" = 1 ]
}
await 10 missed_is_written
aw check
is "$status" 0 'all that the programs write agrees' || diag "$said"
like "$said" '^4 articles, [0-9]+ keys: all agree$' 'and is summed up'
all=$(redis --scan | grep -c '{\(demo\|second\)}')
like "$said" "articles, $all keys" 'each key was looked at'
aw -s second check
like "$said" '^1 articles, [0-9]+ keys: all agree$' 'or those of one site'

# ---- what does not agree ----

# seeded NAME FINDING DO UNDO: it is found while it is so, and not afterwards
one="a:{demo}:$(hash /one)"
one_name="n:{demo}:$(hash /one)"
two="a:{demo}:$(hash /two)"
four="a:{demo}:$(hash /four)"
four_former="f:{demo}:$(hash /four)"
three=$(hash /three)
ghost=$(hash /ghost)
seeded() {
	printf '%s\n' "$3" | redis >"$work/redis.out"
	aw -s demo check
	is "$status" 1 "$1: status 1"
	like "$said" "$2" "$1: told"
	like "$said" '^[0-9]+ articles, [0-9]+ keys: [1-9][0-9]* findings$' \
	    "$1: summed up"
	printf '%s\n' "$4" | redis >"$work/redis.out"
	aw -s demo check
	is "$status" 0 "$1: mended" || diag "$said"
}

seeded 'an article counts more than its site' \
    '^s:.demo.: t is 10, but its articles make it 12$' \
    "hincrby $one t 2
zincrby r:{demo}:all 2 $(hash /one)" \
    "hincrby $one t -2
zincrby r:{demo}:all -2 $(hash /one)"
seeded 'a site counts more than its articles' \
    '^s:.demo.: t is 11, but its articles make it 10$' \
    'hincrby s:{demo} t 1' 'hincrby s:{demo} t -1'
seeded 'imported visits' '^s:.demo.: b is 51, but its articles make it 54$' \
    "hincrby $one b 3" "hincrby $one b -3"
seeded 'robots' '^s:.demo.: x is 2, but its articles make it 1$' \
    'hincrby s:{demo} x 1' 'hincrby s:{demo} x -1'
seeded 'a number of articles' '^s:.demo.: n is 5, but its articles make it 3$' \
    'hincrby s:{demo} n 2' 'hincrby s:{demo} n -2'
seeded 'days that are more than all' \
    "^$(echo "$one" | tr '{}' ..): t is 5, but its days have 105$" \
    "hset $one 5 100" "hdel $one 5"
seeded 'a rank among all' 't and b are 55, but its rank among all is 56$' \
    "zincrby r:{demo}:all 1 $(hash /one)" "zincrby r:{demo}:all -1 $(hash /one)"
seeded 'an article that is not ranked' 't and b are 55, but its rank among all is missing$' \
    "zrem r:{demo}:all $(hash /one)" "zadd r:{demo}:all 55 $(hash /one)"
seeded 'a rank of a day' \
    "^r:.demo.:$day: ranks $(hash /one) with 7, but it has 5 visits that day$" \
    "zincrby r:{demo}:$day 2 $(hash /one)" \
    "zincrby r:{demo}:$day -2 $(hash /one)"
seeded 'a rank of no article' \
    "^r:.demo.:all: ranks $ghost, which is no article$" \
    "zadd r:{demo}:all 1 $ghost" "zrem r:{demo}:all $ghost"
seeded 'a rank of something' 'ranks some\\x0athing, which is no article.s hash$' \
    'zadd r:{demo}:all 1 "some\nthing"' 'zrem r:{demo}:all "some\nthing"'
seeded 'a count that is none' 'b is "fifty", which is no count$' \
    "hset $one b fifty
hset s:{demo} b 1" "hset $one b 50
hset s:{demo} b 51"
seeded 'a count below nothing' 'x is "-1", which is no count$' \
    "hset $one x -1
hset s:{demo} x 0" "hdel $one x
hset s:{demo} x 1"
seeded 'a field of no meaning' 'field colour is none that is known$' \
    "hset $one colour 1" "hdel $one colour"
seeded 'a day to come' "field $((day + 9)) is none that is known$" \
    "hset $one $((day + 9)) 0" "hdel $one $((day + 9))"
seeded 'the site counts something else' '^s:.demo.: field y is none that is known' \
    'hset s:{demo} y 1' 'hdel s:{demo} y'
seeded 'an article without its total' ': has no t$' \
    "hdel $four t" "hset $four t 5"
seeded 'an article without its name' ': has no name$' \
    "rename $one_name kept" "rename kept $one_name"
seeded 'a name of another' ': is not what /elsewhere would have$' \
    "hset $one_name key /elsewhere" "hset $one_name key /one"
seeded 'a name that nothing is known of' ': nobody knows when it was first seen$' \
    "hset n:{demo}:$ghost key /ghost
hincrby s:{demo} n 1" "del n:{demo}:$ghost
hincrby s:{demo} n -1"
seeded 'a name with something else' "its name's field colour is none" \
    "hset $one_name colour red" "hdel $one_name colour"
seeded 'a date that is none' "its name's first is \"yesterday\"" \
    "hset $one_name first yesterday" "hset $one_name first 1700000000"
seeded 'an alias that leads nowhere' ': an alias of /ghost, which is not there$' \
    "hset $two > /ghost" "hset $two > /four"
seeded 'a chain' ': an alias of /five, which is one$' \
    "hset $two > /five" "hset $two > /four"
seeded 'a loop' ': an alias of /two, which is one$' \
    "hset $two > /two" "hset $two > /four"
seeded 'an alias of one that does not know' ': /four does not know of this alias$' \
    "srem $four_former $(hash /two)" "sadd $four_former $(hash /two)"
seeded 'an alias that is none' ": its alias $three is none of it$" \
    "sadd $four_former $three" "srem $four_former $three"
seeded 'an alias that counts' ': an alias that has counts$' \
    "hset $two t 3" "hdel $two t"
seeded 'an alias that comments do not follow' \
    ': an alias whose name does not lead to /four$' \
    "hdel n:{demo}:$(hash /two) to" "hset n:{demo}:$(hash /two) to $(hash /four)"
seeded 'an alias with a title' ': an alias whose name does not lead to /four$' \
    "hset n:{demo}:$(hash /two) title x" "hdel n:{demo}:$(hash /two) title"
seeded 'an article that leads elsewhere' ': became another article, but is no alias$' \
    "hset $one_name to $ghost" "hdel $one_name to"
seeded 'an alias that is ranked' ': an alias that is ranked$' \
    "zadd r:{demo}:all 1 $(hash /two)" "zrem r:{demo}:all $(hash /two)"
seeded 'aliases of nothing' ': aliases without an article$' \
    "sadd f:{demo}:$ghost $three" "del f:{demo}:$ghost"
seeded 'a key that is not known' '^A:.demo.: is no key that is known$' \
    'set A:{demo} 1' 'del A:{demo}'
seeded 'a key that is nearly known' '^a:.demo.:123: is no key that is known$' \
    'hset a:{demo}:123 t 1' 'del a:{demo}:123'
seeded 'a name that would drive a terminal' '^v:.demo.:\\x1b\[31m: is no key' \
    'set "v:{demo}:\x1b[31m" 1' 'del "v:{demo}:\x1b[31m"'
seeded 'an article of another type' ': has another type than it should$' \
    "rename $one kept
set $one 1" "rename kept $one"
seeded 'a rank of another type' '^r:.demo.:all: has another type' \
    'rename r:{demo}:all kept
set r:{demo}:all 1' 'rename kept r:{demo}:all'
seeded 'a site of another type' '^s:.demo.: has another type' \
    'rename s:{demo} kept
set s:{demo} 1' 'rename kept s:{demo}'
seeded 'a ledger of another type' '^l:.demo.: has another type' \
    'rename l:{demo} kept
set l:{demo} 1' 'rename kept l:{demo}'
seeded 'counts that would expire' ': would expire$' \
    "expire $one 1000" "persist $one"
seeded 'readers that never expire' "^u:.demo.:$day: never expires$" \
    "persist u:{demo}:$day" "expire u:{demo}:$day 1000"
seeded 'a rank that never expires' "^r:.demo.:$day: never expires$" \
    "persist r:{demo}:$day" "expire r:{demo}:$day 1000"
seeded 'a salt that is kept too long' "^z:.demo.:$day: expires too late$" \
    "expire z:{demo}:$day 999999" "expire z:{demo}:$day 1000"
seeded 'a salt that is short' "^z:.demo.:$((day - 1)): a salt of another length$" \
    "set z:{demo}:$((day - 1)) short ex 100" "del z:{demo}:$((day - 1))"
seeded 'readers that are no sketch' 'is no HyperLogLog$' \
    "set u:{demo}:$day:$ghost 1 ex 100" "del u:{demo}:$day:$ghost"
seeded 'a window with a value' 'a window has a value$' \
    "set w:{demo}:$ghost:$ghost 1 ex 100" "del w:{demo}:$ghost:$ghost"

redis hincrby 's:{demo}' t 1 >/dev/null
aw -s second check
is "$status" 0 'another site does not mind'
aw check
is "$status" 1 'all sites do'
redis hincrby 's:{demo}' t -1 >/dev/null
redis set "n:{demo}:$ghost" x >/dev/null
redis del "n:{demo}:$ghost" >/dev/null

# Comments may come before the first visit.
redis hset "n:{demo}:$ghost" key /ghost first 1700000000 >/dev/null
redis hincrby 's:{demo}' n 1 >/dev/null
aw check
is "$status" 0 'an article that was commented before it was visited' || diag "$said"

# ---- many keys ----

# The hashes of /m1 to /m3000, and all that visits of them would leave.
mkdir "$work/names"
perl -e 'for (1 .. 3000) { open my $f, ">", "$ARGV[0]/m$_"; print $f "/m$_" }' \
    "$work/names"
(cd "$work/names" && find . -name 'm*' -exec b2sum -l 128 {} +) |
    awk -v day="$day" '{
	h = substr($1, 1, 16)
	n = substr($2, 4)
	print "hset a:{demo}:" h, "t", n, day, n, "-" day, 1
	print "hset n:{demo}:" h, "key", "/m" n, "first", 1700000000
	print "zadd r:{demo}:all", n, h
	print "zadd r:{demo}:" day, n, h
	print "set w:{demo}:" h ":" h, "\"\" ex 600"
	print "hincrby s:{demo} t", n
	print "hincrby s:{demo}", day, n
	print "hincrby s:{demo} n 1"
    }' >"$work/many"
redis <"$work/many" >/dev/null
aw check
is "$status" 0 'thousands of articles' || diag "$(printf '%s\n' "$said" | head)"
like "$said" '^3005 articles, [0-9]+ keys: all agree$' 'each counted once'
redis hincrby "a:{demo}:$(hash /m77)" t 1 >/dev/null
aw check
is "$(printf '%s\n' "$said" | wc -l)" 3 'one of them is off: two lines, and the sum'
redis hincrby "a:{demo}:$(hash /m77)" t -1 >/dev/null

# ---- while visits go on ----

stack_stop
stack_start '[visits]
window = 0
[site "second"]
origins = https://second.example'
# load ARTICLE TIMES FILE [ARGS]: visits one after the other over one connection
load() {
	load_article=$1
	load_times=$2
	load_file=$3
	shift 3
	curl --silent --user-agent "$agent" --header "Origin: $base" \
	    --header 'Content-Type: application/json' "$@" \
	    --data-raw "{\"article\":\"$load_article\"}" \
	    "$base/api/visits#[1-$load_times]" >"$work/$load_file"
}

load /private 300 private --header 'DNT: 1'
post /private
aw check
is "$status" 0 'a first reader after many who wanted no estimate' || diag "$said"

pids=
for n in 1 2 3 4; do
	load "/live$n" 800 "load.$n" &
	pids="$pids $!"
done
going() {
	for p in $pids; do
		kill -0 "$p" 2>/dev/null && return
	done
	return 1
}
runs=0
red=
while going; do
	aw -s demo check
	runs=$((runs + 1))
	[ "$status" -eq 0 ] || red="$red$said
"
	case $runs in
	2)	aw -s demo alias /live1 /live2 ;;
	3)	aw -s demo set-base /live3 100000 ;;
	4)	aw -s demo alias /m1 /live4 ;;
	esac
done
diag "$runs runs of check during 3200 visits"
ok "$([ "$runs" -gt 2 ]; echo $?)" 'check ran while visits went on'
is "$red" '' 'and found nothing'
for p in $pids; do
	wait "$p"
done
is "$(cat "$work"/load.? | grep -o '"counted":true' | wc -l)" 3200 'of 3200 visits'
aw check
is "$status" 0 'nor afterwards'

# Changes without end: it does not take them for faults, nor its time.
while [ ! -e "$work/enough" ]; do
	"$BIN/afterword" -c "$var/afterword.conf" -s demo set-base /live3 \
	    $((runs += 1)) >/dev/null
done &
changing=$!
aw -s demo check
: >"$work/enough"
wait "$changing"
like "$status $said $wrong" '^0 .*all agree|^1 .*no sums, all agree .*check again' \
    'changes all the while'
aw check
is "$status" 0 'and all is well when they end'

finish
