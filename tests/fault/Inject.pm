# Inject - says which call of a program is to fail: the test's side of inject.c
#
#     my $i = Inject->new("$dir/comments.fcgi");
#     $i->arm(MEMORY, 3);               the third from now on
#     $i->arm(WRITE, 1, value => EPIPE);
#     my ($failed, @calls) = $i->disarm;      calls of each kind: $calls[MEMORY]
#
# Also times => N (1) calls in a row, text => an error of Redis, trace => 1.
package Inject;

use strict;
use warnings;
use Exporter 'import';

# As enum kind has them.
use constant { NOTHING => 0, MEMORY => 1, LIBRARY => 2, WRITE => 3, READ => 4, ANSWER => 5,
	VALUE => 6, KINDS => 7 };
use constant SIZE => 4 * (6 + KINDS) + 36;	# struct control

our @EXPORT = qw(NOTHING MEMORY LIBRARY WRITE READ ANSWER VALUE);

sub new {
	my ($class, $path) = @_;
	open my $file, '+<:raw', $path or die "$path: $!\n";
	return bless { file => $file }, $class;
}

sub put {
	my ($i, $bytes) = @_;
	sysseek $i->{file}, 0, 0;
	syswrite($i->{file}, $bytes) == length $bytes or die "control: $!\n";
}

sub arm {
	my ($i, $kind, $first, %with) = @_;
	$i->put(pack 'L6 x' . 4 * KINDS . ' Z36', $kind, $first, $with{times} // 1,
	    $with{value} // 0, $with{trace} // 0, 0, $with{text} // '');
}

sub disarm {
	my ($i) = @_;
	sysseek $i->{file}, 0, 0;
	sysread($i->{file}, my $bytes, SIZE) == SIZE or die "control: $!\n";
	my ($failed, @calls) = (unpack 'L' . (6 + KINDS), $bytes)[5 .. 5 + KINDS];
	$i->put(pack 'L', NOTHING);
	return ($failed, @calls);
}

1;
