#!/usr/bin/perl
# back.pl PORT - tries until a visit and a comment are taken, and prints after how many
# milliseconds; status 1 when that takes longer than 30 s
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Http;

my ($port) = @ARGV;
Http::to($port);
my $http = Http->new('127.3.0.1');
my $began = Http::now();
my $n = 0;

sub ask {
	my $got;
	$http->send(request(@_), sub { ($got) = @_ });
	Http::run(sub { $got });
	return $got;
}

sub comment {
	my ($said) = (ask(GET => '/api/comments/stamp?article=/back')->{body} // '')
	    =~ /"stamp":"([\w-]+)"/ or return 0;
	my $text = "Back again, $$ " . $n++;
	return (ask(POST => '/api/comments', {}, '{"article":"/back","name":"Ann","text":"'
		. $text . "\",\"stamp\":\"$said\"}")->{status} // 0) == 201;
}

sub visit {
	return (ask(POST => '/api/visits', {}, '{"article":"/back"}')->{status} // 0) == 200;
}

until (visit() && comment()) {
	exit 1 if Http::now() > $began + 30;
	select undef, undef, undef, 0.02;
}
printf "%d\n", 1000 * (Http::now() - $began);
