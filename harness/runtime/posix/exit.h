/*
 * The end of the program.
 */
#ifndef RACETRAP_RUNTIME_POSIX_EXIT_H
#define RACETRAP_RUNTIME_POSIX_EXIT_H

#include <stdint.h>

/* Begins a schedule: the handlers that were registered before main. */
void exit_begin(void);

/* What was registered so far, before main, stays in every schedule. */
void exit_keep(void);

/* The program is over: by exit, or by a return from main. */
_Noreturn void program_end(int status);

/* The same, because its last thread has ended: main did so before, and means nobody to be joined.
 */
_Noreturn void program_end_last(void);

/* The current thread aborts it, at `pc`: `why` are words that follow "in thread 1". */
_Noreturn void program_abort(const char *why, uintptr_t pc);

#endif
