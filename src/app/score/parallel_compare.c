/* Every score cell, total and rank of the workbook beside the engine's, at the workbook's decimals. */
#include "app/score/parallel_parts.h"
#include "base/limits.h"

#include <math.h>

typedef struct Comparing {
    Parallel *p;
    const Ours *ours;
    Causes *causes;
} Comparing;

void parallel_note(Parallel *p, ParallelNoteKind kind, Str sheet, Str cell, Str what)
{
    *arena_push(p->arena, &p->report->notes) = (ParallelNote){kind, sheet, cell, what};
}

static bool printed(const XlsxCell *cell, Str unit, Dec *ret_value, int *ret_decimals)
{
    Dec value;
    Err ignored = {0};
    if (!parallel_number(cell, unit, &value))
        return false;
    int decimals = grid_decimals(cell, value);
    *ret_decimals = decimals > SCORE_DECIMALS ? SCORE_DECIMALS : decimals;
    return dec_round(value, *ret_decimals, ret_value, &ignored);
}

static Str rank_text(const Parallel *p, int rank)
{
    if (!rank)
        return S("");
    if (p->scheme->ties != TIES_FRACTIONAL)
        return arena_fmt(p->arena, "%d", rank);
    return arena_fmt(p->arena, rank % 2 ? "%d.5" : "%d", rank / 2);
}

/* The engine's number for that cell as text with so many decimals; empty: it has none. */
static Str our_text(const Comparing *c, const BookColumn *column, int unit, int decimals)
{
    const Ours *o = c->ours;
    int at = unit * c->p->scheme->nnodes + (column->node < 0 ? 0 : column->node);
    if (column->is == IS_RANK)
        return o->ranked[unit] ? rank_text(c->p, o->rank[unit]) : S("");
    if (column->is == IS_TOTAL)
        return o->has[unit] ? score_text(c->p->arena, o->rounded[unit], decimals) : S("");
    if (column->is == IS_SCORE)
        return o->counts[at] ? score_text(c->p->arena, o->points[at], decimals) : S("");
    int64_t q;
    return !isnan(o->inputs[at]) && score_quantise(o->inputs[at], &q)
               ? score_text(c->p->arena, q, decimals)
               : S("");
}

static ParallelKind kind_of(ColumnIs is)
{
    return is == IS_VALUE   ? PARALLEL_VALUE
           : is == IS_SCORE ? PARALLEL_SCORE
           : is == IS_TOTAL ? PARALLEL_TOTAL
                            : PARALLEL_RANK;
}

/* True where the two say the same. */
static bool same(Arena *arena, Str office, Str ours, Str *ret_difference)
{
    Dec a, b, d;
    Err ignored = {0};
    if (!dec_parse(office, &a, &ignored) || !dec_parse(ours, &b, &ignored)) {
        Dec none;
        /* 不涉及, — or nothing where the leaf does not count */
        return ours.len == 0 && !dec_parse(office, &none, &ignored);
    }
    if (dec_sub(a, b, &d, &ignored))
        *ret_difference = dec_str(arena, d);
    return dec_cmp(a, b) == 0;
}

static bool compare_cell(Comparing *c, const BookSheet *sheet, const BookRow *row,
                         const BookColumn *column, Err *err)
{
    Parallel *p = c->p;
    const XlsxCell *cell = grid_cell(&sheet->grid, row->row, column->col);
    const SchemeNode *node = column->node >= 0 ? &p->scheme->nodes[column->node] : NULL;
    Dec value;
    int decimals = column->is == IS_RANK ? 0 : 2;
    bool has = printed(cell, column->is == IS_VALUE ? node->unit : S(""), &value, &decimals);
    ParallelDiff d = {.kind = kind_of(column->is),
                      .sheet = sheet->grid.name,
                      .row = row->row,
                      .col = column->col,
                      .unit = p->units[row->unit].code,
                      .unit_name = p->units[row->unit].name,
                      .node = node ? node->code : S(""),
                      .node_name = node ? parallel_node_name(node) : S(""),
                      .office = has    ? dec_str(p->arena, value)
                                : cell ? str_trim(cell->text)
                                       : S("")};
    d.ours = our_text(c, column, row->unit, decimals);
    p->report->cells++;
    if (same(p->arena, d.office, d.ours, &d.difference))
        return true;
    d.cell = grid_address(p->arena, row->row, column->col);
    if (!causes_of(c->causes, sheet, row, column, &d, err))
        return false;
    *arena_push(p->arena, &p->report->diffs) = d;
    return true;
}

/* Values are compared where they are not the workbook's own. */
static bool is_compared(const Parallel *p, const BookColumn *column, int unit)
{
    switch (column->is) {
    case IS_VALUE:
        return !p->own_values && !p->units[unit].closed && !(p->closed && p->closed[column->node]);
    case IS_SCORE:
        return !p->units[unit].closed;
    case IS_TOTAL:
    case IS_RANK:
        return true;
    default:
        return false;
    }
}

static void note_what_is_not_there(Parallel *p)
{
    bool *met = arena_new(p->arena, bool, p->nunits);
    for (int i = 0; i < p->sheets.count; i++)
        for (int r = 0; r < p->sheets.items[i].rows.count; r++)
            if (p->sheets.items[i].rows.items[r].unit >= 0)
                met[p->sheets.items[i].rows.items[r].unit] = true;
    for (int u = 0; u < p->nunits; u++)
        if (!met[u])
            parallel_note(p, NOTE_NO_ROW, S(""), S(""),
                          p->units[u].name.len ? p->units[u].name : p->units[u].code);
    for (int n = 0; n < p->scheme->nnodes; n++) {
        bool has = !scheme_is_leaf(&p->scheme->nodes[n]);
        for (int i = 0; i < p->sheets.count && !has; i++)
            has = parallel_column(&p->sheets.items[i], IS_SCORE, n) != NULL;
        if (!has)
            parallel_note(p, NOTE_NO_COLUMN, S(""), S(""),
                          parallel_node_name(&p->scheme->nodes[n]));
    }
}

bool parallel_compare(Parallel *p, Err *err)
{
    Ours ours;
    if (!p->compute(p->ctx, p->arena, p->scheme, &ours, err))
        return false;
    Comparing c = {p, &ours, causes_new(p, &ours)};
    note_what_is_not_there(p);
    for (int i = 0; i < p->sheets.count; i++) {
        const BookSheet *sheet = &p->sheets.items[i];
        for (int r = 0; r < sheet->rows.count; r++)
            for (int k = 0; k < sheet->columns.count && sheet->rows.items[r].unit >= 0; k++)
                if (is_compared(p, &sheet->columns.items[k], sheet->rows.items[r].unit) &&
                    !compare_cell(&c, sheet, &sheet->rows.items[r], &sheet->columns.items[k], err))
                    return false;
    }
    return true;
}
