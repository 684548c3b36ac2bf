/* core/formula.h - an arithmetic expression over named columns (rule: formula), compiled once.
 *
 * expression: numbers as typed (no exponent), names (letters, digits, _, any character beyond ASCII;
 * or in 'single quotes'), + - * / and unary minus, comparisons < <= > >= == !=, and or not, and the functions
 * min max abs sqrt ln exp pow clip(x, low, high) round(x, decimals: a literal, half up in 1e-10)
 * if(condition, then, else). Two types, number and condition, checked when it is compiled: every fault
 * has the column where it stands. Depth and length have limits (LIMIT_FORMULA_*): a formula beyond
 * them is refused, and compiling takes linear time. A cell with any input that is not given, and a
 * result that is not finite (x / 0, ln of a negative), is VALUE_MISSING. No recursion at run time. */
#pragma once
#include "base/err.h"
#include "base/out.h"
#include "base/panel.h"

typedef struct Formula Formula;

/* ERR_FORMULA {column, found, expected} and its kin, with the column (in characters, from 1) as err->col. */
bool formula_compile(Arena *arena, Str text, Formula **ret_formula, Err *err);
int formula_ninputs(const Formula *formula);
Str formula_input(const Formula *formula, int i); /* names in order of first appearance */
/* Doubles of room that formula_run wants for blocks of n cells. */
int64_t formula_room(const Formula *formula, int n);
/* ret[n] from inputs[ninputs][n]. */
void formula_run(const Formula *formula, const double *const *inputs, int n, double *room,
                 double *ret);
/* In words, with the names replaced by their values where given: "min(招商 12.5, 10) × 2". */
void formula_words(Out *out, const Formula *formula, const Str *values);
