/*
 * Copies between the memory of processes (process_vm_readv(2)).
 */
#ifndef RACETRAP_RUNTIME_LIBC_PROCESS_MEMORY_H
#define RACETRAP_RUNTIME_LIBC_PROCESS_MEMORY_H

#include "runtime/engine/base.h"

#include <sys/types.h>
#include <sys/uio.h>

struct process_memory_copy {
    pid_t number; /* of the other process */
    bool writes;  /* there, or reads */
    const struct iovec *here, *there;
    unsigned long here_count, there_count, flags;
};

/* As the kernel's call returns: the size, or -1 and errno. */
ssize_t process_memory_copy(const struct process_memory_copy *copy, uintptr_t pc);

#endif
