/*
 * What the intercepted functions of libc remember.
 */
#ifndef RACETRAP_RUNTIME_LIBC_BEGIN_H
#define RACETRAP_RUNTIME_LIBC_BEGIN_H

/* Begins a schedule: nothing. */
void libc_begin(void);

#endif
