# Chart.pm - curves as SVG, over a logarithmic axis, for light pages and dark ones
package Chart;
use strict;
use warnings;
use Exporter qw(import);
use POSIX ();

our @EXPORT = qw(chart);

my ($width, $height) = (760, 420);
my ($left, $right, $above, $below) = (72, 200, 48, 56);
my ($w, $h) = ($width - $left - $right, $height - $above - $below);

# Colours that differ in lightness, too, and a mark for each curve.
my @light = ("#0b5cad", "#b3400f", "#1a7f37", "#7a3fb0");
my @dark = ("#6cb6ff", "#ffa657", "#56d364", "#d2a8ff");
my @marks = (sub { my ($x, $y) = @_; "<circle cx=\"$x\" cy=\"$y\" r=\"4\"/>" },
    sub { my ($x, $y) = @_; "<path d=\"M$x,$y m-4.5,4 h9 l-4.5,-8.5 z\"/>" },
    sub { my ($x, $y) = @_; "<path d=\"M$x,$y m-4,-4 h8 v8 h-8 z\"/>" },
    sub { my ($x, $y) = @_; "<path d=\"M$x,$y m0,-5.5 l5.5,5.5 -5.5,5.5 -5.5,-5.5 z\"/>" });

sub escaped {
	my %entity = ("&" => "&amp;", "<" => "&lt;", ">" => "&gt;", '"' => "&quot;");
	return $_[0] =~ s/([&<>"])/$entity{$1}/gr;
}

sub text {
	my ($x, $y, $anchor, $text, $more) = @_;
	return "<text x=\"$x\" y=\"$y\" text-anchor=\"$anchor\"" . ($more // "") . ">"
	    . escaped($text) . "</text>\n";
}

sub log10 {
	return log($_[0]) / log 10;
}

# 1000 as 1,000, and a thousandth as 0.001
sub readable {
	my $n = sprintf "%g", $_[0];
	$n = sprintf "%.0f", $_[0] if $n =~ /e\+/;
	1 while $n =~ s/^(\d+)(\d{3})/$1,$2/;
	return $n;
}

# Where the axis of values has its lines: five or so round numbers from 0 on, or the
# powers of ten around all values.
sub ticks {
	my ($log, @values) = @_;
	my ($least, $most) = (sort { $a <=> $b } @values)[0, -1];
	if ($log) {
		my $from = POSIX::floor(log10($least));
		my $to = POSIX::ceil(log10($most));
		return map { 10 ** $_ } $from .. ($to > $from ? $to : $from + 1);
	}
	my $size = 10 ** POSIX::floor(log10($most / 5 || 1));
	my ($step) = grep { $_ * 5 >= $most } map { $_ * $size } 1, 2, 5, 10, 20;
	return map { $_ * $step } 0 .. POSIX::ceil($most / $step);
}

# Labels beside the ends of curves, none closer than a line to the next.
sub apart {
	my @at = sort { $a->[1] <=> $b->[1] } @_;
	for my $i (1 .. $#at) {
		$at[$i][1] = $at[$i - 1][1] + 16 if $at[$i][1] < $at[$i - 1][1] + 16;
	}
	my $over = $at[-1][1] - ($above + $h);
	if ($over > 0) {
		$at[-1][1] -= $over;
		for my $i (reverse 0 .. $#at - 1) {
			$at[$i][1] = $at[$i + 1][1] - 16
			    if $at[$i][1] > $at[$i + 1][1] - 16;
		}
	}
	return @at;
}

sub style {
	my $css = "text { font: 13px system-ui, sans-serif; fill: #1f2328 }\n"
	    . ".title { font-size: 16px; font-weight: 600 }\n"
	    . ".back { fill: #fff }\n.grid { stroke: #d1d9e0 }\n.axis { stroke: #59636e }\n"
	    . ".curve { fill: none; stroke-width: 2 }\n";
	my $inks = sub {
		my $i = 0;
		return join "", map {
			".c$i { stroke: $_ }\n.m" . $i++ . " { fill: $_ }\n"
		} @_;
	};
	return "<style>\n$css" . $inks->(@light)
	    . "\@media (prefers-color-scheme: dark) {\ntext { fill: #f0f6fc }\n"
	    . ".back { fill: #0d1117 }\n.grid { stroke: #3d444d }\n.axis { stroke: #9198a1 }\n"
	    . $inks->(@dark) . "}\n</style>\n";
}

# What a chart shows: title, x and y are words, with units; log is whether values have
# a logarithmic axis, too; curves are up to four of [ name, { x => value } ].
sub chart {
	my (%c) = @_;
	my @curves = @{ $c{curves} };
	my @x = sort { $a <=> $b } keys %{ $curves[0][1] };
	my @ticks = ticks($c{log}, map { values %{ $_->[1] } } @curves);
	my $scale = $c{log} ? \&log10 : sub { $_[0] };
	my ($low, $high) = map { $scale->($_) } @ticks[0, -1];
	my $at_x = sub { sprintf "%.1f", $left + $w * (log10($_[0]) - log10($x[0]))
	    / (log10($x[-1]) - log10($x[0])) };
	my $at_y = sub { sprintf "%.1f", $above + $h - $h * ($scale->($_[0]) - $low)
	    / ($high - $low) };
	my ($end, $bottom) = ($left + $w, $above + $h);
	my $out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 $width $height\""
	    . " width=\"$width\" height=\"$height\" role=\"img\">\n<title>"
	    . escaped($c{title}) . "</title>\n" . style()
	    . "<rect class=\"back\" width=\"$width\" height=\"$height\"/>\n"
	    . text($left, 26, "start", $c{title}, ' class="title"');
	for my $tick (@ticks) {
		my $y = $at_y->($tick);
		$out .= "<path class=\"grid\" d=\"M$left,$y H$end\"/>\n"
		    . text($left - 8, $y + 4, "end", readable($tick));
	}
	$out .= "<path class=\"axis\" d=\"M$left,$bottom H$end\"/>\n";
	for my $x (@x) {
		my $at = $at_x->($x);
		$out .= "<path class=\"axis\" d=\"M$at,$bottom v5\"/>\n"
		    . text($at, $bottom + 20, "middle", readable($x));
	}
	$out .= text($left + $w / 2, $height - 12, "middle", $c{x})
	    . text(-($above + $h / 2), 16, "middle", $c{y}, ' transform="rotate(-90)"');
	for my $i (0 .. $#curves) {
		my ($name, $value) = @{ $curves[$i] };
		my @at = map { [ $at_x->($_), $at_y->($value->{$_}) ] } @x;
		$out .= "<path class=\"curve c$i\" d=\"M"
		    . join(" L", map { join ",", @$_ } @at) . "\"/>\n<g class=\"m$i\">"
		    . join("", map { $marks[$i]->(@$_) } @at) . "</g>\n";
	}
	my $i = 0;
	for (apart(map { [ $_->[0], $at_y->($_->[1]{ $x[-1] }), $i++ ] } @curves)) {
		my ($name, $y, $which) = @$_;
		my $x = $end + 14;
		$out .= "<g class=\"m$which\">" . $marks[$which]->($x, $y) . "</g>\n"
		    . text($x + 10, $y + 4, "start", $name);
	}
	return "$out</svg>\n";
}

1;
