# Work - proves the work that a challenge of ALTCHA's form asks for
#
#     use Work;
#     my $altcha = Work::prove($challenge);   # of a problem, as JSON::PP decodes it
#
# Work::proof($challenge, $number) is what stands for a number, right or wrong.
package Work;
use strict;
use warnings;
use Digest::SHA 'sha256_hex';
use JSON::PP;
use MIME::Base64;

sub number {
	my ($challenge) = @_;
	for my $n (0 .. $challenge->{maxnumber}) {
		return $n if sha256_hex($challenge->{salt} . $n) eq $challenge->{challenge};
	}
	die "a challenge without a solution\n";
}

sub proof {
	my ($challenge, $number) = @_;
	my %said = map { $_ => $challenge->{$_} } qw(algorithm challenge salt signature);
	return encode_base64(JSON::PP->new->encode({ %said, number => $number, took => 1 }), '');
}

sub prove {
	my ($challenge) = @_;
	return proof($challenge, number($challenge));
}

1;
