#include "detect/valgrind_crash.h"

#include "base/alloc.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char TOOL_OBJECT[] = "/vgpreload_", LIBC_OBJECT[] = "/libc.so";

void valgrind_crash_add(struct valgrind_crash *crash, const char *function, const char *object)
{
    if (crash->frame_count == VALGRIND_CRASH_FRAMES) {
        return;
    }
    size_t at = crash->frame_count++;
    snprintf(crash->frames[at].function, sizeof crash->frames[at].function, "%s", function);
    crash->frames[at].in_tool = strstr(object, TOOL_OBJECT) != NULL;
    crash->frames[at].in_libc = strstr(object, LIBC_OBJECT) != NULL;
}

/* "pthread_create" of "pthread_create@*" and "pthread_create@@GLIBC_2.34". */
static size_t name_length(const char *function)
{
    return strcspn(function, "@");
}

static bool names_are_same(const char *left, const char *right)
{
    size_t length = name_length(left);

    return length == name_length(right) && strncmp(left, right, length) == 0;
}

/* Replacements of memcpy and its like are no wrappers: what crashes there is the program's. */
static bool is_wrapper(const char *function)
{
    static const char *const starts[] = { "pthread_", "sem_", "thrd_", "mtx_", "cnd_" };
    bool found = false;

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        found |= strncmp(function, starts[i], strlen(starts[i])) == 0;
    }
    return found;
}

/* The innermost frame in the tool's library; frame_count: there is none. */
static size_t tool_find(const struct valgrind_crash *crash)
{
    size_t at = 0;

    while (at < crash->frame_count && !crash->frames[at].in_tool) {
        at++;
    }
    return at;
}

static bool is_tools_own(const struct valgrind_crash *crash, size_t at)
{
    const char *function = at < crash->frame_count ? crash->frames[at].function : "";

    return is_wrapper(function) && at + 1 < crash->frame_count && crash->frames[at + 1].in_libc &&
           (at == 0 || !names_are_same(crash->frames[at - 1].function, function));
}

char *valgrind_crash_describe(const struct valgrind_crash *crash, const char *said)
{
    size_t at = tool_find(crash);

    if (crash->signal == SIGILL && strstr(said, "unhandled instruction") != NULL) {
        return alloc_copy("the program has an instruction that Valgrind does not know");
    }
    if (crash->signal == 0 || !is_tools_own(crash, at)) {
        return NULL;
    }
    return alloc_format("it crashed in its own wrapper of %.*s, at %s, for a call of the C library",
                        (int)name_length(crash->frames[at].function), crash->frames[at].function,
                        crash->frames[0].function);
}
