#include "runtime/libc/arguments.h"
#include "runtime/engine/base.h"
#include "runtime/libc/malloc.h"
#include "runtime/libc/range.h"

#include <unistd.h>

static unsigned count_of(char **list)
{
    unsigned count = 0;

    while (list[count] != NULL) {
        count++;
    }
    return count;
}

static char **list_copy(char **list)
{
    size_t size = (count_of(list) + 1) * sizeof *list;
    char **copy = malloc_block(size, 0);

    if (copy == NULL) {
        base_die("there is no memory for the program's arguments");
    }
    base_copy(copy, list, size);
    return copy;
}

static char *text_copy(const char *text)
{
    size_t size = range_length(text, SIZE_MAX) + 1;
    char *copy = malloc_block(size, 0);

    if (copy == NULL) {
        base_die("there is no memory for the program's arguments");
    }
    base_copy(copy, text, size);
    return copy;
}

/* A program may write to its arguments (C11, 5.1.2.2.1), but to its environment only by setenv. */
void arguments_keep(char ***arguments, char ***environment)
{
    *arguments = list_copy(*arguments);
    for (char **argument = *arguments; *argument != NULL; argument++) {
        *argument = text_copy(*argument);
    }
    *environment = list_copy(*environment);
    environ = *environment;
}
