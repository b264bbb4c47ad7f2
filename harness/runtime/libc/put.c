/*
 * Printing characters, strings and blocks: C11, 7.21.7 and 7.21.8;
 * POSIX.1-2017, putc_unlocked; for the others with _unlocked, glibc's manual
 * page unlocked_stdio.
 */
#include "runtime/libc/range.h"
#include "runtime/libc/stream.h"

#include <wchar.h>

#undef fwrite_unlocked /* a macro in glibc's headers */

static void block_begin(const void *from, size_t size, uintptr_t pc)
{
    range_read(from, size, pc);
    stream_expect(size);
}

STREAM_CALL(int, fputc, (int c, FILE *stream), (c, stream), stream, OP_OUTPUT, )
STREAM_CALL(int, putc, (int c, FILE *stream), (c, stream), stream, OP_OUTPUT, )
STREAM_CALL(int, putchar, (int c), (c), stdout, OP_OUTPUT, )
STREAM_CALL(int, putw, (int word, FILE *stream), (word, stream), stream, OP_OUTPUT, )
STREAM_CALL(int, fputs, (const char *restrict text, FILE *restrict stream), (text, stream), stream,
            OP_OUTPUT, stream_expect(range_read_string(text, pc)))
STREAM_CALL(int, puts, (const char *text), (text), stdout, OP_OUTPUT, range_read_string(text, pc))
STREAM_CALL(size_t, fwrite,
            (const void *restrict from, size_t size, size_t count, FILE *restrict stream),
            (from, size, count, stream), stream, OP_OUTPUT, block_begin(from, size *count, pc))
STREAM_CALL_UNLOCKED(int, putc_unlocked, (int c, FILE *stream), (c, stream), stream, OP_OUTPUT, )
STREAM_CALL_UNLOCKED(int, fputc_unlocked, (int c, FILE *stream), (c, stream), stream, OP_OUTPUT, )
STREAM_CALL_UNLOCKED(int, putchar_unlocked, (int c), (c), stdout, OP_OUTPUT, )
STREAM_CALL_UNLOCKED(int, fputs_unlocked, (const char *restrict text, FILE *restrict stream),
                     (text, stream), stream, OP_OUTPUT, stream_expect(range_read_string(text, pc)))
STREAM_CALL_UNLOCKED(size_t, fwrite_unlocked,
                     (const void *restrict from, size_t size, size_t count, FILE *restrict stream),
                     (from, size, count, stream), stream, OP_OUTPUT,
                     block_begin(from, size *count, pc))
STREAM_CALL(wint_t, fputwc, (wchar_t c, FILE *stream), (c, stream), stream, OP_OUTPUT, )
STREAM_CALL(wint_t, putwc, (wchar_t c, FILE *stream), (c, stream), stream, OP_OUTPUT, )
STREAM_CALL(wint_t, putwchar, (wchar_t c), (c), stdout, OP_OUTPUT, )
STREAM_CALL(int, fputws, (const wchar_t *restrict text, FILE *restrict stream), (text, stream),
            stream, OP_OUTPUT, range_read(text, (wcslen(text) + 1) * sizeof *text, pc))

/* What becomes visible is what was printed: it is ordered with that. */
static int flush(FILE *stream, uintptr_t pc)
{
    if (!call_is_seen(pc) || stream == NULL) {
        return LIBC(fflush)(stream);
    }
    struct object *object = stream_enter(stream, OP_OUTPUT, pc);
    record_word("flushes {stream}");
    stream_flush(stream, pc);
    int result = LIBC(fflush)(stream);
    stream_leave(object);
    return result;
}

EXPORT int fflush(FILE *stream)
{
    return flush(stream, CALLER);
}

EXPORT int fflush_unlocked(FILE *stream)
{
    return flush(stream, CALLER);
}

EXPORT void perror(const char *text)
{
    uintptr_t pc = CALLER;

    if (!call_is_seen(pc)) {
        LIBC(perror)(text);
        return;
    }
    if (text != NULL) {
        range_read_string(text, pc);
    }
    struct object *object = stream_enter(stderr, OP_OUTPUT, pc);
    LIBC(perror)(text);
    stream_leave(object);
}
