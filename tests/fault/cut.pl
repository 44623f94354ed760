#!/usr/bin/perl
# cut.pl LISTEN SERVER - a network between a program and Redis that fails
#
# Forwards what comes in on the Unix socket LISTEN to the one at SERVER, and back.  At
# each SIGUSR1 the connections there are go dead, as if packets were dropped: each may
# still ask, but gets half of the next answer, and then nothing comes or goes any more,
# and nobody is told.  Connections made after SIGUSR2 work again; those made before it
# are as dead.  Prints a line for each answer that it broke.
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;

my ($listen, $server) = @ARGV;
$SIG{PIPE} = 'IGNORE';
my ($cut, $ended) = (0, 0);
$| = 1;
my $l = IO::Socket::UNIX->new(Local => $listen, Listen => 99) or die "$listen: $!\n";
my $all = IO::Select->new($l);
my (%other, %dead, %from_server);
$SIG{TERM} = sub { $ended = 1 };
$SIG{USR1} = sub { $cut = 1; $dead{$_} //= 'next' for values %other };
$SIG{USR2} = sub { $cut = 0 };

sub drop {
	my ($s) = @_;
	for my $end ($s, delete $other{$s} // ()) {
		delete $other{$end};
		delete $dead{$end};
		delete $from_server{$end};
		$all->remove($end);
		close $end;
	}
}

sub add {
	my $client = $l->accept or return;
	my $to = IO::Socket::UNIX->new(Peer => $server);
	return close $client if !$to;
	($other{$client}, $other{$to}) = ($to, $client);
	$from_server{$to} = 1;
	$dead{$_} = $cut ? 1 : undef for $client, $to;
	$all->add($client, $to);
}

sub forward {
	my ($from) = @_;
	my $to = $other{$from} or return;
	my $n = sysread $from, my $bytes, 65536;
	return drop($from) if !$n;
	return if ($dead{$from} // '') eq '1';
	if ($dead{$from} && $from_server{$from}) {
		@dead{$from, $to} = (1, 1);
		print "broken\n";
		$bytes = substr $bytes, 0, $n / 2;
	}
	while (length $bytes) {
		my $sent = syswrite $to, $bytes or return drop($from);
		substr($bytes, 0, $sent) = '';
	}
}

while (!$ended) {
	for my $s ($all->can_read(1)) {
		$s == $l ? add() : forward($s);
	}
}
