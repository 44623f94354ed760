#!/bin/sh
# The systemd units as they are installed: systemd understands them, and finds them
# hardened.  conf/bare boots a system with them.
. tests/lib/lib.sh

command -v systemd-analyze >/dev/null 2>&1 || skip_all 'systemd-analyze is missing'
[ -e /lib/systemd/system/sysinit.target ] || skip_all 'systemd has no units here'

# Installed for real into a folder, where systemd is then told to look.
libexec=$work/libexec/afterword
units=$work/units
mkdir -p "$libexec" "$work/stage"
for name in visits comments moderation; do
	printf '#!/bin/sh\n' >"$libexec/$name.fcgi"
	chmod 755 "$libexec/$name.fcgi"
done
sh conf/install "$work/stage" "$libexec" /etc/afterword /usr/share/afterword \
    /usr/share/man "$units" /usr/share/doc/afterword/examples \
    >"$work/install.log" 2>&1
ok $? 'the units can be installed' || diag "$(cat "$work/install.log")"
cp -r "$work/stage$units" "$units"
is "$(cd "$units" && find . -type f | LC_ALL=C sort | tr '\n' ' ')" \
    './afterword-.service.d/hardening.conf ./afterword-comments.service ./afterword-comments.socket ./afterword-comments@.service ./afterword-moderation.service ./afterword-moderation.socket ./afterword-moderation@.service ./afterword-visits.service ./afterword-visits.socket ./afterword-visits@.service ' \
    'two services and a socket of each program, and their hardening'

SYSTEMD_UNIT_PATH=$units:
export SYSTEMD_UNIT_PATH
services='afterword-visits.service afterword-visits@2.service
    afterword-comments.service afterword-comments@2.service
    afterword-moderation.service afterword-moderation@2.service'
for unit in afterword-visits.socket afterword-comments.socket \
    afterword-moderation.socket $services; do
	out=$(systemd-analyze verify --man=no "$unit" 2>&1)
	ok $? "$unit: systemd takes it" || diag "$out"
	is "$(printf '%s\n' "$out" | grep -i afterword)" '' \
	    "$unit: without a remark"
done

unset SYSTEMD_UNIT_PATH
mkdir -p "$work/root/etc/systemd" && cp -r "$units" "$work/root/etc/systemd/system"
told=$(tr '\n' ' ' <README.md | sed -n 's/.*exposure of at most \([0-9.]*\) of 10.*/\1/p')
for unit in $services; do
	exposure=$(systemd-analyze security --no-pager --offline=true \
	    --root="$work/root" "$unit" 2>/dev/null |
	    sed -n 's/.*Overall exposure level[^:]*: \([0-9.]*\).*/\1/p')
	[ -n "$exposure" ] && awk "BEGIN { exit !($exposure <= $told) }"
	ok $? "$unit: exposure $exposure of 10, not more than the $told that README tells"
done

for name in visits comments moderation; do
	text=$(cat "$units/afterword-$name.socket")
	like "$text" "^ListenStream=/run/afterword/$name.sock\$" \
	    "$name: has a socket of its own"
	like "$text" '^SocketMode=0660$' "$name: open to its group only"
	like "$text" '^SocketGroup=www-data$' "$name: which is the web server's"
	like "$text" '^Backlog=4096$' "$name: it holds 4096 connections"
	for unit in "afterword-$name.service" "afterword-$name@.service"; do
		like "$(cat "$units/$unit")" \
		    "^ExecStart=$libexec/$name.fcgi " "$unit: runs the program"
	done
done
is "$(cd "$units" && grep -rl comments.secret: . | LC_ALL=C sort | tr '\n' ' ')" \
    './afterword-comments.service ./afterword-comments@.service ./afterword-moderation.service ./afterword-moderation@.service ' \
    'the secret of comments is not for those who count visits'
text=$(cat "$units/afterword-.service.d/hardening.conf")
for line in StandardInput=socket Restart=always StartLimitIntervalSec=0 \
    LimitCORE=0 RestrictAddressFamilies=AF_UNIX PrivateNetwork=yes \
    DynamicUser=yes NoExecPaths=/ CapabilityBoundingSet= \
    LoadCredential=afterword.redis.%j; do
	printf '%s\n' "$text" | grep -qxF "$line"
	ok $? "services have $line"
done

finish
