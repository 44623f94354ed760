#!/bin/sh
# Drill 16: nginx is told to read its settings again, and killed
. "${TOP:-.}/tests/fault/drill/drill.sh"

reloads=3 kills=4 deaths=2
[ -z "${FULL-}" ] || reloads=20 kills=20 deaths=20

drill 16 "nginx: $reloads reloads, $kills times its worker and $deaths times all of it killed -9"
drill_stack
serving="$(pid visits) $(pid comments)"

# Should the stack's nginx end, all of it does: one of our own beside it.
port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(
    LocalAddr => "127.0.0.1", Listen => 1)->sockport')
sed "s/:${base##*:} backlog/:$port backlog/; s,run/nginx.pid,run/front.pid," \
    "$var/nginx/nginx.conf" >"$var/nginx/front.conf"
sed -i "s,^origins = ,&http://127.0.0.1:$port ," "$var/afterword.conf"
kill -HUP $serving
stack_base=$base
base=http://127.0.0.1:$port

answers() {
	get /healthz
	[ "$status" = 200 ]
}
front_begin() {
	setpriv --pdeathsig KILL -- nginx -p "$var/nginx" -c "$var/nginx/front.conf" \
	    -e "$var/log/front.log" 2>>"$work/front.err" &
	front=$!
	await 5 answers
}
# workers: the processes of its workers
workers() {
	cat "/proc/$front/task/$front/children"
}
has_workers() {
	[ -n "$(workers)" ]
}

front_begin
ok $? 'another nginx serves'
ledger_begin
count=0
while [ "$count" -lt "$reloads" ]; do
	kill -HUP "$front"
	count=$((count + 1))
	sleep 0.5
done
ledger_end
is "$statuses" '  ' 'reloads: nobody noticed'

# Whoever was cut off asks again; comments with the same key.
may_fail='cut'
ledger_begin
count=0
while [ "$count" -lt "$kills" ]; do
	await 5 has_workers
	# shellcheck disable=SC2046  # several processes
	kill -9 $(workers)
	count=$((count + 1))
	sleep 0.3
done
count=0
while [ "$count" -lt "$deaths" ]; do
	# shellcheck disable=SC2046
	kill -9 "$front" $(workers)
	wait "$front" 2>/dev/null
	count=$((count + 1))
	front_begin || fail 'nginx starts again'
	sleep 0.3
done
back
ledger_end
is "$(pid visits) $(pid comments)" "$serving" 'the programs went through it'
pause_counts
kill -QUIT "$front"
wait "$front"
ok $? 'that nginx ends well'
base=$stack_base
drill_end
