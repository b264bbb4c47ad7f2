/*
 * DRD. The kinds of its errors are in Valgrind's drd/drd_error.h, their words in
 * drd/drd_error.c and beside each check. It names one side of a race only.
 */
#include "base/alloc.h"
#include "detect/detector.h"
#include "detect/valgrind.h"
#include "detect/valgrind_xml.h"

#include <stdlib.h>
#include <string.h>

/* DRD says the same of an unlock without lock and of one by another thread, but for the count. */
static enum finding_kind mutex_classify(const char *what)
{
    if (strstr(what, "not locked") != NULL) {
        bool held = strstr(what, "not locked by calling thread") != NULL &&
                    strstr(what, "recursion count 0") == NULL;
        return held ? KIND_UNLOCK_FOREIGN : KIND_UNLOCK_NOT_HELD;
    }
    if (strstr(what, "Destroying locked") != NULL) {
        return KIND_DESTROY_LOCKED;
    }
    if (strstr(what, "still locked at thread exit") != NULL) {
        return KIND_LOCK_LEAK;
    }
    if (strstr(what, "reinitialization") != NULL) {
        return KIND_REINIT;
    }
    if (strstr(what, "ecursive") != NULL) {
        return KIND_RELOCK;
    }
    return KIND_USE_INVALID_LOCK;
}

static int drd_classify(const struct valgrind_error *said, enum finding_kind *kind)
{
    static const struct {
        const char *name;
        enum finding_kind kind;
    } kinds[] = {
        { "ConflictingAccess", KIND_RACE },     { "CondErr", KIND_COND_MISUSE },
        { "CondDestrErr", KIND_COND_MISUSE },   { "CondRaceErr", KIND_COND_MISUSE },
        { "CondWaitErr", KIND_COND_MISUSE },    { "SemaphoreErr", KIND_SEM_MISUSE },
        { "BarrierErr", KIND_BARRIER_MISUSE },  { "RwlockErr", KIND_RWLOCK_MISUSE },
        { "HoldtimeErr", KIND_LOCK_HELD_LONG }, { "InvalidThreadId", KIND_THREAD_MISUSE },
        { "GenericErr", KIND_API_ERROR },       { "UnimpHgClReq", KIND_ANNOTATION },
        { "UnimpDrdClReq", KIND_ANNOTATION },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, said->kind) == 0) {
            *kind = kinds[i].kind;
            return 0;
        }
    }
    if (strcmp(said->kind, "MutexErr") == 0) {
        *kind = mutex_classify(said->what);
        return 0;
    }
    return -1;
}

static bool drd_is_primary(const struct valgrind_stack *stack)
{
    (void)stack;
    return false;
}

static int drd_command(const struct detector_run *run, struct string_list *argv,
                       struct string_list *environment, struct error *error)
{
    static const char *const options[] = { "--check-stack-var=yes", NULL };

    (void)environment;
    (void)error;
    valgrind_command("drd", options, run, argv);
    return 0;
}

static int drd_parse(const struct detector_report *report, struct findings *findings,
                     struct error *error)
{
    static const struct valgrind_tool tool = { .name = "drd",
                                               .classify = drd_classify,
                                               .is_primary = drd_is_primary };
    char *path = alloc_format("%s/%s", report->folder, VALGRIND_REPORT);
    int status = valgrind_xml_parse(path, &tool, report, findings, error);

    free(path);
    return status;
}

const struct detector DETECTOR_DRD = {
    .name = "drd",
    .family = "drd",
    .cost = 100,
    .flavour = { .name = "plain", .compiler = "cc", .need = BINARY_PLAIN },
    .probe = valgrind_probe,
    .command = drd_command,
    .parse = drd_parse,
};
