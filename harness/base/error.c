#include "base/error.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void place_set(struct error *error, enum error_code code, const char *file, unsigned line)
{
    error->code = code;
    error->line = line;
    snprintf(error->file, sizeof error->file, "%s", file == NULL ? "" : file);
}

int error_set(struct error *error, enum error_code code, const char *file, unsigned line,
              const char *format, ...)
{
    va_list arguments;

    place_set(error, code, file, line);
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return -1;
}

int error_set_errno(struct error *error, const char *file, const char *format, ...)
{
    int number = errno;
    va_list arguments;

    place_set(error, ERROR_SYSTEM, file, 0);
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    size_t used = strlen(error->text);
    snprintf(error->text + used, sizeof error->text - used, ": %s", strerror(number));
    return -1;
}

char *error_describe(const struct error *error)
{
    if (error->file[0] == '\0') {
        return alloc_format("%s", error->text);
    }
    if (error->line == 0) {
        return alloc_format("%s: %s", error->file, error->text);
    }
    return alloc_format("%s:%u: %s", error->file, error->line, error->text);
}
