/*
 * Writing more at once than a pipe or a socket has room for: in pieces, between
 * which others have their turn. In the kernel it would hold up all threads.
 */
#ifndef RACETRAP_RUNTIME_LIBC_TRANSFER_H
#define RACETRAP_RUNTIME_LIBC_TRANSFER_H

#include "runtime/engine/base.h"

#include <sys/types.h>

/* What can be written in one piece where anything can. */
enum { TRANSFER_PIECE = 4096 };

/* As write, and send, of what was announced. */
ssize_t transfer_write(int descriptor, const void *from, size_t size, uintptr_t pc);
ssize_t transfer_send(int socket, const void *from, size_t size, int flags, uintptr_t pc);

#endif
