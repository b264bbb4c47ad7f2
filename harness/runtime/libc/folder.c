/*
 * What changes the file system, or where the process is in it: POSIX.1-2017
 * under the functions' names.
 */
#include "runtime/libc/outside_call.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

OUTSIDE_CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), "makes the folder %s", path)
OUTSIDE_CALL(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode),
             "makes the folder %s", path)
OUTSIDE_CALL(int, rmdir, (const char *path), (path), "removes the folder %s", path)
OUTSIDE_CALL(int, unlink, (const char *path), (path), "removes %s", path)
OUTSIDE_CALL(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags),
             "removes %s", path)
OUTSIDE_CALL(int, remove, (const char *path), (path), "removes %s", path)
OUTSIDE_CALL(int, rename, (const char *path, const char *to), (path, to), "renames %s", path)
OUTSIDE_CALL(int, renameat, (int folder, const char *path, int to_folder, const char *to),
             (folder, path, to_folder, to), "renames %s", path)
OUTSIDE_CALL(int, link, (const char *path, const char *to), (path, to), "links %s", path)
OUTSIDE_CALL(int, symlink, (const char *path, const char *to), (path, to), "links %s", path)
OUTSIDE_CALL(int, truncate, (const char *path, off_t size), (path, size), "cuts %s", path)
OUTSIDE_CALL(int, ftruncate, (int descriptor, off_t size), (descriptor, size),
             "cuts the file of descriptor %d", descriptor)
OUTSIDE_CALL(int, fallocate, (int descriptor, int mode, off_t offset, off_t size),
             (descriptor, mode, offset, size), "fills the file of descriptor %d", descriptor)
OUTSIDE_CALL(int, chmod, (const char *path, mode_t mode), (path, mode), "changes the mode of %s",
             path)
OUTSIDE_CALL(int, fchmod, (int descriptor, mode_t mode), (descriptor, mode),
             "changes the mode of file descriptor %d", descriptor)
OUTSIDE_CALL(int, mkfifo, (const char *path, mode_t mode), (path, mode), "makes the pipe %s", path)
OUTSIDE_CALL(int, mkstemp, (char *path), (path), "makes a file like %s", path)
OUTSIDE_CALL(int, mkostemp, (char *path, int flags), (path, flags), "makes a file like %s", path)
OUTSIDE_CALL(char *, mkdtemp, (char *path), (path), "makes a folder like %s", path)
OUTSIDE_CALL(int, chdir, (const char *path), (path), "goes to the folder %s", path)
OUTSIDE_CALL(int, fchdir, (int descriptor), (descriptor), "goes to the folder of descriptor %d",
             descriptor)
OUTSIDE_CALL(mode_t, umask, (mode_t mask), (mask), "sets its file mode mask to %o", mask)
OUTSIDE_CALL(int, fsync, (int descriptor), (descriptor), "writes file descriptor %d to the disk",
             descriptor)

EXPORT int truncate64(const char *path, off_t size) __attribute__((alias("truncate")));
EXPORT int ftruncate64(int descriptor, off_t size) __attribute__((alias("ftruncate")));
EXPORT int fallocate64(int descriptor, int mode, off_t offset, off_t size)
    __attribute__((alias("fallocate")));
EXPORT int mkstemp64(char *path) __attribute__((alias("mkstemp")));
EXPORT int mkostemp64(char *path, int flags) __attribute__((alias("mkostemp")));
