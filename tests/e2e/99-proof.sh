#!/bin/sh
# Proof of work: who is asked for it, what proves it and what does not, and what becomes
# of a comment without
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

# The program's clock runs as many seconds ahead as this file says.
clock=$work/clock
echo +0 >"$clock"
preload=$(faketime -f +0 sh -c 'printf %s "$LD_PRELOAD"' 2>/dev/null)
[ -z "$preload" ] || COMMENTS_WRAP="env LD_PRELOAD=$preload \
FAKETIME_TIMESTAMP_FILE=$clock FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1"
export COMMENTS_WRAP
comments_start '' 'proof_of_work = 2000'

state() {
	echo "$(field "$1" st) $(field "$1" why)"
}
# Suspicious, and not held: a number to ring, and no more.
serial=100
text() {
	serial=$((serial + 1))
	text="The tram was late again today, ask the depot: 01632 960$serial"
}
# said ARTICLE STAMP [MEMBERS [ARGS]]: posts $text
said() {
	said_body="{\"article\":\"$1\",\"name\":\"New\",\"text\":\"$text\",\"stamp\":\"$2\"${3:+,$3}}"
	shift 2
	[ $# -eq 0 ] || shift
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-raw "$said_body" "$@"
}
# solver CODE: perl, with the challenge of the last problem as $c
solver() {
	printf %s "$challenge" | perl -I"$TOP/tests/lib" -MWork -MMIME::Base64 -0777 -ne '
		my $problem = JSON::PP->new->utf8->decode($_);
		my $c = $problem->{challenge};'"$1"
}
# The member altcha of a body: the proof, or what stands for another NUMBER.
proved() {
	printf '"altcha":"%s"' "$(solver 'print Work::prove($c)')"
}
proved_by() {
	printf '"altcha":"%s"' "$(solver '
		my $json = decode_base64(Work::proof($c, "N")) =~ s/"N"/'"$1"'/r;
		print encode_base64($json, "")')"
}
# asked NAME: the last answer wants work
asked() {
	challenge=$body
	is "$status $(json type) $(json errors.0.field)" '422 urn:afterword:problem:proof altcha' "$1"
}

# ---- asked, and solved ----

text
s=$(stamp /a)
said /a "$s"
problem 422 altcha 'who looks like spam is asked for work'
asked 'in words of their own'
is "$(json detail)" 'is missing' 'which says what is missing'
is "$(json challenge.algorithm) $(json challenge.maxnumber)" 'SHA-256 2000' 'a challenge comes along'
like "$(json challenge.challenge) $(json challenge.signature)" '^[0-9a-f]{64} [0-9a-f]{64}$' \
    'with its hash and signature'
like "$(json challenge.salt)" '^[0-9a-f]{24}\?expires=[0-9]{10}&for=[0-9a-f]{16}&$' \
    'and a salt as ALTCHA has it'
comments_of /a
is "$(json count)" 0 'nothing is written so far'
proof=$(proved)
said /a "$s" "$proof"
is "$status" 201 'with the proof, and the same stamp, it is taken'
id=$(json id)
comments_of /a
is "$(json count)" 1 'and seen at once'
said /a "$s" "$proof"
is "$status $(json id) $(header idempotency-replayed)" "201 $id true" \
    'the same request again is answered the same way'
said /a "$s"
is "$status $(json id)" "201 $id" 'even without the proof'
used=$(redis --raw keys 'o:{demo}:*' | grep -v setup)
like "$used" '^o:\{demo\}:[0-9a-f]{16}$' 'a proof that was used is remembered'
[ "$(redis ttl "$used")" -le 600 ] && [ "$(redis ttl "$used")" -gt 500 ]
ok $? 'for as long as it is good'

# ---- what proves nothing ----

text
said /a "$(stamp /a)" "$proof"
asked 'a proof is good once'
is "$(json detail)" 'was used before' 'which is said'
said /a "$(stamp /a)" "$(proved)"
is "$status" 201 'the new challenge is as good as the first'
text
said /b "$(stamp /b)"
challenge=$body
said /c "$(stamp /c)" "$(proved)"
asked 'of another article'
like "$(json detail)" 'another article' 'which is said'
said /c "$(stamp /c)" "$(proved)" --interface 127.0.0.9
asked 'of another network'
said /c "$(stamp /c)" "$(proved)" --interface 127.0.0.9
is "$status" 201 'that network may ask for itself'
text
s=$(stamp /c)
said /c "$s"
challenge=$body
n=$(solver 'print Work::number($c)')
for number in $((n + 1)) 0 "-$n" "0$n" "$n.0" "${n}e0" "\"$n\"" "$((n + 2001))" null; do
	said /c "$s" "$(proved_by "$number")"
	is "$status $(json type)" '422 urn:afterword:problem:proof' "the number $number for $n"
done
for bad in '' e30= '!' "$(printf 'W%.0s' $(seq 1024))"; do
	said /c "$s" "\"altcha\":\"$bad\""
	is "$status $(json errors.0.field)" '422 altcha' "no proof: $bad"
done
said /c "$s" "\"altcha\":\"$(printf 'W%.0s' $(seq 1025))\""
is "$status $(json type)" '422 urn:afterword:problem:invalid' 'nor one without an end'
said /c "$s" "$(proved_by "$n")"
is "$status" 201 'the number itself is right'

text
s=$(stamp /d)
said /d "$s"
challenge=$body
challenge=$(solver '
	$c->{salt} =~ s/expires=\K(\d+)/$1 + 900/e;
	$c->{challenge} = Digest::SHA::sha256_hex($c->{salt} . 7);
	print JSON::PP->new->encode($problem)')
said /d "$s" "$(proved)"
asked 'one that gives itself more time is not signed'
if [ -n "$preload" ]; then
	proof=$(proved)
	echo +600 >"$clock"
	said /d "$s" "$proof"
	asked 'after ten minutes it is too late'
	is "$(json detail)" 'came too late' 'which is said'
	proof=$(proved)
	echo +1190 >"$clock"
	said /d "$s" "$proof"
	is "$status" 201 'shortly before it is not'
	echo +0 >"$clock"
else
	skip 'after ten minutes it is too late' 'there is no faketime'
fi

# ---- by whom it is wanted ----

text
form /d "text=$text" name=New
is "$status $(header location)" "303 /api/comments/held?article=/d&site=demo" \
    'who has no script is never refused'
is "$(state "$(redis --raw zrange 'm:{demo}:held' -1 -1)")" 'held no-proof' 'but held, and why'
text
said /d "$(stamp /d)"
challenge=$body
proof=$(proved)
altcha=${proof#\"altcha\":\"}
form /d "text=$text" name=New "altcha=${altcha%\"}"
like "$(header location)" '#comment-' "ALTCHA's widget in a form proves it"
text='The tram was on time today'
said /d "$(stamp /d)"
is "$status" 201 'what is not suspicious is not asked for'
token=$(json author_token)
redis hset "h:{demo}:$(field "$(json id)" w)" ok 1 >/dev/null
text
said /d "$(stamp /d)" "\"author_token\":\"$token\""
is "$status" 201 'nor is who is known'
text
said /d "$(stamp /d)" '"subject":"Buy"'
is "$status" 202 'nor is what nobody will see'
text="$text https://a.example"
said /d "$(stamp /d)"
is "$status $(state "$(json id)")" '202 held first-link' 'nor what waits in any case'

settings 's/^daily = .*/daily = 4/'
for n in 1 2; do
	say /e "Number $n of a day" '"name":"New"' --interface 127.0.0.20
	is "$status" 201 "comment $n of 4 a day"
done
text='Number 3 of a day'
s=$(stamp /e)
said /e "$s" '' --interface 127.0.0.20
asked 'half of a day is over: work'
said /e "$s" "$(proved)" --interface 127.0.0.20
is "$status" 201 'and on'
form /e 'text=Number 4 of a day' name=New --interface 127.0.0.20
text='Number 3 of another'
said /e "$(stamp /e)" '' --interface 127.0.0.21
is "$status" 201 'other networks are not concerned'

for off in 's/^proof_of_work = .*/proof_of_work = 0/' 's/^time_zone = .*/&\nhold = nothing/'; do
	settings "$off"
	text
	said /f "$(stamp /f)"
	is "$status" 201 "never asked: $off"
	form /f "text=$text, again" name=New
	like "$(header location)" '#comment-' 'nor held for it'
done
settings ''
text
said /f "$(stamp /f)"
like "$(json challenge.maxnumber)" '^2000$' 'and asked again'

# ---- when the key is another one ----

text
s=$(stamp /g)
said /g "$s"
challenge=$body
settings 's/^secret = .*/secret = another one/'
said /g "$(stamp /g)" "$(proved)"
asked 'a challenge of another key'
settings ''

"$BIN/afterword" -c "$var/afterword.conf" check >"$work/check" 2>&1
ok $? 'check knows these keys' || diag "$(cat "$work/check")"

finish
