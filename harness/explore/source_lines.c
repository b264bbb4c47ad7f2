#include "explore/source_lines.h"

#include "base/alloc.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>

enum { SOURCE_LIMIT = 16 << 20 };

struct source_file {
    char *path;
    char *text; /* NULL: cannot be read */
};

static const char *text_of(struct source_lines *lines, const char *path)
{
    struct error ignored;
    size_t size;

    for (size_t i = 0; i < lines->count; i++) {
        if (strcmp(lines->files[i].path, path) == 0) {
            return lines->files[i].text;
        }
    }
    lines->files = alloc_resized(lines->files, lines->count + 1, sizeof *lines->files);
    struct source_file *file = &lines->files[lines->count++];
    *file = (struct source_file){ .path = alloc_copy(path) };
    if (file_read(path, SOURCE_LIMIT, &file->text, &size, &ignored) != 0) {
        file->text = NULL;
    }
    return file->text;
}

/* Where the code ends: before blanks, and before a comment that reaches to the end. */
static int code_length(const char *line, size_t length)
{
    char quote = '\0';
    size_t end = length;

    for (size_t i = 0; i + 1 < length && end == length; i++) {
        if (quote != '\0') {
            i += line[i] == '\\';
            if (line[i] == quote) {
                quote = '\0';
            }
        } else if (line[i] == '"' || line[i] == '\'') {
            quote = line[i];
        } else if (line[i] == '/' && line[i + 1] == '/') {
            end = i;
        }
    }
    while (end > 0 && strchr(" \t\r", line[end - 1]) != NULL) {
        end--;
    }
    return (int)end;
}

const char *source_lines_code(struct source_lines *lines, const char *path, unsigned line,
                              int *length)
{
    const char *text = path == NULL || line == 0 ? NULL : text_of(lines, path);

    for (; text != NULL && line > 1; line--) {
        text = strchr(text, '\n');
        text += text != NULL;
    }
    if (text == NULL || *text == '\0') {
        return NULL;
    }
    text += strspn(text, " \t");
    *length = code_length(text, strcspn(text, "\n"));
    return text;
}

void source_lines_free(struct source_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        free(lines->files[i].path);
        free(lines->files[i].text);
    }
    free(lines->files);
    *lines = (struct source_lines){ 0 };
}
