#!/bin/sh
# A tool that is not here: skipped with the package to install, never silently.
. "$(dirname "$0")/lib.sh"

mkdir bin
ln -s /usr/bin/* bin/ 2>/dev/null || :
rm -f bin/valgrind* bin/llvm-symbolizer*
PATH=$PWD/bin
export PATH
expect_status 77 "$racetrap" run unlock-not-held --detector helgrind,drd --build-dir "$build"
expect_says 'skipped: helgrind: valgrind is not installed; install the package valgrind'
expect_status 77 "$racetrap" run unlock-not-held --detector tsan-clang --build-dir "$build"
expect_says 'skipped: tsan-clang: .*install the package llvm'
expect_status 0 "$racetrap" run unlock-not-held --detector native,drd --build-dir "$build"
expect_status 1 "$racetrap" run unlock-not-held --detector native,drd --require-all --build-dir "$build"
expect_says '--require-all: a detector is missing'
expect_status 77 "$racetrap" doctor --detector native,drd --build-dir "$build"
expect_says '^missing +drd'
