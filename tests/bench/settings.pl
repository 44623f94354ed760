#!/usr/bin/perl
# settings.pl - what the sample's settings bring: each beside what else one might set
#
# A visit of a new reader and a page of comments that is kept, as in bench.pl, with one
# setting changed at a time.  All that nginx is told is in conf/nginx and, the log, in
# conf/nginx/demo.conf.in.
#
# From the environment: ROUNDS (5), SECONDS (2), CLIENTS (64 256), BUILD; FILE, where the
# tables are written to.
use strict;
use warnings;
use HTTP::Tiny;
use Process;
use Report ();
use Stack;
use Bench;

my @clients = clients("64 256");
my ($read, $measured) = ("/articles/read.html", "/articles/measured.html");
my $page = "/api/comments?article=$read&limit=100";

# Name; what is replaced in nginx' settings; environment of the programs.  The sample
# runs twice: that is how far two rows differ which are the same.
my @variants = (
	[ "the sample" ],
	[ "the sample again" ],
	[ "no connections kept to the programs", {
		qr/^\tkeepalive \d+;\n/m => "", qr/^\tfastcgi_keep_conn on;\n/m => "" } ],
	(map { [ "$_ of them kept", { qr/^\tkeepalive \d+;/m => "\tkeepalive $_;" } ] }
	    32, 64, 128, 256),
	[ "the access log not buffered", { qr/ buffer=16k flush=1s;/ => ";" } ],
	[ "no access log", { qr/^\taccess_log .*;/m => "\taccess_log off;" } ],
	[ "buffers as nginx has them (not of visits)", {
		qr/^\tfastcgi_buffers .*\n/m => "", qr/^\tfastcgi_buffer_size .*\n/m => "" } ],
	[ "seccomp = off", {}, { AFTERWORD_SERVER_SECCOMP => "off" } ],
);

# Changes nginx' settings; each pattern has to be somewhere.
sub set {
	my ($stack, $change) = @_;
	my %text = map { $_ => slurp($_) } glob "$stack->{dir}/nginx/*.conf";
	for my $pattern (keys %$change) {
		my $found = 0;
		$found += s/$pattern/$change->{$pattern}/g for values %text;
		die "bench: nginx has no $pattern\n" unless $found;
	}
	spill($_, $text{$_}) for keys %text;
	renew_nginx($stack);
}

my (@rows, %of);
for my $variant (@variants) {
	my ($name, $change, $env) = @$variant;
	my $stack = start_comments(@rows / 2, %{ $env // {} });
	set($stack, $change) if $change && %$change;
	fill($stack, $read, 200, 325);
	my $r = HTTP::Tiny->new->post("$stack->{url}/api/visits", {
		headers => { "Content-Type" => "application/json", Origin => $stack->{url} },
		content => "{\"article\":\"$measured\"}" });
	die "bench: $name: $r->{status} $r->{content}\n" unless $r->{success};
	my @two = ({ name => "$name, visit", stack => $stack, program => "visits",
		script => "visit.lua", env => { READERS => "many" },
		proof => 'afterword_requests_total{route="/visits",method="POST",status="200"}' },
	    { name => "$name, page", stack => $stack, program => "comments",
		script => "comments.lua", env => { WHAT => "page", PAGE => $page },
		proof => "afterword_pages_hits_total",
		before => sub { get($stack, $page) } });
	push @rows, @two;
	$of{$name} = \@two;
}

sub settings_table {
	my ($result, $title, $which) = @_;
	my $sample = $result->{ $rows[$which]{name} };
	return table([ $title, "req/s", "p99 ms", "nginx", "program", "sum", "least - most",
	    "to the sample" ], map {
		my $m = $result->{ $of{ $_->[0] }[$which]{name} };
		[ $_->[0], sprintf("%.0f", $m->{rate}), sprintf("%.2f", $m->{p99}),
		    (map { sprintf "%.1f", $m->{$_} } qw(nginx program sum)),
		    sprintf("%.1f - %.1f", $m->{least}, $m->{most}), ratio($m, $sample) ]
	} @variants);
}

my $size = length get($rows[1]{stack}, $page)->{content};
my $said = "# What the sample's settings bring\n\n"
    . Report::machine() . ".\n\n"
    . "conf/nginx keeps 512 connections to each program, writes an access log with 16 kB of\n"
    . "buffer every second, and has room for a page of comments: 32 kB, then 16 times 8 kB.\n"
    . "Here are others beside it, with the requests of 64 and of 256 clients.\n\n"
    . "`make bench-settings` has made this: $rounds rounds of $seconds s of each row in turn,\n"
    . "medians; CPU time in microseconds a request, of which the sum has that of Redis, too.\n"
    . "The page has $size bytes.  What a row costs beside the sample is the median of\n"
    . "rounds, with the least and the most.  Where those include 1.00 no difference was seen:\n"
    . "the sample runs twice, which shows how far two rows differ that are the same.\n";
for my $clients (@clients) {
	my $result = run_rounds($clients, @rows);
	$said .= "\n## $clients clients\n\n"
	    . settings_table($result, "A visit of a new reader", 0) . "\n"
	    . settings_table($result, "A page of comments that is kept", 1);
}
print $said;
spill($ENV{FILE}, $said) if $ENV{FILE};
