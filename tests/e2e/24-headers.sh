#!/bin/sh
# Headers: which origins may read, what no answer may do in a browser or a cache,
# what a request's headers cannot change, and who may see the metrics
. "${TOP:-.}/tests/lib/lib.sh"

: >"$work/all-headers"
# Whatever is asked here is looked through at the end.
ask() {
	request "$@"
	tr -d '\r' <"$work/headers" >>"$work/all-headers"
}
send() {
	send_article=$1
	shift
	ask POST /api/visits --header 'Content-Type: application/json' \
	    --data-raw "{\"article\":\"$send_article\"}" "$@"
}
past() {
	fastcgi "$@" </dev/null
	tr -d '\r' <"$work/headers" >>"$work/all-headers"
}
csp="default-src 'none'; frame-ancestors 'none'; sandbox"
reads="/api/visits?site=demo&article=/page
/api/visits/history?site=demo&article=/page
/api/visits/popular?site=demo
/api/visits/badge.svg?site=demo&article=/page"

stack_start '[site "tls"]
origins = https://site.example https://site.example:8443'
port=${base##*:}
send /page --header "Origin: $base"
send /page --header 'Origin: https://site.example'

# ---- cross-origin reading (row 11) ----

for path in $reads '/api/visits/seen.svg?site=demo&article=/page'; do
	for origin in "$base" "http://localhost:$port"; do
		ask GET "$path" --header "Origin: $origin"
		is "$status $(header access-control-allow-origin)" "200 $origin" \
		    "${path%%\?*} may be read from $origin"
	done
done
allowed() {
	is "$(header access-control-allow-origin)|$(header vary)" "$2|Origin" "$1"
}
for origin in https://site.example https://site.example:8443; do
	send /page --header "Origin: $origin"
	allowed "$origin" "$origin"
done
while read -r origin; do
	send /page --header "Origin: $origin" --header 'X-Site: tls'
	allowed "not $origin" ''
	ask GET '/api/visits?article=/page&site=tls' --header "Origin: $origin"
	allowed "nor to read: $origin" ''
	ask OPTIONS /api/visits --header "Origin: $origin" \
	    --header 'Access-Control-Request-Method: POST'
	is "$status $(grep -ic '^access-control' "$work/headers")" '204 0' \
	    "nor beforehand: $origin"
done <<END
https://site.example.evil
https://evilsite.example
https://evil.example
http://site.example
https://site.example:443
https://site.example:8444
https://site.example/
https://site.example/path
https://site.example.
https://SITE.example
HTTPS://site.example
https://www.site.example
https://user@site.example
https://site.example, https://evil.example
https://site.example https://evil.example
https://site.example%00.evil.example
//site.example
site.example
null
*
file://
END
ask GET '/api/visits?article=/page&site=demo' --header 'Origin: https://site.example'
allowed 'one site'\''s origin is none of another' ''
ask GET '/api/visits?article=/page&site=demo'
allowed 'no Origin: none is named' ''
ask GET '/api/visits?article=/page' --header "Referer: $base/page"
allowed 'nor for a Referer' ''

ask OPTIONS /api/visits --header "Origin: $base" \
    --header 'Access-Control-Request-Method: POST' \
    --header 'Access-Control-Request-Headers: content-type'
is "$status $(header access-control-allow-methods)|$(header access-control-allow-headers)|$(header access-control-max-age)" \
    '204 GET, POST, HEAD, OPTIONS|Content-Type, Authorization, Idempotency-Key|86400' 'a preflight of the site'
allowed 'which names the origin' "$base"
is "$(wc -c <"$work/body") $(header content-length)" '0 ' 'and has no body'
for case in 'POST /api/visits 422' 'GET /api/visits?article=%ff 422' \
    'GET /api/visits?article=/%25zz&article=%zz 400' 'DELETE /api/visits 405'; do
	path=${case#* }
	ask "${case%% *}" "${path% *}" --header "Origin: $base"
	is "$status" "${case##* }" "$case"
	allowed 'a page of the site may read why' "$base"
done

# ---- what is true of all answers ----

perl -e 'print " " x 5000' >"$work/large"
look_at() {
	is "$(header x-content-type-options)|$(header content-security-policy)|$(header cross-origin-resource-policy)|$(header referrer-policy)|$(header vary)" \
	    "nosniff|$csp|cross-origin|no-referrer|Origin" "$1"
}
for path in $reads '/api/visits/seen.svg?site=demo&article=/page' /healthz /readyz /metrics; do
	for method in GET HEAD POST DELETE OPTIONS; do
		ask "$method" "$path"
		look_at "$status $method ${path%%\?*}"
	done
	case $path in /metrics | /healthz | /readyz) continue ;; esac
	ask GET "$path&x=%ff"
	look_at "$status GET ${path%%\?*}"
	case $path in
	*seen.svg*) continue ;;
	esac
	ask GET "$path" --header 'If-None-Match: *'
	look_at "$status GET ${path%%\?*}"
done
send /page --header "Origin: $base"
look_at "$status POST /api/visits"
send '' --header "Origin: $base"
look_at "$status POST /api/visits"
ask POST /api/visits --header "Origin: $base" --header 'Content-Type: text/html' \
    --data-raw '{}'
look_at "$status POST /api/visits"
ask POST /api/visits --header "Origin: $base" --header 'Content-Type: text/plain' \
    --data-binary "@$work/large"
look_at "$status POST /api/visits"
ask GET /api/visits/none
look_at "$status GET /api/visits/none"
past REQUEST_METHOD=GET SCRIPT_NAME=/api/visits/fragment QUERY_STRING='site=demo&article=/page'
look_at "$status GET /api/visits/fragment"
is "$(header content-type)|$(header cache-control)" 'text/html; charset=utf-8|no-store' \
    'the fragment is HTML that nobody keeps'
perl -e 'print "x" x 200000' >"$work/huge"
perl "$TOP/tests/data/e2e/fastcgi.pl" "$var/run/visits.sock" REQUEST_METHOD=POST \
    SCRIPT_NAME=/api/visits <"$work/huge" >"$work/headers"
look_at 'a request beyond all measure'

# ---- caches (row 34) ----

for path in $reads; do
	ask GET "$path"
	like "$(header cache-control)|$(header etag)" '^public, max-age=[0-9]+\|"[0-9a-f]{16}"$' \
	    "${path%%\?*} may be kept"
	first=$(header etag)
	ask HEAD "$path"
	is "$(header etag)" "$first" 'HEAD has the same tag'
	like "$(header content-length)" '^[1-9][0-9]*$' 'and length'
	ask GET "$path&x=1"
	is "$status $(header cache-control)|$(header etag)" '422 no-store|' 'a refusal is never kept'
	ask POST "$path" --header 'Content-Type: text/html' --data-raw x
	is "$(header cache-control)|$(header etag)" 'no-store|' 'nor what another method got'
done
for path in '/api/visits/seen.svg?site=demo&article=/page' /healthz /readyz /metrics \
    /api/visits/history.css /api/visits/ '/api/visits;a=b' /api/visits/history/x.css; do
	ask GET "$path"
	is "$(header cache-control)|$(header etag)" 'no-store|' "$status $path is not kept"
done
ask GET '/api/visits?site=demo&article=/page'
plain=$(cat "$work/body")
tag=$(header etag)
length=$(wc -c <"$work/headers")
for line in 'X-Forwarded-Host: evil.example' 'X-Forwarded-Proto: https' \
    'X-Forwarded-Prefix: /evil' 'X-Original-URL: /metrics' 'X-Rewrite-URL: /metrics' \
    'X-HTTP-Method-Override: DELETE' 'Forwarded: host=evil.example' 'X-Host: evil.example' \
    'Host: evil.example' 'Accept: text/html' 'Accept-Language: mk' 'Cookie: a=b' \
    'Authorization: Basic YTpi' 'Range: bytes=0-3' 'X-Forwarded-For: 1.2.3.4'; do
	ask GET '/api/visits?site=demo&article=/page' --header "$line"
	is "$status $(header etag) $(cat "$work/body") $(wc -c <"$work/headers")" \
	    "200 $tag $plain $length" "the answer is the same with $line"
done
ask GET '/api/visits/popular?site=demo' --header 'Host: evil.example' \
    --header 'X-Forwarded-Host: evil.example'
unlike "$body$(cat "$work/headers")" evil 'no address is made of what a request says'

# ---- the client's address (row 18) ----

send /spoof --header "Origin: $base"
is "$(json total) $(json counted)" '1 true' 'a visit'
n=0
for name in X-Forwarded-For X-Real-IP Forwarded CF-Connecting-IP True-Client-IP \
    X-Client-IP X-Cluster-Client-IP X-Remote-Addr Remote-Addr REMOTE_ADDR Via Client-IP \
    X-Originating-IP Fastly-Client-IP; do
	n=$((n + 1))
	send /spoof --header "Origin: $base" --header "$name: 203.0.113.$n"
	is "$(json total) $(json why)" '1 window' "$name does not make another visitor"
done
send /spoof --header "Origin: $base" --header 'Forwarded: for=203.0.113.77;proto=https' \
    --header 'X-Forwarded-For: 203.0.113.1, 203.0.113.2' --header 'Remote_Addr: 203.0.113.3'
is "$(json total) $(json why)" '1 window' 'nor do several together'
send /spoof --header "Origin: $base" --interface 127.0.0.2
is "$(json total) $(json counted)" '2 true' 'another address does'

# ---- header injection (row 8) ----

for text in '%0d%0aX-Injected:%201' '%0aX-Injected:%201' '%0dX-Injected:%201' \
    '%0d%0a%0d%0a<script>' '%00X-Injected' '%E5%98%8D%E5%98%8AX-Injected:%201' \
    '%c4%8d%c4%8aX-Injected:1'; do
	for path in "/api/visits?site=demo&article=/a$text" \
	    "/api/visits/badge.svg?site=demo&article=/page&label=a$text" \
	    "/api/visits/history?site=demo&article=/a$text" \
	    "/api/visits?article=/page&site=demo$text" "/api/visits?a$text=1" \
	    "/api/visits/popular?site=demo&period=7d$text" "/api/visits/none$text"; do
		ask GET "$path" --header "Origin: $base"
		[ "$status" -lt 500 ] || fail "$path is a refusal: $status"
	done
	send "/a$text" --header "Origin: $base"
done
send '/a\r\nX-Injected: 1' --header "Origin: $base"
ask POST /api/visits --header "Origin: $base" --header 'Content-Type: application/json' \
    --data-raw '{"article":"/page","title":"a\r\nX-Injected: 1"}'
is "$status" 200 'a title of two lines'
for text in '%0d%0aX-Injected: 1' '%0aX-Injected: 1'; do
	past REQUEST_METHOD=GET SCRIPT_NAME=/api/visits "HTTP_ORIGIN=$base$text" \
	    'QUERY_STRING=site=demo&article=/page'
	is "$status $(header access-control-allow-origin)" '200 ' 'an Origin of two lines is foreign'
	past REQUEST_METHOD=GET SCRIPT_NAME=/api/visits "HTTP_IF_NONE_MATCH=\"a$text\"" \
	    'QUERY_STRING=site=demo&article=/page'
	is "$status" 200 'a tag of two lines is another tag'
	past REQUEST_METHOD=GET "SCRIPT_NAME=/api/visits$text" \
	    'QUERY_STRING=site=demo&article=/page'
	is "$status" 404 'a path of two lines is none'
	past "REQUEST_METHOD=GET$text" SCRIPT_NAME=/api/visits \
	    'QUERY_STRING=site=demo&article=/page'
	is "$status" 405 'nor is there such a method'
done
sed -n 's/^\([^ :]*\):.*/\1/p' "$work/all-headers" | tr 'A-Z' 'a-z' | sort -u >"$work/names"
cat >"$work/known" <<'END'
server
date
connection
content-type
content-length
transfer-encoding
status
cache-control
etag
vary
allow
x-content-type-options
content-security-policy
cross-origin-resource-policy
referrer-policy
access-control-allow-origin
access-control-allow-methods
access-control-allow-headers
access-control-max-age
END
is "$(grep -vxF -f "$work/known" "$work/names")" '' \
    'in all of these answers are only headers that we know'
is "$(grep -ciE '^(set-cookie|access-control-allow-credentials)' "$work/all-headers")" 0 \
    'no cookie, no credentials'
is "$(grep -i '^access-control-allow-origin: [*n]' "$work/all-headers")" '' \
    'and no origin is * or null'
# An answer begins with its status line, or with the program's own first header.
is "$(awk '/^HTTP/ { delete n } /^$/ { delete n } /:/ { h = tolower($1)
    if (n[h]++) print h }' "$work/all-headers" | sort -u)" '' 'none of them stands there twice'

# ---- metrics (row 40) ----

ask GET /metrics
is "$status" 200 'from this machine'
for address in 127.0.0.2 127.9.9.9; do
	ask GET /metrics --interface "$address"
	is "$status" 403 "not from $address"
	unlike "$body" afterword_ 'nor a part of it'
done
for line in 'X-Forwarded-For: 127.0.0.1' 'X-Real-IP: 127.0.0.1' 'Forwarded: for=127.0.0.1' \
    'Host: localhost'; do
	ask GET /metrics --interface 127.0.0.2 --header "$line"
	is "$status" 403 "whatever it says: $line"
done
for path in //metrics /metrics/ /x/../metrics '/metrics?a' /%6detrics /METRICS; do
	ask GET "$path" --interface 127.0.0.2
	like "$status" '^40[34]$' "nor as $path"
done
bogus() {
	for i in $(seq "$1" "$2"); do
		printf '%s\n' "url = $base/api/visits?site=demo&article=/bogus-$i" \
		    "url = $base/api/visits?site=bogus-$i&article=/a" \
		    "url = $base/api/visits/bogus-$i" \
		    "url = $base/api/visits?article=/a&bogus-$i=1"
	done >"$work/urls"
	curl --silent --config "$work/urls" >/dev/null
	request "BOGUS$1" /api/visits
	send "/bogus-$1" --header "Origin: https://bogus-$1.example" --user-agent "bogus-$1 $agent"
}
bogus 1 2
ask GET /metrics
series=$(printf '%s\n' "$body" | grep -vc '^#')
bogus 3 40
ask GET /metrics
is "$(printf '%s\n' "$body" | grep -vc '^#')" "$series" \
    'what is asked does not add a series'
unlike "$body" 'bogus|BOGUS|127\.0|/page' 'and stands in none'
like "$body" '^# TYPE afterword_requests_total counter$' 'the types are told'
is "$(printf '%s\n' "$body" | grep -vE '^#|^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$')" \
    '' 'every line is as Prometheus reads it'

finish
