#!/bin/sh
# Drill 6: the disk that Redis writes to is full
. "${TOP:-.}/tests/fault/drill/drill.sh"

hold=0.5
[ -z "${FULL-}" ] || hold=10

drill 6 "Redis' disk of 6 MB is full: everysec, then always"
small_disk "$var/redis" 6m || not_run 'nobody may mount a file system here'

# fill: leaves nothing of it
fill() {
	disk=/proc/$stack_pid/root$disk_folder
	dd if=/dev/zero of="$disk/filler" bs=64k >/dev/null 2>&1
	is "$(stat -f -c %a "$disk")" 0 "$1: the disk is full"
}
is_away() {
	post /old
	[ "$status" = 503 ]
}

# ---- everysec: Redis refuses to write ----

cat >"$work/everysec" <<'END'
#!/bin/sh
exec "$@" --appendfsync everysec
END
chmod +x "$work/everysec"
REDIS_WRAP=$work/everysec
export REDIS_WRAP
drill_stack
to_delete
ledger_begin
fill everysec
await 10 is_away
refused everysec MISCONF 503
sleep "$hold"
rm "$disk/filler"
back
ledger_end
isnt "$readers_away" 0 'some readers were told 503'
stack_stop
ok $? 'the stack ends well'

# ---- always: Redis ends, and is started until it can write ----

patient_redis
: >"$work/slowly"
ledger_new
drill_stack
is "$(redis config get appendfsync | tail -n 1)" always 'appendfsync always'
to_delete
ledger_begin
fill always
await 10 is_away
told_away 'always: a visit'
say /old 'No room'
told_away 'always: a comment'
await 5 logged redis 'Exiting'
ok $? 'always: Redis has ended itself'
sleep "$hold"
rm "$disk/filler"
back
ledger_end
drill_end
