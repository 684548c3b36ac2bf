/* Cells of the office's workbook: numbers as people write them, formulas and what stands in for them. */
#include "app/score/parallel_parts.h"
#include "base/utf8.h"

#include <math.h>

/* ---- numbers ---- */

/* Full-width digits and signs are taken for plain ones; spaces and marks of thousands fall away. */
static Str plain_digits(Str text, char *room, ptrdiff_t size)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t at = 0; at < text.len && n + 4 < size;) {
        uint32_t c = utf8_next(text, &at);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        if (c == ' ' || c == 0x3000 || c == 0xA0 || (c == ',' && n > 0))
            continue;
        n += utf8_put(c, room + n);
    }
    return (Str){room, n};
}

static Str without(Str text, const Str *words, size_t count, bool at_end)
{
    for (size_t i = 0; i < count; i++) {
        if (!words[i].len || text.len <= words[i].len)
            continue;
        if (at_end && str_ends(text, words[i]))
            return str_sub(text, 0, text.len - words[i].len);
        if (!at_end && str_starts(text, words[i]))
            return str_sub(text, words[i].len, text.len);
    }
    return text;
}

bool parallel_number(const XlsxCell *cell, Str unit, Dec *ret_value)
{
    static const Str before[] = {SC("并列第"), SC("并列"), SC("第")};
    char room[64];
    Err ignored = {0};
    if (grid_number(cell, ret_value))
        return true;
    if (!cell || !cell->is_text || cell->is_error || cell->text.len > 40)
        return false;
    const Str after[] = {unit, SC("分"), SC("名"), SC("位"), SC("%")};
    Str text = plain_digits(str_trim(cell->text), room, (ptrdiff_t)sizeof room);
    text = without(text, before, sizeof before / sizeof before[0], false);
    text = without(text, after, sizeof after / sizeof after[0], true);
    return dec_parse(text, ret_value, &ignored);
}

bool parallel_prints(Arena *arena, double x, Str printed)
{
    int64_t q;
    return score_quantise(x, &q) &&
           str_eq(score_text(arena, q, parallel_decimals(printed)), printed);
}

int parallel_decimals(Str text)
{
    ptrdiff_t point = str_find(text, S("."), 0);
    return point < 0 ? 0 : (int)(text.len - point - 1);
}

/* ---- formulas ---- */

bool parallel_no_result(const XlsxCell *cell)
{
    return cell && cell->formula.ptr && !cell->text.len && !cell->is_text && !cell->is_error;
}

bool parallel_no_number(const XlsxCell *cell)
{
    return parallel_no_result(cell) || (cell && cell->is_error);
}

typedef struct Results {
    const BookSheet *sheet; /* of the first cell without a result */
    int64_t row;
    int col;
    int without, with, values; /* values: without, where values are read */
} Results;

static void look_at_results(const Parallel *p, const BookSheet *sheet, Results *r)
{
    for (int i = 0; i < sheet->rows.count; i++)
        for (int k = 0; k < sheet->columns.count; k++) {
            const BookColumn *c = &sheet->columns.items[k];
            const XlsxCell *cell = grid_cell(&sheet->grid, sheet->rows.items[i].row, c->col);
            if (c->is == IS_IGNORED || !cell || !cell->formula.ptr)
                continue;
            bool compared = c->is == IS_SCORE || c->is == IS_TOTAL || c->is == IS_RANK;
            bool none = parallel_no_result(cell);
            r->with += !none;
            r->without += none;
            r->values += none && !compared && p->own_values;
            if (none && !r->sheet)
                *r = (Results){sheet, cell->row, cell->col, r->without, r->with, r->values};
        }
}

bool parallel_results_there(Parallel *p)
{
    Results r = {0};
    Err fault = {0};
    for (int i = 0; i < p->sheets.count; i++)
        look_at_results(p, &p->sheets.items[i], &r);
    if (!r.without || (r.with && !r.values))
        return true;
    err_set(&fault, ERR_PARALLEL_NO_RESULT, {"count", arena_fmt(p->arena, "%d", r.without)});
    err_at_file(&fault, r.sheet->grid.file);
    err_at_cell(&fault, r.row, r.col);
    faults_add(p->faults, &fault);
    return false;
}

FormulaAsk parallel_formula(const Parallel *p, const BookSheet *sheet, const XlsxCell *cell)
{
    return (FormulaAsk){.grid = &sheet->grid,
                        .cell = cell,
                        .others = p->grids.items,
                        .nothers = p->grids.count,
                        .defined = p->defined.items,
                        .ndefined = p->defined.count};
}

const XlsxCell *parallel_other_formula(Parallel *p, const BookSheet *sheet,
                                       const BookColumn *column, const XlsxCell *cell, Str ours)
{
    AUTO_ARENA scratch = {0};
    if (!cell || !cell->formula.len || !ours.len)
        return NULL;
    Str own = formula_relative(&scratch, cell);
    const XlsxCell *best = NULL;
    int most = 0, formulas = 0;
    for (int i = 0; i < sheet->rows.count; i++) {
        const XlsxCell *a = grid_cell(&sheet->grid, sheet->rows.items[i].row, column->col);
        if (!a || !a->formula.len)
            continue;
        formulas++;
        Str text = formula_relative(&scratch, a);
        int same = 0;
        for (int k = 0; k < sheet->rows.count && k < 64 && !str_eq(text, own); k++) {
            const XlsxCell *b = grid_cell(&sheet->grid, sheet->rows.items[k].row, column->col);
            same += b && b->formula.len && str_eq(formula_relative(&scratch, b), text);
        }
        if (same > most) {
            most = same;
            best = a;
        }
        if (i > 64)
            break; /* what most rows have is known by then */
    }
    if (!best || most < 2 || 2 * most <= formulas)
        return NULL;
    /* theirs, filled into this cell */
    XlsxCell as = *cell;
    as.formula = best->formula;
    as.from_row = best->from_row ? best->from_row : best->row;
    as.from_col = best->from_row ? best->from_col : best->col;
    FormulaAsk ask = parallel_formula(p, sheet, &as);
    double x;
    return formula_value(&ask, &x) && parallel_prints(&scratch, x, ours) ? best : NULL;
}
