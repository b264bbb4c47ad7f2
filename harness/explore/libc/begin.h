/*
 * What the intercepted functions of libc remember.
 */
#ifndef RACETRAP_EXPLORE_BEGIN_H
#define RACETRAP_EXPLORE_BEGIN_H

/* Begins a schedule: nothing. */
void libc_begin(void);

#endif
