#include "case/meta.h"

#include "base/alloc.h"
#include "base/file.h"
#include "case/ini_file.h"
#include "case/meta_build.h"
#include "case/meta_item.h"
#include "case/meta_section.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double DEFAULT_HANG_AFTER = 3.0;

static const char *const CLASSES[] = {
    "data-race",         "atomicity",   "order",    "initialisation",     "memory-model",
    "lifetime",          "lock-misuse", "deadlock", "condition-variable", "semaphore-barrier",
    "thread-life-cycle", "signal-fork", "library",
};

static int class_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    size_t count = sizeof CLASSES / sizeof CLASSES[0];
    char known[512] = "";

    for (size_t i = 0; i < count; i++) {
        if (strcmp(CLASSES[i], item->value) == 0) {
            return meta_text_store(&meta->class_name, item);
        }
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i > 0 ? ", " : "",
                 CLASSES[i]);
    }
    return meta_complain(item, error, "`class = %s` is not a class; the classes are %s",
                         item->value, known);
}

static int outcome_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    const char *bad;
    size_t bad_length;

    if (kind_set_parse(item->value, strlen(item->value), &meta->outcome, &bad, &bad_length) != 0 ||
        (meta->outcome & (kind_bit(KIND_WRONG_OUTPUT) - 1)) != 0) {
        return meta_complain(item, error,
                             "`outcome = %s` is not an outcome; the outcomes are wrong-output, "
                             "wrong-exit, crash and hang, alternatives separated by `|`",
                             item->value);
    }
    return 0;
}

static int hang_after_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    char *end;

    errno = 0;
    meta->hang_after = strtod(item->value, &end);
    if (errno != 0 || end == item->value || *end != '\0' ||
        !(meta->hang_after >= 0.1 && meta->hang_after <= 3600)) {
        return meta_complain(item, error, "`hang-after = %s`: expected a number from 0.1 to 3600",
                             item->value);
    }
    return 0;
}

static int tier_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    if (strcmp(item->value, "1") != 0 && strcmp(item->value, "2") != 0) {
        return meta_complain(item, error, "`tier = %s`: expected 1 (core) or 2", item->value);
    }
    meta->tier = (unsigned)(item->value[0] - '0');
    return 0;
}

static int case_key_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    const struct {
        const char *key;
        char **field;
    } texts[] = {
        { "title", &meta->title }, { "summary", &meta->summary }, { "cwe", &meta->cwe },
        { "cert", &meta->cert },   { "origin", &meta->origin },
    };
    static const struct {
        const char *key;
        int (*store)(struct meta *meta, const struct ini_item *item, struct error *error);
    } others[] = {
        { "class", class_store },
        { "outcome", outcome_store },
        { "hang-after", hang_after_store },
        { "tier", tier_store },
    };
    static const struct {
        const char *key;
        int (*store)(struct meta *meta, const struct ini_item *item, struct error *error);
    } lists[] = {
        { "cflags", meta_flags_store },
        { "libs", meta_libraries_store },
        { "sources", meta_sources_store },
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(texts[i].key, item->key) == 0) {
            return meta_text_store(texts[i].field, item);
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i].key, item->key) == 0) {
            return meta_word_check(item, error) != 0 ? -1 : others[i].store(meta, item, error);
        }
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (strcmp(lists[i].key, item->key) == 0) {
            return lists[i].store(meta, item, error);
        }
    }
    return meta_complain(item, error,
                         "unknown key `%s`; the keys are title, summary, class, cwe, cert, origin, "
                         "tier, outcome, hang-after, cflags, libs and sources",
                         item->key);
}

static int item_take(void *context, const struct ini_item *item, struct error *error)
{
    struct meta *meta = context;

    if (item->section[0] == '\0') {
        return case_key_store(meta, item, error);
    }
    if (item->section_is_new) {
        meta->sections =
            alloc_resized(meta->sections, meta->section_count + 1, sizeof *meta->sections);
        struct meta_section *section = &meta->sections[meta->section_count++];
        *section = (struct meta_section){ .line = item->section_line };
        if (meta_section_begin(section, item, error) != 0) {
            return -1;
        }
    }
    return meta_section_store(&meta->sections[meta->section_count - 1], item, error);
}

static int required_check(const struct meta *meta, const char *path, struct error *error)
{
    const char *missing = meta->title == NULL        ? "title"
                          : meta->summary == NULL    ? "summary"
                          : meta->class_name == NULL ? "class"
                                                     : NULL;

    return missing == NULL
               ? 0
               : error_set(error, ERROR_CASE, path, 0,
                           "`%s = ...` is missing; every case has title, summary and class",
                           missing);
}

int meta_load(const char *path, struct meta *meta, struct error *error)
{
    *meta = (struct meta){ .tier = 1, .hang_after = DEFAULT_HANG_AFTER };
    if (!file_exists(path)) {
        return error_set(error, ERROR_CASE, path, 0,
                         "is missing; a case needs buggy.c, fixed.c and case.ini");
    }
    if (ini_file_read(path, item_take, meta, error) != 0 ||
        meta_sections_check(meta, path, error) != 0 || required_check(meta, path, error) != 0) {
        meta_free(meta);
        return -1;
    }
    meta->cwe = meta->cwe == NULL ? alloc_copy("") : meta->cwe;
    meta->cert = meta->cert == NULL ? alloc_copy("") : meta->cert;
    meta->origin = meta->origin == NULL ? alloc_copy("") : meta->origin;
    return 0;
}

void meta_free(struct meta *meta)
{
    for (size_t i = 0; i < meta->section_count; i++) {
        free(meta->sections[i].detector);
        free(meta->sections[i].version);
        free(meta->sections[i].why);
    }
    free(meta->sections);
    free(meta->title);
    free(meta->summary);
    free(meta->class_name);
    free(meta->cwe);
    free(meta->cert);
    free(meta->origin);
    string_list_free(&meta->flags);
    string_list_free(&meta->libraries);
    string_list_free(&meta->sources);
    *meta = (struct meta){ 0 };
}
