/*
 * For CI servers: JUnit XML, one suite a case, one test a detector and variant.
 */
#include "base/alloc.h"
#include "report/report.h"

#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

static void attribute(xmlTextWriterPtr writer, const char *name, const char *value)
{
    char *clean = report_clean(value);

    xmlTextWriterWriteAttribute(writer, BAD_CAST name, BAD_CAST clean);
    free(clean);
}

/* What JUnit calls a verdict; NULL: the test passed. */
static const char *element_of(enum verdict verdict, bool strict)
{
    switch (verdict) {
    case VERDICT_CAUGHT:
    case VERDICT_MAY:
    case VERDICT_BLIND:
    case VERDICT_CLEAN:
    case VERDICT_FALSE_ALARM:
        return NULL;
    case VERDICT_GAP_CLOSED:
        return strict ? "failure" : NULL;
    case VERDICT_MISSED:
    case VERDICT_NOISY:
    case VERDICT_WRONG:
    case VERDICT_STALE:
    case VERDICT_INCOMPLETE:
        return "failure";
    case VERDICT_UNABLE:
    case VERDICT_SKIPPED:
    case VERDICT_NOT_RUN:
        return "skipped";
    case VERDICT_BROKEN:
        break;
    }
    return "error";
}

static void test_write(xmlTextWriterPtr writer, const char *case_name, const char *test,
                       double seconds, enum verdict verdict, const char *reason,
                       const char *details, bool strict)
{
    const char *element = element_of(verdict, strict);
    char time[32];

    snprintf(time, sizeof time, "%.3f", seconds);
    xmlTextWriterStartElement(writer, BAD_CAST "testcase");
    attribute(writer, "classname", case_name);
    attribute(writer, "name", test);
    attribute(writer, "time", time);
    if (element != NULL) {
        char *clean = report_clean(details);
        char *message = verdict == VERDICT_UNABLE
                            ? alloc_format("%s: %s", verdict_name(verdict), reason)
                            : alloc_copy(reason);
        xmlTextWriterStartElement(writer, BAD_CAST element);
        attribute(writer, "message", message);
        free(message);
        if (strcmp(element, "skipped") != 0) { /* JUnit lets that have a message only */
            attribute(writer, "type", verdict_name(verdict));
            xmlTextWriterWriteString(writer, BAD_CAST clean);
        }
        xmlTextWriterEndElement(writer);
        free(clean);
    }
    xmlTextWriterEndElement(writer);
}

static void trial_write(xmlTextWriterPtr writer, const struct suite *suite,
                        const struct report_style *style, const struct suite_trial *trial)
{
    const struct trial_result *result = &trial->result;
    char *repeat = report_repeat_command(suite, style, trial);
    char *test =
        alloc_format("%s.%s", suite->detectors[trial->detector].name, variant_name(trial->variant));
    char *details = alloc_format("%s:%u\nrepeat: %s\n", result->file == NULL ? "" : result->file,
                                 result->line, repeat);

    test_write(writer, trial->entry->name, test, result->seconds, result->verdict, result->reason,
               details, style->strict);
    free(repeat);
    free(test);
    free(details);
}

static void case_write(xmlTextWriterPtr writer, const struct suite *suite,
                       const struct report_style *style, const struct corpus_entry *entry)
{
    xmlTextWriterStartElement(writer, BAD_CAST "testsuite");
    attribute(writer, "name", entry->name);
    for (size_t i = 0; i < suite->trial_count; i++) {
        if (suite->trials[i].entry == entry) {
            trial_write(writer, suite, style, &suite->trials[i]);
        }
    }
    for (size_t i = 0; i < suite->problem_count; i++) {
        const struct suite_problem *problem = &suite->problems[i];
        if (problem->entry == entry) {
            char *details =
                alloc_format("%s:%u\n", problem->file == NULL ? "" : problem->file, problem->line);
            test_write(writer, entry->name, "case", 0, problem->verdict, problem->reason, details,
                       style->strict);
            free(details);
        }
    }
    xmlTextWriterEndElement(writer);
}

int report_junit(const struct suite *suite, const struct report_style *style, FILE *stream,
                 struct error *error)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr writer = buffer == NULL ? NULL : xmlNewTextWriterMemory(buffer, 0);

    if (writer == NULL) {
        xmlBufferFree(buffer);
        return error_set(error, ERROR_SYSTEM, NULL, 0, "the JUnit XML cannot be made");
    }
    xmlTextWriterSetIndent(writer, 1);
    xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL);
    xmlTextWriterStartElement(writer, BAD_CAST "testsuites");
    attribute(writer, "name", "racetrap");
    for (size_t i = 0; i < suite->corpus->count; i++) {
        case_write(writer, suite, style, &suite->corpus->entries[i]);
    }
    xmlTextWriterEndDocument(writer);
    xmlFreeTextWriter(writer);
    fputs((const char *)xmlBufferContent(buffer), stream);
    xmlBufferFree(buffer);
    return 0;
}
