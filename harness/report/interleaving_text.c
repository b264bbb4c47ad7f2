#include "report/interleaving_text.h"

#include "base/alloc.h"
#include "explore/step_text.h"
#include "report/interleaving_view.h"
#include "report/paint.h"
#include "report/text_fit.h"

#include <stdlib.h>
#include <string.h>

static void cut_note(struct interleaving_view *view, const struct interleaving_row *row)
{
    const struct symbol_place *place = interleaving_row_place(row);

    if (place == NULL || place->line == 0 || interleaving_row_is_creation(row)) {
        return;
    }
    for (size_t i = 0; i < view->cut_count; i++) {
        if (view->cut[i]->line == place->line && strcmp(view->cut[i]->file, place->file) == 0) {
            return;
        }
    }
    view->cut = alloc_resized(view->cut, view->cut_count + 1, sizeof(void *));
    view->cut[view->cut_count++] = place;
}

/* The code, as far as there is room; what has none is told below the columns. */
static void code_print(struct interleaving_view *view, const struct interleaving_row *row)
{
    int length = 0;
    const char *code = interleaving_row_code(view, row, &length);

    if (code != NULL && text_fit_width(code, length) > view->code) {
        cut_note(view, row);
    }
    if (view->code > 0) {
        fprintf(view->stream, "%*s", GAP_WIDTH, "");
        text_fit_print(view->stream, code == NULL ? "" : code, length, view->code);
    }
}

/* One step within its column: mark, line, what it does, and the code. */
static void cell_print(struct interleaving_view *view, const struct interleaving_row *row,
                       const char *act)
{
    bool color = view->style->color;
    char where[128];

    interleaving_view_place(view, interleaving_row_place(row), where, sizeof where);
    fprintf(view->stream, "%s%c%c%s ",
            paint_begin(color, row->is_blamed ? PAINT_BAD : PAINT_STRONG),
            row->is_switch ? '>' : ' ', row->is_blamed ? '!' : ' ', paint_end(color));
    fputs(paint_begin(color, PAINT_FAINT), view->stream);
    text_fit_print(view->stream, where, (int)strlen(where), view->where);
    fprintf(view->stream, "%s %s", paint_end(color),
            paint_begin(color, row->is_blamed ? PAINT_BAD : PAINT_NOTE));
    text_fit_print(view->stream, act, (int)strlen(act), view->act);
    fputs(paint_end(color), view->stream);
    code_print(view, row);
}

static void bar_print(const struct interleaving_view *view)
{
    fprintf(view->stream, " %s|%s ", paint_begin(view->style->color, PAINT_FAINT),
            paint_end(view->style->color));
}

/* Where steps are left out. */
static void gap_print(const struct interleaving_view *view, const struct interleaving_row *row,
                      unsigned width)
{
    bool color = view->style->color;
    char *text = alloc_format("%*s... %zu step%s", MARK_WIDTH, "", row->left_out,
                              row->left_out == 1 ? "" : "s");

    fputs(paint_begin(color, PAINT_FAINT), view->stream);
    text_fit_print(view->stream, text, (int)strlen(text), width);
    fputs(paint_end(color), view->stream);
    free(text);
}

static void row_cell_print(struct interleaving_view *view, const struct interleaving_row *row)
{
    const char *act = view->acts[row - view->shown.rows];

    if (act == NULL) {
        gap_print(view, row, view->column);
    } else {
        cell_print(view, row, act);
    }
}

/* The number of a step, or what is above all of them. */
static void margin_print(const struct interleaving_view *view, const char *text)
{
    fprintf(view->stream, "%s%*s%s  ", paint_begin(view->style->color, PAINT_FAINT), STEP_WIDTH,
            text, paint_end(view->style->color));
}

/* The cells of a row, one a column. */
static void row_cells_print(struct interleaving_view *view, const struct interleaving_row *row)
{
    if (row->has_no_column) {
        gap_print(view, row, view->column);
        return;
    }
    if (view->columns < view->shown.thread_count) {
        fprintf(view->stream, "T%-*u", SHARED_WIDTH - 1, row->thread);
        row_cell_print(view, row);
        return;
    }
    for (unsigned i = 0; i < view->columns; i++) {
        if (i > 0) {
            bar_print(view);
        }
        if (view->shown.threads[i] == row->thread) {
            row_cell_print(view, row);
        } else {
            fprintf(view->stream, "%*s", (int)view->column, "");
        }
    }
}

/* Prints a line without the blanks at its end. */
static void line_print(FILE *stream, const char *line)
{
    size_t length = strlen(line);

    while (length > 0 && line[length - 1] == ' ') {
        length--;
    }
    fprintf(stream, "%.*s\n", (int)length, line);
}

/* Steps that are taken while only one thread is there have no number of their own. */
static void row_print(struct interleaving_view *view, const struct interleaving_row *row,
                      bool is_numbered)
{
    FILE *stream = view->stream;
    char number[32] = "", *line = NULL;
    size_t size;

    view->stream = open_memstream(&line, &size);
    if (view->stream == NULL) {
        abort();
    }
    if (is_numbered) {
        snprintf(number, sizeof number, "%lu", row->step->number);
    }
    margin_print(view, number);
    row_cells_print(view, row);
    fclose(view->stream);
    view->stream = stream;
    line_print(stream, line);
    free(line);
}

static void rows_print(struct interleaving_view *view)
{
    const struct exploration_step *last = NULL;

    for (size_t i = 0; i < view->shown.row_count; i++) {
        const struct exploration_step *step = view->shown.rows[i].step;
        row_print(view, &view->shown.rows[i],
                  step != NULL && (last == NULL || step->number != last->number));
        last = step == NULL ? last : step;
    }
}

static int place_compare(const void *left, const void *right)
{
    const struct symbol_place *a = *(const struct symbol_place *const *)left;
    const struct symbol_place *b = *(const struct symbol_place *const *)right;
    int order = strcmp(a->file, b->file);

    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static void cut_print(const struct interleaving_view *view)
{
    if (view->cut_count == 0) {
        return;
    }
    qsort(view->cut, view->cut_count, sizeof *view->cut, place_compare);
    fputc('\n', view->stream);
    for (size_t i = 0; i < view->cut_count; i++) {
        char where[128];
        int length = 0;
        const char *code =
            source_lines_code(view->lines, view->cut[i]->file, view->cut[i]->line, &length);
        interleaving_view_place(view, view->cut[i], where, sizeof where);
        margin_print(view, "");
        fprintf(view->stream, "   %s%s%s %.*s\n", paint_begin(view->style->color, PAINT_FAINT),
                where, paint_end(view->style->color), length, code);
    }
}

/* "thread 1: count" */
static char *head_format(const struct interleaving_view *view, unsigned thread)
{
    const char *entry = step_text_entry(view->finding, thread);

    return alloc_format("%*sthread %u%s%s", MARK_WIDTH, "", thread, entry == NULL ? "" : ": ",
                        entry == NULL ? "" : entry);
}

/* Where all threads share a column: "T0 main, T1 count". */
static void shared_head_print(const struct interleaving_view *view)
{
    char *text = alloc_copy("thread:");

    for (size_t i = 0; i < view->shown.thread_count; i++) {
        const char *entry = step_text_entry(view->finding, view->shown.threads[i]);
        char *longer = alloc_format("%s%s T%u%s%s", text, i == 0 ? "" : ",", view->shown.threads[i],
                                    entry == NULL ? "" : " ", entry == NULL ? "" : entry);
        free(text);
        text = longer;
    }
    unsigned width = text_fit_width(text, (int)strlen(text));
    unsigned room = view->column + SHARED_WIDTH;
    text_fit_print(view->stream, text, (int)strlen(text), width < room ? width : room);
    free(text);
}

static void column_heads_print(const struct interleaving_view *view)
{
    bool color = view->style->color;

    for (unsigned i = 0; i < view->columns; i++) {
        char *head = head_format(view, view->shown.threads[i]);
        unsigned width = text_fit_width(head, (int)strlen(head));
        if (i > 0) {
            bar_print(view);
        }
        fputs(paint_begin(color, PAINT_STRONG), view->stream);
        text_fit_print(view->stream, head, (int)strlen(head),
                       i + 1 < view->columns || width > view->column ? view->column : width);
        fputs(paint_end(color), view->stream);
        free(head);
    }
}

static void heads_print(const struct interleaving_view *view)
{
    margin_print(view, "step");
    if (view->columns < view->shown.thread_count) {
        shared_head_print(view);
    } else {
        column_heads_print(view);
    }
    fputc('\n', view->stream);
}

void interleaving_print(const struct exploration_finding *finding,
                        const struct interleaving_style *style, struct source_lines *lines,
                        FILE *stream)
{
    struct interleaving_view view;

    interleaving_view_make(finding, style, lines, &view);
    view.stream = stream;
    if (view.shown.row_count > 0) {
        heads_print(&view);
        rows_print(&view);
        cut_print(&view);
    }
    interleaving_view_free(&view);
}
