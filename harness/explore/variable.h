/*
 * The name of what lies at an address: an ELF symbol and, where debug
 * information knows its type, the path to the member ("queue.head",
 * "accounts[1].balance"). Read with libdw (DWARF 5, sections 2.6 and 5).
 *
 * Ownership: a struct variable owns its name; variable_free releases it.
 */
#ifndef RACETRAP_VARIABLE_H
#define RACETRAP_VARIABLE_H

#include <elfutils/libdwfl.h>
#include <stddef.h>

/* How the bytes are to be read. */
enum variable_type {
    VARIABLE_UNKNOWN,
    VARIABLE_SIGNED,
    VARIABLE_UNSIGNED,
    VARIABLE_BOOL,
    VARIABLE_CHARACTER,
    VARIABLE_FLOAT,
    VARIABLE_POINTER,
    VARIABLE_COMPOUND, /* an array, a struct: no number */
};

struct variable {
    char *name; /* NULL: nothing is known of this address */
    enum variable_type type;
};

/* What the `size` bytes at `address` are, in this module; size 0: an object, however large. */
struct variable variable_find(Dwfl_Module *module, Dwarf_Addr address, size_t size);
void variable_free(struct variable *variable);

/* Releases what is kept about a module between two calls. */
void variable_forget(Dwfl_Module *module);

#endif
