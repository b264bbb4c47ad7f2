/*
 * racetrap show: one case for a projector. The story, buggy.c with what each
 * detector says under the marked lines, the diff to fixed.c, why the fix holds.
 */
#include "base/alloc.h"
#include "case/expectation.h"
#include "cli/command.h"
#include "cli/option.h"
#include "report/diff_text.h"
#include "report/paint.h"
#include "report/source_text.h"
#include "run/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct view {
    const struct corpus *corpus; /* of one case */
    const struct bug_case *shown;
    bool live; /* `suite` was measured now; else explain from the case alone */
    struct suite suite;
    struct detector_state states[DETECTORS_MAX]; /* by index in DETECTORS */
    bool color;
};

static void heading_print(const struct view *view, const char *heading, const char *detail)
{
    printf("\n%s%s%s%s%s\n\n", paint_begin(view->color, PAINT_STRONG), heading,
           paint_end(view->color), detail[0] == '\0' ? "" : "  ", detail);
}

static void title_print(const struct view *view, bool blank)
{
    const struct meta *meta = &view->shown->meta;

    printf("%s%s%s", paint_begin(view->color, PAINT_STRONG), view->shown->name,
           paint_end(view->color));
    if (blank) {
        putchar('\n');
        return;
    }
    printf(": %s\n%s", meta->title, meta->class_name);
    printf("%s%s", meta->cwe[0] == '\0' ? "" : ", CWE ", meta->cwe);
    printf("%s%s", meta->cert[0] == '\0' ? "" : ", CERT ", meta->cert);
    printf("%s%s\n", meta->origin[0] == '\0' ? "" : ", from ", meta->origin);
}

static int expectation_of(const struct view *view, size_t detector, struct expectation *expectation,
                          struct error *error)
{
    const struct bug_case *shown = view->shown;

    return expectation_find(&shown->meta, shown->meta_path, DETECTORS[detector]->name,
                            DETECTORS[detector]->family, view->states[detector].version,
                            expectation, error);
}

/* "race: tsan-gcc, helgrind must find it; drd may", from the case alone. */
static int note_explain(const struct view *view, const struct marker *marker,
                        struct source_note *note, struct error *error)
{
    static const char *const words[] = { [EXPECT_MUST] = "must find it",
                                         [EXPECT_MAY] = "may find it",
                                         [EXPECT_NEVER] = "cannot see it" };
    char *kinds = kind_set_format(marker->kinds);

    for (unsigned e = EXPECT_MUST; e <= EXPECT_NEVER; e++) {
        char names[256] = "";
        for (size_t d = 0; DETECTORS[d] != NULL; d++) {
            struct expectation expectation;
            if (expectation_of(view, d, &expectation, error) != 0) {
                free(kinds);
                return -1;
            }
            if (!DETECTORS[d]->sees_outcome_only && (unsigned)expectation.expect == e) {
                size_t used = strlen(names);
                snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? ", " : "",
                         DETECTORS[d]->name);
            }
        }
        if (names[0] != '\0') {
            string_list_add(&note->texts, "%s: %s %s", kinds, names, words[e]);
        }
    }
    for (unsigned k = 0; k < KIND_COUNT; k++) {
        if (marker->kinds & kind_bit((enum finding_kind)k)) {
            string_list_add(&note->texts, "%s", kind_meaning((enum finding_kind)k));
        }
    }
    free(kinds);
    return 0;
}

static bool finding_is_on(const struct finding *finding, unsigned line)
{
    for (size_t i = 0; i < finding->place_count; i++) {
        if (finding->places[i].line == line && strcmp(finding->places[i].file, "buggy.c") == 0) {
            return true;
        }
    }
    return false;
}

/* The first line of what each detector reported on a line, measured now. */
static void note_measure(const struct view *view, unsigned line, struct source_note *note)
{
    for (size_t t = 0; t < view->suite.trial_count; t++) {
        const struct suite_trial *trial = &view->suite.trials[t];
        const struct findings *findings = &trial->result.findings;
        for (size_t f = 0; trial->variant == VARIANT_BUGGY && f < findings->count; f++) {
            const struct finding *finding = &findings->items[f];
            if (finding_is_on(finding, line)) {
                string_list_add(&note->texts, "%s: %.*s",
                                view->suite.detectors[trial->detector].name,
                                (int)strcspn(finding->excerpt, "\n"), finding->excerpt);
                break;
            }
        }
    }
    if (note->texts.count == 0) {
        string_list_add(&note->texts, "nothing was reported on this line this time");
    }
}

static int buggy_print(const struct view *view, struct error *error)
{
    const struct markers *markers = &view->shown->markers;
    const struct case_story story = case_story_find(view->shown->source[VARIANT_BUGGY]);
    struct source_note *notes = alloc_zeroed(markers->count, sizeof *notes);
    int status = 0;

    for (size_t i = 0; status == 0 && i < markers->count; i++) {
        notes[i].line = markers->items[i].line;
        if (view->live) {
            note_measure(view, notes[i].line, &notes[i]);
        } else {
            status = note_explain(view, &markers->items[i], &notes[i], error);
        }
    }
    if (status == 0) {
        source_print(story.code, story.code_line, notes, markers->count, view->color);
    }
    for (size_t i = 0; i < markers->count; i++) {
        string_list_free(&notes[i].texts);
    }
    free(notes);
    return status;
}

static int detectors_explain(const struct view *view, struct error *error)
{
    const struct meta *meta = &view->shown->meta;
    char *outcome = kind_set_format(meta->outcome);
    int status = 0;

    for (size_t d = 0; status == 0 && DETECTORS[d] != NULL; d++) {
        struct expectation expectation;
        status = expectation_of(view, d, &expectation, error);
        if (status != 0) {
            break;
        }
        printf("  %-11s ", DETECTORS[d]->name);
        if (expectation.expect != EXPECT_MUST) {
            printf("%s: %s\n",
                   expectation.expect == EXPECT_NEVER ? "is blind to it" : "may find it",
                   expectation.why);
        } else if (!DETECTORS[d]->sees_outcome_only) {
            puts("must find it");
        } else {
            printf("%s%s\n", outcome[0] == '\0' ? "may see it go wrong" : "must see ", outcome);
        }
        if (expectation.fixed_alarms) {
            printf("  %-11s alarms falsely on the fix: %s\n", "", expectation.fixed_why);
        }
    }
    free(outcome);
    return status;
}

static void detectors_measured(const struct view *view)
{
    for (size_t t = 0; t < view->suite.trial_count; t++) {
        const struct suite_trial *trial = &view->suite.trials[t];
        const struct suite_detector *with = &view->suite.detectors[trial->detector];
        bool buggy = trial->variant == VARIANT_BUGGY;
        bool bad = verdict_is_departure(trial->result.verdict);
        printf("  %-11s %-8s %s  %s%-11s%s %s\n", buggy ? with->name : "",
               buggy ? with->state.version : "", variant_name(trial->variant),
               paint_begin(view->color, bad ? PAINT_BAD : PAINT_GOOD),
               verdict_name(trial->result.verdict), paint_end(view->color), trial->result.reason);
        if (buggy && with->detector->sees_outcome_only && trial->result.findings.count > 0) {
            printf("%32s%s\n", "", trial->result.findings.items[0].excerpt);
        }
    }
}

static int all_print(const struct view *view, struct error *error)
{
    const struct case_story story = case_story_find(view->shown->source[VARIANT_BUGGY]);
    const struct case_story reason = case_story_find(view->shown->source[VARIANT_FIXED]);
    int status;

    title_print(view, false);
    heading_print(view, "THE STORY", "");
    story_print(story.text, story.length);
    heading_print(view, "THE BUG", "buggy.c");
    if (buggy_print(view, error) != 0) {
        return -1;
    }
    heading_print(view, "THE DETECTORS", view->live ? "measured just now" : "--live runs them now");
    if (view->live) {
        detectors_measured(view);
    } else if ((status = detectors_explain(view, error)) != 0) {
        return status;
    }
    heading_print(view, "THE FIX", "from buggy.c to fixed.c");
    if (diff_text_print(view->shown, view->color, error) != 0) {
        return -1;
    }
    heading_print(view, "WHY IT HOLDS", "");
    story_print(reason.text, reason.length);
    return 0;
}

/* Only the code, with nothing that gives the answer away; line numbers stay. */
static void blank_print(const struct view *view)
{
    const struct case_story story = case_story_find(view->shown->source[VARIANT_BUGGY]);
    char *blanked = markers_blank(story.code);

    title_print(view, true);
    putchar('\n');
    source_print(blanked, story.code_line, NULL, 0, view->color);
    free(blanked);
}

static int live_show(struct view *view, struct error *error)
{
    char *folder = command_build_folder(NULL, error);
    const struct suite_plan plan = { .corpus = view->corpus,
                                     .detectors = DETECTORS,
                                     .variants = { true, true },
                                     .jobs = command_cores(),
                                     .progress = command_progress(),
                                     .trial = { .runs = COMMAND_RUNS,
                                                .fixed_runs = COMMAND_FIXED_RUNS,
                                                .seed = COMMAND_SEED,
                                                .timeout = COMMAND_TIMEOUT,
                                                .folder = folder } };
    int status = folder == NULL ? -1 : suite_run(&plan, &view->suite, error);

    if (status == 0) {
        view->live = true;
        status = view->suite.interrupted ? EXIT_INTERRUPTED : all_print(view, error);
        suite_free(&view->suite);
    }
    free(folder);
    return status;
}

static int case_show(struct view *view, bool live, bool blank, struct error *error)
{
    if (view->corpus->count != 1) {
        return error_set(error, ERROR_USAGE, NULL, 0, "show takes one case; this selects %zu",
                         view->corpus->count);
    }
    if (view->corpus->entries[0].broken != NULL) {
        *error = *view->corpus->entries[0].broken;
        return -1;
    }
    view->shown = &view->corpus->entries[0].loaded;
    if (blank) {
        blank_print(view);
        return 0;
    }
    if (live) {
        return live_show(view, error);
    }
    for (size_t d = 0; DETECTORS[d] != NULL; d++) {
        if (DETECTORS[d]->probe(&view->states[d], error) != 0) {
            return -1;
        }
    }
    return all_print(view, error);
}

static int selection_show(const struct install *install, const struct string_list *folders,
                          const struct string_list *operands, bool live, bool blank)
{
    struct view view = { .color = command_has_color(stdout) };
    struct corpus corpus;
    struct error error;

    if (operands->count != 1) {
        fputs("racetrap show: name one case; `racetrap list` shows them\n", stderr);
        return EXIT_BROKEN;
    }
    if (command_select(install, folders, operands, &corpus, &error) != 0) {
        return command_fail("show", &error);
    }
    command_catch_signals();
    view.corpus = &corpus;
    int status = case_show(&view, live, blank, &error);
    if (status < 0) {
        status = command_fail("show", &error);
    }
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
    struct string_list folders = { 0 }, operands = { 0 };
    bool live = false, blank = false;
    const struct option_spec options[] = {
        { "live", NULL, OPTION_FLAG, &live, "run the detectors now and show what they say" },
        { "blank", NULL, OPTION_FLAG, &blank, "only the code, without story and markers" },
        { "cases", "DIR", OPTION_PATHS, &folders, "look here for cases; repeatable" },
        { 0 },
    };
    int status = EXIT_AS_EXPECTED;

    switch (options_read(options, &help, argc, argv, &operands)) {
    case OPTIONS_WRONG:
        status = EXIT_BROKEN;
        break;
    case OPTIONS_HELPED:
        break;
    case OPTIONS_READ:
        status = selection_show(install, &folders, &operands, live, blank);
        break;
    }
    string_list_free(&folders);
    string_list_free(&operands);
    return status;
}
