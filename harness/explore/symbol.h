/*
 * Program counters and addresses of an explored program -> what the source
 * calls them, with elfutils' libdw. Nothing is started, nothing is printed.
 *
 * Ownership: struct symbols owns every place and variable that it hands out,
 * each once, however often it is asked for; symbols_close releases all.
 */
#ifndef RACETRAP_SYMBOL_H
#define RACETRAP_SYMBOL_H

#include "base/error.h"
#include "explore/code_range.h"
#include "explore/variable.h"

#include <stddef.h>
#include <stdint.h>

/* A file that was mapped into the program: its load bias, as the dynamic loader says it. */
struct symbol_module {
    const char *path;
    uint64_t base;
};

struct symbol_place {
    uint64_t pc;
    char *function; /* NULL: not known */
    char *file;     /* absolute, as the compiler was told it; NULL: not known */
    unsigned line;  /* 0: not known */
};

struct symbols;

/* The first module is the program, which must be readable; a library that is gone is not seen. */
int symbols_open(const struct symbol_module *modules, size_t count, struct symbols **opened,
                 struct error *error);
void symbols_close(struct symbols *symbols);

/* Where a return address belongs to: the call before it. Never NULL. */
const struct symbol_place *symbols_place(struct symbols *symbols, uint64_t return_address);

/* What the `size` bytes at an address are called; size 0: an object. NULL: nothing in a module. */
const struct variable *symbols_variable(struct symbols *symbols, uint64_t address, size_t size);

/* Adds where the code of a function is, and of a line: see explore/code_range.h. */
void symbols_function(struct symbols *symbols, const char *name, struct code_ranges *ranges);
bool symbols_line(struct symbols *symbols, const char *file, unsigned line,
                  struct code_ranges *ranges);

#endif
