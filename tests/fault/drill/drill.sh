# drill.sh - a fault while readers and writers write down what they were promised
#
#     . "${TOP:-.}/tests/fault/drill/drill.sh"
#     drill 4 'Redis is killed'
#     drill_stack
#     ledger_begin
#     ...                     the fault, and its end
#     ledger_end
#     drill_end
#
# Readers (load.c) post visits, each of another visitor; writers (ledger.pl) post, edit and
# delete comments and vote.  Whatever happens, nothing that was acknowledged may be lost,
# nothing may be there twice, whoever was not served is told 503 and when to come again,
# and 5 s after the fault all is well.  ledger_end and drill_end are the tests of that.
#
# drill NUMBER TITLE
# drill_stack [SETTINGS]     as stack_start, with limits that let a test write at will
# ledger_begin               with an article and numbers of its own each time
# ledger_end                 the last begun; adds what came of it to the drill's sums
# drill_end                  writes the drill's row, and finishes
# not_run WHY                instead of all that
# own_begin                  readers beside them, each of an article of its own: its number
#                            follows from the last, or an answer of Redis went astray
# own_end                    is the test of that
# ledger_new                 for another stack: what the last one had is not looked for
# back                       the fault is over: how long until both programs take something
# pause_counts               the fault was short: its length is the time without any answer
# strike SIGNAL NAME         the process that now serves; each process once
# refused WHAT ERROR DELETED nothing is written for now, reading goes on, the logs have the
#                            word of Redis; deleting $old, see to_delete, is answered so
# logged PROGRAM PATTERN     metric PROGRAM NAME
# patient_redis              from the next stack on, Redis may fail to start however often
#                            while there is $work/slowly
# small_disk FOLDER SIZE     the next stack has a file system of that size there, which is
#                            $disk for the test, after it has started; 1 if nobody may mount
#
# The row goes to DRILL_ROW, if that is set; drills.pl makes a table of them.
# FULL=1 makes the drills those that docs/faults.md speaks of.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/fault/load.sh"
AFTERWORD_REDIS_TIMEOUT=1s
export AFTERWORD_REDIS_TIMEOUT

# Visitors and comments may be lost for a reason; see each drill.
may_lose=
# Answers besides 503 that are honest here: `cut` for none at all, or statuses.
may_fail=

# How many posts the audit sends again, and whether all visitors ask again.
repeats=100 again=1
# -l when it may be too late for edits.
late=

readers=8 writers=4
[ -z "${FULL-}" ] || readers=16 writers=16
ledgers=0
recovery_ms=0
began_ms=0 lasted_ms=0
comments_before=0
requests=0 visits_acked=0 comments_acked=0 changes_acked=0
lost=0 double=0 lost_note=
statuses=
gap_ms=0

drill() {
	drill_number=$1
	drill_title=$2
	: >"$work/row"
}

drill_stack() {
	comments_start 'hold = nothing' "${1-}"
}

not_run() {
	row not
	skip_all "$1"
}

# ---- readers and writers ----

ledger_begin() {
	ledgers=$((ledgers + 1))
	drill_article=/drill/$ledgers
	began_ms=$(now_ms)
	load_begin readers -c "$readers" -w 20 -t 0 -a "$drill_article" \
	    -l "$work/visitors"
	perl "$TOP/tests/fault/ledger.pl" post -c "$writers" -b $((ledgers * 100)) \
	    -t 3600 $late "$work/comments" "${base##*:}" >"$work/post.out" \
	    2>"$work/post.err" &
	writers_pid=$!
	sleep 0.5
}

own_begin() {
	"$load_client" -c 8 -w 20 -t 0 -A /own "${base##*:}" >"$work/own.out" 2>"$work/own.err" &
	own_pid=$!
	sleep 0.3
}

own_end() {
	kill -TERM "$own_pid"
	wait "$own_pid"
	figures=$(cat "$work/own.out")
	diag "own articles: $figures $(cat "$work/own.err")"
	isnt "$(figure ok)" 0 'readers of their own articles were answered'
	is "$(figure wrong)" 0 'each of their numbers follows from the last'
}

ledger_new() {
	comments_before=$comments_acked
	rm -f "$work/comments"
}

# more NAME FIGURE...: adds them to the variable
more() {
	more_name=$1
	shift
	for more_of; do
		eval "$more_name=\$(($more_name + $(figure "$more_of")))"
	done
}

# honest WHO: of the last figures, what was neither right nor 503
honest() {
	if [ "${may_fail#*cut}" = "$may_fail" ]; then
		is "$(figure failed)" 0 "$1: no answer was cut off or missing"
	fi
	honest_odd=$(figure by | tr , '\n' | sed 's/:.*//' |
	    grep -vxE "none|503|429$(printf '|%s' $may_fail)" | paste -sd ' ')
	is "$honest_odd" '' "$1: whoever was not served was told 503" ||
	    diag "$(cat "$work/$2.err")"
	case $may_fail in
	'' | cut)	is "$(figure other)" 0 "$1: and when to come again" ;;
	esac
	statuses="$statuses $(figure by | sed 's/^none$//; s/,/ /g')"
	[ "$(figure failed)" = 0 ] || statuses="$statuses cut:$(figure failed)"
	if [ "$(figure gap_ms)" -gt "$gap_ms" ]; then
		gap_ms=$(figure gap_ms)
	fi
}

ledger_end() {
	sleep "${1-0.3}"
	kill -TERM "$load_pid" "$writers_pid"
	load_end
	lasted_ms=$((lasted_ms + $(now_ms) - began_ms))
	visitors_sent=$(figure sent)
	visitors_acked=$(figure counted)
	readers_p99=$(figure p99_us)
	readers_away=$(figure away)
	more requests sent
	more visits_acked counted
	isnt "$visitors_acked" 0 'readers: visits were acknowledged'
	is "$(figure wrong)" 0 'readers: no answer reached another request'
	honest readers load

	wait "$writers_pid"
	ok $? 'writers: they come to their end'
	figures=$(cat "$work/post.out")
	diag "writers: $figures"
	more requests requests
	more changes_acked edits deletes votes
	writers_p99=$(figure p99_us)
	writers_away=$(figure away)
	writers_again=$(figure again)
	isnt "$(figure acked)" 0 'writers: comments were acknowledged'
	is "$(figure unacked)" 0 'writers: in the end all of them'
	honest writers post
	[ ! -s "$work/post.err" ] || diag "$(cat "$work/post.err")"
	audit_visits
	audit_comments
}

# All visitors ask again: who was acknowledged is known, and after that each of those who
# ever asked counts, once.
audit_visits() {
	if [ -z "$again" ]; then
		get "/api/visits?article=$drill_article"
		total=$(json articles.0.total)
		is "$total $visitors_acked" "$visitors_sent $visitors_sent" \
		    'readers: each counts once'
		lost=$((lost + (total < visitors_acked ? visitors_acked - total : 0)))
		double=$((double + (total > visitors_sent ? total - visitors_sent : 0)))
		return
	fi
	load 'acknowledged again' -c 32 -a "$drill_article" -L "$work/visitors"
	is "$(figure ok)" "$visitors_acked" 'readers: all in the ledger ask again'
	[ -n "$may_lose" ] || is "$(figure counted)" 0 'readers: no visit is lost'
	more lost counted
	seq 0 $((visitors_sent - 1)) >"$work/all"
	load 'everybody again' -c 32 -a "$drill_article" -L "$work/all"
	get "/api/visits?article=$drill_article"
	is "$(json articles.0.total)" "$visitors_sent" 'readers: each counts once'
	double=$((double + $(json articles.0.total) - visitors_sent))
}

audit_comments() {
	figures=$(perl "$TOP/tests/fault/ledger.pl" audit -r "$repeats" "$work/comments" \
	    "${base##*:}" 2>"$work/audit.err")
	diag "audit: $figures"
	[ ! -s "$work/audit.err" ] || diag "$(cat "$work/audit.err")"
	[ -n "$may_lose" ] || is "$(figure lost) $(figure changed) \
$(figure undead) $(figure votes)" '0 0 0 0' \
	    'writers: no comment, edit, deletion or vote is lost'
	is "$(figure double) $(figure strange)" '0 0' 'writers: nothing is there twice'
	[ -n "$may_lose" ] || is "$(figure repeated) $(figure other)" '0 0' \
	    'writers: a repeated post is answered as the first time'
	is "$(figure counts)" 0 'writers: numbers of comments are those found'
	comments_acked=$((comments_before + $(figure acked)))
	more lost lost changed undead votes
	more double double strange
}

# ---- the end ----

back() {
	back_ms=$(perl "$TOP/tests/fault/back.pl" "${base##*:}") || back_ms=30000
	if [ "$back_ms" -gt "$recovery_ms" ]; then
		recovery_ms=$back_ms
	fi
}

pause_counts() {
	if [ "$gap_ms" -gt "$recovery_ms" ]; then
		recovery_ms=$gap_ms
	fi
}

seconds() {
	awk "BEGIN { printf \"%.1f s\", $1 / 1000 }"
}
# row [NOT]: fields between tabs, each as it is printed; without figures if it did not run
row() {
	[ -n "${DRILL_ROW-}" ] || return 0
	if [ $# -gt 0 ]; then
		printf '%s\t%s\t-\t-\t-\t-\t-\t-\n' "$drill_number" "$drill_title" \
		    >"$DRILL_ROW"
		return
	fi
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$drill_number" "$drill_title" \
	    "$((readers + writers)) clients, $(seconds "$lasted_ms"), $requests requests" \
	    "$visits_acked visits, $comments_acked comments, $changes_acked changes" \
	    "$lost$lost_note" "$double" \
	    "$(printf '%s\n' $statuses | awk -F: '
		NF { n[$1] += $2 }
		END { for (s in n) print s ": " n[s] }' | sort | paste -sd , |
		sed 's/,/, /g; s/^$/none/')" \
	    "$(seconds "$recovery_ms")" >"$DRILL_ROW"
}

drill_end() {
	at_most "$recovery_ms" 5000 'all is well again within 5 s'
	aw check
	is "$status" 0 'afterword check finds no fault' ||
	    diag "$(printf '%s\n' "$said" | tail -n 5)"
	row
	finish
}

# ---- faults ----

# another NAME: whether a process that was not struck yet serves; sets $struck
another() {
	struck=$(pid "$1" 2>/dev/null) &&
	    eval "[ -n \"$struck\" ] && [ \"\${struck_$1-}\" != \"$struck\" ]"
}

strike() {
	await 10 another "$2"
	kill "-$1" "$struck"
	eval "struck_$2=$struck"
}

logged() {
	grep -q "$2" "$var/log/$1.log"
}

metric() {
	case $1 in
	visits)	get /metrics ;;
	*)	get "/$1/metrics" ;;
	esac
	printf '%s\n' "$body" | sed -n "s/^$2 //p"
}

# told_away WHAT: the last answer says that, and when to come again
told_away() {
	is "$status $(json type)" '503 urn:afterword:problem:store-away' "$1: 503"
	isnt "$(header Retry-After)" '' "$1: and when to come again"
}

to_delete() {
	say /old 'To be deleted'
	old=$(json id)
	old_token=$(json edit_token)
	say /old 'To be changed'
	kept=$(json id)
	kept_token=$(json edit_token)
}

refused() {
	post /old
	told_away "$1: a visit"
	get '/api/visits?article=/old'
	is "$status" 200 "$1: visits can be read"
	say /old "Refused: $1"
	told_away "$1: a comment"
	edit "$kept" "$kept_token" 'Changed?'
	told_away "$1: an edit"
	vote "$kept" 1
	told_away "$1: a vote"
	comments_of /old
	is "$status" 200 "$1: comments can be read"
	get "/api/comments/$kept"
	is "$status" 200 "$1: one comment, too"
	unsay "$old" "$old_token"
	is "$status" "$3" "$1: a deletion: $3"
	comments_of /old '&limit=100'
	case $3 in
	204)	unlike " $(ids) " " $old " "$1: it is gone" ;;
	*)	like " $(ids) " " $old " "$1: it is still there" ;;
	esac
	for refused_log in visits comments; do
		await 5 logged "$refused_log" "level=warn event=redis-error why=\"$2"
		ok $? "$1: $refused_log.log says why"
	done
}

# The supervisor gives up what keeps failing within a second; systemd does not.
patient_redis() {
	cat >"$work/patient" <<-END
		#!/bin/sh
		[ ! -e "$work/slowly" ] || sleep 2
		exec "\$@"
	END
	chmod +x "$work/patient"
	REDIS_WRAP=$work/patient
	export REDIS_WRAP
}

small_disk() {
	cat >"$work/mount" <<-'END'
		#!/bin/sh
		# mount FOLDER SIZE COMMAND...
		mkdir -p "$1" && mount -t tmpfs -o "size=$2,mode=700" none "$1" || exit 1
		shift 2
		exec "$@"
	END
	for disk_by in 'unshare -m' 'unshare -c --keep-caps -m'; do
		STACK_WRAP="$disk_by sh $work/mount $1 $2"
		if $STACK_WRAP true 2>/dev/null; then
			disk_folder=$1
			return 0
		fi
	done
	STACK_WRAP=
	return 1
}
