/*
 * A case: a folder with one bug, as a pair of programs. Loading one checks the
 * rules of the corpus; whatever breaks them is an error that names the file,
 * the line and the remedy.
 *
 * Ownership: struct bug_case owns everything in it; case_free releases all.
 */
#ifndef RACETRAP_CASE_H
#define RACETRAP_CASE_H

#include "base/error.h"
#include "case/marker.h"
#include "case/meta.h"

#include <stdbool.h>
#include <stddef.h>

enum variant { VARIANT_BUGGY, VARIANT_FIXED };
enum { VARIANT_COUNT = 2 };

/* A source that both programs have beside their own: `sources` in case.ini. */
struct case_part {
    char *name; /* relative to the case's folder */
    char *path;
    char *source;
};

struct bug_case {
    char *name;   /* the folder's name: the case's identity */
    char *folder; /* absolute, without symbolic links */
    char *meta_path;
    struct meta meta;
    char *source_path[VARIANT_COUNT];
    char *source[VARIANT_COUNT];
    struct case_part *parts;
    size_t part_count;
    struct markers markers; /* of buggy.c, and of the parts */
    char *expected_output;  /* fixed.out; NULL where there is none */
    size_t expected_size;
};

const char *variant_name(enum variant variant);

/* Returns 0, or -1 with *error set and *loaded empty. */
int case_load(const char *folder, struct bug_case *loaded, struct error *error);
void case_free(struct bug_case *loaded);

/* Whether the folder has any of a case's files in it. */
bool case_is_folder(const char *folder);

/*
 * The header comment of a source, and where the code after it begins. The
 * length is 0 where the source does not begin with a block comment.
 */
struct case_story {
    const char *text;
    size_t length;
    const char *code;
    unsigned code_line; /* the line that `code` begins on */
};
struct case_story case_story_find(const char *source);

#endif
