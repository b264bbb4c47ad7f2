/*
 * racetrap explore: search the schedules of one program for one that breaks it.
 */
#include "base/alloc.h"
#include "cli/command.h"
#include "cli/explore_result.h"
#include "cli/subject.h"
#include "explore/explorer.h"
#include "explore/known_finding.h"
#include "system/binary.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct settings {
    struct string_list folders, arguments, flags, libraries, ignores, ignore_files;
    const char *strategy, *shard, *variant, *compiler, *mode, *expect, *json, *save, *build_folder,
        *volatile_as;
    unsigned long schedules, seed, stall, expect_exit;
    unsigned jobs;
    double seconds;
    bool all, weak, verify, full;
};

enum { EXIT_NOT_ASKED = 256, EXIT_MOST = 255 };
enum { STALL_DEFAULT = 100000000 /* nanoseconds */ };
enum { SEED_DEFAULT = 1, JOBS_MAX = 256 }; /* runtime/search/worker.h */

/* One line that is overwritten. */
static void progress_print(void *context, const struct explorer_progress *progress)
{
    (void)context;
    fprintf(stderr, "\r\033[K%lu schedules, %.0f a second, %lu found (%s)", progress->schedules,
            progress->seconds > 0 ? (double)progress->schedules / progress->seconds : 0,
            progress->findings, progress->strategy);
    fflush(stderr);
}

/* What is to be kept where the search ends before it has made it smaller. */
struct early {
    const struct settings *settings;
    const struct subject *subject;
    const struct known_findings *known;
    const char *folder;
};

/* Saved at once: whatever ends this program now, the schedule is there. */
static void finding_keep(void *context, const struct exploration *exploration)
{
    const struct early *early = context;
    struct explore_result result = { .command = "explore",
                                     .subject = early->subject,
                                     .arguments = &early->settings->arguments,
                                     .known = early->known,
                                     .exploration = exploration };
    struct error ignored;

    if (explore_result_save(&result, early->settings->save, early->folder, &ignored) == 0 &&
        isatty(STDERR_FILENO)) {
        fprintf(stderr,
                "\r\033[Kfound: %s, kept in %s; Ctrl-C: as it is, without making it smaller\n",
                exploration->findings[0].kind, result.saved[0]);
    }
    explore_result_free(&result);
}

static int mode_check(const struct settings *settings, struct error *error)
{
    return settings->mode == NULL || strcmp(settings->mode, "restore") == 0 ||
                   strcmp(settings->mode, "fork") == 0
               ? 0
               : error_set(error, ERROR_USAGE, NULL, 0, "--mode: `%s` is neither restore nor fork",
                           settings->mode);
}

static int volatile_check(const struct settings *settings, struct error *error)
{
    return settings->volatile_as == NULL || strcmp(settings->volatile_as, "atomic") == 0
               ? 0
               : error_set(error, ERROR_USAGE, NULL, 0, "--volatile: `%s` is not atomic",
                           settings->volatile_as);
}

/* The runtime's keys are separated by blanks, so that no value may have one. */
static int words_check(const struct settings *settings, struct error *error)
{
    const char *const words[] = { settings->strategy, settings->shard };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i] != NULL && (words[i][0] == '\0' || strpbrk(words[i], " =") != NULL)) {
            return error_set(error, ERROR_USAGE, NULL, 0, "--%s: `%s` is no %s",
                             i == 0 ? "strategy" : "shard", words[i],
                             i == 0 ? "strategy" : "share: I/N is expected, as in 0/4");
        }
    }
    return mode_check(settings, error) != 0 ? -1 : volatile_check(settings, error);
}

static void options_add(const struct settings *settings, struct string_list *options)
{
    string_list_add(options, "seed=%lu", settings->seed);
    string_list_add(options, "jobs=%u", settings->jobs);
    string_list_add(options, "stall=%lu", settings->stall);
    if (settings->strategy != NULL) {
        string_list_add(options, "strategy=%s", settings->strategy);
    }
    if (settings->schedules > 0) {
        string_list_add(options, "schedules=%lu", settings->schedules);
    }
    if (settings->seconds > 0) {
        string_list_add(options, "time=%g", settings->seconds);
    }
    if (settings->shard != NULL) {
        string_list_add(options, "shard=%s", settings->shard);
    }
    if (settings->mode != NULL) {
        string_list_add(options, "mode=%s", settings->mode);
    }
    if (settings->volatile_as != NULL) {
        string_list_add(options, "volatile=%s", settings->volatile_as);
    }
    if (settings->verify) {
        string_list_add(options, "verify=1");
    }
    if (settings->all) {
        string_list_add(options, "all=1");
    }
}

/* A case exits with 0; of other programs nothing is known, if nobody says it. */
static void exit_add(const struct settings *settings, const struct subject *subject,
                     struct string_list *options)
{
    if (settings->expect_exit != EXIT_NOT_ASKED) {
        string_list_add(options, "exit=%lu", settings->expect_exit);
    } else if (subject->variant != NULL) {
        string_list_add(options, "exit=0");
    }
}

static int known_read(const struct settings *settings, struct known_findings *known,
                      struct error *error)
{
    int status = 0;

    for (size_t i = 0; i < settings->ignores.count && status == 0; i++) {
        status = known_findings_add(known, settings->ignores.items[i], NULL, 0, error);
    }
    for (size_t i = 0; i < settings->ignore_files.count && status == 0; i++) {
        status = known_findings_read(known, settings->ignore_files.items[i], error);
    }
    return status;
}

/* Who brings a program has to have built it so. */
static int volatile_note(const struct subject *subject, struct error *error)
{
    bool tells = true;

    if (subject->atomic_volatile && subject->source == NULL &&
        binary_tells_volatile(subject->program, &tells, error) != 0) {
        return -1;
    }
    if (!tells) {
        fprintf(stderr,
                "racetrap explore: --volatile: %s has no volatile access that can be told from "
                "others; it is built with --param tsan-distinguish-volatile=1 (gcc) or -mllvm "
                "-tsan-distinguish-volatile=1 (clang)\n",
                subject->program);
    }
    return 0;
}

static int subject_explore(const struct settings *settings, const struct subject *subject,
                           const struct known_findings *known, const char *folder,
                           struct error *error)
{
    struct string_list options = { 0 };
    struct exploration exploration;
    bool watched = isatty(STDERR_FILENO);
    char *ignore;

    const struct early early = { settings, subject, known, folder };

    if (volatile_note(subject, error) != 0 ||
        known_findings_resolve(known, subject->program, &ignore, error) != 0) {
        return -1;
    }
    options_add(settings, &options);
    exit_add(settings, subject, &options);
    const struct explorer_plan plan = { .program = subject->program,
                                        .arguments = &settings->arguments,
                                        .options = &options,
                                        .expect = subject->expect,
                                        .ignore = ignore,
                                        .progress = watched ? progress_print : NULL,
                                        .found = finding_keep,
                                        .context = (void *)&early };
    int status = explorer_run(&plan, &exploration, error);
    string_list_free(&options);
    free(ignore);
    if (watched) {
        fputs("\r\033[K", stderr);
    }
    if (status != 0) {
        return -1;
    }
    struct explore_result result = { .command = "explore",
                                     .subject = subject,
                                     .arguments = &settings->arguments,
                                     .known = known,
                                     .exploration = &exploration,
                                     .json = settings->json,
                                     .full = settings->full };
    /* What was found is shown also where it cannot be saved. */
    int saved = explore_result_save(&result, settings->save, folder, error);
    status = explore_result_print(&result);
    if (saved != 0 && status != EXIT_INTERRUPTED) {
        status = command_fail("explore", error);
    }
    explore_result_free(&result);
    exploration_free(&exploration);
    return status;
}

static int settings_check(const struct settings *settings, const struct string_list *operands,
                          struct error *error)
{
    if (settings->weak) {
        return error_set(error, ERROR_USAGE, NULL, 0,
                         "--weak: weak memory is not explored yet; what is explored is "
                         "sequentially consistent");
    }
    if (operands->count == 0) {
        return error_set(error, ERROR_USAGE, NULL, 0,
                         "one case, source file or program is expected, or several source files; "
                         "arguments for the program come after --");
    }
    if (settings->expect_exit != EXIT_NOT_ASKED && settings->expect_exit > EXIT_MOST) {
        return error_set(error, ERROR_USAGE, NULL, 0, "--expect-exit: a status is at most 255");
    }
    return words_check(settings, error);
}

static int settings_run(const struct install *install, const struct string_list *operands,
                        void *context, struct error *error)
{
    const struct settings *settings = context;
    struct known_findings known = { 0 };
    struct subject subject;
    int status = -1;
    char *folder =
        settings_check(settings, operands, error) != 0 || known_read(settings, &known, error) != 0
            ? NULL
            : command_build_folder(settings->build_folder, error);

    if (folder != NULL) {
        const struct subject_wish wish = { .operands = operands,
                                           .flags = &settings->flags,
                                           .libraries = &settings->libraries,
                                           .variant = settings->variant,
                                           .compiler = settings->compiler,
                                           .expect = settings->expect,
                                           .folders = &settings->folders,
                                           .build_folder = folder,
                                           .atomic_volatile = settings->volatile_as != NULL };
        command_catch_signals();
        if (subject_find(install, &wish, &subject, error) == 0) {
            status = subject_explore(settings, &subject, &known, folder, error);
            subject_free(&subject);
        }
    }
    free(folder);
    known_findings_free(&known);
    return status;
}

/* What follows the first `--` is the program's; returns how many come before it. */
static int arguments_split(int argc, char **argv, struct string_list *arguments)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            for (int j = i + 1; j < argc; j++) {
                string_list_add(arguments, "%s", argv[j]);
            }
            return i;
        }
    }
    return argc;
}

int command_explore(const struct install *install, int argc, char **argv)
{
    static const struct option_help help = {
        "explore CASE|PROGRAM|FILE.c ... [-- ARGUMENT ...]",
        "Runs one program under one schedule after another until one breaks it, and shows that\n"
        "interleaving; or says how many were tried, and whether there are others.",
    };
    unsigned cores = command_cores();
    struct settings s = { .seed = SEED_DEFAULT,
                          .stall = STALL_DEFAULT,
                          .expect_exit = EXIT_NOT_ASKED,
                          .jobs = cores < JOBS_MAX ? cores : JOBS_MAX };
    const struct option_spec options[] = {
        { "strategy", "NAME", OPTION_TEXT, &s.strategy, "search by this one alone" },
        { "schedules", "N", OPTION_NUMBER, &s.schedules, "try at most so many (100000)" },
        { "time", "S", OPTION_SECONDS, &s.seconds, "search at most so many seconds" },
        { "seed", "N", OPTION_NUMBER, &s.seed, "where chance begins (1)" },
        { "jobs", "N", OPTION_COUNT, &s.jobs, "processes that search (the cores there are)" },
        { "shard", "I/N", OPTION_TEXT, &s.shard, "only share I of N, from 0 on" },
        { "stall", "T", OPTION_DURATION, &s.stall,
          "how long a busy machine may hold up a thread, so that waits time out (100ms)" },
        { "all", NULL, OPTION_FLAG, &s.all, "go on after the first finding" },
        { "weak", NULL, OPTION_FLAG, &s.weak, "reserved: weak memory is not explored yet" },
        { "variant", "NAME", OPTION_TEXT, &s.variant, "a case's buggy (default) or fixed program" },
        { "volatile", "atomic", OPTION_TEXT, &s.volatile_as,
          "a volatile access is a relaxed atomic one" },
        { "compiler", "CC", OPTION_TEXT, &s.compiler, "build with this one (cc; C++: c++)" },
        { "cflags", "FLAGS", OPTION_WORDS, &s.flags, "build with these too, as '-Iinclude -DN=3'" },
        { "libs", "NAMES", OPTION_WORDS, &s.libraries, "link with these too, as 'm rt'" },
        { "mode", "NAME", OPTION_TEXT, &s.mode,
          "restore: many schedules a process; fork: one a process" },
        { "verify", NULL, OPTION_FLAG, &s.verify, "compare many schedules in both modes first" },
        { "expect", "FILE", OPTION_TEXT, &s.expect, "what it must print (a case: its fixed.out)" },
        { "expect-exit", "N", OPTION_NUMBER, &s.expect_exit,
          "the right exit status (a case: 0; else what all schedules have)" },
        { "ignore", "KIND[@PLACE]", OPTION_PATHS, &s.ignores,
          "pass over what is known; a PLACE is FUNCTION or FILE:LINE" },
        { "ignore-file", "FILE", OPTION_PATHS, &s.ignore_files,
          "the same, one a line; # comments" },
        { "full", NULL, OPTION_FLAG, &s.full, "show every step, not only those that matter" },
        { "json", "FILE", OPTION_TEXT, &s.json, "write the result as JSON; - is stdout" },
        { "save", "FILE", OPTION_TEXT, &s.save, "keep the failing schedule here" },
        { "cases", "DIR", OPTION_PATHS, &s.folders, "look here for cases; repeatable" },
        { "build-dir", "DIR", OPTION_TEXT, &s.build_folder,
          "keep programs here (~/.cache/racetrap)" },
        { 0 },
    };
    const struct command_line line = { &help, options, settings_run, &s };
    int status = command_perform(&line, install, arguments_split(argc, argv, &s.arguments), argv);

    string_list_free(&s.arguments);
    return status;
}
