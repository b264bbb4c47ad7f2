/*
 * A recipe: all that decides what comes of compiling a program; and how that is
 * done. It borrows everything.
 */
#ifndef RACETRAP_RECIPE_H
#define RACETRAP_RECIPE_H

#include "base/error.h"
#include "base/string_list.h"
#include "system/build.h"

#include <sha2.h>

struct recipe {
    const char *name;                  /* what the program is called, before its key */
    const char *folder;                /* where it is compiled: paths in flags begin there */
    const struct string_list *sources; /* absolute; at least one */
    const struct string_list *flags, *libraries; /* the author's own */
    const struct build_flavour *flavour;
    const char *explorer; /* the explorer's library */
};

/* A digest of it: the same recipe, the same program. What the sources include is not in it. */
int recipe_key(const struct recipe *recipe, char key[SHA256_DIGEST_STRING_LENGTH],
               struct error *error);

/*
 * Compiles and links `output`, and writes what its sources include to
 * `dependencies`; where the compiler does not tell, there is no such file.
 */
int recipe_make(const struct recipe *recipe, const char *output, const char *dependencies,
                struct error *error);

#endif
