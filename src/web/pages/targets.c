/* All targets, those first whose decomposition does not fit; and their file. */
#include "app/ledger_words.h"
#include "app/target/target_words.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct TargetsView {
    Str title, sub, csv, xlsx, words, clear, at, other_href, other;
    Options findings, splits;
    bool changed;
    Table table;
} TargetsView;
#include "web/templates/targets.html.h"

static TargetFilter filter_of(Ctx *c)
{
    return (TargetFilter){.split = ctx_text(c, "split"),
                          .finding = ctx_text(c, "finding"),
                          .words = ctx_text(c, "words"),
                          .changed = ctx_given(c, "changed"),
                          .newest = ctx_given(c, "newest")};
}

static void add_option(Ctx *c, Options *options, Str value, Str label, Str chosen)
{
    *arena_push(c->arena, options) = (Option){value, label, str_eq(value, chosen)};
}

static void fill_options(Ctx *c, const TargetFilter *f, TargetsView *v)
{
    static const struct {
        Str word;
        Msg label;
    } findings[] = {{SC(""), MSG_TARGETS_ANY},         {SC("any"), MSG_TARGETS_WITH_FINDINGS},
                    {SC("over"), MSG_TARGETS_OVER},    {SC("under"), MSG_TARGETS_UNDER},
                    {SC("other"), MSG_TARGETS_OTHERS}, {SC("fits"), MSG_TARGETS_FITS}};
    for (size_t i = 0; i < sizeof findings / sizeof *findings; i++)
        add_option(c, &v->findings, findings[i].word, msg(c->lang, findings[i].label), f->finding);
    add_option(c, &v->splits, S(""), msg(c->lang, MSG_TARGETS_ANY), f->split);
    for (int i = 0; i < SPLIT_COUNT; i++)
        add_option(c, &v->splits, split_word((Split)i), split_text(c->lang, (Split)i), f->split);
}

static Str worst_text(Ctx *c, const TargetView *t)
{
    Str whole = findings_text(c->arena, c->lang, t, true);
    if (whole.len || t->check.findings.count == 0)
        return whole;
    Str first = finding_text(c->arena, c->lang, t, &t->check.findings.items[0]);
    return t->check.findings.count == 1
               ? first
               : msg_str(c->arena, c->lang, MSG_TARGETS_AND_MORE, {"first", first},
                         {"count", arena_fmt(c->arena, "%d", t->check.findings.count)});
}

static bool has_lowered(const TargetView *t)
{
    bool any = false;
    for (int i = 0; i < t->changes.count && !any; i++)
        any = t->changes.items[i].is_after_bad;
    return any;
}

static void add_row(Ctx *c, const TargetView *t, Table *table)
{
    const Target *target = &t->index->def->targets.items[t->target];
    const TargetFigures *f = &t->city;
    TableRow *row = table_add_row(c->arena, table);
    Str done = f->counted
                   ? msg_str(c->arena, c->lang,
                             f->reason == LIGHT_NO_SUM ? MSG_TARGETS_MET_NO_SUM : MSG_TARGETS_MET,
                             {"met", arena_fmt(c->arena, "%d", f->met)},
                             {"units", arena_fmt(c->arena, "%d", f->counted)})
                   : f->actual;
    *row_add_cell(c->arena, row) =
        (Cell){.text = target_title(t),
               .href = link_to(c, "/targets/{target}", {"target", target->code},
                               {"newest", t->newest ? S("1") : S("")}),
               .note = arena_fmt(c->arena, "%.*s · %.*s", STR_ARG(target->code),
                                 STR_ARG(split_text(c->lang, t->split)))};
    *row_add_cell(c->arena, row) =
        (Cell){.text = f->owed.value, .unit = f->owed.value.len ? target->unit : S("")};
    *row_add_cell(c->arena, row) = (Cell){
        .text = t->check.has_total ? dec_str(c->arena, t->check.total) : S(""),
        .bad = t->check.findings.count > 0 && t->check.has_total && t->check.difference.coef != 0};
    *row_add_cell(c->arena, row) = (Cell){.text = worst_text(c, t)};
    *row_add_cell(c->arena, row) =
        (Cell){.text = done, .note = f->reached_of.len ? msg(c->lang, MSG_TARGETS_PARTLY) : S("")};
    *row_add_cell(c->arena, row) = (Cell){.text = f->percent};
    *row_add_cell(c->arena, row) = (Cell){.text = f->gap, .light = f->light ? &f->light : NULL};
    *row_add_cell(c->arena, row) = (Cell){
        .text = f->forecast.state == FORECAST_GIVEN ? forecast_text(c->arena, c->lang, &f->forecast)
                                                    : S("")};
    *row_add_cell(c->arena, row) =
        (Cell){.text = t->seen ? arena_fmt(c->arena, "%d", t->seen) : S(""),
               .mark = has_lowered(t) ? msg(c->lang, MSG_TARGETS_LOWERED) : S(""),
               .bad = has_lowered(t)};
}

static void fill_table(Ctx *c, const TargetViews *views, Table *table)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_LEDGER_COL_TARGET, CELL_HEAD},    {MSG_TARGETS_COL_OWED, CELL_NUMBER},
                   {MSG_TARGETS_COL_TOTAL, CELL_NUMBER},  {MSG_TARGETS_COL_FINDINGS, CELL_TEXT},
                   {MSG_TARGETS_COL_ACTUAL, CELL_NUMBER}, {MSG_TARGETS_COL_PERCENT, CELL_NUMBER},
                   {MSG_TARGETS_COL_GAP, CELL_NUMBER},    {MSG_TARGETS_COL_LIKELY, CELL_SHORT},
                   {MSG_TARGETS_COL_CHANGES, CELL_NUMBER}};
    table->empty = msg(c->lang, MSG_TARGETS_NONE);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(c->arena, table, msg(c->lang, columns[i].label), columns[i].kind);
    for (int i = 0; i < views->count; i++)
        add_row(c, &views->items[i], table);
}

static Str file_link(Ctx *c, const TargetFilter *f, Str format)
{
    return link_to(c, "/target-list", {"finding", f->finding}, {"split", f->split},
                   {"words", f->words}, {"changed", f->changed ? S("1") : S("")},
                   {"newest", f->newest ? S("1") : S("")}, {"format", format});
}

/* Where the figures stand, and the way to the other view for who may have it. */
static void fill_at(Ctx *c, const TargetFilter *f, const TargetViews *views, TargetsView *v)
{
    bool newest = f->newest && targets_may_newest(&c->app);
    if (views->count)
        v->at = target_at_text(c->arena, c->lang, &views->items[0]);
    if (!targets_may_newest(&c->app))
        return;
    v->other = msg(c->lang, newest ? MSG_TARGETS_SEE_PUBLISHED : MSG_TARGETS_SEE_NEWEST);
    v->other_href = link_to(c, "/targets", {"newest", newest ? S("") : S("1")});
}

bool targets_page(Ctx *c, Err *err)
{
    TargetFilter filter = filter_of(c);
    TargetViews views = {0};
    if (!targets_read(&c->app, &filter, &views, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        targets_json(&c->app, &views, &json);
        return json_end(c, &json, err);
    }
    int bad = 0;
    for (int i = 0; i < views.count; i++)
        bad += views.items[i].check.findings.count > 0;
    bool set = filter.split.len || filter.finding.len || filter.words.len || filter.changed;
    TargetsView v = {.title = msg(c->lang, MSG_TARGETS_TITLE),
                     .sub = msg_str(c->arena, c->lang, MSG_TARGETS_SUB,
                                    {"count", arena_fmt(c->arena, "%d", views.count)},
                                    {"bad", arena_fmt(c->arena, "%d", bad)}),
                     .csv = file_link(c, &filter, S("csv")),
                     .xlsx = file_link(c, &filter, S("xlsx")),
                     .words = filter.words,
                     .clear = set ? S("/targets") : S(""),
                     .changed = filter.changed};
    fill_at(c, &filter, &views, &v);
    fill_options(c, &filter, &v);
    fill_table(c, &views, &v.table);
    targets_html(page_begin(c, v.title, NAV_LEDGER), c, &v);
    return page_end(c, err);
}

enum { FORMAT_CSV = 1 };

static bool send_sheet(Ctx *c, const Sheet *sheet, Err *err)
{
    if (ctx_i64(c, "format", 0) == FORMAT_CSV)
        return download_csv(c, sheet, sheet->name, err);
    return download_book(c, sheet, 1, sheet->name, err);
}

bool targets_file(Ctx *c, Err *err)
{
    TargetFilter filter = filter_of(c);
    TargetViews views = {0};
    if (!targets_read(&c->app, &filter, &views, err))
        return false;
    Sheet sheet = targets_sheet(&c->app, c->lang, &views);
    return send_sheet(c, &sheet, err);
}

bool target_file(Ctx *c, Err *err)
{
    TargetView view;
    if (!target_read(&c->app, ctx_text(c, "target"), ctx_given(c, "newest"), &view, err))
        return false;
    Sheet sheet = target_sheet(&c->app, c->lang, &view);
    return send_sheet(c, &sheet, err);
}
