/*
 * Reader-writer locks: POSIX.1-2017, pthread_rwlock_rdlock, _wrlock, _unlock
 * and their timed kin. Whether a reader passes a writer that waits is left
 * open there, so it is the strategy's choice, whatever a lock's attributes say.
 * What POSIX lets go wrong in either way, goes wrong as it does in glibc:
 * EDEADLK is told to who holds the lock for writing only.
 */
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/object.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <pthread.h>

enum { FLAGS_MAX = PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP, FLAGS_DESTROYED = -1 };

/* How glibc's static initialisers look: zero, but for the flags. */
static bool is_initialiser(const pthread_rwlock_t *lock)
{
    const char *bytes = (const char *)lock;
    size_t flags_at = offsetof(pthread_rwlock_t, __data.__flags);

    for (size_t i = 0; i < sizeof *lock; i++) {
        if ((i < flags_at || i >= flags_at + sizeof lock->__data.__flags) && bytes[i] != 0) {
            return false;
        }
    }
    return lock->__data.__flags <= FLAGS_MAX;
}

static void object_make(struct object *object)
{
    object->kind = OBJECT_RWLOCK;
    object->held = object->busy = 0;
    object->owner = NULL;
    object->readers = 0;
    clock_clear(&object->clock);
    clock_clear(&object->readers_clock);
}

static struct object *rwlock_use(pthread_rwlock_t *lock, const char *does, uintptr_t pc)
{
    struct object *object = object_at(lock);

    if (LIKELY(object->kind == OBJECT_RWLOCK)) {
        return object;
    }
    if (!object_is_idle(object) || !is_initialiser(lock)) {
        diagnosis_current(VIOLATION_USE_INVALID_LOCK, lock, pc, does,
                          object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                           : DIAGNOSIS_NOT_INITIALISED);
        return NULL;
    }
    object_make(object);
    return object;
}

/* The same once more, after others had their turn. */
static bool is_gone(const struct object *object, pthread_rwlock_t *lock, const char *does,
                    uintptr_t pc)
{
    return UNLIKELY(object->kind != OBJECT_RWLOCK) && rwlock_use(lock, does, pc) == NULL;
}

static bool is_reader(const struct object *lock)
{
    return (lock->readers >> thread_current->id & 1) != 0;
}

static void read_take(struct object *lock, uintptr_t pc)
{
    unsigned id = thread_current->id;

    lock->shares[id] = is_reader(lock) ? (uint16_t)(lock->shares[id] + 1) : 1;
    lock->readers |= (uint64_t)1 << id;
    lock->busy++;
    lock->pc = pc;
    clock_join(&thread_current->clock, &lock->clock);
}

/* Only writers come after it. */
static void read_leave(struct object *lock)
{
    unsigned id = thread_current->id;

    if (--lock->shares[id] == 0) {
        lock->readers &= ~((uint64_t)1 << id);
    }
    lock->busy--;
    clock_join(&lock->readers_clock, &thread_current->clock);
    thread_advance(thread_current);
}

static void write_take(struct object *lock, uintptr_t pc)
{
    lock->held = lock->busy = 1;
    lock->owner = thread_current;
    lock->pc = pc;
    clock_join(&thread_current->clock, &lock->clock);
    clock_join(&thread_current->clock, &lock->readers_clock);
}

static void write_leave(struct object *lock)
{
    lock->held = lock->busy = 0;
    lock->owner = NULL;
    clock_copy(&lock->clock, &thread_current->clock);
    thread_advance(thread_current);
}

static int read_lock(pthread_rwlock_t *at, enum operation_kind kind, uint64_t deadline,
                     uintptr_t pc)
{
    struct object *lock = rwlock_use(at, "locks {reader-writer lock} for reading", pc);

    if (lock == NULL) {
        return EINVAL;
    }
    if (lock->owner == thread_current) {
        return EDEADLK;
    }
    if (is_reader(lock) && lock->shares[thread_current->id] == UINT16_MAX) {
        return EAGAIN;
    }
    if (schedule_wait(kind, at, NULL, &lock->held, deadline, pc) == WAIT_EXPIRED) {
        diagnosis_time_out(lock, lock, pc);
        return ETIMEDOUT;
    }
    if (is_gone(lock, at, "locks {reader-writer lock} for reading", pc)) {
        return EINVAL;
    }
    read_take(lock, pc);
    return 0;
}

static int write_lock(pthread_rwlock_t *at, enum operation_kind kind, uint64_t deadline,
                      uintptr_t pc)
{
    struct object *lock = rwlock_use(at, "locks {reader-writer lock} for writing", pc);

    if (lock == NULL) {
        return EINVAL;
    }
    if (lock->owner == thread_current) {
        return EDEADLK;
    }
    if (is_reader(lock) && deadline == 0) {
        diagnosis_current(VIOLATION_RELOCK, at, pc, "locks {reader-writer lock} for writing",
                          ", which it holds for reading, and so waits for itself for ever");
    }
    if (schedule_wait(kind, at, NULL, &lock->busy, deadline, pc) == WAIT_EXPIRED) {
        diagnosis_time_out(lock, lock, pc);
        return ETIMEDOUT;
    }
    if (is_gone(lock, at, "locks {reader-writer lock} for writing", pc)) {
        return EINVAL;
    }
    write_take(lock, pc);
    return 0;
}

/* Unlike a mutex: glibc looks at the time first, and POSIX permits it. */
static int timed_lock(pthread_rwlock_t *lock, bool writes, clockid_t clock,
                      const struct timespec *until, uintptr_t pc)
{
    uint64_t deadline;
    int status = time_is_waitable(clock) ? time_deadline(clock, until, &deadline) : EINVAL;

    if (status != 0 || !schedule_active) {
        return status;
    }
    return writes ? write_lock(lock, OP_TIMEDLOCK, deadline, pc)
                  : read_lock(lock, OP_READ_TIMEDLOCK, deadline, pc);
}

/* It is not the current thread that holds it. */
static void unlock_diagnose(const struct object *lock, pthread_rwlock_t *at, uintptr_t pc)
{
    static const char does[] = "unlocks {reader-writer lock}";

    if (lock->owner != NULL) {
        diagnosis_current(VIOLATION_UNLOCK_FOREIGN, at, pc, does,
                          ", which thread %u holds for writing", lock->owner->ordinal);
    } else if (lock->busy > 0) {
        diagnosis_current(VIOLATION_UNLOCK_FOREIGN, at, pc, does,
                          ", which only other threads hold, for reading");
    } else {
        diagnosis_current(VIOLATION_UNLOCK_NOT_HELD, at, pc, does, DIAGNOSIS_NOT_HELD);
    }
}

static int unlock(pthread_rwlock_t *at, uintptr_t pc)
{
    struct object *lock = rwlock_use(at, "unlocks {reader-writer lock}", pc);

    if (lock == NULL) {
        return EINVAL;
    }
    schedule_point(lock->owner == thread_current ? OP_UNLOCK
                   : is_reader(lock)             ? OP_READ_UNLOCK
                                                 : OP_UNLOCK_UNHELD,
                   at, 1, pc);
    if (is_gone(lock, at, "unlocks {reader-writer lock}", pc)) {
        return EINVAL;
    }
    if (lock->owner != NULL && lock->owner == thread_current) {
        write_leave(lock);
    } else if (is_reader(lock)) {
        read_leave(lock);
    } else {
        unlock_diagnose(lock, at, pc);
        return EPERM;
    }
    return 0;
}

EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    return schedule_active ? read_lock(lock, OP_READ_LOCK, 0, CALLER) : 0;
}

EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    return schedule_active ? write_lock(lock, OP_LOCK, 0, CALLER) : 0;
}

EXPORT int pthread_rwlock_tryrdlock(pthread_rwlock_t *at)
{
    struct object *lock;

    if (!schedule_active) {
        return 0;
    }
    schedule_point_read(OP_READ_TRYLOCK, at, 1, CALLER);
    if ((lock = rwlock_use(at, "tries to lock {reader-writer lock} for reading", CALLER)) == NULL) {
        return EINVAL;
    }
    if (lock->held) {
        record_failure();
        return EBUSY;
    }
    if (is_reader(lock) && lock->shares[thread_current->id] == UINT16_MAX) {
        return EAGAIN;
    }
    read_take(lock, CALLER);
    return 0;
}

EXPORT int pthread_rwlock_trywrlock(pthread_rwlock_t *at)
{
    struct object *lock;

    if (!schedule_active) {
        return 0;
    }
    schedule_point_read(OP_TRYLOCK, at, 1, CALLER);
    if ((lock = rwlock_use(at, "tries to lock {reader-writer lock} for writing", CALLER)) == NULL) {
        return EINVAL;
    }
    if (lock->busy) {
        record_failure();
        return EBUSY;
    }
    write_take(lock, CALLER);
    return 0;
}

EXPORT int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *until)
{
    return timed_lock(lock, false, CLOCK_REALTIME, until, CALLER);
}

EXPORT int pthread_rwlock_clockrdlock(pthread_rwlock_t *lock, clockid_t clock,
                                      const struct timespec *until)
{
    return timed_lock(lock, false, clock, until, CALLER);
}

EXPORT int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *until)
{
    return timed_lock(lock, true, CLOCK_REALTIME, until, CALLER);
}

EXPORT int pthread_rwlock_clockwrlock(pthread_rwlock_t *lock, clockid_t clock,
                                      const struct timespec *until)
{
    return timed_lock(lock, true, clock, until, CALLER);
}

EXPORT int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    return schedule_active ? unlock(lock, CALLER) : 0;
}

EXPORT int pthread_rwlock_init(pthread_rwlock_t *at, const pthread_rwlockattr_t *attributes)
{
    static const pthread_rwlock_t initialised = PTHREAD_RWLOCK_INITIALIZER;

    (void)attributes; /* for the kind see above; one that processes share is like any other */
    base_copy(at, &initialised, sizeof *at);
    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_INIT, at, 1, CALLER);
    struct object *lock = object_at(at);
    if (lock->kind == OBJECT_RWLOCK && lock->busy) {
        diagnosis_current(VIOLATION_REINIT, at, CALLER, "initialises {reader-writer lock} again",
                          " while a thread holds it");
    }
    object_make(lock);
    return 0;
}

EXPORT int pthread_rwlock_destroy(pthread_rwlock_t *at)
{
    struct object *lock;

    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_DESTROY, at, 1, CALLER);
    if ((lock = rwlock_use(at, "destroys {reader-writer lock}", CALLER)) == NULL) {
        return EINVAL;
    }
    if (lock->busy) {
        diagnosis_current(VIOLATION_DESTROY_LOCKED, at, CALLER, "destroys {reader-writer lock}",
                          lock->held ? " while a thread holds it for writing"
                                     : " while a thread holds it for reading");
        return EBUSY;
    }
    lock->kind = OBJECT_DESTROYED;
    at->__data.__flags = (unsigned)FLAGS_DESTROYED;
    return 0;
}
