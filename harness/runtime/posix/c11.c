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

static unsigned posix_type(int type)
{
    return (type & mtx_recursive) != 0 ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL;
}

static bool mtx_read(const void *mutex, unsigned *type, bool *robust)
{
    const struct initial *initial = mutex;

    *type = posix_type(initial->type);
    *robust = false;
    return initial->mark == MARK_MUTEX;
}

static bool mtx_is_marked(const void *mutex)
{
    return ((const struct initial *)mutex)->mark == MARK_MUTEX;
}

static const struct mutex_form MUTEX = { mtx_read, mtx_is_marked };

EXPORT int mtx_init(mtx_t *mutex, int type)
{
    if (!is_mutex_type(type)) {
        if (schedule_active) {
            diagnosis_current(VIOLATION_API_ERROR, mutex, CALLER, "initialises {mutex}",
                              " with %d, which is no type of a mutex", type);
        }
        return thrd_error;
    }
    if (schedule_active) {
        mutex_renew(mutex, &MUTEX, posix_type(type), false, CALLER);
    }
    *(struct initial *)mutex = (struct initial){ MARK_MUTEX, type };
    return thrd_success;
}

EXPORT int mtx_lock(mtx_t *mutex)
{
    return schedule_active ? status_of(mutex_lock(mutex, &MUTEX, CALLER)) : thrd_success;
}

EXPORT int mtx_trylock(mtx_t *mutex)
{
    return schedule_active ? status_of(mutex_trylock(mutex, &MUTEX, CALLER)) : thrd_success;
}

EXPORT int mtx_timedlock(mtx_t *mutex, const struct timespec *until)
{
    if (!schedule_active) {
        return thrd_success;
    }
    int status = mutex_timedlock(mutex, &MUTEX, CLOCK_REALTIME, until, CALLER);
    if (mtx_is_marked(mutex) && (((const struct initial *)mutex)->type & mtx_timed) == 0) {
        diagnosis_current(VIOLATION_USE_INVALID_LOCK, mutex, CALLER, "locks {mutex} up to a time",
                          ", but its type is not one with mtx_timed");
    }
    return status_of(status);
}

EXPORT int mtx_unlock(mtx_t *mutex)
{
    return schedule_active ? status_of(mutex_unlock(mutex, &MUTEX, CALLER)) : thrd_success;
}

EXPORT void mtx_destroy(mtx_t *mutex)
{
    if (schedule_active && mutex_destroy(mutex, &MUTEX, CALLER) == 0) {
        ((struct initial *)mutex)->mark = MARK_DESTROYED;
    }
}

static bool cnd_read(const void *cond, clockid_t *clock)
{
    *clock = CLOCK_REALTIME;
    return ((const struct initial *)cond)->mark == MARK_COND;
}

static bool cnd_is_marked(const void *cond)
{
    return ((const struct initial *)cond)->mark == MARK_COND;
}

static const struct cond_form COND = { cnd_read, cnd_is_marked, &MUTEX };

EXPORT int cnd_init(cnd_t *cond)
{
    if (schedule_active) {
        cond_init(cond, &COND, CLOCK_REALTIME, CALLER);
    }
    ((struct initial *)cond)->mark = MARK_COND;
    return thrd_success;
}

EXPORT int cnd_wait(cnd_t *cond, mtx_t *mutex)
{
    return schedule_active ? status_of(cond_wait(cond, &COND, mutex, NULL, CALLER)) : thrd_success;
}

EXPORT int cnd_timedwait(cnd_t *cond, mtx_t *mutex, const struct timespec *until)
{
    const struct cond_end end = { CLOCK_REALTIME, until };

    return schedule_active ? status_of(cond_wait(cond, &COND, mutex, &end, CALLER)) : thrd_timedout;
}

EXPORT int cnd_signal(cnd_t *cond)
{
    return schedule_active ? status_of(cond_signal(cond, &COND, OP_SIGNAL, CALLER)) : thrd_success;
}

EXPORT int cnd_broadcast(cnd_t *cond)
{
    return schedule_active ? status_of(cond_signal(cond, &COND, OP_BROADCAST, CALLER))
                           : thrd_success;
}

EXPORT void cnd_destroy(cnd_t *cond)
{
    if (schedule_active && cond_destroy(cond, &COND, CALLER) == 0) {
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
