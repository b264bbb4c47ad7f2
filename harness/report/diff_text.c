#include "report/diff_text.h"

#include "base/alloc.h"
#include "base/file.h"
#include "report/paint.h"
#include "system/process.h"

#include <stdlib.h>
#include <string.h>

static int draft_write(const char *path, const char *text, struct error *error)
{
    struct file_draft draft;

    if (file_draft_open(path, &draft, error) != 0) {
        return -1;
    }
    fputs(text, draft.stream);
    return file_draft_commit(&draft, error);
}

static void diff_print(const char *diff, bool color, FILE *stream)
{
    unsigned header = 2;
    bool first = true;

    while (*diff != '\0') {
        size_t length = strcspn(diff, "\n");
        enum paint paint = *diff == '+' ? PAINT_GOOD : *diff == '-' ? PAINT_BAD : PAINT_FAINT;
        if (header > 0) {
            header--;
        } else if (*diff != '@') {
            fprintf(stream, "  %s%.*s%s\n", *diff == ' ' ? "" : paint_begin(color, paint),
                    (int)length, diff, *diff == ' ' ? "" : paint_end(color));
        } else if (!first) {
            fputs("  ...\n", stream);
        }
        first = first && (header > 0 || *diff != '@');
        diff += length + (diff[length] == '\n');
    }
}

/* The two programs without their header comments and markers, compared by diff(1) in `folder`. */
static int diff_make(const struct bug_case *shown, bool color, FILE *stream, const char *folder,
                     struct error *error)
{
    static const char *const names[] = { "buggy.c", "fixed.c" };
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = {
        .argv = &argv, .folder = folder, .timeout = 60, .output_limit = 1 << 20
    };
    int status = 0;

    for (unsigned v = 0; status == 0 && v < VARIANT_COUNT; v++) {
        char *path = alloc_format("%s/%s", folder, names[v]);
        char *code = markers_blank(case_story_find(shown->source[v]).code);
        status = draft_write(path, code, error);
        free(code);
        free(path);
    }
    string_list_add(&argv, "diff");
    string_list_add(&argv, "-u");
    string_list_add(&argv, "%s", names[VARIANT_BUGGY]);
    string_list_add(&argv, "%s", names[VARIANT_FIXED]);
    if (status == 0 && (status = process_run(&spec, &result, error)) == 0) {
        diff_print(result.out.text, color, stream);
        process_result_free(&result);
    }
    string_list_free(&argv);
    return status;
}

int diff_text_print(const struct bug_case *shown, bool color, FILE *stream, struct error *error)
{
    const char *temporary = getenv("TMPDIR");
    char *folder = alloc_format("%s/racetrap-show.XXXXXX", temporary == NULL ? "/tmp" : temporary);
    int status = mkdtemp(folder) == NULL ? error_set_errno(error, folder, "cannot be created")
                                         : diff_make(shown, color, stream, folder, error);

    file_remove_tree(folder);
    free(folder);
    return status;
}
