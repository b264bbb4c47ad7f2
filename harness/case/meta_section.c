#include "case/meta_section.h"

#include "base/alloc.h"
#include "case/meta_item.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const EXPECT_NAMES[] = {
    [EXPECT_UNSAID] = "unsaid", [EXPECT_MUST] = "must",     [EXPECT_MAY] = "may",
    [EXPECT_NEVER] = "never",   [EXPECT_UNABLE] = "unable",
};

/* Finds the word among `count` names, the first of which is "not said". 0: it is none of them. */
static unsigned word_find(const char *const *names, unsigned count, const char *word)
{
    unsigned found = 0;

    for (unsigned i = 1; i < count; i++) {
        found = strcmp(names[i], word) == 0 ? i : found;
    }
    return found;
}

static int expect_store(struct meta_section *section, const struct ini_item *item,
                        struct error *error)
{
    section->expect = (enum meta_expect)word_find(
        EXPECT_NAMES, sizeof EXPECT_NAMES / sizeof EXPECT_NAMES[0], item->value);
    return section->expect != EXPECT_UNSAID
               ? 0
               : meta_complain(item, error, "`expect = %s`: expected must, may, never or unable",
                               item->value);
}

static int buggy_store(struct meta_section *section, const struct ini_item *item,
                       struct error *error)
{
    static const char *const names[] = { "", [BUGGY_MARKED] = "marked", [BUGGY_ALARMS] = "alarms" };

    section->buggy = (enum meta_buggy)word_find(names, sizeof names / sizeof names[0], item->value);
    return section->buggy != BUGGY_UNSAID
               ? 0
               : meta_complain(item, error, "`buggy = %s`: expected marked or alarms", item->value);
}

static int fixed_store(struct meta_section *section, const struct ini_item *item,
                       struct error *error)
{
    static const char *const names[] = {
        "", [FIXED_CLEAN] = "clean", [FIXED_ALARMS] = "alarms", [FIXED_UNABLE] = "unable"
    };

    section->fixed = (enum meta_fixed)word_find(names, sizeof names / sizeof names[0], item->value);
    return section->fixed != FIXED_UNSAID
               ? 0
               : meta_complain(item, error, "`fixed = %s`: expected clean, alarms or unable",
                               item->value);
}

int meta_section_store(struct meta_section *section, const struct ini_item *item,
                       struct error *error)
{
    static const struct {
        const char *key;
        int (*store)(struct meta_section *section, const struct ini_item *item,
                     struct error *error);
    } words[] = {
        { "expect", expect_store },
        { "buggy", buggy_store },
        { "fixed", fixed_store },
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].key, item->key) == 0) {
            return meta_word_check(item, error) != 0 ? -1 : words[i].store(section, item, error);
        }
    }
    if (strcmp(item->key, "why") == 0) {
        return meta_text_store(&section->why, item);
    }
    return meta_complain(item, error,
                         "unknown key `%s` in a detector's section; the keys are expect, buggy, "
                         "fixed and why",
                         item->key);
}

/* Reads "helgrind >= 3.25" into a section. */
int meta_section_begin(struct meta_section *section, const struct ini_item *item,
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

static bool section_departs(const struct meta_section *section)
{
    return section->expect == EXPECT_MAY || section->expect == EXPECT_NEVER ||
           section->expect == EXPECT_UNABLE || section->buggy == BUGGY_ALARMS ||
           section->fixed == FIXED_ALARMS || section->fixed == FIXED_UNABLE;
}

/* What is wrong with a section as a whole; NULL: nothing. */
static const char *section_fault(const struct meta_section *section)
{
    if (section_departs(section) && section->why == NULL) {
        return "this section departs from the default without saying why; add `why = ...`";
    }
    if (section->expect == EXPECT_UNSAID && section->buggy == BUGGY_UNSAID &&
        section->fixed == FIXED_UNSAID) {
        return "this section says nothing; add `expect = ...`, `buggy = ...` or `fixed = ...`";
    }
    if (section->expect == EXPECT_UNABLE && section->buggy == BUGGY_ALARMS) {
        return "a detector that cannot run the buggy program does not alarm on it either; remove "
               "`expect = unable` or `buggy = alarms`";
    }
    return NULL;
}

int meta_sections_check(const struct meta *meta, const char *path, struct error *error)
{
    for (size_t i = 0; i < meta->section_count; i++) {
        const char *fault = section_fault(&meta->sections[i]);
        if (fault != NULL) {
            return error_set(error, ERROR_CASE, path, meta->sections[i].line, "%s", fault);
        }
    }
    return 0;
}

const char *meta_expect_name(enum meta_expect expect)
{
    return EXPECT_NAMES[expect];
}
