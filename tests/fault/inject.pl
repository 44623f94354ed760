#!/usr/bin/perl
# inject.pl [-n CALLS] [-o NAMES] [-f NAMES] [-r FILE] [-lt] VAR ORIGIN COOKIE CSRF PASSWORD
#
# Walks the paths of requests, and on each lets call after call fail: the first one of
# a run, the second one of another, and so on to the last.  VAR is the stack's
# folder, with the files of inject.c in VAR/inject.  COOKIE, CSRF and PASSWORD are of Anna, a
# moderator.
#
#     -n  no more than so many calls of a path and fault, from all over
#     -o  only paths whose name matches      -f  only faults
#     -l  only what libraries end the program for, and else not that
#     -r  adds a row for each fault to the file, see heads; fields between tabs
#     -t  the program prints from where the call came
#
# After each failure the same request is sent again, as a browser or web server would,
# and has to do it, once.  Prints `ok - ...` or `not ok - ...` for each path and fault,
# with the number of calls and what was answered, and `end` when all were walked.
use strict;
use warnings;
use Errno qw(EPIPE EAGAIN ECONNRESET);
use Fcgi;
use Getopt::Std;
use Inject;
use InjectPaths;
use Time::HiRes qw(time sleep);

my %opt = (o => '.', f => '.', t => 0);
getopts('n:o:f:r:lt', \%opt) && @ARGV == 5 or die "usage: see the top of inject.pl\n";
my ($var, $origin, $cookie, $csrf, $password) = @ARGV;
$| = 1;

my $FOR_EVER = 1_000_000;
my @faults = (
	['no memory', MEMORY],
	['no memory for a library', LIBRARY],
	['no memory from then on', MEMORY, times => $FOR_EVER],
	['write: broken pipe', WRITE, value => EPIPE],
	['write: one byte', WRITE],
	['write: not now', WRITE, value => EAGAIN],
	['read: reset', READ, value => ECONNRESET],
	['read: the end', READ],
	['read: not now', READ, value => EAGAIN],
	['Redis: an error', ANSWER, text => 'ERR injected'],
	['Redis: no room', ANSWER, text => 'OOM injected'],
	['Redis: nil', VALUE],
	['Redis: another type', VALUE, value => 1],
);

my %inject = map { $_ => Inject->new("$var/inject/$_.fcgi") }
    qw(visits comments moderation);
InjectPaths::to($var, $origin, $cookie, $csrf, $password);

# ---- one request ----

# What an answer is: its status; or closed, silent; or what is wrong with it.
sub judge {
	my ($answer) = @_;
	return $answer if $answer =~ /^(closed|silent)$/;
	my ($head, $body) = split /\r\n\r\n/, $answer, 2;
	my ($status) = $head =~ /^Status: (\d+)/m or return "no status: $answer";
	my ($len) = $head =~ /^Content-Length: (\d+)/m;
	return "$status, cut off" if ($len // 0) != length $body;
	my $problem = $head =~ m{^Content-Type: (application/problem\+json|text/html)}m;
	return "$status, and does not say why"
	    if $status >= 400 && !$problem && !($status == 503 && $len == 0);
	return "$status, without Retry-After"
	    if $status == 503 && $head !~ /^Retry-After: \d/m;
	return $status;
}

sub pid {
	my ($program) = @_;
	open my $file, '<', "$var/run/$program.pid" or return 0;
	return 0 + (<$file> // 0);
}

# Whether another process serves than before.  It is killed, too: a program that fails
# by itself again and again is given up by its supervisor.
my %serves = map { $_ => pid($_) } keys %inject;
sub ended {
	my ($program) = @_;
	my ($was, $is) = ($serves{$program}, pid($program));
	return 0 if $is == $was;
	kill KILL => $is if $is;
	my $until = time + 5;
	do {
		sleep 0.01;
		$serves{$program} = pid($program);
	} while ($serves{$program} == $is || !$serves{$program}) && time < $until;
	return 1;
}

# The same request until it is served: a program may be connecting to Redis again.
sub insist {
	my ($program, $bytes) = @_;
	my $until = time + 5;
	my $got;
	for (;;) {
		my $answer = InjectPaths::exchange($program, $bytes);
		$got = judge($answer);
		return ($got, $answer) if $got !~ /^(503|closed|silent)/ || time > $until;
		sleep 0.01;
	}
}

# ---- one path under one fault ----

# What is wrong with an answer, if it is no honest one.
sub dishonest {
	my ($path, $kind, $got, $failed) = @_;
	return undef if $got =~ /^$path->{good}$/;
	return 'though nothing failed' if !$failed;
	return undef if $got eq 'closed' || $got =~ /^5..$/;
	# What Redis says may be that there is no such thing, or another one.
	return undef if $kind == VALUE && ($got =~ /^4..$/
	    || $path->{reads} && $got =~ /^[23]..$/ || $got eq ($path->{told} // ''));
	return 'that is not so';
}

my %walked;

# One request while call $n of a kind fails, and once more while none does.  Returns how it
# ended; what was wrong, if anything; how many calls failed, and how many of each kind
# there were.
sub strike {
	my ($path, $n, $kind, %with) = @_;
	my $program = $path->{program};
	my $case = $path->{make}->();
	$walked{$program}{ InjectPaths::asked() } = 1;
	my $i = $inject{$program};

	$i->arm($kind, $n, %with, trace => $opt{t});
	my $answer = InjectPaths::exchange($program, $case->{bytes});
	my ($failed, @calls) = $i->disarm;
	my $got = judge($answer);
	my $wrong = dishonest($path, $kind, $got, $failed);
	my ($again, $second) = insist($program, $case->{bytes});
	$wrong //= "and then $again" if $again !~ /^$path->{again}$/;
	if (ended($program)) {
		$got .= ' and ended';
		$wrong //= 'the program ended' if $kind != LIBRARY;
	}
	$wrong //= $case->{wrong}->($got, $answer, $second)
	    if $case->{wrong} && !($kind == VALUE && $path->{reads});
	return ($got, $wrong, $failed, @calls);
}

# The calls to fail, out of so many: all, or some from all over.  Most of them are for
# memory.
sub some {
	my ($count, $kind) = @_;
	my $most = $opt{n} // $count;
	$most = int(($most + 3) / 4) if $kind != MEMORY;
	return 1 .. $count if $most >= $count;
	return map { 1 + int $count * ($_ + 0.5) / $most } 0 .. $most - 1;
}

sub report {
	my ($name, $wrong, $said) = @_;
	printf "%s - %s: %s\n", @$wrong ? 'not ok' : 'ok', $name, $said;
	print "     $_\n" for @$wrong;
}

# What a row counts: paths, calls that failed, and how the request then ended.
my @heads = ('what fails', 'paths', 'times', 'answered as ever', '5xx', 'another answer',
	'connection closed', 'the program ended', 'wrong');
my %rows;

sub head_of {
	my ($path, $got) = @_;
	return 'the program ended' if $got =~ /ended$/;
	return 'answered as ever' if $got =~ /^$path->{good}$/;
	return '5xx' if $got =~ /^5..$/;
	return 'connection closed' if $got eq 'closed';
	return 'another answer';
}

sub walk {
	my ($path, $count, $name, $kind, %with) = @_;
	my $row = $rows{$name} //= { map { $_ => 0 } @heads };
	my (%ended, @wrong);
	$row->{paths}++;
	for my $n (some($count, $kind)) {
		my ($got, $wrong, $failed) = strike($path, $n, $kind, %with);
		push @wrong, "call $n: $got: $wrong" if defined $wrong;
		$row->{wrong}++ if defined $wrong;
		if ($failed) {
			$ended{$got}++;
			$row->{times}++;
			$row->{head_of($path, $got)}++;
		}
		last if @wrong > 10;
	}
	report("$path->{name}, $name", \@wrong, join ', ', "$count calls",
	    map { "$_ x $ended{$_}" } sort keys %ended);
}

# A row that nobody thought of.
sub all_were_walked {
	my ($program) = @_;
	my @walked = keys %{ $walked{$program} };
	open my $routes, '-|', "$ENV{BIN}/$program.fcgi", '-D', 'routes' or die "$program: $!\n";
	while (<$routes>) {
		my ($methods, $path) = /^\.It ([A-Z, ]+) Pa (\S+)/ or next;
		my $like = join '[^/]+', map { quotemeta } split /\{id\}/, $path, -1;
		for my $method (split /, /, $methods) {
			report("$method $path is walked",
			    [(grep { /^$method $like$/ } @walked) ? () : 'it is not'], $program);
		}
	}
}

sub write_rows {
	my ($file) = @_;
	open my $f, '>>', $file or die "$file: $!\n";
	print $f join("\t", @heads), "\n" if !-s $file;
	for my $name (grep { $rows{$_} } map { $_->[0] } @faults) {
		print $f join("\t", $name, @{ $rows{$name} }{ @heads[1 .. $#heads] }), "\n";
	}
	close $f or die "$file: $!\n";
}

for my $path (grep { $_->{name} =~ /$opt{o}/ } InjectPaths::all()) {
	my ($got, $wrong, undef, @calls) = strike($path, 0, NOTHING);
	report($path->{name}, [$wrong // ()], $got);
	for my $fault (grep { $_->[0] =~ /$opt{f}/ } @faults) {
		my ($name, $kind, %with) = @$fault;
		walk($path, $calls[$kind], $name, $kind, %with)
		    if ($kind == LIBRARY) == !!$opt{l} && (!$opt{l} || $path->{library});
	}
}
if (!$opt{l} && $opt{o} eq '.') {
	all_were_walked($_) for sort keys %inject;
}
write_rows($opt{r}) if $opt{r};
print "end\n";
