#include "web/paper_view.h"

#include "web/templates/paper_sheet.html.h"

static PaperRowView row_view(Arena *arena, const PaperTable *table, const Str *cells)
{
    PaperRowView row = {0};
    const PaperDrawn *d = &table->drawn;
    for (int i = 0; i < table->ncolumns; i++) {
        PaperCellView *cell = arena_push(arena, &row.cells);
        *cell = (PaperCellView){.text = cells ? cells[i] : table->columns[i].head,
                                .number = table->columns[i].align == PAPER_RIGHT,
                                .drawn = cells && d->spans && i == d->column};
        if (!cell->drawn)
            continue;
        const PaperSpan *s = &d->spans[(cells - table->cells.items) / table->ncolumns];
        cell->span = (Span){d->scale, d->zone, s->best, s->worst,
                            s->low,   s->high, s->at,   table->columns[i].head};
    }
    return row;
}

static PaperBlockViews block_views(Arena *arena, const PaperBlocks *blocks)
{
    PaperBlockViews views = {0};
    for (int i = 0; i < blocks->count; i++) {
        const PaperBlock *b = &blocks->items[i];
        PaperBlockView *v = arena_push(arena, &views);
        *v = (PaperBlockView){.heading1 = b->kind == PAPER_HEADING && b->level == 1,
                              .heading = b->kind == PAPER_HEADING && b->level != 1,
                              .note = b->kind == PAPER_NOTE,
                              .table = b->kind == PAPER_TABLE,
                              .text = b->text};
        if (!v->table)
            continue;
        v->head = row_view(arena, &b->table, NULL);
        for (int k = 0; k + b->table.ncolumns <= b->table.cells.count; k += b->table.ncolumns)
            *arena_push(arena, &v->rows) = row_view(arena, &b->table, &b->table.cells.items[k]);
    }
    return views;
}

PaperView paper_view(Arena *arena, const Paper *paper)
{
    PaperView v = {.paper = paper,
                   .title = paper_unbroken(arena, paper->title),
                   .blocks = block_views(arena, &paper->body)};
    for (int i = 0; i < paper->annexes.count; i++) {
        const PaperAnnex *annex = &paper->annexes.items[i];
        *arena_push(arena, &v.annexes) = (PaperAnnexView){
            annex->label, paper_unbroken(arena, annex->title), block_views(arena, &annex->body)};
    }
    return v;
}

void paper_sheet(Out *out, const Ctx *c, const PaperView *view)
{
    paper_sheet_html(out, c, view);
}
