/*
 * strtok remembers where it is in a static variable.
 */
#ifndef RACETRAP_RUNTIME_LIBC_TOKEN_H
#define RACETRAP_RUNTIME_LIBC_TOKEN_H

/* Begins a schedule: it remembers nothing. */
void token_begin(void);

#endif
