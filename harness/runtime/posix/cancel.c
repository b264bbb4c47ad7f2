/*
 * Cancellation and clean-up handlers. In C, pthread_cleanup_push is a setjmp
 * whose buffer glibc's macro registers (pthread.h, __pthread_register_cancel):
 * to unwind is to jump into the newest one, which runs its handler and comes
 * back through __pthread_unwind_next.
 */
#include "runtime/posix/cancel.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/record.h"
#include "runtime/posix/interrupt.h"
#include "runtime/posix/thread_life.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>

bool (*interrupt_take)(uintptr_t pc);

static bool is_due(const struct thread *thread)
{
    return thread->cancelled && !thread->cancel_disabled && !thread->ending;
}

void cancel_unwind(void *result)
{
    struct thread *thread = thread_current;

    thread->result = result;
    thread->ending = true;
    if (thread->cleanup_count > 0) {
        siglongjmp(thread->cleanups[--thread->cleanup_count], 1);
    }
    thread_end(result);
}

void cancel_point(uintptr_t pc)
{
    struct thread *thread = thread_current;

    if (UNLIKELY(interrupt_take != NULL)) {
        interrupt_take(pc);
    }
    if (UNLIKELY(is_due(thread))) {
        schedule_point(OP_CANCEL_TEST, &thread->cancelled, 1, pc); /* it could have come later */
        record_word("is cancelled");
        cancel_unwind(PTHREAD_CANCELED);
    }
}

enum wait_end cancel_wait(enum operation_kind kind, const volatile void *address,
                          const volatile void *second, const uint32_t *gate, uint64_t deadline,
                          uintptr_t pc)
{
    struct thread *thread = thread_current;

    if (UNLIKELY(is_due(thread))) {
        return WAIT_CANCELLED; /* the request came when it was on its way here */
    }
    thread->cancellable = !thread->cancel_disabled && !thread->ending;
    enum wait_end end = schedule_wait(kind, address, second, gate, deadline, pc);
    if (end == WAIT_CANCELLED) {
        record_word("is cancelled");
    }
    thread->cancellable = false;
    return end;
}

EXPORT int pthread_cancel(pthread_t handle)
{
    struct thread *slot = thread_slot_of_handle(handle);

    schedule_point_two(OP_CANCEL, &slot->cancelled, 1, slot, CALLER);
    struct thread *thread = thread_of_handle(handle);
    if (thread == NULL) {
        diagnosis_thread(NULL, CALLER, "cancels", DIAGNOSIS_NO_THREAD);
        return ESRCH;
    }
    if (thread->state != THREAD_LIVE) {
        return 0;
    }
    thread->cancelled = true;
    if (thread->cancellable) {
        schedule_interrupt(thread);
    }
    if (thread == thread_current && thread->cancel_asynchronous) {
        cancel_point(CALLER);
    }
    return 0;
}

EXPORT void pthread_testcancel(void)
{
    if (schedule_active) {
        schedule_point_read(OP_CANCEL_TEST, &thread_current->cancelled, 1, CALLER);
        if (is_due(thread_current)) {
            cancel_unwind(PTHREAD_CANCELED);
        }
    }
}

static int refuse(int value, const char *does, uintptr_t pc)
{
    if (schedule_active) {
        diagnosis_current(VIOLATION_API_ERROR, NULL, pc, does, "%d is no such value", value);
    }
    return EINVAL;
}

EXPORT int pthread_setcancelstate(int state, int *old)
{
    struct thread *thread = thread_current;

    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE) {
        return refuse(state, "sets whether it can be cancelled", CALLER);
    }
    if (!schedule_active) {
        return 0;
    }
    if (old != NULL) {
        *old = thread->cancel_disabled ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
    }
    thread->cancel_disabled = state == PTHREAD_CANCEL_DISABLE;
    if (thread->cancel_asynchronous) {
        cancel_point(CALLER);
    }
    return 0;
}

EXPORT int pthread_setcanceltype(int type, int *old)
{
    struct thread *thread = thread_current;

    if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS) {
        return refuse(type, "sets how it can be cancelled", CALLER);
    }
    if (!schedule_active) {
        return 0;
    }
    if (old != NULL) {
        *old = thread->cancel_asynchronous ? PTHREAD_CANCEL_ASYNCHRONOUS : PTHREAD_CANCEL_DEFERRED;
    }
    thread->cancel_asynchronous = type == PTHREAD_CANCEL_ASYNCHRONOUS;
    if (thread->cancel_asynchronous) {
        cancel_point(CALLER);
    }
    return 0;
}

EXPORT void __pthread_register_cancel(__pthread_unwind_buf_t *buffer)
{
    struct thread *thread = thread_current;

    if (!schedule_active) {
        return; /* nobody is cancelled before main */
    }
    if (thread->cleanup_count == CLEANUPS_MAX) {
        schedule_refuse("pushes more than %d clean-up handlers", CLEANUPS_MAX);
    }
    thread->cleanups[thread->cleanup_count++] = buffer;
}

EXPORT void __pthread_unregister_cancel(__pthread_unwind_buf_t *buffer)
{
    (void)buffer;
    if (schedule_active && thread_current->cleanup_count > 0) {
        thread_current->cleanup_count--;
    }
}

/* pthread_cleanup_push_defer_np: the buffer keeps the type that is to come back. */
EXPORT void __pthread_register_cancel_defer(__pthread_unwind_buf_t *buffer)
{
    __pthread_register_cancel(buffer);
    if (!schedule_active) {
        return;
    }
    buffer->__pad[0] = (void *)(uintptr_t)thread_current->cancel_asynchronous;
    thread_current->cancel_asynchronous = false;
}

EXPORT void __pthread_unregister_cancel_restore(__pthread_unwind_buf_t *buffer)
{
    __pthread_unregister_cancel(buffer);
    if (!schedule_active) {
        return;
    }
    thread_current->cancel_asynchronous = buffer->__pad[0] != NULL;
    if (thread_current->cancel_asynchronous) {
        cancel_point(CALLER);
    }
}

EXPORT void __pthread_unwind_next(__pthread_unwind_buf_t *buffer)
{
    (void)buffer;
    cancel_unwind(thread_current->result);
}
