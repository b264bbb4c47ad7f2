/*
 * racetrap doctor: what this machine has, and whether each detector is alive:
 * a canary, a small pair that every detector must catch, is built and run.
 */
#include "base/alloc.h"
#include "cli/command.h"
#include "report/paint.h"
#include "report/report.h"
#include "run/suite.h"
#include "system/machine.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { FORMAT_VERSION = 1, RND_BITS_SAFE = 28 };

enum health { HEALTH_GOOD, HEALTH_NOTE, HEALTH_MISSING, HEALTH_DEAD };
static const char *const HEALTH_NAMES[] = { "ok", "note", "missing", "DEAD" };

struct check {
    const char *name;
    enum health health;
    char *detail;
};

struct checks {
    struct check items[8 + DETECTORS_MAX];
    size_t count;
};

static void check_add(struct checks *checks, const char *name, enum health health, char *detail)
{
    checks->items[checks->count++] = (struct check){ name, health, detail };
}

static void checks_free(struct checks *checks)
{
    for (size_t i = 0; i < checks->count; i++) {
        free(checks->items[i].detail);
    }
}

static void machine_check(const struct machine *machine, struct checks *checks)
{
    check_add(checks, "kernel", HEALTH_GOOD,
              alloc_format("%s, %u cores", machine->kernel, machine->cores));
    if (machine->randomisation_stops) {
        check_add(checks, "randomisation", HEALTH_GOOD,
                  alloc_format("vm.mmap_rnd_bits is %d; children run without address randomisation",
                               machine->mmap_rnd_bits));
    } else {
        check_add(checks, "randomisation", HEALTH_NOTE,
                  alloc_format("vm.mmap_rnd_bits is %d, and randomisation cannot be switched off "
                               "here%s; a container allows it with --security-opt "
                               "seccomp=unconfined",
                               machine->mmap_rnd_bits,
                               machine->mmap_rnd_bits > RND_BITS_SAFE
                                   ? ": older ThreadSanitizers fail with `unexpected memory "
                                     "mapping` above 28"
                                   : ""));
    }
    check_add(checks, "libc debug", machine->libc_debug ? HEALTH_GOOD : HEALTH_NOTE,
              machine->libc_debug
                  ? alloc_format("%s, %s", machine->libc, machine->libc_debug_path)
                  : alloc_format("%s has no debug information at %s; Valgrind needs it to "
                                 "intercept libc: install the package libc6-dbg",
                                 machine->libc, machine->libc_debug_path));
}

/* How the explorer switches threads: what a program without thread-local variables costs is the
 * same everywhere. */
static void switch_check(const struct machine *machine, struct checks *checks)
{
    check_add(checks, "thread switch", machine->has_wrfsbase ? HEALTH_GOOD : HEALTH_NOTE,
              alloc_copy(machine->has_wrfsbase
                             ? "explore copies thread-local storage; a program with variables of "
                               "its own there has wrfsbase"
                             : "explore copies thread-local storage; a program with variables of "
                               "its own there needs a system call a switch, since this machine "
                               "has no wrfsbase"));
}

static void symbolizer_check(struct checks *checks)
{
    bool found = process_can_find("llvm-symbolizer");

    check_add(checks, "llvm-symbolizer", found ? HEALTH_GOOD : HEALTH_NOTE,
              alloc_copy(found ? "in PATH; clang's ThreadSanitizer names lines with it"
                               : "not in PATH; install the package llvm"));
}

static const struct suite_trial *trial_of(const struct suite *suite, size_t detector,
                                          enum variant variant)
{
    for (size_t i = 0; i < suite->trial_count; i++) {
        if (suite->trials[i].detector == detector && suite->trials[i].variant == variant) {
            return &suite->trials[i];
        }
    }
    return NULL;
}

static void detector_check(const struct suite *suite, size_t index, struct checks *checks)
{
    const struct suite_detector *with = &suite->detectors[index];
    const struct suite_trial *buggy = trial_of(suite, index, VARIANT_BUGGY);
    const struct suite_trial *fixed = trial_of(suite, index, VARIANT_FIXED);

    if (!with->state.available) {
        check_add(checks, with->name, HEALTH_MISSING, alloc_copy(with->state.missing));
    } else if (buggy->result.verdict != VERDICT_CAUGHT) {
        check_add(checks, with->name, HEALTH_DEAD,
                  alloc_format("version %s does not catch the canary: %s", with->state.version,
                               buggy->result.reason));
    } else if (fixed->result.verdict != VERDICT_CLEAN) {
        check_add(checks, with->name, HEALTH_DEAD,
                  alloc_format("version %s is not silent on a right program: %s",
                               with->state.version, fixed->result.reason));
    } else {
        check_add(checks, with->name, HEALTH_GOOD,
                  alloc_format("alive: version %s catches the canary (%u/%u) and is silent on its "
                               "fix (%u/%u)",
                               with->state.version, buggy->result.hits, buggy->result.runs,
                               fixed->result.hits, fixed->result.runs));
    }
}

static void text_print(const struct checks *checks)
{
    static const enum paint paints[] = { [HEALTH_GOOD] = PAINT_GOOD,
                                         [HEALTH_NOTE] = PAINT_KNOWN,
                                         [HEALTH_MISSING] = PAINT_KNOWN,
                                         [HEALTH_DEAD] = PAINT_BAD };
    bool color = command_has_color(stdout);

    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];
        printf("%s%-7s%s %-15s %s\n", paint_begin(color, paints[check->health]),
               HEALTH_NAMES[check->health], paint_end(color), check->name, check->detail);
    }
}

static void json_print(const struct checks *checks)
{
    json_t *root = json_object(), *list = json_array();

    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];
        static const char *const names[] = { "ok", "note", "missing", "dead" };
        char *detail = report_clean(check->detail);
        json_t *json = json_object();
        json_object_set_new(json, "name", json_string(check->name));
        json_object_set_new(json, "health", json_string(names[check->health]));
        json_object_set_new(json, "detail", json_string(detail));
        json_array_append_new(list, json);
        free(detail);
    }
    json_object_set_new(root, "format", json_integer(FORMAT_VERSION));
    json_object_set_new(root, "checks", list);
    json_dumpf(root, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(root);
}

static int checks_status(const struct checks *checks)
{
    bool missing = false;

    for (size_t i = 0; i < checks->count; i++) {
        if (checks->items[i].health == HEALTH_DEAD) {
            return EXIT_DEPARTURE;
        }
        missing |= checks->items[i].health == HEALTH_MISSING;
    }
    return missing ? EXIT_MISSING : EXIT_AS_EXPECTED;
}

static int canary_run(const struct install *install, const struct string_list *names,
                      const char *folder, struct checks *checks, struct error *error)
{
    const struct detector *detectors[DETECTORS_MAX];
    struct string_list none = { 0 }, canary = { 0 };
    struct corpus corpus = { 0 };
    struct suite suite;
    struct suite_plan plan = { .corpus = &corpus,
                               .detectors = detectors,
                               .variants = { true, true },
                               .jobs = command_cores(),
                               .trial = { .runs = COMMAND_RUNS,
                                          .fixed_runs = 1,
                                          .seed = COMMAND_SEED,
                                          .timeout = COMMAND_TIMEOUT,
                                          .folder = folder } };

    string_list_add(&canary, "%s", install->template);
    int status = command_detectors(names, detectors, error);
    if (status == 0) {
        status = corpus_select(&none, &canary, &corpus, error);
    }
    if (status == 0 && (status = suite_run(&plan, &suite, error)) == 0) {
        for (size_t i = 0; i < suite.detector_count; i++) {
            detector_check(&suite, i, checks);
        }
        suite_free(&suite);
    }
    corpus_free(&corpus);
    string_list_free(&canary);
    return status;
}

static int machine_examine(const struct install *install, const struct string_list *names,
                           const char *folder, struct checks *checks, struct error *error)
{
    struct machine machine;

    if (folder == NULL || machine_look(&machine, error) != 0) {
        return -1;
    }
    machine_check(&machine, checks);
    switch_check(&machine, checks);
    symbolizer_check(checks);
    return canary_run(install, names, folder, checks, error);
}

struct settings {
    struct string_list detectors;
    const char *build_folder;
    bool json;
};

static int settings_run(const struct install *install, const struct string_list *operands,
                        void *context, struct error *error)
{
    const struct settings *settings = context;
    struct checks checks = { .count = 0 };
    int status;

    (void)operands;
    command_catch_signals();
    char *folder = command_build_folder(settings->build_folder, error);
    status = machine_examine(install, &settings->detectors, folder, &checks, error);
    if (status == 0) {
        (settings->json ? json_print : text_print)(&checks);
        status = process_is_cancelled() ? EXIT_INTERRUPTED : checks_status(&checks);
    }
    free(folder);
    checks_free(&checks);
    return status;
}

int command_doctor(const struct install *install, int argc, char **argv)
{
    static const struct option_help help = {
        "doctor",
        "Tells what this machine has, and whether each detector is alive: builds and runs a\n"
        "small pair that each must catch. Exit status 0: all alive; 1: one is dead; 77: a tool\n"
        "is missing.",
    };
    struct settings s = { .json = false };
    const struct option_spec options[] = {
        { "detector", "A,B", OPTION_LIST, &s.detectors, "only these detectors or families" },
        { "build-dir", "DIR", OPTION_TEXT, &s.build_folder,
          "keep programs here (~/.cache/racetrap)" },
        { "json", NULL, OPTION_FLAG, &s.json, "print JSON" },
        { 0 },
    };
    const struct command_line line = { &help, options, settings_run, &s };

    return command_perform(&line, install, argc, argv);
}
