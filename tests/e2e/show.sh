#!/bin/sh
# `racetrap show` on every case; --blank gives nothing away and keeps line numbers; --live says
# what was measured; colour only on a terminal and never with NO_COLOR.
. "$(dirname "$0")/lib.sh"
command -v script >/dev/null || skip "script is missing; install the package bsdutils"

for folder in "$source"/cases/*/; do
    name=$(basename "$folder")
    expect_status 0 "$racetrap" show "$name"
    for heading in 'THE STORY' 'THE BUG' 'THE DETECTORS' 'THE FIX' 'WHY IT HOLDS'; do
        expect_says "^$heading"
    done
    expect_says '^  -|^  \+'
    expect_status 0 "$racetrap" show "$name" --blank
    ! grep -q '// want' out || fail "$name: --blank shows a marker"
    ! grep -q 'THE STORY' out || fail "$name: --blank tells the story"
    # The last line that is shown has the number that it has in the file.
    last=$(sed -n 's/^ *\([0-9]*\) |.*/\1/p' out | tail -n 1)
    [ "$last" -eq "$(wc -l <"$folder/buggy.c")" ] || fail "$name: --blank ends with line $last"
done
expect_status 0 env XDG_CACHE_HOME="$PWD" "$racetrap" show unlock-not-held --live
expect_says 'helgrind: Thread #[0-9]+ unlocked a not-locked lock'
expect_says '^  tsan-gcc .*buggy +caught'

color=$(printf '\033')
NO_COLOR='' TERM=xterm script -qec "$racetrap show lock-order" typescript >/dev/null
grep -q "$color" typescript || fail "no colour on a terminal"
NO_COLOR=1 TERM=xterm script -qec "$racetrap show lock-order" typescript >/dev/null
! sed 1d typescript | grep -q "$color" || fail "colour despite NO_COLOR"
expect_status 0 "$racetrap" show lock-order
! grep -q "$color" out || fail "colour where there is no terminal"
expect_status 2 "$racetrap" show
expect_status 2 "$racetrap" show '*'
