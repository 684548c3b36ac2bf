#include "app/ledger.h"

#include "app/snapshot.h"
#include "base/map.h"
#include "core/pace.h"
#include "core/scheme.h"
#include "store/evaluation.h"
#include "store/month.h"

enum { SHOWN_DECIMALS = 2 };

/* The value of one unit: what was confirmed, else what was reported; the newest of each. */
typedef struct UnitValue {
    Str confirmed, reported;
} UnitValue;

typedef struct Builder {
    App *app;
    Ledger *ledger;
    Map tasks;           /* no → index */
    int last_period;     /* last published; -1 = none */
    PeriodValueList *of; /* [period index], loaded when wanted */
    bool *loaded;
} Builder;

static const Task *parent_of(const Builder *b, const Task *task)
{
    int at = map_get(&b->tasks, task->parent);
    return at < 0 ? NULL : &b->app->def.tasks.items[at];
}

static bool is_restricted(const Builder *b, const Task *task)
{
    for (; task; task = parent_of(b, task))
        if (task->restricted)
            return true;
    return false;
}

static Str title_of(const Builder *b, const Task *task, Str level)
{
    for (; task; task = parent_of(b, task))
        if (str_eq(task->level, level))
            return task->title;
    return S("");
}

/* A code as people know it: unit, else body, else the word itself (a post). */
static Str party_name(const CampaignDef *def, Str party)
{
    for (int i = 0; i < def->units.count; i++)
        if (str_eq(def->units.items[i].code, party))
            return def->units.items[i].name;
    for (int i = 0; i < def->bodies.count; i++)
        if (str_eq(def->bodies.items[i].code, party))
            return def->bodies.items[i].name;
    return party;
}

/* Those who hold the role for the task, or for the nearest level above that has any. */
static Str parties(const Builder *b, const Task *task, Str role)
{
    const CampaignDef *def = &b->app->def;
    Out out = out_new(b->app->arena, 1 << 20);
    for (; task && out.len == 0; task = parent_of(b, task))
        for (int i = 0; i < def->responsibilities.count; i++) {
            const Responsibility *r = &def->responsibilities.items[i];
            if (!str_eq(r->task, task->no) || !str_eq(r->role, role))
                continue;
            out_s(&out, out.len ? S("、") : S(""));
            out_s(&out, party_name(def, r->party));
        }
    return out_str(&out);
}

/* --- progress */

static bool find_last_period(Builder *b, Err *err)
{
    RunList runs = {0};
    b->last_period = -1;
    if (!run_list(b->app->db, b->app->arena, b->app->def.code, &runs, err))
        return false;
    for (int i = 0; i < runs.count; i++) {
        int at = app_period_index(b->app, runs.items[i].period);
        if (runs.items[i].published_on.len && at > b->last_period)
            b->last_period = at;
    }
    return true;
}

static bool values_of(Builder *b, int period, const PeriodValueList **ret_values, Err *err)
{
    App *app = b->app;
    *ret_values = &b->of[period];
    if (b->loaded[period])
        return true;
    b->loaded[period] = true;
    return period_values(app->db, app->arena, app->def.code, app->def.periods.items[period].code,
                         INT64_MAX, &b->of[period], err);
}

/* Values of an indicator by unit index of the campaign; *ret_any false when the period has none. */
static bool unit_values(Builder *b, Str indicator, int period, UnitValue *values, bool *ret_any,
                        Err *err)
{
    const PeriodValueList *list;
    *ret_any = false;
    if (!values_of(b, period, &list, err))
        return false;
    for (int i = 0; i < list->count; i++) {
        const PeriodValue *v = &list->items[i];
        const Unit *unit = str_eq(v->indicator, indicator) ? app_unit(b->app, v->unit) : NULL;
        if (!unit)
            continue;
        UnitValue *of = &values[unit - b->app->def.units.items];
        *(str_eq(v->object, S("reported")) ? &of->reported : &of->confirmed) =
            v->na ? S("") : v->value;
        *ret_any = true;
    }
    return true;
}

static Str allotted_to(const CampaignDef *def, Str target, Str unit)
{
    for (int i = 0; i < def->allotments.count; i++)
        if (str_eq(def->allotments.items[i].target, target) &&
            str_eq(def->allotments.items[i].unit, unit))
            return def->allotments.items[i].value;
    return S("");
}

static bool meets(Str relation, Dec value, Dec target)
{
    int order = dec_cmp(value, target);
    if (str_eq(relation, S("le")))
        return order <= 0;
    return str_eq(relation, S("eq")) ? order == 0 : order >= 0;
}

/* Sum of the values and of what those units were given; units that meet the target. */
static bool add_up(Builder *b, const Target *target, const UnitValue *values, Dec *ret_actual,
                   Dec *ret_given, LedgerProgress *p, Err *err)
{
    const CampaignDef *def = &b->app->def;
    Dec goal = {0};
    bool has_goal = dec_parse(target->value, &goal, NULL);
    for (int u = 0; u < def->units.count; u++) {
        Str text = values[u].confirmed.len ? values[u].confirmed : values[u].reported;
        Str given = allotted_to(def, target->code, def->units.items[u].code);
        Dec value, part = {0};
        if (text.len == 0)
            continue;
        if (!dec_parse(text, &value, err) || (given.len && !dec_parse(given, &part, err)) ||
            !dec_add(*ret_actual, value, ret_actual, err) ||
            !dec_add(*ret_given, part, ret_given, err))
            return false;
        p->units++;
        p->met += has_goal && meets(target->relation, value, goal);
    }
    return true;
}

static Str plan_of(const CampaignDef *def, Str indicator, Str period)
{
    for (int i = 0; i < def->plans.count; i++)
        if (str_eq(def->plans.items[i].indicator, indicator) &&
            str_eq(def->plans.items[i].period, period))
            return def->plans.items[i].percent;
    return S("");
}

/* Against the target where every unit that was given a part has a value, else against their parts. */
static bool city_progress(Builder *b, const Target *target, Dec actual, Dec given, bool is_complete,
                          LedgerProgress *p, Err *err)
{
    Arena *a = b->app->arena;
    Dec goal, percent, plan, gap;
    bool has_goal = dec_parse(target->value, &goal, NULL);
    p->actual = dec_str(a, actual);
    p->met = 0;
    if (!is_complete && given.coef != 0)
        goal = given;
    else if (!has_goal)
        return true;
    p->target = dec_str(a, goal);
    if (goal.coef == 0)
        return true;
    if (!pace_completion(actual, goal, SHOWN_DECIMALS, &percent, err))
        return false;
    p->percent = dec_str(a, percent);
    p->plan = plan_of(&b->app->def, target->indicator, p->period);
    if (p->plan.len == 0)
        return true;
    if (!dec_parse(p->plan, &plan, err) || !pace_gap(actual, goal, plan, SHOWN_DECIMALS, &gap, err))
        return false;
    p->gap = dec_str(a, gap);
    return true;
}

static bool progress_of(Builder *b, LedgerTarget *t, Err *err)
{
    App *app = b->app;
    const Target *target = t->target;
    LedgerProgress *p = &t->progress;
    const Indicator *indicator =
        target->indicator.len ? app_indicator(app, target->indicator) : NULL;
    UnitValue *values = arena_new(app->arena, UnitValue, app->def.units.count);
    bool any = false;
    if (!indicator || b->last_period < 0)
        return true;
    for (int back = 0; back <= indicator->lag && b->last_period >= back && !any; back++) {
        p->period = app->def.periods.items[b->last_period - back].code;
        if (!unit_values(b, target->indicator, b->last_period - back, values, &any, err))
            return false;
    }
    Dec actual = {0}, given = {0};
    if (!any || !add_up(b, target, values, &actual, &given, p, err))
        return !any;
    p->known = p->units > 0;
    bool is_complete = t->reconciled && dec_cmp(given, t->parts.allotted) == 0;
    return !str_eq(target->scope, S("city")) ||
           city_progress(b, target, actual, given, is_complete, p, err);
}

/* --- targets and rows */

static bool reconcile_target(Builder *b, LedgerTarget *t, Err *err)
{
    const CampaignDef *def = &b->app->def;
    Part *parts = arena_new(b->app->arena, Part, def->allotments.count + 1);
    int n = 0;
    Dec value;
    if (!dec_parse(t->target->value, &value, NULL))
        return true;
    for (int i = 0; i < def->allotments.count; i++) {
        const Allotment *a = &def->allotments.items[i];
        const Unit *unit = app_unit(b->app, a->unit);
        if (!str_eq(a->target, t->target->code) || a->value.len == 0)
            continue;
        parts[n].is_municipal = unit && str_eq(unit->kind, S("municipal"));
        if (!dec_parse(a->value, &parts[n++].value, err))
            return false;
    }
    t->reconciled = n > 0;
    return n == 0 || reconcile(value, parts, n, &t->parts, err);
}

static bool add_targets(Builder *b, Err *err)
{
    const CampaignDef *def = &b->app->def;
    for (int i = 0; i < def->targets.count; i++) {
        const Target *target = &def->targets.items[i];
        int at = map_get(&b->tasks, target->task);
        if (at >= 0 && is_restricted(b, &def->tasks.items[at]))
            continue;
        LedgerTarget *t = arena_push(b->app->arena, &b->ledger->targets);
        *t = (LedgerTarget){.target = target};
        if (!reconcile_target(b, t, err) || !progress_of(b, t, err))
            return false;
    }
    return true;
}

static bool has_children(const CampaignDef *def, const Task *task)
{
    for (int i = 0; i < def->tasks.count; i++)
        if (str_eq(def->tasks.items[i].parent, task->no))
            return true;
    return false;
}

static void add_row(Builder *b, const Task *task, const LedgerTarget *target)
{
    LedgerRow *row = arena_push(b->app->arena, &b->ledger->rows);
    *row = (LedgerRow){.task = task,
                       .theme = title_of(b, task, S("theme")),
                       .area = title_of(b, task, S("area")),
                       .restricted = is_restricted(b, task)};
    if (row->restricted)
        return;
    row->target = target;
    row->lead_leader = parties(b, task, S("lead_leader"));
    row->lead = parties(b, task, S("lead"));
    row->responsible = parties(b, task, S("responsible"));
    row->supporting = parties(b, task, S("supporting"));
}

static void add_rows(Builder *b)
{
    const CampaignDef *def = &b->app->def;
    for (int i = 0; i < def->tasks.count; i++) {
        const Task *task = &def->tasks.items[i];
        bool above = str_eq(task->level, S("theme")) || str_eq(task->level, S("area"));
        bool found = false;
        for (int t = 0; t < b->ledger->targets.count; t++)
            if (str_eq(b->ledger->targets.items[t].target->task, task->no)) {
                add_row(b, task, &b->ledger->targets.items[t]);
                found = true;
            }
        if (!found && (!above || !has_children(def, task)))
            add_row(b, task, NULL);
    }
}

bool ledger_compute(App *app, Ledger *ret_ledger, Err *err)
{
    Ledger ledger = {0};
    Builder b = {.app = app, .ledger = &ledger};
    if (!find_last_period(&b, err))
        return false;
    for (int i = 0; i < app->def.tasks.count; i++)
        map_put(app->arena, &b.tasks, app->def.tasks.items[i].no, i);
    b.of = arena_new(app->arena, PeriodValueList, app->def.periods.count);
    b.loaded = arena_new(app->arena, bool, app->def.periods.count);
    if (!add_targets(&b, err))
        return false;
    add_rows(&b);
    *ret_ledger = ledger;
    return true;
}

bool ledger_read(App *app, Ledger *ret_ledger, Err *err)
{
    const Ledger *shared;
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_LEDGER_READ, S(""), S("ledger"), err))
        return false;
    if (!app->snapshot)
        return ledger_compute(app, ret_ledger, err);
    if (!snapshot_ledger(app->snapshot, app, &shared, err))
        return false;
    *ret_ledger = *shared;
    return true;
}
