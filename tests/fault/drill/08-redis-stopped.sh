#!/bin/sh
# Drill 8: Redis does not answer
. "${TOP:-.}/tests/fault/drill/drill.sh"

hold=0.5 pause=1500
[ -z "${FULL-}" ] || hold=8 pause=10000

# again STAMP: a post, to the byte
again() {
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --header 'Idempotency-Key: stopped' --data-raw \
	    "{\"article\":\"/patience\",\"name\":\"Ann\",\"text\":\"While it hangs\",\"stamp\":\"$1\"}"
}

drill 8 "SIGSTOP Redis for $((${hold%.*} + 2)) s, CLIENT PAUSE for $((pause / 1000)) s"
drill_stack
serving="$(pid visits) $(pid comments)"
now=$(stamp /patience)
ledger_begin
own_begin
since=$(now_ms)
kill -STOP "$(pid redis)"
sleep 0.2
at_least "$(metric visits afterword_requests_parked)" 1 \
    'the figures know of requests that wait'
post /patience
took=$(($(now_ms) - since))
told_away 'Redis hangs: a visit'
at_least "$took" 800 'after waiting'
at_most "$took" 2500 'for about a second'
post /patience
is "$status" 503 'the next reader'
at_most "$(($(now_ms) - since - took))" 1000 'is told sooner'
again "$now"
told_away 'Redis hangs: a comment'
sleep "$hold"
kill -CONT "$(pid redis)"
back
again "$now"
is "$status" 201 'the same post again: taken'
stopped=$(json id)
again "$now"
is "$status $(header Idempotency-Replayed) $(json id)" "201 true $stopped" \
    'and again: known'

redis client pause "$pause" all >/dev/null
sleep "$(perl -e "print $pause / 1000")"
back
own_end
ledger_end
isnt "$readers_away" 0 'some readers were told 503'
isnt "$writers_away" 0 'and some writers'
for name in visits comments; do
	is "$(metric $name afterword_requests_parked)" 0 "$name: none waits any more"
done
is "$(pid visits) $(pid comments)" "$serving" 'by the same processes'
drill_end
