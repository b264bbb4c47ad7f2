/*
 * What the program prints. Its standard output goes to a piece of memory, and
 * begins anew in each schedule; its standard error is dropped, or kept as well.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_OUTPUT_H
#define RACETRAP_RUNTIME_ENGINE_OUTPUT_H

#include "runtime/engine/base.h"

enum { OUTPUT_MIB_MAX = 4, OUTPUT_MAX = OUTPUT_MIB_MAX << 20 };

/* From now on. */
void output_capture(void);

/* From now on standard error is kept as well; and what it was given, up to `max` bytes. */
void output_errors_keep(void);
size_t output_errors(char *text, size_t max);

/* What every schedule shall print; NULL: it is not looked at. Borrowed. */
void output_expect(const char *text, size_t size);

/* What the schedule has printed, flushed or not yet looked at. */
size_t output_size(void);
const char *output_text(void);

/* Nothing more can be taken. */
bool output_is_full(void);

/* Whether what it shall print is known; and whether it is what was printed. */
bool output_is_judged(void);
bool output_is_expected(void);

/* The same of one that is not over: whether it can still become right. */
bool output_is_begun_right(void);

/* The program has written to its standard output by other means than the stream. */
void output_note(void);

/* Begins anew. Before the stream is brought back to what it was. */
void output_forget(void);

#endif
