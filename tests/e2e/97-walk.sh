#!/bin/sh
# Who may do what: each row of the moderators' pages as nobody, with a session that is
# none, as a moderator of another site, and as one of this; and each that changes
# something without the token of its session.  The rows are the program's own.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

comments_start 'hold = nothing' '[site "other"]
origins = https://other.example'
"$BIN/moderation.fcgi" -D api | perl -MJSON::PP -0777 -ne '
	for my $row (@{decode_json($_)->{routes}}) {
		(my $path = $row->{path}) =~ s/\{id\}/1/;
		printf "%s %s %s\n", $_, $path, $row->{signed_in} ? "signed" : "open"
		    for @{$row->{methods}};
	}' | grep ' /moderation/' >"$work/rows"
all=$(grep -c . "$work/rows")
[ "$all" -ge 15 ] && [ "$(grep -c signed "$work/rows")" -ge 12 ]
ok $? "the table has $all rows"

make_one() {
	printf '%s\n' "$password" | "$BIN/afterword" -c "$var/afterword.conf" -s "$1" \
	    moderator add "$2" >/dev/null 2>&1
}
sign_in_at() {
	request POST /moderation/sign-in --header 'Sec-Fetch-Site: same-origin' \
	    --data "site=$1&name=$2" --data-urlencode "password=$password"
	header set-cookie | cut -d';' -f1
}
token_of() {
	cookie=$1
	console GET /moderation/
	hidden csrf
}
say /a 'A comment' '"name":"Ben"'
make_one demo Anna
make_one other Olga
anna=$(sign_in_at demo Anna)
again=$(sign_in_at demo Anna)
olga=$(sign_in_at other Olga)
anna_csrf=$(token_of "$anna")
again_csrf=$(token_of "$again")
olga_csrf=$(token_of "$olga")
isnt "$anna_csrf" "$again_csrf" 'each session has a token of its own'

# All that Redis has, but for how long it lives, and limits of signing in, which end.
everything() {
	redis --scan | grep -v ':sign$' | LC_ALL=C sort | while read -r key; do
		printf '%s ' "$key"
		redis --no-raw dump "$key"
	done | sha256sum
}
framed() {
	like "$(header content-security-policy)" "frame-ancestors 'none'" "$1: in no frame"
	is "$(header x-frame-options) $(header cache-control)" 'DENY no-store' \
	    "$1: nor in that of an old browser, nor kept"
}
before=$(everything)

# ---- nobody, and those who are somebody elsewhere ----

while read -r method path kind <&3; do
	[ "$kind" = signed ] || continue
	for cookie in '' "__Host-afterword=demo.$(printf %043d 7)" \
	    "__Host-afterword=demo.${olga#*.}"; do
		set --
		[ "$method" = GET ] ||
		    set -- --data-raw "csrf=$anna_csrf&id=1&action=spam"
		console "$method" "$path" "$@"
		is "$status" 403 "$method $path: not with $(printf %.30s "${cookie:-nothing}")"
	done
	framed "$method $path"
done 3<"$work/rows"

# ---- without the token ----

while read -r method path kind <&3; do
	[ "$kind$method" = signedPOST ] || continue
	cookie=$anna
	for token in '' x "$again_csrf" "$olga_csrf" "$(printf %.42s "$anna_csrf")" \
	    "${anna_csrf}x"; do
		console POST "$path" --header 'Accept: application/json' \
		    --data-urlencode "csrf=$token" --data 'id=1&action=spam'
		is "$status $(json type)" '403 urn:afterword:problem:csrf' \
		    "$path: not with the token $(printf %.10s "$token")"
	done
	console POST "$path" --data "csrf=$anna_csrf" --data "csrf=$anna_csrf"
	is "$status" 403 "$path: not with two"
	console POST "$path?csrf=$anna_csrf" --data 'id=1'
	is "$status" 403 "$path: not in the address"
	console POST "$path" --header 'Content-Type: application/json' \
	    --data-raw "{\"csrf\":\"$anna_csrf\"}"
	is "$status" 415 "$path: not as JSON"
	console POST "$path" --header 'Content-Type: text/plain' \
	    --data-raw "csrf=$anna_csrf"
	is "$status" 415 "$path: not as what a form of any site can send"
	for from in cross-site same-site; do
		request POST "$path" --header "Cookie: $anna" \
		    --header "Sec-Fetch-Site: $from" --data "csrf=$anna_csrf"
		is "$status" 403 "$path: not from $from"
	done
	request POST "$path" --header "Cookie: $anna" --header 'Origin: null' \
	    --data "csrf=$anna_csrf"
	is "$status" 403 "$path: not from an origin that is none"
done 3<"$work/rows"
is "$(everything)" "$before" 'nothing of all that has changed anything'

# ---- looking changes nothing ----

while read -r method path kind <&3; do
	[ "$kind$method" = signedGET ] || continue
	cookie=$anna
	for method in GET HEAD; do
		console "$method" "$path"
		unlike "$status" '^(403|5..)' "$method $path: a moderator may look"
	done
	framed "$path"
	console OPTIONS "$path"
	is "$status $(header access-control-allow-origin)" '204 ' "$path: asked what it takes"
done 3<"$work/rows"
is "$(everything)" "$before" 'looking has changed nothing'

# ---- what an address does not take ----

cut -d' ' -f2 "$work/rows" | sort -u >"$work/paths"
while read -r path <&3; do
	cookie=$anna
	for method in GET POST PUT DELETE PATCH; do
		grep -q "^$method $path " "$work/rows" && continue
		console "$method" "$path" --data "csrf=$anna_csrf"
		is "$status" 405 "$method $path: not for that address"
	done
done 3<"$work/paths"
framed 'what is refused'
for path in /moderation/none /moderation/comment/ /moderation/comment/x \
    /moderation/../moderation/none /moderation/act/; do
	console GET "$path"
	is "$status" 404 "$path is nothing"
done
framed 'what is nothing'

# ---- with it ----

while read -r method path kind <&3; do
	[ "$kind$method" = signedPOST ] || continue
	case $path in
	*/sign-out) continue ;;
	esac
	cookie=$anna
	console POST "$path" --data "csrf=$anna_csrf"
	unlike "$status" '^(403|415|5..)' "$path: a moderator may, and is told what is missing"
	location=$(header location)
	like "${location:-/moderation/}" '^/moderation/' "$path: leads nowhere else"
	for to in '//evil.example' '/\evil.example' 'https:evil.example'; do
		console POST "$path" --data "csrf=$anna_csrf" --data-urlencode "return=$to"
		is "$status" 422 "$path: nor by a field"
	done
done 3<"$work/rows"

finish
