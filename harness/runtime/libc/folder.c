/*
 * Folders, and where the process is: POSIX.1-2017 under the functions' names;
 * Linux's manual page getcwd.
 */
#include "runtime/libc/change_call.h"
#include "runtime/libc/malloc.h"
#include "runtime/libc/real_path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

CHANGE_CALL(mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, false,
            "makes the folder")
CHANGE_CALL(mkdirat, (int at, const char *path, mode_t mode), (at, path, mode), at, false,
            "makes the folder")
CHANGE_CALL(rmdir, (const char *path), (path), AT_FDCWD, false, "removes the folder")
OUTSIDE_CALL(mode_t, umask, (mode_t mask), (mask), "sets its file mode mask to %o", mask)

static int moved(int status)
{
    if (status == 0) {
        work_folder_note_move();
    }
    return status;
}

EXPORT int chdir(const char *path)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(chdir)(path);
    }
    range_read_string(path, CALLER);
    outside_use(CALLER, "goes to the folder %s", path);
    return moved(LIBC(chdir)(work_folder_see(AT_FDCWD, path, true)));
}

EXPORT int fchdir(int descriptor)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(fchdir)(descriptor);
    }
    outside_use(CALLER, "goes to the folder of descriptor %d", descriptor);
    return moved(LIBC(fchdir)(descriptor));
}

/* Into `to`, or, where that is NULL, into a new block, of the size that it needs where none is
 * given. */
static char *current_tell(char *to, size_t size, uintptr_t pc)
{
    static char folder[REAL_PATH_SIZE];

    if (LIBC(getcwd)(folder, sizeof folder) == NULL) {
        return NULL;
    }
    const char *shown = work_folder_show(folder);
    size_t needed = base_length(shown) + 1;
    size = to == NULL && size == 0 ? needed : size;
    if (size < needed) {
        errno = size == 0 ? EINVAL : ERANGE;
        return NULL;
    }
    if (to == NULL && (to = malloc_block(size, pc)) == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    base_copy(to, shown, needed);
    range_wrote(to, needed, pc);
    return to;
}

EXPORT char *getcwd(char *to, size_t size)
{
    return call_is_seen(CALLER) ? current_tell(to, size, CALLER) : LIBC(getcwd)(to, size);
}

EXPORT char *get_current_dir_name(void)
{
    return call_is_seen(CALLER) ? current_tell(NULL, 0, CALLER) : LIBC(get_current_dir_name)();
}

EXPORT char *getwd(char *to)
{
    return call_is_seen(CALLER) ? current_tell(to, PATH_MAX, CALLER) : LIBC(getcwd)(to, PATH_MAX);
}
