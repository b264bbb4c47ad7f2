/*
 * System calls that a program must not make by itself, past the runtime.
 */
#ifndef RACETRAP_RUNTIME_LIBC_FORBIDDEN_CALL_H
#define RACETRAP_RUNTIME_LIBC_FORBIDDEN_CALL_H

/* The call's name where it is one of them; else NULL. */
const char *forbidden_call_name(long number);

#endif
