/*
 * The runtime's way in: it stands between the C library's start and the
 * program's main, and runs main as often as the search wants.
 */
#include "runtime/engine/base.h"
#include "runtime/search/execute.h"
#include "runtime/search/search.h"

typedef int main_function(int, char **, char **);
typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void),
                           void (*)(void), void *);

static main_function *program_main;

static int search_main(int argument_count, char **arguments, char **environment)
{
    const struct execute_program program = { program_main, argument_count, arguments, environment };

    return search_run(&program);
}

EXPORT int __libc_start_main(main_function *main, int argument_count, char **arguments,
                             void (*init)(void), void (*fini)(void), void (*loader_fini)(void),
                             void *stack_end);

int __libc_start_main(main_function *main, int argument_count, char **arguments, void (*init)(void),
                      void (*fini)(void), void (*loader_fini)(void), void *stack_end)
{
    start_function *real = (start_function *)base_next("__libc_start_main");

    program_main = main;
    return real(search_main, argument_count, arguments, init, fini, loader_fini, stack_end);
}
