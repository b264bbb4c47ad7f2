/*
 * A file's size, mode, owner, times and lock: POSIX.1-2017 and Linux's manual
 * pages under the functions' names.
 */
#include "runtime/diagnose/record.h"
#include "runtime/libc/change_call.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>

CHANGE_CALL(truncate, (const char *path, off_t size), (path, size), AT_FDCWD, true, "cuts")
CHANGE_FILE_CALL(ftruncate, (int descriptor, off_t size), (descriptor, size), "cuts")
CHANGE_FILE_CALL(fallocate, (int descriptor, int mode, off_t offset, off_t size),
                 (descriptor, mode, offset, size), "fills")
CHANGE_FILE_CALL(posix_fallocate, (int descriptor, off_t offset, off_t size),
                 (descriptor, offset, size), "fills")

CHANGE_CALL(chmod, (const char *path, mode_t mode), (path, mode), AT_FDCWD, true,
            "changes the mode of")
CHANGE_CALL(fchmodat, (int at, const char *path, mode_t mode, int flags), (at, path, mode, flags),
            at, (flags & AT_SYMLINK_NOFOLLOW) == 0, "changes the mode of")
CHANGE_FILE_CALL(fchmod, (int descriptor, mode_t mode), (descriptor, mode), "changes the mode of")

CHANGE_CALL(chown, (const char *path, uid_t user, gid_t group), (path, user, group), AT_FDCWD, true,
            "changes the owner of")
CHANGE_CALL(lchown, (const char *path, uid_t user, gid_t group), (path, user, group), AT_FDCWD,
            false, "changes the owner of")
CHANGE_CALL(fchownat, (int at, const char *path, uid_t user, gid_t group, int flags),
            (at, path, user, group, flags), at, (flags & AT_SYMLINK_NOFOLLOW) == 0,
            "changes the owner of")
CHANGE_FILE_CALL(fchown, (int descriptor, uid_t user, gid_t group), (descriptor, user, group),
                 "changes the owner of")

CHANGE_CALL(utime, (const char *path, const struct utimbuf *times), (path, times), AT_FDCWD, true,
            "changes the times of")
CHANGE_CALL(utimes, (const char *path, const struct timeval times[2]), (path, times), AT_FDCWD,
            true, "changes the times of")
CHANGE_CALL(lutimes, (const char *path, const struct timeval times[2]), (path, times), AT_FDCWD,
            false, "changes the times of")
CHANGE_CALL(utimensat, (int at, const char *path, const struct timespec times[2], int flags),
            (at, path, times, flags), at, (flags & AT_SYMLINK_NOFOLLOW) == 0,
            "changes the times of")
CHANGE_FILE_CALL(futimes, (int descriptor, const struct timeval times[2]), (descriptor, times),
                 "changes the times of")
CHANGE_FILE_CALL(futimens, (int descriptor, const struct timespec times[2]), (descriptor, times),
                 "changes the times of")

OUTSIDE_CALL(int, fsync, (int descriptor), (descriptor), "writes file descriptor %d to the disk",
             descriptor)
OUTSIDE_CALL(int, fdatasync, (int descriptor), (descriptor),
             "writes file descriptor %d to the disk", descriptor)

/* Two threads with a descriptor each wait for each other, though they are one process. Who tries,
 * and has to wait, has changed nothing: the others need not look again. */
static int lock_wait(int descriptor, int operation, uintptr_t pc)
{
    int status;

    do {
        outside_look(pc, "locks a file");
        record_word("locks the file of descriptor %d", descriptor);
        work_folder_change_file(descriptor, "locks");
        status = LIBC(flock)(descriptor, operation | LOCK_NB);
        if (status == 0 || errno != EWOULDBLOCK || (operation & LOCK_NB) != 0) {
            break;
        }
        outside_pause(pc);
    } while (true);
    return status;
}

EXPORT int flock(int descriptor, int operation)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(flock)(descriptor, operation);
    }
    if ((operation & ~LOCK_NB) == LOCK_UN) {
        outside_use(CALLER, "unlocks the file of descriptor %d", descriptor);
        return LIBC(flock)(descriptor, operation);
    }
    return lock_wait(descriptor, operation, CALLER);
}

EXPORT int truncate64(const char *path, off_t size) __attribute__((alias("truncate")));
EXPORT int ftruncate64(int descriptor, off_t size) __attribute__((alias("ftruncate")));
EXPORT int fallocate64(int descriptor, int mode, off_t offset, off_t size)
    __attribute__((alias("fallocate")));
EXPORT int posix_fallocate64(int descriptor, off_t offset, off_t size)
    __attribute__((alias("posix_fallocate")));
