#include "base/limits.h"
#include "check.h"
#include "core/formula.h"
#include "core/num.h"
#include "core/score.h"

#include <math.h>
#include <string.h>

/* Value of a formula over inputs a = 3, b = -0.5, c = 0, 完成 = 12.5, 'x y' = 7, m = missing. */
static double value_of(const char *text)
{
    AUTO_ARENA a = {0};
    static const struct {
        Str name;
        double value;
    } known[] = {{SC("a"), 3}, {SC("b"), -0.5}, {SC("c"), 0}, {SC("完成"), 12.5}, {SC("x y"), 7}};
    Formula *formula;
    Err err = {0};
    CHECK_OK(formula_compile(&a, str_from_z(text), &formula, &err), &err);
    const double *inputs[8];
    double cells[8], ret, *room = arena_new(&a, double, formula_room(formula, 1));
    for (int i = 0; i < formula_ninputs(formula); i++) {
        cells[i] = panel_nan(VALUE_NOT_YET);
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (str_eq(formula_input(formula, i), known[k].name))
                cells[i] = known[k].value;
        inputs[i] = &cells[i];
    }
    formula_run(formula, inputs, 1, room, &ret);
    return ret;
}

static void check_value(const char *text, double expected)
{
    double found = value_of(text);
    if (!(found == expected))
        fail_msg("%s = %.17g, expected %.17g", text, found, expected);
}

static void check_missing(const char *text)
{
    double found = value_of(text);
    if (found == found || panel_state(found) != VALUE_MISSING)
        fail_msg("%s = %g, expected nothing", text, found);
}

static void formula__follows_the_order_of_operations(void **state)
{
    (void)state;
    check_value("1 + 2 * 3", 7);
    check_value("(1 + 2) * 3", 9);
    check_value("10 - 4 - 3", 3);
    check_value("100 / 10 / 2 * 3", 15);
    check_value("-a * -2", 6);
    check_value("2 - -a", 5);
    check_value("- - a", 3);
    check_value("2.50 * a", 7.5);
    check_value("if(not a > 3, 1, 2)", 1);
    check_value("if(a > 1 or a > 2 and a > 5, 1, 2)", 1);
    check_value("if((a > 1 or a > 2) and a > 5, 1, 2)", 2);
    check_value("if(not a > 5 and b < 0, 1, 2)", 1);
    check_value("if(1 + 1 < 3 * 2, 1, 2)", 1);
    check_value("if(a = 3 and a == 3.0 and a != 4 and a <= 3 and a >= 3, 1, 2)", 1);
    check_value("完成 * 2 + 'x y'", 32);
    check_value("（完成 − 2.5）×2 ÷ 4", 5);
    check_value("max（a，完成　，1）", 12.5);
    check_value("if(a ≥ 3 and a ≤ 3 and a ≠ 4, 1, 2)", 1);
}

static void formula__has_its_functions(void **state)
{
    (void)state;
    check_value("min(a, b)", -0.5);
    check_value("min(4, 3, 2, 9)", 2);
    check_value("max(a, b, 2, 10)", 10);
    check_value("abs(b) + abs(a)", 3.5);
    check_value("sqrt(9)", 3);
    check_value("ln(exp(1))", 1);
    check_value("exp(0)", 1);
    check_value("pow(2, 10)", 1024);
    check_value("clip(完成, 0, 10)", 10);
    check_value("clip(b, 0, 10)", 0);
    check_value("clip(a, 0, 10)", 3);
    check_value("round(2.345, 2)", 2.35);
    check_value("round(-2.345, 2)", -2.34); /* half up */
    check_value("round(0.285 * 100, 0)", 29);
    check_value("round(1.005, 2)", 1.01);
    check_value("round(8449.5 / 100, 2)", 84.5);
    check_value("round(12345678901.5, 0)", 12345678902);
    check_value("round(-12345678901.5, 0)", -12345678901);
    check_value("round(98765432109876543, 2)", 98765432109876543.0);
    check_value("if(a > 0, a, b)", 3);
    check_value("round(min(a / 4, 1) * if(b < 0, 10, 5), 1) + clip(c, 1, 2)", 8.5);
}

static void formula__compares_in_units_of_1e_10(void **state)
{
    (void)state;
    check_value("if(0.7 + 0.1 >= 0.8, 1, 2)", 1);
    check_value("if(0.1 + 0.2 == 0.3, 1, 2)", 1);
    check_value("if(0.1 + 0.2 > 0.3, 1, 2)", 2);
    check_value("if(0.0000000001 > 0, 1, 2)", 1);
    check_value("if(0.00000000001 > 0, 1, 2)", 2);
    check_value("if(20000000000.5 > 20000000000.25, 1, 2)", 1);
}

static void formula__is_missing_where_a_number_is(void **state)
{
    (void)state;
    check_missing("m");
    check_missing("a + m");
    check_missing("if(a > 0, a, m)"); /* an input that is not given, chosen or not */
    check_missing("a / c");
    check_missing("c / c");
    check_missing("1 / (a / c)");
    check_missing("min(a / c, 5)");
    check_missing("max(5, a / c)");
    check_missing("clip(a / c, 0, 5)");
    check_missing("if(a / c > 1, 1, 2)");
    check_missing("ln(b)");
    check_missing("ln(c)");
    check_missing("sqrt(b)");
    check_missing("pow(b, 0.5)");
    check_missing("pow(c, b)");
    check_missing("pow(a / c, 0)");
    check_missing("exp(1000)");
    check_missing("round(a / c, 2)");
    check_missing("if(not a / c > 1, 1, 2)");
    /* what `if` does not choose, or one side has settled, does not matter */
    check_value("if(c == 0, 0, a / c)", 0);
    check_value("if(c != 0 and a / c > 1, 1, 2)", 2);
    check_value("if(a / c > 1 and c != 0, 1, 2)", 2);
    check_value("if(c == 0 or a / c > 1, 1, 2)", 1);
    check_missing("if(c == 0 and a / c > 1, 1, 2)");
}

static void check_fault(const char *text, ErrCode code, int col, const char *found)
{
    AUTO_ARENA a = {0};
    Formula *formula;
    Err err = {0};
    if (formula_compile(&a, str_from_z(text), &formula, &err))
        fail_msg("%s compiles", text);
    CHECK_ERR(&err, code);
    CHECK_I64(err.col, col);
    CHECK_I64(err.row, 0);
    if (found)
        CHECK_STR(err_arg(&err, "found"), str_from_z(found));
}

static void formula__says_what_is_wrong_and_where(void **state)
{
    (void)state;
    check_fault("", ERR_FORMULA_VALUE, 1, "");
    check_fault("a +", ERR_FORMULA_VALUE, 4, "");
    check_fault("a + * b", ERR_FORMULA_VALUE, 5, "×");
    check_fault("a b", ERR_FORMULA_OPERATOR, 3, "b");
    check_fault("2a", ERR_FORMULA_OPERATOR, 2, "a");
    check_fault("完成 计划", ERR_FORMULA_OPERATOR, 4, "计划");
    check_fault("(a + 1", ERR_FORMULA_BRACKET, 1, "(");
    check_fault("完成 + 1)", ERR_FORMULA_BRACKET, 7, ")");
    check_fault("min(a, 1", ERR_FORMULA_BRACKET, 1, "(");
    check_fault("a, b", ERR_FORMULA_OPERATOR, 2, ",");
    check_fault("(a, b)", ERR_FORMULA_OPERATOR, 3, ",");
    check_fault("a # b", ERR_FORMULA_CHAR, 3, "#");
    check_fault("a !b", ERR_FORMULA_CHAR, 3, "!");
    check_fault("a\xff", ERR_FORMULA_CHAR, 2, NULL);
    check_fault("a\xe2\x80\xae", ERR_FORMULA_CHAR, 2, NULL);
    check_fault("'a", ERR_FORMULA_QUOTE, 1, "'a");
    check_fault("''", ERR_FORMULA_QUOTE, 1, NULL);
    check_fault("1.2.3", ERR_FORMULA_NUMBER, 1, "1.2.3");
    check_fault("1.", ERR_FORMULA_NUMBER, 1, "1.");
    check_fault("1e5", ERR_FORMULA_OPERATOR, 2, "e5");
    check_fault("1 + sum(a)", ERR_FORMULA_FUNCTION, 5, "sum");
    check_fault("mix(a, b)", ERR_FORMULA_FUNCTION_NEAR, 1, "mix");
    check_fault("sqrt(a, b)", ERR_FORMULA_OPERANDS, 1, "sqrt");
    check_fault("min(a)", ERR_FORMULA_OPERANDS, 1, "min");
    check_fault("if(a > 1, 2)", ERR_FORMULA_OPERANDS, 1, "if");
    check_fault("min()", ERR_FORMULA_VALUE, 5, ")");
    check_fault("a > 1", ERR_FORMULA_NOT_NUMBER, 1, ">");
    check_fault("1 + (a > 1)", ERR_FORMULA_NOT_NUMBER, 6, ">");
    check_fault("if(1 < a < 2, 1, 2)", ERR_FORMULA_NOT_NUMBER, 4, "<");
    check_fault("if(a, 1, 2)", ERR_FORMULA_NOT_CONDITION, 4, "a");
    check_fault("if(a > 1 and b, 1, 2)", ERR_FORMULA_NOT_CONDITION, 14, "b");
    check_fault("if(not a, 1, 2)", ERR_FORMULA_NOT_CONDITION, 8, "a");
    check_fault("if(a > 1, b > 1, 2)", ERR_FORMULA_NOT_NUMBER, 11, ">");
    check_fault("min(a > 1, 2)", ERR_FORMULA_NOT_NUMBER, 5, ">");
    check_fault("round(a, b)", ERR_FORMULA_DECIMALS, 10, "b");
    check_fault("round(a, 11)", ERR_FORMULA_DECIMALS, 10, "11");
    check_fault("round(a, 1.5)", ERR_FORMULA_DECIMALS, 10, "1.5");
    check_fault("round(a > 1, 1)", ERR_FORMULA_NOT_NUMBER, 7, ">");
    check_fault("round(a, 1, 2)", ERR_FORMULA_OPERANDS, 1, "round");
    check_fault("round(a)", ERR_FORMULA_OPERANDS, 1, "round");
}

static Str repeated(Arena *arena, const char *open, const char *middle, const char *close, int n)
{
    Out out = out_new(arena, 1024 * 1024);
    for (int i = 0; i < n; i++)
        out_s(&out, str_from_z(open));
    out_s(&out, str_from_z(middle));
    for (int i = 0; i < n; i++)
        out_s(&out, str_from_z(close));
    return out_str(&out);
}

static void formula__has_limits(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const struct {
        const char *open, *middle, *close, *limit;
        int most, more;
    } cases[] = {
        {"(", "1", ")", "LIMIT_FORMULA_DEPTH", LIMIT_FORMULA_DEPTH, 1000},
        {"- ", "1", "", "LIMIT_FORMULA_DEPTH", LIMIT_FORMULA_DEPTH, 1000},
        {"abs(", "1", ")", "LIMIT_FORMULA_DEPTH", LIMIT_FORMULA_DEPTH, 1000},
        {"if(1>0 or 0>1 and 1<", "1", ",1,2)", "LIMIT_FORMULA_DEPTH", 130, LIMIT_FORMULA_DEPTH + 1},
        {"1+2*(", "1", ")", "LIMIT_FORMULA_DEPTH", LIMIT_FORMULA_DEPTH, LIMIT_FORMULA_DEPTH + 1},
        {"", "1", "+1", "LIMIT_FORMULA_NODES", LIMIT_FORMULA_NODES / 2 - 1,
         LIMIT_FORMULA_NODES / 2},
        {" ", "1", "", "LIMIT_FORMULA_BYTES", LIMIT_FORMULA_BYTES - 1, LIMIT_FORMULA_BYTES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Formula *formula;
        Err err = {0};
        Str most = repeated(&a, cases[i].open, cases[i].middle, cases[i].close, cases[i].most);
        Str more = repeated(&a, cases[i].open, cases[i].middle, cases[i].close, cases[i].more);
        CHECK_OK(formula_compile(&a, most, &formula, &err), &err);
        double ret, *room = arena_new(&a, double, formula_room(formula, 1));
        formula_run(formula, NULL, 1, room, &ret);
        CHECK(ret == ret);
        CHECK(!formula_compile(&a, more, &formula, &err));
        CHECK_ERR(&err, ERR_LIMIT);
        CHECK_STR(err_arg(&err, "name"), str_from_z(cases[i].limit));
        CHECK(err.col > 0);
    }
}

static void formula__is_told_in_words(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Formula *formula;
    Err err = {0};
    CHECK_OK(
        formula_compile(&a, S("min('招商 额',10)*2-if(not a>=1 and b!=2,-a,0)/4"), &formula, &err),
        &err);
    CHECK_I64(formula_ninputs(formula), 3);
    CHECK_STR(formula_input(formula, 0), S("招商 额"));
    CHECK_STR(formula_input(formula, 2), S("b"));
    Out out = out_new(&a, 1000);
    formula_words(&out, formula, (const Str[]){S("12.5"), S("3"), S("")});
    CHECK_STR(out_str(&out),
              S("min(招商 额 12.5, 10) × 2 − if(not a 3 ≥ 1 and b ≠ 2, −a 3, 0) ÷ 4"));
    out = out_new(&a, 1000);
    formula_words(&out, formula, NULL);
    CHECK_STR(out_str(&out), S("min(招商 额, 10) × 2 − if(not a ≥ 1 and b ≠ 2, −a, 0) ÷ 4"));
}

/* --- against a tiny evaluator that recurses over a tree ------------------------------------ */

enum { TREE_DEPTH = 6, COLUMNS = 4, CELLS = 700 };
typedef struct Node Node;
struct Node {
    int op; /* index of OPS; -1 a column, -2 a number */
    int column;
    double number;
    const Node *kids[3];
};
static const struct Op {
    const char *before, *between;
    int kids, strength; /* 9: brackets of its own */
    bool gives_condition, takes_condition;
} OPS[] = {
    {"", " + ", 2, 5, false, false},     {"", " - ", 2, 5, false, false},
    {"", " * ", 2, 6, false, false},     {"", " / ", 2, 6, false, false},
    {"-", "", 1, 7, false, false},       {"min(", ", ", 2, 9, false, false},
    {"max(", ", ", 2, 9, false, false},  {"pow(", ", ", 2, 9, false, false},
    {"sqrt(", ", ", 1, 9, false, false}, {"ln(", ", ", 1, 9, false, false},
    {"clip(", ", ", 3, 9, false, false}, {"if(", ", ", 3, 9, false, false},
    {"", " < ", 2, 4, true, false},      {"", " == ", 2, 4, true, false},
    {"", " >= ", 2, 4, true, false},     {"not ", "", 1, 3, true, true},
    {"", " and ", 2, 2, true, true},     {"", " or ", 2, 1, true, true},
};
enum { OP_IF = 11, OP_CONDITIONS = 12, OP_COUNT = sizeof OPS / sizeof *OPS };

static unsigned draw(uint64_t *seed, unsigned below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*seed >> 33) % below;
}

static const Node *grow(Arena *arena, uint64_t *seed, bool condition, int depth)
{
    Node *node = arena_new(arena, Node, 1);
    if (!condition && (depth == 0 || draw(seed, 4) == 0)) {
        node->op = draw(seed, 3) ? -1 : -2;
        node->column = (int)draw(seed, COLUMNS);
        node->number = draw(seed, 40) / 4.0;
        return node;
    }
    node->op = condition ? OP_CONDITIONS + (int)draw(seed, depth > 1 ? OP_COUNT - OP_CONDITIONS : 3)
                         : (int)draw(seed, OP_CONDITIONS);
    const struct Op *op = &OPS[node->op];
    for (int i = 0; i < op->kids; i++)
        node->kids[i] = grow(arena, seed, op->takes_condition || (node->op == OP_IF && i == 0),
                             depth > 0 ? depth - 1 : 0);
    return node;
}

/* With brackets only where they are needed. */
static void print(Out *out, const Node *node, int around)
{
    if (node->op == -1) {
        out_c(out, (char)('a' + node->column));
    } else if (node->op == -2) {
        out_f(out, "%.2f", node->number);
    } else {
        const struct Op *op = &OPS[node->op];
        bool bracket = op->strength < around;
        out_s(out, bracket ? S("(") : S(""));
        out_s(out, str_from_z(op->before));
        for (int i = 0; i < op->kids; i++) {
            out_s(out, i ? str_from_z(op->between) : S(""));
            print(out, node->kids[i], op->strength == 9 ? 0 : op->strength + (i > 0));
        }
        out_s(out, op->strength == 9 ? S(")") : S(""));
        out_s(out, bracket ? S(")") : S(""));
    }
}

static double eval(const Node *node, const double *row);

static double eval_condition(const Node *node, double a, double b)
{
    if (node->op == 16 && (a == 0 || b == 0))
        return 0;
    if (node->op == 17 && (a == 1 || b == 1))
        return 1;
    if (isnan(a) || (OPS[node->op].kids == 2 && isnan(b)))
        return NAN;
    if (node->op >= 15)
        return node->op == 15 ? 1 - a : a;
    int64_t p, q;
    if (score_quantise(a, &p) && score_quantise(b, &q))
        return node->op == 12 ? p < q : node->op == 13 ? p == q : p >= q;
    return node->op == 12 ? a < b : node->op == 13 ? a == b : a >= b;
}

static double eval_number(int op, double a, double b, double c)
{
    switch (op) {
    case 0:
        return a + b;
    case 1:
        return a - b;
    case 2:
        return a * b;
    case 3:
        return a / b;
    case 4:
        return -a;
    case 5:
        return fmin(a, b);
    case 6:
        return fmax(a, b);
    case 7:
        return num_pow(a, b);
    case 8:
        return num_sqrt(a);
    case 9:
        return num_log(a);
    default:
        return fmin(fmax(a, b), c);
    }
}

static double eval(const Node *node, const double *row)
{
    if (node->op < 0)
        return node->op == -1 ? row[node->column] : node->number;
    double x[3] = {0};
    for (int i = 0; i < OPS[node->op].kids; i++)
        x[i] = eval(node->kids[i], row);
    if (node->op >= OP_CONDITIONS)
        return eval_condition(node, x[0], x[1]);
    if (node->op == OP_IF)
        return isnan(x[0]) ? NAN : x[0] != 0 ? x[1] : x[2];
    for (int i = 0; i < OPS[node->op].kids; i++)
        if (!isfinite(x[i]))
            return NAN;
    double y = eval_number(node->op, x[0], x[1], x[2]);
    return isfinite(y) ? y : NAN;
}

static void check_tree(const Node *tree, const double *const *columns)
{
    AUTO_ARENA a = {0};
    Out out = out_new(&a, LIMIT_FORMULA_BYTES);
    print(&out, tree, 0);
    Formula *formula;
    Err err = {0};
    if (!out_ok(&out) || !formula_compile(&a, out_str(&out), &formula, &err)) {
        CHECK(!out_ok(&out) || err.code == ERR_LIMIT);
        return;
    }
    const double *inputs[COLUMNS];
    for (int k = 0; k < formula_ninputs(formula); k++)
        inputs[k] = columns[formula_input(formula, k).ptr[0] - 'a'];
    double ret[CELLS], *room = arena_new(&a, double, formula_room(formula, CELLS));
    formula_run(formula, inputs, CELLS, room, ret);
    for (int i = 0; i < CELLS; i++) {
        bool given = true;
        double row[COLUMNS];
        for (int k = 0; k < COLUMNS; k++)
            row[k] = columns[k][i];
        for (int k = 0; k < formula_ninputs(formula); k++)
            given &= !isnan(inputs[k][i]);
        double expected = given ? eval(tree, row) : NAN;
        if (isnan(expected) ? !isnan(ret[i]) : ret[i] != expected)
            fail_msg("%.*s: cell %d is %.17g, expected %.17g", STR_ARG(out_str(&out)), i, ret[i],
                     expected);
    }
}

static void formula__agrees_with_an_evaluator_that_recurses(void **state)
{
    (void)state;
    uint64_t seed = 5;
    static double cells[COLUMNS][CELLS];
    const double *columns[COLUMNS];
    for (int k = 0; k < COLUMNS; k++) {
        for (int i = 0; i < CELLS; i++) {
            unsigned kind = draw(&seed, 12);
            cells[k][i] = kind == 0   ? panel_nan(VALUE_NA)
                          : kind == 1 ? 0
                                      : ((int)draw(&seed, 4000) - 1000) / 100.0;
        }
        columns[k] = cells[k];
    }
    for (int i = 0; i < 3000; i++) {
        AUTO_ARENA a = {0};
        check_tree(grow(&a, &seed, false, 1 + (int)draw(&seed, TREE_DEPTH)), columns);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formula__follows_the_order_of_operations),
        cmocka_unit_test(formula__has_its_functions),
        cmocka_unit_test(formula__compares_in_units_of_1e_10),
        cmocka_unit_test(formula__is_missing_where_a_number_is),
        cmocka_unit_test(formula__says_what_is_wrong_and_where),
        cmocka_unit_test(formula__has_limits),
        cmocka_unit_test(formula__is_told_in_words),
        cmocka_unit_test(formula__agrees_with_an_evaluator_that_recurses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
