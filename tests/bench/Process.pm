# Process.pm - processes that measuring starts, and what they cost
#
# All of them are stopped at the end, and the folder $work goes.
package Process;
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use HTTP::Tiny;
use POSIX qw(:sys_wait_h sysconf _SC_CLK_TCK);
use Report qw(slurp);
use Time::HiRes qw(sleep time);

our @EXPORT = qw($top $build $work slurp spill spawn stop await get family cpu_us
    resident_mb sleep time);

our $top = abs_path(dirname(abs_path(__FILE__)) . "/../..");
our $build = "$top/build/" . ($ENV{BUILD} || "release");
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

sub spill {
	my ($path, $text) = @_;
	open my $f, ">", $path or die "bench: $path: $!\n";
	print $f $text;
	close $f or die "bench: $path: $!\n";
	return $path;
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

sub stop {
	my ($pid) = @_;
	kill TERM => $pid;
	waitpid $pid, 0;
	@children = grep { $_ != $pid } @children;
}

sub await {
	my ($what, $test) = @_;
	for (1 .. 2400) {
		my $is = $test->();
		return $is if $is;
		sleep 0.05;
	}
	die "bench: $what does not come\n";
}

sub get {
	my ($stack, $path) = @_;
	my $r = HTTP::Tiny->new->get("$stack->{url}$path");
	die "bench: $path: $r->{status} $r->{content}\n" if $r->{status} >= 400;
	return $r;
}

# A process and its children.
sub family {
	my ($pid) = @_;
	return $pid ? ($pid, split " ", slurp("/proc/$pid/task/$pid/children")) : ();
}

# CPU time so far, of the whole family.
sub cpu_us {
	my $ticks = 0;
	for my $pid (family($_[0])) {
		my @f = split " ", slurp("/proc/$pid/stat") =~ s/^.*\)//r;
		$ticks += $f[11] + $f[12];
	}
	return $ticks * $tick;
}

# Memory of the whole family: what it holds now, and the sum of what each held at most.
sub resident_mb {
	my ($now, $most) = (0, 0);
	for my $pid (family($_[0])) {
		my $status = slurp("/proc/$pid/status");
		$now += ($status =~ /^VmRSS:\s+(\d+)/m)[0];
		$most += ($status =~ /^VmHWM:\s+(\d+)/m)[0];
	}
	return map { $_ / 1024 } $now, $most;
}

1;
