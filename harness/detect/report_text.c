#include "detect/report_text.h"

#include <string.h>

void excerpt_clear(struct excerpt *excerpt)
{
    excerpt->size = 0;
    excerpt->text[0] = '\0';
}

void excerpt_add(struct excerpt *excerpt, const char *text, size_t length)
{
    size_t room = sizeof excerpt->text - 1 - excerpt->size;
    size_t taken = length < room ? length : room;

    memcpy(excerpt->text + excerpt->size, text, taken);
    excerpt->size += taken;
    excerpt->text[excerpt->size] = '\0';
}

const char *path_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);

    return strncmp(path, folder, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}
