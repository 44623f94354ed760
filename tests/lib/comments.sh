# comments.sh - writing and reading comments in end-to-end tests; after lib.sh
#
#     comments_start                    a stack whose limits let a test write at will
#     say /a 'Some text' '"parent":1'   a comment as the page script posts it
#     is "$status" 201 'it is taken'
#     id=$(json id)
#
# comments_start [SITE [SETTINGS]]  lines for the site and for the settings
# stamp ARTICLE                     prints a fresh stamp
# say ARTICLE TEXT [MEMBERS [ARGS]] TEXT as it stands in JSON; MEMBERS replace the
#                                   name; ARGS are curl's
# comments_of ARTICLE [QUERY]       reads a page of them
# edit ID TOKEN TEXT                unsay ID TOKEN            vote ID VALUE [ARGS]
# ids [TEXT]                        ids of the roots of a page, in order
# field ID FIELD                    of the record in Redis
# settings SED                      what comments.fcgi's settings become, out of those that
#                                   it was started with; waits until they are in effect
# form ARTICLE NAME=VALUE...        posts a form as a page without scripts does
# redis_all                         prints each key with all that is in it

comments_start() {
	stack_start "${1-hold = nothing}

[comments]
form_delay = 0
interval = 0
daily = 1000000
flood = 1000000
${2-}"
}

stamp() {
	curl --silent --max-time 20 --get --data-urlencode "article=$1" \
	    --header "Origin: $base" "$base/api/comments/stamp" |
	    sed -n 's/.*"stamp":"\([^"]*\)".*/\1/p'
}

say() {
	say_article=$1
	say_text=$2
	say_more=${3-'"name":"Ann"'}
	shift 2
	[ $# -eq 0 ] || shift
	request POST /api/comments --header "Origin: $base" \
	    --header 'Content-Type: application/json' --data-raw \
	    "{\"article\":\"$say_article\",\"text\":\"$say_text\",\
\"stamp\":\"$(stamp "$say_article")\"${say_more:+,$say_more}}" "$@"
}

comments_of() {
	get "/api/comments?article=$1${2-}"
}

edit() {
	request PUT "/api/comments/$1" --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --header "Authorization: Bearer $2" --data-raw "{\"text\":\"$3\"}"
}

unsay() {
	request DELETE "/api/comments/$1" --header "Origin: $base" \
	    --header "Authorization: Bearer $2"
}

vote() {
	vote_id=$1
	vote_value=$2
	shift 2
	request PUT "/api/comments/$vote_id/vote" --header "Origin: $base" \
	    --header 'Content-Type: application/json' \
	    --data-raw "{\"value\":$vote_value}" "$@"
}

ids() {
	json 'comments.*.id' "${1-$body}"
}

field() {
	redis --raw hget "c:{demo}:$1" "$2"
}

form() {
	form_article=$1
	shift
	form_stamp=$(stamp "$form_article")
	for form_pair; do
		set -- "$@" --data-urlencode "$form_pair"
		shift
	done
	request POST /api/comments --header "Origin: $base" \
	    --data-urlencode "article=$form_article" \
	    --data-urlencode "stamp=$form_stamp" "$@"
}

redis_all() {
	cat >"$work/all.lua" <<-'END'
		local out, keys = {}, redis.call('KEYS', '*')
		local how = { string = { 'GET' }, hash = { 'HGETALL' }, set = { 'SMEMBERS' },
		    zset = { 'ZRANGE', 0, -1 }, stream = { 'XRANGE', '-', '+' } }
		local function add(value)
			for _, v in ipairs(type(value) == 'table' and value or {}) do
				add(v)
			end
			if type(value) ~= 'table' then
				out[#out + 1] = value
			end
		end
		table.sort(keys)
		for _, key in ipairs(keys) do
			local kind = how[redis.call('TYPE', key).ok]
			add(key)
			add(redis.call(kind[1], key, unpack(kind, 2)))
		end
		return out
	END
	redis --raw eval "$(cat "$work/all.lua")" 0
}

settings_reloads=0
settings_read() {
	[ "$(grep -c event=reloaded "$var/log/comments.log")" -ge "$settings_reloads" ]
}
settings() {
	[ -e "$work/usual.conf" ] || cp "$var/afterword.conf" "$work/usual.conf"
	sed "$1" "$work/usual.conf" >"$var/afterword.conf"
	settings_reloads=$((settings_reloads + 1))
	kill -HUP "$(pid comments)"
	await 5 settings_read || fail 'the settings are read again'
}
