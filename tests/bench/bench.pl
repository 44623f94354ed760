#!/usr/bin/perl
# bench.pl - what a visit costs, beside its references
#
# All configurations run in turn, ROUNDS times, with the same requests from wrk
# through the same nginx settings; medians are shown with their spread.  CPU time
# is that of nginx, program and Redis together, out of /proc, divided by requests.
# Absolute figures depend on the machine: compare within one run.
#
# From the environment: ROUNDS (5), SECONDS (3), CLIENTS ("64 256"), BUILD.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use POSIX qw(:sys_wait_h sysconf _SC_CLK_TCK);
use Time::HiRes qw(sleep time);

my $top = abs_path(dirname(abs_path($0)) . "/../..");
my $build = "$top/build/" . ($ENV{BUILD} || "release");
my $rounds = $ENV{ROUNDS} || 5;
my $seconds = $ENV{SECONDS} || 3;
my @clients = split " ", $ENV{CLIENTS} || "64 256";
my $tick = 1e6 / sysconf(_SC_CLK_TCK);
my $work = tempdir("afterword-bench.XXXXXX", TMPDIR => 1, CLEANUP => 1);
my @children;

$ENV{PATH} .= ":/usr/local/sbin:/usr/sbin:/sbin";
$SIG{INT} = $SIG{TERM} = sub { exit 1 };
END {
	my $status = $?;
	kill TERM => $_ for @children;
	waitpid $_, 0 for @children;
	$? = $status;
}

sub slurp {
	open my $f, "<", $_[0] or return "";
	local $/;
	return scalar <$f> // "";
}

sub spawn {
	my ($out, %env) = (shift, %{ shift() });
	my $pid = fork // die "fork: $!\n";
	if ($pid == 0) {
		@ENV{ keys %env } = values %env;
		@children = ();
		open STDOUT, ">", $out or POSIX::_exit(1);
		open STDERR, ">&", \*STDOUT or POSIX::_exit(1);
		exec @_ or POSIX::_exit(127);
	}
	push @children, $pid;
	return $pid;
}

sub await {
	my ($what, $test) = @_;
	for (1 .. 600) {
		my $is = $test->();
		return $is if $is;
		sleep 0.05;
	}
	die "bench: $what does not come\n";
}

sub free_port {
	my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1)
	    or die "bench: $!\n";
	return $s->sockport;
}

sub worker_of {
	my ($master) = @_;
	return await("nginx", sub {
		(slurp("/proc/$master/task/$master/children") =~ /(\d+)/)[0];
	});
}

# A stack under conf/run; what it measures are the pids of its parts.
sub start_stack {
	my ($name, %env) = @_;
	my $dir = "$work/$name";
	my $pid = spawn("$work/$name.log", \%env,
	    "sh", "$top/conf/run", "-p", 0, "-v", $dir, "-b", $build);
	my $url = await("$name: " . slurp("$work/$name.log"), sub {
		die "bench: $name: " . slurp("$work/$name.log")
		    if waitpid($pid, WNOHANG) == $pid;
		(slurp("$work/$name.log") =~ m{^ready (http://[^/]+)/}m)[0];
	});
	my $pid_of = sub { slurp("$dir/run/$_[0].pid") =~ s/\s+//r };
	return {
		url => $url, dir => $dir, pid => $pid,
		nginx => worker_of($pid_of->("nginx")),
		program => $pid_of->("visits"), redis => $pid_of->("redis"),
	};
}

sub start_lua {
	my ($name) = @_;
	my $dir = "$work/$name";
	mkdir $dir or die "bench: $!\n";
	my ($modules) = grep { -e "$_/ngx_http_lua_module.so" }
	    "/usr/lib/nginx/modules", "/usr/lib64/nginx/modules";
	return undef unless $modules && -e "/usr/share/lua/5.1/nginx/redis.lua";
	my $port = free_port();
	my %value = (DIR => $dir, PORT => $port, MODULES => $modules,
	    USER => $> == 0 ? "user root root;" : "");
	my $conf = slurp("$top/tests/bench/nginx-lua.conf.in");
	$conf =~ s/\@([A-Z]+)\@/$value{$1}/g;
	open my $f, ">", "$dir/nginx.conf" or die "bench: $!\n";
	print $f $conf;
	close $f;
	my ($server) = grep { -x } "/usr/bin/redis-server", "/usr/bin/valkey-server",
	    "/usr/bin/redis-check-rdb";
	if ($server =~ /check-rdb/) {
		symlink $server, "$dir/redis-server";
		$server = "$dir/redis-server";
	}
	my $redis = spawn("$dir/redis.log", {}, $server, "$top/conf/redis.conf",
	    "--port", 0, "--unixsocket", "$dir/redis.sock", "--dir", $dir,
	    "--daemonize", "no");
	await("Redis", sub { -S "$dir/redis.sock" });
	my $nginx = spawn("$dir/nginx.log", {}, "nginx", "-p", $dir, "-c",
	    "$dir/nginx.conf", "-e", "$dir/error.log");
	await("nginx and Lua", sub {
		IO::Socket::INET->new("127.0.0.1:$port");
	});
	return { url => "http://127.0.0.1:$port", dir => $dir,
		nginx => worker_of($nginx), redis => $redis };
}

sub cpu_us {
	my ($pid) = @_;
	return 0 unless $pid;
	my @f = split " ", slurp("/proc/$pid/stat") =~ s/^.*\)//r;
	return ($f[11] + $f[12]) * $tick;
}

sub resident_mb {
	my ($pid) = @_;
	return (slurp("/proc/$pid/status") =~ /^VmRSS:\s+(\d+)/m)[0] / 1024;
}

# One run of wrk: requests a second, latencies, and CPU for each request.
sub measure {
	my ($stack, $clients, $readers) = @_;
	my @parts = qw(nginx program redis);
	my %before = map { $_ => cpu_us($stack->{$_}) } @parts;
	local $ENV{READERS} = $readers;
	local $ENV{ORIGIN} = $stack->{url};
	my $out = `wrk -t @{[ $clients > 1 ? 2 : 1 ]} -c $clients -d ${seconds}s --latency -s $top/tests/bench/visit.lua $stack->{url}/api/visits`;
	my %after = map { $_ => cpu_us($stack->{$_}) } @parts;
	my ($n) = $out =~ /(\d+) requests in/ or die "bench: wrk: $out\n";
	die "bench: failures: $out\n" if $out =~ /Non-2xx|Socket errors/;
	my %r = map { $_ => ($after{$_} - $before{$_}) / $n } @parts;
	$r{n} = $n;
	$r{sum} = $r{nginx} + $r{program} + $r{redis};
	($r{rate}) = $out =~ m{Requests/sec:\s+([\d.]+)};
	for my $q (50, 99) {
		my ($value, $unit) = $out =~ /^\s+$q%\s+([\d.]+)(us|ms|s)\b/m;
		$r{"p$q"} = $value * { us => 0.001, ms => 1, s => 1000 }->{$unit};
	}
	return \%r;
}

sub median {
	my @v = sort { $a <=> $b } @_;
	return @v % 2 ? $v[$#v / 2] : ($v[@v / 2 - 1] + $v[@v / 2]) / 2;
}

# Instructions of the program for a visit, under callgrind: repeatable for one
# client, and nearly so for many, whose visits share calls of Redis.
sub instructions {
	my ($window, $readers, @clients) = @_;
	my $out = "$work/callgrind.$window.$readers";
	my $stack = start_stack("callgrind-$window-$readers",
		VISITS_WRAP => "valgrind -q --tool=callgrind --instr-atstart=no"
		    . " --callgrind-out-file=$out",
		AFTERWORD_REDIS_TIMEOUT => "30s",
		AFTERWORD_VISITS_WINDOW => $window);
	my $control = sub {
		system("callgrind_control @_ $stack->{program} >$work/control 2>&1")
		    == 0 or die "bench: callgrind_control: " . slurp("$work/control");
	};
	my @result;
	measure($stack, 8, $readers); # warm
	for my $clients (@clients) {
		$control->("-i on");
		my $n = measure($stack, $clients, $readers)->{n};
		$control->("-i off");
		$control->("-d");
		my $part = "$out." . (@result + 1);
		push @result, (slurp($part) =~ /^totals: (\d+)/m)[0] / $n;
	}
	kill TERM => $stack->{pid};
	waitpid $stack->{pid}, 0;
	@children = grep { $_ != $stack->{pid} } @children;
	return @result;
}

my $hello = "$build/tests/bench/hello";
my %stack = (
	visit => start_stack("visit"),
	each => start_stack("each", AFTERWORD_VISITS_WINDOW => 0),
	hello => start_stack("hello", VISITS_WRAP => $hello),
	lua => start_lua("lua"),
);
# A visit is compared with nginx and Lua given the same requests.
my ($lua_many, $lua_one) = ("nginx + Lua, many readers",
    "nginx + Lua, one reader");
my @rows = (
	[ "hello, same loop, no Redis", "hello", "many" ],
	[ $lua_many, "lua", "many" ],
	[ $lua_one, "lua", "one" ],
	[ "visit, each a new reader", "visit", "many", $lua_many ],
	[ "visit, window 0", "each", "one", $lua_one ],
	[ "visit, window still open", "visit", "one", $lua_one ],
);
@rows = grep { $stack{ $_->[1] } } @rows;
print "nginx + Lua: left out, its packages are missing\n" unless $stack{lua};

printf "%d rounds of %d s, interleaved; medians, with the spread of the sum\n",
    $rounds, $seconds;
for my $clients (@clients) {
	my %runs;
	measure($stack{ $_->[1] }, $clients, $_->[2]) for @rows; # warm
	for (1 .. $rounds) {
		push @{ $runs{ $_->[0] } },
		    measure($stack{ $_->[1] }, $clients, $_->[2]) for @rows;
	}
	printf "\n%d clients%18s %7s %7s %7s %7s %15s %7s %7s %7s\n", $clients,
	    "us CPU/request:", "nginx", "program", "Redis", "sum", "(spread)",
	    "req/s", "p50 ms", "p99 ms";
	my %sum;
	for my $row (map { $_->[0] } @rows) {
		my @r = @{ $runs{$row} };
		my %m = map { my $k = $_; $k => median(map { $_->{$k} } @r) }
		    qw(nginx program redis sum rate p50 p99);
		my @sums = sort { $a <=> $b } map { $_->{sum} } @r;
		$sum{$row} = \%m;
		printf "%-28s %7s %7.1f %7.1f %7.1f %7.1f   (%4.1f - %4.1f) %7.0f %7.2f %7.2f\n",
		    $row, "", @m{qw(nginx program redis sum)}, $sums[0],
		    $sums[-1], @m{qw(rate p50 p99)};
	}
	for (grep { $_->[3] } @rows) {
		my ($row, $lua) = @{$_}[0, 3];
		my $m = $sum{$row};
		my $hello = $sum{ $rows[0][0] };
		printf "%-28s program / hello's %.2f", $row,
		    $m->{program} / $hello->{program};
		printf "   sum / nginx + Lua's %.2f",
		    $m->{sum} / $sum{$lua}{sum} if $stack{lua};
		print "\n";
	}
}
printf "\nresident memory of the program: %.1f MB (window), %.1f MB (window 0)\n",
    map { resident_mb($stack{$_}{program}) } qw(visit each);
print "\ninstructions of the program for a visit:   1 client   64 clients\n";
for (grep { $_->[3] } @rows) {
	printf "%-40s %10.0f %12.0f\n", $_->[0],
	    instructions($_->[1] eq "each" ? 0 : "30m", $_->[2], 1, 64);
}
