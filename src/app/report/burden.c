#include "app/report/burden.h"

#include "app/campaign_index.h"
#include "app/restricted.h"
#include "app/score/inputs.h"
#include "base/limits.h"
#include "store/burden.h"
#include "store/highlight.h"

enum {
    LINE_CELLS = 4,
    TASK_CELLS = 7,
    REQUEST_CELLS = 4
}; /* typed by hand: reference of the form */

typedef struct Count {
    App *app;
    const CampaignIndex *index;
    BurdenRow *cells; /* [period * units + unit] */
    int *circulars;   /* [period] */
} Count;

static BurdenRow *cell_of(Count *c, int period, int unit)
{
    return &c->cells[(size_t)period * (size_t)c->app->def.units.count + (size_t)unit];
}

/* The period in whose days the instant lies; -1. */
static int period_at(const App *app, int64_t instant)
{
    Date day = instant_to_date(instant, OFFSET_MINUTES_CHINA);
    for (int i = app->def.periods.count - 1; i >= 0; i--)
        if (app->def.periods.items[i].from <= day)
            return day <= app->def.periods.items[i].to || i == app->def.periods.count - 1 ? i : -1;
    return -1;
}

/* The unit that the detail of a reminder names; empty: it was for the group. */
static Str reminded(Str detail)
{
    Str key = S("\"unit\":\"");
    ptrdiff_t at = str_find(detail, key, 0);
    Str rest = at < 0 ? S("") : str_sub(detail, at + key.len, detail.len);
    if (at < 0 && str_has(detail, S("\"for\":\"unit\"")))
        return S("?"); /* from before the unit was noted: nobody's */
    return str_cut(&rest, '"');
}

static bool take(void *ctx, BurdenKind kind, Str period, Str unit, int64_t count, int64_t tasks,
                 int64_t requests)
{
    Count *c = ctx;
    if (kind == BURDEN_REMINDER)
        unit = reminded(unit);
    int p = kind == BURDEN_FILE ? period_at(c->app, count) : map_get(&c->index->periods, period);
    int u = map_get(&c->index->units, unit);
    if (p < 0)
        return true;
    if (kind == BURDEN_CIRCULAR || (kind == BURDEN_REMINDER && unit.len == 0)) { /* to all */
        c->circulars[p] += (int)count;
        return true;
    }
    if (u < 0)
        return true;
    BurdenRow *row = cell_of(c, p, u);
    switch (kind) {
    case BURDEN_REPORT:
        if (count == 1)
            row->fields += (int)(tasks * TASK_CELLS + requests * REQUEST_CELLS);
        else
            row->again++;
        break;
    case BURDEN_CORRECTION:
        row->corrections++;
        break;
    case BURDEN_RETURN:
        row->returns += (int)count;
        break;
    case BURDEN_REMINDER:
    case BURDEN_TALK:
        row->documents += (int)count;
        break;
    case BURDEN_FILE:
        row->files++;
        break;
    case BURDEN_CIRCULAR:
        break;
    }
    return true;
}

/* ---- what is owed ---- */

static bool is_line(const App *app, const Scheme *scheme, int node, Str unit)
{
    const SchemeNode *leaf = &scheme->nodes[node];
    const Indicator *indicator = leaf->rule == RULE_SUM || leaf->indicator.len == 0
                                     ? NULL
                                     : app_indicator(app, leaf->indicator);
    if (!indicator || str_eq(indicator->reporter, S("assessor")) || !scheme_applies(leaf, unit))
        return false;
    for (int i = 0; i < node; i++) /* a line for each indicator, however many leaves read it */
        if (scheme->nodes[i].rule != RULE_SUM &&
            str_eq(scheme->nodes[i].indicator, leaf->indicator))
            return false;
    return true;
}

/* What a scheme in force asks of the units of its group in a month. */
static void add_scheme(Count *c, int p, Str group, const Scheme *scheme, bool *used)
{
    const App *app = c->app;
    for (int n = 0; n < scheme->nnodes; n++) {
        int at = map_get(&c->index->indicators, scheme->nodes[n].indicator);
        if (at >= 0)
            used[at] = true;
    }
    for (int u = 0; u < app->def.units.count; u++) {
        const Unit *unit = &app->def.units.items[u];
        BurdenRow *cell = cell_of(c, p, u);
        if (!str_eq(unit->group, group) ||
            !unit_is_member(&app->def, unit, &app->def.periods.items[p]))
            continue;
        for (int n = 0; n < scheme->nnodes; n++)
            cell->lines += is_line(app, scheme, n, unit->code);
        cell->fields += cell->lines * LINE_CELLS;
        cell->documents += c->circulars[p];
    }
}

static bool add_lines(Count *c, bool *used, Err *err)
{
    App *app = c->app;
    for (int p = 0; p < app->def.periods.count; p++)
        for (int g = 0; g < app->def.groups.count; g++) {
            const CampaignPeriod *period = &app->def.periods.items[p];
            Str group = app->def.groups.items[g].code, digest;
            Scheme scheme;
            if (period->from > app->today)
                continue;
            if (scheme_for_period(app, period, group, &scheme, &digest, err))
                add_scheme(c, p, group, &scheme, used);
            else if (err->code != ERR_SCHEME_NONE)
                return false;
            else
                *err = (Err){0};
        }
    return true;
}

/* ---- what could be dropped ---- */

static void add_twice(App *app, const SourcedValues *values, Burden *b)
{
    for (int i = 0; i < values->count && b->twice.count < LIMIT_BURDEN_TWICE; i++) {
        const SourcedValue *v = &values->items[i];
        bool seen = str_eq(v->kind, S("correction")) || restricted_unit(app, v->unit) ||
                    restricted_indicator(app, v->indicator);
        for (int k = 0; k < b->twice.count && !seen; k++)
            seen = str_eq(b->twice.items[k].unit, v->unit) &&
                   str_eq(b->twice.items[k].indicator, v->indicator);
        for (int k = 0; k < i && !seen; k++) {
            const SourcedValue *w = &values->items[k];
            if (!str_eq(w->unit, v->unit) || !str_eq(w->indicator, v->indicator) ||
                str_eq(w->party, v->party) || str_eq(w->kind, S("correction")))
                continue;
            /* two reports of one figure; or a report of what was confirmed before it came */
            if (!str_eq(v->object, S("reported")))
                continue;
            *arena_push(app->arena, &b->twice) =
                (BurdenTwice){v->unit, v->indicator, w->party, v->party};
            seen = true;
        }
    }
}

static void add_unused(App *app, const bool *used, Burden *b)
{
    for (int i = 0; i < app->def.indicators.count; i++) {
        const Indicator *indicator = &app->def.indicators.items[i];
        bool read = used[i] || str_eq(indicator->reporter, S("assessor"));
        for (int t = 0; t < app->def.targets.count && !read; t++)
            read = str_eq(app->def.targets.items[t].indicator, indicator->code);
        if (!read)
            *arena_push(app->arena, &b->unused) = indicator;
    }
}

/* ---- the whole ---- */

static void add_row(BurdenRow *sum, const BurdenRow *row)
{
    sum->lines += row->lines;
    sum->fields += row->fields;
    sum->files += row->files;
    sum->again += row->again;
    sum->returns += row->returns;
    sum->corrections += row->corrections;
    sum->documents += row->documents;
}

/* The mean of a group's units in a month, in tenths. */
static void fill_mean(Count *c, int p, BurdenGroup *group)
{
    const App *app = c->app;
    int n = 0, fields = 0, documents = 0;
    for (int u = 0; u < app->def.units.count; u++) {
        const Unit *unit = &app->def.units.items[u];
        if (!str_eq(unit->group, group->group->code) ||
            !unit_is_member(&app->def, unit, &app->def.periods.items[p]))
            continue;
        n++;
        fields += cell_of(c, p, u)->fields;
        documents += cell_of(c, p, u)->documents;
    }
    group->units = n;
    group->fields[p] = n ? (fields * 10 + n / 2) / n : 0;
    group->documents[p] = n ? (documents * 10 + n / 2) / n : 0;
}

static void fill(Count *c, Burden *b)
{
    App *app = c->app;
    for (int g = 0; g < app->def.groups.count; g++) {
        BurdenGroup *group = arena_push(app->arena, &b->groups);
        *group = (BurdenGroup){.group = &app->def.groups.items[g],
                               .fields = arena_new(app->arena, int, app->def.periods.count),
                               .documents = arena_new(app->arena, int, app->def.periods.count)};
        for (int p = 0; p <= b->index; p++)
            fill_mean(c, p, group);
    }
    for (int u = 0; u < app->def.units.count; u++) {
        const Unit *unit = &app->def.units.items[u];
        bool own = str_eq(unit->code, app->actor.unit);
        if (unit->group.len == 0 || (!b->all && !own) ||
            !unit_is_member(&app->def, unit, b->period))
            continue;
        BurdenUnit *row = arena_push(app->arena, &b->units);
        *row = (BurdenUnit){.unit = unit, .own = own, .now = *cell_of(c, b->index, u)};
        if (b->index > 0)
            row->before = *cell_of(c, b->index - 1, u);
        for (int p = 0; p <= b->index; p++)
            add_row(&row->year, cell_of(c, p, u));
    }
}

bool burden_read(App *app, Str period, Burden *ret_burden, Err *err)
{
    Burden b = {.all = permit_scope(app->actor.role, ACT_BURDEN_READ) == SCOPE_ALL};
    SourcedValues values = {0};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_BURDEN_READ, b.all ? S("") : app->actor.unit, S("burden"), err))
        return false;
    if (period.len == 0)
        for (int i = 0; i < app->def.periods.count; i++)
            if (i == 0 || app->def.periods.items[i].from <= app->today)
                period = app->def.periods.items[i].code;
    if (!app_period(app, period, &b.period, err))
        return false;
    b.index = app_period_index(app, b.period->code);
    bool *used = arena_new(app->arena, bool, app->def.indicators.count + 1);
    size_t cells = (size_t)app->def.periods.count * (size_t)app->def.units.count;
    Count c = {.app = app,
               .index = app_index(app),
               .cells = arena_new(app->arena, BurdenRow, cells + 1),
               .circulars = arena_new(app->arena, int, app->def.periods.count + 1)};
    if (!burden_each(app->db, app->def.code, take, &c, err) || !add_lines(&c, used, err))
        return false;
    fill(&c, &b);
    bool office = permit_scope(app->actor.role, ACT_HIGHLIGHT_DECIDE) == SCOPE_ALL;
    if (office) {
        if (!sourced_values(app->db, app->arena, app->def.code, b.period->code, S(""), S(""),
                            &values, err))
            return false;
        add_twice(app, &values, &b);
        add_unused(app, used, &b);
    }
    *ret_burden = b;
    return true;
}

/* ---- as sheet and data ---- */

Sheet burden_sheet(App *app, Lang lang, const Burden *b)
{
    static const Msg heads[] = {MSG_COL_PERIOD,       MSG_COL_GROUP,
                                MSG_COL_UNIT_CODE,    MSG_COL_UNIT,
                                MSG_BURDEN_LINES,     MSG_BURDEN_FIELDS,
                                MSG_BURDEN_BEFORE,    MSG_BURDEN_YEAR,
                                MSG_BURDEN_FILES,     MSG_BURDEN_AGAIN,
                                MSG_BURDEN_RETURNS,   MSG_BURDEN_CORRECTIONS,
                                MSG_BURDEN_DOCUMENTS, MSG_BURDEN_DOCUMENTS_YEAR,
                                MSG_COL_SAMPLE};
    enum { COLUMNS = sizeof heads / sizeof heads[0], FIRST_NUMBER = 4 };
    Sheet sheet = sheet_new(app->arena, msg(lang, MSG_NAV_BURDEN), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] =
            (SheetColumn){msg(lang, heads[i]),
                          i >= FIRST_NUMBER && i < COLUMNS - 1 ? SHEET_NUMBER : SHEET_TEXT, 0};
    for (int i = 0; i < b->units.count; i++) {
        const BurdenUnit *u = &b->units.items[i];
        const int numbers[] = {
            u->now.lines, u->now.fields,  u->before.fields,   u->year.fields,   u->now.files,
            u->now.again, u->now.returns, u->now.corrections, u->now.documents, u->year.documents};
        sheet_cell(&sheet, b->period->code);
        sheet_cell(&sheet, group_name(app, u->unit->group));
        sheet_cell(&sheet, u->unit->code);
        sheet_cell(&sheet, u->unit->name);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
            sheet_i64(&sheet, numbers[k]);
        sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""));
    }
    return sheet;
}

static void row_json(Json *json, Str key, const BurdenRow *r)
{
    json_key(json, key);
    json_object(json);
    json_ki64(json, S("lines"), r->lines);
    json_ki64(json, S("fields"), r->fields);
    json_ki64(json, S("files"), r->files);
    json_ki64(json, S("again"), r->again);
    json_ki64(json, S("returns"), r->returns);
    json_ki64(json, S("corrections"), r->corrections);
    json_ki64(json, S("documents"), r->documents);
    json_object_end(json);
}

void burden_json(const Burden *b, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), b->period->code);
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < b->units.count; i++) {
        json_object(json);
        json_kstr(json, S("unit"), b->units.items[i].unit->code);
        row_json(json, S("month"), &b->units.items[i].now);
        row_json(json, S("before"), &b->units.items[i].before);
        row_json(json, S("year"), &b->units.items[i].year);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("groups"));
    json_array(json);
    for (int i = 0; i < b->groups.count; i++) {
        json_object(json);
        json_kstr(json, S("group"), b->groups.items[i].group->code);
        json_ki64(json, S("fields_mean_tenths"), b->groups.items[i].fields[b->index]);
        json_ki64(json, S("documents_mean_tenths"), b->groups.items[i].documents[b->index]);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("asked_twice"));
    json_array(json);
    for (int i = 0; i < b->twice.count; i++) {
        json_object(json);
        json_kstr(json, S("unit"), b->twice.items[i].unit);
        json_kstr(json, S("indicator"), b->twice.items[i].indicator);
        json_kstr(json, S("first"), b->twice.items[i].first);
        json_kstr(json, S("second"), b->twice.items[i].second);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("unused"));
    json_array(json);
    for (int i = 0; i < b->unused.count; i++)
        json_str(json, b->unused.items[i]->code);
    json_array_end(json);
    json_object_end(json);
}
