#!/bin/sh
# Who may moderate: set up, signed in and out, and what a session is good for
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"
. "$TOP/tests/lib/moderation.sh"

comments_start '' '[site "other"]
origins = https://other.example'
ctl() {
	out=$("$BIN/afterword" -c "$var/afterword.conf" "$@" 2>&1)
	code=$?
}
forget_tries() {
	redis --scan --pattern 'b:*:sign' | while read -r limit; do
		redis del "$limit" >/dev/null
	done
}
try() {
	request POST /moderation/sign-in --header 'Sec-Fetch-Site: same-origin' \
	    --data site=demo --data-urlencode "name=$1" \
	    --data-urlencode "password=$2"
}

# ---- nobody is there, and there is no default ----

for pair in admin:admin Anna: root:password123; do
	try "${pair%%:*}" "${pair#*:}x"
	is "$status" 403 "before anybody was made, ${pair%%:*} is let in by nothing"
done
setup=$(sed -n 's,^moderate http://[^/]*,,p' "$work/run.out")
like "$setup" '^/moderation/setup\?site=demo&token=[A-Za-z0-9_-]{43}$' \
    'make run prints an address to make the first one'
token=${setup##*=}
redis --scan | while read -r key; do
	redis --no-raw dump "$key"
done | grep -qFe "$token"
isnt $? 0 'and Redis does not have it'
redis get 'o:{demo}:setup' >"$work/setup"
like "$(redis ttl 'o:{demo}:setup')" '^86[34]' 'it is good for a day'

make_first() {
	request POST /moderation/setup --header 'Sec-Fetch-Site: same-origin' \
	    --data-urlencode "name=$1" --data-urlencode "password=$2" \
	    --data "site=${4-demo}&token=$3"
}
get "$setup"
is "$status" 200 'its page has a form'
like "$body" 'autocomplete="new-password"' 'that browsers make a password for'
make_first Anna "$password" "$(printf %043d 0)"
is "$status" 403 'another token makes nobody'
make_first Anna "$password" "$token" other
is "$status" 403 'nor does this one on another site'
make_first Anna short "$token"
is "$status" 422 'a short password is none'
like "$body" 'role="alert">Shorter than 10' 'and that is said'
like "$body" 'name="token" value="'"$token" 'in a form that can be sent again'
is "$(redis exists 'v:{demo}')" 0 'so far nobody was made'
make_first Anna "$password" "$token"
is "$status $(header location)" '303 /moderation/?signed=1' 'now somebody is'
like "$(header set-cookie)" \
    '^__Host-afterword=demo\.[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict$' \
    'and signed in'
make_first Eve "$password" "$token"
is "$status" 403 'the token is good for one'
ctl -s demo moderator setup
is "$code $out" '1 afterword: demo has a moderator' 'and there is no other one then'
like "$(redis hget 'v:{demo}' Anna)" '^\$argon2id\$v=19\$m=65536,t=2,p=1\$' \
    'of the password Argon2id is kept'

# ---- signing in ----

try Anna "$password"
cookie=$(header set-cookie)
cookie=${cookie%%;*}
is "$status" 303 'name and password sign in'
first=$cookie
console GET /moderation/
is "$status" 200 'with the session the page is there'
like "$body" '<bdi>Anna</bdi>' 'and says who it is'
csrf=$(hidden csrf)
is "${#csrf}" 43 'its forms have a token'
! redis --scan | grep -qFe "${cookie#*.}"
ok $? 'the session is no key'
key=$(redis --scan --pattern 'v:{demo}:*' | sed -n 1p)
! redis hgetall "$key" | grep -qFe "${cookie#*.}"
ok $? 'nor in one'
is "$(redis hget "$key" who)" Anna 'but whose it is'
like "$(redis ttl "$key")" '^7(200|1..)$' 'for two hours'

try Anna "$password"
isnt "$(header set-cookie | cut -d';' -f1)" "$first" 'each sign-in is another session'
# What a browser has before it signs in, whoever gave it, is nothing afterwards.
planted="__Host-afterword=demo.$(printf %043d 1)"
request POST /moderation/sign-in --header 'Sec-Fetch-Site: same-origin' \
    --header "Cookie: $planted" --data site=demo --data name=Anna \
    --data-urlencode "password=$password"
cookie=$planted
console GET /moderation/
is "$status" 403 'a session that was planted is not let in'

forget_tries
try Anna 'wrong password'
wrong=$(printf %s "$body" | sed 's/value="[^"]*"//')
is "$status" 403 'a wrong password'
try Nobody 'wrong password'
is "$status $(printf %s "$body" | sed 's/value="[^"]*"//')" "403 $wrong" \
    'is answered as an unknown name'
request POST /moderation/sign-in --header 'Sec-Fetch-Site: cross-site' \
    --data site=demo --data name=Anna --data-urlencode "password=$password"
is "$status" 403 'no other site signs anybody in'
request POST /moderation/sign-in --header 'Sec-Fetch-Site: same-origin' \
    --data site=other --data name=Anna --data-urlencode "password=$password"
is "$status" 403 'a moderator is one of one site'

# ---- a session that is not one ----

cookie=$first
for other in "__Host-afterword=other.${first#*.}" "${first%?}" "${first}x" \
    "__Host-afterword=.${first#*.}" '__Host-afterword=' "$first; $first" \
    "afterword=${first#*=}" '__Host-afterword=demo.*' ''; do
	get /moderation/ --header "Cookie: $other"
	is "$status" 403 "not let in: Cookie: $(printf %.40s "$other")"
done
like "$body" 'autocomplete="current-password"' 'who is not, gets the page to sign in on'
get /moderation/?signed=1
like "$body" 'has to be opened by https' 'and is told when the browser keeps no session'
get /moderation/ --header 'Accept: application/json'
problem 403 - 'a script is told'
get /moderation/ --header "Cookie: a=b; $first; c=d"
is "$status" 200 'other cookies do no harm'

# ---- its end ----

redis expire "$key" 100 >/dev/null
cookie=$first
key=v:{demo}:$(printf %s "${first#*.}" | perl -e '
	# BLAKE2b by the tool that is there everywhere.
	exec "b2sum", "-l", "256"' | cut -c 1-16)
redis expire "$key" 100 >/dev/null
console GET /moderation/
like "$(redis ttl "$key")" '^7(200|1..)$' 'a session that is used lives on'
redis expire "$key" 100 >/dev/null
console GET /moderation/counts
is "$status" 200 'what an open page asks again and again is answered'
[ "$(redis ttl "$key")" -le 100 ]
ok $? 'but is no use'
redis hset "$key" t $(($(date +%s) - 43200 + 60)) >/dev/null
console GET /moderation/
is "$status" 200 'for twelve hours in all'
[ "$(redis ttl "$key")" -le 60 ]
ok $? 'and not a minute longer'
redis hset "$key" t $(($(date +%s) - 43201)) >/dev/null
console GET /moderation/
is "$status $(redis exists "$key")" '403 0' 'then it is gone'

forget_tries
sign_in_as() {
	try "$1" "$2"
	cookie=$(header set-cookie)
	cookie=${cookie%%;*}
	console GET /moderation/
	csrf=$(hidden csrf)
}
sign_in_as Anna "$password"
console POST /moderation/sign-out
is "$status" 403 'nobody is signed out without the token'
console POST /moderation/sign-out --data "csrf=$(printf %043d 0)"
is "$status" 403 'nor with another one'
submit /moderation/sign-out
is "$status $(header location)" '303 /moderation/sign-in' 'but with it'
like "$(header set-cookie)" '^__Host-afterword=; .*; Max-Age=0$' 'the browser forgets'
console GET /moderation/
is "$status" 403 'and so does the server'

forget_tries
sign_in_as Anna "$password"
before=$cookie
request POST /moderation/sign-in --header 'Sec-Fetch-Site: same-origin' \
    --header "Cookie: $before" --data site=demo --data name=Anna \
    --data password=wrong-password
console GET /moderation/
is "$status" 200 'a try that fails leaves a session alone'
request POST /moderation/sign-in --header 'Sec-Fetch-Site: same-origin' \
    --header "Cookie: $before" --data site=demo --data name=Anna \
    --data-urlencode "password=$password"
is "$status" 303 'whoever is signed in may sign in once more'
cookie=$(header set-cookie)
cookie=${cookie%%;*}
console GET /moderation/
is "$status" 200 'to another session'
cookie=$before
console GET /moderation/
is "$status" 403 'which ends the one of before'

# ---- the command line ----

ctl -s demo moderator list
is "$code $out" '0 Anna' 'moderators are listed'
moderator2() {
	out=$(printf '%s\n' "$3" |
	    "$BIN/afterword" -c "$var/afterword.conf" -s demo moderator "$1" "$2" 2>&1)
	code=$?
}
moderator2 add Anna 'another password'
is "$code $out" '1 afterword: Anna is a moderator of demo already' 'nobody is made twice'
moderator2 add Ben short
is "$code $out" '1 afterword: the password is shorter than 10 characters' \
    'nor with a short password'
moderator2 add Ben 'password of Ben'
is "$code $(printf '%s\n' "$out" | sed -n 1p)" '0 Ben is a moderator now' \
    'there may be several'
like "$out" '^Ben is a name that readers may use, too' 'by names that readers cannot have'
moderator2 add Οwner 'password of Owner'
is "$code $out" '0 Οwner is a moderator now' 'as by some nobody can anyway'
moderator2 remove Οwner ''
moderator2 add '' 'password of Ben'
is "$code" 2 'a name is something'
sign_in_as Ben 'password of Ben'
is "$status" 200 'the second one is let in'
moderator2 password Ben 'better words of Ben'
is "$code" 0 'a password is changed'
console GET /moderation/
is "$status" 403 'which ends the sessions of before'
try Ben 'password of Ben'
is "$status" 403 'the old one is good for nothing'
forget_tries
sign_in_as Ben 'better words of Ben'
is "$status" 200 'the new one is'
ctl -s demo moderator remove Ben
is "$code $out" '0 Ben is no moderator any more, and signed out' 'a moderator is removed'
console GET /moderation/
is "$status" 403 'and signed out'
ctl -s demo moderator remove Ben
is "$code" 1 'once'
ctl -s demo moderator add
is "$code" 2 'what is meant has to be said'
is "$(redis xrevrange 'l:{demo}' + - COUNT 1 | tr '\n' ' ' | sed 's/^[^ ]* //; s/who .*//')" \
    'what moderator name Ben is remove ' 'the ledger tells of it'
ctl check
is "$code" 0 'check knows all these keys' || diag "$out"

# ---- limits ----

forget_tries
for i in 1 2 3 4 5; do
	try Anna "wrong password $i"
	is "$status" 403 "try $i is looked at"
done
try Anna "$password"
is "$status" 429 'the sixth of a network is not, be it right'
like "$(header retry-after)" '^(1[0-9]|20|21)$' 'and told when to come back'
request POST /moderation/sign-in --interface 127.0.0.2 \
    --header 'Sec-Fetch-Site: same-origin' --data site=demo --data name=Anna \
    --data-urlencode "password=$password"
is "$status" 303 'which locks nobody out elsewhere'
many=0
for i in $(seq 3 42); do
	request POST /moderation/sign-in --interface "127.0.0.$i" \
	    --header 'Sec-Fetch-Site: same-origin' --data site=demo \
	    --data name=Anna --data password=wrong-password
	[ "$status" -ne 403 ] || many=$((many + 1))
done
[ "$many" -ge 20 ] && [ "$many" -le 26 ]
ok $? "from many networks one account is tried about 30 times at once" || diag "$many"
is "$(redis --scan --pattern 'b:*:sign' | while read -r k; do
	[ "$(redis ttl "$k")" -ne -1 ] || echo "$k"
done)" '' 'limits end by themselves'

# ---- what is written down ----

! grep -rqF -e "$password" -e "${first#*.}" "$var/log"
ok $? 'no password and no session is logged'
finish
