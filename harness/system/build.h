/*
 * A case's variant, or some source files, in one flavour -> a program that can be
 * run. Programs are cached by content: the key is a digest of the sources, their
 * paths (which debug information holds), the flags, the libraries' names, the
 * compiler's version and the library of an explored program; and the headers that
 * were included are compared with what they were. So a second run compiles
 * nothing, and a stale program cannot be run.
 *
 * C is compiled as gnu11 and C++ as gnu++17, both with -g -O0 -pthread.
 *
 * Any number of threads and processes may build in the same folder at once.
 */
#ifndef RACETRAP_BUILD_H
#define RACETRAP_BUILD_H

#include "base/error.h"
#include "base/string_list.h"
#include "case/case.h"
#include "system/binary.h"

#include <stdbool.h>
#include <stddef.h>

struct build_flavour {
    const char *name;
    const char *compiler;  /* for C; see compiler_for_cpp */
    const char *flags[10]; /* beyond those of every flavour; ends with NULL */
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

/* How to build; it borrows everything. */
struct build_request {
    const struct build_flavour *flavour;
    const char *folder; /* where programs are kept; it is created */
    /* Beyond those of the case; NULL: none. Paths in flags are absolute. */
    const struct string_list *flags, *libraries;
};

/* *program is a path that the caller frees; NULL where it fails. */
int build_program(const struct bug_case *built, enum variant variant,
                  const struct build_request *request, char **program, struct error *error);

/* The same for source files that are no case; the program is called after the first. */
int build_sources(const struct string_list *paths, const struct build_request *request,
                  char **program, struct error *error);

/* How many programs this process has compiled. */
size_t build_compiled_count(void);

#endif
