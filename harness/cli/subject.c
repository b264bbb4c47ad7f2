#include "cli/subject.h"

#include "base/alloc.h"
#include "base/file.h"
#include "cli/command.h"
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
    return compiler_choose(wish, subject, &flavour, error) != 0
               ? -1
               : build_program(chosen, variant, &flavour, wish->build_folder, &subject->program,
                               error);
}

static int case_find(const struct install *install, const struct subject_wish *wish,
                     struct subject *subject, struct error *error)
{
    struct string_list operands = { 0 }, none = { 0 };
    struct corpus corpus;

    string_list_add(&operands, "%s", wish->operand);
    int status = command_select(install, wish->folders == NULL ? &none : wish->folders, &operands,
                                &corpus, error);
    string_list_free(&operands);
    if (status != 0) {
        return -1;
    }
    if (corpus.count != 1) {
        status = error_set(error, ERROR_USAGE, NULL, 0,
                           "`%s` names %zu cases, and one is explored at a time", wish->operand,
                           corpus.count);
    } else if (corpus.entries[0].broken != NULL) {
        *error = *corpus.entries[0].broken;
        status = -1;
    } else {
        status = case_build(&corpus.entries[0].loaded, wish, subject, error);
    }
    corpus_free(&corpus);
    return status;
}

static int source_find(const struct subject_wish *wish, struct subject *subject,
                       struct error *error)
{
    struct build_flavour flavour;

    subject->source = absolute_path(wish->operand, error);
    if (subject->source == NULL || compiler_choose(wish, subject, &flavour, error) != 0) {
        return -1;
    }
    subject->name = alloc_copy(base_of(subject->source));
    subject->folder =
        alloc_copy_n(subject->source, (size_t)(base_of(subject->source) - subject->source) - 1);
    return build_source(subject->source, &flavour, wish->build_folder, &subject->program, error);
}

static int program_find(const struct subject_wish *wish, struct subject *subject,
                        struct error *error)
{
    subject->program = absolute_path(wish->operand, error);
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

static bool is_file(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

static bool is_source(const char *path)
{
    size_t length = strlen(path);

    return length > 2 && strcmp(path + length - 2, ".c") == 0;
}

int subject_find(const struct install *install, const struct subject_wish *wish,
                 struct subject *subject, struct error *error)
{
    bool source = is_source(wish->operand), file = is_file(wish->operand);
    int status;

    *subject = (struct subject){ .atomic_volatile = wish->atomic_volatile };
    if ((source || file) && wish->variant != NULL) {
        status = error_set(error, ERROR_USAGE, NULL, 0,
                           "--variant: `%s` is no case, and has no variants", wish->operand);
    } else if (source) {
        status = source_find(wish, subject, error);
    } else if (file) {
        status = program_find(wish, subject, error);
    } else {
        status = case_find(install, wish, subject, error);
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
    const struct subject_wish wish = { .operand =
                                           file->source == NULL ? file->program : file->source,
                                       .variant = file->variant,
                                       .compiler = file->compiler,
                                       .expect = file->expect,
                                       .atomic_volatile = file->volatile_as != NULL,
                                       .build_folder = build_folder };

    if (subject_find(install, &wish, subject, error) != 0) {
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
    *subject = (struct subject){ 0 };
}
