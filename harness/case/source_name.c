#include "case/source_name.h"

#include <stddef.h>
#include <string.h>

/* The ending with its dot; "" where there is none. */
static const char *ending_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');

    return dot == NULL || dot == name ? "" : dot;
}

bool source_name_is_cpp(const char *path)
{
    static const char *const endings[] = { ".cc", ".cpp", ".cxx" };
    bool found = false;

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        found |= strcmp(ending_of(path), endings[i]) == 0;
    }
    return found;
}

bool source_name_is_source(const char *path)
{
    return strcmp(ending_of(path), ".c") == 0 || source_name_is_cpp(path);
}
