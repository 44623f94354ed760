# InjectPaths - what readers and moderators ask for, one path of each kind
#
#     InjectPaths::to($var, $origin, $cookie, $csrf, $password);
#     for my $path (InjectPaths::all()) {
#             my $case = $path->{make}->();
#             my $answer = InjectPaths::exchange($path->{program}, $case->{bytes});
#     }
#
# A path has a `name`, the `program` that serves it, `make`, and what statuses are
# `good` and, of the same request once more, `again`; as patterns.  make() prepares
# what the request needs, so that it does something new each time, and returns its
# `bytes` and, if there is something to look at, `wrong`: called with the status, the
# answer and that of the repeated request, it returns what is not as it should be.  A path
# that only `reads` is as good as what it read: the same as later or, where that tells the
# time, a text that `ends` so.  `told`: another answer that is honest when Redis says
# something else.  `library`: what libraries do to the program is tried there.
#
# InjectPaths::asked() is the last request made: its method and path.
package InjectPaths;

use strict;
use warnings;
use Digest::SHA;
use Fcgi qw(answer peer);
use IO::Socket::UNIX;
use JSON::PP;
use Time::HiRes qw(time sleep);

my ($var, $origin, $cookie, $csrf, $password, $redis);
my $json = JSON::PP->new->utf8->canonical;
my $n = 0;

sub to {
	($var, $origin, $cookie, $csrf, $password) = @_;
	Fcgi::to('', $origin);
	open my $file, '<', "$var/passwords/afterword.redis.admin" or die "no password: $!\n";
	chomp(my $admin = <$file>);
	$redis = IO::Socket::UNIX->new(Peer => "$var/run/redis.sock") or die "Redis: $!\n";
	redis('AUTH', 'admin', $admin);
}

# ---- asking ----

my $asked;
sub ask {
	my ($method, $url) = @_;
	$asked = "$method " . $url =~ s/\?.*//r;
	return Fcgi::ask(@_);
}

sub asked {
	return $asked;
}

# One request on a connection of its own; its answer, or closed or silent.
sub exchange {
	my ($program, $bytes) = @_;
	Fcgi::to("$var/run/$program.sock", $origin);
	return answer(peer($bytes), 8);
}

# A request that has to work: its body.
sub must {
	my ($program, @ask) = @_;
	my $until = time + 5;
	for (;;) {
		my $answer = exchange($program, ask(@ask));
		return (split /\r\n\r\n/, $answer, 2)[1] // ''
		    if $answer =~ /^Status: [23]/m;
		die "$ask[0] $ask[1]: $answer\n"
		    if time > $until || $answer !~ /^(closed|Status: 503)/m;
		sleep 0.02;
	}
}

sub must_json {
	return $json->decode(must(@_));
}

# A simple answer of Redis: a line.
sub redis {
	print $redis '*' . @_ . "\r\n", map { '$' . length($_) . "\r\n$_\r\n" } @_;
	$redis->flush;
	my $line = <$redis>;
	die "Redis: $_[0]: $line" if $line =~ /^-/;
	if ($line =~ /^\$(\d+)/) {
		read $redis, $line, $1 + 2;
	}
	$line =~ s/^[:+]|\r\n$//g;
	return $line;
}

# Another reader each time.
sub reader {
	$n++;
	return (REMOTE_ADDR => sprintf('10.%d.%d.7', $n >> 8 & 255, $n & 255), @_);
}

# A form, and its request by the moderator.
sub form {
	my (%field) = @_;
	return join '&', map {
		(my $value = $field{$_}) =~ s/([^A-Za-z0-9_.-])/sprintf '%%%02X', ord $1/ge;
		"$_=$value";
	} sort keys %field;
}
my %FORM = (CONTENT_TYPE => 'application/x-www-form-urlencoded',
	HTTP_SEC_FETCH_SITE => 'same-origin');
sub moderator {
	return (HTTP_COOKIE => $cookie, HTTP_SEC_FETCH_SITE => 'same-origin',
		HTTP_ACCEPT => 'text/html', CONTENT_TYPE => $FORM{CONTENT_TYPE});
}

# ---- comments ----

sub stamp {
	return must_json('comments', GET => "/api/comments/stamp?article=$_[0]")->{stamp};
}

# What posting one takes: its parameters and its body.
sub comment {
	my ($article, %more) = @_;
	$n++;
	my %param = reader(HTTP_IDEMPOTENCY_KEY => sprintf 'inject-%020d', $n);
	return (\%param, { article => $article, name => "Reader $n",
		text => "What **reader $n** has to say", stamp => stamp($article), %more });
}

# One that is there: as the API answered it.
sub posted {
	my ($article, %more) = @_;
	my ($param, $body) = comment($article, %more);
	return must_json('comments', POST => '/api/comments', $param, $json->encode($body));
}

sub thread {
	my ($article) = @_;
	return must_json('comments', GET => "/api/comments?article=$article");
}

# ---- paths ----

# Something read: what is there is what was there before.
sub reading {
	my ($name, $program, $url, %with) = @_;
	my $good = $with{good} // 200;
	return { name => $name, program => $program, good => $good, again => $good,
		reads => 1, make => sub {
			my %param = $with{param} ? $with{param}->() : ();
			$with{before}->(\%param) if $with{before};
			my $bytes = ask(GET => ref $url ? $url->() : $url, \%param);
			return { bytes => $bytes, wrong => sub {
				my ($got, $answer, $second) = @_;
				return if $with{alive} || $got ne $good;
				s/.*?\r\n\r\n//s for $answer, $second;
				return $answer =~ /\Q$with{ends}\E$/ ? undef
				    : 'cut off: ' . substr $answer, -200
				    if $with{ends};
				return $answer eq $second ? undef
				    : 'not what it says later: '
				    . substr $answer, 0, 2000;
			} };
		} };
}

sub total {
	my ($article) = @_;
	return must_json('visits', GET => "/api/visits?article=$article")
	    ->{articles}[0]{total};
}

# Something done: it is there once, whatever was answered the first time.
sub doing {
	my ($name, $program, %with) = @_;
	return { good => 200, again => 200, %with, name => $name, program => $program };
}

my @visits = (
	doing('a visit', 'visits', library => 1, make => sub {
		my $article = '/inject/' . ++$n;
		return { bytes => ask(POST => '/api/visits', { reader() },
				qq({"article":"$article","title":"A title"})),
			wrong => sub {
				my $is = total($article);
				return $is == 1 ? undef : "$is visits";
			} };
	}),
	doing('a visit in its window', 'visits', make => sub {
		my $article = '/inject/' . ++$n;
		my @ask = (POST => '/api/visits', { reader() },
			qq({"article":"$article"}));
		must('visits', @ask);
		return { bytes => ask(@ask), wrong => sub {
				my $is = total($article);
				return $is == 1 ? undef : "$is visits";
			} };
	}),
	reading('a batch of visits', 'visits',
		'/api/visits?article=/read/1&article=/read/2&article=/read/3'),
	reading('the history', 'visits', '/api/visits/history?article=/read/1'),
	reading('the popular ones', 'visits', '/api/visits/popular?limit=3'),
	reading('a badge', 'visits', '/api/visits/badge.svg?article=/read/1'),
	reading('a line for a page', 'visits', '/api/visits/fragment?site=demo&article=/read/1'),
	doing('a visit by its image', 'visits', make => sub {
		my $article = '/inject/' . ++$n;
		return { bytes => ask(GET => "/api/visits/seen.svg?article=$article",
				{ reader() }), wrong => sub {
				my $is = total($article);
				return $is == 1 ? undef : "$is visits";
			} };
	}),
	reading('health', 'visits', '/healthz'),
	reading('readiness', 'visits', '/readyz', alive => 1),
	reading('metrics', 'visits', '/metrics', alive => 1),
);

my ($thread, $root);
sub count_is {
	my ($article, $wanted) = @_;
	my $is = thread($article)->{count};
	return $is == $wanted ? undef : "$is comments";
}

# The thread is another one: no kept answer is true any more.
my $hash;
sub changed {
	$hash //= redis('HGET', "c:{demo}:$root->{id}", 'a');
	redis('HINCRBY', "n:{demo}:$hash", 'ver', 1);
}

my @comments = (
	reading('a stamp', 'comments', '/api/comments/stamp?article=/read/1', alive => 1),
	doing('a comment', 'comments', library => 1, good => 201, again => 201, make => sub {
		my $article = '/inject/' . ++$n;
		my ($param, $body) = comment($article, url => 'https://example.org/');
		return { bytes => ask(POST => '/api/comments', $param, $json->encode($body)),
			wrong => sub { count_is($article, 1) } };
	}),
	doing('a comment that the list holds', 'comments', good => 202, again => '20[12]',
	    told => 201, make => sub {
		my $word = 'secret' . ++$n;
		my ($param, $body) = comment("/inject/$n", text => "It is $word");
		redis('HSET', 'd:{demo}:list', 'text', "hold word $word", 'ver', $word);
		return { bytes => ask(POST => '/api/comments', $param, $json->encode($body)),
			wrong => sub {
				my $last = redis('HGET', 'c:{demo}', 'last');
				my $is = redis('HGET', "c:{demo}:$last", 'st');
				redis('DEL', 'd:{demo}:list');
				return $is eq 'held' || $_[0] eq '201' ? undef : "it is $is";
			} };
	}),
	doing('a reply', 'comments', good => 201, again => 201, make => sub {
		my $article = '/inject/' . ++$n;
		my $parent = posted($article)->{id};
		my ($param, $body) = comment($article, parent => $parent);
		return { bytes => ask(POST => '/api/comments', $param, $json->encode($body)),
			wrong => sub { count_is($article, 2) } };
	}),
	doing('a comment by its form', 'comments', good => 303, again => 303, make => sub {
		my $article = '/inject/' . ++$n;
		my ($param, $body) = comment($article);
		delete $param->{HTTP_IDEMPOTENCY_KEY};
		return { bytes => ask(POST => '/api/comments', { %$param, %FORM },
				form(%$body)), wrong => sub { count_is($article, 1) } };
	}),
	doing('an edit', 'comments', make => sub {
		my $c = posted('/inject/' . ++$n);
		return { bytes => ask(PUT => "/api/comments/$c->{id}",
				{ HTTP_AUTHORIZATION => "Bearer $c->{edit_token}" },
				'{"text":"What is *better*"}'),
			wrong => sub {
				my $is = thread($c->{article})->{comments}[0]{html};
				return $is =~ /better/ ? undef : $is;
			} };
	}),
	doing('a deletion', 'comments', good => '200|204', again => '200|204|404|410',
	    make => sub {
		my $c = posted('/inject/' . ++$n);
		return { bytes => ask(DELETE => "/api/comments/$c->{id}",
				{ HTTP_AUTHORIZATION => "Bearer $c->{edit_token}" }),
			wrong => sub { count_is($c->{article}, 0) } };
	}),
	doing('a vote', 'comments', make => sub {
		my $c = posted('/inject/' . ++$n);
		return { bytes => ask(PUT => "/api/comments/$c->{id}/vote", { reader() },
				'{"value":1}'), wrong => sub {
				my $is = $json->encode(thread($c->{article})->{comments}[0]);
				return $is =~ /"(?:up|score|votes)":1\b/ ? undef : $is;
			} };
	}),
	reading('a thread', 'comments', '/api/comments?article=/read/1', before => \&changed),
	reading('a thread that is kept', 'comments', '/api/comments?article=/read/1'),
	reading('a thread that is known', 'comments', '/api/comments?article=/read/1',
		good => 304, before => sub {
			my ($param) = @_;
			my $answer = exchange('comments',
			    ask(GET => '/api/comments?article=/read/1'));
			($param->{HTTP_IF_NONE_MATCH}) = $answer =~ /^ETag: (.*?)\r/m;
		}),
	reading('replies', 'comments', sub { "/api/comments/$root->{id}/replies" },
		before => \&changed),
	reading('one comment', 'comments', sub { "/api/comments/$root->{id}" },
		before => \&changed),
	reading('recent comments', 'comments', '/api/comments/recent?limit=3'),
	reading('a feed', 'comments', '/api/comments/feed?article=/read/1',
		before => \&changed),
	reading('a feed as JSON', 'comments', '/api/comments/feed?format=json&limit=3'),
	reading('a fragment', 'comments', '/api/comments/fragment?site=demo&article=/read/1',
		before => \&changed, ends => "</form>\n"),
	reading('what becomes of one that waits', 'comments', '/api/comments/held?site=demo&article=/read/1',
		ends => "</html>\n"),
	reading('the style sheet', 'comments', '/api/comments/page.css'),
	doing('a preview', 'comments', make => sub {
		return { bytes => ask(POST => '/api/comments/preview', { reader() },
			$json->encode({ text => "> Really?\n\n- *one*\n- `two`\n" .
				"- [three](https://example.org/)\n" })),
			wrong => sub {
				my ($got, $answer) = @_;
				return if $got ne '200' || $answer =~ /example\.org/;
				return "a preview without its end: $answer";
			} };
	}),
	reading('health of comments', 'comments', '/healthz'),
	reading('readiness of comments', 'comments', '/readyz', alive => 1),
	reading('metrics of comments', 'comments', '/metrics', alive => 1),
);

# A form of the moderator's about a comment that was just posted.
sub judging {
	my ($name, $url, $fields, $wrong) = @_;
	return doing($name, 'moderation', good => 303, again => 303, make => sub {
		my $c = posted('/inject/' . ++$n);
		return { bytes => ask(POST => $url =~ s/ID/$c->{id}/r, { moderator() },
				form(csrf => $csrf, map { s/ID/$c->{id}/r } @$fields)),
			wrong => sub { $wrong->($c) } };
	});
}

sub kept {
	my ($c, $field) = @_;
	return redis('HGET', "c:{demo}:$c->{id}", $field);
}

# How often somebody may try a password is counted; not here.
sub forget_tries {
	redis('EVAL', "for _, key in ipairs(redis.call('KEYS', 'b:*:sign')) do "
	    . "redis.call('DEL', key) end return 1", 0);
}

# A session of its own, as a header and the token of its forms.
sub signed_in {
	for (1 .. 100) {
		forget_tries();
		my $answer = exchange('moderation', ask(POST => '/moderation/sign-in', { %FORM },
			form(site => 'demo', name => 'Anna', password => $password)));
		my $own = cookie_of($answer);
		my ($token) = exchange('moderation', ask(GET => '/moderation/',
			{ moderator(), HTTP_COOKIE => $own })) =~ /name="csrf" value="([^"]+)"/
		    if $own;
		return ($own, $token) if $token;
		sleep 0.02;
	}
	die "nobody can sign in\n";
}

sub cookie_of {
	return ($_[0] =~ /^Set-Cookie: ([^;\r]+)/mi)[0];
}

# What a page of the moderators' says to a session: its status.
sub status_for {
	my ($own) = @_;
	my $answer = exchange('moderation', ask(GET => '/moderation/counts',
		{ moderator(), HTTP_COOKIE => $own }));
	return ($answer =~ /^Status: (\d+)/m)[0] // $answer;
}

sub afterword {
	my (@args) = @_;
	open my $said, '-|', "$ENV{BIN}/afterword", '-c', "$var/afterword.conf", @args
	    or die "afterword: $!\n";
	return join '', <$said>;
}

# The token for the first moderator of a site that has none.
sub setup_for {
	my ($site) = @_;
	redis('DEL', "v:{$site}");
	my ($token) = afterword('-s', $site, 'moderator', 'setup') =~ /token=(\S+)/
	    or die "no token\n";
	return $token;
}

# The token of a signed link, from the command line.
sub link_for {
	my ($id) = @_;
	my ($token) = afterword('-s', 'demo', 'link', $id, '--action', 'spam') =~ /t=(\S+)/
	    or die "no link\n";
	return $token;
}

my @moderation = (
	doing('signing in', 'moderation', good => 303, again => 303, make => sub {
		forget_tries();
		return { bytes => ask(POST => '/moderation/sign-in', { %FORM },
				form(site => 'demo', name => 'Anna', password => $password)),
			wrong => sub {
				my $is = status_for(cookie_of($_[2]));
				return $is eq '200' ? undef : "then $is";
			} };
	}),
	doing('signing out', 'moderation', good => 303, again => '303|403', make => sub {
		my ($own, $token) = signed_in();
		return { bytes => ask(POST => '/moderation/sign-out',
				{ moderator(), HTTP_COOKIE => $own }, form(csrf => $token)),
			wrong => sub {
				my $is = status_for($own);
				return $is eq '200' ? 'the session goes on' : undef;
			} };
	}),
	doing('the first moderator', 'moderation', good => 303, again => '303|403', make => sub {
		my $token = setup_for('other');
		return { bytes => ask(POST => '/moderation/setup', { %FORM },
				form(site => 'other', token => $token, name => 'Ben',
					password => $password)),
			wrong => sub {
				return redis('HEXISTS', 'v:{other}', 'Ben') ? undef
				    : 'there is none';
			} };
	}),
	reading('the form for the first moderator', 'moderation',
		'/moderation/setup?site=other&token=' . 'x' x 43, ends => "</html>\n"),
	reading('the form to sign in', 'moderation', '/moderation/sign-in',
		ends => "</html>\n"),
	doing('a signed link', 'moderation', make => sub {
		my $token = link_for($root->{id});
		return { bytes => ask(GET => "/moderation/link?site=demo&t=$token") };
	}),
	doing('what a signed link says', 'moderation', again => '200|303|410', make => sub {
		my $c = posted('/inject/' . ++$n);
		my $token = link_for($c->{id});
		return { bytes => ask(POST => '/moderation/link', { %FORM },
				form(site => 'demo', t => $token)),
			wrong => sub { count_is($c->{article}, 0) } };
	}),
	(map {
		reading("$_->[0]", 'moderation', $_->[1], param => \&moderator,
		    ends => "</html>\n")
	} ['what waits', '/moderation/'], ['all comments', '/moderation/?list=all&article=/read/1'],
	    ['the list of a site', '/moderation/lists'], ['the day', '/moderation/visits'],
	    ['an article', '/moderation/article?article=/read/1'],
	    ['who is blocked', '/moderation/blocks']),
	reading('a comment and its author', 'moderation',
		sub { "/moderation/comment/$root->{id}" }, param => \&moderator,
		ends => "</html>\n"),
	reading('how many wait', 'moderation', '/moderation/counts', param => \&moderator),
	doing('saving the list', 'moderation', good => 303, again => 303, make => sub {
		my $rows = 'hold word inject' . ++$n;
		redis('DEL', 'd:{demo}:list');
		return { bytes => ask(POST => '/moderation/lists', { moderator() },
				form(csrf => $csrf, rows => $rows)),
			wrong => sub {
				my $is = redis('HGET', 'd:{demo}:list', 'text');
				return $is =~ /^$rows/ ? undef : "it is $is";
			} };
	}),
	judging('holding', '/moderation/act', [id => 'ID', action => 'hold', list => 'all'],
		sub { count_is($_[0]{article}, 0) }),
	judging('deleting', '/moderation/act',
		[id => 'ID', action => 'delete', list => 'all', sure => 1],
		sub { count_is($_[0]{article}, 0) }),
	judging('undoing', '/moderation/undo', [list => 'all', were => 'ID-spam'],
		sub { count_is($_[0]{article}, 0) }),
	judging("a moderator's edit", '/moderation/comment/ID/edit',
		[text => 'Much better', name => 'Max'], sub {
			my $is = kept($_[0], 'h');
			return $is =~ /Much better/ ? undef : $is;
		}),
	judging('pinning', '/moderation/comment/ID/pin', [], sub {
		my $is = thread($_[0]{article})->{comments}[0];
		return $is->{pinned} ? undef : 'it is not pinned';
	}),
	judging('blocking', '/moderation/comment/ID/block', [who => 'author'], sub {
		return redis('HEXISTS', 'd:{demo}', 'author:' . kept($_[0], 'w')) ? undef
		    : 'nobody is blocked';
	}),
	doing('unblocking', 'moderation', good => 303, again => 303, make => sub {
		my $block = sprintf 'author:%016x', ++$n;
		redis('HSET', 'd:{demo}', $block, "hold\t0\t1700000000\tAnna\tCyd");
		return { bytes => ask(POST => '/moderation/unblock', { moderator() },
				form(csrf => $csrf, name => $block)),
			wrong => sub {
				return redis('HEXISTS', 'd:{demo}', $block)
				    ? 'they are blocked' : undef;
			} };
	}),
	doing("the owner's reply", 'moderation', good => 303, again => 303, make => sub {
		my $c = posted('/inject/' . ++$n);
		my $once = sprintf '%043d', ++$n;
		return { bytes => ask(POST => "/moderation/comment/$c->{id}/reply",
				{ moderator() }, form(csrf => $csrf, text => "Thanks $n",
					once => $once)),
			wrong => sub { count_is($c->{article}, 2) } };
	}),
	doing('closing', 'moderation', library => 1, good => 303, again => 303, make => sub {
		my $article = '/inject/' . ++$n;
		posted($article);
		return { bytes => ask(POST => '/moderation/article', { moderator() },
				form(csrf => $csrf, article => $article, action => 'close')),
			wrong => sub {
				return thread($article)->{closed} ? undef : 'it is open';
			} };
	}),
	reading('health of moderation', 'moderation', '/healthz'),
	reading('readiness of moderation', 'moderation', '/readyz', alive => 1),
	reading('metrics of moderation', 'moderation', '/metrics', alive => 1),
);

sub all {
	must('visits', POST => '/api/visits', { reader() }, qq({"article":"/read/$_"}))
	    for 1 .. 3;
	$root = posted('/read/1');
	posted('/read/1', parent => $root->{id});
	posted('/read/1');
	return (@visits, @comments, @moderation);
}

1;
