# boot.sh - an installation under systemd, booted; a part of conf/bare
#
# The system gets Debian's nginx and redis-server as services and Afterword by
# `make install`, set up as the comments of the installed files say.  Then it is booted
# in a container of its own, where it checks itself and powers off.

step_boot() {
	command -v systemd-nspawn >/dev/null 2>&1
	found $? 'systemd-nspawn is there' || return
	clone "$root" /src || return
	in_root "$root" sh -c 'cd /src && sh conf/deps build && make -j2 install' \
	    >"$work/$step-install.log" 2>&1
	found $? 'make install' || return
	install_packages "$root" systemd systemd-sysv dbus redis-server nginx curl \
	    tzdata >"$work/$step-packages.log" 2>&1
	found $? 'systemd, Redis and nginx are installed' || return

	examples=$root/usr/local/share/doc/afterword/examples
	cat >>"$root/etc/redis/redis.conf" <<-END
	port 0
	unixsocket /run/redis/redis-server.sock
	unixsocketperm 660
	include /usr/local/share/doc/afterword/examples/redis.conf
	END
	for file in afterword.conf afterword_params afterword_comments_params \
	    afterword_moderation_params; do
		cp "$examples/nginx/$file" "$root/etc/nginx/"
	done
	cp "$examples/nginx/afterword-upstream.conf" "$root/etc/nginx/conf.d/"
	cat >"$root/etc/nginx/sites-available/default" <<-END
	server {
		listen 80;
		root /usr/local/share/afterword/web/demo;
		include afterword.conf;
	}
	END
	cat >"$root/etc/afterword/afterword.conf" <<-END
	[site "here"]
	origins = http://127.0.0.1
	END
	cp "$here/bare.d/booted" "$root/usr/local/sbin/booted"
	cat >"$root/etc/systemd/system/booted.service" <<-END
	[Unit]
	After=redis-server.service nginx.service
	[Service]
	Type=oneshot
	ExecStart=/bin/sh /usr/local/sbin/booted
	StandardOutput=append:/var/log/booted
	StandardError=append:/var/log/booted
	ExecStopPost=/bin/systemctl --no-block poweroff
	TimeoutStartSec=120
	[Install]
	WantedBy=multi-user.target
	END
	in_root "$root" systemctl -q enable booted.service redis-server.service \
	    nginx.service
	for unit in apt-daily.timer apt-daily-upgrade.timer; do
		in_root "$root" systemctl -q mask $unit
	done
	umount "$root/dev/pts" "$root/dev/shm" "$root/proc"
	timeout 180 systemd-nspawn --quiet --directory="$root" --private-network \
	    --register=no --keep-unit --console=pipe --boot \
	    systemd.unit=multi-user.target >"$work/$step-nspawn.log" 2>&1 </dev/null
	found $? 'the system boots and powers off'
	cp "$root/var/log/booted" "$work/$step-booted.log"
	while read -r status words; do
		case $status in
		[01]) found "$status" "$words" ;;
		esac
	done <"$work/$step-booted.log"
	grep -q '^end$' "$work/$step-booted.log"
	found $? 'and came to the end of its checks'
}
