#!/usr/bin/perl
# peers.pl SOCKET ORIGIN - FastCGI peers that do what web servers do not, or seldom
#
# Each test is one of the ways in which a peer can hurt a program that trusts
# libfcgi, or the protocol's own leeway.  Prints `ok - NAME` or `not ok - NAME`, and
# `end` when all were run.  Takes a little longer than the program's patience.
use strict;
use warnings;
use Fcgi;
use IO::Select;
use Socket qw(SHUT_WR MSG_PEEK MSG_DONTWAIT);
use Time::HiRes qw(time sleep);

Fcgi::to(@ARGV);
my $origin = $ARGV[1];
my $patience = 10;
$| = 1;

sub is {
	my ($got, $wanted, $name) = @_;
	print $got eq $wanted ? "ok - $name\n"
	    : "not ok - $name\n     got: $got\n  wanted: $wanted\n";
}

# ---- peers that stay silent, looked at last ----

my $begun = time;
my @silent = map { [$_->[0], peer(@$_[1 .. $#$_])] } (
	['a request that stops inside a head', substr(visit(), 0, 5)],
	['a request that stops inside PARAMS', substr(visit(), 0, 90)],
	['a request that stops before its end', substr(visit(), 0, -8)],
	['a request with half a body', substr(visit(), 0, -20)]);
my $late = peer(substr(visit(body => 'x' x 200_000), 0, 60_000));
sleep 0.1;
put($late, substr(visit(body => 'x' x 200_000), 60_000, 80_000));
push @silent, ['one too large that stops half way', $late];
is(status(peer(visit())), 200, 'others are served beside silent peers');

# ---- requests as the protocol allows them ----

my $s = peer(visit());
is(status($s), 200, 'a visit');
is(again($s), 200, 'another on the same connection');
is(status(peer(visit(pad => 255))), 200, 'paddings of 255 bytes');
is(status(peer(visit(step => 1))), 200, 'records of one byte');
is(status(peer(visit(step => 7, pad => 3))), 200, 'records of seven');
is(status(peer(visit(long => 1))), 200, 'lengths of four bytes');
is(status(peer(visit(id => 65535))), 200, 'the highest request id');
is(status(peer(begin(flags => 0xff) . substr(visit(), 16))), 200,
    'flags that mean nothing');
is(status(peer(visit(more => pair('', '') . pair('', 'x') . pair('X', '')
	    . pair('A=B', 'C=D') . pair("N\0L", "\0")))), 200,
    'names and values that are empty, or odd');
$s = peer(visit(flags => 0));
is(status($s) . ', ' . answer($s), '200, closed', 'without KEEP_CONN it closes');
$s = peer(visit());
is(status($s) . ', ' . answer($s, 0.3), '200, silent', 'with it, it does not');
is(status(peer(begin(), record(T_PARAMS, ''), record(T_STDIN, ''))), 404,
    'a request without parameters');

$s = peer();
for my $byte (split //, visit()) {
	put($s, $byte);
	sleep 0.0005;
}
is(status($s), 200, 'a request that comes byte by byte');
my $bytes = visit();
$s = peer(substr $bytes, 0, -8);
is(answer($s, 0.3), 'silent', 'no answer before the end of STDIN');
put($s, substr $bytes, -8);
is(status($s), 200, 'but after it');
is(again($s), 200, 'and the connection can be used again');
$s = peer(visit());
shutdown $s, SHUT_WR;
is(status($s) . ', ' . answer($s), '200, closed',
    'a peer that has nothing more to say is answered');

# ---- bodies ----

$s = peer(visit(body => 'x' x 40_000));
is(status($s), 413, 'a body of 40 KB');
is(again($s), 200, 'leaves the connection usable');
# The end of STDIN comes first, or split, in libfcgi's next read of 8 KB.
my $left = 0;
for my $over (1 .. 8) {
	my $more = 16384 + $over - length visit(body => 'x' x 10_000);
	$s = peer(visit(body => 'x' x (10_000 + $more)));
	$left++ if status($s) ne '413' || again($s) ne '200';
}
is($left, 0, 'nothing of a body is left unread');
$s = peer(visit(body => 'x' x 200_000));
is(status($s), 413, 'a request beyond 128 KB');
is(answer($s), 'closed', 'ends the connection');
$s = peer(visit(param => { HTTP_REFERER => 'x' x 140_000 }));
is(status($s), 'closed', 'a parameter beyond 128 KB ends it, too');
for my $lie (0, 1, 16_000, '18446744073709551615') {
	$s = peer(visit(param => { CONTENT_LENGTH => $lie }));
	is(status($s), 400, "CONTENT_LENGTH says $lie");
	is(again($s), 200, 'and the connection can be used again');
}
for my $none (undef, '', -1) {
	is(status(peer(visit(param => { CONTENT_LENGTH => $none }))), 200,
	    'CONTENT_LENGTH says nothing: ' . ($none // 'not even that'));
}
for my $twice (['CONTENT_TYPE', 'text/plain'], ['HTTP_ORIGIN', $origin],
    ['CONTENT_LENGTH', length body('peer/1')]) {
	is(status(peer(visit(more => pair(@$twice)))), 400,
	    "$twice->[0] given twice");
}

# ---- what is refused ----

sub refused {
	my ($name, @bytes) = @_;
	is(status(peer(@bytes)), 'closed', $name);
}

my $empty = record(T_PARAMS, '') . record(T_STDIN, '');
my $names = pair('FCGI_MAX_CONNS', '') . pair('FCGI_MAX_REQS', '')
    . pair('FCGI_MPXS_CONNS', '');
refused('GET_VALUES', record(T_GET_VALUES, $names, id => 0));
refused('GET_VALUES, the same name four times',
    record(T_GET_VALUES, pair('FCGI_MPXS_CONNS', '') x 4, id => 0));
refused('GET_VALUES inside PARAMS', begin(),
    record(T_PARAMS, substr(pairs(), 0, 30)),
    record(T_GET_VALUES, $names x 4, id => 0));
refused('ABORT', record(T_ABORT, ''));
refused('ABORT inside PARAMS', begin(), record(T_PARAMS, substr(pairs(), 0, 30)),
    record(T_ABORT, ''));
refused('ABORT inside STDIN', begin(), stream(T_PARAMS, pairs(), 65535),
    record(T_STDIN, '{"art'), record(T_ABORT, ''));
refused('request id 0', visit(id => 0));
refused('a request id that changes', begin(id => 1), stream(T_PARAMS, pairs(),
	65535, id => 2));
refused('the role of an authorizer', visit(role => AUTHORIZER));
refused('the role of a filter', visit(role => FILTER));
refused('a role nobody knows', visit(role => 0x0101));
refused("another version's record", visit(version => 2));
refused('a record of an unknown type', record(200, 'x'));
refused('one of them inside a request', begin(), record(200, 'x'), $empty);
refused('DATA', begin(), stream(T_PARAMS, pairs(), 65535), record(T_DATA, 'x'));
refused('STDIN before PARAMS', begin(), record(T_STDIN, ''));
refused('PARAMS before anything', $empty);
refused('BEGIN twice', begin(), begin(), $empty);
refused('a BEGIN that is too short', record(T_BEGIN, pack('nC', 1, 1)), $empty);
refused('PARAMS that end inside a name', begin(),
    record(T_PARAMS, substr(pairs(), 0, 40)), $empty);
refused('PARAMS that end inside a length', begin(), record(T_PARAMS, "\x80"),
    $empty);
# Nobody waits for what these promise.
for my $size (0xffffffff, 0x80000000 | 200_000) {
	refused(sprintf('a name of %#x bytes', $size & 0x7fffffff), begin(),
	    record(T_PARAMS, pack('NC', $size, 1)));
	refused('a value of that many', begin(),
	    record(T_PARAMS, pack('CN', 1, $size)));
	refused('both', begin(), record(T_PARAMS, pack('NN', $size, $size)));
}
# libfcgi takes the padding of these for records.
for my $hidden (record(T_GET_VALUES, pair('FCGI_MPXS_CONNS', '') x 4, id => 0),
    record(T_PARAMS, pack('NN', 0xffffffff, 0xffffffff)), "\0") {
	my $head = pack 'CCnnCC', 1, T_BEGIN, 1, 8, length $hidden, 0;
	refused('padding behind BEGIN: ' . length $hidden,
	    $head, substr(begin(), 8), $hidden, substr(visit(), 16));
	$head = pack 'CCnnCC', 1, T_PARAMS, 1, 0, length $hidden, 0;
	refused('padding behind the end of PARAMS: ' . length $hidden, begin(),
	    record(T_PARAMS, pairs()), $head, $hidden, stream(T_STDIN, body(), 99));
}
refused('two requests in one write', visit(), visit());
refused('HTTP', "POST /api/visits HTTP/1.1\r\nHost: localhost\r\n\r\n");

srand 20;
my $odd = 0;
for my $i (1 .. 300) {
	my $junk = join '', map { chr rand 256 } 1 .. 1 + rand 200;
	# Half of them begin well, and one byte of a good one is not.
	$junk = begin() . record(T_PARAMS, $junk) if $i % 3 == 1;
	if ($i % 3 == 2) {
		$junk = visit();
		substr($junk, rand(length $junk), 1) = chr rand 256;
	}
	my $p = peer($junk);
	shutdown $p, SHUT_WR;
	$odd++ if $i % 50 == 0 && status(peer(visit())) ne '200';
}
is($odd, 0, 'random bytes: others are served');

# ---- peers that go away ----

for my $part (4, 20, 60, -9, -1, 0) {
	close peer($part ? substr(visit(), 0, $part) : visit()) for 1 .. 20;
}
is(status(peer(visit())), 200, 'peers that die at every stage');
for (1 .. 20) {
	my $p = peer(visit());
	IO::Select->new($p)->can_read(2);
	close $p;
}
is(status(peer(visit())), 200, 'peers that do not read their answer');

# ---- answers larger than what a socket takes ----

# One hundred articles with long names: some 50 KB an answer.
my $many = join '&', map { sprintf 'article=/%03d%s', $_, 'n' x 508 } 1 .. 100;
my $whole = answer(peer(get('/api/visits', $many)));
is($whole =~ /\r\n\r\n\{.*"articles":\[.*\]\}$/s && length $whole > 50_000
    ? 'whole' : substr($whole, 0, 300), 'whole', 'a long answer is whole');

# Asks for so many, each after the answer before it, and reads none of them.
sub ask {
	my ($s, $times) = @_;
	my $until = time + 10;
	for my $i (1 .. $times) {
		put($s, get('/api/visits', $many));
		my $there = 0;
		# What does not fit is only begun; and what follows, not even that.
		my $enough = $i < 4 ? $i * length $whole : 3.5 * length $whole;
		while ($there < $enough && time < $until) {
			recv $s, my $bytes, 400_000, MSG_PEEK | MSG_DONTWAIT;
			$there = length($bytes // '');
			sleep 0.01;
		}
	}
}
my @readers = map { peer() } 1 .. 3;
ask($_, 6) for @readers;
my $asked = time;
is(status(peer(visit())), 200, 'others are served beside peers that do not read');
is(time - $asked < 1 ? 'soon' : 'late', 'soon', 'at once');

my $slow = peer();
ask($slow, 5);
is(scalar(grep { answer($slow) eq $whole } 1 .. 5), 5,
    'answers that wait for their reader are whole');

my $huge = peer(get('/api/visits',
	join '&', map { sprintf 'article=/%03d%s', $_, '<' x 508 } 1 .. 100));
sleep 0.5;
my $big = answer($huge);
is($big =~ /^Status: 200/m && $big =~ /\]\}$/ && length $big > 300_000
    ? 'whole' : length($big) . ' bytes: ' . substr($big, 0, 200), 'whole',
    'an answer of 300 KB, read late, is whole');
is(again($huge), 200, 'and the connection can be used again');

# ---- the end of patience ----

sleep 0.1 while time < $begun + $patience - 1.5;
is(status(peer(visit())), 200, 'others are still served');
for my $one (@silent) {
	is(answer($one->[1], 0.01), 'silent', "$one->[0] is waited for");
}
sleep 0.1 while time < $begun + $patience + 1.5;
for my $one (@silent) {
	is(answer($one->[1], 0.01), 'closed', "$one->[0] is given up");
}
sleep 0.1 while time < $asked + $patience + 1;
for my $reader (@readers) {
	my $n = 0;
	$n++ while answer($reader, 0.5) !~ /^(closed|silent)$/;
	is($n < 6 && answer($reader, 0.1) eq 'closed' ? 'closed' : "open: $n",
	    'closed', 'a peer that does not read is given up');
}
is(status(peer(visit())), 200, 'others are served after all of it');
print "end\n";
