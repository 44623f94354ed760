# moderation.sh - the moderators' pages in end-to-end tests; after comments.sh
#
#     moderation_start             a stack for comments, with a moderator Anna
#     sign_in                      who signs in; sets $cookie and $csrf
#     console GET /moderation/     a page of hers; sets $status and $body
#     submit PATH NAME=VALUE...    posts a form of hers, with its token
#
# moderation_start [SITE [SETTINGS]]    as comments_start
# moderator NAME PASSWORD               makes one
# sign_in [NAME [PASSWORD]]

password='correct horse battery'
cookie=
csrf=

moderator() {
	printf '%s\n' "$2" | "$BIN/afterword" -c "$var/afterword.conf" -s demo \
	    moderator add "$1" >"$work/moderator" 2>&1
}

moderation_start() {
	comments_start "$@"
	moderator Anna "$password" || diag "$(cat "$work/moderator")"
}

console() {
	console_method=$1
	console_path=$2
	shift 2
	request "$console_method" "$console_path" \
	    --header "Cookie: $cookie" --header 'Sec-Fetch-Site: same-origin' "$@"
}

# The value of a form's hidden field in the last page.
hidden() {
	printf '%s\n' "$body" |
	    sed -n "s/.*type=\"hidden\" name=\"$1\" value=\"\\([^\"]*\\)\".*/\\1/p" |
	    sed -n 1p
}

sign_in() {
	cookie=
	request POST /moderation/sign-in --header 'Sec-Fetch-Site: same-origin' \
	    --data-urlencode "name=${1-Anna}" --data site=demo \
	    --data-urlencode "password=${2-$password}"
	cookie=$(header set-cookie)
	cookie=${cookie%%;*}
	sign_in_status=$status
	console GET /moderation/
	csrf=$(hidden csrf)
	[ "$sign_in_status" -eq 303 ] && [ "$status" -eq 200 ]
}

submit() {
	submit_path=$1
	shift
	for submit_pair; do
		set -- "$@" --data-urlencode "$submit_pair"
		shift
	done
	console POST "$submit_path" --data-urlencode "csrf=$csrf" "$@"
}
