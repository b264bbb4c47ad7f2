#include "report/exploration_text.h"

#include "base/alloc.h"
#include "base/file.h"
#include "explore/interleaving.h"
#include "report/consequence_text.h"
#include "report/paint.h"
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

enum { QUOTED_LINES = 12, EXPECT_LIMIT = 1 << 20, RATED_MIN = 1000 };

static const char *path_shown(const struct exploration_style *style, const char *path)
{
    size_t length = style->folder == NULL ? 0 : strlen(style->folder);

    return length > 0 && strncmp(path, style->folder, length) == 0 && path[length] == '/'
               ? path + length + 1
               : path;
}

static char *place_describe(const struct exploration_style *style, const struct symbol_place *place)
{
    if (place->file == NULL) {
        return alloc_format("%#lx", (unsigned long)place->pc);
    }
    return alloc_format("%s:%u", path_shown(style, place->file), place->line);
}

static const char *function_of(const struct symbol_place *place)
{
    return place->function == NULL ? "?" : place->function;
}

/* One place of a stack; and, with `lines`, its code. */
static void frame_print(const struct exploration_style *style, const struct symbol_place *place,
                        int width, struct source_lines *lines, FILE *stream)
{
    char *where = place_describe(style, place);
    int length = 0;
    const char *code =
        lines == NULL ? NULL : source_lines_code(lines, place->file, place->line, &length);

    fprintf(stream, "      %-*s  %s%s%s", width, function_of(place),
            paint_begin(style->interleaving.color, PAINT_FAINT), where,
            paint_end(style->interleaving.color));
    fprintf(stream, "%s%.*s", code == NULL ? "" : "  ", length, code == NULL ? "" : code);
    free(where);
}

/* A function that calls itself is there again and again. */
static bool frame_same(const struct exploration_stack *stack, size_t a, size_t b)
{
    const struct symbol_place *one = stack->frames[a], *other = stack->frames[b];

    return one->line > 0 && one->line == other->line && strcmp(one->file, other->file) == 0;
}

static void stack_print(const struct exploration_style *style,
                        const struct exploration_stack *stack, struct source_lines *lines,
                        FILE *stream)
{
    int width = 0;

    for (size_t i = 0; i < stack->count; i++) {
        int length = (int)strlen(function_of(stack->frames[i]));
        width = length > width ? length : width;
    }
    for (size_t i = 0, next; i < stack->count; i = next) {
        for (next = i + 1; next < stack->count && frame_same(stack, i, next); next++) {
        }
        frame_print(style, stack->frames[i], width, i > 0 ? NULL : lines, stream);
        if (next - i > 1) {
            fprintf(stream, "  (%zu times)", next - i);
        }
        fputc('\n', stream);
    }
}

static const struct symbol_place *creation_of(const struct exploration_finding *finding,
                                              unsigned thread)
{
    for (size_t i = 0; i < finding->thread_list_count; i++) {
        if (finding->threads[i].number == thread) {
            return finding->threads[i].created;
        }
    }
    return NULL;
}

static void side_print(const struct exploration_finding *finding,
                       const struct exploration_side *side, const struct exploration_style *style,
                       struct source_lines *lines, FILE *stream)
{
    const struct symbol_place *created = creation_of(finding, side->thread);
    bool color = style->interleaving.color;

    fprintf(stream, "\n  thread %u %s\n", side->thread, side->does);
    stack_print(style, &side->stack, lines, stream);
    if (created != NULL) {
        char *where = place_describe(style, created);
        fprintf(stream, "      %screated by %s at %s%s\n", paint_begin(color, PAINT_FAINT),
                function_of(created), where, paint_end(color));
        free(where);
    }
}

/* What a program printed, indented, and not without end. */
static void quote_print(const char *heading, const char *text, FILE *stream)
{
    char *clean = report_clean(text);
    const char *at = clean;

    fprintf(stream, "\n  %s\n", heading);
    for (unsigned i = 0; i < QUOTED_LINES && *at != '\0'; i++) {
        size_t length = strcspn(at, "\n");
        fprintf(stream, "      %.*s\n", (int)length, at);
        at += length + (at[length] == '\n');
    }
    if (*at != '\0') {
        fputs("      ...\n", stream);
    }
    free(clean);
}

/* The caller frees it; NULL: it is not known. */
static char *expected_read(const struct exploration_style *style)
{
    struct error ignored;
    char *expected;
    size_t size;

    return style->expect != NULL &&
                   file_read(style->expect, EXPECT_LIMIT, &expected, &size, &ignored) == 0
               ? expected
               : NULL;
}

static void output_print(const struct exploration_finding *finding,
                         const struct exploration_style *style, FILE *stream)
{
    bool is_about_output = strcmp(finding->kind, "wrong-output") == 0;

    if (finding->errors[0] != '\0') {
        quote_print("the program wrote to standard error:", finding->errors, stream);
    }
    if (is_about_output || (finding->output[0] != '\0' && finding->side_count == 0)) {
        quote_print(finding->output[0] == '\0' ? "the program printed nothing"
                                               : "the program printed:",
                    finding->output, stream);
    }
    char *expected = is_about_output ? expected_read(style) : NULL;
    if (expected != NULL) {
        quote_print("it should have printed:", expected, stream);
        free(expected);
    }
}

static void headline_print(const struct exploration *exploration,
                           const struct exploration_finding *finding,
                           const struct exploration_style *style, FILE *stream)
{
    bool color = style->interleaving.color;

    fprintf(stream, "%s%s%s", paint_begin(color, PAINT_BAD), finding->kind, paint_end(color));
    if (finding->address != 0 && !finding->names) {
        char *what = exploration_describe(exploration, finding, finding->address, finding->size);
        fprintf(stream, " on %s%s%s", paint_begin(color, PAINT_STRONG), what, paint_end(color));
        free(what);
    }
    fprintf(stream, "%s%s\n", finding->text[0] == '\0' ? "" : ": ", finding->text);
    if (finding->expired && strcmp(finding->kind, "only-by-time-out") != 0) {
        fputs("  at some point no thread could go on but by a wait that timed out\n", stream);
    }
    if (finding->early) {
        fputs(
            "  it rests on a wait that timed out before its time, because the machine held up the "
            "others (--stall)\n",
            stream);
    }
    if (finding->alike > 1) {
        fprintf(stream,
                "  found in %lu ways at these lines, by other threads or in another order: this is "
                "the shortest\n",
                finding->alike);
    }
    if (!finding->confirmed) {
        fputs("  a process of its own, which ran the same schedule, did not show it again\n",
              stream);
    }
}

void exploration_print_finding(const struct exploration *exploration,
                               const struct exploration_finding *finding,
                               const struct exploration_style *style, struct source_lines *lines,
                               FILE *stream)
{
    headline_print(exploration, finding, style, stream);
    for (size_t i = 0; i < finding->side_count; i++) {
        side_print(finding, &finding->sides[i], style, lines, stream);
    }
    output_print(finding, style, stream);
    char *expected = expected_read(style);
    consequence_print(finding, expected, stream);
    free(expected);
    if (finding->consequence != NULL) {
        finding = finding->consequence; /* its steps say more than those of the race alone */
    }
    if (!style->interleaving.full && interleaving_is_alone(finding)) {
        return;
    }
    fputc('\n', stream);
    interleaving_print(finding, &style->interleaving, lines, stream);
}

/* "in 0.01 s, 3400 a second" */
static char *effort_format(const struct exploration *exploration)
{
    /* Of a few schedules the time is mostly that of the program's start. */
    bool is_rated = exploration->schedules >= RATED_MIN && exploration->seconds >= 0.001;
    char *rate = !is_rated ? alloc_copy("")
                           : alloc_format(", %.0f a second",
                                          (double)exploration->schedules / exploration->seconds);
    char *text = alloc_format("in %.2f s%s", exploration->seconds, rate);

    free(rate);
    return text;
}

static void exhausted_print(const struct exploration *exploration, const char *effort, FILE *stream)
{
    unsigned long count = exploration_exhausted_count(exploration);

    fprintf(stream, "exhausted: %lu schedule%s there %s (%s), if\n", count,
            count == 1 ? " is all" : "s are all", count == 1 ? "is" : "are", effort);
    for (size_t i = 0; exploration_assumption(exploration, i) != NULL; i++) {
        fprintf(stream, "  - %s\n", exploration_assumption(exploration, i));
    }
}

static void search_print(const struct exploration *exploration, FILE *stream)
{
    char *effort = effort_format(exploration);
    unsigned long count = exploration->schedules;
    const char *plural = count == 1 ? "" : "s";

    switch (exploration->search) {
    case EXPLORATION_EXHAUSTED:
        exhausted_print(exploration, effort, stream);
        break;
    case EXPLORATION_SAMPLED:
        fprintf(stream, "sampled: %lu schedule%s %s; there are others\n", count, plural, effort);
        break;
    case EXPLORATION_INCOMPLETE:
        fprintf(stream, "incomplete: %lu schedule%s %s, and not all was seen: %s\n", count, plural,
                effort, exploration->reason);
        break;
    case EXPLORATION_STOPPED:
        fprintf(stream, "stopped at what was found: %lu schedule%s %s\n", count, plural, effort);
        break;
    case EXPLORATION_INTERRUPTED:
        fprintf(stream,
                "interrupted: %lu schedule%s %s; what is shown is what was found until then\n",
                count, plural, effort);
        break;
    case EXPLORATION_REFUSED:
        fprintf(stream, "refused: %s\n", exploration->reason);
        break;
    }
    free(effort);
}

static void stages_print(const struct exploration *exploration, FILE *stream)
{
    if (exploration->stage_count < 2) {
        return;
    }
    for (size_t i = 0; i < exploration->stage_count; i++) {
        const struct exploration_stage *stage = &exploration->stages[i];
        fprintf(stream, "%s%s %lu%s", i == 0 ? "  by " : ", ", stage->strategy, stage->schedules,
                strcmp(stage->state, "exhausted") == 0 ? " (all)" : "");
    }
    fputc('\n', stream);
    for (size_t i = 0; i < exploration->stage_count; i++) {
        const struct exploration_stage *stage = &exploration->stages[i];
        if (strcmp(stage->state, "gave-up") == 0 && stage->reason[0] != '\0') {
            fprintf(stream, "  %s gave up: %s\n", stage->strategy, stage->reason);
        }
    }
}

void exploration_print_ignored(const struct exploration *exploration, bool with_unmet, FILE *stream)
{
    for (size_t i = 0; i < exploration->ignored_count; i++) {
        const struct exploration_ignored *ignored = &exploration->ignored[i];
        char *entry = report_clean(ignored->entry);
        if (ignored->times > 0) {
            fprintf(stream, "ignored: %s %lu time%s\n", entry, ignored->times,
                    ignored->times == 1 ? "" : "s");
        } else if (with_unmet) {
            fprintf(stream, "--ignore %s: matched nothing\n", entry);
        }
        free(entry);
    }
}

static bool has_ignored(const struct exploration *exploration)
{
    bool found = false;

    for (size_t i = 0; i < exploration->ignored_count; i++) {
        found |= exploration->ignored[i].times > 0;
    }
    return found;
}

/* Schedules that do not count as others do. */
static void odd_ones_print(const struct exploration *exploration, FILE *stream)
{
    unsigned long cut = exploration->cut, diverged = exploration->diverged;

    if (cut > 0 && cut >= exploration->schedules) {
        fputs("  no schedule came to the program's end: all were longer than they may be, and were "
              "cut off\n",
              stream);
    } else if (cut > 0) {
        fprintf(stream, "  %lu schedule%s longer than %s may be, and %s cut off\n", cut,
                cut == 1 ? " was" : "s were", cut == 1 ? "it" : "they", cut == 1 ? "was" : "were");
    }
    if (diverged > 0) {
        fprintf(stream, "  %lu schedule%s went otherwise when %s repeated\n", diverged,
                diverged == 1 ? "" : "s", diverged == 1 ? "it was" : "they were");
    }
}

void exploration_print_summary(const struct exploration *exploration,
                               const struct exploration_style *style, FILE *stream)
{
    bool color = style->interleaving.color;

    if (exploration->finding_count == 0 && exploration->search != EXPLORATION_REFUSED) {
        fprintf(stream, "%snothing%s found%s\n", paint_begin(color, PAINT_GOOD),
                has_ignored(exploration) ? " else" : "", paint_end(color));
    }
    search_print(exploration, stream);
    stages_print(exploration, stream);
    if (exploration->mode_reason[0] != '\0') {
        fprintf(stream, "  mode %s: %s\n", exploration->mode, exploration->mode_reason);
    }
    if (exploration->exit_status > 0 && exploration->finding_count == 0 &&
        exploration->search != EXPLORATION_REFUSED) {
        fprintf(stream, "  it ends with exit status %d in each of them\n",
                exploration->exit_status);
    }
    if (exploration->threads == 1 && exploration->search != EXPLORATION_REFUSED) {
        fputs("  only one thread ever ran: there was nothing to interleave\n", stream);
    }
    if (exploration->finding_count > 0 && exploration->search != EXPLORATION_REFUSED &&
        exploration->reason[0] != '\0') {
        fprintf(stream, "  not all was seen: %s\n", exploration->reason);
    }
    odd_ones_print(exploration, stream);
    if (exploration->more) {
        fprintf(stream, "  %zu findings were kept, those that matter most; there were more\n",
                exploration->kept);
    }
    if (exploration->randomised) {
        fputs("  addresses are random on this machine; schedules name threads, and replay all the "
              "same\n",
              stream);
    }
    for (size_t i = 0; i < json_array_size(exploration->unseen); i++) {
        fprintf(stream, "  not seen: %s, which was built without -fsanitize=thread\n",
                json_string_value(json_array_get(exploration->unseen, i)));
    }
}
