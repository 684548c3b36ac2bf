#include "app/result/leaf_table.h"

#include "app/campaign_index.h"
#include "app/restricted.h"
#include "app/result/ranking.h"

enum { POINTS_DECIMALS = 2, SHARE_DECIMALS = 4, SHARE_MAX = 1000 };

/* "12.3456" → "12.35", as every score is shown. */
static Str shown(Arena *arena, Str points)
{
    Dec d;
    return dec_parse(points, &d, NULL) && dec_round(d, POINTS_DECIMALS, &d, NULL)
               ? dec_str(arena, d)
               : points;
}

static void list_leaves(App *app, LeafTable *t)
{
    t->leaves = arena_new(app->arena, int, t->scheme.nnodes);
    for (int n = 0; n < t->scheme.nnodes; n++)
        if (scheme_is_leaf(&t->scheme.nodes[n]))
            t->leaves[t->nleaves++] = n;
}

/* Of what the unit could have on the leaf, when weights have been spread; of bonus and deductions nothing. */
static int share_of(const RunNode *n)
{
    Dec points, full, share;
    if (str_eq(n->status, S("spread")) || str_eq(n->status, S("excluded")) ||
        !dec_parse(n->points, &points, NULL) || !dec_parse(n->full_marks, &full, NULL) ||
        full.coef <= 0 || points.coef < 0 || !dec_mul(points, (Dec){.coef = 100}, &points, NULL) ||
        !dec_div(points, full, SHARE_DECIMALS, &share, NULL))
        return -1;
    share.coef /= 10000; /* 99.99 is not all */
    return share.coef > SHARE_MAX ? SHARE_MAX : (int)share.coef;
}

static const RunNode *node_of(const RunNodeList *rows, Str code)
{
    for (int i = 0; i < rows->count; i++)
        if (str_eq(rows->items[i].node, code))
            return &rows->items[i];
    return NULL;
}

/* Whose right it is: a renamed unit reads its own past under the old name too. */
static Str party_of(const App *app, const LeafTable *t, const Unit *unit)
{
    const Unit *own = app->actor.unit.len ? app_unit(app, app->actor.unit) : NULL;
    const Unit *seat = own ? seat_in_period(app, own, t->period) : NULL;
    return seat == unit ? own->code : unit->code;
}

static bool fill_row(App *app, LeafTable *t, const RunUnit *result, LeafRow *row, Err *err)
{
    RunNodeList nodes = {0};
    Str party = party_of(app, t, row->unit);
    bool may = restricted_may(app, party);
    row->own = app->actor.unit.len && str_eq(party, app->actor.unit);
    row->cells = arena_new(app->arena, LeafCell, t->nleaves);
    row->closed = row->unit->restricted && !may;
    row->total = t->published ? result->score_shown : S("");
    if (row->closed)
        return true;
    if (row->unit->restricted &&
        !restricted_read(app, party,
                         arena_fmt(app->arena, "score %.*s %.*s", STR_ARG(row->unit->code),
                                   STR_ARG(t->period->code)),
                         err))
        return false;
    if (!run_nodes(app->db, app->arena, t->run.id, row->unit->code, &nodes, err))
        return false;
    for (int i = 0; i < t->nleaves; i++) {
        const SchemeNode *leaf = &t->scheme.nodes[t->leaves[i]];
        const RunNode *n = node_of(&nodes, leaf->code);
        row->cells[i].share = -1;
        if (!n)
            continue;
        row->cells[i] =
            (LeafCell){shown(app->arena, n->points), n->value, n->status, share_of(n), false};
        if (may || !restricted_leaf(app, leaf))
            continue;
        row->cells[i].closed = true;
        row->cells[i].value = S("");
    }
    return true;
}

/* Until publication it is the group's own: who reads all groups waits, the office apart. */
static bool check_open(App *app, const LeafTable *t, Err *err)
{
    if (t->published || permit_scope(app->actor.role, ACT_RESULT_READ) == SCOPE_OWN ||
        permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL)
        return true;
    (void)app_permit(app, ACT_RESULT_TRIAL_READ, S(""), t->period->code, err);
    return err_set(err, ERR_PERIOD_HIDDEN, {"period", t->period->code},
                   {"account", app->actor.name});
}

bool leaf_table_read(App *app, Str period, Str group, LeafTable *ret_table, Err *err)
{
    LeafTable t = {0};
    RunUnitList units = {0};
    Str digest;
    if (!app_need_campaign(app, err) || !app_period(app, period, &t.period, err) ||
        !group_need(app, group, err) ||
        !app_permit(app, ACT_RESULT_READ, group, t.period->code, err) ||
        !result_for_reader(app, t.period->code, group, &t.run, err) ||
        !result_window(app, app->db, t.period->code, &t.until, err))
        return false;
    t.group = app_group(app, group);
    t.published = t.run.published_on.len > 0;
    if (!check_open(app, &t, err) ||
        !scheme_for_period(app, t.period, group, &t.scheme, &digest, err) ||
        !run_units(app->db, app->arena, t.run.id, &units, err))
        return false;
    list_leaves(app, &t);
    for (int i = 0; i < units.count; i++) {
        const Unit *unit = app_unit(app, units.items[i].unit);
        if (!unit)
            continue;
        LeafRow row = {.unit = unit};
        if (!fill_row(app, &t, &units.items[i], &row, err))
            return false;
        *arena_push(app->arena, &t.rows) = row;
    }
    *ret_table = t;
    return true;
}

Sheet leaf_table_sheet(const App *app, Lang lang, const LeafTable *t)
{
    enum { BEFORE = 4 };
    int total = t->published ? 1 : 0, column = BEFORE;
    Sheet sheet = sheet_new(app->arena, t->group->name, BEFORE + 2 * t->nleaves + total + 1);
    const Msg heads[BEFORE] = {MSG_COL_PERIOD, MSG_COL_GROUP, MSG_COL_UNIT_CODE, MSG_COL_UNIT};
    for (int i = 0; i < BEFORE; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, heads[i]), SHEET_TEXT, 0};
    for (int i = 0; i < t->nleaves; i++) {
        Str name = t->scheme.nodes[t->leaves[i]].name;
        sheet.columns[column++] = (SheetColumn){
            msg_str(app->arena, lang, MSG_LEAVES_COL_POINTS, {"leaf", name}), SHEET_NUMBER, 0};
        sheet.columns[column++] = (SheetColumn){
            msg_str(app->arena, lang, MSG_LEAVES_COL_VALUE, {"leaf", name}), SHEET_BY_LOOK, 0};
    }
    if (t->published)
        sheet.columns[column++] = (SheetColumn){msg(lang, MSG_COL_SCORE), SHEET_NUMBER, 0};
    sheet.columns[column] = (SheetColumn){msg(lang, MSG_COL_SAMPLE), SHEET_TEXT, 0};
    for (int r = 0; r < t->rows.count; r++) {
        const LeafRow *row = &t->rows.items[r];
        const Str before[BEFORE] = {t->period->code, t->group->name, row->unit->code,
                                    row->unit->name};
        for (int i = 0; i < BEFORE; i++)
            sheet_cell(&sheet, before[i]);
        for (int i = 0; i < t->nleaves; i++) {
            const LeafCell *cell = &row->cells[i];
            sheet_cell(&sheet, cell->points);
            sheet_cell(&sheet,
                       row->closed || cell->closed ? msg(lang, MSG_LEAVES_CLOSED) : cell->value);
        }
        if (t->published)
            sheet_cell(&sheet, row->total);
        sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""));
    }
    return sheet;
}

static void row_json(const LeafTable *t, const LeafRow *row, Json *json)
{
    json_object(json);
    json_kstr(json, S("code"), row->unit->code);
    json_kstr(json, S("name"), row->unit->name);
    json_kbool(json, S("closed"), row->closed);
    if (t->published)
        json_kstr(json, S("score"), row->total);
    json_key(json, S("leaves"));
    json_array(json);
    for (int i = 0; i < t->nleaves && !row->closed; i++) {
        json_object(json);
        json_kstr(json, S("leaf"), t->scheme.nodes[t->leaves[i]].code);
        json_kstr(json, S("points"), row->cells[i].points);
        json_kstr(json, S("value"), row->cells[i].value);
        json_kstr(json, S("status"), row->cells[i].status);
        json_kbool(json, S("closed"), row->cells[i].closed);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

void leaf_table_json(const App *app, const LeafTable *t, Json *json)
{
    json_kbool(json, S("sample"), app->def.sample);
    json_kstr(json, S("period"), t->period->code);
    json_kstr(json, S("group"), t->group->code);
    json_kbool(json, S("published"), t->published);
    if (t->until != DATE_NONE)
        json_kstr(json, S("appeal_until"), date_str(app->arena, t->until));
    json_key(json, S("leaves"));
    json_array(json);
    for (int i = 0; i < t->nleaves; i++) {
        const SchemeNode *leaf = &t->scheme.nodes[t->leaves[i]];
        json_object(json);
        json_kstr(json, S("code"), leaf->code);
        json_kstr(json, S("name"), leaf->name);
        json_kstr(json, S("full"), dec_str(app->arena, leaf->weight));
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < t->rows.count; i++)
        row_json(t, &t->rows.items[i], json);
    json_array_end(json);
}
