/*
 * Shared memory by a name: POSIX.1-2017, shm_open and shm_unlink; Linux's
 * manual page shm_overview. A name that nobody had before is the schedule's own,
 * under one that no other process has.
 */
#include "runtime/libc/outside_call.h"
#include "runtime/libc/range.h"
#include "runtime/libc/temporary.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHARED_FOLDER "/dev/shm/"
enum { FOLDER_LENGTH = sizeof SHARED_FOLDER - 1, PATH_SIZE = 256 };

/* The name for the kernel, in place of the program's. */
static const char *name_lead(const char *name, const char *does)
{
    static char path[PATH_SIZE];

    name += name[0] == '/';
    base_text(path, sizeof path, SHARED_FOLDER);
    base_text(path + FOLDER_LENGTH, sizeof path - FOLDER_LENGTH, name);
    if (BASE_KERNEL(SYS_access, path, F_OK, 0) == 0) {
        schedule_note_unseen("the program %s the shared memory %s, which all schedules share", does,
                             name);
        return name;
    }
    size_t length = base_length(path);
    if (temporary_mark(path + length, sizeof path - length)) {
        temporary_note(path);
        return path + FOLDER_LENGTH;
    }
    return name;
}

EXPORT int shm_open(const char *name, int flags, mode_t mode)
{
    if (call_is_seen(CALLER)) {
        range_read_string(name, CALLER);
        outside_use(CALLER, "opens the shared memory %s", name);
        name = name_lead(name, "opens");
    }
    return LIBC(shm_open)(name, flags, mode);
}

EXPORT int shm_unlink(const char *name)
{
    if (call_is_seen(CALLER)) {
        range_read_string(name, CALLER);
        outside_use(CALLER, "removes the shared memory %s", name);
        name = name_lead(name, "removes");
    }
    return LIBC(shm_unlink)(name);
}
