#include "system/build.h"

#include "base/alloc.h"
#include "base/file.h"
#include "system/compiler.h"
#include "system/dependencies.h"
#include "system/recipe.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static atomic_size_t compiled_count;
static const char *explorer;

void build_use_explorer(const char *path)
{
    explorer = path;
}

size_t build_compiled_count(void)
{
    return atomic_load(&compiled_count);
}

/* Where a program is, or will be. */
struct product {
    char *folder, *program;
    char *included; /* what dependencies_write wrote of it */
};

/* Builds into a temporary file, checks it, and gives it its name only then. What it includes comes
 * after it: until then it counts as stale. */
static int product_build(const struct product *product, const struct recipe *recipe,
                         struct error *error)
{
    char *temporary = alloc_format("%s.tmp", product->program);
    char *included = alloc_format("%s.tmp", product->included);

    unlink(product->included);
    int status = recipe_make(recipe, temporary, included, error);
    if (status == 0) {
        status = binary_check(temporary, recipe->flavour->need, error);
    }
    if (status == 0 && (rename(temporary, product->program) != 0 ||
                        (file_exists(included) && rename(included, product->included) != 0))) {
        status = error_set_errno(error, product->program, "cannot be created");
    }
    if (status != 0) {
        unlink(temporary);
        unlink(included);
    }
    atomic_fetch_add(&compiled_count, status == 0);
    free(temporary);
    free(included);
    return status;
}

static bool product_is_fresh(const struct product *product)
{
    return file_exists(product->program) && dependencies_hold(product->included);
}

/* Whoever holds the folder's lock compiles; who waited for it finds the program there. */
static int product_build_once(const struct product *product, const struct recipe *recipe,
                              struct error *error)
{
    char *path = alloc_format("%s/lock", product->folder);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    int status;

    if (lock < 0 || flock(lock, LOCK_EX) != 0) {
        status = error_set_errno(error, path, "cannot be locked; is the build folder writable?");
    } else {
        status = product_is_fresh(product) ? 0 : product_build(product, recipe, error);
    }
    if (lock >= 0) {
        close(lock);
    }
    free(path);
    return status;
}

static int recipe_provide(const struct recipe *recipe, const char *folder, char **program,
                          struct error *error)
{
    char key[SHA256_DIGEST_STRING_LENGTH];
    int status = 0;

    *program = NULL;
    if (recipe_key(recipe, key, error) != 0) {
        return -1;
    }
    struct product product = { .folder = alloc_format("%s/programs/%.2s", folder, key) };
    product.program =
        alloc_format("%s/%s.%s.%.16s", product.folder, recipe->name, recipe->flavour->name, key);
    product.included = alloc_format("%s.included", product.program);
    if (!product_is_fresh(&product)) {
        status = file_make_folders(product.folder, error) != 0
                     ? -1
                     : product_build_once(&product, recipe, error);
    }
    if (status == 0) {
        *program = product.program;
    } else {
        free(product.program);
    }
    free(product.folder);
    free(product.included);
    return status;
}

static void list_append(struct string_list *list, const struct string_list *more)
{
    for (size_t i = 0; more != NULL && i < more->count; i++) {
        string_list_add(list, "%s", more->items[i]);
    }
}

int build_program(const struct bug_case *built, enum variant variant,
                  const struct build_request *request, char **program, struct error *error)
{
    char *name = alloc_format("%s.%s", built->name, variant_name(variant));
    struct string_list sources = { 0 }, flags = { 0 }, libraries = { 0 };
    const struct recipe recipe = { .name = name,
                                   .folder = built->folder,
                                   .sources = &sources,
                                   .flags = &flags,
                                   .libraries = &libraries,
                                   .flavour = request->flavour,
                                   .explorer = explorer };

    string_list_add(&sources, "%s", built->source_path[variant]);
    for (size_t i = 0; i < built->part_count; i++) {
        string_list_add(&sources, "%s", built->parts[i].path);
    }
    list_append(&flags, &built->meta.flags);
    list_append(&flags, request->flags);
    list_append(&libraries, &built->meta.libraries);
    list_append(&libraries, request->libraries);
    int status = recipe_provide(&recipe, request->folder, program, error);
    string_list_free(&sources);
    string_list_free(&flags);
    string_list_free(&libraries);
    free(name);
    return status;
}

/* Adds the real path of each. */
static int paths_resolve(const struct string_list *paths, struct string_list *found,
                         struct error *error)
{
    for (size_t i = 0; i < paths->count; i++) {
        char *path = realpath(paths->items[i], NULL);
        if (path == NULL) {
            return error_set_errno(error, paths->items[i], "cannot be found");
        }
        string_list_add(found, "%s", path);
        free(path);
    }
    return 0;
}

int build_sources(const struct string_list *paths, const struct build_request *request,
                  char **program, struct error *error)
{
    static const struct string_list none = { 0 };
    struct string_list sources = { 0 };
    int status = paths_resolve(paths, &sources, error);

    *program = NULL;
    if (status == 0 && sources.items == NULL) {
        status = error_set(error, ERROR_BUILD, NULL, 0, "no source file is named");
    } else if (status == 0) {
        const char *slash = strrchr(sources.items[0], '/');
        char *folder = alloc_copy_n(sources.items[0], (size_t)(slash - sources.items[0]));
        const struct recipe recipe = {
            .name = slash + 1,
            .folder = folder[0] == '\0' ? "/" : folder,
            .sources = &sources,
            .flags = request->flags == NULL ? &none : request->flags,
            .libraries = request->libraries == NULL ? &none : request->libraries,
            .flavour = request->flavour,
            .explorer = explorer,
        };
        status = recipe_provide(&recipe, request->folder, program, error);
        free(folder);
    }
    string_list_free(&sources);
    return status;
}

const char *build_exploring_lack(void)
{
#ifdef RACETRAP_EXPLORES
    return NULL;
#else
    return "the explorer runs on x86-64, and not yet on other CPUs";
#endif
}

int build_explored_flavour(const char *compiler, bool tells_volatile, struct build_flavour *flavour,
                           struct error *error)
{
    const char *lack = build_exploring_lack();
    const char *identity;

    if (lack != NULL) {
        return error_set(error, ERROR_SYSTEM, NULL, 0, "%s", lack);
    }
    if (compiler_identity(compiler, &identity, error) != 0) {
        return -1;
    }
    *flavour = (struct build_flavour){ .name = "explore",
                                       .compiler = compiler,
                                       .flags = { "-fsanitize=thread", "-fno-builtin" },
                                       .need = BINARY_EXPLORE,
                                       .explored = true };
    bool is_clang = identity != NULL && strstr(identity, "clang") != NULL;
    const char **flag = &flavour->flags[2];
    if (is_clang) { /* else the read of `x++` is taken for a part of its write */
        *flag++ = "-mllvm";
        *flag++ = "-tsan-instrument-read-before-write=1";
    }
    if (tells_volatile) {
        *flag++ = is_clang ? "-mllvm" : "--param";
        *flag++ = is_clang ? "-tsan-distinguish-volatile=1" : "tsan-distinguish-volatile=1";
    }
    return 0;
}
