/*
 * What is printed of an interleaving, and how wide its parts are: which rows,
 * what each says, and whether there is room for the code beside it.
 *
 * Ownership: a view owns its rows, its acts and its list of lines;
 * interleaving_view_free releases them. It borrows the finding.
 */
#ifndef RACETRAP_INTERLEAVING_VIEW_H
#define RACETRAP_INTERLEAVING_VIEW_H

#include "explore/interleaving.h"
#include "explore/source_lines.h"
#include "report/interleaving_text.h"

/* How many characters each of these has. */
enum {
    STEP_WIDTH = 6,
    MARK_WIDTH = 3,
    SHARED_WIDTH = 4, /* of the thread's number, where all share a column */
    GAP_WIDTH = 2,    /* before the code */
};

struct interleaving_view {
    const struct exploration_finding *finding;
    const struct interleaving_style *style;
    struct source_lines *lines;
    FILE *stream;
    struct interleaving shown;
    char **acts;                     /* of each row; NULL: it has none */
    unsigned column;                 /* characters of a thread's column */
    unsigned columns;                /* 1 where all threads share one */
    unsigned where, act, code;       /* of what a column consists; code 0: none has room for it */
    bool several_files;              /* a line's number alone does not say where it is */
    int line_width;                  /* digits of the highest number */
    const struct symbol_place **cut; /* lines whose code has no room in the column, each once */
    size_t cut_count;
};

/* `lines` is what it reads the sources with. */
void interleaving_view_make(const struct exploration_finding *finding,
                            const struct interleaving_style *style, struct source_lines *lines,
                            struct interleaving_view *view);
void interleaving_view_free(struct interleaving_view *view);

/* Where in the source a row is; NULL: nowhere. */
const struct symbol_place *interleaving_row_place(const struct interleaving_row *row);

/* The line there, or what else tells where it is; NULL: nothing does. */
const char *interleaving_row_code(const struct interleaving_view *view,
                                  const struct interleaving_row *row, int *length);

/* Whether it creates a thread: its line need not be read, for what it does is said in full. */
bool interleaving_row_is_creation(const struct interleaving_row *row);

/* "12", or "queue.c:12" where there is more than one file. */
void interleaving_view_place(const struct interleaving_view *view, const struct symbol_place *place,
                             char *text, size_t size);

#endif
