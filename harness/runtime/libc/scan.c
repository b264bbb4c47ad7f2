/*
 * The scanf family: C11, 7.21.6.2. glibc's headers give the functions the names
 * with __isoc99 (and, from version 2.38 on, __isoc23) for all but old dialects.
 */
#include "runtime/libc/format.h"
#include "runtime/libc/range.h"
#include "runtime/libc/stream.h"

int __isoc99_vfscanf(FILE *stream, const char *format, va_list arguments);
int __isoc99_vsscanf(const char *text, const char *format, va_list arguments);

static int scan(FILE *stream, const char *format, va_list arguments, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return LIBC(__isoc99_vfscanf)(stream, format, arguments);
    }
    range_read_string(format, pc);
    stream_wait(stream, pc);
    struct object *object = stream_enter(stream, OP_INPUT, pc);
    int count = LIBC(__isoc99_vfscanf)(stream, format, arguments);
    format_scan(format, arguments, count, pc);
    stream_leave(object);
    return count;
}

static int scan_text(const char *text, const char *format, va_list arguments, uintptr_t pc)
{
    bool seen = call_is_seen(pc);

    if (seen) {
        range_read_string(format, pc);
        range_read_string(text, pc);
    }
    int count = LIBC(__isoc99_vsscanf)(text, format, arguments);
    if (seen) {
        format_scan(format, arguments, count, pc);
    }
    return count;
}

/* The six functions, under a dialect's names. */
#define SCAN(prefix, symbol)                                                                       \
    EXPORT int prefix##scanf(const char *format, ...) __asm__(symbol "scanf");                     \
    EXPORT int prefix##fscanf(FILE *stream, const char *format, ...) __asm__(symbol "fscanf");     \
    EXPORT int prefix##sscanf(const char *text, const char *format, ...) __asm__(symbol "sscanf"); \
    EXPORT int prefix##vscanf(const char *format, va_list arguments) __asm__(symbol "vscanf");     \
    EXPORT int prefix##vfscanf(FILE *stream, const char *format,                                   \
                               va_list arguments) __asm__(symbol "vfscanf");                       \
    EXPORT int prefix##vsscanf(const char *text, const char *format,                               \
                               va_list arguments) __asm__(symbol "vsscanf");                       \
    int prefix##scanf(const char *format, ...)                                                     \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        va_list arguments;                                                                         \
        va_start(arguments, format);                                                               \
        int count = scan(stdin, format, arguments, pc);                                            \
        va_end(arguments);                                                                         \
        return count;                                                                              \
    }                                                                                              \
    int prefix##fscanf(FILE *stream, const char *format, ...)                                      \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        va_list arguments;                                                                         \
        va_start(arguments, format);                                                               \
        int count = scan(stream, format, arguments, pc);                                           \
        va_end(arguments);                                                                         \
        return count;                                                                              \
    }                                                                                              \
    int prefix##sscanf(const char *text, const char *format, ...)                                  \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        va_list arguments;                                                                         \
        va_start(arguments, format);                                                               \
        int count = scan_text(text, format, arguments, pc);                                        \
        va_end(arguments);                                                                         \
        return count;                                                                              \
    }                                                                                              \
    int prefix##vscanf(const char *format, va_list arguments)                                      \
    {                                                                                              \
        return scan(stdin, format, arguments, CALLER);                                             \
    }                                                                                              \
    int prefix##vfscanf(FILE *stream, const char *format, va_list arguments)                       \
    {                                                                                              \
        return scan(stream, format, arguments, CALLER);                                            \
    }                                                                                              \
    int prefix##vsscanf(const char *text, const char *format, va_list arguments)                   \
    {                                                                                              \
        return scan_text(text, format, arguments, CALLER);                                         \
    }

SCAN(plain_, "")
SCAN(isoc99_, "__isoc99_")
SCAN(isoc23_, "__isoc23_")
