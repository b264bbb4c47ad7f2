#!/bin/bash
# The clock is kept: --time bounds a search that has no end, in both modes; an interrupt is answered at every stage;
# a finding is kept before it is made smaller.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
python=$(command -v python3) || skip "python3 is missing"

cat >endless.c <<'C'
#include <pthread.h>
static int ours, theirs;
static void *run(void *unused) { for (;;) theirs++; return unused; }
int main(void) { pthread_t thread; pthread_create(&thread, 0, run, 0); for (;;) ours++; }
C

# within SECONDS: the last result's own time. A tenth and a second more is allowed.
within() {
    "$python" -c 'import json, sys
spent, limit = json.load(open("result"))["seconds"], float(sys.argv[1])
sys.exit(0 if spent <= 1.1 * limit + 1 else f"--time {limit:g}: it took {spent:.2f} s")' "$1" ||
        fail "$2"
}
for mode in restore fork; do
    expect_status 3 "$racetrap" explore endless.c --build-dir "$build" --time 4 --schedules 1000000000 \
        --mode "$mode" --json result
    within 4 "$mode"
done

# No time at all: nothing was run, and nothing is known.
expect_status 3 "$racetrap" explore "$source/tests/explore/programs/errno.c" --build-dir "$build" --time 0.000001
expect_says '^incomplete: 0 schedules .*: no schedule was run'

# Whatever stage it is in, it ends with what it has.
cp "$source/cases/unlocked-counter/buggy.c" counter.c
for program in endless.c counter.c; do
    for delay in 0.1 0.3 0.6 1; do
        "$racetrap" explore "$program" --build-dir "$build" --schedules 1000000000 --json result >out 2>&1 &
        pid=$!
        sleep "$delay"
        kill -INT "$pid" 2>/dev/null || continue
        begun=$SECONDS
        status=0
        wait "$pid" || status=$?
        [ "$((SECONDS - begun))" -le 5 ] || fail "$program: interrupted after $delay s, it took $((SECONDS - begun)) s"
        case $status in
        130 | 1) ;; # 1: it had found something, and was about to end
        *) fail "$program: interrupted after $delay s, it ended with $status: $(cat out)" ;;
        esac
    done
done

# Killed in the midst of making it smaller, it has kept what it had.
rm -f kept
"$racetrap" explore counter.c --build-dir "$build" --save kept >/dev/null 2>&1 &
pid=$!
while [ ! -e kept ] && kill -0 "$pid" 2>/dev/null; do
    sleep 0.01
done
kill -KILL "$pid" 2>/dev/null || fail "it was over before it kept anything"
wait "$pid" || true
expect_status 1 "$racetrap" replay kept --build-dir "$build"
expect_says '^race on `counter`'
