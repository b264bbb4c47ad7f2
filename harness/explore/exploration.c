#include "explore/exploration.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { STACKS_MAX = 64 };

static const char *const SEARCH_NAMES[EXPLORATION_SEARCH_COUNT] = {
    [EXPLORATION_EXHAUSTED] = "exhausted", [EXPLORATION_SAMPLED] = "sampled",
    [EXPLORATION_STOPPED] = "stopped",     [EXPLORATION_INTERRUPTED] = "interrupted",
    [EXPLORATION_REFUSED] = "refused",
};

const char *exploration_search_name(enum exploration_search search)
{
    return SEARCH_NAMES[search];
}

static void finding_free(struct exploration_finding *finding)
{
    for (size_t i = 0; i < finding->side_count; i++) {
        free(finding->sides[i].stack.frames);
    }
    for (size_t i = 0; i < finding->step_count; i++) {
        free(finding->steps[i].stack.frames);
    }
    free(finding->sides);
    free(finding->threads);
    free(finding->steps);
}

void exploration_free(struct exploration *exploration)
{
    for (size_t i = 0; i < exploration->finding_count; i++) {
        finding_free(&exploration->findings[i]);
    }
    free(exploration->findings);
    free(exploration->stages);
    symbols_close(exploration->symbols);
    json_decref(exploration->report);
    *exploration = (struct exploration){ 0 };
}

static char *block_describe(const struct exploration_block *block, uint64_t address,
                            unsigned long size)
{
    unsigned long begin = (unsigned long)(address - block->address);
    char *where = block->site->file == NULL
                      ? alloc_copy(block->site->function == NULL ? "" : block->site->function)
                      : alloc_format("%s:%u",
                                     strrchr(block->site->file, '/') == NULL
                                         ? block->site->file
                                         : strrchr(block->site->file, '/') + 1,
                                     block->site->line);
    char *text =
        begin == 0 && (size == 0 || size >= block->size)
            ? alloc_format("the %lu bytes allocated at %s", block->size, where)
        : size <= 1 ? alloc_format("byte %lu of the %lu allocated at %s", begin, block->size, where)
                    : alloc_format("bytes %lu to %lu of the %lu allocated at %s", begin,
                                   begin + size - 1, block->size, where);

    free(where);
    return text;
}

char *exploration_describe(const struct exploration *exploration,
                           const struct exploration_finding *finding, uint64_t address,
                           unsigned long size)
{
    const struct exploration_block *block = &finding->block;
    const struct variable *variable = symbols_variable(exploration->symbols, address, size);
    uint64_t in_stacks = address - exploration->stacks_base;

    if (variable != NULL) {
        return alloc_format("`%s`", variable->name);
    }
    if (block->site != NULL && address >= block->address &&
        address < block->address + block->size) {
        return block_describe(block, address, size);
    }
    if (exploration->stacks_stride > 0 && in_stacks / exploration->stacks_stride < STACKS_MAX &&
        in_stacks % exploration->stacks_stride < exploration->stacks_size) {
        return alloc_format("a variable on thread %lu's stack",
                            (unsigned long)(in_stacks / exploration->stacks_stride));
    }
    return alloc_format("the memory at %#lx", (unsigned long)address);
}

const struct symbol_place *exploration_place(const struct exploration_stack *stack)
{
    for (size_t i = 0; i < stack->count; i++) {
        if (stack->frames[i]->line > 0) {
            return stack->frames[i];
        }
    }
    return stack->count > 0 ? stack->frames[0] : NULL;
}

const char *exploration_assumption(const struct exploration *exploration, size_t index)
{
    return json_string_value(json_array_get(exploration->assumptions, index));
}

unsigned long exploration_exhausted_count(const struct exploration *exploration)
{
    for (size_t i = 0; i < exploration->stage_count; i++) {
        if (strcmp(exploration->stages[i].state, "exhausted") == 0) {
            return exploration->stages[i].schedules;
        }
    }
    return exploration->schedules;
}
