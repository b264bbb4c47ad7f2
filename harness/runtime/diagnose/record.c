#include "runtime/diagnose/record.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/uio.h>

static struct record *record;
static const struct violation *sought;
static struct record_step *last; /* its value after is not known as yet */

static bool has_value(const struct operation *operation)
{
    return operation->kind >= OP_READ && operation->kind <= OP_ATOMIC_UPDATE &&
           operation->size <= sizeof(uint64_t) && operation->address != 0;
}

/* The kernel reads it, as that does no harm where nothing is: the program is to crash of it, and
 * not we. Returns whether there is a value. */
static bool value_read(const struct operation *operation, uint64_t *value)
{
    const struct iovec to = { value, operation->size };
    const struct iovec from = { (void *)operation->address, operation->size };

    *value = 0;
    long self = base_kernel(SYS_getpid, 0, 0, 0, 0, 0, 0);
    long size = base_kernel(SYS_process_vm_readv, (uintptr_t)self, (uintptr_t)&to, 1,
                            (uintptr_t)&from, 1, 0);
    if (size == -ENOSYS || size == -EPERM) { /* a container may forbid the call */
        base_copy(value, (void *)operation->address, operation->size);
        return true;
    }
    return size == (long)operation->size;
}

static void values_complete(void)
{
    if (last != NULL && last->has_values) {
        last->has_values = value_read(&last->operation, &last->after);
    }
    last = NULL;
}

static bool is_sought(const struct thread *thread, const struct operation *operation)
{
    return sought != NULL && sought->other_is_open && thread->id == sought->other_thread &&
           thread->clock.at[thread->id] == sought->other_epoch &&
           operation_role(operation->kind) != ROLE_NONE &&
           operation->address < sought->address + (sought->size > 0 ? sought->size : 1) &&
           sought->address < operation->address + operation->size;
}

/* An allocation is no step. It is the other side of a race where nothing else is. */
static void birth_note(const struct thread *thread, const struct operation *operation)
{
    struct record_step *step = &record->other;

    if (is_sought(thread, operation)) {
        step->step = schedule_step();
        step->thread = thread->ordinal;
        base_copy(&step->operation, operation, sizeof *operation);
        step->has_values = false;
        step->stack_count = thread_stack(thread, operation->pc, step->stack, RECORD_STACK_MAX);
        record->has_other = true;
    }
}

static void step_note(const struct thread *thread, const struct operation *operation)
{
    if (operation->kind == OP_ALLOCATE) {
        birth_note(thread, operation);
        return;
    }
    struct record_step *step = &record->steps[record->step_count++ % RECORD_STEPS_MAX];

    values_complete();
    step->step = schedule_step();
    step->thread = thread->ordinal;
    base_copy(&step->operation, operation, sizeof *operation);
    step->before = step->after = 0;
    step->has_values = has_value(operation) && value_read(operation, &step->before);
    step->stack_count = thread_stack(thread, thread->pc, step->stack, RECORD_STACK_MAX);
    last = step;
    if (thread->ordinal < RECORD_THREADS_MAX) {
        record->create_pcs[thread->ordinal] = thread->create_pc;
        record->thread_count =
            thread->ordinal >= record->thread_count ? thread->ordinal + 1 : record->thread_count;
    }
    if (is_sought(thread, operation)) {
        base_copy(&record->other, step, sizeof *step);
        record->has_other = true;
    }
}

void record_begin(struct record *to, const struct violation *violation)
{
    record = to;
    record->step_count = 0;
    record->thread_count = 0;
    record->has_other = false;
    sought = violation;
    last = NULL;
    schedule_observe = step_note;
}

void record_end(void)
{
    values_complete();
    schedule_observe = NULL;
}
