# Fcgi - the web server's side of FastCGI 1.0, as well or as badly as a test wants
#
#     Fcgi::to($path, $origin);          the program's socket, and a site's origin
#     my $s = peer(visit());             connects and sends
#     status($s)                         200, or closed, or silent
#     again($s)                          the same for one more visit
#     my $text = answer($s, $seconds);   head and body
#
# Bytes are made by visit(), get() and ask(), or out of begin(), stream() and record();
# they take id, pad, version, flags, role, and those of a visit param, more (pairs
# behind the others), body, step (content of a record) and long (lengths of 4 bytes).
package Fcgi;

use strict;
use warnings;
use Exporter 'import';
use IO::Select;
use IO::Socket::UNIX;
use Socket qw(MSG_NOSIGNAL MSG_DONTWAIT);
use Time::HiRes qw(time);

# The types of records and roles of FastCGI 1.0, section 8.
use constant {
	T_BEGIN => 1, T_ABORT => 2, T_END => 3, T_PARAMS => 4, T_STDIN => 5,
	T_STDOUT => 6, T_DATA => 8, T_GET_VALUES => 9,
	RESPONDER => 1, AUTHORIZER => 2, FILTER => 3, KEEP => 1,
};

our @EXPORT = (qw(record begin pair body pairs stream visit get ask peer put
    answer status again T_BEGIN T_ABORT T_PARAMS T_STDIN T_DATA T_GET_VALUES AUTHORIZER
    FILTER));

my ($path, $origin, %unread);
sub to {
	($path, $origin) = @_;
	$SIG{PIPE} = 'IGNORE';
}

# ---- what is sent ----

sub record {
	my ($type, $content, %with) = @_;
	# Web servers pad only records that have content.
	my $pad = length $content && $type != T_BEGIN ? $with{pad} // 0 : 0;
	return pack('CCnnCC', $with{version} // 1, $type, $with{id} // 1,
	    length $content, $pad, 0) . $content . ("\xaa" x $pad);
}

sub begin {
	my (%with) = @_;
	return record(T_BEGIN, pack('nCx5', $with{role} // RESPONDER,
		$with{flags} // KEEP), %with);
}

sub size {
	my ($n, $long) = @_;
	return $n < 128 && !$long ? pack('C', $n) : pack('N', $n | 0x80000000);
}

sub pair {
	my ($name, $value, $long) = @_;
	return size(length $name, $long) . size(length $value, $long)
	    . $name . $value;
}

my $article = 0;
sub body {
	return sprintf '{"article":"/%s"}', shift // 'peer/' . ++$article;
}

# The parameters of a visit, as nginx sends them; `more` comes after them.
sub pairs {
	my (%with) = @_;
	my %param = (REQUEST_METHOD => 'POST', SCRIPT_NAME => '/api/visits',
	    REMOTE_ADDR => '192.0.2.1', CONTENT_TYPE => 'application/json',
	    HTTP_ORIGIN => $origin,
	    HTTP_USER_AGENT => 'Mozilla/5.0 (X11; Linux x86_64) Peer/1',
	    %{ $with{param} // {} });
	return join('', map { pair($_, $param{$_}, $with{long}) }
	    grep { defined $param{$_} } sort keys %param) . ($with{more} // '');
}

sub stream {
	my ($type, $bytes, $step, %with) = @_;
	my $out = '';
	for (my $at = 0; $at < length $bytes; $at += $step) {
		$out .= record($type, substr($bytes, $at, $step), %with);
	}
	return $out . record($type, '', %with);
}

sub visit {
	my (%with) = @_;
	my $body = $with{body} // body();
	return begin(%with)
	    . stream(T_PARAMS, pairs(%with,
		    param => { CONTENT_LENGTH => length $body,
			%{ $with{param} // {} } }), $with{step} // 65535, %with)
	    . stream(T_STDIN, $body, $with{step} // 65535, %with);
}

sub get {
	my ($script, $query, %with) = @_;
	return begin(%with)
	    . stream(T_PARAMS, pairs(param => { REQUEST_METHOD => 'GET',
			SCRIPT_NAME => $script, QUERY_STRING => $query,
			CONTENT_TYPE => undef }), 65535)
	    . record(T_STDIN, '');
}

# Any request; its parameters are beside those of a visit, and undefined ones left out.
sub ask {
	my ($method, $url, $param, $body) = @_;
	my ($script, $query) = split /\?/, $url, 2;
	return begin() . stream(T_PARAMS, pairs(param => { REQUEST_METHOD => $method,
			SCRIPT_NAME => $script, QUERY_STRING => $query // '',
			defined $body ? (CONTENT_LENGTH => length $body)
			    : (CONTENT_TYPE => undef), %{ $param // {} } }), 65535)
	    . stream(T_STDIN, $body // '', 65535);
}

sub peer {
	my $s = IO::Socket::UNIX->new(Peer => $path) or die "$path: $!\n";
	delete $unread{$s}; # of one before that had its address
	$s->autoflush(1);
	$s->blocking(0);
	put($s, @_);
	return $s;
}

# Sends all of it, unless the other side has gone or takes nothing for a second.
sub put {
	my ($s, @bytes) = @_;
	my $all = join '', @bytes;
	while (length $all) {
		my $n = send $s, $all, MSG_NOSIGNAL | MSG_DONTWAIT;
		if (defined $n) {
			substr($all, 0, $n) = '';
		} elsif (!$!{EAGAIN} || !IO::Select->new($s)->can_write(1)) {
			return;
		}
	}
}

# ---- what comes back ----

# The next answer's bytes of STDOUT; or 'closed', or 'silent' after so long.
sub answer {
	my ($s, $wait) = @_;
	my $until = time + ($wait // 4);
	my $got = \($unread{$s} //= '');
	my $out = '';
	for (;;) {
		while (length $$got >= 8) {
			my ($version, $type, $id, $len, $pad) =
			    unpack 'CCnnC', $$got;
			last if length $$got < 8 + $len + $pad;
			my $content = substr $$got, 8, $len;
			substr($$got, 0, 8 + $len + $pad) = '';
			$out .= $content if $type == T_STDOUT;
			return $out if $type == T_END && $content eq "\0" x 8;
			return "type $type" if $type != T_STDOUT;
		}
		my $left = $until - time;
		return 'silent'
		    if $left <= 0 || !IO::Select->new($s)->can_read($left);
		my $n = sysread $s, $$got, 65536, length $$got;
		return 'closed' if !$n;
	}
}

# The status of the next answer, or what else happens.
sub status {
	my $answer = answer(@_);
	return $answer =~ /^Status: (\d+)/m ? $1 : $answer;
}

# Whether one more visit works on this connection.
sub again {
	my ($s) = @_;
	put($s, visit());
	return status($s);
}

1;
