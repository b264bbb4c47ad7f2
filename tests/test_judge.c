/* What counts as caught: every verdict, and the paths to it. */
#include "base/alloc.h"
#include "judge/judge.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct markers markers;
static struct findings findings;
static struct judge_rules rules;

/* Line 10 is marked with a race, line 20 with a race or a use after free. */
static const char SOURCE[] = "\n\n\n\n\n\n\n\n\n"
                             "x++; // want race\n"
                             "\n\n\n\n\n\n\n\n\n"
                             "free(p); // want race|use-after-free\n";

static void set_up(void)
{
    struct error error;

    markers = (struct markers){ 0 };
    cr_assert_eq(markers_scan(SOURCE, "buggy.c", "/c/buggy.c", &markers, &error), 0, "%s",
                 error.text);
    cr_assert_eq(markers.count, 2);
    findings = (struct findings){ 0 };
    rules = (struct judge_rules){ .variant = VARIANT_BUGGY,
                                  .markers = &markers,
                                  .expectation = { .expect = EXPECT_MUST,
                                                   .why = "the bug's reason",
                                                   .buggy_why = "the noise's reason",
                                                   .fixed_why = "the alarm's reason" } };
}

static void tear_down(void)
{
    markers_free(&markers);
    findings_free(&findings);
}

TestSuite(judge, .init = set_up, .fini = tear_down);

static struct finding *found(enum finding_kind kind, const char *file, unsigned line)
{
    struct finding *finding = findings_add(&findings, kind, "the program did something");

    if (line > 0) {
        finding_add_place(finding, file, "work", line);
    }
    return finding;
}

static enum judge_sight sight(void)
{
    const struct finding *decisive;
    enum judge_sight seen = judge_run(&rules, &findings, &decisive);

    cr_expect_eq(decisive == NULL, seen == SIGHT_QUIET);
    return seen;
}

static enum verdict verdict_of(unsigned runs, unsigned hits, const struct finding *noise)
{
    const struct judge_tally tally = { .runs = runs, .hits = hits, .noise = noise };

    return judge_verdict(&rules, &tally);
}

static void reason_has(const struct judge_tally *tally, const char *part)
{
    char *reason = judge_reason(&rules, tally);

    cr_expect(strstr(reason, part) != NULL, "`%s` is not in `%s`", part, reason);
    free(reason);
}

Test(judge, a_finding_of_the_marked_kind_on_the_marked_line_is_a_hit)
{
    found(KIND_RACE, "buggy.c", 10);
    cr_expect_eq(sight(), SIGHT_HIT);
}

Test(judge, both_places_may_be_marked_by_two_markers)
{
    finding_add_place(found(KIND_RACE, "buggy.c", 10), "buggy.c", "work", 20);
    cr_expect_eq(sight(), SIGHT_HIT);
}

Test(judge, any_alternative_of_a_marker_is_a_hit)
{
    found(KIND_USE_AFTER_FREE, "buggy.c", 20);
    cr_expect_eq(sight(), SIGHT_HIT);
}

Test(judge, the_alternative_of_one_marker_does_not_hold_for_another)
{
    found(KIND_USE_AFTER_FREE, "buggy.c", 10);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_finding_on_another_line_is_noise)
{
    found(KIND_RACE, "buggy.c", 11);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_finding_of_another_kind_on_the_marked_line_is_noise)
{
    found(KIND_LOCK_ORDER, "buggy.c", 10);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_finding_in_another_file_on_a_marked_line_is_noise)
{
    found(KIND_RACE, "fixed.c", 10);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_second_place_that_is_not_marked_makes_noise)
{
    finding_add_place(found(KIND_RACE, "buggy.c", 10), "buggy.c", "work", 21);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_finding_without_a_place_is_noise)
{
    found(KIND_RACE, "buggy.c", 0);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_known_false_alarm_needs_no_place)
{
    found(KIND_RACE, "buggy.c", 0);
    rules.expectation.buggy_alarms = true;
    cr_expect_eq(sight(), SIGHT_QUIET);
    cr_expect(judge_alarms(&rules, &findings));
    rules.variant = VARIANT_FIXED;
    rules.expectation.fixed = FIXED_ALARMS;
    cr_expect_eq(sight(), SIGHT_HIT);
}

Test(judge, noise_beside_a_hit_is_noise_and_decides)
{
    const struct finding *decisive;

    found(KIND_RACE, "buggy.c", 10);
    found(KIND_RACE, "buggy.c", 99);
    found(KIND_RACE, "buggy.c", 20);
    cr_expect_eq(judge_run(&rules, &findings, &decisive), SIGHT_NOISE);
    cr_expect_eq(decisive, &findings.items[1]);
}

Test(judge, a_silent_run_is_quiet)
{
    cr_expect_eq(sight(), SIGHT_QUIET);
}

Test(judge, a_buggy_program_may_end_as_it_likes_where_reports_are_judged)
{
    found(KIND_CRASH, "buggy.c", 0);
    found(KIND_HANG, "buggy.c", 0);
    found(KIND_WRONG_OUTPUT, "buggy.c", 0);
    cr_expect_eq(sight(), SIGHT_QUIET);
}

Test(judge, a_declared_outcome_does_not_stand_for_a_report)
{
    rules.outcome = kind_bit(KIND_CRASH);
    found(KIND_CRASH, "buggy.c", 10);
    cr_expect_eq(sight(), SIGHT_QUIET);
}

Test(judge, who_sees_outcomes_only_hits_the_declared_one)
{
    rules.outcome_only = true;
    rules.outcome = kind_bit(KIND_HANG) | kind_bit(KIND_CRASH);
    found(KIND_CRASH, "buggy.c", 0);
    cr_expect_eq(sight(), SIGHT_HIT);
}

Test(judge, an_outcome_other_than_the_declared_one_is_noise)
{
    rules.outcome_only = true;
    rules.outcome = kind_bit(KIND_HANG);
    found(KIND_WRONG_OUTPUT, "buggy.c", 0);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, any_outcome_is_a_hit_where_none_is_declared)
{
    rules.outcome_only = true;
    found(KIND_WRONG_EXIT, "buggy.c", 0);
    cr_expect_eq(sight(), SIGHT_HIT);
}

Test(judge, anything_in_a_fix_is_noise)
{
    rules.variant = VARIANT_FIXED;
    found(KIND_RACE, "fixed.c", 10);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_marked_line_of_the_buggy_program_excuses_nothing_in_the_fix)
{
    rules.variant = VARIANT_FIXED;
    found(KIND_RACE, "buggy.c", 10);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_known_false_alarm_is_a_hit_in_the_fix)
{
    rules.variant = VARIANT_FIXED;
    rules.expectation.fixed = FIXED_ALARMS;
    found(KIND_RACE, "fixed.c", 10);
    cr_expect_eq(sight(), SIGHT_HIT);
}

Test(judge, a_known_false_alarm_excuses_no_outcome)
{
    rules.variant = VARIANT_FIXED;
    rules.expectation.fixed = FIXED_ALARMS;
    found(KIND_RACE, "fixed.c", 10);
    found(KIND_WRONG_OUTPUT, "fixed.c", 0);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, a_declared_outcome_excuses_nothing_in_the_fix)
{
    rules.variant = VARIANT_FIXED;
    rules.outcome_only = true;
    rules.outcome = kind_bit(KIND_HANG);
    found(KIND_HANG, "fixed.c", 0);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, must_is_caught_or_missed)
{
    cr_expect_eq(verdict_of(10, 1, NULL), VERDICT_CAUGHT);
    cr_expect_eq(verdict_of(10, 0, NULL), VERDICT_MISSED);
}

Test(judge, may_is_as_expected_either_way)
{
    rules.expectation.expect = EXPECT_MAY;
    cr_expect_eq(verdict_of(10, 3, NULL), VERDICT_MAY);
    cr_expect_eq(verdict_of(10, 0, NULL), VERDICT_MAY);
}

Test(judge, never_is_blind_or_a_gap_that_closed)
{
    rules.expectation.expect = EXPECT_NEVER;
    cr_expect_eq(verdict_of(3, 0, NULL), VERDICT_BLIND);
    cr_expect_eq(verdict_of(3, 1, NULL), VERDICT_GAP_CLOSED);
}

Test(judge, noise_outweighs_hits_whatever_is_expected)
{
    static const enum meta_expect expectations[] = { EXPECT_MUST, EXPECT_MAY, EXPECT_NEVER };
    const struct finding *noise = found(KIND_RACE, "buggy.c", 11);

    for (size_t i = 0; i < 3; i++) {
        rules.expectation.expect = expectations[i];
        cr_expect_eq(verdict_of(2, 1, noise), VERDICT_NOISY);
    }
}

Test(judge, a_silent_fix_is_clean)
{
    rules.variant = VARIANT_FIXED;
    cr_expect_eq(verdict_of(3, 0, NULL), VERDICT_CLEAN);
}

Test(judge, a_fix_is_noisy_by_a_report_and_wrong_by_an_outcome)
{
    rules.variant = VARIANT_FIXED;
    cr_expect_eq(verdict_of(1, 0, found(KIND_RACE, "fixed.c", 3)), VERDICT_NOISY);
    cr_expect_eq(verdict_of(1, 0, found(KIND_HANG, "fixed.c", 0)), VERDICT_WRONG);
}

Test(judge, a_false_alarm_that_falls_silent_is_a_gap_that_closed)
{
    rules.variant = VARIANT_FIXED;
    rules.expectation.fixed = FIXED_ALARMS;
    cr_expect_eq(verdict_of(3, 3, NULL), VERDICT_FALSE_ALARM);
    cr_expect_eq(verdict_of(3, 1, NULL), VERDICT_FALSE_ALARM);
    cr_expect_eq(verdict_of(3, 0, NULL), VERDICT_GAP_CLOSED);
}

Test(judge, what_is_expected_of_the_bug_does_not_matter_for_the_fix)
{
    rules.variant = VARIANT_FIXED;
    rules.expectation.expect = EXPECT_NEVER;
    cr_expect_eq(verdict_of(3, 0, NULL), VERDICT_CLEAN);
}

Test(judge, an_undeclared_outcome_may_be_seen)
{
    rules.outcome_only = true;
    judge_relax(&rules, false);
    cr_expect_eq(rules.expectation.expect, EXPECT_MAY);
}

Test(judge, a_declared_outcome_must_be_seen)
{
    rules.outcome_only = true;
    rules.outcome = kind_bit(KIND_HANG);
    judge_relax(&rules, false);
    cr_expect_eq(rules.expectation.expect, EXPECT_MUST);
}

Test(judge, what_case_ini_says_is_not_relaxed)
{
    rules.outcome_only = true;
    rules.expectation.expect = EXPECT_NEVER;
    judge_relax(&rules, true);
    cr_expect_eq(rules.expectation.expect, EXPECT_NEVER);
}

Test(judge, who_reports_places_is_not_relaxed)
{
    judge_relax(&rules, false);
    cr_expect_eq(rules.expectation.expect, EXPECT_MUST);
}

Test(judge, the_reason_says_how_often_and_why)
{
    const struct judge_tally tally = { .runs = 7, .hits = 2 };
    const struct judge_tally silent = { .runs = 7 };

    reason_has(&tally, "2 of 7");
    rules.expectation.expect = EXPECT_MAY;
    reason_has(&tally, "2 of 7");
    reason_has(&tally, "the bug's reason");
    rules.expectation.expect = EXPECT_NEVER;
    reason_has(&silent, "the bug's reason");
    reason_has(&tally, "the bug's reason");
    rules.variant = VARIANT_FIXED;
    rules.expectation.fixed = FIXED_ALARMS;
    reason_has(&tally, "the alarm's reason");
    reason_has(&silent, "the alarm's reason");
}

Test(judge, the_reason_of_noise_says_what_was_found_and_where)
{
    const struct judge_tally tally = { .runs = 1, .noise = found(KIND_RACE, "buggy.c", 11) };

    reason_has(&tally, "race at buggy.c:11 (work)");
    reason_has(&tally, "expected only what `// want` marks");
}

Test(judge, the_reason_of_a_miss_says_how_the_run_ended)
{
    const struct judge_tally tally = { .runs = 4, .outcome = found(KIND_HANG, "buggy.c", 0) };

    reason_has(&tally, "4 runs");
    reason_has(&tally, "hang");
    reason_has(&tally, "the program did something");
}

Test(judge, the_reason_of_a_missed_outcome_names_it)
{
    const struct judge_tally tally = { .runs = 4 };

    rules.outcome_only = true;
    rules.outcome = kind_bit(KIND_HANG) | kind_bit(KIND_CRASH);
    reason_has(&tally, "crash|hang");
}

static enum verdict tally_verdict(const struct judge_tally *tally)
{
    return judge_verdict(&rules, tally);
}

Test(judge, who_cannot_run_it_is_unable_where_that_is_declared)
{
    const struct judge_tally refused = { .runs = 1, .unable = "asks for a signal" };

    rules.expectation.expect = EXPECT_UNABLE;
    cr_expect_eq(tally_verdict(&refused), VERDICT_UNABLE);
    reason_has(&refused, "the bug's reason");
    reason_has(&refused, "asks for a signal");
    rules.variant = VARIANT_FIXED;
    rules.expectation.fixed = FIXED_UNABLE;
    cr_expect_eq(tally_verdict(&refused), VERDICT_UNABLE);
    reason_has(&refused, "the alarm's reason");
}

Test(judge, who_became_able_is_a_gap_that_closed_whatever_was_found)
{
    const struct judge_tally ran = { .runs = 10 };
    const struct judge_tally caught = { .runs = 10, .hits = 3 };
    const struct judge_tally noisy = { .runs = 1, .noise = found(KIND_RACE, "buggy.c", 11) };

    rules.expectation.expect = EXPECT_UNABLE;
    cr_expect_eq(tally_verdict(&ran), VERDICT_GAP_CLOSED);
    cr_expect_eq(tally_verdict(&caught), VERDICT_GAP_CLOSED);
    cr_expect_eq(tally_verdict(&noisy), VERDICT_GAP_CLOSED);
    const struct judge_tally hung = { .runs = 2, .outcome = found(KIND_HANG, "buggy.c", 0) };
    reason_has(&ran, "ran to its end in 10 of 10 runs");
    reason_has(&hung, "ran in 2 of 2 runs, the last of which ended with hang");
    reason_has(&ran, "the bug's reason");
    rules.variant = VARIANT_FIXED;
    rules.expectation.fixed = FIXED_UNABLE;
    cr_expect_eq(tally_verdict(&ran), VERDICT_GAP_CLOSED);
    reason_has(&ran, "the alarm's reason");
}

Test(judge, each_program_has_its_own_say_of_whether_it_can_be_run)
{
    rules.expectation.expect = EXPECT_UNABLE;
    rules.expectation.fixed = FIXED_CLEAN;
    cr_expect(judge_is_unable(&rules));
    rules.variant = VARIANT_FIXED;
    cr_expect_not(judge_is_unable(&rules));
    rules.expectation.expect = EXPECT_MUST;
    rules.expectation.fixed = FIXED_UNABLE;
    cr_expect(judge_is_unable(&rules));
}

Test(judge, a_fix_that_was_not_wholly_seen_is_never_clean)
{
    const struct judge_tally tally = { .runs = 1, .incomplete = "a child process ran outside" };

    rules.variant = VARIANT_FIXED;
    cr_expect_eq(tally_verdict(&tally), VERDICT_INCOMPLETE);
    reason_has(&tally, "a child process ran outside");
    rules.expectation.fixed = FIXED_ALARMS;
    cr_expect_eq(tally_verdict(&tally), VERDICT_INCOMPLETE, "nothing is known of the alarm either");
    rules.expectation.fixed = FIXED_UNABLE;
    cr_expect_eq(tally_verdict(&tally), VERDICT_UNABLE);
    reason_has(&tally, "a child process ran outside");
}

Test(judge, what_is_said_of_the_bug_does_not_excuse_a_fix_that_was_not_wholly_seen)
{
    const struct judge_tally tally = { .runs = 1, .incomplete = "part of it" };

    rules.variant = VARIANT_FIXED;
    rules.expectation.expect = EXPECT_NEVER;
    cr_expect_eq(tally_verdict(&tally), VERDICT_INCOMPLETE);
    rules.expectation.expect = EXPECT_MAY;
    cr_expect_eq(tally_verdict(&tally), VERDICT_INCOMPLETE);
}

Test(judge, a_bug_that_was_not_found_where_not_all_was_seen_is_incomplete)
{
    const struct judge_tally tally = { .runs = 1, .incomplete = "part of it" };

    cr_expect_eq(tally_verdict(&tally), VERDICT_INCOMPLETE);
    rules.expectation.expect = EXPECT_NEVER;
    cr_expect_eq(tally_verdict(&tally), VERDICT_BLIND);
    rules.expectation.expect = EXPECT_MAY;
    cr_expect_eq(tally_verdict(&tally), VERDICT_MAY);
    rules.expectation.expect = EXPECT_UNABLE;
    cr_expect_eq(tally_verdict(&tally), VERDICT_UNABLE);
}

Test(judge, a_bug_that_was_found_is_caught_though_not_all_was_seen)
{
    const struct judge_tally tally = { .runs = 1, .hits = 1, .incomplete = "part of it" };

    cr_expect_eq(tally_verdict(&tally), VERDICT_CAUGHT);
}

Test(judge, a_known_false_alarm_on_the_bug_is_not_judged)
{
    rules.expectation.buggy_alarms = true;
    found(KIND_RACE, "buggy.c", 11);
    cr_expect_eq(sight(), SIGHT_QUIET);
    cr_expect(judge_alarms(&rules, &findings));
    found(KIND_RACE, "buggy.c", 10);
    cr_expect_eq(sight(), SIGHT_HIT, "what is marked must still be found");
}

Test(judge, what_is_marked_is_no_false_alarm)
{
    rules.expectation.buggy_alarms = true;
    found(KIND_RACE, "buggy.c", 10);
    found(KIND_CRASH, "buggy.c", 0);
    cr_expect_not(judge_alarms(&rules, &findings));
}

Test(judge, a_false_alarm_on_the_bug_excuses_no_outcome_and_no_fix)
{
    rules.expectation.buggy_alarms = true;
    rules.outcome_only = true;
    rules.outcome = kind_bit(KIND_HANG);
    found(KIND_WRONG_OUTPUT, "buggy.c", 0);
    cr_expect_eq(sight(), SIGHT_NOISE);
    rules.outcome_only = false;
    rules.variant = VARIANT_FIXED;
    found(KIND_RACE, "fixed.c", 11);
    cr_expect_eq(sight(), SIGHT_NOISE);
    cr_expect_not(judge_alarms(&rules, &findings));
}

Test(judge, a_bug_with_false_alarms_must_still_be_found)
{
    const struct judge_tally missed = { .runs = 10, .alarms = 10 };
    const struct judge_tally caught = { .runs = 2, .hits = 1, .alarms = 2 };

    rules.expectation.buggy_alarms = true;
    cr_expect_eq(tally_verdict(&missed), VERDICT_MISSED);
    cr_expect_eq(tally_verdict(&caught), VERDICT_CAUGHT);
    reason_has(&caught, "alarmed falsely in 2");
    reason_has(&caught, "the noise's reason");
}

Test(judge, a_false_alarm_on_the_bug_that_falls_silent_is_a_gap_that_closed)
{
    const struct judge_tally caught = { .runs = 10, .hits = 7 };
    const struct judge_tally silent = { .runs = 10 };

    rules.expectation.buggy_alarms = true;
    cr_expect_eq(tally_verdict(&caught), VERDICT_GAP_CLOSED);
    reason_has(&caught, "the noise's reason");
    cr_expect_eq(tally_verdict(&silent), VERDICT_MISSED, "that it is not found weighs more");
    rules.expectation.expect = EXPECT_NEVER;
    cr_expect_eq(tally_verdict(&silent), VERDICT_GAP_CLOSED);
    rules.expectation.expect = EXPECT_MAY;
    cr_expect_eq(tally_verdict(&silent), VERDICT_GAP_CLOSED);
}

Test(judge, a_marker_of_another_file_is_one_of_that_file)
{
    struct error error;

    cr_assert_eq(markers_scan("y++; // want race\n", "queue.c", "/c/queue.c", &markers, &error), 0);
    found(KIND_RACE, "queue.c", 1);
    cr_expect_eq(sight(), SIGHT_HIT);
    finding_add_place(&findings.items[0], "buggy.c", "work", 1);
    cr_expect_eq(sight(), SIGHT_NOISE);
}

Test(judge, only_what_is_as_expected_or_unknown_is_no_departure)
{
    static const enum verdict fine[] = { VERDICT_CAUGHT,      VERDICT_MAY,     VERDICT_BLIND,
                                         VERDICT_CLEAN,       VERDICT_SKIPPED, VERDICT_NOT_RUN,
                                         VERDICT_FALSE_ALARM, VERDICT_UNABLE };
    static const enum verdict bad[] = { VERDICT_GAP_CLOSED, VERDICT_MISSED, VERDICT_NOISY,
                                        VERDICT_WRONG,      VERDICT_STALE,  VERDICT_BROKEN,
                                        VERDICT_INCOMPLETE };

    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++) {
        cr_expect_not(verdict_is_departure(fine[i]), "%s", verdict_name(fine[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_expect(verdict_is_departure(bad[i]), "%s", verdict_name(bad[i]));
    }
}
