#!/bin/sh
# `racetrap list`: by name, glob and folder, inside and outside the repository; usage errors are 2.
. "$(dirname "$0")/lib.sh"

expect_status 0 "$racetrap" list
[ "$(wc -l <out)" -eq $(($(find "$source/cases" -mindepth 1 -maxdepth 1 -type d | wc -l) + 1)) ] ||
    fail "not every folder of cases/ is listed"
expect_status 0 "$racetrap" list 'unlock*'
expect_says '^unlocked-counter '
! grep -q '^deadlock' out || fail "a glob selects too much"
mkdir more
cp -r "$source/harness/template" more/mine
expect_status 0 "$racetrap" list --cases more --cases "$source/cases"
expect_says '^mine '
expect_says '^deadlock '
expect_status 0 "$racetrap" list --cases more/mine
expect_says '^mine '
expect_status 0 "$racetrap" list more/mine
expect_status 0 "$racetrap" list --json
python3 -c 'import json; assert json.load(open("out"))["cases"]'
echo 'titel = typo' >>more/mine/case.ini
cp -r "$source/harness/template" more/other
expect_status 2 "$racetrap" list --cases more
expect_says 'case.ini:5: unknown key `titel`'
expect_says '^other '
expect_status 2 "$racetrap" list no-such-case
expect_says 'no case matches `no-such-case`'
expect_status 2 "$racetrap" list --no-such-option
expect_status 2 "$racetrap" frobnicate
expect_status 2 "$racetrap" run unlock-not-held --runs 0
expect_status 2 "$racetrap" run unlock-not-held --detector no-such-detector
expect_says '`no-such-detector` is no detector'
expect_status 2 "$racetrap" run unlock-not-held --variant broken
