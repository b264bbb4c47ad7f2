#include "explore/step_choice.h"

#include "base/alloc.h"
#include "explore/step_mark.h"

#include <stdlib.h>
#include <string.h>

/*
 * While one thread runs undisturbed, its first and its last steps are what the
 * others see of it. More rows than fit onto a screen are read by nobody: then
 * the last ones are shown, and of each sort of steps so many.
 */
enum {
    STRETCH_FIRST = 3,
    STRETCH_LAST = 4,
    ROWS_MAX = 40,
    SWITCH_ROWS = 10,
    OTHER_ROWS = 10,
    TIME_OUT_ROWS = 4, /* of the first ones, and of the last ones */
};

enum { KEPT_ALWAYS = STEP_BLAMED | STEP_LOST };

static size_t marks_count(const unsigned char *marks, size_t begin, size_t end, unsigned wanted)
{
    size_t count = 0;

    for (size_t i = begin; i < end; i++) {
        count += (marks[i] & wanted) != 0;
    }
    return count;
}

/* Of the steps of one turn, keeps the first and the last ones, and what may not be missing. */
static void turn_thin(unsigned char *marks, size_t begin, size_t end)
{
    size_t count = marks_count(marks, begin, end, ~0u), rank = 0;

    for (size_t i = begin; i < end && count > STRETCH_FIRST + STRETCH_LAST; i++) {
        rank += marks[i] != 0;
        if (rank > STRETCH_FIRST && rank <= count - STRETCH_LAST &&
            (marks[i] & (KEPT_ALWAYS | STEP_TIMED_OUT | STEP_LIFE)) == 0) {
            marks[i] = 0;
        }
    }
}

static void turns_thin(const struct exploration_finding *finding, unsigned char *marks, size_t end)
{
    for (size_t begin = 0, next; begin < end; begin = next) {
        for (next = begin;
             next < end && finding->steps[next].thread == finding->steps[begin].thread; next++) {
        }
        turn_thin(marks, begin, next);
    }
}

static bool is_creation(const struct exploration_step *step)
{
    return strcmp(step->kind, "create") == 0 || strcmp(step->kind, "fork") == 0;
}

/* Whether a thread has a step that stays, or is named by one, or has another part in the finding.
 */
static bool is_there(const struct exploration_finding *finding, const unsigned char *kept,
                     size_t end, int thread)
{
    for (size_t i = 0; i < end; i++) {
        const struct exploration_step *step = &finding->steps[i];
        bool is_told = !is_creation(step) && step->target == thread;
        if (kept[i] && ((int)step->thread == thread || is_told)) {
            return true;
        }
    }
    for (size_t i = 0; i < finding->side_count; i++) {
        if ((int)finding->sides[i].thread == thread) {
            return true;
        }
    }
    return false;
}

/* From the end on: so many at switches, and so many others. Creations are no part of it. */
static void last_keep(const struct exploration_finding *finding, const unsigned char *marks,
                      unsigned char *kept, size_t end)
{
    size_t switches = 0, others = 0;

    for (size_t i = 0; i < end; i++) {
        bool counts = marks[i] != 0 && !is_creation(&finding->steps[i]);
        switches += counts && (marks[i] & STEP_SWITCH) != 0;
        others += counts && (marks[i] & STEP_SWITCH) == 0;
    }
    size_t other_room = OTHER_ROWS + (switches < SWITCH_ROWS ? SWITCH_ROWS - switches : 0);
    size_t switch_room = SWITCH_ROWS + (others < OTHER_ROWS ? OTHER_ROWS - others : 0);
    for (size_t i = end; i-- > 0;) {
        size_t *room = (marks[i] & STEP_SWITCH) != 0 ? &switch_room : &other_room;
        if (marks[i] != 0 && !is_creation(&finding->steps[i]) && *room > 0) {
            kept[i] = true;
            --*room;
        }
    }
}

static void essential_keep(const unsigned char *marks, unsigned char *kept, size_t end)
{
    size_t time_outs = marks_count(marks, 0, end, STEP_TIMED_OUT), rank = 0;

    for (size_t i = 0; i < end; i++) {
        rank += (marks[i] & STEP_TIMED_OUT) != 0;
        bool is_time_out = (marks[i] & STEP_TIMED_OUT) != 0 &&
                           (rank <= TIME_OUT_ROWS || rank + TIME_OUT_ROWS > time_outs);
        kept[i] |= is_time_out || (marks[i] & KEPT_ALWAYS) != 0;
    }
}

/* Of a long schedule: the last ones, what may not be missing, and the creation of who is there. */
static void long_thin(const struct exploration_finding *finding, unsigned char *marks, size_t end)
{
    unsigned char *kept = alloc_zeroed(end + 1, 1);

    last_keep(finding, marks, kept, end);
    essential_keep(marks, kept, end);
    for (size_t i = 0; i < end; i++) {
        kept[i] |= is_creation(&finding->steps[i]) &&
                   is_there(finding, kept, end, finding->steps[i].target);
    }
    for (size_t i = 0; i < end; i++) {
        marks[i] = kept[i] ? marks[i] : 0;
    }
    free(kept);
}

/* Whose creation alone is seen has no part in it. */
static void creations_thin(const struct exploration_finding *finding, unsigned char *marks,
                           size_t end)
{
    for (size_t i = 0; i < end; i++) {
        const struct exploration_step *step = &finding->steps[i];
        if (is_creation(step) && step->target != EXPLORATION_NO_THREAD && marks[i] == STEP_LIFE &&
            !is_there(finding, marks, end, step->target)) {
            marks[i] = 0;
        }
    }
}

unsigned char *step_choice_make(const struct exploration_finding *finding, size_t end)
{
    unsigned char *marks = step_marks_make(finding, end);

    turns_thin(finding, marks, end);
    creations_thin(finding, marks, end);
    if (marks_count(marks, 0, end, ~0u) > ROWS_MAX) {
        long_thin(finding, marks, end);
    }
    return marks;
}
