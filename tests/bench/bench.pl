#!/usr/bin/perl
# bench.pl - what a request costs, beside what others cost, as Markdown
#
# From the environment: ROUNDS (5), SECONDS (2) of each run, CLIENTS (64 256), BUILD; FILE,
# where the same is written to.
use strict;
use warnings;
use HTTP::Tiny;
use Process;
use Stack;
use Bench;

my ($read, $posted, $measured) = map { "/articles/$_.html" } qw(read posted measured);
my ($kept, $roots, $size) = (200, 500, 325);
my @ten = map { "/articles/$_.html" } 1 .. 10;

# ---- rows ----

# The program's figures that prove what it did.
my $requests = 'afterword_requests_total{route="/%s",method="%s",status="%d"}';

sub row {
	my ($name, $stack, $program, %more) = @_;
	return { name => $name, stack => $stack, program => $program, %more };
}

# Each load is a new reader's, or all are one reader's.
sub visit {
	my ($name, $stack, $program, $readers, %env) = @_;
	return row($name, $stack, $program, script => "visit.lua",
	    env => { READERS => $readers, %env });
}

sub read_row {
	my ($name, $stack, $program, $page, $proof, %env) = @_;
	return row($name, $stack, $program, script => "comments.lua", proof => $proof,
	    env => { WHAT => "page", PAGE => $page, %env });
}

sub our_visits {
	my ($stack) = @_;
	my $proof = sprintf $requests, "visits", "POST", 200;
	return ({ %{ visit("Afterword, each a new reader", $stack, "visits", "many") },
		proof => $proof, ours => 1 },
	    { %{ visit("Afterword, the reader's window is open", $stack, "visits",
		"one") }, proof => $proof });
}

sub our_numbers {
	my ($stack) = @_;
	return { %{ read_row("Afterword", $stack, "visits", "/api/visits?"
	    . join("&", map { "article=$_" } @ten), sprintf($requests, "visits", "GET",
	    200)) }, ours => 1 };
}

my $page = "/api/comments?article=$read";

# What other rows made anew may have taken the place of the page that is kept.
sub our_pages {
	my ($stack) = @_;
	my $tag = get($stack, $page)->{headers}{etag};
	my @kept = (before => sub { get($stack, $page) });
	return ({ %{ read_row("Afterword, kept", $stack, "comments", $page,
		"afterword_pages_hits_total") }, @kept, ours => 1 },
	    { %{ read_row("Afterword, not modified (304)", $stack, "comments", $page,
		sprintf($requests, "comments", "GET", 304), ETAG => $tag) }, @kept },
	    read_row("Afterword, made anew", $stack, "comments",
		"$page&after=9007199254740991.", "afterword_pages_misses_total",
		WHAT => "new"));
}

# A run of posts takes its stamps, which are good for one each.
sub our_post {
	my ($stack) = @_;
	my $row = row("Afterword", $stack, "comments", script => "comments.lua",
	    ours => 1, proof => sprintf($requests, "comments", "POST", 201),
	    env => { WHAT => "post", ARTICLE => $posted, ROOT => 1000001,
		ROOTS => $roots });
	$row->{before} = sub {
		($row->{env}{STAMPS}) = stamps($stack, $posted, 30000 * $seconds);
	};
	return $row;
}

sub waline_count {
	my ($row) = @_;
	my $r = get($row->{stack}, "/api/comment?type=count&url=$posted");
	return ($r->{content} =~ /(\d+)\]?\D*$/)[0];
}

sub waline_post {
	my ($stack) = @_;
	return row("Waline", $stack, "waline", script => "comments.lua", slow => 3,
	    proof => \&waline_count, env => { WHAT => "waline", ARTICLE => $posted,
		ROOT => 1, ROOTS => $kept / 2 });
}

# Makes articles known, as readers do.
sub visit_all {
	my ($stack, $path, $key, @articles) = @_;
	for my $article (@articles) {
		my $r = HTTP::Tiny->new->post("$stack->{url}$path", {
			headers => { "Content-Type" => "application/json",
			    Origin => $stack->{url} },
			content => "{\"$key\":\"$article\"}" });
		die "bench: $path: $r->{status} $r->{content}\n" unless $r->{success};
	}
}

# Filled alike, so that pages are of one size.
sub filled {
	my ($stack) = @_;
	fill($stack, $posted, 2 * $roots, $size);
	fill($stack, $read, $kept, $size);
	visit_all($stack, "/api/visits", "article", @ten);
	return $stack;
}

# ---- what is measured ----

my $ours = filled(start_comments("afterword"));
my $file = spill("$work/page", get($ours, $page)->{content});
my $hello = start_hello("hello", $file);
my $lua = start_lua();
my $webdis = start_webdis();
my $waline = start_waline($read, $kept, $size);
visit_all($waline, "/api/article", "path", @ten, $measured) if $waline;

# Groups of rows that are compared.
my @groups = (
	[ "A visit is counted",
	    visit("the same loop, no Redis", $hello, "visits", "many"),
	    our_visits($ours),
	    visit("nginx + Lua + Redis, each a new reader", $lua, undef, "many"),
	    visit("webdis, one INCR", $webdis, "webdis", "many"),
	    { %{ visit("Waline", $waline, "waline", "many", WALINE => 1) }, slow => 3 } ],
	[ "The numbers of ten articles are read",
	    our_numbers($ours),
	    read_row("Waline", $waline, "waline", "/api/article?type=time&path="
		. join(",", @ten)) ],
	[ "A page of comments is read",
	    read_row("the same loop and bytes, no Redis", $hello, "comments", $page),
	    our_pages($ours),
	    { %{ read_row("Waline, 8 clients", $waline, "waline", "/api/comment?path="
		. "$read&page=1&pageSize=20&sortBy=insertedAt_desc") }, slow => 3,
		most => 8 } ],
	[ "A comment is posted", our_post($ours),
	    $waline ? waline_post($waline) : () ],
);
for my $group (@groups) {
	my ($title, @rows) = @$group;
	@$group = ($title, grep { $_->{stack} } @rows);
	$_->{name} = "$title: $_->{name}" for @$group[1 .. $#$group];
}
my @rows = map { @$_[1 .. $#$_] } @groups;

sub short {
	return $_[0]{name} =~ s/^.*?: //r;
}

# ---- what is said ----

my $said = "";
sub say_all {
	$said .= $_ for @_;
	print @_;
}

sub number {
	my ($value, $digits) = @_;
	return defined $value ? sprintf "%.*f", $digits, $value : "";
}

sub cost_table {
	my ($result, $title, @of) = @_;
	my ($our) = grep { $_->{ours} } @of;
	return table([ $title, "req/s", "p50 ms", "p99 ms", "nginx", "program", "Redis",
	    "sum", "least - most", "to ours" ], map {
		my $m = $result->{ $_->{name} };
		[ short($_), number($m->{rate}, 0), number($m->{p50}, 2),
		    number($m->{p99}, 2), number($m->{nginx}, 1),
		    $_->{program} ? number($m->{program}, 1) : "",
		    $_->{stack}{redis} ? number($m->{redis}, 1) : "",
		    number($m->{sum}, 1), sprintf("%.1f - %.1f", $m->{least}, $m->{most}),
		    ratio($m, $result->{ $our->{name} }) ]
	} @of);
}

# The same rows with Afterword's programs under callgrind, by name.
sub under_callgrind {
	my %dump = map { $_ => "$work/callgrind.$_" }
	    qw(visits comments hello-visits hello-comments);
	my $stack = filled(start_comments("callgrind", AFTERWORD_REDIS_TIMEOUT => "30s",
	    map { ("\U$_\E_WRAP" => callgrind($dump{$_})) } qw(visits comments)));
	$stack->{dump} = \%dump;
	my $hello = start_hello("callgrind-hello", $file,
	    sub { callgrind($dump{"hello-$_[0]"}) });
	$hello->{dump} = { map { $_ => $dump{"hello-$_"} } qw(visits comments) };
	my @their = (visit("the same loop, no Redis", $hello, "visits", "many"),
	    our_visits($stack), our_numbers($stack),
	    read_row("the same loop and bytes, no Redis", $hello, "comments", $page),
	    our_pages($stack), our_post($stack));
	my @named = grep { $_->{stack}{visits} } @rows;
	return map { $named[$_]{name} => $their[$_] } 0 .. $#named;
}

# Within 2 s of the last crowd the programs give its memory back.
my $rest_s = 3;

# Name => { instructions, allocations, calls of the system, MB at rest and at most }.
sub repeatable {
	my %twin = under_callgrind();
	my %figures;
	for my $row (@rows) {
		my %f;
		if (my $twin = $twin{ $row->{name} }) {
			my ($one, $many) = instructions($twin, 1, 64);
			($f{one}, $f{allocations}) = @$one;
			$f{many} = $many->[0];
		}
		$f{calls} = system_calls($row, 64);
		sleep $rest_s;
		@f{qw(rest most)} =
		    resident_mb($row->{stack}{ $row->{program} // "nginx" });
		$figures{ $row->{name} } = \%f;
	}
	return %figures;
}

sub repeatable_table {
	my ($figures, $title, @of) = @_;
	return table([ $title, "instructions, 1 client", "64 clients", "allocations",
	    "system calls", "MB at rest", "at most" ], map {
		my $f = $figures->{ $_->{name} };
		[ short($_), number($f->{one}, 0), number($f->{many}, 0),
		    number($f->{allocations}, 1), number($f->{calls}, 2),
		    map { number($_, 1) } @$f{qw(rest most)} ]
	} @of);
}

# ---- with room to spare ----

# Half of what visits reached, beside others at that rate; and each program from its start
# to its first answer.  Medians.
sub in_turn {
	my (%measure) = @_;
	my %runs;
	for (1 .. $rounds) {
		push @{ $runs{$_} }, $measure{$_}->() for sort keys %measure;
	}
	return \%runs;
}

my @paced = (
	[ "a visit, each a new reader", $ours, "-a", $measured ],
	[ "nginx + Lua + Redis, the same", $lua, "-a", $measured ],
	[ "nginx' `return 200`", $lua, "-g", "/nothing" ],
);
my $disk = "a write of 2 kB and its sync";

sub paced_rows {
	my ($clients, $rate) = @_;
	my %runs = %{ in_turn($disk => \&synced, map {
		my ($name, $stack, @what) = @$_;
		$name => sub { paced($stack, $clients, $rate, @what) }
	} @paced) };
	return map {
		my $name = $_;
		$name => { map {
			my $figure = $_;
			$figure => median(map { $_->{$figure} } @{ $runs{$name} })
		} qw(rate p50 p99) }
	} keys %runs;
}

sub first_answers {
	my %runs = %{ in_turn(map {
		my $program = $_;
		$program => sub { first_answer_ms($ours, $program) }
	} qw(visits comments moderation)) };
	return map { $_ => median(@{ $runs{$_} }) } keys %runs;
}

# ---- all of it ----

my @clients = clients("64 256");
my %result = map { $_ => run_rounds($_, @rows) } @clients;
my ($new, $loop) = map { $_->{name} } @{ $groups[0] }[2, 1];
my ($hello_page, $hit) = map { $_->{name} } @{ $groups[2] }[1, 2];
my %paced = $lua ? paced_rows($clients[0], $result{ $clients[0] }{$new}{rate} / 2) : ();
my %first = first_answers();
my %figures = repeatable();

say_all("# What a request costs\n\n",
    machine(), ".\n\n",
    "`make bench` has made this: $rounds rounds of $seconds s of each row in turn, all\n",
    "through nginx with one worker; medians, and of the sum also the least and the most.\n",
    "CPU time is in microseconds a request.  A page is 20 comments and 20 replies of\n",
    "$size bytes, ", length(slurp($file)), " bytes of JSON, of an article that has $kept.  ",
    "All keep on disk\nwhat they have answered.  Compare rows of one run, not runs.  ",
    "What a row costs beside ours\nis the median of rounds, with the least and the most.\n");
for my $clients (@clients) {
	say_all("\n## CPU time, $clients clients\n");
	say_all("\n", cost_table($result{$clients}, @$_)) for @groups;
}
say_all("\n## Latency at half of the top load, $clients[0] clients\n\n",
    "They ask in turn, as often as makes half of the visits a second above.  A visit is\n",
    "answered when it is on the disk; the first row is that alone, one write after the other\n",
    "with nothing else to do.\n\n",
    table([ "milliseconds", "req/s", "p50", "p99" ],
	map { [ $_, $_ eq $disk ? "" : number($paced{$_}{rate}, 0),
	    map { number($_, 2) } @{ $paced{$_} }{qw(p50 p99)} ] }
	($disk, map { $_->[0] } @paced)))
    if %paced;
say_all("\n## From start to first answer\n\n",
    table([ "program", "ms" ],
	map { [ "$_.fcgi", number($first{$_}, 1) ] } sort keys %first));
say_all("\n## What can be repeated\n\n",
    "Instructions and allocations are the program's for one request, under callgrind;\n",
    "calls of the system are those of the program, or of nginx where it is the program,\n",
    "with 64 clients.  Memory is what the program holds $rest_s s after the last of these, and\n",
    "the most that it has held since it began, in whatever row.\n");
say_all("\n", repeatable_table(\%figures, @$_)) for @groups;
say_all("\n", table([ "instructions, 1 client", "when first measured", "now",
	"what went" ], map {
		my ($what, $first, $name, $went) = @$_;
		[ $what, $first, number($figures{$name}{one}, 0), $went ]
	} [ "a visit", 48600, $new,
	    "blocks of malloc for answers and JSON; parameters searched by name; "
	    . "arguments that are the same all day; JSON in favour of a form" ],
	[ "a page kept", 29000, $hit,
	    "header values looked at byte by byte; sites looked up that nobody named" ]));

# ---- targets ----

my $r = $result{ $clients[0] };
my ($lua_name) = map { $_->{name} } grep { $lua && $_->{stack} == $lua } @rows;
my @targets = map {
	my $r = $result{$_};
	[ "visit, sum / nginx + Lua's, $_ clients",
	    ratio($r->{$new}, $r->{$lua_name}), $_ > 64 ? 0.65 : 0.75 ]
} $lua_name ? @clients : ();
push @targets,
    [ "visit, program / the same loop's",
	number($r->{$new}{program} / $r->{$loop}{program}, 2), 1.8 ],
    [ "visit, instructions, 64 clients", number($figures{$new}{many}, 0), 25000 ],
    [ "page kept, sum / the same loop and bytes",
	ratio($r->{$hit}, $r->{$hello_page}), 1.6 ],
    $lua ? [ "p99 at half load / nginx' alone",
	number($paced{ $paced[0][0] }{p99} / $paced{ $paced[-1][0] }{p99}, 2), 4 ] : (),
    [ "ms to the first answer, the slowest of three",
	number((sort { $b <=> $a } values %first)[0], 1), 50 ],
    [ "MB of visits.fcgi, at rest", number($figures{$new}{rest}, 1), 8 ],
    [ "MB of comments.fcgi, at rest",
	number((sort { $b <=> $a } map { $figures{ $_->{name} }{rest} }
	    grep { ($_->{program} // "") eq "comments" && $_->{stack} == $ours } @rows)[0],
	    1), 8 ];
say_all("\n## Targets\n\n", table([ "Figure", "is", "at most", "reached" ], map {
	my ($is) = $_->[1] =~ /^([\d.]+)/;
	[ @$_, $is <= $_->[2] ? "yes" : "no" ]
} @targets));
spill($ENV{FILE}, $said) if $ENV{FILE};
