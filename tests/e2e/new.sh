#!/bin/sh
# `racetrap new` makes a pair that builds and passes, names the next command, and overwrites nothing.
. "$(dirname "$0")/lib.sh"

expect_status 0 "$racetrap" new lost-update
expect_says '^  racetrap run ./lost-update$'
expect_status 0 "$racetrap" run ./lost-update --build-dir "$build"
expect_says '1 of 1 bugs caught, 1 of 1 fixes clean'
echo 'mine' >>lost-update/fixed.out
expect_status 2 "$racetrap" new lost-update
expect_says 'lost-update: exists already'
grep -q mine lost-update/fixed.out || fail "an existing case was overwritten"
expect_status 2 "$racetrap" new 'Bad Name'
expect_says "is not a case's name"
mkdir cases
expect_status 0 "$racetrap" new ab-ba --from lock-order
cmp cases/ab-ba/buggy.c "$source/cases/lock-order/buggy.c"
expect_status 0 "$racetrap" new parts --from "$source/tests/hard/other-sources"
cmp cases/parts/queue/queue.c "$source/tests/hard/other-sources/queue/queue.c"
cmp cases/parts/include/queue.h "$source/tests/hard/other-sources/include/queue.h"
expect_status 2 "$racetrap" new other --from no-such-case
expect_says 'no case matches `no-such-case`'
