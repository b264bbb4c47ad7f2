/*
 * Threads of C11: 7.26, threads.h, on top of those of POSIX. There a mutex and
 * a condition variable have no static initialiser: a mark in the program's
 * memory tells what was initialised, also before main, and keeps a mutex's
 * type.
 */
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/cancel.h"
#include "runtime/posix/cond.h"
#include "runtime/posix/mutex.h"
#include "runtime/posix/once.h"
#include "runtime/posix/sleep.h"
#include "runtime/posix/thread_life.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <pthread.h>
#include <threads.h>

enum { MARK_MUTEX = 0x3c11a94d, MARK_COND = 0x3c11b05e, MARK_DESTROYED = 0 };

struct __attribute__((may_alias)) initial {
    uint32_t mark;
    int type; /* of a mutex, as mtx_init has it */
};

_Static_assert(sizeof(struct initial) <= sizeof(mtx_t), "it has to fit");
_Static_assert(sizeof(struct initial) <= sizeof(cnd_t), "it has to fit");
_Static_assert(sizeof(once_flag) == sizeof(int), "it is pthread_once's");

static int status_of(int error)
{
    switch (error) {
    case 0:
        return thrd_success;
    case EBUSY:
        return thrd_busy;
    case ETIMEDOUT:
        return thrd_timedout;
    case ENOMEM:
        return thrd_nomem;
    default:
        return thrd_error;
    }
}

/* Its function returns an int. */
_Noreturn static void thread_main(void)
{
    struct thread *thread = thread_current;
    thrd_start_t function = (thrd_start_t)(uintptr_t)thread->function;

    thread_end((void *)(intptr_t)function(thread->argument));
}

EXPORT int thrd_create(thrd_t *handle, thrd_start_t function, void *argument)
{
    struct thread *thread =
        thread_create((void *(*)(void *))(uintptr_t)function, argument, thread_main, CALLER);

    *handle = thread_handle(thread);
    return thrd_success;
}

EXPORT int thrd_join(thrd_t handle, int *code)
{
    void *result = NULL;
    int status = status_of(thread_join(handle, &result, 0, CALLER));

    if (status == thrd_success && code != NULL) {
        *code = (int)(intptr_t)result;
    }
    return status;
}

EXPORT int thrd_detach(thrd_t handle)
{
    return status_of(thread_detach(handle, CALLER));
}

EXPORT void thrd_exit(int code)
{
    cancel_unwind((void *)(intptr_t)code);
}

EXPORT thrd_t thrd_current(void)
{
    return thread_handle(schedule_active ? thread_current : &threads[0]);
}

EXPORT int thrd_equal(thrd_t a, thrd_t b)
{
    return a == b;
}

EXPORT void thrd_yield(void)
{
    if (schedule_active) {
        schedule_yield(OP_YIELD, 0, CALLER);
    }
}

/* -2, as in glibc: any negative value but -1, which says that a signal came. */
EXPORT int thrd_sleep(const struct timespec *duration, struct timespec *left)
{
    (void)left;
    return sleep_duration(duration, CALLER) == 0 ? 0 : -2;
}

static bool is_mutex_type(int type)
{
    return type == mtx_plain || type == mtx_timed || type == (mtx_plain | mtx_recursive) ||
           type == (mtx_timed | mtx_recursive);
}

static void mutex_renew(struct object *object, int type)
{
    mutex_make(object, (type & mtx_recursive) != 0 ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL,
               false);
}

/* After this, the functions of mutex.c find it. */
static bool mtx_use(mtx_t *mutex, const char *does, uintptr_t pc)
{
    const struct initial *initial = (const struct initial *)mutex;
    struct object *object = object_at(mutex);

    if (object->kind == OBJECT_MUTEX) {
        return true;
    }
    if (!object_is_idle(object) || initial->mark != MARK_MUTEX) {
        diagnosis_current(VIOLATION_USE_INVALID_LOCK, mutex, pc, does,
                          object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                           : DIAGNOSIS_NOT_INITIALISED);
        return false;
    }
    mutex_renew(object, initial->type);
    return true;
}

EXPORT int mtx_init(mtx_t *mutex, int type)
{
    if (!is_mutex_type(type)) {
        return thrd_error;
    }
    if (schedule_active) {
        schedule_point(OP_INIT, mutex, 1, CALLER);
        struct object *object = object_at(mutex);
        if (object->kind == OBJECT_MUTEX && object->held) {
            diagnosis_held(VIOLATION_REINIT, mutex, CALLER, "initialises {mutex} again",
                           object->owner);
        }
        mutex_renew(object, type);
    }
    *(struct initial *)mutex = (struct initial){ MARK_MUTEX, type };
    return thrd_success;
}

EXPORT int mtx_lock(mtx_t *mutex)
{
    if (!schedule_active) {
        return thrd_success;
    }
    return mtx_use(mutex, "locks {mutex}", CALLER) ? status_of(mutex_lock(mutex, CALLER))
                                                   : thrd_error;
}

EXPORT int mtx_trylock(mtx_t *mutex)
{
    if (!schedule_active) {
        return thrd_success;
    }
    return mtx_use(mutex, "tries to lock {mutex}", CALLER) ? status_of(mutex_trylock(mutex, CALLER))
                                                           : thrd_error;
}

EXPORT int mtx_timedlock(mtx_t *mutex, const struct timespec *until)
{
    if (!schedule_active) {
        return thrd_success;
    }
    if (!mtx_use(mutex, "locks {mutex}", CALLER)) {
        return thrd_error;
    }
    if ((((const struct initial *)mutex)->type & mtx_timed) == 0) {
        diagnosis_current(VIOLATION_USE_INVALID_LOCK, mutex, CALLER, "locks {mutex} up to a time",
                          ", but its type is not one with mtx_timed");
    }
    return status_of(mutex_timedlock(mutex, CLOCK_REALTIME, until, CALLER));
}

/* Unlike POSIX, C has no error for a recursive mutex that somebody else holds. */
EXPORT int mtx_unlock(mtx_t *mutex)
{
    if (!schedule_active) {
        return thrd_success;
    }
    if (!mtx_use(mutex, "unlocks {mutex}", CALLER)) {
        return thrd_error;
    }
    int status = mutex_unlock(mutex, CALLER);
    if (status == EPERM) {
        bool is_held = object_at(mutex)->held;
        diagnosis_current(is_held ? VIOLATION_UNLOCK_FOREIGN : VIOLATION_UNLOCK_NOT_HELD, mutex,
                          CALLER, "unlocks {mutex}",
                          is_held ? ", which another thread holds" : DIAGNOSIS_NOT_HELD);
    }
    return status_of(status);
}

EXPORT void mtx_destroy(mtx_t *mutex)
{
    if (schedule_active && mtx_use(mutex, "destroys {mutex}", CALLER) &&
        mutex_destroy(mutex, CALLER) == 0) {
        ((struct initial *)mutex)->mark = MARK_DESTROYED;
    }
}

static bool cnd_use(cnd_t *cond, const char *does, uintptr_t pc)
{
    struct object *object = object_at(cond);

    if (object->kind == OBJECT_COND) {
        return true;
    }
    if (!object_is_idle(object) || ((const struct initial *)cond)->mark != MARK_COND) {
        diagnosis_current(VIOLATION_COND_MISUSE, cond, pc, does,
                          object->kind == OBJECT_DESTROYED ? DIAGNOSIS_DESTROYED
                                                           : DIAGNOSIS_NOT_INITIALISED);
        return false;
    }
    cond_make(object, CLOCK_REALTIME);
    return true;
}

EXPORT int cnd_init(cnd_t *cond)
{
    if (schedule_active) {
        cond_init(cond, CLOCK_REALTIME, CALLER);
    }
    ((struct initial *)cond)->mark = MARK_COND;
    return thrd_success;
}

static int cnd_wait_until(cnd_t *cond, mtx_t *mutex, uint64_t deadline, uintptr_t pc)
{
    if (!cnd_use(cond, "waits on {condition variable}", pc) ||
        !mtx_use(mutex, "waits with {mutex}", pc)) {
        return thrd_error;
    }
    return status_of(cond_wait(cond, mutex, deadline, pc));
}

EXPORT int cnd_wait(cnd_t *cond, mtx_t *mutex)
{
    return schedule_active ? cnd_wait_until(cond, mutex, 0, CALLER) : thrd_success;
}

EXPORT int cnd_timedwait(cnd_t *cond, mtx_t *mutex, const struct timespec *until)
{
    uint64_t deadline;

    if (time_deadline(CLOCK_REALTIME, until, &deadline) != 0) {
        return thrd_error;
    }
    return schedule_active ? cnd_wait_until(cond, mutex, deadline, CALLER) : thrd_timedout;
}

EXPORT int cnd_signal(cnd_t *cond)
{
    if (!schedule_active) {
        return thrd_success;
    }
    return cnd_use(cond, "signals {condition variable}", CALLER)
               ? status_of(cond_signal(cond, OP_SIGNAL, CALLER))
               : thrd_error;
}

EXPORT int cnd_broadcast(cnd_t *cond)
{
    if (!schedule_active) {
        return thrd_success;
    }
    return cnd_use(cond, "broadcasts {condition variable}", CALLER)
               ? status_of(cond_signal(cond, OP_BROADCAST, CALLER))
               : thrd_error;
}

EXPORT void cnd_destroy(cnd_t *cond)
{
    if (schedule_active && cnd_use(cond, "destroys {condition variable}", CALLER) &&
        cond_destroy(cond, CALLER) == 0) {
        ((struct initial *)cond)->mark = MARK_DESTROYED;
    }
}

EXPORT void call_once(once_flag *flag, void (*function)(void))
{
    once_call((int *)flag, function, CALLER);
}

EXPORT int tss_create(tss_t *key, tss_dtor_t destructor)
{
    return status_of(pthread_key_create(key, destructor));
}

EXPORT void *tss_get(tss_t key)
{
    return pthread_getspecific(key);
}

EXPORT int tss_set(tss_t key, void *value)
{
    return status_of(pthread_setspecific(key, value));
}

EXPORT void tss_delete(tss_t key)
{
    pthread_key_delete(key);
}
