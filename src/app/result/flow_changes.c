#include "app/result/flow_changes.h"

#include "app/restricted.h"
#include "app/result/month.h"
#include "app/score/stability.h"

#include <stdlib.h>

typedef struct Changes {
    App *app;
    const CampaignPeriod *period;
    Past past;
    int before; /* period index; -1: none */
    FlowGroup *to;
} Changes;

static Str less(Arena *arena, Str a, Str b)
{
    Dec x, y, d;
    return dec_parse(a, &x, NULL) && dec_parse(b, &y, NULL) && dec_sub(x, y, &d, NULL)
               ? dec_str(arena, d)
               : S("");
}

/* Two decimals, as points are shown. */
static Str shown(Arena *arena, Str points)
{
    Dec d;
    return dec_parse(points, &d, NULL) && dec_round(d, 2, &d, NULL) ? dec_str(arena, d) : points;
}

static Dec size_of(Str change)
{
    Dec d = {0};
    (void)dec_parse(change, &d, NULL);
    if (d.coef < 0)
        d.coef = -d.coef;
    return d;
}

/* Kept in order, most first; of equals the first in the scheme. */
static void offer(FlowUnit *u, const FlowMove *move)
{
    int at = u->nmoves;
    while (at > 0 && dec_cmp(size_of(u->moves[at - 1].change), size_of(move->change)) < 0)
        at--;
    if (at == FLOW_MOVES_SHOWN)
        return;
    if (u->nmoves < FLOW_MOVES_SHOWN)
        u->nmoves++;
    for (int i = u->nmoves - 1; i > at; i--)
        u->moves[i] = u->moves[i - 1];
    u->moves[at] = *move;
}

static const RunNode *node_of(const RunNodeList *rows, Str code)
{
    for (int i = 0; i < rows->count; i++)
        if (str_eq(rows->items[i].node, code))
            return &rows->items[i];
    return NULL;
}

static bool add_moves(const Changes *x, FlowUnit *u, const RunUnit *before, Err *err)
{
    App *app = x->app;
    RunNodeList now = {0}, then = {0};
    if (!run_nodes(app->db, app->arena, x->to->run.id, u->unit->code, &now, err) ||
        !run_nodes(app->db, app->arena, x->past.periods[x->before].run.id, before->unit, &then,
                   err))
        return false;
    for (int i = 0; i < now.count; i++) {
        int at = scheme_find(&x->to->scheme, now.items[i].node);
        const RunNode *old = node_of(&then, now.items[i].node);
        if (at < 0 || !old || !scheme_is_leaf(&x->to->scheme.nodes[at]))
            continue;
        FlowMove move = {.leaf = &x->to->scheme.nodes[at],
                         .before = shown(app->arena, old->points),
                         .after = shown(app->arena, now.items[i].points)};
        move.change = less(app->arena, move.after, move.before);
        if (size_of(move.change).coef > 0)
            offer(u, &move);
    }
    return true;
}

static bool add_unit(const Changes *x, const RunUnit *row, FlowUnit *u, Err *err)
{
    App *app = x->app;
    *u = (FlowUnit){.unit = app_unit(app, row->unit), .now = *row};
    u->hidden = u->unit->restricted && !restricted_may(app, row->unit);
    restricted_result(app, &u->now);
    if (x->before < 0 || u->hidden)
        return true;
    const RunUnit *before = past_of(app, &x->past, u->unit, x->before);
    if (!before)
        return true;
    u->gain = gain_between(app->arena, before, row);
    u->rank_before = before->rank;
    return add_moves(x, u, before, err);
}

static void add_margins(const Changes *x)
{
    FlowGroup *g = x->to;
    for (int i = 0; i < g->count; i++) {
        FlowUnit *u = &g->units[i];
        if (!u->now.rank)
            continue;
        for (int k = i - 1; k >= 0 && !u->to_above.len; k--)
            if (g->units[k].now.rank && g->units[k].now.rank < u->now.rank)
                u->to_above = less(x->app->arena, g->units[k].now.score_shown, u->now.score_shown);
        for (int k = i + 1; k < g->count && !u->to_below.len; k++)
            if (g->units[k].now.rank > u->now.rank)
                u->to_below = less(x->app->arena, u->now.score_shown, g->units[k].now.score_shown);
    }
}

/* Where weights cannot vary (a group too small, no ranks) the page goes on without. */
static void add_stability(const Changes *x)
{
    App *app = x->app;
    FlowGroup *g = x->to;
    GroupStability *s = arena_new(app->arena, GroupStability, 1);
    StabilityAsk ask = stability_ask();
    ParFor one = par_one();
    Err none;
    if (!x->period->ranked || permit_scope(app->actor.role, ACT_STABILITY_READ) != SCOPE_ALL ||
        !stability_read(app, x->period->code, g->group->code, &ask, &one, s, &none) ||
        s->result.bottom < 1)
        return;
    g->draws = s->result.draws;
    for (int i = 0; i < s->result.nrows; i++)
        for (int u = 0; u < g->count; u++)
            if (str_eq(s->units[i].code, g->units[u].unit->code))
                g->units[u].in_bottom = s->units[i].row->in_bottom;
}

static int by_rank(const void *a, const void *b)
{
    const FlowUnit *x = a, *y = b;
    int p = x->now.rank ? x->now.rank : INT32_MAX, q = y->now.rank ? y->now.rank : INT32_MAX;
    return p != q ? (p < q ? -1 : 1) : (x->unit < y->unit ? -1 : x->unit > y->unit);
}

static bool add_group(App *app, const CampaignPeriod *period, const RunRow *run, FlowGroup *g,
                      Err *err)
{
    Changes x = {.app = app, .period = period, .to = g};
    RunUnitList units = {0};
    Str digest;
    *g = (FlowGroup){.group = app_group(app, run->group), .run = *run};
    if (!past_load(app, run->group, app->now_ms, &x.past, err) ||
        !scheme_for_period(app, period, run->group, &g->scheme, &digest, err) ||
        !run_units(app->db, app->arena, run->id, &units, err))
        return false;
    x.before = app_period_index(app, period->code) - 1;
    while (x.before >= 0 && !x.past.periods[x.before].held)
        x.before--;
    if (x.before >= 0) {
        g->before = &app->def.periods.items[x.before];
        g->other_scheme = !str_eq(x.past.periods[x.before].run.scheme_digest, run->scheme_digest);
    }
    g->units = arena_new(app->arena, FlowUnit, units.count);
    for (int i = 0; i < units.count; i++)
        if (app_unit(app, units.items[i].unit) &&
            !add_unit(&x, &units.items[i], &g->units[g->count++], err))
            return false;
    if (g->count)
        qsort(g->units, (size_t)g->count, sizeof(FlowUnit), by_rank);
    add_margins(&x);
    add_stability(&x);
    return true;
}

bool flow_changes(App *app, Str code, FlowGroups *ret_groups, Err *err)
{
    const CampaignPeriod *period;
    if (!app_permit(app, ACT_RESULT_TRIAL_READ, S(""), code, err) || !app_need_campaign(app, err) ||
        !app_period(app, code, &period, err))
        return false;
    for (int g = 0; g < app->def.groups.count; g++) {
        RunRow run;
        bool found;
        if (!run_latest(app->db, app->arena, app->def.code, period->code,
                        app->def.groups.items[g].code, &found, &run, err))
            return false;
        if (found && !add_group(app, period, &run, arena_push(app->arena, ret_groups), err))
            return false;
    }
    return true;
}

static void unit_json(const FlowGroup *g, const FlowUnit *u, Json *json)
{
    json_object(json);
    json_kstr(json, S("code"), u->unit->code);
    json_kstr(json, S("name"), u->unit->name);
    json_ki64(json, S("rank"), u->now.rank);
    json_kstr(json, S("score"), u->now.score_shown);
    json_kbool(json, S("in_bottom"), u->now.in_bottom);
    json_ki64(json, S("streak"), u->now.streak);
    json_ki64(json, S("gain_rank"), u->now.gain_rank);
    json_kbool(json, S("hidden"), u->hidden);
    if (u->gain.known) {
        json_ki64(json, S("rank_before"), u->rank_before);
        json_ki64(json, S("rank_change"), u->gain.places);
        json_kstr(json, S("score_change"), u->gain.score);
    }
    json_kstr(json, S("to_above"), u->to_above);
    json_kstr(json, S("to_below"), u->to_below);
    if (g->draws)
        json_ki64(json, S("draws_in_bottom"), u->in_bottom);
    json_key(json, S("moved"));
    json_array(json);
    for (int i = 0; i < u->nmoves; i++) {
        json_object(json);
        json_kstr(json, S("leaf"), u->moves[i].leaf->code);
        json_kstr(json, S("name"), u->moves[i].leaf->name);
        json_kstr(json, S("before"), u->moves[i].before);
        json_kstr(json, S("after"), u->moves[i].after);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

void flow_changes_json(const App *app, const FlowGroups *groups, Json *json)
{
    (void)app;
    json_key(json, S("groups"));
    json_array(json);
    for (int i = 0; i < groups->count; i++) {
        const FlowGroup *g = &groups->items[i];
        json_object(json);
        json_kstr(json, S("group"), g->group->code);
        json_kstr(json, S("before"), g->before ? g->before->code : S(""));
        json_kbool(json, S("other_scheme"), g->other_scheme);
        json_ki64(json, S("draws"), g->draws);
        json_key(json, S("units"));
        json_array(json);
        for (int u = 0; u < g->count; u++)
            unit_json(g, &g->units[u], json);
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}
