#!/bin/sh
# What explore says of the steps of a schedule: each in its own words, and no more rows than are read.
. "$(dirname "$0")/lib.sh"
python=$(command -v python3) || skip "python3 is missing"
COLUMNS=100
export COLUMNS

# The steps of the first finding in FILE.json, a line each: "1 opens a.txt for writing".
steps_of() {
    "$python" - "$1" <<'PYTHON'
import json, sys
for step in json.load(open(sys.argv[1]))["findings"][0]["steps"]:
    print(step["thread"], step["act"])
PYTHON
}

expect_act() {
    grep -Eqx -- "$1" acts || {
        cat acts
        fail "expected a step: $1"
    }
}

# The rows of the last interleaving that was printed.
rows() {
    sed -n '/^  step /,/^$/p' out | sed '1d;$d'
}

# What is done to the world outside is told by what it is, and not that it "prints".
cat >outside.c <<'C'
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(int is_right)
{
    if (!is_right) {
        _exit(9);
    }
}

static void files(void)
{
    char byte;
    int file = open("words.txt", O_CREAT | O_RDWR | O_TRUNC, 0600);
    must(file >= 0);
    must(write(file, "text", 4) == 4);
    must(lseek(file, 0, SEEK_SET) == 0);
    must(read(file, &byte, 1) == 1);
    close(dup(file));
    close(file);
    must(rename("words.txt", "words.old") == 0);
    must(unlink("words.old") == 0);
    must(mkdir("words", 0700) == 0);
    must(rmdir("words") == 0);
    file = open("/dev/null", O_RDONLY);
    must(read(file, &byte, 1) == 0);
    must(read(0, &byte, 1) == 0);
    close(file);
}

static void processes(void)
{
    int ends[2], sockets[2];
    char byte = 'x';
    pid_t child = fork();
    if (child == 0) {
        _exit(0);
    }
    waitpid(child, NULL, 0);
    must(pipe(ends) == 0);
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    must(send(sockets[0], &byte, 1, 0) == 1);
    must(recv(sockets[1], &byte, 1, 0) == 1);
}

static void streams(void)
{
    FILE *stream = fopen("/dev/null", "r");
    must(stream != NULL);
    fseek(stream, 0, SEEK_SET);
    feof(stream);
    fclose(stream);
    puts("printed");
    fflush(stdout);
}

static void *work(void *argument)
{
    pthread_key_t key;
    files();
    processes();
    streams();
    srandom(1);
    must(pthread_key_create(&key, NULL) == 0);
    must(pthread_setspecific(key, argument) == 0);
    must(pthread_getspecific(key) == argument);
    must(pthread_key_delete(key) == 0);
    abort();
}

int main(void)
{
    pthread_t thread;
    must(pthread_create(&thread, NULL, work, NULL) == 0);
    pthread_join(thread, NULL);
    return 0;
}
C
expect_status 1 "$racetrap" explore outside.c --build-dir "$build" --json outside.json --save s </dev/null
expect_says '^crash: in thread 1 the program calls abort$'
steps_of outside.json >acts
expect_act '1 opens words.txt for writing'
expect_act '1 writes to fd [0-9]+'
expect_act '1 seeks in fd [0-9]+'
expect_act '1 reads from fd [0-9]+'
expect_act '1 copies fd [0-9]+'
expect_act '1 closes fd [0-9]+'
expect_act '1 renames words.txt'
expect_act '1 removes words.old'
expect_act '1 makes the folder words'
expect_act '1 removes the folder words'
expect_act '1 reads from fd 0'
expect_act '1 forks thread 2'
expect_act '2 ends its process'
expect_act '1 makes a pipe'
expect_act '1 makes a pair of sockets'
expect_act '1 sends to socket [0-9]+'
expect_act '1 receives from socket [0-9]+'
expect_act '1 seeks in the stream'
expect_act '1 asks for the end of the stream'
expect_act '1 closes the stream'
expect_act '1 prints to stdout'
expect_act '1 flushes stdout'
expect_act '1 draws random numbers'
expect_act '1 creates key [0-9]+'
expect_act '1 sets key [0-9]+'
expect_act '1 gets key [0-9]+'
expect_act '1 deletes key [0-9]+'
[ "$(grep -c '^1 prints' acts)" -eq 1 ] || { cat acts; fail "only puts prints"; }

# Every wait whose time is over is told.
cat >waits.c <<'C'
#define _GNU_SOURCE // pthread_timedjoin_np
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER, own = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static sem_t sem;
static pthread_t holder;
static int which;

static void *wait(void *argument)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    pthread_mutex_lock(&own);
    switch (which) {
    case 0:
        pthread_mutex_timedlock(&held, &until);
        break;
    case 1:
        pthread_rwlock_timedrdlock(&rwlock, &until);
        break;
    case 2:
        pthread_rwlock_timedwrlock(&rwlock, &until);
        break;
    case 3:
        sem_timedwait(&sem, &until);
        break;
    case 4:
        pthread_cond_timedwait(&cond, &own, &until);
        break;
    default:
        pthread_timedjoin_np(holder, NULL, &until);
    }
    pthread_mutex_unlock(&own);
    return argument;
}

static void *hold(void *argument)
{
    pthread_t thread;
    pthread_mutex_lock(&held);
    pthread_rwlock_wrlock(&rwlock);
    sem_post(&sem);
    sem_wait(&sem);
    pthread_cond_signal(&cond);
    pthread_create(&thread, NULL, wait, NULL);
    pthread_join(thread, NULL);
    pthread_rwlock_unlock(&rwlock);
    pthread_mutex_unlock(&held);
    return argument;
}

int main(int argc, char **argv)
{
    which = argc > 1 ? atoi(argv[1]) : 0;
    sem_init(&sem, 0, 0);
    pthread_create(&holder, NULL, hold, NULL);
    pthread_exit(NULL);
}
C
times_out() {
    expect_status 1 "$racetrap" explore waits.c --build-dir "$build" --save s -- "$1"
    expect_says "^only-by-time-out: thread 2 waits $3 until its time is over: no other thread could"
    expect_says " >?! +[0-9]+ times out on $2( |\$)"
}
times_out 0 held 'for `held`'
times_out 1 rwlock 'for `rwlock`'
times_out 2 rwlock 'for `rwlock`'
times_out 3 sem 'for `sem`'
times_out 4 cond 'on `cond`'
times_out 5 'thread 1' "for a thread's end"

# So is every try that fails; and a time-out is shown however far from the end.
cat >tries.c <<'C'
#define _GNU_SOURCE // pthread_tryjoin_np and its like
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER, own = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static sem_t sem, nobodys;
static pthread_t first;
static int rounds;

static void *count(void *argument)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    sem_timedwait(&nobodys, &until);
    pthread_mutex_trylock(&held);
    pthread_rwlock_trywrlock(&rwlock);
    pthread_rwlock_tryrdlock(&rwlock);
    pthread_spin_trylock(&spin);
    sem_trywait(&sem);
    pthread_tryjoin_np(first, NULL);
    ftrylockfile(stdout);
    for (int i = 0; i < 400; i++) {
        pthread_mutex_lock(&own);
        rounds++;
        pthread_mutex_unlock(&own);
    }
    assert(rounds < 400);
    return argument;
}

static void *hold(void *argument)
{
    pthread_t thread;
    pthread_mutex_lock(&held);
    pthread_rwlock_wrlock(&rwlock);
    pthread_spin_lock(&spin);
    flockfile(stdout);
    pthread_create(&thread, NULL, count, NULL);
    pthread_join(thread, NULL);
    return argument;
}

int main(void)
{
    sem_init(&sem, 0, 0);
    sem_init(&nobodys, 0, 0);
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_create(&first, NULL, hold, NULL);
    pthread_mutex_lock(&own);
    rounds += 0;
    pthread_mutex_unlock(&own);
    pthread_exit(NULL);
}
C
expect_status 1 "$racetrap" explore tries.c --build-dir "$build" --json tries.json --save s
expect_says '^crash: in thread 2 the assertion `rounds < 400` fails$'
expect_says ' times out on nobodys( |$)'
steps_of tries.json >acts
expect_act '2 times out on nobodys'
expect_act '2 fails to lock held'
expect_act '2 fails to lock rwlock'
expect_act '2 fails to read-lock rwlock'
expect_act '2 fails to lock spin'
expect_act '2 fails to take sem'
expect_act '2 fails to join thread 1'
expect_act '2 fails to lock stdout'

# Of more than a thousand steps the last twenty are shown, with what may not be missing; --full shows
# all.
[ "$(steps_of tries.json | wc -l)" -gt 1200 ] || fail "that is no long schedule"
[ "$(rows | grep -vc ' \.\.\. ')" -le 36 ] || { cat out; fail "$(rows | wc -l) rows"; }
expect_says '\.\.\. 1[0-9]{3} steps'
expect_status 1 "$racetrap" replay s --build-dir "$build" --full
[ "$(rows | wc -l)" -gt 1200 ] || fail "--full leaves rows out"

# Who cancels, and who is cancelled.
cat >cancel.c <<'C'
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

static void *wait_for_ever(void *argument)
{
    pthread_mutex_lock(&mutex);
    pthread_cond_wait(&cond, &mutex);
    return argument;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, wait_for_ever, NULL);
    pthread_cancel(thread);
    pthread_join(thread, NULL);
    abort();
}
C
expect_status 1 "$racetrap" explore cancel.c --build-dir "$build" --all --json cancel.json --save s
"$python" - >acts <<'PYTHON'
import json
for finding in json.load(open("cancel.json"))["findings"]:
    for step in finding["steps"]:
        print(step["thread"], step["act"])
PYTHON
expect_act '0 creates thread 1'
expect_act '0 cancels thread 1'
expect_act '1 is cancelled'
expect_act '0 joins thread 1'

# A lost update: the three steps that lose it, among hundreds.
cat >lost.c <<'C'
#include <pthread.h>
#include <stdio.h>

static volatile int counter;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static int counter_read(void)
{
    pthread_mutex_lock(&mutex);
    int value = counter;
    pthread_mutex_unlock(&mutex);
    return value;
}

static void counter_write(int value)
{
    pthread_mutex_lock(&mutex);
    counter = value;
    pthread_mutex_unlock(&mutex);
}

static void *count(void *argument)
{
    for (int i = 0; i < 50; i++) {
        counter_write(counter_read() + 1);
    }
    return argument;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, count, NULL);
    pthread_create(&threads[1], NULL, count, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    printf("%d\n", counter);
    return 0;
}
C
echo 100 >expected
expect_status 1 "$racetrap" explore lost.c --build-dir "$build" --expect expected --save s --strategy random
expect_says '^wrong-output: the program does not print what is expected of it$'
[ "$(rows | grep -vc ' \.\.\. ')" -le 36 ] || fail "$(rows | wc -l) rows"
"$python" - <<'PYTHON'
import re
shown = [m.groups() for m in re.finditer(r"^ *\d+ .*?(reads|writes) (\d+) (?:from|to) counter", open("out").read(), re.M)]
reads = [(i, int(value)) for i, (act, value) in enumerate(shown) if act == "reads"]
writes = [(i, int(value)) for i, (act, value) in enumerate(shown) if act == "writes"]
lost = any(first < between < last and written == read + 1
           for first, read in reads for between, _ in writes for last, written in writes)
assert lost, f"the steps that lose an update are not shown: {shown}"
PYTHON
