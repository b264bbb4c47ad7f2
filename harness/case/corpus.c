#include "case/corpus.h"

#include "base/alloc.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool path_is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool corpus_has(const struct corpus *corpus, const char *folder)
{
    for (size_t i = 0; i < corpus->count; i++) {
        if (strcmp(corpus->entries[i].folder, folder) == 0) {
            return true;
        }
    }
    return false;
}

static void case_add(struct corpus *corpus, const char *path)
{
    char *folder = realpath(path, NULL);

    folder = folder == NULL ? alloc_copy(path) : folder;
    if (corpus_has(corpus, folder)) {
        free(folder);
        return;
    }
    struct error *broken = alloc_zeroed(1, sizeof *broken);
    struct corpus_entry entry = { .folder = folder, .name = alloc_copy(strrchr(folder, '/') + 1) };
    if (case_load(folder, &entry.loaded, broken) == 0) {
        free(broken);
    } else {
        entry.broken = broken;
    }
    corpus->entries = alloc_resized(corpus->entries, corpus->count + 1, sizeof *corpus->entries);
    corpus->entries[corpus->count++] = entry;
}

/* Adds the cases of one folder whose names match; *matched counts them. */
static int folder_add(struct corpus *corpus, const char *folder, const char *pattern,
                      size_t *matched, struct error *error)
{
    DIR *stream = opendir(folder);

    if (stream == NULL) {
        return error_set_errno(error, folder, "is not a folder of cases that can be read");
    }
    for (struct dirent *item; (item = readdir(stream)) != NULL;) {
        char *path = alloc_format("%s/%s", folder, item->d_name);
        if (item->d_name[0] != '.' && fnmatch(pattern, item->d_name, 0) == 0 &&
            path_is_folder(path)) {
            case_add(corpus, path);
            (*matched)++;
        }
        free(path);
    }
    closedir(stream);
    return 0;
}

static int path_add(struct corpus *corpus, const char *path, size_t *matched, struct error *error)
{
    if (case_is_folder(path)) {
        case_add(corpus, path);
        (*matched)++;
        return 0;
    }
    return folder_add(corpus, path, "*", matched, error);
}

static bool argument_is_path(const char *argument)
{
    return strchr(argument, '/') != NULL || strcmp(argument, ".") == 0 ||
           strcmp(argument, "..") == 0;
}

/* A name is looked for among the cases first, and then as a folder right here. */
static int argument_add(struct corpus *corpus, const struct string_list *folders,
                        const char *argument, struct error *error)
{
    size_t matched = 0;

    for (size_t i = 0; !argument_is_path(argument) && i < folders->count; i++) {
        if (case_is_folder(folders->items[i])) {
            const char *name = strrchr(folders->items[i], '/');
            if (fnmatch(argument, name == NULL ? folders->items[i] : name + 1, 0) == 0) {
                case_add(corpus, folders->items[i]);
                matched++;
            }
        } else if (folder_add(corpus, folders->items[i], argument, &matched, error) != 0) {
            return -1;
        }
    }
    if (matched == 0 && path_is_folder(argument) &&
        path_add(corpus, argument, &matched, error) != 0) {
        return -1;
    }
    return matched > 0 ? 0
                       : error_set(error, ERROR_USAGE, NULL, 0,
                                   "no case matches `%s`; `racetrap list` shows the names, and "
                                   "the path of a case's folder works as well",
                                   argument);
}

static int entries_compare(const void *left, const void *right)
{
    const struct corpus_entry *l = left;
    const struct corpus_entry *r = right;
    int order = strcmp(l->name, r->name);

    return order != 0 ? order : strcmp(l->folder, r->folder);
}

int corpus_select(const struct string_list *folders, const struct string_list *arguments,
                  struct corpus *corpus, struct error *error)
{
    static char everything[] = "*";
    static char *all[] = { everything, NULL };
    const struct string_list none = { .items = all, .count = 1 };
    const struct string_list *wanted = arguments->count == 0 ? &none : arguments;

    *corpus = (struct corpus){ 0 };
    for (size_t i = 0; i < wanted->count; i++) {
        if (argument_add(corpus, folders, wanted->items[i], error) != 0) {
            corpus_free(corpus);
            return -1;
        }
    }
    if (corpus->count > 0) {
        qsort(corpus->entries, corpus->count, sizeof *corpus->entries, entries_compare);
    }
    return 0;
}

void corpus_free(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) {
        free(corpus->entries[i].name);
        free(corpus->entries[i].folder);
        free(corpus->entries[i].broken);
        case_free(&corpus->entries[i].loaded);
    }
    free(corpus->entries);
    *corpus = (struct corpus){ 0 };
}
