/*
 * Valgrind's XML output, protocols 4 to 6 (docs/internals/xml-output*.txt of
 * Valgrind), read as a stream by libxml2, so that what was written before a
 * program was killed still counts. What an error means is for the tool's own
 * file to say.
 */
#ifndef RACETRAP_VALGRIND_XML_H
#define RACETRAP_VALGRIND_XML_H

#include "detect/detector.h"

#include <stdbool.h>

enum { VALGRIND_STACKS_MAX = 12, VALGRIND_TEXT_MAX = 512 };

struct valgrind_stack {
    char before[VALGRIND_TEXT_MAX]; /* the <auxwhat> that introduces it; "" for the first */
    bool nested;    /* inside <first_observed_at> and the like: context, not the error itself */
    char file[256]; /* the innermost frame in the case's folder; "" where there is none */
    char function[128];
    unsigned line;
};

struct valgrind_error {
    char kind[64]; /* "Race" */
    char what[VALGRIND_TEXT_MAX];
    unsigned thread; /* Helgrind's number of the thread that erred; 0: not said */
    struct valgrind_stack stacks[VALGRIND_STACKS_MAX];
    unsigned stack_count;
};

/* How one of Valgrind's tools words its errors. */
struct valgrind_tool {
    const char *name; /* "helgrind" */
    /* Returns 0, or -1 for an error that the tool's file does not know. */
    int (*classify)(const struct valgrind_error *said, enum finding_kind *kind);
    /*
     * Is this only what an earlier error left behind? If it names no place, and
     * there is another finding, it is dropped. NULL: nothing is.
     */
    bool (*is_aftermath)(const struct valgrind_error *said);
    /* Does this stack, beside the first, say where the bug is? */
    bool (*is_primary)(const struct valgrind_stack *stack);
};

/* Reads `path`, the XML of one run. See struct detector for what is an error. */
int valgrind_xml_parse(const char *path, const struct valgrind_tool *tool,
                       const struct detector_report *report, struct findings *findings,
                       struct error *error);

#endif
