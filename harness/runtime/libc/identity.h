/*
 * Whom a process or thread number means. Threads of the program are one thread
 * of the system, so all but the first have numbers of our own, above all that
 * Linux gives out (PID_MAX_LIMIT): the kernel is never asked about them.
 */
#ifndef RACETRAP_RUNTIME_LIBC_IDENTITY_H
#define RACETRAP_RUNTIME_LIBC_IDENTITY_H

#include "runtime/engine/thread.h"

#include <sys/types.h>

enum identity {
    IDENTITY_NOBODY,
    IDENTITY_THREAD, /* of this process, which is live; of the first one the number is the process's
                        too */
    IDENTITY_MEMBER, /* another process of the family */
    IDENTITY_CHILD,  /* a child that is not followed */
    IDENTITY_FOREIGN /* a process that the program has nothing to do with */
};

/* Begins a schedule; and in a forked process, where the current thread is the first one. */
void identity_begin(void);
void identity_fork(void);

/* gettid for a thread. */
pid_t identity_of(const struct thread *thread);

/* 0 is the caller itself. Fills in the thread where it is one; it may be over, where it was the
 * first. */
enum identity identity_find(pid_t number, struct thread **thread);

#endif
