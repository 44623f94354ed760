# tree.pl html|xml - reads a page or a feed as strictly as can be
#
# Prints a line for each element's attribute and text, in order,
#
#     feed/entry/link@href=https://...
#     feed/entry/title=Ann on Trams
#
# with references decoded and line feeds as \n.  Anything that is not well-formed,
# or no text of XML 1.0, ends it with a message and status 1.  In HTML, elements
# that have no end and attributes without a value are known; what is in a <script>
# is left alone.
use strict;
use warnings;

my $html = shift eq 'html';
my $s = do { local $/; <STDIN> };
my %void = map { $_ => 1 } qw(br img input link meta);
my %sign = (amp => '&', lt => '<', gt => '>', quot => '"', '#39' => "'");
my @open;

sub bad {
	my $at = substr $s, pos($s) // 0, 60;
	print "not well-formed: $_[0]: $at\n";
	exit 1;
}

sub decoded {
	my $text = shift;
	$text =~ s/&(?:(amp|lt|gt|quot|#39);)?/$1 ? $sign{$1} : bad('a bare &')/ge;
	$text =~ s/\\/\\\\/g;
	$text =~ s/\n/\\n/g;
	return $text;
}

utf8::decode($s) or bad('no UTF-8');
$s =~ /[^\t\n\r\x{20}-\x{d7ff}\x{e000}-\x{fffd}\x{10000}-\x{10ffff}]/
    and bad('a character that is none');
binmode STDOUT, ':utf8';
$s =~ /\G<!DOCTYPE html>\s*/gc if $html;
$s =~ /\G<\?xml version="1\.0" encoding="utf-8"\?>\s*/gc or bad('no declaration')
    unless $html;

while ((pos($s) // 0) < length $s) {
	if ($s =~ /\G([^<]+)/gc) {
		my $text = $1;
		bad('text outside') if $text =~ /\S/ && !@open && !$html;
		print join('/', @open), '=', decoded($text), "\n"
		    if $text =~ /\S/;
	} elsif ($s =~ m{\G</([\w:-]+)>}gc) {
		@open && pop(@open) eq $1 or bad("closes $1");
	} elsif ($s =~ /\G<([\w:-]+)/gc) {
		my ($name, %seen) = $1;
		push @open, $name;
		while ($s =~ /\G\s+([\w:-]+)(?:="([^"<]*)")?/gc) {
			my ($attribute, $value) = ($1, $2);
			bad("$attribute twice") if $seen{$attribute}++;
			bad("$attribute without value")
			    unless defined $value || $html;
			print join('/', @open), "\@$attribute=",
			    decoded($value // ''), "\n";
		}
		if (!$html && $s =~ m{\G/>}gc) {
			pop @open;
			next;
		}
		$s =~ /\G>/gc or bad('a tag');
		pop @open if $html && $void{$name};
		if ($html && $name eq 'script') {
			$s =~ /\G([^<]*)/gc;
			print join('/', @open), "=$1\n";
		}
	} else {
		bad('a <');
	}
}
@open and bad("@open open");
