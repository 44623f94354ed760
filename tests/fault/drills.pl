#!/usr/bin/perl
# drills.pl [-f] [-j JOBS] [-t] [-m FILE] [NUMBER...] - faults under load, in one table
#
# Runs the drills of tests/fault/drill/, all or those given, and prints a table of what
# became of each: status 0 if all that could be run passed.
#
#     -f       in full, which takes 10 to 30 minutes; else each for some seconds
#     -j JOBS  so many at a time; 1
#     -t       as TAP, a line for each drill
#     -m FILE  also puts the table between two comments in FILE, as Markdown
#
# Each drill is a test of its own, and leaves a row of the table in the file DRILL_ROW.
use strict;
use warnings;
use FindBin;
use File::Temp 'tempdir';
use Getopt::Std;
use lib "$FindBin::Bin/../lib";
use Report qw(report_rows slurp);
use Time::HiRes 'time';

my @heads = ('#', 'drill', 'load', 'acknowledged', 'lost', 'twice', 'failed requests',
    'recovered', 'verdict');
# What no drill can be written for yet.
my @missing = ([15, 'mail: SMTP is down, answers 4xx, hangs, the mailer is killed',
	('-') x 6, 'not run: nothing sends mail yet']);

my $ended = 0;
my %opt = (j => 1);
getopts('fj:tm:', \%opt)
    or die "usage: drills.pl [-f] [-j JOBS] [-t] [-m FILE] [NUMBER...]\n";
die "drills.pl: the table of a document is of all drills\n" if $opt{m} && @ARGV;
my %only = map { $_ => 1 } @ARGV;
my $dir = tempdir('afterword.XXXXXX', TMPDIR => 1, CLEANUP => 1);
$| = 1;

# ---- running ----

sub number {
	my ($file) = @_;
	return $file =~ m{/0*(\d+)-[^/]*$} ? $1 : 0;
}

# In a process of its own.
sub begin {
	my ($file) = @_;
	my $out = "$dir/" . number($file);
	my $pid = fork // die "fork: $!\n";
	return $pid if $pid;
	$ENV{DRILL_ROW} = "$out.row";
	$ENV{FULL} = $opt{f} // '';
	$ENV{TEST_LIMIT} = 1200 if $opt{f};
	open STDOUT, '>', "$out.tap" or die "$out.tap: $!\n";
	open STDERR, '>&', \*STDOUT or die "$!\n";
	exec 'sh', "$FindBin::Bin/../lib/runner", $file;
}

sub verdict {
	my ($status, $said) = @_;
	return "not run: $1" if $said =~ /^1\.\.0 # SKIP (.*)/m;
	return 'pass' if !$status;
	return 'FAIL: ' . ($said =~ /^not ok \d+ - (.*)/m ? $1 : 'it broke off');
}

sub finished {
	my ($file, $status) = @_;
	my $n = number($file);
	my $said = slurp("$dir/$n.tap");
	chomp(my $row = slurp("$dir/$n.row"));
	my @row = $row ne '' ? split /\t/, $row
	    : ($n, $file =~ m{/\d+-(.*)\.sh$}, ('-') x 6);
	push @row, verdict($status, $said);
	my $failed = $row[-1] =~ /^FAIL/;
	if ($opt{t}) {
		# In the order in which they end.
		print $failed ? 'not ok ' : 'ok ', ++$ended, " - drill $n, $row[1]",
		    $row[-1] =~ /^not run: (.*)/ ? " # SKIP $1\n"
		    : ": lost $row[4], twice $row[5], back after $row[7]\n";
	} else {
		print STDERR "drill $n: $row[-1]\n";
	}
	print $said =~ s/^/# /gmr if $failed;
	return \@row;
}

sub run {
	my (@files) = @_;
	my (%file, @rows);
	my $stop = sub { kill TERM => keys %file; exit 130 };
	local @SIG{qw(INT TERM)} = ($stop, $stop);
	while (@files || %file) {
		while (@files && keys %file < $opt{j}) {
			my $file = shift @files;
			$file{ begin($file) } = $file;
		}
		my $pid = wait;
		my $file = delete $file{$pid} // next;
		push @rows, finished($file, $?);
	}
	return @rows;
}

# ---- the table ----

sub plain {
	my (@rows) = @_;
	my @width = map { my $i = $_; (sort { $b <=> $a } map { length $_->[$i] } @rows)[0] }
	    0 .. $#heads;
	for my $row (@rows) {
		my $line = join '  ', map { sprintf "%-$width[$_]s", $row->[$_] } 0 .. $#heads;
		print $line =~ s/ +$//r, "\n";
	}
}

my @rows = run(grep { !%only || $only{ number($_) } }
	sort glob "$FindBin::Bin/drill/[0-9]*.sh");
my $failed = grep { $_->[-1] =~ /^FAIL/ } @rows;
push @rows, grep { !%only || $only{ $_->[0] } } @missing;
@rows = (\@heads, sort { $a->[0] <=> $b->[0] } @rows);
if ($opt{t}) {
	print "1..$ended\n";
} else {
	plain(@rows);
}
report_rows($opt{m}, 'drills', $opt{f} ? 'In full' : 'Each for some seconds', @rows)
    if $opt{m};
exit($failed ? 1 : 0);
