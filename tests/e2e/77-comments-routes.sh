#!/bin/sh
# Routes of comments: everything that is not what they take.  Paths and methods come
# from the program's own table; each refusal is a problem that names the field at fault
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

"$BIN/comments.fcgi" -D routes | sed -n 's/^\.It \([A-Z, ]*\) Pa \(.*\)/\2 \1/p' |
    sed 's/,//g' >"$work/routes"
[ -s "$work/routes" ]
ok $? 'the program prints its table of routes'

comments_start
program=comments
: >"$work/bodies"
say /page 'The first comment'
id=$(json id)
token=$(json edit_token)

# send BODY [ARGS]: posts it as the page script would; @stamp@ is a fresh one
send() {
	send_body=$(printf '%s' "$1" | sed "s/@stamp@/$(stamp /page)/")
	shift
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-raw "$send_body" "$@"
}
# bytes FORMAT: the same with bytes that printf makes
bytes() {
	printf "$1" "$(stamp /page)" >"$work/bytes"
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-binary "@$work/bytes"
}
whole='"article":"/page","name":"Ann","stamp":"@stamp@"'

# ---- every path by every method ----

methods_of() {
	grep -F "$1 " "$work/routes" | while read -r path methods; do
		[ "$path" != "$1" ] || printf '%s ' "$methods"
	done
}
cut -d ' ' -f 1 "$work/routes" | sort -u >"$work/paths"
while read -r path; do
	taken=$(methods_of "$path")
	case $taken in *GET*) taken="$taken HEAD" ;; esac
	wanted=
	for method in GET POST HEAD PUT DELETE; do
		case " $taken " in
		*" $method "*) wanted="$wanted$method, " ;;
		esac
	done
	wanted=${wanted}OPTIONS
	at=$(printf %s "$path" | sed "s/{id}/$id/")
	for method in GET HEAD POST PUT DELETE PATCH TRACE CONNECT PROPFIND get ''; do
		case " $taken " in *" $method "*) [ -z "$method" ] || continue ;; esac
		fastcgi REQUEST_METHOD="$method" SCRIPT_NAME="$at" </dev/null
		is "$status $(header allow)" "405 $wanted" "${method:-no method} $path"
	done
	fastcgi REQUEST_METHOD=OPTIONS SCRIPT_NAME="$at" </dev/null
	is "$status $(header allow)" "204 $wanted" "OPTIONS $path"
	# What changes something is not for pages of other origins.
	for method in POST PUT DELETE; do
		case " $taken " in *" $method "*) ;; *) continue ;; esac
		fastcgi REQUEST_METHOD="$method" SCRIPT_NAME="$at" \
		    HTTP_ORIGIN=https://evil.example </dev/null
		is "$status" 403 "$method $path from elsewhere"
	done
done <"$work/paths"

# ---- paths that are none ----

for path in /api/comments/ /api/comments/x "/api/comments/$id/" "/api/comments/0" \
    "/api/comments/-1" "/api/comments/01" "/api/comments/+1" "/api/comments/1.0" \
    "/api/comments/1e2" "/api/comments/2147483648" \
    "/api/comments/$id/votes" "/api/comments/$id/vote/x" "/api/comments/x/replies" \
    "/api/comments/$id;a=b" '/api/comments.json' /api/comments/recent/ \
    "/api/comments/$id%0a" "/api/comments/%20$id"; do
	get "$path"
	problem 404 - "GET $path"
done
get '/api/comments/2147483647'
problem 404 - 'the largest number that can be one is none yet'
get "/api/comments/$id?id=$id"
problem 400 id 'its number in the query as well'

# ---- bodies ----

# A form of 8,192 bytes of text, each of which takes three.
perl -e 'print "text=", "%D0%BF" x 4096' >"$work/form"
request POST /api/comments --header "Origin: $base" --data-binary "@$work/form" \
    --data-urlencode 'article=/page' --data-urlencode 'name=Ann' \
    --data-urlencode "stamp=$(stamp /page)"
is "$status" 303 'the longest form in other letters than ASCII'
# All that can be posted can be looked at before, and changed after.
perl -e 'print q({"text":"), q(\\u0078) x 8192, q("})' >"$work/escaped"
request POST /api/comments/preview --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-binary "@$work/escaped"
is "$status" 200 'a preview of the longest text, each byte of it escaped'
request PUT "/api/comments/$id" --header "Origin: $base" --header "Authorization: Bearer $token" \
    --header 'Content-Type: application/json' --data-binary "@$work/escaped"
is "$status" 200 'and an edit'
for size in 50176 50177 1048576; do
	perl -e 'print q({"text":"x") . " " x ($ARGV[0] - 12) . "}"' "$size" >"$work/padded"
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-binary "@$work/padded"
	if [ "$size" -le 50176 ]; then
		problem 422 article "a body of $size bytes"
	else
		is "$status" 413 "a body of $size bytes"
	fi
done
perl -e 'print " " x 55000' >"$work/padded"
fastcgi REQUEST_METHOD=POST SCRIPT_NAME=/api/comments CONTENT_TYPE=application/json \
    <"$work/padded"
problem 413 - 'also past nginx'
perl -e 'print q({"text":"), "x" x 50500, q("})' >"$work/padded"
for at in PUT:/api/comments/$id POST:/api/comments/preview PUT:/api/comments/$id/vote; do
	request "${at%%:*}" "${at#*:}" --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-binary "@$work/padded"
	problem 413 - "50,500 bytes to $at"
done
request DELETE "/api/comments/$id" --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-raw '{}'
problem 413 - 'a body to DELETE'
for type in text/plain multipart/form-data text/html application/jsonx \
    'application/json, application/x-www-form-urlencoded' json; do
	request POST /api/comments --header "Origin: $base" \
	    --header "Content-Type: $type" --data-raw '{"article":"/page"}'
	problem 415 - "Content-Type: $type"
done
for at in PUT:/api/comments/$id POST:/api/comments/preview PUT:/api/comments/$id/vote; do
	request "${at%%:*}" "${at#*:}" --header "Origin: $base" \
	    --header "Authorization: Bearer $token" --data-urlencode 'text=x'
	problem 415 - "a form to $at"
done
printf '{}' | gzip >"$work/gzip"
for encoding in gzip br identity; do
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --header "Content-Encoding: $encoding" --data-binary "@$work/gzip"
	problem 415 - "Content-Encoding: $encoding"
done

# ---- fields: types, lengths, twice (rows 26, 27, 32, 47) ----

for field in article text name email url stamp subject author_token title; do
	for value in 5 true null '[]' '{}' 1.5; do
		# A later member would be one too many: the field itself comes first.
		send "{\"$field\":$value}"
		problem 422 "$field" "\"$field\":$value"
	done
done
for value in '"5"' 1.0 1e2 0 -1 true null '[]' 9223372036854775807; do
	send "{\"parent\":$value}"
	problem 422 parent "\"parent\":$value"
done
send '{"parent":9223372036854775808}'
problem 400 - 'a number that is none of 64 bits'
send "{$whole,\"text\":\"a\",\"text\":\"b\"}"
problem 400 - 'a member twice'
request POST '/api/comments?text=a' --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-raw '{"text":"b"}'
problem 400 text 'in the query and in the body'
for more in status state approved id owner pinned up html created ver __proto__; do
	send "{$whole,\"text\":\"a\",\"$more\":1}"
	problem 422 "$more" "a member that is not the reader's: $more"
done
for query in limit=0 limit=-1 limit=1e9 limit=all limit=101 'limit=5&limit=6'; do
	get "/api/comments?article=/page&$query"
	case $query in
	*'&'*)	problem 400 limit "$query" ;;
	*)	problem 422 limit "$query" ;;
	esac
	get "/api/comments/recent?$query"
	like "$status" '^4(00|22)$' "recent, $query"
	get "/api/comments/$id/replies?$query"
	like "$status" '^4(00|22)$' "replies, $query"
done
printf '{}' >"$work/post"
for twice in HTTP_ORIGIN=https://evil.example "HTTP_ORIGIN=$base" CONTENT_TYPE=text/plain \
    HTTP_IDEMPOTENCY_KEY=b 'HTTP_AUTHORIZATION=Bearer y'; do
	fastcgi REQUEST_METHOD=POST SCRIPT_NAME=/api/comments "HTTP_ORIGIN=$base" \
	    CONTENT_TYPE=application/json HTTP_IDEMPOTENCY_KEY=a \
	    'HTTP_AUTHORIZATION=Bearer x' "$twice" <"$work/post"
	problem 400 - "two of them: $twice"
done

# ---- text (rows 28 and 29) ----

for text in '\\377' '\\303' '\\300\\257' '\\355\\240\\200' '\\364\\220\\200\\200' '\\000' '\\001'; do
	bytes "{\"article\":\"/page\",\"name\":\"Ann\",\"stamp\":\"%s\",\"text\":\"a$(printf '%b' "$text" | sed 's/\\/\\\\/g')\"}" 2>/dev/null
	like "$status" '^4(00|22)$' "in JSON, as it is: $text"
done
for text in '\u0000' '\ud800' '\udc00' '\ud800a'; do
	send "{$whole,\"text\":\"a$text\"}"
	problem 400 - "in JSON, escaped: $text"
done
for text in '\u0001' '\u001b' '\u007f' '\u0085' '\uffff' '\ufdd0'; do
	send "{$whole,\"text\":\"a$text\"}"
	problem 422 text "in a text: $text"
	send "{\"article\":\"/page\",\"stamp\":\"@stamp@\",\"text\":\"a\",\"name\":\"a$text\"}"
	problem 422 name "in a name: $text"
done
send "{$whole,\"text\":\"lines\\r\\nand\\tmore\\rlines\"}"
is "$status $(field "$(json id)" s)" "201 lines
and	more
lines" 'lines end one way'
for text in '%ff' '%c3' '%c0%af' '%ed%a0%80' '%00' '%0b'; do
	request POST /api/comments --header "Origin: $base" \
	    --data-raw "article=/page&name=Ann&stamp=x&text=a$text"
	is "$status" 422 "in a form: $text"
done
for text in %zz % %1; do
	request POST /api/comments --header "Origin: $base" \
	    --data-raw "article=/page&name=Ann&stamp=x&text=a$text"
	is "$status" 400 "a broken escape in a form: $text"
done
send "{\"article\":\"/page\",\"stamp\":\"@stamp@\",\"text\":\"a name with marks\",\"name\":\"a$(printf '\\u0301%.0s' $(seq 20))\"}"
like "$status" '^(201|422)$' 'a name that climbs'
unlike "$body" 'b́́́́́' 'does not'

# ---- JSON (rows 24 and 25) ----

for text in '[]' '"text"' 1 null '{' '{"text"}' '{"text":}' "{'text':'a'}" \
    '{"text":"a"}x' '{"text":NaN}' '{"text":1e400}'; do
	send "$text"
	problem 400 - "$text"
done
perl -e 'print q({"x":), "[" x 7, "]" x 7, "}"' >"$work/nested"
request POST /api/comments --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-binary "@$work/nested"
problem 422 x '8 levels'
perl -e 'print q({"x":), "[" x 8, "]" x 8, "}"' >"$work/nested"
request POST /api/comments --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-binary "@$work/nested"
problem 400 - '9 levels'
# Names that share a place in a table are no way to keep the program busy.
perl -e 'print "{", join(",", map { "\"$_\":1" } 0 .. 3000), "}"' >"$work/keys"
request POST /api/comments --header "Origin: $base" \
    --header 'Content-Type: application/json' --data-binary "@$work/keys"
problem 422 0 'three thousand members'

# ---- headers (row 8) ----

for name in '/a%0d%0aX-Evil:%201' '/a%0aSet-Cookie:%20a=b' '/a%22%3e%3cscript%3e'; do
	get "/api/comments?article=$name"
	unlike "$(tr -d '\r' <"$work/headers")" '^(X-Evil|Set-Cookie)' "no header of its own: $name"
done
form '/with "quotes" & <b>' 'text=By a form' name=Ann
is "$status $(header location | sed 's/=.*#/=#/; s/-[0-9]*$//')" \
    "303 $base/with%20%22quotes%22%20&%20%3Cb%3E?comments-at=#comment" 'where a form leads to is an address'
form '/with "quotes" & <b>' 'text=Once more' name=Ann
get '/api/comments?article=/with%20%22quotes%22%20%26%20%3cb%3e&limit=1'
like "$(header link)" '^</api/comments\?article=/with%20%22quotes%22%20%26%20%3Cb%3E&' \
    'so is a link'

# ---- what is kept (rows 44 and 45) ----

say /erase 'unmistakeable words' '"name":"Erasmus","email":"erasmus@mail.example","url":"https://erasmus.example"'
erased=$(json id)
unsay "$erased" "$(json edit_token)"
is "$status" 204 'a comment is taken back'
redis bgrewriteaof >/dev/null
rewritten() {
	redis info persistence | tr -d '\r' | grep -q '^aof_rewrite_in_progress:0' &&
	    redis info persistence | tr -d '\r' | grep -q '^aof_rewrite_scheduled:0'
}
sleep 0.3
await 20 rewritten
is "$(grep -rlaE 'unmistakeable|Erasmus|erasmus' "$var/redis" "$var/log" | head -n 1)" '' \
    'when the file was written anew, nothing is left of it'
redis --scan | while read -r key; do
	redis --raw dump "$key"
done >"$work/dump" 2>/dev/null
unlike "$(tr -c '[:print:]\n' '.' <"$work/dump")" '127\.0\.0\.|@mail\.example' \
    'no address and no mail is kept in the clear'

# ---- what all of these were ----

perl -MJSON::PP -ne '
	my $p = eval { decode_json($_) };
	$bad{$_}++ if !$p || $p->{type} !~ /^urn:afterword:problem:[a-z-]+$/
	    || !$p->{title} || $p->{status} !~ /^4\d\d$/
	    || ($p->{errors} && $p->{errors}[0]{detail} ne $p->{detail});
	END { print keys %bad }' "$work/bodies" >"$work/bad"
is "$(cat "$work/bad")" '' 'each problem is a JSON object with type, title and status'

finish
