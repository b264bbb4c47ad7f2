#include "run/canary.h"

#include "base/alloc.h"

#include <stdlib.h>

void canary_open(struct canary *canary, const char *folder)
{
    *canary = (struct canary){ .folder = folder };
    pthread_mutex_init(&canary->lock, NULL);
}

void canary_close(struct canary *canary)
{
    for (size_t i = 0; i < DETECTORS_MAX; i++) {
        free(canary->detectors[i].fault);
    }
    pthread_mutex_destroy(&canary->lock);
}

/* What is wrong with a detector; NULL: it catches the canary. The caller frees it. */
static char *fault_find(const char *folder, const struct detector *detector, const char *version,
                        const struct trial_options *options)
{
    struct bug_case pair;
    struct trial_result result;
    struct error error;
    char *fault = NULL;

    if (case_load(folder, &pair, &error) != 0) {
        return error_describe(&error);
    }
    const struct trial trial = { .tried = &pair, .variant = VARIANT_BUGGY, .detector = detector };
    trial_run(&trial, version, options, &result);
    if (result.verdict != VERDICT_CAUGHT && result.verdict != VERDICT_NOT_RUN) {
        fault = alloc_copy(result.reason);
    }
    trial_result_free(&result);
    case_free(&pair);
    return fault;
}

void canary_check(struct canary *canary, size_t detector, const struct trial *trial,
                  const char *version, const struct trial_options *options,
                  struct trial_result *result)
{
    if (result->verdict != VERDICT_UNABLE || canary->folder == NULL) {
        return;
    }
    pthread_mutex_lock(&canary->lock);
    if (!canary->detectors[detector].asked) {
        canary->detectors[detector].asked = true;
        canary->detectors[detector].fault =
            fault_find(canary->folder, trial->detector, version, options);
    }
    pthread_mutex_unlock(&canary->lock);
    const char *fault = canary->detectors[detector].fault;
    if (fault != NULL) {
        free(result->reason);
        result->verdict = VERDICT_BROKEN;
        result->reason = alloc_format("%s cannot run this program, as expected; but it does not "
                                      "catch the canary either, as `racetrap doctor` will say: %s",
                                      trial->detector->name, fault);
    }
}
