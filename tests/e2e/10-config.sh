#!/bin/sh
# Settings: what stops the start and how it is said, what the environment changes,
# what SIGHUP takes over and what it does not
. "${TOP:-.}/tests/lib/lib.sh"

for name in $(env | sed -n 's/^\(AFTERWORD_[A-Z_]*\)=.*/\1/p'); do
	unset "$name"
done

site='[site "example.org"]
origins = https://example.org'
conf=$work/a.conf

# try SETTINGS [VARIABLE=VALUE ...]: checks them; sets $status and $said
try() {
	printf '%s\n' "$1" >"$conf"
	shift
	said=$(env "$@" "$BIN/visits.fcgi" -t -c "$conf" 2>&1 </dev/null)
	status=$?
}

# refused REASON NAME: the last try was, and this was all it said
refused() {
	is "$status" 1 "$2: status 1"
	is "$said" "$1" "$2: says where and why"
}

# ---- what stops the start ----

try "$site
[visits]
windw = 30m"
refused "$conf:4: visits.windw: there is no such setting" 'an unknown key'

try "$site
[visit]"
refused "$conf:3: there is no section [visit]" 'an unknown section'

try "$site
[visits]
keep_days = 7"
refused "$conf:4: visits.keep_days: \"7\" is no whole number from 8 to 400" \
    'a value out of range'

try "$site
$site"
refused "$conf:3: [site \"example.org\"] was there before, at $conf:1" \
    'a site set twice'

try "$site
[redis]
port = 0
[visits]
window = 30"
is "$(printf '%s\n' "$said" | sed 's/: ".*//')" "$conf:4: redis.port
$conf:6: visits.window" 'all faults are told'

try ''
like "$said" "^$conf: there is no site: add \[site .*origins" \
    'no site: says how to write one'

said=$("$BIN/visits.fcgi" -t -c "$work/none" 2>&1)
status=$?
refused "$work/none: cannot be read: No such file or directory" 'no file'

try "$site
[visits]
bots = $work/none"
is "$status" 1 'no list of robots: status 1'
like "$said" "$work/none" 'no list of robots: says which'

try "$site
[redis]
socket = $work/none.sock
[visits]
bots = $TOP/conf/bots.txt"
is "$status" 1 'no Redis: status 1'
like "$said" 'Redis: ' 'no Redis: says so'

# ---- the environment ----

try "$site" AFTERWORD_REDIS_DB=16384
refused 'AFTERWORD_REDIS_DB: redis.db: "16384" is no whole number from 0 to 16383' \
    'a variable out of range'

try "$site" AFTERWORD_REDIS_SOKET=/a
refused 'AFTERWORD_REDIS_SOKET: there is no such setting' 'an unknown variable'

printf 'two\nlines\n' >"$work/secret"
try "$site" "AFTERWORD_REDIS_PASSWORD_FILE=$work/secret"
is "$status" 1 'a password of two lines: status 1'
unlike "$said" 'two|lines' 'a password of two lines: not shown'

# ---- taking effect ----

AFTERWORD_VISITS_WINDOW=1h
export AFTERWORD_VISITS_WINDOW
stack_start '[visits]
window = 0'
unset AFTERWORD_VISITS_WINDOW
post /env
post /env
is "$(json why)" window 'the environment wins over the file'
stack_stop

# again SETTINGS: has the running program read them
again() {
	{
		cat "$work/kept.conf"
		printf '%s\n' "$1"
	} >"$var/afterword.conf"
	kill -HUP "$(pid visits)"
}
logged() {
	[ "$(grep -c "$1" "$var/log/visits.log")" -ge "$2" ]
}

stack_start
cp "$var/afterword.conf" "$work/kept.conf"
before=$(pid visits)
post /hup
is "$(json counted)" true 'a first visit counts'
post /hup
is "$(json counted)" false 'a second one does not, by default'

again '[visits]
window = 0'
await 5 logged event=reloaded 1
ok $? 'SIGHUP reads the settings'
post /hup
is "$(json counted)" true 'and they are in effect'

again '[visits]
window = 0
kept = 1'
await 5 logged 'there is no such setting' 1
ok $? 'a fault is told'
post /hup
is "$(json counted)" true 'and the old settings stay'

again '[site "second"]
origins = https://second.example'
await 5 logged event=reloaded 2
ok $? 'SIGHUP reads them again'
request POST /api/visits --header 'Origin: https://second.example' \
    --header 'Content-Type: application/json' --data-raw '{"article":"/new"}'
is "$status $(json site.total)" '200 1' 'a new site has its own count'
get '/api/visits?article=/new&site=demo'
is "$(json articles.0.total)" 0 'and the other one is not touched'
is "$(pid visits)" "$before" 'all of that in one process'

# ---- afterword config ----

if [ -x "$BIN/afterword" ]; then
	printf 'hunter2\n' >"$work/secret"
	config=$(AFTERWORD_REDIS_PASSWORD_FILE=$work/secret \
	    "$BIN/afterword" -c "$var/afterword.conf" config)
	ok $? 'afterword config'
	like "$config" "^socket = $var/run/redis.sock$" 'prints what is in effect'
	like "$config" '^# password = \(set\)$' 'and that there is a password'
	like "$config" '^# secret = \(set\)$' 'and a secret'
	unlike "$config" "hunter2|$(cat "$var/secret")" 'and not which'
	printf '%s\n' "$config" >"$conf"
	is "$("$BIN/afterword" -c "$conf" config | grep -vE 'password|secret')" \
	    "$(printf '%s\n' "$config" | grep -vE 'password|secret')" \
	    'which reads back'
	"$BIN/afterword" config --sample >"$conf"
	ok $? 'afterword config --sample needs no settings'
	sed -i 's/^#\(\[site\|origins\)/\1/' "$conf"
	"$BIN/afterword" -c "$conf" config >/dev/null
	ok $? 'and with its site taken in it is a settings file'
fi

finish
