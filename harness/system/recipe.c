#include "system/recipe.h"

#include "base/alloc.h"
#include "base/file.h"
#include "case/source_name.h"
#include "system/compiler.h"
#include "system/dependencies.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What every program is built with: -O0, so that each source statement is there to be raced on. */
static const char *const FLAGS[] = { "-g",       "-O0",      "-fno-omit-frame-pointer",
                                     "-pthread", "-UNDEBUG", NULL };

/* Called undeclared, malloc would be a function that returns an int. */
static const char *const FLAGS_C[] = { "-std=gnu11", "-Werror=implicit-function-declaration",
                                       NULL };
static const char *const FLAGS_CPP[] = { "-std=gnu++17", NULL };

static void digest_add(SHA2_CTX *digest, const char *text)
{
    SHA256Update(digest, (const uint8_t *)text, strlen(text) + 1);
}

/* A list that ends with NULL, or NULL. Its end is marked, so that what is in it cannot be taken for
 * a part of the next one: no word in it is empty. */
static void digest_add_list(SHA2_CTX *digest, const char *const *items)
{
    for (; items != NULL && *items != NULL; items++) {
        digest_add(digest, *items);
    }
    digest_add(digest, "");
}

static int file_digest(SHA2_CTX *digest, const char *path, const char *problem, struct error *error)
{
    char content[SHA256_DIGEST_STRING_LENGTH];

    if (path == NULL || SHA256File(path, content) == NULL) {
        return error_set_errno(error, path, "%s", problem);
    }
    digest_add(digest, path);
    digest_add(digest, content);
    return 0;
}

static int compiler_digest(SHA2_CTX *digest, const char *compiler, struct error *error)
{
    const char *identity;

    if (compiler_identity(compiler, &identity, error) != 0) {
        return -1;
    }
    digest_add(digest, compiler);
    digest_add(digest, identity == NULL ? "" : identity);
    return 0;
}

/* The compiler for this source; the caller frees it. */
static char *compiler_of(const struct recipe *recipe, const char *source)
{
    return source_name_is_cpp(source) ? compiler_for_cpp(recipe->flavour->compiler)
                                      : alloc_copy(recipe->flavour->compiler);
}

/* What decides the language of the link: that one of them is C++; or else any. */
static const char *source_leading(const struct recipe *recipe)
{
    for (size_t i = 0; i < recipe->sources->count; i++) {
        if (source_name_is_cpp(recipe->sources->items[i])) {
            return recipe->sources->items[i];
        }
    }
    return recipe->sources->items[0];
}

static int source_digest(SHA2_CTX *digest, const struct recipe *recipe, const char *source,
                         struct error *error)
{
    char *compiler = compiler_of(recipe, source);
    const char *const *language = source_name_is_cpp(source) ? FLAGS_CPP : FLAGS_C;
    int status = compiler_digest(digest, compiler, error);

    digest_add_list(digest, language);
    free(compiler);
    return status != 0 ? -1 : file_digest(digest, source, "cannot be read", error);
}

int recipe_key(const struct recipe *recipe, char key[SHA256_DIGEST_STRING_LENGTH],
               struct error *error)
{
    const struct build_flavour *flavour = recipe->flavour;
    SHA2_CTX digest;

    SHA256Init(&digest);
    digest_add_list(&digest, FLAGS);
    digest_add_list(&digest, flavour->flags);
    digest_add_list(&digest, (const char *const *)recipe->flags->items);
    digest_add_list(&digest, (const char *const *)recipe->libraries->items);
    digest_add(&digest, recipe->folder);
    for (size_t i = 0; i < recipe->sources->count; i++) {
        if (source_digest(&digest, recipe, recipe->sources->items[i], error) != 0) {
            return -1;
        }
    }
    if (flavour->explored && file_digest(&digest, recipe->explorer,
                                         "the explorer's library cannot be read", error) != 0) {
        return -1;
    }
    SHA256End(&digest, key);
    return 0;
}

static void flags_add(struct string_list *argv, const char *const *flags)
{
    for (; *flags != NULL; flags++) {
        string_list_add(argv, "%s", *flags);
    }
}

static void words_add(struct string_list *argv, const char *before, const struct string_list *words)
{
    for (size_t i = 0; i < words->count; i++) {
        string_list_add(argv, "%s%s", before, words->items[i]);
    }
}

/* The flavour's flags come last: an author's flag may not take the instrumentation away. */
static void command_begin(const struct recipe *recipe, const char *source, bool instrumented,
                          struct string_list *argv)
{
    char *compiler = compiler_of(recipe, source);

    string_list_add(argv, "%s", compiler);
    flags_add(argv, source_name_is_cpp(source) ? FLAGS_CPP : FLAGS_C);
    flags_add(argv, FLAGS);
    words_add(argv, "", recipe->flags);
    if (instrumented) {
        flags_add(argv, recipe->flavour->flags);
    }
    free(compiler);
}

/* What is found by -isystem counts as the system's, which -MMD leaves out. */
static const char *dependencies_flag(const struct recipe *recipe)
{
    bool all = false;

    for (size_t i = 0; i < recipe->flags->count; i++) {
        all |= strncmp(recipe->flags->items[i], "-isystem", 8) == 0 ||
               strncmp(recipe->flags->items[i], "-idirafter", 10) == 0;
    }
    return all ? "-MD" : "-MMD";
}

/* One source into an object; or, where it is the only one, into the program. */
static int source_compile(const struct recipe *recipe, const char *source, const char *output,
                          bool linked, struct string_list *included, bool *told,
                          struct error *error)
{
    struct string_list argv = { 0 };
    char *rule = alloc_format("%s.d", output);

    command_begin(recipe, source, true, &argv);
    string_list_add(&argv, "%s", dependencies_flag(recipe));
    string_list_add(&argv, "-MF");
    string_list_add(&argv, "%s", rule);
    string_list_add(&argv, "-MT");
    string_list_add(&argv, DEPENDENCIES_TARGET);
    if (!linked) {
        string_list_add(&argv, "-c");
    }
    string_list_add(&argv, "%s", source);
    if (linked) {
        words_add(&argv, "-l", recipe->libraries);
    }
    string_list_add(&argv, "-o");
    string_list_add(&argv, "%s", output);
    int status = compiler_run(&argv, recipe->folder, source, "compile", error);
    *told &= status == 0 && dependencies_read(rule, recipe->folder, included) == 0;
    unlink(rule);
    free(rule);
    string_list_free(&argv);
    return status;
}

/* The runtime protects pages, and what is bound lazily would be written to at an unforeseen time.
 */
static void explorer_add(const char *explorer, struct string_list *argv)
{
    string_list_add(argv, "%s", explorer);
    string_list_add(argv, "-Xlinker");
    string_list_add(argv, "-rpath");
    string_list_add(argv, "-Xlinker");
    string_list_add(argv, "%.*s", (int)(strrchr(explorer, '/') - explorer), explorer);
    string_list_add(argv, "-Wl,-z,now,--build-id");
}

/* An explored program is linked without -fsanitize=thread: that would link libtsan. */
static int objects_link(const struct recipe *recipe, const struct string_list *objects,
                        const char *output, struct error *error)
{
    const char *leading = source_leading(recipe);
    struct string_list argv = { 0 };

    command_begin(recipe, leading, !recipe->flavour->explored, &argv);
    words_add(&argv, "", objects);
    if (recipe->flavour->explored) {
        explorer_add(recipe->explorer, &argv);
    }
    words_add(&argv, "-l", recipe->libraries);
    string_list_add(&argv, "-o");
    string_list_add(&argv, "%s", output);
    int status = compiler_run(&argv, recipe->folder, leading, "link", error);
    string_list_free(&argv);
    return status;
}

static int objects_make(const struct recipe *recipe, const char *output,
                        struct string_list *included, bool *told, struct error *error)
{
    struct string_list objects = { 0 };
    int status = 0;

    for (size_t i = 0; i < recipe->sources->count && status == 0; i++) {
        string_list_add(&objects, "%s.%zu.o", output, i);
        status = source_compile(recipe, recipe->sources->items[i], objects.items[i], false,
                                included, told, error);
    }
    if (status == 0) {
        status = objects_link(recipe, &objects, output, error);
    }
    for (size_t i = 0; i < objects.count; i++) {
        unlink(objects.items[i]);
    }
    string_list_free(&objects);
    return status;
}

int recipe_make(const struct recipe *recipe, const char *output, const char *dependencies,
                struct error *error)
{
    struct string_list included = { 0 };
    bool at_once = !recipe->flavour->explored && recipe->sources->count == 1;
    bool told = true;
    int status = at_once ? source_compile(recipe, recipe->sources->items[0], output, true,
                                          &included, &told, error)
                         : objects_make(recipe, output, &included, &told, error);

    if (status == 0 && told) {
        status = dependencies_write(&included, dependencies, error);
    }
    string_list_free(&included);
    return status;
}
