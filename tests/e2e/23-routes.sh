#!/bin/sh
# Routes: everything that is not what a route takes.  Paths and methods come from the
# program's own table; each refusal is a problem that names the field at fault
. "${TOP:-.}/tests/lib/lib.sh"

"$BIN/visits.fcgi" -D routes | sed -n 's/^\.It \([A-Z, ]*\) Pa \(.*\)/\2 \1/p' |
    sed 's/,//g' >"$work/routes"
[ -s "$work/routes" ]
ok $? 'the program prints its table of routes'

stack_start
post /page
: >"$work/bodies"

# send BODY [ARGS]: posts it as the page script would
send() {
	send_body=$1
	shift
	request POST /api/visits --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-raw "$send_body" "$@"
}
# bytes FORMAT [ARGS]: the same with bytes that printf makes
bytes() {
	printf "$1" >"$work/bytes"
	shift
	request POST /api/visits --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --data-binary "@$work/bytes" "$@"
}

counted() {
	like "$status $body" '^200 .*"counted":true' "$1"
}
fine() {
	is "$status" 200 "$1"
}

# ---- every path by every method ----

methods_of() {
	sed -n "s,^$1 ,,p" "$work/routes" | tr '\n' ' '
}
paths=$(cut -d ' ' -f 1 "$work/routes" | sort -u)
for path in $paths; do
	taken=$(methods_of "$path")
	case $taken in *GET*) taken="$taken HEAD" ;; esac
	wanted=
	for method in GET POST HEAD PUT DELETE; do
		case " $taken " in
		*" $method "*) wanted="$wanted$method, " ;;
		esac
	done
	wanted=${wanted}OPTIONS
	for method in GET HEAD POST PUT DELETE PATCH TRACE CONNECT PROPFIND get ''; do
		case " $taken " in *" $method "*) [ -z "$method" ] || continue ;; esac
		fastcgi REQUEST_METHOD="$method" SCRIPT_NAME="$path" </dev/null
		is "$status $(header allow)" "405 $wanted" "${method:-no method} $path"
	done
	fastcgi REQUEST_METHOD=OPTIONS SCRIPT_NAME="$path" </dev/null
	is "$status $(header allow)" "204 $wanted" "OPTIONS $path"
	# Through nginx, which keeps some methods and one path to itself.
	case $path in */fragment) continue ;; esac
	for method in POST PUT DELETE PATCH PROPFIND; do
		case " $taken " in *" $method "*) continue ;; esac
		request "$method" "$path"
		is "$status $(header allow)" "405 $wanted" "$method $path through nginx"
	done
	request TRACE "$path"
	is "$status" 405 "TRACE $path through nginx"
done
request DELETE '/api/visits?article=/page'
problem 405 - 'a wrong method'

# ---- paths that are none ----

for path in /api/visits/ /api/visits/none /api/visitsx /api/visits.json \
    '/api/visits;a=b' '/api/visits/history;a=b' /api/visits/history/ \
    /api/visits/history.css /api/visits/badge.svg/x.css /api/visits/badge.svg%20 \
    /api/visits%0a /api/visits/HISTORY /api/visits%3farticle=/a /api/visits/x/%2e%2e \
    /api/visits%2fhistory%2f; do
	get "$path"
	problem 404 - "GET $path"
done
for path in '' / /api /visits /api/ /api/visits/../visits //api/visits /API/visits \
    /api/healthz /healthz/ /api/metrics /api/x.css; do
	fastcgi REQUEST_METHOD=GET SCRIPT_NAME="$path" </dev/null
	problem 404 - "path '$path' past nginx"
done
fastcgi REQUEST_METHOD=GET SCRIPT_NAME=/api/visits PATH_INFO=/history \
    QUERY_STRING=article=/page </dev/null
fine 'a path in two parts'
# What nginx makes one path of is one path to the program too.
get '//api//visits/./x/../history?article=/page'
fine 'a path that nginx straightens'

# ---- bodies ----

# A post of as many bytes as told, most of them spaces.
padded() {
	printf '{"article":"/page"}%*s' $(($1 - 19)) ''
}
for size in 8192 8193 16384; do
	padded "$size" >"$work/padded"
	request POST /api/visits --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-binary "@$work/padded"
	if [ "$size" -le 8192 ]; then
		fine "a body of $size bytes"
	else
		problem 413 - "a body of $size bytes, refused by the program"
	fi
done
for size in 16385 1048576; do
	padded "$size" >"$work/padded"
	request POST /api/visits --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-binary "@$work/padded"
	is "$status" 413 "a body of $size bytes, refused by nginx"
	request POST /api/visits --header "Origin: $base" --header 'Expect:' \
	    --header 'Content-Type: application/json' \
	    --header 'Transfer-Encoding: chunked' --data-binary "@$work/padded"
	is "$status" 413 "the same in chunks"
done
padded 200000 >"$work/padded"
fastcgi REQUEST_METHOD=POST SCRIPT_NAME=/api/visits CONTENT_TYPE=application/json \
    CONTENT_LENGTH=200000 <"$work/padded"
problem 413 - '200,000 bytes past nginx'
for path in '/api/visits?article=/page' '/api/visits/history?article=/page' \
    /api/visits/popular '/api/visits/badge.svg?article=/page' /healthz; do
	request GET "$path" --header 'Content-Type: application/json' --data-raw '{}'
	problem 413 - "a body to GET ${path%%\?*}"
done
printf '{"article":"/page"} ' >"$work/post"
for length in 5 19 2000; do
	fastcgi REQUEST_METHOD=POST SCRIPT_NAME=/api/visits \
	    CONTENT_TYPE=application/json CONTENT_LENGTH=$length <"$work/post"
	problem 400 - "a body of 20 bytes that says it has $length"
done

for type in multipart/form-data text/html \
    application/jsonx application/json-patch+json 'application/json, text/plain' \
    'text/html; application/json' '*/*' json; do
	request POST /api/visits --header "Origin: $base" \
	    --header "Content-Type: $type" --data-raw '{"article":"/page"}'
	problem 415 - "Content-Type: $type"
done
request POST /api/visits --header "Origin: $base" --header 'Content-Type:' \
    --data-raw '{"article":"/page"}'
problem 415 - 'no Content-Type'

# Row 33: a million spaces in about a kilobyte.
perl -MCompress::Zlib -e 'print Compress::Zlib::memGzip(
    q({"article":"/page"}) . " " x 1e6)' >"$work/bomb"
for encoding in gzip deflate br zstd identity 'gzip, gzip'; do
	request POST /api/visits --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --header "Content-Encoding: $encoding" --data-binary "@$work/bomb"
	problem 415 - "Content-Encoding: $encoding"
done

# ---- fields ----

send '{}'
problem 422 article 'a post without an article'
send '' --header 'Content-Length: 0'
problem 422 article 'a post of nothing'
for value in 5 true null '[]' '["/page"]' '{}' '{"a":1}' 1.5; do
	send "{\"article\":$value}"
	problem 422 article "\"article\":$value"
	send "{\"article\":\"/page\",\"title\":$value}"
	problem 422 title "\"title\":$value"
	send "{\"article\":\"/page\",\"site\":$value}"
	problem 422 site "\"site\":$value"
done
send '{"article":""}'
problem 422 article 'an empty article'
send '{"article":"/page","site":""}'
problem 422 site 'an empty site'
send '{"article":"/page","title":""}'
fine 'an empty title is none'
long=$(printf 'a%.0s' $(seq 2048))
send "{\"article\":\"/${long}\"}"
problem 422 article 'an article of 2,049 bytes'
send "{\"article\":\"/$(printf '%.512s' "$long")\"}"
problem 422 article 'one whose key has 513'
send "{\"article\":\"/$(printf '%.511s' "$long")\"}"
counted 'an article of 512 bytes is one'
send "{\"article\":\"/?$(printf '%.2000s' "$long")\"}"
fine 'what is not kept may be long'
# A page cannot help its title: it is cut or left out, and the visit counts.
title_of() {
	redis --raw eval 'for _, key in ipairs(redis.call("KEYS", "n:*")) do
	    if redis.call("HGET", key, "key") == ARGV[1] then
	        return redis.call("HGET", key, "title") or "none"
	    end
	end' 0 "$1"
}
send "{\"article\":\"/title-300\",\"title\":\"$(printf '%.300s' "$long")\"}"
is "$(title_of /title-300)" "$(printf '%.300s' "$long")" 'a title of 300 bytes'
send "{\"article\":\"/title-301\",\"title\":\"$(printf '%.301s' "$long")\"}"
counted 'one of 301 is no reason not to count'
is "$(title_of /title-301)" "$(printf '%.300s' "$long")" 'it is cut'
send "{\"article\":\"/title-mid\",\"title\":\"$(printf '%.298s' "$long")\u0448\ud83d\ude00\"}"
is "$(title_of /title-mid)" "$(printf '%.298s' "$long")ш" 'between two letters'
get "/api/visits/badge.svg?article=/page&label=$(printf '%.65s' "$long")"
problem 422 label 'a label of 65 bytes'
get "/api/visits/badge.svg?article=/page&label=$(printf '%.64s' "$long")"
fine 'and of 64'
send '{"article":"/page","total":99}'
problem 422 total 'a field that is not there'
send '{"article":"/page","__proto__":{"counted":true}}'
problem 422 __proto__ 'nor is this one'
send '{"article":"/page","<script>":1}'
problem 422 - 'a name that is not repeated'
unlike "$body" script 'for it is the sender'\''s'
send '{"article":"/page","a\nb":1}'
problem 422 - 'nor one of two lines'
for path in '/api/visits?article=/page&x=1' '/api/visits/history?article=/page&x=1' \
    '/api/visits/popular?x=1' '/api/visits/badge.svg?article=/page&x=1' \
    '/api/visits/seen.svg?article=/page&x'; do
	get "$path"
	problem 422 x "$path"
done
for path in /api/visits /api/visits/history /api/visits/badge.svg /api/visits/seen.svg; do
	get "$path"
	problem 422 article "$path without an article"
done
fastcgi REQUEST_METHOD=GET SCRIPT_NAME=/api/visits/fragment </dev/null
problem 422 article '/api/visits/fragment without one, in no page'
for value in 2 -1 true yes '' 01 ' 1'; do
	fastcgi REQUEST_METHOD=GET SCRIPT_NAME=/api/visits/fragment \
	    QUERY_STRING="article=/page&count=$(printf '%s' "$value" | tr ' ' +)" </dev/null
	problem 422 count "count=$value"
done

for value in picture '' LINE 'badge%20line' line%00; do
	get "/api/visits/badge.svg?article=/page&as=$value"
	problem 422 as "as=$value"
done
# As many and as long names as there may be in a list.
name=$(printf '%.300s' "$long")
get "/api/visits?$(for i in $(seq 100); do printf '&article=/%02d%s' "$i" "$name"; done)"
is "$status $(json articles.length)" '200 100' 'a list of 100 names of 300 bytes'

# Rows 26 and 32.
for value in 0 -1 366 1.0 1e2 1e400 9223372036854775807 9223372036854775808 \
    18446744073709551616 99999999999999999999999 %225%22 true null '' 0x5 %2B5 %205 5%20 \
    5%00 %D9%A5 --5; do
	get "/api/visits/history?article=/page&days=$value"
	problem 422 days "days=$value"
done
for value in 0 -1 101 1e9 1000000000 all 1.0 9223372036854775808 %225%22 true ''; do
	get "/api/visits/popular?limit=$value"
	problem 422 limit "limit=$value"
done
for value in week TODAY '' '7d%2030d' %20 today%00; do
	get "/api/visits/popular?period=$value"
	problem 422 period "period=$value"
done
get '/api/visits/popular?limit=100&period=30d'
fine 'limit=100, period=30d'
get '/api/visits/history?article=/page&days=365'
fine 'days=365'

# ---- twice (row 27) ----

get '/api/visits/history?article=/page&article=/page'
problem 400 article 'article= twice'
get '/api/visits/history?article=/page&%61rticle=/other'
problem 400 article 'also by another spelling'
get '/api/visits/popular?limit=5&limit=6'
problem 400 limit 'limit= twice'
get '/api/visits?article=/page&site=demo&site=demo'
problem 400 site 'site= twice'
send '{"article":"/page","article":"/other"}'
problem 400 - 'a member twice'
send '{"article":"/page","\u0061rticle":"/other"}'
problem 400 - 'also by another spelling'
request POST '/api/visits?article=/page' --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-raw '{"article":"/other"}'
problem 400 article 'in the query and in the body'
printf '{"article":"/page"}' >"$work/post"
for twice in HTTP_ORIGIN=https://evil.example "HTTP_ORIGIN=$base" CONTENT_TYPE=text/plain \
    CONTENT_TYPE=application/json CONTENT_LENGTH=19; do
	fastcgi REQUEST_METHOD=POST SCRIPT_NAME=/api/visits "HTTP_ORIGIN=$base" \
	    CONTENT_TYPE=application/json CONTENT_LENGTH=19 "$twice" <"$work/post"
	problem 400 - "two of them: $twice"
	is "$(header access-control-allow-origin)" '' 'and no origin is let in'
done
# nginx takes the first or both as one, by its version; never does a foreign one count.
send '{"article":"/twice"}' --header 'Origin: https://evil.example'
unlike "$(header access-control-allow-origin)" evil 'two Origins through nginx'
request POST /api/visits --header 'Origin: https://evil.example' \
    --header "Origin: $base" --header 'Content-Type: application/json' \
    --data-raw '{"article":"/twice"}'
unlike "$(header access-control-allow-origin) $body" 'evil|"counted":true' \
    'two Origins, a foreign one first'
request POST /api/visits --header "Origin: $base" --header 'Content-Type: text/html' \
    --header 'Content-Type: application/json' --data-raw '{"article":"/twice"}'
like "$status" '^4(00|15)$' 'two Content-Types through nginx'
printf 'GET /api/visits?article=/page HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\nx' |
    perl -MIO::Socket::INET -e '
	my $s = IO::Socket::INET->new($ARGV[0]); local $/; alarm 5;
	print $s <STDIN>; $s->flush; print <$s>' "${base#http://}" >"$work/twice"
like "$(head -n 1 "$work/twice")" '^HTTP/1.1 400 ' 'two Content-Lengths through nginx'

# ---- text (row 28) ----

while read -r name text; do
	get "/api/visits?article=/a$text"
	problem 422 article "in a query: $name"
	get "/api/visits/badge.svg?article=/a&label=$text"
	problem 422 label "in a label: $name"
	send "{\"article\":\"/a$text\"}"
	problem 422 article "escaped in a path: $name"
done <<'END'
no-sequence %ff
a-cut-sequence %c3
a-lone-continuation %80
overlong-slash %c0%af
overlong-NUL %c0%80
overlong-of-three %e0%80%af
surrogate %ed%a0%80
beyond-Unicode %f4%90%80%80
NUL %00
line-feed %0a
carriage-return %0d
escape %1b
tabulator %09
DEL %7f
C1 %c2%85
line-separator %e2%80%a8
noncharacter %ef%bf%bf
END
for text in % %z %1 %zz '%%'; do
	get "/api/visits?article=/a$text"
	problem 400 - "a broken escape in a query: $text"
	send "{\"article\":\"/broken$text\"}"
	counted "it is the article's own otherwise: $text"
done
for text in '\000' '\n' '\t' '\033' '\377' '\303' '\300\257' '\355\240\200' '\364\220\200\200'; do
	bytes "{\"article\":\"/a$text\"}"
	problem 400 - "in JSON, as it is: $text"
done
for text in '\u0000' '\ud800' '\udc00' '\ud800\ud800' '\ud800a' '\u12' '\x41'; do
	send "{\"article\":\"/a$text\"}"
	problem 400 - "in JSON, escaped: $text"
done
lines=0
for text in '\u0001' '\n' '\u001b' '\u007f' '\u0085' '\u2028' '\uffff' '\ufdd0'; do
	send "{\"article\":\"/a$text\"}"
	problem 422 article "in JSON, escaped: $text"
	lines=$((lines + 1))
	send "{\"article\":\"/lines-$lines\",\"title\":\"a$text\"}"
	counted "in a title it is no reason not to count: $text"
	is "$(title_of "/lines-$lines")" none 'but then there is no title'
done
bytes '{"article":"/page","title":"\303\251\360\237\230\200"}'
fine 'letters beyond ASCII, as they are'
send '{"article":"/\ud83d\ude00"}'
counted 'and escaped'

# ---- JSON (rows 24 and 25) ----

for text in '[]' '["article"]' '"article"' 1 null true '' ' ' '{' '{"article"}' \
    '{"article":}' '{"article":"/a",}' "{'article':'/a'}" '{article:"/a"}' \
    '{"article":"/a"}x' '{"article":"/a"}{}' '{"article":NaN}' '{"article":01}' \
    '{"article":1e400}' '{"article":9223372036854775808}' '// {}'; do
	[ -n "$text" ] || continue
	send "$text"
	problem 400 - "$text"
done
bytes '\357\273\277{"article":"/page"}'
problem 400 - 'a byte order mark'
bytes '{"article":"/page"}\000'
problem 400 - 'a NUL behind it'
nested() {
	perl -e 'print q({"article":"/page","x":), $ARGV[1] x $ARGV[0],
	    $ARGV[2] x $ARGV[0], "}"' "$1" "$2" "$3" >"$work/nested"
	request POST /api/visits --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-binary "@$work/nested"
}
nested 7 '[' ']'
problem 422 x '8 levels'
nested 8 '[' ']'
problem 400 - '9 levels'
like "$body" deeper 'are too many'
nested 2000 '[' ''
problem 400 - '2,001 levels, never closed'
nested 600 '{"a":' '}'
problem 400 - '601 objects'
perl -e 'print "[" x 2049' >"$work/nested"
request POST /api/visits --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-binary "@$work/nested"
problem 400 - '2,049 levels'
like "$body" deeper 'are too many'
nested 100000 '[' ']'
is "$status" 413 '100,000 levels: too large for nginx'
perl -e 'print "[" x 100000' >"$work/nested"
fastcgi REQUEST_METHOD=POST SCRIPT_NAME=/api/visits CONTENT_TYPE=application/json \
    <"$work/nested"
problem 413 - '100,000 levels past nginx'
send '{"article":"/page","title":"[[[[[[[[[[{{{{{{{{{{\"[[[[[[[[[["}'
fine 'brackets within text are no levels'

# ---- what all of these were ----

perl -MJSON::PP -ne '
	my $p = eval { decode_json($_) };
	$bad{$_}++ if !$p || $p->{type} !~ /^urn:afterword:problem:[a-z-]+$/
	    || !$p->{title} || $p->{status} !~ /^4\d\d$/
	    || ($p->{errors} && $p->{errors}[0]{detail} ne $p->{detail});
	END { print keys %bad }' "$work/bodies" >"$work/bad"
is "$(cat "$work/bad")" '' 'each problem is a JSON object with type, title and status'
get '/api/visits?article=/page'
is "$status" 200 'and the program serves on'

finish
