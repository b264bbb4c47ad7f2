/*
 * Waiting for child processes: which of them have ended, and who waits for
 * that. In a schedule's first process; the others ask there.
 */
#ifndef RACETRAP_RUNTIME_LIBC_CHILD_WAIT_H
#define RACETRAP_RUNTIME_LIBC_CHILD_WAIT_H

#include "runtime/engine/base.h"

#include <sys/types.h>

/* Answers of child_wait_for, beside a member that has ended. */
enum { CHILD_WAIT_NOT_YET = -1, CHILD_WAIT_NONE = -2, CHILD_WAIT_INTERRUPTED = -3 };

/* Begins a schedule: nobody waits. */
void child_wait_begin(void);

/*
 * For `parent`: a child that waitpid's selector means and that has ended, the
 * oldest first, as in Linux. Where none has, waits for one if it `hangs`, as a
 * step of the current thread. NONE: no such child is followed.
 */
int child_wait_for(unsigned parent, pid_t selector, bool hangs, uintptr_t pc);

/* Waits until a child has ended, or become another program. */
void child_wait_vfork(unsigned child, uintptr_t pc);

/* A member has ended; one has become another program. */
void child_wait_note_end(unsigned member);
void child_wait_note_stranger(void);

/* The first process is over: nobody waits for its children. */
void child_wait_note_orphans(void);

/* A signal has come for one. Returns whether anybody waited there. */
bool child_wait_wake(unsigned member);

/* The status of a process that has really ended, as waitpid has it; `otherwise` where that is not
 * to be had. */
int child_wait_real_status(pid_t process, int otherwise);

#endif
