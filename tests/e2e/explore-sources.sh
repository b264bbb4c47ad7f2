#!/bin/sh
# explore with several source files, with flags and libraries of their own, in C and in C++; replay
# builds them again; and what is no such file.
. "$(dirname "$0")/lib.sh"

explore() {
    "$racetrap" explore --build-dir "$build" "$@"
}

mkdir -p include parts elsewhere
cat >include/queue.h <<'C'
#ifdef __cplusplus
extern "C" {
#endif
void put(double value);
double total(void);
#ifdef __cplusplus
}
#endif
C
cat >parts/queue.c <<'C'
#include "queue.h"
#include <math.h>
static double sum;
void put(double value) { sum += sqrt(value); }
double total(void) { return sum; }
C
cat >main.c <<'C'
#include "queue.h"
#include <pthread.h>
#include <stdio.h>
static void *work(void *unused) { put(N); return unused; }
int main(int argc, char **argv)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, NULL) != 0) {
        return 1;
    }
    if (argc > 1) {
        put(9);
    }
    pthread_join(thread, NULL);
    printf("%g %s\n", total(), argc > 1 ? argv[1] : "");
    return 0;
}
C

expect_status 1 explore main.c parts/queue.c --cflags '-Iinclude -DN=4' --libs m --save it -- 'two words'
expect_says '^race on `sum`'
expect_says 'put +parts/queue.c:4'
expect_says 'work +main.c:4'
expect_status 0 explore main.c parts/queue.c --cflags -Iinclude --cflags -DN=4 --libs m
expect_status 1 env -C / "$racetrap" replay "$work/it" --build-dir "$build"
expect_says '^race on `sum`'

# Each of them decides whether it is that program still; the flags do as well.
sed -i 's/sqrt(value)/sqrt(value) + 1/' parts/queue.c
expect_status 2 "$racetrap" replay it --build-dir "$build"
expect_says 'was recorded with another build'
expect_status 2 explore main.c parts/queue.c --cflags -Iinclude --libs m
expect_says "main.c:4:.*N.* undeclared"
expect_status 2 explore main.c parts/queue.c --cflags '-Iinclude -DN=4'
expect_says 'does not link'
expect_says 'sqrt'

# A header that is found by a flag, and has changed since.
sed -i 's/ + 1//' parts/queue.c
echo '#define N 4' >include/more.h
expect_status 1 explore main.c parts/queue.c --cflags '-I include -include include/more.h' --libs m --save it -- x
expect_status 1 "$racetrap" replay it --build-dir "$build"
echo '#define N 5' >include/more.h
expect_status 2 "$racetrap" replay it --build-dir "$build"
expect_says 'was recorded with another build'

# C++, alone and beside C.
if command -v c++ >/dev/null; then
    cat >parts/list.cpp <<'CPP'
#include "queue.h"
#include <vector>
static std::vector<double> list;
static double sum;
void put(double value) { std::vector<double> copy(2, value); sum += copy[0]; }
double total() { return sum + list.size(); }
CPP
    expect_status 1 explore main.c parts/list.cpp --cflags '-Iinclude -DN=4' -- x
    expect_says 'put +parts/list.cpp:5'
    cat >threads.cc <<'CPP'
#include <mutex>
#include <thread>
static int counter;
static std::mutex mutex;
int main(int argc, char **)
{
    std::thread thread([argc] {
        if (argc > 1) {
            counter++;
        } else {
            std::lock_guard<std::mutex> guard(mutex);
            counter++;
        }
    });
    {
        std::lock_guard<std::mutex> guard(mutex);
        counter++;
    }
    thread.join();
    return 0;
}
CPP
    expect_status 1 explore threads.cc -- x
    expect_says '^race on '
    expect_says 'threads.cc:9'
fi

# What is not there, and what does not go together.
for missing in missing.c ./missing elsewhere/missing missing.cpp missing.o; do
    expect_status 2 explore "$missing"
    expect_says "^racetrap explore: $missing: no such file\$"
done
expect_status 2 explore main.c missing.c
expect_says 'missing.c: no such file'
expect_status 2 explore missing
expect_says '`missing` is neither a case, as `racetrap list` shows them, nor a file in this folder'
expect_status 2 explore deadlock lock-order
expect_says '`deadlock` is no source file'
expect_status 2 explore main.c --variant fixed
expect_says '`main.c` is no case'
expect_status 2 explore /bin/true --libs m
expect_says '`/bin/true` is built already'
printf 'int main(void) { return put(1); }\n' >undeclared.c
expect_status 2 explore undeclared.c parts/queue.c --cflags -Iinclude --libs m
expect_says 'undeclared.c:1:.*implicit'
