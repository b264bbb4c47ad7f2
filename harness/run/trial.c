#include "run/trial.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "judge/oracle.h"
#include "run/session.h"
#include "system/build.h"
#include "system/process.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUTPUT_LIMIT = 1 << 20 };
static const size_t MEMORY_LIMIT = (size_t)2 << 30;

static double timeout_of(const struct session *session)
{
    const struct meta *meta = &session->trial->tried->meta;
    bool hangs =
        session->trial->variant == VARIANT_BUGGY && (meta->outcome & kind_bit(KIND_HANG)) != 0;

    return hangs && !session->trial->detector->judges_outcome &&
                   meta->hang_after < session->options->timeout
               ? meta->hang_after
               : session->options->timeout;
}

/* A bug gets its chances; silence, of a fix or a blind detector, is confirmed a few times. */
static unsigned runs_of(const struct session *session)
{
    bool chances = session->trial->variant == VARIANT_BUGGY &&
                   session->rules.expectation.expect != EXPECT_NEVER;

    if (session->trial->detector->is_deterministic) {
        return 1;
    }
    return chances ? session->options->runs : session->options->fixed_runs;
}

/*
 * A tool that reports in a child process gives that child an exit status of its
 * own, and the program goes on with it: then its outcome says nothing of the fix.
 */
static int outcome_check(const struct session *session, const struct findings *findings,
                         struct error *error)
{
    const struct finding *outcome = session_outcome(findings);
    bool spoilt = findings->aside != NULL && outcome != NULL &&
                  session->trial->variant == VARIANT_FIXED &&
                  (outcome->kind == KIND_WRONG_EXIT || outcome->kind == KIND_WRONG_OUTPUT);

    return !spoilt ? 0
                   : error_set(error, ERROR_UNABLE, NULL, 0,
                               "%s; that changes the child's exit status, and what the program "
                               "did then says nothing: %s",
                               findings->aside, outcome->excerpt);
}

static int reports_read(struct session *session, const char *folder,
                        const struct process_result *ended, struct findings *findings,
                        struct error *error)
{
    const struct detector *detector = session->trial->detector;
    const struct expectation *expectation = &session->rules.expectation;
    const struct detector_report report = {
        .folder = folder,
        .case_folder = session->trial->tried->folder,
        .ended = ended,
        .alarms = session->trial->variant == VARIANT_BUGGY ? expectation->buggy_alarms
                                                           : expectation->fixed == FIXED_ALARMS,
    };

    if (detector->parse != NULL && detector->parse(&report, findings, error) != 0) {
        return -1;
    }
    if (!detector->judges_outcome) {
        oracle_judge(session->trial->tried, ended,
                     detector->parse == NULL ? 0 : DETECTOR_REPORT_EXIT, findings);
    }
    return outcome_check(session, findings, error);
}

static int program_start(struct session *session, const char *folder, const char *work,
                         struct process_result *ended, struct error *error)
{
    struct trial_result *result = session->result;
    const struct process_spec spec = { .argv = &result->argv,
                                       .environment = &result->environment,
                                       .folder = work,
                                       .timeout = timeout_of(session),
                                       .memory_limit = MEMORY_LIMIT,
                                       .output_limit = OUTPUT_LIMIT };

    char *expected = session->trial->tried->expected_output == NULL
                         ? NULL
                         : alloc_format("%s/fixed.out", session->trial->tried->folder);
    const struct detector_run run = { session->program, folder, expected, session->options->seed };

    string_list_free(&result->argv);
    string_list_free(&result->environment);
    int status =
        session->trial->detector->command(&run, &result->argv, &result->environment, error);
    free(expected);
    if (status != 0 || process_run(&spec, ended, error) != 0) {
        return -1;
    }
    result->seconds += ended->seconds;
    result->output_capped |= ended->out.capped || ended->err.capped;
    result->randomised |= ended->randomised;
    return 0;
}

/* One run in folders made for it. They are kept only where a report could not be read. */
static int once(struct session *session, const char *folder, bool *decided, struct error *error)
{
    char *reports = alloc_format("%s/reports", folder);
    char *work = alloc_format("%s/work", folder);
    struct findings findings = { 0 };
    struct process_result ended;
    int status = -1;

    if (file_make_folders(reports, error) == 0 && file_make_folders(work, error) == 0 &&
        program_start(session, reports, work, &ended, error) == 0) {
        if (ended.end == PROCESS_CANCELLED) {
            status = error_set(error, ERROR_INTERRUPTED, NULL, 0, "interrupted");
        } else {
            status = reports_read(session, reports, &ended, &findings, error);
        }
        process_result_free(&ended);
    }
    if (status == 0) {
        *decided = session_take(session, &findings);
    } else {
        findings_free(&findings);
        status = session_take_unable(session, error);
        *decided = status == 0;
    }
    free(reports);
    free(work);
    return status;
}

static int runs_do(struct session *session, struct error *error)
{
    const struct trial *trial = session->trial;
    char *runs_folder = alloc_format("%s/runs", session->options->folder);
    bool decided = false;
    int status = file_make_folders(runs_folder, error);

    for (unsigned run = 0; status == 0 && !decided && run < runs_of(session); run++) {
        char *folder = alloc_format("%s/%s.%s.%s.XXXXXX", runs_folder, trial->tried->name,
                                    variant_name(trial->variant), trial->detector->name);
        if (mkdtemp(folder) == NULL) {
            status = error_set_errno(error, folder, "cannot be created");
        } else {
            status = once(session, folder, &decided, error);
            if (status == 0 || (error->code != ERROR_REPORT && error->code != ERROR_UNABLE)) {
                file_remove_tree(folder);
            }
        }
        free(folder);
    }
    free(runs_folder);
    return status;
}

static int rules_make(struct session *session, const char *version, struct error *error)
{
    const struct bug_case *tried = session->trial->tried;
    const struct detector *detector = session->trial->detector;
    struct judge_rules *rules = &session->rules;

    *rules = (struct judge_rules){ .variant = session->trial->variant,
                                   .markers = &tried->markers,
                                   .outcome = tried->meta.outcome,
                                   .outcome_only = detector->sees_outcome_only,
                                   .outcome_too = detector->judges_outcome };
    if (detector_check_sections(&tried->meta, tried->meta_path, error) != 0 ||
        expectation_find(&tried->meta, tried->meta_path, detector->name, detector->family, version,
                         &rules->expectation, error) != 0) {
        return -1;
    }
    judge_relax(rules, rules->expectation.why[0] != '\0');
    return 0;
}

/* Which line of the sources the verdict is about. */
static void place_note(struct session *session)
{
    struct trial_result *result = session->result;
    const struct bug_case *tried = session->trial->tried;
    const struct finding *noise = session->tally.noise;

    if (noise != NULL && noise->place_count > 0) {
        const struct place *place = &noise->places[0];
        for (size_t i = 0; i < noise->place_count; i++) {
            if (!judge_place_is_marked(&tried->markers, &noise->places[i], noise->kind)) {
                place = &noise->places[i];
                break;
            }
        }
        result->file = alloc_format("%s/%s", tried->folder, place->file);
        result->line = place->line;
    } else if (session->trial->variant == VARIANT_BUGGY && tried->markers.count > 0) {
        result->file = alloc_format("%s/%s", tried->folder, tried->markers.items[0].file);
        result->line = tried->markers.items[0].line;
    } else {
        result->file = alloc_copy(tried->source_path[session->trial->variant]);
    }
}

/* Appends to the reason, and frees `more`. */
static void reason_append(struct trial_result *result, char *more)
{
    char *reason = alloc_format("%s%s", result->reason, more);

    free(result->reason);
    result->reason = reason;
    free(more);
}

/* What an author writes to have it expected. */
static void remedy_say(const struct trial *trial, struct trial_result *result)
{
    bool buggy = trial->variant == VARIANT_BUGGY;

    reason_append(
        result, alloc_format("\n  if that cannot be helped, add to case.ini%s:\n"
                             "      [%s]\n      %s = unable\n      why = ...",
                             buggy ? "" : " (or `expect = unable`, which holds for both programs)",
                             trial->detector->name, buggy ? "expect" : "fixed"));
}

static void verdict_conclude(struct session *session)
{
    struct trial_result *result = session->result;

    result->verdict = judge_verdict(&session->rules, &session->tally);
    result->reason = judge_reason(&session->rules, &session->tally);
    if (result->extent != NULL) {
        reason_append(result, alloc_format(" (%s)", result->extent));
    }
    if (result->aside != NULL) {
        reason_append(result, alloc_format("; not judged: %s", result->aside));
    }
    if (result->verdict == VERDICT_INCOMPLETE) {
        remedy_say(session->trial, result);
    }
    place_note(session);
}

static void error_conclude(const struct trial *trial, struct trial_result *result,
                           const struct error *error)
{
    result->verdict = error->code == ERROR_INTERRUPTED ? VERDICT_NOT_RUN : VERDICT_BROKEN;
    result->reason = error_describe(error);
    result->file = error->file[0] == '\0' ? NULL : alloc_copy(error->file);
    result->line = error->line;
    if (error->code == ERROR_UNABLE) {
        remedy_say(trial, result);
    }
}

void trial_run(const struct trial *trial, const char *version, const struct trial_options *options,
               struct trial_result *result)
{
    struct session session = { .trial = trial, .options = options, .result = result };
    struct error error = { 0 };

    *result = (struct trial_result){ 0 };
    result->markers_hit = alloc_zeroed(trial->tried->markers.count, sizeof(bool));
    int status = rules_make(&session, version, &error);
    if (status == 0) {
        const struct build_request request = { .flavour = &trial->detector->flavour,
                                               .folder = options->folder };
        status = build_program(trial->tried, trial->variant, &request, &session.program, &error);
    }
    if (status == 0 && options->build_only) {
        result->verdict = VERDICT_NOT_RUN;
        result->reason = alloc_copy("built");
    } else if (status == 0 && (status = runs_do(&session, &error)) == 0) {
        verdict_conclude(&session);
    }
    result->runs = session.tally.runs;
    result->hits = session.tally.hits + (session.tally.noise != NULL);
    if (status != 0) {
        error_conclude(trial, result, &error);
    }
    free(session.unable);
    free(session.program);
}

void trial_result_free(struct trial_result *result)
{
    free(result->reason);
    free(result->file);
    free(result->extent);
    free(result->incomplete);
    free(result->aside);
    findings_free(&result->findings);
    free(result->markers_hit);
    string_list_free(&result->argv);
    string_list_free(&result->environment);
    *result = (struct trial_result){ 0 };
}
