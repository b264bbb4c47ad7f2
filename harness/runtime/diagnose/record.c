#include "runtime/diagnose/record.h"
#include "runtime/diagnose/history.h"

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

/* Where the n-th of all steps is kept: the first ones for good, the others in a ring. */
static uint32_t position(uint32_t n)
{
    return n < RECORD_FIRST_MAX
               ? n
               : RECORD_FIRST_MAX + (n - RECORD_FIRST_MAX) % (RECORD_STEPS_MAX - RECORD_FIRST_MAX);
}

/* Its choice is the last one of the trace, unless the thread was alone and nothing was chosen. */
static bool is_time_out(void)
{
    uint32_t count = schedule_step();
    bool was_chosen = count > 0 && (last == NULL || last->step != count);

    return was_chosen &&
           (schedule_result->trace[count - 1] & (TRACE_EXPIRED | TRACE_WOKEN)) == TRACE_EXPIRED;
}

static int target_of(const struct operation *operation)
{
    bool has_target = operation->kind == OP_JOIN || operation->kind == OP_TRYJOIN ||
                      operation->kind == OP_TIMEDJOIN || operation->kind == OP_DETACH ||
                      operation->kind == OP_CANCEL;

    return has_target
               ? (int)threads[(operation->address - (uintptr_t)threads) / sizeof *threads].ordinal
               : RECORD_NO_THREAD;
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
        step->target = RECORD_NO_THREAD;
        step->word[0] = '\0';
        step->stack_count = thread_stack(thread, operation->pc, step->stack, RECORD_STACK_MAX);
        record->has_other = true;
    }
    history_note(thread, operation);
}

static void step_note(const struct thread *thread, const struct operation *operation)
{
    if (thread->is_silent) {
        return;
    }
    if (operation->kind == OP_ALLOCATE) {
        birth_note(thread, operation);
        return;
    }
    struct record_step *step = &record->steps[position(record->step_count++)];

    step->timed_out = is_time_out();
    values_complete();
    history_note(thread, operation);
    step->step = schedule_step();
    step->thread = thread->ordinal;
    base_copy(&step->operation, operation, sizeof *operation);
    step->target = target_of(operation);
    step->failed = false;
    step->word[0] = '\0';
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

/* Nobody knows whether the very last step was taken, or only announced. */
void record_end(void)
{
    if (last != NULL && operation_role(last->operation.kind) == ROLE_WRITE) {
        last->has_values = false;
    }
    values_complete();
    schedule_observe = NULL;
}

void record_words(const char *format, va_list arguments)
{
    if (last != NULL) {
        base_format(last->word, sizeof last->word, format, arguments);
    }
}

void record_word(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    record_words(format, arguments);
    va_end(arguments);
}

void record_target(unsigned ordinal)
{
    if (last != NULL) {
        last->target = (int)ordinal;
    }
}

void record_failure(void)
{
    if (last != NULL) {
        last->failed = true;
    }
}

uint32_t record_kept(const struct record *from)
{
    return from->step_count < RECORD_STEPS_MAX ? from->step_count : RECORD_STEPS_MAX;
}

const struct record_step *record_nth(const struct record *from, uint32_t n)
{
    uint32_t missing = from->step_count - record_kept(from);

    return &from->steps[position(n < RECORD_FIRST_MAX ? n : n + missing)];
}

uint32_t record_missing(const struct record *from, uint32_t n)
{
    return n == RECORD_FIRST_MAX ? from->step_count - record_kept(from) : 0;
}
