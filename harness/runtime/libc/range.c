#include "runtime/libc/range.h"
#include "runtime/engine/module.h"
#include "runtime/engine/schedule.h"
#include "runtime/engine/snapshot.h"
#include "runtime/tsan/access.h"

void range_read(const void *at, size_t size, uintptr_t pc)
{
    if (size > 0 && access_is_point((uintptr_t)at) && !module_is_constant((uintptr_t)at)) {
        access_read(at, size, pc);
    }
}

void range_write(void *at, size_t size, uintptr_t pc)
{
    access_write(at, size, pc);
}

void range_wrote(void *at, size_t size, uintptr_t pc)
{
    const struct operation written = { OP_WRITE, (uint32_t)size, (uintptr_t)at, 0, pc };

    if (size == 0 || !access_is_point((uintptr_t)at)) {
        return;
    }
    if (UNLIKELY(schedule_observe != NULL)) {
        schedule_observe(thread_current, &written); /* who looks for a race's other side finds it */
    }
    access_wrote(at, size, pc);
}

size_t range_length(const char *text, size_t max)
{
    size_t length = 0;

    while (length < max && text[length] != '\0') {
        length++;
    }
    return length;
}

size_t range_read_text(const char *text, size_t max, uintptr_t pc)
{
    size_t length = range_length(text, max);

    range_read(text, length < max ? length + 1 : max, pc);
    return range_length(text, max);
}

size_t range_read_string(const char *text, uintptr_t pc)
{
    return range_read_text(text, SIZE_MAX, pc);
}

void range_touch(void *at, size_t size)
{
    snapshot_touch((uintptr_t)at, size);
}
