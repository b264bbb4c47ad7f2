#include "cli/flag_path.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* How much of a flag comes before its path; 0: it takes none. */
static size_t path_begin(const char *flag)
{
    static const char *const takers[] = { "-idirafter", "-imacros", "-include", "-iquote",
                                          "-isystem",   "-I",       "-L" };

    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
        if (strncmp(flag, takers[i], strlen(takers[i])) == 0) {
            return strlen(takers[i]);
        }
    }
    return 0;
}

static void flag_add(const char *flag, size_t begin, struct string_list *resolved)
{
    char *path = realpath(flag + begin, NULL);

    if (path == NULL) {
        string_list_add(resolved, "%s", flag);
    } else {
        string_list_add(resolved, "%.*s%s", (int)begin, flag, path);
    }
    free(path);
}

void flag_paths_resolve(const struct string_list *flags, struct string_list *resolved)
{
    bool path_is_next = false;

    for (size_t i = 0; flags != NULL && i < flags->count; i++) {
        const char *flag = flags->items[i];
        size_t begin = path_begin(flag);
        if (path_is_next) {
            flag_add(flag, 0, resolved);
        } else if (begin > 0 && flag[begin] != '\0') {
            flag_add(flag, begin, resolved);
        } else {
            string_list_add(resolved, "%s", flag);
        }
        path_is_next = !path_is_next && begin > 0 && flag[begin] == '\0';
    }
}
