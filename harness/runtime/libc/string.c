/*
 * Strings: C11, 7.24, and POSIX.1-2017 under the functions' names; stpncpy,
 * strchrnul and strcasestr: glibc's manual pages. What a function reads of a
 * string it reads at once, its end included; what it writes likewise.
 *
 * They do their work themselves, see memory.c: how much will be read has to be
 * known before. If another thread changes it meanwhile, the two race.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/malloc.h"
#include "runtime/libc/overflow.h"
#include "runtime/libc/range.h"

#include <string.h>
#include <strings.h>

/* The string, up to `max` bytes, is read by a call from `pc`. Returns its length. */
static size_t text_read(const char *text, size_t max, uintptr_t pc)
{
    return call_is_seen(pc) ? range_read_text(text, max, pc) : range_length(text, max);
}

static size_t string_read(const char *text, uintptr_t pc)
{
    return text_read(text, SIZE_MAX, pc);
}

static void bytes_write(char *at, size_t size, uintptr_t pc)
{
    if (call_is_seen(pc)) {
        range_write(at, size, pc);
    }
}

/* Writes `size` bytes: the first `length` of `from`, the rest zero. */
static char *bytes_put(char *to, const char *from, size_t length, size_t size, uintptr_t pc)
{
    bytes_write(to, size, pc);
    base_copy(to, from, length);
    base_fill(to + length, 0, size - length);
    return to;
}

EXPORT size_t strlen(const char *text)
{
    return string_read(text, CALLER);
}

EXPORT size_t strnlen(const char *text, size_t max)
{
    return text_read(text, max, CALLER);
}

EXPORT char *strcpy(char *restrict to, const char *restrict from)
{
    size_t length = string_read(from, CALLER);

    return bytes_put(to, from, length, length + 1, CALLER);
}

EXPORT char *stpcpy(char *restrict to, const char *restrict from)
{
    size_t length = string_read(from, CALLER);

    return bytes_put(to, from, length, length + 1, CALLER) + length;
}

EXPORT char *strncpy(char *restrict to, const char *restrict from, size_t size)
{
    return bytes_put(to, from, text_read(from, size, CALLER), size, CALLER);
}

EXPORT char *stpncpy(char *restrict to, const char *restrict from, size_t size)
{
    size_t length = text_read(from, size, CALLER);

    return bytes_put(to, from, length, size, CALLER) + length;
}

EXPORT char *strcat(char *restrict to, const char *restrict from)
{
    size_t length = string_read(from, CALLER), end = string_read(to, CALLER);

    bytes_put(to + end, from, length, length + 1, CALLER);
    return to;
}

EXPORT char *strncat(char *restrict to, const char *restrict from, size_t size)
{
    size_t length = text_read(from, size, CALLER), end = string_read(to, CALLER);

    bytes_put(to + end, from, length, length + 1, CALLER);
    return to;
}

/* Where two strings differ or end, at most `max`. */
static size_t difference(const char *a, const char *b, size_t max)
{
    size_t i = 0;

    while (i < max && a[i] == b[i] && a[i] != '\0') {
        i++;
    }
    return i;
}

static int compare(const char *a, const char *b, size_t max, uintptr_t pc)
{
    size_t i = difference(a, b, max);

    if (call_is_seen(pc)) {
        size_t size = i < max ? i + 1 : max;
        range_read(a, size, pc);
        range_read(b, size, pc);
        i = difference(a, b, max);
    }
    return i == max ? 0 : (unsigned char)a[i] - (unsigned char)b[i];
}

EXPORT int strcmp(const char *a, const char *b)
{
    return compare(a, b, SIZE_MAX, CALLER);
}

EXPORT int strncmp(const char *a, const char *b, size_t size)
{
    return compare(a, b, size, CALLER);
}

/* What depends on the locale is left to libc, and reads to the end of both. */
EXPORT int strcoll(const char *a, const char *b)
{
    string_read(a, CALLER);
    string_read(b, CALLER);
    return LIBC(strcoll)(a, b);
}

EXPORT int strcasecmp(const char *a, const char *b)
{
    string_read(a, CALLER);
    string_read(b, CALLER);
    return LIBC(strcasecmp)(a, b);
}

EXPORT int strncasecmp(const char *a, const char *b, size_t size)
{
    text_read(a, size, CALLER);
    text_read(b, size, CALLER);
    return LIBC(strncasecmp)(a, b, size);
}

static size_t index_of(const char *text, int byte)
{
    size_t i = 0;

    while (text[i] != (char)byte && text[i] != '\0') {
        i++;
    }
    return i;
}

static char *find(const char *text, int byte, uintptr_t pc)
{
    size_t i = index_of(text, byte);

    if (call_is_seen(pc)) {
        range_read(text, i + 1, pc);
        i = index_of(text, byte);
    }
    return (char *)(uintptr_t)text + i;
}

EXPORT char *strchr(const char *text, int byte)
{
    char *found = find(text, byte, CALLER);

    return *found == (char)byte ? found : NULL;
}

EXPORT char *index(const char *text, int byte)
{
    char *found = find(text, byte, CALLER);

    return *found == (char)byte ? found : NULL;
}

EXPORT char *strchrnul(const char *text, int byte)
{
    return find(text, byte, CALLER);
}

static char *find_last(const char *text, int byte, uintptr_t pc)
{
    for (size_t i = string_read(text, pc) + 1; i-- > 0;) {
        if (text[i] == (char)byte) {
            return (char *)(uintptr_t)text + i;
        }
    }
    return NULL;
}

EXPORT char *strrchr(const char *text, int byte)
{
    return find_last(text, byte, CALLER);
}

EXPORT char *rindex(const char *text, int byte)
{
    return find_last(text, byte, CALLER);
}

EXPORT char *strstr(const char *text, const char *part)
{
    string_read(part, CALLER);
    string_read(text, CALLER);
    return LIBC(strstr)(text, part);
}

EXPORT char *strcasestr(const char *text, const char *part)
{
    string_read(part, CALLER);
    string_read(text, CALLER);
    return LIBC(strcasestr)(text, part);
}

EXPORT size_t strspn(const char *text, const char *bytes)
{
    string_read(bytes, CALLER);
    string_read(text, CALLER);
    return LIBC(strspn)(text, bytes);
}

EXPORT size_t strcspn(const char *text, const char *bytes)
{
    string_read(bytes, CALLER);
    string_read(text, CALLER);
    return LIBC(strcspn)(text, bytes);
}

EXPORT char *strpbrk(const char *text, const char *bytes)
{
    string_read(bytes, CALLER);
    string_read(text, CALLER);
    return LIBC(strpbrk)(text, bytes);
}

static char *duplicate(const char *text, size_t length, uintptr_t pc)
{
    char *copy = malloc_block(length + 1, pc);

    return copy == NULL ? NULL : bytes_put(copy, text, length, length + 1, pc);
}

EXPORT char *strdup(const char *text)
{
    return duplicate(text, string_read(text, CALLER), CALLER);
}

EXPORT char *__strdup(const char *text)
{
    return duplicate(text, string_read(text, CALLER), CALLER);
}

EXPORT char *strndup(const char *text, size_t max)
{
    return duplicate(text, text_read(text, max, CALLER), CALLER);
}

EXPORT char *__strndup(const char *text, size_t max)
{
    return duplicate(text, text_read(text, max, CALLER), CALLER);
}

/* What -D_FORTIFY_SOURCE makes of them; `room` is what the compiler knows of the destination. */
EXPORT char *__strcpy_chk(char *to, const char *from, size_t room)
{
    size_t length = string_read(from, CALLER);

    overflow_check(length + 1, room, CALLER);
    return bytes_put(to, from, length, length + 1, CALLER);
}

EXPORT char *__stpcpy_chk(char *to, const char *from, size_t room)
{
    size_t length = string_read(from, CALLER);

    overflow_check(length + 1, room, CALLER);
    return bytes_put(to, from, length, length + 1, CALLER) + length;
}

EXPORT char *__strncpy_chk(char *to, const char *from, size_t size, size_t room)
{
    overflow_check(size, room, CALLER);
    return bytes_put(to, from, text_read(from, size, CALLER), size, CALLER);
}

EXPORT char *__stpncpy_chk(char *to, const char *from, size_t size, size_t room)
{
    size_t length = text_read(from, size, CALLER);

    overflow_check(size, room, CALLER);
    return bytes_put(to, from, length, size, CALLER) + length;
}

EXPORT char *__strcat_chk(char *to, const char *from, size_t room)
{
    size_t length = string_read(from, CALLER), end = string_read(to, CALLER);

    overflow_check(end + length + 1, room, CALLER);
    bytes_put(to + end, from, length, length + 1, CALLER);
    return to;
}

EXPORT char *__strncat_chk(char *to, const char *from, size_t size, size_t room)
{
    size_t length = text_read(from, size, CALLER), end = string_read(to, CALLER);

    overflow_check(end + length + 1, room, CALLER);
    bytes_put(to + end, from, length, length + 1, CALLER);
    return to;
}
