/*
 * Random bytes from the kernel: here, the same ones in every schedule.
 */
#ifndef RACETRAP_RUNTIME_LIBC_ENTROPY_H
#define RACETRAP_RUNTIME_LIBC_ENTROPY_H

/* Begins a schedule. */
void entropy_begin(void);

#endif
