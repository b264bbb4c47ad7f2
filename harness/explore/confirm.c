#include "explore/confirm.h"
#include "explore/child.h"
#include "explore/execute.h"
#include "explore/heap.h"
#include "explore/output.h"
#include "explore/strategy/replay.h"

static void output_keep(struct found *found)
{
    found->output_size = output_size();
    if (found->output_size > FOUND_OUTPUT_MAX) {
        found->output_size = FOUND_OUTPUT_MAX;
    }
    base_copy(found->output, output_text(), found->output_size);
    found->errors_size = output_errors(found->errors, FOUND_OUTPUT_MAX);
}

static void block_keep(struct found *found)
{
    struct heap_block block = heap_block_around(found->violation.address);

    found->block_size = 0;
    if (block.state != HEAP_NOT_A_BLOCK && found->violation.address - block.address < block.size) {
        found->block_address = block.address;
        found->block_size = block.size;
        found->block_site = block.site;
    }
}

/* The other side of a race is where the earlier access was. */
static void other_fill(struct violation *violation, const struct record *record)
{
    struct violation_side *side = &violation->sides[violation->side_count - 1];

    if (!violation->other_is_open || violation->side_count < 2 || !record->has_other) {
        return;
    }
    side->thread = record->other.thread;
    side->step = record->other.step;
    side->stack_count = record->other.stack_count;
    for (unsigned i = 0; i < record->other.stack_count; i++) {
        side->stack[i] = record->other.stack[i];
    }
    violation->other_is_open = false;
}

struct run {
    struct found *found;
    struct schedule_result *result;
    bool seeks_other; /* it is known what is to be found */
};

static void trace_follow(struct found *found, struct schedule_result *result, bool seeks_other)
{
    schedule_settings.detailed = true;
    schedule_settings.fork_mode = true; /* nothing needs to be undone here */
    record_begin(found->record, seeks_other ? &found->violation : NULL);
    replay_use(found->trace, found->step_count);
    STRATEGY_REPLAY.begin(0);
    execute_once(&STRATEGY_REPLAY, result);
    record_end();
    result->diverged = replay_has_diverged();
}

/* In the process of its own. */
static void run_follow(void *argument)
{
    const struct run *run = argument;

    execute_in_process();
    output_errors_keep();
    trace_follow(run->found, run->result, run->seeks_other);
    output_keep(run->found);
    block_keep(run->found);
}

static void follow(struct found *found, struct schedule_result *scratch, bool seeks_other)
{
    struct run run = { found, scratch, seeks_other };

    scratch->end = SCHEDULE_LOST;
    scratch->violation_count = 0;
    scratch->diverged = false;
    if (found->record == NULL) {
        found->record = base_map_shared(sizeof *found->record);
    }
    child_run(run_follow, &run);
}

bool confirm(struct found *found, struct schedule_result *scratch)
{
    follow(found, scratch, true);
    for (unsigned i = 0; i < scratch->violation_count; i++) {
        if (violation_same(&scratch->violations[i], &found->violation)) {
            base_copy(&found->violation, &scratch->violations[i], sizeof found->violation);
            other_fill(&found->violation, found->record);
            found->confirmed = scratch->hash == found->hash;
            return found->confirmed;
        }
    }
    return false;
}

bool confirm_replay(const uint8_t *trace, uint32_t length, struct found_list *list,
                    struct schedule_result *scratch)
{
    struct found *found = &list->items[0];

    base_copy(found->trace, trace, length);
    found->step_count = length;
    follow(found, scratch, false);
    if (scratch->diverged || scratch->end == SCHEDULE_LOST) {
        return false;
    }
    found_add(list, scratch, 0, STRATEGY_REPLAY.name, 0);
    for (unsigned i = 0; i < list->count; i++) {
        confirm(&list->items[i], scratch);
    }
    return true;
}

void confirm_here(const uint8_t *trace, uint32_t length, struct schedule_result *scratch)
{
    struct found *found = base_map(sizeof *found);

    found->record = base_map(sizeof *found->record);
    found->trace = base_map(STEPS_MAX);
    base_copy(found->trace, trace, length);
    found->step_count = length;
    execute_catch_signals();
    trace_follow(found, scratch, false);
}
