# Bench.pm - load, rounds of it, and tables
#
# All rows run in turn, ROUNDS times and each round from another one on, with wrk through
# nginx; medians are shown with the spread of their sum.  CPU time is that of nginx,
# program and Redis, out of /proc, divided by requests.  Absolute figures depend on the
# machine: compare within one run.
#
# A row says what is measured:
#
#     name     what to call it
#     stack    from Stack.pm
#     program  whose CPU time is the program's: a process of the stack
#     script   wrk's, in this folder, and in
#     env      what it gets, besides ORIGIN
#     before   called before each run, when there is something to prepare
#     proof    a counter of the program's, or a function that counts, which has to grow
#              with the requests: nothing is measured that was not meant
#     slow     runs for so many seconds at least, and counts until the last answer
#     most     clients at most
#     ours     1 when others of its group are compared with this one
package Bench;
use strict;
use warnings;
use Exporter qw(import);
use IO::Handle;
use Process;

our @EXPORT = qw($rounds $seconds clients run run_rounds ratio paced synced median
    instructions callgrind system_calls table);

our $rounds = $ENV{ROUNDS} || 5;
our $seconds = $ENV{SECONDS} || 2;
my @parts = qw(nginx program redis);

sub clients {
	return split " ", $ENV{CLIENTS} || $_[0];
}

# ---- load ----

# What a program has counted so far.
sub figures {
	my ($row) = @_;
	my $path = $row->{program} eq "visits" ? "/metrics" : "/$row->{program}/metrics";
	return { get($row->{stack}, $path)->{content} =~ /^([^#\s]\S*) (\d+)$/mg };
}

# What has been counted of a row's requests: as { proof } and, if the program tells,
# { requests }.
sub counted {
	my ($row) = @_;
	my $proof = $row->{proof} or return {};
	return { proof => $proof->($row) } if ref $proof;
	my $f = figures($row);
	my $n = 0;
	$n += $f->{$_}
	    for grep { /^afterword_requests_total\{route="\/(?!metrics)/ } keys %$f;
	return { proof => $f->{$proof} // 0, requests => $n };
}

sub costs {
	my ($row) = @_;
	my %pid = (%{ $row->{stack} }, program => $row->{stack}{ $row->{program} // "" });
	return { map { $_ => cpu_us($pid{$_}) } @parts };
}

# Waits until requests that wrk gave up at its end are done, too: they cost as much.
sub settled {
	my ($row) = @_;
	my $was = -1;
	for (1 .. 600) {
		my $is = costs($row);
		my $sum = $is->{nginx} + $is->{program} + $is->{redis};
		return $is if $sum == $was;
		$was = $sum;
		sleep 0.1;
	}
	die "bench: $row->{name}: does not come to rest\n";
}

# Redis writes its file anew when that has grown: a process of its own, which would slow
# down whoever is measured meanwhile, and be nobody's cost.
my %redis;
sub await_rest {
	my ($stack) = @_;
	$redis{ $stack->{redis} } = 1 if $stack->{redis};
	for my $pid (keys %redis) {
		await("the end of what Redis writes", sub {
			(-e "/proc/$pid" ? slurp("/proc/$pid/task/$pid/children") : "") !~ /\d/
		});
	}
}

# One run of wrk: requests a second, latencies in ms, and CPU us for each request.
sub run {
	my ($row, $clients, $for) = @_;
	my $slow = $row->{slow} // 0;
	$for = $slow if ($for ||= $seconds) < $slow;
	$clients = $row->{most} if $row->{most} && $row->{most} < $clients;
	$row->{before}->($row) if $row->{before};
	await_rest($row->{stack});
	my $was = counted($row);
	local %ENV = (%ENV, ORIGIN => $row->{stack}{url}, %{ $row->{env} // {} });
	my $before = costs($row);
	my $start = time;
	my $out = `wrk -t @{[ $clients > 1 ? 2 : 1 ]} -c $clients -d ${for}s --timeout 60s --latency -s $top/tests/bench/$row->{script} $row->{stack}{url}`;
	my $after = settled($row);
	my $elapsed = time - $start;
	my ($n) = $out =~ /(\d+) requests in/ or die "bench: wrk: $out\n";
	die "bench: $row->{name}: failures: $out\n" if $out =~ /Non-2xx|Socket errors/;
	if ($n == 0) { # too slow, now, to have answered anybody
		die "bench: $row->{name}: no answer in $for s\n" if $for >= 30;
		return run($row, $clients, 2 * $for);
	}
	my %r;
	($r{rate}) = $out =~ m{Requests/sec:\s+([\d.]+)};
	for my $q (50, 99) {
		my ($value, $unit) = $out =~ /^\s+$q%\s+([\d.]+)(us|ms|s)\b/m;
		$r{"p$q"} = $value * { us => 0.001, ms => 1, s => 1000 }->{$unit};
	}
	my $is = counted($row);
	my %grown = map { $_ => $is->{$_} - $was->{$_} }
	    grep { defined $is->{$_} && defined $was->{$_} } keys %$is;
	die "bench: $row->{name}: only $grown{proof} of $n requests were that\n"
	    if defined $grown{proof} && $grown{proof} < 0.99 * $n;
	# At its end wrk waits for an answer on each connection.
	$r{n} = $grown{requests} // $n + $clients;
	$r{rate} = $r{n} / $elapsed if $slow;
	$r{$_} = ($after->{$_} - $before->{$_}) / $r{n} for @parts;
	$r{sum} = $r{nginx} + $r{program} + $r{redis};
	return \%r;
}

sub median {
	my @v = sort { $a <=> $b } @_;
	return @v % 2 ? $v[$#v / 2] : ($v[@v / 2 - 1] + $v[@v / 2]) / 2;
}

# All rows in turn, after a run to warm up; row => figure => median, and the sum of each
# round, the least and the largest of which are least and most.
sub run_rounds {
	my ($clients, @rows) = @_;
	my (%runs, %result);
	run($_, $clients, 1) for @rows;
	for (1 .. $rounds) {
		push @{ $runs{ $_->{name} } }, run($_, $clients) for @rows;
		push @rows, shift @rows;
	}
	for my $name (keys %runs) {
		my @r = @{ $runs{$name} };
		my %m = map { my $k = $_; $k => median(map { $_->{$k} } @r) }
		    keys %{ $r[0] };
		$m{sums} = [ map { $_->{sum} } @r ];
		@m{qw(least most)} = (sort { $a <=> $b } @{ $m{sums} })[0, -1];
		$result{$name} = \%m;
	}
	return \%result;
}

# What one costs beside another: the median of rounds, in which they ran one after the
# other; with the least and the most.
sub ratio {
	my ($one, $other) = @_;
	my @of = sort { $a <=> $b }
	    map { $one->{sums}[$_] / $other->{sums}[$_] } 0 .. $#{ $one->{sums} };
	return sprintf "%.2f (%.2f - %.2f)", median(@of), @of[0, -1];
}

# Requests at a fixed rate, of as many clients in turn: their rate, and latencies in
# ms, counted from when they were due.  WHAT is told to load.
sub paced {
	my ($stack, $clients, $rate, @what) = @_;
	my ($port) = $stack->{url} =~ /(\d+)$/;
	my $each = 1000 * $clients / $rate;
	await_rest($stack);
	my $out = `$build/tests/fault/load -c $clients -t $seconds -i $each @what $port`;
	my %f = $out =~ /(\w+)=([\d.]+)/g;
	die "bench: @what: $out\n" unless $f{ok} && $f{ok} == $f{sent};
	return { rate => $f{rate}, map { $_ => $f{"${_}_us"} / 1000 } qw(p50 p99) };
}

# What the disk takes alone for about what Redis writes at a time, as paced().
sub synced {
	open my $f, ">", "$work/synced" or die "bench: $work/synced: $!\n";
	my $end = time + $seconds;
	my @ms;
	while ((my $from = time) < $end) {
		syswrite($f, "x" x 2000) && $f->sync or die "bench: $work/synced: $!\n";
		push @ms, (time - $from) * 1000;
	}
	@ms = sort { $a <=> $b } @ms;
	return { rate => @ms / $seconds, p50 => median(@ms), p99 => $ms[0.99 * @ms] };
}

# ---- what is repeatable ----

my %dumps;

# Words that start a program under callgrind; $stack->{dump}{program} has to name the
# same file.
sub callgrind {
	my ($dump) = @_;
	return "env AFTERWORD_SERVER_SECCOMP=off valgrind -q --tool=callgrind --instr-atstart=no"
	    . " --callgrind-out-file=$dump";
}

my %allocates = map { $_ => 1 } qw(malloc calloc realloc aligned_alloc posix_memalign);

# Calls of the functions that allocate memory, in a dump.
sub allocations {
	my ($dump) = @_;
	my (%name, $called);
	my $calls = 0;
	for (split /\n/, $dump) {
		if (/^(c?)fn=\((\d+)\)(?: (.*))?/) {
			$name{$2} = $3 if defined $3;
			$called = $name{$2} if $1;
		} elsif (/^calls=(\d+)/ && $allocates{$called}) {
			$calls += $1;
		}
	}
	return $calls;
}

# For each number of clients, a row's program's [ instructions, allocations ] for a
# request, under callgrind: repeatable for one, and nearly so for many, who share calls
# of Redis.
sub instructions {
	my ($row, @clients) = @_;
	my $pid = $row->{stack}{ $row->{program} };
	my $dump = $row->{stack}{dump}{ $row->{program} };
	my $control = sub {
		system("callgrind_control @_ $pid >$work/control 2>&1") == 0
		    or die "bench: callgrind_control: " . slurp("$work/control");
	};
	run($row, 8, 1); # warm
	return map {
		$control->("-i on");
		my $n = run($row, $_, 1)->{n};
		$control->("-i off");
		$control->("-d");
		my $text = slurp("$dump." . ++$dumps{$dump});
		[ ($text =~ /^totals: (\d+)/m)[0] / $n, allocations($text) / $n ];
	} @clients;
}

# System calls of a row's program, or of nginx where it is the program.
sub system_calls {
	my ($row, $clients) = @_;
	my @pids = family($row->{stack}{ $row->{program} // "nginx" });
	my $trace = spawn("$work/strace", {}, "strace", "-qfc", "-U", "calls,name", "-o",
	    "$work/calls", map { (-p => $_) } @pids);
	await("strace: " . slurp("$work/strace"), sub {
		@pids == grep { slurp("/proc/$_/status") =~ /^TracerPid:\s+$trace$/m } @pids;
	});
	my $n = run($row, $clients, 1)->{n};
	stop($trace);
	my ($calls) = slurp("$work/calls") =~ /^\s*(\d+) total$/m
	    or die "bench: strace: " . slurp("$work/strace") . slurp("$work/calls");
	return $calls / $n;
}

# ---- tables ----

# Rows of words as Markdown, which reads well as it stands, too; the first are the
# head, and all columns but the first are numbers.
sub table {
	my (@rows) = @_;
	my @wide = map {
		my $i = $_;
		(sort { $b <=> $a } map { length($_->[$i] // "") } @rows)[0];
	} 0 .. $#{ $rows[0] };
	my $line = sub {
		my ($row) = @_;
		return "| " . join(" | ", map {
			sprintf "%*s", $_ ? $wide[$_] : -$wide[$_], $row->[$_] // ""
		} 0 .. $#wide) . " |\n";
	};
	my $rule = "|" . join("|", map { $_ ? "-" x ($wide[$_] + 1) . ":"
		: "-" x ($wide[0] + 2) } 0 .. $#wide) . "|\n";
	return join "", $line->($rows[0]), $rule, map { $line->($_) } @rows[1 .. $#rows];
}

1;
