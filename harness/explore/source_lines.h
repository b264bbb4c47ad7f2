/*
 * Lines of source files by number, each file read once.
 *
 * Ownership: struct source_lines owns the files; source_lines_free releases
 * them. It begins as zeroes.
 */
#ifndef RACETRAP_SOURCE_LINES_H
#define RACETRAP_SOURCE_LINES_H

#include <stddef.h>

struct source_file;

struct source_lines {
    struct source_file *files;
    size_t count;
};

/*
 * The code of a line: without indentation, and without a comment at its end,
 * where a case has its marker. NULL where there is no such line; *length is its
 * length.
 */
const char *source_lines_code(struct source_lines *lines, const char *path, unsigned line,
                              int *length);
void source_lines_free(struct source_lines *lines);

#endif
