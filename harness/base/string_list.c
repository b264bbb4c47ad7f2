#include "base/string_list.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void string_list_add(struct string_list *strings, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) {
        abort();
    }
    va_end(arguments);
    strings->items = alloc_resized(strings->items, strings->count + 2, sizeof *strings->items);
    strings->items[strings->count++] = text;
    strings->items[strings->count] = NULL;
}

void string_list_free(struct string_list *strings)
{
    for (size_t i = 0; i < strings->count; i++) {
        free(strings->items[i]);
    }
    free(strings->items);
    *strings = (struct string_list){ 0 };
}
