/* Which findings are one to a reader. */
#include "base/alloc.h"
#include "explore/deduplication.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdlib.h>

static struct symbol_place places[32];
static struct exploration found;

static void set_up(void)
{
    for (unsigned i = 0; i < sizeof places / sizeof places[0]; i++) {
        /* Two program counters a line, as of `x++`. */
        places[i] = (struct symbol_place){ .pc = i, .file = (char *)"/a.c", .line = i / 2 + 1 };
    }
    found.findings = alloc_zeroed(16, sizeof *found.findings);
}

static void tear_down(void)
{
    exploration_free(&found);
}

TestSuite(deduplication, .init = set_up, .fini = tear_down);

/* One with a side at each of the places; -1 ends them. */
static struct exploration_finding *add(const char *kind, const char *schedule, ...)
{
    struct exploration_finding *finding = &found.findings[found.finding_count++];
    va_list arguments;

    *finding = (struct exploration_finding){
        .kind = kind, .text = alloc_copy(""), .schedule = schedule, .alike = 1, .confirmed = true
    };
    finding->sides = alloc_zeroed(8, sizeof *finding->sides);
    va_start(arguments, schedule);
    for (int at; (at = va_arg(arguments, int)) >= 0;) {
        struct exploration_side *side = &finding->sides[finding->side_count++];
        side->thread = (unsigned)finding->side_count;
        side->stack.frames = alloc_zeroed(1, sizeof(struct symbol_place *));
        side->stack.frames[side->stack.count++] = &places[at];
    }
    va_end(arguments);
    return finding;
}

static void become(size_t count)
{
    findings_merge(&found);
    cr_expect_eq(found.finding_count, count, "%zu", found.finding_count);
}

Test(deduplication, the_read_and_the_write_of_a_line_are_one_place)
{
    add("race", "0 1", 2, 8, -1);
    add("race", "0 1", 3, 8, -1);
    become(1);
    cr_expect_eq(found.findings[0].alike, 2);
}

Test(deduplication, the_order_of_the_sides_does_not_count)
{
    add("race", "0 1", 2, 8, -1);
    add("race", "0 1", 9, 3, -1);
    become(1);
}

Test(deduplication, how_many_threads_are_at_a_line_does_not_count)
{
    add("deadlock", "0 1", 2, 2, 8, -1);
    add("deadlock", "0 1", 8, 2, -1);
    become(1);
}

Test(deduplication, another_line_another_kind_and_a_side_more_are_something_else)
{
    add("race", "0 1", 2, 8, -1);
    add("race", "0 1", 2, 6, -1);
    add("use-after-free", "0 1", 2, 8, -1);
    add("race", "0 1", 2, 2, -1);
    add("race", "0 1", 2, 6, 8, -1);
    become(5);
    for (size_t i = 0; i < 5; i++) {
        cr_expect_eq(found.findings[i].alike, 1);
    }
}

Test(deduplication, where_no_line_is_known_the_program_counter_counts)
{
    places[2].file = places[3].file = NULL;
    add("race", "0 1", 2, 8, -1);
    add("race", "0 1", 3, 8, -1);
    become(2);
}

Test(deduplication, the_easiest_to_read_is_kept_where_the_first_was)
{
    add("crash", "0", 20, -1);
    add("race", "0 1 0 1", 2, 8, -1)->preemptions = 2;
    add("deadlock", "0", 22, -1);
    add("race", "0*5 1*3 2", 9, 2, -1)->preemptions = 1;
    add("race", "0*5 1*2 2", 3, 8, -1)->preemptions = 1;
    become(3);
    cr_expect_str_eq(found.findings[0].kind, "crash");
    cr_expect_str_eq(found.findings[1].schedule, "0*5 1*2 2");
    cr_expect_eq(found.findings[1].alike, 3);
    cr_expect_str_eq(found.findings[2].kind, "deadlock");
}

Test(deduplication, what_was_not_seen_again_gives_way)
{
    add("race", "0", 2, 8, -1)->confirmed = false;
    add("race", "0*5 1*3 2", 9, 2, -1)->preemptions = 1;
    become(1);
    cr_expect(found.findings[0].confirmed);
}

static void say(struct exploration_finding *finding, const char *text)
{
    free(finding->text);
    finding->text = alloc_copy(text);
}

Test(deduplication, without_a_place_it_is_the_words_that_count)
{
    say(add("wrong-exit", "0", -1), "exit status 1, not 0");
    say(add("wrong-exit", "0", -1), "exit status 2, not 0");
    say(add("wrong-exit", "0", -1), "exit status 1, not 0");
    become(2);
}
