/* The grammar of formulas: references, names, arithmetic, comparisons. */
#include "base/limits.h"
#include "doc/xlsx_formula_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH_MAX = 40 };

static Value expression(Reader *r);

Value formula_number(double x)
{
    return (Value){.kind = NUMBER, .number = x};
}

Value formula_unknown(Reader *r)
{
    r->failed = true;
    return formula_number(0);
}

bool formula_visit(Reader *r)
{
    if (++r->visits > FORMULA_VISITS)
        r->failed = true;
    return !r->failed;
}

static char peek(Reader *r)
{
    while (r->at < r->text.len && (r->text.ptr[r->at] == ' ' || r->text.ptr[r->at] == '\n'))
        r->at++;
    return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static bool take(Reader *r, char c)
{
    if (peek(r) != c)
        return false;
    r->at++;
    return true;
}

/* ---- cells ---- */

bool formula_cell(const XlsxGrid *grid, int64_t row, int col, bool counts, double *ret)
{
    const XlsxCell *cell = grid_cell(grid, row, col);
    *ret = (double)NAN;
    if (cell && cell->is_error)
        return true;
    if (!cell || !grid->numbers || (cell->is_text && !counts) ||
        isnan(grid->numbers[cell - grid->cells]))
        return false;
    *ret = grid->numbers[cell - grid->cells];
    if (!cell->is_text && cell->style.kind == STYLE_PERCENT)
        *ret /= 100;
    return true;
}

static bool is_one_cell(const Value *v)
{
    return v->area.row == v->area.last_row && v->area.col == v->area.last_col;
}

double formula_single(Reader *r, Value v)
{
    double x = 0;
    if (v.kind == NUMBER)
        return v.number;
    if (v.kind != AREA || !is_one_cell(&v)) {
        r->failed = true;
        return 0;
    }
    const XlsxCell *cell = grid_cell(v.grid, v.area.row, v.area.col);
    if (!formula_cell(v.grid, v.area.row, v.area.col, true, &x) && cell && cell->text.len)
        return (double)NAN; /* #VALUE! */
    return x == x || (cell && cell->text.len) ? x : 0;
}

Value formula_plain(Reader *r, Value v)
{
    if (v.kind != AREA || !is_one_cell(&v))
        return v.kind == TEXT ? v : formula_number(formula_single(r, v));
    const XlsxCell *cell = grid_cell(v.grid, v.area.row, v.area.col);
    if (cell && cell->is_text && !cell->is_error)
        return (Value){.kind = TEXT, .text = cell->text};
    return formula_number(formula_single(r, v));
}

bool formula_array(Reader *r, Value v, Value *ret)
{
    if (v.kind == ARRAY || v.kind == TEXT) {
        *ret = v;
        return v.kind == ARRAY;
    }
    int64_t rows = v.kind == AREA ? v.area.last_row - v.area.row + 1 : 1;
    int cols = v.kind == AREA ? v.area.last_col - v.area.col + 1 : 1;
    if (rows * cols > FORMULA_VISITS - r->visits)
        return !(r->failed = true);
    r->visits += rows * cols;
    double *items = arena_new(&r->scratch, double, rows *cols);
    for (int64_t i = 0; i < rows * cols; i++) {
        double x = v.number;
        if (v.kind == AREA && !formula_cell(v.grid, v.area.row + i / cols,
                                            v.area.col + (int)(i % cols), r->ask->text_counts, &x))
            x = 0;
        items[i] = x;
    }
    *ret = (Value){.kind = ARRAY, .items = items, .rows = rows, .cols = cols};
    return true;
}

/* ">12.5", "<=3", "7". */
bool formula_meets(Str test, double x)
{
    static const Str signs[] = {SC(">="), SC("<="), SC("<>"), SC(">"), SC("<"), SC("=")};
    int sign = 5;
    for (int i = 5; i >= 0; i--)
        if (str_starts(test, signs[i]))
            sign = i;
    if (str_starts(test, signs[sign]))
        test = str_sub(test, signs[sign].len, test.len);
    char z[64];
    (void)snprintf(z, sizeof z, "%.*s", STR_ARG(test));
    double y = strtod(z, NULL);
    switch (sign) {
    case 0:
        return x >= y;
    case 1:
        return x <= y;
    case 2:
        return x != y;
    case 3:
        return x > y;
    case 4:
        return x < y;
    default:
        return x == y;
    }
}

/* ---- references ---- */

static const XlsxGrid *sheet_named(const Reader *r, Str name)
{
    for (int i = 0; i < r->ask->nothers; i++)
        if (str_eq(r->ask->others[i]->name, name))
            return r->ask->others[i];
    return str_eq(r->ask->grid->name, name) ? r->ask->grid : NULL;
}

/* Letters, digits, and what stands in no sign of a formula: a name, or the word before "!". */
static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || (unsigned char)c >= 0x80;
}

/* "完成情况!", "'6月 表'!": the sheet of what follows. The formula's own where nothing is said; false: another workbook's, or none. */
static bool sheet_before(Reader *r, const XlsxGrid **ret)
{
    ptrdiff_t at = r->at;
    Str t = r->text;
    *ret = r->ask->grid;
    if (at < t.len && t.ptr[at] == '[')
        return !(r->failed = true);
    if (at < t.len && t.ptr[at] == '\'') {
        ptrdiff_t end = str_find(t, S("'!"), at + 1);
        *ret = end < 0 ? NULL : sheet_named(r, str_sub(t, at + 1, end));
        r->at = end < 0 ? t.len : end + 2;
        r->failed |= !*ret;
        return *ret != NULL;
    }
    while (at < t.len && is_letter(t.ptr[at]))
        at++;
    if (at == r->at || at >= t.len || t.ptr[at] != '!')
        return true;
    *ret = sheet_named(r, str_sub(t, r->at, at));
    r->at = at + 1;
    r->failed |= !*ret;
    return *ret != NULL;
}

/* "$F$12" moved with a shared formula; "$F": a whole column, row 0. */
static bool reference(Reader *r, bool whole, int64_t *ret_row, int *ret_col)
{
    const XlsxCell *cell = r->ask->cell;
    ptrdiff_t at = r->at;
    Str t = r->text;
    int col = 0;
    int64_t row = 0;
    bool col_fixed = at < t.len && t.ptr[at] == '$';
    at += col_fixed;
    for (; at < t.len && t.ptr[at] >= 'A' && t.ptr[at] <= 'Z' && col <= LIMIT_XLSX_COLUMNS; at++)
        col = col * 26 + t.ptr[at] - 'A' + 1;
    bool row_fixed = at < t.len && t.ptr[at] == '$';
    at += row_fixed;
    for (; at < t.len && t.ptr[at] >= '0' && t.ptr[at] <= '9' && row <= LIMIT_XLSX_ROWS; at++)
        row = row * 10 + t.ptr[at] - '0';
    bool ends = at >= t.len || !(t.ptr[at] == '(' || t.ptr[at] == '!' || is_letter(t.ptr[at]));
    if (!col || !ends || (whole ? row || row_fixed : !row))
        return false;
    r->at = at;
    bool moves = cell->from_row && !r->named;
    *ret_row = row + (moves && !row_fixed && !whole ? cell->row - cell->from_row : 0);
    *ret_col = col + (moves && !col_fixed ? cell->col - cell->from_col : 0);
    return (whole || *ret_row > 0) && *ret_col > 0;
}

static bool area_of(Reader *r, bool whole, XlsxArea *a)
{
    ptrdiff_t start = r->at;
    if (!reference(r, whole, &a->row, &a->col)) {
        r->at = start;
        return false;
    }
    a->last_row = a->row;
    a->last_col = a->col;
    bool spans = r->at < r->text.len && r->text.ptr[r->at] == ':';
    if (whole && !spans) {
        r->at = start;
        return false;
    }
    if (!spans)
        return true;
    r->at++;
    if (!reference(r, whole, &a->last_row, &a->last_col) || a->last_row < a->row ||
        a->last_col < a->col)
        r->failed = true;
    return true;
}

static bool area(Reader *r, Value *ret)
{
    XlsxArea a;
    const XlsxGrid *grid;
    ptrdiff_t start = r->at;
    if (!sheet_before(r, &grid))
        return true;
    bool whole = false;
    bool found = area_of(r, false, &a) || (whole = area_of(r, true, &a));
    if (!found) {
        r->failed |= r->at != start; /* a sheet, and no cell of it: #REF! */
        return r->failed;
    }
    if (whole) {
        a.row = 1;
        a.last_row = grid->rows;
    }
    bool spans = str_has(str_sub(r->text, start, r->at), S(":"));
    if (!r->failed && spans && grid == r->ask->grid && r->nareas < FORMULA_AREAS)
        r->areas[r->nareas++] = a;
    *ret = (Value){.kind = AREA, .grid = grid, .area = a};
    return true;
}

/* A name of the workbook: its text is read where it stands. */
static Value named(Reader *r, Str name)
{
    for (int i = 0; i < r->ask->ndefined; i++) {
        const XlsxDefined *d = &r->ask->defined[i];
        if (!str_eq(d->name, name) || r->named)
            continue;
        Str text = r->text;
        ptrdiff_t at = r->at;
        r->text = d->text;
        r->at = 0;
        r->named = true;
        Value v = expression(r);
        if (peek(r) != '\0')
            r->failed = true;
        r->text = text;
        r->at = at;
        r->named = false;
        return v;
    }
    return formula_unknown(r);
}

/* ---- the grammar ---- */

static Value call(Reader *r, Str name)
{
    Value args[FORMULA_ARGS];
    int nargs = 0;
    bool arrays = str_eq(name, S("SUMPRODUCT"));
    r->arrays += arrays;
    do {
        if (nargs == FORMULA_ARGS)
            return formula_unknown(r);
        args[nargs++] = expression(r);
    } while (!r->failed && take(r, ','));
    if (r->failed || !take(r, ')'))
        return formula_unknown(r);
    Value v = formula_call(r, name, args, nargs);
    r->arrays -= arrays;
    return v;
}

static Value primary(Reader *r)
{
    char c = peek(r);
    Value v;
    if (take(r, '(')) {
        v = expression(r);
        return take(r, ')') ? v : formula_unknown(r);
    }
    if (c == '"') {
        ptrdiff_t end = str_find(r->text, S("\""), r->at + 1);
        if (end < 0)
            return formula_unknown(r);
        v = (Value){.kind = TEXT, .text = str_sub(r->text, r->at + 1, end)};
        r->at = end + 1;
        return v;
    }
    if ((c >= '0' && c <= '9') || c == '.') {
        char z[40], *end;
        (void)snprintf(z, sizeof z, "%.*s", STR_ARG(str_sub(r->text, r->at, r->at + 39)));
        v = formula_number(strtod(z, &end));
        r->at += end - z;
        return end > z ? v : formula_unknown(r);
    }
    if (area(r, &v))
        return v;
    ptrdiff_t start = r->at;
    while (r->at < r->text.len && is_letter(r->text.ptr[r->at]))
        r->at++;
    Str name = str_sub(r->text, start, r->at);
    if (!name.len)
        return formula_unknown(r);
    if (str_eq(name, S("TRUE")) || str_eq(name, S("FALSE"))) { /* FALSE() as well */
        if (take(r, '(') && !take(r, ')'))
            return formula_unknown(r);
        return formula_number(str_eq(name, S("TRUE")));
    }
    return take(r, '(') ? call(r, name) : named(r, name);
}

typedef enum Sign { ADD, TAKE, TIMES, OVER, LESS, LESS_SAME, SAME, OTHER, MORE, MORE_SAME } Sign;

static double reckon(Sign sign, double a, double b)
{
    switch (sign) {
    case ADD:
        return a + b;
    case TAKE:
        return a - b;
    case TIMES:
        return a * b;
    case OVER:
        return b == 0 ? (double)NAN : a / b;
    default:
        break;
    }
    if (isnan(a) || isnan(b))
        return (double)NAN;
    bool less = a < b, same = a == b;
    bool is[] = {[LESS] = less,   [LESS_SAME] = less || same, [SAME] = same,
                 [OTHER] = !same, [MORE] = !less && !same,    [MORE_SAME] = !less};
    return is[sign];
}

/* Two arrays of one shape, or an array and a number. */
static Value reckon_arrays(Reader *r, Sign sign, Value left, Value right)
{
    Value a, b;
    if (!formula_array(r, left, &a) || !formula_array(r, right, &b))
        return formula_unknown(r);
    bool a_one = a.rows * a.cols == 1, b_one = b.rows * b.cols == 1;
    const Value *shape = a_one ? &b : &a;
    if (!a_one && !b_one && (a.rows != b.rows || a.cols != b.cols))
        return formula_unknown(r);
    double *items = arena_new(&r->scratch, double, shape->rows * shape->cols);
    for (int64_t i = 0; i < shape->rows * shape->cols; i++)
        items[i] = reckon(sign, a.items[a_one ? 0 : i], b.items[b_one ? 0 : i]);
    return (Value){.kind = ARRAY, .items = items, .rows = shape->rows, .cols = shape->cols};
}

static Value both(Reader *r, Sign sign, Value left, Value right)
{
    bool arrays = left.kind == ARRAY || right.kind == ARRAY ||
                  (left.kind == AREA && !is_one_cell(&left)) ||
                  (right.kind == AREA && !is_one_cell(&right));
    if (r->failed)
        return formula_number(0);
    if (arrays && r->arrays)
        return reckon_arrays(r, sign, left, right);
    if (sign == SAME || sign == OTHER) {
        left = formula_plain(r, left);
        right = formula_plain(r, right);
        if (left.kind == TEXT && right.kind == TEXT)
            return formula_number(str_eq(left.text, right.text) == (sign == SAME));
        if (left.kind != right.kind && !isnan(left.number) && !isnan(right.number))
            return formula_number(sign == OTHER);
    }
    return formula_number(reckon(sign, formula_single(r, left), formula_single(r, right)));
}

static Value signed_value(Reader *r)
{
    bool negative = false, has_sign = false;
    for (char c = peek(r); c == '-' || c == '+'; c = peek(r)) {
        negative ^= c == '-';
        has_sign = true;
        r->at++;
    }
    Value v = primary(r);
    while (!r->failed && take(r, '%'))
        v = both(r, OVER, v, formula_number(100));
    return has_sign ? both(r, TIMES, v, formula_number(negative ? -1 : 1)) : v;
}

static Value product(Reader *r)
{
    Value v = signed_value(r);
    for (char c = peek(r); !r->failed && (c == '*' || c == '/'); c = peek(r)) {
        r->at++;
        Value right = signed_value(r);
        v = both(r, c == '*' ? TIMES : OVER, v, right);
    }
    return v;
}

static Value sum(Reader *r)
{
    Value v = product(r);
    for (char c = peek(r); !r->failed && (c == '+' || c == '-'); c = peek(r)) {
        r->at++;
        Value right = product(r);
        v = both(r, c == '+' ? ADD : TAKE, v, right);
    }
    return v;
}

static Str as_text(Reader *r, Value v)
{
    v = formula_plain(r, v);
    return v.kind == TEXT ? v.text : arena_fmt(&r->scratch, "%.17g", v.number);
}

static Value joined(Reader *r)
{
    Value v = sum(r);
    while (!r->failed && take(r, '&')) {
        Str left = as_text(r, v), right = as_text(r, sum(r));
        v = (Value){.kind = TEXT,
                    .text = arena_fmt(&r->scratch, "%.*s%.*s", STR_ARG(left), STR_ARG(right))};
    }
    return v;
}

/* "<", ">=", "<>" …; false: none. */
static bool comparison(Reader *r, Sign *ret)
{
    char c = peek(r);
    if (r->failed || (c != '<' && c != '>' && c != '='))
        return false;
    r->at++;
    bool or_same = c != '=' && take(r, '=');
    bool other = c == '<' && !or_same && take(r, '>');
    *ret = c == '='   ? SAME
           : other    ? OTHER
           : c == '<' ? (or_same ? LESS_SAME : LESS)
           : or_same  ? MORE_SAME
                      : MORE;
    return true;
}

static Value expression(Reader *r)
{
    Sign sign;
    if (++r->depth > DEPTH_MAX)
        return formula_unknown(r);
    Value v = joined(r);
    if (comparison(r, &sign)) {
        Value right = joined(r);
        v = both(r, sign, v, right);
    }
    r->depth--;
    return v;
}

static Value run(Reader *r, const FormulaAsk *ask)
{
    r->ask = ask;
    r->text = ask->cell->formula;
    Value v = expression(r);
    if (peek(r) != '\0')
        r->failed = true;
    return v;
}

bool formula_value(const FormulaAsk *ask, double *ret_value)
{
    Reader r = {0};
    if (ask->cell->formula.len == 0)
        return false;
    double x = formula_single(&r, run(&r, ask));
    arena_done(&r.scratch);
    *ret_value = x;
    return !r.failed && !isnan(x);
}

int formula_areas(const FormulaAsk *ask, XlsxArea *ret_areas, int max)
{
    Reader r = {0};
    int count = 0;
    if (ask->cell->formula.len == 0)
        return 0;
    (void)run(&r, ask);
    arena_done(&r.scratch);
    for (int i = 0; i < r.nareas && count < max; i++)
        ret_areas[count++] = r.areas[i];
    return count;
}

static void offset(Out *out, char axis, int64_t own, int64_t at, bool fixed)
{
    out_c(out, axis);
    if (!fixed)
        out_c(out, '~');
    out_i64(out, fixed ? at : at - own);
}

Str formula_relative(Arena *arena, const XlsxCell *cell)
{
    XlsxGrid none = {0};
    FormulaAsk ask = {.grid = &none, .cell = cell};
    Reader r = {.ask = &ask, .text = cell->formula};
    Out out = out_new(arena, (size_t)cell->formula.len * 24 + 64);
    bool quoted = false;
    while (r.at < r.text.len) {
        ptrdiff_t start = r.at;
        int64_t row;
        int col;
        bool begins = !quoted && (start == 0 || !is_letter(r.text.ptr[start - 1]));
        if (begins && reference(&r, false, &row, &col)) {
            Str said = str_sub(r.text, start, r.at);
            bool row_fixed = str_find(said, S("$"), 1) > 0;
            offset(&out, 'R', cell->row, row, row_fixed);
            offset(&out, 'C', cell->col, col, said.ptr[0] == '$');
            continue;
        }
        r.at = start;
        quoted ^= r.text.ptr[r.at] == '"';
        out_c(&out, r.text.ptr[r.at++]);
    }
    return out_str(&out);
}
