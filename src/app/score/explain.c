#include "app/score/explain.h"

#include "app/restricted.h"
#include "app/result/result.h"
#include "app/target/target_value.h"
#include "sys/json_in.h"

#include <stdlib.h>

static void find_neighbours(const RunUnitList *units, Explanation *ex)
{
    for (int i = 0; i < units->count; i++) {
        const RunUnit *u = &units->items[i];
        if (u->rank == 0 || ex->result.rank == 0)
            continue;
        if (u->rank < ex->result.rank && (!ex->above.unit.len || u->rank > ex->above.rank))
            ex->above = *u;
        if (u->rank > ex->result.rank && (!ex->below.unit.len || u->rank < ex->below.rank))
            ex->below = *u;
    }
}

/* Whose right it is: a renamed unit reads its own past under the old name too. */
static Str party_of(const App *app, const Explanation *ex)
{
    const Unit *own = app->actor.unit.len ? app_unit(app, app->actor.unit) : NULL;
    const Unit *seat = own ? seat_in_period(app, own, ex->period) : NULL;
    return seat == ex->unit ? own->code : ex->unit->code;
}

/* Of a restricted indicator the points remain, since the score is their sum; what was measured does not. */
static void close_leaf(ExplainNode *n)
{
    RunNode *row = &n->row;
    row->value = row->reported = row->source = row->submission = S("");
    row->target = row->plan = row->detail = S("");
    n->restricted = true;
}

/* A target that was changed later, after this result was kept, is not what the score was held against. */
static void add_change(App *app, const Explanation *ex, ExplainNode *n)
{
    const CampaignIndex *x = app_index(app);
    Dec held, now;
    Owed owed;
    int period = map_get(&x->periods, ex->period->code), unit = map_get(&x->units, ex->unit->code);
    if (n->node->rule == RULE_SUM || !dec_parse(n->row.target, &held, NULL) ||
        !target_owed_by_indicator(x, n->node->indicator, unit, period, &owed) || !owed.change ||
        !dec_parse(owed.value, &now, NULL) || dec_cmp(held, now) != 0)
        return;
    n->change = owed.change;
    n->change_from = period_name(app, owed.change->from);
}

static bool add_nodes(App *app, Explanation *ex, Err *err)
{
    bool may = restricted_may(app, party_of(app, ex));
    RunNodeList rows = {0};
    if (!run_nodes(app->db, app->arena, ex->run.id, ex->unit->code, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        int index = scheme_find(&ex->scheme, rows.items[i].node);
        ExplainNode *n = arena_push(app->arena, &ex->nodes);
        *n = (ExplainNode){.node = &ex->scheme.nodes[index < 0 ? 0 : index], .row = rows.items[i]};
        if (!may && restricted_leaf(app, n->node))
            close_leaf(n);
        add_change(app, ex, n);
        n->has_submission = n->row.submission.len > 0;
        if (n->has_submission &&
            !submission_load(app->db, app->arena, n->row.submission, &n->submission, err))
            return false;
    }
    return true;
}

static bool add_reports(App *app, Explanation *ex, Err *err)
{
    SubmissionList heads = {0};
    if (!period_submissions(app->db, app->arena, app->def.code, ex->period->code, ex->run.input_seq,
                            &heads, err))
        return false;
    for (int i = 0; i < heads.count; i++) {
        const Submission *s = &heads.items[i];
        if (str_eq(s->kind, S("report")) && str_eq(s->party, ex->unit->code) &&
            !submission_load(app->db, app->arena, s->id, arena_push(app->arena, &ex->reports), err))
            return false;
    }
    return true;
}

static Str difference(Arena *arena, Str more, Str less)
{
    Dec a, b, gap;
    return dec_parse(more, &a, NULL) && dec_parse(less, &b, NULL) && dec_sub(a, b, &gap, NULL)
               ? dec_str(arena, gap)
               : S("");
}

/* Points that a leaf did not give for what was deducted, late or missing; empty: none of these. */
static Str cost_of(Arena *arena, const ExplainNode *n, Str *ret_kind)
{
    bool missing = str_eq(n->row.status, S("zero"));
    bool scored = str_eq(n->row.status, S("scored"));
    if (n->node->rule == RULE_SUM || n->restricted ||
        !(missing || (scored && n->node->rule == RULE_DEDUCT)))
        return S("");
    *ret_kind = missing                                ? S("missing")
                : n->node->source == SOURCE_TIMELINESS ? S("late")
                                                       : S("deduct");
    return difference(arena, n->row.full_marks, n->row.points);
}

static bool is_above_zero(Str text)
{
    Dec value;
    return dec_parse(text, &value, NULL) && value.coef > 0;
}

static void add_cost(Arena *arena, Explanation *ex, Str kind, const SchemeNode *node, Str points)
{
    if (is_above_zero(points))
        *arena_push(arena, &ex->costs) = (ExplainCost){kind, node, points};
}

static int by_points(const void *a, const void *b)
{
    Dec x = {0}, y = {0};
    (void)dec_parse(((const ExplainCost *)a)->points, &x, NULL);
    (void)dec_parse(((const ExplainCost *)b)->points, &y, NULL);
    return dec_cmp(y, x);
}

/* Points to the neighbours and what cost points: not before the lock. */
static void add_margins(App *app, Explanation *ex)
{
    Arena *a = app->arena;
    Tree *detail;
    Err err;
    if (!str_eq(ex->run.kind, S("frozen")))
        return;
    if (ex->above.unit.len)
        ex->to_above = difference(a, ex->above.score_shown, ex->result.score_shown);
    if (ex->below.unit.len)
        ex->to_below = difference(a, ex->result.score_shown, ex->below.score_shown);
    if (ex->nodes.count && json_parse(a, ex->nodes.items[0].row.detail, &detail, &err)) {
        const Tree *deduct = tree_get(detail, S("deduct"));
        add_cost(a, ex, S("events"), NULL, deduct ? deduct->text : S(""));
    }
    for (int i = 0; i < ex->nodes.count; i++) {
        Str kind = S("");
        Str points = cost_of(a, &ex->nodes.items[i], &kind);
        add_cost(a, ex, kind, ex->nodes.items[i].node, points);
    }
    if (ex->costs.count)
        qsort(ex->costs.items, (size_t)ex->costs.count, sizeof(ExplainCost), by_points);
}

/* Before publication a unit sees its own points, to contest them, and nothing that shows where the
 * others stand; who reads all units waits for the publication. */
static bool hide_unpublished(App *app, Explanation *ex, Err *err)
{
    if (ex->run.published_on.len > 0 ||
        permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL)
        return true;
    if (permit_scope(app->actor.role, ACT_EXPLAIN) == SCOPE_ALL) {
        (void)app_permit(app, ACT_RESULT_TRIAL_READ, S(""), ex->period->code, err);
        return err_set(err, ERR_PERIOD_HIDDEN, {"period", ex->period->code},
                       {"account", app->actor.name});
    }
    ex->result.rank = ex->result.rank_bottom = ex->result.gain_rank = ex->result.streak = 0;
    ex->result.in_bottom = false;
    ex->above = ex->below = (RunUnit){0};
    return true;
}

bool explain_unit(App *app, Str period_code, Str unit_code, Explanation *ret_explanation, Err *err)
{
    Explanation ex = {0};
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &ex.period, err))
        return false;
    ex.unit = app_unit(app, unit_code);
    if (!ex.unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    if (!app_permit(app, ACT_EXPLAIN, party_of(app, &ex), ex.unit->code, err))
        return false;
    if (ex.unit->restricted &&
        !restricted_read(app, party_of(app, &ex),
                         arena_fmt(app->arena, "score %.*s %.*s", STR_ARG(ex.unit->code),
                                   STR_ARG(ex.period->code)),
                         err))
        return false;
    if (!unit_is_member(&app->def, ex.unit, ex.period))
        return err_set(err, ERR_UNIT_NOT_MEMBER, {"unit", ex.unit->name},
                       {"period", ex.period->code});
    if (!result_for_reader(app, ex.period->code, ex.unit->group, &ex.run, err))
        return false;
    Str digest;
    RunUnitList units = {0};
    if (!scheme_for_period(app, ex.period, ex.unit->group, &ex.scheme, &digest, err) ||
        !run_units(app->db, app->arena, ex.run.id, &units, err))
        return false;
    ex.units = units.count;
    for (int i = 0; i < units.count; i++)
        if (str_eq(units.items[i].unit, ex.unit->code))
            ex.result = units.items[i];
    if (!ex.result.unit.len)
        return err_set(err, ERR_UNIT_NOT_MEMBER, {"unit", ex.unit->name},
                       {"period", ex.period->code});
    find_neighbours(&units, &ex);
    if (!hide_unpublished(app, &ex, err) || !add_reports(app, &ex, err) ||
        !add_nodes(app, &ex, err))
        return false;
    add_margins(app, &ex);
    *ret_explanation = ex;
    return true;
}
