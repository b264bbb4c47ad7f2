/*
 * A failing schedule that a test puts together, step by step, on a source beside
 * it: two threads that count, under a lock or not.
 */
#ifndef RACETRAP_TEST_SCHEDULE_SAMPLE_H
#define RACETRAP_TEST_SCHEDULE_SAMPLE_H

#include "explore/exploration.h"
#include "scratch.h"

#include <stdlib.h>

enum { COUNTER = 0x1000, LOCK = 0x2000, PRIVATE = 0x3000, OTHER_LOCK = 0x4000, STEPS_MAX = 2000 };

static char *folder, *file;
static struct symbol_place places[8];
static const struct symbol_place *frames[8];
static struct exploration_step steps[STEPS_MAX];
static struct exploration_side sides[3];
static struct exploration_finding finding;
static struct variable counter = { (char *)"counter", VARIABLE_SIGNED };
static struct variable lock = { (char *)"lock", VARIABLE_COMPOUND };

static inline void schedule_set_up(void)
{
    folder = scratch_make();
    file = alloc_format("%s/count.c", folder);
    scratch_write(folder, "count.c",
                  "int main(void)\n{\n    start();\n}\n    counter += 1; // want race\n"
                  "    must(pthread_mutex_lock(&lock)); /* a very long line of code, \"//\" */\n");
    for (unsigned i = 0; i < 8; i++) {
        places[i] = (struct symbol_place){ .function = (char *)(i < 4 ? "main" : "count"),
                                           .file = file,
                                           .line = i };
        frames[i] = &places[i];
    }
    finding = (struct exploration_finding){
        .kind = "race", .address = COUNTER, .size = 4, .sides = sides, .steps = steps
    };
}

static inline void schedule_tear_down(void)
{
    free(file);
    scratch_remove(folder);
}

static inline struct exploration_step *step_add(unsigned thread, const char *kind, uint64_t address,
                                                unsigned line)
{
    struct exploration_step *step = &steps[finding.step_count];

    *step = (struct exploration_step){ .number = finding.step_count,
                                       .thread = thread,
                                       .kind = kind,
                                       .address = address,
                                       .size = 4,
                                       .target = EXPLORATION_NO_THREAD,
                                       .variable = address == COUNTER ? &counter
                                                   : address == LOCK  ? &lock
                                                                      : NULL,
                                       .stack = { &frames[line], 1 } };
    finding.step_count++;
    return step;
}

/* Main creates a thread. */
static inline void create_add(int thread)
{
    step_add(0, "create", 0, 3)->target = thread;
}

static inline void access_add(unsigned thread, const char *kind, uint64_t before, uint64_t after)
{
    struct exploration_step *step = step_add(thread, kind, COUNTER, 5);

    step->has_values = true;
    step->before = before;
    step->after = after;
}

static inline void side_add(unsigned thread, unsigned long step)
{
    sides[finding.side_count++] = (struct exploration_side){ .thread = thread,
                                                             .step = step,
                                                             .does = (char *)"waits for `lock`, "
                                                                             "which another one "
                                                                             "holds",
                                                             .object = finding.address,
                                                             .stack = { &frames[5], 1 } };
}

/* Thread 2 counts between thread 1's read and its write. */
static inline void lost_update(void)
{
    create_add(1);
    access_add(1, "read", 7, 7);
    access_add(2, "read", 7, 7);
    access_add(2, "write", 7, 8);
    step_add(2, "exit", 0, 5);
    access_add(1, "write", 8, 8);
    side_add(2, 3);
    side_add(1, 5);
}

#endif
