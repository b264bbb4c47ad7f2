#include "explore/interleaving.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/*
 * While one thread runs undisturbed, its first and its last steps are what the
 * others see of it. And of a long list the begin and the end are shown: nobody
 * reads a thousand rows.
 */
enum { STRETCH_FIRST = 3, STRETCH_LAST = 4, ROWS_FIRST = 40, ROWS_LAST = 80 };

static bool kind_is_one_of(const char *kind, const char *const *kinds)
{
    for (; *kinds != NULL; kinds++) {
        if (strcmp(kind, *kinds) == 0) {
            return true;
        }
    }
    return false;
}

static bool step_is_of_life(const struct exploration_step *step)
{
    static const char *const kinds[] = { "create",    "exit",   "join",   "tryjoin",
                                         "timedjoin", "detach", "cancel", NULL };

    return kind_is_one_of(step->kind, kinds);
}

static bool step_reads_only(const struct exploration_step *step)
{
    static const char *const kinds[] = { "read", "atomic load", "sem getvalue", NULL };

    return kind_is_one_of(step->kind, kinds);
}

static bool step_touches(const struct exploration_step *step, uint64_t address, unsigned long size)
{
    unsigned long own = step->size > 0 ? step->size : 1;

    size = size > 0 ? size : 1;
    return address != 0 && ((step->address < address + size && address < step->address + own) ||
                            (step->second != 0 && step->second == address));
}

static int address_compare(const void *left, const void *right)
{
    const struct exploration_step *a = *(const struct exploration_step *const *)left;
    const struct exploration_step *b = *(const struct exploration_step *const *)right;

    return (a->address > b->address) - (a->address < b->address);
}

/* Marks the steps on what several threads touch, and not all of them only read. */
static void shared_mark(const struct exploration_finding *finding, bool *chosen)
{
    const struct exploration_step **sorted = alloc_zeroed(finding->step_count + 1, sizeof(void *));
    size_t count = 0;

    for (size_t i = 0; i < finding->step_count; i++) {
        if (finding->steps[i].address != 0) {
            sorted[count++] = &finding->steps[i];
        }
    }
    qsort(sorted, count, sizeof *sorted, address_compare);
    for (size_t begin = 0, end; begin < count; begin = end) {
        bool shared = false, changed = false;
        for (end = begin; end < count && sorted[end]->address == sorted[begin]->address; end++) {
            shared |= sorted[end]->thread != sorted[begin]->thread;
            changed |= !step_reads_only(sorted[end]);
        }
        for (size_t i = begin; shared && changed && i < end; i++) {
            chosen[sorted[i] - finding->steps] = true;
        }
    }
    free(sorted);
}

/* Some failures come of no one object, but of what was done to all that is shared. */
static bool finding_is_wide(const struct exploration_finding *finding)
{
    static const char *const kinds[] = { "lost-wakeup",  "livelock",   "only-by-time-out",
                                         "wrong-output", "wrong-exit", "crash",
                                         "hang",         NULL };
    bool has_object = finding->address != 0;

    for (size_t i = 0; i < finding->side_count; i++) {
        has_object |= finding->sides[i].object != 0;
    }
    return !has_object || kind_is_one_of(finding->kind, kinds);
}

/* Whether its sides are threads that wait: for an operation that they could not execute. */
static bool finding_is_wait(const struct exploration_finding *finding)
{
    static const char *const kinds[] = { "deadlock", "lost-wakeup", "livelock", NULL };

    return kind_is_one_of(finding->kind, kinds);
}

static bool side_is_step(const struct exploration_side *side, const struct exploration_step *step)
{
    const struct symbol_place *a = exploration_place(&side->stack);
    const struct symbol_place *b = exploration_place(&step->stack);

    return side->thread == step->thread && side->step == step->number &&
           (a == NULL || b == NULL || a->line == b->line);
}

static bool step_is_blamed(const struct exploration_finding *finding,
                           const struct exploration_step *step)
{
    for (size_t i = 0; i < finding->side_count && !finding_is_wait(finding); i++) {
        if (side_is_step(&finding->sides[i], step)) {
            return true;
        }
    }
    return false;
}

static bool step_matters(const struct exploration_finding *finding, size_t index)
{
    const struct exploration_step *step = &finding->steps[index];
    bool matters = step_is_of_life(step) || step_is_blamed(finding, step) ||
                   step_touches(step, finding->address, finding->size);

    for (size_t i = 0; i < finding->side_count; i++) {
        matters |= step_touches(step, finding->sides[i].object, 0);
    }
    return matters || index == 0 || index + 1 == finding->step_count ||
           step->thread != step[-1].thread || step->thread != step[1].thread;
}

/* Of the chosen steps from `begin` to `end`, keeps the first and the last ones, and what the
 * finding names. */
static void middle_drop(const struct exploration_finding *finding, bool *chosen, size_t begin,
                        size_t end, size_t first, size_t last)
{
    size_t count = 0, rank = 0;

    for (size_t i = begin; i < end; i++) {
        count += chosen[i];
    }
    for (size_t i = begin; i < end && count > first + last; i++) {
        rank += chosen[i];
        chosen[i] &= rank <= first || rank > count - last ||
                     step_is_blamed(finding, &finding->steps[i]) ||
                     (step_is_of_life(&finding->steps[i]) && count < ROWS_FIRST);
    }
}

static bool *steps_choose(const struct exploration_finding *finding, bool full)
{
    bool *chosen = alloc_zeroed(finding->step_count + 1, sizeof *chosen);
    size_t count = finding->step_count;

    if (!full && finding_is_wide(finding)) {
        shared_mark(finding, chosen);
    }
    for (size_t i = 0; i < count; i++) {
        chosen[i] |= full || step_matters(finding, i);
    }
    for (size_t begin = 0, end; begin < count && !full; begin = end) {
        for (end = begin; end < count && finding->steps[end].thread == finding->steps[begin].thread;
             end++) {
        }
        middle_drop(finding, chosen, begin, end, STRETCH_FIRST, STRETCH_LAST);
    }
    if (!full) {
        middle_drop(finding, chosen, 0, count, ROWS_FIRST, ROWS_LAST);
    }
    return chosen;
}

static struct interleaving_row *row_add(struct interleaving *interleaving)
{
    return &interleaving->rows[interleaving->row_count++];
}

static void column_add(struct interleaving *interleaving, unsigned thread)
{
    size_t at = 0;

    while (at < interleaving->thread_count && interleaving->threads[at] < thread) {
        at++;
    }
    if (at < interleaving->thread_count && interleaving->threads[at] == thread) {
        return;
    }
    interleaving->threads = alloc_resized(interleaving->threads, interleaving->thread_count + 1,
                                          sizeof *interleaving->threads);
    memmove(interleaving->threads + at + 1, interleaving->threads + at,
            (interleaving->thread_count - at) * sizeof *interleaving->threads);
    interleaving->threads[at] = thread;
    interleaving->thread_count++;
}

/* After which step a side belongs that is no step itself: a wait comes after all of them. */
static size_t side_position(const struct exploration_finding *finding,
                            const struct exploration_side *side)
{
    size_t after = finding->step_count;

    while (!finding_is_wait(finding) && after > 0 &&
           finding->steps[after - 1].number > side->step) {
        after--;
    }
    return after;
}

static void ends_add(struct interleaving *interleaving, const struct exploration_finding *finding,
                     size_t after)
{
    for (size_t i = 0; i < finding->side_count; i++) {
        const struct exploration_side *side = &finding->sides[i];
        bool has_step = side->stack.count == 0 || side_position(finding, side) != after;
        for (size_t s = 0; s < after && !has_step && !finding_is_wait(finding); s++) {
            has_step = side_is_step(side, &finding->steps[s]);
        }
        if (!has_step) {
            *row_add(interleaving) = (struct interleaving_row){
                .end = side,
                .thread = side->thread,
                .is_switch = after == 0 || finding->steps[after - 1].thread != side->thread,
                .is_blamed = true
            };
        }
    }
}

/* Where nothing is left that anybody asks for: after all that the finding names. */
static size_t steps_end(const struct exploration_finding *finding, bool full)
{
    size_t end = 0;

    for (size_t i = 0; i < finding->side_count; i++) {
        size_t after = side_position(finding, &finding->sides[i]);
        end = after > end ? after : end;
    }
    return full || finding->side_count == 0 ? finding->step_count : end;
}

static void left_out_add(struct interleaving *interleaving,
                         const struct exploration_finding *finding, size_t count, size_t before)
{
    if (count > 0 && before > 0) {
        *row_add(interleaving) =
            (struct interleaving_row){ .left_out = count,
                                       .thread = finding->steps[before - 1].thread };
    }
}

static void rows_add(struct interleaving *interleaving, const struct exploration_finding *finding,
                     bool full)
{
    bool *chosen = steps_choose(finding, full);
    size_t left_out = 0, end = steps_end(finding, full);

    for (size_t i = 0; i < end; i++) {
        const struct exploration_step *step = &finding->steps[i];
        if (!chosen[i]) {
            left_out++;
            continue;
        }
        left_out_add(interleaving, finding, left_out, i);
        left_out = 0;
        *row_add(interleaving) =
            (struct interleaving_row){ .step = step,
                                       .thread = step->thread,
                                       .is_switch = i > 0 && step[-1].thread != step->thread,
                                       .is_blamed = step_is_blamed(finding, step) };
        ends_add(interleaving, finding, i + 1);
    }
    left_out_add(interleaving, finding, left_out + finding->step_count - end, end);
    if (end == 0 || !chosen[end - 1]) {
        ends_add(interleaving, finding, end);
    }
    free(chosen);
}

void interleaving_select(const struct exploration_finding *finding, bool full,
                         struct interleaving *interleaving)
{
    *interleaving = (struct interleaving){ 0 };
    interleaving->rows =
        alloc_zeroed(2 * finding->step_count + finding->side_count + 1, sizeof *interleaving->rows);
    rows_add(interleaving, finding, full);
    for (size_t i = 0; i < interleaving->row_count; i++) {
        column_add(interleaving, interleaving->rows[i].thread);
    }
}

void interleaving_free(struct interleaving *interleaving)
{
    free(interleaving->rows);
    free(interleaving->threads);
    *interleaving = (struct interleaving){ 0 };
}
