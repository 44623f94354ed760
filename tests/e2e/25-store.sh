#!/bin/sh
# The store: what stands in Redis, under which names, and how much of it there can be,
# whatever is sent; and what is written to logs
. "${TOP:-.}/tests/lib/lib.sh"

# The names of keys that there may be.  <h> are 16 hexadecimal digits.
schema='[an]:\{demo\}:<h>|[sg]:\{demo\}|w:\{demo\}:<h>:<h>|u:\{demo\}:<d>(:<h>)?'
schema="$schema|r:\\{demo\\}:(<d>|all)|p:\\{demo\\}:(7d|30d)|z:\\{demo\\}:<d>|g:\\{demo\\}:<h>"
schema="$schema|s:\\{demo\\}:<d>|o:\\{demo\\}:setup"
schema=$(printf '%s\n' "$schema" | sed 's/<h>/[0-9a-f]{16}/g; s/<d>/[0-9]{5}/g')
others() {
	redis --raw --scan | grep -avxE "$schema"
}
number() {
	redis --raw --scan --pattern "$1" | wc -l
}
flood() {
	perl "$TOP/tests/data/e2e/flood.pl" "$base" "$@"
}
# The name of the article's key, less its letter.
key_of() {
	redis --raw eval 'for _, key in ipairs(redis.call("KEYS", "n:*")) do
	    if redis.call("HGET", key, "key") == ARGV[1] then
	        return key:sub(2)
	    end
	end' 0 "$1"
}

stack_start '[server]
log_level = debug'

# ---- the names of keys (rows 19 and 20) ----

{
	printf '%s\n' '/with space' '/a EX 1' '/a{b}' '/{demo}' '/}{' '/*' '/?' '/[a-z]*' \
	    '/a*b?c[d]' '/a:b:{c}' '/$5' '/*3' '/-1' '/]] redis.call("SET","owned","1") --' \
	    "/'; return redis.call('FLUSHALL') --" '/]==] x' '/%1$s%n%s%d%5$n' '/$(id)' \
	    '/`id`' '/../../etc/passwd' '/;rm -rf' "/a'b" '/a|b&c' '/<script>' '/~!@#$^()=+,.' \
	    'EVAL' 'owned' '/🙂' '/шест' '/KEYS[1]' '/__proto__' '/null' '/%2525'
	perl -e 'print "/", "x" x 511, "\n"'
} >"$work/names"
given=0
while IFS= read -r name; do
	given=$((given + 1))
	printf '%s' "$name" | perl -MJSON::PP -e '
		local $/;
		print JSON::PP->new->utf8->encode({article =>
		    Encode::decode("UTF-8", <STDIN>), title => "]] redis.call"})' \
	    -MEncode >"$work/post"
	request POST /api/visits --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-binary "@$work/post"
	is "$status $(json total)" '200 1' "an article: $(printf '%.40s' "$name")"
done <"$work/names"
# A glob and a query name the front page; that is one, and the first of them.
known=$(number 'n:*')
is "$known" "$given" 'each of them is an article of its own'
for text in '\r\nSET owned 1\r\n' '\r\n*3\r\n$3\r\nSET\r\n$5\r\nowned\r\n$1\r\n1\r\n' \
    '\n' '\u0000' 'a\u0000b' '%0d%0aSET%20owned%201%0d%0a' '%00'; do
	post "/a$text"
	like "$status" '^4[02][02]$' "no article: $text"
done
perl -e 'print q({"article":"/), "x" x 2e6, q("})' >"$work/post"
request POST /api/visits --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-binary "@$work/post"
is "$status" 413 'nor are two million bytes'
for path in "/api/visits?article=/*&article=/a%7Bb%7D&article=/%5D%5D%20redis.call" \
    '/api/visits/history?article=/*' '/api/visits/badge.svg?article=/%7Bdemo%7D' \
    /api/visits/popular?period=7d /api/visits/popular?period=30d; do
	get "$path"
	is "$status" 200 "GET $path"
done
get '/api/visits?article=*'
is "$(json articles.0.total)" 1 'a star is a star'
get '/api/visits?article=/a&site=*'
is "$status" 422 'and no site'
is "$(number 'n:*')" "$known" 'nothing else became known'
is "$(others)" '' 'all names of keys are as documented'
is "$(redis exists owned)" 0 'no command was smuggled in'
is "$(redis --raw --scan | grep -acE '^[an]:')" $((2 * known)) 'each article has two'

for pattern in 'a:* hash -1' 'n:* hash -1' 's:* hash -1' 'w:* string 1800' \
    'u:* string 172800' 'z:* string 172800' 'g:* string 3600' 'r:*[0-9] zset 3456000' \
    'r:*all zset -1' 'p:* zset 300'; do
	key=$(redis --raw --scan --pattern "${pattern%% *}" | head -n 1)
	most=${pattern##* }
	ttl=$(redis ttl "$key")
	is "$(redis type "$key")" "$(echo "$pattern" | cut -d ' ' -f 2)" "${pattern%% *}: its type"
	if [ "$most" -lt 0 ]; then
		is "$ttl" -1 "${pattern%% *}: never expires"
	else
		ok "$(test "$ttl" -gt $((most - 120)) -a "$ttl" -le "$most"; echo $?)" \
		    "${pattern%% *}: expires" || diag "$ttl, at most $most"
	fi
done
is "$(redis strlen "$(redis --raw --scan --pattern 'z:*')")" 32 'a salt has 32 bytes'
key=$(redis --raw --scan --pattern 'a:*' | head -n 1)
like "$(redis object encoding "$key")" '^(listpack|ziplist)$' 'an article is one piece of memory'

# ---- large numbers (row 21) ----

post /large
key=$(key_of /large)
day=$(redis --raw hkeys "a$key" | grep -x '[0-9]*')
large=9007199254740992
redis hset "a$key" t $large "$day" $large >/dev/null
redis hset 's:{demo}' t $((large + 6)) >/dev/null
post /large --interface 127.0.0.2
like "$body" "\"total\":$((large + 1)),\"today\":$((large + 1)),.*\"site\":\\{\"total\":$((large + 7))," \
    'a count of 2^53 + 1 is exact'
post /large --interface 127.0.0.3
like "$body" "\"total\":$((large + 2)),\"today\":$((large + 2)),.*\"site\":\\{\"total\":$((large + 8))," \
    'and the next one'
is "$(redis --raw hmget "a$key" t "$day" | paste -sd ' ')" "$((large + 2)) $((large + 2))" \
    'in Redis, too'
redis hset "a$key" b 1 >/dev/null
get '/api/visits?article=/large'
like "$body" "\"total\":$((large + 3)),\"today\":$((large + 2))," 'and in a list'
get '/api/visits/history?article=/large&days=1'
like "$body" "\"visits\":$((large + 2))," 'and in a history'
get '/api/visits/badge.svg?article=/large'
like "$body" '>9,007,199,254,740,995<' 'and on a badge'
redis hset "a$key" t 9223372036854775807 b 0 >/dev/null
post /large --interface 127.0.0.4
is "$status" 500 'beyond the last number there is no further one'
post /elsewhere --interface 127.0.0.4
is "$(json counted)" true 'which concerns nobody else'
redis hset "a$key" t abc >/dev/null
for path in '/api/visits?article=/large' '/api/visits/badge.svg?article=/large'; do
	get "$path"
	is "$status" 500 "what is no number is none: GET ${path%%\?*}"
done
redis hset "a$key" t 3 "$day" 3 >/dev/null
redis hset 's:{demo}' t 100 >/dev/null

# ---- one visitor, ten thousand times (row 23) ----

is "$(flood 10000 32 article=/replay)" '1 200 counted
9999 200 window' '10,000 replays are one visit'
get '/api/visits?article=/replay'
is "$(json articles.0.total)" 1 'says the list'
is "$(flood 500 32 article=/many 'agent=Mozilla/5.0 (X11; Linux x86_64) Firefox/1#.0')" \
    '500 200 counted' '500 visitors are 500 visits'
is "$(redis hget "a$(key_of /many)" t)" 500 'says Redis'

# However many ask not to be estimated, the first reader's sketch expires.
post /quiet --header 'DNT: 1'
redis hset "a$(key_of /quiet)" t 302 "$day" 302 >/dev/null
for n in 2 3 4; do
	post /quiet --interface "127.0.0.$n"
	is "$(json readers_today)" $((n - 1)) "reader $((n - 1)) of one that few let estimate"
done
ok "$(test "$(redis ttl "u:{demo}:$day:$(key_of /quiet | sed 's/.*://')")" -gt 172000; echo $?)" \
    'their sketch expires'
is "$(flood 1200 32 article=/wide 'agent=Mozilla/5.0 (X11; Linux x86_64) Firefox/2#.0')" \
    '1200 200 counted' '1,200 readers'
get '/api/visits/history?article=/wide&days=1'
like "$(json days.0.readers)" '^1(1[6-9]|2[0-3])[0-9]$' 'are estimated within three of a hundred'

# ---- very many names (row 22) ----

known=$(number 'n:*')
keys=$(redis dbsize)
# As if the budgets' hour had passed.
next_hour() {
	# shellcheck disable=SC2046  # many keys
	redis del $(redis --raw --scan --pattern 'g:*') >/dev/null
}
memory() {
	redis --raw info memory | tr -d '\r' | sed -n 's/^used_memory_dataset://p'
}
before=$(memory)
next_hour
is "$(flood 10000 32 article=/bogus/#)" '60 200 counted
9940 200 limit' '10,000 names from one address: 60 are taken'
is "$(flood 10000 100 article=/bogus/many/# from=127.0.9.)" '940 200 counted
9060 200 limit' '10,000 from 100 addresses: 1,000 of all in an hour'
is "$(number 'n:*')" $((known + 1000)) 'so many are known'
is "$(redis hget 's:{demo}' n)" $((known + 1000)) 'as the site says'
ok "$(test $(($(redis dbsize) - keys)) -le 4200; echo $?)" 'with four keys each' ||
    diag "$(redis dbsize) after $keys"
ok "$(test $(($(memory) - before)) -lt 3000000; echo $?)" 'and less than 3 kB' ||
    diag "$before $(memory)"
redis del 'p:{demo}:7d' 'p:{demo}:30d' >/dev/null # which end in five minutes
settled=$(memory) keys=$(redis dbsize)
is "$(flood 2000 32 article=/more/# from=127.0.9.)" '2000 200 limit' 'all others are not'
is "$(redis dbsize)" "$keys" 'and leave no key'
ok "$(test $(($(memory) - settled)) -lt 200000; echo $?)" 'nor anything else' ||
    diag "$settled $(memory)"
post /replay --interface 127.0.0.2
is "$(json total) $(json counted)" '2 true' 'known articles still count'
is "$(others)" '' 'all names of keys are as documented'

# ---- logs (rows 43 and 44) ----

marker=Zaphod/77.7
injected=$(printf 'Mozilla/5.0 %s\n level=alarm event=forged\033]0;forged\007\r\nforged=1 \233\377' \
    "$marker")
lines=$(wc -l <"$var/log/visits.log")
for name in HTTP_USER_AGENT HTTP_ORIGIN HTTP_REFERER QUERY_STRING SCRIPT_NAME REQUEST_METHOD \
    CONTENT_TYPE HTTP_CONTENT_ENCODING REMOTE_ADDR; do
	for path in /api/visits /api/visits/badge.svg; do
		perl "$TOP/tests/data/e2e/fastcgi.pl" "$var/run/visits.sock" \
		    "$name=$injected" REQUEST_METHOD=GET "SCRIPT_NAME=$path" \
		    'QUERY_STRING=article=/a&x=1' </dev/null >/dev/null ||
		    fail "an answer to $name"
	done
done
for text in '%0alevel=alarm%20event=forged' '%1b%5d0;forged%07' '%0d%0aforged=1' '%9b31m' '%ff'; do
	get "/api/visits?article=/a$text"
	get "/api/visits?$text=1"
	get "/api/visits/badge.svg?article=/a&label=$text"
	get "/api/visits/a$text"
	get "/api/visits?article=/a&site=$text"
	post "/a$text" --interface 127.0.0.77 --user-agent "$marker $agent"
done
request POST /api/visits --header "Origin: $base" --header 'Content-Type: text/plain' \
    --data-raw '{"article":"/a","a\nlevel=alarm event=forged":1}'
sleep 1.1 # nginx writes its log every second
like "$(wc -l <"$var/log/visits.log")" '^[0-9]{2,}$' 'there is a log'
ok "$(test "$(wc -l <"$var/log/visits.log")" -gt $((lines + 30)); echo $?)" \
    'every refusal is in it'
is "$(tail -n "+$((lines + 1))" "$var/log/visits.log" |
    grep -avcE '^level=(debug|info|warn|error|alarm) event=[a-z-]+( [a-z_]+=("([^"\\]|\\x[0-9a-f]{2})*"|[!-~]+))*$')" 0 \
    'one event is one line of words and values' ||
    diag "$(grep -avE '^level=[a-z]+ event=' "$var/log/visits.log" | cat -v | tail -n 5)"
for log in visits redis nginx-access nginx-error; do
	[ -e "$var/log/$log.log" ] || continue
	is "$(LC_ALL=C grep -ac '[^ -~]' "$var/log/$log.log")" 0 "$log.log is printable"
	is "$(LC_ALL=C grep -acE '^ *level=alarm event=forged|^forged' "$var/log/$log.log")" 0 \
	    'and no line of it was forged'
done
unlike "$(cat "$var/log/visits.log" "$var/log/nginx-access.log")" "$marker" \
    'no User-Agent is in the logs'
unlike "$(cat "$var/log/visits.log" "$var/log/nginx-access.log")" \
    '127\.0\.[09]\.[0-9]|Zaphod|Firefox' 'nor an address'
unlike "$(cat "$var/log/visits.log")" '/bogus|/replay|redis\.call' 'nor what was read'

# ---- nothing of a visitor in the store (row 44) ----

next_hour
post /private --interface 127.0.0.77 --user-agent "$marker $agent"
is "$(json counted)" true 'a visit by somebody known to us'
perl "$TOP/tests/data/e2e/fastcgi.pl" "$var/run/visits.sock" REQUEST_METHOD=POST \
    SCRIPT_NAME=/api/visits CONTENT_TYPE=text/plain "HTTP_ORIGIN=$base" \
    "HTTP_USER_AGENT=$marker $agent" REMOTE_ADDR=2001:db8:77::77 >"$work/v6" <<'END'
{"article":"/private"}
END
like "$(cat "$work/v6")" '"counted":true' 'and by IPv6'
# The append-only file has had every name and value there ever was, as it is.
cat "$var"/redis/appendonlydir/*.aof >"$work/aof"
like "$(LC_ALL=C grep -ac /private "$work/aof")" '^[1-9]' 'Redis wrote down what it was told'
for what in 127.0.0.77 127.0.9. 2001:db8 2001:0db8 "$marker" Firefox Mozilla; do
	is "$(LC_ALL=C grep -aFc -e "$what" "$work/aof")" 0 "never $what"
done
redis --raw eval 'local all = {}
    for _, key in ipairs(redis.call("KEYS", "*")) do
        all[#all + 1] = key
        all[#all + 1] = redis.call("DUMP", key)
    end
    return all' 0 >"$work/dump"
like "$(LC_ALL=C grep -ac private "$work/dump")" '^[1-9]' 'what could be restored'
is "$(LC_ALL=C grep -aEc '127\.0\.|2001:0?db8|Zaphod|Firefox' "$work/dump")" 0 \
    'has nothing of that either'
# Who knows address and browser, but not the salt, cannot tell who was here.
ids=$(redis --raw --scan --pattern 'w:*' | cut -d : -f 3 | sort -u)
plain=$(perl -MDigest::SHA=sha1_hex,sha256_hex -MDigest::MD5=md5_hex -e '
	for my $join ("", "\0", " ", ":", "|") {
		my $s = join $join, @ARGV;
		print substr($_, 0, 16), "\n" for md5_hex($s), sha1_hex($s), sha256_hex($s);
	}' 127.0.0.77 "$marker $agent")
is "$(printf '%s\n%s\n' "$ids" "$plain" | sort | uniq -d)" '' 'a visitor is no plain hash'
post /private-too --interface 127.0.0.77 --user-agent "$marker $agent"
mine() {
	redis --raw --scan --pattern "w:*$(key_of "$1" | sed 's/.*://')" | cut -d : -f 3
}
is "$(mine /private-too | wc -l)" 1 'a window'
like "$(mine /private)" "$(mine /private-too)" 'the same visitor is the same on one day'
redis del "$(redis --raw --scan --pattern 'z:*')" >/dev/null
kill -9 "$(pid visits)"
post /private-again --interface 127.0.0.77 --user-agent "$marker $agent"
unlike "$(mine /private-again)" "$(mine /private-too)" 'and with another salt another one'

finish
