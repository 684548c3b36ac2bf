#include "app/score/inputs.h"

#include "app/score/inputs_carry.h"
#include "app/target/target_value.h"
#include "base/map.h"
#include "core/formula.h"

static int predecessors(const CampaignDef *def, Str code, const Unit **ret_one)
{
    int n = 0;
    for (int i = 0; i < def->units.count; i++) {
        if (str_eq(def->units.items[i].successor, code)) {
            *ret_one = &def->units.items[i];
            n++;
        }
    }
    return n;
}

/* The one unit that this one continues under another name; NULL where there is none. */
static const Unit *seat_before(const CampaignDef *def, const Unit *unit)
{
    const Unit *before = NULL;
    if (predecessors(def, unit->code, &before) != 1 || before->valid_to == DATE_NONE ||
        unit->valid_from != before->valid_to + 1)
        return NULL;
    return before;
}

const Unit *seat_in_period(const App *app, const Unit *unit, const CampaignPeriod *period)
{
    return seat_of(&app->def, unit, period);
}

const Unit *seat_of(const CampaignDef *def, const Unit *unit, const CampaignPeriod *period)
{
    for (int guard = 0; guard < def->units.count + 1; guard++) {
        if (unit_is_member(def, unit, period))
            return unit;
        unit = seat_before(def, unit);
        if (!unit)
            return NULL;
    }
    return NULL;
}

/* What a period knows of one unit and indicator. */
typedef struct Known {
    bool has_reported, has_confirmed;
    Str reported, confirmed, reported_by, confirmed_by; /* values and submission ids */
    bool reported_na, corrected;
    ValueState
        confirmed_state; /* VALUE_GIVEN, or why not; the unit's own word for it takes nothing out */
} Known;

typedef struct PeriodTable {
    Known *cells; /* [unit index of def * indicators + indicator index] */
    bool *has_report;
    int *late_days;
} PeriodTable;

typedef struct Loader {
    App *app;
    GroupInputs *in;
    Map unit_index, indicator_index;
    int nindicators;
    const CampaignPeriod *period;
    int period_index;
    bool now;             /* everything known now is asked for */
    PeriodTable **tables; /* by period index, loaded when wanted (lag) */
    Formula **formulas;   /* by node; NULL: none, or not compiled yet */
} Loader;

/* A period's values on their way into its table. */
typedef struct Taking {
    Loader *l;
    PeriodTable *table;
    Str *last_report; /* [unit] id */
    Str submission;   /* the one before's id: values of one come together, so it is copied once */
} Taking;

static void take_value(void *ctx, const PeriodValue *v)
{
    Taking *taking = ctx;
    Loader *l = taking->l;
    PeriodTable *t = taking->table;
    Str *last_report = taking->last_report;
    int u = map_get(&l->unit_index, v->unit), i = map_get(&l->indicator_index, v->indicator);
    if (u < 0 || i < 0)
        return;
    if (!str_eq(taking->submission, v->submission))
        taking->submission = arena_str(l->app->arena, v->submission);
    Str value = arena_str(l->app->arena, v->value);
    if (str_eq(v->kind, S("report")) && !str_eq(last_report[u], v->submission)) {
        /* A newer version of a report replaces the older one as a whole. */
        for (int k = 0; k < l->nindicators; k++)
            t->cells[u * l->nindicators + k].has_reported = false;
        last_report[u] = taking->submission;
    }
    Known *cell = &t->cells[u * l->nindicators + i];
    bool corrected = str_eq(v->kind, S("correction"));
    if (str_eq(v->object, S("reported"))) {
        cell->has_reported = v->na || v->value.len > 0;
        cell->reported = value;
        cell->reported_na = v->na;
        cell->reported_by = taking->submission;
    } else {
        cell->has_confirmed = v->na || v->value.len > 0 || v->state.len > 0;
        cell->confirmed_state = v->na                            ? VALUE_NA
                                : str_eq(v->state, S("not_yet")) ? VALUE_NOT_YET
                                : str_eq(v->state, S("no_rank")) ? VALUE_DATA_ONLY
                                                                 : VALUE_GIVEN;
        cell->confirmed = value;
        cell->confirmed_by = taking->submission;
    }
    cell->corrected = corrected || (cell->corrected && !str_eq(v->kind, S("report")));
}

static void take_supposed(Taking *taking, Str period)
{
    const Supposed *supposed = taking->l->now ? taking->l->app->supposed : NULL;
    for (int i = 0; supposed && i < supposed->values.count; i++)
        if (str_eq(supposed->values.items[i].period, period))
            take_value(taking, &supposed->values.items[i].value);
}

static bool load_table(Loader *l, int period_index, PeriodTable **ret_table, Err *err)
{
    if (l->tables[period_index]) {
        *ret_table = l->tables[period_index];
        return true;
    }
    Arena *a = l->app->arena;
    int nunits = l->app->def.units.count;
    PeriodTable *t = arena_new(a, PeriodTable, 1);
    t->cells = arena_new(a, Known, (size_t)nunits * (size_t)l->nindicators);
    t->has_report = arena_new(a, bool, nunits);
    t->late_days = arena_new(a, int, nunits);
    Str period = l->app->def.periods.items[period_index].code, campaign = l->app->def.code;
    Taking taking = {l, t, arena_new(a, Str, nunits), S("")};
    SubmissionList heads = {0};
    if (!period_values_each(l->app->db, campaign, period, l->in->seq, take_value, &taking, err) ||
        !period_submissions(l->app->db, a, campaign, period, l->in->seq, &heads, err))
        return false;
    take_supposed(&taking, period);
    for (int i = 0; i < heads.count; i++) {
        int u = map_get(&l->unit_index, heads.items[i].party);
        if (u < 0 || !str_eq(heads.items[i].kind, S("report")) || t->has_report[u])
            continue;
        t->has_report[u] = true; /* the first version decides whether it was in time */
        t->late_days[u] = heads.items[i].late_days;
    }
    l->tables[period_index] = t;
    *ret_table = t;
    return true;
}

/* What the unit owes of the indicator in the period: by its allotment or a change of it. */
static Str target_of(Loader *l, Str indicator, const Unit *unit)
{
    Owed owed;
    int u = (int)(unit - l->app->def.units.items);
    return target_owed_by_indicator(app_index(l->app), indicator, u, l->period_index, &owed)
               ? owed.value
               : S("");
}

static bool number(Str text, double *ret_value, Err *err)
{
    Dec dec;
    if (!dec_parse(text, &dec, err))
        return false;
    *ret_value = dec_to_f64(dec);
    return true;
}

/* Scheduled share: the campaign's table first (PLAN_TABLE), else the scheme's own plan. */
static bool fill_plan(Loader *l, const SchemeNode *leaf, const Unit *unit, ScoreValue *v,
                      LeafInput *in, Err *err)
{
    const CampaignIndex *x = app_index(l->app);
    int indicator = map_get(&l->indicator_index, leaf->indicator);
    int u = (int)(unit - l->app->def.units.items);
    if (leaf->plan == PLAN_TABLE && index_has_plan(x, indicator, u)) {
        double before = 0;
        bool by_month = l->period_index > 0 && leaf->measure == MEASURE_MONTH;
        Str last = by_month ? index_plan(x, indicator, u, l->period_index - 1, NULL) : S("");
        in->plan = index_plan(x, indicator, u, l->period_index, NULL);
        v->has_share = in->plan.len > 0; /* a month that the table leaves out has no plan */
        if (!v->has_share)
            return true;
        if (!number(in->plan, &v->share, err) || (last.len && !number(last, &before, err)))
            return false;
        v->share = (v->share - before) / 100;
        return true;
    }
    MonthSpan months = month_span_of_dates(l->period->from, l->period->to);
    Dec percent;
    v->has_share = scheme_plan_share(&l->in->scheme, leaf, months, &v->share);
    if (v->has_share && scheme_plan_percent(&l->in->scheme, leaf, months, &percent))
        in->plan = dec_str(l->app->arena, percent);
    return true;
}

static const Indicator *indicator_of(const App *app, const SchemeNode *leaf)
{
    return app_indicator(app, leaf->indicator);
}

static bool fill_from_known(Loader *l, const SchemeNode *leaf, const Known *k, bool own_missing,
                            ScoreValue *v, LeafInput *in, Err *err)
{
    const Indicator *indicator = indicator_of(l->app, leaf);
    bool by_unit = !indicator || !str_eq(indicator->reporter, S("assessor"));
    in->reported = k->has_reported && !k->reported_na ? k->reported : S("");
    v->state = by_unit ? VALUE_MISSING : VALUE_NOT_YET;
    if (by_unit && own_missing)
        return true;
    bool confirmed = k->has_confirmed && leaf->source != SOURCE_REPORT;
    bool reported = k->has_reported && leaf->source != SOURCE_OFFICE && !confirmed;
    if (!confirmed && !reported) {
        if (!by_unit)
            *arena_push(l->app->arena, &l->in->absent) =
                arena_fmt(l->app->arena, "%.*s %.*s", STR_ARG(leaf->assessor), STR_ARG(leaf->code));
        return true;
    }
    if (confirmed ? k->confirmed_state == VALUE_NA : k->reported_na) {
        v->state = VALUE_NA;
        return true;
    }
    in->value = confirmed ? k->confirmed : k->reported;
    in->submission = confirmed ? k->confirmed_by : k->reported_by;
    in->source = k->corrected ? S("corrected") : confirmed ? S("confirmed") : S("reported");
    v->state = confirmed ? k->confirmed_state : VALUE_GIVEN;
    return v->state == VALUE_NOT_YET || number(in->value, &v->actual, err);
}

/* What holds of an indicator of the unit in a period, by the rules of fill_from_known. */
static bool state_of(Loader *l, const SchemeNode *leaf, Str code, const Unit *unit, int period,
                     ValueState *ret_state, Str *ret_text, Err *err)
{
    const Unit *seat =
        period >= 0 ? seat_in_period(l->app, unit, &l->app->def.periods.items[period]) : NULL;
    const Indicator *indicator = app_indicator(l->app, code);
    int i = map_get(&l->indicator_index, code);
    PeriodTable *table;
    *ret_state = VALUE_NOT_YET;
    *ret_text = S("");
    if (!seat || i < 0)
        return true;
    if (!load_table(l, period, &table, err))
        return false;
    int s = map_get(&l->unit_index, seat->code);
    const Known *k = &table->cells[s * l->nindicators + i];
    bool by_unit = !indicator || !str_eq(indicator->reporter, S("assessor"));
    bool confirmed = k->has_confirmed && leaf->source != SOURCE_REPORT;
    bool reported = k->has_reported && leaf->source != SOURCE_OFFICE && !confirmed;
    *ret_state = by_unit ? VALUE_MISSING : VALUE_NOT_YET;
    if ((by_unit && !table->has_report[s]) || (!confirmed && !reported))
        return true;
    *ret_text = confirmed ? k->confirmed : k->reported;
    *ret_state = confirmed ? k->confirmed_state : k->reported_na ? VALUE_NA : VALUE_GIVEN;
    return true;
}

/* The period that ends so many periods before; -1: the campaign has none. */
static int period_ago(const CampaignDef *def, int index, int ago)
{
    const CampaignPeriod *now = &def->periods.items[index];
    MonthSpan span = month_span_of_dates(now->from, now->to);
    Month wanted = span.to - ago * (span.to - span.from + 1);
    for (int i = 0; i < index; i++) {
        const CampaignPeriod *p = &def->periods.items[i];
        if (month_span_of_dates(p->from, p->to).to == wanted)
            return i;
    }
    return -1;
}

static bool fill_base(Loader *l, const SchemeNode *leaf, const Unit *unit, int from, ScoreValue *v,
                      LeafInput *in, Err *err)
{
    ValueState state;
    Str text;
    if (leaf->rule != RULE_GROWTH)
        return true;
    if (!state_of(l, leaf, leaf->indicator, unit, period_ago(&l->app->def, from, leaf->ago), &state,
                  &text, err))
        return false;
    v->has_base = state == VALUE_GIVEN;
    in->base = v->has_base ? text : S("");
    return !v->has_base || number(text, &v->base, err);
}

static bool fill_earlier(Loader *l, const SchemeNode *leaf, const Unit *unit, int from,
                         ScoreValue *v, LeafInput *in, Err *err)
{
    ValueState state;
    Str text;
    if (leaf->missing != MISSING_LAST || v->state != VALUE_MISSING)
        return true;
    for (int p = from - 1; p >= 0 && !v->has_earlier; p--) {
        if (!state_of(l, leaf, leaf->indicator, unit, p, &state, &text, err))
            return false;
        v->has_earlier = state == VALUE_GIVEN;
        if (v->has_earlier && !number(text, &v->earlier, err))
            return false;
        in->value = v->has_earlier ? text : in->value;
    }
    return true;
}

static bool names_of(Loader *l, int node, Formula **ret_formula, int *ret_count, Err *err)
{
    const SchemeNode *leaf = &l->in->scheme.nodes[node];
    if (leaf->rule == RULE_FORMULA && !l->formulas[node] &&
        !formula_compile(l->app->arena, leaf->formula, &l->formulas[node], err))
        return false;
    *ret_formula = l->formulas[node];
    *ret_count = *ret_formula ? formula_ninputs(*ret_formula) : leaf->nvoters;
    return true;
}

static Str others_text(Loader *l, Formula *formula, const Str *texts, int count)
{
    Out out = out_new(l->app->arena, 1 << 16);
    if (formula)
        formula_words(&out, formula, texts);
    for (int i = 0; !formula && i < count; i++)
        out_f(&out, "%s%.*s", i ? " " : "", STR_ARG(texts[i].len ? texts[i] : S("—")));
    return out_str(&out);
}

/* A number made of other indicators': missing where one is that the unit owes, not yet available where an
 * assessor owes it, without rank or not applicable where one is. Voices are fewer then, and none is as one that is owed. */
static bool fill_made(Loader *l, int node, const Unit *unit, int from, ScoreValue *v, LeafInput *in,
                      Err *err)
{
    const SchemeNode *leaf = &l->in->scheme.nodes[node];
    Formula *formula;
    int count, given = 0;
    ValueState worst = VALUE_MISSING;
    if (!names_of(l, node, &formula, &count, err))
        return false;
    double *numbers = arena_new(l->app->arena, double, count);
    Str *texts = arena_new(l->app->arena, Str, count);
    for (int i = 0; i < count; i++) {
        Str code = formula ? formula_input(formula, i) : leaf->voters[i].indicator;
        ValueState state;
        numbers[i] = panel_nan(VALUE_MISSING);
        if (!state_of(l, leaf, code, unit, from, &state, &texts[i], err) ||
            (state == VALUE_GIVEN && !number(texts[i], &numbers[i], err)))
            return false;
        given += state == VALUE_GIVEN;
        bool waits = state == VALUE_NOT_YET || state == VALUE_DATA_ONLY;
        if (state == VALUE_NA || (waits && worst != VALUE_NA))
            worst = state;
    }
    bool enough = formula ? given == count : given > 0;
    v->state = enough ? VALUE_MISSING : worst; /* the engine makes the number */
    v->other = numbers;
    in->others = others_text(l, formula, texts, count);
    in->source = enough ? S("confirmed") : S("");
    return true;
}

static bool fill_leaf(Loader *l, int u, const SchemeNode *leaf, ScoreValue *v, LeafInput *in,
                      Err *err)
{
    const Unit *unit = l->in->units[u];
    if (!scheme_applies(leaf, unit->code)) {
        v->state = VALUE_NA;
        return true;
    }
    if (leaf->source == SOURCE_EVENTS) {
        v->state = VALUE_GIVEN;
        in->source = S("events");
        return true;
    }
    if (leaf->source == SOURCE_TIMELINESS) {
        v->state = l->in->own_missing[u] ? VALUE_MISSING : VALUE_GIVEN;
        v->actual = l->in->late_days[u];
        in->source = S("timeliness");
        in->value = arena_fmt(l->app->arena, "%d", l->in->late_days[u]);
        return true;
    }
    int from = l->period_index - leaf->lag;
    const Unit *seat =
        from >= 0 ? seat_in_period(l->app, unit, &l->app->def.periods.items[from]) : NULL;
    int i = map_get(&l->indicator_index, leaf->indicator);
    PeriodTable *table;
    bool made = scheme_is_made(leaf);
    if (!seat || (i < 0 && !made)) {
        v->state = VALUE_NOT_YET;
        return true;
    }
    if (made)
        return fill_made(l, (int)(leaf - l->in->scheme.nodes), unit, from, v, in, err);
    if (!load_table(l, from, &table, err))
        return false;
    int s = map_get(&l->unit_index, seat->code);
    in->target = target_of(l, leaf->indicator, unit);
    v->has_target = in->target.len > 0;
    if ((v->has_target && !number(in->target, &v->target, err)) ||
        !fill_plan(l, leaf, unit, v, in, err))
        return false;
    return fill_from_known(l, leaf, &table->cells[s * l->nindicators + i], !table->has_report[s], v,
                           in, err) &&
           fill_base(l, leaf, unit, from, v, in, err) &&
           fill_earlier(l, leaf, unit, from, v, in, err);
}

static int member_index(const GroupInputs *in, Str unit)
{
    for (int u = 0; u < in->nunits; u++)
        if (str_eq(in->units[u]->code, unit))
            return u;
    return -1;
}

/* Days late that an appeal gave instead of those that were counted. */
static bool take_ruled_days(Loader *l, Err *err)
{
    App *app = l->app;
    const Supposed *supposed = l->now ? app->supposed : NULL;
    LateRuledList list = {0};
    if (!late_days_ruled(app->db, app->arena, app->def.code, l->period->code, &list, err))
        return false;
    if (supposed && str_eq(supposed->late_in, l->period->code))
        *arena_push(app->arena, &list) = supposed->late;
    for (int i = 0; i < list.count; i++) {
        int unit = member_index(l->in, list.items[i].unit);
        int64_t days;
        if (unit >= 0 && str_to_i64(list.items[i].days, &days))
            l->in->late_days[unit] = (int)days;
    }
    return true;
}

static bool find_members(Loader *l, Str group, Err *err)
{
    App *app = l->app;
    GroupInputs *in = l->in;
    in->units = arena_new(app->arena, const Unit *, app->def.units.count);
    for (int i = 0; i < app->def.units.count; i++) {
        const Unit *u = &app->def.units.items[i];
        if (str_eq(u->group, group) && u->ranked && unit_is_member(&app->def, u, l->period))
            in->units[in->nunits++] = u;
    }
    in->own_missing = arena_new(app->arena, bool, in->nunits);
    in->late_days = arena_new(app->arena, int, in->nunits);
    PeriodTable *table;
    if (!load_table(l, l->period_index, &table, err))
        return false;
    for (int u = 0; u < in->nunits; u++) {
        int index = map_get(&l->unit_index, in->units[u]->code);
        in->own_missing[u] = !table->has_report[index];
        in->late_days[u] = table->late_days[index];
    }
    return take_ruled_days(l, err);
}

static bool is_struck(const Loader *l, const EventRow *row)
{
    const Supposed *supposed = l->now ? l->app->supposed : NULL;
    return row->struck || (supposed && str_eq(supposed->struck, row->id));
}

static bool load_events(Loader *l, Err *err)
{
    GroupInputs *in = l->in;
    App *app = l->app;
    if (!event_list(app->db, app->arena, app->def.code, l->period->code, &in->event_rows, err))
        return false;
    in->events = arena_new(app->arena, ScoreEvent, in->event_rows.count);
    for (int i = 0; i < in->event_rows.count; i++) {
        const EventRow *row = &in->event_rows.items[i];
        int unit = member_index(in, row->unit);
        if (unit < 0 || is_struck(l, row))
            continue;
        ScoreEvent *e = &in->events[in->nevents++];
        bool has_points;
        if (!score_event_of(&in->scheme, str_eq(row->kind, S("bonus")), row->rule, e, &has_points))
            return err_set(err, ERR_EVENT_UNKNOWN, {"unit", in->units[unit]->name},
                           {"period", l->period->code}, {"found", row->rule});
        e->unit = unit;
        e->ref = i;
        if (e->kind != EVENT_VETO && !number(row->points, &e->points, err))
            return false;
    }
    return true;
}

/* The canonical text of what enters the scores; no id, no instant. */
static Str digest_of(Loader *l)
{
    GroupInputs *in = l->in;
    Out out = out_new(l->app->arena, SIZE_MAX / 4);
    out_f(&out, "%.*s\n", STR_ARG(in->scheme_digest));
    for (int u = 0; u < in->nunits; u++)
        for (int n = 0; n < in->scheme.nnodes; n++) {
            const LeafInput *leaf = &in->leaves[u * in->scheme.nnodes + n];
            if (in->scheme.nodes[n].rule == RULE_SUM)
                continue;
            out_f(&out, "%.*s,%.*s,%d,%.*s,%.*s,%.*s,%.*s,%.*s\n", STR_ARG(in->units[u]->code),
                  STR_ARG(in->scheme.nodes[n].code),
                  (int)in->values[u * in->scheme.nnodes + n].state, STR_ARG(leaf->value),
                  STR_ARG(leaf->reported), STR_ARG(leaf->source), STR_ARG(leaf->target),
                  STR_ARG(leaf->plan));
            if (leaf->base.len || leaf->others.len)
                out_f(&out, "%.*s,%.*s\n", STR_ARG(leaf->base), STR_ARG(leaf->others));
            if (leaf->carried.len)
                out_f(&out, "carried %.*s\n", STR_ARG(leaf->carried));
        }
    for (int i = 0; i < in->nevents; i++) {
        const EventRow *e = &in->event_rows.items[in->events[i].ref];
        out_f(&out, "%.*s,%.*s,%.*s,%.*s\n", STR_ARG(e->unit), STR_ARG(e->kind), STR_ARG(e->rule),
              STR_ARG(e->points));
    }
    return l->app->digest(l->app->arena, out_str(&out));
}

static void index_codes(Loader *l)
{
    App *app = l->app;
    for (int i = 0; i < app->def.units.count; i++)
        map_put(app->arena, &l->unit_index, app->def.units.items[i].code, i);
    for (int i = 0; i < app->def.indicators.count; i++)
        map_put(app->arena, &l->indicator_index, app->def.indicators.items[i].code, i);
    l->nindicators = app->def.indicators.count;
    l->tables = arena_new(app->arena, PeriodTable *, app->def.periods.count);
}

static bool find_scheme(Loader *l, Str group, const SchemeInstead *instead, Err *err)
{
    GroupInputs *in = l->in;
    if (!instead)
        return scheme_for_period(l->app, l->period, group, &in->scheme, &in->scheme_digest, err);
    in->scheme = *instead->scheme;
    in->scheme_digest = instead->digest;
    return true;
}

bool inputs_load(App *app, const CampaignPeriod *period, Str group, int64_t up_to_seq,
                 const SchemeInstead *instead, GroupInputs *ret_inputs, Err *err)
{
    GroupInputs in = {.group = group, .seq = up_to_seq};
    Loader l = {.app = app, .in = &in, .period = period, .now = up_to_seq < 0};
    l.period_index = app_period_index(app, period->code);
    index_codes(&l);
    if ((up_to_seq < 0 && !submission_last_seq(app->db, app->def.code, &in.seq, err)) ||
        !find_scheme(&l, group, instead, err) || !find_members(&l, group, err))
        return false;
    size_t cells = (size_t)in.nunits * (size_t)in.scheme.nnodes;
    in.values = arena_new(app->arena, ScoreValue, cells);
    in.leaves = arena_new(app->arena, LeafInput, cells);
    l.formulas = arena_new(app->arena, Formula *, in.scheme.nnodes);
    for (int u = 0; u < in.nunits; u++)
        for (int n = 0; n < in.scheme.nnodes; n++) {
            int at = u * in.scheme.nnodes + n;
            if (in.scheme.nodes[n].rule != RULE_SUM &&
                !fill_leaf(&l, u, &in.scheme.nodes[n], &in.values[at], &in.leaves[at], err))
                return false;
        }
    if (!load_events(&l, err) || !inputs_carry(app, l.period_index, &in, err))
        return false;
    in.digest = digest_of(&l);
    *ret_inputs = in;
    return true;
}
