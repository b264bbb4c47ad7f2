/*
 * Thread-local storage of fibers: what libc keeps for each thread (errno and
 * its like), and what a program declares as _Thread_local.
 *
 * A thread finds its storage below the address in its FS register ("ELF
 * Handling For Thread-Local Storage", variant II). There are three ways to give
 * each fiber its own. Where only libc has some, all fibers have one thread
 * pointer, and at each switch the storage is copied out and in. A program with
 * variables of its own may pass their addresses around, so that they have to
 * differ: each fiber then borrows the thread control block of a real thread that was
 * parked for ever, and a switch sets the register, by wrfsbase where the kernel
 * allows that, else by a system call. Copying is as fast as wrfsbase, and 20 to
 * 30 times faster than the call.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_LOCAL_STORAGE_H
#define RACETRAP_RUNTIME_ENGINE_LOCAL_STORAGE_H

#include "runtime/engine/base.h"

enum local_way {
    LOCAL_UNDECIDED,
    LOCAL_COPIED,
    LOCAL_BY_INSTRUCTION,
    LOCAL_BY_CALL,
    LOCAL_WAY_COUNT
};

extern enum local_way local_way;

/* A fiber's storage. */
struct local {
    void *pointer; /* the thread pointer */
    char *kept;    /* LOCAL_COPIED: where it lies while another fiber runs */
};

const char *local_way_name(enum local_way way);

/* Decides on the way, unless one is `wished` that can be had here. Once, before anything runs. */
void local_prepare(enum local_way wished);

/* Makes room for one more fiber: of fiber 0 the caller's own storage. */
void local_add(unsigned number);

/* Storage as it was before the program ran, for a fiber that begins. Fiber 0 has it at once. */
void local_begin(struct local *local, unsigned number);

/* Sets the register, or copies. */
void local_set(const struct local *from, const struct local *to);

/* The running fiber's storage takes the place of another one's, and the other way round. */
static inline void local_switch(const struct local *from, const struct local *to)
{
    if (from->kept != to->kept || from->pointer != to->pointer) {
        local_set(from, to);
    }
}

/* What libc has below the thread pointer: each thread its own, whatever the address says. */
extern uintptr_t local_libc_distance, local_libc_size;

static inline bool local_is_libc(const struct local *local, uintptr_t address)
{
    /* Where the kernel maps libraries and stacks; a program's variables and heap lie below. */
    return UNLIKELY(address >> 44 == 7) &&
           address - ((uintptr_t)local->pointer - local_libc_distance) < local_libc_size;
}

#endif
