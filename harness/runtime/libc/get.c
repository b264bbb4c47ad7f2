/*
 * Reading characters, lines and blocks: C11, 7.21.7 and 7.21.8; POSIX.1-2017,
 * getline and getc_unlocked; for the others with _unlocked, glibc's manual page
 * unlocked_stdio.
 */
#include "runtime/libc/overflow.h"
#include "runtime/libc/range.h"
#include "runtime/libc/stream.h"

#include <wchar.h>

#undef fread_unlocked /* a macro in glibc's headers */

STREAM_CALL(int, fgetc, (FILE * stream), (stream), stream, OP_INPUT, stream_wait(stream, pc))
STREAM_CALL(int, getc, (FILE * stream), (stream), stream, OP_INPUT, stream_wait(stream, pc))
STREAM_CALL(int, getchar, (void), (), stdin, OP_INPUT, stream_wait(stdin, pc))
STREAM_CALL(int, getw, (FILE * stream), (stream), stream, OP_INPUT, stream_wait(stream, pc))
STREAM_CALL(int, ungetc, (int c, FILE *stream), (c, stream), stream, OP_INPUT, )
STREAM_CALL(wint_t, fgetwc, (FILE * stream), (stream), stream, OP_INPUT, stream_wait(stream, pc))
STREAM_CALL(wint_t, getwc, (FILE * stream), (stream), stream, OP_INPUT, stream_wait(stream, pc))
STREAM_CALL(wint_t, getwchar, (void), (), stdin, OP_INPUT, stream_wait(stdin, pc))
STREAM_CALL_UNLOCKED(int, getc_unlocked, (FILE * stream), (stream), stream, OP_INPUT,
                     stream_wait(stream, pc))
STREAM_CALL_UNLOCKED(int, fgetc_unlocked, (FILE * stream), (stream), stream, OP_INPUT,
                     stream_wait(stream, pc))
STREAM_CALL_UNLOCKED(int, getchar_unlocked, (void), (), stdin, OP_INPUT, stream_wait(stdin, pc))

static char *line_get(char *to, int size, FILE *stream, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return LIBC(fgets)(to, size, stream);
    }
    stream_wait(stream, pc);
    struct object *object = stream_enter(stream, OP_INPUT, pc);
    char *line = LIBC(fgets)(to, size, stream);
    if (line != NULL) {
        range_wrote(to, range_length(to, SIZE_MAX) + 1, pc);
    }
    stream_leave(object);
    return line;
}

EXPORT char *fgets(char *restrict to, int size, FILE *restrict stream)
{
    return line_get(to, size, stream, CALLER);
}

EXPORT char *fgets_unlocked(char *restrict to, int size, FILE *restrict stream)
{
    return line_get(to, size, stream, CALLER);
}

EXPORT char *__fgets_chk(char *to, size_t room, int size, FILE *stream)
{
    overflow_check(size > 0 ? (size_t)size : 0, room, CALLER);
    return line_get(to, size, stream, CALLER);
}

/* A large block is read by the kernel, right to where it shall be. */
static size_t block_get(void *to, size_t size, size_t count, FILE *stream, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return LIBC(fread)(to, size, count, stream);
    }
    stream_wait(stream, pc);
    struct object *object = stream_enter(stream, OP_INPUT, pc);
    range_touch(to, size * count);
    size_t done = LIBC(fread)(to, size, count, stream);
    range_wrote(to, done * size, pc);
    stream_leave(object);
    return done;
}

EXPORT size_t fread(void *restrict to, size_t size, size_t count, FILE *restrict stream)
{
    return block_get(to, size, count, stream, CALLER);
}

EXPORT size_t fread_unlocked(void *restrict to, size_t size, size_t count, FILE *restrict stream)
{
    return block_get(to, size, count, stream, CALLER);
}

EXPORT size_t __fread_chk(void *to, size_t room, size_t size, size_t count, FILE *stream)
{
    overflow_check(size * count, room, CALLER);
    return block_get(to, size, count, stream, CALLER);
}

static ssize_t delimited_get(char **line, size_t *size, int end, FILE *stream, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return LIBC(getdelim)(line, size, end, stream);
    }
    stream_wait(stream, pc);
    struct object *object = stream_enter(stream, OP_INPUT, pc);
    ssize_t length = LIBC(getdelim)(line, size, end, stream);
    range_wrote(line, sizeof *line, pc);
    range_wrote(size, sizeof *size, pc);
    if (length >= 0) {
        range_wrote(*line, (size_t)length + 1, pc);
    }
    stream_leave(object);
    return length;
}

EXPORT ssize_t getdelim(char **restrict line, size_t *restrict size, int end, FILE *restrict stream)
{
    return delimited_get(line, size, end, stream, CALLER);
}

EXPORT ssize_t __getdelim(char **restrict line, size_t *restrict size, int end,
                          FILE *restrict stream)
{
    return delimited_get(line, size, end, stream, CALLER);
}

EXPORT ssize_t getline(char **restrict line, size_t *restrict size, FILE *restrict stream)
{
    return delimited_get(line, size, '\n', stream, CALLER);
}
