/* Helgrind's XML, as recorded with Valgrind 3.19 and 3.24. */
#include "recording.h"

static const char *const TOOLS[] = { "helgrind-3.19", "helgrind-3.24" };
enum { TOOL_COUNT = sizeof TOOLS / sizeof TOOLS[0] };

static void every_version_says(const char *topic, const char *expected)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/%s", TOOLS[i], topic);
        recording_says("helgrind", recording, expected);
        free(recording);
    }
}

static struct reading edited_read(const char *topic, const char *old, const char *new)
{
    size_t size;
    char *recording = alloc_format("helgrind-3.19/%s", topic);
    char *text = text_replace(recording_load(recording, "valgrind", &size), old, new);
    struct reading reading = text_read("helgrind", "valgrind.xml", text, strlen(text), topic,
                                       PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    free(text);
    free(recording);
    return reading;
}

static void edited_is_refused(const char *topic, const char *old, const char *new)
{
    struct reading reading = edited_read(topic, old, new);

    cr_expect_eq(reading.status, -1, "`%s` is taken for:%s", new, reading.text);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    reading_free(&reading);
}

Test(helgrind, a_race_is_at_both_accesses)
{
    every_version_says("unlocked-counter", "\nrace buggy.c:26");
    every_version_says("unlocked-queue", "\nrace buggy.c:39 buggy.c:45");
    every_version_says("loop-variable-argument", "\nrace buggy.c:24 buggy.c:33");
}

Test(helgrind, each_race_of_a_program_is_a_finding)
{
    every_version_says("release-acquire-flag",
                       "\nrace buggy.c:27 buggy.c:37\nrace buggy.c:28 buggy.c:35");
}

Test(helgrind, an_inversion_is_at_the_inner_lock_of_both_orders)
{
    every_version_says("lock-order", "\nlock-order buggy.c:33 buggy.c:45");
}

Test(helgrind, an_unlock_without_lock_is_at_the_unlock)
{
    every_version_says("unlock-not-held", "\nunlock-not-held buggy.c:39");
}

/* A call that fails besides is a second finding on the same line. */
Test(helgrind, each_misuse_has_its_kind_and_its_line)
{
    every_version_says("misuse", "\napi-error buggy.c:133" /* sem_init failed */
                                 "\napi-error buggy.c:30"
                                 "\napi-error buggy.c:38"
                                 "\napi-error buggy.c:49"
                                 "\napi-error buggy.c:56" /* join of oneself */
                                 "\napi-error buggy.c:70"
                                 "\nbarrier-misuse buggy.c:70" /* count is zero */
                                 "\nbarrier-misuse buggy.c:77" /* initialised twice */
                                 "\ncond-misuse buggy.c:125"   /* signal without the lock */
                                 "\ncond-misuse buggy.c:64"    /* wait without the lock */
                                 "\ndestroy-locked buggy.c:38"
                                 "\ndestroy-locked buggy.c:86" /* a rwlock */
                                 "\nrelock buggy.c:49"
                                 "\nunlock-foreign buggy.c:22"
                                 "\nunlock-not-held buggy.c:17"
                                 "\nunlock-not-held buggy.c:30" /* of what is no mutex */
                                 "\nuse-invalid-lock buggy.c:93" /* a rwlock as a mutex */);
}

Test(helgrind, a_path_may_have_blanks_and_umlauts)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *folder = alloc_format(TESTS_FOLDER "/reports/%s/blanks-and-umlauts", TOOLS[i]);
        struct reading reading =
            folder_read("helgrind", folder, "zwei Wörter", PROCESS_EXITED, DETECTOR_REPORT_EXIT);
        cr_expect_eq(reading.status, 0, "%s", reading.error.text);
        cr_expect_str_eq(reading.text, "\nrace buggy.c:26");
        reading_free(&reading);
        free(folder);
    }
}

Test(helgrind, an_excerpt_has_the_headline_and_the_places)
{
    struct reading reading = recording_read("helgrind", "helgrind-3.19/unlocked-counter",
                                            PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    cr_assert_eq(reading.status, 0);
    const char *excerpt = reading.findings.items[0].excerpt;
    cr_expect_eq(strncmp(excerpt, "Possible data race", 18), 0, "%s", excerpt);
    cr_expect_not_null(strstr(excerpt, "count (buggy.c:26)"), "%s", excerpt);
    reading_free(&reading);
}

Test(helgrind, protocols_four_to_six_are_read_and_no_other)
{
    for (unsigned version = 3; version <= 7; version++) {
        char *element = alloc_format("<protocolversion>%u<", version);
        struct reading reading = edited_read("unlocked-counter", "<protocolversion>4<", element);
        cr_expect_eq(reading.status, version >= 4 && version <= 6 ? 0 : -1, "version %u", version);
        reading_free(&reading);
        free(element);
    }
}

Test(helgrind, an_unknown_kind_is_refused)
{
    edited_is_refused("unlocked-counter", "<kind>Race<", "<kind>Quantum<");
    edited_is_refused("unlocked-counter", "<kind>Race<", "<kind>Misc<");
}

Test(helgrind, an_error_without_a_place_in_the_case_is_refused)
{
    struct reading reading = recording_read("helgrind", "helgrind-3.19/unlocked-counter",
                                            PROCESS_EXITED, DETECTOR_REPORT_EXIT);
    cr_expect_eq(reading.status, 0);
    reading_free(&reading);

    char *folder = alloc_format(TESTS_FOLDER "/reports/helgrind-3.19/unlocked-counter");
    reading = folder_read("helgrind", folder, "unlocked", PROCESS_EXITED, DETECTOR_REPORT_EXIT);
    cr_expect_eq(reading.status, -1, "taken for:%s", reading.text);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    reading_free(&reading);
    free(folder);
}

Test(helgrind, a_frame_may_lack_its_function_or_its_file)
{
    struct reading reading = edited_read("unlocked-counter", "<fn>count</fn>", "");
    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_str_eq(reading.text, "\nrace buggy.c:26");
    reading_free(&reading);

    reading = edited_read("unlocked-counter", "<dir>/corpus/unlocked-counter</dir>", "");
    cr_expect_eq(reading.status, 0, "the other side has a place still: %s", reading.error.text);
    cr_expect_str_eq(reading.text, "\nrace buggy.c:26");
    reading_free(&reading);
}

/* Its own stack is in libc only, so the place is where the thread was created. */
Test(helgrind, a_lock_leak_is_where_the_thread_was_created)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/lock-leak", TOOLS[i]);
        recording_says("helgrind", recording, "\nlock-leak buggy.c:15");
        free(recording);
    }
}

/* It counts the lock as held to the end of main, and then says so without any place. */
Test(helgrind, an_unlock_by_another_thread_is_found_though_main_is_said_to_hold_the_lock)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/unlock-foreign", TOOLS[i]);
        struct reading reading =
            recording_read("helgrind", recording, PROCESS_EXITED, DETECTOR_REPORT_EXIT);
        cr_expect_eq(reading.status, 0, "%s", reading.error.text);
        cr_expect(strstr(reading.text, "\nunlock-foreign buggy.c:5") != NULL, "%s", reading.text);
        reading_free(&reading);
        free(recording);
    }
}

Test(helgrind, an_exit_status_that_says_report_needs_a_report)
{
    size_t size;
    char *text = recording_load("helgrind-3.19/unlocked-counter", "valgrind", &size);
    char *first = strstr(text, "<announcethread>");
    char *rest = strstr(text, "<status>\n  <state>FINISHED");
    cr_assert(first != NULL && rest != NULL);
    memmove(first, rest, strlen(rest) + 1);

    struct reading reading = text_read("helgrind", "valgrind.xml", text, strlen(text),
                                       "unlocked-counter", PROCESS_EXITED, DETECTOR_REPORT_EXIT);
    cr_expect_eq(reading.status, -1);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    reading_free(&reading);
    reading = text_read("helgrind", "valgrind.xml", text, strlen(text), "unlocked-counter",
                        PROCESS_EXITED, 0);
    cr_expect_eq(reading.status, 0, "a silent run is fine: %s", reading.error.text);
    reading_free(&reading);
    free(text);
}

static void every_version_crashes(const char *topic)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/%s", TOOLS[i], topic);
        struct reading reading = recording_read("helgrind", recording, PROCESS_SIGNALLED, 11);
        cr_expect_eq(reading.status, 0, "%s: %s", recording, reading.error.text);
        cr_expect_eq(reading.findings.count, 0, "the oracle says that it crashed");
        reading_free(&reading);
        free(recording);
    }
}

Test(helgrind, a_crash_by_what_the_program_passed_is_the_programs)
{
    every_version_crashes("garbage-lock");
    every_version_crashes("garbage-text");
}

Test(helgrind, an_instruction_that_valgrind_does_not_know_makes_it_unable)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/unknown-instruction", TOOLS[i]);
        recording_is_unable("helgrind", recording, PROCESS_SIGNALLED, 4,
                            "an instruction that Valgrind does not know");
        free(recording);
    }
}
