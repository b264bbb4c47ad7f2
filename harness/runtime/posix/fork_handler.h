/*
 * What pthread_atfork registers: POSIX.1-2017. What is called before a fork is
 * called in the reverse order.
 */
#ifndef RACETRAP_RUNTIME_POSIX_FORK_HANDLER_H
#define RACETRAP_RUNTIME_POSIX_FORK_HANDLER_H

/* Begins a schedule: those that were registered before main; and these are kept. */
void fork_handlers_begin(void);
void fork_handlers_keep(void);

void fork_handlers_prepare(void);
void fork_handlers_parent(void);
void fork_handlers_child(void);

#endif
