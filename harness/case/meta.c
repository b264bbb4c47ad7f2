#include "case/meta.h"

#include "base/alloc.h"
#include "base/file.h"
#include "case/ini_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double DEFAULT_HANG_AFTER = 3.0;

static const char *const CLASSES[] = {
    "data-race",         "atomicity",   "order",    "initialisation",     "memory-model",
    "lifetime",          "lock-misuse", "deadlock", "condition-variable", "semaphore-barrier",
    "thread-life-cycle", "signal-fork", "library",
};

__attribute__((format(printf, 3, 4))) static int complain(const struct ini_item *item,
                                                          struct error *error, const char *format,
                                                          ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return error_set(error, ERROR_CASE, item->path, item->line, "%s", text);
}

static int text_store(char **field, const struct ini_item *item)
{
    if (item->continues && *field != NULL) {
        char *longer = alloc_format("%s %s", *field, item->value);
        free(*field);
        *field = longer;
    } else {
        free(*field);
        *field = alloc_copy(item->value);
    }
    return 0;
}

/* Only a text goes on over lines. */
static int word_check(const struct ini_item *item, struct error *error)
{
    return !item->continues ? 0
                            : complain(item, error,
                                       "`%s` takes one line; this one begins with a blank and so "
                                       "continues it",
                                       item->key);
}

static int class_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    size_t count = sizeof CLASSES / sizeof CLASSES[0];
    char known[512] = "";

    for (size_t i = 0; i < count; i++) {
        if (strcmp(CLASSES[i], item->value) == 0) {
            return text_store(&meta->class_name, item);
        }
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i > 0 ? ", " : "",
                 CLASSES[i]);
    }
    return complain(item, error, "`class = %s` is not a class; the classes are %s", item->value,
                    known);
}

static int outcome_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    const char *bad;
    size_t bad_length;

    if (kind_set_parse(item->value, strlen(item->value), &meta->outcome, &bad, &bad_length) != 0 ||
        (meta->outcome & (kind_bit(KIND_WRONG_OUTPUT) - 1)) != 0) {
        return complain(item, error,
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
        return complain(item, error, "`hang-after = %s`: expected a number from 0.1 to 3600",
                        item->value);
    }
    return 0;
}

static int tier_store(struct meta *meta, const struct ini_item *item, struct error *error)
{
    if (strcmp(item->value, "1") != 0 && strcmp(item->value, "2") != 0) {
        return complain(item, error, "`tier = %s`: expected 1 (core) or 2", item->value);
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

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(texts[i].key, item->key) == 0) {
            return text_store(texts[i].field, item);
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i].key, item->key) == 0) {
            return word_check(item, error) != 0 ? -1 : others[i].store(meta, item, error);
        }
    }
    return complain(item, error,
                    "unknown key `%s`; the keys are title, summary, class, cwe, cert, origin, "
                    "tier, outcome and hang-after",
                    item->key);
}

static int expect_store(struct meta_section *section, const struct ini_item *item,
                        struct error *error)
{
    for (unsigned e = EXPECT_MUST; e <= EXPECT_NEVER; e++) {
        if (strcmp(meta_expect_name((enum meta_expect)e), item->value) == 0) {
            section->expect = (enum meta_expect)e;
            return 0;
        }
    }
    return complain(item, error, "`expect = %s`: expected must, may or never", item->value);
}

static int fixed_store(struct meta_section *section, const struct ini_item *item,
                       struct error *error)
{
    section->fixed = strcmp(item->value, "alarms") == 0  ? FIXED_ALARMS
                     : strcmp(item->value, "clean") == 0 ? FIXED_CLEAN
                                                         : FIXED_UNSAID;
    return section->fixed != FIXED_UNSAID
               ? 0
               : complain(item, error, "`fixed = %s`: expected clean or alarms", item->value);
}

static int section_key_store(struct meta_section *section, const struct ini_item *item,
                             struct error *error)
{
    if (strcmp(item->key, "expect") == 0) {
        return word_check(item, error) != 0 ? -1 : expect_store(section, item, error);
    }
    if (strcmp(item->key, "fixed") == 0) {
        return word_check(item, error) != 0 ? -1 : fixed_store(section, item, error);
    }
    if (strcmp(item->key, "why") == 0) {
        return text_store(&section->why, item);
    }
    return complain(item, error,
                    "unknown key `%s` in a detector's section; the keys are expect, fixed and why",
                    item->key);
}

/* Reads "helgrind >= 3.25" into a section. */
static int header_parse(const struct ini_item *item, struct meta_section *section,
                        struct error *error)
{
    static const struct {
        const char *text;
        enum meta_relation relation;
    } relations[] = {
        { "<=", VERSION_LESS_EQUAL }, { ">=", VERSION_GREATER_EQUAL }, { "==", VERSION_EQUAL },
        { "<", VERSION_LESS },        { ">", VERSION_GREATER },
    };
    char detector[64], operator[4], version[32];
    int used = 0;

    if (sscanf(item->section, "%63[a-z0-9-]%n", detector, &used) == 1 &&
        item->section[used] == '\0') {
        section->detector = alloc_copy(detector);
        return 0;
    }
    used = 0;
    if (sscanf(item->section, "%63[a-z0-9-] %3[<>=] %31[0-9.]%n", detector, operator, version,
               &used) == 3 &&
        item->section[used] == '\0') {
        for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
            if (strcmp(relations[i].text, operator) == 0) {
                section->relation = relations[i].relation;
                section->detector = alloc_copy(detector);
                section->version = alloc_copy(version);
                return 0;
            }
        }
    }
    return error_set(error, ERROR_CASE, item->path, item->section_line,
                     "section `[%s]` is not understood; write [DETECTOR] or [DETECTOR >= VERSION], "
                     "with <, <=, ==, >= or >",
                     item->section);
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
        if (header_parse(item, section, error) != 0) {
            return -1;
        }
    }
    return section_key_store(&meta->sections[meta->section_count - 1], item, error);
}

static int sections_check(const struct meta *meta, const char *path, struct error *error)
{
    for (size_t i = 0; i < meta->section_count; i++) {
        const struct meta_section *section = &meta->sections[i];
        bool departs = section->expect == EXPECT_MAY || section->expect == EXPECT_NEVER ||
                       section->fixed == FIXED_ALARMS;
        if (departs && section->why == NULL) {
            return error_set(error, ERROR_CASE, path, section->line,
                             "this section departs from the default without saying why; add "
                             "`why = ...`");
        }
        if (section->expect == EXPECT_UNSAID && section->fixed == FIXED_UNSAID) {
            return error_set(error, ERROR_CASE, path, section->line,
                             "this section says nothing; add `expect = ...` or `fixed = ...`");
        }
    }
    return 0;
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
        sections_check(meta, path, error) != 0 || required_check(meta, path, error) != 0) {
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
    *meta = (struct meta){ 0 };
}

const char *meta_expect_name(enum meta_expect expect)
{
    static const char *const names[] = { [EXPECT_UNSAID] = "unsaid",
                                         [EXPECT_MUST] = "must",
                                         [EXPECT_MAY] = "may",
                                         [EXPECT_NEVER] = "never" };

    return names[expect];
}
