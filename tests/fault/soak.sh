#!/bin/sh
# MINUTES of everything at once: readers and writers with their ledgers, pages, bad
# requests, slow clients, settings read anew, programs ended and begun again.  No status
# that was not expected, memory that does not grow, and a clean store.  REPORT is a
# document that a table of it goes to.
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
	expected 415 /api/comments "$(origin)" 'header = "Content-Type: text/xml"' \
	    'data-raw = "<article/>"'
	expected 403 /api/comments 'header = "Origin: https://elsewhere.example"' \
	    'header = "Content-Type: application/json"' 'data-raw = "{\"article\":\"/a\"}"'
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
# play UNTIL SIGNAL: rounds, one a second; the first and each fiftieth after it send the
# signal to all programs and have nginx read its settings anew
play() {
	due=$played
	while [ "$(date +%s)" -lt "$1" ]; do
		curl --silent --max-time 20 --user-agent "$agent" --config "$work/round" \
		    >>"$work/rounds"
		if [ "$played" -eq "$due" ]; then
			due=$((due + 50))
			signals=$((signals + 1))
			kill -HUP "$(pid nginx)"
			for name in visits comments moderation; do
				kill "-$2" "$(pid $name)"
			done
		fi
		played=$((played + 1))
		sleep 1
	done
}
resident_all() {
	for name in visits comments moderation; do
		resident "$name"
	done | paste -sd ' '
}

# Who was counted first is still known in the end.
drill_stack '[visits]
window = 1d'
head -c 60000 /dev/zero | tr '\0' x >"$work/large"
played=0 signals=0
ledger_begin
round | sed '$d' >"$work/round"
perl "$TOP/tests/fault/slow.pl" "${base##*:}" 20 $((2 * half)) >"$work/slow" 2>&1 &
slow=$!
now=$(date +%s)

# Programs are restarted in the first quarter.  Then they grow a little: what they have at
# half time is what they need.
play $((now + half / 2)) TERM
restarts=$signals
play $((now + half)) HUP
before=$(resident_all)
play $((now + 2 * half)) HUP
after=$(resident_all)
diag "rounds: $played; resident memory in kB: $before, then $after"
wait "$slow"
connections=$(sed -n 's/^connections: //p' "$work/slow")
at_least "$connections" $((minutes * 60)) 'slow ones were there all the time'
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
aw check
is "$status" 0 'afterword check finds no fault'
checked=$said
if [ -n "${REPORT-}" ] && [ "$failures" -eq 0 ]; then
	{
		printf '%s\t%s\n' 'what' 'figure' \
		    'clients' "$readers readers, $writers writers, 20 slow" \
		    'connections of the slow' "$connections" \
		    'requests of readers and writers' "$requests" \
		    'acknowledged' \
		    "$visits_acked visits, $comments_acked comments, $changes_acked changes" \
		    'lost' "$lost" \
		    'twice' "$double" \
		    'told 503 or cut off' "$(echo "$statuses" | wc -w)" \
		    'other requests' "$(wc -l <"$work/rounds")" \
		    'of them bad, and told so' "$(awk '$1 >= 400' "$work/rounds" | wc -l)" \
		    'answered with another status than expected' "$(odd | wc -l)" \
		    'restarts of all programs' "$restarts" \
		    'reloads of all programs' $((signals - restarts)) \
		    'reloads of nginx' "$signals" \
		    'afterword check' "$checked"
		n=1
		for name in visits comments moderation; do
			printf '%s\t%s, then %s kB\n' \
			    "$name.fcgi, at half time and in the end" \
			    "$(echo "$before" | cut -d' ' -f$n)" \
			    "$(echo "$after" | cut -d' ' -f$n)"
			n=$((n + 1))
		done
	} | perl "$TOP/tests/lib/Report.pm" "$REPORT" soak "$minutes minutes"
fi
finish
