#include "explore/search.h"
#include "explore/fiber.h"
#include "explore/tsan/access.h"
#include "explore/violation.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static struct schedule_result *result;
static struct {
    unsigned long ends[SCHEDULE_END_COUNT], points, switches, done, violations, agg;
    unsigned search;
    int first;
    double seconds;
} * stat;
static struct access_sharing *known;
static double now(void)
{
    struct timespec t;
    int (*r)(clockid_t, struct timespec *) =
        (int (*)(clockid_t, struct timespec *))base_next("clock_gettime");
    r(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}
int search_run(const struct execute_program *program)
{
    static const struct strategy *const all[] = { &STRATEGY_NO_PREEMPTION, &STRATEGY_RANDOM,
                                                  &STRATEGY_PCT,           &STRATEGY_POS,
                                                  &STRATEGY_BOUNDED,       &STRATEGY_DPOR };
    const char *name = getenv("STRAT");
    const struct strategy *s = &STRATEGY_RANDOM;
    for (unsigned i = 0; i < 6; i++)
        if (name && !strcmp(name, all[i]->name))
            s = all[i];
    unsigned long runs = getenv("RUNS") ? strtoul(getenv("RUNS"), 0, 10) : 1000;
    schedule_settings.fork_mode = getenv("FORK") != NULL;
    schedule_settings.steps_max = STEPS_MAX;
    schedule_settings.stop_at_violation = getenv("STOP") != NULL;
    fiber_park(getenv("PARK") ? (unsigned)atoi(getenv("PARK")) : 8);
    result = base_map_shared(sizeof *result);
    stat = base_map_shared(sizeof *stat);
    known = base_map_shared(sizeof *known);
    execute_prepare(program);
    s->open(1, 30);
    fflush(0);
    pid_t w = _Fork();
    if (w == 0) {
        int out = dup(1), err = dup(2);
        (void)out;
        execute_in_process();
        for (int i = 0; i < 16; i++) {
            access_sharing_use(known);
            execute_schedule(&STRATEGY_NO_PREEMPTION, 0, result);
            if (!access_sharing_learn(known))
                break;
        }
        double t0 = now();
        stat->agg = 1469598103934665603ul;
        stat->first = -1;
        for (unsigned long i = 0; i < runs; i++) {
            enum search r = execute_schedule(s, i, result);
            stat->ends[result->end]++;
            stat->points += result->points;
            stat->switches += result->switches;
            stat->done++;
            stat->agg = (stat->agg ^ result->hash) * 1099511628211ul;
            if (result->violation_count && stat->first < 0) {
                stat->first = (int)i + 1;
                if (getenv("V"))
                    for (unsigned v = 0; v < result->violation_count; v++) {
                        struct violation *x = &result->violations[v];
                        dprintf(err, "violation %s: %s addr %lx\n", violation_name(x->kind),
                                x->text, x->address);
                        for (unsigned k = 0; k < x->side_count; k++) {
                            dprintf(err, "   T%u %s:", x->sides[k].thread, x->sides[k].does);
                            for (unsigned z = 0; z < x->sides[k].stack_count; z++)
                                dprintf(err, " %lx", x->sides[k].stack[z]);
                            dprintf(err, "\n");
                        }
                    }
            }
            stat->violations += result->violation_count > 0;
            stat->search = r;
            if (r != SEARCH_GOES_ON)
                break;
            if (result->end == SCHEDULE_UNSUPPORTED || result->end == SCHEDULE_THREADS) {
                dprintf(err, "unsupported %s %d\n", result->reason, result->code);
                break;
            }
        }
        stat->seconds = now() - t0;
        _exit(0);
    }
    int st;
    waitpid(w, &st, 0);
    printf("%s %s: status %x runs %lu in %.3fs = %.0f/s; points/run %.1f points/s %.0f "
           "switches/run %.1f; violations %lu first %d search %u agg %lx ends:",
           program->arguments[0], s->name, st, stat->done, stat->seconds,
           stat->done / stat->seconds, (double)stat->points / stat->done,
           stat->points / stat->seconds, (double)stat->switches / stat->done, stat->violations,
           stat->first, stat->search, stat->agg);
    for (int i = 0; i < SCHEDULE_END_COUNT; i++)
        if (stat->ends[i])
            printf(" %d=%lu", i, stat->ends[i]);
    printf("\n");
    return 0;
}
