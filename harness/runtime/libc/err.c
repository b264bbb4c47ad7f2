/*
 * Functions of libc that end the process from within: err, error (glibc's
 * manual pages) and what -D_FORTIFY_SOURCE calls at an overflow.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/format.h"
#include "runtime/libc/overflow.h"
#include "runtime/libc/stream.h"
#include "runtime/posix/exit.h"

#include <err.h>
#include <errno.h>
#include <error.h>
#include <stdlib.h>

_Noreturn void __chk_fail(void);
_Noreturn void __fortify_fail(const char *text);

static _Noreturn void overflow(uintptr_t pc)
{
    if (!schedule_active) {
        abort();
    }
    program_abort("a write goes beyond the end of what it is to fill", pc);
}

void overflow_check(size_t size, size_t room, uintptr_t pc)
{
    if (UNLIKELY(size > room)) {
        overflow(pc);
    }
}

EXPORT void __chk_fail(void)
{
    overflow(CALLER);
}

EXPORT void __fortify_fail(const char *text)
{
    (void)text;
    overflow(CALLER);
}

/* Says it, if the schedule is one that is shown; the status is what counts. */
static _Noreturn void say_and_end(int status, int number, const char *format, va_list arguments,
                                  uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        errno = number;
        LIBC(verr)(status, format, arguments);
    }
    if (format != NULL) {
        format_print(format, arguments, pc);
    }
    struct object *object = stream_enter(stderr, OP_OUTPUT, pc);
    errno = number;
    if (number != 0) {
        LIBC(vwarn)(format, arguments);
    } else {
        LIBC(vwarnx)(format, arguments);
    }
    stream_leave(object);
    program_end(status);
}

EXPORT void verr(int status, const char *format, va_list arguments)
{
    say_and_end(status, errno, format, arguments, CALLER);
}

EXPORT void verrx(int status, const char *format, va_list arguments)
{
    say_and_end(status, 0, format, arguments, CALLER);
}

EXPORT void err(int status, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say_and_end(status, errno, format, arguments, CALLER);
}

EXPORT void errx(int status, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say_and_end(status, 0, format, arguments, CALLER);
}

EXPORT void error(int status, int number, const char *format, ...)
{
    uintptr_t pc = CALLER;
    va_list arguments;

    va_start(arguments, format);
    if (status != 0) {
        say_and_end(status, number, format, arguments, pc);
    }
    errno = number;
    if (number != 0) {
        LIBC(vwarn)(format, arguments);
    } else {
        LIBC(vwarnx)(format, arguments);
    }
    va_end(arguments);
}
