/*
 * What counts as caught. Pure: markers, expectations and findings in, a verdict
 * and its reason out.
 */
#ifndef RACETRAP_JUDGE_H
#define RACETRAP_JUDGE_H

#include "case/case.h"
#include "case/expectation.h"
#include "case/finding.h"

#include <stdbool.h>

enum verdict {
    /* as expected */
    VERDICT_CAUGHT,      /* the bug was found where it is marked */
    VERDICT_MAY,         /* it may be seen here; how often it was is the result */
    VERDICT_BLIND,       /* this detector cannot see it, and did not */
    VERDICT_CLEAN,       /* the fix is silent and right */
    VERDICT_FALSE_ALARM, /* the known false alarm on the fix */
    VERDICT_UNABLE,      /* this detector cannot run this program, or not see all of it */
    /* a gap that closed: an expectation to be renewed; a failure where that is asked for */
    VERDICT_GAP_CLOSED,
    /* not as expected */
    VERDICT_MISSED,     /* a bug that must be caught was not */
    VERDICT_NOISY,      /* something was reported that is not expected */
    VERDICT_WRONG,      /* the fix does not do what it shall */
    VERDICT_STALE,      /* no detector hit this marker */
    VERDICT_INCOMPLETE, /* nothing was found, and part of what ran was not seen */
    /* nothing is known */
    VERDICT_SKIPPED, /* the tool is not here */
    VERDICT_BROKEN,  /* the harness, the case or the tool failed */
    VERDICT_NOT_RUN, /* interrupted before */
};

const char *verdict_name(enum verdict verdict);
bool verdict_is_departure(enum verdict verdict); /* includes a closed gap and what broke */

struct judge_rules {
    enum variant variant;
    const struct markers *markers; /* of buggy.c */
    kind_set outcome;              /* declared in case.ini */
    struct expectation expectation;
    bool outcome_only; /* the detector reports no places */
    bool outcome_too;  /* it reports outcomes as findings of its own */
};

/*
 * What is expected of a detector that only sees outcomes, where case.ini does
 * not say: it must see a declared one, and may see another.
 */
void judge_relax(struct judge_rules *rules, bool expect_is_said);

enum judge_sight {
    SIGHT_QUIET, /* nothing that matters */
    SIGHT_HIT,   /* the bug; in a fix, the known false alarm */
    SIGHT_NOISE, /* something that nobody expects */
};

/* Looks at one run. *decisive is the finding that decided, NULL where it was quiet. */
enum judge_sight judge_run(const struct judge_rules *rules, const struct findings *findings,
                           const struct finding **decisive);

/* Whether this run of the buggy program had what case.ini declares as a false alarm on it. */
bool judge_alarms(const struct judge_rules *rules, const struct findings *findings);

/* Whether case.ini says that this detector cannot run this program. */
bool judge_is_unable(const struct judge_rules *rules);

struct judge_tally {
    unsigned runs, hits;
    unsigned alarms;               /* runs with a declared false alarm on the buggy program */
    const struct finding *noise;   /* the first one; NULL: none */
    const struct finding *outcome; /* how an unexpectedly quiet run ended; NULL: well */
    const char *unable;            /* why the detector could not run it; NULL: it could */
    const char *incomplete;        /* what it did not see; NULL: it saw all */
};

enum verdict judge_verdict(const struct judge_rules *rules, const struct judge_tally *tally);

/* One sentence; the caller frees it. */
char *judge_reason(const struct judge_rules *rules, const struct judge_tally *tally);

/* Does this place carry a marker of this kind? */
bool judge_place_is_marked(const struct markers *markers, const struct place *place,
                           enum finding_kind kind);

#endif
