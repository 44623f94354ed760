#!/usr/bin/perl
# growth.pl - whether a page costs more because its article has more comments
#
# The same pages of articles with a hundred, ten thousand and a million comments.
# Filling takes about a minute and 1 GB of memory.
use strict;
use warnings;
use Process;
use Stack;
use Bench;

my @sizes = (100, 10000, 1000000);
my %path = map { $_ => "/articles/of-$_.html" } @sizes;

# What stands before all roots of an order, and in the middle of them.
sub middle {
	my ($stack, $h, $size, $order) = @_;
	my $set = "t:{demo}:$h:" . ($order eq "best" ? "best" : "new");
	my ($id, $score) = split /\n/, redis($stack, "zrange", $set,
	    ($size / 4) x 2, "withscores");
	return $score;
}
my %before = (newest => "9007199254740991", oldest => "0",
    best => "9007199254740991");

sub row {
	my ($stack, $size, $what, $order, $proof, %env) = @_;
	return { name => "$what|$order|$size", what => $what, order => $order,
		size => $size, stack => $stack, program => "comments",
		script => "comments.lua", proof => $proof, env => \%env };
}

my $stack = start_comments("growth");
redis($stack, qw(config set appendonly no));
my @rows;
for my $size (@sizes) {
	my $h = fill($stack, $path{$size}, $size, 60);
	for my $order (qw(newest oldest best)) {
		my $page = "/api/comments?article=$path{$size}&sort=$order";
		my $miss = "afterword_pages_misses_total";
		push @rows, row($stack, $size, "kept", $order,
		    "afterword_pages_hits_total", WHAT => "page", PAGE => $page),
		    row($stack, $size, "first, made anew", $order, $miss,
			WHAT => "new", PAGE => "$page&after=$before{$order}."),
		    row($stack, $size, "middle, made anew", $order, $miss,
			WHAT => "new", PAGE => "$page&after="
			. middle($stack, $h, $size, $order) . ".");
	}
}
# What is compared runs one after the other.
@rows = sort { "$a->{order} $a->{what}" cmp "$b->{order} $b->{what}"
    || $a->{size} <=> $b->{size} } @rows;
printf "filled: %.0f MB in Redis\n",
    (redis($stack, qw(info memory)) =~ /^used_memory:(\d+)/m)[0] / 1e6;

for my $clients (clients("8")) {
	my $r = run_rounds($clients, @rows);
	printf "\n%d rounds of %d s, %d clients; medians\n", $rounds, $seconds,
	    $clients;
	printf "%-18s %-7s %28s %28s %9s %9s\n", "page", "order",
	    "Redis, us CPU/request", "p50, ms", "Redis", "p50";
	printf "%-26s %28s %28s %19s\n", "", join(" ", map { sprintf "%9d", $_ } @sizes),
	    join(" ", map { sprintf "%9d", $_ } @sizes), "largest / smallest";
	for my $row (grep { $_->{size} == $sizes[0] } @rows) {
		my @r = map { $r->{"$row->{what}|$row->{order}|$_"} } @sizes;
		printf "%-18s %-7s %28s %28s %9.2f %9.2f\n", @{$row}{qw(what order)},
		    join(" ", map { sprintf "%9.1f", $_->{redis} } @r),
		    join(" ", map { sprintf "%9.2f", $_->{p50} } @r),
		    $r[-1]{redis} / $r[0]{redis}, $r[-1]{p50} / $r[0]{p50};
	}
	print "target: at most 1.30\n";
}
