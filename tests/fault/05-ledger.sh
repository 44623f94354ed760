#!/bin/sh
# An audit has to see: what is lost, what is there twice, what is another than was said
. "${TOP:-.}/tests/fault/drill/drill.sh"

drill_stack
ledger_begin
sleep 1.5
ledger_end
is "$lost $double" '0 0' 'nothing happened: nothing is lost, nothing is there twice'

# audited: the audits again, whose own tests count for nothing here
audited() {
	(
		lost=0 double=0
		audit_visits
		audit_comments
		echo "$lost $double $(figure counts)" >"$work/audited"
	) >/dev/null
	read -r lost double counts <"$work/audited"
}

# ---- visits ----

window=$(redis --raw keys 'w:*' | head -n 1)
redis del "$window" >/dev/null
audited
is "$lost" 1 'a lost visit is seen'
is "$double" 1 'and that it counted again'
redis --raw keys 'a:*' | while read -r key; do
	redis hincrby "$key" t -1 >/dev/null
done
audited
is "$lost $double" '0 0' 'well again'

# ---- comments ----

# The newest root that was neither edited nor deleted.
row=$(awk '$7 == 201 && $5 == "-" && $10 == "-" && $11 == "-" { row = $0 }
	END { print row }' "$work/comments")
id=$(echo "$row" | cut -d' ' -f 8)
article=$(field "$id" a)
redis zrem "t:{demo}:$article:new" "$id" >/dev/null
redis hincrby "n:{demo}:$article" ver 1 >/dev/null
audited
isnt "$lost" 0 'a lost comment is seen'
isnt "$counts" 0 'and that the count is wrong'
redis zadd "t:{demo}:$article:new" 1 "$id" >/dev/null
redis hset "c:{demo}:$id" h '<p>Something else</p>' >/dev/null
redis hincrby "n:{demo}:$article" ver 1 >/dev/null
audited
isnt "$double" 0 'and another text'

finish
