/*
 * System calls that a program makes by itself, past the runtime, and that change
 * files.
 */
#ifndef RACETRAP_RUNTIME_LIBC_FILE_CALL_H
#define RACETRAP_RUNTIME_LIBC_FILE_CALL_H

/* A system call is about to be made; nothing is known of its arguments. */
void file_call_note(long number);

#endif
