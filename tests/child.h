/*
 * Children of tests: scripts for /bin/sh, with a name that can be looked for
 * among all processes.
 */
#ifndef RACETRAP_TEST_CHILD_H
#define RACETRAP_TEST_CHILD_H

#include "base/alloc.h"
#include "base/file.h"
#include "system/process.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct process_spec child_spec; /* what child_run uses; a test changes what it needs */
static char *child_name;               /* an argument that no other process has */

static inline void child_set_up(void)
{
    process_use_launcher(LAUNCHER);
    child_spec = (struct process_spec){ .timeout = 60, .output_limit = 1 << 20 };
    child_name = alloc_format("racetrap-test-child-%ld", (long)getpid());
}

static inline void child_tear_down(void)
{
    free(child_name);
}

/* Runs the script; $1 and so on are the arguments, which end with NULL. */
static inline struct process_result child_run_with(const char *script, const char *const *arguments)
{
    struct string_list argv = { 0 };
    struct process_spec spec = child_spec;
    struct process_result result;
    struct error error = { 0 };

    string_list_add(&argv, "sh");
    string_list_add(&argv, "-c");
    string_list_add(&argv, "%s", script);
    string_list_add(&argv, "sh");
    for (; *arguments != NULL; arguments++) {
        string_list_add(&argv, "%s", *arguments);
    }
    spec.argv = &argv;
    int status = process_run(&spec, &result, &error);
    string_list_free(&argv);
    cr_assert_eq(status, 0, "%s", error.text);
    return result;
}
#define child_run(...) child_run_first(__VA_ARGS__, NULL)
#define child_run_first(script, ...) child_run_with(script, (const char *const[]){ __VA_ARGS__ })

/* How many processes have this text among their arguments. */
static inline unsigned child_count(const char *text)
{
    DIR *stream = opendir("/proc");
    unsigned count = 0;

    cr_assert(stream != NULL);
    for (struct dirent *entry; (entry = readdir(stream)) != NULL;) {
        char path[300], arguments[4096];
        snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
        FILE *file = entry->d_name[0] >= '0' && entry->d_name[0] <= '9' ? fopen(path, "re") : NULL;
        if (file != NULL) {
            size_t size = fread(arguments, 1, sizeof arguments, file);
            count += memmem(arguments, size, text, strlen(text)) != NULL;
            fclose(file);
        }
    }
    closedir(stream);
    return count;
}

#endif
