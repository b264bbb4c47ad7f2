#include "cli/subject.h"

#include "base/alloc.h"
#include "base/file.h"
#include "case/source_name.h"
#include "cli/command.h"
#include "cli/flag_path.h"
#include "system/binary.h"
#include "system/build.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMPILER_DEFAULT "cc"

static char *absolute_path(const char *path, struct error *error)
{
    char *found = realpath(path, NULL);

    if (found == NULL) {
        error_set_errno(error, path, "cannot be found");
    }
    return found;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* Whoever names a compiler by a path means that from here, and not from where it will be run. */
static int compiler_choose(const struct subject_wish *wish, struct subject *subject,
                           struct build_flavour *flavour, struct error *error)
{
    const char *wished = wish->compiler == NULL ? COMPILER_DEFAULT : wish->compiler;

    subject->compiler =
        strchr(wished, '/') == NULL ? alloc_copy(wished) : absolute_path(wished, error);
    return subject->compiler == NULL
               ? -1
               : build_explored_flavour(subject->compiler, wish->atomic_volatile, flavour, error);
}

static int expect_choose(const struct subject_wish *wish, struct subject *subject,
                         struct error *error)
{
    if (wish->expect != NULL) {
        free(subject->expect);
        subject->expect = absolute_path(wish->expect, error);
        return subject->expect == NULL ? -1 : 0;
    }
    return 0;
}

/* Takes over what is to be built with. */
static struct build_request request_make(const struct subject_wish *wish, struct subject *subject,
                                         const struct build_flavour *flavour)
{
    flag_paths_resolve(wish->flags, &subject->flags);
    for (size_t i = 0; wish->libraries != NULL && i < wish->libraries->count; i++) {
        string_list_add(&subject->libraries, "%s", wish->libraries->items[i]);
    }
    return (struct build_request){ .flavour = flavour,
                                   .folder = wish->build_folder,
                                   .flags = &subject->flags,
                                   .libraries = &subject->libraries };
}

static int case_build(const struct bug_case *chosen, const struct subject_wish *wish,
                      struct subject *subject, struct error *error)
{
    enum variant variant = VARIANT_BUGGY;
    struct build_flavour flavour;

    if (wish->variant != NULL && strcmp(wish->variant, variant_name(VARIANT_FIXED)) == 0) {
        variant = VARIANT_FIXED;
    } else if (wish->variant != NULL && strcmp(wish->variant, variant_name(variant)) != 0) {
        return error_set(error, ERROR_USAGE, NULL, 0, "--variant: `%s` is neither buggy nor fixed",
                         wish->variant);
    }
    subject->name = alloc_format("%s.%s", chosen->name, variant_name(variant));
    subject->source = alloc_copy(chosen->folder);
    subject->folder = alloc_copy(chosen->folder);
    subject->variant = alloc_copy(variant_name(variant));
    if (chosen->expected_output != NULL) {
        subject->expect = alloc_format("%s/fixed.out", chosen->folder);
    }
    if (compiler_choose(wish, subject, &flavour, error) != 0) {
        return -1;
    }
    const struct build_request request = request_make(wish, subject, &flavour);
    return build_program(chosen, variant, &request, &subject->program, error);
}

static int case_find(const struct install *install, const struct subject_wish *wish,
                     struct subject *subject, struct error *error)
{
    struct string_list none = { 0 };
    const char *operand = wish->operands->items[0];
    struct corpus corpus;

    int status = command_select(install, wish->folders == NULL ? &none : wish->folders,
                                wish->operands, &corpus, error);
    if (status != 0) {
        return error->code != ERROR_USAGE
                   ? -1
                   : error_set(error, ERROR_USAGE, NULL, 0,
                               "`%s` is neither a case, as `racetrap list` shows them, nor a file "
                               "in this folder",
                               operand);
    }
    if (corpus.count != 1) {
        status =
            error_set(error, ERROR_USAGE, NULL, 0,
                      "`%s` names %zu cases, and one is explored at a time", operand, corpus.count);
    } else if (corpus.entries[0].broken != NULL) {
        *error = *corpus.entries[0].broken;
        status = -1;
    } else {
        status = case_build(&corpus.entries[0].loaded, wish, subject, error);
    }
    corpus_free(&corpus);
    return status;
}

/* The absolute paths: the first, and the others. */
static int sources_resolve(const struct string_list *operands, struct subject *subject,
                           struct error *error)
{
    subject->source = absolute_path(operands->items[0], error);
    for (size_t i = 1; subject->source != NULL && i < operands->count; i++) {
        char *path = absolute_path(operands->items[i], error);
        if (path == NULL) {
            return -1;
        }
        string_list_add(&subject->beside, "%s", path);
        free(path);
    }
    return subject->source == NULL ? -1 : 0;
}

static int sources_find(const struct subject_wish *wish, struct subject *subject,
                        struct error *error)
{
    struct build_flavour flavour;

    if (sources_resolve(wish->operands, subject, error) != 0 ||
        compiler_choose(wish, subject, &flavour, error) != 0) {
        return -1;
    }
    const struct build_request request = request_make(wish, subject, &flavour);
    subject->name = alloc_copy(base_of(subject->source));
    subject->folder =
        alloc_copy_n(subject->source, (size_t)(base_of(subject->source) - subject->source) - 1);
    return build_sources(wish->operands, &request, &subject->program, error);
}

static int program_find(const struct subject_wish *wish, struct subject *subject,
                        struct error *error)
{
    if ((wish->flags != NULL && wish->flags->count > 0) ||
        (wish->libraries != NULL && wish->libraries->count > 0)) {
        return error_set(error, ERROR_USAGE, NULL, 0,
                         "--cflags and --libs are for building, and `%s` is built already",
                         wish->operands->items[0]);
    }
    subject->program = absolute_path(wish->operands->items[0], error);
    if (subject->program == NULL || binary_check(subject->program, BINARY_EXPLORE, error) != 0) {
        return -1;
    }
    subject->name = alloc_copy(base_of(subject->program));
    subject->folder = absolute_path(".", error);
    if (subject->folder == NULL) {
        return -1;
    }
    return access(subject->program, X_OK) == 0
               ? 0
               : error_set_errno(error, subject->program, "cannot be started");
}

enum operand { OPERAND_CASE, OPERAND_SOURCE, OPERAND_PROGRAM, OPERAND_MISSING };

/* A name with a slash or with the ending of a source or an object is never that of a case. */
static enum operand operand_classify(const char *operand)
{
    size_t length = strlen(operand);
    bool is_object = length > 2 && strcmp(operand + length - 2, ".o") == 0;
    bool is_path = strchr(operand, '/') != NULL || source_name_is_source(operand) || is_object;
    struct stat status;

    if (stat(operand, &status) != 0) {
        return is_path ? OPERAND_MISSING : OPERAND_CASE;
    }
    return S_ISDIR(status.st_mode)          ? OPERAND_CASE
           : source_name_is_source(operand) ? OPERAND_SOURCE
                                            : OPERAND_PROGRAM;
}

/* That all are there, and that what is not a source file is the only one. */
static int operands_check(const struct subject_wish *wish, struct error *error)
{
    const struct string_list *operands = wish->operands;

    for (size_t i = 0; i < operands->count; i++) {
        enum operand kind = operand_classify(operands->items[i]);
        if (kind == OPERAND_MISSING) {
            return error_set(error, ERROR_USAGE, operands->items[i], 0, "no such file");
        }
        if (kind != OPERAND_SOURCE && operands->count > 1) {
            return error_set(error, ERROR_USAGE, NULL, 0,
                             "several source files are explored as one program, and `%s` is no "
                             "source file; arguments for the program come after --",
                             operands->items[i]);
        }
        if (kind != OPERAND_CASE && wish->variant != NULL) {
            return error_set(error, ERROR_USAGE, NULL, 0,
                             "--variant: `%s` is no case, and has no variants", operands->items[i]);
        }
    }
    return 0;
}

static int operands_find(const struct install *install, const struct subject_wish *wish,
                         struct subject *subject, struct error *error)
{
    switch (operand_classify(wish->operands->items[0])) {
    case OPERAND_SOURCE:
        return sources_find(wish, subject, error);
    case OPERAND_PROGRAM:
        return program_find(wish, subject, error);
    case OPERAND_CASE:
    case OPERAND_MISSING:
        break;
    }
    return case_find(install, wish, subject, error);
}

int subject_find(const struct install *install, const struct subject_wish *wish,
                 struct subject *subject, struct error *error)
{
    *subject = (struct subject){ .atomic_volatile = wish->atomic_volatile };
    int status = operands_check(wish, error);
    if (status == 0) {
        status = operands_find(install, wish, subject, error);
    }
    if (status == 0) {
        status = expect_choose(wish, subject, error);
    }
    if (status != 0) {
        subject_free(subject);
    }
    return status;
}

int subject_find_recorded(const struct install *install, const struct schedule_file *file,
                          const char *path, const char *build_folder, struct subject *subject,
                          struct error *error)
{
    struct string_list operands = { 0 };
    const struct subject_wish wish = { .operands = &operands,
                                       .flags = &file->flags,
                                       .libraries = &file->libraries,
                                       .variant = file->variant,
                                       .compiler = file->compiler,
                                       .expect = file->expect,
                                       .atomic_volatile = file->volatile_as != NULL,
                                       .build_folder = build_folder };

    string_list_add(&operands, "%s", file->source == NULL ? file->program : file->source);
    for (size_t i = 0; i < file->beside.count; i++) {
        string_list_add(&operands, "%s", file->beside.items[i]);
    }
    int status = subject_find(install, &wish, subject, error);
    string_list_free(&operands);
    if (status != 0) {
        return -1;
    }
    if (schedule_file_check(file, path, subject->program, error) != 0) {
        subject_free(subject);
        return -1;
    }
    return 0;
}

void subject_free(struct subject *subject)
{
    free(subject->program);
    free(subject->name);
    free(subject->source);
    free(subject->folder);
    free(subject->variant);
    free(subject->compiler);
    free(subject->expect);
    string_list_free(&subject->beside);
    string_list_free(&subject->flags);
    string_list_free(&subject->libraries);
    *subject = (struct subject){ 0 };
}
