/*
 * sched_setaffinity, sched_setscheduler, setpriority and their like: POSIX.1-2017
 * and Linux's manual pages. For Linux they mean a thread, and the program's are
 * but one for it. What belongs to another process is left alone: it may be
 * asked for, and not be set.
 */
#include "runtime/libc/scheduling.h"
#include "runtime/engine/call.h"
#include "runtime/libc/identity.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/range.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NICE_MIN = -20, NICE_MAX = 19, IO_PROCESS = 1, IO_GROUP = 2 };

static struct niceness {
    unsigned thread; /* 1 + the serial of whom it belongs to; 0: nothing was set */
    int nice, io;
} table[THREADS_MAX];
static bool any;

void scheduling_begin(void)
{
    for (unsigned i = 0; any && i < THREADS_MAX; i++) {
        table[i].thread = 0;
    }
    any = false;
}

static struct niceness *niceness_of(const struct thread *thread)
{
    struct niceness *niceness = &table[thread->id];

    if (niceness->thread != thread->serial + 1) {
        any = true;
        *niceness = (struct niceness){ .thread = thread->serial + 1 };
    }
    return niceness;
}

static int failed(int error)
{
    errno = error;
    return -1;
}

enum whose { WHOSE_NOBODYS, WHOSE_OWN, WHOSE_OTHERS };

/* Of a process of the program's own it may be set as well, and has no effect. */
static enum whose whose(pid_t number, struct thread **thread)
{
    switch (identity_find(number, thread)) {
    case IDENTITY_NOBODY:
        break;
    case IDENTITY_THREAD:
        return *thread != NULL ? WHOSE_OWN : WHOSE_NOBODYS;
    case IDENTITY_MEMBER:
    case IDENTITY_CHILD:
    case IDENTITY_FOREIGN:
        return WHOSE_OTHERS;
    }
    return WHOSE_NOBODYS;
}

/* Whether `number` is another process, of which something may be set. */
static bool others_may_be_set(pid_t number, const char *what)
{
    struct thread *thread;

    if (identity_find(number, &thread) == IDENTITY_FOREIGN) {
        schedule_refuse("sets the %s of process %d, which is none of its own", what, number);
    }
    return true;
}

int scheduling_affinity_set(pid_t number, size_t size, const void *set, uintptr_t pc)
{
    struct thread *thread;

    range_read(set, size, pc);
    switch (whose(number, &thread)) {
    case WHOSE_NOBODYS:
        return failed(number < 0 ? EINVAL : ESRCH);
    case WHOSE_OTHERS:
        return others_may_be_set(number, "processors") ? 0 : -1;
    case WHOSE_OWN:
        break;
    }
    int error = pthread_setaffinity_np(thread_handle(thread), size, set);
    return error == 0 ? 0 : failed(error);
}

int scheduling_affinity_get(pid_t number, size_t size, void *set, uintptr_t pc)
{
    struct thread *thread;
    cpu_set_t possible;

    range_touch(set, size);
    range_write(set, size, pc);
    enum whose who = whose(number, &thread);
    if (who == WHOSE_NOBODYS) {
        return failed(number < 0 ? EINVAL : ESRCH);
    }
    long counts = base_kernel(SYS_sched_getaffinity, who == WHOSE_OWN ? 0 : (uintptr_t)number,
                              sizeof possible, (uintptr_t)&possible, 0, 0, 0);
    if (counts < 0 || size < (size_t)counts) {
        return failed(counts < 0 ? (int)-counts : EINVAL);
    }
    if (who == WHOSE_OTHERS) {
        base_copy(set, &possible, (size_t)counts);
        return (int)counts;
    }
    int error = pthread_getaffinity_np(thread_handle(thread), size, set);
    return error == 0 ? (int)counts : failed(error);
}

int scheduling_policy_set(pid_t number, int policy, int priority, uintptr_t pc)
{
    struct sched_param parameters;
    struct thread *thread;
    int now;

    (void)pc;
    switch (whose(number, &thread)) {
    case WHOSE_NOBODYS:
        return failed(number < 0 ? EINVAL : ESRCH);
    case WHOSE_OTHERS:
        return others_may_be_set(number, "scheduling") ? 0 : -1;
    case WHOSE_OWN:
        break;
    }
    pthread_getschedparam(thread_handle(thread), &now, &parameters);
    parameters.sched_priority = priority;
    int error = pthread_setschedparam(
        thread_handle(thread), policy == -1 ? now : policy & ~SCHED_RESET_ON_FORK, &parameters);
    return error == 0 ? 0 : failed(error);
}

int scheduling_policy_get(pid_t number, int *priority, uintptr_t pc)
{
    struct sched_param parameters;
    struct thread *thread;
    int policy = 0;

    (void)pc;
    switch (whose(number, &thread)) {
    case WHOSE_NOBODYS:
        return failed(number < 0 ? EINVAL : ESRCH);
    case WHOSE_OTHERS:
        LIBC(sched_getparam)(number, &parameters);
        *priority = parameters.sched_priority;
        return LIBC(sched_getscheduler)(number);
    case WHOSE_OWN:
        break;
    }
    pthread_getschedparam(thread_handle(thread), &policy, &parameters);
    *priority = parameters.sched_priority;
    return policy;
}

/* That of the own group or user, who are others as well, is the own process's. */
static enum whose whose_nice(unsigned which, pid_t number, struct thread **thread)
{
    if (which == PRIO_PROCESS) {
        return whose(number, thread);
    }
    bool own = which == PRIO_PGRP ? number == 0 || number == getpgrp()
                                  : number == 0 || (uid_t)number == getuid();
    *thread = thread_current;
    return own ? WHOSE_OWN : WHOSE_OTHERS;
}

int scheduling_nice_set(unsigned which, pid_t number, int nice, uintptr_t pc)
{
    struct thread *thread;

    (void)pc;
    if (which > PRIO_USER) {
        return failed(EINVAL);
    }
    switch (whose_nice(which, number, &thread)) {
    case WHOSE_NOBODYS:
        return failed(ESRCH);
    case WHOSE_OTHERS:
        if (which != PRIO_PROCESS) {
            schedule_refuse("sets the priority of processes that are none of its own");
        }
        return others_may_be_set(number, "priority") ? 0 : -1;
    case WHOSE_OWN:
        niceness_of(thread)->nice = nice < NICE_MIN ? NICE_MIN : nice > NICE_MAX ? NICE_MAX : nice;
        break;
    }
    return 0;
}

int scheduling_nice_get(unsigned which, pid_t number, int *nice, uintptr_t pc)
{
    struct thread *thread;

    (void)pc;
    if (which > PRIO_USER) {
        return failed(EINVAL);
    }
    switch (whose_nice(which, number, &thread)) {
    case WHOSE_NOBODYS:
        return failed(ESRCH);
    case WHOSE_OTHERS:
        errno = 0;
        *nice = LIBC(getpriority)((__priority_which_t)which, (id_t)number);
        return errno == 0 ? 0 : -1;
    case WHOSE_OWN:
        *nice = niceness_of(thread)->nice;
        break;
    }
    return 0;
}

/* IOPRIO_WHO_PROCESS, which means a thread, is 1. */
static enum whose whose_io(int which, pid_t number, struct thread **thread)
{
    return whose_nice((unsigned)which - IO_PROCESS, number, thread);
}

int scheduling_io_set(int which, pid_t number, int priority, uintptr_t pc)
{
    struct thread *thread;

    (void)pc;
    if (which < IO_PROCESS || which > IO_PROCESS + PRIO_USER) {
        return failed(EINVAL);
    }
    switch (whose_io(which, number, &thread)) {
    case WHOSE_NOBODYS:
        return failed(ESRCH);
    case WHOSE_OTHERS:
        if (which != IO_PROCESS) {
            schedule_refuse("sets the priority of processes that are none of its own");
        }
        return others_may_be_set(number, "priority") ? 0 : -1;
    case WHOSE_OWN:
        niceness_of(thread)->io = priority;
        break;
    }
    return 0;
}

int scheduling_io_get(int which, pid_t number, uintptr_t pc)
{
    struct thread *thread;

    (void)pc;
    if (which < IO_PROCESS || which > IO_PROCESS + PRIO_USER) {
        return failed(EINVAL);
    }
    switch (whose_io(which, number, &thread)) {
    case WHOSE_NOBODYS:
        return failed(ESRCH);
    case WHOSE_OTHERS: {
        long priority = BASE_KERNEL(SYS_ioprio_get, which, number, 0);
        return priority < 0 ? failed((int)-priority) : (int)priority;
    }
    case WHOSE_OWN:
        break;
    }
    return niceness_of(thread)->io;
}

EXPORT int sched_setaffinity(pid_t number, size_t size, const cpu_set_t *set)
{
    return call_is_seen(CALLER) ? scheduling_affinity_set(number, size, set, CALLER)
                                : LIBC(sched_setaffinity)(number, size, set);
}

/* Unlike the kernel's call, 0 where it went well. */
EXPORT int sched_getaffinity(pid_t number, size_t size, cpu_set_t *set)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sched_getaffinity)(number, size, set);
    }
    return scheduling_affinity_get(number, size, set, CALLER) < 0 ? -1 : 0;
}

EXPORT int sched_setscheduler(pid_t number, int policy, const struct sched_param *parameters)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sched_setscheduler)(number, policy, parameters);
    }
    return policy < 0 ? failed(EINVAL)
                      : scheduling_policy_set(number, policy, parameters->sched_priority, CALLER);
}

EXPORT int sched_setparam(pid_t number, const struct sched_param *parameters)
{
    return call_is_seen(CALLER)
               ? scheduling_policy_set(number, -1, parameters->sched_priority, CALLER)
               : LIBC(sched_setparam)(number, parameters);
}

EXPORT int sched_getscheduler(pid_t number)
{
    int priority;

    return call_is_seen(CALLER) ? scheduling_policy_get(number, &priority, CALLER)
                                : LIBC(sched_getscheduler)(number);
}

EXPORT int sched_getparam(pid_t number, struct sched_param *parameters)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(sched_getparam)(number, parameters);
    }
    range_write(parameters, sizeof *parameters, CALLER);
    return scheduling_policy_get(number, &parameters->sched_priority, CALLER) < 0 ? -1 : 0;
}

EXPORT int sched_rr_get_interval(pid_t number, struct timespec *interval)
{
    struct thread *thread;

    if (!call_is_seen(CALLER)) {
        return LIBC(sched_rr_get_interval)(number, interval);
    }
    if (number < 0 || whose(number, &thread) == WHOSE_NOBODYS) {
        return failed(number < 0 ? EINVAL : ESRCH);
    }
    range_touch(interval, sizeof *interval);
    range_write(interval, sizeof *interval, CALLER);
    return LIBC(sched_rr_get_interval)(0, interval);
}

EXPORT int setpriority(__priority_which_t which, id_t number, int nice)
{
    return call_is_seen(CALLER) ? scheduling_nice_set(which, (pid_t)number, nice, CALLER)
                                : LIBC(setpriority)(which, number, nice);
}

EXPORT int getpriority(__priority_which_t which, id_t number)
{
    int nice = 0;

    if (!call_is_seen(CALLER)) {
        return LIBC(getpriority)(which, number);
    }
    return scheduling_nice_get(which, (pid_t)number, &nice, CALLER) < 0 ? -1 : nice;
}

EXPORT int nice(int more)
{
    int now = 0;

    if (!call_is_seen(CALLER)) {
        return LIBC(nice)(more);
    }
    scheduling_nice_get(PRIO_PROCESS, 0, &now, CALLER);
    scheduling_nice_set(PRIO_PROCESS, 0, now + more, CALLER);
    scheduling_nice_get(PRIO_PROCESS, 0, &now, CALLER);
    return now;
}

EXPORT int sched_getcpu(void)
{
    return call_is_seen(CALLER) ? (int)thread_current->id : LIBC(sched_getcpu)();
}
