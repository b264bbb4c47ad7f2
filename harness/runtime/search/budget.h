/*
 * How long all may take, and whether somebody wants it to end: the first process
 * asks at every stage. Times are those of the real monotonic clock, in seconds.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_BUDGET_H
#define RACETRAP_RUNTIME_SEARCH_BUDGET_H

#include "runtime/engine/base.h"

/* Now. */
double budget_clock(void);

/* Begins: `seconds` for the search, 0: no limit; a tenth more, and a little, for confirming what it
 * has found. From now on SIGINT and SIGTERM are taken by budget_wait, and by nothing else. */
void budget_begin(double seconds);

/* Since then. */
double budget_spent(void);

/* Waits for a moment, or until a child has ended; takes what signals have come. */
void budget_wait(void);

/* Somebody wanted it to end. */
bool budget_is_interrupted(void);

/* No more schedules are to be tried; and: what is not done now stays undone. */
bool budget_is_spent(void);
bool budget_is_overdrawn(void);

/* For a while there are only so many seconds, if not fewer; until budget_widen. */
void budget_narrow(double seconds);
void budget_widen(void);

/* Until when a finding may be made smaller, of `count` that are: as long as the search has taken,
 * within limits. */
double budget_minimising_end(unsigned count);

#endif
