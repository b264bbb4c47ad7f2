/*
 * memcpy and its relatives (C11, 7.24; POSIX.1-2017, memccpy and bcopy in
 * earlier issues; memmem, mempcpy and rawmemchr: glibc's manual pages). Each
 * counts as one read of all that it reads, and one write of all that it writes.
 *
 * They do their work themselves: they are called before libc's own can be
 * found, and a comparison has to know where it will end before it begins.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/overflow.h"
#include "runtime/libc/range.h"

#include <string.h>
#include <strings.h>

static void move(char *to, const char *from, size_t size)
{
    if ((uintptr_t)to - (uintptr_t)from >= size) {
        base_copy(to, from, size);
        return;
    }
    while (size-- > 0) {
        to[size] = from[size];
    }
}

static void *copy(void *to, const void *from, size_t size, uintptr_t pc)
{
    if (call_is_seen(pc)) {
        range_read(from, size, pc);
        range_write(to, size, pc);
    }
    move(to, from, size);
    return to;
}

static void *fill(void *at, int byte, size_t size, uintptr_t pc)
{
    if (call_is_seen(pc)) {
        range_write(at, size, pc);
    }
    base_fill(at, (unsigned char)byte, size);
    return at;
}

/* How many bytes at the beginning of both are the same. */
static size_t same(const unsigned char *a, const unsigned char *b, size_t size)
{
    size_t i = 0;

    while (i < size && a[i] == b[i]) {
        i++;
    }
    return i;
}

static int compare(const void *a, const void *b, size_t size, uintptr_t pc)
{
    if (call_is_seen(pc)) {
        range_read(a, size, pc);
        range_read(b, size, pc);
    }
    size_t i = same(a, b, size);
    return i == size ? 0 : ((const unsigned char *)a)[i] - ((const unsigned char *)b)[i];
}

static size_t index_of(const unsigned char *at, int byte, size_t size)
{
    size_t i = 0;

    while (i < size && at[i] != (unsigned char)byte) {
        i++;
    }
    return i;
}

EXPORT void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    return copy(to, from, size, CALLER);
}

EXPORT void *memmove(void *to, const void *from, size_t size)
{
    return copy(to, from, size, CALLER);
}

EXPORT void *mempcpy(void *restrict to, const void *restrict from, size_t size)
{
    return (char *)copy(to, from, size, CALLER) + size;
}

EXPORT void bcopy(const void *from, void *to, size_t size)
{
    copy(to, from, size, CALLER);
}

EXPORT void *memset(void *at, int byte, size_t size)
{
    return fill(at, byte, size, CALLER);
}

EXPORT void bzero(void *at, size_t size)
{
    fill(at, 0, size, CALLER);
}

EXPORT void explicit_bzero(void *at, size_t size)
{
    fill(at, 0, size, CALLER);
}

EXPORT int memcmp(const void *a, const void *b, size_t size)
{
    return compare(a, b, size, CALLER);
}

EXPORT int bcmp(const void *a, const void *b, size_t size)
{
    return compare(a, b, size, CALLER);
}

/* C11, 7.24.5.1: as if it read the bytes one after the other, and stopped at the first match. */
EXPORT void *memchr(const void *at, int byte, size_t size)
{
    size_t i = index_of(at, byte, size);

    if (call_is_seen(CALLER)) {
        range_read(at, i < size ? i + 1 : size, CALLER);
        i = index_of(at, byte, size);
    }
    return i < size ? (char *)(uintptr_t)at + i : NULL;
}

EXPORT void *rawmemchr(const void *at, int byte)
{
    size_t i = index_of(at, byte, SIZE_MAX);

    if (call_is_seen(CALLER)) {
        range_read(at, i + 1, CALLER);
        i = index_of(at, byte, SIZE_MAX);
    }
    return (char *)(uintptr_t)at + i;
}

EXPORT void *memrchr(const void *at, int byte, size_t size)
{
    const unsigned char *bytes = at;

    if (call_is_seen(CALLER)) {
        range_read(at, size, CALLER);
    }
    while (size-- > 0) {
        if (bytes[size] == (unsigned char)byte) {
            return (char *)(uintptr_t)bytes + size;
        }
    }
    return NULL;
}

EXPORT void *memmem(const void *at, size_t size, const void *part, size_t part_size)
{
    if (call_is_seen(CALLER)) {
        range_read(at, size, CALLER);
        range_read(part, part_size, CALLER);
    }
    for (size_t i = 0; part_size <= size && i <= size - part_size; i++) {
        if (same((const unsigned char *)at + i, part, part_size) == part_size) {
            return (char *)(uintptr_t)at + i;
        }
    }
    return NULL;
}

/* clang 19 calls these for the copies that it makes itself. */
EXPORT void *__tsan_memcpy(void *to, const void *from, size_t size)
{
    return copy(to, from, size, CALLER);
}

EXPORT void *__tsan_memmove(void *to, const void *from, size_t size)
{
    return copy(to, from, size, CALLER);
}

EXPORT void *__tsan_memset(void *at, int byte, size_t size)
{
    return fill(at, byte, size, CALLER);
}

/* What -D_FORTIFY_SOURCE makes of them; `room` is what the compiler knows of the destination. */
EXPORT void *__memcpy_chk(void *to, const void *from, size_t size, size_t room)
{
    overflow_check(size, room, CALLER);
    return copy(to, from, size, CALLER);
}

EXPORT void *__memmove_chk(void *to, const void *from, size_t size, size_t room)
{
    overflow_check(size, room, CALLER);
    return copy(to, from, size, CALLER);
}

EXPORT void *__mempcpy_chk(void *to, const void *from, size_t size, size_t room)
{
    overflow_check(size, room, CALLER);
    return (char *)copy(to, from, size, CALLER) + size;
}

EXPORT void *__memset_chk(void *at, int byte, size_t size, size_t room)
{
    overflow_check(size, room, CALLER);
    return fill(at, byte, size, CALLER);
}
