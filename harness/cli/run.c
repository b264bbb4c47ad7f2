/*
 * racetrap run: build and run cases under the detectors, judge, report.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "cli/command.h"
#include "detect/detector.h"
#include "report/report.h"
#include "run/suite.h"

#include <stdlib.h>
#include <string.h>

struct settings {
    struct string_list detectors, folders;
    const char *variant, *json, *junit, *build_folder;
    unsigned runs, fixed_runs, seed, jobs;
    double timeout;
    bool strict, require_all, build_only;
};

static char *repeat_options(const struct settings *settings)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    if (stream == NULL) {
        abort();
    }
    if (settings->runs != COMMAND_RUNS) {
        fprintf(stream, " --runs %u", settings->runs);
    }
    if (settings->fixed_runs != COMMAND_FIXED_RUNS) {
        fprintf(stream, " --fixed-runs %u", settings->fixed_runs);
    }
    if (settings->seed != COMMAND_SEED) {
        fprintf(stream, " --seed %u", settings->seed);
    }
    if (settings->timeout != COMMAND_TIMEOUT) {
        fprintf(stream, " --timeout %g", settings->timeout);
    }
    if (settings->strict) {
        fputs(" --strict", stream);
    }
    if (settings->build_folder != NULL) {
        char *quoted = report_shell_quote(settings->build_folder);
        fprintf(stream, " --build-dir %s", quoted);
        free(quoted);
    }
    fclose(stream);
    return text;
}

static int report_write(report_function *report, const char *path, const struct suite *suite,
                        const struct report_style *style)
{
    struct file_draft draft;
    struct error error;

    if (strcmp(path, "-") == 0) {
        return report(suite, style, stdout, &error) == 0 ? 0 : command_fail("run", &error);
    }
    if (file_draft_open(path, &draft, &error) != 0) {
        return command_fail("run", &error);
    }
    if (report(suite, style, draft.stream, &error) != 0) {
        file_draft_abandon(&draft);
        return command_fail("run", &error);
    }
    return file_draft_commit(&draft, &error) == 0 ? 0 : command_fail("run", &error);
}

static int verdicts_status(const struct settings *settings, const struct suite *suite)
{
    struct suite_count count = suite_count(suite);

    if (suite->interrupted) {
        return EXIT_INTERRUPTED;
    }
    if (count.broken > 0) {
        return EXIT_BROKEN;
    }
    if (count.departures > 0 || (settings->strict && count.gaps > 0) ||
        (settings->require_all && count.skipped > 0)) {
        return EXIT_DEPARTURE;
    }
    return count.skipped > 0 && count.skipped == suite->trial_count ? EXIT_MISSING
                                                                    : EXIT_AS_EXPECTED;
}

/* Nothing measured is lost: each report is tried, whatever happened to the others. */
static int suite_report(const struct settings *settings, const struct suite *suite,
                        const struct report_style *style)
{
    bool json_to_stdout = settings->json != NULL && strcmp(settings->json, "-") == 0;
    bool junit_to_stdout = settings->junit != NULL && strcmp(settings->junit, "-") == 0;
    int status = verdicts_status(settings, suite);
    int failed = 0;

    if (settings->json != NULL) {
        failed |= report_write(report_json, settings->json, suite, style);
    }
    if (settings->junit != NULL) {
        failed |= report_write(report_junit, settings->junit, suite, style);
    }
    if (!json_to_stdout && !junit_to_stdout && !settings->build_only) {
        struct error error;
        failed |= report_text(suite, style, stdout, &error);
    }
    if (settings->build_only && status != EXIT_AS_EXPECTED) {
        struct error error;
        failed |= report_text(suite, style, stderr, &error);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        struct error error;
        error_set_errno(&error, "stdout", "cannot be written");
        failed |= command_fail("run", &error);
    }
    if (settings->require_all && suite_count(suite).skipped > 0) {
        fputs("racetrap run: --require-all: a detector is missing, see above\n", stderr);
    }
    return failed != 0 && status != EXIT_INTERRUPTED ? EXIT_BROKEN : status;
}

static int variants_choose(const struct settings *settings, bool variants[VARIANT_COUNT],
                           struct error *error)
{
    for (unsigned v = 0; v < VARIANT_COUNT; v++) {
        variants[v] = settings->variant == NULL ||
                      strcmp(settings->variant, variant_name((enum variant)v)) == 0;
    }
    return variants[VARIANT_BUGGY] || variants[VARIANT_FIXED]
               ? 0
               : error_set(error, ERROR_USAGE, NULL, 0,
                           "--variant: `%s` is neither buggy nor fixed", settings->variant);
}

static int corpus_run(const struct settings *settings, const struct install *install,
                      const struct corpus *corpus, struct error *error)
{
    const struct detector *detectors[DETECTORS_MAX];
    char *folder = command_build_folder(settings->build_folder, error);
    struct suite_plan plan = { .corpus = corpus,
                               .detectors = detectors,
                               .jobs = settings->jobs,
                               .canary = install->template,
                               .trial = { .runs = settings->runs,
                                          .fixed_runs = settings->fixed_runs,
                                          .seed = settings->seed,
                                          .timeout = settings->timeout,
                                          .folder = folder,
                                          .build_only = settings->build_only },
                               .progress = command_progress() };
    struct suite suite;
    int status = -1;

    if (folder != NULL && command_detectors(&settings->detectors, detectors, error) == 0 &&
        variants_choose(settings, plan.variants, error) == 0) {
        status = suite_run(&plan, &suite, error);
    }
    if (status == 0) {
        char *repeat = repeat_options(settings);
        const struct report_style style = { .color = command_has_color(stdout),
                                            .strict = settings->strict,
                                            .program = "racetrap",
                                            .default_cases = install->cases,
                                            .repeat_options = repeat };
        status = suite_report(settings, &suite, &style);
        suite_free(&suite);
        free(repeat);
    }
    free(folder);
    return status;
}

static int settings_run(const struct install *install, const struct string_list *operands,
                        void *context, struct error *error)
{
    const struct settings *settings = context;
    struct corpus corpus;

    if (command_select(install, &settings->folders, operands, &corpus, error) != 0) {
        return -1;
    }
    command_catch_signals();
    int status = corpus_run(settings, install, &corpus, error);
    corpus_free(&corpus);
    return status;
}

int command_run(const struct install *install, int argc, char **argv)
{
    static const struct option_help help = {
        "run [CASE|FOLDER|GLOB ...]",
        "Builds the cases, runs both programs of each under every detector, and judges:\n"
        "every bug must be found where buggy.c marks it, every fix must be silent and right.",
    };
    struct settings s = { .runs = COMMAND_RUNS,
                          .fixed_runs = COMMAND_FIXED_RUNS,
                          .seed = COMMAND_SEED,
                          .jobs = command_cores(),
                          .timeout = COMMAND_TIMEOUT };
    const struct option_spec options[] = {
        { "detector", "A,B", OPTION_LIST, &s.detectors, "only these detectors or families" },
        { "variant", "NAME", OPTION_TEXT, &s.variant, "only the buggy or only the fixed programs" },
        { "runs", "N", OPTION_COUNT, &s.runs, "chances a bug gets to be caught (10)" },
        { "fixed-runs", "N", OPTION_COUNT, &s.fixed_runs, "runs a fix must be clean in (3)" },
        { "seed", "N", OPTION_COUNT, &s.seed, "where the explorer's chance begins (1)" },
        { "jobs", "N", OPTION_COUNT, &s.jobs, "trials at the same time (the cores there are)" },
        { "timeout", "S", OPTION_SECONDS, &s.timeout, "seconds a run may take (180)" },
        { "strict", NULL, OPTION_FLAG, &s.strict, "a gap that closed is a failure" },
        { "require-all", NULL, OPTION_FLAG, &s.require_all, "a missing tool is a failure" },
        { "json", "FILE", OPTION_TEXT, &s.json, "write the results as JSON; - is stdout" },
        { "junit", "FILE", OPTION_TEXT, &s.junit, "write the results as JUnit XML; - is stdout" },
        { "cases", "DIR", OPTION_PATHS, &s.folders, "look here for cases; repeatable" },
        { "build-dir", "DIR", OPTION_TEXT, &s.build_folder,
          "keep programs here (~/.cache/racetrap)" },
        { "build-only", NULL, OPTION_FLAG, &s.build_only, "build the programs and run nothing" },
        { 0 },
    };
    const struct command_line line = { &help, options, settings_run, &s };

    return command_perform(&line, install, argc, argv);
}
