/*
 * racetrap show: one case for a projector.
 */
#include "cli/command.h"
#include "report/case_text.h"
#include "run/suite.h"

#include <stdlib.h>

struct settings {
    struct string_list folders;
    bool live, blank;
};

static int live_show(struct case_text view, const struct install *install,
                     const struct corpus *corpus, struct error *error)
{
    char *folder = command_build_folder(NULL, error);
    const struct suite_plan plan = { .corpus = corpus,
                                     .detectors = DETECTORS,
                                     .variants = { true, true },
                                     .jobs = command_cores(),
                                     .canary = install->template,
                                     .progress = command_progress(),
                                     .trial = { .runs = COMMAND_RUNS,
                                                .fixed_runs = COMMAND_FIXED_RUNS,
                                                .seed = COMMAND_SEED,
                                                .timeout = COMMAND_TIMEOUT,
                                                .folder = folder } };
    struct suite suite;
    int status = folder == NULL ? -1 : suite_run(&plan, &suite, error);

    if (status == 0) {
        view.suite = &suite;
        status = suite.interrupted ? EXIT_INTERRUPTED : case_text_print(&view, error);
        suite_free(&suite);
    }
    free(folder);
    return status;
}

/* What the case says of the detectors as they are here: expectations can be bound to versions. */
static int story_show(struct case_text view, struct error *error)
{
    struct case_text_detector detectors[DETECTORS_MAX];
    struct detector_state states[DETECTORS_MAX];

    for (size_t d = 0; DETECTORS[d] != NULL; d++) {
        if (DETECTORS[d]->probe(&states[d], error) != 0) {
            return -1;
        }
        detectors[view.detector_count++] =
            (struct case_text_detector){ .name = DETECTORS[d]->name,
                                         .family = DETECTORS[d]->family,
                                         .version = states[d].version,
                                         .sees_outcome_only = DETECTORS[d]->sees_outcome_only };
    }
    view.detectors = detectors;
    return case_text_print(&view, error);
}

static int case_show(const struct settings *settings, const struct install *install,
                     const struct corpus *corpus, struct error *error)
{
    struct case_text view = { .color = command_has_color(stdout), .stream = stdout };

    if (corpus->count != 1) {
        return error_set(error, ERROR_USAGE, NULL, 0, "show takes one case; this selects %zu",
                         corpus->count);
    }
    if (corpus->entries[0].broken != NULL) {
        *error = *corpus->entries[0].broken;
        return -1;
    }
    view.shown = &corpus->entries[0].loaded;
    if (settings->blank) {
        case_text_print_blank(&view);
        return 0;
    }
    return settings->live ? live_show(view, install, corpus, error) : story_show(view, error);
}

static int settings_run(const struct install *install, const struct string_list *operands,
                        void *context, struct error *error)
{
    const struct settings *settings = context;
    struct corpus corpus;

    if (operands->count != 1) {
        return error_set(error, ERROR_USAGE, NULL, 0, "name one case; `racetrap list` shows them");
    }
    if (command_select(install, &settings->folders, operands, &corpus, error) != 0) {
        return -1;
    }
    command_catch_signals();
    int status = case_show(settings, install, &corpus, error);
    corpus_free(&corpus);
    return status;
}

int command_show(const struct install *install, int argc, char **argv)
{
    static const struct option_help help = {
        "show CASE",
        "Shows one case: the story, the buggy program with what each detector says under\n"
        "the marked lines, the diff to the fixed program, and why the fix holds.",
    };
    struct settings s = { .live = false };
    const struct option_spec options[] = {
        { "live", NULL, OPTION_FLAG, &s.live, "run the detectors now and show what they say" },
        { "blank", NULL, OPTION_FLAG, &s.blank, "only the code, without story and markers" },
        { "cases", "DIR", OPTION_PATHS, &s.folders, "look here for cases; repeatable" },
        { 0 },
    };
    const struct command_line line = { &help, options, settings_run, &s };

    return command_perform(&line, install, argc, argv);
}
