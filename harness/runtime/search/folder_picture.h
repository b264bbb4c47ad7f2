/*
 * What is in the folder that the program was started in, as it was when a
 * schedule first wanted to change something there: names, attributes and
 * contents. Of a large folder only what is near its top is kept so; the rest is
 * there as links to the folder itself.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_FOLDER_PICTURE_H
#define RACETRAP_RUNTIME_SEARCH_FOLDER_PICTURE_H

#include "runtime/engine/base.h"

#include <time.h>

enum folder_entry_kind {
    FOLDER_ENTRY_FILE,
    FOLDER_ENTRY_FOLDER,
    FOLDER_ENTRY_SYMLINK,
    FOLDER_ENTRY_STAND_IN, /* a link of ours, to what was not copied */
};

struct folder_entry {
    enum folder_entry_kind kind;
    uint32_t parent;
    uint32_t first, count; /* of a folder: its entries, which lie side by side */
    uint32_t mode;
    const char *path;    /* from the folder on; "." is itself */
    const char *content; /* a file's, and what a link says */
    uint64_t size;
    struct timespec modified;
};

struct folder_picture {
    uint32_t count;
    struct folder_entry *entries; /* the first is itself; what is higher up comes first */
    bool has_stand_ins;
    bool is_whole; /* none of them stands for a file or folder that was left out for its size */
};

/* What is to be kept with its contents wherever it is, if there is room for it. */
struct folder_wish {
    const char *const *paths; /* from the folder on */
    uint32_t count;
    bool all;
};

/* Takes it, of the folder at this absolute path, without what is at `except`. Returns NULL where
 * it cannot be read, or has too many entries. A picture that was taken before is gone. */
const struct folder_picture *folder_picture_take(const char *folder, const char *except,
                                                 const struct folder_wish *wish);

/* The entry of this name in a folder; 0: there is none. */
uint32_t folder_picture_find(const struct folder_picture *picture, uint32_t folder,
                             const char *name);

#endif
