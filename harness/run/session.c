#include "run/session.h"

#include "base/alloc.h"

#include <stdlib.h>

enum { HANGS_MAX = 2 }; /* a program that hangs unexpectedly costs the whole time-out each time */

static void markers_note(struct session *session, const struct findings *findings)
{
    const struct markers *markers = &session->trial->tried->markers;

    for (size_t m = 0; m < markers->count; m++) {
        struct markers one = { .items = &markers->items[m], .count = 1 };
        for (size_t f = 0; f < findings->count; f++) {
            const struct finding *finding = &findings->items[f];
            for (size_t p = 0; p < finding->place_count; p++) {
                session->result->markers_hit[m] |=
                    judge_place_is_marked(&one, &finding->places[p], finding->kind);
            }
        }
    }
}

const struct finding *session_outcome(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (kind_is_outcome(findings->items[i].kind)) {
            return &findings->items[i];
        }
    }
    return NULL;
}

/* Keeps a text of the last run that had one. */
static void text_keep(char **kept, const char *text)
{
    if (text != NULL) {
        free(*kept);
        *kept = alloc_copy(text);
    }
}

/* What was seen is kept, though a later run is quiet. */
static void findings_keep(struct trial_result *result, struct findings *findings)
{
    text_keep(&result->extent, findings->extent);
    text_keep(&result->incomplete, findings->incomplete);
    text_keep(&result->aside, findings->aside);
    if (findings->count > 0) {
        findings_free(&result->findings);
        result->findings = *findings;
    } else {
        findings_free(findings);
    }
}

/* Whether a run of the buggy program has shown all that is to be seen of it. */
static bool bug_is_decided(const struct session *session, enum judge_sight sight)
{
    const struct expectation *expectation = &session->rules.expectation;

    return session->trial->variant == VARIANT_BUGGY && sight == SIGHT_HIT &&
           expectation->expect == EXPECT_MUST &&
           (!expectation->buggy_alarms || session->tally.alarms > 0);
}

bool session_take(struct session *session, struct findings *findings)
{
    struct judge_tally *tally = &session->tally;
    const struct finding *decisive;

    enum judge_sight sight = judge_run(&session->rules, findings, &decisive);
    const struct finding *outcome = session_outcome(findings);
    tally->runs++;
    tally->hits += sight == SIGHT_HIT;
    tally->alarms += judge_alarms(&session->rules, findings);
    tally->noise = sight == SIGHT_NOISE ? decisive : NULL;
    tally->outcome = outcome;
    if (session->trial->variant == VARIANT_BUGGY) {
        markers_note(session, findings);
    }
    session->hangs += outcome != NULL && outcome->kind == KIND_HANG &&
                      (session->rules.outcome & kind_bit(KIND_HANG)) == 0;
    findings_keep(session->result, findings);
    tally->incomplete = session->result->incomplete;
    return (sight == SIGHT_NOISE && !judge_is_unable(&session->rules)) ||
           session->hangs == HANGS_MAX || bug_is_decided(session, sight);
}

int session_take_unable(struct session *session, const struct error *error)
{
    if (error->code != ERROR_UNABLE || !judge_is_unable(&session->rules)) {
        return -1;
    }
    session->tally.runs++;
    session->unable = alloc_copy(error->text);
    session->tally.unable = session->unable;
    return 0;
}
