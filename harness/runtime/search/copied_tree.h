/*
 * A tree of files and folders made from a picture, and made like it again after
 * something there was changed.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_COPIED_TREE_H
#define RACETRAP_RUNTIME_SEARCH_COPIED_TREE_H

#include "runtime/libc/work_folder.h"
#include "runtime/search/folder_picture.h"

enum copied_state {
    STATE_SAME,
    STATE_TOUCHED, /* a folder's attributes are not as they were */
    STATE_LACKING, /* something in it is missing */
};

/* What is known of an entry. */
struct copied_entry {
    uint64_t inode;
    enum copied_state state;
    bool is_missing;
};

struct copied_tree {
    const struct folder_picture *picture;
    const char *folder;          /* that the picture is of */
    const char *path;            /* where the tree is; both absolute */
    struct copied_entry *copied; /* as many as the picture has */
    /* its own */
    int top;
    bool keeps_order;
};

/* Makes it, in place of whatever is at its path. Ends the process where that cannot be. */
void copied_tree_make(struct copied_tree *tree);

/* Undoes the changes, and forgets them. Returns false where all of it is gone. */
bool copied_tree_restore(struct copied_tree *tree, struct work_folder_changes *changes);

#endif
