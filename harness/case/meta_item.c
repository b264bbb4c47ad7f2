#include "case/meta_item.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int meta_complain(const struct ini_item *item, struct error *error, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return error_set(error, ERROR_CASE, item->path, item->line, "%s", text);
}

int meta_text_store(char **field, const struct ini_item *item)
{
    if (item->continues && *field != NULL) {
        char *longer = alloc_format("%s %s", *field, item->value);
        free(*field);
        *field = longer;
    } else {
        free(*field);
        *field = alloc_copy(item->value);
    }
    return 0;
}

/* Only a text goes on over lines. */
int meta_word_check(const struct ini_item *item, struct error *error)
{
    return !item->continues
               ? 0
               : meta_complain(item, error,
                               "`%s` takes one line; this one begins with a blank and so "
                               "continues it",
                               item->key);
}
