#include "generator.h"

#include <string.h>

struct maker {
    struct sim_program *program;
    struct random *random;
    unsigned ingredients;
    unsigned thread;
    unsigned held; /* a bit a mutex that the thread holds here */
};

static unsigned below(struct maker *maker, unsigned bound)
{
    return random_below(maker->random, bound);
}

static unsigned length_of(const struct maker *maker)
{
    return maker->program->counts[maker->thread];
}

static struct sim_operation *add(struct maker *maker, enum operation_kind kind, unsigned object)
{
    unsigned at = maker->program->counts[maker->thread]++;
    struct sim_operation *operation = &maker->program->operations[maker->thread][at];

    *operation = (struct sim_operation){ .kind = kind, .object = object };
    return operation;
}

static void add_access(struct maker *maker)
{
    static const unsigned variables[] = { 0, 0, 1, 1, 2, 3, 4 };
    unsigned variable = variables[below(maker, (maker->ingredients & WITH_WIDE) != 0 ? 7 : 4)];
    struct sim_operation *operation =
        add(maker, below(maker, 2) == 0 ? OP_READ : OP_WRITE, variable);

    operation->value = operation->kind == OP_WRITE && below(maker, 4) > 0 ? 1 + maker->thread : 0;
    operation->ends = (maker->ingredients & WITH_ENDS) != 0 && below(maker, 8) == 0;
}

static unsigned add_some(struct maker *maker, unsigned budget);

/* `begin`, something, and `end`; what is begun in vain is left out. */
static unsigned add_pair(struct maker *maker, enum operation_kind begin, enum operation_kind end,
                         unsigned mutex, unsigned budget)
{
    unsigned at = length_of(maker);
    struct sim_operation *first = add(maker, begin, mutex);

    first->timed = begin == OP_TIMEDLOCK;
    maker->held |= 1u << mutex;
    unsigned used = budget > 2 ? add_some(maker, 1 + below(maker, budget - 2)) : 0;
    maker->held &= ~(1u << mutex);
    add(maker, end, mutex);
    if (begin == OP_TRYLOCK || begin == OP_TIMEDLOCK || begin == OP_READ_TRYLOCK) {
        first->value = length_of(maker) - at - 1;
    }
    return used + 2;
}

static unsigned add_locked(struct maker *maker, unsigned budget)
{
    enum operation_kind begin = OP_LOCK, end = OP_UNLOCK;
    unsigned mutex = below(maker, SIM_OBJECTS);

    if ((maker->held >> mutex & 1) != 0 && below(maker, 8) != 0) {
        return 0; /* now and then a thread waits for itself */
    }
    if ((maker->ingredients & WITH_TRIES) != 0 && below(maker, 2) == 0) {
        begin = below(maker, 3) == 0 ? OP_TIMEDLOCK : OP_TRYLOCK;
    }
    if ((maker->ingredients & WITH_SHARED_LOCKS) != 0 && below(maker, 2) == 0) {
        begin = begin == OP_TRYLOCK ? OP_READ_TRYLOCK : OP_READ_LOCK;
        end = OP_READ_UNLOCK;
    }
    return add_pair(maker, begin, end, mutex, budget);
}

static unsigned add_semaphore(struct maker *maker)
{
    static const enum operation_kind plain[] = { OP_SEM_POST, OP_SEM_WAIT };
    static const enum operation_kind tried[] = { OP_SEM_POST,      OP_SEM_POST,    OP_SEM_WAIT,
                                                 OP_SEM_TIMEDWAIT, OP_SEM_TRYWAIT, OP_SEM_READ };
    unsigned semaphore = below(maker, 4) == 0;

    if ((maker->ingredients & WITH_TRIED_SEMAPHORES) == 0) {
        add(maker, plain[below(maker, 2)], semaphore);
        return 1;
    }
    struct sim_operation *operation = add(maker, tried[below(maker, 6)], semaphore);
    operation->timed = operation->kind == OP_SEM_TIMEDWAIT;
    if (operation->kind == OP_SEM_TRYWAIT || operation->kind == OP_SEM_TIMEDWAIT) {
        operation->value = 1; /* comes to nothing: then it does not do this */
        add_access(maker);
        return 2;
    }
    return 1;
}

static unsigned add_condition(struct maker *maker, unsigned budget)
{
    unsigned cond = below(maker, 4) == 0, mutex = below(maker, 8) == 0 ? !cond : cond;

    if (budget < 3 || (maker->held >> mutex & 1) != 0 || below(maker, 2) == 0) {
        add(maker, below(maker, 3) == 0 ? OP_BROADCAST : OP_SIGNAL, cond);
        return 1;
    }
    add(maker, OP_LOCK, mutex);
    struct sim_operation *wait = add(maker, OP_COND_WAIT, cond);
    wait->mutex = mutex;
    wait->timed = (maker->ingredients & WITH_TIMES) != 0 && below(maker, 2) == 0;
    if (budget > 3) {
        add_access(maker);
    }
    add(maker, OP_UNLOCK, mutex);
    return budget > 3 ? 4 : 3;
}

/* A read, and what is only done where it is not zero. */
static unsigned add_branch(struct maker *maker)
{
    struct sim_operation *read = add(maker, OP_READ, below(maker, 2));

    read->value = 1;
    add_access(maker);
    return 2;
}

static unsigned add_one(struct maker *maker, unsigned budget)
{
    unsigned is = maker->ingredients;

    if ((is & (WITH_LOCKS | WITH_TRIES | WITH_SHARED_LOCKS)) != 0 && budget >= 2 &&
        below(maker, 2) == 0) {
        return add_locked(maker, budget);
    }
    if ((is & (WITH_SEMAPHORES | WITH_TRIED_SEMAPHORES)) != 0 && below(maker, 2) == 0) {
        return add_semaphore(maker);
    }
    if ((is & WITH_CONDITIONS) != 0 && below(maker, 2) == 0) {
        return add_condition(maker, budget);
    }
    if ((is & WITH_FREES) != 0 && below(maker, 6) == 0) {
        add(maker, OP_FREE, below(maker, SIM_OBJECTS));
        return 1;
    }
    if ((is & WITH_FORKS) != 0 && below(maker, 4) == 0) {
        add(maker, OP_FORK, 0);
        return 1;
    }
    if ((is & WITH_MISUSE) != 0 && below(maker, 4) == 0) {
        add(maker, OP_UNLOCK, below(maker, SIM_OBJECTS));
        return 1;
    }
    if (budget >= 2 && below(maker, 5) == 0) {
        return add_branch(maker);
    }
    add_access(maker);
    return 1;
}

static unsigned add_some(struct maker *maker, unsigned budget)
{
    unsigned used = 0;

    while (used < budget) {
        used += add_one(maker, budget - used);
    }
    return used;
}

/* The first thread creates the others, works itself, and joins them. */
static void add_first(struct maker *maker, unsigned threads, unsigned operations)
{
    for (unsigned i = 1; i < threads; i++) {
        maker->program->created |= 1u << i;
        if (below(maker, 3) == 0) {
            add(maker, OP_READ, below(maker, 2))->value =
                1; /* zero: there will be no such thread */
        }
        add(maker, OP_CREATE, i);
        if (below(maker, 3) == 0) {
            add_access(maker);
        }
    }
    add_some(maker, operations / 2);
    for (unsigned i = 1; i < threads; i++) {
        if (below(maker, 3) == 0) {
            bool timed = below(maker, 2) == 0;
            add(maker, timed ? OP_TIMEDJOIN : OP_TRYJOIN, i)->timed = timed;
        } else if (below(maker, 8) != 0) {
            add(maker, OP_JOIN, i);
        }
    }
    add_access(maker);
    add(maker, OP_END, 0);
}

void program_make(struct sim_program *program, struct random *random, unsigned ingredients,
                  unsigned threads, unsigned operations)
{
    struct maker maker = { .program = program, .random = random, .ingredients = ingredients };
    bool creates = (ingredients & WITH_CREATION) != 0;

    memset(program, 0, sizeof *program);
    program->thread_count = threads;
    for (unsigned i = 0; i < threads; i++) {
        maker.thread = i;
        if (creates && i == 0) {
            add_first(&maker, threads, operations);
            continue;
        }
        add_some(&maker, 1 + below(&maker, operations));
        add(&maker, OP_EXIT, i);
    }
    program->semaphores[0] = below(&maker, 3);
    program->semaphores[1] = below(&maker, 2);
}
