#include "case/expectation.h"

#include <stdlib.h>
#include <string.h>

int version_compare(const char *left, const char *right)
{
    while (*left != '\0' || *right != '\0') {
        char *left_end = (char *)left;
        char *right_end = (char *)right;
        unsigned long l = strtoul(left, &left_end, 10);
        unsigned long r = strtoul(right, &right_end, 10);
        if (l != r) {
            return l < r ? -1 : 1;
        }
        left = left_end + (*left_end == '.' ? 1 : strlen(left_end));
        right = right_end + (*right_end == '.' ? 1 : strlen(right_end));
    }
    return 0;
}

static bool version_holds(enum meta_relation relation, const char *version, const char *bound)
{
    if (relation == VERSION_ANY) {
        return true;
    }
    int order = version_compare(version, bound);
    switch (relation) {
    case VERSION_LESS:
        return order < 0;
    case VERSION_LESS_EQUAL:
        return order <= 0;
    case VERSION_EQUAL:
        return order == 0;
    case VERSION_GREATER_EQUAL:
        return order >= 0;
    case VERSION_GREATER:
        return order > 0;
    case VERSION_ANY:
        break;
    }
    return true;
}

/* How narrowly a section speaks of this detector; 0: it does not. */
static int section_rank(const struct meta_section *section, const char *detector,
                        const char *family, const char *version)
{
    int rank = strcmp(section->detector, detector) == 0 ? 3
               : strcmp(section->detector, family) == 0 ? 1
                                                        : 0;

    if (rank == 0 || !version_holds(section->relation, version, section->version)) {
        return 0;
    }
    return rank + (section->relation != VERSION_ANY);
}

struct choice {
    const struct meta_section *section, *rival; /* rival: as narrow as section; NULL: none */
    int rank;
};

static void choice_offer(struct choice *choice, const struct meta_section *section, int rank)
{
    if (rank > choice->rank) {
        *choice = (struct choice){ .section = section, .rank = rank };
    } else if (rank == choice->rank) {
        choice->rival = section;
    }
}

static int choice_check(const struct choice *choice, const char *path, struct error *error)
{
    return choice->rival == NULL
               ? 0
               : error_set(error, ERROR_CASE, path, choice->rival->line,
                           "this section and the one on line %u both apply here, and neither is "
                           "narrower; make their versions exclude each other",
                           choice->section->line);
}

static const char *why_of(const struct choice *choice)
{
    return choice->section == NULL || choice->section->why == NULL ? "" : choice->section->why;
}

static void fixed_decide(const struct choice *expect, const struct choice *fixed,
                         struct expectation *expectation)
{
    bool is_said = fixed->section != NULL;

    expectation->fixed = is_said ? fixed->section->fixed : FIXED_CLEAN;
    expectation->fixed_why = why_of(fixed);
    if (expectation->expect == EXPECT_UNABLE && (!is_said || fixed->rank < expect->rank)) {
        expectation->fixed = FIXED_UNABLE;
        expectation->fixed_why = why_of(expect);
    }
}

int expectation_find(const struct meta *meta, const char *path, const char *detector,
                     const char *family, const char *version, struct expectation *expectation,
                     struct error *error)
{
    struct choice expect = { 0 }, buggy = { 0 }, fixed = { 0 };

    for (size_t i = 0; i < meta->section_count; i++) {
        const struct meta_section *section = &meta->sections[i];
        int rank = section_rank(section, detector, family, version);
        if (rank > 0 && section->expect != EXPECT_UNSAID) {
            choice_offer(&expect, section, rank);
        }
        if (rank > 0 && section->buggy != BUGGY_UNSAID) {
            choice_offer(&buggy, section, rank);
        }
        if (rank > 0 && section->fixed != FIXED_UNSAID) {
            choice_offer(&fixed, section, rank);
        }
    }
    if (choice_check(&expect, path, error) != 0 || choice_check(&buggy, path, error) != 0 ||
        choice_check(&fixed, path, error) != 0) {
        return -1;
    }
    *expectation = (struct expectation){
        .expect = expect.section == NULL ? EXPECT_MUST : expect.section->expect,
        .why = why_of(&expect),
        .buggy_alarms = buggy.section != NULL && buggy.section->buggy == BUGGY_ALARMS,
        .buggy_why = why_of(&buggy),
    };
    fixed_decide(&expect, &fixed, expectation);
    return 0;
}
