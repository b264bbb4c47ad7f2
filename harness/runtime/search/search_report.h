/*
 * The report: one JSON document, in the runtime's own terms; who reads it
 * knows the program's sources, and finds names for the addresses.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_SEARCH_REPORT_H
#define RACETRAP_RUNTIME_SEARCH_SEARCH_REPORT_H

#include "runtime/search/consequence.h"
#include "runtime/search/worker.h"

enum report_end {
    REPORT_EXHAUSTED,
    REPORT_SAMPLED,
    REPORT_INCOMPLETE, /* nothing was found, and part of what ran was not seen */
    REPORT_STOPPED,    /* at what was found */
    REPORT_INTERRUPTED,
    REPORT_REFUSED
};

struct report {
    enum report_end end;
    const char *reason;      /* why it was refused, or is not complete */
    const char *mode_reason; /* why each schedule has a process of its own, where nobody asked */
    bool randomised;         /* addresses differ from run to run */
    uint64_t diverged;       /* schedules that went otherwise in a process of their own */
    double seconds;
    const struct settings *settings;
    const struct portfolio *portfolio;
    const struct search_state *state;
    const struct consequence *consequence; /* of the first finding, if it is a race */
    unsigned workers;
};

/* Writes it to settings->report, under another name first. Ends the process where it cannot. */
void report_write(const struct report *report);

#endif
