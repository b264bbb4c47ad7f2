/*
 * Mutexes: POSIX.1-2017, pthread_mutex_lock, with its table of what each type
 * does when it is locked again or unlocked by somebody else; robust ones as in
 * pthread_mutex_consistent.
 */
#include "runtime/posix/mutex.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>

enum { KIND_ROBUST = 16, KIND_DESTROYED = -1 }; /* in __kind, as glibc has them there */

/* Only here POSIX leaves it undefined what is not right; elsewhere it is an error that is told. */
static bool is_normal(const struct object *mutex)
{
    return mutex->type == PTHREAD_MUTEX_NORMAL && !mutex->robust;
}

/* How glibc's static initialisers look, and what pthread_mutex_init leaves: zero, but the kind. */
static bool initialiser_read(const pthread_mutex_t *mutex, unsigned *type, bool *robust)
{
    const struct __pthread_mutex_s *data = &mutex->__data;

    if (((unsigned)data->__lock | data->__count | (unsigned)data->__owner | data->__nusers |
         (unsigned short)data->__spins | (unsigned short)data->__elision) != 0 ||
        data->__list.__prev != NULL || data->__list.__next != NULL) {
        return false;
    }
    *type = (unsigned)mutex->__data.__kind & ~(unsigned)KIND_ROBUST;
    *robust = (mutex->__data.__kind & KIND_ROBUST) != 0;
    return *type == PTHREAD_MUTEX_NORMAL || *type == PTHREAD_MUTEX_RECURSIVE ||
           *type == PTHREAD_MUTEX_ERRORCHECK || *type == PTHREAD_MUTEX_ADAPTIVE_NP;
}

void mutex_make(struct object *object, unsigned type, bool robust)
{
    object->kind = OBJECT_MUTEX;
    object->type = type == PTHREAD_MUTEX_ADAPTIVE_NP ? PTHREAD_MUTEX_NORMAL : type;
    object->robust = robust;
    object->ownerless = object->unrecoverable = false;
    object->held = 0;
    object->owner = NULL;
    object->depth = 0;
    object->queue.count = 0;
    clock_clear(&object->clock);
}

struct object *mutex_use(void *mutex, const char *does, uintptr_t pc)
{
    struct object *object = object_at(mutex);
    unsigned type;
    bool robust;

    if (LIKELY(object->kind == OBJECT_MUTEX)) {
        return object;
    }
    if (!object_is_idle(object) || !initialiser_read(mutex, &type, &robust)) {
        diagnosis_current(VIOLATION_USE_INVALID_LOCK, mutex, pc, does,
                          object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                           : DIAGNOSIS_NOT_INITIALISED);
        return NULL;
    }
    mutex_make(object, type, robust);
    return object;
}

/* The same once more, after others had their turn. */
static inline bool is_gone(const struct object *mutex, void *at, const char *does, uintptr_t pc)
{
    return UNLIKELY(mutex->kind != OBJECT_MUTEX) && mutex_use(at, does, pc) == NULL;
}

void mutex_take(struct object *mutex, uintptr_t pc)
{
    mutex->held = 1;
    mutex->owner = thread_current;
    mutex->depth = 1;
    mutex->pc = pc;
    mutex->users |= (uint64_t)1 << thread_current->id;
    clock_join(&thread_current->clock, &mutex->clock);
}

void mutex_leave(struct object *mutex)
{
    mutex->held = 0;
    mutex->owner = NULL;
    mutex->depth = 0;
    clock_copy(&mutex->clock, &thread_current->clock);
    thread_advance(thread_current);
}

int mutex_take_robust(struct object *mutex, uintptr_t pc)
{
    mutex_take(mutex, pc);
    if (mutex->unrecoverable) {
        mutex_leave(mutex);
        return ENOTRECOVERABLE;
    }
    return mutex->ownerless ? EOWNERDEAD : 0;
}

/* The kernel does this for a thread that ends: robust_list(2). */
void mutex_abandon_all(uintptr_t pc)
{
    for (unsigned i = 0; i < object_count(); i++) {
        struct object *mutex = object_nth(i);
        if (mutex->kind == OBJECT_MUTEX && mutex->robust && mutex->owner == thread_current) {
            schedule_point(OP_UNLOCK, (void *)mutex->address, 1, pc);
            mutex->ownerless = true;
            mutex_leave(mutex);
        }
    }
}

/* Locked again by its owner. Returns -1 where it then waits for itself, for ever if it `waits`. */
static int relock(struct object *mutex, bool waits, uintptr_t pc)
{
    if (mutex->type == PTHREAD_MUTEX_RECURSIVE) {
        if (mutex->depth == UINT_MAX) {
            return EAGAIN;
        }
        mutex->depth++;
        return 0;
    }
    if (mutex->type == PTHREAD_MUTEX_ERRORCHECK) {
        return EDEADLK;
    }
    if (waits) {
        diagnosis_current(VIOLATION_RELOCK, (void *)mutex->address, pc, "locks {mutex}",
                          DIAGNOSIS_OWN);
    }
    return -1;
}

static int lock(void *at, enum operation_kind kind, uint64_t deadline, uintptr_t pc)
{
    struct object *mutex = mutex_use(at, "locks {mutex}", pc);

    if (mutex == NULL) {
        return EINVAL;
    }
    if (mutex->owner == thread_current) {
        int status = relock(mutex, deadline == 0, pc);
        if (status >= 0) {
            return status;
        }
    }
    if (schedule_wait(kind, at, NULL, &mutex->held, deadline, pc) == WAIT_EXPIRED) {
        diagnosis_time_out(mutex, mutex, pc);
        return ETIMEDOUT;
    }
    return is_gone(mutex, at, "locks {mutex}", pc) ? EINVAL : mutex_take_robust(mutex, pc);
}

int mutex_lock(void *mutex, uintptr_t pc)
{
    return lock(mutex, OP_LOCK, 0, pc);
}

int mutex_trylock(void *at, uintptr_t pc)
{
    struct object *mutex = mutex_use(at, "tries to lock {mutex}", pc);

    if (mutex == NULL) {
        return EINVAL;
    }
    if (mutex->owner == thread_current && mutex->type == PTHREAD_MUTEX_RECURSIVE) {
        return relock(mutex, false, pc);
    }
    schedule_point_read(OP_TRYLOCK, at, 1, pc);
    if (is_gone(mutex, at, "tries to lock {mutex}", pc)) {
        return EINVAL;
    }
    if (mutex->held) {
        record_failure();
        return EBUSY;
    }
    return mutex_take_robust(mutex, pc);
}

/* POSIX: the time is looked at only where the mutex cannot be had at once. */
int mutex_timedlock(void *at, clockid_t clock, const struct timespec *until, uintptr_t pc)
{
    uint64_t deadline;
    int status = time_deadline(clock, until, &deadline);

    if (status == 0) {
        return lock(at, OP_TIMEDLOCK, deadline, pc);
    }
    struct object *mutex = mutex_use(at, "locks {mutex}", pc);
    if (mutex != NULL && mutex->owner == thread_current &&
        mutex->type == PTHREAD_MUTEX_ERRORCHECK) {
        return EDEADLK;
    }
    int tried = mutex_trylock(at, pc);
    return tried == EBUSY ? status : tried;
}

int mutex_unlock(void *at, uintptr_t pc)
{
    struct object *mutex = mutex_use(at, "unlocks {mutex}", pc);

    if (mutex == NULL) {
        return EINVAL;
    }
    if (mutex->owner == thread_current && mutex->depth > 1) {
        mutex->depth--;
        return 0;
    }
    schedule_point(mutex->owner == thread_current ? OP_UNLOCK : OP_UNLOCK_UNHELD, at, 1, pc);
    if (is_gone(mutex, at, "unlocks {mutex}", pc)) {
        return EINVAL;
    }
    if (mutex->owner != thread_current && !is_normal(mutex)) {
        return EPERM;
    }
    if (mutex->owner == NULL) {
        diagnosis_current(VIOLATION_UNLOCK_NOT_HELD, at, pc, "unlocks {mutex}", DIAGNOSIS_NOT_HELD);
        return 0;
    }
    if (mutex->owner != thread_current) {
        diagnosis_current(VIOLATION_UNLOCK_FOREIGN, at, pc, "unlocks {mutex}",
                          ", which thread %u holds", mutex->owner->ordinal);
    }
    if (mutex->ownerless) {
        mutex->unrecoverable = true; /* nobody called pthread_mutex_consistent */
    }
    mutex_leave(mutex);
    return 0;
}

EXPORT int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    return schedule_active ? lock(mutex, OP_LOCK, 0, CALLER) : 0;
}

EXPORT int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    return schedule_active ? mutex_unlock(mutex, CALLER) : 0;
}

EXPORT int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    return schedule_active ? mutex_trylock(mutex, CALLER) : 0;
}

EXPORT int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
    return schedule_active ? mutex_timedlock(mutex, CLOCK_REALTIME, until, CALLER) : 0;
}

EXPORT int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                   const struct timespec *until)
{
    if (!time_is_waitable(clock)) {
        return EINVAL;
    }
    return schedule_active ? mutex_timedlock(mutex, clock, until, CALLER) : 0;
}

EXPORT int pthread_mutex_init(pthread_mutex_t *at, const pthread_mutexattr_t *attributes)
{
    static const pthread_mutex_t initialised = PTHREAD_MUTEX_INITIALIZER;
    int type = PTHREAD_MUTEX_DEFAULT, robust = PTHREAD_MUTEX_STALLED;

    base_copy(at, &initialised, sizeof initialised);
    if (attributes != NULL) {
        pthread_mutexattr_gettype(attributes, &type);
        pthread_mutexattr_getrobust(attributes, &robust);
    }
    at->__data.__kind = type | (robust == PTHREAD_MUTEX_ROBUST ? KIND_ROBUST : 0);
    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_INIT, at, 1, CALLER);
    struct object *object = object_at(at);
    if (object->kind == OBJECT_MUTEX && object->held) {
        diagnosis_held(VIOLATION_REINIT, at, CALLER, "initialises {mutex} again", object->owner);
    }
    mutex_make(object, (unsigned)type, robust == PTHREAD_MUTEX_ROBUST);
    return 0;
}

int mutex_destroy(void *at, uintptr_t pc)
{
    schedule_point(OP_DESTROY, at, 1, pc);
    struct object *mutex = mutex_use(at, "destroys {mutex}", pc);
    if (mutex == NULL) {
        return EINVAL;
    }
    if (mutex->held) {
        diagnosis_held(VIOLATION_DESTROY_LOCKED, at, pc, "destroys {mutex}", mutex->owner);
        return EBUSY;
    }
    mutex->kind = OBJECT_DESTROYED;
    return 0;
}

EXPORT int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    int status = schedule_active ? mutex_destroy(mutex, CALLER) : 0;

    if (schedule_active && status == 0) {
        mutex->__data.__kind = KIND_DESTROYED;
    }
    return status;
}

EXPORT int pthread_mutex_consistent(pthread_mutex_t *at)
{
    struct object *mutex = schedule_active ? object_find((uintptr_t)at) : NULL;

    if (mutex == NULL || mutex->kind != OBJECT_MUTEX || !mutex->robust || !mutex->ownerless ||
        mutex->owner != thread_current) {
        return EINVAL;
    }
    mutex->ownerless = false;
    return 0;
}
