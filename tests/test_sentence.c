/* The runtime's sentences, with what is known of the objects in them. */
#include "recording.h"

#include "explore/sentence.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { LOCK = 0x1008, BLOCK = 0x1000, ELSEWHERE = 0x5000 };

static struct exploration exploration;
static struct exploration_finding finding;
static struct exploration_side side;
static struct symbol_place place = { .function = (char *)"f",
                                     .file = (char *)"/src/q.c",
                                     .line = 7 };
static const struct symbol_place *frame = &place;

/* Of a program that is not here, so that nothing has a name. */
static void set_up(void)
{
    static const char path[] = TESTS_FOLDER "/reports/explore/unlocked-queue-fixed.json";
    struct error error;
    char *text;
    size_t size;

    cr_assert_eq(file_read(path, RECORDING_LIMIT, &text, &size, &error), 0, "%s", error.text);
    const char *begin = strstr(text, "\"modules\":["), *end = strchr(begin, ']');
    char *bare = alloc_format("%.*s\"modules\":[%s", (int)(begin - text), text, end);
    cr_assert_eq(exploration_parse(bare, strlen(bare), path, &exploration, &error), 0, "%s",
                 error.text);
    free(bare);
    free(text);
    side = (struct exploration_side){ .object = LOCK, .stack = { &frame, 1 } };
    finding = (struct exploration_finding){ .address = LOCK, .sides = &side, .side_count = 1 };
}

static void tear_down(void)
{
    exploration_free(&exploration);
}

TestSuite(sentence, .init = set_up, .fini = tear_down);

static void finding_says(const char *text, const char *expected)
{
    char *filled = sentence_fill(&exploration, &finding, NULL, text);

    cr_expect_str_eq(filled, expected);
    free(filled);
}

Test(sentence, a_noun_is_told_with_where_it_is)
{
    finding_says("thread 1 locks {mutex}, which", "thread 1 locks the mutex at 0x1008, which");
    finding.block = (struct exploration_block){ .address = BLOCK, .size = 40, .site = &place };
    finding_says("{mutex}", "the mutex at byte 8 of the 40 allocated at q.c:7");
    finding.block.address = LOCK;
    finding_says("{reader-writer lock}",
                 "the reader-writer lock in the 40 bytes allocated at q.c:7");
}

Test(sentence, memory_is_no_object)
{
    finding.block = (struct exploration_block){ .address = BLOCK, .size = 40, .site = &place };
    finding.size = 4;
    finding_says("writes to {memory}", "writes to bytes 8 to 11 of the 40 allocated at q.c:7");
    finding_says("writes to {it}", "writes to it");
    finding_says("prints to {stream}", "prints to the stream");
}

Test(sentence, the_place_is_that_of_the_first_side)
{
    finding_says("takes it at {place} and", "takes it at line 7 and");
    finding.side_count = 0;
    finding_says("at {place}", "at a place that is not known");
}

Test(sentence, a_side_may_be_about_another_object)
{
    side.object = ELSEWHERE;
    side.block = (struct exploration_block){ .address = ELSEWHERE, .size = 8, .site = &place };
    char *filled = sentence_fill(&exploration, &finding, &side, "waits for {semaphore}");

    cr_expect_str_eq(filled, "waits for A, the semaphore in the 8 bytes allocated at q.c:7");
    free(filled);
}

/* Two objects without a name are told apart by letters; what the finding is about is "it". */
Test(sentence, objects_without_a_name_have_letters)
{
    struct exploration_side two[] = { { .object = ELSEWHERE }, { .object = 0x6000 } };

    finding = (struct exploration_finding){ .sides = two, .side_count = 2 };
    char *first = sentence_fill(&exploration, &finding, &two[0], "waits for {mutex}, which");
    char *second = sentence_fill(&exploration, &finding, &two[1], "waits for {mutex}, which");
    cr_expect_str_eq(first, "waits for A, the mutex at 0x5000, which");
    cr_expect_str_eq(second, "waits for B, the mutex at 0x6000, which");
    cr_expect_str_eq(exploration_label(&exploration, &finding, ELSEWHERE, 0), "A");
    cr_expect_str_eq(exploration_label(&exploration, &finding, 0x6000, 0), "B");
    cr_expect_null(exploration_label(&exploration, &finding, LOCK, 0));
    finding.address = ELSEWHERE;
    finding.size = 8;
    cr_expect_str_eq(exploration_label(&exploration, &finding, ELSEWHERE + 4, 4), "it");
    cr_expect_str_eq(exploration_label(&exploration, &finding, 0x6000, 0), "A");
    free(first);
    free(second);
}

/* The program's own words are left alone. */
Test(sentence, what_is_no_such_word_stays)
{
    finding.address = 0;
    finding_says("the assertion `x == (struct s){1}` fails",
                 "the assertion `x == (struct s){1}` fails");
    finding_says("{mutex} {", "{mutex} {");
    finding_says("", "");
    finding_says("{a word that is longer than any of ours can be}",
                 "{a word that is longer than any of ours can be}");
}

Test(sentence, a_step_names_its_variable)
{
    static struct variable variable = { (char *)"out", VARIABLE_UNKNOWN };
    struct exploration_step step = { .variable = &variable };
    char *named = sentence_fill_step(&step, "closes {stream}");
    step.variable = NULL;
    char *nameless = sentence_fill_step(&step, "closes {stream}");

    cr_expect_str_eq(named, "closes out");
    cr_expect_str_eq(nameless, "closes the stream");
    free(named);
    free(nameless);
}

Test(sentence, what_names_its_object_is_told_from_what_does_not)
{
    cr_expect(sentence_names("thread 1 locks {mutex}"));
    cr_expect_not(sentence_names("nothing orders the two accesses"));
    cr_expect_not(sentence_names("thread 0 creates thread 1 at {place}"));
    cr_expect(sentence_names("locks {mutex} at {place}"));
}
