/*
 * The canary: a pair that every detector must catch. A detector that is allowed
 * to be unable to run one program must still be able to run this one; else it is
 * broken, and nothing excuses it.
 *
 * Any number of threads may ask; each detector is tried once.
 */
#ifndef RACETRAP_CANARY_H
#define RACETRAP_CANARY_H

#include "detect/detector.h"
#include "run/trial.h"

#include <pthread.h>

struct canary {
    const char *folder; /* of the pair; NULL: nothing is checked */
    pthread_mutex_t lock;
    struct {
        bool asked;
        char *fault; /* NULL: it is alive */
    } detectors[DETECTORS_MAX];
};

void canary_open(struct canary *canary, const char *folder);
void canary_close(struct canary *canary);

/* Turns the verdict `unable` of the trial into `broken`, where that detector, by its index, does
 * not catch the canary either. */
void canary_check(struct canary *canary, size_t detector, const struct trial *trial,
                  const char *version, const struct trial_options *options,
                  struct trial_result *result);

#endif
