/*
 * Folders of cases for tests: a case that keeps the rules, to be spoilt.
 */
#ifndef RACETRAP_TEST_SAMPLE_H
#define RACETRAP_TEST_SAMPLE_H

#include "case/case.h"
#include "scratch.h"

#define SAMPLE_INI "title = T\nsummary = S\nclass = data-race\n"
#define SAMPLE_BUGGY                                                                               \
    "/* The story. */\n"                                                                           \
    "static int count;\n"                                                                          \
    "\n"                                                                                           \
    "int main(void)\n"                                                                             \
    "{\n"                                                                                          \
    "    count += 1; // want race\n"                                                               \
    "    return count - 1;\n"                                                                      \
    "}\n"
#define SAMPLE_FIXED                                                                               \
    "/* Why it holds. */\n"                                                                        \
    "int main(void)\n"                                                                             \
    "{\n"                                                                                          \
    "    return 0;\n"                                                                              \
    "}\n"

/* Writes a good case below `folder` with this name, which may have folders in it. */
static inline void sample_write(const char *folder, const char *name)
{
    char *path = alloc_format("%s/%s", folder, name);

    scratch_write(path, "case.ini", SAMPLE_INI);
    scratch_write(path, "buggy.c", SAMPLE_BUGGY);
    scratch_write(path, "fixed.c", SAMPLE_FIXED);
    free(path);
}

static inline void sample_remove(const char *folder, const char *name)
{
    char *path = alloc_format("%s/%s", folder, name);

    cr_assert_eq(remove(path), 0, "%s", path);
    free(path);
}

#endif
