/*
 * Condition variables: POSIX.1-2017, pthread_cond_timedwait and
 * pthread_cond_broadcast. A signal wakes any of those who wait, by the
 * strategy's choice. There are no spurious wake-ups.
 *
 * What was initialised before main is told by a mark in the program's memory.
 */
#include "runtime/posix/cond.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/lifetime.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/call.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/attribute.h"
#include "runtime/posix/cancel.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <pthread.h>

enum { MARK_INITIALISED = 0x3c04d170, MARK_DESTROYED = 0x3c04dead };

struct __attribute__((may_alias)) initial {
    uint32_t mark;
    clockid_t clock;
    uint32_t rest[(sizeof(pthread_cond_t) - 2 * sizeof(uint32_t)) / sizeof(uint32_t)];
};

_Static_assert(sizeof(struct initial) == sizeof(pthread_cond_t), "it has to fit");

/* glibc's static initialiser is zero. */
static bool initialiser_read(const void *cond, clockid_t *clock)
{
    const struct initial *initial = cond;

    for (size_t i = 0; i < sizeof initial->rest / sizeof initial->rest[0]; i++) {
        if (initial->rest[i] != 0) {
            return false;
        }
    }
    *clock = initial->mark == MARK_INITIALISED ? initial->clock : CLOCK_REALTIME;
    return initial->mark == MARK_INITIALISED || (initial->mark == 0 && initial->clock == 0);
}

static bool is_marked(const void *cond)
{
    return ((const struct initial *)cond)->mark == MARK_INITIALISED;
}

static const struct cond_form POSIX = { initialiser_read, is_marked, &MUTEX_POSIX };

static void cond_make(struct object *object, clockid_t clock)
{
    object->kind = OBJECT_COND;
    object->type = (unsigned)clock;
    object->marked = object->signalled = false;
    object->queue.count = 0;
    clock_clear(&object->clock);
}

/* What lies there, after the operation was announced; NULL where it is none, which is then said. */
static struct object *cond_use(void *cond, const struct cond_form *form, const char *does,
                               uintptr_t pc)
{
    struct object *object = object_at(cond);
    clockid_t clock;

    if (!lifetime_use(cond, LIFETIME_OBJECT, does, pc)) {
        return NULL;
    }
    if (LIKELY(object->kind == OBJECT_COND)) {
        return object;
    }
    if (!object_is_idle(object) || !form->read(cond, &clock)) {
        diagnosis_current(VIOLATION_COND_MISUSE, cond, pc, does,
                          object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                           : DIAGNOSIS_NOT_INITIALISED);
        return NULL;
    }
    cond_make(object, clock);
    return object;
}

static const char WAITS[] = "waits on {condition variable}";

/* What POSIX leaves undefined, or warns of, where a wait begins. */
static void wait_check(const struct object *cond, const struct object *mutex, uintptr_t pc)
{
    const void *at = (const void *)cond->address;

    if (mutex->depth > 1) {
        diagnosis_current(
            VIOLATION_COND_MISUSE, at, pc, WAITS,
            " with a mutex that it holds %u times: it unlocks it once, so nobody else gets it",
            mutex->depth);
    }
    if (cond->queue.count > 0 &&
        schedule_pending(cond->queue.threads[0])->second != mutex->address) {
        diagnosis_current(VIOLATION_COND_MISUSE, at, pc, WAITS,
                          " with another mutex than thread %u, which waits there already",
                          threads[cond->queue.threads[0]].ordinal);
    }
}

/* The wait is announced, and may begin: with the condition variable and the mutex that it says. */
static int wait_begin(void *at, const struct cond_form *form, struct object *mutex,
                      struct object **cond, uintptr_t pc)
{
    *cond = cond_use(at, form, WAITS, pc);
    if (*cond == NULL || !mutex_check(mutex, form->mutex, "waits with {mutex}", pc)) {
        return EINVAL;
    }
    if (mutex->owner != thread_current) {
        diagnosis_current(VIOLATION_COND_MISUSE, at, pc, WAITS,
                          " with a mutex that it does not hold");
        return EPERM;
    }
    wait_check(*cond, mutex, pc);
    return 0;
}

static uint64_t deadline_of(const struct object *cond, const struct cond_end *end)
{
    if (end == NULL) {
        return 0;
    }
    return time_of_clock(end->clock == CLOCK_OF_COND ? (clockid_t)cond->type : end->clock,
                         end->until);
}

/* Lets go of the mutex, waits, and takes it again. */
static int wait(struct object *cond, struct object *mutex, const struct mutex_form *form,
                uint64_t deadline, uintptr_t pc)
{
    struct thread *thread = thread_current;
    void *at = (void *)mutex->address;
    unsigned depth = mutex->depth;

    queue_add(&cond->queue, thread->id);
    mutex_leave(mutex);
    thread->waits = 1;
    enum wait_end end =
        cancel_wait(OP_COND_WAKE, (void *)cond->address, at, &thread->waits, deadline, pc);
    if (end != WAIT_OVER) {
        queue_remove(&cond->queue, thread->id);
        if (end == WAIT_EXPIRED) {
            lifetime_use((void *)cond->address, LIFETIME_OBJECT, WAITS, pc);
            diagnosis_time_out(cond, mutex, pc);
        }
        schedule_wait(OP_LOCK, at, NULL, &mutex->held, 0, pc);
    }
    if (!mutex_check(mutex, form, "waits with {mutex}", pc)) {
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

int cond_wait(void *at, const struct cond_form *form, void *mutex_at, const struct cond_end *end,
              uintptr_t pc)
{
    struct object *mutex = mutex_find(mutex_at, form->mutex), *cond;

    if (end != NULL && !time_check(end->until, pc)) {
        return EINVAL;
    }
    assumption_rests(ASSUMPTION_WAKE_UPS);
    cancel_point(pc);
    schedule_point_two(OP_COND_WAIT, at, 1, mutex_at, pc);
    int status = wait_begin(at, form, mutex, &cond, pc);
    return status != 0 ? status : wait(cond, mutex, form->mutex, deadline_of(cond, end), pc);
}

EXPORT int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    return schedule_active ? cond_wait(cond, &POSIX, mutex, NULL, CALLER) : 0;
}

EXPORT int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                  const struct timespec *until)
{
    const struct cond_end end = { CLOCK_OF_COND, until };

    return schedule_active ? cond_wait(cond, &POSIX, mutex, &end, CALLER) : ETIMEDOUT;
}

EXPORT int pthread_cond_clockwait(pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock,
                                  const struct timespec *until)
{
    const struct cond_end end = { clock, until };

    if (!time_clock_check(clock, CALLER)) {
        return EINVAL;
    }
    return schedule_active ? cond_wait(cond, &POSIX, mutex, &end, CALLER) : ETIMEDOUT;
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

int cond_signal(void *at, const struct cond_form *form, enum operation_kind kind, uintptr_t pc)
{
    schedule_point(kind, at, 1, pc);
    struct object *cond = cond_use(
        at, form,
        kind == OP_SIGNAL ? "signals {condition variable}" : "broadcasts {condition variable}", pc);
    if (cond == NULL) {
        return EINVAL;
    }
    cond->users |= (uint64_t)1 << thread_current->id;
    if (cond->queue.count == 0) {
        cond->signalled = true;
    } else if (kind == OP_SIGNAL) {
        if (cond->queue.count > 1) {
            assumption_rests(ASSUMPTION_ONE_IS_WOKEN);
        }
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
    return schedule_active ? cond_signal(cond, &POSIX, OP_SIGNAL, CALLER) : 0;
}

EXPORT int pthread_cond_broadcast(pthread_cond_t *cond)
{
    return schedule_active ? cond_signal(cond, &POSIX, OP_BROADCAST, CALLER) : 0;
}

void cond_init(void *cond, const struct cond_form *form, clockid_t clock, uintptr_t pc)
{
    static const char does[] = "initialises {condition variable} again";

    schedule_point(OP_INIT, cond, 1, pc);
    struct object *object = object_at(cond);
    if (lifetime_use(cond, LIFETIME_OBJECT, "initialises {condition variable}", pc) &&
        object->kind == OBJECT_COND) {
        if (object->queue.count > 0) {
            diagnosis_current(VIOLATION_REINIT, cond, pc, does, " while " DIAGNOSIS_WAIT " on it",
                              DIAGNOSIS_WAITERS(object->queue.count));
        } else {
            lifetime_renew(object, form->is_marked(cond), does, pc);
        }
    }
    cond_make(object, clock);
    object->marked = true;
}

EXPORT int pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
    static const pthread_cond_t initialised = PTHREAD_COND_INITIALIZER;
    clockid_t clock = CLOCK_REALTIME;

    if (!attribute_check(ATTRIBUTE_COND, attributes, CALLER)) {
        return EINVAL;
    }
    if (attributes != NULL) {
        LIBC(pthread_condattr_getclock)(attributes, &clock);
    }
    if (schedule_active) {
        cond_init(cond, &POSIX, clock, CALLER);
    }
    base_copy(cond, &initialised, sizeof initialised);
    ((struct initial *)cond)->mark = MARK_INITIALISED;
    ((struct initial *)cond)->clock = clock;
    return 0;
}

int cond_destroy(void *cond, const struct cond_form *form, uintptr_t pc)
{
    schedule_point(OP_DESTROY, cond, 1, pc);
    struct object *object = cond_use(cond, form, "destroys {condition variable}", pc);
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
    int status = schedule_active ? cond_destroy(cond, &POSIX, CALLER) : 0;

    if (schedule_active && status == 0) {
        ((struct initial *)cond)->mark = MARK_DESTROYED;
    }
    return status;
}
