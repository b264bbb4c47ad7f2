/*
 * exit, atexit, abort and a failed assert. The handlers of atexit are called
 * in the reverse order (POSIX.1-2017, exit), and streams are flushed.
 */
#include "runtime/posix/exit.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/diagnose/outcome.h"
#include "runtime/engine/call.h"
#include "runtime/engine/schedule.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { HANDLERS_MAX = 256 };

static struct handler {
    void (*function)(void *);
    void *argument;
} handlers[HANDLERS_MAX];
static unsigned handler_count, kept_count;

void exit_begin(void)
{
    handler_count = kept_count;
}

void exit_keep(void)
{
    kept_count = handler_count;
}

static void streams_flush(void)
{
    if (schedule_settings.fork_mode) {
        LIBC(fflush)(NULL);
    } else if (stdout->_IO_write_ptr != stdout->_IO_write_base) {
        LIBC(fflush)(stdout);
    }
}

static void handlers_call(void)
{
    while (handler_count > kept_count) {
        struct handler *handler = &handlers[--handler_count];
        handler->function(handler->argument);
    }
}

void program_end_last(void)
{
    handlers_call();
    streams_flush();
    schedule_finish(SCHEDULE_EXITED, 0);
}

/* Who gives up in the midst of something has one thing to say: that it failed. */
void program_end(int status)
{
    handlers_call();
    schedule_point(OP_END, NULL, 0, thread_current->pc);
    outcome_threads_left(status & 0xff);
    if ((status & 0xff) == 0) {
        diagnosis_locks_held();
    }
    streams_flush();
    schedule_finish(SCHEDULE_EXITED, status & 0xff);
}

EXPORT int __cxa_atexit(void (*function)(void *), void *argument, void *module)
{
    (void)module;
    if (handler_count == HANDLERS_MAX) {
        return -1;
    }
    handlers[handler_count++] = (struct handler){ function, argument };
    return 0;
}

EXPORT void exit(int status)
{
    if (!schedule_active) {
        LIBC(exit)(status);
    }
    schedule_note_pc(CALLER);
    program_end(status);
}

EXPORT void _exit(int status)
{
    if (!schedule_active) {
        LIBC(_exit)(status);
        __builtin_unreachable();
    }
    schedule_point(OP_END, NULL, 0, CALLER);
    schedule_note_pc(CALLER);
    schedule_finish(SCHEDULE_EXITED, status & 0xff);
}

EXPORT void _Exit(int status)
{
    _exit(status);
}

EXPORT void quick_exit(int status)
{
    _exit(status);
}

void program_abort(const char *why, uintptr_t pc)
{
    schedule_note_pc(pc);
    base_text(schedule_result->reason, sizeof schedule_result->reason, why);
    schedule_finish(SCHEDULE_ABORTED, SIGABRT);
}

EXPORT void abort(void)
{
    if (!schedule_active) {
        LIBC(abort)();
    }
    program_abort("the program calls abort", CALLER);
}

EXPORT void __assert_fail(const char *condition, const char *file, unsigned line,
                          const char *function)
{
    if (!schedule_active) {
        LIBC(__assert_fail)(condition, file, line, function);
    }
    schedule_note_pc(CALLER);
    if (schedule_settings.detailed) {
        schedule_active = false; /* what follows is no operation of the program */
        LIBC(snprintf)
        (schedule_result->reason, sizeof schedule_result->reason, "the assertion `%s` fails",
         condition);
        LIBC(fprintf)
        (stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function, condition);
    }
    schedule_finish(SCHEDULE_ABORTED, SIGABRT);
}

EXPORT void __stack_chk_fail(void)
{
    if (schedule_active) {
        program_abort("a buffer on the stack is written beyond its end", CALLER);
    }
    abort();
}
