#include "explore/step_text.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { STACK_KEPT = 6 }; /* frames that the runtime keeps of a step (runtime/diagnose/record.h) */

static int64_t signed_of(uint64_t value, unsigned long size)
{
    unsigned shift = size > 0 && size < 8 ? 64 - 8 * (unsigned)size : 0;

    return (int64_t)(value << shift) >> shift;
}

static char *float_format(uint64_t value, unsigned long size)
{
    float small;
    double large;

    if (size == sizeof small) {
        memcpy(&small, &value, sizeof small);
        return alloc_format("%g", (double)small);
    }
    memcpy(&large, &value, sizeof large);
    return alloc_format("%g", large);
}

/* Where the type is not known: small negative numbers and addresses are told by their looks. */
static char *guess_format(uint64_t value, unsigned long size)
{
    int64_t as_signed = signed_of(value, size);

    return as_signed < 0 && as_signed >= -4096 ? alloc_format("%lld", (long long)as_signed)
           : value > UINT32_MAX                ? alloc_format("%#llx", (unsigned long long)value)
                                               : alloc_format("%llu", (unsigned long long)value);
}

static char *value_format(const struct exploration_step *step, uint64_t value)
{
    if (step->size < 8) {
        value &= ((uint64_t)1 << 8 * step->size) - 1;
    }
    switch (step->variable == NULL ? VARIABLE_UNKNOWN : step->variable->type) {
    case VARIABLE_SIGNED:
        return alloc_format("%lld", (long long)signed_of(value, step->size));
    case VARIABLE_UNSIGNED:
        return alloc_format("%llu", (unsigned long long)value);
    case VARIABLE_BOOL:
        return alloc_copy(value != 0 ? "true" : "false");
    case VARIABLE_CHARACTER:
        return value >= ' ' && value < 0x7f ? alloc_format("'%c'", (int)value)
                                            : alloc_format("%llu", (unsigned long long)value);
    case VARIABLE_FLOAT:
        return float_format(value, step->size);
    case VARIABLE_POINTER:
        return value == 0 ? alloc_copy("NULL") : alloc_format("%#llx", (unsigned long long)value);
    case VARIABLE_UNKNOWN:
        break;
    }
    return guess_format(value, step->size);
}

/* How a step's kind is said of a thread; others are said as they are. */
static const char *verb_of(const char *kind)
{
    static const char *const verbs[][2] = {
        { "start", "starts" },
        { "exit", "ends" },
        { "create", "creates" },
        { "join", "joins" },
        { "read", "reads" },
        { "write", "writes" },
        { "atomic load", "reads" },
        { "atomic store", "writes" },
        { "atomic update", "updates" },
        { "lock", "locks" },
        { "unlock", "unlocks" },
        { "read lock", "read-locks" },
        { "wait", "waits" },
        { "wake", "is woken" },
        { "time-out", "times out" },
        { "signal", "signals" },
        { "broadcast", "broadcasts" },
        { "sem wait", "takes" },
        { "sem post", "posts" },
        { "barrier wait", "arrives" },
        { "barrier leave", "goes on" },
        { "init", "inits" },
        { "destroy", "destroys" },
        { "free", "frees" },
        { "output", "prints" },
        { "input", "reads" },
        { "read unlock", "unlocks" },
        { "trylock", "tries to lock" },
        { "detach", "detaches" },
        { "cancel", "cancels" },
        { "end", "ends the program" },
        { "yield", "yields" },
        { "sleep", "sleeps" },
    };

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(verbs[i][0], kind) == 0) {
            return verbs[i][1];
        }
    }
    return kind;
}

/* Threads are numbered by their creation; of a long schedule the begin is not there to count. */
static char *create_format(const struct exploration_finding *finding,
                           const struct exploration_step *step)
{
    unsigned thread = 1;

    for (const struct exploration_step *earlier = finding->steps; earlier < step; earlier++) {
        thread += strcmp(earlier->kind, "create") == 0;
    }
    return finding->steps[0].number == 0 ? alloc_format("creates thread %u", thread)
                                         : alloc_copy("creates a thread");
}

char *step_text_act(const struct exploration_finding *finding, const struct exploration_step *step)
{
    const char *verb = verb_of(step->kind);

    if (strcmp(step->kind, "create") == 0) {
        return create_format(finding, step);
    }
    if (!step->has_values) {
        return alloc_copy(verb);
    }
    char *before = value_format(step, step->before), *after = value_format(step, step->after);
    char *act = strcmp(step->kind, "atomic update") == 0 ? alloc_format("%s -> %s", before, after)
                : strcmp(verb, "reads") == 0             ? alloc_format("%s %s", verb, before)
                                                         : alloc_format("%s %s", verb, after);

    free(before);
    free(after);
    return act;
}

const char *step_text_entry(const struct exploration_finding *finding, unsigned thread)
{
    for (size_t i = 0; i < finding->step_count; i++) {
        const struct exploration_stack *stack = &finding->steps[i].stack;
        /* A full stack was cut off: its last frame is not where it began. */
        if (finding->steps[i].thread == thread && stack->count > 0 && stack->count < STACK_KEPT) {
            return stack->frames[stack->count - 1]->function;
        }
    }
    return NULL;
}
