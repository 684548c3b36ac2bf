/* What units are burdened with (减负台账): computed, never asked. */
#include "app/report/burden.h"

#include "app/campaign_index.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct BurdenView {
    Str sub, csv, xlsx;
    Options periods;
    bool office;
    Table groups, units, twice, unused;
    Chart chart;
} BurdenView;
#include "web/templates/burden.html.h"

enum { FORMAT_CSV = 0 };

static Cell number(Ctx *c, int n)
{
    return (Cell){.text = arena_fmt(c->arena, "%d", n)};
}

static void fill_groups(Ctx *c, const Burden *b, BurdenView *v)
{
    Arena *a = c->arena;
    v->groups.id = S("groups");
    v->groups.tight = true;
    table_add_column(a, &v->groups, msg(c->lang, MSG_COL_GROUP), CELL_HEAD);
    for (int p = 0; p <= b->index; p++)
        table_add_column(a, &v->groups, c->app.def.periods.items[p].name, CELL_NUMBER);
    for (int g = 0; g < b->groups.count; g++) {
        TableRow *row = table_add_row(a, &v->groups);
        *row_add_cell(a, row) = (Cell){.text = b->groups.items[g].group->name};
        for (int p = 0; p <= b->index; p++) {
            Out out = out_new(a, 40);
            out_fixed(&out, b->groups.items[g].fields[p], 1);
            *row_add_cell(a, row) = (Cell){.text = out_str(&out)};
        }
    }
    v->chart = (Chart){
        .kind = CHART_LINES, .table = S("groups"), .words = msg(c->lang, MSG_BURDEN_GROUPS)};
}

static void fill_units(Ctx *c, const Burden *b, BurdenView *v)
{
    static const Msg heads[] = {
        MSG_COL_UNIT,           MSG_BURDEN_LINES,     MSG_BURDEN_FIELDS,        MSG_BURDEN_BEFORE,
        MSG_BURDEN_YEAR,        MSG_BURDEN_FILES,     MSG_BURDEN_AGAIN,         MSG_BURDEN_RETURNS,
        MSG_BURDEN_CORRECTIONS, MSG_BURDEN_DOCUMENTS, MSG_BURDEN_DOCUMENTS_YEAR};
    Arena *a = c->arena;
    Str group = S("");
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(a, &v->units, msg(c->lang, heads[i]), i ? CELL_NUMBER : CELL_HEAD);
    v->units.empty = msg(c->lang, MSG_BURDEN_NONE);
    for (int i = 0; i < b->units.count; i++) {
        const BurdenUnit *u = &b->units.items[i];
        const int numbers[] = {
            u->now.lines, u->now.fields,  u->before.fields,   u->year.fields,   u->now.files,
            u->now.again, u->now.returns, u->now.corrections, u->now.documents, u->year.documents};
        TableRow *row = table_add_row(a, &v->units);
        row->own = u->own;
        if (!str_eq(group, u->unit->group))
            row->group = group_name(&c->app, u->unit->group);
        group = u->unit->group;
        *row_add_cell(a, row) = (Cell){.text = u->unit->name};
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
            *row_add_cell(a, row) = number(c, numbers[k]);
    }
}

static void fill_findings(Ctx *c, const Burden *b, BurdenView *v)
{
    static const Msg heads[] = {MSG_COL_UNIT, MSG_BURDEN_INDICATOR, MSG_BURDEN_FIRST,
                                MSG_BURDEN_SECOND};
    Arena *a = c->arena;
    const CampaignIndex *x = app_index(&c->app);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(a, &v->twice, msg(c->lang, heads[i]), i ? CELL_TEXT : CELL_HEAD);
    table_add_column(a, &v->unused, msg(c->lang, MSG_BURDEN_INDICATOR), CELL_HEAD);
    v->twice.empty = v->unused.empty = msg(c->lang, MSG_BURDEN_NOTHING);
    v->twice.tight = v->unused.tight = true;
    for (int i = 0; i < b->twice.count; i++) {
        const BurdenTwice *t = &b->twice.items[i];
        const Indicator *indicator = app_indicator(&c->app, t->indicator);
        TableRow *row = table_add_row(a, &v->twice);
        *row_add_cell(a, row) = (Cell){.text = unit_name(&c->app, t->unit)};
        *row_add_cell(a, row) = (Cell){.text = indicator ? indicator->name : t->indicator};
        *row_add_cell(a, row) = (Cell){.text = index_party_name(x, t->first)};
        *row_add_cell(a, row) = (Cell){.text = index_party_name(x, t->second)};
    }
    for (int i = 0; i < b->unused.count; i++) {
        TableRow *row = table_add_row(a, &v->unused);
        *row_add_cell(a, row) = (Cell){.text = b->unused.items[i]->name};
    }
}

bool burden_page(Ctx *c, Err *err)
{
    Burden b;
    if (!burden_read(&c->app, ctx_text(c, "period"), &b, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        burden_json(&b, &json);
        return json_end(c, &json, err);
    }
    BurdenView v = {.sub = msg(c->lang, MSG_BURDEN_SUB),
                    .office = ctx_may(c, ACT_HIGHLIGHT_DECIDE)};
    for (int i = c->app.def.periods.count - 1; i >= 0; i--) {
        const CampaignPeriod *p = &c->app.def.periods.items[i];
        if (p->from <= c->app.today)
            *arena_push(c->arena, &v.periods) =
                (Option){p->code, p->name, str_eq(p->code, b.period->code)};
    }
    v.csv = link_to(c, "/burden/file", {"period", b.period->code}, {"format", S("csv")});
    v.xlsx = link_to(c, "/burden/file", {"period", b.period->code}, {"format", S("xlsx")});
    fill_groups(c, &b, &v);
    fill_units(c, &b, &v);
    fill_findings(c, &b, &v);
    burden_html(page_begin(c, msg(c->lang, MSG_NAV_BURDEN), NAV_BURDEN), c, &v);
    return page_end(c, err);
}

bool burden_file(Ctx *c, Err *err)
{
    Burden b;
    Str name = msg(c->lang, MSG_NAV_BURDEN);
    if (!burden_read(&c->app, ctx_text(c, "period"), &b, err))
        return false;
    Sheet sheet = burden_sheet(&c->app, c->lang, &b);
    name = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(b.period->code), STR_ARG(name));
    if (ctx_i64(c, "format", 0) == FORMAT_CSV)
        return download_csv(c, &sheet, name, err);
    return download_book(c, &sheet, 1, name, err);
}
