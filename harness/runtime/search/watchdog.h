/*
 * Is the schedule still going on? A loop without any point has an end here, and so has a
 * system call that blocks the one kernel thread that all threads of the program are.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_WATCHDOG_H
#define RACETRAP_RUNTIME_SEARCH_WATCHDOG_H

#include <ucontext.h>

/* From now on, in this process: ends the schedule with SCHEDULE_STUCK or SCHEDULE_BLOCKED. Uses
 * SIGALRM, on the alternate signal stack. */
void watchdog_start(void);

/* Notes where a signal has met the program. */
void watchdog_note_pc(const ucontext_t *context);

#endif
