#!/usr/bin/perl
# memory.pl - what an article and a comment take in Redis, as Markdown
#
# Articles are imported with visits on some days or on 90, the last of them today.
#
# COUNT (10,000) comments are posted and voted on as readers do, on a hundred
# articles, on some more than on others: of 50 to 600 bytes, half of them replies, a
# third with a mail address, a fifth with a home page, each with one vote in the mean.
# Then every key is asked what it takes (MEMORY USAGE).
#
# FILE is where the tables are written to.
use strict;
use warnings;
use Bench;
use Process;
use Report ();
use Stack;
use IO::Socket::INET;

my $n = $ENV{COUNT} || 10000;
my @kinds = (
	[ "c", "records" ],
	[ "t", "order of the roots" ],
	[ "k", "order of the replies" ],
	[ "x", "voters, for 90 days" ],
	[ "h", "authors, for 400 days" ],
	[ "i", "keys of requests, for 48 hours" ],
	[ "e", "texts, for 24 hours" ],
	[ "j", "stamps, for 24 hours" ],
	[ "b", "limits of networks, for 24 hours" ],
	[ "d", "where each came from, for 24 hours" ],
);
my @stays = qw(c t k x);

sub text {
	my ($size) = @_;
	my $text = "";
	$text .= substr("thoughtfully", 0, 3 + rand 10) . " "
	    while length $text < $size;
	return substr($text, 0, $size - 1) . ".";
}

# One write for head and body: HTTP::Tiny makes two, and each waits for an ACK.
sub send_json {
	my ($s, $method, $path, $json) = @_;
	my $host = $s->sockhost . ":" . $s->peerport;
	my $reader = join ".", 10, map { int rand 256 } 1 .. 3;
	my $length = length $json;
	print $s join "\r\n", "$method $path HTTP/1.1", "Host: $host",
	    "Origin: http://$host", "Content-Type: application/json",
	    "X-Reader: $reader", "Content-Length: $length", "", $json;
	local $/ = "\r\n\r\n";
	my $head = <$s> // "";
	my $body = "";
	read $s, $body, $1 if $head =~ /^Content-Length: (\d+)/mi;
	die "bench: $path: $head$body\n" unless $head =~ m{^HTTP/1.1 2};
	return $body;
}

# Posts and votes; returns the bytes of what was said.
sub post_all {
	my ($stack) = @_;
	my $s = IO::Socket::INET->new($stack->{url} =~ m{//(.*)})
	    or die "bench: $!\n";
	my (%stamps, %roots, $answer);
	for my $i (1 .. $n) {
		my $article = "/articles/" . int 100 * rand() ** 3;
		$stamps{$article} //= do {
			my ($file) = stamps($stack, $article, $n);
			[ split /\n/, slurp($file) ];
		};
		my $roots = $roots{$article} //= [];
		my @more = ("\"text\":\"" . text(50 + int rand 551) . "\"",
		    "\"name\":\"Reader " . int(rand 10000) . "\"");
		push @more, "\"parent\":$roots->[rand @$roots]"
		    if @$roots && rand(2) < 1;
		push @more, "\"email\":\"reader$i\@mail.example\"" if rand(3) < 1;
		push @more, "\"url\":\"https://reader$i.example/\"" if rand(5) < 1;
		$answer = send_json($s, "POST", "/api/comments",
		    "{\"article\":\"$article\",\"stamp\":\""
		    . shift(@{ $stamps{$article} }) . "\"," . join(",", @more) . "}");
		my ($id) = $answer =~ /"id":(\d+)/;
		push @$roots, $id unless $answer =~ /"parent":/;
		send_json($s, "PUT", "/api/comments/"
		    . int(1 + $id * rand() ** 2) . "/vote", '{"value":1}');
	}
	my $script = "local n = 0 for i = 1, $n do n = n + redis.call('HSTRLEN', "
	    . "'c:{demo}:' .. i, 's') + redis.call('HSTRLEN', 'c:{demo}:' .. i, 'h') "
	    . "end return n";
	return redis($stack, "eval", $script, 0);
}

sub used {
	return (redis($_[0], qw(info memory)) =~ /^used_memory:(\d+)/m)[0];
}

# Bytes by the letter that keys begin with.
sub usage {
	my ($stack) = @_;
	my $script = "local sum = {} for _, key in ipairs(redis.call('KEYS', '*')) do "
	    . "local letter = string.sub(key, 1, 1) sum[letter] = (sum[letter] or 0) "
	    . "+ redis.call('MEMORY', 'USAGE', key, 'SAMPLES', 0) end "
	    . "local out = {} for letter, n in pairs(sum) do out[#out + 1] = letter "
	    . "out[#out + 1] = n end return out";
	return split /\n/, redis($stack, "eval", $script, 0);
}

sub bytes_each {
	my ($name, @config) = @_;
	srand 1;
	my $stack = start_comments($name);
	redis($stack, qw(config set appendonly no), @config);
	my $before = used($stack);
	my $text = post_all($stack);
	my %sum = usage($stack);
	my %each = map { $_ => $sum{$_} / $n } keys %sum;
	$each{text} = $text / $n;
	$each{c} -= $each{text};
	$each{used} = (used($stack) - $before) / $n;
	stop($stack->{pid});
	return \%each;
}

my @columns = ([ "conf/redis.conf" ], [ "Debian's",
    qw(hash-max-listpack-entries 512 hash-max-listpack-value 64
    zset-max-listpack-entries 128 zset-max-listpack-value 64
    set-max-intset-entries 512) ]);
my @each = map { bytes_each("memory-$_", @{ $columns[$_] }[1 .. $#{ $columns[$_] }]) }
    0 .. $#columns;

# ---- articles ----

my $articles = 1000;

# A site's articles with visits on so many days, as an export has them.
sub articles_of {
	my ($days) = @_;
	my $today = int time / 86400;
	my $visits = 3;
	my %day = map { $today - $_ => $visits } 0 .. $days - 1;
	my $counts = sub {
		my ($times, %more) = @_;
		my %all = (%day, t => $days * $visits, %more);
		return join ",", map { "\"$_\":" . $all{$_} * $times } sort keys %all;
	};
	return join "\n", '{"afterword":1,"site":"demo","exported":"2026-01-01T00:00:00Z"}',
	    (map { "{\"type\":\"article\",\"article\":\"/2026/the-title-of-article-$_.html\","
		. "\"first\":1700000000,\"counts\":{" . $counts->(1) . "}}" } 1 .. $articles),
	    '{"type":"site","counts":{' . $counts->($articles, n => 1) . "}}", "";
}

# Bytes for each: of the keys of its own, and all, with its places in the rankings.
sub bytes_of_article {
	my ($days) = @_;
	my $stack = start_comments("memory-of-$days");
	redis($stack, qw(config set appendonly no));
	my $before = used($stack);
	my $file = spill("$stack->{dir}/articles", articles_of($days));
	system("$build/afterword -c $stack->{dir}/afterword.conf -s demo import $file"
	    . " >/dev/null") == 0 or die "bench: articles are not imported\n";
	my %sum = usage($stack);
	my $all = used($stack) - $before;
	stop($stack->{pid});
	return map { sprintf "%.0f", $_ / $articles } $sum{a} + $sum{n}, $all;
}

# ---- what is said ----

my $stays = sub {
	my ($e) = @_;
	my $sum = 0;
	$sum += $e->{$_} // 0 for @stays;
	return $sum;
};
sub comment_row {
	my ($name, $value) = @_;
	return [ $name, map { sprintf "%.0f", $value->($_) } @each ];
}

my $said = join "", "# What is kept in Redis\n\n", Report::machine(), ".\n\n",
    "`make bench-memory` has made this.  Bytes for each of $articles articles, with three\n",
    "visits on each of its days; $n comments of 50 to 600 bytes on a hundred articles, of\n",
    "which half are replies, each with one vote.\n\n",
    table([ "an article, visited on", "its own keys", "with its places in rankings",
	"target, its own" ],
	[ "7 days", bytes_of_article(7), 600 ], [ "90 days", bytes_of_article(90), 1400 ]),
    "\n",
    table([ "a comment", map { $_->[0] } @columns ],
	comment_row("source and HTML", sub { $_[0]{text} }),
	(map {
		my ($letter, $name) = @$_;
		comment_row($name, sub { $_[0]{$letter} // 0 }),
		    $letter eq $stays[-1]
			? comment_row("beyond its text, for good (target: 500)", $stays) : ()
	} @kinds),
	comment_row("all, as used_memory grew", sub { $_[0]{used} }));
print $said;
spill($ENV{FILE}, $said) if $ENV{FILE};
