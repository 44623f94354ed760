#!/bin/sh
# Drill 10: Redis becomes a replica, and a primary again
. "${TOP:-.}/tests/fault/drill/drill.sh"

hold=0.3
[ -z "${FULL-}" ] || hold=10

drill 10 'REPLICAOF: read-only, then promoted'
drill_stack
to_delete
ledger_begin
redis replicaof 127.0.0.1 1 >/dev/null
refused 'a replica' READONLY 503
sleep "$hold"
redis replicaof no one >/dev/null
back
ledger_end
drill_end
