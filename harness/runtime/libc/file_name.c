/*
 * What makes, moves and removes names of files: POSIX.1-2017 and Linux's manual
 * pages under the functions' names.
 */
#include "runtime/libc/change_call.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

CHANGE_CALL(unlink, (const char *path), (path), AT_FDCWD, false, "removes")
CHANGE_CALL(unlinkat, (int at, const char *path, int flags), (at, path, flags), at, false,
            "removes")
CHANGE_CALL(remove, (const char *path), (path), AT_FDCWD, false, "removes")
CHANGE_CALL(mkfifo, (const char *path, mode_t mode), (path, mode), AT_FDCWD, false,
            "makes the pipe")
CHANGE_CALL(mkfifoat, (int at, const char *path, mode_t mode), (at, path, mode), at, false,
            "makes the pipe")
CHANGE_CALL(mknod, (const char *path, mode_t mode, dev_t device), (path, mode, device), AT_FDCWD,
            false, "makes the file")
CHANGE_CALL(mknodat, (int at, const char *path, mode_t mode, dev_t device),
            (at, path, mode, device), at, false, "makes the file")

/* A path, and the folder from which on it is meant. */
struct name {
    int at;
    const char *path;
};

static void rename_begin(struct name *from, struct name *to, uintptr_t pc)
{
    range_read_string(from->path, pc);
    range_read_string(to->path, pc);
    outside_use(pc, "renames %s", from->path);
    from->path = work_folder_change(from->at, from->path, false, "renames");
    to->path = work_folder_change(to->at, to->path, false, "replaces");
}

EXPORT int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
    struct name old = { from_at, from }, new = { to_at, to };

    if (call_is_seen(CALLER)) {
        rename_begin(&old, &new, CALLER);
    }
    return LIBC(renameat2)(from_at, old.path, to_at, new.path, flags);
}

EXPORT int renameat(int from_at, const char *from, int to_at, const char *to)
{
    struct name old = { from_at, from }, new = { to_at, to };

    if (call_is_seen(CALLER)) {
        rename_begin(&old, &new, CALLER);
    }
    return LIBC(renameat)(from_at, old.path, to_at, new.path);
}

EXPORT int rename(const char *from, const char *to)
{
    struct name old = { AT_FDCWD, from }, new = { AT_FDCWD, to };

    if (call_is_seen(CALLER)) {
        rename_begin(&old, &new, CALLER);
    }
    return LIBC(rename)(old.path, new.path);
}

static void link_begin(struct name *from, bool follows_link, struct name *to, uintptr_t pc)
{
    range_read_string(from->path, pc);
    range_read_string(to->path, pc);
    outside_use(pc, "links %s", to->path);
    from->path = work_folder_see(from->at, from->path, follows_link);
    to->path = work_folder_change(to->at, to->path, false, "links");
    work_folder_note_link();
}

EXPORT int linkat(int from_at, const char *from, int to_at, const char *to, int flags)
{
    struct name old = { from_at, from }, new = { to_at, to };

    if (call_is_seen(CALLER)) {
        link_begin(&old, (flags & AT_SYMLINK_FOLLOW) != 0, &new, CALLER);
    }
    return LIBC(linkat)(from_at, old.path, to_at, new.path, flags);
}

EXPORT int link(const char *from, const char *to)
{
    struct name old = { AT_FDCWD, from }, new = { AT_FDCWD, to };

    if (call_is_seen(CALLER)) {
        link_begin(&old, false, &new, CALLER);
    }
    return LIBC(link)(old.path, new.path);
}

/* What a symbolic link says counts from where it lies. */
static void symlink_begin(const char **text, struct name *to, uintptr_t pc)
{
    range_read_string(*text, pc);
    range_read_string(to->path, pc);
    outside_use(pc, "links %s", to->path);
    if (**text == '/') {
        *text = work_folder_see(AT_FDCWD, *text, false);
    }
    to->path = work_folder_change(to->at, to->path, false, "links");
}

EXPORT int symlinkat(const char *text, int at, const char *path)
{
    struct name new = { at, path };

    if (call_is_seen(CALLER)) {
        symlink_begin(&text, &new, CALLER);
    }
    return LIBC(symlinkat)(text, at, new.path);
}

EXPORT int symlink(const char *text, const char *path)
{
    struct name new = { AT_FDCWD, path };

    if (call_is_seen(CALLER)) {
        symlink_begin(&text, &new, CALLER);
    }
    return LIBC(symlink)(text, new.path);
}
