#!/bin/sh
# Drill 13: programs have no descriptors left
. "${TOP:-.}/tests/fault/drill/drill.sh"

drill 13 '16 descriptors a program, 100 connections more'
VISITS_WRAP='prlimit --nofile=16 --'
COMMENTS_WRAP=$VISITS_WRAP
export VISITS_WRAP COMMENTS_WRAP
rounds=1
[ -z "${FULL-}" ] || rounds=5
drill_stack
serving="$(pid visits) $(pid comments)"
ledger_begin
round=0
while [ "$round" -lt "$rounds" ]; do
	round=$((round + 1))
	for name in visits comments; do
		perl "-I$TOP/tests/fault" -MFcgi -e '
			Fcgi::to(@ARGV);
			my @s = map { peer() } 1 .. 100;
			put($_, get("/healthz", "")) for @s;
			# Those accepted are answered; each that leaves lets another one in.
			my $answered = 0;
			for my $s (@s) {
				last if status($s) ne "200";
				$answered++;
				close $s;
			}
			print $answered' "$var/run/$name.sock" "$base" >"$work/got"
		is "$(cat "$work/got")" 100 "$name: all 100 are served in time"
	done
done
back
ledger_end
for name in visits comments; do
	logged $name 'event=accept .*Too many open files'
	ok $? "$name.log says why"
done
is "$(pid visits) $(pid comments)" "$serving" 'the same processes serve'
pause_counts
drill_end
