/*
 * Names that nobody else has: POSIX.1-2017, mkstemp, mkdtemp, tmpnam, tempnam;
 * Linux's manual page mkstemps. What lies there is put away after the schedule.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/range.h"
#include "runtime/libc/temporary.h"
#include "runtime/libc/work_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

static void name_note(const char *path)
{
    const char *outside = work_folder_name(path);

    if (outside != NULL) {
        temporary_note(outside);
    }
}

/* What to give to libc instead of the template, which it writes to. */
static char *template_begin(char *path, const char *does, uintptr_t pc)
{
    range_read_string(path, pc);
    outside_use(pc, "%s like %s", does, path);
    return (char *)(uintptr_t)work_folder_make(AT_FDCWD, path, does);
}

/* The last part of a path is the same wherever it leads: it is where the name was made up. */
static void template_end(char *path, const char *used, uintptr_t pc)
{
    char *name = (char *)(uintptr_t)base_name(path);
    size_t length = base_length(name);

    if (used != path) {
        base_copy(name, base_name(used), length);
    }
    range_wrote(name, length, pc);
    name_note(used);
}

/* A function that makes a file, and returns its descriptor. */
// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define MAKE_FILE(name, parameters, arguments)                                                     \
    EXPORT int name parameters                                                                     \
    {                                                                                              \
        if (!call_is_seen(CALLER)) {                                                               \
            return LIBC(name) arguments;                                                           \
        }                                                                                          \
        char *given = path;                                                                        \
        path = template_begin(given, "makes a file", CALLER);                                      \
        int file = LIBC(name) arguments;                                                           \
        if (file >= 0) {                                                                           \
            template_end(given, path, CALLER);                                                     \
        }                                                                                          \
        return file;                                                                               \
    }
// NOLINTEND(bugprone-macro-parentheses)

MAKE_FILE(mkstemp, (char *path), (path))
MAKE_FILE(mkostemp, (char *path, int flags), (path, flags))
MAKE_FILE(mkstemps, (char *path, int suffix), (path, suffix))
MAKE_FILE(mkostemps, (char *path, int suffix, int flags), (path, suffix, flags))

EXPORT char *mkdtemp(char *path)
{
    if (!call_is_seen(CALLER)) {
        return LIBC(mkdtemp)(path);
    }
    char *used = template_begin(path, "makes a folder", CALLER);
    if (LIBC(mkdtemp)(used) == NULL) {
        return NULL;
    }
    template_end(path, used, CALLER);
    return path;
}

/* Nothing is made yet; who makes it there shares it with nobody. */
static char *name_made(char *name, uintptr_t pc)
{
    if (name != NULL && call_is_seen(pc)) {
        range_wrote(name, base_length(name) + 1, pc);
        name_note(name);
    }
    return name;
}

EXPORT char *tmpnam(char to[L_tmpnam])
{
    return name_made(LIBC(tmpnam)(to), CALLER);
}

EXPORT char *tmpnam_r(char to[L_tmpnam])
{
    return name_made(LIBC(tmpnam_r)(to), CALLER);
}

EXPORT char *tempnam(const char *folder, const char *prefix)
{
    return name_made(LIBC(tempnam)(folder, prefix), CALLER);
}

EXPORT int mkstemp64(char *path) __attribute__((alias("mkstemp")));
EXPORT int mkostemp64(char *path, int flags) __attribute__((alias("mkostemp")));
EXPORT int mkstemps64(char *path, int suffix) __attribute__((alias("mkstemps")));
EXPORT int mkostemps64(char *path, int suffix, int flags) __attribute__((alias("mkostemps")));
