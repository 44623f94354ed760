# Report - puts what was found into a document, and says on which machine
#
#     report_rows($path, $name, $lead, @rows);
#
# writes the lead, the machine and a table between <!-- NAME --> and <!-- end --> of the file.
# The first row has the heads; fields are text.  As a program the same, with the rows on
# standard input and tabs between their fields:
#
#     perl tests/lib/Report.pm docs/faults.md soak 'All at once for 30 minutes' <ROWS
#
# machine() is how any user would describe the machine and its servers; version($command,
# $pattern) what the pattern captures of what a command says; slurp($path) all of a file, ''
# of one that is not there.
package Report;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT_OK = qw(machine report_rows slurp version);

sub slurp {
	my ($path) = @_;
	open my $f, '<', $path or return '';
	local $/;
	return <$f> // '';
}

sub version {
	my ($command, $pattern) = @_;
	my $said = `PATH=\$PATH:/usr/sbin:/sbin $command 2>&1`;
	return $said =~ $pattern ? $1 : 'unknown';
}

sub machine {
	my ($system) = slurp('/etc/os-release') =~ /^PRETTY_NAME="?([^"\n]*)/m;
	my @cores = slurp('/proc/cpuinfo') =~ /^processor\b/mg;
	my ($model) = slurp('/proc/cpuinfo') =~ /^model name\s*: (.*)/m;
	my ($kb) = slurp('/proc/meminfo') =~ /^MemTotal:\s+(\d+)/m;
	# Time that a virtual machine was not given.
	my ($stolen) = slurp('/proc/stat') =~ /^cpu (?:\s+\d+){7}\s+(\d+)/;
	return sprintf '%d cores (%s)%s, %.0f GB of memory; %s, nginx %s, Redis %s',
	    scalar @cores, $model // 'unknown', $stolen ? ', shared with others' : '',
	    $kb / 1e6, $system // 'Linux', version('nginx -v', qr{/([\d.]+)}),
	    version('redis-cli --version', qr/(\d[\d.]+)/);
}

sub report_rows {
	my ($path, $name, $lead, $heads, @rows) = @_;
	my $text = slurp($path);
	my $table = "$lead, on " . machine() . ":\n\n";
	$table .= '| ' . join(' | ', @$_) . " |\n" for $heads, [('---') x @$heads], @rows;
	$text =~ s/(<!-- \Q$name\E -->\n).*?(<!-- end -->)/$1\n$table\n$2/s
	    or die "$path has no place for $name\n";
	open my $f, '>', $path or die "$path: $!\n";
	print $f $text;
	close $f or die "$path: $!\n";
}

sub main {
	@ARGV == 3 or die "usage: see the top of Report.pm\n";
	report_rows(@ARGV, map { chomp; [split /\t/] } <STDIN>);
}

main() unless caller;

1;
