#include "runtime/engine/base.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The system call itself: mmap is intercepted. */
static void *memory_map(uintptr_t address, size_t size, int flags)
{
    long at = base_kernel(SYS_mmap, address, size, PROT_READ | PROT_WRITE,
                          (uintptr_t)flags | MAP_ANONYMOUS | MAP_NORESERVE, (uintptr_t)-1, 0);

    if (at < 0 && at > -4096) {
        base_die("cannot map %zu bytes at %#lx: %s", size, (unsigned long)address,
                 strerror((int)-at));
    }
    return (void *)at;
}

void *base_map(size_t size)
{
    return memory_map(0, size, MAP_PRIVATE);
}

void *base_map_shared(size_t size)
{
    return memory_map(0, size, MAP_SHARED);
}

void *base_map_at(uintptr_t address, size_t size)
{
    return memory_map(address, size, MAP_PRIVATE | MAP_FIXED_NOREPLACE);
}

void *base_next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);

    if (function == NULL) {
        base_die("libc has no %s", name);
    }
    return function;
}

int base_format(char *text, size_t size, const char *format, va_list arguments)
{
    static int (*real)(char *, size_t, const char *, va_list);

    if (real == NULL) {
        real = (int (*)(char *, size_t, const char *, va_list))base_next("vsnprintf");
    }
    return real(text, size, format, arguments);
}

void (*base_last_word)(const char *reason);

void base_die(const char *format, ...)
{
    char text[512] = "racetrap explore: ";
    va_list arguments;

    va_start(arguments, format);
    int length = base_format(text + 18, sizeof text - 20, format, arguments);
    va_end(arguments);
    if (base_last_word != NULL) {
        base_last_word(text + 18);
    }
    size_t size = 18 + (length < 0 ? 0 : (size_t)length);
    if (size > sizeof text - 2) {
        size = sizeof text - 2;
    }
    text[size++] = '\n';
    if (base_kernel(SYS_write, 2, (uintptr_t)text, size, 0, 0, 0) < 0) {
        /* there is nobody left to tell */
    }
    base_kernel(SYS_exit_group, 2, 0, 0, 0, 0, 0);
    __builtin_unreachable();
}
