#include "explore/variable.h"

#include "base/alloc.h"

#include <dwarf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIMENSIONS_MAX = 8 };

/* All variables of a module that have a fixed address; kept as the module's user data. */
struct known {
    Dwarf_Addr address;
    Dwarf_Die die;
};

struct known_list {
    struct known *items;
    size_t count;
};

/* clang writes an index into a table of addresses where gcc writes the address. */
static bool location_read(Dwarf_Die *die, Dwarf_Addr *address)
{
    Dwarf_Attribute location, operand;
    Dwarf_Op *operations;
    size_t count;

    if (dwarf_attr_integrate(die, DW_AT_location, &location) == NULL ||
        dwarf_getlocation(&location, &operations, &count) != 0 || count != 1) {
        return false;
    }
    if (operations[0].atom == DW_OP_addr) {
        *address = operations[0].number;
        return true;
    }
    return operations[0].atom == DW_OP_addrx &&
           dwarf_getlocation_attr(&location, &operations[0], &operand) == 0 &&
           dwarf_formaddr(&operand, address) == 0;
}

/* Those of a compilation unit; and, within functions, the static ones. */
static void known_collect(struct known_list *known, Dwarf_Die *parent, Dwarf_Addr bias)
{
    Dwarf_Die child;
    Dwarf_Addr address;

    if (dwarf_child(parent, &child) != 0) {
        return;
    }
    do {
        int tag = dwarf_tag(&child);
        if (tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block) {
            known_collect(known, &child, bias);
        } else if (tag == DW_TAG_variable && location_read(&child, &address)) {
            known->items = alloc_resized(known->items, known->count + 1, sizeof *known->items);
            known->items[known->count++] = (struct known){ address + bias, child };
        }
    } while (dwarf_siblingof(&child, &child) == 0);
}

static struct known_list *known_of(Dwfl_Module *module)
{
    void **data;

    dwfl_module_info(module, &data, NULL, NULL, NULL, NULL, NULL, NULL);
    if (*data == NULL) {
        struct known_list *known = alloc_zeroed(1, sizeof *known);
        Dwarf_Die *unit = NULL;
        Dwarf_Addr bias;
        while ((unit = dwfl_module_nextcu(module, unit, &bias)) != NULL) {
            known_collect(known, unit, bias);
        }
        *data = known;
    }
    return *data;
}

void variable_forget(Dwfl_Module *module)
{
    void **data;

    dwfl_module_info(module, &data, NULL, NULL, NULL, NULL, NULL, NULL);
    if (*data != NULL) {
        free(((struct known_list *)*data)->items);
        free(*data);
        *data = NULL;
    }
}

/* The type behind a name, without typedefs and qualifiers. */
static bool type_of(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;

    return dwarf_attr_integrate(die, DW_AT_type, &attribute) != NULL &&
           dwarf_formref_die(&attribute, type) != NULL && dwarf_peel_type(type, type) == 0;
}

static Dwarf_Word number_of(Dwarf_Die *die, unsigned name)
{
    Dwarf_Attribute attribute;
    Dwarf_Word number = 0;

    if (dwarf_attr_integrate(die, name, &attribute) != NULL) {
        dwarf_formudata(&attribute, &number);
    }
    return number;
}

static Dwarf_Word size_of(Dwarf_Die *type)
{
    Dwarf_Word size = 0;

    return dwarf_aggregate_size(type, &size) == 0 ? size : 0;
}

/* The first member that holds the bytes. What begins with two underscores is its library's
 * business, and nobody's name for it. */
static bool member_find(Dwarf_Die *type, Dwarf_Word *offset, size_t size, Dwarf_Die *member,
                        Dwarf_Die *member_type)
{
    if (dwarf_child(type, member) != 0) {
        return false;
    }
    do {
        const char *name = dwarf_diename(member);
        Dwarf_Word begin = number_of(member, DW_AT_data_member_location);
        if (dwarf_tag(member) == DW_TAG_member && type_of(member, member_type) &&
            *offset >= begin && *offset + (size > 0 ? size : 1) <= begin + size_of(member_type)) {
            *offset -= begin;
            return name == NULL || strncmp(name, "__", 2) != 0;
        }
    } while (dwarf_siblingof(member, member) == 0);
    return false;
}

/* Prints the subscripts of the element that holds the bytes, and goes on to its type. */
static bool element_find(Dwarf_Die *type, Dwarf_Word *offset, size_t size, FILE *path)
{
    Dwarf_Word lengths[DIMENSIONS_MAX];
    unsigned count = 0;
    Dwarf_Die dimension, element;

    Dwarf_Word element_size = type_of(type, &element) ? size_of(&element) : 0;
    if (element_size == 0 || dwarf_child(type, &dimension) != 0) {
        return false;
    }
    do {
        Dwarf_Word length = number_of(&dimension, DW_AT_count);
        lengths[count++] = length != 0 ? length : number_of(&dimension, DW_AT_upper_bound) + 1;
    } while (count < DIMENSIONS_MAX && dwarf_siblingof(&dimension, &dimension) == 0);
    Dwarf_Word index = *offset / element_size, stride = 1;
    *offset %= element_size;
    if (*offset + size > element_size) {
        return false;
    }
    for (unsigned i = 1; i < count; i++) {
        stride *= lengths[i];
    }
    for (unsigned i = 0; i < count && stride > 0; i++) {
        fprintf(path, "[%llu]", (unsigned long long)(index / stride));
        index %= stride;
        stride = i + 1 < count ? stride / lengths[i + 1] : 1;
    }
    *type = element;
    return true;
}

static enum variable_type kind_of(Dwarf_Die *type)
{
    int tag = dwarf_tag(type);

    if (tag == DW_TAG_pointer_type) {
        return VARIABLE_POINTER;
    }
    if (tag == DW_TAG_enumeration_type) {
        return VARIABLE_SIGNED;
    }
    switch (tag == DW_TAG_base_type ? number_of(type, DW_AT_encoding) : 0) {
    case DW_ATE_signed:
        return VARIABLE_SIGNED;
    case DW_ATE_unsigned:
        return VARIABLE_UNSIGNED;
    case DW_ATE_boolean:
        return VARIABLE_BOOL;
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char:
        return VARIABLE_CHARACTER;
    case DW_ATE_float:
        return VARIABLE_FLOAT;
    default: /* not an enum of ours: whatever else a compiler writes */
        return VARIABLE_UNKNOWN;
    }
}

/* Goes down as far as one part holds all of the bytes. */
static enum variable_type path_print(Dwarf_Die *type, Dwarf_Word offset, size_t size, FILE *path)
{
    for (;;) {
        Dwarf_Die member, inner;
        int tag = dwarf_tag(type);
        if (tag == DW_TAG_array_type) {
            if (!element_find(type, &offset, size, path)) {
                return VARIABLE_COMPOUND;
            }
        } else if (tag == DW_TAG_structure_type || tag == DW_TAG_union_type) {
            if (!member_find(type, &offset, size, &member, &inner)) {
                return VARIABLE_COMPOUND;
            }
            const char *name = dwarf_diename(&member);
            fprintf(path, "%s%s", name == NULL ? "" : ".", name == NULL ? "" : name);
            *type = inner;
        } else {
            return offset == 0 && size == size_of(type) ? kind_of(type) : VARIABLE_UNKNOWN;
        }
    }
}

/* glibc's names for what stdout and its like point to; and without what a linker
 * adds: a version, or a number. */
static void name_print(const char *name, FILE *path)
{
    static const char *const streams[][2] = { { "_IO_2_1_stdin_", "stdin" },
                                              { "_IO_2_1_stdout_", "stdout" },
                                              { "_IO_2_1_stderr_", "stderr" } };

    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
        name = strcmp(name, streams[i][0]) == 0 ? streams[i][1] : name;
    }
    fprintf(path, "%.*s", (int)strcspn(name, "@."), name);
}

struct variable variable_find(Dwfl_Module *module, Dwarf_Addr address, size_t size)
{
    struct variable found = { .name = NULL };
    GElf_Off offset;
    GElf_Sym symbol;
    size_t length;
    const char *name = dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL);

    if (name == NULL || GELF_ST_TYPE(symbol.st_info) == STT_FUNC) {
        return found;
    }
    FILE *path = open_memstream(&found.name, &length);
    if (path == NULL) {
        abort();
    }
    const struct known_list *known = name[0] == '_' ? NULL : known_of(module);
    struct known *variable = NULL;
    for (size_t i = 0; known != NULL && i < known->count && variable == NULL; i++) {
        variable = known->items[i].address == address - offset ? &known->items[i] : NULL;
    }
    /* A static variable of a function has a number after its name in the symbol table. */
    const char *given = variable == NULL ? NULL : dwarf_diename(&variable->die);
    Dwarf_Die type;
    if (given != NULL && type_of(&variable->die, &type)) {
        fputs(given, path);
        found.type = path_print(&type, offset, size, path);
    } else {
        name_print(name, path);
        if (offset > 0) {
            fprintf(path, "+%llu", (unsigned long long)offset);
        }
    }
    fclose(path);
    return found;
}

void variable_free(struct variable *variable)
{
    free(variable->name);
    *variable = (struct variable){ .name = NULL };
}
