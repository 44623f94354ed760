# Http - the reader's side of HTTP/1.1: many connections at once, in one loop
#
#     Http::to($port);
#     my $c = Http->new('127.0.0.7');       from this address
#     $c->send(request(GET => '/x'), sub { my ($answer) = @_; ... });
#     Http::after(0.5, sub { ... });
#     Http::run();                          until nobody waits for anything
#
# An answer is { status, head, body }, or { why } when there is none: refused, cut
# off, or not whole in time.  A connection is kept; one that the other side closed
# between two requests is opened again, as browsers do, and $Http::reopened counts
# that.
#
# hold() and go() let many requests fall at one moment: all but their last byte is
# sent before.
package Http;

use strict;
use warnings;
use Exporter 'import';
use Fcntl;
use Socket qw(:DEFAULT IPPROTO_TCP TCP_NODELAY MSG_NOSIGNAL);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

our @EXPORT = qw(request);
our $reopened = 0;
our $limit = 15;	# seconds that an answer may take

my ($port, %open, @timers);

sub to {
	($port) = @_;
	$SIG{PIPE} = 'IGNORE';
}

sub now {
	return clock_gettime(CLOCK_MONOTONIC);
}

# The bytes of a request; headers are NAME => VALUE, and those undefined are left out.
sub request {
	my ($method, $path, $headers, $body) = @_;
	my %h = (Host => "127.0.0.1:$port", Origin => "http://127.0.0.1:$port",
	    'User-Agent' => 'Mozilla/5.0 (X11; Linux x86_64) Ledger/1',
	    defined $body ? ('Content-Type' => 'application/json',
		'Content-Length' => length $body) : (), %{ $headers // {} });
	return "$method $path HTTP/1.1\r\n"
	    . join('', map { "$_: $h{$_}\r\n" } grep { defined $h{$_} } sort keys %h)
	    . "\r\n" . ($body // '');
}

sub header {
	my ($answer, $name) = @_;
	return ($answer->{head} // '') =~ /^\Q$name\E: *(.*?)\r?$/mi ? $1 : undef;
}

# ---- connections ----

sub new {
	my ($class, $address) = @_;
	return bless { address => $address // '127.0.0.1' }, $class;
}

sub connect {
	my ($c) = @_;
	socket(my $s, PF_INET, SOCK_STREAM, 0) or return;
	setsockopt $s, IPPROTO_TCP, TCP_NODELAY, 1;
	bind($s, pack_sockaddr_in(0, inet_aton($c->{address}))) or return;
	fcntl $s, F_SETFL, O_NONBLOCK;
	CORE::connect($s, pack_sockaddr_in($port, INADDR_LOOPBACK))
	    or $!{EINPROGRESS} or return;
	$c->{socket} = $s;
	$c->{answers} = 0;
	return 1;
}

sub close {
	my ($c) = @_;
	delete $open{ fileno $c->{socket} } if $c->{socket};
	CORE::close(delete $c->{socket}) if $c->{socket};
}

sub send {
	my ($c, $bytes, $then) = @_;
	@$c{qw(out again then in until)} = ($bytes, $bytes, $then, '', now() + $limit);
	$c->begin;
}

# All but the last byte; go() lets that one follow.
sub hold {
	my ($c, $bytes, $then) = @_;
	$c->{last} = chop $bytes;
	$c->send($bytes, $then);
	$c->{again} = undef;
}

sub go {
	my ($c) = @_;
	$c->{out} .= delete $c->{last};
}

sub begin {
	my ($c) = @_;
	if (!$c->{socket} && !$c->connect) {
		my $why = "cannot connect: $!";
		after(0, sub { $c->finish({ why => $why }) });
		return;
	}
	$open{ fileno $c->{socket} } = $c;
}

sub finish {
	my ($c, $answer) = @_;
	$c->{out} = '';
	if ($c->{socket}) {
		delete $open{ fileno $c->{socket} };
		$c->close if !$answer->{status}
		    || ($answer->{head} // '') =~ /^Connection: *close/mi;
	}
	my $then = delete $c->{then};
	$then->($answer) if $then;
}

sub lost {
	my ($c, $why) = @_;
	if ($c->{answers} && $c->{in} eq '' && defined $c->{again}) {
		# Closed while nobody had asked, and noticed only now.
		$c->close;
		$reopened++;
		$c->{out} = $c->{again};
		$c->{again} = undef;
		$c->begin;
		return;
	}
	my $read = substr $c->{in}, 0, 300;
	$c->close;
	$c->finish({ why => $read eq '' ? $why : "$why after: $read" });
}

sub write {
	my ($c) = @_;
	my $n = CORE::send $c->{socket}, $c->{out}, MSG_NOSIGNAL;
	if (defined $n) {
		substr($c->{out}, 0, $n) = '';
	} elsif (!$!{EAGAIN} && !$!{ENOTCONN}) {
		$c->lost("sending: $!");
	}
}

# Without a length there is no body: 204 and 304.
sub look {
	my ($c) = @_;
	my $end = index $c->{in}, "\r\n\r\n";
	return if $end < 0;
	my $head = substr $c->{in}, 0, $end + 2;
	my ($status) = $head =~ m{^HTTP/1\.1 (\d{3}) } or return $c->lost('no HTTP');
	my ($len) = $head =~ /^Content-Length: *(\d+)/mi;
	return $c->lost('no Content-Length')
	    if !defined $len && $status != 204 && $status != 304;
	my $have = length($c->{in}) - $end - 4;
	return if $have < ($len // 0);
	return $c->lost('more than was said') if $have > ($len // 0);
	$c->{answers}++;
	$c->finish({ status => $status, head => $head,
		body => substr $c->{in}, $end + 4 });
}

sub read {
	my ($c) = @_;
	my $n = sysread $c->{socket}, $c->{in}, 262144, length $c->{in};
	if ($n) {
		$c->look;
	} elsif (defined $n) {
		$c->lost('closed');
	} elsif (!$!{EAGAIN}) {
		$c->lost("reading: $!");
	}
}

# ---- the loop ----

sub after {
	my ($seconds, $fn) = @_;
	push @timers, [now() + $seconds, $fn];
}

sub turn {
	my $now = now();
	my $wait = 0.5;
	my @due;
	@timers = grep { $_->[0] > $now or push(@due, $_), 0 } @timers;
	$_->[1]->() for sort { $a->[0] <=> $b->[0] } @due;
	for my $timer (@timers) {
		$wait = $timer->[0] - $now if $timer->[0] - $now < $wait;
	}
	my ($r, $w) = ('', '');
	for my $c (values %open) {
		vec($r, fileno $c->{socket}, 1) = 1;
		vec($w, fileno $c->{socket}, 1) = 1 if $c->{out} ne '';
	}
	select $r, $w, undef, @due ? 0 : $wait < 0 ? 0 : $wait;
	for my $fd (keys %open) {
		my $c = $open{$fd} or next;
		$c->write if vec $w, $fd, 1;
		$c->read if $open{$fd} && $open{$fd} == $c && vec $r, $fd, 1;
		$c->lost('no answer in time')
		    if $open{$fd} && $open{$fd} == $c && now() > $c->{until};
	}
}

sub run {
	my ($done) = @_;
	turn() while $done ? !$done->() : (%open || @timers);
}

1;
