/*
 * Echoes of reports. ThreadSanitizer writes a report where it finds something,
 * and that changes errno; where it was in a signal handler, it then says that
 * the handler has spoilt errno, which it did itself. A report that passed
 * through a handler explains one such complaint about that handler, and no more.
 *
 * Ownership: tsan_echo_free releases what was noted.
 */
#ifndef RACETRAP_TSAN_ECHO_H
#define RACETRAP_TSAN_ECHO_H

#include "base/string_list.h"
#include "detect/tsan_frame.h"

#include <stdbool.h>

struct tsan_echo {
    struct string_list passed; /* functions that the reports so far were written in */
};

/* Notes a frame of the thread that has written a report. */
void tsan_echo_note(struct tsan_echo *echo, const struct tsan_frame *frame);

/* Whether a complaint about this handler is an echo; it is told once. */
bool tsan_echo_take(struct tsan_echo *echo, const struct tsan_frame *handler);

void tsan_echo_free(struct tsan_echo *echo);

#endif
