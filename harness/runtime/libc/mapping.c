#include "runtime/libc/mapping.h"
#include "runtime/engine/schedule.h"

#include <sys/mman.h>

enum { MAPPINGS_MAX = 256 };

static struct mapping {
    uintptr_t begin, end;
} mappings[MAPPINGS_MAX];
static unsigned count;

void mapping_begin(void)
{
    count = 0;
}

void mapping_note(uintptr_t at, size_t size, int flags)
{
    if (at == (uintptr_t)MAP_FAILED || (flags & MAP_TYPE) == MAP_PRIVATE) {
        return;
    }
    if (count == MAPPINGS_MAX) {
        schedule_refuse("maps shared memory more than %d times", MAPPINGS_MAX);
    }
    mappings[count++] = (struct mapping){ at, at + size };
}

/* Of one that is cut in two the whole counts on. */
void mapping_forget(uintptr_t at, size_t size)
{
    for (unsigned i = 0; i < count; i++) {
        struct mapping *mapping = &mappings[i];
        if (mapping->begin >= at && mapping->end <= at + size) {
            *mapping = mappings[--count];
            i--;
        }
    }
}

void mapping_forget_at(uintptr_t at)
{
    for (unsigned i = 0; i < count; i++) {
        if (mappings[i].begin == at) {
            mappings[i] = mappings[--count];
            return;
        }
    }
}

bool mapping_is_shared(uintptr_t address)
{
    for (unsigned i = 0; i < count; i++) {
        if (address >= mappings[i].begin && address < mappings[i].end) {
            return true;
        }
    }
    return false;
}
