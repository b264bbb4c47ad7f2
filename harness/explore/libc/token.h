/*
 * strtok remembers where it is in a static variable.
 */
#ifndef RACETRAP_EXPLORE_TOKEN_H
#define RACETRAP_EXPLORE_TOKEN_H

/* Begins a schedule: it remembers nothing. */
void token_begin(void);

#endif
