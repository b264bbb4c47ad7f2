#!/bin/sh
# A full disk: a report that cannot be written is told of, and the matrix is there all the same.
. "$(dirname "$0")/lib.sh"
[ -e /dev/full ] || skip "/dev/full is not here"

expect_status 2 "$racetrap" run unlock-not-held --detector native --build-dir "$build" --json /dev/full
expect_says '/dev/full: cannot be written: No space left on device'
expect_says '1 of 1 fixes clean'
expect_status 2 "$racetrap" run unlock-not-held --detector native --build-dir "$build" \
    --junit /dev/full --json results.json
expect_says '/dev/full: cannot be written'
python3 -c 'import json; assert len(json.load(open("results.json"))["trials"]) == 2'

status=0
"$racetrap" run unlock-not-held --detector native --build-dir "$build" >/dev/full 2>err || status=$?
[ "$status" -eq 2 ] || fail "stdout on a full disk: expected exit status 2, got $status"
grep -q 'stdout: cannot be written' err || fail "nothing was said of the full stdout"
