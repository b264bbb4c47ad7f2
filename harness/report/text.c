/*
 * For people: the matrix of cases and detectors, two lines a case, then every
 * departure with its reason, its source line and the command that repeats it.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "report/paint.h"
#include "report/report.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_WIDTH = 15, NAME_WIDTH_LEAST = 12, SOURCE_LIMIT = 1 << 20 };

static enum paint verdict_paint(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_CAUGHT:
    case VERDICT_CLEAN:
        return PAINT_GOOD;
    case VERDICT_MAY:
    case VERDICT_BLIND:
    case VERDICT_FALSE_ALARM:
    case VERDICT_UNABLE:
    case VERDICT_GAP_CLOSED:
        return PAINT_KNOWN;
    case VERDICT_SKIPPED:
    case VERDICT_NOT_RUN:
        return PAINT_FAINT;
    case VERDICT_MISSED:
    case VERDICT_NOISY:
    case VERDICT_WRONG:
    case VERDICT_STALE:
    case VERDICT_INCOMPLETE:
    case VERDICT_BROKEN:
        break;
    }
    return PAINT_BAD;
}

/* A departure is in capitals, so that it stands out where there is no colour. */
static void verdict_spell(enum verdict verdict, char *text, size_t size)
{
    snprintf(text, size, "%s", verdict_name(verdict));
    for (char *at = text; *at != '\0' && verdict_is_departure(verdict); at++) {
        *at = (char)toupper((unsigned char)*at);
    }
}

/* "exhausted 34 schedules" without its last word. */
static int extent_short(const char *extent)
{
    const char *blank = strrchr(extent, ' ');

    return blank == NULL ? (int)strlen(extent) : (int)(blank - extent);
}

static void cell_write(const struct suite_trial *trial, bool last, bool color, FILE *stream)
{
    char verdict[32], text[64];
    const struct trial_result *result = &trial->result;

    verdict_spell(result->verdict, verdict, sizeof verdict);
    if (result->verdict == VERDICT_UNABLE || result->verdict == VERDICT_INCOMPLETE) {
        snprintf(text, sizeof text, "%s", verdict);
    } else if (result->extent != NULL && result->hits == 0) { /* "clean exhausted 34" */
        snprintf(text, sizeof text, "%s %.*s", verdict, extent_short(result->extent),
                 result->extent);
    } else {
        snprintf(text, sizeof text, result->runs > 0 ? "%s %u/%u" : "%s", verdict, result->hits,
                 result->runs);
    }
    size_t length = strlen(text);
    fprintf(stream, " %s%s%s%*s", paint_begin(color, verdict_paint(result->verdict)), text,
            paint_end(color), last || length > CELL_WIDTH ? 0 : (int)(CELL_WIDTH - length), "");
}

/* For what may hold anything: names of folders and files. */
static void clean_write(const char *before, const char *text, const char *after, FILE *stream)
{
    char *clean = report_clean(text);

    fprintf(stream, "%s%s%s", before, clean, after);
    free(clean);
}

static int name_width(const struct suite *suite)
{
    size_t width = NAME_WIDTH_LEAST;

    for (size_t i = 0; i < suite->corpus->count; i++) {
        size_t length = strlen(suite->corpus->entries[i].name);
        width = length > width ? length : width;
    }
    return (int)width;
}

static void matrix_write(const struct suite *suite, bool color, FILE *stream)
{
    const struct corpus_entry *above = NULL;
    int width = name_width(suite);

    fprintf(stream, "%s%-*s       ", paint_begin(color, PAINT_STRONG), width, "case");
    for (size_t d = 0; d < suite->detector_count; d++) {
        fprintf(stream, " %-*s", d + 1 == suite->detector_count ? 0 : CELL_WIDTH,
                suite->detectors[d].name);
    }
    fprintf(stream, "%s\n", paint_end(color));
    for (size_t first = 0; first < suite->trial_count; first++) {
        const struct suite_trial *trial = &suite->trials[first];
        if (trial->detector != 0) {
            continue;
        }
        char *name = report_clean(trial->entry == above ? "" : trial->entry->name);
        fprintf(stream, "%-*s  %s", width, name, variant_name(trial->variant));
        free(name);
        for (size_t i = first; i < suite->trial_count && suite->trials[i].entry == trial->entry;
             i++) {
            if (suite->trials[i].variant == trial->variant) {
                cell_write(&suite->trials[i],
                           suite->trials[i].detector + 1 == suite->detector_count, color, stream);
            }
        }
        fputc('\n', stream);
        above = trial->entry;
    }
}

static bool verdict_occurs(const struct suite *suite, enum verdict verdict)
{
    for (size_t i = 0; i < suite->trial_count; i++) {
        if (suite->trials[i].result.verdict == verdict) {
            return true;
        }
    }
    return false;
}

static bool extent_occurs(const struct suite *suite)
{
    for (size_t i = 0; i < suite->trial_count; i++) {
        if (suite->trials[i].result.extent != NULL && suite->trials[i].result.hits == 0) {
            return true;
        }
    }
    return false;
}

/* "blind incomplete 34" */
static bool incomplete_occurs(const struct suite *suite)
{
    for (size_t i = 0; i < suite->trial_count; i++) {
        const struct trial_result *result = &suite->trials[i].result;
        if (result->incomplete != NULL && result->verdict != VERDICT_UNABLE &&
            result->verdict != VERDICT_INCOMPLETE) {
            return true;
        }
    }
    return false;
}

static void legend_write(const struct suite *suite, FILE *stream)
{
    static const struct {
        enum verdict verdict;
        const char *meaning;
    } meanings[] = {
        { VERDICT_CAUGHT, "the bug was found where buggy.c marks it, or went wrong as declared" },
        { VERDICT_MAY, "it may be seen here, and k/n says how often it was" },
        { VERDICT_BLIND, "this detector cannot see this bug; `racetrap show CASE` says why" },
        { VERDICT_CLEAN, "the fix is silent, and its output is right" },
        { VERDICT_FALSE_ALARM, "the fix is right, and this detector is known to say otherwise" },
        { VERDICT_UNABLE, "this detector cannot run this program; `racetrap show CASE` says why" },
        { VERDICT_INCOMPLETE, "nothing was found, and part of what ran was not seen" },
    };

    char verdict[32];

    fputs("\nk/n: something was found in k of n runs\n", stream);
    if (extent_occurs(suite)) {
        fputs("exhausted N: the explorer ran all N schedules that make a difference; sampled N: it "
              "ran N of them\n",
              stream);
    }
    if (incomplete_occurs(suite)) {
        fputs("incomplete N: it ran N of them, and did not see all that ran\n", stream);
    }
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (verdict_occurs(suite, meanings[i].verdict)) {
            verdict_spell(meanings[i].verdict, verdict, sizeof verdict);
            fprintf(stream, "%-11s %s\n", verdict, meanings[i].meaning);
        }
    }
}

static void source_line_write(const char *path, unsigned line, FILE *stream)
{
    struct error ignored;
    char *text;
    size_t size;

    if (line == 0 || file_read(path, SOURCE_LIMIT, &text, &size, &ignored) != 0) {
        return;
    }
    const char *at = text;
    for (unsigned number = 1; number < line && at != NULL; number++) {
        at = strchr(at, '\n');
        at = at == NULL ? NULL : at + 1;
    }
    if (at != NULL) {
        char *clean = report_clean(at);
        fprintf(stream, "  %5u | %.*s\n", line, (int)strcspn(clean, "\n"), clean);
        free(clean);
    }
    free(text);
}

static void place_write(const char *file, unsigned line, const char *reason, FILE *stream)
{
    fputs("  ", stream);
    if (file != NULL && strncmp(reason, file, strlen(file)) != 0) {
        clean_write("", file, "", stream);
        if (line > 0) {
            fprintf(stream, ":%u", line);
        }
        fputs(": ", stream);
    }
    clean_write("", reason, "\n", stream);
    if (file != NULL) {
        source_line_write(file, line, stream);
    }
}

static void departure_write(const struct suite *suite, const struct report_style *style,
                            const struct suite_trial *trial, FILE *stream)
{
    const struct trial_result *result = &trial->result;
    char verdict[32];
    char *repeat = report_repeat_command(suite, style, trial);

    verdict_spell(result->verdict, verdict, sizeof verdict);
    fprintf(stream, "\n%s%s%s", paint_begin(style->color, verdict_paint(result->verdict)), verdict,
            paint_end(style->color));
    clean_write("  ", trial->entry->name, ", ", stream);
    fprintf(stream, "%s, %s\n", variant_name(trial->variant),
            suite->detectors[trial->detector].name);
    place_write(result->file, result->line, result->reason, stream);
    if (result->output_capped) {
        fputs("  its output was cut off at the limit\n", stream);
    }
    clean_write("  repeat: ", repeat, "\n", stream);
    free(repeat);
}

static void problem_write(const struct suite_problem *problem, bool color, FILE *stream)
{
    char verdict[32];

    verdict_spell(problem->verdict, verdict, sizeof verdict);
    fprintf(stream, "\n%s%s%s", paint_begin(color, verdict_paint(problem->verdict)), verdict,
            paint_end(color));
    clean_write("  ", problem->entry->name, "\n", stream);
    place_write(problem->file, problem->line, problem->reason, stream);
}

/* A departure's reason has it already. */
static void aside_write(const struct suite *suite, const struct suite_trial *trial, FILE *stream)
{
    if (trial->result.aside != NULL && !verdict_is_departure(trial->result.verdict)) {
        clean_write("\nnot judged: ", trial->entry->name, ", ", stream);
        fprintf(stream, "%s, %s", variant_name(trial->variant),
                suite->detectors[trial->detector].name);
        clean_write(": ", trial->result.aside, "\n", stream);
    }
}

static void notes_write(const struct suite *suite, FILE *stream)
{
    bool randomised = false;

    for (size_t d = 0; d < suite->detector_count; d++) {
        if (!suite->detectors[d].state.available) {
            fprintf(stream, "\nskipped: %s", suite->detectors[d].name);
            clean_write(": ", suite->detectors[d].state.missing, "\n", stream);
        }
    }
    for (size_t i = 0; i < suite->trial_count; i++) {
        randomised |= suite->trials[i].result.randomised;
        aside_write(suite, &suite->trials[i], stream);
    }
    if (randomised) {
        fputs("\nnote: address randomisation cannot be switched off here; older ThreadSanitizers "
              "may fail with `unexpected memory mapping`\n",
              stream);
    }
    if (suite->interrupted) {
        fputs("\ninterrupted: what is shown is what was measured until then\n", stream);
    }
}

static void summary_write(const struct suite *suite, const struct report_style *style, FILE *stream)
{
    struct suite_count count = suite_count(suite);
    size_t bad = count.departures + count.broken + (style->strict ? count.gaps : 0);

    fprintf(stream, "\n%s%zu of %zu bugs caught, %zu of %zu fixes clean%s; %zu trials in %.1f s",
            paint_begin(style->color, bad > 0 ? PAINT_BAD : PAINT_GOOD), count.caught, count.cases,
            count.fixed, count.cases, paint_end(style->color), suite->trial_count, suite->seconds);
    fprintf(stream, ": %zu as expected, %zu departures", count.expected, count.departures);
    if (count.gaps > 0) {
        fprintf(stream, ", %zu gaps closed", count.gaps);
    }
    if (count.broken > 0) {
        fprintf(stream, ", %zu broken", count.broken);
    }
    if (count.skipped > 0) {
        fprintf(stream, ", %zu skipped", count.skipped);
    }
    if (count.not_run > 0) {
        fprintf(stream, ", %zu not run", count.not_run);
    }
    fputc('\n', stream);
}

int report_text(const struct suite *suite, const struct report_style *style, FILE *stream,
                struct error *error)
{
    (void)error;
    if (suite->trial_count > 0) {
        matrix_write(suite, style->color, stream);
        legend_write(suite, stream);
    }
    for (size_t i = 0; i < suite->trial_count; i++) {
        if (verdict_is_departure(suite->trials[i].result.verdict)) {
            departure_write(suite, style, &suite->trials[i], stream);
        }
    }
    for (size_t i = 0; i < suite->problem_count; i++) {
        problem_write(&suite->problems[i], style->color, stream);
    }
    notes_write(suite, stream);
    summary_write(suite, style, stream);
    return 0;
}
