#include "explore/interleaving.h"

#include "base/alloc.h"
#include "explore/step_choice.h"
#include "explore/step_mark.h"

#include <stdlib.h>
#include <string.h>

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

static bool has_column(const struct interleaving *interleaving, unsigned thread)
{
    for (size_t i = 0; i < interleaving->thread_count; i++) {
        if (interleaving->threads[i] == thread) {
            return true;
        }
    }
    return false;
}

/* After which step a side belongs that is no step itself: a wait comes after all of them. */
static size_t side_position(const struct exploration_finding *finding,
                            const struct exploration_side *side)
{
    size_t after = finding->step_count;

    while (!step_waits(finding) && after > 0 && finding->steps[after - 1].number > side->step) {
        after--;
    }
    return after;
}

/* Whether the last row so far is another thread's. */
static bool is_other(const struct interleaving *interleaving, unsigned thread)
{
    size_t count = interleaving->row_count;

    return count > 0 && interleaving->rows[count - 1].thread != thread;
}

static void ends_add(struct interleaving *interleaving, const struct exploration_finding *finding,
                     size_t after)
{
    for (size_t i = 0; i < finding->side_count; i++) {
        const struct exploration_side *side = &finding->sides[i];
        bool has_step = side->stack.count == 0 || side_position(finding, side) != after ||
                        step_is_leak(finding);
        for (size_t s = 0; s < after && !has_step && !step_waits(finding); s++) {
            has_step = step_is_side(side, &finding->steps[s]);
        }
        if (!has_step) {
            bool is_switch = is_other(interleaving, side->thread);
            *row_add(interleaving) = (struct interleaving_row){
                .end = side, .thread = side->thread, .is_switch = is_switch, .is_blamed = true
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

/* Steps that are not shown: so many before that one, whoever took them. */
static void left_out_add(struct interleaving *interleaving,
                         const struct exploration_finding *finding, size_t begin, size_t end)
{
    struct interleaving_row row = { .left_out = end - begin };

    for (size_t i = begin; i < end; i++) {
        row.left_out += finding->steps[i].missing;
        row.has_no_column |= finding->steps[i].thread != finding->steps[begin].thread ||
                             finding->steps[i].missing > 0;
    }
    if (end < finding->step_count && finding->steps[end].missing > 0) {
        row.left_out += finding->steps[end].missing;
        row.has_no_column = true;
    }
    if (row.left_out > 0 && interleaving->row_count > 0) {
        row.thread = finding->steps[end - 1].thread;
        *row_add(interleaving) = row;
    }
}

static void step_add(struct interleaving *interleaving, const struct exploration_finding *finding,
                     size_t index, bool is_blamed)
{
    const struct exploration_step *step = &finding->steps[index];

    *row_add(interleaving) =
        (struct interleaving_row){ .step = step,
                                   .thread = step->thread,
                                   .is_switch = index > 0 && step[-1].thread != step->thread,
                                   .is_blamed = is_blamed };
}

static void rows_add(struct interleaving *interleaving, const struct exploration_finding *finding,
                     bool full)
{
    size_t end = steps_end(finding, full), next = 0;
    unsigned char *marks = step_choice_make(finding, end);

    for (size_t i = 0; i < end; i++) {
        if (marks[i] != 0 || full) {
            left_out_add(interleaving, finding, next, i);
            step_add(interleaving, finding, i, (marks[i] & STEP_BLAMED) != 0);
            next = i + 1;
            ends_add(interleaving, finding, next);
        }
    }
    left_out_add(interleaving, finding, next, finding->step_count);
    if (next < end || end == 0) {
        ends_add(interleaving, finding, end);
    }
    free(marks);
}

bool interleaving_is_alone(const struct exploration_finding *finding)
{
    return finding->side_count > 0 && step_is_alone(finding);
}

void interleaving_select(const struct exploration_finding *finding, bool full,
                         struct interleaving *interleaving)
{
    *interleaving = (struct interleaving){ 0 };
    interleaving->rows =
        alloc_zeroed(2 * finding->step_count + finding->side_count + 1, sizeof *interleaving->rows);
    rows_add(interleaving, finding, full);
    for (size_t i = 0; i < interleaving->row_count; i++) {
        if (interleaving->rows[i].left_out == 0) {
            column_add(interleaving, interleaving->rows[i].thread);
        }
    }
    for (size_t i = 0; i < interleaving->row_count; i++) {
        struct interleaving_row *row = &interleaving->rows[i];
        row->has_no_column |= row->left_out > 0 && !has_column(interleaving, row->thread);
    }
}

void interleaving_free(struct interleaving *interleaving)
{
    free(interleaving->rows);
    free(interleaving->threads);
    *interleaving = (struct interleaving){ 0 };
}
