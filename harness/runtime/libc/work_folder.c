#include "runtime/libc/work_folder.h"
#include "runtime/engine/schedule.h"
#include "runtime/libc/real_path.h"
#include "runtime/libc/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PATH_SIZE = REAL_PATH_SIZE, ROOMS = 6 }; /* of each call, two at most */

enum target {
    TARGET_NOWHERE,  /* the folder that it would be in is not there */
    TARGET_INSIDE,   /* in the folder or its copy */
    TARGET_UNCOPIED, /* in a part of it that was not copied */
    TARGET_OUTSIDE,
};

static struct work_folder used;
static bool has_strayed; /* the current folder is outside */
static char rooms[ROOMS][PATH_SIZE];
static unsigned room;
static char real[PATH_SIZE]; /* where the latest path leads: absolute, as the kernel sees it */

void work_folder_use(const struct work_folder *given)
{
    used.folder = given->folder;
    used.copy = given->copy;
    used.scratch = given->scratch;
    used.has_links = given->has_links;
    used.is_whole = given->is_whole;
    used.changes = given->changes;
    has_strayed = false;
}

static char *room_take(void)
{
    room = (room + 1) % ROOMS;
    return rooms[room];
}

/* What follows the folder's own path; NULL: it is not below it. */
static const char *rest_of(const char *path, const char *folder)
{
    size_t length = base_length(folder);

    if (length == 1) { /* the root of all */
        return path[0] != '/' ? NULL : path[1] == '\0' ? path + 1 : path;
    }
    return base_begins(path, folder) && (path[length] == '/' || path[length] == '\0')
               ? path + length
               : NULL;
}

/* One text after the other. Returns whether there is room. */
static bool join(char *to, const char *begin, const char *rest)
{
    size_t length = base_length(begin);

    base_text(to, PATH_SIZE, begin);
    if (length < PATH_SIZE) {
        base_text(to + length, PATH_SIZE - length, rest);
    }
    return length + base_length(rest) < PATH_SIZE;
}

/* A link to what is not there yet: who creates it does so at another place than this. */
static bool is_loose_link(const char *path)
{
    char byte;

    return BASE_KERNEL(SYS_readlink, path, &byte, 1) > 0 &&
           BASE_KERNEL(SYS_access, path, F_OK, 0) == -ENOENT;
}

static bool path_find(int at, const char *path, bool follows_link)
{
    return real_path_find(at, path, follows_link, real);
}

static bool has_climb(const char *path)
{
    for (; *path != '\0'; path++) {
        if (path[0] == '.' && path[1] == '.' && (path[2] == '/' || path[2] == '\0')) {
            return true;
        }
        while (path[1] != '\0' && path[0] != '/') {
            path++;
        }
    }
    return false;
}

/* What is no file of a disk has no contents to be put back. */
static bool is_device(const char *path)
{
    return (base_begins(path, "/dev/") && !base_begins(path, "/dev/shm/")) ||
           base_begins(path, "/proc/");
}

/* As the kernel tells it of an open file that has no name any more, or never had one. */
static bool is_nameless(const char *path)
{
    static const char mark[] = " (deleted)";
    size_t length = base_length(path);

    return length >= sizeof mark && base_same(path + length - (sizeof mark - 1), mark);
}

static enum target target_of_real(void)
{
    if (used.copy != NULL && rest_of(real, used.copy) != NULL) {
        return TARGET_INSIDE;
    }
    bool is_in_folder = rest_of(real, used.folder) != NULL;
    if (used.copy == NULL) {
        return is_in_folder ? TARGET_INSIDE : TARGET_OUTSIDE;
    }
    return is_in_folder && rest_of(real, used.scratch) == NULL ? TARGET_UNCOPIED : TARGET_OUTSIDE;
}

/* A path in the copy as one in the folder. */
static void show(const char *path, char *to)
{
    const char *rest = used.copy == NULL ? NULL : rest_of(path, used.copy);

    if (rest == NULL) {
        join(to, path, "");
    } else {
        join(to, used.folder[1] == '\0' && rest[0] == '/' ? "" : used.folder, rest);
    }
}

const char *work_folder_show(const char *path)
{
    if (used.copy == NULL || rest_of(path, used.copy) == NULL) {
        return path;
    }
    char *to = room_take();
    show(path, to);
    return to;
}

/* A path as if there were no copy: absolute, and not yet followed. */
static bool absolute_make(int at, const char *path, char *to)
{
    static char folder[PATH_SIZE], shown[PATH_SIZE];

    if (path[0] == '/') {
        return join(to, path, "");
    }
    if (!real_path_of_file(at, folder)) {
        return false;
    }
    show(folder, shown);
    return join(folder, shown, "/") && join(to, folder, path);
}

/* The same place in the copy, if it has one. */
static enum target copy_find(const char *absolute, bool follows_link, char *to)
{
    const char *rest = rest_of(absolute, used.folder);

    if (rest == NULL || !join(to, used.copy, rest)) {
        return TARGET_OUTSIDE;
    }
    return path_find(AT_FDCWD, to, follows_link) ? target_of_real() : TARGET_NOWHERE;
}

/*
 * A path that does not lead into the copy by itself. What climbs may climb out
 * of the copy, to where nothing of the program's is: it is followed as if there
 * were no copy, and the end of it looked for in the copy.
 */
static enum target roundabout_find(int at, const char *path, bool follows_link, const char **found)
{
    static char absolute[PATH_SIZE], followed[PATH_SIZE];
    char *to = room_take();

    if (!absolute_make(at, path, absolute)) {
        return TARGET_NOWHERE;
    }
    *found = to;
    enum target target = copy_find(absolute, follows_link, to);
    if (target == TARGET_INSIDE || (target != TARGET_OUTSIDE && !has_climb(absolute))) {
        return target;
    }
    if (!path_find(AT_FDCWD, absolute, follows_link)) {
        join(to, absolute, "");
        return TARGET_NOWHERE;
    }
    join(followed, real, "");
    target = copy_find(followed, follows_link, to);
    if (target == TARGET_OUTSIDE) {
        join(to, absolute, "");
    }
    return target;
}

static enum target target_find(int at, const char *path, bool follows_link, const char **found)
{
    bool is_straight = path[0] != '/' && at == AT_FDCWD && !has_strayed && !has_climb(path);
    bool is_there = path_find(at, path, follows_link);
    enum target target = is_there ? target_of_real() : TARGET_NOWHERE;

    *found = path;
    if (used.copy == NULL || is_straight || target == TARGET_INSIDE) {
        return target;
    }
    return roundabout_find(at, path, follows_link, found);
}

const char *work_folder_see(int at, const char *path, bool follows_link)
{
    const char *found;

    if (used.copy == NULL || path[0] == '\0' || is_device(path) ||
        (path[0] != '/' && at == AT_FDCWD && !has_strayed && !has_climb(path))) {
        return path;
    }
    target_find(at, path, follows_link, &found);
    return found;
}

const char *work_folder_behind(int at, const char *path)
{
    char *text = room_take();
    long size = !used.has_links ? 0
                                : base_kernel(SYS_readlinkat, (uintptr_t)at, (uintptr_t)path,
                                              (uintptr_t)text, PATH_SIZE - 1, 0, 0);

    text[size < 0 ? 0 : size] = '\0';
    return size > 0 && rest_of(text, used.folder) != NULL && rest_of(text, used.scratch) == NULL
               ? text
               : NULL;
}

/* A link of ours is to be taken for the folder that it leads to: `path` becomes that. */
static bool leads_to_folder(char *path)
{
    struct stat status = { 0 };
    const char *behind = work_folder_behind(AT_FDCWD, path);

    if (behind == NULL || BASE_KERNEL(SYS_lstat, behind, &status, 0) != 0 ||
        !S_ISDIR(status.st_mode)) {
        return false;
    }
    return join(path, behind, "");
}

static void copy_need(const char *does, const char *path)
{
    if (used.copy == NULL) {
        schedule_result->needs_fork = true;
        schedule_refuse("%s %s", does, path);
    }
}

/* What is changed is at `real`, in the copy. */
static void change_note(void)
{
    struct work_folder_changes *changes = used.changes;
    const char *rest = rest_of(real, used.copy);

    rest += rest[0] == '/';
    for (uint32_t i = 0; i < changes->count && i < WORK_FOLDER_CHANGES_MAX; i++) {
        if (base_same(changes->paths[i], rest)) {
            return;
        }
    }
    uint32_t index = __atomic_fetch_add(&changes->count, 1, __ATOMIC_RELAXED);
    if (index >= WORK_FOLDER_CHANGES_MAX || base_length(rest) >= WORK_FOLDER_CHANGE_SIZE) {
        __atomic_fetch_sub(&changes->count, 1, __ATOMIC_RELAXED);
        changes->is_unknown = true;
        return;
    }
    base_text(changes->paths[index], WORK_FOLDER_CHANGE_SIZE, rest);
}

/* It will be copied, if there is room for it: what is at `real`, in the user's folder. */
static void uncopied_want(const char *does, const char *path)
{
    const char *rest = rest_of(real, used.folder);

    base_text(used.changes->wanted, WORK_FOLDER_WANTED_SIZE, rest + (rest[0] == '/'));
    schedule_result->needs_fork = true;
    schedule_refuse("%s %.60s, and the folder it runs in is too large for a copy of that; start it "
                    "in a smaller one",
                    does, path);
}

static void target_check(enum target target, const char *path, const char *does, bool is_shared)
{
    switch (target) {
    case TARGET_NOWHERE:
        break;
    case TARGET_INSIDE:
        copy_need(does, path);
        change_note();
        break;
    case TARGET_UNCOPIED:
        uncopied_want(does, path);
        break;
    case TARGET_OUTSIDE:
        if (is_shared && !temporary_holds(real)) {
            schedule_note_unseen("the program %s %s, which all schedules share", does, path);
        }
        break;
    }
}

const char *work_folder_change(int at, const char *path, bool follows_link, const char *does)
{
    const char *found;

    if (path[0] == '\0' || is_device(path)) {
        return path;
    }
    enum target target = target_find(at, path, follows_link, &found);
    if (target == TARGET_INSIDE && leads_to_folder(real)) {
        target = TARGET_UNCOPIED;
    }
    target_check(target, path, does, true);
    if (follows_link && used.changes != NULL && is_loose_link(real)) {
        used.changes->is_unknown = true;
    }
    return found;
}

const char *work_folder_make(int at, const char *path, const char *does)
{
    const char *found;

    target_check(target_find(at, path, false, &found), path, does, false);
    return found;
}

void work_folder_change_file(int descriptor, const char *does)
{
    if (descriptor > STDERR_FILENO && real_path_of_file(descriptor, real) && !is_device(real) &&
        !is_nameless(real)) {
        target_check(target_of_real(), real, does, true);
    }
}

void work_folder_lend(const char *does, const char *what)
{
    copy_need(does, what);
    used.changes->is_unknown = true;
    if (!used.is_whole) {
        used.changes->wants_all = true;
        schedule_result->needs_fork = true;
        schedule_refuse("%s %.60s, and the folder it runs in is too large to be copied whole; "
                        "start it in a smaller one",
                        does, what);
    }
}

void work_folder_note_link(void)
{
    if (used.changes != NULL) {
        used.changes->is_unknown = true;
    }
}

void work_folder_note_move(void)
{
    has_strayed = used.copy != NULL &&
                  (!real_path_of_file(AT_FDCWD, real) || rest_of(real, used.copy) == NULL);
}

const char *work_folder_name(const char *path)
{
    if (!path_find(AT_FDCWD, path, false)) {
        return NULL;
    }
    if (used.copy != NULL && rest_of(real, used.copy) != NULL) {
        change_note();
        return NULL;
    }
    char *to = room_take();
    join(to, real, "");
    return to;
}
