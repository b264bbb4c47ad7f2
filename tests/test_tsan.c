/* ThreadSanitizer's reports, as recorded with gcc 12 and 14 and with clang 14 and 19. */
#include "recording.h"

static const char *const TOOLS[] = { "tsan-gcc-12", "tsan-gcc-14", "tsan-clang-14",
                                     "tsan-clang-19" };
enum { TOOL_COUNT = sizeof TOOLS / sizeof TOOLS[0] };

static const char *detector_of(const char *tool)
{
    return strncmp(tool, "tsan-gcc", 8) == 0 ? "tsan-gcc" : "tsan-clang";
}

static void every_tool_says(const char *topic, const char *expected)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/%s", TOOLS[i], topic);
        recording_says(detector_of(TOOLS[i]), recording, expected);
        free(recording);
    }
}

static struct reading log_read(const char *text, enum process_end end, int code)
{
    return text_read("tsan-gcc", "tsan.1", text, strlen(text), "unlocked-counter", end, code);
}

static void log_is_refused(const char *text)
{
    struct reading reading = log_read(text, PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    cr_expect_eq(reading.status, -1, "taken for:%s\n%s", reading.text, text);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    reading_free(&reading);
}

Test(tsan, a_race_is_at_both_accesses)
{
    every_tool_says("unlocked-counter", "\nrace buggy.c:26");
    every_tool_says("unlocked-queue", "\nrace buggy.c:39 buggy.c:45");
    every_tool_says("loop-variable-argument", "\nrace buggy.c:24 buggy.c:33");
}

Test(tsan, an_inversion_is_at_the_inner_lock_of_both_orders)
{
    every_tool_says("lock-order", "\nlock-order buggy.c:33 buggy.c:45");
}

Test(tsan, a_leaked_thread_is_where_it_was_created)
{
    every_tool_says("missing-join", "\nthread-leak buggy.c:38");
}

Test(tsan, an_unlock_without_lock_is_at_the_unlock)
{
    every_tool_says("unlock-not-held", "\nunlock-not-held buggy.c:39");
}

Test(tsan, a_use_after_free_is_at_the_use_and_at_the_free)
{
    every_tool_says("use-after-free", "\nuse-after-free buggy.c:17 buggy.c:6");
}

Test(tsan, each_misuse_has_its_kind_and_its_line)
{
    every_tool_says("misuse", "\ndestroy-locked buggy.c:26"
                              "\nerrno-spoiled buggy.c:80"
                              "\nrelock buggy.c:50"
                              "\nrwlock-misuse buggy.c:60"
                              "\nrwlock-misuse buggy.c:68"
                              "\nsignal-unsafe buggy.c:75"
                              "\nunlock-not-held buggy.c:18"
                              "\nuse-invalid-lock buggy.c:34");
}

Test(tsan, a_mutex_in_the_wrong_context_is_at_the_check)
{
    recording_says("tsan-gcc", "tsan-gcc-14/wrong-context", "\nlock-wrong-context buggy.c:11");
    recording_says("tsan-clang", "tsan-clang-19/wrong-context", "\nlock-wrong-context buggy.c:11");
}

Test(tsan, a_crash_of_the_program_is_a_finding_at_its_line)
{
    every_tool_says("crash", "\ncrash buggy.c:9");
}

/* A forked child counts the warnings of its parent as its own, and has them in no log. */
Test(tsan, a_forked_child_does_not_spoil_the_count)
{
    every_tool_says("fork", "\nrace buggy.c:10 buggy.c:18");
}

Test(tsan, a_path_may_have_blanks_and_umlauts)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *folder = alloc_format(TESTS_FOLDER "/reports/%s/blanks-and-umlauts", TOOLS[i]);
        struct reading reading = folder_read(detector_of(TOOLS[i]), folder, "zwei Wörter",
                                             PROCESS_EXITED, DETECTOR_REPORT_EXIT);
        cr_expect_eq(reading.status, 0, "%s", reading.error.text);
        cr_expect_str_eq(reading.text, "\nrace buggy.c:26");
        reading_free(&reading);
        free(folder);
    }
}

Test(tsan, an_excerpt_is_the_report_from_its_headline_on)
{
    struct reading reading = recording_read("tsan-gcc", "tsan-gcc-12/unlocked-counter",
                                            PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    cr_assert_eq(reading.status, 0);
    const char *excerpt = reading.findings.items[0].excerpt;
    cr_expect_eq(strncmp(excerpt, "WARNING: ThreadSanitizer: data race", 35), 0);
    cr_expect_not_null(strstr(excerpt, "/corpus/unlocked-counter/buggy.c:26"));
    cr_expect_null(strstr(excerpt, "=================="));
    reading_free(&reading);
}

Test(tsan, a_crash_inside_the_runtime_is_no_finding)
{
    for (size_t i = 0; i < TOOL_COUNT; i++) {
        char *recording = alloc_format("%s/runtime-crash", TOOLS[i]);
        recording_is_refused(detector_of(TOOLS[i]), recording);
        free(recording);
    }
}

Test(tsan, a_failed_check_of_the_runtime_is_no_finding)
{
    recording_is_refused("tsan-gcc", "tsan-gcc-14/join-twice");
    recording_is_refused("tsan-clang", "tsan-clang-14/join-twice");
    recording_is_refused("tsan-clang", "tsan-clang-19/join-twice");
}

Test(tsan, whatever_else_the_runtime_says_is_no_finding)
{
    log_is_refused("FATAL: ThreadSanitizer: unexpected memory mapping 0x7f00-0x7fff\n");
    log_is_refused("ThreadSanitizer: CHECK failed: tsan_rtl.cpp:1 \"((0)) != (0)\" (tid=1)\n");
    log_is_refused("==1==FATAL: ThreadSanitizer CHECK failed: tsan_platform_linux.cpp:1\n");
    log_is_refused("ThreadSanitizer: failed to intercept pthread_create\n");
    log_is_refused("==7==ThreadSanitizer: starting new threads after multi-threaded fork is not "
                   "supported. Dying (set die_after_fork=0 to override)\n");
    log_is_refused("==3==ERROR: ThreadSanitizer failed to allocate 0x1000 bytes\n");
}

Test(tsan, what_the_runtime_says_on_stderr_counts_as_well)
{
    char *folder = scratch_make();

    scratch_write(folder, "stderr",
                  "FATAL: ThreadSanitizer: unexpected memory mapping 0x7f00-0x7fff\n");
    struct reading reading = folder_read("tsan-gcc", folder, "any", PROCESS_EXITED, 66);
    cr_expect_eq(reading.status, -1);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    cr_expect_not_null(strstr(reading.error.text, "unexpected memory mapping"));
    reading_free(&reading);
    scratch_remove(folder);
}

Test(tsan, what_the_program_says_on_stderr_does_not_count)
{
    char *folder = scratch_make();

    scratch_write(folder, "stderr", "WARNING: counter is 7\n    #0 not a frame\nERROR: none\n");
    struct reading reading = folder_read("tsan-gcc", folder, "any", PROCESS_EXITED, 1);
    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_eq(reading.findings.count, 0);
    reading_free(&reading);
    scratch_remove(folder);
}

Test(tsan, an_unknown_kind_of_report_is_refused)
{
    log_is_refused("==================\n"
                   "WARNING: ThreadSanitizer: quantum entanglement (pid=1)\n"
                   "    #0 count /corpus/unlocked-counter/buggy.c:26 (program+0x1)\n\n"
                   "SUMMARY: ThreadSanitizer: quantum entanglement\n"
                   "==================\nThreadSanitizer: reported 1 warnings\n");
}

Test(tsan, a_report_without_a_place_in_the_case_is_refused)
{
    log_is_refused("==================\n"
                   "WARNING: ThreadSanitizer: data race (pid=1)\n"
                   "  Write of size 8 at 0x1 by thread T2:\n"
                   "    #0 count /corpus/unlocked-counter-2/buggy.c:26 (program+0x1)\n\n"
                   "SUMMARY: ThreadSanitizer: data race\n"
                   "==================\nThreadSanitizer: reported 1 warnings\n");
}

Test(tsan, the_innermost_frame_in_the_case_is_the_place)
{
    struct reading reading =
        log_read("==================\n"
                 "WARNING: ThreadSanitizer: data race (pid=1)\n"
                 "  Write of size 8 at 0x1 by thread T2:\n"
                 "    #0 memset ../libsanitizer/x.inc:780 (libtsan.so.2+0x1)\n"
                 "    #1 fill /corpus/unlocked-counter/part.h:7:9 (program+0x1) (BuildId: 4be1)\n"
                 "    #2 main /corpus/unlocked-counter/buggy.c:26:3 (program+0x1)\n\n"
                 "SUMMARY: ThreadSanitizer: data race\n"
                 "==================\nThreadSanitizer: reported 1 warnings\n",
                 PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_str_eq(reading.text, "\nrace part.h:7");
    cr_expect_str_eq(reading.findings.items[0].places[0].function, "fill");
    reading_free(&reading);
}

Test(tsan, a_path_may_have_parentheses_and_colons)
{
    static const char log[] =
        "==================\n"
        "WARNING: ThreadSanitizer: data race (pid=1)\n"
        "  Write of size 8 at 0x1 by thread T2:\n"
        "    #0 count /corpus/a (b):7/buggy.c:26:3 (program+0x1) (BuildId: 4be1)\n\n"
        "SUMMARY: ThreadSanitizer: data race\n"
        "==================\nThreadSanitizer: reported 1 warnings\n";
    struct reading reading = text_read("tsan-clang", "tsan.1", log, strlen(log), "a (b):7",
                                       PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_str_eq(reading.text, "\nrace buggy.c:26");
    reading_free(&reading);
}

Test(tsan, a_silent_run_has_no_findings)
{
    struct reading reading = log_read("", PROCESS_EXITED, 0);

    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_eq(reading.findings.count, 0);
    reading_free(&reading);
}

Test(tsan, an_exit_status_that_says_report_needs_a_report)
{
    log_is_refused("");
}
