#!/bin/sh
# A build folder on a disk that is full: an error that says so, for each trial, and no hang.
. "$(dirname "$0")/lib.sh"
unshare --user --map-root-user --mount true 2>/dev/null ||
    skip "no mount namespace can be made here, so no small disk"

mkdir disk
status=0
unshare --user --map-root-user --mount sh -c '
    mount -t tmpfs -o size=16k tmpfs disk || exit 99
    "$racetrap" run unlock-not-held --build-dir disk --json results.json' >out 2>&1 || status=$?
[ "$status" -ne 99 ] || skip "no tmpfs can be mounted here"
cat out
[ "$status" -eq 2 ] || fail "expected exit status 2, got $status"
expect_says '^BROKEN  unlock-not-held, buggy, helgrind'
expect_says 'No space left on device'
python3 -c 'import json; r = json.load(open("results.json")); assert r["summary"]["broken"] == len(r["trials"]) > 0'
