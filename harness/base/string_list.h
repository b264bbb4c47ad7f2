/*
 * A list of strings that ends with NULL, as exec and environments want it.
 * Ownership: the list owns its strings; string_list_free releases all.
 */
#ifndef RACETRAP_STRING_LIST_H
#define RACETRAP_STRING_LIST_H

#include <stddef.h>

struct string_list {
    char **items; /* NULL until the first add; then items[count] == NULL */
    size_t count;
};

__attribute__((format(printf, 2, 3))) void string_list_add(struct string_list *strings,
                                                           const char *format, ...);
void string_list_free(struct string_list *strings);

#endif
