/*
 * racetrap replay: one recorded schedule once more, with the same failure; or
 * under gdb, stopping at each switch.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/explore_result.h"
#include "cli/subject.h"
#include "explore/explorer.h"
#include "explore/known_finding.h"
#include "report/report.h"
#include "system/process.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct settings {
    const char *json, *build_folder;
    bool gdb, full;
};

/* The frame that is shown is the program's own, and not one of the runtime's above it. */
static const char GDB_SCRIPT[] =
    "set pagination off\n"
    "set confirm off\n"
    "set breakpoint pending on\n"
    "set print thread-events off\n"
    "python\n"
    "def racetrap_show():\n"
    "    frame = gdb.newest_frame()\n"
    "    while frame.older() and 'libracetrap_explore' in (gdb.solib_name(frame.pc()) or ''):\n"
    "        frame = frame.older()\n"
    "    frame.select()\n"
    "    gdb.execute('frame')\n"
    "end\n"
    "break racetrap_thread_switch\n"
    "commands\n"
    "silent\n"
    "printf \"\\nthread %d goes on here (continue: to the next switch)\\n\", $edi\n"
    "python racetrap_show()\n"
    "end\n"
    "run\n";

static void options_add(const struct schedule_file *file, bool gdb, struct string_list *options)
{
    string_list_add(options, "seed=%s", file->seed);
    string_list_add(options, "mode=%s", file->mode);
    if (file->exit_status != NULL) {
        string_list_add(options, "exit=%s", file->exit_status);
    }
    if (file->volatile_as != NULL) {
        string_list_add(options, "volatile=%s", file->volatile_as);
    }
    if (gdb) {
        string_list_add(options, "gdb=1");
    }
}

static int script_write(const char *path, struct error *error)
{
    struct file_draft draft;

    if (file_draft_open(path, &draft, error) != 0) {
        return -1;
    }
    fputs(GDB_SCRIPT, draft.stream);
    return file_draft_commit(&draft, error);
}

/* Returns only where gdb cannot be started. What gdb reads has to outlive this program. */
static int gdb_become(const struct explorer_plan *plan, const char *build_folder,
                      struct error *error)
{
    struct string_list argv = { 0 }, environment = { 0 };
    char *folder = alloc_format("%s/gdb/%ld", build_folder, (long)getpid());
    char *script = alloc_format("%s/script", folder);
    int status = -1;

    if (file_make_folders(folder, error) == 0 && script_write(script, error) == 0 &&
        explorer_environment(plan, folder, &environment, error) == 0) {
        string_list_add(&argv, "gdb");
        string_list_add(&argv, "-q");
        string_list_add(&argv, "-x");
        string_list_add(&argv, "%s", script);
        string_list_add(&argv, "--args");
        string_list_add(&argv, "%s", plan->program);
        for (size_t i = 0; i < plan->arguments->count; i++) {
            string_list_add(&argv, "%s", plan->arguments->items[i]);
        }
        status = process_can_find("gdb")
                     ? process_become(&argv, &environment, error)
                     : error_set(error, ERROR_SYSTEM, NULL, 0,
                                 "--gdb: gdb is not installed; install the package gdb");
    }
    string_list_free(&argv);
    string_list_free(&environment);
    free(script);
    free(folder);
    return status;
}

/* Says in what it differs from what was recorded; nothing where it does not. */
static void difference_print(const struct schedule_file *file,
                             const struct exploration *exploration)
{
    for (size_t i = 0; i < exploration->finding_count; i++) {
        if (strcmp(exploration->findings[i].kind, file->kind) == 0) {
            return;
        }
    }
    if (exploration->search != EXPLORATION_REFUSED) {
        char *kind = report_clean(file->kind);
        fprintf(stderr,
                "racetrap replay: the schedule was followed, and this time there was %s%s\n",
                exploration->finding_count > 0 ? "something else than " : "no ", kind);
        free(kind);
    }
}

/* What was passed over when it was recorded. */
static int ignore_resolve(const struct schedule_file *file, const char *program, char **ignore,
                          struct error *error)
{
    struct known_findings known = { 0 };
    int status = 0;

    for (size_t i = 0; i < file->ignores.count && status == 0; i++) {
        status = known_findings_add(&known, file->ignores.items[i], NULL, 0, error);
    }
    if (status == 0) {
        status = known_findings_resolve(&known, program, ignore, error);
    }
    known_findings_free(&known);
    return status;
}

static int schedule_follow(const struct settings *settings, const struct schedule_file *file,
                           const struct subject *subject, const char *build_folder,
                           struct error *error)
{
    struct string_list options = { 0 };
    struct exploration exploration;
    char *ignore;

    if (ignore_resolve(file, subject->program, &ignore, error) != 0) {
        return -1;
    }
    const struct explorer_plan plan = { .program = subject->program,
                                        .arguments = &file->arguments,
                                        .options = &options,
                                        .expect = subject->expect,
                                        .ignore = ignore,
                                        .schedule = file->schedule };
    options_add(file, settings->gdb, &options);
    int status = settings->gdb ? gdb_become(&plan, build_folder, error)
                               : explorer_run(&plan, &exploration, error);
    string_list_free(&options);
    free(ignore);
    if (status != 0) {
        return -1;
    }
    const struct explore_result result = { .command = "replay",
                                           .subject = subject,
                                           .arguments = &file->arguments,
                                           .exploration = &exploration,
                                           .json = settings->json,
                                           .full = settings->full };
    status = explore_result_print(&result);
    difference_print(file, &exploration);
    exploration_free(&exploration);
    return status;
}

static int file_replay(const struct settings *settings, const struct install *install,
                       const char *path, struct error *error)
{
    struct schedule_file file;
    struct subject subject;
    int status = -1;

    if (schedule_file_read(path, &file, error) != 0) {
        return -1;
    }
    char *folder = command_build_folder(settings->build_folder, error);
    if (folder != NULL) {
        command_catch_signals();
        if (subject_find_recorded(install, &file, path, folder, &subject, error) == 0) {
            status = schedule_follow(settings, &file, &subject, folder, error);
            subject_free(&subject);
        }
    }
    free(folder);
    schedule_file_free(&file);
    return status;
}

static int settings_run(const struct install *install, const struct string_list *operands,
                        void *context, struct error *error)
{
    return operands->count == 1
               ? file_replay(context, install, operands->items[0], error)
               : error_set(error, ERROR_USAGE, NULL, 0,
                           "one schedule file is expected, and %zu were given", operands->count);
}

int command_replay(const struct install *install, int argc, char **argv)
{
    static const struct option_help help = {
        "replay FILE",
        "Runs the schedule that `racetrap explore` has kept in FILE once more, and shows how it\n"
        "fails. A file of another build of the program is refused.",
    };
    struct settings s = { 0 };
    const struct option_spec options[] = {
        { "gdb", NULL, OPTION_FLAG, &s.gdb, "under gdb, stopping at each switch of threads" },
        { "full", NULL, OPTION_FLAG, &s.full, "show every step, not only those that matter" },
        { "json", "FILE", OPTION_TEXT, &s.json, "write the result as JSON; - is stdout" },
        { "build-dir", "DIR", OPTION_TEXT, &s.build_folder,
          "keep programs here (~/.cache/racetrap)" },
        { 0 },
    };
    const struct command_line line = { &help, options, settings_run, &s };

    return command_perform(&line, install, argc, argv);
}
