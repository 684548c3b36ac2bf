#include "app/result/evaluate.h"

#include "app/scheme/rule_text.h"
#include "app/talk/talk_case.h"
#include "base/json.h"
#include "core/scheme_words.h"
#include "core/workday.h"

#include <assert.h>

static unsigned step_bit(Str word)
{
    int i = word_index(ladder_words, word);
    return i < 0 ? 0 : 1u << i;
}

/* What was proposed for the seat in that period, as it stood at an instant; *ret_talked: a talk was approved and not taken
 * back. Only a talk starts a run anew, no circular of praise or criticism. */
static unsigned proposed_in(const TalkList *talks, int64_t at, Str seat, Str period,
                            bool *ret_talked)
{
    unsigned proposed = 0;
    *ret_talked = false;
    for (int i = 0; i < talks->count; i++) {
        const TalkRow *t = &talks->items[i];
        if (!str_eq(t->period, period) || !str_eq(t->unit, seat))
            continue;
        Str state = S("");
        for (int k = 0; k < t->steps.count; k++)
            if (t->steps.items[k].at <= at)
                state = t->steps.items[k].state;
        if (state.len)
            proposed |= step_bit(t->step);
        *ret_talked |= talk_counts(state) && str_eq(t->step, ladder_word(STEP_TALK));
    }
    return proposed;
}

/* One period of a unit's history, whichever campaign it is of. */
typedef struct Then {
    const CampaignPeriod *period;
    const Unit *seat;
    const RunUnit *row;
    const TalkList *talks;
    int group_size;
    bool earlier;
} Then;

static StreakPeriod streak_period(const Past *past, const Scheme *scheme, const Then *then)
{
    const StreakRule *rule = &scheme->streak;
    StreakPeriod s = {.months = month_span_of_dates(then->period->from, then->period->to),
                      .state = STREAK_NOT_HELD,
                      .earlier = then->earlier};
    if (!then->seat) {
        s.state = STREAK_NOT_MEMBER;
        return s;
    }
    s.proposed =
        proposed_in(then->talks, past->at, then->seat->code, then->period->code, &s.talk_held);
    if (streak_is_exempt(rule, then->seat->code, s.months))
        s.state = STREAK_EXEMPT;
    else if (!then->row || !then->period->ranked || then->group_size < rule->min_group)
        s.state = STREAK_NOT_HELD;
    else if (str_eq(then->row->status, S("own_missing")))
        s.state = STREAK_OWN_MISSING;
    else if (then->row->rank > 0)
        s.state = STREAK_RANKED;
    if (then->row) {
        bool halves = scheme->ties == TIES_FRACTIONAL;
        s.in_bottom = then->row->in_bottom;
        s.rank = halves ? (then->row->rank + 1) / 2 : then->row->rank;
        s.from_bottom = then->row->rank_bottom;
        s.plan_not_met = then->row->plan_not_met;
    }
    return s;
}

/* The unit's history up to this period, and what the rule makes of it. */
typedef struct History {
    StreakPeriod *periods;
    StreakRow *rows;
    Str *codes;
    int count;
} History;

static void take_then(History *h, const Past *past, const Scheme *scheme, const Then *then)
{
    h->codes[h->count] = then->period->code;
    h->periods[h->count++] = streak_period(past, scheme, then);
}

static void take_earlier(History *h, const Evaluation *ev, const Unit *unit, const Past *past)
{
    const EarlierYear *year = &past->earlier;
    for (int i = 0; i < year->def.periods.count; i++) {
        Then then = {.period = &year->def.periods.items[i],
                     .talks = &year->talks,
                     .group_size = year->periods[i].units.count,
                     .earlier = true};
        then.row = past_earlier(past, ev->group, unit->code, i, &then.seat);
        take_then(h, past, &ev->in.scheme, &then);
    }
}

static History history_of(const App *app, const Evaluation *ev, int unit, const Past *past)
{
    const Scheme *scheme = &ev->in.scheme;
    int n = app_period_index(app, ev->period->code) + 1, all = past->earlier.def.periods.count + n;
    History h = {.periods = arena_new(app->arena, StreakPeriod, all),
                 .rows = arena_new(app->arena, StreakRow, all),
                 .codes = arena_new(app->arena, Str, all)};
    take_earlier(&h, ev, ev->in.units[unit], past);
    for (int i = 0; i < n; i++) {
        bool now = i == n - 1;
        const CampaignPeriod *period = &app->def.periods.items[i];
        Then then = {.period = period,
                     .seat = seat_in_period(app, ev->in.units[unit], period),
                     .row =
                         now ? &ev->units.items[unit] : past_of(app, past, ev->in.units[unit], i),
                     .talks = &past->talks,
                     .group_size = now ? ev->in.nunits : past->periods[i].units.count};
        take_then(&h, past, scheme, &then);
    }
    h.periods[h.count - 1].begins =
        scheme->effective == h.periods[h.count - 1].months.to && h.count > 1;
    streak_run(&scheme->streak, scheme->ladder, scheme->nladder, h.periods, h.count, h.rows);
    return h;
}

const Ladder *evaluation_due(const Evaluation *ev, int unit)
{
    int due = ev->streaks[unit].due;
    return ev->in.scheme.streak.present && due >= 0 ? &ev->in.scheme.ladder[due] : NULL;
}

StreakGrounds evaluation_grounds(App *app, const Evaluation *ev, int unit, const Past *past,
                                 Str *ret_months)
{
    History h = history_of(app, ev, unit, past);
    bool *rests = arena_new(app->arena, bool, h.count);
    StreakGrounds grounds =
        streak_grounds(&ev->in.scheme.streak, evaluation_due(ev, unit), h.periods, h.count, rests);
    Out out = out_new(app->arena, 4096);
    for (int i = 0; i < h.count; i++) {
        if (!rests[i])
            continue;
        if (out.len)
            out_c(&out, ';');
        out_s(&out, h.codes[i]);
    }
    *ret_months = out_str(&out);
    return grounds;
}

Str evaluation_months(App *app, const Evaluation *ev, int unit, const Past *past)
{
    Str months;
    (void)evaluation_grounds(app, ev, unit, past, &months);
    return months;
}

/* A double as it enters explanations: ten decimals, never a binary tail. */
static Str ten(Arena *arena, double x)
{
    int64_t q;
    return score_quantise(x, &q) ? score_text(arena, q, SCORE_DECIMALS) : S("");
}

static void event_json(Json *json, const GroupInputs *in, int unit, EventKind kind, int node)
{
    for (int i = 0; i < in->nevents; i++) {
        const ScoreEvent *e = &in->events[i];
        if (e->unit != unit || e->kind != kind || (kind == EVENT_LEAF && e->node != node))
            continue;
        const EventRow *row = &in->event_rows.items[e->ref];
        json_object(json);
        json_kstr(json, S("rule"), row->rule);
        json_kstr(json, S("points"), row->points);
        json_kstr(json, S("basis"), row->basis);
        json_kstr(json, S("evidence"), row->evidence);
        json_object_end(json);
    }
}

static void final_json(Arena *arena, Json *json, const Evaluation *ev, int unit)
{
    const ScoreUnit *u = &ev->result.units[unit];
    json_kstr(json, S("tree"), ten(arena, u->tree));
    json_kstr(json, S("bonus"), ten(arena, u->bonus));
    json_kstr(json, S("deduct"), ten(arena, u->deduct));
    json_kbool(json, S("vetoed"), u->vetoed);
    json_key(json, S("bonus_events"));
    json_array(json);
    event_json(json, &ev->in, unit, EVENT_BONUS, -1);
    json_array_end(json);
    json_key(json, S("deduct_events"));
    json_array(json);
    event_json(json, &ev->in, unit, EVENT_DEDUCT, -1);
    json_array_end(json);
}

static void leaf_json(Arena *arena, Json *json, const Evaluation *ev, int unit, int node,
                      const ScoreCell *cell)
{
    const SchemeNode *leaf = &ev->in.scheme.nodes[node];
    json_kstr(json, S("fraction"), ten(arena, cell->fraction));
    json_kstr(json, S("raw"), ten(arena, cell->raw));
    json_kstr(json, S("goal"), ten(arena, cell->goal));
    if (leaf->rule == RULE_PACE)
        json_kstr(json, S("gap"), ten(arena, cell->gap));
    if (leaf->rule == RULE_RANK_POINTS)
        json_ki64(json, S("rank"), cell->rank);
    const LeafInput *in = &ev->in.leaves[unit * ev->in.scheme.nnodes + node];
    const LeafSpread *spread = &ev->spreads[node];
    const struct {
        const char *key;
        Str text;
    } numbers[] = {{"low", spread->low},    {"high", spread->high},  {"mean", spread->mean},
                   {"sd", spread->sd},      {"sum", spread->sum},    {"base", in->base},
                   {"formula", in->others}, {"carried", in->carried}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (numbers[i].text.len)
            json_kstr(json, str_from_z(numbers[i].key), numbers[i].text);
    json_ki64(json, S("warnings"), cell->warnings);
    if (cell->events > 0) {
        json_key(json, S("events"));
        json_array(json);
        event_json(json, &ev->in, unit, EVENT_LEAF, node);
        json_array_end(json);
    }
}

static Str detail_of(Arena *arena, const Evaluation *ev, int unit, int node)
{
    const ScoreCell *cell = &ev->result.cells[unit * ev->in.scheme.nnodes + node];
    Out out = out_new(arena, 1 << 20);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("full"), ten(arena, cell->full));
    if (node == 0)
        final_json(arena, &json, ev, unit);
    else if (ev->in.scheme.nodes[node].rule != RULE_SUM)
        leaf_json(arena, &json, ev, unit, node, cell);
    json_object_end(&json);
    return out_str(&out);
}

static void make_nodes(App *app, Evaluation *ev, int unit)
{
    const Scheme *scheme = &ev->in.scheme;
    for (int n = 0; n < scheme->nnodes; n++) {
        const ScoreCell *cell = &ev->result.cells[unit * scheme->nnodes + n];
        const LeafInput *leaf = &ev->in.leaves[unit * scheme->nnodes + n];
        *arena_push(app->arena, &ev->nodes[unit]) = (RunNode){
            .node = scheme->nodes[n].code,
            .points = score_text(app->arena, cell->points_q, SCORE_DECIMALS),
            .full_marks = ten(app->arena, cell->effective),
            .status = cell_status_word(cell->status),
            .value = leaf->value,
            .reported = leaf->reported,
            .source = leaf->source,
            .submission = leaf->submission,
            .target = leaf->target,
            .plan = leaf->plan,
            .detail = detail_of(app->arena, ev, unit, n),
        };
    }
}

/* Whether a firm target stands behind its schedule: what `and: [plan_not_met]` asks. */
static bool plan_not_met(const Evaluation *ev, int unit)
{
    const Scheme *scheme = &ev->in.scheme;
    for (int n = 0; n < scheme->nnodes; n++) {
        const SchemeNode *leaf = &scheme->nodes[n];
        const ScoreCell *cell = &ev->result.cells[unit * scheme->nnodes + n];
        bool scheduled = leaf->rule == RULE_PACE ||
                         (leaf->rule == RULE_COMPLETION && leaf->against == AGAINST_PLAN);
        if (scheduled && leaf->modality == MODALITY_MUST &&
            (cell->status == CELL_ZERO || (cell->status == CELL_SCORED && cell->raw < 1)))
            return true;
    }
    return false;
}

static void make_units(App *app, Evaluation *ev)
{
    const Scheme *scheme = &ev->in.scheme;
    int shown = scheme->rank_rounds ? scheme->rank_round : SCORE_DECIMALS;
    for (int u = 0; u < ev->in.nunits; u++) {
        const ScoreUnit *score = &ev->result.units[u];
        const RankRow *rank = &ev->result.ranks[u];
        bool ranked = ev->period->ranked && rank->rank > 0;
        *arena_push(app->arena, &ev->units) = (RunUnit){
            .unit = ev->in.units[u]->code,
            .score = score_text(app->arena, score->score, SCORE_DECIMALS),
            .score_shown = score_text(app->arena, score->rounded, shown),
            .rank = ranked ? rank->rank : 0,
            .rank_bottom = ranked ? rank->from_bottom : 0,
            .in_bottom = ranked && rank->in_bottom,
            .plan_not_met = plan_not_met(ev, u),
            .status = !score->has_score       ? S("no_score")
                      : ev->in.own_missing[u] ? S("own_missing")
                      : !ev->period->ranked   ? S("trial")
                      : ranked                ? S("ranked")
                                              : S("excluded"),
        };
        make_nodes(app, ev, u);
    }
}

/* Ranks of improvement against the last period held before this one. */
static void make_gains(App *app, Evaluation *ev, const Past *past)
{
    int before = app_period_index(app, ev->period->code) - 1;
    while (before >= 0 && !past->periods[before].held)
        before--;
    if (before < 0 || !ev->period->ranked)
        return;
    int n = ev->in.nunits;
    int64_t *then = arena_new(app->arena, int64_t, n), *now = arena_new(app->arena, int64_t, n);
    bool *ranked_then = arena_new(app->arena, bool, n),
         *ranked_now = arena_new(app->arena, bool, n);
    ImprovementRow *rows = arena_new(app->arena, ImprovementRow, n);
    for (int u = 0; u < n; u++) {
        const RunUnit *row = past_of(app, past, ev->in.units[u], before);
        Dec score;
        ranked_now[u] = ev->units.items[u].rank > 0;
        now[u] = ev->result.units[u].rounded;
        ranked_then[u] = row && row->rank > 0 && dec_parse(row->score_shown, &score, NULL) &&
                         dec_round(score, SCORE_DECIMALS, &score, NULL);
        then[u] = ranked_then[u] ? (int64_t)score.coef : 0;
    }
    rank_improvement(app->arena, then, ranked_then, NULL, now, ranked_now, n, rows);
    for (int u = 0; u < n; u++)
        ev->units.items[u].gain_rank = rows[u].known ? rows[u].rank : 0;
}

static void make_streaks(App *app, Evaluation *ev, const Past *past)
{
    ev->streaks = arena_new(app->arena, StreakRow, ev->in.nunits);
    if (!ev->in.scheme.streak.present)
        return;
    for (int u = 0; u < ev->in.nunits; u++) {
        History h = history_of(app, ev, u, past);
        ev->streaks[u] = h.rows[h.count - 1];
        ev->units.items[u].streak = h.rows[h.count - 1].run;
    }
}

Str results_digest(App *app, const RunUnitList *units, const RunNodeList *nodes)
{
    Out out = out_new(app->arena, SIZE_MAX / 4);
    for (int u = 0; u < units->count; u++) {
        const RunUnit *r = &units->items[u];
        out_f(&out, "%.*s,%.*s,%.*s,%d,%d,%d,%d,%d,%d,%.*s\n", STR_ARG(r->unit), STR_ARG(r->score),
              STR_ARG(r->score_shown), r->rank, r->rank_bottom, r->in_bottom, r->streak,
              r->gain_rank, r->plan_not_met, STR_ARG(r->status));
        for (int n = 0; n < nodes[u].count; n++) {
            const RunNode *x = &nodes[u].items[n];
            const Str cells[] = {x->node,     x->points, x->full_marks, x->status, x->value,
                                 x->reported, x->source, x->target,     x->plan,   x->detail};
            for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
                out_s(&out, cells[i]);
                out_c(&out, '\0');
            }
        }
    }
    return app->digest(app->arena, out_str(&out));
}

bool evaluation_compute(App *app, const CampaignPeriod *period, Str group, int64_t up_to_seq,
                        const Past *past, Evaluation *ret_evaluation, Err *err)
{
    return evaluation_under(app, period, group, up_to_seq, past, NULL, ret_evaluation, err);
}

bool evaluation_under(App *app, const CampaignPeriod *period, Str group, int64_t up_to_seq,
                      const Past *past, const SchemeInstead *instead, Evaluation *ret_evaluation,
                      Err *err)
{
    Evaluation ev = {.period = period, .group = group, .made_at = past->at};
    if (!inputs_load(app, period, group, up_to_seq, instead, &ev.in, err))
        return false;
    ScoreInput input = {.scheme = &ev.in.scheme,
                        .nunits = ev.in.nunits,
                        .values = ev.in.values,
                        .events = ev.in.events,
                        .nevents = ev.in.nevents};
    if (!score_group(app->arena, &input, &ev.result, err))
        return false;
    ev.spreads = leaf_spreads(app->arena, &ev.in);
    ev.nodes = arena_new(app->arena, RunNodeList, ev.in.nunits);
    make_units(app, &ev);
    make_gains(app, &ev, past);
    make_streaks(app, &ev, past);
    ev.result_digest = results_digest(app, &ev.units, ev.nodes);
    *ret_evaluation = ev;
    return true;
}

static bool audit_run(App *app, Db *tx, const RunRow *run, Action action, Err *err)
{
    Str object = arena_fmt(app->arena, "run %.*s", STR_ARG(run->id));
    Str detail = arena_fmt(app->arena,
                           "{\"kind\":\"%.*s\",\"period\":\"%.*s\",\"group\":\"%.*s\","
                           "\"input\":\"%.*s\",\"result\":\"%.*s\"}",
                           STR_ARG(run->kind), STR_ARG(run->period), STR_ARG(run->group),
                           STR_ARG(run->input_digest), STR_ARG(run->result_digest));
    return app_audit(app, tx, action, object, detail, err);
}

bool evaluation_save(App *app, Db *tx, const Evaluation *ev, Str kind, Action action,
                     RunRow *ret_run, Err *err)
{
    RunRow run = {.id = app_id(app),
                  .period = ev->period->code,
                  .group = ev->group,
                  .kind = kind,
                  .scheme_version = ev->in.scheme.version,
                  .scheme_digest = ev->in.scheme_digest,
                  .input_seq = ev->in.seq,
                  .input_digest = ev->in.digest,
                  .result_digest = ev->result_digest,
                  .made_at = ev->made_at,
                  .made_by = app->actor.name,
                  .frozen_by = str_eq(kind, S("frozen")) ? app->actor.name : S("")};
    if (!run_last_number(tx, app->def.code, run.period, run.group, &run.number, err))
        return false;
    run.number++;
    if (!run_save(tx, app->def.code, &run, err))
        return false;
    for (int u = 0; u < ev->units.count; u++) {
        if (!run_unit_save(tx, run.id, u, &ev->units.items[u], err))
            return false;
        for (int n = 0; n < ev->nodes[u].count; n++)
            if (!run_node_save(tx, run.id, ev->units.items[u].unit, n, &ev->nodes[u].items[n], err))
                return false;
    }
    *ret_run = run;
    return audit_run(app, tx, &run, action, err);
}
