/*
 * What every key of case.ini needs: to be complained about by file and line, and
 * to be stored where it is plain text.
 */
#ifndef RACETRAP_META_ITEM_H
#define RACETRAP_META_ITEM_H

#include "case/ini_file.h"

/* Returns -1 with *error (ERROR_CASE) naming the item's file and line. */
__attribute__((format(printf, 3, 4))) int meta_complain(const struct ini_item *item,
                                                        struct error *error, const char *format,
                                                        ...);

/* Stores the value, or appends it where the line goes on with the one before. */
int meta_text_store(char **field, const struct ini_item *item);

/* Refuses a value that goes on: only texts and lists do. */
int meta_word_check(const struct ini_item *item, struct error *error);

#endif
