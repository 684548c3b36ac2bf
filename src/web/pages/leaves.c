/* A group's table of points, open to its units before the results are fixed; as a page, as JSON and as a file. */
#include "app/result/leaf_table.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct LeavesView {
    Str title, sub, note, file, csv, ranking;
    Table table;
} LeavesView;
#include "web/templates/leaves.html.h"

static void fill_cell(Ctx *c, const LeafRow *row, const LeafCell *from, Cell *to)
{
    *to = (Cell){.text = from->points, .note = from->value};
    if (row->closed)
        *to = (Cell){.text = msg(c->lang, MSG_LEAVES_CLOSED), .dim = true};
    else if (from->closed)
        to->note = msg(c->lang, MSG_LEAVES_CLOSED);
    else if (str_eq(from->status, S("spread")) || str_eq(from->status, S("excluded")))
        *to = (Cell){.text = msg(c->lang, MSG_LEAVES_NA), .dim = true};
}

static void fill_table(Ctx *c, const LeafTable *t, Table *table)
{
    *table = (Table){.id = S("leaves"), .tight = true};
    table_add_column(c->arena, table, msg(c->lang, MSG_COL_UNIT), CELL_HEAD);
    if (t->published)
        table_add_column(c->arena, table, msg(c->lang, MSG_COL_SCORE), CELL_NUMBER);
    for (int i = 0; i < t->nleaves; i++)
        table_add_column(c->arena, table, t->scheme.nodes[t->leaves[i]].name, CELL_NUMBER);
    for (int r = 0; r < t->rows.count; r++) {
        const LeafRow *from = &t->rows.items[r];
        TableRow *row = table_add_row(c->arena, table);
        row->own = from->own;
        Cell *name = row_add_cell(c->arena, row);
        name->text = from->unit->name;
        if (from->own)
            name->href = link_to(c, "/units/{unit}", {"unit", from->unit->code},
                                 {"period", t->period->code});
        if (t->published)
            row_add_cell(c->arena, row)->text = from->total;
        for (int i = 0; i < t->nleaves; i++)
            fill_cell(c, from, &from->cells[i], row_add_cell(c->arena, row));
    }
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
    fill_table(c, &t, &v.table);
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
