/*
 * Known findings: what is passed over, and counted. An entry is a kind of
 * violation, and where in the program it has to be: the innermost call in the
 * program itself, of one of its sides. The names of functions and lines become
 * ranges of addresses outside, as only there debug information is read.
 *
 * An entry is a line of text: the kind, or `*` for all of them; ranges in the
 * program's file, "1139-11a0" in hexadecimal, the end not in it; and, after an
 * `=`, what it is called, to the end of the line. No range: anywhere.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_IGNORE_H
#define RACETRAP_RUNTIME_DIAGNOSE_IGNORE_H

#include "runtime/engine/violation.h"

struct ignore {
    bool any_kind;
    enum violation_kind kind;
    const char *name; /* borrowed from the text; `length` bytes */
    unsigned name_length;
    unsigned first_range, range_count;
};

/* Reads the entries; the text is kept, and not copied. Ends the process where it is not as above.
 */
void ignore_use(const char *text);

/* Whether an entry needs the places of both sides of a race. */
bool ignore_needs_places(void);

/* From now on what is passed over is counted, from 0 on, in this process and in its children; or
 * not any more. */
void ignore_count(bool counts);

/* Whether the violation is known. Counts it with every entry that it is known by. */
bool ignore_takes(const struct violation *violation);

unsigned ignore_entries(void);
const struct ignore *ignore_entry(unsigned index);

/* How often an entry was met, by any process. */
uint64_t ignore_times(unsigned index);

#endif
