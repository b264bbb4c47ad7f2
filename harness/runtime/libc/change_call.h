/*
 * A function that changes something in the file system: with the path that the
 * kernel is to be given instead, see work_folder.h.
 */
#ifndef RACETRAP_RUNTIME_LIBC_CHANGE_CALL_H
#define RACETRAP_RUNTIME_LIBC_CHANGE_CALL_H

#include "runtime/libc/outside_call.h"
#include "runtime/libc/range.h"
#include "runtime/libc/work_folder.h"

// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
/* What lies at the parameter `path`, from the folder `at` on; `follows`: where that is a link, what
 * it leads to. */
#define CHANGE_CALL(name, parameters, arguments, at, follows, does)                                \
    EXPORT int name parameters                                                                     \
    {                                                                                              \
        if (call_is_seen(CALLER)) {                                                                \
            range_read_string(path, CALLER);                                                       \
            outside_use(CALLER, does " %s", path);                                                 \
            path = work_folder_change(at, path, follows, does);                                    \
        }                                                                                          \
        return LIBC(name) arguments;                                                               \
    }

/* An open file. */
#define CHANGE_FILE_CALL(name, parameters, arguments, does)                                        \
    EXPORT int name parameters                                                                     \
    {                                                                                              \
        if (call_is_seen(CALLER)) {                                                                \
            outside_use(CALLER, does " the file of descriptor %d", descriptor);                    \
            work_folder_change_file(descriptor, does);                                             \
        }                                                                                          \
        return LIBC(name) arguments;                                                               \
    }
// NOLINTEND(bugprone-macro-parentheses)

#endif
