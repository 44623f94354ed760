# Bench.pm - what the measuring scripts share: stacks, load and tables
#
# All rows of a table run in turn, ROUNDS times, with wrk through the same nginx
# settings; medians are shown with their spread.  CPU time is that of nginx, program
# and Redis, out of /proc, divided by requests.  Absolute figures depend on the
# machine: compare within one run.
#
# A row says what is measured:
#
#     name     what to call it
#     stack    from start_stack()
#     program  whose CPU time is the program's: visits or comments
#     script   wrk's, in this folder, and in
#     env      what it gets, besides ORIGIN
#     before   called before each run, when there is something to prepare
#     proof    a counter of the program's that has to grow with the requests: nothing
#              is measured that was not meant
#
# From the environment: ROUNDS (5), SECONDS (3), CLIENTS (as the script says), BUILD.
package Bench;
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use HTTP::Tiny;
use IO::Socket::INET;
use POSIX qw(:sys_wait_h sysconf _SC_CLK_TCK);
use Time::HiRes qw(sleep);

our @EXPORT = qw($top $build $rounds $seconds $work slurp spill spawn stop await
    clients free_port worker_of start_stack redis start_comments stamps fill get
    resident_mb run_rounds print_rows ratio callgrind print_instructions);

our $top = abs_path(dirname(abs_path(__FILE__)) . "/../..");
our $build = "$top/build/" . ($ENV{BUILD} || "release");
our $rounds = $ENV{ROUNDS} || 5;
our $seconds = $ENV{SECONDS} || 3;
our $work = tempdir("afterword-bench.XXXXXX", TMPDIR => 1, CLEANUP => 1);
my $tick = 1e6 / sysconf(_SC_CLK_TCK);
my @children;

$| = 1;
$ENV{PATH} .= ":/usr/local/sbin:/usr/sbin:/sbin";
$SIG{$_} = sub { exit 1 } for qw(INT TERM HUP PIPE);
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

sub spill {
	my ($path, $text) = @_;
	open my $f, ">", $path or die "bench: $path: $!\n";
	print $f $text;
	close $f or die "bench: $path: $!\n";
	return $path;
}

sub clients {
	return split " ", $ENV{CLIENTS} || $_[0];
}

# ---- processes ----

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

sub stop {
	my ($pid) = @_;
	kill TERM => $pid;
	waitpid $pid, 0;
	@children = grep { $_ != $pid } @children;
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
		(slurp("/proc/$master/task/$master/children") =~ /(\d+)\s*$/)[0];
	});
}

# A stack under conf/run with these settings; what is measured are its processes.
sub start_stack {
	my ($name, $settings, %env) = @_;
	my $dir = "$work/$name";
	spill("$dir.conf", $settings);
	my $pid = spawn("$dir.log", \%env, "sh", "$top/conf/run", "-p", 0,
	    "-v", $dir, "-b", $build, "-x", "$dir.conf");
	my $url = await("$name: " . slurp("$dir.log"), sub {
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

sub redis {
	my ($stack, @command) = @_;
	local $ENV{REDISCLI_AUTH} =
	    slurp("$stack->{dir}/passwords/afterword.redis.admin") =~ s/\s+//r;
	open my $p, "-|", "redis-cli", "-s", "$stack->{dir}/run/redis.sock",
	    "--user", "admin", "--raw", @command or die "bench: redis-cli: $!\n";
	local $/;
	return (<$p> // "") =~ s/\n\z//r;
}

# ---- comments ----

# A stack that takes all comments: limits are as they come, but for the flood, and
# each X-Reader is a reader's address.
sub start_comments {
	my ($name, %env) = @_;
	my $stack = start_stack($name, "[comments]\nflood = 100000000\n", %env);
	my $conf = "$stack->{dir}/nginx/afterword.conf";
	spill($conf, slurp($conf)
	    . "set_real_ip_from 127.0.0.1;\nreal_ip_header X-Reader;\n");
	my $old = $stack->{nginx};
	kill HUP => $stack->{master};
	await("nginx' next worker", sub { !-e "/proc/$old" });
	$stack->{nginx} = worker_of($stack->{master});
	redis($stack, qw(config set maxmemory 4gb));
	return $stack;
}

# A file with N fresh stamps for an article; and the article's hash.
sub stamps {
	my ($stack, $article, $n) = @_;
	my ($h, $stamps) = split /\n/, `$build/tests/bench/stamps $stack->{dir}/secret demo $article $n`, 2;
	return (spill("$stack->{dir}/stamps", $stamps // ""), $h);
}

# N comments of SIZE bytes on an article, the oldest two weeks old; redis-cli is told
# the script once.  Ids begin behind a million: all have as many digits.
sub fill {
	my ($stack, $article, $n, $size) = @_;
	my $script = slurp("$top/tests/bench/fill.lua")
	    =~ s{^-- include (\S+)$}{slurp("$top/src/comments/$1")}gemr;
	my $sha = redis($stack, qw(script load), $script);
	my ($h) = (stamps($stack, $article, 0))[1];
	my $first = time - 14 * 86400;
	redis($stack, qw(hsetnx c:{demo} last 1000000));
	for (my $done = 0; $done < $n; $done += 2000) {
		my $some = $n - $done < 2000 ? $n - $done : 2000;
		my $last = redis($stack, "evalsha", $sha, 1, "c:{demo}", $h,
		    $article, $some, $first + $done, $size);
		die "bench: fill: $last\n" unless $last =~ /^\d+$/;
	}
	return $h;
}

# ---- figures ----

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

sub get {
	my ($stack, $path) = @_;
	my $r = HTTP::Tiny->new->get("$stack->{url}$path");
	die "bench: $path: $r->{status} $r->{content}\n" if $r->{status} >= 400;
	return $r;
}

# What a program has counted so far.
sub figures {
	my ($stack, $program) = @_;
	my $path = $program eq "visits" ? "/metrics" : "/$program/metrics";
	return { get($stack, $path)->{content} =~ /^([^#\s]\S*) (\d+)$/mg };
}

# One run of wrk: requests a second, latencies, and CPU for each request.
sub run {
	my ($row, $clients) = @_;
	my ($stack, $program) = @{$row}{qw(stack program)};
	my @parts = qw(nginx program redis);
	my %pid = (nginx => $stack->{nginx}, redis => $stack->{redis},
	    program => $stack->{ $program // "" });
	$row->{before}->($row) if $row->{before};
	my $was = $row->{proof} && figures($stack, $program);
	local %ENV = (%ENV, ORIGIN => $stack->{url}, %{ $row->{env} // {} });
	my %before = map { $_ => cpu_us($pid{$_}) } @parts;
	my $out = `wrk -t @{[ $clients > 1 ? 2 : 1 ]} -c $clients -d ${seconds}s --latency -s $top/tests/bench/$row->{script} $stack->{url}`;
	my %after = map { $_ => cpu_us($pid{$_}) } @parts;
	my ($n) = $out =~ /(\d+) requests in/ or die "bench: wrk: $out\n";
	die "bench: $row->{name}: failures: $out\n"
	    if $out =~ /Non-2xx|Socket errors/ || $n == 0;
	my %r = (n => $n);
	($r{rate}) = $out =~ m{Requests/sec:\s+([\d.]+)};
	for my $q (50, 99) {
		my ($value, $unit) = $out =~ /^\s+$q%\s+([\d.]+)(us|ms|s)\b/m;
		$r{"p$q"} = $value * { us => 0.001, ms => 1, s => 1000 }->{$unit};
	}
	if ($was) {
		my $is = figures($stack, $program);
		my %grown = map { $_ => $is->{$_} - ($was->{$_} // 0) } keys %$is;
		my $proof = $grown{ $row->{proof} } // 0;
		die "bench: $row->{name}: only $proof of $n requests were that\n"
		    if $proof < 0.99 * $n;
		# Those that wrk did not wait for have cost, too.
		$r{n} = 0;
		$r{n} += $grown{$_}
		    for grep { /^afterword_requests_total\{route="\/(?!metrics)/ } keys %grown;
		$r{trips} = $grown{afterword_redis_round_trips_total} / $r{n};
	}
	$r{$_} = ($after{$_} - $before{$_}) / $r{n} for @parts;
	$r{sum} = $r{nginx} + $r{program} + $r{redis};
	return \%r;
}

sub median {
	my @v = sort { $a <=> $b } @_;
	return @v % 2 ? $v[$#v / 2] : ($v[@v / 2 - 1] + $v[@v / 2]) / 2;
}

# All rows in turn, after a run to warm up; row => figure => median, and the least and
# largest sum.
sub run_rounds {
	my ($clients, @rows) = @_;
	my (%runs, %result);
	run($_, $clients) for @rows;
	for (1 .. $rounds) {
		push @{ $runs{ $_->{name} } }, run($_, $clients) for @rows;
	}
	for my $name (keys %runs) {
		my @r = @{ $runs{$name} };
		my %m = map { my $k = $_; $k => median(map { $_->{$k} } @r) }
		    grep { $_ ne "n" } keys %{ $r[0] };
		@m{qw(least most)} =
		    (sort { $a <=> $b } map { $_->{sum} } @r)[0, -1];
		$result{$name} = \%m;
	}
	return \%result;
}

sub print_rows {
	my ($clients, $result, @rows) = @_;
	my $wide = 4 + (sort { $a <=> $b } map { length $_->{name} } @rows)[-1];
	printf "\n%-${wide}s %7s %7s %7s %7s %15s %7s %7s %7s\n",
	    "$clients client" . ($clients > 1 ? "s" : "")
	    . ", us CPU/request:", "nginx", "program", "Redis", "sum", "(spread)",
	    "req/s", "p50 ms", "p99 ms";
	for my $row (@rows) {
		my $m = $result->{ $row->{name} };
		printf "%-${wide}s %7.1f %7.1f %7.1f %7.1f   (%4.1f - %4.1f) %7.0f %7.2f %7.2f\n",
		    $row->{name}, @{$m}{qw(nginx program redis sum least most rate
		    p50 p99)};
	}
}

# Prints how one figure stands to another, and what it should.
sub ratio {
	my ($what, $ratio, $target) = @_;
	printf "%-64s %5.2f%s\n", $what, $ratio,
	    $target ? "   (target: at most $target)" : "";
}

# ---- instructions ----

my %dumps;

# Those of a row's program for a request, under callgrind: repeatable for one client,
# and nearly so for many, whose requests share calls of Redis.
sub instructions {
	my ($row, @clients) = @_;
	my $pid = $row->{stack}{ $row->{program} };
	my $dump = $row->{stack}{dump}{ $row->{program} };
	my $control = sub {
		system("callgrind_control @_ $pid >$work/control 2>&1") == 0
		    or die "bench: callgrind_control: " . slurp("$work/control");
	};
	my @result;
	run($row, 8); # warm
	for my $clients (@clients) {
		$control->("-i on");
		my $n = run($row, $clients)->{n};
		$control->("-i off");
		$control->("-d");
		my $part = "$dump." . ++$dumps{$dump};
		push @result, (slurp($part) =~ /^totals: (\d+)/m)[0] / $n;
	}
	return @result;
}

# Words that start a program under callgrind; $stack->{dump}{program} has to name the
# same file.
sub callgrind {
	my ($dump) = @_;
	return "env AFTERWORD_SERVER_SECCOMP=off valgrind -q --tool=callgrind --instr-atstart=no"
	    . " --callgrind-out-file=$dump";
}

sub print_instructions {
	my ($clients, @rows) = @_;
	my @clients = split " ", $clients;
	printf "\n%-40s %s\n", "instructions of the program for a request:",
	    join " ", map { sprintf "%11s", "$_ client" . ($_ > 1 ? "s" : "") }
	    @clients;
	for my $row (@rows) {
		printf "%-42s %s\n", $row->{name}, join " ",
		    map { sprintf "%11.0f", $_ } instructions($row, @clients);
	}
}

1;
