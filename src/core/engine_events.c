/* Bonus, deductions and vetoes: onto their leaves, or added up for the steps after the tree. */
#include "core/engine_inner.h"

static bool is_sound(const Engine *engine, const EngineEvent *e)
{
    const Scheme *scheme = engine->scheme;
    bool ok = e->row >= 0 && e->row < engine->panel->nrows && e->points >= 0;
    if (ok && e->kind == EVENT_LEAF)
        ok = e->node > 0 && e->node < scheme->nnodes &&
             engine_rule(scheme->nodes[e->node].rule)->by_events;
    return ok;
}

static double at_most(double x, const EventRules *rules)
{
    double limit = rules->has_limit ? dec_to_f64(rules->limit) : x;
    return x > limit ? limit : x;
}

bool engine_events_take(Arena *arena, const Run *run, Err *err)
{
    const EngineInput *input = run->input;
    const Scheme *scheme = run->engine->scheme;
    EngineResult *r = run->result;
    if (input->nevents == 0)
        return true;
    r->bonus = arena_new(arena, double, r->nrows);
    r->deduct = arena_new(arena, double, r->nrows);
    r->veto = arena_new(arena, double, r->nrows);
    for (int64_t row = 0; row < r->nrows; row++)
        r->veto[row] = __builtin_inf();
    for (int64_t i = 0; i < input->nevents; i++) {
        const EngineEvent *e = &input->events[i];
        if (!is_sound(run->engine, e) || (i > 0 && e->row < e[-1].row))
            return err_set(err, ERR_SCORE_EVENT,
                           {"unit", arena_fmt(arena, "%lld", (long long)e->row + 1)},
                           {"node", arena_fmt(arena, "%d", e->node + 1)});
        if (e->kind == EVENT_BONUS)
            r->bonus[e->row] += e->points;
        else if (e->kind == EVENT_DEDUCT)
            r->deduct[e->row] += e->points;
        else if (e->kind == EVENT_VETO && e->points < r->veto[e->row])
            r->veto[e->row] = e->points;
    }
    for (int64_t row = 0; row < r->nrows; row++) {
        r->bonus[row] = at_most(r->bonus[row], &scheme->bonus);
        r->deduct[row] = at_most(r->deduct[row], &scheme->deduct);
    }
    return true;
}

static int64_t first_event(const EngineInput *input, int64_t row)
{
    int64_t low = 0, high = input->nevents;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (input->events[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const double *engine_events_of_leaf(const Run *run, int node, int64_t first, int n, double *room)
{
    const EngineInput *input = run->input;
    int64_t i = first_event(input, first);
    if (i == input->nevents || input->events[i].row >= first + n)
        return NULL;
    memset(room, 0, (size_t)n * sizeof *room);
    for (; i < input->nevents && input->events[i].row < first + n; i++)
        if (input->events[i].kind == EVENT_LEAF && input->events[i].node == node)
            room[input->events[i].row - first] += input->events[i].points;
    return room;
}
