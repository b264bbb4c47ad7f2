/* ThreadSanitizer's logs that are not whole: the run was cut off, or the disk is full. */
#include "recording.h"

static struct reading cut_read(const char *text, size_t size, const char *topic,
                               enum process_end end)
{
    return text_read("tsan-gcc", "tsan.1", text, size, topic, end, DETECTOR_REPORT_EXIT);
}

static struct reading edited_read(char *text, enum process_end end)
{
    struct reading reading = cut_read(text, strlen(text), "unlocked-counter", end);

    free(text);
    return reading;
}

Test(tsan_cut, a_log_of_a_killed_run_gives_what_is_in_it_and_nothing_else)
{
    const char *topic = "use-after-free";
    size_t size;
    char *text = recording_load("tsan-gcc-12/use-after-free", "tsan", &size);
    struct reading whole = cut_read(text, size, topic, PROCESS_TIMED_OUT);
    struct cuts cuts = cuts_begin("tsan.1", text, size);

    cr_assert_str_eq(whole.text, "\nuse-after-free buggy.c:17 buggy.c:6");
    for (size_t cut = size; cut-- > 0;) {
        cuts_shorten(&cuts, cut);
        struct reading part = folder_read("tsan-gcc", cuts.folder, topic, PROCESS_TIMED_OUT, 0);
        cr_expect_eq(part.status, 0, "cut after %zu bytes, `%.*s`: %s", cut,
                     cut < 40 ? (int)cut : 40, text + (cut < 40 ? 0 : cut - 40), part.error.text);
        cr_expect(findings_are_part(&part.findings, &whole.findings), "cut after %zu bytes:%s", cut,
                  part.text);
        reading_free(&part);
    }
    cuts_end(&cuts);
    reading_free(&whole);
    free(text);
}

Test(tsan_cut, a_log_of_a_run_that_ended_by_itself_is_whole_or_refused)
{
    const char *topic = "misuse";
    size_t size;
    char *text = recording_load("tsan-gcc-12/misuse", "tsan", &size);
    struct reading whole = cut_read(text, size, topic, PROCESS_EXITED);
    struct cuts cuts = cuts_begin("tsan.1", text, size);

    cr_assert_eq(whole.status, 0, "%s", whole.error.text);
    for (size_t cut = size; cut-- > 0;) {
        cuts_shorten(&cuts, cut);
        struct reading part =
            folder_read("tsan-gcc", cuts.folder, topic, PROCESS_EXITED, DETECTOR_REPORT_EXIT);
        cr_assert(part.status == -1 || strcmp(part.text, whole.text) == 0,
                  "cut after %zu of %zu bytes, and taken for:%s", cut, size, part.text);
        cr_assert(part.status == 0 || part.error.code == ERROR_REPORT);
        reading_free(&part);
    }
    cuts_end(&cuts);
    reading_free(&whole);
    free(text);
}

Test(tsan_cut, fewer_reports_than_the_runtime_counted_are_refused)
{
    size_t size;
    char *text = recording_load("tsan-gcc-12/unlocked-counter", "tsan", &size);

    text = text_replace(text, "reported 1 warnings", "reported 2 warnings");
    struct reading reading = edited_read(text, PROCESS_EXITED);
    cr_expect_eq(reading.status, -1);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    cr_expect_not_null(strstr(reading.error.text, "2"));
    reading_free(&reading);
}

Test(tsan_cut, a_killed_run_need_not_have_what_it_counted)
{
    size_t size;
    char *text = recording_load("tsan-gcc-12/unlocked-counter", "tsan", &size);

    text = text_replace(text, "reported 1 warnings", "reported 2 warnings");
    struct reading reading = edited_read(text, PROCESS_TIMED_OUT);
    cr_expect_eq(reading.status, 0, "%s", reading.error.text);
    cr_expect_str_eq(reading.text, "\nrace buggy.c:26");
    reading_free(&reading);
}

Test(tsan_cut, a_broken_runtime_is_an_error_even_in_a_killed_run)
{
    struct reading reading =
        edited_read(alloc_copy("FATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2\n"),
                    PROCESS_TIMED_OUT);

    cr_expect_eq(reading.status, -1);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    reading_free(&reading);
}

Test(tsan_cut, a_hung_run_without_reports_is_silent)
{
    static const char *const detectors[] = { "tsan-gcc", "tsan-clang" };
    char *folder = scratch_make();

    for (size_t i = 0; i < 2; i++) {
        struct reading reading =
            folder_read(detectors[i], folder, "deadlock", PROCESS_TIMED_OUT, 0);
        cr_expect_eq(reading.status, 0, "%s", reading.error.text);
        cr_expect_eq(reading.findings.count, 0);
        reading_free(&reading);
    }
    scratch_remove(folder);
}

Test(tsan_cut, a_missing_folder_is_an_error)
{
    struct reading reading =
        folder_read("tsan-gcc", "/nonexistent/reports", "deadlock", PROCESS_EXITED, 0);

    cr_expect_eq(reading.status, -1);
    reading_free(&reading);
}
