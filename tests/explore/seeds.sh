#!/bin/sh
# Every bug of the corpus is found from each of 20 seeds, and no fix ever reports anything.
# usage: seeds.sh RACETRAP BUILD-FOLDER
set -eu
racetrap=$1 build=$2
failed=0
for seed in $(seq 1 20); do
    if ! "$racetrap" run --detector explore --seed "$seed" --build-dir "$build" >"$build/seeds.out" 2>&1; then
        printf 'seed %s:\n' "$seed"
        cat "$build/seeds.out"
        failed=1
    fi
done
[ "$failed" = 0 ] && tail -n 1 "$build/seeds.out"
exit "$failed"
