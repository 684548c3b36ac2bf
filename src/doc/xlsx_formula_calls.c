/* The functions of formulas. */
#include "doc/xlsx_formula_parts.h"

#include <math.h>
#include <stdio.h>

typedef struct Fold {
    double sum, least, most;
    int64_t count;
} Fold;

static void fold_one(Fold *f, double x)
{
    f->sum += x;
    f->least = f->count == 0 || x < f->least ? x : f->least;
    f->most = f->count == 0 || x > f->most ? x : f->most;
    f->count++;
}

/* The last row and column of an area that hold something. */
static XlsxArea within(const Value *v)
{
    XlsxArea a = v->area;
    a.last_row = a.last_row < v->grid->rows ? a.last_row : v->grid->rows;
    a.last_col = a.last_col < v->grid->cols ? a.last_col : v->grid->cols;
    return a;
}

static void fold_area(Reader *r, Fold *f, const Value *v, bool visible_only)
{
    XlsxArea a = within(v);
    double x;
    for (int64_t row = a.row; row <= a.last_row; row++)
        for (int col = a.col; col <= a.last_col && formula_visit(r); col++)
            if (!(visible_only && v->grid->row_hidden[row - 1]) &&
                formula_cell(v->grid, row, col, r->ask->text_counts, &x))
                fold_one(f, x);
}

/* ---- the list ---- */

typedef enum FunctionId {
    FN_SUM,
    FN_MIN,
    FN_MAX,
    FN_AVERAGE,
    FN_COUNT,
    FN_COUNTA,
    FN_ROUND,
    FN_ROUNDUP,
    FN_ROUNDDOWN,
    FN_ABS,
    FN_INT,
    FN_MOD,
    FN_N,
    FN_IF,
    FN_IFERROR,
    FN_AND,
    FN_OR,
    FN_NOT,
    FN_ISNUMBER,
    FN_ISERROR,
    FN_ISBLANK,
    FN_RANK,
    FN_RANK_AVG,
    FN_LARGE,
    FN_SMALL,
    FN_COUNTIF,
    FN_SUMIF,
    FN_AVERAGEIF,
    FN_SUMPRODUCT,
    FN_SUBTOTAL,
    FN_VLOOKUP,
    FN_HLOOKUP,
    FN_MATCH,
    FN_INDEX
} FunctionId;

static const struct {
    Str name;
    FunctionId id;
    int least, most; /* arguments */
} functions[] = {
    {SC("SUM"), FN_SUM, 1, FORMULA_ARGS},
    {SC("MIN"), FN_MIN, 1, FORMULA_ARGS},
    {SC("MAX"), FN_MAX, 1, FORMULA_ARGS},
    {SC("AVERAGE"), FN_AVERAGE, 1, FORMULA_ARGS},
    {SC("COUNT"), FN_COUNT, 1, FORMULA_ARGS},
    {SC("COUNTA"), FN_COUNTA, 1, FORMULA_ARGS},
    {SC("ROUND"), FN_ROUND, 2, 2},
    {SC("ROUNDUP"), FN_ROUNDUP, 2, 2},
    {SC("ROUNDDOWN"), FN_ROUNDDOWN, 2, 2},
    {SC("TRUNC"), FN_ROUNDDOWN, 2, 2},
    {SC("ABS"), FN_ABS, 1, 1},
    {SC("INT"), FN_INT, 1, 1},
    {SC("MOD"), FN_MOD, 2, 2},
    {SC("N"), FN_N, 1, 1},
    {SC("VALUE"), FN_N, 1, 1},
    {SC("IF"), FN_IF, 2, 3},
    {SC("IFERROR"), FN_IFERROR, 2, 2},
    {SC("IFNA"), FN_IFERROR, 2, 2},
    {SC("AND"), FN_AND, 1, FORMULA_ARGS},
    {SC("OR"), FN_OR, 1, FORMULA_ARGS},
    {SC("NOT"), FN_NOT, 1, 1},
    {SC("ISNUMBER"), FN_ISNUMBER, 1, 1},
    {SC("ISERROR"), FN_ISERROR, 1, 1},
    {SC("ISNA"), FN_ISERROR, 1, 1},
    {SC("ISBLANK"), FN_ISBLANK, 1, 1},
    {SC("RANK"), FN_RANK, 2, 3},
    {SC("RANK.EQ"), FN_RANK, 2, 3},
    {SC("RANK.AVG"), FN_RANK_AVG, 2, 3},
    {SC("LARGE"), FN_LARGE, 2, 2},
    {SC("SMALL"), FN_SMALL, 2, 2},
    {SC("COUNTIF"), FN_COUNTIF, 2, 2},
    {SC("SUMIF"), FN_SUMIF, 2, 3},
    {SC("AVERAGEIF"), FN_AVERAGEIF, 2, 3},
    {SC("SUMPRODUCT"), FN_SUMPRODUCT, 1, 6},
    {SC("SUBTOTAL"), FN_SUBTOTAL, 2, 2},
    {SC("VLOOKUP"), FN_VLOOKUP, 3, 4},
    {SC("HLOOKUP"), FN_HLOOKUP, 3, 4},
    {SC("MATCH"), FN_MATCH, 2, 3},
    {SC("INDEX"), FN_INDEX, 2, 3},
};

/* As a spreadsheet rounds: the 15 digits that it shows, half away from zero. */
static double rounded(Reader *r, double x, double places, FunctionId id)
{
    char text[40];
    Str plain;
    Dec value, cut;
    Err ignored = {0};
    int n = (int)places;
    if (isnan(x) || isnan(places))
        return (double)NAN;
    if (n < 0 || n > 10) {
        r->failed = true;
        return 0;
    }
    (void)snprintf(text, sizeof text, "%.17g", x);
    if (!cell_number(&r->scratch, str_from_z(text), (CellStyle){.kind = STYLE_NUMBER}, false,
                     &plain) ||
        !dec_parse(plain, &value, &ignored) || !dec_round(value, n, &cut, &ignored)) {
        r->failed = true;
        return 0;
    }
    int beyond = id == FN_ROUND ? 0 : dec_cmp(cut, value);
    bool up = value.coef >= 0;
    if (id == FN_ROUNDDOWN && (up ? beyond > 0 : beyond < 0))
        cut.coef -= up ? 1 : -1;
    if (id == FN_ROUNDUP && (up ? beyond < 0 : beyond > 0))
        cut.coef += up ? 1 : -1;
    return dec_to_f64(cut);
}

/* How many of the area are before x, and how many are x; false: an error. */
static bool places(Reader *r, Value v, double x, bool rising, int64_t *ret_before,
                   int64_t *ret_same)
{
    double y;
    *ret_before = *ret_same = 0;
    if (v.kind != AREA)
        return !(r->failed = true);
    XlsxArea a = within(&v);
    for (int64_t row = a.row; row <= a.last_row; row++)
        for (int col = a.col; col <= a.last_col && formula_visit(r); col++) {
            if (!formula_cell(v.grid, row, col, false, &y))
                continue;
            if (isnan(y))
                return false; /* an error among them is the result */
            *ret_before += rising ? y < x : y > x;
            *ret_same += y == x;
        }
    return !r->failed;
}

static double rank_of(Reader *r, const Value *args, int nargs, bool average)
{
    double x = formula_single(r, args[0]);
    bool rising = nargs > 2 && formula_single(r, args[2]) != 0;
    int64_t before, same;
    if (!places(r, args[1], x, rising, &before, &same) || same == 0)
        return (double)NAN; /* #N/A */
    return (double)(before + 1) + (average ? (double)(same - 1) / 2 : 0);
}

/* The k-th of an area: the number before which fewer than k stand, and k or more with its equals. */
static double kth(Reader *r, const Value *args, bool rising)
{
    double k = formula_single(r, args[1]), y;
    int64_t before, same;
    if (args[0].kind != AREA || !(k >= 1))
        return (double)NAN;
    XlsxArea a = within(&args[0]);
    for (int64_t row = a.row; row <= a.last_row; row++)
        for (int col = a.col; col <= a.last_col && !r->failed; col++)
            if (formula_cell(args[0].grid, row, col, false, &y) &&
                places(r, args[0], y, rising, &before, &same) && (double)before < k &&
                (double)(before + same) >= k)
                return y;
    return (double)NAN;
}

/* ---- by a condition ---- */

/* ">12.5", "甲区", or a number, as a test of cells. */
static Str test_of(Reader *r, Value v)
{
    v = formula_plain(r, v);
    return v.kind == TEXT ? v.text : arena_fmt(&r->scratch, "%.17g", v.number);
}

static bool is_test_of_text(Str test)
{
    return test.len > 0 && !(test.ptr[0] == '<' || test.ptr[0] == '>' || test.ptr[0] == '=') &&
           !((test.ptr[0] >= '0' && test.ptr[0] <= '9') || test.ptr[0] == '-' ||
             test.ptr[0] == '.');
}

static bool cell_meets(Reader *r, const XlsxGrid *grid, int64_t row, int col, Str test)
{
    double x;
    if (is_test_of_text(test)) {
        const XlsxCell *cell = grid_cell(grid, row, col);
        if (str_has(test, S("*")) || str_has(test, S("?")) || str_has(test, S("~")))
            r->failed = true;
        return cell && str_eq(cell->text, test);
    }
    return formula_cell(grid, row, col, false, &x) && formula_meets(test, x);
}

static double count_if(Reader *r, const Value *area, Str test)
{
    int64_t count = 0;
    if (area->kind != AREA)
        return formula_unknown(r).number;
    XlsxArea a = within(area);
    for (int64_t row = a.row; row <= a.last_row; row++)
        for (int col = a.col; col <= a.last_col && formula_visit(r); col++)
            count += cell_meets(r, area->grid, row, col, test);
    return (double)count;
}

/* Of each cell of the second area how often it stands in the first: what a count of places divides by. */
static Value counts_if(Reader *r, const Value *args)
{
    Value wanted;
    if (!r->arrays || args[1].kind == NUMBER || args[1].kind == TEXT ||
        (args[1].kind == AREA && args[1].area.row == args[1].area.last_row &&
         args[1].area.col == args[1].area.last_col))
        return formula_number(count_if(r, &args[0], test_of(r, args[1])));
    if (!formula_array(r, args[1], &wanted))
        return formula_unknown(r);
    double *items = arena_new(&r->scratch, double, wanted.rows *wanted.cols + 1);
    for (int64_t i = 0; i < wanted.rows * wanted.cols && !r->failed; i++)
        items[i] = count_if(r, &args[0], arena_fmt(&r->scratch, "%.17g", wanted.items[i]));
    wanted.items = items;
    return wanted;
}

static double sum_if(Reader *r, const Value *args, int nargs, bool average)
{
    Fold f = {0};
    const Value *from = nargs > 2 ? &args[2] : &args[0];
    double x;
    if (args[0].kind != AREA || from->kind != AREA)
        return formula_unknown(r).number;
    XlsxArea a = within(&args[0]);
    Str test = test_of(r, args[1]);
    for (int64_t row = a.row; row <= a.last_row; row++)
        for (int col = a.col; col <= a.last_col && formula_visit(r); col++)
            if (cell_meets(r, args[0].grid, row, col, test) &&
                formula_cell(from->grid, from->area.row + row - a.row, from->area.col + col - a.col,
                             r->ask->text_counts, &x))
                fold_one(&f, x);
    return !average ? f.sum : f.count ? f.sum / (double)f.count : (double)NAN;
}

static double sum_product(Reader *r, const Value *args, int nargs)
{
    Value arrays[6] = {0};
    double sum = 0;
    for (int i = 0; i < nargs; i++)
        if (!formula_array(r, args[i], &arrays[i]) || arrays[i].rows != arrays[0].rows ||
            arrays[i].cols != arrays[0].cols)
            return formula_unknown(r).number;
    for (int64_t k = 0; k < arrays[0].rows * arrays[0].cols; k++) {
        double product = 1;
        for (int i = 0; i < nargs; i++)
            product *= arrays[i].items[k];
        sum += product;
    }
    return sum;
}

/* ---- looked up ---- */

static bool same_value(const XlsxGrid *grid, int64_t row, int col, Value wanted)
{
    const XlsxCell *cell = grid_cell(grid, row, col);
    double x;
    if (wanted.kind == TEXT)
        return cell && cell->is_text && str_eq(cell->text, wanted.text);
    return formula_cell(grid, row, col, false, &x) && x == wanted.number;
}

/* Where in a row or column of the area something stands, from 1; 0: nowhere. Only the exact one is looked for. */
static int64_t stands_at(Reader *r, Value wanted, const Value *v, bool down)
{
    XlsxArea a = within(v);
    wanted = formula_plain(r, wanted);
    for (int64_t i = 0; i <= (down ? a.last_row - a.row : a.last_col - a.col) && formula_visit(r);
         i++)
        if (same_value(v->grid, a.row + (down ? i : 0), a.col + (int)(down ? 0 : i), wanted))
            return i + 1;
    return 0;
}

static Value cell_of(const Value *v, int64_t row, int64_t col)
{
    XlsxArea a = v->area;
    if (row < 1 || col < 1 || row > a.last_row - a.row + 1 || col > a.last_col - a.col + 1)
        return formula_number((double)NAN);
    Value cell = {.kind = AREA, .grid = v->grid};
    cell.area.row = cell.area.last_row = a.row + row - 1;
    cell.area.col = cell.area.last_col = a.col + (int)col - 1;
    return cell;
}

static Value lookup(Reader *r, const Value *args, int nargs, bool down)
{
    if (args[1].kind != AREA || nargs < 4 || formula_single(r, args[3]) != 0)
        return formula_unknown(r); /* the nearest one is asked for: the table may be in no order */
    int64_t at = stands_at(r, args[0], &args[1], down), other = (int64_t)formula_single(r, args[2]);
    return at ? cell_of(&args[1], down ? at : other, down ? other : at)
              : formula_number((double)NAN);
}

static Value match(Reader *r, const Value *args, int nargs)
{
    if (args[1].kind != AREA || nargs < 3 || formula_single(r, args[2]) != 0)
        return formula_unknown(r);
    bool down = args[1].area.row != args[1].area.last_row;
    int64_t at = stands_at(r, args[0], &args[1], down);
    return formula_number(at ? (double)at : (double)NAN);
}

static Value index_of(Reader *r, const Value *args, int nargs)
{
    if (args[0].kind != AREA)
        return formula_unknown(r);
    bool one_row = args[0].area.row == args[0].area.last_row;
    double a = formula_single(r, args[1]), b = nargs > 2 ? formula_single(r, args[2]) : 1;
    if (isnan(a) || isnan(b))
        return formula_number((double)NAN);
    if (nargs == 2 && one_row)
        return cell_of(&args[0], 1, (int64_t)a);
    return cell_of(&args[0], (int64_t)a, (int64_t)b);
}

/* ---- the rest ---- */

static double folded(Reader *r, FunctionId id, const Value *args, int nargs)
{
    Fold f = {0};
    for (int i = 0; i < nargs && !r->failed; i++) {
        if (args[i].kind == AREA)
            fold_area(r, &f, &args[i], false);
        else
            fold_one(&f, formula_single(r, args[i]));
    }
    switch (id) {
    case FN_MIN:
        return f.least;
    case FN_MAX:
        return f.most;
    case FN_COUNT:
        return (double)f.count;
    case FN_AVERAGE:
        return f.count ? f.sum / (double)f.count : (double)NAN;
    default:
        return f.sum;
    }
}

static double counted(Reader *r, const Value *args, int nargs)
{
    int64_t count = 0;
    for (int i = 0; i < nargs; i++) {
        if (args[i].kind != AREA) {
            count++;
            continue;
        }
        XlsxArea a = within(&args[i]);
        for (int64_t row = a.row; row <= a.last_row; row++)
            for (int col = a.col; col <= a.last_col && formula_visit(r); col++)
                count += grid_cell(args[i].grid, row, col) != NULL;
    }
    return (double)count;
}

static double subtotal(Reader *r, const Value *args)
{
    Fold f = {0};
    double kind = formula_single(r, args[0]);
    if ((kind != 9 && kind != 109) || args[1].kind != AREA)
        r->failed = true;
    else
        fold_area(r, &f, &args[1], kind == 109);
    return f.sum;
}

static Value all_of(Reader *r, const Value *args, int nargs, bool any)
{
    bool said = !any;
    for (int i = 0; i < nargs; i++) {
        double x = formula_single(r, args[i]);
        if (isnan(x))
            return formula_number(x);
        said = any ? said || x != 0 : said && x != 0;
    }
    return formula_number(said);
}

static Value is_kind(Reader *r, FunctionId id, Value v)
{
    if (id == FN_ISBLANK && v.kind == AREA)
        return formula_number(!grid_cell(v.grid, v.area.row, v.area.col));
    bool is_empty = v.kind == AREA && !grid_cell(v.grid, v.area.row, v.area.col);
    v = formula_plain(r, v);
    bool is_error = v.kind == NUMBER && isnan(v.number);
    return formula_number(id == FN_ISERROR ? is_error : v.kind == NUMBER && !is_error && !is_empty);
}

static Value chosen(Reader *r, const Value *args, int nargs)
{
    double x = formula_single(r, args[0]);
    if (isnan(x))
        return formula_number(x);
    return x != 0 ? args[1] : nargs > 2 ? args[2] : formula_number(0);
}

static Value of_one(Reader *r, FunctionId id, const Value *args)
{
    double x = formula_single(r, args[0]), y;
    switch (id) {
    case FN_ABS:
        return formula_number(x < 0 ? -x : x);
    case FN_INT:
        return formula_number(floor(x));
    case FN_MOD:
        y = formula_single(r, args[1]);
        return formula_number(y == 0 ? (double)NAN : x - y * floor(x / y));
    case FN_NOT:
        return formula_number(isnan(x) ? x : x == 0);
    case FN_N:
        return formula_number(x);
    default:
        return formula_number(rounded(r, x, formula_single(r, args[1]), id));
    }
}

static Value if_error(Reader *r, const Value *args)
{
    Value v = formula_plain(r, args[0]);
    return v.kind == NUMBER && isnan(v.number) ? args[1] : v;
}

static Value called(Reader *r, FunctionId id, const Value *args, int nargs)
{
    switch (id) {
    case FN_IF:
        return chosen(r, args, nargs);
    case FN_IFERROR:
        return if_error(r, args);
    case FN_AND:
    case FN_OR:
        return all_of(r, args, nargs, id == FN_OR);
    case FN_ISNUMBER:
    case FN_ISERROR:
    case FN_ISBLANK:
        return is_kind(r, id, args[0]);
    case FN_RANK:
    case FN_RANK_AVG:
        return formula_number(rank_of(r, args, nargs, id == FN_RANK_AVG));
    case FN_LARGE:
    case FN_SMALL:
        return formula_number(kth(r, args, id == FN_SMALL));
    case FN_COUNTIF:
        return counts_if(r, args);
    case FN_SUMIF:
    case FN_AVERAGEIF:
        return formula_number(sum_if(r, args, nargs, id == FN_AVERAGEIF));
    case FN_SUMPRODUCT:
        return formula_number(sum_product(r, args, nargs));
    case FN_SUBTOTAL:
        return formula_number(subtotal(r, args));
    case FN_VLOOKUP:
    case FN_HLOOKUP:
        return lookup(r, args, nargs, id == FN_VLOOKUP);
    case FN_MATCH:
        return match(r, args, nargs);
    case FN_INDEX:
        return index_of(r, args, nargs);
    case FN_COUNTA:
        return formula_number(counted(r, args, nargs));
    case FN_SUM:
    case FN_MIN:
    case FN_MAX:
    case FN_COUNT:
    case FN_AVERAGE:
        return formula_number(folded(r, id, args, nargs));
    default:
        return of_one(r, id, args);
    }
}

Value formula_call(Reader *r, Str name, const Value *args, int nargs)
{
    int known = -1;
    if (str_starts(name, S("_xlfn.")))
        name = str_sub(name, 6, name.len);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (str_eq(functions[i].name, name))
            known = (int)i;
    if (known < 0 || nargs < functions[known].least || nargs > functions[known].most)
        return formula_unknown(r);
    return called(r, functions[known].id, args, nargs);
}
