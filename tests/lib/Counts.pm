# Counts - prove's own harness, with a line of counts below its summary and, above it,
# each test that failed with what was said of it
#
#     PERL5LIB=tests/lib prove --harness Counts ...
#
# Most tests wait most of the time, so --jobs 2 takes half as long; of those that load the
# machine, or look at how long something takes, only one runs at a time.
#
# A file that broke off, or ended badly though no test in it failed, counts as one
# failure.
package Counts;

use strict;
use warnings;
use parent 'TAP::Harness';

# Lines of comment that belong to one failure at most.
use constant LINES => 20;

my $alone = '{tests/e2e/{25,50,51,60,61,62,63,75,76,86,99}-*,tests/fault/*,tests/browser/*}';
my @failures;

sub new {
	my ($class, $options) = @_;
	my %rules = (par => [{ seq => $alone }, { par => '**' }]);
	return $class->SUPER::new({ %$options, rules => \%rules });
}

sub make_parser {
	my ($self, $job) = @_;
	my ($parser, $session) = $self->SUPER::make_parser($job);
	my $left = 0;
	$parser->callback(
		test => sub {
			my ($test) = @_;
			$left = $test->is_ok ? 0 : LINES;
			push @failures, $job->description . ': ' . $test->as_string
			    if $left;
		});
	$parser->callback(
		comment => sub {
			push @failures, '    ' . $_[0]->as_string if $left-- > 0;
		});
	return ($parser, $session);
}

sub summary {
	my ($self, $all) = @_;
	my $said = $self->SUPER::summary($all);
	print map { "$_\n" } @failures;
	my $broken = grep {
		my $file = $_;
		($file->parse_errors || $file->exit || $file->wait)
		    && !$file->failed
	} $all->parsers($all->descriptions);
	my $skipped = $all->skipped
	    + grep { defined $_->skip_all } $all->parsers($all->descriptions);
	my $passed = $all->passed - $all->skipped;
	printf "%d passed, %d failed, %d skipped\n",
	    $passed < 0 ? 0 : $passed, $all->failed + $broken, $skipped;
	return $said;
}

1;
