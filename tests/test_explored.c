/* What the detector `explore` makes of the explorer's reports. */
#include "recording.h"

static char *folder;

static void set_up(void)
{
    folder = scratch_make();
}

static void tear_down(void)
{
    scratch_remove(folder);
}

TestSuite(explored, .init = set_up, .fini = tear_down);

static void report_write(const char *search, const char *reason)
{
    char *text = alloc_format("{\"version\":1,\"program\":\"/p\",\"modules\":[],"
                              "\"mode\":\"restore\",\"randomised\":false,\"seed\":1,"
                              "\"search\":\"%s\",\"reason\":\"%s\",\"schedules\":34,\"points\":9,"
                              "\"cut\":0,\"diverged\":0,\"threads\":2,\"seconds\":0.5,"
                              "\"unseen\":[],\"stages\":[],\"findings\":[]}",
                              search, reason);

    scratch_write(folder, "report.json", text);
    free(text);
}

static struct reading after(enum process_end end, int code)
{
    return folder_read("explore", folder, "any", end, code);
}

Test(explored, nothing_found_is_nothing_but_for_how_much_was_searched)
{
    report_write("sampled", "");
    struct reading reading = after(PROCESS_EXITED, 0);

    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_eq(reading.findings.count, 0);
    cr_expect_str_eq(reading.findings.extent, "sampled 34 schedules");
    cr_expect_null(reading.findings.incomplete);
    reading_free(&reading);
}

Test(explored, what_was_not_wholly_seen_says_so)
{
    report_write("incomplete", "a child process ran outside");
    struct reading reading = after(PROCESS_EXITED, 0);

    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_eq(reading.findings.count, 0);
    cr_expect_str_eq(reading.findings.incomplete, "a child process ran outside");
    reading_free(&reading);
}

static void is_an_error(enum process_end end, int code, enum error_code expected, const char *part)
{
    struct reading reading = after(end, code);

    cr_expect_eq(reading.status, -1);
    cr_expect_eq(reading.error.code, expected, "%s", reading.error.text);
    cr_expect(strstr(reading.error.text, part) != NULL, "%s", reading.error.text);
    reading_free(&reading);
}

Test(explored, who_refuses_a_program_is_unable)
{
    report_write("refused", "asks for a signal at a time");
    is_an_error(PROCESS_EXITED, 0, ERROR_UNABLE, "asks for a signal at a time");
}

Test(explored, who_dies_of_a_program_is_unable)
{
    scratch_write(folder, "stderr", "racetrap: out of fibers\n");
    is_an_error(PROCESS_EXITED, 1, ERROR_UNABLE, "out of fibers");
    is_an_error(PROCESS_SIGNALLED, 11, ERROR_UNABLE, "signal 11");
    is_an_error(PROCESS_MEMORY_LIMIT, 0, ERROR_UNABLE, "memory");
}

Test(explored, who_has_no_more_time_or_no_report_is_broken)
{
    is_an_error(PROCESS_TIMED_OUT, 0, ERROR_REPORT, "still running");
    is_an_error(PROCESS_EXITED, 0, ERROR_SYSTEM, "cannot be opened");
    report_write("interrupted", "");
    is_an_error(PROCESS_EXITED, 0, ERROR_REPORT, "cannot be explored");
}
