#include "case/ini_file.h"

#include "base/alloc.h"

#include <ctype.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 199 }; /* what inih can hold of a line */

struct reader {
    FILE *stream;
    const char *path;
    ini_take *take;
    void *context;
    struct error *error;
    unsigned line;
    unsigned section_line;
    bool section_used; /* a key has come since the section's header */
    bool continues;
    bool failed;
    struct {
        char *section, *key;
    } * seen;
    size_t seen_count;
};

__attribute__((format(printf, 3, 4))) static void complain(struct reader *reader, unsigned line,
                                                           const char *format, ...)
{
    char text[512];
    va_list arguments;

    if (!reader->failed) {
        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        reader->failed = true;
        error_set(reader->error, ERROR_CASE, reader->path, line, "%s", text);
    }
}

static bool text_is_utf8(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at != '\0') {
        unsigned more = *at < 0x80       ? 0
                        : *at >> 5 == 6  ? 1
                        : *at >> 4 == 14 ? 2
                        : *at >> 3 == 30 ? 3
                                         : 9;
        if (more == 9) {
            return false;
        }
        for (at++; more > 0; more--, at++) {
            if (*at >> 6 != 2) {
                return false;
            }
        }
    }
    return true;
}

/* inih passes over a section without keys; an author who wrote one meant something. */
static void section_end(struct reader *reader)
{
    if (reader->section_line != 0 && !reader->section_used) {
        complain(reader, reader->section_line,
                 "this section is empty; add `expect = ...`, `buggy = ...` or `fixed = ...`, or "
                 "remove it");
    }
}

static void line_check(struct reader *reader, const char *line, int size)
{
    if (strchr(line, '\n') == NULL && strlen(line) + 1 == (size_t)size) {
        complain(reader, reader->line,
                 "this line is longer than %d bytes; break it, and begin the next line with "
                 "blanks to continue the value",
                 LINE_MAX_BYTES);
    } else if (!text_is_utf8(line)) {
        complain(reader, reader->line, "this line is not UTF-8; save the file as UTF-8");
    }
}

/* inih tells of a line that it does not understand only at the end, when it is too late. */
static void form_check(struct reader *reader, const char *line)
{
    const char *text = line + strspn(line, " \t\r\n");
    bool empty = text[0] == '\0' || text[0] == ';' || text[0] == '#';

    if (line[0] == '[') {
        const char *end = strchr(line, ']');
        if (end == NULL || end == line + 1) {
            complain(reader, reader->line, "this line is neither `key = value` nor `[section]`");
        }
    } else if (!empty && !reader->continues && strpbrk(line, "=:") == NULL) {
        complain(reader, reader->line,
                 "this line is neither `key = value` nor `[section]` nor a `;` comment");
    } else if (!empty && (strstr(line, " ;") != NULL || strstr(line, "\t;") != NULL)) {
        complain(
            reader, reader->line,
            "what follows a blank and `;` would be taken for a comment and lost; put a comment "
            "on a line of its own, or reword the value");
    }
}

/* inih asks for a line; counting here is what lets errors name it. */
static char *line_read(char *buffer, int size, void *context)
{
    struct reader *reader = context;

    if (reader->failed || fgets(buffer, size, reader->stream) == NULL) {
        return NULL;
    }
    reader->line++;
    reader->continues = isspace((unsigned char)buffer[0]) != 0;
    line_check(reader, buffer, size);
    form_check(reader, buffer);
    if (buffer[0] == '[') {
        section_end(reader);
        reader->section_line = reader->line;
        reader->section_used = false;
    }
    return reader->failed ? NULL : buffer;
}

static bool is_seen(const struct reader *reader, const char *section, const char *key)
{
    for (size_t i = 0; i < reader->seen_count; i++) {
        if (strcmp(reader->seen[i].section, section) == 0 &&
            (key == NULL || strcmp(reader->seen[i].key, key) == 0)) {
            return true;
        }
    }
    return false;
}

static void remember(struct reader *reader, const char *section, const char *key)
{
    reader->seen = alloc_resized(reader->seen, reader->seen_count + 1, sizeof *reader->seen);
    reader->seen[reader->seen_count].section = alloc_copy(section);
    reader->seen[reader->seen_count++].key = alloc_copy(key);
}

static void item_check(struct reader *reader, const struct ini_item *item)
{
    const char *in = item->section[0] == '\0' ? "" : " in this section";

    if (item->section_is_new && is_seen(reader, item->section, NULL)) {
        complain(reader, item->section_line, "section [%s] is given twice; put its keys into one",
                 item->section);
    } else if (!item->continues && is_seen(reader, item->section, item->key)) {
        complain(reader, item->line, "`%s` is given twice%s; remove one", item->key, in);
    } else if (item->value[0] == '\0') {
        complain(reader, item->line, "`%s` has no value; give it one or remove the line",
                 item->key);
    }
}

/* Returns 1 for success, as inih wants it. */
static int key_take(void *context, const char *section, const char *key, const char *value)
{
    struct reader *reader = context;
    const struct ini_item item = { .path = reader->path,
                                   .section = section,
                                   .key = key,
                                   .value = value,
                                   .line = reader->line,
                                   .section_line = reader->section_line,
                                   .section_is_new = section[0] != '\0' && !reader->section_used,
                                   .continues = reader->continues && reader->seen_count > 0 };

    if (!reader->failed) {
        item_check(reader, &item);
    }
    reader->section_used = true;
    if (!reader->failed && reader->take(reader->context, &item, reader->error) != 0) {
        reader->failed = true;
    }
    remember(reader, section, key);
    return !reader->failed;
}

int ini_file_read(const char *path, ini_take *take, void *context, struct error *error)
{
    struct reader reader = { .path = path, .take = take, .context = context, .error = error };

    reader.stream = fopen(path, "re");
    if (reader.stream == NULL) {
        return error_set_errno(error, path, "cannot be opened");
    }
    int line = ini_parse_stream(line_read, &reader, key_take, &reader);
    if (line > 0) {
        complain(&reader, (unsigned)line,
                 "this line is neither `key = value` nor `[section]` nor a `;` comment");
    }
    section_end(&reader);
    fclose(reader.stream);
    for (size_t i = 0; i < reader.seen_count; i++) {
        free(reader.seen[i].section);
        free(reader.seen[i].key);
    }
    free(reader.seen);
    return reader.failed ? -1 : 0;
}
