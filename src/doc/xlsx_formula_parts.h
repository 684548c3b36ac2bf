/* doc/xlsx_formula_parts.h - what the two files of formulas share: values, and the reader of one formula. */
#pragma once
#include "doc/xlsx_formula.h"

enum { FORMULA_VISITS = 400 * 1000, FORMULA_ARGS = 32, FORMULA_AREAS = 16 };

typedef enum ValueKind { NUMBER, AREA, TEXT, ARRAY } ValueKind;

typedef struct Value {
    ValueKind kind;
    double number;        /* NAN: an error such as a division by zero */
    const XlsxGrid *grid; /* of an area */
    XlsxArea area;
    Str text;
    const double *items; /* of an array, row by row */
    int64_t rows;
    int cols;
} Value;

typedef struct Reader {
    const FormulaAsk *ask;
    Arena scratch;
    Str text;
    ptrdiff_t at;
    int depth, arrays; /* arrays: within SUMPRODUCT, where an area may be reckoned with */
    int64_t visits;
    bool failed, named; /* named: the text of a defined name */
    XlsxArea areas[FORMULA_AREAS];
    int nareas;
} Reader;

Value formula_number(double x);
Value formula_unknown(Reader *r);
/* False, and the reader has failed, where it has looked at too many cells. */
bool formula_visit(Reader *r);
/* The number of a cell; an empty one has none. `counts`: a number stored as text has one. */
bool formula_cell(const XlsxGrid *grid, int64_t row, int col, bool counts, double *ret);
/* One number; of an area of one cell its own. */
double formula_single(Reader *r, Value v);
/* A number or a text; of an area of one cell its own. */
Value formula_plain(Reader *r, Value v);
bool formula_meets(Str test, double x);
/* An array of an area or a number; false where it is too large. */
bool formula_array(Reader *r, Value v, Value *ret);
Value formula_call(Reader *r, Str name, const Value *args, int nargs);
