#include "report/interleaving_text.h"

#include "base/alloc.h"
#include "explore/interleaving.h"
#include "explore/step_text.h"
#include "report/paint.h"

#include <stdlib.h>
#include <string.h>

/* Narrower columns are no columns: then all threads share one. */
enum {
    STEP_WIDTH = 6,
    MARK_WIDTH = 3,
    SHARED_WIDTH = 4, /* of the thread's number, where all share a column */
    COLUMN_MIN = 28,
    COLUMN_MAX = 64,
    CODE_MIN = 12, /* less of a line says nothing */
};

struct view {
    const struct exploration_finding *finding;
    const struct interleaving_style *style;
    struct source_lines *lines;
    FILE *stream;
    struct interleaving shown;
    unsigned column;                 /* characters of a thread's column */
    unsigned columns;                /* 1 where all threads share one */
    bool several_files;              /* a line's number alone does not say where it is */
    int line_width;                  /* digits of the highest number */
    const struct symbol_place **cut; /* lines that did not fit into a column, each once */
    size_t cut_count;
};

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* How many characters of valid UTF-8 a text has; a tab counts as one. */
static unsigned text_width(const char *text, int length)
{
    unsigned width = 0;

    for (int i = 0; i < length; i++) {
        width += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return width;
}

/* Prints exactly `width` characters of a text: filled up with blanks, or cut with "...". */
static void text_fit(FILE *stream, const char *text, int length, unsigned width)
{
    unsigned needed = text_width(text, length);
    unsigned kept = needed <= width ? needed : width > 3 ? width - 3 : 0;
    unsigned printed = 0;
    int at = 0;

    while (at < length && (printed < kept || ((unsigned char)text[at] & 0xc0) == 0x80)) {
        printed += ((unsigned char)text[at] & 0xc0) != 0x80;
        fputc((unsigned char)text[at] < ' ' ? ' ' : text[at], stream);
        at++;
    }
    for (unsigned dots = 0; needed > width && dots < 3 && printed < width; dots++, printed++) {
        fputc('.', stream);
    }
    fprintf(stream, "%*s", (int)(width - printed), "");
}

static void place_format(const struct view *view, const struct symbol_place *place, char *text,
                         size_t size)
{
    if (place == NULL || place->line == 0) {
        snprintf(text, size, "%*s", view->line_width, "");
    } else if (view->several_files) {
        snprintf(text, size, "%s:%u", base_of(place->file), place->line);
    } else {
        snprintf(text, size, "%*u", view->line_width, place->line);
    }
}

/* These happen between two lines of the source. */
static const struct symbol_place *place_of(const struct interleaving_row *row,
                                           const struct exploration_stack *stack)
{
    const char *kind = row->step == NULL ? "" : row->step->kind;

    return strcmp(kind, "start") == 0 || strcmp(kind, "exit") == 0 || strcmp(kind, "end") == 0
               ? NULL
               : exploration_place(stack);
}

static void cut_note(struct view *view, const struct symbol_place *place)
{
    for (size_t i = 0; i < view->cut_count; i++) {
        if (view->cut[i]->line == place->line && strcmp(view->cut[i]->file, place->file) == 0) {
            return;
        }
    }
    view->cut = alloc_resized(view->cut, view->cut_count + 1, sizeof(void *));
    view->cut[view->cut_count++] = place;
}

/* The code; where it does not fit, what it is about, and the code is told below the columns. */
static void code_print(struct view *view, const struct interleaving_row *row,
                       const struct symbol_place *place, unsigned room)
{
    int length = 0;
    const char *code =
        place == NULL ? NULL : source_lines_code(view->lines, place->file, place->line, &length);

    if (code == NULL) {
        code = place == NULL || place->function == NULL ? "" : place->function;
        length = (int)strlen(code);
    } else if (text_width(code, length) > room) {
        cut_note(view, place);
        if (row->step != NULL && row->step->variable != NULL) {
            code = row->step->variable->name;
            length = (int)strlen(code);
        }
    }
    text_fit(view->stream, code, room < CODE_MIN && text_width(code, length) > room ? 0 : length,
             room);
}

/* One step within its column: mark, line, code, and at the right what it did. */
static void cell_print(struct view *view, const struct interleaving_row *row,
                       const struct exploration_stack *stack, const char *act)
{
    bool color = view->style->color;
    const struct symbol_place *place = place_of(row, stack);
    unsigned room = view->column - MARK_WIDTH, act_width = text_width(act, (int)strlen(act));
    char where[128];

    place_format(view, place, where, sizeof where);
    unsigned where_width = text_width(where, (int)strlen(where));
    if (where_width > room / 2) {
        where_width = room / 2;
    }
    if (act_width + where_width + 2 > room) {
        act_width = room - where_width - 2;
    }
    fprintf(view->stream, "%s%c%c%s ",
            paint_begin(color, row->is_blamed ? PAINT_BAD : PAINT_STRONG),
            row->is_switch ? '>' : ' ', row->is_blamed ? '!' : ' ', paint_end(color));
    fputs(paint_begin(color, PAINT_FAINT), view->stream);
    text_fit(view->stream, where, (int)strlen(where), where_width);
    fprintf(view->stream, "%s ", paint_end(color));
    code_print(view, row, place, room - where_width - act_width - 2);
    fprintf(view->stream, " %s", paint_begin(color, row->is_blamed ? PAINT_BAD : PAINT_NOTE));
    text_fit(view->stream, act, (int)strlen(act), act_width);
    fputs(paint_end(color), view->stream);
}

static void bar_print(const struct view *view)
{
    fprintf(view->stream, " %s|%s ", paint_begin(view->style->color, PAINT_FAINT),
            paint_end(view->style->color));
}

static void row_cell_print(struct view *view, const struct interleaving_row *row)
{
    bool color = view->style->color;

    if (row->left_out > 0) {
        char *text = alloc_format("%*s... %zu step%s", MARK_WIDTH, "", row->left_out,
                                  row->left_out == 1 ? "" : "s");
        fputs(paint_begin(color, PAINT_FAINT), view->stream);
        text_fit(view->stream, text, (int)strlen(text), view->column);
        fputs(paint_end(color), view->stream);
        free(text);
    } else if (row->end != NULL) {
        char *act = alloc_copy_n(row->end->does, strcspn(row->end->does, " "));
        cell_print(view, row, &row->end->stack, act);
        free(act);
    } else {
        char *act = step_text_act(view->finding, row->step);
        cell_print(view, row, &row->step->stack, act);
        free(act);
    }
}

/* The number of a step, or what is above all of them. */
static void margin_print(const struct view *view, const char *text)
{
    fprintf(view->stream, "%s%*s%s  ", paint_begin(view->style->color, PAINT_FAINT), STEP_WIDTH,
            text, paint_end(view->style->color));
}

/* The cells of a row, one a column. */
static void row_cells_print(struct view *view, const struct interleaving_row *row)
{
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
static void row_print(struct view *view, const struct interleaving_row *row, bool is_numbered)
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

static void rows_print(struct view *view)
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

static void cut_print(const struct view *view)
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
        place_format(view, view->cut[i], where, sizeof where);
        margin_print(view, "");
        fprintf(view->stream, "   %s%s%s %.*s\n", paint_begin(view->style->color, PAINT_FAINT),
                where, paint_end(view->style->color), length, code);
    }
}

static char *head_format(const struct view *view, unsigned thread)
{
    const char *entry = step_text_entry(view->finding, thread);

    return alloc_format("%*sthread %u%s%s", MARK_WIDTH, "", thread, entry == NULL ? "" : ": ",
                        entry == NULL ? "" : entry);
}

static void heads_print(const struct view *view)
{
    bool color = view->style->color;

    margin_print(view, "step");
    if (view->columns < view->shown.thread_count) {
        fputs("thread", view->stream);
    }
    for (unsigned i = 0; view->columns == view->shown.thread_count && i < view->columns; i++) {
        char *head = head_format(view, view->shown.threads[i]);
        if (i > 0) {
            bar_print(view);
        }
        fputs(paint_begin(color, PAINT_STRONG), view->stream);
        if (i + 1 < view->columns) {
            text_fit(view->stream, head, (int)strlen(head), view->column);
        } else {
            fputs(head, view->stream);
        }
        fputs(paint_end(color), view->stream);
        free(head);
    }
    fputc('\n', view->stream);
}

/* How places are told: whether the rows lie in more than one file, and how high lines go. */
static void places_measure(struct view *view)
{
    const char *first = NULL;
    unsigned highest = 0;

    for (size_t i = 0; i < view->shown.row_count; i++) {
        const struct interleaving_row *row = &view->shown.rows[i];
        const struct symbol_place *place = row->step != NULL  ? exploration_place(&row->step->stack)
                                           : row->end != NULL ? exploration_place(&row->end->stack)
                                                              : NULL;
        if (place == NULL || place->file == NULL) {
            continue;
        }
        view->several_files |= first != NULL && strcmp(first, place->file) != 0;
        first = place->file;
        highest = place->line > highest ? place->line : highest;
    }
    view->line_width = snprintf(NULL, 0, "%u", highest);
}

static void columns_lay(struct view *view)
{
    const unsigned margin = STEP_WIDTH + 2, bar = 3;
    unsigned count = (unsigned)view->shown.thread_count;
    unsigned room = view->style->width > margin ? view->style->width - margin : 0;

    view->columns = count;
    view->column = (room + bar) / count > bar ? (room + bar) / count - bar : 0;
    if (view->column < COLUMN_MIN) {
        view->columns = 1;
        view->column = room > COLUMN_MIN + SHARED_WIDTH ? room - SHARED_WIDTH : COLUMN_MIN;
    }
    if (view->column > COLUMN_MAX) {
        view->column = COLUMN_MAX;
    }
}

void interleaving_print(const struct exploration_finding *finding,
                        const struct interleaving_style *style, struct source_lines *lines,
                        FILE *stream)
{
    struct view view = { .finding = finding, .style = style, .lines = lines, .stream = stream };

    interleaving_select(finding, style->full, &view.shown);
    if (view.shown.row_count > 0) {
        columns_lay(&view);
        places_measure(&view);
        heads_print(&view);
        rows_print(&view);
        cut_print(&view);
        free(view.cut);
    }
    interleaving_free(&view.shown);
}
