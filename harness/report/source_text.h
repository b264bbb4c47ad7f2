/*
 * Source code for a terminal: line numbers, and notes under lines as a compiler
 * prints them.
 */
#ifndef RACETRAP_SOURCE_TEXT_H
#define RACETRAP_SOURCE_TEXT_H

#include "base/string_list.h"

#include <stdbool.h>
#include <stdio.h>

struct source_note {
    unsigned line;
    struct string_list texts;
};

/*
 * Prints `code`, whose first line has the number `first_line`. Notes are
 * printed under their line, below carets under its code.
 */
void source_print(const char *code, unsigned first_line, const struct source_note *notes,
                  size_t note_count, bool color, FILE *stream);

/* Prints a block comment without its decoration, indented. */
void story_print(const char *comment, size_t length, FILE *stream);

#endif
