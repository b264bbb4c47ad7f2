#include "base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *present(void *memory)
{
    if (memory == NULL) {
        abort();
    }
    return memory;
}

void *alloc_zeroed(size_t count, size_t size)
{
    return present(calloc(count == 0 ? 1 : count, size == 0 ? 1 : size));
}

void *alloc_resized(void *memory, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        abort();
    }
    return present(realloc(memory, count * size == 0 ? 1 : count * size));
}

char *alloc_copy(const char *text)
{
    return present(strdup(text));
}

char *alloc_copy_n(const char *text, size_t size)
{
    return present(strndup(text, size));
}

char *alloc_format(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) {
        abort();
    }
    return text;
}
