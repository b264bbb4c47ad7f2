#include "detect/detector.h"

#include <string.h>

extern const struct detector DETECTOR_TSAN_GCC;
extern const struct detector DETECTOR_TSAN_CLANG;
extern const struct detector DETECTOR_HELGRIND;
extern const struct detector DETECTOR_DRD;
extern const struct detector DETECTOR_NATIVE;
extern const struct detector DETECTOR_EXPLORE;

const struct detector *const DETECTORS[] = {
    &DETECTOR_TSAN_GCC,
    &DETECTOR_TSAN_CLANG,
    &DETECTOR_HELGRIND,
    &DETECTOR_DRD,
    &DETECTOR_NATIVE,
    &DETECTOR_EXPLORE,
    NULL,
};

const struct detector *detector_find(const char *name)
{
    for (size_t i = 0; DETECTORS[i] != NULL; i++) {
        if (strcmp(DETECTORS[i]->name, name) == 0) {
            return DETECTORS[i];
        }
    }
    return NULL;
}

static bool name_is_known(const char *name)
{
    for (size_t i = 0; DETECTORS[i] != NULL; i++) {
        if (strcmp(DETECTORS[i]->name, name) == 0 || strcmp(DETECTORS[i]->family, name) == 0) {
            return true;
        }
    }
    return false;
}

int detector_check_sections(const struct meta *meta, const char *path, struct error *error)
{
    for (size_t i = 0; i < meta->section_count; i++) {
        const struct meta_section *section = &meta->sections[i];
        if (!name_is_known(section->detector)) {
            return error_set(error, ERROR_CASE, path, section->line,
                             "section [%s] names no detector; `racetrap doctor` shows them, and "
                             "[tsan] means all of its family",
                             section->detector);
        }
    }
    return 0;
}
