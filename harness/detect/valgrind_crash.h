/*
 * How a program under one of Valgrind's tools was killed by a signal (the
 * <fatal_signal> of its XML), and whether that was the tool's own doing:
 *
 * - A wrapper around a pthread function crashes, or another function that it calls,
 *   where the C library itself called it: DRD's pthread_create reads the attributes
 *   that thrd_create passes, and those are none.
 * - The program's instruction is one that Valgrind does not know (SIGILL).
 *
 * A wrapped function that crashes itself, or that the program called with
 * garbage, is the program's crash. Pure.
 */
#ifndef RACETRAP_VALGRIND_CRASH_H
#define RACETRAP_VALGRIND_CRASH_H

#include <stdbool.h>
#include <stddef.h>

enum { VALGRIND_CRASH_FRAMES = 16 };

struct valgrind_crash {
    unsigned signal; /* 0: there was none */
    struct {
        char function[128];
        bool in_tool, in_libc;       /* in the tool's preloaded library, in the C library */
    } frames[VALGRIND_CRASH_FRAMES]; /* the innermost first */
    size_t frame_count;
};

/* `object` is the file that the frame's code is in. What does not fit is dropped. */
void valgrind_crash_add(struct valgrind_crash *crash, const char *function, const char *object);

/* Why the tool cannot run this program, for people; NULL: the crash is the program's. `said` is
 * what was printed on stderr. The caller frees it. */
char *valgrind_crash_describe(const struct valgrind_crash *crash, const char *said);

#endif
