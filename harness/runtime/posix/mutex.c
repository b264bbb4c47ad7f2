/*
 * Mutexes: POSIX.1-2017, pthread_mutex_lock, with its table of what each type
 * does when it is locked again or unlocked by somebody else; robust ones as in
 * pthread_mutex_consistent.
 *
 * Whatever depends on what others do is announced before it is looked at. What
 * only the owner can tell, that it is the owner and how often, needs no point.
 */
#include "runtime/posix/mutex.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/lifetime.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/call.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/attribute.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>

/* In the program's memory: in __kind, as glibc has them there; and in __spins. */
enum { KIND_ROBUST = 16, KIND_DESTROYED = -1, MARK_INITIALISED = 0x4a3d };

/* Only here POSIX leaves it undefined what is not right; elsewhere it is an error that is told. */
static bool is_normal(const struct object *mutex)
{
    return mutex->type == PTHREAD_MUTEX_NORMAL && !mutex->robust;
}

/* How glibc's static initialisers look, and what pthread_mutex_init leaves: zero, but the kind and
 * the mark. */
static bool initialiser_read(const void *mutex, unsigned *type, bool *robust)
{
    const struct __pthread_mutex_s *data = &((const pthread_mutex_t *)mutex)->__data;

    if (((unsigned)data->__lock | data->__count | (unsigned)data->__owner | data->__nusers |
         (unsigned short)data->__elision) != 0 ||
        (data->__spins != 0 && data->__spins != MARK_INITIALISED) || data->__list.__prev != NULL ||
        data->__list.__next != NULL) {
        return false;
    }
    *type = (unsigned)data->__kind & ~(unsigned)KIND_ROBUST;
    *robust = (data->__kind & KIND_ROBUST) != 0;
    return *type == PTHREAD_MUTEX_NORMAL || *type == PTHREAD_MUTEX_RECURSIVE ||
           *type == PTHREAD_MUTEX_ERRORCHECK || *type == PTHREAD_MUTEX_ADAPTIVE_NP;
}

static bool is_marked(const void *mutex)
{
    return ((const pthread_mutex_t *)mutex)->__data.__spins == MARK_INITIALISED;
}

const struct mutex_form MUTEX_POSIX = { initialiser_read, is_marked };

void mutex_make(struct object *object, unsigned type, bool robust)
{
    object->kind = OBJECT_MUTEX;
    object->type = type == PTHREAD_MUTEX_ADAPTIVE_NP ? PTHREAD_MUTEX_NORMAL : type;
    object->robust = robust;
    object->ownerless = object->unrecoverable = object->marked = false;
    object->held = 0;
    object->owner = NULL;
    object->depth = 0;
    object->queue.count = 0;
    clock_clear(&object->clock);
}

/* What looks like a mutex becomes one when it is used. */
static bool mutex_adopt(struct object *object, const struct mutex_form *form)
{
    unsigned type;
    bool robust;

    if (!object_is_idle(object) || !form->read((const void *)object->address, &type, &robust)) {
        return false;
    }
    mutex_make(object, type, robust);
    return true;
}

struct object *mutex_find(void *mutex, const struct mutex_form *form)
{
    struct object *object = object_at(mutex);

    if (UNLIKELY(object->kind != OBJECT_MUTEX)) {
        mutex_adopt(object, form);
    }
    return object;
}

static bool check_closely(struct object *object, const struct mutex_form *form, const char *does,
                          uintptr_t pc)
{
    if (mutex_adopt(object, form)) {
        return true;
    }
    diagnosis_current(VIOLATION_USE_INVALID_LOCK, (void *)object->address, pc, does,
                      object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                       : DIAGNOSIS_NOT_INITIALISED);
    return false;
}

bool mutex_check(struct object *object, const struct mutex_form *form, const char *does,
                 uintptr_t pc)
{
    return lifetime_use((void *)object->address, LIFETIME_OBJECT, does, pc) &&
           (LIKELY(object->kind == OBJECT_MUTEX) || check_closely(object, form, does, pc));
}

void mutex_take(struct object *mutex, uintptr_t pc)
{
    mutex->held = 1;
    mutex->owner = thread_current;
    mutex->depth = 1;
    mutex->pc = pc;
    mutex->frees = shadow_frees;
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

static int lock(void *at, const struct mutex_form *form, enum operation_kind kind,
                uint64_t deadline, uintptr_t pc)
{
    struct object *mutex = mutex_find(at, form);

    if (mutex->owner == thread_current) {
        int status = relock(mutex, deadline == 0, pc);
        if (status >= 0) {
            return status;
        }
    }
    enum wait_end end = schedule_wait(kind, at, NULL, &mutex->held, deadline, pc);
    if (!mutex_check(mutex, form, "locks {mutex}", pc)) {
        return EINVAL;
    }
    if (end == WAIT_EXPIRED) {
        diagnosis_time_out(mutex, mutex, pc);
        return ETIMEDOUT;
    }
    return mutex_take_robust(mutex, pc);
}

int mutex_lock(void *mutex, const struct mutex_form *form, uintptr_t pc)
{
    return lock(mutex, form, OP_LOCK, 0, pc);
}

int mutex_trylock(void *at, const struct mutex_form *form, uintptr_t pc)
{
    struct object *mutex = mutex_find(at, form);

    if (mutex->owner == thread_current && mutex->type == PTHREAD_MUTEX_RECURSIVE) {
        return relock(mutex, false, pc);
    }
    schedule_point_read(OP_TRYLOCK, at, 1, pc);
    if (!mutex_check(mutex, form, "tries to lock {mutex}", pc)) {
        return EINVAL;
    }
    assumption_rests(ASSUMPTION_TRIES);
    if (mutex->held) {
        record_failure();
        return EBUSY;
    }
    return mutex_take_robust(mutex, pc);
}

/* POSIX: the time is looked at only where the mutex cannot be had at once. */
int mutex_timedlock(void *at, const struct mutex_form *form, clockid_t clock,
                    const struct timespec *until, uintptr_t pc)
{
    uint64_t deadline;
    int status = time_deadline(clock, until, &deadline, pc);

    if (status == 0) {
        return lock(at, form, OP_TIMEDLOCK, deadline, pc);
    }
    struct object *mutex = mutex_find(at, form);
    if (mutex->owner == thread_current && mutex->type == PTHREAD_MUTEX_ERRORCHECK) {
        return EDEADLK;
    }
    int tried = mutex_trylock(at, form, pc);
    return tried == EBUSY ? status : tried;
}

int mutex_unlock(void *at, const struct mutex_form *form, uintptr_t pc)
{
    struct object *mutex = mutex_find(at, form);

    if (mutex->owner == thread_current && mutex->depth > 1) {
        mutex->depth--;
        return 0;
    }
    schedule_point(mutex->owner == thread_current ? OP_UNLOCK : OP_UNLOCK_UNHELD, at, 1, pc);
    bool is_unchanged = mutex->owner == thread_current && mutex->frees == shadow_frees;
    if (!is_unchanged && !mutex_check(mutex, form, "unlocks {mutex}", pc)) {
        return EINVAL;
    }
    if (mutex->owner == NULL) {
        diagnosis_current(VIOLATION_UNLOCK_NOT_HELD, at, pc, "unlocks {mutex}", DIAGNOSIS_NOT_HELD);
        return is_normal(mutex) ? 0 : EPERM;
    }
    if (mutex->owner != thread_current) {
        diagnosis_current(VIOLATION_UNLOCK_FOREIGN, at, pc, "unlocks {mutex}",
                          ", which thread %u holds", mutex->owner->ordinal);
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

void mutex_renew(void *at, const struct mutex_form *form, unsigned type, bool robust, uintptr_t pc)
{
    schedule_point(OP_INIT, at, 1, pc);
    struct object *object = object_at(at);
    if (lifetime_use(at, LIFETIME_OBJECT, "initialises {mutex}", pc) &&
        object->kind == OBJECT_MUTEX) {
        if (object->held) {
            diagnosis_held(VIOLATION_REINIT, at, pc, "initialises {mutex} again", object->owner);
        } else {
            lifetime_renew(object, form->is_marked(at), "initialises {mutex} again", pc);
        }
    }
    mutex_make(object, type, robust);
    object->marked = true;
}

int mutex_destroy(void *at, const struct mutex_form *form, uintptr_t pc)
{
    schedule_point(OP_DESTROY, at, 1, pc);
    struct object *mutex = mutex_find(at, form);
    if (!mutex_check(mutex, form, "destroys {mutex}", pc)) {
        return EINVAL;
    }
    if (mutex->held) {
        diagnosis_held(VIOLATION_DESTROY_LOCKED, at, pc, "destroys {mutex}", mutex->owner);
        return EBUSY;
    }
    mutex->kind = OBJECT_DESTROYED;
    return 0;
}

EXPORT int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    return schedule_active ? lock(mutex, &MUTEX_POSIX, OP_LOCK, 0, CALLER) : 0;
}

EXPORT int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    return schedule_active ? mutex_unlock(mutex, &MUTEX_POSIX, CALLER) : 0;
}

EXPORT int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    return schedule_active ? mutex_trylock(mutex, &MUTEX_POSIX, CALLER) : 0;
}

static int timedlock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until,
                     uintptr_t pc)
{
    return schedule_active ? mutex_timedlock(mutex, &MUTEX_POSIX, clock, until, pc) : 0;
}

EXPORT int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
    return timedlock(mutex, CLOCK_REALTIME, until, CALLER);
}

EXPORT int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                   const struct timespec *until)
{
    return time_clock_check(clock, CALLER) ? timedlock(mutex, clock, until, CALLER) : EINVAL;
}

EXPORT int pthread_mutex_init(pthread_mutex_t *at, const pthread_mutexattr_t *attributes)
{
    static const pthread_mutex_t initialised = PTHREAD_MUTEX_INITIALIZER;
    int type = PTHREAD_MUTEX_DEFAULT, robust = PTHREAD_MUTEX_STALLED;

    if (!attribute_check(ATTRIBUTE_MUTEX, attributes, CALLER)) {
        return EINVAL;
    }
    if (attributes != NULL) {
        LIBC(pthread_mutexattr_gettype)(attributes, &type);
        LIBC(pthread_mutexattr_getrobust)(attributes, &robust);
    }
    if (schedule_active) {
        mutex_renew(at, &MUTEX_POSIX, (unsigned)type, robust == PTHREAD_MUTEX_ROBUST, CALLER);
    }
    base_copy(at, &initialised, sizeof initialised);
    at->__data.__kind = type | (robust == PTHREAD_MUTEX_ROBUST ? KIND_ROBUST : 0);
    at->__data.__spins = MARK_INITIALISED;
    return 0;
}

EXPORT int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    int status = schedule_active ? mutex_destroy(mutex, &MUTEX_POSIX, CALLER) : 0;

    if (schedule_active && status == 0) {
        mutex->__data.__kind = KIND_DESTROYED;
    }
    return status;
}

/* Only its owner may, and only the owner can tell whether it is that: there is no point. */
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
