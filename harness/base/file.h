/*
 * Whole small files: read into memory, written so that a reader sees either
 * the old content or the new one, never half of it.
 */
#ifndef RACETRAP_FILE_H
#define RACETRAP_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The content, NUL-terminated; the caller frees it. A file larger than `limit` bytes is an error.
 */
int file_read(const char *path, size_t limit, char **text, size_t *size, struct error *error);

/* A stream to a temporary file beside `path`; file_commit gives it its name, file_abandon drops it.
 */
struct file_draft {
    FILE *stream;
    char *path, *temporary;
};
int file_draft_open(const char *path, struct file_draft *draft, struct error *error);
int file_draft_commit(struct file_draft *draft, struct error *error);
void file_draft_abandon(struct file_draft *draft);

bool file_exists(const char *path);

/* Creates the folder and its parents. An existing one is fine. */
int file_make_folders(const char *path, struct error *error);

/* Removes a folder with all that is in it; what cannot be removed stays. */
void file_remove_tree(const char *path);

#endif
