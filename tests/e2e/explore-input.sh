#!/bin/sh
# Machines, programs and options that explore is not happy with: it goes on and says so, or refuses
# and says why.
. "$(dirname "$0")/lib.sh"
python=$(command -v python3) || skip "python3 is missing"
library=$(dirname "$(dirname "$racetrap")")/lib/racetrap

explore() {
    "$racetrap" explore --build-dir "$build" "$@"
}

value() {
    "$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$1" "$2"
}

link() {
    cc "$1.o" -o "$1" -L"$library" -lracetrap_explore -Wl,-rpath,"$library" -Wl,-z,now -pthread
}

# Random addresses: said, and the schedule replays all the same.
expect_status 1 "$python" "$source/tests/deny.py" "$racetrap" explore deadlock --build-dir "$build" --save it
expect_says '^deadlock: '
expect_says 'addresses are random on this machine'
for _ in 1 2 3; do
    expect_status 1 "$python" "$source/tests/deny.py" "$racetrap" replay it --build-dir "$build"
    expect_says '^deadlock: '
done
expect_status 1 "$racetrap" replay it --build-dir "$build"
expect_says '^deadlock: '

# Three ways to give threads their thread-local storage: the same schedules. A program that has variables of
# its own there gets them at addresses of their own, with or without wrfsbase.
run_raw() {
    RACETRAP_EXPLORE_REPORT=$PWD/raw RACETRAP_EXPLORE_OPTIONS="strategy=random schedules=500 all=1 locals=$1" \
        "$(value result program)" || fail "it cannot be explored with locals=$1"
    [ "$(value raw findings)" = '[]' ] || fail "with locals=$1: $(value raw findings)"
}
wrfsbase=$("$python" -c 'import ctypes; print(ctypes.CDLL(None).getauxval(26) & 2)') # AT_HWCAP2
explore "$source/tests/explore/programs/errno.c" --json result >/dev/null
hashes=
for way in auto copy wrfsbase arch_prctl; do
    run_raw "$way"
    used=$(value raw locals)
    case $way in
    auto) [ "$used" = copy ] || fail "errno.c has no variables of its own, and was run with $used" ;;
    wrfsbase) [ "$wrfsbase" = 0 ] || [ "$used" = wrfsbase ] || fail "wrfsbase is here, and $used was used" ;;
    *) [ "$used" = "$way" ] || fail "asked for $way, got $used" ;;
    esac
    hashes="$hashes$(value raw hash)
"
done
[ "$(printf %s "$hashes" | sort -u | wc -l)" -eq 1 ] || fail "the schedules differ: $hashes"
explore "$source/tests/explore/programs/thread-local.c" --json result >/dev/null
hashes=
for way in auto copy arch_prctl; do
    run_raw "$way"
    [ "$(value raw locals)" != copy ] || fail "variables of the program's own were copied"
    hashes="$hashes$(value raw hash)
"
done
[ "$(printf %s "$hashes" | sort -u | wc -l)" -eq 1 ] || fail "the schedules differ: $hashes"

# A library that was not instrumented is named.
echo 'int plain; void plain_count(void) { plain++; }' >plain.c
cc -shared -fPIC plain.c -o libplain.so
echo 'void plain_count(void); int main(void) { plain_count(); return 0; }' >user.c
cc -g -O0 -fsanitize=thread -c user.c
cc user.o -o user -L. -lplain -Wl,-rpath,"$PWD" -L"$library" -lracetrap_explore \
    -Wl,-rpath,"$library" -Wl,-z,now -pthread
expect_status 0 explore ./user --json result
expect_says 'not seen: .*/libplain.so, which was built without -fsanitize=thread'
value result unseen | grep -q libplain.so || fail "the JSON does not name libplain.so"

# Inline asm that locks: its functions are named, and nothing is called exhausted.
expect_status 3 explore "$source/tests/explore/programs/inline-asm-lock.c"
expect_says 'incomplete: .* not all was seen: lock has inline asm with atomic instructions'

# A library without instrumentation that locks: incomplete, and it is named.
cat >queue.c <<'C'
#include <pthread.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
void queue_touch(void) { pthread_mutex_lock(&mutex); pthread_mutex_unlock(&mutex); }
C
cc -shared -fPIC queue.c -o libqueue.so
echo 'void queue_touch(void); int main(void) { queue_touch(); return 0; }' >client.c
cc -g -O0 -fsanitize=thread -c client.c
cc client.o -o client -L. -lqueue -Wl,-rpath,"$PWD" -L"$library" -lracetrap_explore \
    -Wl,-rpath,"$library" -Wl,-z,now -pthread
expect_status 3 explore ./client
expect_says 'incomplete: .*libqueue.so locks or starts threads, and was built without -fsanitize=thread'
expect_says 'only one thread ever ran'

# Programs of the wrong kind are told what the right one is.
cc -g -fsanitize=thread user.c -o with-libtsan -L. -lplain -Wl,-rpath,"$PWD"
expect_status 2 explore ./with-libtsan
expect_says 'is linked with libtsan.*build it with: .*-lracetrap_explore'
cp user foreign
printf '\267\0' | dd of=foreign bs=1 seek=18 conv=notrunc 2>/dev/null # e_machine: AArch64
expect_status 2 explore ./foreign
expect_says 'is not for x86-64, and other CPUs cannot be explored yet'
printf 'int main(void) { return 0 }\n' >broken.c
expect_status 2 explore broken.c
expect_says 'broken.c:1'
expect_status 2 env RACETRAP_EXPLORE_REPORT= ./user
expect_says 'start it by `racetrap explore'

# Output without end is wrong output, where it is known what is right.
printf '#include <stdio.h>\nint main(void) { for (;;) puts("more"); }\n' >more.c
echo more >expected
expect_status 1 explore more.c --expect expected
expect_says '^wrong-output: '
expect_status 2 explore more.c
expect_says '^refused: the program prints more than'

# Standard input: a file can be read again in each schedule, a pipe cannot.
printf '#include <stdio.h>\nint main(void) { return getchar() == 120 ? 0 : 1; }\n' >input.c
echo x >x
cc -g -O0 -fsanitize=thread -c input.c
link input
RACETRAP_EXPLORE_REPORT=$PWD/raw RACETRAP_EXPLORE_OPTIONS='' ./input <x
[ "$(value raw search)" = exhausted ] || fail "input of a file: $(value raw search)"
echo x | RACETRAP_EXPLORE_REPORT=$PWD/raw RACETRAP_EXPLORE_OPTIONS='' ./input
value raw reason | grep -q 'reads standard input' || fail "input of a pipe: $(value raw reason)"

# Shares: together they run what one would, and find what there is.
for share in 0 1 2; do
    explore if-instead-of-while --variant fixed --strategy random --schedules 300 --shard $share/3 \
        --jobs 1 --json share.$share >/dev/null || fail "share $share: found something in a fix"
    [ "$(value share.$share schedules)" = 100 ] || fail "share $share: $(value share.$share schedules) schedules"
    status=0
    explore if-instead-of-while --shard $share/3 >out 2>&1 || status=$?
    echo "$status" >>statuses
done
grep -q 1 statuses || fail "no share has found the bug"
grep -q 2 statuses && fail "a share could not run"

# A limit in time.
expect_status 0 explore unlocked-counter --variant fixed --schedules 100000000 --time 1 --json result
[ "$(value result search)" = sampled ] || fail "--time: $(value result search)"
[ "$(value result schedules)" -lt 100000000 ] || fail "--time has ended nothing"

# A stack that is shared in rare schedules only: the recorded schedule knows which part, and can be followed.
expect_status 1 explore "$source/tests/explore/programs/stack-shared-late.c" --save late
grep -q '^schedule =' late || fail "the schedule does not tell which part of a stack is shared: $(grep ^schedule late)"
expect_status 1 "$racetrap" replay late --build-dir "$build"
expect_says '^race on a variable on thread'
