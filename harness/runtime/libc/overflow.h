/*
 * What -D_FORTIFY_SOURCE lets the functions with _chk look for.
 */
#ifndef RACETRAP_RUNTIME_LIBC_OVERFLOW_H
#define RACETRAP_RUNTIME_LIBC_OVERFLOW_H

#include "runtime/engine/base.h"

/* `size` bytes are about to be written where there is `room`, as far as the compiler knows: ends
 * the program as libc would, where they are too many. */
void overflow_check(size_t size, size_t room, uintptr_t pc);

#endif
