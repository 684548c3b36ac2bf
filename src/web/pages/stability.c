/* How firm the ranks of a group are: each unit's interval beside its rank, as a page, as JSON and as a file. */
#include "app/score/stability.h"
#include "web/pages.h"
#include "web/ranks.h"

enum { BY_RANK, OFFICIAL };

typedef struct StabilityPage {
    Str title, sub, picture, bottom, file, csv, ranking;
    Table table;
} StabilityPage;
#include "web/templates/stability.html.h"

static Str number(const Ctx *c, int64_t n)
{
    return arena_fmt(c->arena, "%lld", (long long)n);
}

static Str range(const Ctx *c, int low, int high)
{
    return low == high ? number(c, low) : arena_fmt(c->arena, "%d–%d", low, high);
}

static Str share(const Ctx *c, const GroupStability *s, int64_t count)
{
    Str percent = stability_percent(c->arena, count, s->result.draws);
    return arena_fmt(c->arena, "%.*s%%", STR_ARG(percent));
}

static bool read(Ctx *c, GroupStability *s, Err *err)
{
    StabilityAsk ask = stability_ask();
    ParFor one = par_one();
    return stability_read(&c->app, ctx_text(c, "period"), ctx_text(c, "group"), &ask, &one, s, err);
}

/* By rank; who has none comes last. Equal ones stay in official order. */
static int *order_of(Ctx *c, const GroupStability *s, bool official)
{
    int n = s->result.nrows, *order = arena_new(c->arena, int, n);
    for (int i = 0; i < n; i++) {
        int at = i, rank = s->units[i].row->rank;
        for (; !official && at > 0 && rank > 0; at--) {
            int before = s->units[order[at - 1]].row->rank;
            if (before > 0 && before <= rank)
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    return order;
}

static Str here(const Ctx *c, const GroupStability *s, bool official, Str from)
{
    return link_to(c, "/rankings/{period}/{group}/stability", {"period", s->run.period},
                   {"group", s->run.group}, {"order", official ? S("official") : S("")},
                   {"from", from});
}

static void fill_heads(Ctx *c, const GroupStability *s, Table *t, bool official)
{
    *t = (Table){.id = S("stability"), .tight = true};
    TableColumn *unit = table_add_column(c->arena, t, msg(c->lang, MSG_COL_UNIT), CELL_HEAD);
    unit->head.href = here(c, s, true, S(""));
    unit->head.direction = official ? 1 : 0;
    TableColumn *rank = table_add_column(c->arena, t, msg(c->lang, MSG_COL_RANK), CELL_NUMBER);
    rank->head.href = here(c, s, false, S(""));
    rank->head.direction = official ? 0 : 1;
    table_add_column(
        c->arena, t,
        msg_str(c->arena, c->lang, MSG_STABILITY_COL_PICTURE, {"last", number(c, s->result.nrows)}),
        CELL_TEXT);
    table_add_column(c->arena, t, msg(c->lang, MSG_STABILITY_COL_RANGE), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_STABILITY_COL_EXTREMES), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_STABILITY_COL_SAME), CELL_NUMBER);
    if (s->result.bottom > 0)
        table_add_column(c->arena, t,
                         msg_str(c->arena, c->lang, MSG_STABILITY_COL_BOTTOM,
                                 {"bottom", number(c, s->result.bottom)}),
                         CELL_NUMBER);
}

static Span *span_of(Ctx *c, const GroupStability *s, const StabilityUnit *unit)
{
    const StabilityRow *r = unit->row;
    Span *span = arena_new(c->arena, Span, 1);
    *span =
        (Span){.scale = s->result.nrows,
               .zone = s->result.bottom,
               .best = r->min,
               .worst = r->max,
               .low = r->p5,
               .high = r->p95,
               .at = r->rank,
               .words = msg_str(c->arena, c->lang, MSG_STABILITY_WORDS,
                                {"rank", number(c, r->rank)}, {"range", range(c, r->p5, r->p95)})};
    return span;
}

static void fill_row(Ctx *c, const GroupStability *s, const StabilityUnit *unit, Table *t)
{
    const StabilityRow *r = unit->row;
    TableRow *row = table_add_row(c->arena, t);
    *row_add_cell(c->arena, row) =
        (Cell){.text = unit->name, .href = link_to_unit(c, unit->code, s->run.period)};
    *row_add_cell(c->arena, row) =
        (Cell){.text = r->rank > 0 ? number(c, r->rank) : S("—"),
               .mark = r->bottom ? msg(c->lang, MSG_UNIT_IN_BOTTOM) : S("")};
    *row_add_cell(c->arena, row) =
        r->ranked > 0 ? (Cell){.span = span_of(c, s, unit)}
                      : (Cell){.text = msg(c->lang, MSG_UNIT_NOT_RANKED), .dim = true};
    row_add_cell(c->arena, row)->text = r->ranked > 0 ? range(c, r->p5, r->p95) : S("");
    *row_add_cell(c->arena, row) =
        (Cell){.text = r->ranked > 0 ? range(c, r->min, r->max) : S(""), .dim = true};
    row_add_cell(c->arena, row)->text = r->ranked > 0 ? share(c, s, r->same) : S("");
    if (s->result.bottom > 0)
        row_add_cell(c->arena, row)->text = r->ranked > 0 ? share(c, s, r->in_bottom) : S("");
}

bool stability_page(Ctx *c, Err *err)
{
    GroupStability *s = arena_new(c->arena, GroupStability, 1);
    if (!read(c, s, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        stability_json(c->arena, &s->view, s->run.period, &json);
        return json_end(c, &json, err);
    }
    Str period = s->run.period, group = s->run.group, draws = number(c, s->result.draws);
    Str bottom = number(c, s->result.bottom);
    bool official = ctx_i64(c, "order", BY_RANK) == OFFICIAL;
    StabilityPage v = {
        .title =
            msg_str(c->arena, c->lang, MSG_STABILITY_TITLE, {"group", group_name(&c->app, group)},
                    {"period", period_name(&c->app, period)}),
        .sub = msg_str(c->arena, c->lang, MSG_STABILITY_SUB, {"percent", s->ask.percent},
                       {"draws", draws}),
        .picture = msg_str(c->arena, c->lang, MSG_STABILITY_PICTURE, {"draws", draws}),
        .bottom = s->result.bottom > 0
                      ? msg_str(c->arena, c->lang, MSG_STABILITY_BOTTOM, {"bottom", bottom})
                      : S(""),
        .file = link_to(c, "/rankings/{period}/{group}/stability/file", {"period", period},
                        {"group", group}),
        .csv = link_to(c, "/rankings/{period}/{group}/stability/file", {"period", period},
                       {"group", group}, {"format", S("csv")}),
        .ranking = link_to(c, "/rankings/{period}/{group}", {"period", period}, {"group", group})};
    int *order = order_of(c, s, official);
    fill_heads(c, s, &v.table, official);
    GroupPart part = group_part(c->arena, ctx_i64(c, "from", 0), s->result.nrows);
    for (int i = part.from; i < part.to; i++)
        fill_row(c, s, &s->units[order[i]], &v.table);
    v.table.foot =
        group_foot(&part, here(c, s, official, S("")), here(c, s, official, part.next_from));
    stability_html(page_begin(c, v.title, NAV_RANKING), c, &v);
    return page_end(c, err);
}

enum { FORMAT_CSV = 1 };

bool stability_file(Ctx *c, Err *err)
{
    GroupStability *s = arena_new(c->arena, GroupStability, 1);
    if (!read(c, s, err))
        return false;
    Str name = msg_str(c->arena, c->lang, MSG_STABILITY_FILE_NAME,
                       {"group", group_name(&c->app, s->run.group)},
                       {"period", period_name(&c->app, s->run.period)});
    Sheet sheet = stability_sheet(c->arena, c->lang, false, &s->ask, name);
    stability_sheet_add(&sheet, &s->view);
    return ctx_i64(c, "format", 0) == FORMAT_CSV ? download_csv(c, &sheet, name, err)
                                                 : download_book(c, &sheet, 1, name, err);
}
