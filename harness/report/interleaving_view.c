#include "report/interleaving_view.h"

#include "base/alloc.h"
#include "explore/step_text.h"
#include "report/text_fit.h"

#include <stdlib.h>
#include <string.h>

/* Narrower columns are no columns: then all threads share one. */
enum {
    COLUMN_MIN = 28,
    COLUMN_MAX = 80,
    CODE_MIN = 32, /* less of a call says nothing that the act does not */
};

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

void interleaving_view_place(const struct interleaving_view *view, const struct symbol_place *place,
                             char *text, size_t size)
{
    if (place == NULL || place->line == 0) {
        snprintf(text, size, "%*s", view->line_width, "");
    } else if (view->several_files) {
        snprintf(text, size, "%s:%u", base_of(place->file), place->line);
    } else {
        snprintf(text, size, "%*u", view->line_width, place->line);
    }
}

static const struct exploration_stack *stack_of(const struct interleaving_row *row)
{
    return row->step != NULL ? &row->step->stack : row->end != NULL ? &row->end->stack : NULL;
}

/* A thread begins and ends between two lines of the source. */
const struct symbol_place *interleaving_row_place(const struct interleaving_row *row)
{
    const char *kind = row->step == NULL ? "" : row->step->kind;
    const struct exploration_stack *stack = stack_of(row);

    return stack == NULL || strcmp(kind, "start") == 0 || strcmp(kind, "exit") == 0
               ? NULL
               : exploration_place(stack);
}

const char *interleaving_row_code(const struct interleaving_view *view,
                                  const struct interleaving_row *row, int *length)
{
    const struct symbol_place *place = interleaving_row_place(row);
    const char *code =
        place == NULL ? NULL : source_lines_code(view->lines, place->file, place->line, length);

    if (code == NULL && place != NULL && place->function != NULL) {
        code = place->function;
        *length = (int)strlen(code);
    }
    return code;
}

bool interleaving_row_is_creation(const struct interleaving_row *row)
{
    return row->step != NULL && strcmp(row->step->kind, "create") == 0;
}

/* How places are told: whether the rows lie in more than one file, and how high lines go. */
static void places_measure(struct interleaving_view *view)
{
    const char *first = NULL;
    unsigned highest = 0;

    for (size_t i = 0; i < view->shown.row_count; i++) {
        const struct symbol_place *place = interleaving_row_place(&view->shown.rows[i]);
        if (place == NULL || place->file == NULL) {
            continue;
        }
        view->several_files |= first != NULL && strcmp(first, place->file) != 0;
        first = place->file;
        highest = place->line > highest ? place->line : highest;
    }
    view->line_width = snprintf(NULL, 0, "%u", highest);
}

static unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* How wide the places are, the acts, and the code. */
static void parts_measure(const struct interleaving_view *view, unsigned *where, unsigned *act,
                          unsigned *code)
{
    *where = *act = *code = 0;
    for (size_t i = 0; i < view->shown.row_count; i++) {
        const struct interleaving_row *row = &view->shown.rows[i];
        int length = 0;
        char place[128];
        if (view->acts[i] == NULL) {
            continue;
        }
        const char *text =
            interleaving_row_is_creation(row) ? NULL : interleaving_row_code(view, row, &length);
        interleaving_view_place(view, interleaving_row_place(row), place, sizeof place);
        *where = larger(*where, text_fit_width(place, (int)strlen(place)));
        *act = larger(*act, text_fit_width(view->acts[i], (int)strlen(view->acts[i])));
        *code = larger(*code, text == NULL ? 0 : text_fit_width(text, length));
    }
}

/*
 * All rows have the same parts. What a step does is said first and to what, for
 * that is what a reader needs; the code is beside it where all columns have room
 * for it, or for so much of it that it says something.
 */
static void parts_lay(struct interleaving_view *view)
{
    unsigned where, act, code, room = view->column - MARK_WIDTH;

    parts_measure(view, &where, &act, &code);
    view->where = smaller(where, room / 2);
    room -= view->where + 1;
    view->act = smaller(act, room);
    view->code = room > view->act + GAP_WIDTH ? room - view->act - GAP_WIDTH : 0;
    if (view->code < smaller(code, CODE_MIN)) {
        view->code = 0;
        view->act = room;
    }
}

static void columns_lay(struct interleaving_view *view)
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

static void acts_make(struct interleaving_view *view)
{
    view->acts = alloc_zeroed(view->shown.row_count + 1, sizeof *view->acts);
    for (size_t i = 0; i < view->shown.row_count; i++) {
        const struct interleaving_row *row = &view->shown.rows[i];
        view->acts[i] = row->step != NULL  ? step_text_act(row->step)
                        : row->end != NULL ? step_text_side(row->end)
                                           : NULL;
    }
}

void interleaving_view_make(const struct exploration_finding *finding,
                            const struct interleaving_style *style, struct source_lines *lines,
                            struct interleaving_view *view)
{
    *view = (struct interleaving_view){ .finding = finding, .style = style, .lines = lines };
    interleaving_select(finding, style->full, &view->shown);
    if (view->shown.row_count > 0) {
        acts_make(view);
        columns_lay(view);
        places_measure(view);
        parts_lay(view);
    }
}

void interleaving_view_free(struct interleaving_view *view)
{
    for (size_t i = 0; i < view->shown.row_count; i++) {
        free(view->acts[i]);
    }
    free(view->acts);
    free(view->cut);
    interleaving_free(&view->shown);
}
