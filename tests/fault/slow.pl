#!/usr/bin/perl
# slow.pl PORT COUNT SECONDS - readers that take their time
#
# Half of them send the head of a request byte by byte, half the body; who was cut off, or
# has been answered, begins again.  Prints `here` when all are connected, and in the end
# how many connections there were.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(time sleep);

my ($port, $count, $seconds) = @ARGV;
my $head = "POST /api/visits HTTP/1.1\r\nHost: 127.0.0.1:$port\r\n"
    . "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n";
my $body = '{"article":"/slow",' . ' ' x 1980 . '}';
$SIG{PIPE} = 'IGNORE';
$| = 1;

my $connections = 0;
sub begin {
	my ($i) = @_;
	my $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1',
	    PeerPort => $port, Timeout => 5) or die "connection $i: $@\n";
	$connections++;
	$s->autoflush(1);
	# At the head's first byte, or the body's.
	return { socket => $s, rest => $i % 2 ? $head . $body : $body,
	    at_once => $i % 2 ? '' : $head };
}

# One byte more; false when that is over.
sub go_on {
	my ($slow) = @_;
	return 0 if $slow->{rest} eq '' || IO::Select->new($slow->{socket})->can_read(0);
	my $bytes = $slow->{at_once} . substr $slow->{rest}, 0, 1, '';
	$slow->{at_once} = '';
	return defined syswrite $slow->{socket}, $bytes;
}

my @slow = map { begin($_) } 1 .. $count;
print "here\n";
my $next = time;
my $until = $next + $seconds;
while (time < $until) {
	for my $i (0 .. $#slow) {
		$slow[$i] = begin($i + 1) unless go_on($slow[$i]);
	}
	my $left = ($next += 0.2) - time;
	sleep $left if $left > 0;
}
print "connections: $connections\n";
