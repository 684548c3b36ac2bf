#include "app/ledger.h"

#include "app/snapshot.h"
#include "app/target_value.h"
#include "store/evaluation.h"
#include "store/month.h"

/* The values of a period, by indicator and unit. */
typedef struct PeriodTable {
    bool loaded;
    UnitValue *cells; /* [indicator * units + unit] */
    bool *any;        /* [indicator] somebody has handed something in */
} PeriodTable;

typedef struct Builder {
    App *app;
    const CampaignIndex *index;
    Ledger *ledger;
    int last_period;     /* last published; -1 = none */
    PeriodTable *tables; /* [period], loaded when wanted */
} Builder;

/* --- progress */

static bool find_last_period(Builder *b, Err *err)
{
    RunList runs = {0};
    b->last_period = -1;
    if (!run_list(b->app->db, b->app->arena, b->app->def.code, &runs, err))
        return false;
    for (int i = 0; i < runs.count; i++) {
        int at = map_get(&b->index->periods, runs.items[i].period);
        if (runs.items[i].published_on.len && at > b->last_period)
            b->last_period = at;
    }
    return true;
}

static bool load_table(Builder *b, int period, Err *err)
{
    App *app = b->app;
    PeriodTable *t = &b->tables[period];
    size_t nunits = (size_t)app->def.units.count, n = (size_t)app->def.indicators.count;
    PeriodValueList list = {0};
    if (t->loaded)
        return true;
    if (!period_values(app->db, app->arena, app->def.code, app->def.periods.items[period].code,
                       INT64_MAX, &list, err))
        return false;
    t->cells = arena_new(app->arena, UnitValue, n * nunits);
    t->any = arena_new(app->arena, bool, n);
    for (int i = 0; i < list.count; i++) {
        const PeriodValue *v = &list.items[i];
        int indicator = map_get(&b->index->indicators, v->indicator);
        int unit = map_get(&b->index->units, v->unit);
        if (indicator < 0 || unit < 0)
            continue;
        UnitValue *of = &t->cells[(size_t)indicator * nunits + (size_t)unit];
        *(str_eq(v->object, S("reported")) ? &of->reported : &of->confirmed) =
            v->na ? S("") : v->value;
        t->any[indicator] = true;
    }
    t->loaded = true;
    return true;
}

/* What the units that have a value owe in the period. */
static bool add_given(Builder *b, int target_index, int period, const UnitValue *values,
                      Dec *ret_given, Err *err)
{
    SplitPart *parts;
    int count;
    if (!target_parts(b->app->arena, b->index, target_index, period, &parts, &count, err))
        return false;
    for (int i = 0; i < count; i++) {
        const UnitValue *v = &values[parts[i].unit];
        bool counts = parts[i].is_listed && parts[i].has_value && !parts[i].is_orphan &&
                      (v->confirmed.len || v->reported.len);
        if (counts && !dec_add(*ret_given, parts[i].value, ret_given, err))
            return false;
    }
    return true;
}

/* Sum of the values and of what those units were given; units that meet the target. */
static bool add_up(Builder *b, int target_index, const UnitValue *values, Dec *ret_actual,
                   Dec *ret_given, LedgerProgress *p, Err *err)
{
    const CampaignDef *def = b->index->def;
    const Target *target = &def->targets.items[target_index];
    int period = map_get(&b->index->periods, p->period);
    Dec goal = {0};
    bool has_goal = dec_parse(target_owed(b->index, target_index, -1, period).value, &goal, NULL);
    for (int u = 0; u < def->units.count; u++) {
        Str text = values[u].confirmed.len ? values[u].confirmed : values[u].reported;
        Dec value;
        if (text.len == 0)
            continue;
        if (!dec_parse(text, &value, err) || !dec_add(*ret_actual, value, ret_actual, err))
            return false;
        p->units++;
        p->met += has_goal && target_meets(target->relation, value, goal);
    }
    return add_given(b, target_index, period, values, ret_given, err);
}

/* Against the target where every unit that was given a part has a value, else against their parts. */
static bool city_progress(Builder *b, LedgerTarget *t, Dec actual, Dec given, bool is_complete,
                          Err *err)
{
    Arena *a = b->app->arena;
    LedgerProgress *p = &t->progress;
    TargetPace pace;
    Dec goal;
    int target_index = (int)(t->target - b->index->def->targets.items);
    int period = map_get(&b->index->periods, p->period);
    bool has_goal = dec_parse(target_owed(b->index, target_index, -1, period).value, &goal, NULL);
    p->actual = dec_str(a, actual);
    p->met = 0;
    p->reached = has_goal && target_meets(t->target->relation, actual, goal);
    if (!is_complete && given.coef != 0)
        goal = given;
    else if (!has_goal)
        return true;
    p->target = dec_str(a, goal);
    if (!target_pace(a, b->index, t->target, p->period, actual, goal, &pace, err))
        return false;
    p->percent = pace.percent;
    p->plan = pace.plan;
    p->gap = pace.gap;
    t->light = pace.light;
    t->reason = pace.reason;
    return true;
}

/* The newest period with values, as far back as the indicator may lag; NULL when there is none. */
static bool find_values(Builder *b, int indicator, Str *ret_period, const UnitValue **ret_values,
                        Err *err)
{
    const CampaignDef *def = b->index->def;
    int lag = def->indicators.items[indicator].lag;
    *ret_values = NULL;
    for (int back = 0; back <= lag && b->last_period >= back && !*ret_values; back++) {
        int period = b->last_period - back;
        *ret_period = def->periods.items[period].code;
        if (!load_table(b, period, err))
            return false;
        if (b->tables[period].any[indicator])
            *ret_values = &b->tables[period].cells[(size_t)indicator * (size_t)def->units.count];
    }
    return true;
}

static bool progress_of(Builder *b, LedgerTarget *t, int target_index, Err *err)
{
    const Target *target = t->target;
    LedgerProgress *p = &t->progress;
    const UnitValue *values;
    int indicator = map_get(&b->index->indicators, target->indicator);
    bool each_unit = !str_eq(target->scope, S("city"));
    LightReason never = target_pace_reason(target);
    t->reason = never != LIGHT_HAS_ONE ? never : each_unit ? LIGHT_EACH_UNIT : LIGHT_NO_VALUE;
    if (indicator < 0 || b->last_period < 0)
        return true;
    if (!find_values(b, indicator, &p->period, &values, err))
        return false;
    Dec actual = {0}, given = {0};
    if (!values)
        return true;
    if (!add_up(b, target_index, values, &actual, &given, p, err))
        return false;
    p->known = p->units > 0;
    bool is_complete = t->reconciled && dec_cmp(given, t->parts.allotted) == 0;
    if (!each_unit)
        return city_progress(b, t, actual, given, is_complete, err);
    p->reached = p->known && p->met == p->units;
    return true;
}

/* --- targets and rows */

/* As it stands in the last published period, before one in the first. */
static bool reconcile_target(Builder *b, LedgerTarget *t, int target_index, int period, Err *err)
{
    SplitPart *listed;
    int count, n = 0;
    Dec value;
    if (!dec_parse(target_owed(b->index, target_index, -1, period).value, &value, NULL))
        return true;
    if (!target_parts(b->app->arena, b->index, target_index, period, &listed, &count, err))
        return false;
    Part *parts = arena_new(b->app->arena, Part, count);
    for (int i = 0; i < count; i++)
        if (listed[i].is_listed && listed[i].has_value && !listed[i].is_orphan)
            parts[n++] = (Part){listed[i].value, listed[i].is_municipal};
    t->reconciled = n > 0;
    return n == 0 || reconcile(value, parts, n, &t->parts, err);
}

/* ret_first[task], ret_first[task + 1]: where the targets of a task begin and end in the ledger. */
static bool add_targets(Builder *b, int *ret_first, Err *err)
{
    const CampaignIndex *x = b->index;
    for (int task = 0; task < x->def->tasks.count; task++) {
        ret_first[task] = b->ledger->targets.count;
        for (int i = 0; i < group_count(&x->targets_of, task) && !x->places[task].restricted; i++) {
            int at = group_items(&x->targets_of, task)[i];
            LedgerTarget *t = arena_push(b->app->arena, &b->ledger->targets);
            *t = (LedgerTarget){.target = &x->def->targets.items[at]};
            if (!reconcile_target(b, t, at, b->last_period < 0 ? 0 : b->last_period, err) ||
                !progress_of(b, t, at, err))
                return false;
        }
    }
    ret_first[x->def->tasks.count] = b->ledger->targets.count;
    return true;
}

static Str title_of(const CampaignIndex *x, int task)
{
    return task < 0 ? S("") : x->def->tasks.items[task].title;
}

static void add_row(Builder *b, int task, const LedgerTarget *target)
{
    const CampaignIndex *x = b->index;
    const TaskPlace *place = &x->places[task];
    LedgerRow *row = arena_push(b->app->arena, &b->ledger->rows);
    *row = (LedgerRow){.task = &x->def->tasks.items[task],
                       .task_index = task,
                       .theme = title_of(x, place->theme),
                       .area = title_of(x, place->area),
                       .restricted = place->restricted};
    if (row->restricted)
        return;
    row->target = target;
    row->lead_leader = place->lead_leader;
    row->lead = place->lead;
    row->responsible = place->responsible;
    row->supporting = place->supporting;
}

static void add_rows(Builder *b, const int *first)
{
    const CampaignIndex *x = b->index;
    for (int task = 0; task < x->def->tasks.count; task++) {
        Str level = x->def->tasks.items[task].level;
        bool above = str_eq(level, S("theme")) || str_eq(level, S("area"));
        for (int t = first[task]; t < first[task + 1]; t++)
            add_row(b, task, &b->ledger->targets.items[t]);
        if (first[task] == first[task + 1] && (!above || group_count(&x->children, task) == 0))
            add_row(b, task, NULL);
    }
}

bool ledger_compute(App *app, const CampaignIndex *index, Ledger *ret_ledger, Err *err)
{
    Ledger ledger = {.index = index};
    Builder b = {.app = app, .index = index, .ledger = &ledger};
    int *first = arena_new(app->arena, int, app->def.tasks.count + 1);
    b.tables = arena_new(app->arena, PeriodTable, app->def.periods.count);
    if (!find_last_period(&b, err) || !add_targets(&b, first, err))
        return false;
    add_rows(&b, first);
    ledger.tables = b.tables;
    *ret_ledger = ledger;
    return true;
}

const UnitValue *ledger_unit_value(const Ledger *ledger, const LedgerTarget *t, int unit)
{
    const CampaignIndex *x = ledger->index;
    int indicator = map_get(&x->indicators, t->target->indicator);
    int period = map_get(&x->periods, t->progress.period);
    if (!t->progress.known || indicator < 0 || period < 0 || unit < 0)
        return NULL;
    const UnitValue *v =
        &ledger->tables[period]
             .cells[(size_t)indicator * (size_t)x->def->units.count + (size_t)unit];
    return v->confirmed.len || v->reported.len ? v : NULL;
}

/* Of one indicator: [period * units + unit], the newest of each. */
static bool year_values(App *app, const CampaignIndex *x, Str indicator, UnitValue **ret_cells,
                        Err *err)
{
    const CampaignDef *def = x->def;
    IndicatorValueList list = {0};
    size_t nunits = (size_t)def->units.count;
    UnitValue *cells = arena_new(app->arena, UnitValue, (size_t)def->periods.count * nunits);
    if (!indicator_values(app->db, app->arena, def->code, indicator, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        const IndicatorValue *v = &list.items[i];
        int period = map_get(&x->periods, v->period), unit = map_get(&x->units, v->unit);
        if (period < 0 || unit < 0)
            continue;
        UnitValue *of = &cells[(size_t)period * nunits + (size_t)unit];
        *(str_eq(v->object, S("reported")) ? &of->reported : &of->confirmed) =
            v->na ? S("") : v->value;
    }
    *ret_cells = cells;
    return true;
}

bool ledger_year(App *app, const Ledger *ledger, const LedgerTarget *target, LedgerYear *ret_year,
                 Err *err)
{
    const CampaignIndex *x = ledger->index;
    Builder b = {.app = app, .index = x};
    int index = (int)(target->target - x->def->targets.items);
    int last = map_get(&x->periods, target->progress.period);
    UnitValue *cells;
    *ret_year = (LedgerYear){0};
    if (!target->progress.known || !str_eq(target->target->scope, S("city")) || last < 0)
        return true;
    if (!year_values(app, x, target->target->indicator, &cells, err))
        return false;
    int indicator = map_get(&x->indicators, target->target->indicator);
    for (int i = 0; i < x->def->periods.count; i++) {
        LedgerTarget t = {.target = target->target};
        Dec actual = {0}, given = {0};
        t.progress.period = x->def->periods.items[i].code;
        if (i <= last && !add_up(&b, index, &cells[(size_t)i * (size_t)x->def->units.count],
                                 &actual, &given, &t.progress, err))
            return false;
        t.progress.known = t.progress.units > 0;
        if (!reconcile_target(&b, &t, index, i, err))
            return false;
        bool is_complete = t.reconciled && dec_cmp(given, t.parts.allotted) == 0;
        if (t.progress.known && !city_progress(&b, &t, actual, given, is_complete, err))
            return false;
        t.progress.plan = x->plans[indicator * x->def->periods.count + i];
        if (t.progress.known || t.progress.plan.len)
            *arena_push(app->arena, ret_year) =
                (LedgerMonth){&x->def->periods.items[i], t.progress};
    }
    return true;
}

const ProgressNote *ledger_note(const Ledger *ledger, const LedgerRow *row)
{
    return row->restricted ? NULL : ledger->notes[row->task_index];
}

/* Without a server nobody shares it: the newest note of each task is read beside it. */
static bool read_alone(App *app, Ledger *ret_ledger, Err *err)
{
    const CampaignIndex *x = app_index(app);
    ProgressNoteList notes = {0};
    const ProgressNote **latest =
        arena_alloc(app->arena, (size_t)x->def->tasks.count, sizeof *latest);
    if (!ledger_compute(app, x, ret_ledger, err) ||
        !progress_latest(app->db, app->arena, x->def->code, &notes, err))
        return false;
    for (int i = 0; i < notes.count; i++) {
        int task = map_get(&x->tasks, notes.items[i].task);
        if (task >= 0)
            latest[task] = &notes.items[i];
    }
    ret_ledger->notes = latest;
    return true;
}

bool ledger_read(App *app, Ledger *ret_ledger, Err *err)
{
    const Ledger *shared;
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_LEDGER_READ, S(""), S("ledger"), err))
        return false;
    if (!app->snapshot)
        return read_alone(app, ret_ledger, err);
    if (!snapshot_ledger(app->snapshot, app, &shared, err))
        return false;
    *ret_ledger = *shared;
    return true;
}
