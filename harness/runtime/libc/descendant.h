/*
 * A process that was forked within a schedule. The thread that forked it goes
 * on there as the only one, with all memory and all locks as they were: what
 * another thread held is held for ever (POSIX.1-2017, fork). There is nothing
 * to choose, and it runs up to where others could notice what it does; then it
 * asks the first process (family.h). If it starts threads of its own, these run
 * in one order of many, which is noted.
 */
#ifndef RACETRAP_RUNTIME_LIBC_DESCENDANT_H
#define RACETRAP_RUNTIME_LIBC_DESCENDANT_H

#include "runtime/libc/family.h"

/* This process is that member, forked at `pc`; waits for its first turn. */
void descendant_begin(unsigned member, uintptr_t pc);

/* Waits until somebody has done something outside; returns false where the deadline came first. */
bool descendant_pause(uint64_t deadline, uintptr_t pc);

/* The next step only looks. */
void descendant_look(bool looks);

/* Asks for something else: the request's other fields are filled in. */
void descendant_ask(enum request_kind kind, uintptr_t pc);

/* From now on a hang of this process is noticed. */
void descendant_watch(void);

/* Is over, by this signal, as another process wants it. */
_Noreturn void descendant_end_killed(int signal_number);

#endif
