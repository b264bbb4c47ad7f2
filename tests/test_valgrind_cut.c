/* Valgrind's XML that is not whole: the run was cut off, the disk is full, or it is garbled. */
#include "recording.h"

static struct reading xml_read(const char *text, size_t size, enum process_end end, int code)
{
    return text_read("helgrind", "valgrind.xml", text, size, "unlocked-queue", end, code);
}

static char *xml_load(const char *tool, size_t *size)
{
    char *recording = alloc_format("%s/unlocked-queue", tool);
    char *text = recording_load(recording, "valgrind", size);

    free(recording);
    return text;
}

/* Cuts the report shorter and shorter; every byte would take half a minute under ASan. */
enum { STEP = 3 };

static void every_cut_of_a_killed_run_is_accepted(const char *tool)
{
    size_t size;
    char *text = xml_load(tool, &size);
    struct cuts cuts = cuts_begin("valgrind.xml", text, size);
    struct reading whole = xml_read(text, size, PROCESS_TIMED_OUT, 0);

    cr_assert_eq(whole.status, 0, "%s", whole.error.text);
    for (size_t cut = size - 1; cut >= STEP; cut -= STEP) {
        cuts_shorten(&cuts, cut);
        struct reading part =
            folder_read("helgrind", cuts.folder, "unlocked-queue", PROCESS_TIMED_OUT, 0);
        cr_assert_eq(part.status, 0, "%s cut after %zu bytes, `%.*s`: %s", tool, cut,
                     cut < 40 ? (int)cut : 40, text + (cut < 40 ? 0 : cut - 40), part.error.text);
        cr_assert(findings_are_part(&part.findings, &whole.findings), "%s cut after %zu bytes:%s",
                  tool, cut, part.text);
        reading_free(&part);
    }
    cuts_end(&cuts);
    reading_free(&whole);
    free(text);
}

Test(valgrind_cut, xml_of_a_killed_run_gives_what_is_in_it_3_19)
{
    every_cut_of_a_killed_run_is_accepted("helgrind-3.19");
}

Test(valgrind_cut, xml_of_a_killed_run_gives_what_is_in_it_3_24)
{
    every_cut_of_a_killed_run_is_accepted("helgrind-3.24");
}

/* A deadlock leaves a report that ends right after its last error. */
Test(valgrind_cut, every_error_that_was_written_before_the_kill_is_found)
{
    size_t size;
    char *text = recording_load("drd-3.24/misuse", "valgrind", &size);
    size_t written = 0;

    for (char *end = strstr(text, "</error>"); end != NULL; end = strstr(end + 1, "</error>")) {
        struct reading part =
            text_read("drd", "valgrind.xml", text, (size_t)(end + strlen("</error>\n\n") - text),
                      "misuse", PROCESS_TIMED_OUT, 0);
        written++;
        cr_expect_eq(part.status, 0, "%s", part.error.text);
        cr_expect_eq(part.findings.count, written, "%zu errors were written, and %zu are found",
                     written, part.findings.count);
        reading_free(&part);
    }
    cr_expect_gt(written, 10);
    free(text);
}

Test(valgrind_cut, xml_of_a_run_that_ended_by_itself_is_whole_or_refused)
{
    size_t size;
    char *text = xml_load("helgrind-3.24", &size);
    size_t needed = (size_t)(strstr(text, "</valgrindoutput>") + 17 - text);

    struct cuts cuts = cuts_begin("valgrind.xml", text, size);
    for (size_t cut = needed - 1; cut >= STEP; cut -= STEP) {
        cuts_shorten(&cuts, cut);
        struct reading part = folder_read("helgrind", cuts.folder, "unlocked-queue", PROCESS_EXITED,
                                          DETECTOR_REPORT_EXIT);
        cr_assert_eq(part.status, -1, "cut after %zu bytes, and taken for:%s", cut, part.text);
        cr_assert_eq(part.error.code, ERROR_REPORT);
        reading_free(&part);
    }
    cuts_end(&cuts);
    free(text);
}

/* A run that a signal ended: Valgrind finishes its report, and then dies of that signal. */
Test(valgrind_cut, xml_of_a_crashed_run_must_be_whole_too)
{
    size_t size;
    char *text = xml_load("helgrind-3.24", &size);
    struct reading whole = xml_read(text, size, PROCESS_SIGNALLED, 11);
    struct reading part = xml_read(text, size / 2, PROCESS_SIGNALLED, 11);

    cr_expect_eq(whole.status, 0, "%s", whole.error.text);
    cr_expect_eq(part.status, -1);
    reading_free(&whole);
    reading_free(&part);
    free(text);
}

static void garbled_is_refused(const char *old, const char *new, enum process_end end)
{
    size_t size;
    char *text = text_replace(xml_load("helgrind-3.19", &size), old, new);
    struct reading reading = xml_read(text, strlen(text), end, DETECTOR_REPORT_EXIT);

    cr_expect_eq(reading.status, -1, "`%s` is taken for:%s", new, reading.text);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    reading_free(&reading);
    free(text);
}

Test(valgrind_cut, xml_that_is_garbled_in_its_middle_is_refused_even_of_a_killed_run)
{
    garbled_is_refused("</stack>", "</stuck>", PROCESS_TIMED_OUT);
    garbled_is_refused("<kind>Race</kind>", "<kind>Ra&ce</kind>", PROCESS_TIMED_OUT);
    garbled_is_refused("<stack>", "<sta<ck>", PROCESS_TIMED_OUT);
    garbled_is_refused("</stack>", "</stuck>", PROCESS_EXITED);
}

Test(valgrind_cut, two_reports_in_one_file_are_refused)
{
    size_t size;
    char *text = xml_load("helgrind-3.19", &size);
    char *twice = alloc_format("%s%s", text, text);
    struct reading reading = xml_read(twice, strlen(twice), PROCESS_EXITED, DETECTOR_REPORT_EXIT);

    cr_expect_eq(reading.status, -1, "taken for:%s", reading.text);
    reading_free(&reading);
    free(twice);
    free(text);
}

Test(valgrind_cut, a_run_without_a_report_is_an_error_that_quotes_valgrind)
{
    char *folder = scratch_make();

    scratch_write(folder, "stderr", "valgrind: failed to start tool 'helgrind'\n");
    struct reading reading = folder_read("helgrind", folder, "any", PROCESS_EXITED, 1);
    cr_expect_eq(reading.status, -1);
    cr_expect_eq(reading.error.code, ERROR_REPORT);
    cr_expect_not_null(strstr(reading.error.text, "failed to start tool"), "%s",
                       reading.error.text);
    reading_free(&reading);
    scratch_remove(folder);
}

Test(valgrind_cut, a_hung_run_without_errors_is_silent)
{
    struct reading old = recording_read("helgrind", "helgrind-3.19/deadlock", PROCESS_TIMED_OUT, 0);
    struct reading new = recording_read("helgrind", "helgrind-3.24/deadlock", PROCESS_TIMED_OUT, 0);

    cr_expect_eq(old.status, 0, "%s", old.error.text);
    cr_expect_eq(new.status, 0, "%s", new.error.text);
    cr_expect_eq(old.findings.count + new.findings.count, 0);
    reading_free(&old);
    reading_free(&new);
}
