# Stack.pm - what is measured, running: Afterword, and what stands beside it
#
# A stack is a hash: url, dir, and the processes nginx (its worker), redis and those
# of the programs.  All keep what they have been told on disk before they answer.
package Stack;
use strict;
use warnings;
use Exporter qw(import);
use Fcgi ();
use IO::Socket::INET;
use JSON::PP qw(encode_json);
use POSIX qw(:sys_wait_h);
use Process;
use Report qw(version);

our @EXPORT = qw(start_stack start_hello start_lua start_webdis start_waline
    start_comments renew_nginx redis machine stamps fill
    first_answer_ms);

sub free_port {
	my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1)
	    or die "bench: $!\n";
	return $s->sockport;
}

sub worker_of {
	my ($master) = @_;
	return await("nginx", sub {
		(slurp("/proc/$master/task/$master/children") =~ /(\d+)\s*$/)[0];
	});
}

# ---- Afterword ----

# Under conf/run with these settings.
sub start_stack {
	my ($name, $settings, %env) = @_;
	my $dir = "$work/$name";
	spill("$dir.conf", $settings);
	my $pid = spawn("$dir.log", \%env, "sh", "$top/conf/run", "-p", 0,
	    "-v", $dir, "-b", $build, "-x", "$dir.conf");
	my $url = await($name, sub {
		die "bench: $name: " . slurp("$dir.log")
		    if waitpid($pid, WNOHANG) == $pid;
		(slurp("$dir.log") =~ m{^ready (http://[^/]+)/}m)[0];
	});
	my %stack = (url => $url, dir => $dir, pid => $pid);
	$stack{$_} = slurp("$dir/run/$_.pid") =~ s/\s+//r
	    for qw(nginx visits comments redis);
	$stack{master} = $stack{nginx};
	$stack{nginx} = worker_of($stack{master});
	return \%stack;
}

# The loop and nothing else in place of both programs; PAGE is a page of comments.
sub start_hello {
	my ($name, $page, $wrap) = @_;
	return start_stack($name, "", HELLO_PAGE => $page, map {
		my $program = $_;
		("\U$program\E_WRAP" => ($wrap ? $wrap->($program) : "")
		    . " $build/tests/bench/hello")
	} qw(visits comments));
}

# Has nginx read its settings again.
sub renew_nginx {
	my ($stack) = @_;
	my $old = $stack->{nginx};
	kill HUP => $stack->{master};
	await("nginx' next worker", sub { !-e "/proc/$old" });
	$stack->{nginx} = worker_of($stack->{master});
}

# One that takes all comments: limits are as they come, but for the flood, and each
# X-Reader is a reader's address.
sub start_comments {
	my ($name, %env) = @_;
	my $stack = start_stack($name, "[comments]\nflood = 100000000\n", %env);
	my $conf = "$stack->{dir}/nginx/afterword.conf";
	spill($conf, slurp($conf)
	    . "set_real_ip_from 127.0.0.1;\nreal_ip_header X-Reader;\n");
	renew_nginx($stack);
	redis($stack, qw(config set maxmemory 4gb));
	return $stack;
}

sub redis {
	my ($stack, @command) = @_;
	local $ENV{REDISCLI_AUTH} =
	    slurp("$stack->{dir}/passwords/afterword.redis.admin") =~ s/\s+//r;
	open my $p, "-|", "redis-cli", "-s", "$stack->{dir}/run/redis.sock",
	    "--user", "admin", "--raw", @command or die "bench: redis-cli: $!\n";
	local $/;
	return (<$p> // "") =~ s/\n\z//r;
}

# A file with N fresh stamps for an article; and the article's hash.
sub stamps {
	my ($stack, $article, $n) = @_;
	my ($h, $stamps) = split /\n/, `$build/tests/bench/stamps $stack->{dir}/secret demo $article $n`, 2;
	return (spill("$stack->{dir}/stamps", $stamps // ""), $h);
}

# What all this runs on, as one would say it.
sub machine {
	my $waline = "$top/tests/bench/node_modules/\@waline/vercel/package.json";
	my $text = Report::machine();
	$text .= ", webdis " . version("dpkg-query -Wf '\${Version}' webdis", qr/^([\d.]+)/)
	    if -x "/usr/bin/webdis";
	$text .= ", Waline " . version("cat $waline", qr/"version": "(.*?)"/) . " on Node.js "
	    . version("node --version", qr/^v(\S+)/) . " with SQLite" if -e $waline;
	return $text;
}

# Milliseconds from the start of one more process of a program to its first answer,
# asked over FastCGI.
sub first_answer_ms {
	my ($stack, $program) = @_;
	my $socket = "$work/first.sock";
	my $start = time;
	my $pid = spawn("$work/first.log", {}, "$build/$program.fcgi",
	    "-c", "$stack->{dir}/afterword.conf", "-s", $socket);
	Fcgi::to($socket, $stack->{url});
	my $peer;
	until ($peer = eval { Fcgi::peer(Fcgi::get("/readyz", "")) }) {
		die "bench: $program: " . slurp("$work/first.log")
		    if time > $start + 10 || waitpid($pid, WNOHANG) == $pid;
		sleep 0.001;
	}
	my $status = Fcgi::status($peer);
	my $took = time - $start;
	stop($pid);
	die "bench: $program: first answer: $status\n" if $status ne 200;
	return 1000 * $took;
}

# N comments of SIZE bytes on an article, the oldest two weeks old; redis-cli is told
# the script once.  Ids begin behind a million: all have as many digits.
sub fill {
	my ($stack, $article, $n, $size) = @_;
	my $script = slurp("$top/tests/bench/fill.lua")
	    =~ s{^-- include (\S+)$}{slurp("$top/src/comments/$1")}gemr;
	my $sha = redis($stack, qw(script load), $script);
	my ($h) = (stamps($stack, $article, 0))[1];
	my $first = int(time) - 14 * 86400;
	redis($stack, qw(hsetnx c:{demo} last 1000000));
	for (my $done = 0; $done < $n; $done += 2000) {
		my $some = $n - $done < 2000 ? $n - $done : 2000;
		my $last = redis($stack, "evalsha", $sha, 1, "c:{demo}", $h,
		    $article, $some, $first + $done, $size);
		die "bench: fill: $last\n" unless $last =~ /^\d+$/;
	}
	return $h;
}

# ---- beside it ----

# A Redis with Afterword's settings, behind DIR/redis.sock.
sub start_redis {
	my ($dir) = @_;
	my ($server) = grep { -x } "/usr/bin/redis-server", "/usr/bin/valkey-server",
	    "/usr/bin/redis-check-rdb";
	if ($server =~ /check-rdb/) {
		symlink $server, "$dir/redis-server";
		$server = "$dir/redis-server";
	}
	my $pid = spawn("$dir/redis.log", {}, $server, "$top/conf/redis.conf",
	    "--port", 0, "--unixsocket", "$dir/redis.sock", "--dir", $dir,
	    "--daemonize", "no");
	await("Redis", sub { -S "$dir/redis.sock" });
	return $pid;
}

# nginx with a LOCATION, before a program at the port PROGRAM or with MODULES and
# what they are told, HTTP.
sub start_nginx {
	my ($dir, %value) = @_;
	%value = (MODULES => "", HTTP => "", PROGRAM => 9, %value, DIR => $dir,
	    PORT => free_port(), USER => $> == 0 ? "user root root;" : "");
	my $conf = slurp("$top/tests/bench/nginx.conf.in");
	1 while $conf =~ s/\@([A-Z]+)\@/$value{$1}/g;
	spill("$dir/nginx.conf", $conf);
	my $pid = spawn("$dir/nginx.log", {}, "nginx", "-p", $dir, "-c",
	    "$dir/nginx.conf", "-e", "$dir/error.log");
	await_port("nginx: " . slurp("$dir/nginx.log"), $value{PORT});
	return (url => "http://127.0.0.1:$value{PORT}", dir => $dir,
	    nginx => worker_of($pid));
}

sub await_port {
	my ($what, $port) = @_;
	await($what, sub { IO::Socket::INET->new("127.0.0.1:$port") });
}

sub folder {
	my $dir = "$work/$_[0]";
	mkdir $dir or die "bench: $dir: $!\n";
	return $dir;
}

sub left_out {
	print "$_[0]: left out, $_[1]\n";
	return undef;
}

sub start_lua {
	my @modules = map { ("/usr/lib/nginx/modules/$_", "/usr/lib64/nginx/modules/$_") }
	    qw(ndk_http_module.so ngx_http_lua_module.so);
	@modules = grep { -e } @modules;
	return left_out("nginx + Lua", "its packages are missing")
	    unless @modules == 2 && -e "/usr/share/lua/5.1/nginx/redis.lua";
	my $dir = folder("lua");
	my $redis = start_redis($dir);
	return { redis => $redis, start_nginx($dir,
	    MODULES => join("\n", map { "load_module $_;" } @modules),
	    HTTP => 'lua_package_path "/usr/share/lua/5.1/?.lua;;";',
	    LOCATION => slurp("$top/tests/bench/lua.conf.in")) };
}

# Any visit is one INCR: neither window nor readers nor days.
sub start_webdis {
	return left_out("webdis", "its package is missing") unless -x "/usr/bin/webdis";
	my $dir = folder("webdis");
	my $redis = start_redis($dir);
	my $port = free_port();
	spill("$dir/webdis.json", encode_json({ redis_host => "$dir/redis.sock",
	    redis_port => 0, http_host => "127.0.0.1", http_port => $port + 0,
	    threads => 1, daemonize => JSON::PP::false, verbosity => 1, database => 0,
	    logfile => "$dir/webdis.log" }));
	my $webdis = spawn("$dir/webdis.out", {}, "webdis", "$dir/webdis.json");
	await_port("webdis", $port);
	return { redis => $redis, webdis => $webdis, start_nginx($dir, PROGRAM => $port,
	    LOCATION => "location = /api/visits {\n"
	    . "proxy_pass http://program/INCR/visits;\nproxy_method GET;\n"
	    . "proxy_pass_request_body off;\n"
	    . "proxy_set_header Connection '';\n"
	    . "proxy_set_header Content-Length '';\n}") };
}

# Waline with SQLite, and N comments of SIZE bytes on an article.  It asks nobody
# whether they are spam, and takes more than one a minute from an address.
sub start_waline {
	my ($article, $n, $size) = @_;
	my $modules = "$top/tests/bench/node_modules";
	return left_out("Waline", "npm has not installed it")
	    unless -e "$modules/.installed";
	my $dir = folder("waline");
	my $port = free_port();
	system("node", "$top/tests/bench/waline.js", "$dir/waline.sqlite", $article,
	    $n, $size) == 0 or die "bench: waline.js failed\n";
	my $waline = spawn("$dir/waline.log", { SQLITE_PATH => $dir,
	    JWT_TOKEN => "measured", IPQPS => 0, AKISMET_KEY => "false" },
	    "node", "$modules/\@waline/vercel/vanilla.js", $port);
	await_port("Waline: " . slurp("$dir/waline.log"), $port);
	return { waline => $waline, start_nginx($dir, PROGRAM => $port,
	    LOCATION => "location /api/ {\nproxy_pass http://program;\n"
	    . "proxy_set_header Connection '';\n"
	    . "proxy_set_header Host \$host;\n"
	    . "proxy_set_header X-Forwarded-For \$http_x_reader;\n}") };
}

1;
