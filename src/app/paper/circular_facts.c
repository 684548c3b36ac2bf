#include "app/paper/circular_facts.h"

#include "app/restricted.h"

typedef struct Gather {
    App *app;
    const CampaignPeriod *period;
    int index;
} Gather;

/* Keeps the leaves with the greatest loss, the earlier one of the scheme where losses are equal. */
static void keep_lost(CircularUnit *u, LostLeaf leaf)
{
    int at = u->nlost;
    while (at > 0 && dec_cmp(u->lost[at - 1].lost, leaf.lost) < 0)
        at--;
    if (at == LOST_LEAVES_SHOWN)
        return;
    if (u->nlost < LOST_LEAVES_SHOWN)
        u->nlost++;
    for (int i = u->nlost - 1; i > at; i--)
        u->lost[i] = u->lost[i - 1];
    u->lost[at] = leaf;
}

static bool take_node(Gather *g, const Scheme *scheme, CircularUnit *u, const RunNode *row,
                      Err *err)
{
    LostLeaf leaf = {.node = scheme_find(scheme, row->node)};
    if (leaf.node < 0 || !scheme_is_leaf(&scheme->nodes[leaf.node]))
        return true;
    u->corrected |= str_eq(row->source, S("corrected"));
    if (str_eq(row->source, S("timeliness"))) {
        int64_t days = 0;
        (void)str_to_i64(row->value, &days);
        u->late_days = (int)days;
        return true;
    }
    if (restricted_leaf(g->app, &scheme->nodes[leaf.node]))
        return true; /* not spoken of */
    if (!dec_parse(row->points, &leaf.points, err) ||
        !dec_parse(row->full_marks, &leaf.full, err) ||
        !dec_sub(leaf.full, leaf.points, &leaf.lost, err))
        return false;
    *arena_push(g->app->arena, &u->leaves) = leaf;
    if (leaf.lost.coef > 0)
        keep_lost(u, leaf);
    return true;
}

static bool take_unit(Gather *g, const CircularGroup *group, const Past *past, CircularUnit *u,
                      Err *err)
{
    RunNodeList nodes = {0};
    if (!run_nodes(g->app->db, g->app->arena, group->run.id, u->row.unit, &nodes, err))
        return false;
    for (int i = 0; i < nodes.count; i++)
        if (!take_node(g, &group->scheme, u, &nodes.items[i], err))
            return false;
    if (group->before)
        u->before = past_of(g->app, past, u->unit, app_period_index(g->app, group->before->code));
    return true;
}

static bool take_group(Gather *g, Str code, CircularFacts *facts, Err *err)
{
    App *app = g->app;
    Past past;
    CircularGroup *group = &facts->groups[facts->count];
    *group = (CircularGroup){.group = app_group(app, code)};
    bool found;
    if (!run_frozen(app->db, app->arena, app->def.code, g->period->code, code, &found, &group->run,
                    err))
        return false;
    if (!found)
        return true;
    if (group->run.published_on.len == 0)
        return err_set(err, ERR_PERIOD_NOT_PUBLISHED, {"period", g->period->code});
    Str digest;
    RunUnitList rows = {0};
    if (!past_load(app, code, app->now_ms, &past, err) ||
        !scheme_for_period(app, g->period, code, &group->scheme, &digest, err) ||
        !run_units(app->db, app->arena, group->run.id, &rows, err))
        return false;
    for (int i = g->index - 1; i >= 0 && !group->before; i--)
        if (past.periods[i].held) {
            group->before = &app->def.periods.items[i];
            group->before_run = past.periods[i].run.number;
        }
    group->units = arena_new(app->arena, CircularUnit, rows.count);
    group->count = rows.count;
    for (int i = 0; i < rows.count; i++) {
        CircularUnit *u = &group->units[i];
        *u = (CircularUnit){.unit = app_unit(app, rows.items[i].unit), .row = rows.items[i]};
        if (!u->unit)
            return err_set(err, ERR_UNIT_UNKNOWN, {"found", rows.items[i].unit});
        if (!take_unit(g, group, &past, u, err))
            return false;
        bool missing = str_eq(u->row.status, S("own_missing"));
        facts->missing += missing;
        facts->late += !missing && u->late_days > 0;
    }
    facts->units += group->count;
    facts->count++;
    return true;
}

bool circular_facts(App *app, const CampaignPeriod *period, CircularFacts *ret_facts, Err *err)
{
    Gather g = {.app = app, .period = period, .index = app_period_index(app, period->code)};
    CircularFacts facts = {.period = period};
    if (!period->ranked)
        return err_set(err, ERR_PERIOD_NOT_RANKED, {"period", period->code});
    if (g.index + 1 < app->def.periods.count)
        facts.next = &app->def.periods.items[g.index + 1];
    facts.groups = arena_new(app->arena, CircularGroup, app->def.groups.count);
    for (int i = 0; i < app->def.groups.count; i++)
        if (!take_group(&g, app->def.groups.items[i].code, &facts, err))
            return false;
    if (facts.count == 0)
        return err_set(err, ERR_PERIOD_NOT_FROZEN, {"period", period->code});
    *ret_facts = facts;
    return true;
}
