#!/usr/bin/perl
# flood.pl URL COUNT CLIENTS [NAME=value ...] - many visits at once
#
# Posts COUNT visits over CLIENTS connections that stay open, then says what became
# of them, `NUMBER STATUS counted` or `NUMBER STATUS why`, one a line.
#
#     article=/x#     # stands for the number of the request
#     agent=...       likewise
#     from=127.0.1.   each client has an address of its own below that network
use strict;
use warnings;
use IO::Socket::INET;

my ($url, $count, $clients, @options) = @ARGV;
my ($host, $port) = $url =~ m,^http://([^:/]+):(\d+), or die "$url?\n";
my %set = (article => '/', agent => 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
    map { split /=/, $_, 2 } @options);
my (@s, %seen);
$SIG{ALRM} = sub { die "takes too long\n" };
alarm 60;

for my $i (1 .. $clients) {
	push @s, IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port,
	    $set{from} ? (LocalAddr => $set{from} . $i) : ())
	    // die "connection $i: $!\n";
}
sub answer {
	my ($s) = @_;
	my $head = '';
	while ($head !~ /\r\n\r\n\z/) {
		$head .= <$s> // die "a connection ended\n";
	}
	my ($status) = $head =~ m,^HTTP/1.1 (\d+),;
	my ($len) = $head =~ /^Content-Length: (\d+)/mi;
	read($s, my $body, $len) == $len or die "an answer was cut off\n";
	my ($why) = $body =~ /"why":"(\w+)"/;
	$why //= $body =~ /"counted":true/ ? 'counted' : '-';
	$seen{"$status $why"}++;
}
for (my $n = 0; $n < $count; $n += @s) {
	my @busy = grep { $_ < $count - $n } 0 .. $#s;
	for my $i (@busy) {
		my ($article, $agent) = @set{qw(article agent)};
		my $number = $n + $i;
		s/#/$number/g for $article, $agent;
		my $body = qq({"article":"$article"});
		my $s = $s[$i];
		print $s "POST /api/visits HTTP/1.1\r\nHost: $host\r\n"
		    . "Origin: $url\r\nUser-Agent: $agent\r\n"
		    . "Content-Type: application/json\r\n"
		    . 'Content-Length: ' . length($body) . "\r\n\r\n$body";
		$s->flush;
	}
	answer($s[$_]) for @busy;
}
print "$seen{$_} $_\n" for sort keys %seen;
