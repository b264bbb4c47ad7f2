/*
 * Paths in a compiler's flags. A program is compiled in the folder of its source,
 * and recorded schedules are replayed from anywhere; who names a path means it
 * from where the command is given.
 */
#ifndef RACETRAP_FLAG_PATH_H
#define RACETRAP_FLAG_PATH_H

#include "base/string_list.h"

/* Adds each flag; where it names what is there, as in -Iinclude or -I include, by its absolute
 * path. `flags` may be NULL. */
void flag_paths_resolve(const struct string_list *flags, struct string_list *resolved);

#endif
