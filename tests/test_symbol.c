/* Names of places and variables of a library that is compiled and loaded here. */
#include "scratch.h"

#include "explore/symbol.h"
#include "system/process.h"

#include <criterion/criterion.h>
#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

static const char SOURCE[] =
    "#include <pthread.h>\n"
    "#include <stdbool.h>\n"
    "struct node { struct node *next; double weight; };\n"
    "struct queue {\n"
    "    pthread_mutex_t lock;\n"
    "    struct node *head;\n"
    "    union { int number; char letter; };\n"
    "    unsigned short grid[2][3];\n"
    "} queue;\n"
    "static struct { char name[8]; const int balance; } accounts[4];\n"
    "volatile bool ready;\n"
    "typedef long long count_t;\n"
    "_Atomic count_t total;\n"
    "void *place(void) { return __builtin_return_address(0); }\n"
    "void *caller(void)\n"
    "{\n"
    "    void *pc = place();\n"
    "    return pc;\n"
    "}\n"
    "void *hidden(void) { static int calls; calls++; return &calls; }\n"
    "void *account(void) { return accounts; }\n"
    "unsigned long queue_size = sizeof queue, head_at = __builtin_offsetof(struct queue, head),\n"
    "    number_at = __builtin_offsetof(struct queue, number),\n"
    "    grid_at = __builtin_offsetof(struct queue, grid);\n";

static char *folder, *library;
static void *handle;
static struct symbols *symbols;
static struct error error;

static void library_build(const char *compiler)
{
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = {
        .argv = &argv, .folder = folder, .timeout = 60, .output_limit = 10000
    };
    const char *const words[] = { compiler, "-g",      "-O0", "-shared",
                                  "-fPIC",  "names.c", "-o",  "names.so" };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        string_list_add(&argv, "%s", words[i]);
    }
    cr_assert_eq(process_run(&spec, &result, &error), 0, "%s", error.text);
    cr_assert_eq(result.code, 0, "%s", result.err.text);
    process_result_free(&result);
    string_list_free(&argv);
}

static void library_open(const char *compiler)
{
    struct link_map *map;

    process_use_launcher(LAUNCHER);
    folder = scratch_make();
    library = alloc_format("%s/names.so", folder);
    scratch_write(folder, "names.c", SOURCE);
    library_build(compiler);
    handle = dlopen(library, RTLD_NOW);
    cr_assert_not_null(handle, "%s", dlerror());
    cr_assert_eq(dlinfo(handle, RTLD_DI_LINKMAP, &map), 0);
    const struct symbol_module module = { library, map->l_addr };
    cr_assert_eq(symbols_open(&module, 1, &symbols, &error), 0, "%s", error.text);
}

static void set_up(void)
{
    library_open("gcc");
}

static void tear_down(void)
{
    symbols_close(symbols);
    dlclose(handle);
    free(library);
    scratch_remove(folder);
}

TestSuite(symbol, .init = set_up, .fini = tear_down, .timeout = 60);

static uint64_t address_of(const char *name)
{
    void *address = dlsym(handle, name);

    cr_assert_not_null(address, "%s", name);
    return (uint64_t)(uintptr_t)address;
}

static unsigned long number_of(const char *name)
{
    return *(unsigned long *)(uintptr_t)address_of(name);
}

static void *call(const char *name)
{
    void *(*function)(void);
    uint64_t address = address_of(name);

    memcpy(&function, &address, sizeof function);
    return function();
}

static void is_called(uint64_t address, size_t size, const char *name, enum variable_type type)
{
    const struct variable *variable = symbols_variable(symbols, address, size);

    cr_assert_not_null(variable, "%s", name);
    cr_expect_str_eq(variable->name, name);
    cr_expect_eq(variable->type, type, "%s: %d", name, (int)variable->type);
}

static void all_are_called(void)
{
    uint64_t queue = address_of("queue"), accounts = (uint64_t)(uintptr_t)call("account");

    is_called(queue, 0, "queue.lock", VARIABLE_COMPOUND);
    is_called(queue, 4, "queue.lock", VARIABLE_COMPOUND);
    is_called(queue + number_of("head_at"), 8, "queue.head", VARIABLE_POINTER);
    is_called(queue + number_of("number_at"), 4, "queue.number", VARIABLE_SIGNED);
    is_called(queue + number_of("grid_at") + 8, 2, "queue.grid[1][1]", VARIABLE_UNSIGNED);
    is_called(accounts + 12 + 8, 4, "accounts[1].balance", VARIABLE_SIGNED);
    is_called(accounts + 2, 1, "accounts[0].name[2]", VARIABLE_CHARACTER);
    is_called(accounts + 12, 12, "accounts[1]", VARIABLE_COMPOUND);
    is_called(address_of("ready"), 1, "ready", VARIABLE_BOOL);
    is_called(address_of("total"), 8, "total", VARIABLE_SIGNED);
    is_called((uint64_t)(uintptr_t)call("hidden"), 4, "calls", VARIABLE_SIGNED);
}

Test(symbol, variables_have_the_names_that_the_source_gives_them)
{
    all_are_called();
}

Test(symbol, clangs_debug_information_gives_the_same_names)
{
    if (!process_can_find("clang")) {
        cr_skip_test("clang is missing");
    }
    tear_down();
    library_open("clang");
    all_are_called();
}

Test(symbol, what_no_module_has_is_no_variable)
{
    int local = 0;

    cr_expect_null(symbols_variable(symbols, (uint64_t)(uintptr_t)&local, sizeof local));
    cr_expect_null(symbols_variable(symbols, 0, 4));
    cr_expect_null(symbols_variable(symbols, address_of("caller"), 4));
}

Test(symbol, a_return_address_is_the_call_before_it)
{
    uint64_t pc = (uint64_t)(uintptr_t)call("caller");
    const struct symbol_place *place = symbols_place(symbols, pc);
    char *file = alloc_format("%s/names.c", folder);

    cr_expect_str_eq(place->function, "caller");
    cr_expect_str_eq(place->file, file);
    cr_expect_eq(place->line, 17, "%u", place->line);
    cr_expect_eq(symbols_place(symbols, pc), place, "the same place twice");
    free(file);
}

Test(symbol, an_address_without_debug_information_is_a_place_without_names)
{
    const struct symbol_place *place = symbols_place(symbols, 0x1000);

    cr_expect_null(place->function);
    cr_expect_null(place->file);
    cr_expect_eq(place->line, 0);
}

Test(symbol, a_program_that_is_gone_is_an_error)
{
    const struct symbol_module module = { "/nowhere/program", 0x555555554000 };
    struct symbols *none;

    cr_expect_eq(symbols_open(&module, 1, &none, &error), -1);
    cr_expect_eq(error.code, ERROR_REPORT);
    cr_expect_str_eq(error.file, "/nowhere/program");
}

Test(symbol, a_library_that_is_gone_is_not_missed)
{
    const struct symbol_module modules[] = { { LAUNCHER, 0x555555554000 },
                                             { "/nowhere/libfoo.so", 0x7ffff0000000 } };
    struct symbols *some;

    cr_assert_eq(symbols_open(modules, 2, &some, &error), 0, "%s", error.text);
    cr_expect_null(symbols_place(some, 0x7ffff0000100)->function);
    symbols_close(some);
}
