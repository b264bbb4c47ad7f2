/*
 * pthread_create, pthread_join and what else begins and ends threads (POSIX.1-2017; for the calls
 * with np, glibc's manual pages).
 */
#include "runtime/posix/thread_life.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/lifetime.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/attribute.h"
#include "runtime/posix/cancel.h"
#include "runtime/posix/exit.h"
#include "runtime/posix/interrupt.h"
#include "runtime/posix/key.h"
#include "runtime/posix/mutex.h"
#include "runtime/posix/thread_attributes.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>

/* Calls the thread's function on the stack that the program has given. */
static void *call_on_given(const struct thread *thread)
{
    uintptr_t top = (thread->given_stack + thread->given_size) & ~(uintptr_t)15;
    void *(*function)(void *) = thread->function;
    void *result, *argument = thread->argument;

    __asm__ volatile("lea -128(%%rsp), %%rsp\n\t" /* what a function has below its stack */
                     "push %%rbx\n\t"
                     "mov %%rsp, %%rbx\n\t"
                     "mov %%rsi, %%rsp\n\t"
                     "call *%%rdx\n\t"
                     "mov %%rbx, %%rsp\n\t"
                     "pop %%rbx\n\t"
                     "lea 128(%%rsp), %%rsp"
                     : "=a"(result), "+D"(argument), "+S"(top), "+d"(function)
                     :
                     : "rcx", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                       "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13",
                       "xmm14", "xmm15", "cc", "memory");
    return result;
}

_Noreturn static void thread_main(void)
{
    struct thread *thread = thread_current;

    thread_end(thread->given_size != 0 ? call_on_given(thread)
                                       : thread->function(thread->argument));
}

static bool is_last(const struct thread *last)
{
    for (unsigned i = 0; i < thread_count; i++) {
        if (threads[i].state == THREAD_LIVE && !threads[i].is_deputy && &threads[i] != last) {
            return false;
        }
    }
    return true;
}

void thread_end(void *result)
{
    struct thread *thread = thread_current;

    thread->ending = true;
    key_destroy_values();
    mutex_abandon_all(thread->pc);
    thread->result = result;
    lifetime_end(thread, thread->pc);
    diagnosis_locks_held();
    if (is_last(thread)) {
        program_end_last();
    }
    schedule_thread_ended();
}

struct thread *thread_create(void *(*function)(void *), void *argument, void (*entry)(void),
                             uintptr_t pc)
{
    struct thread *self = thread_current;

    if (!schedule_active) {
        base_die("the program starts a thread before main: that cannot be explored");
    }
    schedule_point(OP_CREATE, self, 1, pc);
    struct thread *thread = thread_new(function, argument, entry);
    if (thread == NULL) {
        schedule_finish(SCHEDULE_THREADS, (int)thread_count + 1);
    }
    thread->create_pc = pc;
    lifetime_begin(thread);
    thread_attributes_inherit(thread, self);
    clock_join(&thread->clock, &self->clock);
    thread_advance(self);
    thread->creator = self->ordinal;
    schedule_thread_started(thread);
    record_target(thread->ordinal);
    return thread;
}

/* As in glibc, a stack that was not set ends at 0. */
static void stack_take(struct thread *thread, const pthread_attr_t *attributes)
{
    void *stack;
    size_t size;

    if (LIBC(pthread_attr_getstack)(attributes, &stack, &size) == 0 &&
        (uintptr_t)stack + size != 0) {
        thread->given_stack = (uintptr_t)stack;
        thread->given_size = size;
        call_stack_note((uintptr_t)stack, size);
    }
}

EXPORT int pthread_create(pthread_t *handle, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *argument)
{
    int detach_state = PTHREAD_CREATE_JOINABLE;

    if (!attribute_check(ATTRIBUTE_THREAD, attributes, CALLER)) {
        return EINVAL;
    }
    struct thread *thread = thread_create(function, argument, thread_main, CALLER);
    if (attributes != NULL) {
        LIBC(pthread_attr_getdetachstate)(attributes, &detach_state);
        stack_take(thread, attributes);
    }
    thread->detached = detach_state == PTHREAD_CREATE_DETACHED;
    *handle = thread_handle(thread);
    return 0;
}

/* ESRCH and EINVAL as POSIX words them for pthread_join, when that was announced. */
static int joinable_check(pthread_t handle, const char *does, uintptr_t pc)
{
    const struct thread *thread = thread_of_handle(handle);

    if (thread == NULL) {
        diagnosis_thread(NULL, pc, does, DIAGNOSIS_NO_THREAD);
        return ESRCH;
    }
    if (thread->detached) {
        diagnosis_thread(thread, pc, does, ", which is detached");
        return EINVAL;
    }
    return 0;
}

static void joined(struct thread *thread, void **result)
{
    clock_join(&thread_current->clock, &thread->clock);
    if (result != NULL) {
        *result = thread->result;
    }
    thread_forget(thread);
    schedule_thread_joined();
}

/* Waits for the thread's end, as long as there is one to wait for. */
static enum wait_end end_wait(pthread_t handle, uint64_t deadline, uintptr_t pc)
{
    enum operation_kind kind = deadline == 0 ? OP_JOIN : OP_TIMEDJOIN;
    struct thread *thread = thread_slot_of_handle(handle);

    if (thread_of_handle(handle) == NULL || thread->detached) {
        schedule_point_two(kind, thread, 1, &thread_current->cancelled, pc);
        return WAIT_OVER;
    }
    thread->joiners++;
    schedule_depend(thread->end_step);
    enum wait_end end =
        cancel_wait(kind, thread, &thread_current->cancelled, &thread->running, deadline, pc);
    thread->joiners--;
    return end;
}

/* What could not be forgotten while somebody waited for it. */
static void slot_release(struct thread *thread)
{
    if (thread->state == THREAD_ENDED && (thread->detached || thread->joined)) {
        thread_forget(thread);
    }
}

int thread_join(unsigned long handle, void **result, uint64_t deadline, uintptr_t pc)
{
    cancel_point(pc);
    if (thread_of_handle(handle) == thread_current) {
        diagnosis_thread(thread_current, pc, "joins", ": it waits for its own end");
        return EDEADLK;
    }
    enum wait_end end = end_wait(handle, deadline, pc);
    int status = end == WAIT_OVER ? joinable_check(handle, "joins", pc) : ETIMEDOUT;
    if (status == 0) {
        joined(thread_of_handle(handle), result);
    }
    slot_release(thread_slot_of_handle(handle));
    if (end != WAIT_OVER) {
        cancel_point(pc);
        diagnosis_join_time_out(pc);
    }
    return status;
}

EXPORT int pthread_join(pthread_t handle, void **result)
{
    return thread_join(handle, result, 0, CALLER);
}

EXPORT int pthread_tryjoin_np(pthread_t handle, void **result)
{
    if (thread_of_handle(handle) == thread_current) {
        return EBUSY;
    }
    schedule_point_read(OP_TRYJOIN, thread_slot_of_handle(handle), 1, CALLER);
    int status = joinable_check(handle, "tries to join", CALLER);
    if (status != 0) {
        return status;
    }
    struct thread *thread = thread_of_handle(handle);
    if (thread->running) {
        record_failure();
        return EBUSY;
    }
    joined(thread, result);
    return 0;
}

/* As in glibc there is no end to wait for where `until` is NULL. */
static int timed_join(pthread_t handle, void **result, clockid_t clock,
                      const struct timespec *until, uintptr_t pc)
{
    uint64_t deadline = 0;
    int status = until == NULL ? 0 : time_deadline(clock, until, &deadline, pc);

    return status != 0 ? status : thread_join(handle, result, deadline, pc);
}

EXPORT int pthread_timedjoin_np(pthread_t handle, void **result, const struct timespec *until)
{
    return timed_join(handle, result, CLOCK_REALTIME, until, CALLER);
}

EXPORT int pthread_clockjoin_np(pthread_t handle, void **result, clockid_t clock,
                                const struct timespec *until)
{
    return time_clock_check(clock, CALLER) ? timed_join(handle, result, clock, until, CALLER)
                                           : EINVAL;
}

int thread_detach(unsigned long handle, uintptr_t pc)
{
    schedule_point(OP_DETACH, thread_slot_of_handle(handle), 1, pc);
    struct thread *thread = thread_of_handle(handle);
    if (thread == NULL || thread->detached) {
        diagnosis_thread(thread, pc, "detaches",
                         thread == NULL ? DIAGNOSIS_NO_THREAD : ", which is detached already");
        return thread == NULL ? ESRCH : EINVAL;
    }
    thread->detached = true;
    if (!thread->running && thread->joiners == 0) {
        thread_forget(thread);
    }
    return 0;
}

EXPORT int pthread_detach(pthread_t handle)
{
    return thread_detach(handle, CALLER);
}

EXPORT void pthread_exit(void *result)
{
    cancel_unwind(result);
}

EXPORT pthread_t pthread_self(void)
{
    return thread_handle(schedule_active ? thread_current : &threads[0]);
}

EXPORT int pthread_equal(pthread_t a, pthread_t b)
{
    return a == b;
}

EXPORT int sched_yield(void)
{
    if (schedule_active) {
        if (UNLIKELY(interrupt_take != NULL)) {
            interrupt_take(CALLER);
        }
        schedule_yield(OP_YIELD, 0, CALLER);
    }
    return 0;
}
