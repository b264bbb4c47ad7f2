#include "explore/known_finding.h"

#include "base/alloc.h"
#include "base/file.h"
#include "explore/symbol.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 20 };
static const char BLANKS[] = " \t\r";

/* Those of runtime/engine/violation.c, which the harness does not link. */
static const char *const KINDS[] = {
    "crash",          "wrong-exit",    "wrong-output",   "deadlock",         "livelock",
    "hang",           "lost-wakeup",   "use-after-free", "only-by-time-out", "double-free",
    "invalid-free",   "race",          "relock",         "unlock-not-held",  "unlock-foreign",
    "destroy-locked", "rwlock-misuse", "cond-misuse",    "use-invalid-lock", "sem-misuse",
    "barrier-misuse", "thread-misuse", "reinit",         "lock-leak",        "api-error",
    "thread-leak",
};
enum { KIND_COUNT = sizeof KINDS / sizeof KINDS[0] };

const char *known_finding_kind(size_t index)
{
    return index < KIND_COUNT ? KINDS[index] : NULL;
}

/* Where the entry stands goes before what is wrong with it. */
static int complain(const struct known_finding *entry, struct error *error, const char *what)
{
    return entry->from == NULL
               ? error_set(error, ERROR_USAGE, NULL, 0, "--ignore %s: %s", entry->text, what)
               : error_set(error, ERROR_USAGE, entry->from, entry->from_line, "`%s`: %s",
                           entry->text, what);
}

static int kind_complain(const struct known_finding *entry, struct error *error)
{
    char *kinds = alloc_copy("");

    for (size_t i = 0; i < KIND_COUNT; i++) {
        char *longer = alloc_format("%s%s, ", kinds, KINDS[i]);
        free(kinds);
        kinds = longer;
    }
    char *what = alloc_format("`%s` is no kind of finding; there are %sand * for all of them",
                              entry->kind, kinds);
    int status = complain(entry, error, what);
    free(what);
    free(kinds);
    return status;
}

static int kind_check(const struct known_finding *entry, struct error *error)
{
    if (strcmp(entry->kind, "*") == 0) {
        return 0;
    }
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (strcmp(entry->kind, KINDS[i]) == 0) {
            return 0;
        }
    }
    return kind_complain(entry, error);
}

/* "queue.c:12" is a line; "queue::push" is a function. */
static int place_read(struct known_finding *entry, const char *place, struct error *error)
{
    const char *colon = strrchr(place, ':');
    char *end = NULL;
    unsigned long line = colon == NULL ? 0 : strtoul(colon + 1, &end, 10);

    if (colon != NULL && colon > place && line > 0 && line < 1u << 30 && *end == '\0') {
        entry->file = alloc_copy_n(place, (size_t)(colon - place));
        entry->line = (unsigned)line;
        return 0;
    }
    entry->function = alloc_copy(place);
    return place[0] == '\0' ? complain(entry, error,
                                       "after the @ a FUNCTION or a FILE:LINE is "
                                       "expected")
                            : 0;
}

static void entry_free(struct known_finding *entry)
{
    free(entry->text);
    free(entry->kind);
    free(entry->function);
    free(entry->file);
    free(entry->from);
}

int known_findings_add(struct known_findings *known, const char *text, const char *from,
                       unsigned from_line, struct error *error)
{
    const char *at = strchr(text, '@');
    struct known_finding entry = { .text = alloc_copy(text),
                                   .kind = alloc_copy_n(text, at == NULL ? strlen(text)
                                                                         : (size_t)(at - text)),
                                   .from = from == NULL ? NULL : alloc_copy(from),
                                   .from_line = from_line };
    int status = kind_check(&entry, error);

    if (status == 0 && strchr(text, '\n') != NULL) {
        status = complain(&entry, error, "it is more than one line");
    }
    if (status == 0 && at != NULL) {
        status = place_read(&entry, at + 1, error);
    }
    if (status != 0) {
        entry_free(&entry);
        return -1;
    }
    known->items = alloc_resized(known->items, known->count + 1, sizeof *known->items);
    known->items[known->count++] = entry;
    return 0;
}

/* Without its comment, and the blanks around it. */
static char *line_clean(const char *line, size_t length)
{
    const char *hash = memchr(line, '#', length);
    size_t size = hash == NULL ? length : (size_t)(hash - line);

    for (; size > 0 && strchr(BLANKS, line[0]) != NULL; size--) {
        line++;
    }
    while (size > 0 && strchr(BLANKS, line[size - 1]) != NULL) {
        size--;
    }
    return alloc_copy_n(line, size);
}

int known_findings_read(struct known_findings *known, const char *path, struct error *error)
{
    char *text;
    size_t size;
    unsigned number = 0;
    int status = file_read(path, FILE_LIMIT, &text, &size, error);

    if (status != 0) {
        return -1;
    }
    for (const char *line = text; *line != '\0' && status == 0;) {
        size_t length = strcspn(line, "\n");
        char *entry = line_clean(line, length);
        number++;
        if (entry[0] != '\0') {
            status = known_findings_add(known, entry, path, number, error);
        }
        free(entry);
        line += length + (line[length] == '\n');
    }
    free(text);
    return status;
}

static int place_resolve(const struct known_finding *entry, struct symbols *symbols,
                         struct code_ranges *ranges, struct error *error)
{
    bool has_file = true;

    if (entry->function != NULL) {
        symbols_function(symbols, entry->function, ranges);
    } else {
        has_file = symbols_line(symbols, entry->file, entry->line, ranges);
    }
    if (ranges->count > 0) {
        return 0;
    }
    char *what =
        entry->function != NULL
            ? alloc_format("the program has no function `%s` of its own", entry->function)
        : has_file
            ? alloc_format("there is no code at line %u of %s", entry->line, entry->file)
            : alloc_format("the program has no file %s, or no debug information (-g)", entry->file);
    int status = complain(entry, error, what);
    free(what);
    return status;
}

static int entry_write(const struct known_finding *entry, struct symbols *symbols, FILE *stream,
                       struct error *error)
{
    struct code_ranges ranges = { 0 };

    if ((entry->function != NULL || entry->file != NULL) &&
        place_resolve(entry, symbols, &ranges, error) != 0) {
        return -1;
    }
    fputs(entry->kind, stream);
    for (size_t i = 0; i < ranges.count; i++) {
        fprintf(stream, " %" PRIx64 "-%" PRIx64, ranges.items[i].begin, ranges.items[i].end);
    }
    fprintf(stream, " = %s\n", entry->text);
    code_ranges_free(&ranges);
    return 0;
}

int known_findings_resolve(const struct known_findings *known, const char *program, char **text,
                           struct error *error)
{
    const struct symbol_module module = { program, 0 }; /* as addresses are in its file */
    struct symbols *symbols;
    size_t size;
    int status = 0;

    *text = NULL;
    if (known->count == 0) {
        return 0;
    }
    if (symbols_open(&module, 1, &symbols, error) != 0) {
        return -1;
    }
    FILE *stream = open_memstream(text, &size);
    if (stream == NULL) {
        abort();
    }
    for (size_t i = 0; i < known->count && status == 0; i++) {
        status = entry_write(&known->items[i], symbols, stream, error);
    }
    fclose(stream);
    symbols_close(symbols);
    if (status != 0) {
        free(*text);
        *text = NULL;
    }
    return status;
}

void known_findings_free(struct known_findings *known)
{
    for (size_t i = 0; i < known->count; i++) {
        entry_free(&known->items[i]);
    }
    free(known->items);
    *known = (struct known_findings){ 0 };
}
