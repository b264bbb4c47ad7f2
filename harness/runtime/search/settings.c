#include "runtime/search/settings.h"

#include <stdlib.h>
#include <string.h>

enum { VERIFIED_DEFAULT = 16, VERIFIED_ON_REQUEST = 2000 };

static uint64_t number_read(const char *key, const char *value, uint64_t least, uint64_t most)
{
    char *end;
    uint64_t number = strtoull(value, &end, 10);

    if (end == value || *end != '\0' || number < least || number > most) {
        base_die("option %s=%s: a number from %lu to %lu is expected", key, value, least, most);
    }
    return number;
}

static void shard_read(struct settings *settings, const char *value)
{
    char *end;

    settings->shard = strtoull(value, &end, 10);
    if (*end != '/') {
        base_die("option shard=%s: I/N is expected, as in 0/4", value);
    }
    settings->shards = number_read("shard", end + 1, 1, 1 << 20);
    if (settings->shard >= settings->shards) {
        base_die("option shard=%s: the first is 0/%lu, the last %lu/%lu", value, settings->shards,
                 settings->shards - 1, settings->shards);
    }
}

static enum local_way way_read(const char *value)
{
    for (unsigned i = 0; i < LOCAL_WAY_COUNT; i++) {
        if (strcmp(value, local_way_name((enum local_way)i)) == 0) {
            return (enum local_way)i;
        }
    }
    base_die("option locals=%s: auto, copy, wrfsbase or arch_prctl is expected", value);
}

static void option_read(struct settings *settings, const char *key, const char *value)
{
    if (strcmp(key, "strategy") == 0) {
        if (strlen(value) >= sizeof settings->strategy) {
            base_die("option strategy=%s: there is no such strategy", value);
        }
        base_text(settings->strategy, sizeof settings->strategy, value);
    } else if (strcmp(key, "seed") == 0) {
        settings->seed = number_read(key, value, 0, UINT64_MAX);
    } else if (strcmp(key, "schedules") == 0) {
        settings->schedules = number_read(key, value, 1, UINT64_MAX >> 1);
    } else if (strcmp(key, "points") == 0) {
        settings->points = number_read(key, value, 1, UINT64_MAX >> 1);
    } else if (strcmp(key, "steps") == 0) {
        settings->steps = number_read(key, value, 1, STEPS_MAX);
    } else if (strcmp(key, "stall") == 0) {
        settings->stall = number_read(key, value, 0, UINT64_MAX >> 1);
    } else if (strcmp(key, "exit") == 0) {
        settings->exit_status = (int)number_read(key, value, 0, 255);
    } else if (strcmp(key, "time") == 0) {
        settings->seconds = strtod(value, NULL);
    } else if (strcmp(key, "jobs") == 0) {
        settings->jobs = number_read(key, value, 1, 256);
    } else if (strcmp(key, "shard") == 0) {
        shard_read(settings, value);
    } else if (strcmp(key, "mode") == 0) {
        settings->fork_mode = strcmp(value, "fork") == 0;
    } else if (strcmp(key, "verify") == 0) {
        settings->verified = VERIFIED_ON_REQUEST;
    } else if (strcmp(key, "all") == 0) {
        settings->all = true;
    } else if (strcmp(key, "gdb") == 0) {
        settings->gdb = true;
    } else if (strcmp(key, "brief") == 0) {
        settings->brief = true;
    } else if (strcmp(key, "locals") == 0) {
        settings->locals = way_read(value);
    } else if (strcmp(key, "volatile") == 0) {
        settings->atomic_volatile = strcmp(value, "atomic") == 0;
    } else if (strcmp(key, "bench") == 0) {
        settings->bench = true;
    } else {
        base_die("there is no option %s", key);
    }
}

static const char *path_of(const char *name)
{
    const char *path = getenv(name);

    return path == NULL || path[0] == '\0' ? NULL : path;
}

void settings_read(struct settings *settings)
{
    static char options[1024];
    const char *given = getenv("RACETRAP_EXPLORE_OPTIONS");
    char *rest = options;

    *settings = (struct settings){ .report = path_of("RACETRAP_EXPLORE_REPORT"),
                                   .expect = path_of("RACETRAP_EXPLORE_EXPECT"),
                                   .replay = path_of("RACETRAP_EXPLORE_REPLAY"),
                                   .ignore = path_of("RACETRAP_EXPLORE_IGNORE"),
                                   .progress = path_of("RACETRAP_EXPLORE_PROGRESS"),
                                   .unseen = path_of("RACETRAP_EXPLORE_UNSEEN"),
                                   .seed = 1,
                                   .schedules = 100000,
                                   .points = 2000000000,
                                   .stall = 100000000,
                                   .exit_status = EXIT_STATUS_ANY,
                                   .jobs = 1,
                                   .shards = 1,
                                   .verified = VERIFIED_DEFAULT };
    if (settings->report == NULL) {
        base_die("this program was built to be explored; start it by `racetrap explore PROGRAM`");
    }
    if (given != NULL && strlen(given) >= sizeof options) {
        base_die("RACETRAP_EXPLORE_OPTIONS is longer than %zu", sizeof options);
    }
    base_text(options, sizeof options, given == NULL ? "" : given);
    for (char *word; (word = strsep(&rest, " ")) != NULL;) {
        char *equals = strchr(word, '=');
        if (equals != NULL) {
            *equals = '\0';
            option_read(settings, word, equals + 1);
        } else if (word[0] != '\0') {
            base_die("option %s has no value", word);
        }
    }
}
