/* What the pure parts of the explorer's runtime need of base.h, without what it intercepts. */
#include "runtime/engine/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static void *map(uintptr_t address, size_t size, int flags)
{
    void *at = mmap((void *)address, size, PROT_READ | PROT_WRITE,
                    flags | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (at == MAP_FAILED) {
        base_die("cannot map %zu bytes at %#lx", size, (unsigned long)address);
    }
    return at;
}

void *base_map(size_t size)
{
    return map(0, size, MAP_PRIVATE);
}

void *base_map_shared(size_t size)
{
    return map(0, size, MAP_SHARED);
}

void *base_map_at(uintptr_t address, size_t size)
{
    return map(address, size, MAP_PRIVATE | MAP_FIXED_NOREPLACE);
}

void *base_next(const char *name)
{
    base_die("%s is not for tests", name);
}

int base_format(char *text, size_t size, const char *format, va_list arguments)
{
    return vsnprintf(text, size, format, arguments);
}

void base_die(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}
