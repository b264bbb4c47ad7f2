#include "base/file.h"

#include "base/alloc.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int stream_read(FILE *stream, const char *path, size_t limit, char **text, size_t *size,
                       struct error *error)
{
    char *buffer = alloc_zeroed(limit + 2, 1);
    size_t used = fread(buffer, 1, limit + 1, stream);

    if (ferror(stream)) {
        free(buffer);
        return error_set_errno(error, path, "cannot be read");
    }
    if (used > limit) {
        free(buffer);
        return error_set(error, ERROR_SYSTEM, path, 0, "is larger than the %zu bytes expected here",
                         limit);
    }
    buffer[used] = '\0';
    *text = alloc_resized(buffer, used + 1, 1);
    *size = used;
    return 0;
}

int file_read(const char *path, size_t limit, char **text, size_t *size, struct error *error)
{
    FILE *stream = fopen(path, "re");

    if (stream == NULL) {
        return error_set_errno(error, path, "cannot be opened");
    }
    int status = stream_read(stream, path, limit, text, size, error);
    fclose(stream);
    return status;
}

int file_draft_open(const char *path, struct file_draft *draft, struct error *error)
{
    struct stat status;
    bool device = stat(path, &status) == 0 && !S_ISREG(status.st_mode);

    /* A device, a pipe or /dev/stdout cannot be replaced by renaming; it is written in place. */
    draft->path = alloc_copy(path);
    draft->temporary = device ? alloc_copy(path) : alloc_format("%s.%ld.tmp", path, (long)getpid());
    draft->stream = fopen(draft->temporary, "we");
    if (draft->stream == NULL) {
        error_set_errno(error, path, "cannot be written");
        free(draft->path);
        free(draft->temporary);
        return -1;
    }
    return 0;
}

int file_draft_commit(struct file_draft *draft, struct error *error)
{
    bool failed = ferror(draft->stream) != 0;
    bool named = strcmp(draft->path, draft->temporary) != 0;
    int status = 0;

    failed = fclose(draft->stream) != 0 || failed;
    if (failed) {
        status = error_set_errno(error, draft->path, "cannot be written");
    } else if (named && rename(draft->temporary, draft->path) != 0) {
        status = error_set_errno(error, draft->path, "cannot be replaced");
    }
    if (status != 0 && named) {
        unlink(draft->temporary);
    }
    free(draft->path);
    free(draft->temporary);
    return status;
}

void file_draft_abandon(struct file_draft *draft)
{
    fclose(draft->stream);
    if (strcmp(draft->path, draft->temporary) != 0) {
        unlink(draft->temporary);
    }
    free(draft->path);
    free(draft->temporary);
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* Leaves errno alone where it is none. */
static bool path_is_folder(const char *path)
{
    int number = errno;
    struct stat status;
    bool is_folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);

    errno = number;
    return is_folder;
}

int file_make_folders(const char *path, struct error *error)
{
    char *partial = alloc_copy(path);
    int status = 0;

    for (char *end = partial + 1; status == 0; end++) {
        if (*end != '/' && *end != '\0') {
            continue;
        }
        char kept = *end;
        *end = '\0';
        if (mkdir(partial, 0777) != 0 && !path_is_folder(partial)) {
            status = errno == EEXIST
                         ? error_set(error, ERROR_SYSTEM, partial, 0,
                                     "is there already, and is no folder; choose another path")
                         : error_set_errno(error, partial, "cannot be created");
        }
        *end = kept;
        if (kept == '\0') {
            break;
        }
    }
    free(partial);
    return status;
}

static int entry_remove(const char *path, const struct stat *status, int type, struct FTW *position)
{
    (void)status;
    (void)type;
    (void)position;
    remove(path);
    return 0;
}

void file_remove_tree(const char *path)
{
    nftw(path, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
}
