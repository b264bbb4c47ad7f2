#!/bin/sh
# What --help, the man page, README and bash's completion say is what the program takes.
. "$(dirname "$0")/lib.sh"

page=$source/harness/cli/racetrap.1
for command in list run show explore replay new doctor; do
    expect_status 0 "$racetrap" "$command" --help
    sed -n "/^\.SS $command\$/,/^\.S[HS] /p" "$page" | sed 's/\\-/-/g' >page.text
    grep -Eo '^  --[a-z-]+' out | tr -d ' ' | grep -v '^--help$' | sort >options
    grep -Eo '^\.B[IR]? --[a-z-]+' page.text | sed "s/.* //" | sort -u >documented
    cmp options documented || {
        diff options documented
        fail "the options of \`$command\` in --help and in the man page differ"
    }
done
expect_status 0 "$racetrap" --help
for command in list run show explore replay new doctor; do
    expect_says "^  $command "
done
expect_status 0 "$racetrap" --version
expect_says '^racetrap [0-9]+\.[0-9]+\.[0-9]+$'

command -v bash >/dev/null || skip "bash is missing"
PATH=$(dirname "$racetrap"):$PATH bash "$source/tests/e2e/completion.bash" \
    "$source/harness/cli/racetrap.bash" || fail "bash's completion"
if command -v man >/dev/null; then
    expect_status 0 env MANWIDTH=80 LC_ALL=C man --warnings -l "$page"
    ! grep -q warning out || fail "the man page has warnings"
fi
