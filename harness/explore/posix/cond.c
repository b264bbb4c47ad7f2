/*
 * Condition variables: POSIX.1-2017, pthread_cond_timedwait and
 * pthread_cond_broadcast. A signal wakes any of those who wait, by the
 * strategy's choice. There are no spurious wake-ups.
 */
#include "explore/blame.h"
#include "explore/object.h"
#include "explore/posix/cancel.h"
#include "explore/posix/mutex.h"
#include "explore/posix/time.h"
#include "explore/schedule.h"
#include "explore/tsan/access.h"

#include <errno.h>
#include <pthread.h>

static bool is_initialiser(const pthread_cond_t *cond)
{
    const char *bytes = (const char *)cond;

    for (size_t i = 0; i < sizeof *cond; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static struct object *cond_use(pthread_cond_t *cond, const char *does, uintptr_t pc)
{
    struct object *object = object_at(cond);

    if (LIKELY(object->kind == OBJECT_COND)) {
        return object;
    }
    if (object->kind == OBJECT_DESTROYED) {
        blame_current(VIOLATION_COND_MISUSE, cond, pc, does, "the condition variable is destroyed");
        return NULL;
    }
    if (object->kind != OBJECT_NEW || !is_initialiser(cond)) {
        blame_current(VIOLATION_COND_MISUSE, cond, pc, does,
                      "this is no condition variable: it was not initialised");
        return NULL;
    }
    object->kind = OBJECT_COND;
    object->type = CLOCK_REALTIME;
    return object;
}

static int wait(pthread_cond_t *cond, pthread_mutex_t *at, uint64_t deadline, uintptr_t pc)
{
    struct thread *thread = thread_current;
    struct object *object = cond_use(cond, "waits", pc);
    struct object *mutex = mutex_use(at, "waits with", pc);

    if (object == NULL || mutex == NULL) {
        return EINVAL;
    }
    if (mutex->owner != thread) {
        blame_current(VIOLATION_COND_MISUSE, cond, pc, "waits for the condition variable",
                      "it does not hold the mutex that it waits with");
        return EPERM;
    }
    cancel_point(pc);
    schedule_point_two(OP_COND_WAIT, cond, at, pc);
    unsigned depth = mutex->depth;
    queue_add(&object->queue, thread->id);
    mutex_leave(mutex);
    thread->waits = 1;
    enum wait_end end = cancel_wait(OP_COND_WAKE, cond, at, &thread->waits, deadline, pc);
    if (end != WAIT_OVER) {
        queue_remove(&object->queue, thread->id);
        schedule_wait(OP_LOCK, at, NULL, &mutex->held, 0, pc);
    }
    mutex_take(mutex, pc);
    mutex->depth = depth;
    if (end == WAIT_CANCELLED) {
        cancel_point(pc);
    }
    return end == WAIT_EXPIRED ? ETIMEDOUT : 0;
}

EXPORT int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    return schedule_active ? wait(cond, mutex, 0, CALLER) : 0;
}

EXPORT int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                  const struct timespec *until)
{
    uint64_t deadline;

    if (!schedule_active) {
        return ETIMEDOUT;
    }
    struct object *object = object_find((uintptr_t)cond);
    clockid_t clock =
        object != NULL && object->kind == OBJECT_COND ? (clockid_t)object->type : CLOCK_REALTIME;
    int status = time_deadline(clock, until, &deadline);
    return status != 0 ? status : wait(cond, mutex, deadline, CALLER);
}

EXPORT int pthread_cond_clockwait(pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock,
                                  const struct timespec *until)
{
    uint64_t deadline;

    if (!schedule_active) {
        return ETIMEDOUT;
    }
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
        return EINVAL;
    }
    int status = time_deadline(clock, until, &deadline);
    return status != 0 ? status : wait(cond, mutex, deadline, CALLER);
}

/* What happened before the signal happens before what the woken thread does next. */
static void wake(struct object *cond, unsigned position)
{
    struct thread *thread = &threads[queue_take(&cond->queue, position)];
    struct object *mutex = object_find(schedule_pending(thread->id)->second);

    thread->waits = 0;
    clock_join(&thread->clock, &thread_current->clock);
    schedule_release(thread, &mutex->held);
}

static int signal_some(pthread_cond_t *at, enum operation_kind kind, uintptr_t pc)
{
    struct object *cond = cond_use(at, kind == OP_SIGNAL ? "signals" : "broadcasts", pc);

    if (cond == NULL) {
        return EINVAL;
    }
    schedule_point(kind, at, 1, pc);
    if (cond->queue.count == 0) {
        cond->signalled = true;
    } else if (kind == OP_SIGNAL) {
        wake(cond, schedule_pick(cond->queue.count));
    }
    while (kind == OP_BROADCAST && cond->queue.count > 0) {
        wake(cond, 0);
    }
    thread_advance(thread_current);
    return 0;
}

EXPORT int pthread_cond_signal(pthread_cond_t *cond)
{
    return schedule_active ? signal_some(cond, OP_SIGNAL, CALLER) : 0;
}

EXPORT int pthread_cond_broadcast(pthread_cond_t *cond)
{
    return schedule_active ? signal_some(cond, OP_BROADCAST, CALLER) : 0;
}

EXPORT int pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
    static const pthread_cond_t initialised = PTHREAD_COND_INITIALIZER;
    clockid_t clock = CLOCK_REALTIME;

    base_copy(cond, &initialised, sizeof *cond);
    if (attributes != NULL) {
        pthread_condattr_getclock(attributes, &clock);
    }
    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_INIT, cond, 1, CALLER);
    struct object *object = object_at(cond);
    if (object->kind == OBJECT_COND && object->queue.count > 0) {
        blame_current(VIOLATION_REINIT, cond, CALLER, "initialises the condition variable",
                      "%u threads wait for it", object->queue.count);
    }
    object->kind = OBJECT_COND;
    object->type = (unsigned)clock;
    object->signalled = false;
    object->queue.count = 0;
    clock_clear(&object->clock);
    return 0;
}

EXPORT int pthread_cond_destroy(pthread_cond_t *cond)
{
    struct object *object;

    if (!schedule_active) {
        return 0;
    }
    if ((object = cond_use(cond, "destroys", CALLER)) == NULL) {
        return EINVAL;
    }
    schedule_point(OP_DESTROY, cond, 1, CALLER);
    if (object->queue.count > 0) {
        blame_current(VIOLATION_DESTROY_LOCKED, cond, CALLER, "destroys the condition variable",
                      "%u threads wait for it", object->queue.count);
        return EBUSY;
    }
    object->kind = OBJECT_DESTROYED;
    return 0;
}
