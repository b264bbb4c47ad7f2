#include "run/trial.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "judge/oracle.h"
#include "system/build.h"
#include "system/process.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUTPUT_LIMIT = 1 << 20 };
enum { HANGS_MAX = 2 }; /* a program that hangs unexpectedly costs the whole time-out each time */
static const size_t MEMORY_LIMIT = (size_t)2 << 30;

/* The trial at work. */
struct session {
    const struct trial *trial;
    const struct trial_options *options;
    struct trial_result *result;
    struct judge_rules rules;
    struct judge_tally tally;
    unsigned hangs; /* that are not declared */
    char *program;
};

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

static const struct finding *outcome_find(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (kind_is_outcome(findings->items[i].kind)) {
            return &findings->items[i];
        }
    }
    return NULL;
}

/* Whether the trial is decided, so that no further run is needed. */
static bool findings_take(struct session *session, struct findings *findings)
{
    struct judge_tally *tally = &session->tally;
    struct trial_result *result = session->result;
    const struct finding *decisive;
    bool buggy = session->trial->variant == VARIANT_BUGGY;

    enum judge_sight sight = judge_run(&session->rules, findings, &decisive);
    const struct finding *outcome = outcome_find(findings);
    tally->runs++;
    tally->hits += sight == SIGHT_HIT;
    tally->noise = sight == SIGHT_NOISE ? decisive : NULL;
    tally->outcome = outcome;
    if (buggy) {
        markers_note(session, findings);
    }
    if (findings->extent != NULL) {
        free(result->extent);
        result->extent = alloc_copy(findings->extent);
    }
    if (findings->count > 0) { /* what was seen is kept, though a later run is quiet */
        findings_free(&result->findings);
        result->findings = *findings;
    } else {
        findings_free(findings);
    }
    session->hangs += outcome != NULL && outcome->kind == KIND_HANG &&
                      (session->rules.outcome & kind_bit(KIND_HANG)) == 0;
    return sight == SIGHT_NOISE || session->hangs == HANGS_MAX ||
           (buggy && sight == SIGHT_HIT && session->rules.expectation.expect == EXPECT_MUST);
}

static int reports_read(struct session *session, const char *folder,
                        const struct process_result *ended, struct findings *findings,
                        struct error *error)
{
    const struct detector *detector = session->trial->detector;
    const struct detector_report report = { .folder = folder,
                                            .case_folder = session->trial->tried->folder,
                                            .ended = ended };

    if (detector->parse != NULL && detector->parse(&report, findings, error) != 0) {
        return -1;
    }
    if (!detector->judges_outcome) {
        oracle_judge(session->trial->tried, ended,
                     detector->parse == NULL ? 0 : DETECTOR_REPORT_EXIT, findings);
    }
    return 0;
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
        *decided = findings_take(session, &findings);
    } else {
        findings_free(&findings);
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
            if (status == 0 || error->code != ERROR_REPORT) {
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
        result->file = alloc_copy(tried->source_path[VARIANT_BUGGY]);
        result->line = tried->markers.items[0].line;
    } else {
        result->file = alloc_copy(tried->source_path[session->trial->variant]);
    }
}

static void extent_say(struct trial_result *result)
{
    if (result->extent != NULL) {
        char *reason = alloc_format("%s (%s)", result->reason, result->extent);
        free(result->reason);
        result->reason = reason;
    }
}

static void error_conclude(struct trial_result *result, const struct error *error)
{
    result->verdict = error->code == ERROR_INTERRUPTED ? VERDICT_NOT_RUN : VERDICT_BROKEN;
    result->reason = error_describe(error);
    result->file = error->file[0] == '\0' ? NULL : alloc_copy(error->file);
    result->line = error->line;
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
        status = build_program(trial->tried, trial->variant, &trial->detector->flavour,
                               options->folder, &session.program, &error);
    }
    if (status == 0 && options->build_only) {
        result->verdict = VERDICT_NOT_RUN;
        result->reason = alloc_copy("built");
    } else if (status == 0 && (status = runs_do(&session, &error)) == 0) {
        result->verdict = judge_verdict(&session.rules, &session.tally);
        result->reason = judge_reason(&session.rules, &session.tally);
        extent_say(result);
        place_note(&session);
    }
    result->runs = session.tally.runs;
    result->hits = session.tally.hits + (session.tally.noise != NULL);
    if (status != 0) {
        error_conclude(result, &error);
    }
    free(session.program);
}

void trial_result_free(struct trial_result *result)
{
    free(result->reason);
    free(result->file);
    free(result->extent);
    findings_free(&result->findings);
    free(result->markers_hit);
    string_list_free(&result->argv);
    string_list_free(&result->environment);
    *result = (struct trial_result){ 0 };
}
