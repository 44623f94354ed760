#!/bin/sh
# Signed links: what they do, once, and what is no such link
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

comments_start 'hold = all'
ctl() {
	out=$("$BIN/afterword" -c "$var/afterword.conf" -s demo "$@" 2>&1)
	code=$?
}
# link ID ACTION [ARGS]: sets $link, path and query
link() {
	link_id=$1
	link_action=$2
	shift 2
	ctl link "$link_id" --action "$link_action" "$@"
	link=${out#"$base"}
}
# use [SITE]: sends the form of $link, from a page of the same site or another one
use() {
	request POST /moderation/link --header "Sec-Fetch-Site: ${1-same-origin}" \
	    --data "${link#*\?}"
}
# dump: all that Redis has
dump() {
	redis --scan | LC_ALL=C sort | while read -r key; do
		printf '%s ' "$key"
		redis --no-raw dump "$key"
	done
}

for i in 1 2 3 4 5; do
	say /a "Comment $i"
done
is "$(field 1 st)" held 'comments wait'

# ---- the command ----

ctl link 1
is "$code $(printf '%s\n' "$out" | sed -E 's,t=[A-Za-z0-9_-]{88}$,t=T,')" \
    "0 approve $base/moderation/link?site=demo&t=T
spam    $base/moderation/link?site=demo&t=T
delete  $base/moderation/link?site=demo&t=T" 'afterword prints three links'
ctl link 99
is "$code $out" '1 afterword: comment 99 of demo is not there' 'of what is there'
for args in '1 --action publish' '1 --for 0' '1 --for 2161' '1 --for' '1 --action' \
    '1 --to x' 'x' '1 approve'; do
	# shellcheck disable=SC2086 # words
	ctl link $args
	is "$code" 2 "no link: $args"
done

# ---- a link ----

link 1 approve
dump >"$work/before"
get "$link"
is "$status" 200 'GET shows a form'
like "$body" 'Show readers comment 1 of demo\?' 'that says what for'
like "$(header content-security-policy)" "frame-ancestors 'none'" 'in no frame'
for method in HEAD OPTIONS; do
	request $method "$link"
done
get "$link" --header 'Purpose: prefetch'
dump >"$work/after"
cmp -s "$work/before" "$work/after"
ok $? 'and does nothing: Redis is as before'

use cross-site
is "$status $(field 1 st)" '403 held' 'no other site sends the form'
use
is "$status $(field 1 st)" '200 ' 'POST does it'
like "$body" 'Comment 1 can be seen by readers now\.' 'and says so'
is "$(redis xrevrange 'l:{demo}' + - COUNT 1 | tr '\n' ' ' | sed 's/^[^ ]* //')" \
    'what publish comment 1 was held is published why  who a link ' 'in the ledger'
used=$(redis --scan --pattern 'o:{demo}:????????????????')
ttl=$(redis ttl "$used")
[ "$ttl" -gt 604700 ] && [ "$ttl" -le 604800 ]
ok $? 'that it was used is known as long as it is good' || diag "$used $ttl"
"$BIN/afterword" -c "$var/afterword.conf" -s demo hold 1 >/dev/null
use
is "$status $(field 1 st)" '410 held' 'a second time it is good for nothing'
like "$body" 'This link was used before' 'and that is said'
get "$link"
is "$status" 200 'its form is there yet'
link 1 approve
use
is "$status $(field 1 st)" '200 ' 'another link does the same again'

link 2 spam
use
is "$status $(field 2 st) $(field 2 why)" '200 spam moderator' 'spam'
link 3 delete
use
is "$status $(field 3 st) $(field 3 s)" '200 deleted ' 'delete'
ctl link 3
is "$code $out" '1 afterword: comment 3 of demo is deleted' 'then there are no more'
link 4 approve
first=$link
link 4 delete
use
link=$first
use
is "$status $(field 4 st)" '200 deleted' 'what was deleted stays so'
like "$body" 'Comment 4 was deleted before' 'whatever the link'

# ---- fifty at once ----

link 5 approve
for i in $(seq 50); do
	curl --silent --max-time 20 --output /dev/null --write-out '%{http_code}\n' \
	    --header 'Sec-Fetch-Site: same-origin' --data "${link#*\?}" \
	    "$base/moderation/link" >"$work/once.$i" &
	pids="${pids-} $!"
done
# shellcheck disable=SC2086 # words
wait $pids
is "$(cat "$work"/once.* | sort | uniq -c | tr -s ' ' | tr '\n' ,)" ' 1 200, 49 410,' \
    'of fifty at one moment one is the first'
is "$(redis xrange 'l:{demo}' - + | grep -A 3 '^publish$' | grep -c '^5$')" 1 \
    'and it was done once'

# ---- what is no link ----

link 1 delete
good=$link
token=${good##*=}
for bad in "${token%?}" "${token}A" "A$token" "B${token#?}" \
    "$(printf %s "$token" | sed 's/./A/20')" "$(printf %s "$token" | sed 's/./-/60')" x; do
	[ "$bad" != "$token" ] || continue
	link="?site=demo&t=$bad"
	use
	like "$status" '^4(03|10)$' "not a link: $(printf %.30s "$bad")"
	get "/moderation/link$link"
	like "$status" '^4(03|10)$' 'nor has it a form'
done
link="?site=other&t=$token"
use
is "$status" 422 'nor is it one of a site that is not there'
link="?site=demo"
use
is "$status" 422 'a link without a token'
is "$(field 1 st)" '' 'none of them did anything'

if command -v faketime >/dev/null; then
	out=$(faketime -f -3601s "$BIN/afterword" -c "$var/afterword.conf" link 1 \
	    --action delete --for 1)
	link=${out#"$base"}
	get "$link"
	is "$status" 410 'an hour after that it is too old'
	like "$body" 'This link is too old' 'and says so'
	use
	is "$status $(field 1 st)" '410 ' 'and does nothing'
else
	skip 'a link that is too old' 'there is no faketime'
fi

# ---- another key ----

out=$(AFTERWORD_COMMENTS_SECRET=of-before "$BIN/afterword" \
    -c "$var/afterword.conf" link 1 --action delete)
link=${out#"$base"}
use
is "$status $(field 1 st)" '410 ' 'links of another key are good no more'
like "$body" 'from before its key was changed' 'and told from forged ones'
ctl check
is "$code" 0 'check knows all these keys' || diag "$out"
finish
