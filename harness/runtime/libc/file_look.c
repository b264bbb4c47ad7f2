/*
 * What only looks at files by their paths: POSIX.1-2017 and Linux's manual
 * pages under the functions' names.
 */
#include "runtime/libc/kernel_write.h"
#include "runtime/libc/malloc.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/real_path.h"
#include "runtime/libc/work_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Announces it, and returns what to give to the kernel instead of the path. */
static const char *path_look(int at, const char *path, bool follows_link, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return path;
    }
    outside_view(pc, "looks at %s", path);
    return work_folder_see(at, path, follows_link);
}

/* The parameter `path`. */
#define SEEN(at, follows) path_look(at, path, follows, CALLER)
#define IS_FOLLOWED(flags) (((flags)&AT_SYMLINK_NOFOLLOW) == 0)

KERNEL_WRITE(int, stat, (const char *restrict path, struct stat *restrict to),
             (SEEN(AT_FDCWD, true), to), to, sizeof *to)

/* The same, but not through a symbolic link; and one that stands for what was not copied is none.
 */
static int link_look(int at, const char *path, struct stat *to, int flags, uintptr_t pc)
{
    range_touch(to, sizeof *to);
    range_write(to, sizeof *to, pc);
    const char *found = path_look(at, path, IS_FOLLOWED(flags), pc);
    int status = LIBC(fstatat)(at, found, to, flags);
    if (status == 0 && S_ISLNK(to->st_mode)) {
        const char *behind = work_folder_behind(at, found);
        return behind == NULL ? 0 : LIBC(fstatat)(AT_FDCWD, behind, to, AT_SYMLINK_NOFOLLOW);
    }
    return status;
}

EXPORT int lstat(const char *restrict path, struct stat *restrict to)
{
    return call_is_seen(CALLER) ? link_look(AT_FDCWD, path, to, AT_SYMLINK_NOFOLLOW, CALLER)
                                : LIBC(lstat)(path, to);
}

EXPORT int fstatat(int at, const char *restrict path, struct stat *restrict to, int flags)
{
    return call_is_seen(CALLER) ? link_look(at, path, to, flags, CALLER)
                                : LIBC(fstatat)(at, path, to, flags);
}

EXPORT int statx(int at, const char *restrict path, int flags, unsigned mask,
                 struct statx *restrict to)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(statx)(at, path, flags, mask, to);
    }
    range_touch(to, sizeof *to);
    range_write(to, sizeof *to, CALLER);
    const char *found = path_look(at, path, IS_FOLLOWED(flags), CALLER);
    int status = LIBC(statx)(at, found, flags, mask | STATX_TYPE, to);
    const char *behind =
        status == 0 && S_ISLNK(to->stx_mode) ? work_folder_behind(at, found) : NULL;
    return behind == NULL ? status : LIBC(statx)(AT_FDCWD, behind, flags, mask, to);
}

/* What a folder's list says of a kind. */
static void kind_tell(DIR *folder, struct dirent *entry)
{
    const char *behind = work_folder_behind(dirfd(folder), entry->d_name);
    struct stat status;

    if (behind != NULL && LIBC(lstat)(behind, &status) == 0) {
        entry->d_type = IFTODT(status.st_mode);
    }
}

EXPORT struct dirent *readdir(DIR *folder)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(readdir)(folder);
    }
    outside_view(CALLER, "reads from the folder of file descriptor %d", dirfd(folder));
    struct dirent *entry = LIBC(readdir)(folder);
    if (entry != NULL && entry->d_type == DT_LNK) {
        kind_tell(folder, entry);
    }
    return entry;
}

EXPORT int fstat(int descriptor, struct stat *to)
{
    if (call_is_seen(CALLER)) {
        range_touch(to, sizeof *to);
        range_write(to, sizeof *to, CALLER);
        outside_view(CALLER, "looks at file descriptor %d", descriptor);
    }
    return LIBC(fstat)(descriptor, to);
}

KERNEL_WRITE(int, statfs, (const char *path, struct statfs *to), (SEEN(AT_FDCWD, true), to), to,
             sizeof *to)
KERNEL_WRITE(int, statvfs, (const char *restrict path, struct statvfs *restrict to),
             (SEEN(AT_FDCWD, true), to), to, sizeof *to)

EXPORT int access(const char *path, int mode)
{
    return LIBC(access)(SEEN(AT_FDCWD, true), mode);
}

EXPORT int euidaccess(const char *path, int mode)
{
    return LIBC(euidaccess)(SEEN(AT_FDCWD, true), mode);
}

EXPORT int faccessat(int at, const char *path, int mode, int flags)
{
    return LIBC(faccessat)(at, SEEN(at, IS_FOLLOWED(flags)), mode, flags);
}

EXPORT int scandir(const char *restrict path, struct dirent ***restrict names,
                   int (*filter)(const struct dirent *),
                   int (*compare)(const struct dirent **, const struct dirent **))
{
    return LIBC(scandir)(SEEN(AT_FDCWD, true), names, filter, compare);
}

static ssize_t link_read(int at, const char *path, char *to, size_t size, uintptr_t pc)
{
    static char text[REAL_PATH_SIZE];

    range_touch(to, size);
    range_write(to, size, pc);
    path = path_look(at, path, false, pc);
    const char *behind = work_folder_behind(at, path);
    ssize_t length = LIBC(readlinkat)(at, behind == NULL ? path : behind, text, sizeof text - 1);
    if (length < 0 || size == 0) {
        return length < 0 ? length : LIBC(readlinkat)(at, path, to, size); /* EINVAL */
    }
    text[length] = '\0';
    const char *shown = work_folder_show(text);
    size_t needed = base_length(shown);
    needed = needed < size ? needed : size;
    base_copy(to, shown, needed);
    return (ssize_t)needed;
}

EXPORT ssize_t readlink(const char *restrict path, char *restrict to, size_t size)
{
    return call_is_seen(CALLER) ? link_read(AT_FDCWD, path, to, size, CALLER)
                                : LIBC(readlink)(path, to, size);
}

EXPORT ssize_t readlinkat(int at, const char *restrict path, char *restrict to, size_t size)
{
    return call_is_seen(CALLER) ? link_read(at, path, to, size, CALLER)
                                : LIBC(readlinkat)(at, path, to, size);
}

/* Into `to`, or into a new block. */
static char *path_resolve(const char *path, char *to, uintptr_t pc)
{
    static char found[REAL_PATH_SIZE];

    if (path == NULL || LIBC(realpath)(path_look(AT_FDCWD, path, true, pc), found) == NULL) {
        errno = path == NULL ? EINVAL : errno;
        return NULL;
    }
    const char *shown = work_folder_show(found);
    size_t size = base_length(shown) + 1;
    if (to == NULL && (to = malloc_block(size, pc)) == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    base_copy(to, shown, size);
    range_wrote(to, size, pc);
    return to;
}

EXPORT char *realpath(const char *restrict path, char *restrict to)
{
    return call_is_seen(CALLER) ? path_resolve(path, to, CALLER) : LIBC(realpath)(path, to);
}

EXPORT char *canonicalize_file_name(const char *path)
{
    return call_is_seen(CALLER) ? path_resolve(path, NULL, CALLER)
                                : LIBC(canonicalize_file_name)(path);
}

EXPORT struct dirent64 *readdir64(DIR *folder) __attribute__((alias("readdir")));
EXPORT int eaccess(const char *path, int mode) __attribute__((alias("euidaccess")));
EXPORT int fstat64(int descriptor, struct stat64 *to) __attribute__((alias("fstat")));
EXPORT int stat64(const char *restrict path, struct stat64 *restrict to)
    __attribute__((alias("stat")));
EXPORT int lstat64(const char *restrict path, struct stat64 *restrict to)
    __attribute__((alias("lstat")));
EXPORT int fstatat64(int at, const char *restrict path, struct stat64 *restrict to, int flags)
    __attribute__((alias("fstatat")));
EXPORT int statfs64(const char *path, struct statfs64 *to) __attribute__((alias("statfs")));
EXPORT int statvfs64(const char *restrict path, struct statvfs64 *restrict to)
    __attribute__((alias("statvfs")));
EXPORT int scandir64(const char *restrict path, struct dirent64 ***restrict names,
                     int (*filter)(const struct dirent64 *),
                     int (*compare)(const struct dirent64 **, const struct dirent64 **))
    __attribute__((alias("scandir")));
