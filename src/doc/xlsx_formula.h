/* doc/xlsx_formula.h - a formula of a sheet worked out again over the stored values of its cells.
 *
 * Only to tell why a stored result is what it is: the sums, roundings and ranks of score sheets. What
 * it does not know (other workbooks, the nearest of a table, most functions) it does not guess: false.
 * Callers: app/score/parallel_parts. */
#pragma once
#include "doc/xlsx_grid.h"

typedef struct FormulaAsk {
    const XlsxGrid *grid;
    const XlsxCell *cell; /* that has the formula */
    bool text_counts;     /* SUM and the like take a number that is stored as text for one */
    const XlsxGrid *const *others; /* the workbook's sheets, and … */
    const XlsxDefined *defined;    /* … its names, as far as they are known */
    int nothers, ndefined;
} FormulaAsk;

bool formula_value(const FormulaAsk *ask, double *ret_value);
/* Areas of more than one cell that it names, in its order; returns how many of them, at most max. */
int formula_areas(const FormulaAsk *ask, XlsxArea *ret_areas, int max);
/* The formula with its references as distances from its own cell: the same in all rows where it was filled down. */
Str formula_relative(Arena *arena, const XlsxCell *cell);
