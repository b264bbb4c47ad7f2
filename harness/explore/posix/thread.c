/*
 * pthread_create, pthread_join and what else begins and ends threads (POSIX.1-2017; for the calls
 * with np, glibc's manual pages).
 */
#include "explore/posix/thread.h"
#include "explore/blame.h"
#include "explore/posix/cancel.h"
#include "explore/posix/key.h"
#include "explore/posix/time.h"
#include "explore/schedule.h"
#include "explore/tsan/access.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>

_Noreturn static void thread_main(void)
{
    struct thread *thread = thread_current;

    thread_end(thread->function(thread->argument));
}

void thread_end(void *result)
{
    struct thread *thread = thread_current;

    thread->ending = true;
    key_destroy_values();
    thread->result = result;
    schedule_point(OP_EXIT, thread, 1, thread->pc);
    blame_locks_held(thread->pc);
    schedule_thread_ended();
}

EXPORT int pthread_create(pthread_t *handle, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *argument)
{
    struct thread *self = thread_current;
    int detach_state = PTHREAD_CREATE_JOINABLE;

    if (!schedule_active) {
        base_die("the program starts a thread before main: that cannot be explored");
    }
    schedule_point(OP_CREATE, self, 1, CALLER);
    struct thread *thread = thread_new(function, argument, thread_main);
    if (thread == NULL) {
        schedule_finish(SCHEDULE_THREADS, (int)thread_count + 1);
    }
    if (attributes != NULL) {
        pthread_attr_getdetachstate(attributes, &detach_state);
    }
    thread->detached = detach_state == PTHREAD_CREATE_DETACHED;
    thread->create_pc = CALLER;
    clock_join(&thread->clock, &self->clock);
    thread_advance(self);
    schedule_thread_started(thread);
    *handle = thread_handle(thread);
    return 0;
}

/* ESRCH, EINVAL and EDEADLK as POSIX words them for pthread_join. */
static int joinable_find(pthread_t handle, struct thread **found, const char *does, uintptr_t pc)
{
    struct thread *thread = thread_of_handle(handle);

    if (thread == NULL) {
        blame_current(VIOLATION_THREAD_MISUSE, NULL, pc, does,
                      "no such thread: it was joined before, or it never was");
        return ESRCH;
    }
    if (thread->detached) {
        blame_current(VIOLATION_THREAD_MISUSE, NULL, pc, does, "the thread is detached");
        return EINVAL;
    }
    if (thread->joining) {
        blame_current(VIOLATION_THREAD_MISUSE, NULL, pc, does, "another thread joins it already");
        return EINVAL;
    }
    if (thread == thread_current) {
        blame_current(VIOLATION_THREAD_MISUSE, NULL, pc, does, "a thread joins itself");
        return EDEADLK;
    }
    *found = thread;
    return 0;
}

static void joined(struct thread *thread, void **result)
{
    clock_join(&thread_current->clock, &thread->clock);
    if (result != NULL) {
        *result = thread->result;
    }
    thread_forget(thread);
    schedule_thread_joined();
}

static int join(pthread_t handle, void **result, uint64_t deadline, uintptr_t pc)
{
    struct thread *thread;

    cancel_point(pc);
    int status = joinable_find(handle, &thread, "joins", pc);
    if (status != 0) {
        return status;
    }
    thread->joining = true;
    schedule_depend(thread->end_step);
    enum wait_end end = cancel_wait(OP_JOIN, thread, NULL, &thread->running, deadline, pc);
    if (end != WAIT_OVER) {
        thread->joining = false;
        cancel_point(pc);
        return ETIMEDOUT;
    }
    joined(thread, result);
    return 0;
}

EXPORT int pthread_join(pthread_t handle, void **result)
{
    return join(handle, result, 0, CALLER);
}

EXPORT int pthread_tryjoin_np(pthread_t handle, void **result)
{
    struct thread *thread;
    int status = joinable_find(handle, &thread, "tries to join", CALLER);

    if (status != 0) {
        return status;
    }
    schedule_point(OP_TRYJOIN, thread, 1, CALLER);
    if (thread->running) {
        return EBUSY;
    }
    joined(thread, result);
    return 0;
}

EXPORT int pthread_timedjoin_np(pthread_t handle, void **result, const struct timespec *until)
{
    uint64_t deadline;
    int status = time_deadline(CLOCK_REALTIME, until, &deadline);

    return status != 0 ? status : join(handle, result, deadline, CALLER);
}

EXPORT int pthread_clockjoin_np(pthread_t handle, void **result, clockid_t clock,
                                const struct timespec *until)
{
    uint64_t deadline;
    int status = time_deadline(clock, until, &deadline);

    return status != 0 ? status : join(handle, result, deadline, CALLER);
}

EXPORT int pthread_detach(pthread_t handle)
{
    struct thread *thread = thread_of_handle(handle);

    if (thread == NULL || thread->detached) {
        blame_current(VIOLATION_THREAD_MISUSE, NULL, CALLER, "detaches",
                      thread == NULL ? "no such thread: it was joined before, or it never was"
                                     : "the thread is detached already");
        return thread == NULL ? ESRCH : EINVAL;
    }
    schedule_point(OP_DETACH, thread, 1, CALLER);
    thread->detached = true;
    if (!thread->running) {
        thread_forget(thread);
    }
    return 0;
}

EXPORT void pthread_exit(void *result)
{
    cancel_unwind(result);
}

EXPORT pthread_t pthread_self(void)
{
    return schedule_active ? thread_handle(thread_current) : 0;
}

EXPORT int pthread_equal(pthread_t a, pthread_t b)
{
    return a == b;
}

EXPORT int sched_yield(void)
{
    if (schedule_active) {
        schedule_yield(OP_YIELD, 0, CALLER);
    }
    return 0;
}
