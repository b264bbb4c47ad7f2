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
                                         [EXPECT_NEVER] = "cannot see it" };
    char *kinds = kind_set_format(marker->kinds);

    for (unsigned e = EXPECT_MUST; e <= EXPECT_NEVER; e++) {
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
static void note_measure(const struct case_text *view, unsigned line, struct source_note *note)
{
    for (size_t t = 0; t < view->suite->trial_count; t++) {
        const struct suite_trial *trial = &view->suite->trials[t];
        const struct findings *findings = &trial->result.findings;
        for (size_t f = 0; trial->variant == VARIANT_BUGGY && f < findings->count; f++) {
            const struct finding *finding = &findings->items[f];
            if (finding_is_on(finding, line)) {
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

static int buggy_print(const struct case_text *view, struct error *error)
{
    const struct markers *markers = &view->shown->markers;
    const struct case_story story = case_story_find(view->shown->source[VARIANT_BUGGY]);
    struct source_note *notes = alloc_zeroed(markers->count, sizeof *notes);
    int status = 0;

    for (size_t i = 0; status == 0 && i < markers->count; i++) {
        notes[i].line = markers->items[i].line;
        if (view->suite != NULL) {
            note_measure(view, notes[i].line, &notes[i]);
        } else {
            status = note_explain(view, &markers->items[i], &notes[i], error);
        }
    }
    if (status == 0) {
        source_print(story.code, story.code_line, notes, markers->count, view->color, view->stream);
    }
    for (size_t i = 0; i < markers->count; i++) {
        string_list_free(&notes[i].texts);
    }
    free(notes);
    return status;
}

static int detectors_explain(const struct case_text *view, struct error *error)
{
    const struct meta *meta = &view->shown->meta;
    char *outcome = kind_set_format(meta->outcome);
    int status = 0;

    for (size_t d = 0; status == 0 && d < view->detector_count; d++) {
        struct expectation expectation;
        status = expectation_of(view, d, &expectation, error);
        if (status != 0) {
            break;
        }
        fprintf(view->stream, "  %-11s ", view->detectors[d].name);
        if (expectation.expect != EXPECT_MUST) {
            fprintf(view->stream, "%s: %s\n",
                    expectation.expect == EXPECT_NEVER ? "is blind to it" : "may find it",
                    expectation.why);
        } else if (!view->detectors[d].sees_outcome_only) {
            fputs("must find it\n", view->stream);
        } else {
            fprintf(view->stream, "%s%s\n",
                    outcome[0] == '\0' ? "may see it go wrong" : "must see ", outcome);
        }
        if (expectation.fixed_alarms) {
            fprintf(view->stream, "  %-11s alarms falsely on the fix: %s\n", "",
                    expectation.fixed_why);
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
    heading_print(view, "THE BUG", "buggy.c");
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

/* Only the code, with nothing that gives the answer away; line numbers stay. */
void case_text_print_blank(const struct case_text *view)
{
    const struct case_story story = case_story_find(view->shown->source[VARIANT_BUGGY]);
    char *blanked = markers_blank(story.code);

    title_print(view, true);
    fputc('\n', view->stream);
    source_print(blanked, story.code_line, NULL, 0, view->color, view->stream);
    free(blanked);
}
