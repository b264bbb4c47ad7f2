#include "run/suite.h"

#include "base/alloc.h"
#include "run/canary.h"
#include "system/build.h"
#include "system/process.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct work {
    const struct suite_plan *plan;
    struct suite *suite;
    struct suite_trial **order; /* in which they are begun */
    struct canary canary;
    pthread_mutex_t lock; /* guards what follows, and the progress callback */
    size_t next, done;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void trial_do(struct work *work, struct suite_trial *item)
{
    const struct suite_plan *plan = work->plan;
    const struct suite_detector *with = &work->suite->detectors[item->detector];
    const struct trial trial = { .tried = &item->entry->loaded,
                                 .variant = item->variant,
                                 .detector = with->detector };

    if (process_is_cancelled()) {
        item->result.verdict = VERDICT_NOT_RUN;
        item->result.reason = alloc_copy("interrupted before it began");
    } else if (!with->state.available) {
        item->result.verdict = VERDICT_SKIPPED;
        item->result.reason = alloc_copy(with->state.missing);
    } else {
        trial_run(&trial, with->state.version, &plan->trial, &item->result);
        canary_check(&work->canary, item->detector, &trial, with->state.version, &plan->trial,
                     &item->result);
    }
}

static void *worker(void *context)
{
    struct work *work = context;
    struct suite *suite = work->suite;

    pthread_mutex_lock(&work->lock);
    while (work->next < suite->trial_count) {
        struct suite_trial *item = work->order[work->next++];
        pthread_mutex_unlock(&work->lock);
        trial_do(work, item);
        pthread_mutex_lock(&work->lock);
        work->done++;
        if (work->plan->progress != NULL) {
            work->plan->progress(work->plan->progress_context, work->done, suite->trial_count,
                                 item);
        }
    }
    pthread_mutex_unlock(&work->lock);
    return NULL;
}

static unsigned cost_of(const struct suite_trial *trial)
{
    return trial->detector_cost * (trial->variant == VARIANT_FIXED ? 2 : 1);
}

static int cost_compare(const void *left, const void *right)
{
    const struct suite_trial *l = *(struct suite_trial *const *)left;
    const struct suite_trial *r = *(struct suite_trial *const *)right;

    if (cost_of(l) != cost_of(r)) {
        return cost_of(l) > cost_of(r) ? -1 : 1;
    }
    return l < r ? -1 : l > r;
}

/* The slow ones first: then quick ones are left to fill up the cores at the end. */
static struct suite_trial **order_make(struct suite *suite)
{
    struct suite_trial **order = alloc_zeroed(suite->trial_count, sizeof(struct suite_trial *));

    for (size_t i = 0; i < suite->trial_count; i++) {
        order[i] = &suite->trials[i];
    }
    qsort(order, suite->trial_count, sizeof *order, cost_compare);
    return order;
}

/* The calling thread is one of the workers, so a machine that refuses threads still gets on. */
static void workers_run(const struct suite_plan *plan, struct suite *suite)
{
    struct work work = { .plan = plan, .suite = suite, .order = order_make(suite) };
    unsigned helpers = plan->jobs > 1 ? plan->jobs - 1 : 0;
    pthread_t *threads = alloc_zeroed(helpers, sizeof *threads);
    unsigned started = 0;

    pthread_mutex_init(&work.lock, NULL);
    canary_open(&work.canary, plan->canary);
    while (started < helpers && pthread_create(&threads[started], NULL, worker, &work) == 0) {
        started++;
    }
    worker(&work);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_mutex_destroy(&work.lock);
    canary_close(&work.canary);
    free(work.order);
    free(threads);
}

static void problem_add(struct suite *suite, const struct corpus_entry *entry, enum verdict verdict,
                        const char *file, unsigned line, char *reason)
{
    suite->problems =
        alloc_resized(suite->problems, suite->problem_count + 1, sizeof *suite->problems);
    suite->problems[suite->problem_count++] =
        (struct suite_problem){ .entry = entry,
                                .verdict = verdict,
                                .file = file == NULL ? NULL : alloc_copy(file),
                                .line = line,
                                .reason = reason };
}

static bool trial_caught(const struct trial_result *result)
{
    bool found = result->verdict == VERDICT_CAUGHT || result->verdict == VERDICT_GAP_CLOSED ||
                 result->verdict == VERDICT_MAY;

    return found && result->hits > 0;
}

struct case_sum {
    bool known; /* every trial of the buggy program gave a verdict */
    bool caught;
    bool *markers_hit;
};

static struct case_sum case_sum(const struct suite *suite, const struct corpus_entry *entry)
{
    size_t markers = entry->loaded.markers.count;
    struct case_sum sum = { .known = suite->complete,
                            .markers_hit = alloc_zeroed(markers, sizeof(bool)) };

    for (size_t i = 0; i < suite->trial_count; i++) {
        const struct suite_trial *item = &suite->trials[i];
        if (item->entry != entry || item->variant != VARIANT_BUGGY) {
            continue;
        }
        enum verdict verdict = item->result.verdict;
        sum.known = sum.known && verdict != VERDICT_SKIPPED && verdict != VERDICT_BROKEN &&
                    verdict != VERDICT_NOT_RUN;
        sum.caught |= trial_caught(&item->result);
        for (size_t m = 0; m < markers && item->result.markers_hit != NULL; m++) {
            sum.markers_hit[m] |= item->result.markers_hit[m];
        }
    }
    return sum;
}

/* What can be said only when every detector has had its say. */
static void case_judge(struct suite *suite, const struct corpus_entry *entry)
{
    const struct bug_case *judged = &entry->loaded;
    struct case_sum sum = case_sum(suite, entry);

    for (size_t m = 0; sum.known && m < judged->markers.count; m++) {
        if (!sum.markers_hit[m]) {
            char *kinds = kind_set_format(judged->markers.items[m].kinds);
            char *path = alloc_format("%s/%s", judged->folder, judged->markers.items[m].file);
            problem_add(suite, entry, VERDICT_STALE, path, judged->markers.items[m].line,
                        alloc_format("no detector found %s on this marked line; move the marker "
                                     "to where the bug is, or remove it",
                                     kinds));
            free(kinds);
            free(path);
        }
    }
    if (sum.known && !sum.caught) {
        problem_add(suite, entry, VERDICT_MISSED, judged->source_path[VARIANT_BUGGY], 0,
                    alloc_copy("no detector caught this bug; at least one must"));
    }
    free(sum.markers_hit);
}

static void corpus_judge(struct suite *suite)
{
    for (size_t i = 0; i < suite->corpus->count; i++) {
        const struct corpus_entry *entry = &suite->corpus->entries[i];
        if (entry->broken != NULL) {
            problem_add(suite, entry, VERDICT_BROKEN,
                        entry->broken->file[0] == '\0' ? NULL : entry->broken->file,
                        entry->broken->line, alloc_copy(entry->broken->text));
        } else {
            case_judge(suite, entry);
        }
    }
}

static int detectors_probe(const struct suite_plan *plan, struct suite *suite, struct error *error)
{
    for (size_t i = 0; plan->detectors[i] != NULL; i++) {
        struct suite_detector *entry = &suite->detectors[suite->detector_count++];
        entry->detector = plan->detectors[i];
        entry->name = entry->detector->name;
        if (entry->detector->probe(&entry->state, error) != 0) {
            return -1;
        }
    }
    return 0;
}

static void trials_lay_out(const struct suite_plan *plan, struct suite *suite)
{
    size_t most = plan->corpus->count * suite->detector_count * VARIANT_COUNT;

    suite->trials = alloc_zeroed(most, sizeof *suite->trials);
    for (size_t c = 0; c < plan->corpus->count; c++) {
        for (size_t d = 0; plan->corpus->entries[c].broken == NULL && d < suite->detector_count;
             d++) {
            for (unsigned v = 0; v < VARIANT_COUNT; v++) {
                if (plan->variants[v]) {
                    suite->trials[suite->trial_count++] =
                        (struct suite_trial){ .entry = &plan->corpus->entries[c],
                                              .variant = (enum variant)v,
                                              .detector = d,
                                              .detector_cost = suite->detectors[d].detector->cost };
                }
            }
        }
    }
}

static size_t detectors_known(void)
{
    size_t count = 0;

    while (DETECTORS[count] != NULL) {
        count++;
    }
    return count;
}

int suite_run(const struct suite_plan *plan, struct suite *suite, struct error *error)
{
    double started = now();
    size_t compiled = build_compiled_count();

    *suite = (struct suite){ .corpus = plan->corpus };
    if (detectors_probe(plan, suite, error) != 0) {
        suite_free(suite);
        return -1;
    }
    suite->complete = plan->variants[VARIANT_BUGGY] && !plan->trial.build_only &&
                      suite->detector_count == detectors_known();
    trials_lay_out(plan, suite);
    workers_run(plan, suite);
    corpus_judge(suite);
    suite->interrupted = process_is_cancelled();
    suite->compiled = build_compiled_count() - compiled;
    suite->seconds = now() - started;
    return 0;
}

void suite_free(struct suite *suite)
{
    for (size_t i = 0; i < suite->trial_count; i++) {
        trial_result_free(&suite->trials[i].result);
    }
    free(suite->trials);
    for (size_t i = 0; i < suite->problem_count; i++) {
        free(suite->problems[i].file);
        free(suite->problems[i].reason);
    }
    free(suite->problems);
    *suite = (struct suite){ 0 };
}

static void verdict_count(struct suite_count *count, enum verdict verdict)
{
    count->gaps += verdict == VERDICT_GAP_CLOSED;
    count->broken += verdict == VERDICT_BROKEN;
    count->skipped += verdict == VERDICT_SKIPPED;
    count->not_run += verdict == VERDICT_NOT_RUN;
    count->departures +=
        verdict_is_departure(verdict) && verdict != VERDICT_GAP_CLOSED && verdict != VERDICT_BROKEN;
    count->expected +=
        !verdict_is_departure(verdict) && verdict != VERDICT_SKIPPED && verdict != VERDICT_NOT_RUN;
}

static void case_count(struct suite_count *count, const struct suite *suite,
                       const struct corpus_entry *entry)
{
    bool caught = false, fixed = false, failed = false;

    for (size_t i = 0; i < suite->trial_count; i++) {
        const struct suite_trial *item = &suite->trials[i];
        enum verdict verdict = item->result.verdict;
        if (item->entry != entry) {
            continue;
        }
        if (item->variant == VARIANT_BUGGY) {
            caught |= trial_caught(&item->result);
        } else {
            fixed |= verdict == VERDICT_CLEAN;
            failed |= verdict_is_departure(verdict) && verdict != VERDICT_GAP_CLOSED;
        }
    }
    count->caught += caught;
    count->fixed += fixed && !failed;
}

struct suite_count suite_count(const struct suite *suite)
{
    struct suite_count count = { .cases = suite->corpus->count };

    for (size_t i = 0; i < suite->trial_count; i++) {
        verdict_count(&count, suite->trials[i].result.verdict);
    }
    for (size_t i = 0; i < suite->problem_count; i++) {
        verdict_count(&count, suite->problems[i].verdict);
    }
    for (size_t i = 0; i < suite->corpus->count; i++) {
        case_count(&count, suite, &suite->corpus->entries[i]);
    }
    return count;
}
