/*
 * A case's variant, or a source file, in one flavour -> a program that can be
 * run. Programs are cached by content: the key is a digest of the source, the
 * headers beside it, its path (which debug information holds), the flags, the
 * compiler's version and the library of an explored program, so a second run
 * compiles nothing, and a stale program cannot be run.
 *
 * Any number of threads and processes may build in the same folder at once.
 */
#ifndef RACETRAP_BUILD_H
#define RACETRAP_BUILD_H

#include "base/error.h"
#include "case/case.h"
#include "system/binary.h"

#include <stdbool.h>
#include <stddef.h>

struct build_flavour {
    const char *name;
    const char *compiler;
    const char *flags[10]; /* beyond BUILD_FLAGS; ends with NULL */
    enum binary_need need;
    bool explored; /* linked without `flags`, but with the explorer's library */
};

/* The explorer's library. Call once, before the first build; the path is kept, not copied. */
void build_use_explorer(const char *path);

/* Why nothing can be explored on a CPU like this one; NULL: it can. */
const char *build_exploring_lack(void);

/* How a compiler builds what shall be explored; where asked for, so that volatile accesses can be
 * told from others. */
int build_explored_flavour(const char *compiler, bool tells_volatile, struct build_flavour *flavour,
                           struct error *error);

/* What every flavour is built with: -O0, so that each source statement is there to be raced on. */
extern const char *const BUILD_FLAGS[];

/* `folder` is where programs are kept; it is created. *program is a path that the caller frees. */
int build_program(const struct bug_case *built, enum variant variant,
                  const struct build_flavour *flavour, const char *folder, char **program,
                  struct error *error);

/* The same for one source file that is no case. */
int build_source(const char *path, const struct build_flavour *flavour, const char *folder,
                 char **program, struct error *error);

/* How many programs this process has compiled. */
size_t build_compiled_count(void);

#endif
