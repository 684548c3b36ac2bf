/* A group's table of points, open to its units before the results are fixed; as a page, as JSON and as a file. */
#include "app/result/leaf_table.h"
#include "web/pages.h"
#include "web/ranks.h"

typedef struct LeavesView {
    Str title, sub, note, file, csv, ranking, turn;
    Table table;
    bool wide; /* scrolls in its own frame; else its head stays in sight */
} LeavesView;
#include "web/templates/leaves.html.h"

static const char *const pattern = "/rankings/{period}/{group}/leaves";

/* From what share of the full marks on a cell has no ground, the first, the second …; below the last it is the darkest. */
static const int shares[] = {100, 90, 75, 60};
enum { SHARES = sizeof shares / sizeof shares[0], UNITS_ACROSS_MAX = 12 };

static int heat_of(int share)
{
    int step = 0;
    while (share >= 0 && step < SHARES && share < shares[step])
        step++;
    return step;
}

static void fill_cell(Ctx *c, const LeafRow *row, const LeafCell *from, Cell *to)
{
    *to = (Cell){.text = from->points, .note = from->value, .heat = heat_of(from->share)};
    if (row->closed)
        *to = (Cell){.text = msg(c->lang, MSG_LEAVES_CLOSED), .dim = true};
    else if (from->closed)
        to->note = msg(c->lang, MSG_LEAVES_CLOSED);
    else if (str_eq(from->status, S("spread")) || str_eq(from->status, S("excluded")))
        *to = (Cell){.text = msg(c->lang, MSG_LEAVES_NA), .dim = true};
}

static Cell unit_cell(Ctx *c, const LeafTable *t, const LeafRow *from)
{
    Str href = from->own ? link_to(c, "/units/{unit}", {"unit", from->unit->code},
                                   {"period", t->period->code})
                         : S("");
    return (Cell){.text = from->unit->name, .href = href};
}

/* A unit a row. */
static void fill_units(Ctx *c, const LeafTable *t, const GroupPart *part, Table *table)
{
    table_add_column(c->arena, table, msg(c->lang, MSG_COL_UNIT), CELL_HEAD);
    if (t->published)
        table_add_column(c->arena, table, msg(c->lang, MSG_COL_SCORE), CELL_NUMBER);
    for (int i = 0; i < t->nleaves; i++)
        table_add_column(c->arena, table, t->scheme.nodes[t->leaves[i]].name, CELL_NUMBER);
    for (int r = part->from; r < part->to; r++) {
        const LeafRow *from = &t->rows.items[r];
        TableRow *row = table_add_row(c->arena, table);
        row->own = from->own;
        *row_add_cell(c->arena, row) = unit_cell(c, t, from);
        if (t->published)
            row_add_cell(c->arena, row)->text = from->total;
        for (int i = 0; i < t->nleaves; i++)
            fill_cell(c, from, &from->cells[i], row_add_cell(c->arena, row));
    }
}

/* An item a row, a unit a column: what few units lost the most of their points on is seen at once. */
static void fill_items(Ctx *c, const LeafTable *t, Table *table)
{
    table_add_column(c->arena, table, msg(c->lang, MSG_SUBMISSION_INDICATOR), CELL_HEAD);
    table_add_column(c->arena, table, msg(c->lang, MSG_LEAVES_FULL_MARKS), CELL_NUMBER);
    for (int r = 0; r < t->rows.count; r++)
        table_add_column(c->arena, table, t->rows.items[r].unit->name, CELL_NUMBER);
    for (int i = 0; i < t->nleaves; i++) {
        const SchemeNode *leaf = &t->scheme.nodes[t->leaves[i]];
        TableRow *row = table_add_row(c->arena, table);
        row_add_cell(c->arena, row)->text = leaf->name;
        *row_add_cell(c->arena, row) = (Cell){.text = dec_str(c->arena, leaf->weight), .dim = true};
        for (int r = 0; r < t->rows.count; r++)
            fill_cell(c, &t->rows.items[r], &t->rows.items[r].cells[i],
                      row_add_cell(c->arena, row));
    }
    if (!t->published)
        return;
    TableRow *sum = table_add_row(c->arena, table);
    sum->sum = true;
    row_add_cell(c->arena, sum)->text = msg(c->lang, MSG_COL_SCORE);
    row_add_cell(c->arena, sum)->text = S("");
    for (int r = 0; r < t->rows.count; r++)
        row_add_cell(c->arena, sum)->text = t->rows.items[r].total;
}

/* The few across, the many down; or the other way round where the reader asks for it. */
static void fill_table(Ctx *c, const LeafTable *t, LeavesView *v)
{
    bool turned = ctx_given(c, "turned");
    GroupPart part = group_part(c->arena, ctx_i64(c, "from", 0), t->rows.count);
    bool whole = part.shown == part.total; /* of more no page has a column each */
    v->table = (Table){.id = S("leaves"), .tight = true};
    if (whole && (t->rows.count <= UNITS_ACROSS_MAX) != turned)
        fill_items(c, t, &v->table);
    else
        fill_units(c, t, &part, &v->table);
    Str first = link_to(c, pattern, {"period", t->period->code}, {"group", t->group->code});
    v->table.foot = group_foot(&part, first,
                               link_to(c, pattern, {"period", t->period->code},
                                       {"group", t->group->code}, {"from", part.next_from}));
    v->wide = v->table.columns.count > UNITS_ACROSS_MAX + 2;
    v->turn = !whole ? S("")
                     : link_to(c, pattern, {"period", t->period->code}, {"group", t->group->code},
                               {"turned", turned ? S("") : S("1")});
}

bool leaves_page(Ctx *c, Err *err)
{
    LeafTable t;
    if (!leaf_table_read(&c->app, ctx_text(c, "period"), ctx_text(c, "group"), &t, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        leaf_table_json(&c->app, &t, &json);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    Str period = t.period->code, group = t.group->code;
    LeavesView v = {.title = msg_str(c->arena, c->lang, MSG_LEAVES_TITLE, {"group", t.group->name},
                                     {"period", t.period->name}),
                    .sub = msg(c->lang, MSG_LEAVES_SUB),
                    .file = link_to(c, "/rankings/{period}/{group}/leaves/file", {"period", period},
                                    {"group", group}),
                    .csv = link_to(c, "/rankings/{period}/{group}/leaves/file", {"period", period},
                                   {"group", group}, {"format", S("csv")})};
    if (t.published)
        v.ranking = link_to(c, "/rankings/{period}/{group}", {"period", period}, {"group", group});
    else
        v.note = t.until == DATE_NONE ? msg(c->lang, MSG_LEAVES_TRIAL)
                                      : msg_str(c->arena, c->lang, MSG_LEAVES_OPEN,
                                                {"until", date_str(c->arena, t.until)});
    fill_table(c, &t, &v);
    leaves_html(page_begin(c, v.title, NAV_RANKING), c, &v);
    return page_end(c, err);
}

enum { FORMAT_CSV = 1 };

bool leaves_file(Ctx *c, Err *err)
{
    LeafTable t;
    if (!leaf_table_read(&c->app, ctx_text(c, "period"), ctx_text(c, "group"), &t, err))
        return false;
    Sheet sheet = leaf_table_sheet(&c->app, c->lang, &t);
    Str name = msg_str(c->arena, c->lang, MSG_LEAVES_TITLE, {"group", t.group->name},
                       {"period", t.period->name});
    if (ctx_i64(c, "format", 0) == FORMAT_CSV)
        return download_csv(c, &sheet, name, err);
    return download_book(c, &sheet, 1, name, err);
}
