/* Simulated programs under a strategy, and in words. */
#include "simulation.h"

#include <criterion/criterion.h>
#include <stdio.h>

static unsigned thread_choose(const struct sim *sim, const struct strategy *strategy,
                              uint64_t candidates, uint64_t expiring)
{
    const struct choice choice = { .candidates = candidates,
                                   .expiring = expiring,
                                   .current = sim->current,
                                   .thread_count = sim->thread_count,
                                   .step = sim->step_count,
                                   .pending = sim->pending,
                                   .causes = sim->causes };

    if ((candidates & (candidates - 1)) == 0 && !strategy->sees_all) {
        return choice_lowest(candidates);
    }
    return strategy->choose(&choice);
}

enum sim_end sim_run(struct sim *sim, const struct sim_program *program,
                     const struct strategy *strategy, uint64_t number, enum search *search)
{
    enum sim_end end = SIM_OVER;
    uint64_t expiring, candidates;

    sim_begin(sim, program);
    strategy->begin(number);
    while ((candidates = sim_candidates(sim, &expiring)) != 0) {
        unsigned thread = thread_choose(sim, strategy, candidates, expiring);
        if (thread >= STRATEGY_ABANDON) {
            end = SIM_ABANDONED;
            break;
        }
        unsigned alternatives = sim_alternatives(sim, thread);
        unsigned waiter = alternatives > 0 ? strategy->pick(alternatives) : 0;
        cr_assert(alternatives == 0 || waiter < alternatives);
        sim_step(sim, thread, waiter);
    }
    *search = strategy->end(end == SIM_OVER ? sim->live : 0, sim->pending, true);
    return end;
}

const char *sim_words(const struct sim_program *program)
{
    static char text[4096];
    size_t length = 0;

    for (unsigned i = 0; i < program->thread_count; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "\n  T%u%s:", i,
                                   choice_has(program->created, i) ? " (created)" : "");
        for (unsigned j = 0; j < program->counts[i]; j++) {
            const struct sim_operation *operation = &program->operations[i][j];
            length += (size_t)snprintf(text + length, sizeof text - length, " %s%s %u",
                                       operation->timed  ? "timed "
                                       : operation->ends ? "ending "
                                                         : "",
                                       operation_name(operation->kind), operation->object);
            if (operation->kind == OP_COND_WAIT || operation->value > 0) {
                length += (size_t)snprintf(text + length, sizeof text - length, "/%u",
                                           operation->kind == OP_COND_WAIT ? operation->mutex
                                                                           : operation->value);
            }
            length += (size_t)snprintf(text + length, sizeof text - length, ";");
        }
    }
    snprintf(text + length, sizeof text - length, "\n  semaphores: %u %u", program->semaphores[0],
             program->semaphores[1]);
    return text;
}
