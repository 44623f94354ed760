# Counts - prove's own harness, with a line of counts below its summary
#
#     PERL5LIB=tests/lib prove --harness Counts ...
#
# A file that broke off, or ended badly though no test in it failed, counts as one
# failure.
package Counts;

use strict;
use warnings;
use parent 'TAP::Harness';

sub summary {
	my ($self, $all) = @_;
	my $said = $self->SUPER::summary($all);
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
