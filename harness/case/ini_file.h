/*
 * An ini file as a sequence of keys, each with the line it stands on. The only
 * user of inih. What is wrong with the form of the file (a line too long, not
 * UTF-8, a key or a section twice, a section without keys, a key without a
 * value) is found here; what keys mean is the caller's business.
 */
#ifndef RACETRAP_INI_FILE_H
#define RACETRAP_INI_FILE_H

#include "base/error.h"

#include <stdbool.h>

struct ini_item {
    const char *path;    /* for errors */
    const char *section; /* "" before the first one */
    const char *key, *value;
    unsigned line, section_line;
    bool section_is_new; /* the first key of its section */
    bool continues;      /* `value` goes on with the value of the key before */
};

/* Called for each item; returns 0, or -1 with *error set, which ends the reading. */
typedef int ini_take(void *context, const struct ini_item *item, struct error *error);

/* Returns 0, or -1 with *error naming file and line. A file that is not there: ERROR_SYSTEM. */
int ini_file_read(const char *path, ini_take *take, void *context, struct error *error);

#endif
