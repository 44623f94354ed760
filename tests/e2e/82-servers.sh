#!/bin/sh
# lighttpd, Apache and Caddy, each with its snippet, before the real programs: the
# same addresses, limits and refusals as nginx has.
. tests/lib/lib.sh
. tests/lib/moderation.sh

stack_start
moderator Anna "$password" || diag "$(cat "$work/moderator")"
nginx=$base
socks="$var/run/visits.sock $var/run/comments.sock $var/run/moderation.sock"

# Started as root, a server becomes www-data, who may open the sockets as in an
# installation.
root=
if [ "$(id -u)" -eq 0 ]; then
	root=1
	chmod 711 "$work"
	# shellcheck disable=SC2086  # several
	chgrp www-data $socks
	# shellcheck disable=SC2086
	chmod 660 $socks
fi
mkdir -p "$work/www" "$work/rt" "$work/web"
cp -r web/openapi.json web/moderation "$work/web/"
echo 'a page' >"$work/www/index.html"
echo '<!--#include virtual="/api/visits/fragment?count=1" -->' \
    >"$work/www/page.shtml"

free_port() {
	perl -MIO::Socket::INET -e '
		for (1 .. 50) {
			my $port = 16000 + int rand 16000;
			IO::Socket::INET->new(LocalAddr => "127.0.0.1",
			    LocalPort => $port, Listen => 1)
			    and print($port), exit;
		}'
}

# The snippet, with the stack's sockets and files instead of the installed ones.
snippet() {
	sed -e "s|/run/afterword/\([a-z]*\.sock\)|$var/run/\1|g" \
	    -e "s|/usr/local/share/afterword/web|$work/web|g" "conf/$1"
}

up() {
	curl --silent --output /dev/null "$base/index.html"
}

# begin NAME COMMAND...
begin() {
	name=$1
	shift
	"$@" >"$work/$name.log" 2>&1 &
	server=$!
	await 10 up
	ok $? "$name: starts" || diag "$(tail -n 20 "$work/$name.log")"
}

stop_server() {
	kill "$server"
	wait "$server"
	base=$nginx
}

# A visit as a browser posts it from the site's page.
visit() {
	visit_article=$1
	shift
	request POST /api/visits --header "Origin: $nginx" \
	    --header 'Content-Type: text/plain;charset=UTF-8' \
	    --data-raw "{\"article\":\"$visit_article\"}" "$@"
}

# What every web server has to do alike.
same_as_nginx() {
	get /index.html
	is "$body" 'a page' "$name: serves its pages"

	visit "/$name"
	is "$status" 200 "$name: a visit is answered"
	is "$(json total) $(json counted)" '1 true' "$name: and counted"
	visit "/$name"
	is "$(json total) $(json why)" '1 window' "$name: once"
	visit "/$name" --interface 127.0.0.2
	is "$(json total)" 2 "$name: another address is another visitor"
	get "/api/visits?article=/$name&article=/nothing"
	is "$(json articles.0.total) $(json articles.1.total)" '2 0' \
	    "$name: the numbers can be read"
	etag=$(header ETag)
	isnt "$etag" '' "$name: with an ETag"
	get "/api/visits?article=/$name&article=/nothing" \
	    --header "If-None-Match: $etag"
	is "$status" 304 "$name: 304 comes through"
	get "/api/visits/history?article=/$name&days=7"
	is "$(json days.length)" 7 "$name: a longer path is passed on"
	request DELETE /api/visits
	is "$status" 405 "$name: an error comes through"
	like "$(header Content-Type)" '^application/problem\+json' \
	    "$name: with its type"

	get /healthz
	is "$status" 200 "$name: /healthz"
	get /readyz
	is "$status" 200 "$name: /readyz"
	get /metrics
	is "$status" 200 "$name: /metrics from this machine"
	for path in /metrics //metrics /%6detrics; do
		get $path --interface 127.0.0.2
		is "$status" 403 "$name: not from elsewhere: $path"
	done
	# 404 is the programs' or the server's own word for a path that is none.
	for path in /api/visits/fragment /api/visits/fragment/ \
	    //api/visits/fragment /api//visits/fragment \
	    /api/visits/%66ragment /api/visits/x/../fragment \
	    '/api/visits/x%2f..%2ffragment'; do
		get "$path?article=/secret&count=1"
		like "$status" '^(403|404)$' "$name: refused: $path"
	done
	get '/api/visits?article=/secret'
	is "$(json articles.0.total)" 0 "$name: and did not count"

	head -c 20000 /dev/zero | tr '\000' ' ' >"$work/big"
	request POST /api/visits --header "Origin: $nginx" \
	    --header 'Content-Type: text/plain' --data-binary "@$work/big"
	is "$status" 413 "$name: a body of 20 KB is too large"
	request POST /api/visits --header "Origin: $nginx" \
	    --header 'Content-Type: text/plain' \
	    --header 'Transfer-Encoding: chunked' --data-raw '{"article":"/c"}'
	like "$status" '^(200|411|413)$' \
	    "$name: a body without a length is read or refused"

	kill -9 "$(pid visits)"
	visit "/$name"
	is "$status" 200 "$name: a killed program leaves nobody waiting"

	get /api/openapi.json
	is "$status $(header Content-Type) $(header Access-Control-Allow-Origin)" \
	    '200 application/json *' "$name: the description of the API"
	is "$(cat "$work/body")" "$(cat web/openapi.json)" "$name: all of it"
	get /api/openapi.jsonx
	is "$status" 404 "$name: and nothing beside it"

	comments_answer
	moderators_sign_in
}

comments_answer() {
	get /api/comments/no/such
	is "$status $(header Content-Type)" '404 application/problem+json' \
	    "$name: comments.fcgi answers below its own address"
	head -c 30000 /dev/zero | tr '\000' ' ' >"$work/body30"
	request POST /api/comments/no/such --data-binary "@$work/body30"
	is "$status" 404 "$name: 30 KB are not too large for a comment"
	head -c 60000 /dev/zero | tr '\000' ' ' >"$work/body60"
	request POST /api/comments/no/such --data-binary "@$work/body60"
	is "$status" 413 "$name: but 60 KB are"
	kill -9 "$(pid comments)"
	get /api/comments/no/such
	is "$status" 404 "$name: comments.fcgi, too, leaves nobody waiting"
}

# Whoever signs in needs the headers that nobody else does: Cookie and Set-Cookie,
# Sec-Fetch-Site, Accept.
moderators_sign_in() {
	get /moderation
	is "$status $(header Location | sed "s|^$base||")" '308 /moderation/' \
	    "$name: /moderation leads to the pages of the moderators"
	get /moderation/
	like "$status $body" '^403 <!DOCTYPE html>' "$name: which ask who it is"
	get /moderation/ --header 'Accept: application/json'
	is "$status $(header Content-Type)" '403 application/problem+json' \
	    "$name: and scripts in their way"
	request POST /moderation/sign-in --header 'Sec-Fetch-Site: cross-site' \
	    --data-urlencode name=Anna --data-urlencode "password=$password"
	is "$status" 403 "$name: nobody signs in from another site"
	sign_in
	ok $? "$name: a moderator signs in" || diag "$(cat "$work/headers")"
	like "$cookie" '^__Host-' "$name: with a cookie of this host alone"
	submit /moderation/sign-out
	is "$status $(header Location | sed "s|^$base||")" '303 /moderation/sign-in' \
	    "$name: and out"
	like "$(header Set-Cookie)" 'Max-Age=0' "$name: without the cookie"
	console GET /moderation/
	is "$status" 403 "$name: which is good for nothing then"

	for file in moderation.js moderation.css; do
		get /moderation/$file
		is "$(cat "$work/body")" "$(cat "web/moderation/$file")" "$name: $file"
		is "$status $(header X-Content-Type-Options) $(header Cache-Control)" \
		    '200 nosniff no-cache' "$name: with its headers"
	done
	like "$(header Content-Type)" '^text/css' "$name: and type"
	request POST /moderation/no/such --data-binary "@$work/body30"
	is "$status" 404 "$name: 30 KB are not too large for a moderator"
	request POST /moderation/no/such --data-binary "@$work/body60"
	is "$status" 413 "$name: but 60 KB are"
	kill -9 "$(pid moderation)"
	get /moderation/sign-in
	is "$status" 200 "$name: moderation.fcgi, too, leaves nobody waiting"
	nothing_of moderation
}

# nothing_of PROGRAM: is told from elsewhere
nothing_of() {
	for path in "/$1/metrics" "/$1//metrics" "/$1/%6detrics"; do
		get "$path" --interface 127.0.0.2
		unlike "$body" afterword_ "$name: not from elsewhere: $path"
	done
}

# The state of the other programs, whose addresses the server has to change.
states() {
	for other in comments moderation; do
		get /$other/healthz
		is "$status" 200 "$name: /$other/healthz"
		get /$other/readyz
		is "$status" 200 "$name: /$other/readyz"
		get /$other/metrics
		like "$body" "program=\"$other\"" "$name: /$other/metrics"
		nothing_of $other
	done
}

# ---- lighttpd ----

if command -v lighttpd >/dev/null 2>&1; then
	port=$(free_port)
	base=http://127.0.0.1:$port
	{
		echo "server.document-root = \"$work/www\""
		echo "server.bind = \"127.0.0.1\""
		echo "server.port = $port"
		[ -z "$root" ] || echo 'server.username = "www-data"' \
		    'server.groupname = "www-data"'
		snippet lighttpd/afterword.conf
	} | sed 's/" server/"\nserver/' >"$work/lighttpd.conf"
	out=$(lighttpd -tt -f "$work/lighttpd.conf" 2>&1)
	ok $? 'lighttpd: takes the snippet' || diag "$out"
	begin lighttpd lighttpd -D -f "$work/lighttpd.conf"
	same_as_nginx
	stop_server
else
	skip lighttpd 'is missing'
fi

# ---- Apache ----

modules=/usr/lib/apache2/modules
if command -v apache2 >/dev/null 2>&1 && [ -d $modules ]; then
	port=$(free_port)
	base=http://127.0.0.1:$port
	{
		cat <<-END
		ServerRoot $work
		ServerName localhost
		Listen 127.0.0.1:$port
		PidFile $work/rt/apache.pid
		DefaultRuntimeDir $work/rt
		ErrorLog $work/apache-error.log
		DocumentRoot $work/www
		END
		for module in mpm_event authz_core authz_host alias headers include mime \
		    proxy proxy_fcgi reqtimeout; do
			echo "LoadModule ${module}_module $modules/mod_$module.so"
		done
		cat <<-END
		TypesConfig /dev/null
		AddOutputFilter INCLUDES .shtml
		AddType text/html .shtml
		<Directory $work/www>
			Options +Includes
		</Directory>
		END
		[ -z "$root" ] || printf 'User www-data\nGroup www-data\n'
		snippet apache/afterword.conf
	} >"$work/apache.conf"
	out=$(apache2 -t -f "$work/apache.conf" 2>&1)
	ok $? 'apache: takes the snippet' || diag "$out"
	begin apache apache2 -DFOREGROUND -f "$work/apache.conf"
	same_as_nginx
	states
	get /page.shtml
	like "$body" 'Visited 1 ' 'apache: a server side include counts'
	stop_server
else
	skip apache 'is missing'
fi

# ---- Caddy ----

if command -v caddy >/dev/null 2>&1; then
	port=$(free_port)
	base=http://127.0.0.1:$port
	{
		printf '{\n\tadmin off\n\tauto_https off\n}\n'
		snippet caddy/afterword.caddy
		cat <<-END
		http://127.0.0.1:$port {
			import afterword
			root * $work/www
			file_server
		}
		END
	} >"$work/Caddyfile"
	XDG_DATA_HOME=$work/rt
	XDG_CONFIG_HOME=$work/rt
	export XDG_DATA_HOME XDG_CONFIG_HOME
	out=$(caddy validate --adapter caddyfile --config "$work/Caddyfile" 2>&1)
	ok $? 'caddy: takes the snippet' || diag "$out"
	begin caddy caddy run --adapter caddyfile --config "$work/Caddyfile"
	same_as_nginx
	states
	stop_server
else
	skip caddy 'is missing'
fi

finish
