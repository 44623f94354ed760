#!/usr/bin/perl
# slow.pl PORT COUNT SECONDS - readers that take their time
#
# Half of them send the head of a request byte by byte, half the body.  Prints `here`
# when all are connected, and how many were cut off in the end.
use strict;
use warnings;
use IO::Socket::INET;
use Time::HiRes qw(time sleep);

my ($port, $count, $seconds) = @ARGV;
my $head = "POST /api/visits HTTP/1.1\r\nHost: 127.0.0.1:$port\r\n"
    . "Content-Type: application/json\r\nContent-Length: 2000\r\n";
$SIG{PIPE} = 'IGNORE';
$| = 1;

my @slow;
for my $i (1 .. $count) {
	my $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1',
	    PeerPort => $port, Timeout => 5) or die "connection $i: $@\n";
	$s->autoflush(1);
	syswrite $s, "$head\r\n{\"article\":\"/slow\"," if $i % 2;
	push @slow, $s;
}
print "here\n";
my $until = time + $seconds;
my $cut = 0;
for (my $at = 0; time < $until && $at < length $head; $at++) {
	for my $i (0 .. $#slow) {
		my $byte = $i % 2 ? substr($head, $at, 1) : ' ';
		defined syswrite $slow[$i], $byte or $cut++;
	}
	sleep 0.2;
}
print "cut off: $cut\n";
