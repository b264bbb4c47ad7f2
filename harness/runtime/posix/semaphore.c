/*
 * Unnamed semaphores: POSIX.1-2017, sem_init, sem_wait, sem_post, and glibc's
 * sem_clockwait. One that is shared between processes is like any other; named
 * ones are refused, because other processes may have a hand in them.
 *
 * sem_init leaves the value in the program's memory, where glibc has it as
 * well, and a mark beside it: so a semaphore that was initialised before main
 * is found again in every schedule, and one that never was is not taken for it.
 */
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/lifetime.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/object.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/cancel.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>

enum { MARK_INITIALISED = 0x5e3a9403, MARK_DESTROYED = 0 };

struct __attribute__((may_alias)) initial {
    uint32_t value, waiting;
    uint32_t mark;
};

_Static_assert(sizeof(struct initial) <= sizeof(sem_t), "it has to fit");

static int failed(int error)
{
    errno = error;
    return -1;
}

static void value_set(struct object *object, unsigned value)
{
    object->value = value;
    object->empty = value == 0;
}

static void object_make(struct object *object, unsigned value)
{
    object->kind = OBJECT_SEMAPHORE;
    object->marked = true;
    value_set(object, value);
    clock_clear(&object->clock);
}

static bool sem_adopt(struct object *object)
{
    const struct initial *initial = (const struct initial *)object->address;

    if (!object_is_idle(object) || initial->mark != MARK_INITIALISED) {
        return false;
    }
    object_make(object, initial->value);
    return true;
}

/* The object of whatever lies there, of a semaphore if it is one: to be waited at. */
static struct object *sem_find(sem_t *sem)
{
    struct object *object = object_at(sem);

    if (UNLIKELY(object->kind != OBJECT_SEMAPHORE)) {
        sem_adopt(object);
    }
    return object;
}

/* Whether it is one, after the operation was announced; says so where it is not. */
static bool sem_check(struct object *object, const char *does, uintptr_t pc)
{
    void *at = (void *)object->address;

    if (!lifetime_use(at, LIFETIME_OBJECT, does, pc)) {
        return false;
    }
    if (LIKELY(object->kind == OBJECT_SEMAPHORE) || sem_adopt(object)) {
        return true;
    }
    diagnosis_current(VIOLATION_SEM_MISUSE, at, pc, does,
                      object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                       : DIAGNOSIS_NOT_INITIALISED);
    return false;
}

static struct object *sem_use(sem_t *sem, const char *does, uintptr_t pc)
{
    struct object *object = sem_find(sem);

    return sem_check(object, does, pc) ? object : NULL;
}

static void take(struct object *sem)
{
    value_set(sem, sem->value - 1);
    clock_join(&thread_current->clock, &sem->clock);
}

static int wait(sem_t *at, enum operation_kind kind, uint64_t deadline, uintptr_t pc)
{
    struct object *sem = sem_find(at);

    cancel_point(pc);
    enum wait_end end =
        cancel_wait(kind, at, &thread_current->cancelled, &sem->empty, deadline, pc);
    if (end == WAIT_CANCELLED) {
        cancel_point(pc);
    }
    if (!sem_check(sem, "waits for {semaphore}", pc)) {
        return failed(EINVAL);
    }
    if (end == WAIT_EXPIRED) {
        diagnosis_time_out(sem, sem, pc);
        return failed(ETIMEDOUT);
    }
    take(sem);
    return 0;
}

EXPORT int sem_wait(sem_t *sem)
{
    return schedule_active ? wait(sem, OP_SEM_WAIT, 0, CALLER) : 0;
}

EXPORT int sem_trywait(sem_t *at)
{
    struct object *sem;

    if (!schedule_active) {
        return 0;
    }
    schedule_point_read(OP_SEM_TRYWAIT, at, 1, CALLER);
    if ((sem = sem_use(at, "tries to take {semaphore}", CALLER)) == NULL) {
        return failed(EINVAL);
    }
    assumption_rests(ASSUMPTION_TRIES);
    if (sem->value == 0) {
        record_failure();
        return failed(EAGAIN);
    }
    take(sem);
    return 0;
}

/* glibc looks at the time first, and POSIX permits it. */
static int timed_wait(sem_t *sem, clockid_t clock, const struct timespec *until, uintptr_t pc)
{
    uint64_t deadline;
    int status = time_deadline(clock, until, &deadline, pc);

    if (status != 0) {
        return failed(status);
    }
    return schedule_active ? wait(sem, OP_SEM_TIMEDWAIT, deadline, pc) : 0;
}

EXPORT int sem_timedwait(sem_t *sem, const struct timespec *until)
{
    return timed_wait(sem, CLOCK_REALTIME, until, CALLER);
}

EXPORT int sem_clockwait(sem_t *sem, clockid_t clock, const struct timespec *until)
{
    return timed_wait(sem, clock, until, CALLER);
}

EXPORT int sem_post(sem_t *at)
{
    struct object *sem;

    if (!schedule_active) {
        struct initial *initial = (struct initial *)at;
        initial->value++;
        return 0;
    }
    schedule_point(OP_SEM_POST, at, 1, CALLER);
    if ((sem = sem_use(at, "posts {semaphore}", CALLER)) == NULL) {
        return failed(EINVAL);
    }
    if (sem->value == SEM_VALUE_MAX) {
        return failed(EOVERFLOW);
    }
    value_set(sem, sem->value + 1);
    sem->users |= (uint64_t)1 << thread_current->id;
    clock_join(&sem->clock, &thread_current->clock);
    thread_advance(thread_current);
    return 0;
}

/* Of the two things that POSIX allows where threads wait, glibc's: 0. */
EXPORT int sem_getvalue(sem_t *at, int *value)
{
    struct object *sem;

    if (!schedule_active) {
        *value = (int)((const struct initial *)at)->value;
        return 0;
    }
    schedule_point_read(OP_SEM_READ, at, 1, CALLER);
    if ((sem = sem_use(at, "reads {semaphore}", CALLER)) == NULL) {
        return failed(EINVAL);
    }
    assumption_rests(ASSUMPTION_SEMAPHORE_VALUE);
    *value = (int)sem->value;
    return 0;
}

/* How many threads are blocked on it. */
static unsigned waiters(const struct object *sem)
{
    unsigned count = 0;

    for (unsigned i = 0; i < thread_count && sem->value == 0; i++) {
        const struct operation *operation = schedule_pending(i);
        count += threads[i].state == THREAD_LIVE && &threads[i] != thread_current &&
                 (operation->kind == OP_SEM_WAIT || operation->kind == OP_SEM_TIMEDWAIT) &&
                 operation->address == sem->address;
    }
    return count;
}

static void renew(sem_t *at, unsigned value, uintptr_t pc)
{
    static const char does[] = "initialises {semaphore} again";

    schedule_point(OP_INIT, at, 1, pc);
    struct object *sem = object_at(at);
    if (lifetime_use(at, LIFETIME_OBJECT, "initialises {semaphore}", pc) &&
        sem->kind == OBJECT_SEMAPHORE) {
        if (waiters(sem) > 0) {
            diagnosis_current(VIOLATION_REINIT, at, pc, does, " while " DIAGNOSIS_WAIT " for it",
                              DIAGNOSIS_WAITERS(waiters(sem)));
        } else {
            lifetime_renew(sem, ((struct initial *)at)->mark == MARK_INITIALISED, does, pc);
        }
    }
    object_make(sem, value);
}

EXPORT int sem_init(sem_t *at, int shared, unsigned value)
{
    (void)shared;
    if (value > SEM_VALUE_MAX) {
        if (schedule_active) {
            diagnosis_current(VIOLATION_API_ERROR, at, CALLER, "initialises {semaphore}",
                              " with the value %u, which may be no more than %d", value,
                              SEM_VALUE_MAX);
        }
        return failed(EINVAL);
    }
    if (schedule_active) {
        renew(at, value, CALLER);
    }
    *(struct initial *)at = (struct initial){ .value = value, .mark = MARK_INITIALISED };
    return 0;
}

EXPORT int sem_destroy(sem_t *at)
{
    struct object *sem;

    if (!schedule_active) {
        return 0;
    }
    schedule_point(OP_DESTROY, at, 1, CALLER);
    if ((sem = sem_use(at, "destroys {semaphore}", CALLER)) == NULL) {
        return failed(EINVAL);
    }
    if (waiters(sem) > 0) {
        diagnosis_current(VIOLATION_SEM_MISUSE, at, CALLER, "destroys {semaphore}",
                          " while " DIAGNOSIS_WAIT " for it", DIAGNOSIS_WAITERS(waiters(sem)));
        return failed(EBUSY);
    }
    sem->kind = OBJECT_DESTROYED;
    sem->empty = 0; /* who waits now is told what it is */
    ((struct initial *)at)->mark = MARK_DESTROYED;
    return 0;
}

/* Before main no schedule can be given up: the program is told that there are none. */
static int refuse(const char *function)
{
    if (schedule_active) {
        schedule_refuse("calls %s: named semaphores can be changed by other processes", function);
    }
    return failed(ENOSYS);
}

EXPORT sem_t *sem_open(const char *name, int flags, ...)
{
    (void)name;
    (void)flags;
    refuse("sem_open");
    return SEM_FAILED;
}

EXPORT int sem_close(sem_t *sem)
{
    (void)sem;
    return refuse("sem_close");
}

EXPORT int sem_unlink(const char *name)
{
    (void)name;
    return refuse("sem_unlink");
}
