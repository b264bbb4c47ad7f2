#include "cli/command.h"

#include "base/alloc.h"
#include "base/file.h"
#include "detect/detector.h"
#include "system/process.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int command_fail(const char *command, const struct error *error)
{
    char *text = error_describe(error);

    fprintf(stderr, "racetrap %s: %s\n", command, text);
    free(text);
    return EXIT_BROKEN;
}

static int work_do(const struct command_line *line, const struct install *install,
                   const char *command, const struct string_list *operands)
{
    struct error error;
    int status = line->work(install, operands, line->settings, &error);

    if (status >= 0) {
        return status;
    }
    command_fail(command, &error);
    return error.code == ERROR_INTERRUPTED ? EXIT_INTERRUPTED : EXIT_BROKEN;
}

int command_perform(const struct command_line *line, const struct install *install, int argc,
                    char **argv)
{
    struct string_list operands = { 0 };
    int status = EXIT_AS_EXPECTED;

    switch (options_read(line->options, line->help, argc, argv, &operands)) {
    case OPTIONS_WRONG:
        status = EXIT_BROKEN;
        break;
    case OPTIONS_HELPED:
        break;
    case OPTIONS_READ:
        status = work_do(line, install, argv[0], &operands);
        break;
    }
    options_free(line->options);
    string_list_free(&operands);
    return status;
}

int command_select(const struct install *install, const struct string_list *folders,
                   const struct string_list *arguments, struct corpus *corpus, struct error *error)
{
    struct string_list installed = { 0 };

    string_list_add(&installed, "%s", install->cases);
    int status = corpus_select(folders->count > 0 ? folders : &installed, arguments, corpus, error);
    string_list_free(&installed);
    return status;
}

static bool detector_is_chosen(const struct string_list *names, const struct detector *detector)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], detector->name) == 0 ||
            strcmp(names->items[i], detector->family) == 0) {
            return true;
        }
    }
    return names->count == 0;
}

static bool detector_is_known(const char *name)
{
    for (size_t i = 0; DETECTORS[i] != NULL; i++) {
        if (strcmp(name, DETECTORS[i]->name) == 0 || strcmp(name, DETECTORS[i]->family) == 0) {
            return true;
        }
    }
    return false;
}

int command_detectors(const struct string_list *names, const struct detector *chosen[],
                      struct error *error)
{
    size_t count = 0;

    for (size_t i = 0; i < names->count; i++) {
        if (!detector_is_known(names->items[i])) {
            return error_set(error, ERROR_USAGE, NULL, 0,
                             "`%s` is no detector; `racetrap doctor` shows them", names->items[i]);
        }
    }
    for (size_t i = 0; DETECTORS[i] != NULL; i++) {
        if (detector_is_chosen(names, DETECTORS[i])) {
            chosen[count++] = DETECTORS[i];
        }
    }
    chosen[count] = NULL;
    return 0;
}

char *command_build_folder(const char *chosen, struct error *error)
{
    char *folder = chosen == NULL ? install_build_folder() : alloc_copy(chosen);
    char *found = NULL;

    if (file_make_folders(folder, error) == 0) {
        found = realpath(folder, NULL);
        if (found == NULL) {
            error_set_errno(error, folder, "cannot be found");
        } else if (access(found, W_OK | X_OK) != 0) {
            error_set_errno(error, found, "cannot be written; choose a folder with --build-dir");
            free(found);
            found = NULL;
        }
    }
    free(folder);
    return found;
}

static void signal_take(int number)
{
    (void)number;
    process_cancel_all();
}

void command_catch_signals(void)
{
    struct sigaction action = { .sa_handler = signal_take, .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a reader that left is a write error, not our death */
}

bool command_has_color(FILE *stream)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    return isatty(fileno(stream)) && (no_color == NULL || no_color[0] == '\0') &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

/* One line that is overwritten. */
static void progress_print(void *context, size_t done, size_t total, const struct suite_trial *last)
{
    (void)context;
    fprintf(stderr, "\r\033[K[%zu/%zu] %s %s: %s", done, total, last->entry->name,
            variant_name(last->variant), verdict_name(last->result.verdict));
    if (done == total) {
        fputs("\r\033[K", stderr);
    }
    fflush(stderr);
}

suite_progress *command_progress(void)
{
    return isatty(STDERR_FILENO) ? progress_print : NULL;
}

unsigned command_cores(void)
{
    cpu_set_t cores;

    if (sched_getaffinity(0, sizeof cores, &cores) == 0) {
        return (unsigned)CPU_COUNT(&cores);
    }
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}
