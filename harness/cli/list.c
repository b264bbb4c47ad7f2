/*
 * racetrap list: the cases, as a table or as JSON.
 */
#include "base/alloc.h"
#include "cli/command.h"
#include "detect/detector.h"
#include "report/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { FORMAT_VERSION = 1 };

static void table_print(const struct corpus *corpus)
{
    size_t name = strlen("case");

    for (size_t i = 0; i < corpus->count; i++) {
        size_t length = strlen(corpus->entries[i].name);
        name = length > name ? length : name;
    }
    printf("%-*s  %-18s  %-8s  %-8s  %s\n", (int)name, "case", "class", "CWE", "CERT", "title");
    for (size_t i = 0; i < corpus->count; i++) {
        const struct meta *meta = &corpus->entries[i].loaded.meta;
        if (corpus->entries[i].broken == NULL) {
            printf("%-*s  %-18s  %-8s  %-8s  %s\n", (int)name, corpus->entries[i].name,
                   meta->class_name, meta->cwe, meta->cert, meta->title);
        }
    }
}

static json_t *case_json(const struct corpus_entry *entry)
{
    const struct meta *meta = &entry->loaded.meta;
    char *outcome = kind_set_format(meta->outcome);
    const struct {
        const char *key, *value;
    } texts[] = {
        { "name", entry->name },      { "folder", entry->folder },   { "title", meta->title },
        { "summary", meta->summary }, { "class", meta->class_name }, { "cwe", meta->cwe },
        { "cert", meta->cert },       { "origin", meta->origin },    { "outcome", outcome },
    };
    json_t *json = json_object();

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *clean = report_clean(texts[i].value);
        json_object_set_new(json, texts[i].key, json_string(clean));
        free(clean);
    }
    json_object_set_new(json, "tier", json_integer(meta->tier));
    free(outcome);
    return json;
}

static json_t *broken_json(const struct corpus_entry *entry)
{
    char *described = error_describe(entry->broken);
    char *reason = report_clean(described);
    char *folder = report_clean(entry->folder);
    char *name = report_clean(entry->name);
    json_t *json = json_object();

    json_object_set_new(json, "name", json_string(name));
    json_object_set_new(json, "folder", json_string(folder));
    json_object_set_new(json, "reason", json_string(reason));
    free(described);
    free(reason);
    free(folder);
    free(name);
    return json;
}

static void json_print(const struct corpus *corpus)
{
    json_t *root = json_object(), *cases = json_array(), *detectors = json_array();
    json_t *broken = json_array();

    for (size_t i = 0; DETECTORS[i] != NULL; i++) {
        json_array_append_new(detectors, json_string(DETECTORS[i]->name));
    }
    for (size_t i = 0; i < corpus->count; i++) {
        if (corpus->entries[i].broken == NULL) {
            json_array_append_new(cases, case_json(&corpus->entries[i]));
        } else {
            json_array_append_new(broken, broken_json(&corpus->entries[i]));
        }
    }
    json_object_set_new(root, "format", json_integer(FORMAT_VERSION));
    json_object_set_new(root, "detectors", detectors);
    json_object_set_new(root, "cases", cases);
    json_object_set_new(root, "broken", broken);
    json_dumpf(root, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(root);
}

/* A broken case is told of, and does not hide the others. */
static int corpus_check(const struct corpus *corpus)
{
    int status = EXIT_AS_EXPECTED;
    struct error error;

    for (size_t i = 0; i < corpus->count; i++) {
        const struct corpus_entry *entry = &corpus->entries[i];
        if (entry->broken != NULL) {
            status = command_fail("list", entry->broken);
        } else if (detector_check_sections(&entry->loaded.meta, entry->loaded.meta_path, &error) !=
                   0) {
            status = command_fail("list", &error);
        }
    }
    return status;
}

struct settings {
    struct string_list folders;
    bool json;
};

static int cases_list(const struct install *install, const struct string_list *operands,
                      void *context, struct error *error)
{
    const struct settings *settings = context;
    struct corpus corpus;

    if (command_select(install, &settings->folders, operands, &corpus, error) != 0) {
        return -1;
    }
    (settings->json ? json_print : table_print)(&corpus);
    int status = corpus_check(&corpus);
    corpus_free(&corpus);
    return status;
}

int command_list(const struct install *install, int argc, char **argv)
{
    static const struct option_help help = {
        "list [CASE|FOLDER|GLOB ...]",
        "Lists the cases with their class, CWE and CERT identifiers and title.",
    };
    struct settings s = { .json = false };
    const struct option_spec options[] = {
        { "cases", "DIR", OPTION_PATHS, &s.folders, "look here for cases; repeatable" },
        { "json", NULL, OPTION_FLAG, &s.json, "print JSON" },
        { 0 },
    };
    const struct command_line line = { &help, options, cases_list, &s };

    return command_perform(&line, install, argc, argv);
}
