/*
 * Condition variables: POSIX.1-2017, pthread_cond_timedwait and
 * pthread_cond_broadcast. A signal wakes any of those who wait, by the
 * strategy's choice. There are no spurious wake-ups.
 */
#include "runtime/posix/cond.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/cancel.h"
#include "runtime/posix/mutex.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <pthread.h>

#define WAITS "waits on {condition variable}"

enum { REFS_DESTROYED = -1 }; /* in __wrefs */

static bool is_initialiser(const pthread_cond_t *cond)
{
    const char *bytes = (const char *)cond;

    for (size_t i = 0; i < sizeof(pthread_cond_t); i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

void cond_make(struct object *object, clockid_t clock)
{
    object->kind = OBJECT_COND;
    object->type = (unsigned)clock;
    object->signalled = false;
    object->queue.count = 0;
    clock_clear(&object->clock);
}

static struct object *cond_use(void *cond, const char *does, uintptr_t pc)
{
    struct object *object = object_at(cond);

    if (LIKELY(object->kind == OBJECT_COND)) {
        return object;
    }
    if (!object_is_idle(object) || !is_initialiser(cond)) {
        diagnosis_current(VIOLATION_COND_MISUSE, cond, pc, does,
                          object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                           : DIAGNOSIS_NOT_INITIALISED);
        return NULL;
    }
    cond_make(object, CLOCK_REALTIME);
    return object;
}

/* What POSIX leaves undefined, or warns of, where a wait begins. */
static void wait_check(const struct object *cond, const struct object *mutex, uintptr_t pc)
{
    static const char does[] = WAITS;
    const void *at = (const void *)cond->address;

    if (mutex->depth > 1) {
        diagnosis_current(
            VIOLATION_COND_MISUSE, at, pc, does,
            " with a mutex that it holds %u times: it unlocks it once, so nobody else gets it",
            mutex->depth);
    }
    if (cond->queue.count > 0 &&
        schedule_pending(cond->queue.threads[0])->second != mutex->address) {
        diagnosis_current(VIOLATION_COND_MISUSE, at, pc, does,
                          " with another mutex than thread %u, which waits there already",
                          threads[cond->queue.threads[0]].ordinal);
    }
}

int cond_wait(void *cond, void *at, uint64_t deadline, uintptr_t pc)
{
    struct thread *thread = thread_current;
    struct object *mutex = mutex_use(at, "waits with {mutex}", pc);

    if (mutex == NULL) {
        return EINVAL;
    }
    if (mutex->owner != thread) {
        if (mutex->type != PTHREAD_MUTEX_ERRORCHECK && !mutex->robust) {
            diagnosis_current(VIOLATION_COND_MISUSE, cond, pc, WAITS,
                              " with a mutex that it does not hold");
        }
        return EPERM;
    }
    cancel_point(pc);
    schedule_point_two(OP_COND_WAIT, cond, at, pc);
    struct object *object = cond_use(cond, WAITS, pc);
    if (object == NULL) {
        return EINVAL;
    }
    wait_check(object, mutex, pc);
    unsigned depth = mutex->depth;
    queue_add(&object->queue, thread->id);
    mutex_leave(mutex);
    thread->waits = 1;
    enum wait_end end = cancel_wait(OP_COND_WAKE, cond, at, &thread->waits, deadline, pc);
    if (end != WAIT_OVER) {
        queue_remove(&object->queue, thread->id);
        if (end == WAIT_EXPIRED) {
            diagnosis_time_out(object, mutex, pc);
        }
        schedule_wait(OP_LOCK, at, NULL, &mutex->held, 0, pc);
    }
    if (mutex->kind != OBJECT_MUTEX && mutex_use(at, "waits with {mutex}", pc) == NULL) {
        return EINVAL;
    }
    int status = mutex_take_robust(mutex, pc);
    if (status != ENOTRECOVERABLE) {
        mutex->depth = depth;
    }
    if (end == WAIT_CANCELLED) {
        cancel_point(pc);
    }
    return status != 0 ? status : end == WAIT_EXPIRED ? ETIMEDOUT : 0;
}

EXPORT int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    return schedule_active ? cond_wait(cond, mutex, 0, CALLER) : 0;
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
    return status != 0 ? status : cond_wait(cond, mutex, deadline, CALLER);
}

EXPORT int pthread_cond_clockwait(pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock,
                                  const struct timespec *until)
{
    uint64_t deadline;

    if (!schedule_active) {
        return ETIMEDOUT;
    }
    if (!time_is_waitable(clock)) {
        return EINVAL;
    }
    int status = time_deadline(clock, until, &deadline);
    return status != 0 ? status : cond_wait(cond, mutex, deadline, CALLER);
}

/* What happened before the signal happens before what the woken thread does next. A thread that was
 * woken cannot be cancelled there any more: POSIX does not let it take the signal along. */
static void wake(struct object *cond, unsigned position)
{
    struct thread *thread = &threads[queue_take(&cond->queue, position)];
    struct object *mutex = object_find(schedule_pending(thread->id)->second);

    thread->waits = 0;
    thread->cancellable = false;
    clock_join(&thread->clock, &thread_current->clock);
    schedule_release(thread, &mutex->held);
}

int cond_signal(void *at, enum operation_kind kind, uintptr_t pc)
{
    schedule_point(kind, at, 1, pc);
    struct object *cond = cond_use(
        at, kind == OP_SIGNAL ? "signals {condition variable}" : "broadcasts {condition variable}",
        pc);
    if (cond == NULL) {
        return EINVAL;
    }
    cond->users |= (uint64_t)1 << thread_current->id;
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
    return schedule_active ? cond_signal(cond, OP_SIGNAL, CALLER) : 0;
}

EXPORT int pthread_cond_broadcast(pthread_cond_t *cond)
{
    return schedule_active ? cond_signal(cond, OP_BROADCAST, CALLER) : 0;
}

void cond_init(void *cond, clockid_t clock, uintptr_t pc)
{
    schedule_point(OP_INIT, cond, 1, pc);
    struct object *object = object_at(cond);
    if (object->kind == OBJECT_COND && object->queue.count > 0) {
        diagnosis_current(VIOLATION_REINIT, cond, pc, "initialises {condition variable} again",
                          " while " DIAGNOSIS_WAIT " on it",
                          DIAGNOSIS_WAITERS(object->queue.count));
    }
    cond_make(object, clock);
}

EXPORT int pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
    static const pthread_cond_t initialised = PTHREAD_COND_INITIALIZER;
    clockid_t clock = CLOCK_REALTIME;

    base_copy(cond, &initialised, sizeof initialised);
    if (attributes != NULL) {
        pthread_condattr_getclock(attributes, &clock);
    }
    if (schedule_active) {
        cond_init(cond, clock, CALLER);
    }
    return 0;
}

int cond_destroy(void *cond, uintptr_t pc)
{
    schedule_point(OP_DESTROY, cond, 1, pc);
    struct object *object = cond_use(cond, "destroys {condition variable}", pc);
    if (object == NULL) {
        return EINVAL;
    }
    if (object->queue.count > 0) {
        diagnosis_current(VIOLATION_DESTROY_LOCKED, cond, pc, "destroys {condition variable}",
                          " while " DIAGNOSIS_WAIT " on it",
                          DIAGNOSIS_WAITERS(object->queue.count));
        return EBUSY;
    }
    object->kind = OBJECT_DESTROYED;
    return 0;
}

EXPORT int pthread_cond_destroy(pthread_cond_t *cond)
{
    int status = schedule_active ? cond_destroy(cond, CALLER) : 0;

    if (schedule_active && status == 0) {
        cond->__data.__wrefs = (unsigned)REFS_DESTROYED;
    }
    return status;
}
