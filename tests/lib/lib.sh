# lib.sh - what every end-to-end test begins with; POSIX sh and curl, prints TAP
#
#     . tests/lib/lib.sh
#     stack_start '[visits]
#     window = 0'
#     post /hello
#     is "$status" 200 'a visit is answered'
#     is "$(json total)" 1 'and counted'
#     finish
#
# Tests are numbered as they come; finish prints the plan.  Each test file has a
# stack of its own, in a new folder, on a free port; it goes away when all is well
# and stays for a look when not.
#
# ok STATUS NAME              STATUS is $?
# is GOT WANTED NAME          isnt GOT UNWANTED NAME
# like GOT PATTERN NAME       unlike ...; PATTERN as grep -E takes it
# pass NAME   fail NAME   skip NAME WHY   skip_all WHY   diag TEXT
# take NAME                   tests out of standard input: `ok - ...`, `not ok - ...`, and
#                             `end` when it came to that; other lines are notes
#
# stack_start [SETTINGS]      lines for afterword.conf; sets $base and $var
# stack_stop                  by SIGTERM; it must end with 0
# request METHOD PATH [ARGS]  by curl with ARGS; sets $status and $body, which is in
#                             $work/body, too (without NUL: a shell has none)
# get PATH [ARGS]             post ARTICLE [ARGS]: a visit as the page script does
# fastcgi NAME=VALUE...       a request to $program past the web server, its body from
#                             standard input; sets $status and $body
# problem STATUS FIELD NAME   the last answer is one, of that field or (-) of none
# header NAME                 of the last answer; nothing if it is not there
# json PATH [TEXT]            a value in the last body: `total`, `articles.0.total`;
#                             see tests/lib/json.c
# redis ARGS                  redis-cli on the stack's Redis, as its admin
# redis_as USER ARGS          and as one of the programs' users (conf/users.acl)
# aw ARGS                     `afterword` on the stack; sets $status, $said and $wrong, its
#                             standard error
# hash TEXT                   as it names an article's keys
# today                       the day that it is for the stack's site, as keys name it
# lasting_keys                the names of all keys, but for s:{site}:<day>: what was not
#                             counted is written there up to a second later
# pid NAME                    of nginx, redis or a program, as it is now
# await SECONDS COMMAND       until it succeeds
# is_ready PATH               whether a program answers so there: /readyz
#
# It is noon for the stack's site, unless ZONE says otherwise: no day ends meanwhile.
#
# A test that takes permissions from a user of Redis sets $less_allowed; in any other one
# a refusal is a fault.
#
# STACK_WRAP is words that stand before the command of the next stack, and $stack_port its
# port instead of any free one.
#
# $work is a folder for whatever a test writes.  Visitors differ by --user-agent or
# by --interface 127.0.0.N.

set -u
: "${TOP:=$(pwd -P)}" "${BUILD:=release}"
: "${BIN:=$TOP/build/$BUILD}"
read_json=$BIN/tests/lib/json # a test may give programs of another $BIN
work=$(mktemp -d "${TMPDIR:-/tmp}/afterword.XXXXXX") || exit 1
var=$work/var
base=
status=
body=
stack_pid=
tests=0
failures=0
finished=
nl='
'

# What Redis 7.0, then later ones, say of a script that does what its user may not.
script_refused='user executing the script|ACL failure in script'

# Of the stack's site.
: "${ZONE:=Etc/GMT$(printf '%+d' $(($(date -u +%-H) - 12)))}"
export ZONE

# What a browser says; the counter has a list of robots, curl among them.
agent='Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

ok() {
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tests" "$2"
	else
		failures=$((failures + 1))
		printf 'not ok %d - %s\n' "$tests" "$2"
		return 1
	fi
}

pass() {
	ok 0 "$1"
}

fail() {
	ok 1 "$1"
}

skip() {
	tests=$((tests + 1))
	printf 'ok %d # SKIP %s: %s\n' "$tests" "$1" "$2"
}

skip_all() {
	finished=1
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

is() {
	[ "$1" = "$2" ]
	ok $? "$3" || diag "     got: $1
  wanted: $2"
}

isnt() {
	[ "$1" != "$2" ]
	ok $? "$3" || diag "got what it should not be: $1"
}

like() {
	printf '%s\n' "$1" | grep -Eq -e "$2"
	ok $? "$3" || diag "     got: $1
    like: $2"
}

unlike() {
	! printf '%s\n' "$1" | grep -Eq -e "$2"
	ok $? "$3" || diag "     got: $1
  unlike: $2"
}

take() {
	take_ended=1
	while IFS= read -r take_line; do
		case $take_line in
		'ok - '*)	pass "${take_line#ok - }" ;;
		'not ok - '*)	fail "${take_line#not ok - }" ;;
		end)		take_ended=0 ;;
		*)		diag "$take_line" ;;
		esac
	done
	ok "$take_ended" "$1 came to the end"
}

await() {
	await_tries=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		await_tries=$((await_tries - 1))
		[ "$await_tries" -gt 0 ] || return 1
		sleep 0.05
	done
}

# ---- the stack ----

stack_said() {
	grep -q '^ready' "$work/run.out" || ! kill -0 "$stack_pid"
}

stack_start() {
	for stack_program in "$BIN/visits.fcgi" "$BIN/comments.fcgi" \
	    "$BIN/moderation.fcgi" "$read_json"; do
		[ -x "$stack_program" ] || {
			fail "$stack_program is built"
			exit 1
		}
	done
	printf '%s\n' "${1-}" >"$work/extra.conf"
	: >"$work/run.out"
	# A disk that others keep busy is not what most tests are about.
	# shellcheck disable=SC2086  # words before the command, or none
	AFTERWORD_REDIS_TIMEOUT=${AFTERWORD_REDIS_TIMEOUT-5s} \
	    ${STACK_WRAP-} setpriv --pdeathsig TERM -- sh "$TOP/conf/run" \
	    -p "${stack_port-0}" -v "$var" -b "$BIN" -x "$work/extra.conf" \
	    >"$work/run.out" 2>&1 &
	stack_pid=$!
	await 60 stack_said
	base=$(sed -n 's,^ready \(http://.*\)/$,\1,p' "$work/run.out")
	if [ -z "$base" ]; then
		fail 'the stack starts'
		diag "$(cat "$work/run.out")"
		exit 1
	fi
	stack_admin=$(cat "$var/passwords/afterword.redis.admin")
}

stack_stop() {
	[ -n "$stack_pid" ] || return 0
	kill -TERM "$stack_pid" 2>/dev/null
	wait "$stack_pid"
	stack_status=$?
	stack_pid=
	return "$stack_status"
}

aw() {
	said=$("$BIN/afterword" -c "$var/afterword.conf" "$@" 2>"$work/wrong")
	status=$?
	wrong=$(cat "$work/wrong")
}

hash() {
	printf %s "$1" | b2sum -l 128 | cut -c 1-16
}

today() {
	echo $(($(date -u -d "$(TZ=$ZONE date +%F)" +%s) / 86400))
}

pid() {
	cat "$var/run/$1.pid"
}

redis() {
	REDISCLI_AUTH=$stack_admin redis-cli -s "$var/run/redis.sock" --user admin "$@"
}

lasting_keys() {
	redis --raw --scan | grep -v '^s:.*:' | LC_ALL=C sort
}

redis_as() {
	redis_user=$1
	shift
	REDISCLI_AUTH=$(cat "$var/passwords/afterword.redis.$redis_user") \
	    redis-cli -s "$var/run/redis.sock" --user "$redis_user" "$@"
}

# ---- requests ----

request() {
	request_method=$1
	request_path=$2
	shift 2
	case $request_method in
	HEAD)	set -- --head "$@" ;;
	*)	set -- --request "$request_method" "$@" ;;
	esac
	body=$(curl --silent --max-time 20 --path-as-is --user-agent "$agent" \
	    --dump-header "$work/headers" --write-out '\n%{http_code}' "$@" \
	    "$base$request_path")
	status=${body##*"$nl"}
	body=${body%"$nl"*}
	printf '%s' "$body" >"$work/body"
	case $body in
	*"$nl")	body=$(printf '%s' "$body") ;; # ends as a command's output does
	esac
}

get() {
	get_path=$1
	shift
	request GET "$get_path" "$@"
}

post() {
	post_article=$1
	shift
	request POST /api/visits --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --data-raw "{\"article\":\"$post_article\"}" "$@"
}

program=visits
fastcgi() {
	perl "$TOP/tests/data/e2e/fastcgi.pl" "$var/run/$program.sock" "$@" \
	    >"$work/cgi" || fail "an answer to $*"
	sed '/^\r$/q' "$work/cgi" >"$work/headers"
	sed '1,/^\r$/d' "$work/cgi" >"$work/body"
	body=$(cat "$work/body")
	status=$(header status)
	status=${status%% *}
}

problem() {
	problem_field=$(printf '%s\n' "$body" |
	    sed -n 's/.*"errors":\[{"field":"\([^"]*\)".*/\1/p')
	is "$status $(header content-type) $(header cache-control) ${problem_field:--}" \
	    "$1 application/problem+json no-store $2" "$3 -> $1 $2"
	printf '%s\n' "$body" >>"$work/bodies"
}

header() {
	sed -n "s/\r\$//; s/^$1: *//Ip" "$work/headers"
}

json() {
	printf '%s' "${2-$body}" | "$read_json" "$1"
}

# ---- the end ----

# Nothing may have broken on the way, whether or not a test looked at it.
is_ready() {
	get "$1"
	[ "$status" = 200 ]
}
last_look() {
	if [ -n "$stack_pid" ]; then
		await 10 is_ready /readyz
		ok $? 'visits.fcgi is well after it all'
		await 10 is_ready /comments/readyz
		ok $? 'and comments.fcgi'
		await 10 is_ready /moderation/readyz
		ok $? 'and moderation.fcgi'
		stack_stop
		ok $? 'the stack ends well'
	fi
	if grep -hE 'Sanitizer|runtime error:|[Aa]ssertion' \
	    "$var"/log/visits.log* "$var"/log/comments.log* \
	    "$var"/log/moderation.log* >"$work/reports" 2>/dev/null; then
		fail 'no sanitizer or assertion spoke up'
		diag "$(head -n 20 "$work/reports")"
	fi
	if [ -z "${less_allowed-}" ] && grep -hE "NOPERM|$script_refused" \
	    "$var"/log/*.log* >"$work/reports" 2>/dev/null; then
		fail 'conf/users.acl allows what programs do'
		diag "$(head -n 20 "$work/reports")"
	fi
}

finish() {
	last_look
	printf '1..%d\n' "$tests"
	finished=1
	[ "$failures" -eq 0 ]
	exit
}

end() {
	end_status=$?
	trap '' INT TERM HUP
	stack_stop || :
	if [ -n "$finished" ] && [ "$failures" -eq 0 ] && [ -z "${KEEP-}" ]; then
		rm -rf "$work"
	else
		diag "left for a look: $work"
	fi
	exit "$end_status"
}
trap end EXIT
trap 'exit 130' INT TERM HUP
