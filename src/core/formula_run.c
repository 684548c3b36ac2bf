#include "base/limits.h"
#include "core/formula_code.h"
#include "core/num.h"
#include "core/score.h"

#include <assert.h>

static const double EXACT = 4503599627370496.0; /* 2^52: from here on there are no halves */
/* More than an integer in 1e-10 can be off by rounding: 2^-53 of the largest there is. */
static const double CLEARLY = 1e-6;
enum {
    PIECE = 256, /* cells at a time: the columns of an ordinary formula stay in the nearest cache */
    /* each open bracket or sign keeps an operand waiting for or, and, a comparison, + and *, and two of a
       function */
    STACK_MAX = (LIMIT_FORMULA_DEPTH + 1) * 7 + 1
};

int formula_ninputs(const Formula *formula)
{
    return formula->ninputs;
}

Str formula_input(const Formula *formula, int i)
{
    return formula->inputs[i];
}

int64_t formula_room(const Formula *formula, int n)
{
    return (int64_t)formula->depth * (n < PIECE ? n : PIECE);
}

/* x, or NaN where it is not finite. */
static inline double checked(double x)
{
    return x - x == 0 ? x : panel_nan(VALUE_MISSING);
}

/* a against b: -1, 0, 1. Both become integers in 1e-10 first, so that 0.7 + 0.1 is 0.8; what is too large for
 * that has no such digits. */
static int against(double a, double b)
{
    int64_t p, q;
    double off = a - b;
    if (off > CLEARLY || off < -CLEARLY)
        return off > 0 ? 1 : -1;
    if (score_quantise(a, &p) && score_quantise(b, &q))
        return (p > q) - (p < q);
    return (a > b) - (a < b);
}

static bool is_so(Step step, int order)
{
    switch (step) {
    case STEP_LESS:
        return order < 0;
    case STEP_LESS_EQUAL:
        return order <= 0;
    case STEP_MORE:
        return order > 0;
    case STEP_MORE_EQUAL:
        return order >= 0;
    case STEP_EQUAL:
        return order == 0;
    default:
        return order != 0;
    }
}

static double compared(Step step, double a, double b)
{
    if (a != a || b != b)
        return panel_nan(VALUE_MISSING);
    return is_so(step, against(a, b)) ? 1 : 0;
}

static double power(double a, double b)
{
    return a != a || b != b ? panel_nan(VALUE_MISSING) : checked(num_pow(a, b));
}

static inline double lesser(double a, double b)
{
    return a != a || a < b ? a : b;
}

static inline double greater(double a, double b)
{
    return a != a || a > b ? a : b;
}

/* One false settles it, whatever the other; likewise one true of `either`. */
static inline double both(double a, double b)
{
    return a == 0 || b == 0 ? 0 : a != a ? a : b;
}

static inline double either(double a, double b)
{
    return a == 1 || b == 1 ? 1 : a != a ? a : b;
}

static double rounded(double x, int decimals)
{
    int64_t q, size = 1;
    if (score_quantise(x, &q))
        return score_round(q, decimals, &q) ? (double)q / (double)SCORE_ONE : x;
    for (int i = 0; i < decimals; i++)
        size *= 10;
    double y = x * (double)size + 0.5;
    if (!(y < EXACT && y > -EXACT))
        return x; /* no such decimals, or no number at all */
    double down = (double)(int64_t)y;
    return (down > y ? down - 1 : down) / (double)size;
}

static void run_one(const FormulaStep *step, const double *a, int n, double *ret)
{
#define EACH(expression)                                                                           \
    for (int i = 0; i < n; i++)                                                                    \
        ret[i] = (expression);                                                                     \
    break
    switch (step->step) {
    case STEP_MINUS:
        EACH(-a[i]);
    case STEP_NOT:
        EACH(1 - a[i]);
    case STEP_ABS:
        EACH(a[i] < 0 ? -a[i] : a[i]);
    case STEP_SQRT:
        EACH(num_sqrt(a[i]));
    case STEP_LN:
        EACH(checked(num_log(a[i])));
    case STEP_EXP:
        EACH(checked(num_exp(a[i])));
    default:
        EACH(rounded(a[i], step->at));
    }
}

static void run_two(Step step, const double *a, const double *b, int n, double *ret)
{
    switch (step) {
    case STEP_ADD:
        EACH(checked(a[i] + b[i]));
    case STEP_SUBTRACT:
        EACH(checked(a[i] - b[i]));
    case STEP_MULTIPLY:
        EACH(checked(a[i] * b[i]));
    case STEP_DIVIDE:
        EACH(checked(a[i] / b[i]));
    case STEP_POW:
        EACH(power(a[i], b[i]));
    case STEP_MIN:
        EACH(lesser(a[i], b[i]));
    case STEP_MAX:
        EACH(greater(a[i], b[i]));
    case STEP_AND:
        EACH(both(a[i], b[i]));
    case STEP_OR:
        EACH(either(a[i], b[i]));
    default:
        EACH(compared(step, a[i], b[i]));
    }
}

static void run_three(Step step, const double *a, const double *b, const double *c, int n,
                      double *ret)
{
    switch (step) {
    case STEP_CLIP:
        EACH(lesser(greater(a[i], b[i]), c[i]));
    default:
        EACH(a[i] != a[i] ? a[i] : a[i] != 0 ? b[i] : c[i]);
    }
#undef EACH
}

static int operands_of(Step step)
{
    if (step <= STEP_INPUT)
        return 0;
    return step < STEP_ADD ? 1 : step < STEP_CLIP ? 2 : 3;
}

/* Cells [from, from + n): place p of the stack is an input, or p * n of room. */
static void run_piece(const Formula *formula, const double *const *inputs, int from, int n,
                      double *room, double *ret)
{
    const double *stack[STACK_MAX];
    int top = 0;
    assert(formula->depth <= STACK_MAX);
    for (int s = 0; s < formula->nsteps; s++) {
        const FormulaStep *step = &formula->steps[s];
        int operands = operands_of(step->step);
        top -= operands;
        double *to = s == formula->nsteps - 1 ? ret : room + (ptrdiff_t)top * n;
        if (step->step == STEP_INPUT) {
            stack[top++] = inputs[step->at] + from;
            continue;
        }
        if (step->step == STEP_NUMBER)
            for (int i = 0; i < n; i++)
                to[i] = step->number;
        else if (operands == 1)
            run_one(step, stack[top], n, to);
        else if (operands == 2)
            run_two(step->step, stack[top], stack[top + 1], n, to);
        else
            run_three(step->step, stack[top], stack[top + 1], stack[top + 2], n, to);
        stack[top++] = to;
    }
    for (int i = 0; i < n; i++)
        ret[i] = checked(stack[0][i]);
    for (int k = 0; k < formula->ninputs; k++)
        for (int i = 0; i < n; i++)
            ret[i] = inputs[k][from + i] == inputs[k][from + i] ? ret[i] : panel_nan(VALUE_MISSING);
}

void formula_run(const Formula *formula, const double *const *inputs, int n, double *room,
                 double *ret)
{
    for (int from = 0; from < n; from += PIECE)
        run_piece(formula, inputs, from, n - from < PIECE ? n - from : PIECE, room, ret + from);
}

void formula_words(Out *out, const Formula *formula, const Str *values)
{
    for (int i = 0; i < formula->nwords; i++) {
        const FormulaWord *word = &formula->words[i];
        if (word->kind == WORD_INFIX)
            out_c(out, ' ');
        out_s(out, word->text);
        if (word->kind == WORD_NAME && values && values[word->input].len > 0) {
            out_c(out, ' ');
            out_s(out, values[word->input]);
        }
        if (word->kind == WORD_INFIX || word->kind == WORD_NOT || word->kind == WORD_COMMA)
            out_c(out, ' ');
    }
}
