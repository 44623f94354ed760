#!/usr/bin/perl
# growth.pl - whether a request costs more because there is more, as curves
#
# The same requests with a thousand to a million articles, and with as many comments on
# one article; and what they take in Redis.  Each article is filled by a visit that came
# through nginx.  Filling takes some minutes and 6 GB of memory.
#
# From the environment: ROUNDS (5), SECONDS (2), CLIENTS (8), SIZES (1000 10000 100000
# 1000000), BUILD; FOLDER, where growth-*.svg and growth.md are written to.
use strict;
use warnings;
use Process;
use Report ();
use Stack;
use Bench;
use Chart;

my @sizes = split " ", $ENV{SIZES} || "1000 10000 100000 1000000";
my ($clients) = clients("8");

sub used {
	my ($stack) = @_;
	return (redis($stack, qw(info memory)) =~ /^used_memory:(\d+)/m)[0];
}

# A row of a curve at one size.
sub row {
	my ($curve, $size, $stack, $program, $script, $proof, %env) = @_;
	return { name => "$curve|$size", curve => $curve, size => $size, stack => $stack,
		program => $program, script => $script, proof => $proof, env => \%env };
}

my $requests = 'afterword_requests_total{route="/%s",method="%s",status="%d"}';

# ---- articles ----

# Visits N articles, and says how many are known then.  wrk waits for its time to end,
# whatever its threads do.
sub visited {
	my ($stack, $n) = @_;
	my $wrk = spawn("$work/wrk", { WHAT => "fill", ARTICLES => $n,
	    ORIGIN => $stack->{url} }, "wrk", qw(-t 2 -c 64 -d 3600s -s),
	    "$top/tests/bench/articles.lua", $stack->{url});
	my ($known, $was) = (0, -1);
	while ($known < $n && $known != $was) {
		sleep 3;
		$was = $known;
		$known = redis($stack, qw(hget s:{demo} n)) || 0;
	}
	stop($wrk);
	return $known;
}

# A stack that knows N articles, each visited once; and the bytes that they take.
sub with_articles {
	my ($n) = @_;
	my $stack = start_comments("articles-$n", AFTERWORD_VISITS_MAX_ARTICLES => 10000000,
	    AFTERWORD_VISITS_NEW_ARTICLES_PER_HOUR => 10000000);
	redis($stack, qw(config set appendonly no));
	my $before = used($stack);
	my $known = visited($stack, $n);
	die "bench: $known of $n articles are known\n" if $known < 0.98 * $n;
	return ($stack, (used($stack) - $before) / $known * $n);
}

sub article_rows {
	my ($n, $stack) = @_;
	my @load = ($stack, "visits", "articles.lua");
	return (
		row("a visit is counted", $n, @load, sprintf($requests, "visits", "POST", 200),
		    WHAT => "visit", ARTICLES => $n),
		row("numbers of ten are read", $n, @load,
		    sprintf($requests, "visits", "GET", 200),
		    WHAT => "read", ARTICLES => $n));
}

# ---- comments ----

# What stands in the middle of all roots, the newest first.
sub middle {
	my ($stack, $h, $n) = @_;
	my ($id, $score) = split /\n/, redis($stack, "zrange", "t:{demo}:$h:new",
	    ($n / 4) x 2, "withscores");
	return $score;
}

# A run of posts takes its stamps, which are good for one each.
sub post_row {
	my ($n, $stack, $article, $root) = @_;
	my $row = row("a comment is posted", $n, $stack, "comments", "comments.lua",
	    sprintf($requests, "comments", "POST", 201), WHAT => "post",
	    ARTICLE => $article, ROOT => $root, ROOTS => $n / 2);
	$row->{before} = sub {
		($row->{env}{STAMPS}) = stamps($stack, $article, 20000 * $seconds);
	};
	return $row;
}

# Rows of an article with N comments, and the bytes that they take.
sub comment_rows {
	my ($n, $stack) = @_;
	my ($read, $posted) = map { "/articles/$_-$n.html" } qw(read posted);
	my $before = used($stack);
	my $h = fill($stack, $read, $n, 325);
	my $bytes = used($stack) - $before;
	my $root = redis($stack, qw(hget c:{demo} last)) + 1;
	fill($stack, $posted, $n, 60);
	my $page = "/api/comments?article=$read";
	my @load = ($stack, "comments", "comments.lua");
	my $made = "afterword_pages_misses_total";
	my $kept = row("page, kept", $n, @load, "afterword_pages_hits_total",
	    WHAT => "page", PAGE => $page);
	# What other rows made anew may have taken its place.
	$kept->{before} = sub { get($stack, $page) };
	return ($bytes, $kept,
		row("first page, made anew", $n, @load, $made, WHAT => "new",
		    PAGE => "$page&after=9007199254740991."),
		row("middle page, made anew", $n, @load, $made, WHAT => "new",
		    PAGE => "$page&after=" . middle($stack, $h, $n) . "."),
		post_row($n, $stack, $posted, $root));
}

# ---- measuring ----

my (%bytes, @articles, @comments);
for my $n (@sizes) {
	my $stack;
	($stack, $bytes{articles}{$n}) = with_articles($n);
	push @articles, article_rows($n, $stack);
}
my $stack = start_comments("comments");
redis($stack, qw(config set maxmemory 8gb));
redis($stack, qw(config set appendonly no));
for my $n (@sizes) {
	($bytes{comments}{$n}, my @rows) = comment_rows($n, $stack);
	push @comments, @rows;
}
# What is compared runs one after the other.
my @rows = sort { $a->{curve} cmp $b->{curve} || $a->{size} <=> $b->{size} }
    @articles, @comments;
my $result = run_rounds($clients, @rows);

# ---- what is said ----

# Curves of a figure, in the order of the rows.
sub curves {
	my ($figure, @of) = @_;
	my (%curve, @curves);
	for my $row (@of) {
		push @curves, $curve{ $row->{curve} } = [ $row->{curve}, {} ]
		    unless $curve{ $row->{curve} };
		$curve{ $row->{curve} }[1]{ $row->{size} } =
		    $result->{ $row->{name} }{$figure};
	}
	return @curves;
}

sub growth_table {
	my ($title, $format, @curves) = @_;
	return table([ $title, @sizes, "largest / smallest" ], map {
		my ($name, $value) = @$_;
		[ $name, (map { sprintf $format, $value->{$_} } @sizes),
		    sprintf "%.2f", $value->{ $sizes[-1] } / $value->{ $sizes[0] } ]
	} @curves);
}

my @each = map {
	my $what = $_;
	[ "one of the $what", { map { $_ => $bytes{$what}{$_} / $_ } @sizes } ]
} qw(articles comments);
my $said = "# What growth costs\n\n"
    . Report::machine() . ".\n\n"
    . "`make growth` has made this: $rounds rounds of $seconds s, $clients clients; medians.\n"
    . "Redis has no append-only file here.  Target: at most 1.3 times the time.\n"
    . join("", map { "\n$_" }
	growth_table("CPU us a request, by articles", "%.1f", curves("sum", @articles)),
	growth_table("CPU us a request, by comments", "%.1f", curves("sum", @comments)),
	growth_table("p50 ms, by articles", "%.2f", curves("p50", @articles)),
	growth_table("p50 ms, by comments", "%.2f", curves("p50", @comments)),
	growth_table("bytes in Redis of", "%.0f", @each))
    . "\nAn article was visited once, today; a comment has a text of 325 bytes, and its HTML.\n"
    . "Articles are asked for at random, so that with a million hardly one is in the\n"
    . "processor's cache, and all have the same place in the rankings of the day and of\n"
    . "all days: Redis finds the one that moves up by comparing names.  That is the most\n"
    . "that a visit can cost.\n";
print $said;
exit unless $ENV{FOLDER};
my $time = "CPU microseconds a request";
my %charts = (
	articles => { title => "Time of a request, by the articles of the site",
	    x => "articles", y => $time, curves => [ curves("sum", @articles) ] },
	comments => { title => "Time of a request, by the comments of the article",
	    x => "comments on the article", y => $time,
	    curves => [ curves("sum", @comments) ] },
	memory => { title => "Memory of Redis", x => "articles, or comments",
	    y => "megabytes", log => 1, curves => [ map {
		my $what = $_;
		[ $what, { map { $_ => $bytes{$what}{$_} / 1e6 } @sizes } ]
	    } qw(articles comments) ] },
);
spill("$ENV{FOLDER}/growth-$_.svg", chart(%{ $charts{$_} })) for keys %charts;
spill("$ENV{FOLDER}/growth.md", $said . "\n" . join "", map {
	"![$charts{$_}{title}](growth-$_.svg)\n"
} sort keys %charts);
