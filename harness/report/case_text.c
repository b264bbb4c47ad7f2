#include "report/case_text.h"

#include "base/alloc.h"
#include "case/expectation.h"
#include "report/diff_text.h"
#include "report/paint.h"
#include "report/source_text.h"

#include <stdlib.h>
#include <string.h>

static void heading_print(const struct case_text *view, const char *heading, const char *detail)
{
    fprintf(view->stream, "\n%s%s%s%s%s\n\n", paint_begin(view->color, PAINT_STRONG), heading,
            paint_end(view->color), detail[0] == '\0' ? "" : "  ", detail);
}

static void title_print(const struct case_text *view, bool blank)
{
    const struct meta *meta = &view->shown->meta;

    fprintf(view->stream, "%s%s%s", paint_begin(view->color, PAINT_STRONG), view->shown->name,
            paint_end(view->color));
    if (blank) {
        fputc('\n', view->stream);
        return;
    }
    fprintf(view->stream, ": %s\n%s", meta->title, meta->class_name);
    fprintf(view->stream, "%s%s", meta->cwe[0] == '\0' ? "" : ", CWE ", meta->cwe);
    fprintf(view->stream, "%s%s", meta->cert[0] == '\0' ? "" : ", CERT ", meta->cert);
    fprintf(view->stream, "%s%s\n", meta->origin[0] == '\0' ? "" : ", from ", meta->origin);
}

static int expectation_of(const struct case_text *view, size_t detector,
                          struct expectation *expectation, struct error *error)
{
    const struct bug_case *shown = view->shown;

    return expectation_find(&shown->meta, shown->meta_path, view->detectors[detector].name,
                            view->detectors[detector].family, view->detectors[detector].version,
                            expectation, error);
}

/* "race: tsan-gcc, helgrind must find it; drd may", from the case alone. */
static int note_explain(const struct case_text *view, const struct marker *marker,
                        struct source_note *note, struct error *error)
{
    static const char *const words[] = { [EXPECT_MUST] = "must find it",
                                         [EXPECT_MAY] = "may find it",
                                         [EXPECT_NEVER] = "cannot see it",
                                         [EXPECT_UNABLE] = "cannot run it" };
    char *kinds = kind_set_format(marker->kinds);

    for (unsigned e = EXPECT_MUST; e <= EXPECT_UNABLE; e++) {
        char names[256] = "";
        for (size_t d = 0; d < view->detector_count; d++) {
            struct expectation expectation;
            if (expectation_of(view, d, &expectation, error) != 0) {
                free(kinds);
                return -1;
            }
            if (!view->detectors[d].sees_outcome_only && (unsigned)expectation.expect == e) {
                size_t used = strlen(names);
                snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? ", " : "",
                         view->detectors[d].name);
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

static bool finding_is_on(const struct finding *finding, const struct marker *marker)
{
    for (size_t i = 0; i < finding->place_count; i++) {
        if (finding->places[i].line == marker->line &&
            strcmp(finding->places[i].file, marker->file) == 0) {
            return true;
        }
    }
    return false;
}

/* The first line of what each detector reported on a line, measured now. */
static void note_measure(const struct case_text *view, const struct marker *marker,
                         struct source_note *note)
{
    for (size_t t = 0; t < view->suite->trial_count; t++) {
        const struct suite_trial *trial = &view->suite->trials[t];
        const struct findings *findings = &trial->result.findings;
        for (size_t f = 0; trial->variant == VARIANT_BUGGY && f < findings->count; f++) {
            const struct finding *finding = &findings->items[f];
            if (finding_is_on(finding, marker)) {
                string_list_add(&note->texts, "%s: %.*s",
                                view->suite->detectors[trial->detector].name,
                                (int)strcspn(finding->excerpt, "\n"), finding->excerpt);
                break;
            }
        }
    }
    if (note->texts.count == 0) {
        string_list_add(&note->texts, "nothing was reported on this line this time");
    }
}

/* One of the buggy program's sources, from a line on, with its notes. */
static int code_print(const struct case_text *view, const char *file, const char *code,
                      unsigned line, struct error *error)
{
    const struct markers *markers = &view->shown->markers;
    struct source_note *notes = alloc_zeroed(markers->count, sizeof *notes);
    size_t count = 0;
    int status = 0;

    for (size_t i = 0; status == 0 && i < markers->count; i++) {
        const struct marker *marker = &markers->items[i];
        if (strcmp(marker->file, file) != 0) {
            continue;
        }
        struct source_note *note = &notes[count++];
        note->line = marker->line;
        if (view->suite != NULL) {
            note_measure(view, marker, note);
        } else {
            status = note_explain(view, marker, note, error);
        }
    }
    if (status == 0) {
        source_print(code, line, notes, count, view->color, view->stream);
    }
    for (size_t i = 0; i < count; i++) {
        string_list_free(&notes[i].texts);
    }
    free(notes);
    return status;
}

static int buggy_print(const struct case_text *view, struct error *error)
{
    const struct bug_case *shown = view->shown;
    const struct case_story story = case_story_find(shown->source[VARIANT_BUGGY]);

    heading_print(view, "THE BUG", "buggy.c");
    int status = code_print(view, "buggy.c", story.code, story.code_line, error);
    for (size_t i = 0; status == 0 && i < shown->part_count; i++) {
        heading_print(view, "BESIDE IT", shown->parts[i].name);
        status = code_print(view, shown->parts[i].name, shown->parts[i].source, 1, error);
    }
    return status;
}

/* What is expected of one detector on the buggy program, in words. `outcome` is the declared one.
 */
static void expectation_print(const struct case_text *view, bool sees_outcome_only,
                              const struct expectation *expectation, const char *outcome)
{
    switch (expectation->expect) {
    case EXPECT_MAY:
        fprintf(view->stream, "may find it: %s\n", expectation->why);
        break;
    case EXPECT_NEVER:
        fprintf(view->stream, "is blind to it: %s\n", expectation->why);
        break;
    case EXPECT_UNABLE:
        fprintf(view->stream, "cannot run it: %s\n", expectation->why);
        break;
    case EXPECT_UNSAID:
    case EXPECT_MUST:
        if (!sees_outcome_only) {
            fputs("must find it\n", view->stream);
        } else {
            fprintf(view->stream, "%s%s\n",
                    outcome[0] == '\0' ? "may see it go wrong" : "must see ", outcome);
        }
        break;
    }
}

/* What else case.ini says of it, a line each. */
static void excuses_print(const struct case_text *view, const struct expectation *expectation)
{
    if (expectation->buggy_alarms) {
        fprintf(view->stream, "  %-11s alarms falsely beside the marked lines: %s\n", "",
                expectation->buggy_why);
    }
    if (expectation->fixed == FIXED_ALARMS) {
        fprintf(view->stream, "  %-11s alarms falsely on the fix: %s\n", "",
                expectation->fixed_why);
    }
    if (expectation->fixed == FIXED_UNABLE && expectation->expect != EXPECT_UNABLE) {
        fprintf(view->stream, "  %-11s cannot run the fix: %s\n", "", expectation->fixed_why);
    }
    if (expectation->fixed != FIXED_UNABLE && expectation->expect == EXPECT_UNABLE) {
        fprintf(view->stream, "  %-11s can run the fix\n", "");
    }
}

static int detectors_explain(const struct case_text *view, struct error *error)
{
    char *outcome = kind_set_format(view->shown->meta.outcome);
    int status = 0;

    for (size_t d = 0; status == 0 && d < view->detector_count; d++) {
        struct expectation expectation;
        status = expectation_of(view, d, &expectation, error);
        if (status == 0) {
            fprintf(view->stream, "  %-11s ", view->detectors[d].name);
            expectation_print(view, view->detectors[d].sees_outcome_only, &expectation, outcome);
            excuses_print(view, &expectation);
        }
    }
    free(outcome);
    return status;
}

static void detectors_measured(const struct case_text *view)
{
    for (size_t t = 0; t < view->suite->trial_count; t++) {
        const struct suite_trial *trial = &view->suite->trials[t];
        const struct suite_detector *with = &view->suite->detectors[trial->detector];
        bool buggy = trial->variant == VARIANT_BUGGY;
        bool bad = verdict_is_departure(trial->result.verdict);
        fprintf(view->stream, "  %-11s %-8s %s  %s%-11s%s %s\n", buggy ? with->name : "",
                buggy ? with->state.version : "", variant_name(trial->variant),
                paint_begin(view->color, bad ? PAINT_BAD : PAINT_GOOD),
                verdict_name(trial->result.verdict), paint_end(view->color), trial->result.reason);
        if (buggy && with->detector->sees_outcome_only && trial->result.findings.count > 0) {
            fprintf(view->stream, "%32s%s\n", "", trial->result.findings.items[0].excerpt);
        }
    }
}

int case_text_print(const struct case_text *view, struct error *error)
{
    const struct case_story story = case_story_find(view->shown->source[VARIANT_BUGGY]);
    const struct case_story reason = case_story_find(view->shown->source[VARIANT_FIXED]);
    int status;

    title_print(view, false);
    heading_print(view, "THE STORY", "");
    story_print(story.text, story.length, view->stream);
    if (buggy_print(view, error) != 0) {
        return -1;
    }
    heading_print(view, "THE DETECTORS",
                  view->suite != NULL ? "measured just now" : "--live runs them now");
    if (view->suite != NULL) {
        detectors_measured(view);
    } else if ((status = detectors_explain(view, error)) != 0) {
        return status;
    }
    heading_print(view, "THE FIX", "from buggy.c to fixed.c");
    if (diff_text_print(view->shown, view->color, view->stream, error) != 0) {
        return -1;
    }
    heading_print(view, "WHY IT HOLDS", "");
    story_print(reason.text, reason.length, view->stream);
    return 0;
}

static void blank_print(const struct case_text *view, const char *code, unsigned line)
{
    char *blanked = markers_blank(code);

    source_print(blanked, line, NULL, 0, view->color, view->stream);
    free(blanked);
}

/* Only the code, with nothing that gives the answer away; line numbers stay. */
void case_text_print_blank(const struct case_text *view)
{
    const struct bug_case *shown = view->shown;
    const struct case_story story = case_story_find(shown->source[VARIANT_BUGGY]);

    title_print(view, true);
    fputc('\n', view->stream);
    blank_print(view, story.code, story.code_line);
    for (size_t i = 0; i < shown->part_count; i++) {
        heading_print(view, "BESIDE IT", shown->parts[i].name);
        blank_print(view, shown->parts[i].source, 1);
    }
}
