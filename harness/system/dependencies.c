#include "system/dependencies.h"

#include "base/alloc.h"
#include "base/file.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>

enum { RULE_LIMIT = 4 << 20 };

/* Moves to where the next path begins: over blanks, and over a newline that is quoted. */
static const char *gap_skip(const char *at)
{
    for (;;) {
        at += strspn(at, " \t");
        if (at[0] != '\\' || at[1] != '\n') {
            return at;
        }
        at += 2;
    }
}

/* One path as make quotes it: a backslash before a blank or #, and $$ for $. */
static const char *path_take(const char *at, char *path)
{
    while (*at != '\0' && strchr(" \t\n", *at) == NULL && (at[0] != '\\' || at[1] != '\n')) {
        bool quoted =
            (at[0] == '\\' && strchr(" \t#\\", at[1]) != NULL) || (at[0] == '$' && at[1] == '$');
        at += quoted && at[1] != '\0';
        *path++ = *at++;
    }
    *path = '\0';
    return at;
}

void dependencies_parse(const char *text, const char *folder, struct string_list *paths)
{
    const size_t target = sizeof DEPENDENCIES_TARGET - 1;
    char *path = alloc_zeroed(strlen(text) + 1, 1);

    if (strncmp(text, DEPENDENCIES_TARGET, target) == 0 && text[target] == ':') {
        for (const char *at = gap_skip(text + target + 1); *at != '\0' && *at != '\n';
             at = gap_skip(at)) {
            at = path_take(at, path);
            if (path[0] == '/') {
                string_list_add(paths, "%s", path);
            } else {
                string_list_add(paths, "%s/%s", folder, path);
            }
        }
    }
    free(path);
}

int dependencies_read(const char *rule, const char *folder, struct string_list *paths)
{
    struct error ignored;
    char *text;
    size_t size;

    if (file_read(rule, RULE_LIMIT, &text, &size, &ignored) != 0) {
        return -1;
    }
    dependencies_parse(text, folder, paths);
    free(text);
    return 0;
}

int dependencies_write(const struct string_list *paths, const char *file, struct error *error)
{
    struct file_draft draft;

    if (file_draft_open(file, &draft, error) != 0) {
        return -1;
    }
    for (size_t i = 0; i < paths->count; i++) {
        char digest[SHA256_DIGEST_STRING_LENGTH];
        if (SHA256File(paths->items[i], digest) == NULL) {
            file_draft_abandon(&draft);
            return error_set_errno(error, paths->items[i], "cannot be read");
        }
        fprintf(draft.stream, "%s %s\n", digest, paths->items[i]);
    }
    return file_draft_commit(&draft, error);
}

static bool line_holds(const char *line, size_t length)
{
    char digest[SHA256_DIGEST_STRING_LENGTH];
    const size_t size = sizeof digest - 1;

    if (length < size + 2 || line[size] != ' ') {
        return false;
    }
    char *path = alloc_copy_n(line + size + 1, length - size - 1);
    bool holds = SHA256File(path, digest) != NULL && strncmp(line, digest, size) == 0;
    free(path);
    return holds;
}

bool dependencies_hold(const char *file)
{
    struct error ignored;
    bool holds = true;
    char *text;
    size_t size;

    if (file_read(file, RULE_LIMIT, &text, &size, &ignored) != 0) {
        return false;
    }
    for (const char *line = text; *line != '\0' && holds;) {
        size_t length = strcspn(line, "\n");
        holds = line_holds(line, length);
        line += length + (line[length] == '\n');
    }
    free(text);
    return holds;
}
