/* The explorer's reports, read from recordings of two cases. */
#include "recording.h"

#include "explore/exploration.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct exploration read_one;
static struct error error;
static char *text;

static void tear_down(void)
{
    free(text);
}

TestSuite(exploration, .fini = tear_down);

/* The programs of the recordings are not here, so that nothing in them has a name. */
static void recording_prepare(const char *name)
{
    size_t size;
    char *path = alloc_format(TESTS_FOLDER "/reports/explore/%s.json", name);

    cr_assert_eq(file_read(path, RECORDING_LIMIT, &text, &size, &error), 0, "%s", error.text);
    const char *begin = strstr(text, "\"modules\":["), *end = strchr(begin, ']');
    char *bare = alloc_format("%.*s\"modules\":[%s", (int)(begin - text), text, end);
    free(text);
    text = bare;
    free(path);
}

static void is_read(void)
{
    cr_assert_eq(exploration_parse(text, strlen(text), "f", &read_one, &error), 0, "%s",
                 error.text);
}

static void is_refused(const char *part)
{
    error = (struct error){ 0 };
    cr_expect_eq(exploration_parse(text, strlen(text), "f", &read_one, &error), -1, "%s", text);
    cr_expect_eq(error.code, ERROR_REPORT);
    cr_expect_str_eq(error.file, "f");
    cr_expect(strstr(error.text, part) != NULL, "`%s` is not in `%s`", part, error.text);
}

Test(exploration, a_deadlock_has_its_sides_and_steps)
{
    recording_prepare("deadlock");
    is_read();
    cr_expect_eq(read_one.search, EXPLORATION_STOPPED);
    cr_expect_eq(read_one.schedules, 1);
    cr_assert_eq(read_one.finding_count, 1);
    const struct exploration_finding *finding = &read_one.findings[0];
    cr_expect_str_eq(finding->kind, "deadlock");
    cr_expect(finding->confirmed);
    cr_expect_str_eq(finding->schedule, "0 1*3 2*3 1");
    cr_assert_eq(finding->side_count, 2);
    cr_expect_str_eq(finding->text, "threads 1 and 2 wait for each other");
    cr_expect_str_eq(finding->sides[0].does,
                     "waits for A, the mutex at 0x555555558080, which thread 2 holds");
    cr_expect_eq(finding->sides[0].stack.count, 1);
    cr_expect_eq(finding->step_count, 8);
    cr_expect_str_eq(finding->steps[3].kind, "lock");
    cr_expect_eq(finding->steps[1].target, 1);
    cr_expect_eq(finding->steps[3].target, EXPLORATION_NO_THREAD);
    cr_expect_eq(finding->steps[3].address, finding->sides[1].object);
    cr_expect_null(finding->threads[0].created);
    cr_expect_not_null(finding->threads[2].created);
    cr_expect_null(finding->block.site, "it is about no block");
    exploration_free(&read_one);
}

/* What few steps have is read where it is there. */
Test(exploration, a_step_may_have_words_of_its_own)
{
    recording_prepare("deadlock");
    text = text_replace(text, "\"kind\":\"lock\",",
                        "\"kind\":\"output\",\"word\":\"closes {stream}\",\"timed_out\":true,"
                        "\"failed\":true,\"missing\":957,");
    is_read();
    const struct exploration_step *step = &read_one.findings[0].steps[3];
    cr_expect_str_eq(step->word, "closes the stream");
    cr_expect(step->timed_out && step->failed);
    cr_expect_eq(step->missing, 957);
    cr_expect_null(read_one.findings[0].steps[2].word);
    exploration_free(&read_one);
}

Test(exploration, an_exhausted_search_has_no_finding)
{
    recording_prepare("unlocked-queue-fixed");
    is_read();
    cr_expect_eq(read_one.search, EXPLORATION_EXHAUSTED);
    cr_expect_eq(read_one.finding_count, 0);
    cr_expect_eq(read_one.stage_count, 2);
    cr_expect_str_eq(read_one.stages[1].state, "exhausted");
    exploration_free(&read_one);
}

Test(exploration, a_race_tells_values)
{
    recording_prepare("unlocked-queue");
    is_read();
    const struct exploration_finding *finding = &read_one.findings[0];
    bool seen = false;
    for (size_t i = 0; i < finding->step_count; i++) {
        const struct exploration_step *step = &finding->steps[i];
        seen |= strcmp(step->kind, "write") == 0 && step->has_values &&
                step->address == finding->address && step->before == 0 && step->after == 1;
    }
    cr_expect(seen);
    exploration_free(&read_one);
}

Test(exploration, what_could_not_be_kept_is_told)
{
    recording_prepare("deadlock");
    is_read();
    cr_expect_not(read_one.more);
    exploration_free(&read_one);
    text = text_replace(text, "\"findings\":", "\"more\":true,\"findings\":");
    is_read();
    cr_expect(read_one.more);
    cr_expect_eq(read_one.kept, 1);
    cr_expect_eq(read_one.findings[0].alike, 1);
    exploration_free(&read_one);
}

Test(exploration, bytes_that_are_no_utf8_come_through)
{
    recording_prepare("deadlock");
    text = text_replace(text, "\"output\":\"\"", "\"output\":\"Z\\u00c3\\u00a4hler\\u00ff\"");
    is_read();
    cr_expect_str_eq(read_one.findings[0].output, "Z\xc3\xa4hler\xff");
    exploration_free(&read_one);
}

Test(exploration, what_has_no_name_is_described_all_the_same)
{
    recording_prepare("deadlock");
    is_read();
    struct exploration_finding *finding = &read_one.findings[0];
    const struct symbol_place site = { .file = (char *)"/src/list.c", .line = 7 };
    finding->block = (struct exploration_block){ .address = 0x1000, .size = 24, .site = &site };
    char *on_stack = exploration_describe(&read_one, finding,
                                          read_one.stacks_base + 2 * read_one.stacks_stride, 4);
    char *in_block = exploration_describe(&read_one, finding, 0x1008, 4);
    char *whole = exploration_describe(&read_one, finding, 0x1000, 0);
    char *elsewhere = exploration_describe(&read_one, finding, 0x2000, 4);
    cr_expect_str_eq(on_stack, "a variable on thread 2's stack");
    cr_expect_str_eq(in_block, "bytes 8 to 11 of the 24 allocated at list.c:7");
    cr_expect_str_eq(elsewhere, "the memory at 0x2000");
    free(on_stack);
    free(in_block);
    cr_expect_str_eq(whole, "the 24 bytes allocated at list.c:7");
    free(whole);
    free(elsewhere);
    exploration_free(&read_one);
}

Test(exploration, a_report_that_cannot_be_trusted_is_refused)
{
    recording_prepare("deadlock");
    text = text_replace(text, "\"version\":1", "\"version\":2");
    is_refused("version 2");
    text = text_replace(text, "\"version\":2", "\"version\":1");
    text = text_replace(text, "\"stopped\"", "\"done\"");
    is_refused("`done`");
    text = text_replace(text, "\"done\"", "\"stopped\"");
    text = text_replace(text, "\"does\":", "\"dose\":");
    is_refused("a side");
    text = text_replace(text, "\"dose\":", "\"does\":");
    text = text_replace(text, "\"kind\":\"lock\"", "\"kind\":7");
    is_refused("a step");
}

Test(exploration, cut_anywhere_it_is_refused)
{
    recording_prepare("deadlock");
    for (size_t size = 0; size + 2 < strlen(text); size += 7) {
        cr_expect_eq(exploration_parse(text, size, "f", &read_one, &error), -1, "%zu", size);
    }
}
