#!/bin/sh
# What each program does alike: options, signals, the addresses of its state, and
# that nobody notices when it is killed
. "${TOP:-.}/tests/lib/lib.sh"

stack_start
conf=$var/afterword.conf
cp "$conf" "$work/kept.conf"

# of NAME ARGS...: runs the program; sets $code and $out
of() {
	of_name=$1
	shift
	out=$(timeout 10 "$BIN/$of_name.fcgi" "$@" 2>&1 </dev/null)
	code=$?
}

logged() {
	[ "$(grep -c "$2" "$var/log/$1.log")" -ge "$3" ]
}

# at NAME: where its addresses begin, without the last slash
at() {
	case $1 in
	moderation) echo /moderation ;;
	*) echo "/api/$1" ;;
	esac
}

# answers NAME: asks for what the program does not have, one after the other and half
# of it by post, while it is killed five times; sets $answers and $killed
answers() {
	for method in GET POST; do
		curl --silent --max-time 20 --request $method --output /dev/null \
		    --write-out '%{http_code}\n' "$base$(at "$1")/no/such/[1-2000]"
	done >"$work/answers" &
	asking=$!
	killed=0
	last=
	while [ $killed -lt 5 ] && kill -0 $asking 2>/dev/null; do
		now=$(pid "$1" 2>/dev/null)
		if [ -n "$now" ] && [ "$now" != "$last" ]; then
			kill -9 "$now" 2>/dev/null && killed=$((killed + 1))
			last=$now
		fi
		sleep 0.04
	done
	wait $asking
	answers=$(sort "$work/answers" | uniq -c | sed 's/^ *//' | tr '\n' ' ')
}

for name in visits comments moderation; do
	below=
	[ $name = visits ] || below=/$name

	# ---- options ----

	of $name -x
	is "$code" 1 "$name: an unknown option: status 1"
	like "$out" "^usage: $name.fcgi" "$name: and how it is done"
	of $name -D routes
	is "$code" 0 "$name: -D routes: status 0"
	like "$out" '^\.It GET Pa /healthz$' "$name: prints them"
	of $name -D api
	is "$code $(json routes.0.path "$out" | tr -d /)" "0 $name" "$name: -D api: as JSON"
	of $name -D else
	is "$code" 1 "$name: -D for anything else: status 1"
	of $name -t -c "$conf"
	is "$code $out" "0 $name.fcgi: settings and Redis are fine" "$name: -t"
	of $name -t -c "$work/none"
	is "$code $out" \
	    "1 $work/none: cannot be read: No such file or directory" \
	    "$name: -t without settings"
	AFTERWORD_REDIS_SOCKET=$work/none.sock
	export AFTERWORD_REDIS_SOCKET
	of $name -t -c "$conf"
	unset AFTERWORD_REDIS_SOCKET
	like "$code $out" "^1 $name.fcgi: Redis: cannot connect" \
	    "$name: -t without Redis"

	# ---- SIGHUP ----

	before=$(pid $name)
	kill -HUP "$before"
	await 5 logged $name event=reloaded 1
	ok $? "$name: SIGHUP reads the settings again"
	echo '[visits]
nonsense = 1' >>"$conf"
	kill -HUP "$before"
	await 5 logged $name event=reload-refused 1
	ok $? "$name: or refuses them"
	cp "$work/kept.conf" "$conf"
	kill -HUP "$before"
	await 5 logged $name event=reloaded 2
	ok $? "$name: which does not last"
	is "$(pid $name)" "$before" "$name: all of that in one process"

	# ---- its state ----

	get $below/healthz
	is "$status $body" '200 ok' "$name: /healthz"
	get $below/readyz
	is "$status $body" '200 ok' "$name: /readyz"
	get $below/metrics
	is "$status" 200 "$name: /metrics"
	like "$body" "^afterword_process\{.*program=\"$name\"" \
	    "$name: they are its own"
	like "$body" '^afterword_redis_connects_total [1-9]' \
	    "$name: and those of its store"
	get $below/metrics --interface 127.0.0.2
	is "$status" 403 "$name: not for others"
	get "$below/%6detrics" --interface 127.0.0.2
	is "$status" 403 "$name: by no other name"
	: >"$var/run/redis.hold"
	kill -9 "$(pid redis)"
	get $below/readyz
	is "$status" 503 "$name: Redis is away: /readyz says so"
	get $below/healthz
	is "$status" 200 "$name: /healthz does not mind"
	rm "$var/run/redis.hold"
	ready() {
		get $below/readyz
		[ "$status" = 200 ]
	}
	await 10 ready
	ok $? "$name: Redis is back, and it is ready"

	# ---- killed under load ----

	answers $name
	is "$killed $answers" '5 4000 404 ' \
	    "$name: killed five times, and no request fails"
done

for name in visits comments moderation; do
	get "$(at $name)/no/such"
	is "$status $(header Content-Type)" '404 application/problem+json' \
	    "$name: answers what it does not know"
	for other in visits comments moderation; do
		[ $name != $other ] || continue
		unlike "$("$BIN/$name.fcgi" -D routes)" "Pa $(at $other)" \
		    "$name: has no address of $other"
	done
done

# ---- what a body may be ----

head -c 51200 /dev/zero | tr '\000' ' ' >"$work/body50"
head -c 51201 /dev/zero | tr '\000' ' ' >"$work/body51"
for name in comments moderation; do
	request POST "$(at $name)/no/such" --data-binary "@$work/body50"
	is "$status" 404 "$name: 50 kB are passed on"
	request POST "$(at $name)/no/such" --data-binary "@$work/body51"
	is "$status" 413 "$name: a byte more is not"
done

finish
