#include "explore/explorer.h"

#include "base/alloc.h"
#include "base/file.h"
#include "system/inline_asm.h"
#include "system/process.h"

#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    OUTPUT_LIMIT = 256 << 10,
    REPORT_LIMIT = 256 << 20,
    PROGRESS_LIMIT = 4096,
    FUNCTIONS_NAMED = 3
};
static const double MEMORY_LEAST = 1 << 30; /* bytes */
static const double GRACE = 20; /* seconds to write the report in, and to confirm what was found */

/* What the watch of a running program needs. */
struct watch {
    const struct explorer_plan *plan;
    char *progress, *report; /* paths */
    bool told;               /* of what was found */
};

static void progress_tell(const struct watch *watch)
{
    struct explorer_progress progress;
    struct error ignored;
    char *text;
    size_t size;

    if (file_read(watch->progress, PROGRESS_LIMIT, &text, &size, &ignored) != 0) {
        return; /* not there yet */
    }
    if (sscanf(text, "%lu %lu %lu %lf %31s", &progress.schedules, &progress.points,
               &progress.findings, &progress.seconds, progress.strategy) == 5) {
        watch->plan->progress(watch->plan->context, &progress);
    }
    free(text);
}

/* A first report is written as soon as something is confirmed. */
static void findings_tell(struct watch *watch)
{
    struct exploration exploration;
    struct error ignored;
    char *text;
    size_t size;

    if (watch->told || !file_exists(watch->report) ||
        file_read(watch->report, REPORT_LIMIT, &text, &size, &ignored) != 0) {
        return;
    }
    if (exploration_parse(text, size, watch->report, &exploration, &ignored) == 0) {
        watch->told = true;
        if (exploration.finding_count > 0) {
            watch->plan->found(watch->plan->context, &exploration);
        }
        exploration_free(&exploration);
    }
    free(text);
}

static void watch_look(void *context)
{
    struct watch *watch = context;

    if (watch->plan->progress != NULL) {
        progress_tell(watch);
    }
    if (watch->plan->found != NULL) {
        findings_tell(watch);
    }
}

/* Writes what the runtime shall read from a file, and tells it the file; nothing: NULL. */
static int text_hand(const char *variable, const char *folder, const char *name, const char *text,
                     struct string_list *environment, struct error *error)
{
    struct file_draft draft;

    if (text == NULL) {
        string_list_add(environment, "%s=", variable);
        return 0;
    }
    char *path = alloc_format("%s/%s", folder, name);
    string_list_add(environment, "%s=%s", variable, path);
    int status = file_draft_open(path, &draft, error);
    free(path);
    if (status != 0) {
        return -1;
    }
    fputs(text, draft.stream);
    return file_draft_commit(&draft, error);
}

static void options_add(const struct string_list *options, struct string_list *environment)
{
    char *joined = alloc_copy("");

    for (size_t i = 0; i < options->count; i++) {
        char *longer = alloc_format("%s%s%s", joined, i > 0 ? " " : "", options->items[i]);
        free(joined);
        joined = longer;
    }
    string_list_add(environment, "RACETRAP_EXPLORE_OPTIONS=%s", joined);
    free(joined);
}

/* "spin_lock and spin_unlock use atomic instructions of their own (inline asm)" */
static int unseen_add(const char *program, struct string_list *environment, struct error *error)
{
    struct string_list functions = { 0 };
    int status = inline_asm_find(program, &functions, error);
    char *names = alloc_copy("");

    for (size_t i = 0; i < functions.count && i <= FUNCTIONS_NAMED; i++) {
        const char *name = i < FUNCTIONS_NAMED ? functions.items[i] : "others";
        char *longer = alloc_format("%s%s%s", names,
                                    i == 0                                             ? ""
                                    : i + 1 == functions.count || i == FUNCTIONS_NAMED ? " and "
                                                                                       : ", ",
                                    name);
        free(names);
        names = longer;
    }
    if (functions.count > 0) {
        string_list_add(environment,
                        "RACETRAP_EXPLORE_UNSEEN=%s %s inline asm with atomic instructions, which "
                        "nobody can see",
                        names, functions.count == 1 ? "has" : "have");
    } else {
        string_list_add(environment, "RACETRAP_EXPLORE_UNSEEN=");
    }
    free(names);
    string_list_free(&functions);
    return status;
}

int explorer_environment(const struct explorer_plan *plan, const char *folder,
                         struct string_list *environment, struct error *error)
{
    int status = unseen_add(plan->program, environment, error);

    options_add(plan->options, environment);
    string_list_add(environment, "RACETRAP_EXPLORE_REPORT=%s/report.json", folder);
    string_list_add(environment, "RACETRAP_EXPLORE_PROGRESS=%s/progress", folder);
    string_list_add(environment, "RACETRAP_EXPLORE_EXPECT=%s",
                    plan->expect == NULL ? "" : plan->expect);
    if (status == 0) {
        status = text_hand("RACETRAP_EXPLORE_REPLAY", folder, "schedule", plan->schedule,
                           environment, error);
    }
    return status != 0 ? -1
                       : text_hand("RACETRAP_EXPLORE_IGNORE", folder, "ignore", plan->ignore,
                                   environment, error);
}

/* It ended without a report: what is known of why. */
static int end_complain(const struct explorer_plan *plan, const struct process_result *ended,
                        struct error *error)
{
    if (process_is_cancelled()) {
        return error_set(error, ERROR_INTERRUPTED, plan->program, 0,
                         "was interrupted before it had anything to report");
    }
    char *end = process_describe_end(ended);
    int status =
        error_set(error, ERROR_BUILD, plan->program, 0, "cannot be explored: it %s%s%.4000s", end,
                  ended->err.size > 0 ? ", and said: " : " without a word", ended->err.text);
    free(end);
    return status;
}

static int report_read(const struct explorer_plan *plan, const char *folder,
                       const struct process_result *ended, struct exploration *exploration,
                       struct error *error)
{
    char *path = alloc_format("%s/report.json", folder);
    char *text = NULL;
    size_t size;
    int status = -1;

    if (ended->end != PROCESS_EXITED || ended->code != 0 || !file_exists(path)) {
        end_complain(plan, ended, error);
    } else if (file_read(path, REPORT_LIMIT, &text, &size, error) == 0) {
        status = exploration_parse(text, size, path, exploration, error);
    }
    free(text);
    free(path);
    return status;
}

static int program_explore(const struct explorer_plan *plan, const char *folder,
                           struct exploration *exploration, struct error *error)
{
    struct string_list argv = { 0 }, environment = { 0 };
    struct watch watch = { plan, alloc_format("%s/progress", folder),
                           alloc_format("%s/report.json", folder), false };
    struct process_result ended;
    const struct process_spec spec = { .argv = &argv,
                                       .environment = &environment,
                                       .output_limit = OUTPUT_LIMIT,
                                       .grace = GRACE,
                                       .watch = watch_look,
                                       .watch_context = &watch };
    int status = explorer_environment(plan, folder, &environment, error);

    string_list_add(&argv, "%s", plan->program);
    for (size_t i = 0; i < plan->arguments->count; i++) {
        string_list_add(&argv, "%s", plan->arguments->items[i]);
    }
    if (status == 0) {
        status = process_run(&spec, &ended, error);
    }
    if (status == 0) {
        status = report_read(plan, folder, &ended, exploration, error);
        process_result_free(&ended);
    }
    string_list_free(&argv);
    string_list_free(&environment);
    free(watch.progress);
    free(watch.report);
    return status;
}

/* Each schedule of a program that writes files makes some: in memory, where there is enough of it,
 * and where programs may be run. */
static const char *temporary_parent(void)
{
    static const char memory[] = "/dev/shm";
    const char *wanted = getenv("TMPDIR");
    struct statfs system;

    if (wanted != NULL) {
        return wanted;
    }
    return statfs(memory, &system) == 0 && system.f_type == TMPFS_MAGIC &&
                   (system.f_flags & ST_NOEXEC) == 0 && access(memory, W_OK) == 0 &&
                   (double)system.f_bavail * (double)system.f_bsize >= MEMORY_LEAST
               ? memory
               : "/tmp";
}

int explorer_run(const struct explorer_plan *plan, struct exploration *exploration,
                 struct error *error)
{
    char *folder = alloc_format("%s/racetrap.XXXXXX", temporary_parent());
    int status;

    if (mkdtemp(folder) == NULL) {
        status = error_set_errno(error, folder, "cannot be created");
    } else {
        status = program_explore(plan, folder, exploration, error);
        file_remove_tree(folder);
    }
    free(folder);
    return status;
}
