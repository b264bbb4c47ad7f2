#include "system/compiler.h"

#include "base/alloc.h"
#include "system/process.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { COMPILER_OUTPUT_LIMIT = 64 << 10, COMPILERS_MAX = 16 };
static const double COMPILER_TIMEOUT = 120;

int compiler_identity(const char *compiler, const char **identity, struct error *error)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct {
        char *compiler, *identity;
    } known[COMPILERS_MAX];
    static size_t count;
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = { .argv = &argv,
                                       .timeout = COMPILER_TIMEOUT,
                                       .output_limit = COMPILER_OUTPUT_LIMIT };
    int status = 0;

    *identity = NULL;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i].compiler, compiler) == 0) {
            *identity = known[i].identity;
        }
    }
    if (*identity == NULL) {
        string_list_add(&argv, "%s", compiler);
        string_list_add(&argv, "--version");
        status = process_run(&spec, &result, error);
        if (status == 0 && count < COMPILERS_MAX) {
            known[count].compiler = alloc_copy(compiler);
            *identity = known[count++].identity = alloc_copy(result.out.text);
        }
        if (status == 0) {
            process_result_free(&result);
        }
        string_list_free(&argv);
    }
    pthread_mutex_unlock(&lock);
    return status;
}

char *compiler_for_cpp(const char *compiler)
{
    static const struct {
        const char *c, *cpp;
    } pairs[] = { { "clang", "clang++" }, { "gcc", "g++" } };
    const char *slash = strrchr(compiler, '/');
    const char *name = slash == NULL ? compiler : slash + 1;

    if (strcmp(name, "cc") == 0) {
        return alloc_format("%.*sc++", (int)(name - compiler), compiler);
    }
    for (size_t i = 0; strstr(name, "++") == NULL && i < sizeof pairs / sizeof pairs[0]; i++) {
        const char *at = strstr(name, pairs[i].c);
        if (at != NULL) {
            return alloc_format("%.*s%s%s", (int)(at - compiler), compiler, pairs[i].cpp,
                                at + strlen(pairs[i].c));
        }
    }
    return alloc_copy(compiler);
}

int compiler_run(const struct string_list *argv, const char *folder, const char *source,
                 const char *verb, struct error *error)
{
    struct process_result result;
    const struct process_spec spec = { .argv = argv,
                                       .folder = folder,
                                       .timeout = COMPILER_TIMEOUT,
                                       .output_limit = COMPILER_OUTPUT_LIMIT };
    int status = process_run(&spec, &result, error);

    if (status != 0) {
        return -1;
    }
    if (result.end != PROCESS_EXITED || result.code != 0) {
        char *end = process_describe_end(&result);
        status = error_set(error, result.end == PROCESS_CANCELLED ? ERROR_INTERRUPTED : ERROR_BUILD,
                           source, 0, "does not %s: %s %s\n%s", verb, argv->items[0], end,
                           result.err.text);
        free(end);
    }
    process_result_free(&result);
    return status;
}
