/*
 * What a built program was made of beyond its sources: the headers, as the
 * compiler names them (-MMD), each with a digest of its content. Kept in a file
 * beside the program, so that a program whose header has changed since is not
 * taken for a fresh one, wherever that header lies.
 */
#ifndef RACETRAP_DEPENDENCIES_H
#define RACETRAP_DEPENDENCIES_H

#include "base/error.h"
#include "base/string_list.h"

#include <stdbool.h>

/* The target that a compiler is told to write (-MT) in a rule that dependencies_read reads. */
#define DEPENDENCIES_TARGET "racetrap"

/*
 * Adds what a make rule of a compiler's depends on to `paths`; a relative path is
 * one below `folder`. A rule that is not there adds nothing, and is -1.
 */
int dependencies_read(const char *rule, const char *folder, struct string_list *paths);

/* The same for the text of a rule. Pure. */
void dependencies_parse(const char *text, const char *folder, struct string_list *paths);

/* Writes each path with its digest to `file`. */
int dependencies_write(const struct string_list *paths, const char *file, struct error *error);

/* Whether all that `file` names still has the content that it says. */
bool dependencies_hold(const char *file);

#endif
