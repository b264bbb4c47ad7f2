/*
 * For programs: everything that is known of a run, as run.schema.json describes.
 */
#include "report/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { FORMAT_VERSION = 1 };

static json_t *text_json(const char *text)
{
    if (text == NULL) {
        return json_null();
    }
    char *clean = report_clean(text);
    json_t *json = json_string(clean);

    free(clean);
    return json;
}

static json_t *place_json(const struct place *place)
{
    json_t *json = json_object();

    json_object_set_new(json, "file", text_json(place->file));
    json_object_set_new(json, "line", json_integer(place->line));
    json_object_set_new(json, "function", text_json(place->function));
    return json;
}

static json_t *findings_json(const struct findings *findings)
{
    json_t *list = json_array();

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        json_t *json = json_object();
        json_t *places = json_array();
        for (size_t p = 0; p < finding->place_count; p++) {
            json_array_append_new(places, place_json(&finding->places[p]));
        }
        json_object_set_new(json, "kind", text_json(kind_name(finding->kind)));
        json_object_set_new(json, "places", places);
        json_object_set_new(json, "excerpt", text_json(finding->excerpt));
        json_array_append_new(list, json);
    }
    return list;
}

static json_t *strings_json(const struct string_list *strings)
{
    json_t *list = json_array();

    for (size_t i = 0; i < strings->count; i++) {
        json_array_append_new(list, text_json(strings->items[i]));
    }
    return list;
}

static json_t *trial_json(const struct suite *suite, const struct report_style *style,
                          const struct suite_trial *trial)
{
    const struct trial_result *result = &trial->result;
    const struct suite_detector *detector = &suite->detectors[trial->detector];
    char *repeat = report_repeat_command(suite, style, trial);
    json_t *json = json_object();

    json_object_set_new(json, "case", text_json(trial->entry->name));
    json_object_set_new(json, "variant", text_json(variant_name(trial->variant)));
    json_object_set_new(json, "detector", text_json(detector->name));
    json_object_set_new(json, "detector_version", text_json(detector->state.version));
    json_object_set_new(json, "runs", json_integer(result->runs));
    json_object_set_new(json, "hits", json_integer(result->hits));
    json_object_set_new(json, "verdict", text_json(verdict_name(result->verdict)));
    json_object_set_new(json, "reason", text_json(result->reason));
    json_object_set_new(json, "file", text_json(result->file));
    json_object_set_new(json, "line", result->line == 0 ? json_null() : json_integer(result->line));
    json_object_set_new(json, "findings", findings_json(&result->findings));
    json_object_set_new(json, "extent",
                        result->extent == NULL ? json_null() : json_string(result->extent));
    json_object_set_new(json, "incomplete", text_json(result->incomplete));
    json_object_set_new(json, "not_judged", text_json(result->aside));
    json_object_set_new(json, "seconds", json_real(result->seconds));
    json_object_set_new(json, "output_capped", json_boolean(result->output_capped));
    json_object_set_new(json, "command", strings_json(&result->argv));
    json_object_set_new(json, "environment", strings_json(&result->environment));
    json_object_set_new(json, "repeat", text_json(repeat));
    free(repeat);
    return json;
}

static json_t *problem_json(const struct suite_problem *problem)
{
    json_t *json = json_object();

    json_object_set_new(json, "case", text_json(problem->entry->name));
    json_object_set_new(json, "verdict", text_json(verdict_name(problem->verdict)));
    json_object_set_new(json, "reason", text_json(problem->reason));
    json_object_set_new(json, "file", text_json(problem->file));
    json_object_set_new(json, "line",
                        problem->line == 0 ? json_null() : json_integer(problem->line));
    return json;
}

static json_t *detector_json(const struct suite_detector *detector)
{
    json_t *json = json_object();

    json_object_set_new(json, "name", text_json(detector->name));
    json_object_set_new(json, "available", json_boolean(detector->state.available));
    json_object_set_new(json, "version", text_json(detector->state.version));
    json_object_set_new(json, "missing", text_json(detector->state.missing));
    return json;
}

static json_t *summary_json(const struct suite *suite)
{
    struct suite_count count = suite_count(suite);
    struct rusage usage = { .ru_maxrss = 0 };
    json_t *json = json_object();

    getrusage(RUSAGE_SELF, &usage);
    json_object_set_new(json, "cases", json_integer((json_int_t)count.cases));
    json_object_set_new(json, "bugs_caught", json_integer((json_int_t)count.caught));
    json_object_set_new(json, "fixes_clean", json_integer((json_int_t)count.fixed));
    json_object_set_new(json, "expected", json_integer((json_int_t)count.expected));
    json_object_set_new(json, "departures", json_integer((json_int_t)count.departures));
    json_object_set_new(json, "gaps_closed", json_integer((json_int_t)count.gaps));
    json_object_set_new(json, "broken", json_integer((json_int_t)count.broken));
    json_object_set_new(json, "skipped", json_integer((json_int_t)count.skipped));
    json_object_set_new(json, "not_run", json_integer((json_int_t)count.not_run));
    json_object_set_new(json, "interrupted", json_boolean(suite->interrupted));
    json_object_set_new(json, "compiled", json_integer((json_int_t)suite->compiled));
    json_object_set_new(json, "seconds", json_real(suite->seconds));
    json_object_set_new(json, "peak_memory_kib", json_integer(usage.ru_maxrss));
    return json;
}

int report_json(const struct suite *suite, const struct report_style *style, FILE *stream,
                struct error *error)
{
    json_t *root = json_object();
    json_t *detectors = json_array(), *trials = json_array(), *problems = json_array();

    for (size_t i = 0; i < suite->detector_count; i++) {
        json_array_append_new(detectors, detector_json(&suite->detectors[i]));
    }
    for (size_t i = 0; i < suite->trial_count; i++) {
        json_array_append_new(trials, trial_json(suite, style, &suite->trials[i]));
    }
    for (size_t i = 0; i < suite->problem_count; i++) {
        json_array_append_new(problems, problem_json(&suite->problems[i]));
    }
    json_object_set_new(root, "format", json_integer(FORMAT_VERSION));
    json_object_set_new(root, "racetrap", json_string(RACETRAP_VERSION));
    json_object_set_new(root, "detectors", detectors);
    json_object_set_new(root, "trials", trials);
    json_object_set_new(root, "problems", problems);
    json_object_set_new(root, "summary", summary_json(suite));
    int status = json_dumpf(root, stream, JSON_INDENT(2));
    fputc('\n', stream);
    json_decref(root);
    return status == 0 ? 0 : error_set(error, ERROR_SYSTEM, NULL, 0, "the JSON cannot be written");
}
