/* DRD's XML, as recorded with Valgrind 3.19 and 3.24. */
#include "recording.h"

static const char *const TOOLS[] = { "drd-3.19", "drd-3.24" };
enum { TOOL_COUNT = sizeof TOOLS / sizeof TOOLS[0] };

static void every_version_says(const char *topic, const char *expected)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/%s", TOOLS[i], topic);
        recording_says("drd", recording, expected);
        free(recording);
    }
}

/* What DRD says in this recording with one kind replaced. */
static struct reading edited_read(const char *topic, const char *old, const char *new)
{
    size_t size;
    char *recording = alloc_format("drd-3.24/%s", topic);
    char *text = text_replace(recording_load(recording, "valgrind", &size), old, new);
    struct reading reading = text_read("drd", "valgrind.xml", text, strlen(text), topic,
                                       PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    free(text);
    free(recording);
    return reading;
}

Test(drd, a_race_is_at_each_access_that_it_saw_conflict)
{
    every_version_says("unlocked-counter", "\nrace buggy.c:26");
    every_version_says("unlocked-queue", "\nrace buggy.c:39\nrace buggy.c:45");
    every_version_says("release-acquire-flag",
                       "\nrace buggy.c:28\nrace buggy.c:35\nrace buggy.c:37");
}

Test(drd, a_race_on_a_stack_variable_is_found)
{
    recording_says("drd", "drd-3.19/loop-variable-argument", "\nrace buggy.c:33");
    recording_says("drd", "drd-3.24/loop-variable-argument", "\nrace buggy.c:24\nrace buggy.c:33");
}

Test(drd, an_unlock_without_lock_is_at_the_unlock)
{
    every_version_says("unlock-not-held", "\nunlock-not-held buggy.c:39");
}

/* Where the object was first observed is context, and no place of the error. */
Test(drd, each_misuse_has_its_kind_and_its_line)
{
    every_version_says("misuse", "\nbarrier-misuse buggy.c:111" /* count is zero */
                                 "\nbarrier-misuse buggy.c:118" /* initialised twice */
                                 "\ncond-misuse buggy.c:60"     /* initialised twice */
                                 "\ncond-misuse buggy.c:94"     /* two mutexes */
                                 "\ncond-misuse buggy.c:96"     /* signal without the lock */
                                 "\ndestroy-locked buggy.c:37"
                                 "\nreinit buggy.c:44"
                                 "\nrelock buggy.c:52"
                                 "\nrwlock-misuse buggy.c:126" /* destroyed while locked */
                                 "\nrwlock-misuse buggy.c:133" /* unlock without lock */
                                 "\nsem-misuse buggy.c:105"
                                 "\nthread-misuse buggy.c:146" /* detach after join */
                                 "\nunlock-foreign buggy.c:21"
                                 "\nunlock-not-held buggy.c:16"
                                 "\nuse-invalid-lock buggy.c:29"
                                 "\nuse-invalid-lock buggy.c:68" /* wait with a mutex unknown */);
}

Test(drd, a_lock_leak_is_where_the_thread_was_joined)
{
    every_version_says("lock-leak", "\nlock-leak buggy.c:16");
}

Test(drd, kinds_that_no_recording_has_are_known)
{
    static const struct {
        const char *element, *expected;
    } kinds[] = {
        { "<kind>CondDestrErr<", "\ncond-misuse buggy.c:16" },
        { "<kind>HoldtimeErr<", "\nlock-held-long buggy.c:16" },
        { "<kind>GenericErr<", "\napi-error buggy.c:16" },
        { "<kind>UnimpHgClReq<", "\nannotation buggy.c:16" },
        { "<kind>UnimpDrdClReq<", "\nannotation buggy.c:16" },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct reading reading = edited_read("lock-leak", "<kind>MutexErr<", kinds[i].element);
        cr_expect_eq(reading.status, 0, "%s", reading.error.text);
        cr_expect_str_eq(reading.text, kinds[i].expected, "%s:%s", kinds[i].element, reading.text);
        reading_free(&reading);
    }
}

Test(drd, an_unknown_kind_is_refused)
{
    struct reading reading = edited_read("lock-leak", "<kind>MutexErr<", "<kind>Quantum<");

    cr_expect_eq(reading.status, -1, "taken for:%s", reading.text);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    reading_free(&reading);
}

Test(drd, a_path_may_have_blanks_and_umlauts)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *folder = alloc_format(TESTS_FOLDER "/reports/%s/blanks-and-umlauts", TOOLS[i]);
        struct reading reading =
            folder_read("drd", folder, "zwei Wörter", PROCESS_EXITED, DETECTOR_REPORT_EXIT);
        cr_expect_eq(reading.status, 0, "%s", reading.error.text);
        cr_expect_str_eq(reading.text, "\nrace buggy.c:26");
        reading_free(&reading);
        free(folder);
    }
}

Test(drd, a_hung_run_without_errors_is_silent)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/deadlock", TOOLS[i]);
        struct reading reading = recording_read("drd", recording, PROCESS_TIMED_OUT, 0);
        cr_expect_eq(reading.status, 0, "%s", reading.error.text);
        cr_expect_eq(reading.findings.count, 0);
        reading_free(&reading);
        free(recording);
    }
}

/* Until 3.24, DRD's pthread_create reads the attributes that thrd_create passes, and those are
 * none. */
Test(drd, a_crash_in_its_own_wrapper_makes_it_unable)
{
    recording_is_unable("drd", "drd-3.19/c11-threads", PROCESS_SIGNALLED, 11,
                        "its own wrapper of pthread_create");
    recording_says("drd", "drd-3.24/c11-threads", "");
}

static void every_version_crashes(const char *topic)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/%s", TOOLS[i], topic);
        struct reading reading = recording_read("drd", recording, PROCESS_SIGNALLED, 11);
        cr_expect_eq(reading.status, 0, "%s: %s", recording, reading.error.text);
        cr_expect_eq(reading.findings.count, 0, "the oracle says that it crashed");
        reading_free(&reading);
        free(recording);
    }
}

Test(drd, a_crash_by_what_the_program_passed_is_the_programs)
{
    every_version_crashes("garbage-lock");
    every_version_crashes("garbage-text");
}

Test(drd, an_instruction_that_valgrind_does_not_know_makes_it_unable)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/unknown-instruction", TOOLS[i]);
        recording_is_unable("drd", recording, PROCESS_SIGNALLED, 4,
                            "an instruction that Valgrind does not know");
        free(recording);
    }
}
