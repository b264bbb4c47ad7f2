/*
 * What main is given lies on the process's first stack, which no restore
 * brings back: so the program gets a copy, on the heap from before main.
 */
#ifndef RACETRAP_RUNTIME_LIBC_ARGUMENTS_H
#define RACETRAP_RUNTIME_LIBC_ARGUMENTS_H

/* Replaces both, and environ, by copies. Before the snapshot is taken. */
void arguments_keep(char ***arguments, char ***environment);

#endif
