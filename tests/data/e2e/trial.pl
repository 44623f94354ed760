#!/usr/bin/perl
# trial.pl PORT KIND AFTERWORD... <comments - posts them, and says what became of each
#
# The comments are lines of JSON, of KIND spam or honest; AFTERWORD is how the command
# line is called.  Each is written from a network of its own, over the web server.  Who
# is known has written something before, which had to wait for its link, and which a
# moderator has published.  All prove the work that they are asked for, as any program
# might.  For each comment a line is printed, WORK being 1 if it had to be proved:
#
#     KIND LINE STATUS ID WORK
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../../fault", "$FindBin::Bin/../../lib";
use Http;
use JSON::PP;
use Work;

my ($port, $kind, @afterword) = @ARGV;
my $networks = $kind eq 'spam' ? 20 : 40;
my $json = JSON::PP->new->utf8;
Http::to($port);

# Posts, proves work if it is asked for, and gives the answer's status and members.
sub send_to {
	my ($c, $members, $then) = @_;
	$c->send(request(POST => '/api/comments', {}, $json->encode($members)), sub {
		my ($answer) = @_;
		die "no answer: $answer->{why}\n" if !$answer->{status};
		my $got = $json->decode($answer->{body});
		return $then->($answer->{status}, $got, $members->{altcha} ? 1 : 0)
		    if !$got->{challenge} || $members->{altcha};
		send_to($c, { %$members, altcha => Work::prove($got->{challenge}) }, $then);
	});
}

# The same, with a stamp that it asks for.
sub post {
	my ($c, $members, $then) = @_;
	my $article = $members->{article} =~ s/([^\w.\/-])/sprintf '%%%02x', ord $1/ger;
	$c->send(request(GET => "/api/comments/stamp?article=$article"), sub {
		my $got = $json->decode($_[0]{body} // '{}');
		send_to($c, { %$members, stamp => $got->{stamp} }, $then);
	});
}

my @comments = map { $json->decode($_) } <STDIN>;
my @known = grep { $comments[$_]{known} } 0 .. $#comments;
my (%token, %first, %outcome);

sub address {
	my ($n) = @_;
	return sprintf '127.%d.%d.%d', $networks, 1 + int($n / 250), 1 + $n % 250;
}

# Runs fn(n, connection, next) for each n, a few at a time.
sub each_of {
	my ($fn, @todo) = @_;
	my $next;
	$next = sub {
		my $n = shift @todo;
		return if !defined $n;
		my $c = Http->new(address($n));
		$fn->($n, $c, sub { $c->close; $next->() });
	};
	$next->() for 1 .. 8;
	Http::run();
}

each_of(sub {
	my ($n, $c, $next) = @_;
	post($c, { article => '/before', name => $comments[$n]{name},
		text => "Number $n of $kind begins: https://example.org/$n" }, sub {
		my ($status, $got) = @_;
		die "a first comment is $status, not held\n" if $status != 202;
		$token{$n} = $got->{author_token};
		$first{$n} = $got->{id};
		$next->();
	});
}, @known);
for my $n (@known) {
	open my $out, '-|', @afterword, 'publish', $first{$n} or die "publish: $!\n";
	my @said = <$out>;
	close $out or die "comment $first{$n} is not published: @said\n";
}

each_of(sub {
	my ($n, $c, $next) = @_;
	my $one = $comments[$n];
	my %members = map { $_ => $one->{$_} }
	    grep { ($one->{$_} // '') ne '' } qw(article text name email url title);
	$members{author_token} = $token{$n} if $token{$n};
	post($c, \%members, sub {
		my ($status, $got, $worked) = @_;
		$outcome{$n} = "$status " . ($got->{id} // '-') . " $worked";
		$next->();
	});
}, 0 .. $#comments);
print "$kind ", $_ + 1, " $outcome{$_}\n" for 0 .. $#comments;
