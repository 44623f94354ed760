#!/usr/bin/perl
# fastcgi.pl SOCKET [NAME=value ...] - one request to a program, its body from stdin
#
# For parameters that no web server would pass on: repeated, or with bytes that HTTP
# has no room for.  %XX in a value stands for a byte.  Prints the answer as CGI has
# it, header and body.
use strict;
use warnings;
use IO::Socket::UNIX;

my ($path, @parameters) = @ARGV;
my $body = do { local $/; <STDIN> } // '';
my $s = IO::Socket::UNIX->new(Peer => $path) or die "$path: $!\n";
$SIG{ALRM} = sub { die "no answer\n" };
alarm 15;

sub record { pack('CCnnCC', 1, $_[0], 1, length $_[1], 0, 0) . $_[1] }
sub len { $_[0] < 128 ? chr $_[0] : pack('N', $_[0] | 1 << 31) }

# A stream of records, closed by an empty one.
sub stream {
	my ($type, $data) = @_;
	join '', map { record($type, $_) } unpack('(a60000)*', $data), '';
}

my $pairs = '';
for (@parameters) {
	my ($name, $value) = split /=/, $_, 2;
	$value =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
	$pairs .= len(length $name) . len(length $value) . $name . $value;
}
binmode STDOUT;
print $s record(1, pack 'nC6', 1, 0) . stream(4, $pairs) . stream(5, $body);
$s->flush;
for (;;) {
	my ($head, $content) = ('', '');
	read($s, $head, 8) == 8 or die "the connection ended\n";
	my (undef, $type, undef, $n, $padding) = unpack 'CCnnC', $head;
	read($s, $content, $n + $padding) == $n + $padding or die "cut off\n";
	last if $type == 3;
	print substr $content, 0, $n;
}
