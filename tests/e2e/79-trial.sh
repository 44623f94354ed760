#!/bin/sh
# The trial: 300 comments that are spam and 300 that are not, against the settings as
# they come and no list.  Those on odd lines were there to be looked at while the rules
# were made, those on even lines were not.
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

data=$TOP/tests/data/trial
: >"$work/guard.txt"
AFTERWORD_COMMENTS_LISTS=$work/guard.txt
export AFTERWORD_COMMENTS_LISTS
comments_start ''

# What the answer does not tell, held or spam, is in the record.
outcomes() {
	perl "$TOP/tests/data/e2e/trial.pl" "${base##*:}" "$1" \
	    "$BIN/afterword" -c "$var/afterword.conf" <"$data/$1.jsonl" >"$work/$1"
	ok $? "all $1 is posted" || return 1
	while read -r kind line status id proved; do
		case $status in
		201)	echo "$kind $line published $proved" ;;
		202)	echo "$kind $line $(field "$id" st) $proved" ;;
		403|409|422|429) echo "$kind $line refused $proved" ;;
		*)	echo "$kind $line $status $proved" ;;
		esac
	done <"$work/$1" >>"$work/outcomes"
}
# rows NAME HALF: the matrix; HALF is 1 of the odd lines, 0 of the even, - of both
rows() {
	awk -v name="$1" -v half="$2" '
	half == "-" || $2 % 2 == half { n[$1, $3]++; n[$1, "work"] += $4; all[$1]++ }
	END {
		printf "%-12s %9s %6s %6s %8s %6s\n", name, "published", "held", "spam",
		    "refused", "worked"
		for (i = 1; i <= split("spam honest", kinds); i++) {
			k = kinds[i]
			stopped = n[k, "held"] + n[k, "spam"] + n[k, "refused"]
			printf "%-12s %9d %6d %6d %8d %6d   %.1f %% stopped\n", k,
			    n[k, "published"], n[k, "held"], n[k, "spam"], n[k, "refused"], n[k, "work"],
			    all[k] ? 100 * stopped / all[k] : 0
		}
	}' "$work/outcomes"
}
# count KIND [STATES]
count() {
	awk -v kind="$1" -v states="${2-published held spam refused}" '
	$1 == kind && index(" " states " ", " " $3 " ") { n++ }
	END { print n + 0 }' "$work/outcomes"
}

: >"$work/outcomes"
outcomes spam
outcomes honest
diag "$(rows 'odd lines' 1)"
diag "$(rows 'even lines' 0)"
diag "$(rows 'all' -)"

stopped='held spam refused'
is "$(count spam) $(count honest)" '300 300' 'of each there are 300, with an outcome'
# What holds, with a comment to spare for the spam.
[ "$(count spam "$stopped")" -ge 285 ]
ok $? 'at least 95 % of the spam is held or refused'
[ "$(count honest "$stopped")" -le 3 ]
ok $? 'and at most 1 % of what is honest'
[ -z "$(while read -r kind line status id proved; do
	[ "$status" != 202 ] || [ -n "$(field "$id" why)" ] || echo "$kind $line"
done <"$work/spam")" ]
ok $? 'each that is held has its reason'

finish
