#include "runtime/search/copied_tree.h"
#include "runtime/libc/folder_tree.h"
#include "runtime/libc/real_path.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    ORDERED_MAX = 64, /* entries of a folder that are made anew to keep their order */
    MODE_OURS = 0700,
    NAMES_BY_HASH = 0xef53, /* statfs: ext2, ext3 and ext4 list names in an order of their own */
};

static struct copied_tree *tree; /* that we are at */

static long entry_status(const char *name, struct stat *status)
{
    return base_kernel(SYS_newfstatat, (uintptr_t)tree->top, (uintptr_t)name, (uintptr_t)status,
                       AT_SYMLINK_NOFOLLOW, 0, 0);
}

/* Gives it the mode and the time that it shall have: by that, a change is seen. */
static void attributes_set(const struct folder_entry *entry)
{
    const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, entry->modified };

    if (entry->kind == FOLDER_ENTRY_FILE || entry->kind == FOLDER_ENTRY_FOLDER) {
        BASE_KERNEL(SYS_fchmodat, tree->top, entry->path, entry->mode);
    }
    base_kernel(SYS_utimensat, (uintptr_t)tree->top, (uintptr_t)entry->path, (uintptr_t)times,
                AT_SYMLINK_NOFOLLOW, 0, 0);
}

static int file_open(const char *name)
{
    return (int)base_kernel(SYS_openat, (uintptr_t)tree->top, (uintptr_t)name,
                            O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, MODE_OURS, 0, 0);
}

static void file_write(const struct folder_entry *entry)
{
    int file = file_open(entry->path);
    uint64_t done = 0;

    if (file < 0) { /* it may not be written to, or runs: it is made anew */
        folder_tree_remove(tree->top, entry->path);
        file = file_open(entry->path);
    }
    long put = file;
    while (put >= 0 && done < entry->size) {
        put = BASE_KERNEL(SYS_write, file, entry->content + done, entry->size - done);
        done += put > 0 ? (uint64_t)put : 0;
    }
    if (put < 0) {
        base_die("cannot write %s/%s: error %d; is the disk full?", tree->path, entry->path,
                 (int)-put);
    }
    BASE_KERNEL(SYS_close, file, 0, 0);
    attributes_set(entry);
}

/* A link into the folder by its whole path is one into the copy. */
static void link_make(const struct folder_entry *entry, const char *text)
{
    static char moved[2 * REAL_PATH_SIZE];
    size_t length = base_length(tree->folder);
    bool is_inside = base_begins(text, tree->folder) && length > 1 &&
                     (text[length] == '/' || text[length] == '\0');

    if (entry->kind == FOLDER_ENTRY_SYMLINK && is_inside) {
        snprintf(moved, sizeof moved, "%s%s", tree->path, text + length);
        text = moved;
    }
    BASE_KERNEL(SYS_symlinkat, text, tree->top, entry->path);
    attributes_set(entry);
}

static void entry_make(uint32_t index)
{
    const struct folder_entry *entry = &tree->picture->entries[index];
    struct stat status = { 0 };

    switch (entry->kind) {
    case FOLDER_ENTRY_FILE:
        file_write(entry);
        break;
    case FOLDER_ENTRY_FOLDER:
        BASE_KERNEL(SYS_mkdirat, tree->top, entry->path, MODE_OURS);
        break;
    case FOLDER_ENTRY_SYMLINK:
    case FOLDER_ENTRY_STAND_IN:
        link_make(entry, entry->content);
        break;
    }
    tree->copied[index].inode = entry_status(entry->path, &status) == 0 ? status.st_ino : 0;
    tree->copied[index].state = STATE_SAME;
    tree->copied[index].is_missing = false;
}

/* With all that is in it. */
static void all_make(uint32_t index)
{
    const struct folder_entry *entry = &tree->picture->entries[index];

    if (index > 0) {
        entry_make(index);
    }
    if (entry->kind == FOLDER_ENTRY_FOLDER) {
        for (uint32_t i = 0; i < entry->count; i++) {
            all_make(entry->first + i);
        }
        attributes_set(entry);
    }
}

static bool is_same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool has_its_attributes(const struct folder_entry *entry, const struct stat *status)
{
    bool is_file = entry->kind == FOLDER_ENTRY_FILE;

    return is_same_time(&status->st_mtim, &entry->modified) &&
           (status->st_mode & ~(unsigned)S_IFMT) == entry->mode &&
           (!is_file || (uint64_t)status->st_size == entry->size);
}

/* Whether it is still what was put there. A number is used again as soon as it is free: what has
 * that of a link is the link only if it is as old. */
static bool is_there(uint32_t index, const struct stat *status)
{
    const struct folder_entry *entry = &tree->picture->entries[index];

    if (index > 0 && status->st_ino != tree->copied[index].inode) {
        return false;
    }
    switch (entry->kind) {
    case FOLDER_ENTRY_FILE:
        return S_ISREG(status->st_mode);
    case FOLDER_ENTRY_FOLDER:
        return S_ISDIR(status->st_mode);
    case FOLDER_ENTRY_SYMLINK:
    case FOLDER_ENTRY_STAND_IN:
        break;
    }
    return S_ISLNK(status->st_mode) && is_same_time(&status->st_mtim, &entry->modified);
}

/* Finds out whether an entry was changed. What took its place is removed. */
static void entry_check(uint32_t index)
{
    const struct folder_entry *entry = &tree->picture->entries[index];
    struct stat status = { 0 };

    if (entry_status(entry->path, &status) != 0 || !is_there(index, &status)) {
        folder_tree_remove(tree->top, entry->path);
        tree->copied[index].is_missing = true;
        tree->copied[entry->parent].state = STATE_LACKING;
    } else if (has_its_attributes(entry, &status)) {
        return;
    } else if (entry->kind == FOLDER_ENTRY_FILE) {
        entry_make(index);
    } else if (entry->kind == FOLDER_ENTRY_FOLDER && tree->copied[index].state == STATE_SAME) {
        tree->copied[index].state = STATE_TOUCHED;
    }
}

static void stranger_remove(int at, const char *name, void *context)
{
    if (folder_picture_find(tree->picture, *(const uint32_t *)context, name) == 0) {
        folder_tree_remove(at, name);
    }
}

/* What does not belong into a folder is removed. */
static void strangers_remove(uint32_t index)
{
    const struct folder_entry *entry = &tree->picture->entries[index];

    BASE_KERNEL(SYS_fchmodat, tree->top, entry->path, MODE_OURS);
    int at = folder_tree_open(tree->top, entry->path);
    if (at >= 0) {
        folder_tree_each(at, stranger_remove, &index);
        BASE_KERNEL(SYS_close, at, 0, 0);
    }
}

/* Nobody knows what was changed: looks at everything. */
static void all_check(void)
{
    for (uint32_t i = 0; i < tree->picture->count; i++) {
        if (tree->copied[tree->picture->entries[i].parent].is_missing) {
            tree->copied[i].is_missing = true;
        } else {
            entry_check(i);
        }
    }
    for (uint32_t i = 0; i < tree->picture->count; i++) {
        if (tree->copied[i].state != STATE_SAME && !tree->copied[i].is_missing) {
            strangers_remove(i);
        }
    }
}

/* One path was changed; the folders above it are as they were, or were changed by a path of their
 * own. */
static void path_check(const char *changed)
{
    static char name[REAL_PATH_SIZE];
    uint32_t index = 0, found = 0;
    size_t at = 0, length;

    do {
        for (length = 0; changed[at + length] != '/' && changed[at + length] != '\0'; length++) {
            name[length] = changed[at + length];
        }
        name[length] = '\0';
        at += length;
        found = length == 0 ? index : folder_picture_find(tree->picture, index, name);
        if (found == 0 && length > 0) {
            base_copy(name, changed, at);
            name[at] = '\0';
            folder_tree_remove(tree->top, name);
        } else if (changed[at] == '\0') {
            entry_check(found);
        }
        if (tree->copied[index].state == STATE_SAME) {
            tree->copied[index].state = STATE_TOUCHED;
        }
        index = found;
    } while (found != 0 && changed[at++] != '\0');
}

/* Makes what is missing; or all, where a name's place in a short list is that of its making. */
static void folder_repair(uint32_t index)
{
    const struct folder_entry *entry = &tree->picture->entries[index];
    bool all = !tree->keeps_order && entry->count <= ORDERED_MAX;

    if (tree->copied[index].state == STATE_LACKING) {
        BASE_KERNEL(SYS_fchmodat, tree->top, entry->path, MODE_OURS);
        int at = folder_tree_open(tree->top, entry->path);
        if (all && at >= 0) {
            folder_tree_empty(at);
        }
        BASE_KERNEL(SYS_close, at, 0, 0);
        for (uint32_t i = entry->first; i < entry->first + entry->count; i++) {
            if (all || tree->copied[i].is_missing) {
                all_make(i);
            }
        }
    }
    tree->copied[index].state = STATE_SAME;
    attributes_set(entry);
}

/* Opens it, to be worked at. */
static bool open_tree(struct copied_tree *given)
{
    struct statfs system = { 0 };

    tree = given;
    tree->top = folder_tree_open(AT_FDCWD, tree->path);
    tree->keeps_order = tree->top >= 0 && BASE_KERNEL(SYS_fstatfs, tree->top, &system, 0) == 0 &&
                        system.f_type == NAMES_BY_HASH;
    return tree->top >= 0;
}

void copied_tree_make(struct copied_tree *given)
{
    folder_tree_remove(AT_FDCWD, given->path);
    long status = BASE_KERNEL(SYS_mkdir, given->path, MODE_OURS, 0);
    if (!open_tree(given)) {
        base_die("cannot make the folder %s: error %d", given->path, (int)-status);
    }
    all_make(0);
    BASE_KERNEL(SYS_close, tree->top, 0, 0);
}

bool copied_tree_restore(struct copied_tree *given, struct work_folder_changes *changes)
{
    if (!open_tree(given)) {
        return false;
    }
    if (changes->is_unknown) {
        all_check();
    }
    for (uint32_t i = 0; i < changes->count; i++) {
        path_check(changes->paths[i]);
    }
    for (uint32_t i = 0; i < tree->picture->count; i++) {
        if (tree->copied[i].state != STATE_SAME) {
            folder_repair(i);
        }
    }
    BASE_KERNEL(SYS_close, tree->top, 0, 0);
    changes->count = 0;
    changes->is_unknown = false;
    return true;
}
