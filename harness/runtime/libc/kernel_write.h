/* A function by which the kernel writes `size` bytes to `to`. */
#ifndef RACETRAP_RUNTIME_LIBC_KERNEL_WRITE_H
#define RACETRAP_RUNTIME_LIBC_KERNEL_WRITE_H

#include "runtime/engine/call.h"
#include "runtime/libc/range.h"

// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define KERNEL_WRITE(type, name, parameters, arguments, to, size)                                  \
    EXPORT type name parameters                                                                    \
    {                                                                                              \
        if (call_is_seen(CALLER)) {                                                                \
            range_touch(to, size);                                                                 \
            range_write(to, size, CALLER);                                                         \
        }                                                                                          \
        return LIBC(name) arguments;                                                               \
    }
// NOLINTEND(bugprone-macro-parentheses)

#endif
