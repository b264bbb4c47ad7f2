#include "case/case.h"

#include "base/alloc.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>

enum { SOURCE_LIMIT = 1 << 20 };

const char *variant_name(enum variant variant)
{
    return variant == VARIANT_BUGGY ? "buggy" : "fixed";
}

bool case_is_folder(const char *folder)
{
    static const char *const files[] = { "case.ini", "buggy.c", "fixed.c" };
    bool found = false;

    for (size_t i = 0; i < sizeof files / sizeof files[0] && !found; i++) {
        char *path = alloc_format("%s/%s", folder, files[i]);
        found = file_exists(path);
        free(path);
    }
    return found;
}

struct case_story case_story_find(const char *source)
{
    const char *start = source + strspn(source, " \t\r\n");
    const char *end = strncmp(start, "/*", 2) == 0 ? strstr(start, "*/") : NULL;
    struct case_story story = { .text = source, .code = source, .code_line = 1 };

    if (end == NULL) {
        return story;
    }
    story.text = start;
    story.length = (size_t)(end + 2 - start);
    story.code = end + 2 + strspn(end + 2, " \t\r\n");
    for (const char *at = source; at < story.code; at++) {
        story.code_line += *at == '\n';
    }
    return story;
}

static int source_read(const char *path, char **source, struct error *error)
{
    size_t size;

    if (file_read(path, SOURCE_LIMIT, source, &size, error) != 0) {
        return -1;
    }
    return strlen(*source) == size
               ? 0
               : error_set(error, ERROR_CASE, path, 0, "is not text: it has a NUL byte in it");
}

static int sources_load(struct bug_case *loaded, struct error *error)
{
    for (unsigned v = 0; v < VARIANT_COUNT; v++) {
        const char *path = loaded->source_path[v] =
            alloc_format("%s/%s.c", loaded->folder, variant_name((enum variant)v));
        if (!file_exists(path)) {
            return error_set(error, ERROR_CASE, path, 0,
                             "is missing; a case needs buggy.c, fixed.c and case.ini");
        }
        if (source_read(path, &loaded->source[v], error) != 0) {
            return -1;
        }
        if (case_story_find(loaded->source[v]).length == 0) {
            return error_set(error, ERROR_CASE, path, 1,
                             v == VARIANT_BUGGY
                                 ? "expected a header comment that tells the story of the bug"
                                 : "expected a header comment that says why the fix holds");
        }
    }
    return 0;
}

/* Is it another one of the case's sources, by another name? */
static bool part_is_known(const struct bug_case *loaded, const char *path)
{
    bool known = strcmp(path, loaded->source_path[VARIANT_BUGGY]) == 0 ||
                 strcmp(path, loaded->source_path[VARIANT_FIXED]) == 0;

    for (size_t i = 0; i < loaded->part_count; i++) {
        known |= strcmp(path, loaded->parts[i].path) == 0;
    }
    return known;
}

/* Takes `path`, the real one, which may be NULL. */
static int part_add(struct bug_case *loaded, const char *named, char *path, struct error *error)
{
    size_t length = strlen(loaded->folder);
    const char *fault = path == NULL ? "is not in the case's folder"
                        : strncmp(path, loaded->folder, length) != 0 || path[length] != '/'
                            ? "is a symbolic link that leads out of the case's folder"
                        : part_is_known(loaded, path) ? "is compiled anyway; remove it"
                                                      : NULL;

    if (fault != NULL) {
        free(path);
        return error_set(error, ERROR_CASE, loaded->meta_path, loaded->meta.sources_line, "`%s` %s",
                         named, fault);
    }
    struct case_part *part = &loaded->parts[loaded->part_count++];
    part->path = path;
    part->name = alloc_copy(path + length + 1);
    return source_read(part->path, &part->source, error);
}

static int parts_load(struct bug_case *loaded, struct error *error)
{
    const struct string_list *sources = &loaded->meta.sources;
    int status = 0;

    loaded->parts = alloc_zeroed(sources->count, sizeof *loaded->parts);
    for (size_t i = 0; i < sources->count && status == 0; i++) {
        char *path = alloc_format("%s/%s", loaded->folder, sources->items[i]);
        status = part_add(loaded, sources->items[i], realpath(path, NULL), error);
        free(path);
    }
    return status;
}

static int markers_load(struct bug_case *loaded, struct error *error)
{
    const char *buggy = loaded->source_path[VARIANT_BUGGY];
    const char *fixed = loaded->source_path[VARIANT_FIXED];
    struct markers none = { 0 };
    int status =
        markers_scan(loaded->source[VARIANT_BUGGY], "buggy.c", buggy, &loaded->markers, error);

    for (size_t i = 0; i < loaded->part_count && status == 0; i++) {
        const struct case_part *part = &loaded->parts[i];
        status = markers_scan(part->source, part->name, part->path, &loaded->markers, error);
    }
    if (status != 0 ||
        markers_scan(loaded->source[VARIANT_FIXED], "fixed.c", fixed, &none, error) != 0) {
        return -1;
    }
    if (none.count > 0) {
        error_set(error, ERROR_CASE, fixed, none.items[0].line,
                  "a fixed program has no markers; remove it, or move it to buggy.c");
        markers_free(&none);
        return -1;
    }
    if (loaded->markers.count == 0 && loaded->meta.outcome == 0) {
        return error_set(error, ERROR_CASE, buggy, 0,
                         "nothing is expected of this program; mark the line of the bug with "
                         "`// want KIND`, or declare `outcome = ...` in case.ini");
    }
    return 0;
}

static int expected_output_load(struct bug_case *loaded, struct error *error)
{
    char *path = alloc_format("%s/fixed.out", loaded->folder);
    int status = 0;

    if (file_exists(path)) {
        status =
            file_read(path, SOURCE_LIMIT, &loaded->expected_output, &loaded->expected_size, error);
    } else if (loaded->meta.outcome & kind_bit(KIND_WRONG_OUTPUT)) {
        status = error_set(error, ERROR_CASE, path, 0,
                           "is missing; `outcome = wrong-output` needs the right output to "
                           "compare with");
    }
    free(path);
    return status;
}

int case_load(const char *folder, struct bug_case *loaded, struct error *error)
{
    *loaded = (struct bug_case){ 0 };
    loaded->folder = realpath(folder, NULL);
    if (loaded->folder == NULL) {
        return error_set_errno(error, folder, "cannot be opened");
    }
    loaded->name = alloc_copy(strrchr(loaded->folder, '/') + 1);
    loaded->meta_path = alloc_format("%s/case.ini", loaded->folder);
    if (meta_load(loaded->meta_path, &loaded->meta, error) != 0 ||
        sources_load(loaded, error) != 0 || parts_load(loaded, error) != 0 ||
        markers_load(loaded, error) != 0 || expected_output_load(loaded, error) != 0) {
        case_free(loaded);
        return -1;
    }
    return 0;
}

void case_free(struct bug_case *loaded)
{
    free(loaded->name);
    free(loaded->folder);
    free(loaded->meta_path);
    meta_free(&loaded->meta);
    for (unsigned v = 0; v < VARIANT_COUNT; v++) {
        free(loaded->source_path[v]);
        free(loaded->source[v]);
    }
    for (size_t i = 0; i < loaded->part_count; i++) {
        free(loaded->parts[i].name);
        free(loaded->parts[i].path);
        free(loaded->parts[i].source);
    }
    free(loaded->parts);
    markers_free(&loaded->markers);
    free(loaded->expected_output);
    *loaded = (struct bug_case){ 0 };
}
