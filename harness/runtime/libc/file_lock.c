/*
 * lockf, and fcntl with F_SETLKW: POSIX.1-2017. Who has to wait does so in the
 * schedule, and then tries again: in the kernel it would hold up all threads.
 */
#include "runtime/libc/file_lock.h"
#include "runtime/engine/call.h"
#include "runtime/libc/outside.h"
#include "runtime/posix/cancel.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* One try has ended so. Returns whether there is to be another one. */
static bool waits_on(int status, uintptr_t pc)
{
    if (status == 0 || (errno != EWOULDBLOCK && errno != EAGAIN && errno != EACCES)) {
        return false;
    }
    outside_pause(pc);
    return true;
}

EXPORT int lockf(int descriptor, int command, off_t size)
{
    uintptr_t pc = CALLER;
    int status;

    if (!call_is_seen(pc)) {
        return LIBC(lockf)(descriptor, command, size);
    }
    cancel_point(pc);
    do {
        outside_use(pc, "%s a part of the file of file descriptor %d",
                    command == F_ULOCK ? "unlocks" : "locks", descriptor);
        status = LIBC(lockf)(descriptor, command == F_LOCK ? F_TLOCK : command, size);
    } while (command == F_LOCK && waits_on(status, pc));
    return status;
}

EXPORT int lockf64(int descriptor, int command, off_t size) __attribute__((alias("lockf")));

bool file_lock_is_wait(int command)
{
    return command == F_SETLKW || command == F_OFD_SETLKW;
}

int file_lock_fcntl(int descriptor, int command, void *lock, uintptr_t pc)
{
    int status;

    cancel_point(pc);
    do {
        outside_use(pc, "locks a part of the file of file descriptor %d", descriptor);
        status = LIBC(fcntl)(descriptor, command == F_SETLKW ? F_SETLK : F_OFD_SETLK, lock);
    } while (waits_on(status, pc));
    return status;
}
