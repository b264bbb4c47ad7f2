/*
 * Threads: POSIX.1-2017, pthread_create, _join, _detach, _exit, _self, _equal,
 * pthread_getschedparam, pthread_setschedprio, pthread_getcpuclockid,
 * pthread_kill; glibc's pthread_tryjoin_np, _timedjoin_np, _clockjoin_np,
 * pthread_setname_np, pthread_setaffinity_np, pthread_getattr_np.
 */
#define _GNU_SOURCE
#include "check.h"

#include <sched.h>
#include <signal.h>
#include <string.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_t main_thread;

static void *wait_at_gate(void *argument)
{
    CHECK(pthread_mutex_lock(&gate), 0);
    CHECK(pthread_mutex_unlock(&gate), 0);
    return argument;
}

static void *exit_with(void *argument)
{
    pthread_exit(argument);
}

static void *compare(void *argument)
{
    CHECK_TRUE(pthread_equal(pthread_self(), pthread_self()));
    CHECK_TRUE(!pthread_equal(pthread_self(), main_thread));
    return argument;
}

static void join_check(void)
{
    void *result = NULL;
    pthread_t thread = start(exit_with, (void *)5);

    CHECK(pthread_join(thread, &result), 0);
    CHECK((long)(intptr_t)result, 5);
    CHECK(pthread_join(start(wait_at_gate, NULL), NULL), 0);
    CHECK(elsewhere(compare, (void *)6), 6);
}

/* The calls of glibc, while the thread runs and after its end. */
static void join_np_check(void)
{
    struct timespec until = later(CLOCK_REALTIME);
    void *result = NULL;

    CHECK(pthread_mutex_lock(&gate), 0);
    pthread_t thread = start(wait_at_gate, (void *)1);
    CHECK(pthread_tryjoin_np(thread, &result), EBUSY);
    CHECK(pthread_timedjoin_np(thread, &result, &PAST), ETIMEDOUT);
    CHECK(pthread_clockjoin_np(thread, &result, CLOCK_MONOTONIC, &PAST), ETIMEDOUT);
    CHECK(pthread_tryjoin_np(pthread_self(), &result), EBUSY);
    CHECK(pthread_mutex_unlock(&gate), 0);
    int status = pthread_timedjoin_np(thread, &result, &until);
    if (status == ETIMEDOUT) {
        CHECK_TRUE(is_over(CLOCK_REALTIME, &until));
        status = pthread_join(thread, &result);
    }
    CHECK(status, 0);
    CHECK((long)(intptr_t)result, 1);

    thread = start(wait_at_gate, (void *)2);
    while (pthread_tryjoin_np(thread, &result) != 0) {
        sched_yield();
    }
    CHECK((long)(intptr_t)result, 2);
    CHECK(pthread_timedjoin_np(start(wait_at_gate, (void *)3), &result, NULL), 0);
    CHECK((long)(intptr_t)result, 3);
}

static void *detach_self(void *argument)
{
    CHECK(pthread_detach(pthread_self()), 0);
    return argument;
}

static void detach_check(void)
{
    pthread_attr_t attributes;
    pthread_t thread;

    CHECK(pthread_detach(start(wait_at_gate, NULL)), 0);
    start(detach_self, NULL);
    CHECK(pthread_attr_init(&attributes), 0);
    CHECK(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED), 0);
    CHECK(pthread_create(&thread, &attributes, wait_at_gate, NULL), 0);
    CHECK(pthread_attr_destroy(&attributes), 0);
}

static void *name_check(void *argument)
{
    char name[16], small[15], inherited[16];
    static char too_long[] = "sixteen letters!", longest[] = "fifteen letters";

    CHECK(pthread_getname_np(main_thread, inherited, sizeof inherited), 0);
    CHECK(pthread_getname_np(pthread_self(), name, sizeof name), 0);
    CHECK(strcmp(name, inherited), 0);
    CHECK(pthread_getname_np(pthread_self(), small, sizeof small), ERANGE);
    CHECK(pthread_setname_np(pthread_self(), too_long), ERANGE);
    CHECK(pthread_setname_np(pthread_self(), longest), 0);
    CHECK(pthread_getname_np(pthread_self(), name, sizeof name), 0);
    CHECK(strcmp(name, longest), 0);
    CHECK(pthread_getname_np(main_thread, name, sizeof name), 0);
    CHECK(strcmp(name, inherited), 0);
    return argument;
}

static void *priority_check(void *argument)
{
    struct sched_param parameters = { .sched_priority = 5 };
    int policy = -1;

    CHECK(pthread_setschedparam(pthread_self(), SCHED_OTHER, &parameters), EINVAL);
    CHECK(pthread_setschedparam(pthread_self(), 99, &parameters), EINVAL);
    parameters.sched_priority = 100;
    CHECK(pthread_setschedparam(pthread_self(), SCHED_RR, &parameters), EINVAL);
    CHECK(pthread_setschedprio(pthread_self(), 300), EINVAL);
    parameters.sched_priority = 0;
    CHECK(pthread_setschedparam(pthread_self(), SCHED_OTHER, &parameters), 0);
    CHECK(pthread_setschedprio(pthread_self(), 0), 0);
    CHECK(pthread_getschedparam(pthread_self(), &policy, &parameters), 0);
    CHECK(policy, SCHED_OTHER);
    CHECK(parameters.sched_priority, 0);
    return argument;
}

static void *affinity_check(void *argument)
{
    cpu_set_t set;
    int first = 0;

    CHECK(pthread_getaffinity_np(pthread_self(), sizeof set, &set), 0);
    CHECK(pthread_getaffinity_np(pthread_self(), 1, &set), EINVAL);
    while (!CPU_ISSET(first, &set)) {
        first++;
    }
    CPU_ZERO(&set);
    CHECK(pthread_setaffinity_np(pthread_self(), sizeof set, &set), EINVAL);
    CPU_SET(first, &set);
    CHECK(pthread_setaffinity_np(pthread_self(), sizeof set, &set), 0);
    CPU_ZERO(&set);
    CHECK(pthread_getaffinity_np(pthread_self(), sizeof set, &set), 0);
    CHECK(CPU_COUNT(&set), 1);
    CHECK_TRUE(CPU_ISSET(first, &set));
    return argument;
}

static void *attributes_check(void *argument)
{
    pthread_attr_t attributes;
    void *stack;
    size_t size;
    int state;

    CHECK(pthread_getattr_np(pthread_self(), &attributes), 0);
    CHECK(pthread_attr_getstack(&attributes, &stack, &size), 0);
    CHECK_TRUE((char *)&state > (char *)stack && (char *)&state < (char *)stack + size);
    CHECK(pthread_attr_getdetachstate(&attributes, &state), 0);
    CHECK(state, PTHREAD_CREATE_JOINABLE);
    CHECK(pthread_attr_destroy(&attributes), 0);
    return argument;
}

static void others_check(void)
{
    struct timespec time;
    clockid_t clock;

    CHECK(pthread_mutex_lock(&gate), 0);
    pthread_t thread = start(wait_at_gate, NULL);
    CHECK(pthread_kill(thread, 0), 0);
    CHECK(pthread_kill(thread, -1), EINVAL);
    CHECK(pthread_kill(thread, 1000), EINVAL);
    CHECK(pthread_getcpuclockid(thread, &clock), 0);
    CHECK(clock_gettime(clock, &time), 0);
    CHECK(pthread_mutex_unlock(&gate), 0);
    finish(thread);
    CHECK(pthread_kill(pthread_self(), 0), 0);
}

/* More in all than there may be at once, and handles that differ. */
static void many_check(void)
{
    for (int i = 0; i < 100; i++) {
        pthread_t first = start(wait_at_gate, NULL), second = start(wait_at_gate, NULL);
        CHECK_TRUE(!pthread_equal(first, second));
        finish(second);
        finish(first);
    }
}

/* The last thing that happens: main ends before the others do, and the program with the last. */
static void *outlive(void *argument)
{
    CHECK(pthread_join(main_thread, NULL), 0);
    return argument;
}

static void at_exit(void)
{
    CHECK(pthread_mutex_lock(&gate), 0);
    CHECK(pthread_mutex_unlock(&gate), 0);
}

int main(void)
{
    main_thread = pthread_self();
    join_check();
    join_np_check();
    detach_check();
    elsewhere(name_check, NULL);
    elsewhere(priority_check, NULL);
    elsewhere(affinity_check, NULL);
    elsewhere(attributes_check, NULL);
    others_check();
    many_check();
    CHECK(atexit(at_exit), 0);
    CHECK(pthread_detach(start(outlive, NULL)), 0);
    pthread_exit(NULL);
}
