#!/bin/sh
# What many do to comments at one moment is done one after another: limits hold,
# nothing is written twice, every answer is true; with one program and with two
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

# Two programs on one socket.
cat >"$work/two" <<'END'
#!/bin/sh
exec 3<&0
setpriv --pdeathsig TERM -- "$@" <&3 3<&- &
one=$!
setpriv --pdeathsig TERM -- "$@" <&3 3<&- &
two=$!
trap 'kill -TERM "$one" "$two"' TERM
while wait; kill -0 "$one" "$two" 2>/dev/null; do
	:
done
END
chmod +x "$work/two"

# volley LINE...: requests that fall at one moment, as tests/fault/volley.pl takes
# them.  Sets $statuses; the answers are files in $work/answers.
volley() {
	rm -rf "$work/answers"
	mkdir "$work/answers"
	statuses=$(printf '%s\n' "$@" |
	    perl "$TOP/tests/fault/volley.pl" "${base##*:}" "$work/answers")
}

# posting N ADDRESS KEY TEXT [STAMP [MORE]]: a line for N posts; a KEY of - is none
posting() {
	echo "$1 $2 POST /api/comments - $3 {\"article\":\"$article\",\
\"name\":\"Ann\",\"text\":\"$4\",\"stamp\":\"${5-{stamp\}}\"${6-}}"
}

# How many different answers there are, apart from when, and from being repeated.
different() {
	for file in "$work"/answers/*; do
		grep -av -e '^Date: ' -e '^Idempotency-Replayed: ' "$file" | md5sum
	done | sort -u | wc -l
}
replayed() {
	cat "$work"/answers/* | grep -c '^Idempotency-Replayed: true'
}
# How many comments the article says it has, and how many roots are read.
seen() {
	comments_of "$article"
	echo "$(json count) $(ids | wc -w)"
}
# only STATUSES NAME: there were no others
only() {
	others=
	for pair in $statuses; do
		case " $1 " in
		*" ${pair%:*} "*) ;;
		*) others="$others $pair" ;;
		esac
	done
	is "$others" '' "$2"
}
# begin [SETTINGS]: a new stack, which knows nothing
begin() {
	rm -rf "$var/redis"
	stack_start "hold = nothing

[comments]
form_delay = 0
$1"
}

# ---- limits ----

limits() {
	begin 'interval = 1d
burst = 1'
	article=/interval
	volley "$(posting 50 127.0.0.2 - 'Comment {n} of fifty')"
	is "$statuses" '201:1 429:49' "$1: one of fifty passes a limit of one"
	is "$(grep -lE '^Retry-After: 86(400|39[0-9])' "$work"/answers/* | wc -l)" \
	    49 "$1: the others are told when to come again"
	is "$(seen)" '1 1' "$1: and one is there"
	volley "$(posting 1 127.0.0.3 - 'From elsewhere')"
	is "$statuses" 201:1 "$1: another network has a limit of its own"
	stack_stop

	begin 'interval = 0
daily = 1'
	article=/daily
	volley "$(posting 50 127.0.0.2 - 'Comment {n} of fifty')"
	is "$statuses" '201:1 429:49' "$1: and one a day"
	is "$(grep -lE '^Retry-After: 86(400|39[0-9])' "$work"/answers/* | wc -l)" \
	    49 "$1: the others may come again tomorrow"
	is "$(seen)" '1 1' "$1: one is there"
	stack_stop
}

# ---- the same again and again ----

doubles() {
	article=/key
	now=$(stamp "$article")
	volley "$(posting 20 '127.0.0.{n}' key-1 'The same with its key' "$now")"
	is "$statuses" 201:20 "$1: a post twenty times with its key: all answered"
	is "$(different) $(replayed)" '1 19' \
	    "$1: by the same bytes, nineteen as a repetition"
	is "$(seen)" '1 1' "$1: one comment"

	article=/stamp
	now=$(stamp "$article")
	volley "$(posting 20 '127.0.0.{n}' - 'The same with its stamp' "$now")"
	is "$statuses $(different) $(replayed) $(seen)" '201:20 1 19 1 1' \
	    "$1: a stamp twenty times without a key: the same, and one comment"

	article=/spent
	now=$(stamp "$article")
	volley "$(posting 20 '127.0.0.{n}' - 'Text {n} for one stamp' "$now")"
	is "$statuses $(seen)" '201:1 422:19 1 1' \
	    "$1: twenty texts with one stamp: one is taken"
	now=$(stamp "$article")
	volley "$(posting 20 '127.0.0.{n}' 'key-{n}' 'Key {n} for one stamp' "$now")"
	is "$statuses $(seen)" '201:1 422:19 2 2' "$1: and with twenty keys"

	article=/text
	volley "$(posting 20 '127.0.0.{n}' - 'The same from everywhere')"
	is "$statuses $(seen)" '201:1 409:19 1 1' \
	    "$1: one text from twenty addresses: one comment"
	volley "$(posting 20 '127.0.0.{n}' - 'Thanks!')"
	is "$statuses $(seen)" '201:20 21 20' "$1: a short one may be everybody's"
}

# ---- votes ----

# Up, down, and how many voters are remembered.
votes() {
	get "/api/comments/$id"
	echo "$(json up) $(json down) $(redis scard "x:{demo}:$id")"
}

votes_race() {
	say /votes "Vote for this, $1"
	id=$(json id)
	volley "200 127.0.0.2 PUT /api/comments/$id/vote - - {\"value\":1}"
	is "$statuses $(votes)" '200:200 1 0 1' \
	    "$1: two hundred votes of one reader are one"
	volley "50 127.0.1.{n} PUT /api/comments/$id/vote - - {\"value\":1}"
	is "$statuses $(votes)" '200:50 51 0 51' "$1: those of fifty are fifty"

	for round in 1 2 3; do
		say /votes "And for this, $1, $round"
		id=$(json id)
		this="127.0.2.$round PUT /api/comments/$id/vote - -"
		volley "80 $this {\"value\":1}" "80 $this {\"value\":-1}" \
		    "40 $this {\"value\":0}"
		only '200 429' "$1: two hundred mixed ones: answered, or too many at once"
		case $(votes) in
		'0 0 0' | '1 0 1' | '0 1 1') pass "$1: one vote is left, or none" ;;
		*) fail "$1: one vote is left, or none"; diag "$(votes)" ;;
		esac
	done
	volley "50 127.0.3.{n} PUT /api/comments/$id/vote - - {\"value\":-1}"
	volley "50 127.0.3.{n} PUT /api/comments/$id/vote - - {\"value\":0}"
	case $(votes) in
	'0 0 0' | '1 0 1' | '0 1 1') pass "$1: fifty voted and took it back" ;;
	*) fail "$1: fifty voted and took it back"; diag "$(votes)" ;;
	esac
}

# ---- edits and deletions ----

changes_race() {
	article=/changes
	before=$(seen)
	say "$article" "Edit and delete this, $1"
	id=$(json id)
	token=$(json edit_token)
	volley "20 127.0.0.{n} PUT /api/comments/$id $token - {\"text\":\"Edit {n}, $1\"}"
	is "$statuses" 200:20 "$1: twenty edits of one comment"
	comments_of "$article"
	like "$(json comments.0.html)" "^<p>Edit [0-9]+, $1</p>$" "$1: one of them is there"
	like "$(field "$id" s)" "^Edit [0-9]+, $1$" "$1: and its source"
	is "<p>$(field "$id" s)</p>" "$(json comments.0.html)" "$1: which is the same"
	volley "20 127.0.0.{n} PUT /api/comments/$id $token - {\"text\":\"Late {n}\"}" \
	    "5 127.0.0.{n} DELETE /api/comments/$id $token - -"
	like "$statuses" '(^| )204:5( |$)' "$1: edits and five deletions: it is gone"
	only '200 204 403' "$1: edits were before that, or are refused"
	is "$(seen)" "$before" "$1: nobody sees it"
	is "$(redis --raw hmget "c:{demo}:$id" s h e n | tr -d '\n')" '' \
	    "$1: and nothing of it is left"
	is "$(redis zscore m:{demo}:recent "$id")" '' "$1: in no list"

	# A root goes while it is answered: a stub if a reply came first.
	for round in 1 2 3; do
		article=/stub/$1/$round
		say "$article" "Answer and delete this, $1, $round"
		id=$(json id)
		token=$(json edit_token)
		volley "$(posting 20 '127.0.0.{n}' - "Reply {n}, $1, $round" \
		    '{stamp}' ",\"parent\":$id")" \
		    "3 127.0.0.{n} DELETE /api/comments/$id $token - -"
		taken=$(printf '%s\n' "$statuses" | sed -n 's/.*201:\([0-9]*\).*/\1/p')
		taken=${taken:-0}
		only '201 204 422' \
		    "$1: replies and the deletion of their root: taken or not"
		comments_of "$article"
		is "$(json count)" "$taken" "$1: $taken replies were taken, and are counted"
		if [ "$taken" -gt 0 ]; then
			is "$(ids) $(json comments.0.reply_count) $(json comments.0.deleted)" \
			    "$id $taken true" "$1: and stand below a stub"
		else
			is "$(ids)" '' "$1: and there is no stub"
		fi
	done
}

# ---- with one program, and with two ----

for programs in one two; do
	COMMENTS_WRAP=
	[ "$programs" = one ] || COMMENTS_WRAP=$work/two
	export COMMENTS_WRAP
	limits "$programs"
	begin 'interval = 0
daily = 1000000
flood = 1000000'
	doubles "$programs"
	votes_race "$programs"
	changes_race "$programs"
	if [ "$programs" = two ]; then
		# Kept connections of the web server: both have some.
		serving=$(ps -o pid= --ppid "$(pid comments)" | while read -r one; do
			[ "$(find "/proc/$one/fd" -lname 'socket:*' | wc -l)" -gt 8 ] &&
			    echo "$one"
		done | wc -l)
		is "$serving" 2 'two: both programs were asked'
	fi
	if [ "$programs" = one ]; then
		stack_stop
		ok $? 'one: the stack ends well'
	fi
done
finish
