#!/usr/bin/perl
# volley - requests that fall at one moment
#
#     volley.pl PORT FOLDER <requests
#
# Each line of the input stands for N requests, each over a connection of its own:
#
#     N ADDRESS METHOD PATH TOKEN KEY BODY
#
# from that address in 127.0.0.0/8, with TOKEN as Authorization and KEY as
# Idempotency-Key; - stands for none.  {n} is the request's number among the N, and
# {stamp} a fresh stamp for the article that the body names.  All but the last byte of
# each is sent first, and then the last bytes of all, in any order.  Head and body of
# each answer come to be a file in FOLDER; the statuses are printed, each with how
# often it came: "201:1 429:49".
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Http;
use List::Util 'shuffle';

my ($port, $folder) = @ARGV;
Http::to($port);

my $asking = Http->new;
sub stamp {
	my ($body) = @_;
	my ($article) = $body =~ /"article":"([^"]+)"/ or die "no article: $body\n";
	my $got;
	$asking->send(request(GET => "/api/comments/stamp?article=$article"),
	    sub { ($got) = @_ });
	Http::run(sub { $got });
	return ($got->{body} // '') =~ /"stamp":"([\w-]+)"/ ? $1
	    : die "no stamp: ", $got->{why} // $got->{head}, "\n";
}

my (@all, %seen);
sub prepare {
	my ($address, $method, $path, $token, $key, $body) = @_;
	my $file = "$folder/" . @all;
	my $c = Http->new($address);
	$c->hold(request($method, $path, {
		Authorization => $token eq '-' ? undef : "Bearer $token",
		'Idempotency-Key' => $key eq '-' ? undef : $key,
	    }, $body eq '-' ? undef : $body), sub {
		my ($answer) = @_;
		$seen{ $answer->{status} // 'none' }++;
		open my $f, '>', $file or die "$file: $!\n";
		print $f $answer->{status} ? "$answer->{head}\r\n$answer->{body}"
		    : "$answer->{why}\n";
		close $f;
	    });
	push @all, $c;
}

while (my $line = <STDIN>) {
	chomp $line;
	my ($times, $rest) = split / /, $line, 2;
	for my $n (1 .. $times) {
		my $this = $rest =~ s/\{n\}/$n/gr;
		$this =~ s/\{stamp\}/stamp($this)/ge;
		prepare(split / /, $this, 6);
	}
}
Http::run(sub { !grep { $_->{out} ne '' } @all });
$_->go for shuffle @all;
Http::run();
print join(' ', map { "$_:$seen{$_}" } sort keys %seen), "\n";
