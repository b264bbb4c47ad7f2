/*
 * Helgrind. The kinds of its errors are in Valgrind's helgrind/hg_errors.c and
 * in docs/internals/xml-output.txt.
 */
#include "base/alloc.h"
#include "detect/detector.h"
#include "detect/valgrind.h"
#include "detect/valgrind_xml.h"

#include <stdlib.h>
#include <string.h>

/* What an error of kind Misc is about; the first part found in its text decides. */
static const struct {
    const char *part;
    enum finding_kind kind;
} MISC[] = {
    { "still holds", KIND_LOCK_LEAK },  { "of a locked mutex", KIND_DESTROY_LOCKED },
    { "re-lock", KIND_RELOCK },         { "cond", KIND_COND_MISUSE },
    { "sem_", KIND_SEM_MISUSE },        { "semaphore", KIND_SEM_MISUSE },
    { "barrier", KIND_BARRIER_MISUSE }, { "argument", KIND_USE_INVALID_LOCK },
    { "lock", KIND_USE_INVALID_LOCK },  { "mutex", KIND_USE_INVALID_LOCK },
};

static int misc_classify(const char *what, enum finding_kind *kind)
{
    for (size_t i = 0; i < sizeof MISC / sizeof MISC[0]; i++) {
        if (strstr(what, MISC[i].part) != NULL) {
            *kind = MISC[i].kind;
            return 0;
        }
    }
    return -1;
}

static int helgrind_classify(const struct valgrind_error *said, enum finding_kind *kind)
{
    static const struct {
        const char *name;
        enum finding_kind kind;
    } kinds[] = {
        { "Race", KIND_RACE },
        { "LockOrder", KIND_LOCK_ORDER },
        { "UnlockUnlocked", KIND_UNLOCK_NOT_HELD },
        { "UnlockBogus", KIND_UNLOCK_NOT_HELD },
        { "UnlockForeign", KIND_UNLOCK_FOREIGN },
        { "PthAPIerror", KIND_API_ERROR },
        { "Dubious", KIND_COND_MISUSE },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, said->kind) == 0) {
            *kind = kinds[i].kind;
            return 0;
        }
    }
    return strcmp(said->kind, "Misc") == 0 ? misc_classify(said->what, kind) : -1;
}

/*
 * A lock that another thread unlocked counts as held by its first owner for good;
 * at the end of main, which is never announced, Helgrind says so once more.
 */
static bool helgrind_is_aftermath(const struct valgrind_error *said)
{
    return strstr(said->what, "Exiting thread still holds") != NULL;
}

/* The other side of a race, and the other side's inner lock of an inversion. */
static bool helgrind_is_primary(const struct valgrind_stack *stack)
{
    return strncmp(stack->before, "This conflicts with", 19) == 0 ||
           strncmp(stack->before, "followed by a later acquisition", 31) == 0;
}

static int helgrind_command(const struct detector_run *run, struct string_list *argv,
                            struct string_list *environment, struct error *error)
{
    static const char *const options[] = { NULL };

    (void)environment;
    (void)error;
    valgrind_command("helgrind", options, run, argv);
    return 0;
}

static int helgrind_parse(const struct detector_report *report, struct findings *findings,
                          struct error *error)
{
    static const struct valgrind_tool tool = { .name = "helgrind",
                                               .classify = helgrind_classify,
                                               .is_aftermath = helgrind_is_aftermath,
                                               .is_primary = helgrind_is_primary };
    char *path = alloc_format("%s/%s", report->folder, VALGRIND_REPORT);
    int status = valgrind_xml_parse(path, &tool, report, findings, error);

    free(path);
    return status;
}

const struct detector DETECTOR_HELGRIND = {
    .name = "helgrind",
    .family = "helgrind",
    .cost = 100,
    .flavour = { .name = "plain", .compiler = "cc", .need = BINARY_PLAIN },
    .probe = valgrind_probe,
    .command = helgrind_command,
    .parse = helgrind_parse,
};
