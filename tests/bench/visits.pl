#!/usr/bin/perl
# visits.pl - what a visit costs, beside its references
use strict;
use warnings;
use Bench;

# nginx and Lua alone, with a Redis of their own; undef without the packages.
sub start_lua {
	my ($name) = @_;
	my $dir = "$work/$name";
	mkdir $dir or die "bench: $!\n";
	my ($modules) = grep { -e "$_/ngx_http_lua_module.so" }
	    "/usr/lib/nginx/modules", "/usr/lib64/nginx/modules";
	return undef unless $modules && -e "/usr/share/lua/5.1/nginx/redis.lua";
	my $port = free_port();
	my %value = (DIR => $dir, PORT => $port, MODULES => $modules,
	    USER => $> == 0 ? "user root root;" : "");
	my $conf = slurp("$top/tests/bench/nginx-lua.conf.in");
	$conf =~ s/\@([A-Z]+)\@/$value{$1}/g;
	open my $f, ">", "$dir/nginx.conf" or die "bench: $!\n";
	print $f $conf;
	close $f;
	my ($server) = grep { -x } "/usr/bin/redis-server", "/usr/bin/valkey-server",
	    "/usr/bin/redis-check-rdb";
	if ($server =~ /check-rdb/) {
		symlink $server, "$dir/redis-server";
		$server = "$dir/redis-server";
	}
	my $redis = spawn("$dir/redis.log", {}, $server, "$top/conf/redis.conf",
	    "--port", 0, "--unixsocket", "$dir/redis.sock", "--dir", $dir,
	    "--daemonize", "no");
	await("Redis", sub { -S "$dir/redis.sock" });
	my $nginx = spawn("$dir/nginx.log", {}, "nginx", "-p", $dir, "-c",
	    "$dir/nginx.conf", "-e", "$dir/error.log");
	await("nginx and Lua", sub {
		IO::Socket::INET->new("127.0.0.1:$port");
	});
	return { url => "http://127.0.0.1:$port", dir => $dir,
		nginx => worker_of($nginx), redis => $redis };
}

# READERS: each load is a new reader's, or all are one reader's.
sub row {
	my ($name, $stack, $readers, $lua) = @_;
	return { name => $name, stack => $stack, program => "visits",
		script => "visit.lua", env => { READERS => $readers }, lua => $lua,
		proof => $lua && 'afterword_requests_total{route="/visits",'
		    . 'method="POST",status="200"}' };
}

my $visit = start_stack("visit", "");
my $each = start_stack("each", "", AFTERWORD_VISITS_WINDOW => 0);
my $hello = start_stack("hello", "", VISITS_WRAP => "$build/tests/bench/hello");
my $lua = start_lua("lua");

# A visit is compared with nginx and Lua given the same requests.
my ($lua_many, $lua_one) = ("nginx + Lua, many readers",
    "nginx + Lua, one reader");
my @rows = (
	row("hello, same loop, no Redis", $hello, "many"),
	row($lua_many, $lua, "many"),
	row($lua_one, $lua, "one"),
	row("visit, each a new reader", $visit, "many", $lua_many),
	row("visit, window 0", $each, "one", $lua_one),
	row("visit, window still open", $visit, "one", $lua_one),
);
@rows = grep { $_->{stack} } @rows;
print "nginx + Lua: left out, its packages are missing\n" unless $lua;

printf "%d rounds of %d s, interleaved; medians, with the spread of the sum\n",
    $rounds, $seconds;
for my $clients (clients("64 256")) {
	my $result = run_rounds($clients, @rows);
	print_rows($clients, $result, @rows);
	for my $row (grep { $_->{lua} } @rows) {
		my $m = $result->{ $row->{name} };
		ratio("$row->{name}: program / hello's",
		    $m->{program} / $result->{ $rows[0]{name} }{program}, 1.8);
		ratio("$row->{name}: sum / nginx + Lua's",
		    $m->{sum} / $result->{ $row->{lua} }{sum},
		    $clients > 64 ? 0.65 : 0.75) if $lua;
	}
}
printf "\nresident memory of the program: %.1f MB (window), %.1f MB (window 0)\n",
    map { resident_mb($_->{visits}) } $visit, $each;

my @counted;
for my $row (grep { $_->{lua} } @rows) {
	my $window = $row->{stack} == $each ? 0 : "30m";
	my $name = "callgrind-" . @counted;
	my $stack = start_stack($name, "", VISITS_WRAP => callgrind("$work/$name.out"),
	    AFTERWORD_REDIS_TIMEOUT => "30s", AFTERWORD_VISITS_WINDOW => $window);
	$stack->{dump}{visits} = "$work/$name.out";
	push @counted, { %$row, stack => $stack };
}
print_instructions("1 64", @counted);
