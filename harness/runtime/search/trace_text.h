/*
 * A schedule as text: "=0:8160-8164 0*5 1*3 2! ^1": threads, by their slots, and
 * how many steps they take; "!" where a wait times out; "^" which waiter a
 * signal wakes. Before them "=", which bytes of a thread's stack are shared: what
 * is a step depends on it.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_TRACE_TEXT_H
#define RACETRAP_RUNTIME_SEARCH_TRACE_TEXT_H

#include "runtime/engine/stack_sharing.h"

#include <stdint.h>
#include <stdio.h>

void trace_text_write(FILE *stream, const uint8_t *trace, uint32_t length,
                      const struct stack_sharing *sharing);

/*
 * Reads it; where it says nothing of a stack, `sharing` keeps what it has. Returns how many entries
 * there are; -1 where it is no schedule or has more than `max`, with *bad at what is wrong.
 */
int64_t trace_text_read(const char *text, uint8_t *trace, uint32_t max,
                        struct stack_sharing *sharing, const char **bad);

#endif
