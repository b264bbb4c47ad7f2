#include "case/meta_build.h"

#include "base/alloc.h"
#include "case/meta_item.h"
#include "case/source_name.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef int word_check(const struct meta *meta, const struct ini_item *item, const char *word,
                       struct error *error);

/* Adds each word of the value that the check lets pass. */
static int words_store(const struct meta *meta, struct string_list *list,
                       const struct ini_item *item, word_check *check, struct error *error)
{
    int status = 0;

    for (const char *at = item->value + strspn(item->value, " \t"); *at != '\0' && status == 0;) {
        size_t length = strcspn(at, " \t");
        char *word = alloc_copy_n(at, length);
        status = check(meta, item, word, error);
        if (status == 0) {
            string_list_add(list, "%s", word);
        }
        free(word);
        at += length + strspn(at + length, " \t");
    }
    return status;
}

static bool list_has(const struct string_list *list, const char *word)
{
    bool found = false;

    for (size_t i = 0; i < list->count; i++) {
        found |= strcmp(list->items[i], word) == 0;
    }
    return found;
}

/* By its words alone; a symbolic link is followed where the case is loaded. */
static bool path_leads_out(const char *path)
{
    if (path[0] == '/') {
        return true;
    }
    for (const char *at = path; *at != '\0';) {
        size_t length = strcspn(at, "/");
        if (length == 2 && strncmp(at, "..", 2) == 0) {
            return true;
        }
        at += length + strspn(at + length, "/");
    }
    return false;
}

/* The path in a flag that takes one; NULL: it is another flag. */
static const char *path_in(const char *flag)
{
    static const char *const takers[] = { "-idirafter", "-imacros", "-include", "-iquote",
                                          "-isystem",   "-I",       "-L" };

    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
        if (strncmp(flag, takers[i], strlen(takers[i])) == 0) {
            return flag + strlen(takers[i]);
        }
    }
    return NULL;
}

static bool flag_is_ours(const char *flag)
{
    static const char *const ours[] = { "-o", "-c", "-S", "-E", "-x" };
    bool found = strncmp(flag, "-M", 2) == 0 || strncmp(flag, "-fsanitize", 10) == 0;

    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
        found |= strcmp(flag, ours[i]) == 0;
    }
    return found;
}

static int flag_check(const struct meta *meta, const struct ini_item *item, const char *word,
                      struct error *error)
{
    const char *path = path_in(word);

    (void)meta;
    if (word[0] != '-' || word[1] == '\0') {
        return meta_complain(item, error,
                             "`%s` is no flag: a flag begins with - and holds its value, as in "
                             "-Iinclude; a file goes to `sources`, a library to `libs`",
                             word);
    }
    if (strncmp(word, "-l", 2) == 0) {
        return meta_complain(item, error, "`%s` is a library; write `libs = %s`", word, word + 2);
    }
    if (flag_is_ours(word)) {
        return meta_complain(item, error, "`%s` is for racetrap to choose; remove it", word);
    }
    if (path != NULL && path[0] == '\0') {
        return meta_complain(item, error, "`%s` lacks its path; write it without a blank: %sPATH",
                             word, word);
    }
    return path == NULL || !path_leads_out(path)
               ? 0
               : meta_complain(item, error, "`%s` leads out of the case's folder", word);
}

int meta_flags_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    return words_store(meta, &meta->flags, item, flag_check, error);
}

static int library_check(const struct meta *meta, const struct ini_item *item, const char *word,
                         struct error *error)
{
    (void)meta;
    if (word[0] == '-') {
        return meta_complain(item, error,
                             "`%s` is a flag; a library is named without it, as in "
                             "`libs = m`",
                             word);
    }
    return strchr(word, '/') == NULL ? 0
                                     : meta_complain(item, error,
                                                     "`%s` is a path; a library is named as for "
                                                     "the linker, as in `libs = m`",
                                                     word);
}

int meta_libraries_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    return words_store(meta, &meta->libraries, item, library_check, error);
}

static int source_check(const struct meta *meta, const struct ini_item *item, const char *word,
                        struct error *error)
{
    if (!source_name_is_source(word)) {
        return meta_complain(
            item, error, "`%s` is no source file; its name ends in .c, .cc, .cpp or .cxx", word);
    }
    if (path_leads_out(word)) {
        return meta_complain(item, error, "`%s` leads out of the case's folder", word);
    }
    if (strcmp(word, "buggy.c") == 0 || strcmp(word, "fixed.c") == 0) {
        return meta_complain(item, error,
                             "`%s` is one of the two programs; `sources` are what both have beside "
                             "it",
                             word);
    }
    return !list_has(&meta->sources, word)
               ? 0
               : meta_complain(item, error, "`%s` is given twice; remove one", word);
}

int meta_sources_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    meta->sources_line = item->line;
    return words_store(meta, &meta->sources, item, source_check, error);
}
