/*
 * Where the code of a function or of a line is, as addresses of a module
 * (debug information, and the symbol table where there is none).
 *
 * Ownership: struct code_ranges owns its items; code_ranges_free releases them.
 */
#ifndef RACETRAP_CODE_RANGE_H
#define RACETRAP_CODE_RANGE_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct code_range {
    uint64_t begin, end; /* the end is not in it */
};

struct code_ranges {
    struct code_range *items;
    size_t count;
};

/* Adds all functions of this name, as the source or the linker calls them, inlined or not. */
void code_ranges_of_function(Dwfl_Module *module, const char *name, struct code_ranges *ranges);

/* Adds the code of a line. `file` is a path, or its last parts. Returns whether there is such a
 * file. */
bool code_ranges_of_line(Dwfl_Module *module, const char *file, unsigned line,
                         struct code_ranges *ranges);

void code_ranges_free(struct code_ranges *ranges);

#endif
