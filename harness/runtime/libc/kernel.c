/*
 * What else changes the process's own tables in the kernel, or asks it to write
 * to the program's memory: Linux's manual pages under the functions' names.
 */
#include "runtime/libc/kernel_write.h"
#include "runtime/libc/mapping.h"
#include "runtime/libc/outside_call.h"

#include <dlfcn.h>
#include <locale.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/utsname.h>

EXPORT void *mmap(void *at, size_t size, int protection, int flags, int descriptor, off_t offset)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(mmap)(at, size, protection, flags, descriptor, offset);
    }
    outside_use(CALLER, "maps %zu bytes of memory", size);
    void *mapped = LIBC(mmap)(at, size, protection, flags, descriptor, offset);
    mapping_note((uintptr_t)mapped, size, flags);
    return mapped;
}

EXPORT int munmap(void *at, size_t size)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "unmaps %zu bytes of memory", size);
        mapping_forget((uintptr_t)at, size);
    }
    return LIBC(munmap)(at, size);
}

OUTSIDE_CALL(int, mprotect, (void *at, size_t size, int protection), (at, size, protection),
             "protects %zu bytes of memory", size)
OUTSIDE_CALL(void *, dlopen, (const char *path, int flags), (path, flags), "loads %s",
             path == NULL ? "itself" : path)
OUTSIDE_CALL(int, dlclose, (void *module), (module), "unloads a module")
OUTSIDE_CALL(int, setrlimit, (__rlimit_resource_t resource, const struct rlimit *limit),
             (resource, limit), "sets a limit of resource %d", (int)resource)
OUTSIDE_CALL(int, memfd_create, (const char *name, unsigned flags), (name, flags),
             "makes a file in memory")

EXPORT void *mmap64(void *at, size_t size, int protection, int flags, int descriptor, off_t offset)
    __attribute__((alias("mmap")));

/* Any but the "C" locale is mapped from a file. */
EXPORT char *setlocale(int category, const char *name)
{
    bool plain = name == NULL || (name[0] == 'C' && name[1] == '\0');

    if (call_is_seen(CALLER) && !plain) {
        outside_use(CALLER, "sets the locale \"%s\"", name);
    }
    return LIBC(setlocale)(category, name);
}

EXPORT void *mremap(void *at, size_t size, size_t new_size, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    void *to = va_arg(arguments, void *);
    va_end(arguments);
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "maps %zu bytes of memory", new_size);
    }
    void *mapped = LIBC(mremap)(at, size, new_size, flags, to);
    if (call_is_seen(CALLER) && mapped != MAP_FAILED && mapping_is_shared((uintptr_t)at)) {
        mapping_forget((uintptr_t)at, size);
        mapping_note((uintptr_t)mapped, new_size, MAP_SHARED);
    }
    return mapped;
}

KERNEL_WRITE(int, uname, (struct utsname * to), (to), to, sizeof *to)
KERNEL_WRITE(int, getrlimit, (__rlimit_resource_t resource, struct rlimit *to), (resource, to), to,
             sizeof *to)
KERNEL_WRITE(int, getrusage, (__rusage_who_t who, struct rusage *to), (who, to), to, sizeof *to)
