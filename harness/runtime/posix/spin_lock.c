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
#include "runtime/diagnose/lifetime.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/object.h"
#include "runtime/engine/schedule.h"

#include <errno.h>
#include <pthread.h>

enum { VALUE_HELD = 0, VALUE_FREE = 1 };

static void object_make(struct object *object)
{
    object->kind = OBJECT_SPIN_LOCK;
    object->marked = true;
    object->held = 0;
    object->owner = NULL;
    clock_clear(&object->clock);
}

static bool lock_adopt(struct object *object)
{
    if (!object_is_idle(object) || *(pthread_spinlock_t *)object->address != VALUE_FREE) {
        return false;
    }
    object_make(object);
    return true;
}

/* The object of whatever lies there, of a spin lock if it is one: to be waited at. */
static struct object *lock_find(pthread_spinlock_t *lock)
{
    struct object *object = object_at((void *)lock);

    if (UNLIKELY(object->kind != OBJECT_SPIN_LOCK)) {
        lock_adopt(object);
    }
    return object;
}

/* Whether it is one, after the operation was announced; says so where it is not. */
static bool lock_check(struct object *object, const char *does, uintptr_t pc)
{
    void *at = (void *)object->address;

    if (!lifetime_use(at, LIFETIME_SMALL, does, pc)) {
        return false;
    }
    if (LIKELY(object->kind == OBJECT_SPIN_LOCK) || lock_adopt(object)) {
        return true;
    }
    diagnosis_current(VIOLATION_USE_INVALID_LOCK, at, pc, does,
                      object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                       : DIAGNOSIS_NOT_INITIALISED);
    return false;
}

static void take(struct object *lock, pthread_spinlock_t *at, uintptr_t pc)
{
    lock->held = 1;
    lock->owner = thread_current;
    lock->pc = pc;
    *at = VALUE_HELD;
    clock_join(&thread_current->clock, &lock->clock);
}

/* That it holds the lock itself only the owner can tell: there is no point before. */
EXPORT int pthread_spin_lock(pthread_spinlock_t *at)
{
    if (!schedule_active) {
        return 0;
    }
    struct object *lock = lock_find(at);
    if (lock->owner == thread_current) {
        diagnosis_current(VIOLATION_RELOCK, at, CALLER, "locks {spin lock}", DIAGNOSIS_OWN);
    }
    schedule_wait(OP_LOCK, at, NULL, &lock->held, 0, CALLER);
    if (!lock_check(lock, "locks {spin lock}", CALLER)) {
        return EINVAL;
    }
    take(lock, at, CALLER);
    return 0;
}

EXPORT int pthread_spin_trylock(pthread_spinlock_t *at)
{
    if (!schedule_active) {
        return 0;
    }
    schedule_point_read(OP_TRYLOCK, at, 1, CALLER);
    struct object *lock = lock_find(at);
    if (!lock_check(lock, "tries to lock {spin lock}", CALLER)) {
        return EINVAL;
    }
    assumption_rests(ASSUMPTION_TRIES);
    if (lock->held) {
        record_failure();
        return EBUSY;
    }
    take(lock, at, CALLER);
    return 0;
}

EXPORT int pthread_spin_unlock(pthread_spinlock_t *at)
{
    if (!schedule_active) {
        return 0;
    }
    struct object *lock = lock_find(at);
    schedule_point(lock->owner == thread_current ? OP_UNLOCK : OP_UNLOCK_UNHELD, at, 1, CALLER);
    if (!lock_check(lock, "unlocks {spin lock}", CALLER)) {
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

static void renew(pthread_spinlock_t *at, uintptr_t pc)
{
    static const char does[] = "initialises {spin lock} again";

    schedule_point(OP_INIT, at, 1, pc);
    struct object *lock = object_at((void *)at);
    if (lifetime_use(at, LIFETIME_SMALL, "initialises {spin lock}", pc) &&
        lock->kind == OBJECT_SPIN_LOCK) {
        if (lock->held) {
            diagnosis_held(VIOLATION_REINIT, at, pc, does, lock->owner);
        } else {
            lifetime_renew(lock, *at == VALUE_FREE, does, pc);
        }
    }
    object_make(lock);
}

EXPORT int pthread_spin_init(pthread_spinlock_t *at, int shared)
{
    (void)shared;
    if (schedule_active) {
        renew(at, CALLER);
    }
    *at = VALUE_FREE;
    return 0;
}

EXPORT int pthread_spin_destroy(pthread_spinlock_t *at)
{
    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_DESTROY, at, 1, CALLER);
    struct object *lock = lock_find(at);
    if (!lock_check(lock, "destroys {spin lock}", CALLER)) {
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
