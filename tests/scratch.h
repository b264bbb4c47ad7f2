/*
 * A folder for one test, below TMPDIR, and files in it.
 */
#ifndef RACETRAP_TEST_SCRATCH_H
#define RACETRAP_TEST_SCRATCH_H

#include "base/alloc.h"
#include "base/file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline char *scratch_make(void)
{
    const char *parent = getenv("TMPDIR");
    char *folder = alloc_format("%s/racetrap-test.XXXXXX", parent == NULL ? "/tmp" : parent);

    cr_assert_not_null(mkdtemp(folder));
    return folder;
}

static inline void scratch_remove(char *folder)
{
    file_remove_tree(folder);
    free(folder);
}

/* `name` may have folders in it; they are made. */
static inline void scratch_write_bytes(const char *folder, const char *name, const char *bytes,
                                       size_t size)
{
    struct error error;
    char *path = alloc_format("%s/%s", folder, name);
    char *slash = strrchr(path, '/');

    *slash = '\0';
    cr_assert_eq(file_make_folders(path, &error), 0, "%s", error.text);
    *slash = '/';
    FILE *stream = fopen(path, "we");
    cr_assert_not_null(stream, "%s", path);
    cr_assert_eq(fwrite(bytes, 1, size, stream), size);
    cr_assert_eq(fclose(stream), 0);
    free(path);
}

static inline void scratch_write(const char *folder, const char *name, const char *text)
{
    scratch_write_bytes(folder, name, text, strlen(text));
}

#endif
