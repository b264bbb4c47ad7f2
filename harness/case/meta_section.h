/*
 * The sections of case.ini: what is expected of one detector, or of a family.
 */
#ifndef RACETRAP_META_SECTION_H
#define RACETRAP_META_SECTION_H

#include "case/ini_file.h"
#include "case/meta.h"

/* Reads the header of the item's section into an empty struct. */
int meta_section_begin(struct meta_section *section, const struct ini_item *item,
                       struct error *error);

/* Stores one key of it. */
int meta_section_store(struct meta_section *section, const struct ini_item *item,
                       struct error *error);

/* Whether each says something, and says why where it departs from the default. */
int meta_sections_check(const struct meta *meta, const char *path, struct error *error);

#endif
