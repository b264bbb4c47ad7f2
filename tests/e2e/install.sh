#!/bin/sh
# An installed racetrap runs its installed cases from anywhere, with its man page and completion.
. "$(dirname "$0")/lib.sh"

cmake --install "$(dirname "$(dirname "$racetrap")")" --prefix "$work/here and there" >/dev/null
installed="$work/here and there/bin/racetrap"
cd /
expect_in_root() {
    status=0
    XDG_CACHE_HOME="$work/cache" "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" -eq 0 ] || {
        cat "$work/out"
        fail "expected exit status 0, got $status: $*"
    }
}
expect_in_root "$installed" list
grep -q '^deadlock' "$work/out" || fail "the installed corpus is not listed"
expect_in_root "$installed" run unlock-not-held
grep -q '1 of 1 bugs caught, 1 of 1 fixes clean' "$work/out" || fail "the installed cases do not pass"
grep -q "$work/here and there/share/racetrap" "$work/cache/racetrap" -r ||
    fail "what ran were not the installed cases"
expect_in_root "$installed" new from-anywhere --cases "$work"
[ -f "$work/here and there/share/man/man1/racetrap.1" ] || fail "no man page is installed"
[ -f "$work/here and there/share/bash-completion/completions/racetrap" ] ||
    fail "no bash completion is installed"
