/*
 * Folders with all that is in them, by the kernel's calls alone: nothing here
 * allocates memory or is intercepted. Linux's manual pages getdents and openat.
 */
#ifndef RACETRAP_RUNTIME_LIBC_FOLDER_TREE_H
#define RACETRAP_RUNTIME_LIBC_FOLDER_TREE_H

#include "runtime/engine/base.h"

/* An entry of the folder that is open as `folder`. */
typedef void folder_tree_function(int folder, const char *name, void *context);

/* Opens the folder `name` of `parent`, not through a symbolic link. Returns -1 where it cannot be
 * read; BASE_KERNEL(SYS_close, ...) closes it. */
int folder_tree_open(int parent, const char *name);

/* Calls `each` for all that is in it, but for itself and its parent. */
void folder_tree_each(int folder, folder_tree_function *each, void *context);

/* Removes the file or folder `name` of `parent`; what cannot be removed stays. */
void folder_tree_remove(int parent, const char *name);

/* Removes all that is in it. */
void folder_tree_empty(int folder);

#endif
