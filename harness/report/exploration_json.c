#include "report/exploration_json.h"

#include "explore/step_text.h"
#include "report/exploration_text.h"
#include "report/report.h"

#include <jansson.h>
#include <stdlib.h>

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

static json_t *number_json(uint64_t number)
{
    return json_integer((json_int_t)number);
}

/* Beyond 2^53 many readers of JSON lose digits. */
static json_t *hex_json(uint64_t number)
{
    return json_sprintf("%#llx", (unsigned long long)number);
}

static json_t *place_json(const struct symbol_place *place)
{
    if (place == NULL) {
        return json_null();
    }
    return json_pack("{s:o,s:o,s:o,s:o}", "function", text_json(place->function), "file",
                     text_json(place->file), "line",
                     place->line == 0 ? json_null() : json_integer(place->line), "pc",
                     hex_json(place->pc));
}

static json_t *stack_json(const struct exploration_stack *stack)
{
    json_t *list = json_array();

    for (size_t i = 0; i < stack->count; i++) {
        json_array_append_new(list, place_json(stack->frames[i]));
    }
    return list;
}

static json_t *strings_json(const json_t *strings)
{
    json_t *list = json_array();

    for (size_t i = 0; i < json_array_size(strings); i++) {
        json_array_append_new(list, text_json(json_string_value(json_array_get(strings, i))));
    }
    return list;
}

/* What lies at an address; null for none. */
static json_t *object_json(const struct exploration *exploration,
                           const struct exploration_finding *finding, uint64_t address,
                           unsigned long size)
{
    if (address == 0) {
        return json_null();
    }
    char *name = exploration_describe(exploration, finding, address, size);
    json_t *json = json_pack("{s:o,s:o,s:o}", "address", hex_json(address), "size",
                             number_json(size), "name", text_json(name));

    free(name);
    return json;
}

static json_t *sides_json(const struct exploration *exploration,
                          const struct exploration_finding *finding)
{
    json_t *list = json_array();

    for (size_t i = 0; i < finding->side_count; i++) {
        const struct exploration_side *side = &finding->sides[i];
        json_array_append_new(list, json_pack("{s:i,s:o,s:o,s:o,s:o}", "thread", (int)side->thread,
                                              "step", number_json(side->step), "does",
                                              text_json(side->does), "object",
                                              object_json(exploration, finding, side->object, 0),
                                              "stack", stack_json(&side->stack)));
    }
    return list;
}

static json_t *threads_json(const struct exploration_finding *finding)
{
    json_t *list = json_array();

    for (size_t i = 0; i < finding->thread_list_count; i++) {
        const struct exploration_thread *thread = &finding->threads[i];
        json_array_append_new(list,
                              json_pack("{s:i,s:o,s:o}", "thread", (int)thread->number, "function",
                                        text_json(step_text_entry(finding, thread->number)),
                                        "created", place_json(thread->created)));
    }
    return list;
}

static json_t *steps_json(const struct exploration_finding *finding)
{
    json_t *list = json_array();

    for (size_t i = 0; i < finding->step_count; i++) {
        const struct exploration_step *step = &finding->steps[i];
        char *act = step_text_act(step);
        json_array_append_new(
            list, json_pack("{s:o,s:i,s:o,s:o,s:b,s:o,s:o,s:o,s:o,s:o,s:o}", "step",
                            number_json(step->number), "thread", (int)step->thread, "kind",
                            text_json(step->kind), "act", text_json(act), "timed_out",
                            (int)step->timed_out, "address",
                            step->address == 0 ? json_null() : hex_json(step->address), "size",
                            number_json(step->size), "variable",
                            text_json(step->variable == NULL ? NULL : step->variable->name),
                            "before", step->has_values ? hex_json(step->before) : json_null(),
                            "after", step->has_values ? hex_json(step->after) : json_null(),
                            "stack", stack_json(&step->stack)));
        free(act);
    }
    return list;
}

static json_t *finding_json(const struct exploration *exploration,
                            const struct exploration_finding *finding, const char *saved)
{
    json_t *json =
        json_pack("{s:o,s:o,s:o,s:o,s:o,s:b,s:b,s:b,s:o,s:o,s:o}", "kind", text_json(finding->kind),
                  "text", text_json(finding->text), "object",
                  object_json(exploration, finding, finding->address, finding->size), "strategy",
                  text_json(finding->strategy), "number", number_json(finding->number), "confirmed",
                  (int)finding->confirmed, "only_by_time_out", (int)finding->expired,
                  "early_time_out", (int)finding->early, "schedule", text_json(finding->schedule),
                  "preemptions", number_json(finding->preemptions), "saved", text_json(saved));

    json_object_set_new(json, "alike", number_json(finding->alike));
    json_object_set_new(json, "output", text_json(finding->output));
    json_object_set_new(json, "errors", text_json(finding->errors));
    json_object_set_new(json, "threads", threads_json(finding));
    json_object_set_new(json, "sides", sides_json(exploration, finding));
    json_object_set_new(json, "steps", steps_json(finding));
    if (finding->consequence_schedules >= 0) {
        json_object_set_new(json, "consequence_schedules",
                            json_integer(finding->consequence_schedules));
        json_object_set_new(json, "consequence",
                            finding->consequence == NULL
                                ? json_null()
                                : finding_json(exploration, finding->consequence, NULL));
    }
    return json;
}

static json_t *assumptions_json(const struct exploration *exploration)
{
    json_t *list = json_array();

    for (size_t i = 0; exploration_assumption(exploration, i) != NULL; i++) {
        json_array_append_new(list, text_json(exploration_assumption(exploration, i)));
    }
    return list;
}

static json_t *stages_json(const struct exploration *exploration)
{
    json_t *list = json_array();

    for (size_t i = 0; i < exploration->stage_count; i++) {
        const struct exploration_stage *stage = &exploration->stages[i];
        json_array_append_new(
            list, json_pack("{s:o,s:o,s:o,s:o}", "strategy", text_json(stage->strategy),
                            "schedules", number_json(stage->schedules), "state",
                            text_json(stage->state), "reason", text_json(stage->reason)));
    }
    return list;
}

static json_t *ignored_json(const struct exploration *exploration)
{
    json_t *list = json_array();

    for (size_t i = 0; i < exploration->ignored_count; i++) {
        const struct exploration_ignored *ignored = &exploration->ignored[i];
        json_array_append_new(list, json_pack("{s:o,s:o}", "entry", text_json(ignored->entry),
                                              "times", number_json(ignored->times)));
    }
    return list;
}

int exploration_json_write(const struct exploration *exploration, char *const *saved, FILE *stream,
                           struct error *error)
{
    json_t *findings = json_array();

    for (size_t i = 0; i < exploration->finding_count; i++) {
        json_array_append_new(findings,
                              finding_json(exploration, &exploration->findings[i], saved[i]));
    }
    json_t *root = json_pack(
        "{s:i,s:s,s:o,s:s,s:o,s:o,s:o,s:o,s:b,s:o,s:o,s:o,s:o,s:o,s:i,s:i,s:f,s:o,s:o,s:o}",
        "format", FORMAT_VERSION, "racetrap", RACETRAP_VERSION, "program",
        text_json(exploration->program), "search", exploration_search_name(exploration->search),
        "reason", text_json(exploration->reason), "assumptions", assumptions_json(exploration),
        "mode", text_json(exploration->mode), "mode_reason", text_json(exploration->mode_reason),
        "randomised", (int)exploration->randomised, "seed", number_json(exploration->seed),
        "schedules", number_json(exploration->schedules), "points",
        number_json(exploration->points), "cut", number_json(exploration->cut), "diverged",
        number_json(exploration->diverged), "threads", (int)exploration->threads, "exit_status",
        exploration->exit_status, "seconds", exploration->seconds, "unseen",
        strings_json(exploration->unseen), "stages", stages_json(exploration), "findings",
        findings);

    json_object_set_new(root, "volatile",
                        text_json(exploration->atomic_volatile ? "atomic" : "plain"));
    json_object_set_new(root, "ignored", ignored_json(exploration));
    json_object_set_new(root, "more", json_boolean(exploration->more));
    int status = root == NULL ? -1 : json_dumpf(root, stream, JSON_INDENT(2));

    fputc('\n', stream);
    json_decref(root);
    return status == 0 ? 0 : error_set(error, ERROR_SYSTEM, NULL, 0, "the JSON cannot be written");
}
