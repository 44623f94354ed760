#!/bin/sh
# MINUTES of everything at once: readers and writers with their ledgers, pages, bad
# requests, slow clients, settings read anew, programs and nginx ended and begun again.
# No status that was not expected, memory that does not grow, and a clean store
. "${TOP:-.}/tests/fault/drill/drill.sh"

minutes=${MINUTES:-30}
half=$((minutes * 30))

# expected STATUS PATH [CURL'S LINES]: one request of a round, whose answer has to have it
expected() {
	printf 'url = "%s%s"\nwrite-out = "%s %%{http_code} %s\\n"\noutput = /dev/null\n' \
	    "$base" "$2" "$1" "$2"
	shift 2
	[ $# -eq 0 ] || printf '%s\n' "$@"
	echo next
}
origin() {
	echo "header = \"Origin: $base\""
}
round() {
	expected 200 "/api/visits?article=$drill_article&article=/none"
	expected 200 '/api/visits/popular'
	expected 200 "/api/visits/badge.svg?article=$drill_article"
	expected 200 "/api/comments?article=/ledger/0&sort=best"
	expected 200 '/api/comments/recent'
	expected 200 '/api/comments/feed'
	expected 200 '/articles/night-trams-return.html'
	expected 403 '/moderation/'
	expected 404 '/api/none'
	expected 405 /api/visits 'request = PUT'
	expected 422 /api/visits "$(origin)" 'header = "Content-Type: application/json"' \
	    'data-raw = "{}"'
	expected 400 /api/visits "$(origin)" 'header = "Content-Type: application/json"' \
	    'data-raw = "{\"article\":"'
	expected 422 /api/comments "$(origin)" \
	    'header = "Content-Type: application/json"' 'data-raw = "{\"article\":\"/a\"}"'
	expected 413 /api/comments "$(origin)" "data-binary = \"@$work/large\""
	expected 403 /moderation/act 'data-raw = "action=delete&id=1"'
}
# What was answered otherwise, of all rounds so far.
odd() {
	awk '$1 != $2' "$work/rounds"
}
# resident NAME: kB
resident() {
	sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$(pid "$1")/status"
}
# play UNTIL: rounds, each second one, and a reload every minute
play() {
	while [ "$(date +%s)" -lt "$1" ]; do
		curl --silent --max-time 20 --user-agent "$agent" --config "$work/round" \
		    >>"$work/rounds"
		played=$((played + 1))
		if [ $((played % 50)) -eq 1 ]; then
			for name in visits comments moderation nginx; do
				kill -HUP "$(pid $name)"
			done
		fi
		sleep 1
	done
}

drill 19 "everything at once for $minutes minutes"
# Who was counted first is still known in the end.
drill_stack '[visits]
window = 1d'
head -c 60000 /dev/zero | tr '\0' x >"$work/large"
played=0
ledger_begin
round | sed '$d' >"$work/round"
perl "$TOP/tests/fault/slow.pl" "${base##*:}" 20 $((2 * half)) >"$work/slow" 2>&1 &
slow=$!
now=$(date +%s)

# They begin small, and the first reload takes some: what they have at half time is what
# they need.
for name in visits comments moderation; do
	strike TERM "$name"
done
play $((now + half))
before="$(resident visits) $(resident comments) $(resident moderation)"
play $((now + 2 * half))
after="$(resident visits) $(resident comments) $(resident moderation)"
diag "rounds: $played; resident memory in kB: $before, then $after"
wait "$slow"
ledger_end
is "$(odd | sort | uniq -c)" '' 'no status that was not expected'
at_least "$(wc -l <"$work/rounds")" $((minutes * 60)) 'of many'
is "$statuses" '  ' 'no reader and no writer was told 503'
n=1
for name in visits comments moderation; do
	at_most "$(echo "$after" | cut -d' ' -f$n)" \
	    $(($(echo "$before" | cut -d' ' -f$n) * 11 / 10 + 500)) \
	    "$name.fcgi: memory is flat"
	n=$((n + 1))
done
drill_end
