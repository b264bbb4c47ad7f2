#include "runtime/libc/outside.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/engine/candidate.h"
#include "runtime/engine/object.h"
#include "runtime/libc/descendant.h"
#include "runtime/libc/family.h"
#include "runtime/libc/signal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { STRANGE_MILLISECOND = 1000000 }; /* nanoseconds */

static char outside; /* stands for all of it */
static uint32_t
    closed[THREADS_MAX]; /* gates: 1 while nothing has happened since the thread looked */
static bool any_closed, was_used;

void outside_begin(void)
{
    for (unsigned i = 0; any_closed && i < THREADS_MAX; i++) {
        closed[i] = 0;
    }
    any_closed = was_used = false;
}

const void *outside_place(void)
{
    return &outside;
}

bool outside_was_used(void)
{
    return was_used;
}

/* What one thread does there and another one finds there is ordered: by the kernel. */
static void pass_on(void)
{
    struct object *object = object_at(&outside);

    clock_join(&thread_current->clock, &object->clock);
    clock_copy(&object->clock, &thread_current->clock);
    thread_advance(thread_current);
}

void outside_stir(void)
{
    for (unsigned i = 0; any_closed && i < thread_count; i++) {
        closed[i] = 0;
    }
}

static void outside_need(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    schedule_need_fork(format, arguments);
    va_end(arguments);
    was_used = true;
}

void outside_use(uintptr_t pc, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    schedule_need_fork(format, arguments);
    va_end(arguments);
    was_used = true;
    signal_take(pc);
    schedule_point(OP_OUTPUT, &outside, 1, pc);
    va_start(arguments, format);
    record_words(format, arguments);
    va_end(arguments);
    pass_on();
    outside_stir();
}

void outside_look(uintptr_t pc, const char *does)
{
    outside_need("%s", does);
    signal_take(pc);
    descendant_look(true);
    schedule_point_read(OP_INPUT, &outside, 1, pc);
    descendant_look(false);
    pass_on();
}

void outside_kill(uintptr_t pc, const void *wakes, int signal_number)
{
    outside_need("sends signal %d to another process", signal_number);
    signal_take(pc);
    schedule_point_two(OP_KILL, &outside, 1, wakes, pc);
    pass_on();
    outside_stir();
}

/* What others have done there before happens before. */
static void learn(void)
{
    clock_join(&thread_current->clock, &object_at(&outside)->clock);
}

void outside_view(uintptr_t pc, const char *format, ...)
{
    va_list arguments;

    descendant_look(true);
    schedule_point_read(OP_LOOK, &outside, 1, pc);
    descendant_look(false);
    va_start(arguments, format);
    record_words(format, arguments);
    va_end(arguments);
    learn();
}

void outside_take(const volatile void *source, uintptr_t pc)
{
    schedule_point_two(OP_FILE_INPUT, source, 1, &outside, pc);
    learn();
}

static bool is_ready(int descriptor, short events)
{
    struct pollfd look = { .fd = descriptor, .events = events };

    return BASE_KERNEL(SYS_poll, &look, 1, 0) != 0;
}

/* Another thread of this process can go on, and is not held up by what this one waits for. */
static bool others_go_on(void)
{
    return (candidates_open() & ~candidate_bit(thread_current->id)) != 0;
}

bool outside_pause_until(uint64_t deadline, uintptr_t pc)
{
    unsigned self = thread_current->id;
    bool in_time = true;

    if (family_has_stranger()) {
        outside_pass_time(pc);
        in_time = deadline == 0 || schedule_time < deadline;
    } else if (family_self() != 0 && !others_go_on()) {
        in_time = descendant_pause(deadline, pc);
    } else {
        closed[self] = 1;
        any_closed = true;
        in_time =
            schedule_wait(OP_INPUT, &outside, NULL, &closed[self], deadline, pc) != WAIT_EXPIRED;
    }
    signal_take(pc);
    return in_time;
}

void outside_pause(uintptr_t pc)
{
    outside_pause_until(0, pc);
}

/* A process that is not followed has a time of its own: others first, and then some of that. */
void outside_pass_time(uintptr_t pc)
{
    const struct timespec time = { 0, STRANGE_MILLISECOND };

    spin_note_change();
    schedule_yield(OP_YIELD, 0, pc);
    if (!others_go_on()) {
        BASE_KERNEL(SYS_nanosleep, &time, NULL, 0);
    }
    schedule_time += STRANGE_MILLISECOND;
    signal_note_stranger();
}

bool outside_is_impatient(int descriptor)
{
    long flags = BASE_KERNEL(SYS_fcntl, descriptor, F_GETFL, 0);

    return flags >= 0 && (flags & O_NONBLOCK) != 0;
}

void outside_wait(int descriptor, short events, uintptr_t pc)
{
    int error = errno;

    while (!is_ready(descriptor, events) && !outside_is_impatient(descriptor)) {
        outside_pause(pc);
        if (family_self() == 0) {
            record_word("looks at file descriptor %d again", descriptor);
        }
    }
    pass_on();
    errno = error;
}
