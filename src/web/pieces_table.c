/* A whole table from data: columns, rows, cells. */
#include "web/pieces.h"

/* ---- making one ---- */

TableColumn *table_add_column(Arena *arena, Table *table, Str label, CellKind kind)
{
    TableColumn *column = arena_push(arena, &table->columns);
    *column = (TableColumn){.head = {.label = label, .number = kind == CELL_NUMBER}, .kind = kind};
    return column;
}

TableRow *table_add_row(Arena *arena, Table *table)
{
    TableRow *row = arena_push(arena, &table->rows);
    *row = (TableRow){0};
    return row;
}

Cell *row_add_cell(Arena *arena, TableRow *row)
{
    Cell *cell = arena_push(arena, &row->cells);
    *cell = (Cell){0};
    return cell;
}

/* ---- drawing it ---- */

static void text_of(Out *out, const Ctx *c, const Cell *cell)
{
    const char *class = cell->bad ? "wrong" : cell->dim ? "dim" : NULL;
    if (cell->light && cell->text.len) {
        light_shape(out, c, *cell->light, cell->text);
    } else if (cell->light) {
        light(out, c, *cell->light);
    } else if (cell->state) {
        state_mark(out, c, cell->state, cell->text);
    } else if (class && cell->text.len) {
        out_f(out, "<span class=\"%s\">", class);
        html_element(out, "", cell->text, "</span>");
    } else {
        html_text(out, cell->text);
    }
}

static void inside(Out *out, const Ctx *c, const Cell *cell)
{
    if (cell->gauge)
        gauge(out, c, cell->gauge);
    if (cell->spark)
        spark(out, c, cell->spark);
    if (cell->span)
        span_picture(out, c, cell->span);
    if (cell->change)
        rank_change(out, c, cell->change->known, cell->change->places);
    if (cell->href.len) {
        html_element(out, "<a href=\"", cell->href, "\"");
        if (cell->title.len)
            html_element(out, " title=\"", cell->title, "\"");
        html_literal(out, ">");
    }
    text_of(out, c, cell);
    html_literal(out, cell->href.len ? "</a>" : "");
    if (cell->unit.len)
        html_element(out, "<span class=\"unit\">", cell->unit, "</span>");
    if (cell->mark.len)
        html_element(out, cell->bad ? " <span class=\"mark bad\">" : " <span class=\"mark\">",
                     cell->mark, "</span>");
    if (cell->note.len)
        html_element(out, "<span class=\"what\">", cell->note, "</span>");
    if (cell->act)
        act_button(out, c, cell->act);
}

static void cell_out(Out *out, const Ctx *c, const Cell *cell, CellKind kind)
{
    static const char *const open[] = {
        [CELL_TEXT] = "<td",
        [CELL_NUMBER] = "<td class=\"num\"",
        [CELL_CODE] = "<td class=\"code\"",
        [CELL_SHORT] = "<td class=\"keep\"",
        [CELL_HEAD] = "<th scope=\"row\"",
    };
    if (cell->heat)
        out_f(out, "<td class=\"num heat%d\"", cell->heat);
    else
        html_literal(out, open[kind]);
    if (cell->across > 1)
        out_f(out, " colspan=\"%d\"", cell->across);
    html_literal(out, ">");
    inside(out, c, cell);
    html_literal(out, kind == CELL_HEAD ? "</th>" : "</td>");
}

static void row_out(Out *out, const Ctx *c, const Table *table, const TableRow *row)
{
    if (row->group.len) {
        out_f(out, "<tr class=\"theme\"><th scope=\"rowgroup\" colspan=\"%d\">",
              table->columns.count);
        html_element(out, "", row->group, "</th></tr>\n");
    }
    html_literal(out, "<tr");
    if (row->id.len)
        html_element(out, " id=\"", row->id, "\"");
    html_literal(out, row->own ? " class=\"own\">" : row->sum ? " class=\"sum\">" : ">");
    for (int i = 0, at = 0; i < row->cells.count && at < table->columns.count; i++) {
        const Cell *cell = &row->cells.items[i];
        cell_out(out, c, cell, cell->across > 1 ? CELL_TEXT : table->columns.items[at].kind);
        at += cell->across > 1 ? cell->across : 1;
    }
    html_literal(out, "</tr>\n");
}

void table(Out *out, const Ctx *c, const Table *table)
{
    if (table->rows.count == 0) {
        if (table->caption.len)
            html_element(out, "<h2 class=\"caption\">", table->caption, "</h2>");
        empty_next(out, c, table->empty.len ? table->empty : msg(c->lang, MSG_PIECE_EMPTY),
                   table->empty_href, table->empty_label);
        return;
    }
    html_literal(out, table->tight ? "<table class=\"data tight\"" : "<table class=\"data\"");
    if (table->id.len)
        html_element(out, " id=\"", table->id, "\"");
    html_literal(out, ">\n");
    if (table->caption.len)
        html_element(out, "<caption>", table->caption, "</caption>\n");
    html_literal(out, "<thead><tr>\n");
    for (int i = 0; i < table->columns.count; i++)
        sort_head(out, c, &table->columns.items[i].head);
    html_literal(out, "</tr></thead>\n<tbody>\n");
    for (int i = 0; i < table->rows.count; i++)
        row_out(out, c, table, &table->rows.items[i]);
    html_literal(out, "</tbody>\n</table>\n");
    if (table->foot.total)
        table_foot(out, c, &table->foot);
}

void sheet(Out *out, const Ctx *c, const Table *shown)
{
    html_literal(out, "<section class=\"sheet\">\n");
    table(out, c, shown);
    html_literal(out, "</section>\n");
}
