/*
 * case.ini: what a case says about itself beyond its two programs. The format
 * is described in CONTRIBUTING.md.
 *
 * Ownership: struct meta owns its strings; meta_free releases all.
 */
#ifndef RACETRAP_META_H
#define RACETRAP_META_H

#include "base/error.h"
#include "base/string_list.h"
#include "case/finding.h"

#include <stddef.h>

enum meta_expect { EXPECT_UNSAID, EXPECT_MUST, EXPECT_MAY, EXPECT_NEVER, EXPECT_UNABLE };
enum meta_buggy { BUGGY_UNSAID, BUGGY_MARKED, BUGGY_ALARMS };
enum meta_fixed { FIXED_UNSAID, FIXED_CLEAN, FIXED_ALARMS, FIXED_UNABLE };
enum meta_relation {
    VERSION_ANY,
    VERSION_LESS,
    VERSION_LESS_EQUAL,
    VERSION_EQUAL,
    VERSION_GREATER_EQUAL,
    VERSION_GREATER
};

/* One section: `[helgrind]`, `[tsan]`, `[helgrind >= 3.25]`. */
struct meta_section {
    char *detector; /* a detector's name or family */
    enum meta_relation relation;
    char *version; /* NULL where the relation is VERSION_ANY */
    enum meta_expect expect;
    enum meta_buggy buggy;
    enum meta_fixed fixed;
    char *why; /* NULL where not given */
    unsigned line;
};

struct meta {
    char *title, *summary, *class_name;
    char *cwe, *cert, *origin; /* "" where not given */
    unsigned tier;             /* 1: the core of the corpus */
    kind_set outcome;          /* what the buggy program does as a whole; 0: nothing declared */
    double hang_after;         /* seconds after which a buggy program counts as hung */
    struct string_list flags;  /* for the compiler, of both programs; paths begin in the folder */
    struct string_list libraries; /* without -l */
    struct string_list sources;   /* of both programs, in the case's folder; relative to it */
    unsigned sources_line;        /* where they are named; 0: nowhere */
    struct meta_section *sections;
    size_t section_count;
};

/* Returns 0, or -1 with *error naming file and line and *meta empty. */
int meta_load(const char *path, struct meta *meta, struct error *error);
void meta_free(struct meta *meta);

const char *meta_expect_name(enum meta_expect expect);

#endif
