#include "cli/explore_result.h"

#include "base/alloc.h"
#include "base/file.h"
#include "cli/command.h"
#include "report/exploration_json.h"
#include "report/exploration_text.h"
#include "report/report.h"
#include "system/binary.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_DEFAULT = 100, WIDTH_MIN = 40, WIDTH_MAX = 1000 };

static unsigned terminal_width(void)
{
    const char *columns = getenv("COLUMNS");
    unsigned long width = columns == NULL ? 0 : strtoul(columns, NULL, 10);
    struct winsize size;

    if (width == 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        width = size.ws_col;
    }
    return width < WIDTH_MIN || width > WIDTH_MAX ? WIDTH_DEFAULT : (unsigned)width;
}

static int finding_save(const struct explore_result *result,
                        const struct exploration_finding *finding, const char *path,
                        struct error *error)
{
    const struct subject *subject = result->subject;
    char id[BINARY_ID_MAX];

    if (binary_build_id(subject->program, id, error) != 0) {
        return -1;
    }
    char *exit_status = result->exploration->exit_status < 0
                            ? NULL
                            : alloc_format("%d", result->exploration->exit_status);
    char *seed = alloc_format("%lu", (unsigned long)result->exploration->seed);
    struct schedule_file file = { .program = subject->program,
                                  .build_id = id,
                                  .source = subject->source,
                                  .beside = subject->beside,
                                  .flags = subject->flags,
                                  .libraries = subject->libraries,
                                  .variant = subject->variant,
                                  .compiler = subject->compiler,
                                  .volatile_as = subject->atomic_volatile ? (char *)"atomic" : NULL,
                                  .arguments = *result->arguments,
                                  .expect = subject->expect,
                                  .strategy = (char *)finding->strategy,
                                  .exit_status = exit_status,
                                  .seed = seed,
                                  .mode = (char *)result->exploration->mode,
                                  .kind = (char *)finding->kind,
                                  .schedule = (char *)finding->schedule };
    for (size_t i = 0; result->known != NULL && i < result->known->count; i++) {
        string_list_add(&file.ignores, "%s", result->known->items[i].text);
    }
    int status = schedule_file_write(&file, path, error);
    string_list_free(&file.ignores);
    free(exit_status);
    free(seed);
    return status;
}

int explore_result_save(struct explore_result *result, const char *chosen, const char *folder,
                        struct error *error)
{
    const struct exploration *exploration = result->exploration;
    char *below = alloc_format("%s/schedules", folder);
    int status =
        chosen != NULL || exploration->finding_count == 0 ? 0 : file_make_folders(below, error);

    result->saved = alloc_zeroed(exploration->finding_count + 1, sizeof *result->saved);
    for (size_t i = 0; i < exploration->finding_count && status == 0; i++) {
        const struct exploration_finding *finding = &exploration->findings[i];
        char *number = i == 0 ? alloc_copy("") : alloc_format(".%zu", i + 1);
        char *path = chosen != NULL ? alloc_format("%s%s", chosen, number)
                                    : alloc_format("%s/%s.%s%s", below, result->subject->name,
                                                   finding->kind, number);
        status = finding_save(result, finding, path, error);
        if (status == 0) {
            result->saved[i] = path;
        } else {
            free(path);
        }
        free(number);
    }
    free(below);
    return status;
}

static int json_print(const struct explore_result *result)
{
    char *none = NULL;
    char *const *saved = result->saved;
    struct file_draft draft;
    struct error error;
    int status = 0;

    if (saved == NULL) {
        saved = alloc_zeroed(result->exploration->finding_count + 1, sizeof none);
    }
    if (strcmp(result->json, "-") == 0) {
        status = exploration_json_write(result->exploration, saved, stdout, &error);
    } else if (file_draft_open(result->json, &draft, &error) != 0) {
        status = -1;
    } else if (exploration_json_write(result->exploration, saved, draft.stream, &error) != 0) {
        file_draft_abandon(&draft);
        status = -1;
    } else {
        status = file_draft_commit(&draft, &error);
    }
    if (result->saved == NULL) {
        free((void *)saved);
    }
    return status == 0 ? 0 : command_fail(result->command, &error);
}

static void replay_print(const char *saved)
{
    char *quoted = report_shell_quote(saved);

    printf("\nreplay: racetrap replay %s\n", quoted);
    free(quoted);
}

static void text_print(const struct explore_result *result)
{
    const struct exploration *exploration = result->exploration;
    const struct exploration_style style = {
        .interleaving = { .color = command_has_color(stdout),
                          .full = result->full,
                          .width = terminal_width() },
        .folder = result->subject->folder,
        .expect = result->subject->expect,
    };
    struct source_lines lines = { 0 };

    for (size_t i = 0; i < exploration->finding_count; i++) {
        exploration_print_finding(exploration, &exploration->findings[i], &style, &lines, stdout);
        if (result->saved != NULL && result->saved[i] != NULL) {
            replay_print(result->saved[i]);
        }
        putchar('\n');
    }
    exploration_print_summary(exploration, &style, stdout);
    /* One schedule meets one entry or the other. */
    exploration_print_ignored(exploration, strcmp(result->command, "replay") != 0, stdout);
    source_lines_free(&lines);
}

static int search_status(const struct exploration *exploration)
{
    return exploration->search == EXPLORATION_INTERRUPTED  ? EXIT_INTERRUPTED
           : exploration->finding_count > 0                ? EXIT_DEPARTURE
           : exploration->search == EXPLORATION_REFUSED    ? EXIT_BROKEN
           : exploration->search == EXPLORATION_INCOMPLETE ? EXIT_INCOMPLETE
                                                           : EXIT_AS_EXPECTED;
}

int explore_result_print(const struct explore_result *result)
{
    int status = search_status(result->exploration);
    int failed = result->json == NULL ? 0 : json_print(result);

    if (result->json == NULL || strcmp(result->json, "-") != 0) {
        text_print(result);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        struct error error;
        error_set_errno(&error, "stdout", "cannot be written");
        failed |= command_fail(result->command, &error);
    }
    return failed != 0 && status != EXIT_INTERRUPTED ? EXIT_BROKEN : status;
}

void explore_result_free(struct explore_result *result)
{
    for (size_t i = 0; result->saved != NULL && i < result->exploration->finding_count; i++) {
        free(result->saved[i]);
    }
    free(result->saved);
    result->saved = NULL;
}
