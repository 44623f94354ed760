#!/bin/sh
# docker-compose.yml and conf/Dockerfile: valid, closed to the outside, and of one
# mind about users, sockets and files.  No container engine is needed.
. tests/lib/lib.sh

command -v docker-compose >/dev/null 2>&1 || skip_all 'docker-compose is missing'

# Nobody's .env or environment but the defaults.
cp docker-compose.yml "$work/docker-compose.yml"
unset PORT SITE SITE_ORIGINS SITE_TIME_ZONE COMMENTS_SECRET
config() {
	docker-compose --project-directory "$work" -f "$work/docker-compose.yml" \
	    "$@" config
}
config >"$work/config" 2>"$work/config.err"
ok $? 'docker-compose takes the file' || diag "$(cat "$work/config.err")"
is "$(cat "$work/config.err")" '' 'without a remark'

# section NAME [KEY]: the lines below NAME:, or below KEY: in it
section() {
	awk -v name="$1" '$0 == name ":" { on = 1; next } /^[^ ]/ { on = 0 } on' \
	    "$work/config" | if [ $# -eq 1 ]; then cat; else
		awk -v key="$2" '$0 == "  " key ":" { on = 1; next }
		    /^  [^ ]/ { on = 0 } on'
	fi
}

# mounts SERVICE: each as SOURCE:TARGET or SOURCE:TARGET:ro, as docker-compose 1 says it;
# 2 takes four lines
mounts() {
	section services "$1" | awk '
	    function told() { if (target != "") print source ":" target mode }
	    /^ *- / { told(); source = target = mode = "" }
	    /^ *- [a-z-]+:\/[^ ]*$/ { print $2 }
	    $1 == "source:" { source = $2 }
	    $1 == "target:" && source != "" { target = $2 }
	    $1 == "read_only:" && source != "" { mode = ":ro" }
	    END { told() }'
}

for service in redis visits comments moderation web; do
	lines=$(section services $service)
	isnt "$lines" '' "$service: there is such a service"
	like "$lines" '^    read_only: true' "$service: the root is read-only"
	like "$lines" '^    user: "?[1-9][0-9]*:900"?$' "$service: not root"
	like "$lines" 'no-new-privileges:true' "$service: no new privileges"
	like "$lines" 'cap_drop:' "$service: capabilities are dropped"
	like "$lines" '^ *- ALL$' "$service: all of them"
	unlike "$lines" 'cap_add|privileged: true' "$service: none is added"
	like "$lines" '^    healthcheck:' "$service: has a health check"
	like "$lines" '^    restart: unless-stopped' "$service: comes back"
	like "$lines" '^    mem_limit:' "$service: memory is bounded"
	like "$lines" '^    pids_limit:' "$service: processes are bounded"
	like "$lines" "^      target: $service\$" "$service: its target is built"
	grep -q "^FROM .* AS $service\$" conf/Dockerfile
	ok $? "$service: conf/Dockerfile has the target"
done

for service in redis visits comments moderation; do
	lines=$(section services $service)
	like "$lines" '^    network_mode: "?none' "$service: no network"
	unlike "$lines" 'ports:|published' "$service: no port"
done
lines=$(section services web)
like "$lines" '127\.0\.0\.1:8080:8080|host_ip: 127\.0\.0\.1' \
    'web: the port is published on the loopback address'
is "$(printf '%s\n' "$lines" | grep -cE ':8080:8080|published:')" 1 \
    'web: and this one only'
unlike "$lines" 'redis-|password-' 'web: sees nothing of Redis'
like "$(mounts redis)" '^redis-data:/data(:rw)?$' 'redis: the data are in a named volume'
for service in visits comments moderation; do
	is "$(mounts $service | grep password-)" "password-$service:/run/passwords:ro" \
	    "$service: has its own password alone"
	like "$(section services $service)" \
	    'AFTERWORD_REDIS_PASSWORD_DIR: /run/passwords$' "$service: and looks there"
	like "$(mounts redis)" "^password-$service:/run/passwords/$service(:rw)?\$" \
	    'where Redis puts it'
	grep -q "^user $service on PASSWORD " conf/users.acl
	ok $? 'of a user that there is'
done
like "$(section volumes)" '^  redis-data:' 'which is declared'
for service in visits comments moderation; do
	lines=$(section services $service)
	like "$lines" 'condition: service_healthy' "$service: waits for Redis"
	like "$lines" 'AFTERWORD_SITE_NAME: demo' \
	    "$service: has a site by default"
	like "$(grep '^CMD.*supervise' conf/Dockerfile)" \
	    "\"/run/afterword/$service.sock\".*/$service\.fcgi\"" \
	    "$service: its command serves its own socket"
	like "$lines" "cgi-fcgi -bind -connect /run/afterword/$service\.sock" \
	    "$service: which is asked for its health"
done

PORT=9090 SITE=news config >"$work/config" 2>/dev/null
like "$(section services web)" '127\.0\.0\.1:9090:8080|published: "9090"' \
    'PORT moves the port'
like "$(section services web)" '127\.0\.0\.1' 'and leaves it on the loopback address'
COMMENTS_SECRET='a b c' config --profile tools >"$work/config" 2>/dev/null
for service in comments moderation afterword; do
	like "$(section services $service)" 'AFTERWORD_COMMENTS_SECRET: a b c' \
	    "COMMENTS_SECRET is for $service"
done
unlike "$(section services visits)$(section services web)" 'a b c' \
    'and for no other service'

# As it is called: without it there is no command line.
config --profile tools >"$work/config" 2>/dev/null
lines=$(section services afterword)
like "$lines" '^ *- afterword$' 'afterword: is the command line'
is "$(mounts afterword | grep password-)" 'password-afterword:/run/passwords:ro' \
    'afterword: as its own user'
like "$lines" '^    read_only: true' 'afterword: the root is read-only'
like "$lines" 'network_mode: "?none' 'afterword: no network'

# Redis writes each answered visit to the disk: the settings are the shared ones.
like "$(sed -n '/AS redis$/,/^CMD/p' conf/Dockerfile)" '^CMD.*/usr/libexec/afterword/redis' \
    'Redis is started by conf/compose/redis'
like "$(cat conf/compose/redis)" 'exec redis-server /etc/afterword/redis\.conf ' \
    'with conf/redis.conf'
like "$(cat conf/compose/redis)" ' --aclfile /data/users\.acl$' 'and users'
like "$(cat conf/redis.conf)" '^appendonly yes' 'which keeps the append-only file'
like "$(cat conf/redis.conf)" '^appendfsync always' 'and syncs it at once'

# Nobody outside sees the figures of any program.
for path in /metrics /comments/metrics /moderation/metrics; do
	grep -q "^		1$path 1;\$" conf/compose/nginx.conf
	ok $? "nginx keeps $path to itself"
done

# What the build copies is there, and owners are the same on both sides.
missing=
for file in $(sed -n 's/^COPY \(.*\) [^ ]*$/\1/p' conf/Dockerfile |
    tr ' ' '\n' | grep -v '^--from\|^/'); do
	[ -e "$file" ] || missing="$missing $file"
done
is "$missing" '' 'all that conf/Dockerfile copies exists'
for id in $(sed -n 's/^USER \([0-9]*\):900$/\1/p' conf/Dockerfile); do
	grep -q "user: \"$id:900\"" docker-compose.yml
	ok $? "user $id of conf/Dockerfile is the one of docker-compose.yml"
done
gateway=$(sed -n 's/^\tset_real_ip_from \(.*\);/\1/p' conf/compose/nginx.conf)
like "$(grep subnet: docker-compose.yml)" " ${gateway%.1}\.0/29\$" \
    'nginx believes the gateway of its network'

finish
