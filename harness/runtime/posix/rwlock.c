/*
 * Reader-writer locks: POSIX.1-2017, pthread_rwlock_rdlock, _wrlock, _unlock
 * and their timed kin. What POSIX lets go wrong in either way, goes wrong as it
 * does in glibc: EDEADLK is told to who holds the lock for writing only.
 *
 * Does a reader pass a writer that waits? Not where the lock's kind is
 * PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP. Else POSIX leaves it to the
 * implementation, and both are tried where it makes a difference for the reader
 * itself: if it holds the lock already, so that the writer waits for it; and if
 * it only tries, or up to a time. Any other reader that waits is let in later,
 * as if it had come later: in the order of another schedule.
 *
 * So a writer says first that it wants the lock, which those readers see.
 */
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/call.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/attribute.h"
#include "runtime/posix/rwlock_object.h"
#include "runtime/posix/time.h"

#include <errno.h>

static bool has_too_many_shares(const struct object *lock)
{
    return rwlock_is_reader(lock) && lock->shares[thread_current->id] == UINT16_MAX;
}

static bool prefers_writers(const struct object *lock)
{
    return lock->type == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP;
}

/* The second object of a reader's operation: the writers who wait. */
static const volatile char *writers_of(const struct object *lock)
{
    return (const volatile char *)lock->address + 1;
}

/* A reader finds writers who wait, and it is not said whether it passes them. */
static bool is_kept_out(const struct object *lock)
{
    return lock->kind == OBJECT_RWLOCK && !lock->held && lock->writers != 0 &&
           !prefers_writers(lock) && schedule_pick(2) == 1;
}

static enum wait_end read_wait(struct object *lock, enum operation_kind kind, uint64_t deadline,
                               uintptr_t pc)
{
    const volatile void *at = (void *)lock->address;

    if (prefers_writers(lock)) {
        return schedule_wait(kind, at, writers_of(lock), &lock->shut, deadline, pc);
    }
    if (!rwlock_is_reader(lock) && deadline == 0) {
        enum wait_end end = schedule_wait(kind, at, NULL, &lock->held, 0, pc);
        if (lock->writers != 0) {
            assumption_rests(ASSUMPTION_READERS_PASS);
        }
        return end;
    }
    enum wait_end end = schedule_wait(kind, at, writers_of(lock), &lock->held, deadline, pc);
    if (end == WAIT_OVER && is_kept_out(lock)) {
        end = schedule_wait(kind, at, writers_of(lock), &lock->shut, deadline, pc);
    }
    return end;
}

/* Who holds it for writing is the only one who can tell, and so is who has read it too often. */
static int read_lock(pthread_rwlock_t *at, enum operation_kind kind, uint64_t deadline,
                     uintptr_t pc)
{
    struct object *lock = rwlock_find(at);

    if (lock->owner == thread_current) {
        return EDEADLK;
    }
    if (has_too_many_shares(lock)) {
        return EAGAIN;
    }
    enum wait_end end = read_wait(lock, kind, deadline, pc);
    if (!rwlock_check(lock, "locks {reader-writer lock} for reading", pc)) {
        return EINVAL;
    }
    if (end == WAIT_EXPIRED) {
        diagnosis_time_out(lock, lock, pc);
        return ETIMEDOUT;
    }
    rwlock_read_take(lock, pc);
    return 0;
}

static int write_lock(pthread_rwlock_t *at, enum operation_kind kind, uint64_t deadline,
                      uintptr_t pc)
{
    struct object *lock = rwlock_find(at);

    if (lock->owner == thread_current) {
        return EDEADLK;
    }
    if (rwlock_is_reader(lock) && deadline == 0) {
        diagnosis_current(VIOLATION_RELOCK, at, pc, "locks {reader-writer lock} for writing",
                          ", which it holds for reading, and so waits for itself for ever");
    }
    schedule_point_two(OP_WRITE_QUEUE, at, 1, writers_of(lock), pc);
    rwlock_queue(lock);
    enum wait_end end = schedule_wait(kind, at, NULL, &lock->busy, deadline, pc);
    rwlock_unqueue(lock);
    if (!rwlock_check(lock, "locks {reader-writer lock} for writing", pc)) {
        return EINVAL;
    }
    if (end == WAIT_EXPIRED) {
        diagnosis_time_out(lock, lock, pc);
        return ETIMEDOUT;
    }
    rwlock_write_take(lock, pc);
    return 0;
}

/* Unlike a mutex: glibc looks at the time first, and POSIX permits it. */
static int timed_lock(pthread_rwlock_t *lock, bool writes, clockid_t clock,
                      const struct timespec *until, uintptr_t pc)
{
    uint64_t deadline;
    int status = time_deadline(clock, until, &deadline, pc);

    if (status != 0 || !schedule_active) {
        return status;
    }
    return writes ? write_lock(lock, OP_WRITE_TIMEDLOCK, deadline, pc)
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
    struct object *lock = rwlock_find(at);

    schedule_point(lock->owner == thread_current ? OP_UNLOCK
                   : rwlock_is_reader(lock)      ? OP_READ_UNLOCK
                                                 : OP_UNLOCK_UNHELD,
                   at, 1, pc);
    if (!rwlock_check(lock, "unlocks {reader-writer lock}", pc)) {
        return EINVAL;
    }
    if (lock->owner != NULL && lock->owner == thread_current) {
        rwlock_write_leave(lock);
    } else if (rwlock_is_reader(lock)) {
        rwlock_read_leave(lock);
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
    if (!schedule_active) {
        return 0;
    }
    struct object *lock = rwlock_find(at);
    schedule_point_read_two(OP_READ_TRYLOCK, at, writers_of(lock), CALLER);
    if (!rwlock_check(lock, "tries to lock {reader-writer lock} for reading", CALLER)) {
        return EINVAL;
    }
    assumption_rests(ASSUMPTION_TRIES);
    if (lock->held || (prefers_writers(lock) && lock->shut) || is_kept_out(lock)) {
        record_failure();
        return EBUSY;
    }
    if (has_too_many_shares(lock)) {
        return EAGAIN;
    }
    rwlock_read_take(lock, CALLER);
    return 0;
}

EXPORT int pthread_rwlock_trywrlock(pthread_rwlock_t *at)
{
    if (!schedule_active) {
        return 0;
    }
    struct object *lock = rwlock_find(at);
    schedule_point_read(OP_TRYLOCK, at, 1, CALLER);
    if (!rwlock_check(lock, "tries to lock {reader-writer lock} for writing", CALLER)) {
        return EINVAL;
    }
    assumption_rests(ASSUMPTION_TRIES);
    if (lock->busy) {
        record_failure();
        return EBUSY;
    }
    rwlock_write_take(lock, CALLER);
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
    int kind = PTHREAD_RWLOCK_DEFAULT_NP;

    if (!attribute_check(ATTRIBUTE_RWLOCK, attributes, CALLER)) {
        return EINVAL;
    }
    if (attributes != NULL) { /* one that processes share is like any other */
        LIBC(pthread_rwlockattr_getkind_np)(attributes, &kind);
    }
    if (schedule_active) {
        rwlock_renew(at, (unsigned)kind, CALLER);
    }
    rwlock_mark(at, (unsigned)kind);
    return 0;
}

EXPORT int pthread_rwlock_destroy(pthread_rwlock_t *at)
{
    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_DESTROY, at, 1, CALLER);
    struct object *lock = rwlock_find(at);
    if (!rwlock_check(lock, "destroys {reader-writer lock}", CALLER)) {
        return EINVAL;
    }
    if (lock->busy) {
        diagnosis_current(VIOLATION_DESTROY_LOCKED, at, CALLER, "destroys {reader-writer lock}",
                          lock->held ? " while a thread holds it for writing"
                                     : " while a thread holds it for reading");
        return EBUSY;
    }
    lock->kind = OBJECT_DESTROYED;
    rwlock_mark_destroyed(at);
    return 0;
}
