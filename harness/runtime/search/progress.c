#include "runtime/search/progress.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const struct search_state *state;
static const struct settings *settings;
static const struct portfolio *portfolio;
static const char *stage;

void progress_begin(const struct search_state *told, const struct settings *given,
                    const struct portfolio *planned)
{
    state = told;
    settings = given;
    portfolio = planned;
}

void progress_stage(const char *word)
{
    stage = word;
}

static const char *stage_name(void)
{
    const struct strategy *strategy = portfolio->items[state->workers[0].entry].strategy;

    return stage != NULL ? stage : strategy != NULL ? strategy->name : "search";
}

void progress_write(double seconds)
{
    static int file = -1;
    uint64_t schedules = 0, points = 0;
    char line[128];

    if (settings == NULL || settings->progress == NULL) {
        return;
    }
    if (file < 0) {
        file = open(settings->progress, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    }
    for (unsigned i = 0; i < settings->jobs; i++) {
        for (unsigned entry = 0; entry < portfolio->count; entry++) {
            schedules += state->workers[i].entries[entry].schedules;
            points += state->workers[i].entries[entry].points;
        }
    }
    int length = snprintf(line, sizeof line, "%12lu %14lu %4u %10.1f %-20s\n", schedules, points,
                          state->witnesses->count, seconds, stage_name());
    if (file >= 0 && pwrite(file, line, (size_t)length, 0) != length) {
        /* whoever watches sees nothing new */
    }
}
