/*
 * Where a path leads: absolute, without symbolic links, as the kernel sees it
 * now. Each needs /proc and a free file descriptor for a moment; without them,
 * nothing is found. Linux's manual pages proc (/proc/pid/fd) and open (O_PATH).
 */
#ifndef RACETRAP_RUNTIME_LIBC_REAL_PATH_H
#define RACETRAP_RUNTIME_LIBC_REAL_PATH_H

#include "runtime/engine/base.h"

enum { REAL_PATH_SIZE = 4096 }; /* what each `to` has room for; what is longer is cut off */

/* Of an open file; AT_FDCWD: of the current folder. Returns whether it has a path. */
bool real_path_of_file(int descriptor, char *to);

/* Of a path from the folder `at` on. Its last part need not be there yet, and is not followed where
 * it is a symbolic link, unless `follows_link`. Returns whether the folder that it lies in is
 * there. */
bool real_path_find(int at, const char *path, bool follows_link, char *to);

#endif
