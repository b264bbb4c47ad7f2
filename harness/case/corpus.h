/*
 * Cases found by looking: every folder in a folder of cases is one. There is
 * no list to keep. A case that breaks the rules stays in the corpus with its
 * error, so that one bad folder does not hide the others.
 *
 * Ownership: struct corpus owns its entries; corpus_free releases all.
 */
#ifndef RACETRAP_CORPUS_H
#define RACETRAP_CORPUS_H

#include "base/error.h"
#include "base/string_list.h"
#include "case/case.h"

#include <stdbool.h>

struct corpus_entry {
    char *name; /* the folder's */
    char *folder;
    struct bug_case loaded; /* empty where `broken` is set */
    struct error *broken;   /* NULL where the case is good */
};

struct corpus {
    struct corpus_entry *entries; /* by name */
    size_t count;
};

/*
 * Selects cases. Each of `arguments` is a case's name, a glob over names
 * (fnmatch(3)), the path of a case's folder, or of a folder of cases; none at
 * all selects everything in `folders`. Returns 0, or -1 where an argument
 * selects nothing or a folder cannot be read.
 */
int corpus_select(const struct string_list *folders, const struct string_list *arguments,
                  struct corpus *corpus, struct error *error);
void corpus_free(struct corpus *corpus);

#endif
