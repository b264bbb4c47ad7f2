/*
 * racetrap new: a folder with a small pair that already builds and passes.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "cli/command.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_LIMIT = 1 << 20 };

static int file_copy(const char *from, const char *to, struct error *error)
{
    struct file_draft draft;
    char *text;
    size_t size;

    if (file_read(from, FILE_LIMIT, &text, &size, error) != 0) {
        return -1;
    }
    int status = file_draft_open(to, &draft, error);
    if (status == 0) {
        fwrite(text, 1, size, draft.stream);
        status = file_draft_commit(&draft, error);
    }
    free(text);
    return status;
}

/* Copies the files of a case, and those in folders below it. */
static int folder_copy(const char *from, const char *to, struct error *error)
{
    DIR *stream = opendir(from);
    int status = 0;

    if (stream == NULL) {
        return error_set_errno(error, from, "cannot be read");
    }
    for (struct dirent *item; status == 0 && (item = readdir(stream)) != NULL;) {
        char *source = alloc_format("%s/%s", from, item->d_name);
        char *target = alloc_format("%s/%s", to, item->d_name);
        struct stat kind;
        bool known = stat(source, &kind) == 0;
        if (known && S_ISREG(kind.st_mode)) {
            status = file_copy(source, target, error);
        } else if (known && S_ISDIR(kind.st_mode) && item->d_type != DT_LNK &&
                   item->d_name[0] != '.') {
            status =
                file_make_folders(target, error) != 0 ? -1 : folder_copy(source, target, error);
        }
        free(source);
        free(target);
    }
    closedir(stream);
    return status;
}

static int name_check(const char *name, struct error *error)
{
    bool good = name[0] != '\0' && name[0] != '-' &&
                name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';

    return good ? 0
                : error_set(error, ERROR_USAGE, NULL, 0,
                            "`%s` is not a case's name; use small letters, digits and dashes, "
                            "such as lost-wakeup",
                            name);
}

/* The pair to begin with: the one that is installed for it, or another case's. */
static int origin_find(const struct install *install, const char *from, char **origin,
                       struct error *error)
{
    struct string_list none = { 0 }, arguments = { 0 };
    struct corpus corpus;

    if (from == NULL) {
        *origin = alloc_copy(install->template);
        return 0;
    }
    string_list_add(&arguments, "%s", from);
    int status = command_select(install, &none, &arguments, &corpus, error);
    if (status == 0) {
        status = corpus.count == 1
                     ? 0
                     : error_set(error, ERROR_USAGE, NULL, 0,
                                 "--from takes one case; `%s` selects %zu", from, corpus.count);
        *origin = status == 0 ? alloc_copy(corpus.entries[0].folder) : NULL;
        corpus_free(&corpus);
    }
    string_list_free(&arguments);
    return status;
}

static int case_make(const struct install *install, const char *parent, const char *name,
                     const char *from, struct error *error)
{
    char *folder = alloc_format("%s/%s", parent, name);
    char *origin = NULL;
    int status = name_check(name, error);

    if (status == 0) {
        status = origin_find(install, from, &origin, error);
    }
    if (status == 0 && mkdir(folder, 0777) != 0) {
        status = errno == EEXIST ? error_set(error, ERROR_USAGE, folder, 0,
                                             "exists already; choose another name")
                                 : error_set_errno(error, folder, "cannot be created");
    }
    if (status == 0) {
        status = folder_copy(origin, folder, error);
    }
    if (status == 0) {
        printf("%s: buggy.c, fixed.c, fixed.out and case.ini, a pair that builds and passes.\n"
               "Change it to your bug; CONTRIBUTING.md says how. Then, and right now:\n\n"
               "  racetrap run %s\n",
               folder, folder);
    }
    free(origin);
    free(folder);
    return status;
}

struct settings {
    const char *from, *parent;
};

static int settings_run(const struct install *install, const struct string_list *operands,
                        void *context, struct error *error)
{
    const struct settings *settings = context;
    const char *parent = settings->parent != NULL ? settings->parent
                         : file_exists("cases")   ? "./cases"
                                                  : ".";

    return operands->count != 1
               ? error_set(error, ERROR_USAGE, NULL, 0, "give the new case one name")
               : case_make(install, parent, operands->items[0], settings->from, error);
}

int command_new(const struct install *install, int argc, char **argv)
{
    static const struct option_help help = {
        "new NAME",
        "Makes a folder for a new case, with a small pair that already builds and passes:\n"
        "in ./cases where that exists, else right here.",
    };
    struct settings s = { 0 };
    const struct option_spec options[] = {
        { "from", "CASE", OPTION_TEXT, &s.from, "begin with a copy of this case" },
        { "cases", "DIR", OPTION_TEXT, &s.parent, "make the folder in here" },
        { 0 },
    };
    const struct command_line line = { &help, options, settings_run, &s };

    return command_perform(&line, install, argc, argv);
}
