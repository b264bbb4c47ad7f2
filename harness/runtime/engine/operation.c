#include "runtime/engine/operation.h"

struct traits {
    const char *name;
    enum role role, second;
    bool changes;
};

static const struct traits TRAITS[OP_KIND_COUNT] = {
    [OP_START] = { "start", ROLE_NONE, ROLE_NONE, false },
    [OP_EXIT] = { "exit", ROLE_WRITE, ROLE_WRITE, true },
    [OP_CREATE] = { "create", ROLE_NONE, ROLE_NONE, true },
    [OP_JOIN] = { "join", ROLE_WRITE, ROLE_READ, false },
    [OP_TRYJOIN] = { "tryjoin", ROLE_WRITE, ROLE_NONE, false },
    [OP_TIMEDJOIN] = { "timedjoin", ROLE_WRITE, ROLE_READ, false },
    [OP_DETACH] = { "detach", ROLE_WRITE, ROLE_NONE, false },
    [OP_CANCEL] = { "cancel", ROLE_WRITE, ROLE_READ, true },
    [OP_CANCEL_TEST] = { "testcancel", ROLE_READ, ROLE_NONE, false },
    [OP_THREAD_GET] = { "thread get", ROLE_READ, ROLE_READ, false },
    [OP_THREAD_SET] = { "thread set", ROLE_WRITE, ROLE_READ, false },
    [OP_READ] = { "read", ROLE_READ, ROLE_NONE, false },
    [OP_WRITE] = { "write", ROLE_WRITE, ROLE_NONE, true },
    [OP_ATOMIC_LOAD] = { "atomic load", ROLE_READ, ROLE_NONE, false },
    [OP_ATOMIC_STORE] = { "atomic store", ROLE_WRITE, ROLE_NONE, true },
    [OP_ATOMIC_UPDATE] = { "atomic update", ROLE_WRITE, ROLE_NONE, false },
    [OP_FENCE] = { "fence", ROLE_NONE, ROLE_NONE, false },
    [OP_LOCK] = { "lock", ROLE_ACQUIRE, ROLE_NONE, false },
    [OP_TRYLOCK] = { "trylock", ROLE_TRY, ROLE_NONE, false },
    [OP_TIMEDLOCK] = { "timedlock", ROLE_TRY, ROLE_NONE, false },
    [OP_UNLOCK] = { "unlock", ROLE_RELEASE, ROLE_NONE, false },
    [OP_UNLOCK_UNHELD] = { "unlock", ROLE_WRITE, ROLE_NONE, true },
    [OP_READ_LOCK] = { "read lock", ROLE_ACQUIRE_SHARED, ROLE_READ, false },
    [OP_READ_TRYLOCK] = { "read trylock", ROLE_TRY, ROLE_READ, false },
    [OP_READ_TIMEDLOCK] = { "read timedlock", ROLE_TRY, ROLE_READ, false },
    [OP_READ_UNLOCK] = { "read unlock", ROLE_RELEASE_SHARED, ROLE_NONE, false },
    [OP_WRITE_QUEUE] = { "queue to write", ROLE_NONE, ROLE_POST, false },
    [OP_WRITE_TIMEDLOCK] = { "write timedlock", ROLE_WRITE, ROLE_NONE, false },
    [OP_COND_WAIT] = { "wait", ROLE_WRITE, ROLE_RELEASE, false },
    [OP_COND_WAKE] = { "wake", ROLE_NONE, ROLE_ACQUIRE, false },
    [OP_COND_TIMEOUT] = { "time-out", ROLE_WRITE, ROLE_NONE, false },
    [OP_SIGNAL] = { "signal", ROLE_WRITE, ROLE_NONE, true },
    [OP_BROADCAST] = { "broadcast", ROLE_WRITE, ROLE_NONE, true },
    [OP_SEM_WAIT] = { "sem wait", ROLE_ACQUIRE, ROLE_READ, false },
    [OP_SEM_TRYWAIT] = { "sem trywait", ROLE_TRY, ROLE_NONE, false },
    [OP_SEM_TIMEDWAIT] = { "sem timedwait", ROLE_TRY, ROLE_READ, false },
    [OP_SEM_POST] = { "sem post", ROLE_POST, ROLE_NONE, true },
    [OP_SEM_READ] = { "sem getvalue", ROLE_READ, ROLE_NONE, false },
    [OP_BARRIER_WAIT] = { "barrier wait", ROLE_WRITE, ROLE_NONE, true },
    [OP_BARRIER_LEAVE] = { "barrier leave", ROLE_NONE, ROLE_NONE, false },
    [OP_KEY_CREATE] = { "key create", ROLE_WRITE, ROLE_NONE, true },
    [OP_KEY_DELETE] = { "key delete", ROLE_WRITE, ROLE_WRITE, true },
    [OP_KEY_SET] = { "key set", ROLE_READ, ROLE_NONE, false },
    [OP_KEY_GET] = { "key get", ROLE_READ, ROLE_NONE, false },
    [OP_INIT] = { "init", ROLE_WRITE, ROLE_NONE, true },
    [OP_DESTROY] = { "destroy", ROLE_WRITE, ROLE_NONE, true },
    [OP_FREE] = { "free", ROLE_WRITE, ROLE_NONE, true },
    [OP_ALLOCATE] = { "allocate", ROLE_WRITE, ROLE_NONE, false },
    [OP_OUTPUT] = { "output", ROLE_WRITE, ROLE_WRITE, true },
    [OP_INPUT] = { "input", ROLE_WRITE, ROLE_WRITE, true },
    [OP_FILE_INPUT] = { "file input", ROLE_WRITE, ROLE_READ, true },
    [OP_LOOK] = { "look", ROLE_READ, ROLE_NONE, false },
    [OP_YIELD] = { "yield", ROLE_NONE, ROLE_NONE, false },
    [OP_SLEEP] = { "sleep", ROLE_NONE, ROLE_NONE, false },
    [OP_FORK] = { "fork", ROLE_PICTURE, ROLE_NONE, true },
    [OP_WAIT_CHILD] = { "wait child", ROLE_ACQUIRE, ROLE_READ, false },
    [OP_TRYWAIT_CHILD] = { "trywait child", ROLE_TRY, ROLE_NONE, false },
    [OP_CHILD_END] = { "child end", ROLE_POST, ROLE_POST, true },
    [OP_KILL] = { "kill", ROLE_WRITE, ROLE_POST, true },
    [OP_END] = { "end", ROLE_NONE, ROLE_NONE, true },
};

/* [earlier][later] */
static const enum relation RELATIONS[ROLE_COUNT][ROLE_COUNT] = {
    [ROLE_READ] = {
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_RACE,
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_POST] = RELATION_RACE,
    },
    [ROLE_WRITE] = {
        [ROLE_READ] = RELATION_RACE,
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_RACE,
        [ROLE_ACQUIRE_SHARED] = RELATION_RACE,
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_RELEASE] = RELATION_RACE,
        [ROLE_RELEASE_SHARED] = RELATION_RACE,
        [ROLE_POST] = RELATION_RACE,
        [ROLE_PICTURE] = RELATION_RACE,
    },
    [ROLE_ACQUIRE] = {
        [ROLE_RELEASE] = RELATION_RACE,
        [ROLE_RELEASE_SHARED] = RELATION_RACE,
        [ROLE_READ] = RELATION_RACE,
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_RACE,
        [ROLE_ACQUIRE_SHARED] = RELATION_RACE,
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_POST] = RELATION_RACE,
        [ROLE_PICTURE] = RELATION_RACE,
    },
    [ROLE_ACQUIRE_SHARED] = {
        [ROLE_RELEASE] = RELATION_RACE,
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_RACE,
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_PICTURE] = RELATION_RACE,
    },
    [ROLE_TRY] = {
        [ROLE_READ] = RELATION_RACE,
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_RACE,
        [ROLE_ACQUIRE_SHARED] = RELATION_RACE,
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_RELEASE] = RELATION_RACE,
        [ROLE_RELEASE_SHARED] = RELATION_RACE,
        [ROLE_POST] = RELATION_RACE,
        [ROLE_PICTURE] = RELATION_RACE,
    },
    [ROLE_RELEASE] = {
        [ROLE_RELEASE] = RELATION_RACE,
        [ROLE_RELEASE_SHARED] = RELATION_RACE,
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_ORDER,
        [ROLE_ACQUIRE_SHARED] = RELATION_ORDER,
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_PICTURE] = RELATION_RACE,
    },
    [ROLE_RELEASE_SHARED] = {
        [ROLE_RELEASE] = RELATION_RACE,
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_ORDER,
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_PICTURE] = RELATION_RACE,
    },
    [ROLE_POST] = {
        [ROLE_READ] = RELATION_RACE,
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_RACE, /* it may have been possible without */
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_PICTURE] = RELATION_RACE,
    },
    [ROLE_PICTURE] = {
        [ROLE_WRITE] = RELATION_RACE,
        [ROLE_ACQUIRE] = RELATION_RACE,
        [ROLE_ACQUIRE_SHARED] = RELATION_RACE,
        [ROLE_TRY] = RELATION_RACE,
        [ROLE_RELEASE] = RELATION_RACE,
        [ROLE_RELEASE_SHARED] = RELATION_RACE,
        [ROLE_POST] = RELATION_RACE,
    },
};

const char *operation_name(enum operation_kind kind)
{
    return TRAITS[kind].name;
}

enum role operation_role(enum operation_kind kind)
{
    return TRAITS[kind].role;
}

enum role operation_second_role(enum operation_kind kind)
{
    return TRAITS[kind].second;
}

bool operation_changes(enum operation_kind kind)
{
    return TRAITS[kind].changes;
}

enum relation role_relation(enum role earlier, enum role later)
{
    return RELATIONS[earlier][later];
}

/* In either order: a release and an acquire that waits for it are a pair as well. */
static bool roles_conflict(enum role a, enum role b)
{
    return RELATIONS[a][b] != RELATION_NONE || RELATIONS[b][a] != RELATION_NONE;
}

/* A second object within what the other one touches: a mutex in memory that is freed. */
static bool second_conflicts(const struct operation *a, const struct operation *b)
{
    return a->second != 0 && a->second - b->address < b->size &&
           roles_conflict(TRAITS[a->kind].second, TRAITS[b->kind].role);
}

/* A picture of everything, wherever the other one's things lie. */
static bool picture_conflicts(const struct operation *picture, const struct operation *other)
{
    return picture->kind == OP_FORK &&
           (roles_conflict(ROLE_PICTURE, TRAITS[other->kind].role) ||
            (other->second != 0 && roles_conflict(ROLE_PICTURE, TRAITS[other->kind].second)));
}

bool operation_conflicts(const struct operation *a, const struct operation *b)
{
    enum role a_role = TRAITS[a->kind].role, b_role = TRAITS[b->kind].role;

    if (UNLIKELY(a->kind == OP_END || b->kind == OP_END)) {
        return true;
    }
    if (UNLIKELY(a->kind == OP_FORK || b->kind == OP_FORK)) {
        return picture_conflicts(a, b) || picture_conflicts(b, a);
    }
    if (a->address < b->address + b->size && b->address < a->address + a->size &&
        roles_conflict(a_role, b_role)) {
        return true;
    }
    if (LIKELY((a->second | b->second) == 0)) {
        return false;
    }
    return second_conflicts(a, b) || second_conflicts(b, a) ||
           (a->second != 0 && a->second == b->second &&
            roles_conflict(TRAITS[a->kind].second, TRAITS[b->kind].second));
}
