/*
 * Barriers: POSIX.1-2017, pthread_barrier_init and pthread_barrier_wait. The
 * last thread to arrive is the serial one, as in glibc, and lets the others
 * go; they leave in any order, and may arrive again before all have left.
 *
 * What was initialised before main is told by a mark in the program's memory,
 * as with semaphores.
 */
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/lifetime.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/object.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/attribute.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>

enum { MARK_INITIALISED = 0x5ba44e12, MARK_DESTROYED = 0, COUNT_MAX = INT_MAX };

struct __attribute__((may_alias)) initial {
    uint32_t mark, count;
};

_Static_assert(sizeof(struct initial) <= sizeof(pthread_barrier_t), "it has to fit");

static void object_make(struct object *object, unsigned count)
{
    object->kind = OBJECT_BARRIER;
    object->marked = true;
    object->limit = count;
    object->queue.count = 0;
    clock_clear(&object->clock);
}

/* After the operation was announced. NULL where it is none, which is then said. */
static struct object *barrier_use(pthread_barrier_t *barrier, const char *does, uintptr_t pc)
{
    struct object *object = object_at(barrier);
    const struct initial *initial = (const struct initial *)barrier;

    if (!lifetime_use(barrier, LIFETIME_OBJECT, does, pc)) {
        return NULL;
    }
    if (LIKELY(object->kind == OBJECT_BARRIER)) {
        return object;
    }
    if (!object_is_idle(object) || initial->mark != MARK_INITIALISED) {
        diagnosis_current(VIOLATION_BARRIER_MISUSE, barrier, pc, does,
                          object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                           : DIAGNOSIS_NOT_INITIALISED);
        return NULL;
    }
    object_make(object, initial->count);
    return object;
}

/* What any of them did before happens before what each does after. */
static void open(struct object *barrier)
{
    while (barrier->queue.count > 0) {
        struct thread *thread = &threads[queue_take(&barrier->queue, 0)];
        clock_join(&thread->clock, &barrier->clock);
        thread->waits = 0;
        schedule_release(thread, &thread->waits);
    }
    clock_join(&thread_current->clock, &barrier->clock);
    clock_clear(&barrier->clock);
}

EXPORT int pthread_barrier_wait(pthread_barrier_t *at)
{
    struct thread *thread = thread_current;
    struct object *barrier;

    if (!schedule_active) {
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    schedule_point(OP_BARRIER_WAIT, at, 1, CALLER);
    if ((barrier = barrier_use(at, "waits at {barrier}", CALLER)) == NULL) {
        return EINVAL;
    }
    clock_join(&barrier->clock, &thread->clock);
    thread_advance(thread);
    assumption_rests(ASSUMPTION_SERIAL_THREAD);
    if (barrier->queue.count + 1u >= barrier->limit) {
        open(barrier);
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    queue_add(&barrier->queue, thread->id);
    thread->waits = 1;
    schedule_wait(OP_BARRIER_LEAVE, at, NULL, &thread->waits, 0, CALLER);
    return 0;
}

static void renew(pthread_barrier_t *at, unsigned count, uintptr_t pc)
{
    schedule_point(OP_INIT, at, 1, pc);
    struct object *barrier = object_at(at);
    if (lifetime_use(at, LIFETIME_OBJECT, "initialises {barrier}", pc) &&
        barrier->kind == OBJECT_BARRIER) {
        if (barrier->queue.count > 0) {
            diagnosis_current(VIOLATION_REINIT, at, pc, "initialises {barrier} again",
                              " while " DIAGNOSIS_WAIT " at it",
                              DIAGNOSIS_WAITERS(barrier->queue.count));
        } else {
            lifetime_renew(barrier, ((struct initial *)at)->mark == MARK_INITIALISED,
                           "initialises {barrier} again", pc);
        }
    }
    object_make(barrier, count);
}

/* Attributes only say that processes share it: then it is like any other. */
EXPORT int pthread_barrier_init(pthread_barrier_t *at, const pthread_barrierattr_t *attributes,
                                unsigned count)
{
    if (!attribute_check(ATTRIBUTE_BARRIER, attributes, CALLER)) {
        return EINVAL;
    }
    if (count == 0 || count > COUNT_MAX) {
        if (schedule_active) {
            diagnosis_current(VIOLATION_API_ERROR, at, CALLER, "initialises {barrier}",
                              " for %u threads, which has to be from 1 to %d", count, COUNT_MAX);
        }
        return EINVAL;
    }
    if (schedule_active) {
        renew(at, count, CALLER);
    }
    *(struct initial *)at = (struct initial){ .mark = MARK_INITIALISED, .count = count };
    return 0;
}

EXPORT int pthread_barrier_destroy(pthread_barrier_t *at)
{
    struct object *barrier;

    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_DESTROY, at, 1, CALLER);
    if ((barrier = barrier_use(at, "destroys {barrier}", CALLER)) == NULL) {
        return EINVAL;
    }
    if (barrier->queue.count > 0) {
        diagnosis_current(VIOLATION_BARRIER_MISUSE, at, CALLER, "destroys {barrier}",
                          " while " DIAGNOSIS_WAIT " at it",
                          DIAGNOSIS_WAITERS(barrier->queue.count));
        return EBUSY;
    }
    barrier->kind = OBJECT_DESTROYED;
    ((struct initial *)at)->mark = MARK_DESTROYED;
    return 0;
}
