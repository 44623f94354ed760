#!/usr/bin/perl
# comments.pl - what reading and writing comments costs, beside its references
use strict;
use warnings;
use Bench;

my ($read, $posted) = ("/articles/read.html", "/articles/posted.html");
my $page = "/api/comments?article=$read";
my $roots = 500;

# The program's figures that prove what it did.
my $got = 'afterword_requests_total{route="/comments",method="GET",status="%d"}';
my $created = 'afterword_requests_total{route="/comments",method="POST",status="201"}';

sub row {
	my ($name, $stack, $proof, %env) = @_;
	return { name => $name, stack => $stack, program => "comments",
		script => "comments.lua", proof => $proof, env => \%env };
}

# A run of posts takes its stamps, which are good for one each.
sub post_row {
	my ($stack) = @_;
	my $row = row("post", $stack, $created, WHAT => "post",
	    ARTICLE => $posted, ROOT => 1000001, ROOTS => $roots);
	$row->{before} = sub {
		($row->{env}{STAMPS}) = stamps($stack, $posted, 30000 * $seconds);
	};
	return $row;
}

sub rows {
	my ($stack) = @_;
	my $tag = get($stack, $page)->{headers}{etag};
	return (
		row("page, kept", $stack, "afterword_pages_hits_total",
		    WHAT => "page", PAGE => $page),
		row("page, not modified (304)", $stack, sprintf($got, 304),
		    WHAT => "page", PAGE => $page, ETAG => $tag),
		row("page, made anew", $stack, "afterword_pages_misses_total",
		    WHAT => "new", PAGE => "$page&after=9007199254740991."),
		post_row($stack),
	);
}

sub visit_row {
	my ($stack) = @_;
	my $row = row("visits of an article, read", $stack,
	    "afterword_redis_round_trips_total",
	    WHAT => "page", PAGE => "/api/visits?article=$read");
	$row->{program} = "visits";
	return $row;
}

sub hello_row {
	my ($stack) = @_;
	return row("hello of the page's size, no Redis", $stack, undef,
	    WHAT => "page", PAGE => $page);
}

# Filled alike, so that pages are of one size.
sub filled {
	my ($stack) = @_;
	fill($stack, $posted, 2 * $roots, 325);
	fill($stack, $read, 10000, 325);
	return $stack;
}

my $stack = filled(start_comments("comments"));
my $answer = get($stack, $page);
my $file = spill("$work/page", $answer->{content});
my $hello = start_stack("hello", "", HELLO_PAGE => $file,
    COMMENTS_WRAP => "$build/tests/bench/hello");
my @rows = (hello_row($hello), rows($stack), visit_row($stack));
my ($hello_is, $kept, $same, $made, $post, $visit) = map { $_->{name} } @rows;

printf "%d rounds of %d s, interleaved; medians, with the spread of the sum\n",
    $rounds, $seconds;
printf "a page: 20 roots, each with a reply, all of 325 bytes; as JSON %d bytes\n",
    length $answer->{content};
for my $clients (clients("64")) {
	my $r = run_rounds($clients, @rows);
	print_rows($clients, $r, @rows);
	print "round trips to Redis: ", join(", ", map {
		sprintf "%s %.2f", $_, $r->{$_}{trips} } $kept, $same, $made, $post),
	    "\n";
	ratio("page, kept: program / hello's",
	    $r->{$kept}{program} / $r->{$hello_is}{program}, 1.6);
	ratio("page, kept: sum / hello's", $r->{$kept}{sum} / $r->{$hello_is}{sum});
	ratio("page, not modified: sum / that of reading visits",
	    $r->{$same}{sum} / $r->{$visit}{sum}, 1);
	ratio("page, made anew: sum / kept", $r->{$made}{sum} / $r->{$kept}{sum});
	ratio("post: p99 / median", $r->{$post}{p99} / $r->{$post}{p50}, 3);
}
printf "\nresident memory of the program: %.1f MB\n",
    resident_mb($stack->{comments});

my %wraps = (AFTERWORD_REDIS_TIMEOUT => "30s");
$wraps{"\U$_\E_WRAP"} = callgrind("$work/callgrind.$_") for qw(visits comments);
my $counted = filled(start_comments("callgrind", %wraps));
$wraps{COMMENTS_WRAP} = callgrind("$work/callgrind.hello")
    . " $build/tests/bench/hello";
my $counted_hello = start_stack("callgrind-hello", "", %wraps,
    HELLO_PAGE => $file, VISITS_WRAP => "");
$counted->{dump} = { map { $_ => "$work/callgrind.$_" } qw(visits comments) };
$counted_hello->{dump} = { comments => "$work/callgrind.hello" };
print_instructions("1 64", hello_row($counted_hello), rows($counted),
    visit_row($counted));
