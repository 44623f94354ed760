#!/bin/sh
# afterword: its command line, sites, show, set-base and config; what it refuses
. "${TOP:-.}/tests/lib/lib.sh"

# aw ARGS: runs it on the stack's settings; sets $said, $wrong and $status

# line LABEL: what stands behind it in the last output
line() {
	printf '%s\n' "$said" | sed -n "s/^ *$1  *//p" | head -n 1
}

# refused STATUS PATTERN NAME: one sentence on standard error, nothing else
refused() {
	is "$status" "$1" "$3: status $1"
	like "$wrong" "^afterword: .*$2" "$3: says why"
	is "$(printf '%s\n' "$wrong" | wc -l) $said" '1 ' "$3: and nothing else"
}

stack_start '[visits]
window = 0

[site "second"]
origins = https://second.example
time_zone = Asia/Seoul'

# ---- the command line ----

aw
is "$status" 0 'no arguments: status 0'
list=$(printf '%s\n' "$said" | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p')
is "$(echo $list)" 'alias block blocks check close comments config day delete erase export hold import link moderator open pin publish rerender set-base show sites spam sweep unblock unpin' \
    'lists the subcommands'
for name in $list; do
	grep -q "^.It Cm $name\\( \\|\$\\)" "$TOP/man/afterword.1"
	ok $? "afterword(1) has $name"
	aw "$name" --help
	like "$status $said" "^0 usage: afterword $name" "$name has a help of its own"
done
aw --help
is "$status" 0 '--help: status 0'
aw -h
like "$said" '^usage: afterword' '-h is the same'
aw --version
like "$said" '^afterword [0-9.]+$' '--version'
aw nonsense
refused 2 'there is no subcommand nonsense' 'an unknown subcommand'
aw -s demo show
refused 2 'usage: afterword show ARTICLE' 'an argument missing'
aw -s demo sites all
refused 2 'usage: afterword sites' 'an argument too many'
aw -x
is "$status" 2 'an unknown option: status 2'

# ---- sites ----

post /one
post /one --user-agent "$agent A"
request POST /api/visits --header "Origin: $base" \
    --header 'Content-Type: application/json' \
    --data-raw '{"article":"/two","title":"Two \u2014 of them"}'
aw sites
is "$status" 0 'sites: status 0'
is "$(printf '%s\n' "$said" | awk '$1 == "demo" { print $3, $4, $5, $6 }')" \
    '2 3 3 2' 'articles, visits, today, readers'
is "$(printf '%s\n' "$said" | awk '$1 == "second" { print $2, $3, $4 }')" \
    'Asia/Seoul 0 0' 'and its zone'
is "$(printf '%s\n' "$said" | awk '{ print length }' | sort -u | wc -l)" 1 \
    'aligned'
aw -s second sites
is "$(printf '%s\n' "$said" | wc -l)" 2 'or one alone'

# ---- show ----

aw -s demo show /one/index.html
is "$status" 0 'show: status 0'
is "$(line article) $(line visits) $(line today) $(line readers)" '/one 2 2 2' \
    'the canonical name and its numbers'
like "$(line 'first seen')" '^20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$' 'first seen'
aw -s demo show "$base/two?utm_source=x"
is "$(line title)" 'Two — of them' 'a title'
is "$(printf '%s\n' "$said" | tail -n 1 | awk '{ print $2, $3 }')" '1 1' \
    'the last day is today'
aw -s demo show /none
refused 1 '/none is not known on demo' 'an unknown article'
aw -s demo show https://elsewhere.example/one
refused 2 'an address outside the site' 'an article of others'
aw -s demo show ''
refused 2 'is empty' 'an empty name'

# name ARTICLE: the key of its name
name() {
	echo "n:{demo}:$(printf %s "$1" | b2sum -l 128 | cut -c 1-16)"
}
# shellcheck disable=SC1111  # the letter U+202E
redis hset "$(name /one)" title "$(printf 'red \033[31m \302\233 \342\200\256 \377 \303\251')" >/dev/null
aw -s demo show /one
is "$(line title)" 'red \x1b[31m \u{9b} \u{202e} \xff é' \
    'what would drive a terminal is escaped'
redis hdel "$(name /one)" title >/dev/null

# ---- set-base ----

aw -s demo set-base /one 5120
is "$status" 0 'set-base: status 0'
is "$said" '/one has 5120 imported visits now; it had 0' 'says what it did'
get '/api/visits?article=/one&site=demo'
is "$(json articles.0.total) $(json articles.0.today)" '5122 2' \
    'readers see the sum; today stays'
aw -s demo show /one
is "$(line visits) $(line counted) $(line imported)" '5122 2 5120' 'kept apart'
aw -s demo set-base /one 5120
is "$said" '/one has 5120 imported visits now; it had 5120' 'again: the same'
post /one
is "$(json total) $(json site.total)" '5123 5124' 'in the site too, once'
aw -s demo set-base /one 20
post /one
is "$(json total) $(json site.total)" '24 25' 'less: the difference is taken back'

aw -s demo set-base /imported 7
is "$said" '/imported, not known before, has 7 imported visits now; it had 0' \
    'an unknown article becomes known'
post /imported
is "$(json total) $(json counted)" '8 true' 'and counts from there'
get '/api/visits/popular?period=all&limit=1&site=demo'
is "$(json articles.0.article) $(json articles.0.visits)" '/one 24' \
    'imported visits rank'
aw -s demo set-base /one 0
aw -s demo sites
is "$(printf '%s\n' "$said" | awk '$1 == "demo" { print $3, $4 }')" '3 13' \
    '0 takes them away again'
aw -s demo set-base /nothing 0
is "$status" 0 'an unknown article with none'
is "$(redis xlen 'l:{demo}')" 4 'what changed something is in the ledger'
like "$(redis xrange 'l:{demo}' - + | tr '\n' ' ')" \
    'what set-base article /one was 5120 is 20 who [a-z]' 'with all one has to know'

for n in -1 1.5 1e3 x '' 007 1000000000000001 99999999999999999999; do
	aw -s demo set-base /one "$n"
	refused 2 "\"$n\" is no whole number from 0 to 1000000000000000" \
	    "set-base to '$n'"
done
aw -s demo set-base /one 1000000000000000
is "$status" 0 'the largest'
aw -s demo set-base /one 0
redis hset "$(name /one | sed s/n/a/)" b many >/dev/null
aw -s demo set-base /one 3
refused 1 'nothing was changed: count b is no number' 'a count that is none'
aw -s demo show /one
is "$status" 1 'show: says so, too'
redis hdel "$(name /one | sed s/n/a/)" b >/dev/null

# ---- config ----

cat >"$work/whole.conf" <<-END
	[server]
	prefix = /counts
	log_level = warn
	[redis]
	host = redis.internal
	port = 6380
	db = 3
	timeout = 250ms
	[visits]
	window = 90s
	keep_days = 400
	max_articles = 7
	new_articles_per_hour = 8
	bots = /tmp/bots.txt
	[site "first"]
	origins = https://first.example http://localhost:8080
	time_zone = Europe/Skopje
	base_url = https://first.example/blog
	keep_query = p,id
	[site "second"]
	origins = https://second.example
END
"$BIN/afterword" -c "$work/whole.conf" config >"$work/printed.conf"
is $? 0 'config: status 0'
"$BIN/afterword" -c "$work/printed.conf" config >"$work/again.conf"
is "$(cat "$work/again.conf")" "$(cat "$work/printed.conf")" \
    'what it prints reads back to the same'
for value in 'timeout = 250ms' 'keep_query = p,id' 'keep_days = 400' \
    'time_zone = Europe/Skopje'; do
	grep -qx "$value" "$work/printed.conf"
	ok $? "$value"
done
"$BIN/afterword" config --sample | grep -q '^#origins = '
ok $? 'config --sample needs no settings'
"$BIN/afterword" config --mdoc | grep -q '^.It Ic origins No = '
ok $? 'nor does config --mdoc'
aw config --nonsense
refused 2 'config knows --sample and --mdoc, not --nonsense' 'config of something'

# ---- sites that are meant ----

aw show /one
refused 2 'say with -s which site is meant; configured: demo, second' 'no site'
aw -s third show /one
refused 2 'there is no site third; configured: demo, second' 'an unknown site'
aw -s third check
refused 2 'there is no site third' 'an unknown site to check'

# ---- when things fail ----

said=$("$BIN/afterword" -c "$work/none.conf" sites 2>"$work/wrong")
status=$?
is "$status $said" '1 ' 'no settings: status 1'
like "$(cat "$work/wrong")" "^$work/none.conf: cannot be read" 'says which'

sed "s,^socket = .*,socket = $work/none.sock," "$var/afterword.conf" \
    >"$work/away.conf"
for args in sites check 'show /one' 'alias /a /b' 'set-base /one 1' comments \
    'comments /one' 'delete 1' 'hold 1' 'publish 1' 'spam 1' 'pin 1' 'unpin /one' \
    'close /one' 'open /one' export rerender 'rerender /one'; do
	# shellcheck disable=SC2086  # several words
	said=$("$BIN/afterword" -c "$work/away.conf" -s demo $args 2>"$work/wrong")
	status=$?
	wrong=$(cat "$work/wrong")
	refused 1 'Redis: cannot connect to .*: No such file' "$args without Redis"
done
said=$("$BIN/afterword" -c "$work/away.conf" -s demo set-base /one x 2>"$work/wrong")
is $? 2 'what is wrong by itself is said before Redis is asked'

redis config set maxmemory 1 >/dev/null
aw -s demo set-base /one 9
is "$status" 1 'Redis out of memory: status 1'
like "$wrong" 'OOM' 'its reason is shown'
redis config set maxmemory 0 >/dev/null
aw -s demo show /one
is "$(line imported)" 0 'and nothing was changed'

aw sites >/dev/null
"$BIN/afterword" -c "$var/afterword.conf" sites >/dev/full 2>"$work/wrong"
is $? 1 'a full disk: status 1'
like "$(cat "$work/wrong")" 'cannot write: No space left' 'says so'

aw -s demo set-base /reset 5
aw -s demo set-base /reset 0
is "$(redis zscore 'r:{demo}:all' "$(name /reset | sed 's/.*://')")" '' \
    'what has no visits any more is ranked no more'
aw check
is "$status" 0 'after all this, the keys agree'

finish
