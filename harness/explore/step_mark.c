#include "explore/step_mark.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_of_life(const struct exploration_step *step)
{
    static const char *const kinds[] = { "create",     "exit",      "join",   "tryjoin",
                                         "timedjoin",  "detach",    "cancel", "fork",
                                         "wait child", "child end", NULL };

    return is_one_of(step->kind, kinds);
}

static bool reads_only(const struct exploration_step *step)
{
    static const char *const kinds[] = { "read", "atomic load", "sem getvalue", NULL };

    return is_one_of(step->kind, kinds);
}

static bool writes_only(const struct exploration_step *step)
{
    static const char *const kinds[] = { "write", "atomic store", NULL };

    return is_one_of(step->kind, kinds);
}

/* Some failures come of no one object, but of what was done to all that is shared. */
static bool is_wide(const struct exploration_finding *finding)
{
    static const char *const kinds[] = { "lost-wakeup",  "livelock",   "only-by-time-out",
                                         "wrong-output", "wrong-exit", "crash",
                                         "hang",         NULL };
    bool has_object = finding->address != 0;

    for (size_t i = 0; i < finding->side_count; i++) {
        has_object |= finding->sides[i].object != 0;
    }
    return !has_object || is_one_of(finding->kind, kinds);
}

bool step_waits(const struct exploration_finding *finding)
{
    static const char *const kinds[] = { "deadlock", "lost-wakeup", "livelock", NULL };

    return is_one_of(finding->kind, kinds);
}

bool step_is_leak(const struct exploration_finding *finding)
{
    static const char *const kinds[] = { "lock-leak", "thread-leak", NULL };

    return is_one_of(finding->kind, kinds);
}

bool step_is_side(const struct exploration_side *side, const struct exploration_step *step)
{
    const struct symbol_place *a = exploration_place(&side->stack);
    const struct symbol_place *b = exploration_place(&step->stack);

    return side->thread == step->thread && side->step == step->number && a != NULL &&
           (b == NULL || a->line == b->line);
}

static bool touches(const struct exploration_step *step, uint64_t address, unsigned long size)
{
    unsigned long own = step->size > 0 ? step->size : 1;

    size = size > 0 ? size : 1;
    return address != 0 && ((step->address < address + size && address < step->address + own) ||
                            (step->second != 0 && step->second == address));
}

static bool touches_object(const struct exploration_finding *finding,
                           const struct exploration_step *step)
{
    bool does = touches(step, finding->address, finding->size);

    for (size_t i = 0; i < finding->side_count; i++) {
        does |= touches(step, finding->sides[i].object, 0);
    }
    return does;
}

/* Before the first thread is created, nothing is shared. */
static size_t first_creation(const struct exploration_finding *finding, size_t end)
{
    size_t at = 0;

    while (at < end && strcmp(finding->steps[at].kind, "create") != 0) {
        at++;
    }
    return at;
}

static int address_compare(const void *left, const void *right)
{
    const struct exploration_step *a = *(const struct exploration_step *const *)left;
    const struct exploration_step *b = *(const struct exploration_step *const *)right;

    return (a->address > b->address) - (a->address < b->address);
}

/* Marks the steps on what several threads touch, and not all of them only read. */
static void shared_mark(const struct exploration_finding *finding, unsigned char *marks, size_t end)
{
    const struct exploration_step **sorted = alloc_zeroed(end + 1, sizeof(void *));
    size_t count = 0;

    for (size_t i = first_creation(finding, end); i < end; i++) {
        if (finding->steps[i].address != 0) {
            sorted[count++] = &finding->steps[i];
        }
    }
    qsort(sorted, count, sizeof *sorted, address_compare);
    for (size_t begin = 0, next; begin < count; begin = next) {
        bool shared = false, changed = false;
        for (next = begin; next < count && sorted[next]->address == sorted[begin]->address;
             next++) {
            shared |= sorted[next]->thread != sorted[begin]->thread;
            changed |= !reads_only(sorted[next]);
        }
        for (size_t i = begin; shared && changed && i < next; i++) {
            marks[sorted[i] - finding->steps] |= STEP_OBJECT;
        }
    }
    free(sorted);
}

/* Whether only one thread has steps with one of these marks; what prepares an object counts for
 * none. */
static bool is_of_one(const struct exploration_finding *finding, const unsigned char *marks,
                      size_t end, unsigned wanted)
{
    bool found = finding->side_count > 0;
    unsigned thread = found ? finding->sides[0].thread : 0;

    for (size_t i = 1; i < finding->side_count; i++) {
        if (finding->sides[i].thread != thread) {
            return false;
        }
    }
    for (size_t i = 0; i < end; i++) {
        const struct exploration_step *step = &finding->steps[i];
        if ((marks[i] & wanted) == 0 || is_of_life(step) || strcmp(step->kind, "init") == 0) {
            continue;
        }
        if (found && step->thread != thread) {
            return false;
        }
        found = true;
        thread = step->thread;
    }
    return true;
}

/* What the finding is about: its objects; or all that is shared, where it has none, or where one
 * thread alone uses them. */
static void objects_mark(const struct exploration_finding *finding, unsigned char *marks,
                         size_t end)
{
    for (size_t i = 0; i < end; i++) {
        marks[i] |= touches_object(finding, &finding->steps[i]) ? STEP_OBJECT : 0;
    }
    if (is_wide(finding) || is_of_one(finding, marks, end, STEP_OBJECT)) {
        shared_mark(finding, marks, end);
    }
}

/* The step before it that its thread made at the same address; `end`: there is none. */
static size_t previous_access(const struct exploration_finding *finding, size_t at)
{
    const struct exploration_step *step = &finding->steps[at];
    size_t i = at;

    while (i-- > 0) {
        if (finding->steps[i].thread == step->thread &&
            finding->steps[i].address == step->address) {
            return i;
        }
    }
    return at;
}

/* The last write of another thread between the two; `end`: there is none. */
static size_t write_between(const struct exploration_finding *finding, size_t begin, size_t end)
{
    const struct exploration_step *own = &finding->steps[begin];

    for (size_t i = end; i-- > begin + 1;) {
        const struct exploration_step *step = &finding->steps[i];
        if (step->address == own->address && step->thread != own->thread && !reads_only(step)) {
            return i;
        }
    }
    return end;
}

/* A thread reads, another one writes, and the first one writes over that: the last time that this
 * happens. */
static void lost_update_mark(const struct exploration_finding *finding, unsigned char *marks,
                             size_t end)
{
    static const char *const kinds[] = { "race", "wrong-output", "wrong-exit", "crash", NULL };
    size_t last = is_one_of(finding->kind, kinds) ? end : 0;

    while (last-- > 0) {
        const struct exploration_step *step = &finding->steps[last];
        if (!writes_only(step) || step->address == 0 ||
            (finding->address != 0 && !touches(step, finding->address, finding->size))) {
            continue;
        }
        size_t first = previous_access(finding, last);
        size_t between = first == last || !reads_only(&finding->steps[first])
                             ? last
                             : write_between(finding, first, last);
        if (between != last) {
            marks[first] |= STEP_LOST;
            marks[between] |= STEP_LOST;
            marks[last] |= STEP_LOST;
            return;
        }
    }
}

static bool is_end(const struct exploration_step *step)
{
    static const char *const kinds[] = { "exit", "end", NULL };

    return is_one_of(step->kind, kinds);
}

/* Where the lock was taken that its thread still holds at its end, and that end. */
static void held_lock_mark(const struct exploration_finding *finding, unsigned char *marks,
                           size_t end)
{
    const struct exploration_side *side = &finding->sides[0];
    const struct symbol_place *taken =
        finding->side_count == 0 ? NULL : exploration_place(&side->stack);
    size_t i = strcmp(finding->kind, "lock-leak") == 0 && taken != NULL ? end : 0;

    while (i-- > 0) {
        const struct exploration_step *step = &finding->steps[i];
        const struct symbol_place *place = exploration_place(&step->stack);
        if (step->thread == side->thread && step->address == side->object && place != NULL &&
            place->line == taken->line) {
            marks[i] |= STEP_BLAMED;
            return;
        }
        if (step->thread == side->thread && step->number == side->step && is_end(step)) {
            marks[i] |= STEP_BLAMED;
        }
    }
}

/* A call may be several steps at one place: then those are meant that touch the side's object; or,
 * if none does, the last one. */
static void side_mark(const struct exploration_side *side,
                      const struct exploration_finding *finding, unsigned char *marks, size_t end)
{
    bool has_object = false;
    size_t last = end;

    for (size_t i = 0; i < end; i++) {
        const struct exploration_step *step = &finding->steps[i];
        if (step_is_side(side, step)) {
            bool is_object = touches_object(finding, step);
            marks[i] |= is_object ? STEP_BLAMED : 0;
            has_object |= is_object;
            last = i;
        }
    }
    if (!has_object && last < end) {
        marks[last] |= STEP_BLAMED;
    }
}

static void sides_mark(const struct exploration_finding *finding, unsigned char *marks, size_t end)
{
    for (size_t s = 0; s < finding->side_count && !step_waits(finding); s++) {
        side_mark(&finding->sides[s], finding, marks, end);
    }
    held_lock_mark(finding, marks, end);
}

/* The first and the last steps of the threads' turns; of the last turn the very last. */
static void turns_mark(const struct exploration_finding *finding, unsigned char *marks, size_t end)
{
    const struct exploration_step *steps = finding->steps;

    for (size_t i = 0; i < end; i++) {
        bool is_first = i > 0 && steps[i].thread != steps[i - 1].thread;
        bool is_last = i + 1 == end || steps[i].thread != steps[i + 1].thread;
        marks[i] |= is_first || is_last ? STEP_SWITCH : 0;
        marks[i] |= is_of_life(&steps[i]) ? STEP_LIFE : 0;
        marks[i] |= steps[i].timed_out ? STEP_TIMED_OUT : 0;
    }
}

unsigned char *step_marks_make(const struct exploration_finding *finding, size_t end)
{
    unsigned char *marks = alloc_zeroed(end + 1, 1);

    objects_mark(finding, marks, end);
    sides_mark(finding, marks, end);
    lost_update_mark(finding, marks, end);
    turns_mark(finding, marks, end);
    return marks;
}

bool step_is_alone(const struct exploration_finding *finding)
{
    size_t count = finding->step_count;
    unsigned char *marks = alloc_zeroed(count + 1, 1);
    bool is_alone = true;

    for (size_t i = 0; i < count; i++) {
        is_alone &= !finding->steps[i].timed_out && !finding->steps[i].failed;
    }
    if (is_wide(finding)) {
        shared_mark(finding, marks, count);
        is_alone &= is_of_one(finding, marks, count, STEP_OBJECT);
    } else {
        for (size_t i = 0; i < count; i++) {
            marks[i] = touches_object(finding, &finding->steps[i]) ? STEP_OBJECT : 0;
        }
        is_alone &= finding->preemptions == 0 && is_of_one(finding, marks, count, STEP_OBJECT);
    }
    free(marks);
    return is_alone;
}
