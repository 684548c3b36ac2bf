/* core/formula.h - an arithmetic expression over named columns (rule: formula), compiled once.
 *
 * expression: numbers as typed (no exponent), names (letters, digits, _, any character beyond ASCII;
 * or in 'single quotes'), + - * / and unary minus, comparisons < <= > >= == (or =) !=, and or not, and the functions
 * min max abs sqrt ln exp pow clip(x, low, high) round(x, decimals: a literal, half up in 1e-10)
 * if(condition, then, else). What is typed in Chinese (（）， × ÷ ≤ ≥ ≠ …) means the same. Or binds weakest, then
 * and, not, comparisons, + -, * /, unary minus. Two types, number and condition, checked when it is
 * compiled; the first fault has the column where it stands. Depth and length have limits
 * (LIMIT_FORMULA_*): a formula beyond them is refused, and compiling takes linear time.
 *
 * Before numbers are compared or rounded they become integers in 1e-10, as scores do (0.7 + 0.1 == 0.8);
 * those too large for it are taken as they are.
 *
 * A cell with any input that is not given is VALUE_MISSING. So is one where a number on the way to the
 * result is not finite (x / 0, ln of a negative, beyond what a double holds), be it under min or in a
 * comparison; only what `if` does not choose does not matter, nor what stands beside a false `and` or a true
 * `or`. No recursion at run time. */
#pragma once
#include "base/err.h"
#include "base/out.h"
#include "base/panel.h"

typedef struct Formula Formula;

/* ERR_FORMULA_… {column, found}, ERR_LIMIT; the column (in characters, from 1) is err->col too, err->row is the
 * caller's. */
bool formula_compile(Arena *arena, Str text, Formula **ret_formula, Err *err);
int formula_ninputs(const Formula *formula);
Str formula_input(const Formula *formula, int i); /* names in order of first appearance */
/* Doubles of room that formula_run wants for blocks of n cells. */
int64_t formula_room(const Formula *formula, int n);
/* ret[n] from inputs[ninputs][n]; ret is none of the inputs. */
void formula_run(const Formula *formula, const double *const *inputs, int n, double *room,
                 double *ret);
/* In words, with the names replaced by their values where given: "min(招商 12.5, 10) × 2". */
void formula_words(Out *out, const Formula *formula, const Str *values);
