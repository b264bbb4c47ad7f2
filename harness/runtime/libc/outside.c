#include "runtime/libc/outside.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/engine/object.h"

#include <errno.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

static char outside; /* stands for all of it */
static uint32_t
    closed[THREADS_MAX]; /* gates: 1 while nothing has happened since the thread looked */
static bool has_others;

static bool any_closed;

void outside_begin(void)
{
    for (unsigned i = 0; any_closed && i < THREADS_MAX; i++) {
        closed[i] = 0;
    }
    any_closed = false;
    has_others = false;
}

void outside_join_in(void)
{
    has_others = true;
}

/* What one thread does there and another one finds there is ordered: by the kernel. */
static void pass_on(void)
{
    struct object *object = object_at(&outside);

    clock_join(&thread_current->clock, &object->clock);
    clock_copy(&object->clock, &thread_current->clock);
    thread_advance(thread_current);
}

void outside_use(uintptr_t pc, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    schedule_need_fork(format, arguments);
    va_end(arguments);
    schedule_point(OP_OUTPUT, &outside, 1, pc);
    va_start(arguments, format);
    record_words(format, arguments);
    va_end(arguments);
    pass_on();
    for (unsigned i = 0; i < thread_count; i++) {
        closed[i] = 0;
    }
}

static bool is_ready(int descriptor, short events, int timeout)
{
    struct pollfd look = { .fd = descriptor, .events = events };

    return BASE_KERNEL(SYS_poll, &look, 1, timeout) != 0;
}

/*
 * Where nobody else can go on, the thread is blocked for good: unless another
 * process takes part, whose time is real.
 */
void outside_wait(int descriptor, short events, uintptr_t pc)
{
    unsigned self = thread_current->id;
    int error = errno;

    while (!is_ready(descriptor, events, 0)) {
        if (has_others) {
            is_ready(descriptor, events, -1);
            break;
        }
        closed[self] = 1;
        any_closed = true;
        schedule_wait(OP_INPUT, &outside, NULL, &closed[self], 0, pc);
        record_word("looks at file descriptor %d again", descriptor);
    }
    pass_on();
    errno = error;
}
