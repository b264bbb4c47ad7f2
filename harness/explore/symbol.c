#include "explore/symbol.h"

#include "base/alloc.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

struct symbols {
    Dwfl *dwfl;
    void *places;    /* of struct symbol_place, a tree by pc */
    void *variables; /* of struct named, a tree by address and size */
};

struct named {
    uint64_t address;
    size_t size;
    struct variable variable;
};

static char *debug_path; /* the default of libdwfl */

static const Dwfl_Callbacks CALLBACKS = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
    .debuginfo_path = &debug_path,
};

static int place_compare(const void *left, const void *right)
{
    const struct symbol_place *a = left, *b = right;

    return (a->pc > b->pc) - (a->pc < b->pc);
}

static int named_compare(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    int order = (a->address > b->address) - (a->address < b->address);

    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

int symbols_open(const struct symbol_module *modules, size_t count, struct symbols **opened,
                 struct error *error)
{
    struct symbols *symbols = alloc_zeroed(1, sizeof *symbols);
    int status = 0;

    symbols->dwfl = dwfl_begin(&CALLBACKS);
    if (symbols->dwfl == NULL) {
        abort();
    }
    dwfl_report_begin(symbols->dwfl);
    for (size_t i = 0; i < count && status == 0; i++) {
        if (dwfl_report_elf(symbols->dwfl, modules[i].path, modules[i].path, -1, modules[i].base,
                            true) == NULL &&
            i == 0) {
            status = error_set(error, ERROR_REPORT, modules[i].path, 0,
                               "its symbols cannot be read: %s", dwfl_errmsg(-1));
        }
    }
    dwfl_report_end(symbols->dwfl, NULL, NULL);
    if (status != 0) {
        symbols_close(symbols);
        symbols = NULL;
    }
    *opened = symbols;
    return status;
}

static void place_free(void *node)
{
    struct symbol_place *place = node;

    free(place->function);
    free(place->file);
    free(place);
}

static void named_free(void *node)
{
    struct named *named = node;

    variable_free(&named->variable);
    free(named);
}

static int module_forget(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr start,
                         void *context)
{
    (void)data;
    (void)name;
    (void)start;
    (void)context;
    variable_forget(module);
    return DWARF_CB_OK;
}

void symbols_close(struct symbols *symbols)
{
    if (symbols == NULL) {
        return;
    }
    tdestroy(symbols->places, place_free);
    tdestroy(symbols->variables, named_free);
    dwfl_getmodules(symbols->dwfl, module_forget, NULL, 0);
    dwfl_end(symbols->dwfl);
    free(symbols);
}

/* The unit that holds an address. clang writes no .debug_aranges, by which libdw would find it. */
static Dwarf_Die *unit_find(Dwfl_Module *module, Dwarf_Addr pc, Dwarf_Addr *bias)
{
    Dwarf_Die *unit = dwfl_module_addrdie(module, pc, bias);

    if (unit == NULL) {
        while ((unit = dwfl_module_nextcu(module, unit, bias)) != NULL &&
               dwarf_haspc(unit, pc - *bias) != 1) {
        }
    }
    return unit;
}

/* The innermost function, be it inlined: that is the one that the line is in. */
static char *function_find(Dwfl_Module *module, Dwarf_Addr pc)
{
    Dwarf_Addr bias;
    Dwarf_Die *unit = unit_find(module, pc, &bias);
    Dwarf_Die *scopes = NULL;
    int count = unit == NULL ? 0 : dwarf_getscopes(unit, pc - bias, &scopes);
    const char *name = NULL;

    for (int i = 0; i < count && name == NULL; i++) {
        int tag = dwarf_tag(&scopes[i]);
        if (tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine) {
            name = dwarf_diename(&scopes[i]);
        }
    }
    if (name == NULL) {
        name = dwfl_module_addrname(module, pc);
    }
    free(scopes);
    return name == NULL ? NULL : alloc_copy(name);
}

static void line_find(Dwfl_Module *module, Dwarf_Addr pc, struct symbol_place *place)
{
    Dwarf_Addr bias;
    Dwarf_Die *unit = unit_find(module, pc, &bias);
    Dwarf_Line *found = unit == NULL ? NULL : dwarf_getsrc_die(unit, pc - bias);
    Dwarf_Attribute attribute;
    const char *file = found == NULL ? NULL : dwarf_linesrc(found, NULL, NULL);
    int line = 0;

    if (file == NULL || dwarf_lineno(found, &line) != 0 || line <= 0) {
        return;
    }
    const char *folder = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
    place->line = (unsigned)line;
    place->file =
        file[0] == '/' || folder == NULL ? alloc_copy(file) : alloc_format("%s/%s", folder, file);
}

const struct symbol_place *symbols_place(struct symbols *symbols, uint64_t return_address)
{
    struct symbol_place *place = alloc_zeroed(1, sizeof *place);

    place->pc = return_address == 0 ? 0 : return_address - 1;
    struct symbol_place **known = tsearch(place, &symbols->places, place_compare);
    if (known == NULL) {
        abort();
    }
    if (*known != place) {
        free(place);
        return *known;
    }
    Dwfl_Module *module = dwfl_addrmodule(symbols->dwfl, place->pc);
    if (module != NULL) {
        place->function = function_find(module, place->pc);
        line_find(module, place->pc, place);
    }
    return place;
}

static bool module_is_runtime(Dwfl_Module *module)
{
    const char *path = dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

    return path != NULL && strstr(path, "/libracetrap_explore.") != NULL;
}

/* The runtime's own variables are nobody's business, but for those that stand for what functions of
 * libc keep to themselves: strtok_state, to which a linker may have added a number. */
static bool is_shown(Dwfl_Module *module, uint64_t address)
{
    static const char suffix[] = "_state";
    const char *name = module_is_runtime(module) ? dwfl_module_addrname(module, address) : suffix;
    const char *found = name == NULL ? NULL : strstr(name, suffix);

    return found != NULL && (found[strlen(suffix)] == '\0' || found[strlen(suffix)] == '.');
}

const struct variable *symbols_variable(struct symbols *symbols, uint64_t address, size_t size)
{
    struct named *named = alloc_zeroed(1, sizeof *named);

    named->address = address;
    named->size = size;
    struct named **known = tsearch(named, &symbols->variables, named_compare);
    if (known == NULL) {
        abort();
    }
    if (*known != named) {
        free(named);
    } else {
        Dwfl_Module *module = dwfl_addrmodule(symbols->dwfl, address);
        if (module != NULL && is_shown(module, address)) {
            named->variable = variable_find(module, address, size);
        }
    }
    return (*known)->variable.name == NULL ? NULL : &(*known)->variable;
}

/* A name or a line, looked for in one module after another. */
struct quest {
    const char *name;
    unsigned line;
    struct code_ranges *ranges;
    bool has_file;
};

static int module_function(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr start,
                           void *context)
{
    struct quest *quest = context;

    (void)data;
    (void)name;
    (void)start;
    code_ranges_of_function(module, quest->name, quest->ranges);
    return DWARF_CB_OK;
}

static int module_line(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr start,
                       void *context)
{
    struct quest *quest = context;

    (void)data;
    (void)name;
    (void)start;
    quest->has_file |= code_ranges_of_line(module, quest->name, quest->line, quest->ranges);
    return DWARF_CB_OK;
}

void symbols_function(struct symbols *symbols, const char *name, struct code_ranges *ranges)
{
    struct quest quest = { .name = name, .ranges = ranges };

    dwfl_getmodules(symbols->dwfl, module_function, &quest, 0);
}

bool symbols_line(struct symbols *symbols, const char *file, unsigned line,
                  struct code_ranges *ranges)
{
    struct quest quest = { .name = file, .line = line, .ranges = ranges };

    dwfl_getmodules(symbols->dwfl, module_line, &quest, 0);
    return quest.has_file;
}
