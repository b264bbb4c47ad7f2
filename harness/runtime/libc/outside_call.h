/*
 * A function that does something to the world outside, which the format and
 * what follows it tell.
 */
#ifndef RACETRAP_RUNTIME_LIBC_OUTSIDE_CALL_H
#define RACETRAP_RUNTIME_LIBC_OUTSIDE_CALL_H

#include "runtime/engine/call.h"
#include "runtime/libc/outside.h"

// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define OUTSIDE_CALL(type, name, parameters, arguments, ...)                                       \
    EXPORT type name parameters                                                                    \
    {                                                                                              \
        if (call_is_seen(CALLER)) {                                                                \
            outside_use(CALLER, __VA_ARGS__);                                                      \
        }                                                                                          \
        return LIBC(name) arguments;                                                               \
    }
// NOLINTEND(bugprone-macro-parentheses)

#endif
