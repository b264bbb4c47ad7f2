#include "runtime/posix/fork_handler.h"
#include "runtime/engine/base.h"

#include <errno.h>

enum { HANDLERS_MAX = 64 };

typedef void handler(void);

static struct handlers {
    handler *prepare, *parent, *child;
} handlers[HANDLERS_MAX];
static unsigned count, kept;

/* What pthread_atfork, which is a part of the program itself, calls in glibc. */
int __register_atfork(handler *prepare, handler *parent, handler *child, void *module);

void fork_handlers_begin(void)
{
    count = kept;
}

void fork_handlers_keep(void)
{
    kept = count;
}

static void call(handler *function)
{
    if (function != NULL) {
        function();
    }
}

void fork_handlers_prepare(void)
{
    for (unsigned i = count; i-- > 0;) {
        call(handlers[i].prepare);
    }
}

void fork_handlers_parent(void)
{
    for (unsigned i = 0; i < count; i++) {
        call(handlers[i].parent);
    }
}

void fork_handlers_child(void)
{
    for (unsigned i = 0; i < count; i++) {
        call(handlers[i].child);
    }
}

EXPORT int __register_atfork(handler *prepare, handler *parent, handler *child, void *module)
{
    (void)module;
    if (count == HANDLERS_MAX) {
        return ENOMEM;
    }
    handlers[count++] = (struct handlers){ prepare, parent, child };
    return 0;
}

EXPORT int pthread_atfork(handler *prepare, handler *parent, handler *child)
{
    return __register_atfork(prepare, parent, child, NULL);
}
