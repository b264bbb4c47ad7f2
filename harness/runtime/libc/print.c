/*
 * The printf family: C11, 7.21.6; POSIX.1-2017, dprintf; glibc's manual page
 * asprintf. The names with _chk are what -D_FORTIFY_SOURCE makes of them.
 */
#include "runtime/libc/format.h"
#include "runtime/libc/open_file.h"
#include "runtime/libc/overflow.h"
#include "runtime/libc/range.h"
#include "runtime/libc/stream.h"
#include "runtime/tsan/access.h"

#include <wchar.h>

int __vfprintf_chk(FILE *stream, int flag, const char *format, va_list arguments);
int __vdprintf_chk(int descriptor, int flag, const char *format, va_list arguments);
int __vasprintf_chk(char **to, int flag, const char *format, va_list arguments);

static int print(FILE *stream, int flag, const char *format, va_list arguments, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return LIBC(__vfprintf_chk)(stream, flag, format, arguments);
    }
    format_print(format, arguments, pc);
    struct object *object = stream_enter(stream, OP_OUTPUT, pc);
    int length = LIBC(__vfprintf_chk)(stream, flag, format, arguments);
    stream_leave(object);
    return length;
}

static int print_descriptor(int descriptor, int flag, const char *format, va_list arguments,
                            uintptr_t pc)
{
    if (call_is_seen(pc)) {
        format_print(format, arguments, pc);
        open_file_write_begin(descriptor, pc);
    }
    return LIBC(__vdprintf_chk)(descriptor, flag, format, arguments);
}

static size_t size_of(const char *format, va_list arguments)
{
    va_list again;

    va_copy(again, arguments);
    int length = base_format(NULL, 0, format, again);
    va_end(again);
    return length < 0 ? 0 : (size_t)length + 1;
}

/* `size` is the limit that the caller names, and `room` what the compiler knows. */
static int print_memory(char *to, size_t size, size_t room, const char *format, va_list arguments,
                        uintptr_t pc)
{
    bool seen = call_is_seen(pc);

    if (seen) {
        format_print(format, arguments, pc);
    }
    if ((seen && size > 0 && access_is_point((uintptr_t)to)) || room != SIZE_MAX) {
        size_t written = size_of(format, arguments);
        written = written < size ? written : size;
        overflow_check(size == SIZE_MAX ? written : size, room, pc);
        if (seen) {
            range_write(to, written, pc);
        }
    }
    return size == SIZE_MAX ? LIBC(vsprintf)(to, format, arguments)
                            : LIBC(vsnprintf)(to, size, format, arguments);
}

static int print_new(char **to, int flag, const char *format, va_list arguments, uintptr_t pc)
{
    bool seen = call_is_seen(pc);

    if (seen) {
        format_print(format, arguments, pc);
        range_write(to, sizeof *to, pc);
    }
    int length = LIBC(__vasprintf_chk)(to, flag, format, arguments);
    if (seen && length >= 0) {
        range_wrote(*to, (size_t)length + 1, pc);
    }
    return length;
}

/* A function with `...`, and the one with a va_list, which both do `call`. */
#define PRINT(name, v_name, parameters, call)                                                      \
    EXPORT int name(PARAMETERS parameters, ...)                                                    \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        va_list arguments;                                                                         \
        va_start(arguments, format);                                                               \
        int length = call;                                                                         \
        va_end(arguments);                                                                         \
        return length;                                                                             \
    }                                                                                              \
    EXPORT int v_name(PARAMETERS parameters, va_list arguments)                                    \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        return call;                                                                               \
    }
#define PARAMETERS(...) __VA_ARGS__

PRINT(printf, vprintf, (const char *restrict format), print(stdout, 0, format, arguments, pc))
PRINT(__printf_chk, __vprintf_chk, (int flag, const char *format),
      print(stdout, flag, format, arguments, pc))
PRINT(fprintf, vfprintf, (FILE *restrict stream, const char *restrict format),
      print(stream, 0, format, arguments, pc))
PRINT(__fprintf_chk, __vfprintf_chk, (FILE * stream, int flag, const char *format),
      print(stream, flag, format, arguments, pc))
PRINT(dprintf, vdprintf, (int descriptor, const char *restrict format),
      print_descriptor(descriptor, 0, format, arguments, pc))
PRINT(__dprintf_chk, __vdprintf_chk, (int descriptor, int flag, const char *format),
      print_descriptor(descriptor, flag, format, arguments, pc))
PRINT(sprintf, vsprintf, (char *restrict to, const char *restrict format),
      print_memory(to, SIZE_MAX, SIZE_MAX, format, arguments, pc))
PRINT(__sprintf_chk, __vsprintf_chk, (char *to, int flag, size_t room, const char *format),
      ((void)flag, print_memory(to, SIZE_MAX, room, format, arguments, pc)))
PRINT(snprintf, vsnprintf, (char *restrict to, size_t size, const char *restrict format),
      print_memory(to, size, SIZE_MAX, format, arguments, pc))
PRINT(__snprintf_chk, __vsnprintf_chk,
      (char *to, size_t size, int flag, size_t room, const char *format),
      ((void)flag, print_memory(to, size, room, format, arguments, pc)))
PRINT(asprintf, vasprintf, (char **restrict to, const char *restrict format),
      print_new(to, 0, format, arguments, pc))
PRINT(__asprintf_chk, __vasprintf_chk, (char **to, int flag, const char *format),
      print_new(to, flag, format, arguments, pc))

/* Of wide formats, only that they are printed is seen. */
static int print_wide(FILE *stream, const wchar_t *format, va_list arguments, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return LIBC(vfwprintf)(stream, format, arguments);
    }
    struct object *object = stream_enter(stream, OP_OUTPUT, pc);
    int length = LIBC(vfwprintf)(stream, format, arguments);
    stream_leave(object);
    return length;
}

PRINT(wprintf, vwprintf, (const wchar_t *restrict format),
      print_wide(stdout, format, arguments, pc))
PRINT(fwprintf, vfwprintf, (FILE *restrict stream, const wchar_t *restrict format),
      print_wide(stream, format, arguments, pc))
