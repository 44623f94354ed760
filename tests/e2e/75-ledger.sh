#!/bin/sh
# What a writer was promised holds: a comment that was acknowledged is there once, no
# other more than once, while programs and Redis are killed and nginx is told things
#
# FULL=1 makes the drills the ones that the project's figures speak of.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/fault/load.sh"

if [ -n "${FULL-}" ]; then
	kills=100 terms=100 losses=25 reloads=20 clients=32
else
	kills=10 terms=2 losses=3 reloads=3 clients=16
fi

# writers_begin TITLE: with numbers of their own each time; writers_end tells them to
# stop, and waits until all that they sent is acknowledged
first=1
writers_begin() {
	title=$1
	perl "$TOP/tests/fault/ledger.pl" post -c "$clients" -b "$first" \
	    "$work/ledger" "${base##*:}" >"$work/post.out" 2>"$work/post.err" &
	writers=$!
	first=$((first + clients))
	sleep 0.5
}
writers_end() {
	sleep 0.5
	kill -TERM "$writers"
	wait "$writers"
	ok $? "$title: the writers come to an end"
	figures=$(cat "$work/post.out")
	diag "$title: $figures"
	[ ! -s "$work/post.err" ] || diag "$(cat "$work/post.err")"
	isnt "$(figure acked)" 0 "$title: comments were taken"
	is "$(figure unacked)" 0 "$title: in the end, all of them"
	is "$(figure failed) $(figure other) $(figure rate)" '0 0 0' \
	    "$title: no request without an honest answer"
	at_most "$(figure gap_ms)" 5000 "$title: never longer than 5 s without any"
}

# strike NAME SIGNAL TIMES: at its process, then at that which took its place, ...;
# each serves for a moment
last=
strike() {
	struck=0
	while [ "$struck" -lt "$3" ]; do
		now=$(pid "$1" 2>/dev/null)
		if [ -n "$now" ] && [ "$now" != "$last" ]; then
			kill "-$2" "$now" 2>/dev/null && struck=$((struck + 1))
			last=$now
		fi
		sleep 0.2
		[ "$1" != redis ] || { await 10 ready && sleep 0.3; }
	done
}
ready() {
	get /comments/readyz
	[ "$status" = 200 ]
}

comments_start

# ---- the program ----

writers_begin 'comments.fcgi killed'
strike comments KILL "$kills"
strike comments TERM "$terms"
writers_end
is "$(figure away) $(figure reopened)" '0 0' \
    "$kills times killed, $terms times ended: no writer noticed"
is "$(grep -c 'comments ended with status 137' "$var/log/comments.log")" "$kills" \
    'they were killed'
is "$(grep -c 'comments ended with status 0' "$var/log/comments.log")" "$terms" \
    'and ended well when they were asked to'

# ---- Redis ----

is "$(redis config get appendfsync | tail -n 1)" always 'appendfsync always'
writers_begin 'Redis killed'
serving=$(pid comments)
strike redis KILL "$losses"
writers_end
isnt "$(figure away)" 0 'Redis killed: some were told 503'
is "$(figure reopened)" 0 'Redis killed: no connection broke'
is "$(pid comments)" "$serving" 'Redis killed: one process went through it'

# ---- nginx ----

writers_begin 'nginx reloaded'
serving=$(pid nginx)
count=0
while [ "$count" -lt "$reloads" ]; do
	kill -HUP "$serving"
	count=$((count + 1))
	sleep 0.5
done
writers_end
is "$(figure away)" 0 "$reloads reloads: no writer noticed"

# ---- all of it together ----

audit() {
	figures=$(perl "$TOP/tests/fault/ledger.pl" audit "$work/ledger" \
	    "${base##*:}" 2>"$work/audit.err")
	diag "audit: $figures"
}
audit
[ ! -s "$work/audit.err" ] || diag "$(cat "$work/audit.err")"
isnt "$(figure acked)" 0 'the ledger has comments'
is "$(figure lost)" 0 'each that was acknowledged is there'
is "$(figure double)" 0 'none is there twice'
is "$(figure changed)" 0 'each is what was said, or what it was edited to'
is "$(figure undead)" 0 'none that was deleted is there'
is "$(figure strange)" 0 'nor any that nobody wrote'
is "$(figure votes)" 0 'each vote that was acknowledged counts once'
is "$(figure counts)" 0 'numbers of comments and replies are those found'
isnt "$(figure repeats)" 0 'posts were repeated'
is "$(figure repeated)" 0 'and answered as the first time'
is "$(figure other)" 0 'all was answered'
out=$("$BIN/afterword" -c "$var/afterword.conf" check 2>&1)
is $? 0 'afterword check finds no fault'
diag "$(echo "$out" | tail -n 5)"

# ---- an audit has to see ----

# The newest root that was neither edited nor deleted.
row=$(awk '$7 == 201 && $5 == "-" && $10 == "-" && $11 == "-" { row = $0 }
	END { print row }' "$work/ledger")
id=$(echo "$row" | cut -d' ' -f 8)
article=$(redis --raw hget "c:{demo}:$id" a)
redis zrem "t:{demo}:$article:new" "$id" >/dev/null
redis hincrby "n:{demo}:$article" ver 1 >/dev/null
audit
isnt "$(figure lost)" 0 'a lost comment would be seen'
isnt "$(figure counts)" 0 'and that the count is wrong'
redis zadd "t:{demo}:$article:new" 1 "$id" >/dev/null
redis hset "c:{demo}:$id" h '<p>Something else</p>' >/dev/null
redis hincrby "n:{demo}:$article" ver 1 >/dev/null
audit
isnt "$(figure strange)" 0 'and another text'

finish
