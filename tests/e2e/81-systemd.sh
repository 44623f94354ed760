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
printf '#!/bin/sh\n' >"$libexec/visits.fcgi"
chmod 755 "$libexec/visits.fcgi"
sh conf/install "$work/stage" "$libexec" /etc/afterword /usr/share/afterword \
    /usr/share/man "$units" /usr/share/doc/afterword/examples \
    >"$work/install.log" 2>&1
ok $? 'the units can be installed' || diag "$(cat "$work/install.log")"
cp -r "$work/stage$units" "$units"
is "$(cd "$units" && find . -type f | LC_ALL=C sort | tr '\n' ' ')" \
    './afterword-.service.d/hardening.conf ./afterword-visits.service ./afterword-visits.socket ./afterword-visits@.service ' \
    'two services, a socket and their hardening'

SYSTEMD_UNIT_PATH=$units:
export SYSTEMD_UNIT_PATH
all='afterword-visits.socket afterword-visits.service afterword-visits@2.service'
for unit in $all; do
	out=$(systemd-analyze verify --man=no "$unit" 2>&1)
	ok $? "$unit: systemd takes it" || diag "$out"
	is "$(printf '%s\n' "$out" | grep -i afterword)" '' \
	    "$unit: without a remark"
done

unset SYSTEMD_UNIT_PATH
mkdir -p "$work/root/etc/systemd" && cp -r "$units" "$work/root/etc/systemd/system"
for unit in afterword-visits.service afterword-visits@2.service; do
	exposure=$(systemd-analyze security --no-pager --offline=true \
	    --root="$work/root" "$unit" 2>/dev/null |
	    sed -n 's/.*Overall exposure level[^:]*: \([0-9.]*\).*/\1/p')
	[ -n "$exposure" ] && awk "BEGIN { exit !($exposure <= 0.5) }"
	ok $? "$unit: exposure $exposure of 10, 0.5 at most"
done

text=$(cat "$units/afterword-visits.socket")
like "$text" '^SocketMode=0660$' 'the socket is open to its group only'
like "$text" '^SocketGroup=www-data$' 'which is the web server'\''s'
like "$text" '^Backlog=4096$' 'and holds 4096 connections'
text=$(cat "$units/afterword-.service.d/hardening.conf")
for line in StandardInput=socket Restart=always StartLimitIntervalSec=0 \
    LimitCORE=0 RestrictAddressFamilies=AF_UNIX PrivateNetwork=yes \
    DynamicUser=yes NoExecPaths=/ CapabilityBoundingSet=; do
	printf '%s\n' "$text" | grep -qxF "$line"
	ok $? "services have $line"
done

finish
