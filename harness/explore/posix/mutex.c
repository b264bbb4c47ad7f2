/*
 * Mutexes: POSIX.1-2017, pthread_mutex_lock, with its table of what each type
 * does when it is locked again or unlocked by somebody else; robust ones as in
 * pthread_mutex_consistent.
 */
#include "explore/posix/mutex.h"
#include "explore/blame.h"
#include "explore/posix/time.h"
#include "explore/schedule.h"
#include "explore/tsan/access.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>

static bool is_normal(const struct object *mutex)
{
    return mutex->type == PTHREAD_MUTEX_NORMAL && !mutex->robust;
}

/* How glibc's static initialisers look: zero, but for the type. */
static bool initialiser_read(const pthread_mutex_t *mutex, unsigned *type)
{
    const char *bytes = (const char *)mutex;
    size_t kind_at = offsetof(pthread_mutex_t, __data.__kind);

    for (size_t i = 0; i < sizeof *mutex; i++) {
        if (bytes[i] != 0 && (i < kind_at || i >= kind_at + sizeof(int))) {
            return false;
        }
    }
    *type = (unsigned)mutex->__data.__kind;
    return *type == PTHREAD_MUTEX_NORMAL || *type == PTHREAD_MUTEX_RECURSIVE ||
           *type == PTHREAD_MUTEX_ERRORCHECK || *type == PTHREAD_MUTEX_ADAPTIVE_NP;
}

static void object_make(struct object *object, unsigned type)
{
    object->kind = OBJECT_MUTEX;
    object->type = type == PTHREAD_MUTEX_ADAPTIVE_NP ? PTHREAD_MUTEX_NORMAL : type;
    object->robust = object->ownerless = object->unrecoverable = false;
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

    if (LIKELY(object->kind == OBJECT_MUTEX)) {
        return object;
    }
    if (object->kind == OBJECT_DESTROYED) {
        blame_current(VIOLATION_USE_INVALID_LOCK, mutex, pc, does, "the mutex is destroyed");
        return NULL;
    }
    if (object->kind != OBJECT_NEW || !initialiser_read(mutex, &type)) {
        blame_current(VIOLATION_USE_INVALID_LOCK, mutex, pc, does,
                      "this is no mutex: it was not initialised");
        return NULL;
    }
    object_make(object, type);
    return object;
}

void mutex_take(struct object *mutex, uintptr_t pc)
{
    mutex->held = 1;
    mutex->owner = thread_current;
    mutex->depth = 1;
    mutex->pc = pc;
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

/* The owner of a robust mutex has ended: who takes it is told, and has to repair what it guards. */
static int taken_status(struct object *mutex)
{
    if (mutex->unrecoverable) {
        mutex_leave(mutex);
        return ENOTRECOVERABLE;
    }
    return mutex->ownerless ? EOWNERDEAD : 0;
}

/* Locked again by its owner. Returns -1 where it then waits for itself. */
static int relock(struct object *mutex, bool waits, uintptr_t pc)
{
    if (mutex->type == PTHREAD_MUTEX_RECURSIVE) {
        if (mutex->depth == UINT_MAX) {
            return EAGAIN;
        }
        mutex->depth++;
        return 0;
    }
    if (!waits) {
        return EBUSY;
    }
    if (mutex->type == PTHREAD_MUTEX_ERRORCHECK) {
        return EDEADLK;
    }
    blame_current(VIOLATION_RELOCK, (void *)mutex->address, pc, "locks the mutex",
                  "the thread holds it already, and waits for itself");
    return -1;
}

static int lock(void *at, enum operation_kind kind, uint64_t deadline, uintptr_t pc)
{
    struct object *mutex = mutex_use(at, "locks", pc);

    if (mutex == NULL) {
        return EINVAL;
    }
    if (mutex->owner == thread_current) {
        int status = relock(mutex, true, pc);
        if (status >= 0) {
            return status;
        }
    }
    if (schedule_wait(kind, at, NULL, &mutex->held, deadline, pc) == WAIT_EXPIRED) {
        return ETIMEDOUT;
    }
    mutex_take(mutex, pc);
    return taken_status(mutex);
}

int mutex_lock(void *mutex, uintptr_t pc)
{
    return lock(mutex, OP_LOCK, 0, pc);
}

int mutex_unlock(void *at, uintptr_t pc)
{
    struct object *mutex = mutex_use(at, "unlocks", pc);

    if (mutex == NULL) {
        return EINVAL;
    }
    if (mutex->owner == thread_current && mutex->depth > 1) {
        mutex->depth--;
        return 0;
    }
    schedule_point(OP_UNLOCK, at, 1, pc);
    if (mutex->owner == NULL) {
        blame_current(VIOLATION_UNLOCK_NOT_HELD, at, pc, "unlocks the mutex", "nobody holds it");
        return is_normal(mutex) ? 0 : EPERM;
    }
    if (mutex->owner != thread_current) {
        blame_current(VIOLATION_UNLOCK_FOREIGN, at, pc, "unlocks the mutex", "thread %u holds it",
                      mutex->owner->ordinal);
        if (!is_normal(mutex)) {
            return EPERM;
        }
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

EXPORT int pthread_mutex_trylock(pthread_mutex_t *at)
{
    struct object *mutex;

    if (!schedule_active) {
        return 0;
    }
    if ((mutex = mutex_use(at, "tries to lock", CALLER)) == NULL) {
        return EINVAL;
    }
    if (mutex->owner == thread_current) {
        return relock(mutex, false, CALLER);
    }
    schedule_point_read(OP_TRYLOCK, at, 1, CALLER);
    if (mutex->held) {
        return EBUSY;
    }
    mutex_take(mutex, CALLER);
    return taken_status(mutex);
}

/* POSIX: the time is looked at only where the mutex cannot be had at once. */
static int timedlock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until,
                     uintptr_t pc)
{
    uint64_t deadline = 0;
    int status = time_deadline(clock, until, &deadline);

    if (!schedule_active) {
        return 0;
    }
    if (status == 0) {
        return lock(mutex, OP_TIMEDLOCK, deadline, pc);
    }
    struct object *object = mutex_use(mutex, "locks", pc);
    if (object == NULL) {
        return EINVAL;
    }
    schedule_point(OP_TRYLOCK, mutex, 1, pc);
    if (object->held && object->owner != thread_current) {
        return status;
    }
    return lock(mutex, OP_LOCK, 0, pc);
}

EXPORT int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
    return timedlock(mutex, CLOCK_REALTIME, until, CALLER);
}

EXPORT int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                   const struct timespec *until)
{
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
        return EINVAL;
    }
    return timedlock(mutex, clock, until, CALLER);
}

EXPORT int pthread_mutex_init(pthread_mutex_t *at, const pthread_mutexattr_t *attributes)
{
    static const pthread_mutex_t initialised = PTHREAD_MUTEX_INITIALIZER;
    int type = PTHREAD_MUTEX_DEFAULT, robust = PTHREAD_MUTEX_STALLED;

    base_copy(at, &initialised, sizeof *at);
    if (attributes != NULL) {
        pthread_mutexattr_gettype(attributes, &type);
        pthread_mutexattr_getrobust(attributes, &robust);
    }
    at->__data.__kind = type;
    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_INIT, at, 1, CALLER);
    struct object *object = object_at(at);
    if (object->kind == OBJECT_MUTEX && object->held) {
        blame_current(VIOLATION_REINIT, at, CALLER, "initialises the mutex", "thread %u holds it",
                      object->owner->ordinal);
    }
    object_make(object, (unsigned)type);
    object->robust = robust == PTHREAD_MUTEX_ROBUST;
    return 0;
}

EXPORT int pthread_mutex_destroy(pthread_mutex_t *at)
{
    struct object *mutex;

    if (!schedule_active) {
        return 0;
    }
    if ((mutex = mutex_use(at, "destroys", CALLER)) == NULL) {
        return EINVAL;
    }
    schedule_point(OP_DESTROY, at, 1, CALLER);
    if (mutex->held) {
        blame_current(VIOLATION_DESTROY_LOCKED, at, CALLER, "destroys the mutex",
                      "thread %u holds it", mutex->owner->ordinal);
        return EBUSY;
    }
    mutex->kind = OBJECT_DESTROYED;
    return 0;
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
