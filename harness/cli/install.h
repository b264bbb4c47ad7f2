/*
 * Where the parts of this racetrap are, found from where the program itself is:
 * the same rule for a build tree and for an installation anywhere.
 */
#ifndef RACETRAP_INSTALL_H
#define RACETRAP_INSTALL_H

#include "base/error.h"

struct install {
    char *cases;    /* the corpus */
    char *template; /* the pair that `new` starts from and `doctor` runs */
    char *launcher;
    char *explorer; /* the library that explored programs are linked with; NULL on a CPU where none
                       are */
};

int install_find(struct install *install, struct error *error);
void install_free(struct install *install);

/* Where programs are kept if nobody says otherwise (XDG base directories); the caller frees it. */
char *install_build_folder(void);

#endif
