#!/usr/bin/perl
# ledger - many writers at once, who write down what they were promised
#
#     ledger.pl post [-c CLIENTS] [-t SECONDS] [-b FIRST] [-l] FILE PORT
#     ledger.pl audit [-r REPEATS] FILE PORT
#
# post: each client has an address of its own and a kept connection, and writes
# comments on /ledger/1 to 3, some of them as replies, edits and deletes some of its own,
# and votes.
# What is answered 503, 429 or 502 or not at all is sent again, the same, until it is
# acknowledged or two minutes are over.  FILE gets a line for each comment: what was
# sent, and what became of it.
#
#     -c  clients; 16          -t  until SIGTERM, or for so long; 600
#     -l  it may be too late for an edit or deletion: 403 is an answer
#     -b  number of the first client, when several write one after another; 1
#
# and then a line of figures:
#
#     requests    all that was sent, also to get a stamp
#     posts acked  comments begun, and answered 201 or 202
#     again       of them as a repeated request
#     refused     replies to what was deleted meanwhile
#     stale       stamps that had to be replaced
#     unacked     given up
#     edits deletes votes    acknowledged
#     away rate   answered 503, 429, with Retry-After
#     other       any other status, or an answer that is not to what was asked
#     failed      no answer: refused, cut off, or none in time
#     by          how many of each status that did not count, as 503:12,502:1; or none
#     reopened    connections closed while nothing was asked
#     p50_us p99_us max_us   from sending to the answer, of those acknowledged
#     gap_ms      the longest time in which nothing was
#
# audit: repeats some of the acknowledged posts, and then reads all comments of these
# articles, all pages and replies.
#
#     read        comments found           repeats     posts sent again
#     unacked     found, though not acknowledged
#
# and what should not be: lost, double (a text found twice), changed (another text,
# parent or number than acknowledged), undead (deleted, and found), strange (unknown
# to the ledger), repeated (not answered as the first time), votes and counts that do
# not agree with what is found, other.
#
# The first of each kind that should not be is described on standard error.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Getopt::Std;
use Http;
use JSON::PP;

my ($PAUSE_S, $ARTICLES) = (0.05, 3);
my $usage = "usage: ledger.pl post|audit [OPTIONS] FILE PORT\n";
my $mode = shift // die $usage;
my %opt = (c => 16, t => 600, b => 1, r => 100);
getopts('c:t:b:r:l', \%opt) && @ARGV == 2 or die $usage;
my ($path, $port) = @ARGV;
Http::to($port);

my $json = JSON::PP->new->utf8;
my %sum;
sub complain {
	my ($kind, $what) = @_;
	return if $sum{$kind}++;
	$what =~ s/\r//g;
	print STDERR "ledger: $kind: ", substr($what, 0, 1500), "\n";
}

sub figures {
	print join(' ', map { "$_=" . ($sum{$_} // 0) } @_), "\n";
}

# What is said: tells who, which, and whether it was edited.
sub text {
	my ($row, $edited) = @_;
	return "Client $row->{client} says $row->{n} by key $row->{key}"
	    . ($edited ? ', better' : '');
}

sub post_request {
	my ($row) = @_;
	my $parent = $row->{parent} ? ",\"parent\":$row->{parent}" : '';
	return request(POST => '/api/comments',
	    { 'Idempotency-Key' => $row->{key} },
	    '{"article":"' . $row->{article} . '","name":"Client '
		. $row->{client} . '","text":"' . text($row) . '","stamp":"'
		. $row->{stamp} . "\"$parent}");
}

# ---- the ledger's lines ----

# A field that ends in ? is 1 for acknowledged, ? for sent, and 0.
my @fields = qw(key client n article parent stamp status id token edited deleted
    vote began);

sub write_row {
	my ($file, $row) = @_;
	print $file join(' ', map { $row->{$_} // '-' } @fields), "\n";
}

sub read_rows {
	open my $file, '<', $path or die "$path: $!\n";
	my @rows;
	while (my $line = <$file>) {
		my %row;
		@row{@fields} = map { $_ eq '-' ? '' : $_ } split ' ', $line;
		push @rows, \%row;
	}
	return @rows;
}

# ---- post ----

my (%pool, %by, @took, $last_good, $until, $ledger);

sub good {
	my ($began) = @_;
	my $now = Http::now();
	my $gap = int 1000 * ($now - $last_good);
	$sum{gap_ms} = $gap if $gap > ($sum{gap_ms} // 0);
	$last_good = $now;
	push @took, int 1e6 * ($now - $began);
}

# Sends a request until `taken` makes something of an answer; then goes on with
# `done`, which gets 1, or nothing when time is over.
sub insist {
	my ($client, $bytes, $taken, $done) = @_;
	my $end = Http::now() + 120;
	my $try;
	$try = sub {
		my $began = Http::now();
		$sum{requests}++;
		$client->{http}->send($bytes, sub {
			my ($answer) = @_;
			if ($answer->{status} && $taken->($answer)) {
				good($began);
				undef $try;
				return $done->(1);
			}
			not_taken($client, $answer);
			if (Http::now() > $end) {
				undef $try;
				return $done->();
			}
			Http::after(0.03, $try);
		});
	};
	$try->();
}

sub not_taken {
	my ($client, $answer) = @_;
	my $status = $answer->{status};
	$by{$status}++ if $status;
	if (!$status) {
		complain('failed', "$client->{number}: $answer->{why}");
	} elsif ($status == 503 && defined Http::header($answer, 'Retry-After')) {
		$sum{away}++;
	} elsif ($status == 429 && defined Http::header($answer, 'Retry-After')) {
		complain('rate', "$client->{number}: $answer->{head}\n$answer->{body}");
	} else {
		complain('other',
		    "$client->{number}: $answer->{head}\n$answer->{body}");
	}
}

# One in `n`, which 11 must not divide; the same in each run.
sub one_in {
	my ($n, $client, $what) = @_;
	return ($client->{steps} * 11 + $client->{number} * 13 + $what) % $n == 0;
}

sub step {
	my ($client) = @_;
	if (Http::now() >= $until) {
		write_row($ledger, $_) for @{ $client->{own} };
		$client->{http}->close;
		return;
	}
	$client->{steps}++;
	my $next = sub { Http::after($PAUSE_S, sub { step($client) }) };
	my ($mine) = grep { $_->{id} && !$_->{deleted} } reverse @{ $client->{own} };
	if ($mine && !$mine->{edited} && one_in(8, $client, 1)) {
		edit($client, $mine, $next);
	} elsif ($mine && one_in(9, $client, 2)) {
		remove($client, $mine, $next);
	} elsif ($mine && !$mine->{vote} && one_in(19, $client, 3)) {
		vote($client, $mine, $next);
	} else {
		stamp($client, $next);
	}
}

sub stamp {
	my ($client, $next) = @_;
	my $n = ++$client->{posts};
	my $article = '/ledger/' . (1 + ($client->{number} + $n) % $ARTICLES);
	my $row = { client => $client->{number}, n => $n, article => $article,
		key => sprintf('%08x-%d-%d', $^T, $client->{number}, $n) };
	get_stamp($client, $row, sub { $_[0] ? post($client, $row, $next) : $next->() });
}

sub get_stamp {
	my ($client, $row, $next) = @_;
	insist($client, request(GET => "/api/comments/stamp?article=$row->{article}"),
	    sub {
		my ($answer) = @_;
		return if $answer->{status} != 200;
		($row->{stamp}) = $answer->{body} =~ /"stamp":"([\w-]{38})"/;
		return $row->{stamp};
	    }, $next);
}

sub post {
	my ($client, $row, $next) = @_;
	my $pool = $pool{ $row->{article} } //= [];
	if (@$pool && one_in(3, $client, 0)) {
		$row->{to} = $pool->[ ($client->{steps} * 31) % @$pool ];
		$row->{parent} = $row->{to}{id};
	}
	$row->{depth} = $row->{to} ? $row->{to}{depth} + 1 : 0;
	$row->{began} = sprintf '%.3f', Time::HiRes::time();
	$sum{posts}++;
	push @{ $client->{own} }, $row;
	put_in($client, $row, $next);
}

# A stamp that is good no more is replaced, and all else sent again as it was.
sub put_in {
	my ($client, $row, $next) = @_;
	insist($client, post_request($row), sub { took($row, @_) }, sub {
		if ($row->{stamp} eq '') {
			return get_stamp($client, $row, sub {
				$_[0] ? put_in($client, $row, $next) : $next->() });
		}
		if (!$_[0]) {
			$sum{unacked}++;
		} elsif ($row->{id}) {
			$sum{acked}++;
			push @{ $pool{ $row->{article} } }, $row if $row->{depth} < 30;
		}
		$next->();
	});
}

# Whether an answer to a post is one, and what it says.
sub took {
	my ($row, $answer) = @_;
	my $status = $answer->{status};
	if ($status == 422 && $row->{to} && $row->{to}{deleted}
	    && $answer->{body} =~ /"field":"parent"/) {
		$row->{status} = 'refused';
		return ++$sum{refused};
	}
	if ($status == 422 && $answer->{body} =~ /"field":"stamp"/) {
		$row->{stamp} = '';
		return ++$sum{stale};
	}
	return if $status != 201 && $status != 202;
	my $said = eval { $json->decode($answer->{body}) } or return;
	return if $said->{html} ne '<p>' . text($row) . '</p>' || $said->{id} < 1;
	@$row{qw(id token)} = @$said{qw(id edit_token)};
	$row->{status} = $status;
	$sum{again}++ if defined Http::header($answer, 'Idempotency-Replayed');
	return 1;
}

sub change {
	my ($client, $row, $what, $status, $bytes, $next) = @_;
	$row->{$what} = '?';
	my $late;
	insist($client, $bytes, sub {
		$late = $opt{l} && $_[0]{status} == 403;
		return $late || $_[0]{status} == $status;
	}, sub {
		if ($_[0] && !$late) {
			$row->{$what} = 1;
			$sum{"${what}_acked"}++;
		}
		$next->();
	});
}

sub edit {
	my ($client, $row, $next) = @_;
	change($client, $row, 'edited', 200, request(
		PUT => "/api/comments/$row->{id}",
		{ Authorization => "Bearer $row->{token}" },
		'{"text":"' . text($row, 1) . '"}'), $next);
}

sub remove {
	my ($client, $row, $next) = @_;
	change($client, $row, 'deleted', 204, request(
		DELETE => "/api/comments/$row->{id}",
		{ Authorization => "Bearer $row->{token}" }), $next);
}

sub vote {
	my ($client, $row, $next) = @_;
	change($client, $row, 'vote', 200, request(
		PUT => "/api/comments/$row->{id}/vote", {}, '{"value":1}'), $next);
}

sub run_posts {
	open $ledger, '>>', $path or die "$path: $!\n";
	my $began = $last_good = Http::now();
	$until = $began + $opt{t};
	local $SIG{TERM} = sub { $until = 0 };
	for my $number ($opt{b} .. $opt{b} + $opt{c} - 1) {
		my $address = sprintf '127.%d.%d.%d', 1 + $number / 65536 % 250,
		    $number / 256 % 256, $number % 256;
		step({ number => $number, posts => 0, steps => 0, own => [],
			http => Http->new($address) });
	}
	Http::run();
	close $ledger or die "$path: $!\n";

	@took = sort { $a <=> $b } @took;
	$sum{p50_us} = $took[ 0.50 * $#took ];
	$sum{p99_us} = $took[ 0.99 * $#took ];
	$sum{max_us} = $took[-1];
	$sum{edits} = $sum{edited_acked};
	$sum{deletes} = $sum{deleted_acked};
	$sum{votes} = $sum{vote_acked};
	$sum{by} = join(',', map { "$_:$by{$_}" } sort keys %by) || 'none';
	$sum{reopened} = $Http::reopened;
	$sum{seconds} = sprintf '%.1f', Http::now() - $began;
	figures(qw(requests posts acked again refused stale unacked edits deletes votes
	    away rate other failed by reopened p50_us p99_us max_us gap_ms seconds));
}

# ---- audit ----

my $http = Http->new;

sub fetch {
	my ($bytes) = @_;
	my $got;
	$http->send($bytes, sub { ($got) = @_ });
	Http::run(sub { $got });
	return $got;
}

sub get {
	my ($of) = @_;
	my $answer = fetch(request(GET => $of));
	return $json->decode($answer->{body}) if ($answer->{status} // 0) == 200;
	complain('other', "$of: " . ($answer->{head} // $answer->{why}));
	return {};
}

# Every comment of an article, by way of `fn`; returns how many it says it has.
sub read_article {
	my ($article, $fn) = @_;
	my ($count, $after);
	do {
		my $page = get("/api/comments?article=$article&sort=oldest&limit=100"
		    . (defined $after ? "&after=$after" : ''));
		$count = $page->{count};
		for my $root (@{ $page->{comments} }) {
			$fn->($root);
			read_replies($root, $fn);
		}
		$after = $page->{next};
	} while (defined $after);
	return $count // -1;
}

sub read_replies {
	my ($root, $fn) = @_;
	return if !$root->{reply_count};
	my ($n, $after) = (0, undef);
	do {
		my $page = get("/api/comments/$root->{id}/replies?limit=100"
		    . (defined $after ? "&after=$after" : ''));
		$fn->($_) for @{ $page->{comments} };
		$n += @{ $page->{comments} // [] };
		$after = $page->{next};
	} while (defined $after);
	complain('counts', "$root->{id} says $root->{reply_count} replies, has $n")
	    if $n != $root->{reply_count};
}

sub repeat {
	my (@rows) = @_;
	return if !$opt{r};
	my $step = @rows > $opt{r} ? @rows / $opt{r} : 1;
	for (my $i = 0; $i < @rows; $i += $step) {
		my $row = $rows[$i];
		my $answer = fetch(post_request($row));
		my $id = ($answer->{body} // '') =~ /"id":(\d+)/ ? $1 : 0;
		$sum{repeats}++;
		complain('repeated', "$row->{key}, $row->{id}: "
			. ($answer->{head} // $answer->{why}) . ($answer->{body} // ''))
		    if ($answer->{status} // 0) != $row->{status}
		    || $id != $row->{id}
		    || (Http::header($answer, 'Idempotency-Replayed') // '') ne 'true';
	}
}

# What of a comment may be: its text, or its place alone, or nothing.
sub check_row {
	my ($row, $found) = @_;
	my @all = @{ $found->{ $row->{key} } // [] };
	my $who = "$row->{key}, $row->{id}";
	complain('double', $who) if @all > 1;
	my $c = $all[0];
	if (!$c) {
		complain('lost', $who)
		    if $row->{status} eq '201' && !$row->{deleted};
		return;
	}
	$sum{unacked_found}++ if $row->{status} ne '201';
	return complain('undead', $who) if $row->{deleted} eq '1';
	return complain('changed', "$who: status $row->{status}")
	    if $row->{status} eq 'refused' || $row->{status} eq '202';
	my $better = $c->{html} eq '<p>' . text($row, 1) . '</p>';
	complain('changed', "$who: $c->{html}")
	    if $row->{edited} eq '1' && !$better || !$row->{edited} && $better
	    || !$better && $c->{html} ne '<p>' . text($row) . '</p>';
	complain('changed', "$who has number $c->{id}")
	    if $row->{id} && $row->{id} != $c->{id};
	complain('changed', "$who has parent " . ($c->{parent} // 'none'))
	    if ($row->{parent} || 0) != ($c->{parent} // 0);
	complain('votes', "$who: $c->{up} up, $c->{down} down") if $c->{down}
	    || $c->{up} > 1 || $row->{vote} eq '1' && !$c->{up}
	    || $c->{up} && !$row->{vote};
}

sub audit {
	my @rows = read_rows();
	my %row = map { $_->{key} => $_ } @rows;
	my %article = map { $_->{article} => 1 } @rows;
	my %found;
	repeat(grep { $_->{status} =~ /^20/ } @rows);
	for my $article (sort keys %article) {
		my $n = 0;
		my $says = read_article($article, sub {
			my ($c) = @_;
			return if $c->{deleted};
			$n++;
			my $key = ($c->{html} // '') =~ / by key ([\w-]+)/ ? $1 : '';
			complain('strange', $json->encode($c))
			    if !$row{$key} || $row{$key}{article} ne $article;
			push @{ $found{$key} }, $c;
		});
		$sum{read} += $n;
		complain('counts', "$article says $says, has $n") if $says != $n;
	}
	check_row($_, \%found) for @rows;
	$sum{rows} = @rows;
	$sum{acked} = grep { $_->{status} eq '201' } @rows;
	figures(qw(rows acked read repeats unacked_found lost double changed undead
	    strange repeated votes counts other));
}

my %modes = (post => \&run_posts, audit => \&audit);
($modes{$mode} // die $usage)->();
