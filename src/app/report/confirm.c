/* The sheet as it stands: columns, units, what is on record. Writing: confirm_write.c. */
#include "app/campaign_index.h"
#include "app/report/confirm_parts.h"
#include "app/report/lock.h"
#include "app/report/value_state.h"
#include "app/restricted.h"
#include "app/score/inputs.h"
#include "core/formula.h"
#include "core/pace.h"
#include "doc/typed.h"
#include "store/month.h"

/* ---- whom an indicator concerns ---- */

typedef struct Asked {
    App *app;
    const CampaignPeriod *period;
    Scheme *schemes; /* by group index; nnodes 0: none */
} Asked;

static bool asked_of(App *app, const CampaignPeriod *period, Asked *ret_asked, Err *err)
{
    Asked asked = {app, period, arena_new(app->arena, Scheme, app->def.groups.count)};
    for (int g = 0; g < app->def.groups.count; g++) {
        Str digest;
        if (scheme_for_period(app, period, app->def.groups.items[g].code, &asked.schemes[g],
                              &digest, err))
            continue;
        if (err->code != ERR_SCHEME_NONE)
            return false;
        asked.schemes[g].nnodes = 0;
        *err = (Err){0};
    }
    *ret_asked = asked;
    return true;
}

static bool leaf_reads(App *app, const SchemeNode *leaf, Str indicator)
{
    Formula *formula;
    if (str_eq(leaf->indicator, indicator))
        return true;
    for (int i = 0; i < leaf->nvoters; i++)
        if (str_eq(leaf->voters[i].indicator, indicator))
            return true;
    if (leaf->rule != RULE_FORMULA || !formula_compile(app->arena, leaf->formula, &formula, NULL))
        return false;
    for (int i = 0; i < formula_ninputs(formula); i++)
        if (str_eq(formula_input(formula, i), indicator))
            return true;
    return false;
}

/* 1: its scheme asks for it, 0: it does not concern the unit, -1: its scheme does not know it. */
static int scheme_asks(const Asked *asked, const Unit *unit, Str indicator)
{
    int found = -1;
    for (int g = 0; g < asked->app->def.groups.count; g++) {
        const Scheme *scheme = &asked->schemes[g];
        bool own = str_eq(asked->app->def.groups.items[g].code, unit->group);
        for (int n = 0; own && n < scheme->nnodes; n++) {
            const SchemeNode *leaf = &scheme->nodes[n];
            if (!scheme_is_leaf(leaf) || !leaf_reads(asked->app, leaf, indicator))
                continue;
            if (scheme_applies(leaf, unit->code))
                return 1;
            found = 0;
        }
    }
    return found;
}

static bool any_scheme_asks(const Asked *asked, Str indicator)
{
    for (int g = 0; g < asked->app->def.groups.count; g++)
        for (int n = 0; n < asked->schemes[g].nnodes; n++) {
            const SchemeNode *leaf = &asked->schemes[g].nodes[n];
            if (scheme_is_leaf(leaf) && leaf_reads(asked->app, leaf, indicator))
                return true;
        }
    return false;
}

/* What the unit was given of the year's target. */
static Str allotted_to(App *app, const Unit *unit, Str indicator)
{
    const CampaignIndex *x = app_index(app);
    int u = map_get(&x->units, unit->code);
    for (int i = 0; i < group_count(&x->allotted_to, u); i++) {
        const Allotment *a = &app->def.allotments.items[group_items(&x->allotted_to, u)[i]];
        int t = map_get(&x->targets, a->target);
        if (t >= 0 && str_eq(app->def.targets.items[t].indicator, indicator))
            return a->value;
    }
    return S("");
}

/* The same, or a target that holds for each unit. */
static Str target_of(App *app, const Unit *unit, Str indicator)
{
    Str allotted = allotted_to(app, unit, indicator);
    for (int t = 0; t < app->def.targets.count && allotted.len == 0; t++) {
        const Target *target = &app->def.targets.items[t];
        if (str_eq(target->indicator, indicator) && str_eq(target->scope, S("units")))
            return target->value;
    }
    return allotted;
}

/* ---- columns and units ---- */

static bool has_column(ConfirmSheet *s, App *app, const Indicator *indicator)
{
    bool own = str_eq(app->actor.body, s->body);
    if (!restricted_indicator(app, indicator->code) || own || restricted_may(app, S("")))
        return true;
    s->left_out = true;
    return false;
}

static void find_columns(App *app, ConfirmSheet *s, int period)
{
    for (int i = 0; i < app->def.indicators.count; i++) {
        const Indicator *indicator = &app->def.indicators.items[i];
        if (!str_eq(indicator->assessor, s->body) || period < indicator->lag ||
            !has_column(s, app, indicator))
            continue;
        *arena_push(app->arena, &s->columns) = (ConfirmColumn){
            .indicator = indicator, .period = &app->def.periods.items[period - indicator->lag]};
        s->statistics = s->statistics || str_eq(indicator->basis, S("statistics"));
    }
}

typedef struct Months {
    HeldValues *of, *before; /* [column] */
    bool *has_before, *known_by_scheme;
} Months;

static bool load_months(App *app, ConfirmSheet *s, const Asked *asked, Months *ret_months, Err *err)
{
    int n = s->columns.count;
    Months m = {arena_new(app->arena, HeldValues, n), arena_new(app->arena, HeldValues, n),
                arena_new(app->arena, bool, n), arena_new(app->arena, bool, n)};
    for (int c = 0; c < n; c++) {
        const CampaignPeriod *period = s->columns.items[c].period;
        int same = 0;
        while (s->columns.items[same].period != period)
            same++;
        m.known_by_scheme[c] = any_scheme_asks(asked, s->columns.items[c].indicator->code);
        m.has_before[c] = period > app->def.periods.items;
        if (same < c) {
            m.of[c] = m.of[same];
            m.before[c] = m.before[same];
        } else if (!confirmed_of(app, period, &m.of[c], err) ||
                   (m.has_before[c] && !confirmed_of(app, period - 1, &m.before[c], err))) {
            return false;
        }
    }
    *ret_months = m;
    return true;
}

static bool is_asked(App *app, const Asked *asked, const Months *m, const ConfirmSheet *s,
                     const Unit *unit, int column)
{
    const ConfirmColumn *c = &s->columns.items[column];
    if (!unit_is_member(&app->def, unit, c->period))
        return false;
    int asks = scheme_asks(asked, unit, c->indicator->code);
    bool held = held_reported(&m->of[column], unit->code, c->indicator->code)->given ||
                held_confirmed(&m->of[column], unit->code, c->indicator->code)->given;
    if (asks >= 0)
        return asks > 0 || held;
    return held || allotted_to(app, unit, c->indicator->code).len ||
           (!m->known_by_scheme[column] && unit->ranked && unit->group.len);
}

static void find_units(App *app, const Asked *asked, const Months *m, ConfirmSheet *s)
{
    int n = s->columns.count;
    s->units = arena_new(app->arena, const Unit *, app->def.units.count);
    s->cells =
        arena_new(app->arena, ConfirmCell, (size_t)app->def.units.count * (size_t)(n ? n : 1));
    for (int u = 0; u < app->def.units.count; u++) {
        const Unit *unit = &app->def.units.items[u];
        ConfirmCell *row = &s->cells[s->nunits * n];
        bool any = false;
        for (int c = 0; c < n; c++) {
            const ConfirmColumn *column = &s->columns.items[c];
            Str code = column->indicator->code;
            row[c] = (ConfirmCell){.applies = is_asked(app, asked, m, s, unit, c)};
            if (!row[c].applies)
                continue;
            any = true;
            row[c].reported = *held_reported(&m->of[c], unit->code, code);
            row[c].confirmed = *held_confirmed(&m->of[c], unit->code, code);
            const Unit *seat =
                m->has_before[c] ? seat_in_period(app, unit, column->period - 1) : NULL;
            if (seat)
                row[c].last = *held_confirmed(&m->before[c], seat->code, code);
            row[c].target = target_of(app, unit, code);
        }
        if (any)
            s->units[s->nunits++] = unit;
    }
}

static bool find_silent(App *app, ConfirmSheet *s, Err *err)
{
    SubmissionList heads = {0};
    Map reported = {0};
    if (!period_submissions(app->db, app->arena, app->def.code, s->period->code, INT64_MAX, &heads,
                            err))
        return false;
    for (int i = 0; i < heads.count; i++)
        if (str_eq(heads.items[i].kind, S("report")))
            map_put(app->arena, &reported, heads.items[i].party, i);
    for (int u = 0; u < s->nunits; u++)
        if (s->units[u]->ranked && unit_is_member(&app->def, s->units[u], s->period) &&
            map_get(&reported, s->units[u]->code) < 0)
            *arena_push(app->arena, &s->silent) = s->units[u];
    return true;
}

/* ---- versions: heads of what was sent, and the notes that stand in them ---- */

static void take_notes(ConfirmSheet *s, const Submission *head, const SubmissionValueList *values)
{
    for (int i = 0; i < values->count; i++) {
        const SubmissionValue *v = &values->items[i];
        for (int c = 0; c < s->columns.count; c++) {
            const ConfirmColumn *column = &s->columns.items[c];
            if (!str_eq(column->indicator->code, v->indicator) ||
                !str_eq(column->period->code, head->period))
                continue;
            for (int u = 0; u < s->nunits; u++)
                if (str_eq(s->units[u]->code, v->unit))
                    s->cells[u * s->columns.count + c].note = v->note;
        }
    }
}

static bool is_month_of(const ConfirmSheet *s, Str period)
{
    if (str_eq(s->period->code, period))
        return true;
    for (int c = 0; c < s->columns.count; c++)
        if (str_eq(s->columns.items[c].period->code, period))
            return true;
    return false;
}

static bool load_versions(App *app, ConfirmSheet *s, Err *err)
{
    SubmissionList list = {0};
    HeldRelease before = {0};
    if (!submission_list_of(app->db, app->arena, app->def.code, S("confirmation"), s->body, &list,
                            err))
        return false;
    LIST_OF(ConfirmVersion) oldest = {0};
    for (int i = 0; i < list.count; i++) {
        const Submission *head = &list.items[i];
        SubmissionValueList values = {0};
        if (!is_month_of(s, head->period))
            continue;
        if (!submission_values(app->db, app->arena, head->id, &values, err))
            return false;
        take_notes(s, head, &values);
        if (!str_eq(head->period, s->period->code))
            continue;
        HeldRelease release = held_release(app->arena, head->head);
        *arena_push(app->arena, &oldest) =
            (ConfirmVersion){.version = head->version,
                             .id = head->id,
                             .entered_by = head->entered_by,
                             .sender = head->sender,
                             .received_at = head->received_at,
                             .release = release,
                             .revises = before.on.len && str_cmp(release.on, before.on) > 0};
        before = release;
    }
    for (int i = oldest.count - 1; i >= 0; i--)
        *arena_push(app->arena, &s->versions) = oldest.items[i];
    return true;
}

/* ---- what follows from what is typed ---- */

bool confirm_typed(Arena *arena, Str text, HeldValue *ret_value)
{
    TypedNumber number;
    Err ignored;
    Str state = value_state_take(&text);
    HeldValue v = {.na = str_eq(state, S("na"))};
    v.state = v.na ? S("") : state;
    v.value = S("");
    if (typed_trim(text).len) {
        if (!typed_number(arena, text, &number, &ignored))
            return false;
        v.value = number.text;
    }
    v.given = v.na || v.value.len || v.state.len;
    *ret_value = v;
    return !str_eq(v.state, S("no_rank")) || v.value.len;
}

static bool numbers(Str a, Str b, Dec *ret_a, Dec *ret_b)
{
    return a.len && b.len && dec_parse(a, ret_a, NULL) && dec_parse(b, ret_b, NULL);
}

static void compute_cell(App *app, const ConfirmColumn *column, ConfirmCell *cell)
{
    HeldValue typed = {0};
    Dec x, y, result;
    bool ok = confirm_typed(app->arena, cell->typed, &typed);
    cell->changed =
        !ok || !held_equal(&typed, &cell->confirmed) || !str_eq(cell->typed_note, cell->note);
    cell->difference = cell->percent = S("");
    cell->differs = false;
    if (ok && numbers(typed.value, cell->reported.value, &x, &y) && dec_sub(x, y, &result, NULL)) {
        cell->differs = result.coef != 0;
        cell->difference = dec_str(app->arena, result);
    }
    Str actual = ok && typed.given ? typed.value : cell->reported.value;
    bool lower = str_eq(column->indicator->direction, S("lower"));
    if (!lower && numbers(actual, cell->target, &x, &y) && y.coef > 0 &&
        pace_completion(x, y, 1, &result, NULL))
        cell->percent = dec_str(app->arena, result);
}

void confirm_compute(App *app, ConfirmSheet *s)
{
    int n = s->columns.count;
    s->changed = s->empty = 0;
    for (int c = 0; c < n; c++)
        s->columns.items[c].owed = s->columns.items[c].filled = s->columns.items[c].reported = 0;
    for (int i = 0; i < s->nunits * n; i++) {
        ConfirmCell *cell = &s->cells[i];
        ConfirmColumn *column = &s->columns.items[i % n];
        if (!cell->applies)
            continue;
        compute_cell(app, column, cell);
        column->owed++;
        column->filled += cell->typed.len > 0;
        column->reported += cell->reported.given;
        s->changed += cell->changed;
        s->empty += cell->typed.len == 0;
    }
}

/* ---- the whole ---- */

static Str body_name(App *app, Str code)
{
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->bodies, code);
    return at < 0 ? code : app->def.bodies.items[at].name;
}

static void on_record(App *app, ConfirmSheet *s)
{
    for (int i = 0; i < s->nunits * s->columns.count; i++) {
        ConfirmCell *cell = &s->cells[i];
        cell->typed = value_cell(app->arena, cell->confirmed.value, cell->confirmed.na,
                                 cell->confirmed.state);
        cell->typed_note = cell->note;
    }
    if (s->versions.count)
        s->release = s->versions.items[0].release;
}

static bool read_sheet(Db *db, void *ctx, Err *err)
{
    ConfirmSheet *s = ((void **)ctx)[0];
    App *app = ((void **)ctx)[1];
    Asked asked;
    Months months;
    (void)db;
    if (!asked_of(app, s->period, &asked, err) || !load_months(app, s, &asked, &months, err))
        return false;
    find_units(app, &asked, &months, s);
    if (!find_silent(app, s, err) || !load_versions(app, s, err) ||
        !lock_closed(app, app->db, s->period->code, &s->closed, err))
        return false;
    s->frozen = s->closed.code != ERR_NONE;
    return draft_find(app->db, app->arena, app->def.code, s->period->code,
                      confirm_draft_unit(app->arena, s->body), &s->draft, err);
}

bool confirm_read(App *app, Str period, Str body, ConfirmSheet *ret_sheet, Err *err)
{
    ConfirmSheet s = {.body = body.len ? body : app->actor.body};
    if (!app_need_campaign(app, err) || !app_period(app, period, &s.period, err))
        return false;
    bool office = permit_scope(app->actor.role, ACT_CONFIRM_SUBMIT) == SCOPE_ALL;
    if (s.body.len == 0 && office)
        s.body = S("office");
    Str object = arena_fmt(app->arena, "confirm %.*s %.*s", STR_ARG(period), STR_ARG(s.body));
    if (!app_permit(app, ACT_CONFIRM_SUBMIT, s.body, object, err))
        return false;
    s.on_behalf = office && !str_eq(s.body, S("office"));
    s.body_name =
        str_eq(s.body, S("office")) && !app->def.issuer.len ? s.body : body_name(app, s.body);
    find_columns(app, &s, app_period_index(app, period));
    if (s.columns.count == 0 && !s.left_out)
        return err_set(err, ERR_CONFIRM_NONE, {"body", s.body_name}, {"period", s.period->name});
    void *both[] = {&s, app};
    if (!db_read(app->db, read_sheet, both, err))
        return false;
    on_record(app, &s);
    confirm_draft_take(app->arena, &s);
    confirm_compute(app, &s);
    *ret_sheet = s;
    return true;
}

const ConfirmCell *confirm_cell(const ConfirmSheet *s, Str unit, Str indicator)
{
    for (int u = 0; u < s->nunits; u++)
        for (int c = 0; c < s->columns.count; c++)
            if (str_eq(s->units[u]->code, unit) &&
                str_eq(s->columns.items[c].indicator->code, indicator))
                return &s->cells[u * s->columns.count + c];
    return NULL;
}
