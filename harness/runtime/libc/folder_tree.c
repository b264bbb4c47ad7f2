#include "runtime/libc/folder_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ENTRIES_SIZE = 4 << 10, PASSES_MAX = 100, MODE_OPEN = 0700 };

/* Linux's manual page getdents: struct linux_dirent64. */
struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short size;
    unsigned char type;
    char name[];
};

int folder_tree_open(int parent, const char *name)
{
    return (int)base_kernel(SYS_openat, (uintptr_t)parent, (uintptr_t)name,
                            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, 0, 0);
}

static bool is_itself(const char *name)
{
    return base_same(name, ".") || base_same(name, "..");
}

void folder_tree_each(int folder, folder_tree_function *each, void *context)
{
    char entries[ENTRIES_SIZE] __attribute__((aligned(8))) = { 0 };
    long size;

    while ((size = BASE_KERNEL(SYS_getdents64, folder, entries, sizeof entries)) > 0) {
        for (long at = 0; at < size;) {
            const struct entry *entry = (const struct entry *)(entries + at);
            at += entry->size;
            if (!is_itself(entry->name)) {
                each(folder, entry->name, context);
            }
        }
    }
}

static void entry_remove(int folder, const char *name, void *context)
{
    (void)context;
    folder_tree_remove(folder, name);
}

/* Who removes while it reads may miss some. */
void folder_tree_empty(int folder)
{
    BASE_KERNEL(SYS_fchmod, folder, MODE_OPEN, 0);
    BASE_KERNEL(SYS_lseek, folder, 0, SEEK_SET);
    folder_tree_each(folder, entry_remove, NULL);
}

void folder_tree_remove(int parent, const char *name)
{
    if (BASE_KERNEL(SYS_unlinkat, parent, name, 0) != -EISDIR) {
        return;
    }
    int folder = folder_tree_open(parent, name);
    if (folder == -EACCES) {
        BASE_KERNEL(SYS_fchmodat, parent, name, MODE_OPEN);
        folder = folder_tree_open(parent, name);
    }
    for (unsigned i = 0; i < PASSES_MAX; i++) {
        if (folder >= 0) {
            folder_tree_empty(folder);
        }
        if (BASE_KERNEL(SYS_unlinkat, parent, name, AT_REMOVEDIR) != -ENOTEMPTY) {
            break;
        }
    }
    if (folder >= 0) {
        BASE_KERNEL(SYS_close, folder, 0, 0);
    }
}
