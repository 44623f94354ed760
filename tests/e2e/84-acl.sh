#!/bin/sh
# The users of Redis (conf/users.acl): what each may do and what not, that it is not
# more than its program needs, and what is said when it is less.  That it is enough, all
# other tests show: every stack runs with these users.
. "${TOP:-.}/tests/lib/lib.sh"
. "${TOP:-.}/tests/lib/comments.sh"

less_allowed=1
comments_start
conf=$var/afterword.conf
h=0123456789abcdef
users='visits comments moderation afterword'
logged() {
	grep -q "$2" "$var/log/$1.log"
}

# ---- who is let in ----

is "$(redis-cli -s "$var/run/redis.sock" ping)" 'NOAUTH Authentication required.' \
    'nobody without a password'
like "$(redis-cli -s "$var/run/redis.sock" auth default '' 2>&1)" WRONGPASS \
    'nor as the default user'
is "$(stat -c %a "$var/passwords" "$var"/passwords/* | sort -u | tr '\n' ' ')" '600 700 ' \
    'passwords are their owner'"'"'s alone'
is "$(cat "$var"/passwords/* | sort -u | awk 'length == 44' | wc -l)" 5 \
    'five of 33 random bytes'
! grep -qFf "$var/passwords/afterword.redis.visits" "$var/redis/users.acl"
ok $? 'and none of them is in the ACL file'
like "$(redis client list)" 'user=visits ' 'visits.fcgi is its own user'
like "$(redis client list)" 'user=comments ' 'and so is comments.fcgi'
unlike "$(redis client list)" 'user=default ' 'and nobody the default one'
like "$("$BIN/afterword" -c "$conf" config)" '^user = afterword$' \
    'and the command line is, too'
sh conf/acl "$var/passwords" | cmp -s - "$var/redis/users.acl"
ok $? 'passwords are made once'

# ---- what no program may ----

for user in $users; do
	redis_as "$user" info memory >"$work/out"
	like "$(cat "$work/out")" maxmemory_policy "$user: may ask INFO"
	for words in 'config get dir' 'config set dir /tmp' flushall flushdb 'keys c:*' \
	    'debug sleep 0' shutdown 'acl list' "acl setuser $user +@all" \
	    'acl getuser admin' monitor 'client list' 'client kill type normal' \
	    'replicaof no one' save bgsave bgrewriteaof 'script flush' \
	    'script kill' 'module list' 'function list' 'select 1' 'swapdb 0 1' \
	    'slowlog get' 'latency latest' 'cluster info' randomkey \
	    'rename c:{a}:1 c:{a}:2' 'copy c:{a}:1 s:{a}' 'dump c:{a}:1' \
	    'restore c:{a}:1 0 x' 'publish a b' 'subscribe a' 'multi'; do
		# shellcheck disable=SC2086  # words
		redis_as "$user" $words >"$work/out" 2>&1
		like "$(cat "$work/out")" '^(NOPERM|ERR DEBUG command not allowed)' \
		    "$user: not $words"
	done
	for command in "'CONFIG', 'GET', 'dir'" "'FLUSHALL'" "'KEYS', '*'" \
	    "'SWAPDB', 0, 1" "'GET', 'plain'" "'GET', 'c:demo'"; do
		like "$(redis_as "$user" eval "return redis.call($command)" 0 2>&1)" \
		    "$script_refused|not allowed from script" "$user: nor by a script: $command"
	done
done

# ---- which keys ----

# KEY  visits comments moderation afterword; r: reads, w: reads and writes
cat >"$work/keys" <<END
a:{other}:$h                w r r w
f:{other}:$h                - - - w
n:{other}:$h                w w w w
s:{other}                   w w w w
s:{other}:20000             w - r w
w:{other}:$h:$h             w - - w
u:{other}:20000:$h          w - - w
u:{other}:20000             w - - w
r:{other}:20000             w - w w
r:{other}:all               w - w w
p:{other}:7d                w - w w
z:{other}:20000             w - - w
g:{other}                   w w - w
g:{other}:$h                w w - w
l:{other}                   - - w w
c:{other}                   - w w w
c:{other}:7                 - w w w
t:{other}:$h:new            - w w w
k:{other}:7                 - w w w
m:{other}:held              - w w w
x:{other}:7                 - w w w
h:{other}:$h                - w w w
i:{other}:$h                - w w w
j:{other}:$h                - w - w
e:{other}:$h                - w - w
b:{other}:$h                - w w w
b:{other}:$h:votes          - w w w
q:{other}                   - w - w
y:{other}                   - w w w
v:{other}                   - - w w
v:{other}:$h                - - w w
o:{other}:setup             - - w w
o:{other}:$h                - w w w
d:{other}                   - r w w
d:{other}:7                 - w w w
d:{other}:list              - r w w
other                       - - - -
c:other:7                   - - - -
session:{other}             - - - -
END
is "$(sed -n 's/^ \*   \([a-z]\):{site}.*/\1/p' src/store/keys.h | sort -u |
    grep -vxF "$(cut -c 1 "$work/keys" | sort -u)")" '' 'every key of the schema is tried'
while read -r key may; do
	for user in $users; do
		wanted=${may%% *}
		may=${may#* }
		can=-
		out=$(redis_as "$user" hget "$key" m 2>&1)
		[ -n "$out" ] || can=r
		out=$out$(redis_as "$user" expire "$key" 1 2>&1)
		case $out in
		0) can=w ;;
		NOPERM*access*) ;;
		*) can="? $out" ;;
		esac
		is "$can" "$wanted" "$user: $key"
	done
done <"$work/keys"

# A sealed address, as somebody who has only the password of visits.fcgi sees it.
say /a Text '"name":"Ann","email":"ann@example.org"'
id=$(json id)
is "$(redis hexists "c:{demo}:$id" m)" 1 'an address is kept'
like "$(redis_as visits hgetall "c:{demo}:$id")" '^NOPERM' 'visits cannot read it'
like "$(redis_as visits eval "return redis.call('HGET', KEYS[1], 'm')" 1 "c:{demo}:$id")" \
    '^NOPERM' 'nor by a script that is given the key'
like "$(redis_as visits eval "return redis.call('HGET', 'c:{demo}:$id', 'm')" 0)" \
    "can't access|No permissions to access" 'or makes it'

# Nor do those who are asked by everybody see a moderator's password or session.
redis hset 'v:{demo}' Anna hash >/dev/null
redis hset "v:{demo}:$h" who Anna >/dev/null
for user in visits comments; do
	for key in 'v:{demo}' "v:{demo}:$h" 'o:{demo}:setup'; do
		read='HGETALL'
		[ "$key" != 'o:{demo}:setup' ] || read=GET
		like "$(redis_as $user $read "$key")" '^NOPERM' "$user cannot read $key"
		like "$(redis_as $user eval "return redis.call('$read', KEYS[1])" 1 "$key")" \
		    '^NOPERM' 'nor by a script that is given the key'
		like "$(redis_as $user eval "return redis.call('$read', '$key')" 0)" \
		    "$script_refused" 'or makes it'
	done
done
is "$(redis_as moderation hget 'v:{demo}' Anna)" hash 'moderation can'
redis del 'v:{demo}' "v:{demo}:$h" >/dev/null

# ---- not more than is needed ----

# What of a program asks for commands: its room and, as they were built, the scripts
# that it loads, of its own room and of others.
sources() {
	room=$1
	[ "$room" != afterword ] || room=ctl
	echo "src/$room"/*.c
	grep -o '&[a-z]*_scripts_[a-z_]*' "src/$room/${room}_scripts.c" |
	    sed "s,&\([a-z]*\)_scripts_\(.*\),$BIN/gen/\1/\2.lua.h,"
	[ "$room" != moderation ] ||
	    echo src/comments/comments.c src/comments/block.c src/comments/sitelist.c src/visits/visits_read.c
}
for user in $users; do
	[ -x "$BIN/$user.fcgi" ] || [ "$user" = afterword ] || continue
	# shellcheck disable=SC2046  # several
	asked=$(grep -rhoE "['\"][A-Z]{3,}['\"]" $(sources "$user") |
	    tr -d "'\"" | sort -u)
	allowed=$(sed -n "s/^user $user //p" "$var/redis/users.acl" | tr ' ' '\n' |
	    sed -n 's/^+//p' | grep -vxE 'info|script\|load|evalsha|eval' |
	    tr '[:lower:]' '[:upper:]' | sort)
	like "$allowed" . "$user: may do something"
	is "$(printf '%s\n' "$allowed" | grep -vxF "$asked")" '' \
	    "$user: no command that its program never sends"
done

# ---- when it is less ----

redis acl setuser comments resetkeys '~c:*' '~[n-z]:*' >/dev/null
say /b Other
is "$status" 500 'a key not allowed: 500'
unlike "$body" "access|ACL|NOPERM|script" 'whose reason the reader is not told'
await 5 logged comments 'level=alarm event=redis-error why=".*access'
ok $? 'but who reads the log, as an alarm'
get '/comments/readyz'
is "$status" 200 'the program goes on'
# Who had less is disconnected, and comes again.
restored() {
	redis acl load >/dev/null && redis client kill user "$1" >/dev/null
	await 5 redis_has "$1"
}
redis_has() {
	redis client list | grep "user=$1 " | grep -q ' cmd=info '
}
restored comments
say /b Other
is "$status" 201 'and works when it may'

redis acl setuser visits -info >/dev/null
redis client kill user visits >/dev/null
await 5 logged visits 'level=warn event=redis-unseen why="its user may not ask INFO'
ok $? 'what cannot be looked at is said'
post /b
is "$status" 200 'and is no obstacle'
restored visits

# ---- after a restart ----

kill -9 "$(pid redis)"
await 10 redis ping
known() {
	post /b && [ "$(json why)" = window ]
}
await 10 known
ok $? 'what visits wrote is read back'
kept() {
	comments_of /a && [ "$status" -eq 200 ]
}
await 10 kept
is "$(json count)" 1 'and what comments did'
unlike "$(cat "$var"/log/redis.log)" 'NOPERM|CRITICAL' 'all of it'

# ---- over TCP ----

port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(
    LocalAddr => "127.0.0.1", Listen => 1)->sockport')
server=$(command -v redis-server || command -v valkey-server ||
    echo "$var/run/redis-server")
sed 's/^\(socket\|password_dir\) = .*//' "$conf" >"$work/tcp.conf"
# open_server USERS: on $port, with these lines as its ACL file
open_server() {
	printf '%s\n' "$1" >"$work/tcp.acl"
	setpriv --pdeathsig TERM -- "$server" --port "$port" --bind 127.0.0.1 \
	    --save '' --appendonly yes --dir "$work" --aclfile "$work/tcp.acl" \
	    >"$work/tcp.log" 2>&1 &
	tcp=$!
	await 10 redis-cli -p "$port" ping
}
close_server() {
	kill "$tcp"
	wait "$tcp"
}
# check [VARIABLE=VALUE...]: visits.fcgi -t with that server
check() {
	said=$(env AFTERWORD_REDIS_HOST=127.0.0.1 AFTERWORD_REDIS_PORT="$port" "$@" \
	    "$BIN/visits.fcgi" -t -c "$work/tcp.conf" 2>&1)
	status=$?
}
alarm='^level=alarm event=redis-open why="127\.0\.0\.1 takes commands over TCP without a password'
open_server 'user default on nopass ~* +@all
user visits on >secret ~* +@all'
check
is "$status" 0 'a server without a password'
like "$said" "$alarm" 'is an alarm'
check AFTERWORD_REDIS_USER=visits AFTERWORD_REDIS_PASSWORD=secret
is "$status" 0 'so is one with a password'
like "$said" "$alarm" 'that does without'
close_server
open_server 'user default off ~* +@all
user visits on >secret ~* +@all'
check AFTERWORD_REDIS_USER=visits AFTERWORD_REDIS_PASSWORD=secret
is "$status $said" '0 visits.fcgi: settings and Redis are fine' 'and one that is closed is none'
check
is "$status" 1 'who has no password is not let in'
like "$said" 'NOAUTH' 'and told so'
close_server
like "$(cat "$var/log/visits.log")" redis-ready 'a socket in a closed folder'
unlike "$(cat "$var/log/visits.log")" redis-open 'is nobody else'"'"'s anyway'

finish
