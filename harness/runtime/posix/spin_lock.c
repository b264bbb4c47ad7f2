/*
 * Spin locks: POSIX.1-2017, pthread_spin_init and pthread_spin_lock. Who would
 * spin waits: as long as the lock is held, spinning shows nothing new.
 *
 * A lock has glibc's values for x86-64: 1 is free, which is what
 * pthread_spin_init leaves, and 0 is held. So one in zeroed memory that was
 * never initialised would spin for ever, and is told from one that was
 * initialised before main.
 */
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/object.h"
#include "runtime/engine/schedule.h"

#include <errno.h>
#include <pthread.h>

enum { VALUE_HELD = 0, VALUE_FREE = 1 };

static void object_make(struct object *object)
{
    object->kind = OBJECT_SPIN_LOCK;
    object->held = 0;
    object->owner = NULL;
    clock_clear(&object->clock);
}

static struct object *spin_use(pthread_spinlock_t *lock, const char *does, uintptr_t pc)
{
    struct object *object = object_at(lock);

    if (LIKELY(object->kind == OBJECT_SPIN_LOCK)) {
        return object;
    }
    if (!object_is_idle(object) || *lock != VALUE_FREE) {
        diagnosis_current(VIOLATION_USE_INVALID_LOCK, lock, pc, does,
                          object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                           : DIAGNOSIS_NOT_INITIALISED);
        return NULL;
    }
    object_make(object);
    return object;
}

/* The same once more, after others had their turn. */
static bool is_gone(const struct object *object, pthread_spinlock_t *lock, const char *does,
                    uintptr_t pc)
{
    return UNLIKELY(object->kind != OBJECT_SPIN_LOCK) && spin_use(lock, does, pc) == NULL;
}

static void take(struct object *lock, pthread_spinlock_t *at, uintptr_t pc)
{
    lock->held = 1;
    lock->owner = thread_current;
    lock->pc = pc;
    *at = VALUE_HELD;
    clock_join(&thread_current->clock, &lock->clock);
}

EXPORT int pthread_spin_lock(pthread_spinlock_t *at)
{
    struct object *lock;

    if (!schedule_active) {
        return 0;
    }
    if ((lock = spin_use(at, "locks {spin lock}", CALLER)) == NULL) {
        return EINVAL;
    }
    if (lock->owner == thread_current) {
        diagnosis_current(VIOLATION_RELOCK, at, CALLER, "locks {spin lock}", DIAGNOSIS_OWN);
    }
    schedule_wait(OP_LOCK, at, NULL, &lock->held, 0, CALLER);
    if (is_gone(lock, at, "locks {spin lock}", CALLER)) {
        return EINVAL;
    }
    take(lock, at, CALLER);
    return 0;
}

EXPORT int pthread_spin_trylock(pthread_spinlock_t *at)
{
    struct object *lock;

    if (!schedule_active) {
        return 0;
    }
    schedule_point_read(OP_TRYLOCK, at, 1, CALLER);
    if ((lock = spin_use(at, "tries to lock {spin lock}", CALLER)) == NULL) {
        return EINVAL;
    }
    if (lock->held) {
        record_failure();
        return EBUSY;
    }
    take(lock, at, CALLER);
    return 0;
}

EXPORT int pthread_spin_unlock(pthread_spinlock_t *at)
{
    struct object *lock;

    if (!schedule_active) {
        return 0;
    }
    if ((lock = spin_use(at, "unlocks {spin lock}", CALLER)) == NULL) {
        return EINVAL;
    }
    schedule_point(lock->owner == thread_current ? OP_UNLOCK : OP_UNLOCK_UNHELD, at, 1, CALLER);
    if (is_gone(lock, at, "unlocks {spin lock}", CALLER)) {
        return EINVAL;
    }
    if (lock->owner == NULL) {
        diagnosis_current(VIOLATION_UNLOCK_NOT_HELD, at, CALLER, "unlocks {spin lock}",
                          DIAGNOSIS_NOT_HELD);
        return 0;
    }
    if (lock->owner != thread_current) {
        diagnosis_current(VIOLATION_UNLOCK_FOREIGN, at, CALLER, "unlocks {spin lock}",
                          ", which thread %u holds", lock->owner->ordinal);
    }
    lock->held = 0;
    lock->owner = NULL;
    *at = VALUE_FREE;
    clock_copy(&lock->clock, &thread_current->clock);
    thread_advance(thread_current);
    return 0;
}

EXPORT int pthread_spin_init(pthread_spinlock_t *at, int shared)
{
    (void)shared;
    if (schedule_active) {
        schedule_point(OP_INIT, at, 1, CALLER);
        struct object *lock = object_at(at);
        if (lock->kind == OBJECT_SPIN_LOCK && lock->held) {
            diagnosis_held(VIOLATION_REINIT, at, CALLER, "initialises {spin lock} again",
                           lock->owner);
        }
        object_make(lock);
    }
    *at = VALUE_FREE;
    return 0;
}

EXPORT int pthread_spin_destroy(pthread_spinlock_t *at)
{
    struct object *lock;

    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_DESTROY, at, 1, CALLER);
    if ((lock = spin_use(at, "destroys {spin lock}", CALLER)) == NULL) {
        return EINVAL;
    }
    if (lock->held) {
        diagnosis_held(VIOLATION_DESTROY_LOCKED, at, CALLER, "destroys {spin lock}", lock->owner);
        return EBUSY;
    }
    lock->kind = OBJECT_DESTROYED;
    *at = VALUE_HELD; /* so that it is not taken for a new one */
    return 0;
}
