#!/bin/sh
# A build folder that cannot be used is an error that names it and says what to do.
. "$(dirname "$0")/lib.sh"

expect_status 2 "$racetrap" run unlock-not-held --build-dir /proc/racetrap
expect_says '^racetrap run: /proc/racetrap: cannot be created'
: >file
expect_status 2 "$racetrap" run unlock-not-held --build-dir file/below
expect_says '^racetrap run: file: is there already, and is no folder'
if [ "$(id -u)" -ne 0 ]; then
    mkdir locked
    chmod a-w locked
    expect_status 2 "$racetrap" run unlock-not-held --build-dir locked
    expect_says 'locked: cannot be written; choose a folder with --build-dir'
fi
