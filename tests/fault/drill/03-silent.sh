#!/bin/sh
# Drill 3: peers on the programs' sockets that say nothing, or half of something
. "${TOP:-.}/tests/fault/drill/drill.sh"

rounds=1
[ -z "${FULL-}" ] || rounds=3

drill 3 '16 silent peers and halves of records at each program'
drill_stack
serving="$(pid visits) $(pid comments)"
ledger_begin
sleep 1
ledger_end 0
alone_readers=$readers_p99
alone_writers=$writers_p99

ledger_begin
round=0
while [ "$round" -lt "$rounds" ]; do
	round=$((round + 1))
	peers=
	for name in visits comments moderation; do
		perl "-I$TOP/tests/fault" -MFcgi -e '
			Fcgi::to(@ARGV);
			my @peers = map { peer(substr visit(), 0, $_ % 2 ? -20 : 5 * $_) }
			    0 .. 15;
			print "here\n";
			close STDOUT;
			sleep 60;' "$var/run/$name.sock" "$base" >"$work/silent.$name" &
		peers="$peers $!"
		await 5 grep -q here "$work/silent.$name"
	done
	# The programs lose patience after ten seconds.
	if [ -n "${FULL-}" ]; then sleep 12; else sleep 1; fi
	kill $peers
	wait $peers 2>/dev/null
done
back
ledger_end
# In full there are enough of them for the hundredth to be steady.
slack_us=100000
[ -z "${FULL-}" ] || slack_us=20000
at_most "$readers_p99" $((3 * alone_readers + slack_us)) \
    'readers: the slowest hundredth is hardly slower'
at_most "$writers_p99" $((3 * alone_writers + slack_us)) 'writers: nor theirs'
is "$readers_away $writers_away" '0 0' 'nobody was told 503'
is "$(pid visits) $(pid comments)" "$serving" 'the same processes serve'
drill_end
