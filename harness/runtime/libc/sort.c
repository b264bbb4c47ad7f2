/*
 * qsort and bsearch: C11, 7.22.5. The comparison is the program's, and another
 * thread may run in the midst of it: what libc needs meanwhile is on the
 * thread's stack, or in a block of its own.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/range.h"

#include <stdlib.h>

EXPORT void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (call_is_seen(CALLER)) {
        range_read(base, count * size, CALLER);
        range_write(base, count * size, CALLER);
    }
    LIBC(qsort)(base, count, size, compare);
}

EXPORT void qsort_r(void *base, size_t count, size_t size,
                    int (*compare)(const void *, const void *, void *), void *argument)
{
    if (call_is_seen(CALLER)) {
        range_read(base, count * size, CALLER);
        range_write(base, count * size, CALLER);
    }
    LIBC(qsort_r)(base, count, size, compare, argument);
}
