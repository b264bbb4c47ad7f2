#include "runtime/search/confirmation.h"
#include "runtime/engine/heap.h"
#include "runtime/engine/output.h"
#include "runtime/search/budget.h"
#include "runtime/search/child.h"
#include "runtime/search/execute.h"
#include "runtime/search/folder_copy.h"
#include "runtime/strategy/recorded.h"
#include "runtime/strategy/strategies.h"

static void output_keep(struct witness *witness)
{
    witness->output_size = output_size();
    if (witness->output_size > WITNESS_OUTPUT_MAX) {
        witness->output_size = WITNESS_OUTPUT_MAX;
    }
    base_copy(witness->output, output_text(), witness->output_size);
    witness->errors_size = output_errors(witness->errors, WITNESS_OUTPUT_MAX);
}

static struct heap_block block_of(uintptr_t address)
{
    struct heap_block block = heap_block_around(address);

    if (block.state == HEAP_NOT_A_BLOCK || address - block.address >= block.size) {
        block.address = block.size = block.site = 0;
    }
    return block;
}

/* The blocks of the heap that the schedule's violations are about. */
static void blocks_keep(struct schedule_result *result)
{
    for (unsigned i = 0; i < result->violation_count; i++) {
        struct violation *violation = &result->violations[i];
        for (unsigned j = 0; j < violation->side_count; j++) {
            struct violation_side *side = &violation->sides[j];
            struct heap_block block = block_of(side->object);
            side->block_address = block.address;
            side->block_size = block.size;
            side->block_site = block.site;
        }
    }
}

static void block_keep(struct witness *witness)
{
    struct heap_block block = block_of(witness->violation.address);

    witness->block_address = block.address;
    witness->block_size = block.size;
    witness->block_site = block.site;
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
    struct witness *witness;
    struct schedule_result *result;
    bool seeks_other; /* it is known what is to be found */
};

static void trace_follow(struct witness *witness, struct schedule_result *result, bool seeks_other)
{
    schedule_settings.detailed = true;
    schedule_settings.fork_mode = true; /* nothing needs to be undone here */
    record_begin(witness->record, seeks_other ? &witness->violation : NULL);
    recorded_use(witness->trace, witness->step_count);
    STRATEGY_REPLAY.begin(0);
    execute_once(&STRATEGY_REPLAY, result);
    record_end();
    result->diverged = recorded_has_diverged();
}

/* In the process of its own. */
static void run_follow(void *argument)
{
    const struct run *run = argument;

    execute_in_process();
    output_errors_keep();
    trace_follow(run->witness, run->result, run->seeks_other);
    output_keep(run->witness);
    block_keep(run->witness);
    blocks_keep(run->result);
}

static void follow(struct witness *witness, struct schedule_result *scratch, bool seeks_other)
{
    struct run run = { witness, scratch, seeks_other };

    if (witness->record == NULL) {
        witness->record = base_map_shared(sizeof *witness->record);
    }
    do {
        scratch->end = SCHEDULE_LOST;
        scratch->violation_count = 0;
        scratch->diverged = false;
        child_run(run_follow, &run, budget_is_overdrawn);
    } while (folder_copy_cure(scratch));
}

bool confirmation_run(struct witness *witness, struct schedule_result *scratch)
{
    follow(witness, scratch, true);
    for (unsigned i = 0; i < scratch->violation_count; i++) {
        if (violation_same(&scratch->violations[i], &witness->violation)) {
            base_copy(&witness->violation, &scratch->violations[i], sizeof witness->violation);
            other_fill(&witness->violation, witness->record);
            witness->confirmed = scratch->hash == witness->hash;
            return witness->confirmed;
        }
    }
    return false;
}

bool confirmation_replay(const uint8_t *trace, uint32_t length, struct witness_list *list,
                         struct schedule_result *scratch)
{
    struct witness *witness = &list->items[0];

    base_copy(witness->trace, trace, length);
    witness->step_count = length;
    follow(witness, scratch, false);
    if (scratch->diverged || scratch->end == SCHEDULE_LOST) {
        return false;
    }
    witness_add(list, scratch, 0, STRATEGY_REPLAY.name, 0);
    for (unsigned i = 0; i < list->count; i++) {
        confirmation_run(&list->items[i], scratch);
    }
    return true;
}

void confirmation_here(const uint8_t *trace, uint32_t length, struct schedule_result *scratch)
{
    struct witness *witness = base_map(sizeof *witness);

    witness->record = base_map(sizeof *witness->record);
    witness->trace = base_map(STEPS_MAX);
    base_copy(witness->trace, trace, length);
    witness->step_count = length;
    execute_catch_signals();
    folder_copy_enter();
    trace_follow(witness, scratch, false);
    folder_copy_leave();
}
