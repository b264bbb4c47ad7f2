/*
 * explore: the schedule explorer. The program is built with the hooks of
 * ThreadSanitizer and linked with a runtime of our own, which runs it under
 * one schedule after another until one fails, or none is left, or the budget
 * is used up (harness/runtime/). The same seed gives the same result.
 */
#include "base/alloc.h"
#include "base/file.h"
#include "detect/detector.h"
#include "detect/tool.h"
#include "explore/exploration.h"
#include "explore/explorer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPORT_LIMIT = 256 << 20 };

/* What a trial may cost. The limit in time is for programs that are slow to run, each schedule in a
 * process of its own: they are sampled, and how much depends on the machine. */
static const char *const BUDGET[] = { "schedules=20000", "points=100000000", "time=60", "exit=0",
                                      "brief=1" };

static int explore_probe(struct detector_state *state, struct error *error)
{
    const char *lack = build_exploring_lack();

    if (lack != NULL) {
        *state = (struct detector_state){ 0 };
        snprintf(state->missing, sizeof state->missing, "%s", lack);
        return 0;
    }
    return tool_probe("cc", "--version", "gcc", state, error);
}

static int explore_command(const struct detector_run *run, struct string_list *argv,
                           struct string_list *environment, struct error *error)
{
    struct string_list options = { 0 };
    const struct explorer_plan plan = { .program = run->program,
                                        .options = &options,
                                        .expect = run->expected };

    for (size_t i = 0; i < sizeof BUDGET / sizeof BUDGET[0]; i++) {
        string_list_add(&options, "%s", BUDGET[i]);
    }
    string_list_add(&options, "seed=%u", run->seed);
    string_list_add(argv, "%s", run->program);
    int status = explorer_environment(&plan, run->report_folder, environment, error);
    string_list_free(&options);
    return status;
}

/* The innermost place in the case's own sources, of each side; what comes twice counts once. */
static void places_add(const struct exploration_finding *explored, const char *case_folder,
                       struct finding *finding)
{
    size_t length = strlen(case_folder);

    for (size_t s = 0; s < explored->side_count; s++) {
        const struct exploration_stack *stack = &explored->sides[s].stack;
        for (size_t i = 0; i < stack->count; i++) {
            const struct symbol_place *place = stack->frames[i];
            if (place->file != NULL && strncmp(place->file, case_folder, length) == 0 &&
                place->file[length] == '/') {
                finding_add_place(finding, place->file + length + 1, place->function, place->line);
                break;
            }
        }
    }
}

static int finding_take(const struct exploration_finding *explored,
                        const struct detector_report *report, const char *path,
                        struct findings *findings, struct error *error)
{
    enum finding_kind kind;

    if (kind_find(explored->kind, strlen(explored->kind), &kind) != 0) {
        return error_set(error, ERROR_REPORT, path, 0, "`%s` is no kind of finding",
                         explored->kind);
    }
    struct finding *finding = findings_add(findings, kind, explored->text);
    places_add(explored, report->case_folder, finding);
    if (finding->place_count == 0 && !kind_is_outcome(kind) && !report->alarms) {
        return error_set(error, ERROR_REPORT, path, 0, "a %s without a place in %s", explored->kind,
                         report->case_folder);
    }
    return 0;
}

/* "exhausted 34 schedules" */
static char *extent_describe(const struct exploration *exploration)
{
    unsigned long schedules = exploration->search == EXPLORATION_EXHAUSTED
                                  ? exploration_exhausted_count(exploration)
                                  : exploration->schedules;

    return alloc_format("%s %lu schedule%s", exploration_search_name(exploration->search),
                        schedules, schedules == 1 ? "" : "s");
}

static int exploration_take(const struct exploration *exploration,
                            const struct detector_report *report, const char *path,
                            struct findings *findings, struct error *error)
{
    int status = 0;

    if (exploration->search == EXPLORATION_REFUSED ||
        exploration->search == EXPLORATION_INTERRUPTED) {
        return error_set(error,
                         exploration->search == EXPLORATION_REFUSED ? ERROR_UNABLE : ERROR_REPORT,
                         exploration->program, 0, "cannot be explored: %s", exploration->reason);
    }
    if (exploration->search == EXPLORATION_INCOMPLETE) {
        findings->incomplete = alloc_copy(exploration->reason);
    }
    for (size_t i = 0; status == 0 && i < exploration->finding_count; i++) {
        status = finding_take(&exploration->findings[i], report, path, findings, error);
    }
    findings->extent = extent_describe(exploration);
    return status;
}

/* It ended without a report. Who had no more time may have it elsewhere; else it died of the
 * program. */
static void end_complain(const struct process_result *ended, const char *path, struct error *error)
{
    bool died = ended->end == PROCESS_EXITED || ended->end == PROCESS_SIGNALLED ||
                ended->end == PROCESS_MEMORY_LIMIT;
    char *end = process_describe_end(ended);

    error_set(error, died ? ERROR_UNABLE : ERROR_REPORT, path, 0, "the explorer %s: %.2000s", end,
              ended->err.text);
    free(end);
}

static int explore_parse(const struct detector_report *report, struct findings *findings,
                         struct error *error)
{
    char *path = alloc_format("%s/report.json", report->folder);
    struct exploration exploration;
    char *text = NULL;
    size_t size;
    int status = -1;

    if (report->ended->end != PROCESS_EXITED || report->ended->code != 0) {
        end_complain(report->ended, path, error);
    } else if (file_read(path, REPORT_LIMIT, &text, &size, error) == 0 &&
               exploration_parse(text, size, path, &exploration, error) == 0) {
        status = exploration_take(&exploration, report, path, findings, error);
        exploration_free(&exploration);
    }
    free(text);
    free(path);
    return status;
}

const struct detector DETECTOR_EXPLORE = {
    .name = "explore",
    .family = "explore",
    .cost = 2,
    .flavour = { .name = "explore",
                 .compiler = "cc",
                 .flags = { "-fsanitize=thread", "-fno-builtin" },
                 .need = BINARY_EXPLORE,
                 .explored = true },
    .judges_outcome = true,
    .is_deterministic = true,
    .probe = explore_probe,
    .command = explore_command,
    .parse = explore_parse,
};
