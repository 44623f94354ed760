#!/bin/sh
# Not counted: robots, prefetching, pages of others, articles too many.  The answer
# is the same, says why, and has the numbers as they are
. "${TOP:-.}/tests/lib/lib.sh"

# send ARTICLE [ARGS]: a visit that brings no Origin unless ARGS do
send() {
	send_article=$1
	shift
	request POST /api/visits --header 'Content-Type: application/json' \
	    --data-raw "{\"article\":\"$send_article\"}" "$@"
}

# why NAME WHY TOTAL: the last answer's; no reason is -
why() {
	why_got=$(printf '%s\n' "$body" | sed -n \
	    's/.*"total":\([0-9]*\),"today".*"counted":false,"why":"\([a-z]*\)"}$/\2 \1/p
	     s/.*"article":"[^"]*","day":"[^"]*","total":\([0-9]*\).*"counted":true}$/- \1/p')
	is "$status ${why_got%% *} $(json total)" "200 $2 $3" "$1"
}

# hash ARTICLE: what stands for it in the names of keys
hash() {
	redis --raw keys 'n:{demo}:*' | while read -r key; do
		[ "$(redis --raw hget "$key" key)" != "$1" ] || echo "${key##*:}"
	done
}
reloads=0
reloaded() {
	[ "$(grep -c event=reloaded "$var/log/visits.log")" -ge "$reloads" ]
}
settings() {
	{
		cat "$work/usual.conf"
		printf '%s\n' "$1"
	} >"$var/afterword.conf"
	reloads=$((reloads + 1))
	kill -HUP "$(pid visits)"
	await 5 reloaded || fail 'the settings are read again'
}

stack_start
cp "$var/afterword.conf" "$work/usual.conf"

post /page
why 'a visit' - 1
last=127.0.0
next=10
# A visitor who has not been here.
other() {
	next=$((next + 1))
	other=$last.$next
}

# ---- robots ----

page=$(hash /page)
robots=0
while read -r robot; do
	robots=$((robots + 1))
	other
	post /page --interface "$other" --user-agent "$robot"
	why "robot: $robot" bot 1
done <<'END'
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36
facebookexternalhit/1.1
curl/8.5.0
python-requests/2.31.0
Wget/1.21.3
Mozilla/5.0
short
END
other
post /page --interface "$other" --user-agent ''
why 'no User-Agent' bot 1
is "$(redis hget "a:{demo}:$page" x)" $((robots + 1)) \
    'robots are counted apart, by the article'
is "$(redis hget 's:{demo}' x)" $((robots + 1)) 'and by the site'
while read -r browser; do
	other
	post /page --interface "$other" --user-agent "$browser"
	is "$(json counted)" true "browser: $browser"
done <<'END'
Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1
Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36
Lynx/2.9.0dev.12 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.7.8
END
is "$(redis hget "a:{demo}:$page" x)" $((robots + 1)) 'browsers are not among them'
lasting_keys >"$work/before"
post /robots-only --user-agent 'Googlebot/2.1'
why 'a robot at an unknown article' bot 0
lasting_keys >"$work/after"
is "$(diff "$work/before" "$work/after")" '' 'does not make it known'
get '/api/visits/seen.svg?article=/page' --user-agent 'Googlebot-Image/1.0'
like "$body" '<title>visits: 4</title>' 'nor do robots count that load images'

# ---- prefetching ----

while read -r line; do
	other
	post /page --interface "$other" --header "$line"
	why "$line" prefetch 4
done <<'END'
Sec-Purpose: prefetch
Sec-Purpose: prefetch;prerender
Sec-Purpose: prefetch;anonymous-client-ip
Sec-Purpose: PREFETCH
Purpose: prefetch
Purpose: preview
X-Purpose: preview
X-Purpose: prefetch
X-Moz: prefetch
END
total=4
while read -r line; do
	other
	post /page --interface "$other" --header "$line"
	total=$((total + 1))
	why "$line is a visit" - "$total"
done <<'END'
Sec-Purpose: navigate
Purpose: navigate
X-Moz: fetch
Sec-Fetch-Mode: cors
END
get '/api/visits/seen.svg?article=/page' --interface 127.0.0.9 --header 'Sec-Purpose: prefetch'
like "$body" "<title>visits: $total</title>" 'an image loaded ahead'
post /ahead --header 'Sec-Purpose: prefetch'
why 'a prefetch of an unknown article' prefetch 0
is "$(hash /ahead)" '' 'does not make it known'

# ---- pages of others ----

port=${base##*:}
while read -r line; do
	other
	send /page --interface "$other" --header "$line"
	why "$line" origin "$total"
done <<END
Origin: https://evil.example
Origin: null
Origin: https://127.0.0.1:$port
Origin: http://127.0.0.1
Origin: http://127.0.0.1:$port.evil.example
Origin: http://127.0.0.1:$port/
Origin: HTTP://127.0.0.1:$port
Origin: http://LOCALHOST:$port
Origin: http://user@127.0.0.1:$port
Referer: https://evil.example/$base/
END
other
send /page --interface "$other" --header 'Origin: https://evil.example' \
    --header "Referer: $base/page"
why 'a foreign Origin with a Referer of ours' origin "$total"
total=$((total + 1))
send /page --interface "$other" --header "Origin: $base" \
    --header 'Referer: https://evil.example/'
why 'an Origin of ours with a foreign Referer' - "$total"
for line in "Referer: $base" "Referer: $base/some/page?q#f" "Referer: HTTP://LOCALHOST:$port/"; do
	other
	total=$((total + 1))
	send /page --interface "$other" --header "$line"
	why "$line is ours" - "$total"
done
other
total=$((total + 1))
send /page --interface "$other"
why 'neither of them, a known article: a visit' - "$total"
for line in 'Referer: about:blank' 'Referer: javascript:alert(1)' 'Referer: /page' \
    'Referer: https://user@evil.example/'; do
	other
	total=$((total + 1))
	send /page --interface "$other" --header "$line"
	why "$line says nothing" - "$total"
done

lasting_keys >"$work/before"
send /unknown
why 'an unknown article without an Origin' origin 0
send /unknown --header 'Origin: https://evil.example'
why 'with a foreign one' origin 0
send /unknown --header 'Referer: about:blank'
why 'with a Referer that says nothing' origin 0
lasting_keys >"$work/after"
is "$(diff "$work/before" "$work/after")" '' 'does not become known'
send /page --header 'Origin: https://evil.example' --header 'Sec-Purpose: prefetch' \
    --user-agent 'curl/8'
why 'the origin goes before all other reasons' origin "$total"
post /page --header 'Sec-Purpose: prefetch' --user-agent 'curl/8'
why 'and prefetching before robots' prefetch "$total"
is "$(redis hget "a:{demo}:$page" x)" $((robots + 2)) \
    'only those are among the robots that are nothing else'

# ---- articles too many ----

known=$(redis hget 's:{demo}' n)
settings "[visits]
max_articles = $((known + 2))"
post /most-1
why 'room for two more: the first' - 1
post /most-2
why 'the second' - 1
lasting_keys >"$work/before"
post /most-3
why 'one more than max_articles' limit 0
lasting_keys >"$work/after"
is "$(diff "$work/before" "$work/after" | grep -v 'g:{demo}')" '' 'leaves nothing behind'
get '/api/visits?article=/most-3'
is "$(json articles.0.total)" 0 'it reads as zero'
total=$((total + 1))
other
post /page --interface "$other"
why 'known ones still count' - "$total"
is "$(redis hget 's:{demo}' n)" $((known + 2)) 'the site knows how many there are'

redis del 'g:{demo}' >/dev/null
settings '[visits]
new_articles_per_hour = 3'
for i in 1 2 3; do
	post "/hour-$i"
	why "of three an hour the article $i" - 1
done
post /hour-4
why 'the fourth' limit 0
total=$((total + 1))
other
post /page --interface "$other"
why 'known ones still count' - "$total"
post /hour-5 --interface 127.0.0.9
why 'the limit is one for all addresses' limit 0
ok "$(test "$(redis ttl 'g:{demo}')" -gt 3500; echo $?)" 'it lasts for an hour'
ok "$(test "$(redis ttl 'g:{demo}')" -le 3600; echo $?)" 'and no longer'
redis expire 'g:{demo}' 0 >/dev/null
post /hour-4
why 'in the next hour there is room' - 1

settings '[visits]
new_articles_per_hour = 1000'
redis --raw keys 'g:*' | while read -r key; do redis del "$key" >/dev/null; done
is "$(perl "$TOP/tests/data/e2e/flood.pl" "$base" 100 4 article=/one/#)" '60 200 counted
40 200 limit' 'one network makes 60 articles known within an hour'
is "$(perl "$TOP/tests/data/e2e/flood.pl" "$base" 10 1 article=/two/# from=127.0.7.)" \
    '10 200 counted' 'another one is not hindered'
is "$(redis get 'g:{demo}')" 70 'what was refused does not use up the site'\''s hour'
perl "$TOP/tests/data/e2e/fastcgi.pl" "$var/run/visits.sock" REQUEST_METHOD=POST \
    SCRIPT_NAME=/api/visits CONTENT_TYPE=text/plain "HTTP_ORIGIN=$base" \
    "HTTP_USER_AGENT=$agent" REMOTE_ADDR=2001:db8:1:2::1 >"$work/v6" <<'END'
{"article":"/page"}
END
like "$(cat "$work/v6")" '"counted":true' 'a visitor with an IPv6 address'
perl "$TOP/tests/data/e2e/fastcgi.pl" "$var/run/visits.sock" REQUEST_METHOD=POST \
    SCRIPT_NAME=/api/visits CONTENT_TYPE=text/plain "HTTP_ORIGIN=$base" \
    "HTTP_USER_AGENT=$agent" REMOTE_ADDR=2001:db8:1:2:ffff::9 >"$work/v6" <<'END'
{"article":"/page"}
END
like "$(cat "$work/v6")" '"why":"window"' 'is the same within its /64'
perl "$TOP/tests/data/e2e/fastcgi.pl" "$var/run/visits.sock" REQUEST_METHOD=POST \
    SCRIPT_NAME=/api/visits CONTENT_TYPE=text/plain "HTTP_ORIGIN=$base" \
    "HTTP_USER_AGENT=$agent" REMOTE_ADDR=2001:db8:1:3::1 >"$work/v6" <<'END'
{"article":"/page"}
END
like "$(cat "$work/v6")" '"counted":true' 'and another one beyond it'

get /metrics
for reason in window bot prefetch origin limit; do
	like "$(printf '%s\n' "$body" | grep "result=\"$reason\"")" ' [1-9][0-9]*$' \
	    "metrics count those for $reason"
done

finish
