#!/bin/sh
# What the explorer counts and repeats: known numbers of traces, the same schedules from every
# compiler, in every mode and with any number of processes; and what it leaves when it is stopped.
. "$(dirname "$0")/lib.sh"
programs=$source/tests/explore/bench

explore() {
    "$racetrap" explore --build-dir "$build" "$@"
}

value() {
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$1" "$2"
}

# Traces: the same as those of Nidhugg and GenMC, and those counted by hand.
traces() {
    expected=$1
    shift
    explore "$@" --strategy dpor --all --schedules 1000000 --json result >/dev/null || [ $? -eq 1 ]
    [ "$(value result search)" = exhausted ] || fail "$*: $(value result search)"
    [ "$(value result schedules)" = "$expected" ] || fail "$*: $(value result schedules) traces, not $expected"
}
for increments in 2:34 3:328 4:3334; do
    sed "s/^#define INCREMENTS .*/#define INCREMENTS ${increments%:*}/" "$programs/counter.c" >"counter$increments.c"
    traces "${increments#*:}" "counter$increments.c"
done
traces 3 "$programs/abba.c"
traces 6 "$programs/check_then_act.c"

# The hash over the choices of 500 random schedules: a program of either compiler, in either mode.
hash_of() {
    RACETRAP_EXPLORE_REPORT=$PWD/raw RACETRAP_EXPLORE_OPTIONS="strategy=random schedules=500 bench=1 mode=$2" \
        "$1" || fail "$1 cannot be explored"
    [ "$(value raw diverged)" = 0 ] || fail "$1: schedules diverge between the modes"
    value raw hash
}
for name in counter abba check_then_act producer_consumer; do
    known=
    for compiler in gcc clang; do
        command -v "$compiler" >/dev/null || skip "$compiler is not here"
        explore "$programs/$name.c" --compiler "$compiler" --json result >/dev/null || [ $? -eq 1 ]
        for mode in restore fork; do
            hash=$(hash_of "$(value result program)" "$mode")
            [ "${known:-$hash}" = "$hash" ] || fail "$name: $compiler, $mode: hash $hash, not $known"
            known=$hash
        done
    done
done

# The same finding whatever number of processes looks for it.
schedule_of() {
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["findings"][0]["schedule"])' "$1"
}
for case in if-instead-of-while lock-order; do
    for jobs in 1 2 4; do
        explore "$case" --jobs "$jobs" --json "jobs.$jobs" >/dev/null && fail "$case: expected a finding"
        [ "$(schedule_of jobs.1)" = "$(schedule_of "jobs.$jobs")" ] ||
            fail "$case: $jobs processes find something else than one"
    done
done

# Stopped: what was found so far is said.
"$racetrap" explore unlocked-counter --variant fixed --schedules 100000000 --json stopped \
    --build-dir "$build" >out 2>&1 &
child=$!
until grep -qs "explore" "/proc/$child/cmdline" && pgrep -P "$child" >/dev/null; do :; done
kill -TERM "$child"
status=0
wait "$child" || status=$?
[ "$status" -eq 130 ] || fail "stopped: exit status $status, not 130"
