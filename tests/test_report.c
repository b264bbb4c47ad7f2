/* Reports of a suite that was put together by hand. */
#include "base/alloc.h"
#include "report/report.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <stdlib.h>
#include <string.h>

/* What no report may choke on: XML's and JSON's own characters, bad UTF-8, control characters. */
#define NASTY "<&>\"'\\ ]]> \xff\x01\x1b[31m \xed\xa0\x80 Zähler"

static struct corpus_entry entries[2];
static struct corpus corpus = { .entries = entries, .count = 2 };
static struct suite_trial trials[4];
static struct suite_problem problem;
static struct suite suite;
static struct report_style style;
static struct error error;

static void trial_set(size_t index, size_t entry, enum variant variant, size_t detector,
                      enum verdict verdict, const char *reason)
{
    trials[index] = (struct suite_trial){ .entry = &entries[entry],
                                          .variant = variant,
                                          .detector = detector,
                                          .result = { .verdict = verdict,
                                                      .reason = alloc_copy(reason),
                                                      .runs = 4,
                                                      .hits = 1,
                                                      .seconds = 1.5 } };
}

static void set_up(void)
{
    entries[0] = (struct corpus_entry){ .name = (char *)"lost-update",
                                        .folder = (char *)"/corpus/lost-update" };
    entries[1] = (struct corpus_entry){ .name = (char *)NASTY, .folder = (char *)"/own/it's " };
    trial_set(0, 0, VARIANT_BUGGY, 0, VERDICT_CAUGHT, "found in 1 of 4 runs");
    trial_set(1, 0, VARIANT_FIXED, 0, VERDICT_NOISY, "found race at fixed.c:3 (" NASTY ")");
    trial_set(2, 0, VARIANT_BUGGY, 1, VERDICT_SKIPPED, "valgrind is not installed");
    trial_set(3, 1, VARIANT_BUGGY, 0, VERDICT_GAP_CLOSED, NASTY);
    trials[1].result.file = alloc_copy("/corpus/lost-update/fixed.c");
    trials[1].result.line = 3;
    struct finding *finding = findings_add(&trials[1].result.findings, KIND_RACE, NASTY);
    finding_add_place(finding, "fixed.c", NASTY, 3);
    string_list_add(&trials[1].result.argv, "%s", NASTY);
    problem = (struct suite_problem){ .entry = &entries[1],
                                      .verdict = VERDICT_BROKEN,
                                      .file = (char *)NASTY,
                                      .line = 7,
                                      .reason = (char *)NASTY };
    suite = (struct suite){ .corpus = &corpus,
                            .detectors = { { .name = "tsan-gcc",
                                             .state = { .available = true, .version = "12.2.0" } },
                                           { .name = "drd", .state = { .missing = NASTY } } },
                            .detector_count = 2,
                            .trials = trials,
                            .trial_count = 4,
                            .problems = &problem,
                            .problem_count = 1 };
    style = (struct report_style){ .program = "racetrap",
                                   .default_cases = "/corpus",
                                   .repeat_options = "" };
}

static void tear_down(void)
{
    for (size_t i = 0; i < 4; i++) {
        trial_result_free(&trials[i].result);
    }
}

TestSuite(report, .init = set_up, .fini = tear_down);

static char *written(report_function *report)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    cr_assert_eq(report(&suite, &style, stream, &error), 0);
    fclose(stream);
    cr_assert_eq(strlen(text), size, "no NUL bytes");
    return text;
}

static void cleans(const char *text, const char *expected)
{
    char *clean = report_clean(text);

    cr_expect_str_eq(clean, expected);
    free(clean);
}

Test(report, good_text_stays_as_it_is)
{
    cleans("", "");
    cleans("plain\ttext\n", "plain\ttext\n");
    cleans("ä € 競 😀", "ä € 競 😀");
    cleans("\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf");
}

Test(report, control_characters_become_question_marks)
{
    cleans("a\x01z\x1b[31m\r\x7f", "a?z?[31m??");
}

Test(report, bytes_that_are_not_utf8_become_question_marks)
{
    cleans("caf\xe9", "caf?");
    cleans("\xff\xfe", "??");
    cleans("\x80", "?");
    cleans("\xc3", "?");
    cleans("\xe2\x82", "??");
    cleans("\xf0\x9f\x98", "???");
    cleans("\xe2\x82z", "??z");
}

Test(report, overlong_surrogate_and_too_large_sequences_become_question_marks)
{
    cleans("\xc0\x80", "??");
    cleans("\xe0\x80\xaf", "???");
    cleans("\xf0\x80\x80\xaf", "????");
    cleans("\xed\xa0\x80", "???");
    cleans("\xf4\x90\x80\x80", "????");
    cleans("\xef\xbf\xbf", "???");
}

static void repeats_as(const char *expected)
{
    char *command = report_repeat_command(&suite, &style, &trials[0]);

    cr_expect_str_eq(command, expected);
    free(command);
}

Test(report, a_case_of_the_corpus_is_repeated_by_its_name)
{
    style.repeat_options = " --runs 20";
    repeats_as("racetrap run lost-update --detector tsan-gcc --variant buggy --runs 20");
}

Test(report, another_case_is_repeated_by_its_folder)
{
    entries[0].folder = (char *)"/corpus2/lost-update";
    repeats_as("racetrap run /corpus2/lost-update --detector tsan-gcc --variant buggy");
    entries[0].folder = (char *)"/corpus/deeper/lost-update";
    repeats_as("racetrap run /corpus/deeper/lost-update --detector tsan-gcc --variant buggy");
}

Test(report, a_command_is_quoted_for_a_shell)
{
    style.program = "/my tools/racetrap";
    entries[0].folder = (char *)"/it's $HOME/`x`";
    repeats_as("'/my tools/racetrap' run '/it'\\''s $HOME/`x`' --detector tsan-gcc "
               "--variant buggy");
}

Test(report, a_shell_reads_back_what_was_quoted)
{
    static const char *const texts[] = { "plain",     "two words", "it's", "$HOME `x` \\ \"q\"", "",
                                         "new\nline", "*?[a]~",    "ä",    "a;b&c|d>e(f)#g!h" };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *quoted = report_shell_quote(texts[i]);
        char *command = alloc_format("printf %%s %s", quoted);
        char read[100] = "";
        FILE *stream = popen(command, "r");
        cr_assert_not_null(stream);
        read[fread(read, 1, sizeof read - 1, stream)] = '\0';
        cr_expect_eq(pclose(stream), 0);
        cr_expect_str_eq(read, texts[i], "%s", quoted);
        free(command);
        free(quoted);
    }
}

static const char *json_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    cr_assert_not_null(text, "%s", key);
    return text;
}

Test(report, json_can_be_read_back)
{
    char *text = written(report_json);
    json_error_t mistake;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &mistake);

    cr_assert_not_null(root, "line %d: %s", mistake.line, mistake.text);
    cr_expect_eq(json_array_size(json_object_get(root, "trials")), 4);
    json_t *trial = json_array_get(json_object_get(root, "trials"), 1);
    cr_expect_str_eq(json_text(trial, "case"), "lost-update");
    cr_expect_str_eq(json_text(trial, "variant"), "fixed");
    cr_expect_str_eq(json_text(trial, "detector"), "tsan-gcc");
    cr_expect_str_eq(json_text(trial, "verdict"), "noisy");
    cr_expect_eq(json_integer_value(json_object_get(trial, "line")), 3);
    json_t *finding = json_array_get(json_object_get(trial, "findings"), 0);
    cr_expect_str_eq(json_text(finding, "kind"), "race");
    cr_expect_not_null(strstr(json_text(finding, "excerpt"), "Zähler"));
    json_t *problems = json_object_get(root, "problems");
    cr_expect_str_eq(json_text(json_array_get(problems, 0), "verdict"), "broken");
    json_t *quiet = json_array_get(json_object_get(root, "trials"), 0);
    cr_expect(json_is_null(json_object_get(quiet, "file")));
    cr_expect(json_is_null(json_object_get(quiet, "line")));
    json_decref(root);
    free(text);
}

/* How often this XPath expression holds in a document. */
static int matches(xmlDocPtr document, const char *expression)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST expression, context);
    int count = found->nodesetval == NULL ? 0 : found->nodesetval->nodeNr;

    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return count;
}

static xmlDocPtr junit_read(void)
{
    char *text = written(report_junit);
    xmlDocPtr document = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NONET);

    cr_assert_not_null(document, "%s", text);
    free(text);
    return document;
}

Test(report, junit_is_well_formed_and_has_every_test)
{
    xmlDocPtr document = junit_read();

    cr_expect_eq(matches(document, "/testsuites/testsuite"), 2);
    cr_expect_eq(matches(document, "//testcase"), 5);
    cr_expect_eq(matches(document, "//testcase[@name='tsan-gcc.fixed']/failure[@type='noisy']"), 1);
    cr_expect_eq(matches(document, "//failure"), 1);
    cr_expect_eq(matches(document, "//error"), 1);
    cr_expect_eq(matches(document, "//testcase[@name='drd.buggy']/skipped"), 1);
    cr_expect_eq(matches(document, "//testcase[@name='tsan-gcc.buggy']/*"), 0);
    xmlFreeDoc(document);
}

/* The trial of the fix becomes one of these. */
static void verdict_set(enum verdict verdict, const char *reason)
{
    trial_result_free(&trials[1].result);
    trial_set(1, 0, VARIANT_FIXED, 0, verdict, reason);
}

Test(report, who_cannot_run_it_is_told_in_each_format)
{
    verdict_set(VERDICT_UNABLE, "cannot run it, as expected: a timer");
    char *text = written(report_text), *json = written(report_json);
    xmlDocPtr document = junit_read();

    cr_expect_not_null(strstr(text, " unable"));
    cr_expect_null(strstr(text, "unable 1/4"), "nothing was found or not found");
    cr_expect_not_null(strstr(text, "unable      this detector cannot run this program"));
    cr_expect_null(strstr(text, "a timer"), "it is no departure");
    cr_expect_not_null(strstr(json, "\"verdict\": \"unable\""));
    cr_expect_eq(matches(document, "//testcase[@name='tsan-gcc.fixed']/skipped"
                                   "[@message='unable: cannot run it, as expected: a timer']"),
                 1);
    cr_expect_eq(matches(document, "//skipped/@type"), 0);
    cr_expect_eq(suite_count(&suite).expected, 2);
    xmlFreeDoc(document);
    free(text);
    free(json);
}

Test(report, what_was_not_wholly_seen_is_told_in_each_format)
{
    verdict_set(VERDICT_INCOMPLETE, "nothing was found, and part of what ran was not seen");
    trials[1].result.incomplete = alloc_copy("a child process ran outside");
    trials[1].result.extent = alloc_copy("incomplete 34 schedules");
    char *text = written(report_text), *json = written(report_json);
    xmlDocPtr document = junit_read();

    cr_expect_not_null(strstr(text, " INCOMPLETE"));
    cr_expect_not_null(strstr(text, "INCOMPLETE  nothing was found, and part of what ran"));
    cr_expect_not_null(strstr(text, "\nINCOMPLETE  lost-update, fixed, tsan-gcc"));
    cr_expect_not_null(strstr(json, "\"verdict\": \"incomplete\""));
    cr_expect_not_null(strstr(json, "\"incomplete\": \"a child process ran outside\""));
    cr_expect_eq(matches(document, "//testcase/failure[@type='incomplete']"), 1);
    cr_expect_eq(suite_count(&suite).departures, 1);
    cr_expect_eq(suite_count(&suite).fixed, 0);
    xmlFreeDoc(document);
    free(text);
    free(json);
}

Test(report, what_is_not_judged_is_told_all_the_same)
{
    verdict_set(VERDICT_CLEAN, "silent and right in 3 runs");
    trials[1].result.aside = alloc_copy("a child process reported race at fixed.c:3 " NASTY);
    char *text = written(report_text), *json = written(report_json);

    cr_expect_not_null(
        strstr(text, "not judged: lost-update, fixed, tsan-gcc: a child process reported race"));
    cr_expect_not_null(strstr(json, "\"not_judged\": \"a child process reported race"));
    cr_expect_not_null(strstr(json, "\"not_judged\": null"));
    free(text);
    free(json);
}

Test(report, a_closed_gap_fails_in_junit_only_where_that_is_asked_for)
{
    style.strict = true;
    xmlDocPtr document = junit_read();

    cr_expect_eq(matches(document, "//failure[@type='gap-closed']"), 1);
    xmlFreeDoc(document);
}

static void has(const char *text, const char *part)
{
    cr_expect(strstr(text, part) != NULL, "`%s` is not in\n%s", part, text);
}

Test(report, text_has_the_matrix_and_every_departure)
{
    char *text = written(report_text);

    has(text, "lost-update");
    has(text, "caught 1/4");
    has(text, "NOISY 1/4");
    has(text, "/corpus/lost-update/fixed.c:3:");
    has(text, "repeat: racetrap run lost-update --detector tsan-gcc --variant fixed\n");
    has(text, "BROKEN");
    has(text, "skipped: drd");
    free(text);
}

Test(report, text_without_colour_has_no_control_characters)
{
    char *text = written(report_text);
    char *clean = report_clean(text);

    cr_expect_str_eq(text, clean);
    free(clean);
    free(text);
}

Test(report, text_with_colour_has_the_same_words)
{
    char *plain = written(report_text);
    style.color = true;
    char *coloured = written(report_text);

    cr_expect_str_neq(plain, coloured);
    has(coloured, "\033[");
    has(coloured, "\033[0m");
    free(plain);
    free(coloured);
}
