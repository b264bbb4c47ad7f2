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

static void log_is(const char *text, enum error_code code, int status)
{
    struct reading reading = log_read(text, PROCESS_EXITED, status);

    cr_expect_eq(reading.status, -1, "taken for:%s\n%s", reading.text, text);
    cr_expect_eq(reading.error.code, code, "%s: %s", text, reading.error.text);
    reading_free(&reading);
}

/* Nobody can tell what happened. */
static void log_is_refused(const char *text)
{
    log_is(text, ERROR_REPORT, DETECTOR_REPORT_EXIT);
}

/* ThreadSanitizer died of the program. */
static void log_is_unable(const char *text)
{
    log_is(text, ERROR_UNABLE, DETECTOR_REPORT_EXIT);
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
        recording_is_unable(detector_of(TOOLS[i]), recording, PROCESS_EXITED, DETECTOR_REPORT_EXIT,
                            "ThreadSanitizer itself failed");
        free(recording);
    }
}

Test(tsan, a_failed_check_of_the_runtime_is_no_finding)
{
    static const char *const tools[] = { "tsan-gcc-14", "tsan-clang-14", "tsan-clang-19" };

    for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++) {
        char *recording = alloc_format("%s/join-twice", tools[i]);
        recording_is_unable(detector_of(tools[i]), recording, PROCESS_EXITED, DETECTOR_REPORT_EXIT,
                            "CHECK failed");
        free(recording);
    }
}

Test(tsan, the_last_words_of_the_runtime_say_that_it_died_of_the_program)
{
    log_is_unable("ThreadSanitizer: CHECK failed: tsan_rtl.cpp:1 \"((0)) != (0)\" (tid=1)\n");
    log_is_unable("==1==FATAL: ThreadSanitizer CHECK failed: tsan_platform_linux.cpp:1\n");
    log_is_unable("==7==ThreadSanitizer: starting new threads after multi-threaded fork is not "
                  "supported. Dying (set die_after_fork=0 to override)");
    log_is_unable("==3==ERROR: ThreadSanitizer failed to allocate 0x1000 bytes\n");
    log_is_unable("ThreadSanitizer: Thread limit (8128 threads) exceeded. Dying.\n");
}

Test(tsan, what_is_wrong_with_the_machine_is_not_the_programs_doing)
{
    log_is_refused("FATAL: ThreadSanitizer: unexpected memory mapping 0x7f00-0x7fff\n");
    log_is_refused("FATAL: ThreadSanitizer: memory layout is incompatible even though ASLR is "
                   "disabled.\n");
    log_is_refused("ThreadSanitizer: failed to intercept pthread_create\n");
}

/* Whatever it was, the run was not ended by it. */
Test(tsan, what_did_not_end_the_run_is_not_known)
{
    log_is("ThreadSanitizer: something of interest\n", ERROR_REPORT, 0);
    log_is("==3==ERROR: ThreadSanitizer failed to allocate 0x1000 bytes\n", ERROR_REPORT, 0);
}

static const char *const OLD_TOOLS[] = { "tsan-gcc-12", "tsan-clang-14" };

/* What the older tools make of a topic, after a run that ended with this exit status. */
static struct reading topic_read(size_t tool, const char *topic, int code)
{
    char *recording = alloc_format("%s/%s", OLD_TOOLS[tool], topic);
    struct reading reading =
        recording_read(detector_of(OLD_TOOLS[tool]), recording, PROCESS_EXITED, code);

    free(recording);
    return reading;
}

static void told_aside(const char *topic, int code, const char *expected, const char *aside)
{
    for (size_t i = 0; i < 2; i++) {
        struct reading reading = topic_read(i, topic, code);
        cr_expect_eq(reading.status, 0, "%s: %s", OLD_TOOLS[i], reading.error.text);
        cr_expect_str_eq(reading.text, expected, "%s:%s", OLD_TOOLS[i], reading.text);
        cr_assert_not_null(reading.findings.aside, "%s", OLD_TOOLS[i]);
        cr_expect(strstr(reading.findings.aside, aside) != NULL, "%s: %s", OLD_TOOLS[i],
                  reading.findings.aside);
        reading_free(&reading);
    }
}

Test(tsan, a_report_of_a_child_is_told_and_no_finding)
{
    told_aside("child-race", 0, "", "a child process reported race at buggy.c:");
}

/* A thread that the child inherits and cannot join. */
Test(tsan, a_false_leak_in_a_child_is_not_the_parents)
{
    told_aside("child-leak", 0, "", "a child process reported thread-leak at buggy.c:13");
}

Test(tsan, the_parents_report_counts_beside_the_childs)
{
    told_aside("child-too", DETECTOR_REPORT_EXIT, "\nrace buggy.c:16 buggy.c:9",
               "a child process reported race at buggy.c:");
}

/* A program may end with its child's exit status, which the tool has made. */
Test(tsan, an_exit_status_may_be_passed_on_from_a_child)
{
    told_aside("child-race", DETECTOR_REPORT_EXIT, "", "a child process reported race");
}

Test(tsan, a_child_that_the_tool_ends_makes_it_unable)
{
    for (size_t i = 0; i < 2; i++) {
        char *recording = alloc_format("%s/child-threads", OLD_TOOLS[i]);
        recording_is_unable(detector_of(OLD_TOOLS[i]), recording, PROCESS_EXITED, 0, "Dying");
        free(recording);
    }
}

Test(tsan, threads_of_c11_make_it_unable)
{
    for (size_t i = 0; i < 2; i++) {
        char *recording = alloc_format("%s/c11-threads", OLD_TOOLS[i]);
        recording_is_unable(detector_of(OLD_TOOLS[i]), recording, PROCESS_EXITED,
                            DETECTOR_REPORT_EXIT, "nested bug in the same thread");
        free(recording);
    }
}

/* A report in a handler changes errno; the other handler does so by itself. */
Test(tsan, an_echo_of_a_report_is_no_finding)
{
    for (size_t i = 0; i < 2; i++) {
        struct reading reading = topic_read(i, "handler-echo", DETECTOR_REPORT_EXIT);
        cr_expect_eq(reading.status, 0, "%s: %s", OLD_TOOLS[i], reading.error.text);
        cr_expect_str_eq(reading.text, "\nerrno-spoiled buggy.c:21\nrace buggy.c:13 buggy.c:8",
                         "%s:%s", OLD_TOOLS[i], reading.text);
        reading_free(&reading);
    }
}

#define SPOILT                                                                                     \
    "WARNING: ThreadSanitizer: signal handler spoils errno (pid=1)\n"                              \
    "    #0 on_usr1 /corpus/unlocked-counter/buggy.c:16 (program+0x1)\n\n"                         \
    "SUMMARY: ThreadSanitizer: signal handler spoils errno\n==================\n"
#define RACED(by, before)                                                                          \
    "WARNING: ThreadSanitizer: data race (pid=1)\n"                                                \
    "  Write of size 8 at 0x1 by main thread:\n"                                                   \
    "    #0 bump /corpus/unlocked-counter/buggy.c:13 (program+0x1)\n"                              \
    "    #1 " by " /corpus/unlocked-counter/buggy.c:18 (program+0x1)\n\n"                          \
    "  Previous write of size 8 at 0x1 by thread T1:\n"                                            \
    "    #0 " before " /corpus/unlocked-counter/buggy.c:7 (program+0x1)\n\n"                       \
    "SUMMARY: ThreadSanitizer: data race\n==================\n"
#define COUNTED(n) "ThreadSanitizer: reported " #n " warnings\n"

static void log_says(const char *text, const char *expected)
{
    struct reading reading = log_read(text, PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_str_eq(reading.text, expected, "%s\n%s", reading.text, text);
    reading_free(&reading);
}

Test(tsan, one_report_explains_one_complaint_about_its_handler)
{
    log_says(RACED("on_usr1", "count") SPOILT COUNTED(2), "\nrace buggy.c:13 buggy.c:7");
    log_says(RACED("on_usr1", "count") SPOILT SPOILT COUNTED(3),
             "\nerrno-spoiled buggy.c:16\nrace buggy.c:13 buggy.c:7");
    log_says(SPOILT RACED("on_usr1", "count") COUNTED(2),
             "\nerrno-spoiled buggy.c:16\nrace buggy.c:13 buggy.c:7");
}

Test(tsan, a_report_elsewhere_explains_no_complaint)
{
    log_says(RACED("on_usr2", "count") SPOILT COUNTED(2),
             "\nerrno-spoiled buggy.c:16\nrace buggy.c:13 buggy.c:7");
    log_says(RACED("main", "on_usr1") SPOILT COUNTED(2),
             "\nerrno-spoiled buggy.c:16\nrace buggy.c:13 buggy.c:7");
}

Test(tsan, a_stack_that_overflows_is_a_crash)
{
    log_says("==3==ERROR: ThreadSanitizer: stack-overflow on address 0x7fff (pc 0x1 bp 0x2)\n"
             "    #0 depth /corpus/unlocked-counter/buggy.c:6 (program+0x1)\n"
             "SUMMARY: ThreadSanitizer: stack-overflow\n==3==ABORTING\n",
             "\ncrash buggy.c:6");
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

/* Where false alarms are declared it is one, and what has a place is what it is. */
Test(tsan, a_report_without_a_place_in_the_case_may_be_a_known_false_alarm)
{
    recording_alarms = true;
    struct reading reading = log_read("==================\n"
                                      "WARNING: ThreadSanitizer: data race (pid=1)\n"
                                      "  Write of size 8 at 0x1 by thread T2:\n"
                                      "    #0 __kmp_fork <null> (libomp.so.5+0x1)\n\n"
                                      "SUMMARY: ThreadSanitizer: data race\n"
                                      "==================\nThreadSanitizer: reported 1 warnings\n",
                                      PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_str_eq(reading.text, "\nrace");
    reading_free(&reading);
    every_tool_says("unlocked-counter", "\nrace buggy.c:26");
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
