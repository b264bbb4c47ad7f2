#include "judge/judge.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {
        [VERDICT_CAUGHT] = "caught",
        [VERDICT_MAY] = "may",
        [VERDICT_BLIND] = "blind",
        [VERDICT_CLEAN] = "clean",
        [VERDICT_FALSE_ALARM] = "false-alarm",
        [VERDICT_UNABLE] = "unable",
        [VERDICT_GAP_CLOSED] = "gap-closed",
        [VERDICT_MISSED] = "missed",
        [VERDICT_NOISY] = "noisy",
        [VERDICT_WRONG] = "wrong",
        [VERDICT_STALE] = "stale",
        [VERDICT_INCOMPLETE] = "incomplete",
        [VERDICT_SKIPPED] = "skipped",
        [VERDICT_BROKEN] = "broken",
        [VERDICT_NOT_RUN] = "not-run",
    };

    return names[verdict];
}

bool verdict_is_departure(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_GAP_CLOSED:
    case VERDICT_MISSED:
    case VERDICT_NOISY:
    case VERDICT_WRONG:
    case VERDICT_STALE:
    case VERDICT_INCOMPLETE:
    case VERDICT_BROKEN:
        return true;
    case VERDICT_CAUGHT:
    case VERDICT_MAY:
    case VERDICT_BLIND:
    case VERDICT_CLEAN:
    case VERDICT_FALSE_ALARM:
    case VERDICT_UNABLE:
    case VERDICT_SKIPPED:
    case VERDICT_NOT_RUN:
        return false;
    }
    return true;
}

void judge_relax(struct judge_rules *rules, bool expect_is_said)
{
    if (rules->outcome_only && rules->outcome == 0 && !expect_is_said) {
        rules->expectation.expect = EXPECT_MAY;
        rules->expectation.why = "no outcome is declared";
    }
}

bool judge_place_is_marked(const struct markers *markers, const struct place *place,
                           enum finding_kind kind)
{
    const struct marker *marker = markers_at(markers, place->file, place->line);

    return marker != NULL && (marker->kinds & kind_bit(kind)) != 0;
}

static bool finding_is_marked(const struct markers *markers, const struct finding *finding)
{
    for (size_t i = 0; i < finding->place_count; i++) {
        if (!judge_place_is_marked(markers, &finding->places[i], finding->kind)) {
            return false;
        }
    }
    return finding->place_count > 0;
}

static enum judge_sight buggy_sight(const struct judge_rules *rules, const struct finding *finding)
{
    bool outcome = kind_is_outcome(finding->kind);

    if (rules->outcome_only) {
        return rules->outcome == 0 || (rules->outcome & kind_bit(finding->kind)) != 0 ? SIGHT_HIT
                                                                                      : SIGHT_NOISE;
    }
    if (outcome && rules->outcome_too && (rules->outcome & kind_bit(finding->kind)) != 0) {
        return SIGHT_HIT;
    }
    if (outcome) {
        return SIGHT_QUIET; /* a buggy program may do anything; the reports are what is judged */
    }
    if (finding_is_marked(rules->markers, finding)) {
        return SIGHT_HIT;
    }
    return rules->expectation.buggy_alarms ? SIGHT_QUIET : SIGHT_NOISE;
}

static enum judge_sight fixed_sight(const struct judge_rules *rules, const struct finding *finding)
{
    bool known = rules->expectation.fixed == FIXED_ALARMS && !kind_is_outcome(finding->kind);

    return known ? SIGHT_HIT : SIGHT_NOISE;
}

bool judge_alarms(const struct judge_rules *rules, const struct findings *findings)
{
    bool alarmed = false;

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        alarmed |= !kind_is_outcome(finding->kind) && !finding_is_marked(rules->markers, finding);
    }
    return alarmed && rules->variant == VARIANT_BUGGY && rules->expectation.buggy_alarms;
}

bool judge_is_unable(const struct judge_rules *rules)
{
    return rules->variant == VARIANT_BUGGY ? rules->expectation.expect == EXPECT_UNABLE
                                           : rules->expectation.fixed == FIXED_UNABLE;
}

enum judge_sight judge_run(const struct judge_rules *rules, const struct findings *findings,
                           const struct finding **decisive)
{
    enum judge_sight seen = SIGHT_QUIET;

    *decisive = NULL;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        enum judge_sight sight = rules->variant == VARIANT_BUGGY ? buggy_sight(rules, finding)
                                                                 : fixed_sight(rules, finding);
        if (sight > seen) {
            seen = sight;
            *decisive = finding;
        }
    }
    return seen;
}

/* What is said where nothing was found: that it was looked for everywhere, or not. */
static enum verdict quiet_verdict(const struct judge_tally *tally, enum verdict verdict)
{
    return tally->incomplete != NULL ? VERDICT_INCOMPLETE : verdict;
}

/* The false alarms that case.ini declares have not come. */
static bool alarms_fell_silent(const struct judge_rules *rules, const struct judge_tally *tally)
{
    return rules->variant == VARIANT_BUGGY && rules->expectation.buggy_alarms &&
           tally->alarms == 0 && tally->incomplete == NULL;
}

static enum verdict buggy_verdict(const struct judge_rules *rules, const struct judge_tally *tally)
{
    bool closed = alarms_fell_silent(rules, tally);

    if (tally->noise != NULL) {
        return VERDICT_NOISY;
    }
    switch (rules->expectation.expect) {
    case EXPECT_NEVER:
        return tally->hits > 0 || closed ? VERDICT_GAP_CLOSED : VERDICT_BLIND;
    case EXPECT_MAY:
        return closed ? VERDICT_GAP_CLOSED : VERDICT_MAY;
    case EXPECT_UNABLE:
    case EXPECT_UNSAID:
    case EXPECT_MUST:
        break;
    }
    if (tally->hits == 0) {
        return quiet_verdict(tally, VERDICT_MISSED);
    }
    return closed ? VERDICT_GAP_CLOSED : VERDICT_CAUGHT;
}

static enum verdict fixed_verdict(const struct judge_rules *rules, const struct judge_tally *tally)
{
    if (tally->noise != NULL) {
        return kind_is_outcome(tally->noise->kind) ? VERDICT_WRONG : VERDICT_NOISY;
    }
    if (tally->hits > 0) {
        return VERDICT_FALSE_ALARM;
    }
    return quiet_verdict(tally, rules->expectation.fixed == FIXED_ALARMS ? VERDICT_GAP_CLOSED
                                                                         : VERDICT_CLEAN);
}

enum verdict judge_verdict(const struct judge_rules *rules, const struct judge_tally *tally)
{
    if (judge_is_unable(rules)) {
        return tally->unable != NULL || tally->incomplete != NULL ? VERDICT_UNABLE
                                                                  : VERDICT_GAP_CLOSED;
    }
    return rules->variant == VARIANT_BUGGY ? buggy_verdict(rules, tally)
                                           : fixed_verdict(rules, tally);
}

/* "race at buggy.c:26 (count) and buggy.c:40 (main)" */
static char *finding_describe(const struct finding *finding)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    if (stream == NULL) {
        abort();
    }
    fputs(kind_name(finding->kind), stream);
    for (size_t i = 0; i < finding->place_count; i++) {
        const struct place *place = &finding->places[i];
        fprintf(stream, "%s%s:%u (%s)", i == 0 ? " at " : " and ", place->file, place->line,
                place->function);
    }
    if (kind_is_outcome(finding->kind)) {
        fprintf(stream, ": %s", finding->excerpt);
    }
    fclose(stream);
    return text;
}

static char *noise_reason(const struct judge_rules *rules, const struct finding *noise)
{
    char *found = finding_describe(noise);
    char *reason =
        rules->variant == VARIANT_FIXED
            ? alloc_format("found %s; expected silence and the right result from the fix", found)
        : kind_is_outcome(noise->kind)
            ? alloc_format("found %s; that is not the outcome that case.ini declares", found)
            : alloc_format("found %s; expected only what `// want` marks, on the marked lines",
                           found);

    free(found);
    return reason;
}

static char *missed_reason(const struct judge_rules *rules, const struct judge_tally *tally)
{
    char *outcome = tally->outcome == NULL ? NULL : finding_describe(tally->outcome);
    char *kinds = rules->outcome_only ? kind_set_format(rules->outcome) : NULL;
    char *reason = alloc_format("expected %s in one of %u runs, and found nothing%s%s",
                                rules->outcome_only ? kinds : "a finding on the marked lines",
                                tally->runs, outcome == NULL ? "" : "; the last run ended with ",
                                outcome == NULL ? "" : outcome);

    free(outcome);
    free(kinds);
    return reason;
}

/* It ran, however that ended. */
static char *able_reason(const struct judge_rules *rules, const struct judge_tally *tally)
{
    bool buggy = rules->variant == VARIANT_BUGGY;
    char *outcome = tally->outcome == NULL ? NULL : finding_describe(tally->outcome);
    char *reason = alloc_format(
        "ran%s in %u of %u runs%s%s, and case.ini still says that it cannot: %s",
        outcome == NULL ? " to its end" : "", tally->runs, tally->runs,
        outcome == NULL ? "" : ", the last of which ended with ", outcome == NULL ? "" : outcome,
        buggy ? rules->expectation.why : rules->expectation.fixed_why);

    free(outcome);
    return reason;
}

static char *gap_reason(const struct judge_rules *rules, const struct judge_tally *tally)
{
    const struct expectation *expectation = &rules->expectation;
    bool buggy = rules->variant == VARIANT_BUGGY;
    unsigned others = tally->runs - tally->hits;

    if (judge_is_unable(rules)) {
        return able_reason(rules, tally);
    }
    if (alarms_fell_silent(rules, tally)) {
        return alloc_format("no false alarm on the buggy program in %u runs, and case.ini still "
                            "says otherwise: %s",
                            tally->runs, expectation->buggy_why);
    }
    return alloc_format("%s in %u of %u runs, and case.ini still says otherwise: %s",
                        buggy ? "caught" : "no false alarm", buggy ? tally->hits : others,
                        tally->runs, buggy ? expectation->why : expectation->fixed_why);
}

static char *unable_reason(const struct judge_rules *rules, const struct judge_tally *tally)
{
    const struct expectation *expectation = &rules->expectation;
    const char *why = rules->variant == VARIANT_BUGGY ? expectation->why : expectation->fixed_why;

    return tally->unable != NULL
               ? alloc_format("cannot run it, as expected: %s (%s)", why, tally->unable)
               : alloc_format("cannot see all of it, as expected: %s (%s)", why, tally->incomplete);
}

static char *caught_reason(const struct judge_rules *rules, const struct judge_tally *tally)
{
    return tally->alarms == 0
               ? alloc_format("found in %u of %u runs", tally->hits, tally->runs)
               : alloc_format("found in %u of %u runs; and alarmed falsely in %u, as expected: %s",
                              tally->hits, tally->runs, tally->alarms,
                              rules->expectation.buggy_why);
}

char *judge_reason(const struct judge_rules *rules, const struct judge_tally *tally)
{
    const struct expectation *expectation = &rules->expectation;

    switch (judge_verdict(rules, tally)) {
    case VERDICT_CAUGHT:
        return caught_reason(rules, tally);
    case VERDICT_MAY:
        return alloc_format("seen in %u of %u runs, and need not be: %s", tally->hits, tally->runs,
                            expectation->why);
    case VERDICT_BLIND:
        return alloc_format("silent in %u runs, as expected: %s", tally->runs, expectation->why);
    case VERDICT_CLEAN:
        return alloc_format("silent and right in %u runs", tally->runs);
    case VERDICT_FALSE_ALARM:
        return alloc_format("alarmed falsely in %u of %u runs, as expected: %s", tally->hits,
                            tally->runs, expectation->fixed_why);
    case VERDICT_UNABLE:
        return unable_reason(rules, tally);
    case VERDICT_GAP_CLOSED:
        return gap_reason(rules, tally);
    case VERDICT_MISSED:
        return missed_reason(rules, tally);
    case VERDICT_NOISY:
    case VERDICT_WRONG:
        return noise_reason(rules, tally->noise);
    case VERDICT_INCOMPLETE:
        return alloc_format("nothing was found, and part of what ran was not seen: %s",
                            tally->incomplete);
    case VERDICT_STALE:
    case VERDICT_SKIPPED:
    case VERDICT_BROKEN:
    case VERDICT_NOT_RUN:
        break;
    }
    return alloc_copy("");
}
