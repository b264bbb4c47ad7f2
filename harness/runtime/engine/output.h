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

/* What the first schedule has printed, for where nobody says what is right. Lies in shared memory.
 */
enum { OUTPUT_USUAL_MAX = 4096 };
struct output_usual {
    bool is_known;
    uint64_t lines; /* a number for its lines, whatever their order */
    size_t size;    /* of `text`: as much as there is room for */
    char text[OUTPUT_USUAL_MAX];
};

/* Keeps what this schedule has printed. */
void output_usual_keep(struct output_usual *usual);

/* From now on other lines than those are wrong; NULL: no more. Their order may differ. Borrowed. */
void output_usual_expect(const struct output_usual *usual);

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
