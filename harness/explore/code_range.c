#include "explore/code_range.h"

#include "base/alloc.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

static void range_add(struct code_ranges *ranges, uint64_t begin, uint64_t end)
{
    if (begin < end) {
        ranges->items = alloc_resized(ranges->items, ranges->count + 1, sizeof *ranges->items);
        ranges->items[ranges->count++] = (struct code_range){ begin, end };
    }
}

static void die_add(Dwarf_Die *die, Dwarf_Addr bias, struct code_ranges *ranges)
{
    Dwarf_Addr base, begin, end;

    for (ptrdiff_t at = 0; (at = dwarf_ranges(die, at, &base, &begin, &end)) > 0;) {
        range_add(ranges, begin + bias, end + bias);
    }
}

/* What has functions in it, or their copies. */
static bool is_scope(int tag)
{
    return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine ||
           tag == DW_TAG_lexical_block || tag == DW_TAG_namespace;
}

static void functions_add(Dwarf_Die *parent, Dwarf_Addr bias, const char *name,
                          struct code_ranges *ranges)
{
    Dwarf_Die child;

    if (dwarf_child(parent, &child) != 0) {
        return;
    }
    do {
        int tag = dwarf_tag(&child);
        bool is_function = tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
        const char *own = is_function ? dwarf_diename(&child) : NULL;
        if (own != NULL && strcmp(own, name) == 0) {
            die_add(&child, bias, ranges);
        }
        if (is_scope(tag)) {
            functions_add(&child, bias, name, ranges);
        }
    } while (dwarf_siblingof(&child, &child) == 0);
}

static void symbols_add(Dwfl_Module *module, const char *name, struct code_ranges *ranges)
{
    int count = dwfl_module_getsymtab(module);

    for (int i = 0; i < count; i++) {
        GElf_Sym symbol;
        GElf_Addr address;
        const char *own = dwfl_module_getsym_info(module, i, &symbol, &address, NULL, NULL, NULL);
        if (own != NULL && GELF_ST_TYPE(symbol.st_info) == STT_FUNC &&
            symbol.st_shndx != SHN_UNDEF && strcmp(own, name) == 0) {
            range_add(ranges, address, address + symbol.st_size);
        }
    }
}

void code_ranges_of_function(Dwfl_Module *module, const char *name, struct code_ranges *ranges)
{
    Dwarf_Die *unit = NULL;
    Dwarf_Addr bias;

    while ((unit = dwfl_module_nextcu(module, unit, &bias)) != NULL) {
        functions_add(unit, bias, name, ranges);
    }
    symbols_add(module, name, ranges);
}

/* Whether a path ends with these parts. */
static bool path_ends(const char *path, const char *parts)
{
    size_t length = strlen(path), wanted = strlen(parts);

    return wanted <= length && strcmp(path + length - wanted, parts) == 0 &&
           (wanted == length || parts[0] == '/' || path[length - wanted - 1] == '/');
}

/* The compiler says a relative path from the folder that it was called in. */
static bool file_is(Dwarf_Die *unit, const char *source, const char *file)
{
    Dwarf_Attribute attribute;
    const char *folder = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));

    if (source == NULL || source[0] == '/' || folder == NULL) {
        return source != NULL && path_ends(source, file);
    }
    char *path = alloc_format("%s/%s", folder, source);
    bool is = path_ends(path, file);
    free(path);
    return is;
}

static bool lines_add(Dwarf_Die *unit, Dwarf_Addr bias, const char *file, unsigned line,
                      struct code_ranges *ranges)
{
    Dwarf_Lines *lines;
    size_t count;
    const char *last = NULL;
    bool is_it = false, found = false;

    if (dwarf_getsrclines(unit, &lines, &count) != 0) {
        return false;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        Dwarf_Line *row = dwarf_onesrcline(lines, i);
        const char *source = dwarf_linesrc(row, NULL, NULL);
        Dwarf_Addr begin = 0, end = 0;
        int number = 0;
        if (source != last) { /* the same string for the same file */
            is_it = file_is(unit, source, file);
            last = source;
        }
        found |= is_it;
        if (is_it && dwarf_lineno(row, &number) == 0 && number == (int)line &&
            dwarf_lineaddr(row, &begin) == 0 &&
            dwarf_lineaddr(dwarf_onesrcline(lines, i + 1), &end) == 0) {
            range_add(ranges, begin + bias, end + bias);
        }
    }
    return found;
}

bool code_ranges_of_line(Dwfl_Module *module, const char *file, unsigned line,
                         struct code_ranges *ranges)
{
    Dwarf_Die *unit = NULL;
    Dwarf_Addr bias;
    bool found = false;

    file += strncmp(file, "./", 2) == 0 ? 2 : 0;
    while ((unit = dwfl_module_nextcu(module, unit, &bias)) != NULL) {
        found |= lines_add(unit, bias, file, line, ranges);
    }
    return found;
}

void code_ranges_free(struct code_ranges *ranges)
{
    free(ranges->items);
    *ranges = (struct code_ranges){ 0 };
}
