#include "explore/exploration.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { STACKS_MAX = 64 };

static const char *const SEARCH_NAMES[EXPLORATION_SEARCH_COUNT] = {
    [EXPLORATION_EXHAUSTED] = "exhausted",     [EXPLORATION_SAMPLED] = "sampled",
    [EXPLORATION_INCOMPLETE] = "incomplete",   [EXPLORATION_STOPPED] = "stopped",
    [EXPLORATION_INTERRUPTED] = "interrupted", [EXPLORATION_REFUSED] = "refused",
};

const char *exploration_search_name(enum exploration_search search)
{
    return SEARCH_NAMES[search];
}

void exploration_finding_free(struct exploration_finding *finding)
{
    for (size_t i = 0; i < finding->side_count; i++) {
        free(finding->sides[i].does);
        free(finding->sides[i].stack.frames);
    }
    for (size_t i = 0; i < finding->step_count; i++) {
        free(finding->steps[i].word);
        free(finding->steps[i].stack.frames);
    }
    if (finding->consequence != NULL) {
        exploration_finding_free(finding->consequence);
        free(finding->consequence);
    }
    free(finding->text);
    free(finding->sides);
    free(finding->threads);
    free(finding->steps);
}

void exploration_free(struct exploration *exploration)
{
    for (size_t i = 0; i < exploration->finding_count; i++) {
        exploration_finding_free(&exploration->findings[i]);
    }
    free(exploration->findings);
    free(exploration->stages);
    free(exploration->ignored);
    symbols_close(exploration->symbols);
    json_decref(exploration->report);
    *exploration = (struct exploration){ 0 };
}

static bool block_holds(const struct exploration_block *block, uint64_t address)
{
    return block->site != NULL && address >= block->address &&
           address < block->address + block->size;
}

/* "queue.c:12" */
static char *site_describe(const struct symbol_place *site)
{
    if (site->file == NULL) {
        return alloc_copy(site->function == NULL ? "" : site->function);
    }
    const char *slash = strrchr(site->file, '/');
    return alloc_format("%s:%u", slash == NULL ? site->file : slash + 1, site->line);
}

static char *block_describe(const struct exploration_block *block, uint64_t address,
                            unsigned long size)
{
    unsigned long begin = (unsigned long)(address - block->address);
    char *where = site_describe(block->site);
    char *text =
        begin == 0 && (size == 0 || size >= block->size)
            ? alloc_format("the %lu bytes allocated at %s", block->size, where)
        : size <= 1 ? alloc_format("byte %lu of the %lu allocated at %s", begin, block->size, where)
                    : alloc_format("bytes %lu to %lu of the %lu allocated at %s", begin,
                                   begin + size - 1, block->size, where);

    free(where);
    return text;
}

/* On which thread's stack it is; -1: on none. */
static long stack_of(const struct exploration *exploration, uint64_t address)
{
    uint64_t stride = exploration->stacks_stride, in_stacks = address - exploration->stacks_base;

    return stride > 0 && in_stacks / stride < STACKS_MAX &&
                   in_stacks % stride < exploration->stacks_size
               ? (long)(in_stacks / stride)
               : -1;
}

char *exploration_describe(const struct exploration *exploration,
                           const struct exploration_finding *finding, uint64_t address,
                           unsigned long size)
{
    const struct variable *variable = symbols_variable(exploration->symbols, address, size);
    long stack = stack_of(exploration, address);

    if (variable != NULL) {
        return alloc_format("`%s`", variable->name);
    }
    if (block_holds(&finding->block, address)) {
        return block_describe(&finding->block, address, size);
    }
    return stack >= 0 ? alloc_format("a variable on thread %ld's stack", stack)
                      : alloc_format("the memory at %#lx", (unsigned long)address);
}

/* Whether it is the first of the sides that is about this object. */
static bool is_first_of(const struct exploration_finding *finding, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (finding->sides[i].object == finding->sides[index].object) {
            return false;
        }
    }
    return true;
}

const char *exploration_label(const struct exploration *exploration,
                              const struct exploration_finding *finding, uint64_t address,
                              unsigned long size)
{
    static const char *const letters[] = { "A", "B", "C", "D", "E", "F", "G", "H" };
    size_t letter = 0;

    if (address == 0 || symbols_variable(exploration->symbols, address, size) != NULL) {
        return NULL;
    }
    if (address < finding->address + (finding->size > 0 ? finding->size : 1) &&
        finding->address < address + (size > 0 ? size : 1)) {
        return "it";
    }
    for (size_t i = 0; i < finding->side_count && letter < sizeof letters / sizeof letters[0];
         i++) {
        uint64_t object = finding->sides[i].object;
        if (object == 0 || object == finding->address || !is_first_of(finding, i) ||
            symbols_variable(exploration->symbols, object, 0) != NULL) {
            continue;
        }
        if (object == address) {
            return letters[letter];
        }
        letter++;
    }
    return NULL;
}

char *exploration_describe_object(const struct exploration *exploration,
                                  const struct exploration_block *block, uint64_t address,
                                  const char *noun)
{
    const struct variable *variable = symbols_variable(exploration->symbols, address, 0);
    long stack = stack_of(exploration, address);

    if (variable != NULL) {
        return alloc_format("`%s`", variable->name);
    }
    if (block_holds(block, address)) {
        bool is_begin = address == block->address;
        char *where = block_describe(block, address, is_begin ? 0 : 1);
        char *text = alloc_format("the %s %s %s", noun, is_begin ? "in" : "at", where);
        free(where);
        return text;
    }
    return stack >= 0 ? alloc_format("the %s on thread %ld's stack", noun, stack)
                      : alloc_format("the %s at %#lx", noun, (unsigned long)address);
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
