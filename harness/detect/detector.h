/*
 * A detector: a tool that can find a concurrency bug in one run of a program.
 * Each is one file in this folder that defines a const struct detector, and one
 * line in table.c. Everything that a tool's wording or options decide is in
 * that file and nowhere else.
 *
 * `parse` starts no process and reads only its arguments, so that it is tested
 * on recorded reports.
 */
#ifndef RACETRAP_DETECTOR_H
#define RACETRAP_DETECTOR_H

#include "base/error.h"
#include "base/string_list.h"
#include "case/finding.h"
#include "case/meta.h"
#include "system/build.h"
#include "system/process.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The exit status that a tool is told to use when it has reported something.
 * Not 66, which ThreadSanitizer uses when it broke. A run that ends with it and
 * has no report lost that report.
 */
enum { DETECTOR_REPORT_EXIT = 86 };

struct detector_state {
    bool available;
    char version[64];  /* "12.2.0" */
    char missing[512]; /* what is not there, and the package that has it */
};

/* Where the reports of one run are; `ended` says how that run ended. */
struct detector_report {
    const char *folder; /* made for this run: nothing else is in it */
    const char *case_folder;
    const struct process_result *ended;
    bool alarms; /* case.ini declares false alarms: what names no place in the sources is one, and
                    no error */
};

/* What is run, and where its reports shall land. */
struct detector_run {
    const char *program;
    const char *report_folder;
    const char *expected; /* a file with what the fixed program prints; NULL: there is none */
    unsigned seed;        /* where chance begins */
};

struct detector {
    const char *name;   /* "tsan-gcc" */
    const char *family; /* "tsan" */
    struct build_flavour flavour;
    unsigned cost; /* about how many times slower than natively; the slowest are begun first */
    bool sees_outcome_only; /* it reports no places, only what the run as a whole did */
    bool judges_outcome;    /* its reports say that too: the oracle has no say */
    bool is_deterministic;  /* another run tells nothing new */

    /* Is the tool here? -1 only where that could not be found out. */
    int (*probe)(struct detector_state *state, struct error *error);

    /* How to do that. */
    int (*command)(const struct detector_run *run, struct string_list *argv,
                   struct string_list *environment, struct error *error);

    /*
     * What the reports say. NULL where there are none. A report that is
     * incomplete is fine if the run was cut off, an error (ERROR_REPORT) if not.
     * ERROR_UNABLE is only for a run that ended in the tool's own refusal of this
     * program, or in its own death: that case.ini may excuse.
     */
    int (*parse)(const struct detector_report *report, struct findings *findings,
                 struct error *error);
};

/* All of them, ending with NULL. */
extern const struct detector *const DETECTORS[];
enum { DETECTORS_MAX = 16 };

/* By name, or NULL. */
const struct detector *detector_find(const char *name);

/* Checks that every section of a case.ini names a detector or a family. */
int detector_check_sections(const struct meta *meta, const char *path, struct error *error);

#endif
