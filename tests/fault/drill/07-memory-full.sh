#!/bin/sh
# Drill 7: Redis has used up its memory
. "${TOP:-.}/tests/fault/drill/drill.sh"

hold=0.3
[ -z "${FULL-}" ] || hold=10

drill 7 'maxmemory is reached, noeviction'
drill_stack
to_delete
say /old 'A held one https://a.example https://b.example https://c.example'
is "$status" 202 'a comment that waits'
held=$(json id)
held_token=$(json edit_token)
ledger_begin
redis config set maxmemory 1mb >/dev/null
refused 'memory used up' OOM 204
is "$(redis --raw hkeys "c:{demo}:$old" | sort | tr '\n' ' ')" 'a k st t ' \
    'of the deleted comment nothing is kept'
unsay "$held" "$held_token"
is "$status $(redis zscore m:{demo}:held "$held")" '204 ' \
    'a comment that waits can be deleted, too'
sleep "$hold"
redis config set maxmemory 512mb >/dev/null
back
ledger_end
drill_end
