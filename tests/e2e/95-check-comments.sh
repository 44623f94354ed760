#!/bin/sh
# afterword check on comments: silent on what agrees, also while comments go on; finds
# what does not, each by its own line
. "${TOP:-.}/tests/lib/lib.sh"
. "$TOP/tests/lib/comments.sh"

comments_start

say /a One                                                   # 1
say /a Two '"name":"Bob","parent":1'                         # 2
say /a Three '"name":"Cy","parent":2'                        # 3
say /a Four                                                  # 4
say /a Held                                                  # 5
say /a Spam                                                  # 6
say /a Deleted                                               # 7
say /a Eight '"name":"Dee","parent":7'                       # 8
say /a Gone                                                  # 9
say /b Ten                                                   # 10
say /b Eleven '"name":"Eve","parent":10'                     # 11
say /old 'Of an alias'                                       # 12
say /a 'Held, but there' '"name":"Fay","parent":4'           # 13
say /a Fourteen '"name":"Gus","parent":13'                   # 14
say /c 'Only held'                                           # 15
aw hold 5
aw spam 6
aw delete 7
aw delete 9
aw hold 13
aw hold 15
vote 1 1
vote 10 -1
aw pin 1
aw close /b
aw alias /old /a
aw check
is "$status" 0 'all that the programs write agrees'
like "$said" '^3 articles, 9 comments, [0-9]+ keys: all agree$' 'and is summed up'
all=$(redis dbsize)
like "$said" " $all keys" 'each key was looked at'

# seeded NAME FINDING DO UNDO: it is found while it is so, and not afterwards
seeded() {
	printf '%s\n' "$3" | redis >"$work/redis.out"
	grep -i '^(\?err' "$work/redis.out"
	aw -s demo check
	is "$status" 1 "$1: status 1"
	like "$said" "^$2\$" "$1: told"
	printf '%s\n' "$4" | redis >"$work/redis.out"
	grep -i '^(\?err' "$work/redis.out"
	aw -s demo check
	ok "$status" "$1: mended" || diag "$said"
}
# set_field ID FIELD VALUE FINDING NAME: a field is another one, and is so no more
set_field() {
	seeded "$5" "c:.demo.:$1: $4" "hset c:{demo}:$1 $2 $3" \
	    "hset c:{demo}:$1 $2 $(field "$1" "$2")"
}
score() {
	redis zscore "$1" "$2"
}
# moved LIST ID NAME: missing in a list, and at another place
moved() {
	was=$(score "$1" "$2")
	list=$(echo "$1" | tr '{}' ..)
	seeded "$3: missing" "c:.demo.:$2: is missing in $list" \
	    "zrem $1 $2" "zadd $1 $was $2"
	seeded "$3: elsewhere" "c:.demo.:$2: stands in $list at 5, not at [0-9]+" \
	    "zadd $1 5 $2" "zadd $1 $was $2"
}
# strange LIST ID NAME: in a list where it does not belong
strange() {
	seeded "$3" "$(echo "$1" | tr '{}' ..): lists $2, which does not belong there" \
	    "zadd $1 5 $2" "zrem $1 $2"
}

a="t:{demo}:$(hash /a)"
name="n:{demo}:$(hash /a)"
shape=$(echo "$name" | tr '{}' ..)
ghost=$(hash /ghost)

# ---- records ----

seeded 'a field of no meaning' 'c:.demo.:1: field colour is none that is known' \
    'hset c:{demo}:1 colour red' 'hdel c:{demo}:1 colour'
for field in e up dn ks; do
	was=$(field 1 "$field")
	undo="hdel c:{demo}:1 $field"
	[ -z "$was" ] || undo="hset c:{demo}:1 $field $was"
	seeded "$field that is no number" \
	    "c:.demo.:1: $field is \"many\", which is no number" \
	    "hset c:{demo}:1 $field many" "$undo"
done
set_field 4 t 0 't is "0", which is no number' 'a time that is none'
seeded 'no time' 'c:.demo.:4: has no t' 'hdel c:{demo}:4 t' "hset c:{demo}:4 t $(field 4 t)"
seeded 'no article' 'c:.demo.:4: has no a' 'hdel c:{demo}:4 a' "hset c:{demo}:4 a $(hash /a)"
set_field 4 a "$ghost" "is of article $ghost, which has no name" 'an unknown article'
set_field 5 st odd 'st is "odd", which is no state' 'a state that is none'
seeded 'no HTML' 'c:.demo.:4: has no text' 'hdel c:{demo}:4 h' "hset c:{demo}:4 h '<p>Four</p>'"
seeded 'something left of it' 'c:.demo.:7: is deleted, but has s' \
    'hset c:{demo}:7 s x' 'hdel c:{demo}:7 s'
seeded 'a parent that is lost' 'c:.demo.:3: replies to 2, which is not there' \
    'rename c:{demo}:2 kept' 'rename kept c:{demo}:2'
set_field 2 p 4 'replies to 4, which is newer' 'a parent that is newer'
set_field 11 p 4 'replies to 4, which is of another article' 'a parent elsewhere'
set_field 3 r 4 'r is 4, but should be 1' 'another root'
set_field 3 d 5 'd is 5, but should be 2' 'another depth'
seeded 'a root with a depth' 'c:.demo.:4: has no parent, but a root or a depth' \
    'hset c:{demo}:4 d 1' 'hdel c:{demo}:4 d'
seeded 'more voters than votes' \
    'c:.demo.:1: has 3 voters, but 1 votes for and 0 against' \
    'sadd x:{demo}:1 70 71' 'srem x:{demo}:1 70 71'
seeded 'voters of what is deleted' 'c:.demo.:7: has 1 voters, but 0 votes .*' \
    'sadd x:{demo}:7 1
expire x:{demo}:7 100' 'del x:{demo}:7'
seeded 'fewer replies than it says' \
    'c:.demo.:1: ks is 5, but 1 replies stand right below' \
    'hset c:{demo}:1 ks 5' 'hset c:{demo}:1 ks 1'
seeded 'replies it does not know of' \
    'c:.demo.:4: ks is 0, but 1 replies stand right below' \
    'hdel c:{demo}:4 ks' 'hset c:{demo}:4 ks 1'
seeded 'the number of the newest' 'c:.demo.: last is 3, but there is comment 15' \
    'hset c:{demo} last 3' 'hset c:{demo} last 15'
seeded 'something with it' 'c:.demo.: has something that is not known, or no number' \
    'hset c:{demo} colour red' 'hdel c:{demo} colour'

# ---- lists ----

moved "$a:new" 4 'a root by time'
moved "$a:new" 7 'a stub by time'
moved "$a:new" 12 'a root that was of an alias'
moved "$a:best" 1 'a root by votes'
moved 'k:{demo}:1' 3 'a reply'
moved 'k:{demo}:4' 13 'a held reply with a reply'
moved 'm:{demo}:held' 5 'what is held'
moved 'm:{demo}:held' 13 'what is held and there'
moved 'm:{demo}:spam' 6 'spam'
seeded 'other votes' "c:.demo.:4: stands in .*:best at [0-9]+, not at [0-9]+" \
    'hset c:{demo}:4 up 3' 'hdel c:{demo}:4 up'
for list in "$a:last" 'm:{demo}:recent'; do
	was=$(score "$list" 4)
	seeded "elsewhere in $list" "c:.demo.:4: stands in $(echo "$list" | tr '{}' ..) at 5, not at [0-9]+" \
	    "zadd $list 5 4" "zadd $list $was 4"
	seeded "held in $list" "c:.demo.:5: stands in $(echo "$list" | tr '{}' ..)" \
	    "zadd $list 5 5" "zrem $list 5"
	strange "$list" 5 'what is held among the newest'
	seeded "too many in $list" "$(echo "$list" | tr '{}' ..): has [0-9]+ comments too many" \
	    "zadd $list $(seq 1001 1501 | sed 's/.*/1 &/' | paste -s -d ' ')" \
	    "zremrangebyscore $list 1 1"
done
seeded 'held, and listed as spam' 'c:.demo.:5: stands in m:.demo.:spam' \
    'zadd m:{demo}:spam 5 5' 'zrem m:{demo}:spam 5'
seeded 'published, and listed as held' 'c:.demo.:4: stands in m:.demo.:held' \
    'zadd m:{demo}:held 5 4' 'zrem m:{demo}:held 4'
seeded 'held, and in its thread' 'c:.demo.:5: stands in t:.*:new' \
    "zadd $a:new 5 5" "zrem $a:new 5"
strange "$a:new" 10 'a root of another article'
strange "$a:new" 2 'a reply among roots'
strange "$a:best" 9 'a deleted root'
strange "$a:best" 999 'a root that is not there'
strange "$a:last" 11 'among the newest of another article'
strange "t:{demo}:$ghost:new" 1 'roots of no article'
strange 'k:{demo}:1' 8 'a reply to another root'
strange 'k:{demo}:1' 4 'a root among replies'
strange 'k:{demo}:77' 2 'replies to nothing'
strange 'm:{demo}:held' 999 'nothing that is held'
strange 'm:{demo}:held' 6 'spam that is held'
strange 'm:{demo}:spam' x 'a name among numbers'
strange 'm:{demo}:recent' 7 'what is deleted among the newest'

# ---- articles ----

seeded 'more comments than there are' "$shape: comments is 9, but 7 are published" \
    "hincrby $name comments 2" "hincrby $name comments -2"
seeded 'comments it does not know of' "$shape: comments is 0, but 7 are published" \
    "hdel $name comments" "hset $name comments 7"
seeded 'comments where none are' "n:.demo.:$(hash /c): comments is 3, but 0 are published" \
    "hset n:{demo}:$(hash /c) comments 3 ver 1" "hdel n:{demo}:$(hash /c) comments ver"
seeded 'a number of comments that is none' ".*: its name's comments is \"many\", no count" \
    "hset $name comments many" "hset $name comments 7"
ver=$(redis hget "$name" ver)
seeded 'no version' '.*: has comments but no ver: nobody sees them' \
    "hdel $name ver" "hset $name ver $ver"
for pin in '2 is a reply' '5 is held' '10 is of another article' '999 is not there'; do
	seeded "what stands first ${pin#* }" \
	    ".*: comment ${pin%% *}, which stands first, ${pin#* }" \
	    "hset $name pin ${pin%% *}" "hset $name pin 1"
done
seeded 'half closed' '.*: closed is 7, not 0 or 1' \
    "hset $name closed 7" "hdel $name closed"

# ---- keys ----

for key in c:{demo}:1 "$a:new" k:{demo}:1 m:{demo}:held x:{demo}:1 "$name" c:{demo} \
    "h:{demo}:$(field 1 w)"; do
	ttl=$(redis ttl "$key")
	seeded "$key of another type" "$(echo "$key" | tr '{}' ..): has another type than it should" \
	    "rename $key kept
set $key 1 ex 1000" "rename kept $key"
	[ "$(redis ttl "$key")" -ge "$((ttl - 60))" ] || fail "$key: mended"
done
for key in c:{demo}:1 "$a:best" k:{demo}:1 m:{demo}:recent c:{demo}; do
	seeded "$key for a while" "$(echo "$key" | tr '{}' ..): would expire" \
	    "expire $key 10000" "persist $key"
done
for key in x:{demo}:1 "h:{demo}:$(field 1 w)" \
    $(redis --scan --pattern '[ijeq]:{demo}*'); do
	ttl=$(redis ttl "$key")
	seeded "$key for ever" "$(echo "$key" | tr '{}' ..): never expires" \
	    "persist $key" "expire $key $ttl"
	seeded "$key for too long" "$(echo "$key" | tr '{}' ..): expires too late" \
	    "expire $key 99999999" "expire $key $ttl"
	case $key in
	[hi]*) break ;;
	esac
done
seeded 'a key of another length' 'y:.demo.: a key of another length' \
    'set y:{demo} short' 'del y:{demo}'
seeded 'a stamp with a value' "j:.demo.:$ghost: what was used has a value" \
    "set j:{demo}:$ghost 1 ex 100" "del j:{demo}:$ghost"
seeded 'a text of nobody' "e:.demo.:$ghost: is no number" \
    "set e:{demo}:$ghost x ex 100" "del e:{demo}:$ghost"
for key in "c:{demo}:x" "c:{demo}:0" "k:{demo}:01" "$a" "$a:other" "m:{demo}:other" \
    "x:{demo}" "h:{demo}:1" "b:{demo}:$ghost:other" "q:{demo}:1"; do
	seeded "$key" "$(echo "$key" | tr '{}' ..): is no key that is known" \
	    "set $key 1 ex 100" "del $key"
done

# ---- many ----

{
	echo '{"afterword":1,"site":"demo"}'
	for n in 0 1 2 3 4 5 6; do
		echo "{\"type\":\"article\",\"article\":\"/m$n\",\"first\":1,\"ver\":1}"
	done
	perl -e 'for (101 .. 3100) {
		print qq({"type":"comment","id":$_,"article":"/m), $_ % 7, qq(","created":),
		    1700000000 + $_, $_ > 800 ? qq(,"parent":) . ($_ - 700) : "",
		    qq(,"text":"Text $_"}\n);
	}' | sed 's/"parent":[0-9]*0,/"state":"held",/'
	echo '{"type":"site","counts":{}}'
} >"$work/many"
aw import "$work/many"
is "$status$wrong" 0 'a file of three thousand'
say /m1 'One more'
aw check
ok "$status" 'thousands of comments' || diag "$(printf '%s\n' "$said" | head)"
redis hincrby "n:{demo}:$(hash /m3)" comments 1 >/dev/null
redis hdel 'c:{demo}:2000' h >/dev/null
aw check
is "$(printf '%s\n' "$said" | sort | sed '/^[0-9]/d; s/:.*: /: /')" \
    "$(printf 'c: has no text\nn: comments is %d, but %d are published' \
	"$(redis hget "n:{demo}:$(hash /m3)" comments)" \
	$(($(redis hget "n:{demo}:$(hash /m3)" comments) - 1)))" \
    'two of them are off: two lines'
redis hincrby "n:{demo}:$(hash /m3)" comments -1 >/dev/null
redis hset 'c:{demo}:2000' h '<p>Text 2000</p>' >/dev/null

# ---- while comments go on ----

writers=
for n in 1 2 3; do
	for m in $(seq 40); do
		say "/m$n" "Reply $n $m" "\"name\":\"Ann\",\"parent\":$((800 - 7 * m + n - 2))"
		[ "$status" = 201 ] || say "/m$n" "Root $n $m"
		id=$(json id)
		vote "$id" 1
		"$BIN/afterword" -c "$var/afterword.conf" -s demo hold "$((200 + 3 * m + n))"
		"$BIN/afterword" -c "$var/afterword.conf" -s demo delete "$id"
		"$BIN/afterword" -c "$var/afterword.conf" -s demo publish "$((200 + 3 * m + n))"
	done >/dev/null 2>&1 &
	writers="$writers $!"
done
runs=0
red=
# shellcheck disable=SC2086  # several
while kill -0 $writers 2>/dev/null; do
	aw -s demo check
	runs=$((runs + 1))
	case $said in
	*findings) red="$red$said
" ;;
	esac
	[ "$runs" -ne 3 ] || aw -s demo alias /m5 /m6
	[ "$runs" -ne 5 ] || aw -s demo alias /m6 /m1
done
for writer in $writers; do
	wait "$writer"
done
diag "$runs runs of check meanwhile"
ok "$([ "$runs" -gt 3 ]; echo $?)" 'check ran while comments went on'
is "$red" '' 'and found nothing'
aw check
ok "$status" 'nor afterwards' || diag "$said"

finish
