#!/bin/sh
# What explore says is wrong: a whole sentence for every finding, and a table only where two have a
# part in it.
. "$(dirname "$0")/lib.sh"

# The rows of the interleaving that was printed.
rows() {
    sed -n '/^  step /,/^$/p' out | sed '1d;$d'
}

# Each misuse is a whole sentence: who does what to which object, and why that is wrong.
said() { # PROGRAM SENTENCE: with 0 as the right exit status
    expect_status 1 "$racetrap" explore "$source/tests/explore/$1.c" --build-dir "$build" --save s --expect-exit 0
    expect_says "^$2\$"
}
said misuse/lock-leak-mutex 'lock-leak: thread 1 locks `mutex` at line 9 and ends without unlocking it'
said misuse/relock-mutex 'relock: thread 0 locks `mutex`, which it holds already, and so waits for itself for ever'
said misuse/unlock-not-held-mutex 'unlock-not-held: thread 0 unlocks `mutex`, which no thread holds'
said misuse/unlock-foreign-mutex 'unlock-foreign: thread 1 unlocks `mutex`, which thread 0 holds'
said misuse/destroy-locked-mutex 'destroy-locked: thread 0 destroys `mutex` while it holds it itself'
said misuse/destroy-locked-cond 'destroy-locked: thread 0 destroys `cond` while 1 thread waits on it'
said misuse/use-invalid-lock-mutex-destroyed 'use-invalid-lock: thread 0 locks `mutex`, which was destroyed before'
said misuse/use-invalid-lock-spin-lock-not-initialised 'use-invalid-lock: thread 0 locks `lock`, which was never initialised'
said misuse/cond-misuse-not-held 'cond-misuse: thread 0 waits on `cond` with a mutex that it does not hold'
said misuse/sem-misuse-destroyed 'sem-misuse: thread 0 waits for `sem`, which was destroyed before'
said misuse/barrier-misuse-not-initialised 'barrier-misuse: thread 0 waits at `barrier`, which was never initialised'
said misuse/reinit-barrier 'reinit: thread 0 initialises `barrier` again while 1 thread waits at it'
said misuse/thread-misuse-join-self 'thread-misuse: thread 0 joins itself: it waits for its own end'
said misuse/thread-misuse-join-detached 'thread-misuse: thread 0 joins thread 1, which is detached'
said misuse/thread-leak-not-joined 'thread-leak: thread 0 creates thread 1 at line 14, and no thread joins or detaches it: it still runs when the program ends'
said misuse/deadlock-rwlock 'deadlock: threads 0 and 1 wait for each other'
expect_says '^  thread 0 waits for `second`, which thread 1 holds$'
said misuse/deadlock-sem 'deadlock: thread 1 waits, and no thread is left that could let it go on'
expect_says '^  thread 1 waits for `sem`, which is 0$'
said misuse/deadlock-barrier 'deadlock: threads 0 and 1 wait, and no thread is left that could let them go on'
said misuse/deadlock-once-recursive 'deadlock: thread 0 waits for itself'
expect_says '^  thread 0 waits for `once` to be done, which it is doing itself$'
said programs/lost-wakeup 'lost-wakeup: the signal on `ready` came when no thread waited yet, and woke nobody'
expect_says '^  thread 1 waits on `ready` for ever, as no signal comes$'
said programs/livelock 'livelock: threads 1 and 2 look again and again at what no thread is going to change'
expect_says '^  thread 1 looks at `right_done` again and again$'
said programs/loop-without-access 'hang: thread 1 runs on and on, and does nothing that could be seen'
said programs/heap-smashed 'invalid-free: thread 0 frees the memory at 0x[0-9a-f]+: that is no block of the heap, or what lies before it was overwritten'
said programs/output-order 'crash: in thread 0 the assertion `strcmp\(text, "ab"\) == 0` fails'
said programs/double-free 'double-free: thread 2 frees the 8 bytes allocated at double-free.c:21 a second time'
said programs/use-after-free 'use-after-free: thread 2 writes to the 4 bytes allocated at use-after-free.c:29, which thread 1 has freed before'
said programs/stream-closed 'use-after-free: thread 1 prints to the stream, which was closed before'
said programs/flockfile-deadlock 'deadlock: threads 1 and 2 wait for each other'
expect_says '^  thread 2 waits for `stdout`, which thread 1 holds$'
said programs/time-out-breaks-deadlock 'only-by-time-out: thread 0 waits for `a` until its time is over: no other thread could have let it go on'
said programs/wild-write 'crash: thread 0 is ended by signal 11 \(SIGSEGV\): it has used memory that it must not use'
said programs/errx 'wrong-exit: the program ends with status 3, and not with 0'
said programs/memcpy 'race on `from\[40\]`: nothing orders the two accesses'
expect_says '^  thread 2 writes to `from\[40\]`$'
expect_says '^  thread 1 reads `from\[40\]`$'
said programs/strtok 'race on `strtok_state`: nothing orders the two accesses'
said programs/localtime 'race on `localtime_state`: nothing orders the two accesses'
said programs/setenv 'race on `environment_state`: nothing orders the two accesses'

# What has no name is told by where it is.
cat >heap.c <<'C'
#include <pthread.h>
#include <stdlib.h>

struct account {
    long balance;
    pthread_mutex_t lock;
};

static struct account *first, *second;

static struct account *account_new(void)
{
    struct account *account = calloc(1, sizeof *account);
    pthread_mutex_init(&account->lock, NULL);
    return account;
}

static void *backwards(void *argument)
{
    pthread_mutex_lock(&second->lock);
    pthread_mutex_lock(&first->lock);
    return argument;
}

int main(void)
{
    pthread_t thread;
    first = account_new();
    second = account_new();
    pthread_create(&thread, NULL, backwards, NULL);
    pthread_mutex_lock(&first->lock);
    pthread_mutex_lock(&second->lock);
    exit(0);
}
C
expect_status 1 "$racetrap" explore heap.c --build-dir "$build" --all --save s
expect_says '^  thread 0 waits for A, the mutex at byte 8 of the 48 allocated at heap.c:13, which thread 1 holds$'
expect_says '^  thread 1 waits for B, the mutex at byte 8 of the 48 allocated at heap.c:13, which thread 0 holds$'
expect_says ' locks A( |$)'
expect_says ' locks B( |$)'
expect_says ' waits for A( |$)'

# What one thread does alone needs no table; what two do has one; --full shows it all the same.
table_is() {
    found=no
    if [ -n "$(rows)" ]; then
        found=yes
    fi
    [ "$found" = "$1" ] || {
        cat out
        fail "a table? $found"
    }
}
for alone in relock-mutex lock-leak-mutex unlock-not-held-rwlock thread-leak-not-joined thread-misuse-join-twice; do
    said "misuse/$alone" '[a-z-]+: thread .*'
    table_is no
done
expect_status 1 "$racetrap" replay s --build-dir "$build" --full
table_is yes
for together in use-invalid-lock-mutex-destroyed-by-other unlock-foreign-mutex deadlock-sem; do
    said "misuse/$together" '[a-z-]+: thread .*'
    table_is yes
done
