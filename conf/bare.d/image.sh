# image.sh - the images of conf/Dockerfile and the containers of docker-compose.yml,
# made without a container engine; a part of conf/bare
#
# The two files are read for what they say, so that it is them that is tried: the
# instructions of each stage in a fresh system of its own, and then its command, as
# its user, on a read-only root, with the volumes, the environment and the health
# check of its service.

# of_stage STAGE INSTRUCTION: its arguments in conf/Dockerfile
of_stage() {
	awk -v stage="$1" -v instruction="$2" '
	    $1 == "FROM" { on = $NF == stage }
	    on && $1 == instruction { sub(/^[A-Z]+ /, ""); print }' \
	    "$root/src/conf/Dockerfile"
}

# of_service SERVICE KEY: what follows it in docker-compose.yml
of_service() {
	awk -v service="  $1:" -v key="^ *$2" '
	    /^[a-z]/ || /^  [a-z]+:$/ { on = $0 == service }
	    on && sub(key, "")' "$root/src/docker-compose.yml"
}

# ["a list", "like this"] as words for eval
words() {
	sed "s/'/'\\\\''/g; s/^ *\[\"/'/; s/\"\] *\$/'/; s/\", *\"/' '/g"
}

# copy IMAGE [--from=build] FILE... TO
copy() {
	image=$1
	shift
	from=$root/src
	if [ "$1" = --from=build ]; then
		from=$root
		shift
	fi
	for to; do :; done
	mkdir -p "$image$to"
	while [ $# -gt 1 ]; do
		if [ -d "$from/$1" ]; then
			cp -R "$from/$1/." "$image$to"
		else
			cp "$from/$1" "$image$to"
		fi
		shift
	done
}

step_image() {
	clone "$root" /src || return
	in_root "$root" sh -c "cd /src && $(of_stage build RUN)" \
	    >"$work/$step-build.log" 2>&1
	found $? 'the programs are built and installed' || return
	for stage in redis programs web; do
		image=$work/image/$stage
		fresh "$image"
		of_stage "$stage" COPY | while read -r list; do
			# shellcheck disable=SC2086  # words
			copy "$image" $list
		done
		in_root "$image" sh -c "$(of_stage "$stage" RUN)" \
		    >"$work/$step-$stage.log" 2>&1
		found $? "$stage: the image, $(du -sxm "$image" | cut -f1) MB" ||
		    return
	done
	# In a network of its own port 8080 is free.
	unshare --net sh "$0" -i containers
}

# image_of SERVICE: where its stage's image is; a stage that begins with another of
# ours adds a command alone
image_of() {
	target=$(of_service "$1" 'build: .*target: ' | tr -d '}')
	base=$(awk -v stage="$target" '$1 == "FROM" && $NF == stage { print $2 }' \
	    "$root/src/conf/Dockerfile")
	[ -d "$work/image/$base" ] || base=$target
	echo "$work/image/$base"
}

# lay_out SERVICE: its file system
lay_out() {
	container=$work/container/$1
	mkdir -p "$container"
	mount --bind "$(image_of "$1")" "$container"
	mount -o remount,bind,ro "$container"
	mount_kernel "$container"
	of_service "$1" '- ' | while IFS=: read -r volume folder mode; do
		case $volume:$folder in
		/tmp:*)
			mount -t tmpfs -o "$folder" tmpfs "$container/tmp"
			continue ;;
		[a-z]*-*:/*) ;;
		*) continue ;;
		esac
		# A new volume gets the owner of the image's folder.
		volume=$work/volume/$volume
		if [ ! -d "$volume" ]; then
			mkdir -p "$volume"
			chown --reference="$container$folder" "$volume"
			chmod --reference="$container$folder" "$volume"
		fi
		mount --bind "$volume" "$container$folder"
		[ "$mode" != ro ] || mount -o remount,bind,ro "$container$folder"
	done
}

# as_service SERVICE COMMAND...
as_service() {
	service=$1
	shift
	user=$(of_service "$service" 'user: ' | tr -d '"')
	${exec-} chroot "$work/container/$service" setpriv --reuid "${user%:*}" \
	    --regid "${user#*:}" --clear-groups --no-new-privs \
	    --bounding-set=-all --inh-caps=-all \
	    env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# environment_of SERVICE: with the defaults, as words for eval
environment_of() {
	of_service "$1" AFTERWORD_ |
	    sed "s/: \${[A-Z_]*:-\(.*\)}\$/='\1'/; s/: \(.*\)/='\1'/; s/^/AFTERWORD_/" |
	    tr '\n' ' '
}

# Becomes the service's process.
step_service() {
	exec=exec
	eval "as_service $service $(environment_of "$service")" \
	    "$(of_stage "$service" CMD | words)"
}

# command_line WORDS...: by the service of that name
command_line() {
	eval "as_service afterword $(environment_of afterword)" afterword '"$@"'
}

# up SERVICE: its command, in the background, with no network if it has none
up() {
	log=$work/$step-$1.log
	: >>"$log"
	chown "$(of_service "$1" 'user: ' | tr -d '"')" "$log"
	alone=
	[ "$(of_service "$1" 'network_mode: ')" != none ] || alone='unshare --net'
	service=$1
	export service
	$alone setsid sh "$0" -i service >>"$log" 2>&1 </dev/null &
	eval "pid_$1=\$!"
}

# healthy SERVICE: as its health check says
healthy() {
	list=$(of_service "$1" 'test: ')
	shell=
	case $list in
	*'"CMD-SHELL", '*) shell='sh -c' ;;
	esac
	eval "as_service $1 $shell $(printf '%s\n' "$list" |
	    sed 's/"CMD[A-Z-]*", //' | words)" >"$work/$step-health.log" 2>&1
}

# down SIGNAL SERVICE: sent to all of it; waits until its first process has ended
down() {
	eval "first=\$pid_$2"
	kill "-$1" "-$first"
	wait "$first" 2>/dev/null
}

step_containers() {
	ip link set lo up
	ip addr add 172.31.254.1/29 dev lo
	for service in redis visits comments moderation web; do
		lay_out "$service"
		up "$service"
		wait_for 30 healthy "$service"
		found $? "$service: is healthy" || return
	done
	url=http://127.0.0.1:8080
	holds "$(fetch $url/)" '200 *</html>*' 'the demo is there'
	holds "$(fetch $url/count.js)" '200 *' 'and the page script'
	holds "$(fetch $url/api/visits $url /c)" '200 *"total":1,*' 'a visit counts'
	holds "$(fetch $url/api/comments/no/such)" '404 {"type":*' \
	    'the addresses of comments lead to their program'
	holds "$(fetch $url/comments/readyz)" '200 *' 'which reaches Redis'
	holds "$(fetch $url/moderation/sign-in)" '200 *<form *' \
	    'moderators may sign in'
	holds "$(fetch $url/moderation/moderation.css)" '200 *' \
	    'on a page with its style'
	holds "$(fetch $url/moderation/readyz)" '200 *' 'which reaches Redis, too'

	found_password() {
		find "$work/volume/password-$1" -type f -printf '%m %G %f '
	}
	for service in visits comments moderation; do
		holds "$(found_password $service)" \
		    "640 900 afterword.redis.$service " \
		    "$service: has its own password alone"
	done
	holds "$(as_service redis redis-cli -s /run/redis/redis-server.sock ping 2>&1)" \
	    'NOAUTH*' 'Redis lets in nobody else'
	lay_out afterword
	holds "$(command_line show /c)" '*visits*1*' 'the command line is let in'
	setup=$(command_line moderator setup)
	holds "$setup" '/moderation/setup?*token=*' 'and knows where to begin'
	holds "$(fetch "$url$setup")" '200 *new-password*' \
	    'at the form for a first moderator'

	# Through the gateway of the network, as from a proxy on the host.
	holds "$(FROM=172.31.254.1 FORWARDED=192.0.2.7 \
	    fetch $url/api/visits $url /c)" '200 *"total":2,*' \
	    'the address that the proxy tells is another visitor'
	for path in /metrics /comments/metrics /moderation/metrics; do
		holds "$(FROM=172.31.254.1 FORWARDED=127.0.0.1 \
		    fetch $url$path)" '403 *' "and opens no way to $path"
		holds "$(fetch $url$path)" '200 *' \
		    'which the container itself has'
	done

	for service in visits comments moderation; do
		down KILL "$service"
		up "$service"
		wait_for 10 healthy "$service"
		found $? "$service: comes back when it was killed"
	done
	down KILL redis
	up redis
	wait_for 30 healthy visits
	found $? 'redis: comes back when it was killed'
	holds "$(fetch "$url/api/visits?article=/c")" '200 *"total":2,*' \
	    'with every visit'
	for service in web moderation comments visits redis; do
		signal=TERM
		[ "$(of_stage "$service" STOPSIGNAL)" != SIGQUIT ] || signal=QUIT
		down "$signal" "$service"
		found $? "$service: ends well"
	done
	none_running
	found $? "nothing is left running$running"
}
