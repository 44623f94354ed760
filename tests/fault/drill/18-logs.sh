#!/bin/sh
# Drill 18: nothing can be written to the logs
. "${TOP:-.}/tests/fault/drill/drill.sh"

hold=1
[ -z "${FULL-}" ] || hold=10

drill 18 'log folder full, then read-only'
small_disk "$var/log" 1m || not_run 'nobody may mount a file system here'
drill_stack
disk=/proc/$stack_pid/root$disk_folder
serving="$(pid visits) $(pid comments)"
ledger_begin
dd if=/dev/zero of="$disk/filler" bs=4k >/dev/null 2>&1
is "$(stat -f -c %a "$disk")" 0 'no room for logs'
sleep "$hold"
# What programs say now goes nowhere.
strike KILL visits
strike KILL comments
back
rm "$disk/filler"
# What is open stays so; whoever opens a log now finds the folder read-only.
nsenter -m -t "$stack_pid" mount -t tmpfs -o ro none "$disk_folder" ||
    fail 'the folder is made read-only'
touch "$disk/file" 2>/dev/null
isnt $? 0 'the folder is read-only'
kill -USR1 "$(pid nginx)"
kill -HUP "$(pid visits)" "$(pid comments)"
sleep "$hold"
strike KILL visits
back
ledger_end
pause_counts
drill_end
