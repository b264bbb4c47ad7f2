/*
 * What case.ini says of how its two programs are built: cflags, libs, sources.
 * Each is a list of words separated by blanks, which may go on over lines. A
 * path in them is one in the case's folder, and never leads out of it.
 */
#ifndef RACETRAP_META_BUILD_H
#define RACETRAP_META_BUILD_H

#include "case/ini_file.h"
#include "case/meta.h"

int meta_flags_store(struct meta *meta, const struct ini_item *item, struct error *error);
int meta_libraries_store(struct meta *meta, const struct ini_item *item, struct error *error);
int meta_sources_store(struct meta *meta, const struct ini_item *item, struct error *error);

#endif
