#include "doc/xlsx_formula.h"

#include "base/limits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 40, VISITS_MAX = 400 * 1000, ARGS_MAX = 32, AREAS_MAX = 16 };

typedef enum ValueKind { NUMBER, AREA, TEXT } ValueKind;

typedef struct Value {
    ValueKind kind;
    double number; /* NAN: an error such as a division by zero */
    XlsxArea area;
    Str text;
} Value;

typedef struct Reader {
    const FormulaAsk *ask;
    Arena scratch;
    Str text;
    ptrdiff_t at;
    int depth;
    int64_t visits;
    bool failed;
    XlsxArea areas[AREAS_MAX];
    int nareas;
} Reader;

static Value expression(Reader *r);

static Value number(double x)
{
    return (Value){.kind = NUMBER, .number = x};
}

static Value unknown(Reader *r)
{
    r->failed = true;
    return number(0);
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

/* The number of a cell; an empty one has none. `counts`: a number stored as text has one. */
static bool cell_value(const Reader *r, int64_t row, int col, bool counts, double *ret)
{
    const XlsxGrid *grid = r->ask->grid;
    const XlsxCell *cell = grid_cell(grid, row, col);
    *ret = (double)NAN;
    if (cell && cell->is_error)
        return true;
    if (!cell || (cell->is_text && !counts) || isnan(grid->numbers[cell - grid->cells]))
        return false;
    *ret = grid->numbers[cell - grid->cells];
    if (!cell->is_text && cell->style.kind == STYLE_PERCENT)
        *ret /= 100;
    return true;
}

static double single(Reader *r, Value v)
{
    double x = 0;
    if (v.kind == NUMBER)
        return v.number;
    if (v.kind == TEXT || v.area.row != v.area.last_row || v.area.col != v.area.last_col) {
        r->failed = true;
        return 0;
    }
    const XlsxCell *cell = grid_cell(r->ask->grid, v.area.row, v.area.col);
    if (!cell_value(r, v.area.row, v.area.col, true, &x) && cell && cell->text.len)
        return (double)NAN; /* #VALUE! */
    return x;
}

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

static void fold_area(Reader *r, Fold *f, const XlsxArea *a, bool visible_only)
{
    int64_t last = a->last_row < r->ask->grid->rows ? a->last_row : r->ask->grid->rows;
    int last_col = a->last_col < r->ask->grid->cols ? a->last_col : r->ask->grid->cols;
    double x;
    for (int64_t row = a->row; row <= last && !r->failed; row++)
        for (int col = a->col; col <= last_col; col++) {
            if (++r->visits > VISITS_MAX)
                r->failed = true;
            if (visible_only && r->ask->grid->row_hidden[row - 1])
                continue;
            if (cell_value(r, row, col, r->ask->text_counts, &x))
                fold_one(f, x);
        }
}

/* ---- functions ---- */

typedef enum FunctionId {
    FN_SUM,
    FN_MIN,
    FN_MAX,
    FN_AVERAGE,
    FN_COUNT,
    FN_ROUND,
    FN_ROUNDUP,
    FN_ROUNDDOWN,
    FN_ABS,
    FN_INT,
    FN_IF,
    FN_IFERROR,
    FN_RANK,
    FN_RANK_AVG,
    FN_COUNTIF,
    FN_SUMPRODUCT,
    FN_SUBTOTAL,
    FN_NONE
} FunctionId;

static const struct {
    Str name;
    FunctionId id;
    int least, most; /* arguments */
} functions[] = {
    {SC("SUM"), FN_SUM, 1, ARGS_MAX},
    {SC("MIN"), FN_MIN, 1, ARGS_MAX},
    {SC("MAX"), FN_MAX, 1, ARGS_MAX},
    {SC("AVERAGE"), FN_AVERAGE, 1, ARGS_MAX},
    {SC("COUNT"), FN_COUNT, 1, ARGS_MAX},
    {SC("ROUND"), FN_ROUND, 2, 2},
    {SC("ROUNDUP"), FN_ROUNDUP, 2, 2},
    {SC("ROUNDDOWN"), FN_ROUNDDOWN, 2, 2},
    {SC("ABS"), FN_ABS, 1, 1},
    {SC("INT"), FN_INT, 1, 1},
    {SC("IF"), FN_IF, 2, 3},
    {SC("IFERROR"), FN_IFERROR, 2, 2},
    {SC("RANK"), FN_RANK, 2, 3},
    {SC("RANK.EQ"), FN_RANK, 2, 3},
    {SC("RANK.AVG"), FN_RANK_AVG, 2, 3},
    {SC("COUNTIF"), FN_COUNTIF, 2, 2},
    {SC("SUMPRODUCT"), FN_SUMPRODUCT, 1, 3},
    {SC("SUBTOTAL"), FN_SUBTOTAL, 2, 2},
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

static double rank_of(Reader *r, const Value *args, int nargs, bool average)
{
    double x = single(r, args[0]), y;
    bool rising = nargs > 2 && single(r, args[2]) != 0;
    int64_t before = 0, same = 0;
    if (args[1].kind != AREA)
        r->failed = true;
    const XlsxArea *a = &args[1].area;
    for (int64_t row = a->row; !r->failed && row <= a->last_row && row <= r->ask->grid->rows; row++)
        for (int col = a->col; col <= a->last_col && col <= r->ask->grid->cols; col++) {
            if (++r->visits > VISITS_MAX)
                r->failed = true;
            if (!cell_value(r, row, col, false, &y))
                continue;
            before += rising ? y < x : y > x;
            same += y == x;
        }
    if (same == 0)
        return (double)NAN; /* #N/A */
    return (double)(before + 1) + (average ? (double)(same - 1) / 2 : 0);
}

/* ">12.5", "<=3", "7". */
static bool meets(Str test, double x)
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

static double count_if(Reader *r, const Value *args)
{
    char text[40];
    double x;
    int64_t count = 0;
    Str test = args[1].text;
    if (args[1].kind != TEXT) {
        (void)snprintf(text, sizeof text, "%.17g", single(r, args[1]));
        test = str_from_z(text);
    }
    if (args[0].kind != AREA)
        r->failed = true;
    const XlsxArea *a = &args[0].area;
    for (int64_t row = a->row; !r->failed && row <= a->last_row && row <= r->ask->grid->rows; row++)
        for (int col = a->col; col <= a->last_col && col <= r->ask->grid->cols; col++) {
            if (++r->visits > VISITS_MAX)
                r->failed = true;
            count += cell_value(r, row, col, false, &x) && meets(test, x);
        }
    return (double)count;
}

static double sum_product(Reader *r, const Value *args, int nargs)
{
    double sum = 0;
    int64_t rows = args[0].area.last_row - args[0].area.row;
    int cols = args[0].area.last_col - args[0].area.col;
    for (int i = 0; i < nargs; i++)
        if (args[i].kind != AREA || args[i].area.last_row - args[i].area.row != rows ||
            args[i].area.last_col - args[i].area.col != cols)
            r->failed = true;
    for (int64_t row = 0; row <= rows && !r->failed; row++)
        for (int col = 0; col <= cols; col++) {
            double product = 1, x;
            if (++r->visits > VISITS_MAX)
                r->failed = true;
            for (int i = 0; i < nargs; i++)
                product *= cell_value(r, args[i].area.row + row, args[i].area.col + col,
                                      r->ask->text_counts, &x)
                               ? x
                               : 0;
            sum += product;
        }
    return sum;
}

static double folded(Reader *r, FunctionId id, const Value *args, int nargs)
{
    Fold f = {0};
    for (int i = 0; i < nargs && !r->failed; i++) {
        if (args[i].kind == AREA)
            fold_area(r, &f, &args[i].area, false);
        else
            fold_one(&f, single(r, args[i]));
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

static double subtotal(Reader *r, const Value *args)
{
    Fold f = {0};
    double kind = single(r, args[0]);
    if ((kind != 9 && kind != 109) || args[1].kind != AREA)
        r->failed = true;
    else
        fold_area(r, &f, &args[1].area, kind == 109);
    return f.sum;
}

static Value called(Reader *r, FunctionId id, const Value *args, int nargs)
{
    double x;
    switch (id) {
    case FN_ROUND:
    case FN_ROUNDUP:
    case FN_ROUNDDOWN:
        return number(rounded(r, single(r, args[0]), single(r, args[1]), id));
    case FN_ABS:
        x = single(r, args[0]);
        return number(x < 0 ? -x : x);
    case FN_INT:
        return number(floor(single(r, args[0])));
    case FN_IF:
        x = single(r, args[0]);
        if (isnan(x))
            return number(x);
        return x != 0 ? args[1] : nargs > 2 ? args[2] : number(0);
    case FN_IFERROR:
        x = single(r, args[0]);
        return isnan(x) ? args[1] : number(x);
    case FN_RANK:
    case FN_RANK_AVG:
        return number(rank_of(r, args, nargs, id == FN_RANK_AVG));
    case FN_COUNTIF:
        return number(count_if(r, args));
    case FN_SUMPRODUCT:
        return number(sum_product(r, args, nargs));
    case FN_SUBTOTAL:
        return number(subtotal(r, args));
    default:
        return number(folded(r, id, args, nargs));
    }
}

static Value call(Reader *r, Str name)
{
    Value args[ARGS_MAX];
    int nargs = 0, known = -1;
    if (str_starts(name, S("_xlfn.")))
        name = str_sub(name, 6, name.len);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (str_eq(functions[i].name, name))
            known = (int)i;
    do {
        if (nargs == ARGS_MAX)
            return unknown(r);
        args[nargs++] = expression(r);
    } while (!r->failed && take(r, ','));
    if (r->failed || !take(r, ')') || known < 0 || nargs < functions[known].least ||
        nargs > functions[known].most)
        return unknown(r);
    return called(r, functions[known].id, args, nargs);
}

/* ---- references ---- */

/* "$F$12" moved with a shared formula. */
static bool reference(Reader *r, int64_t *ret_row, int *ret_col)
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
    if (!col || !row || (at < t.len && (t.ptr[at] == '(' || t.ptr[at] == '!')))
        return false;
    r->at = at;
    *ret_row = row + (cell->from_row && !row_fixed ? cell->row - cell->from_row : 0);
    *ret_col = col + (cell->from_row && !col_fixed ? cell->col - cell->from_col : 0);
    return *ret_row > 0 && *ret_col > 0;
}

static bool area(Reader *r, Value *ret)
{
    XlsxArea a;
    ptrdiff_t start = r->at;
    if (!reference(r, &a.row, &a.col)) {
        r->at = start;
        return false;
    }
    a.last_row = a.row;
    a.last_col = a.col;
    if (r->at < r->text.len && r->text.ptr[r->at] == ':') {
        r->at++;
        if (!reference(r, &a.last_row, &a.last_col) || a.last_row < a.row || a.last_col < a.col) {
            r->failed = true;
            return true;
        }
        if (r->nareas < AREAS_MAX)
            r->areas[r->nareas++] = a;
    }
    *ret = (Value){.kind = AREA, .area = a};
    return true;
}

/* ---- the grammar ---- */

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
}

static Value primary(Reader *r)
{
    char c = peek(r);
    Value v;
    if (take(r, '(')) {
        v = expression(r);
        return take(r, ')') ? v : unknown(r);
    }
    if (c == '"') {
        ptrdiff_t end = str_find(r->text, S("\""), r->at + 1);
        if (end < 0)
            return unknown(r);
        v = (Value){.kind = TEXT, .text = str_sub(r->text, r->at + 1, end)};
        r->at = end + 1;
        return v;
    }
    if ((c >= '0' && c <= '9') || c == '.') {
        char z[40], *end;
        (void)snprintf(z, sizeof z, "%.*s", STR_ARG(str_sub(r->text, r->at, r->at + 39)));
        v = number(strtod(z, &end));
        r->at += end - z;
        return end > z ? v : unknown(r);
    }
    if (area(r, &v))
        return v;
    ptrdiff_t start = r->at;
    while (r->at < r->text.len && is_letter(r->text.ptr[r->at]))
        r->at++;
    Str name = str_sub(r->text, start, r->at);
    return name.len && take(r, '(') ? call(r, name) : unknown(r);
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
        v = number(single(r, v) / 100);
    if (has_sign)
        v = number(negative ? -single(r, v) : single(r, v));
    return v;
}

static Value product(Reader *r)
{
    Value v = signed_value(r);
    for (char c = peek(r); !r->failed && (c == '*' || c == '/'); c = peek(r)) {
        r->at++;
        double left = single(r, v), right = single(r, signed_value(r));
        v = number(c == '*' ? left * right : right == 0 ? (double)NAN : left / right);
    }
    return v;
}

static Value sum(Reader *r)
{
    Value v = product(r);
    for (char c = peek(r); !r->failed && (c == '+' || c == '-'); c = peek(r)) {
        r->at++;
        double left = single(r, v), right = single(r, product(r));
        v = number(c == '+' ? left + right : left - right);
    }
    return v;
}

static Str as_text(Reader *r, Value v)
{
    if (v.kind == TEXT)
        return v.text;
    return arena_fmt(&r->scratch, "%.17g", single(r, v));
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

static Value expression(Reader *r)
{
    if (++r->depth > DEPTH_MAX)
        return unknown(r);
    Value v = joined(r);
    char c = peek(r);
    if (!r->failed && (c == '<' || c == '>' || c == '=')) {
        char sign[3] = {c, '\0', '\0'};
        r->at++;
        if (peek(r) == '=' || (c == '<' && peek(r) == '>'))
            sign[1] = r->text.ptr[r->at++];
        double left = single(r, v), right = single(r, joined(r));
        Str test = arena_fmt(&r->scratch, "%s%.17g", sign, right);
        v = isnan(left) || isnan(right) ? number((double)NAN) : number(meets(test, left));
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
    double x = single(&r, run(&r, ask));
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
