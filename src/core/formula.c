#include "core/formula.h"

#include "base/dec.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/near.h"
#include "base/utf8.h"
#include "core/formula_code.h"
#include "core/score.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_FUNCTION, /* a name in front of an opening bracket */
    TOKEN_INFIX,
    TOKEN_NOT,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
} TokenKind;

typedef struct Token {
    TokenKind kind;
    Step step; /* of an infix */
    Str text;
    Str name; /* of a name, without its quotes */
    int64_t col;
} Token;

typedef enum Type { TYPE_NUMBER, TYPE_CONDITION } Type;

typedef struct Function {
    Str name;
    Step step;
    int least, most; /* operands; most 0: any number, folded two by two */
} Function;

static const Function FUNCTIONS[] = {
    {SC("abs"), STEP_ABS, 1, 1},   {SC("clip"), STEP_CLIP, 3, 3}, {SC("exp"), STEP_EXP, 1, 1},
    {SC("if"), STEP_IF, 3, 3},     {SC("ln"), STEP_LN, 1, 1},     {SC("max"), STEP_MAX, 2, 0},
    {SC("min"), STEP_MIN, 2, 0},   {SC("pow"), STEP_POW, 2, 2},   {SC("round"), STEP_ROUND, 2, 2},
    {SC("sqrt"), STEP_SQRT, 1, 1},
};
enum { NFUNCTIONS = sizeof FUNCTIONS / sizeof *FUNCTIONS };

/* Signs, longest first; what an input method for Chinese puts in their place means the same. */
static const struct Sign {
    Str text;
    TokenKind kind;
    Step step;
    Str shown;
} SIGNS[] = {
    {SC("<="), TOKEN_INFIX, STEP_LESS_EQUAL, SC("≤")},
    {SC(">="), TOKEN_INFIX, STEP_MORE_EQUAL, SC("≥")},
    {SC("=="), TOKEN_INFIX, STEP_EQUAL, SC("=")},
    {SC("!="), TOKEN_INFIX, STEP_NOT_EQUAL, SC("≠")},
    {SC("≤"), TOKEN_INFIX, STEP_LESS_EQUAL, SC("≤")},
    {SC("≥"), TOKEN_INFIX, STEP_MORE_EQUAL, SC("≥")},
    {SC("≠"), TOKEN_INFIX, STEP_NOT_EQUAL, SC("≠")},
    {SC("="), TOKEN_INFIX, STEP_EQUAL, SC("=")},
    {SC("＝"), TOKEN_INFIX, STEP_EQUAL, SC("=")},
    {SC("<"), TOKEN_INFIX, STEP_LESS, SC("<")},
    {SC(">"), TOKEN_INFIX, STEP_MORE, SC(">")},
    {SC("＜"), TOKEN_INFIX, STEP_LESS, SC("<")},
    {SC("＞"), TOKEN_INFIX, STEP_MORE, SC(">")},
    {SC("+"), TOKEN_INFIX, STEP_ADD, SC("+")},
    {SC("＋"), TOKEN_INFIX, STEP_ADD, SC("+")},
    {SC("-"), TOKEN_INFIX, STEP_SUBTRACT, SC("−")},
    {SC("−"), TOKEN_INFIX, STEP_SUBTRACT, SC("−")},
    {SC("－"), TOKEN_INFIX, STEP_SUBTRACT, SC("−")},
    {SC("*"), TOKEN_INFIX, STEP_MULTIPLY, SC("×")},
    {SC("×"), TOKEN_INFIX, STEP_MULTIPLY, SC("×")},
    {SC("/"), TOKEN_INFIX, STEP_DIVIDE, SC("÷")},
    {SC("÷"), TOKEN_INFIX, STEP_DIVIDE, SC("÷")},
    {SC("("), TOKEN_OPEN, 0, SC("(")},
    {SC("（"), TOKEN_OPEN, 0, SC("(")},
    {SC(")"), TOKEN_CLOSE, 0, SC(")")},
    {SC("）"), TOKEN_CLOSE, 0, SC(")")},
    {SC(","), TOKEN_COMMA, 0, SC(",")},
    {SC("，"), TOKEN_COMMA, 0, SC(",")},
};
enum { NSIGNS = sizeof SIGNS / sizeof *SIGNS };

/* What waits for its right operand or its closing bracket. */
typedef struct Pending {
    TokenKind kind; /* TOKEN_INFIX (with MINUS: unary), NOT, OPEN or FUNCTION */
    Step step;
    const Function *function;
    int operands; /* of a function, those that are complete */
    Str text;
    int64_t col;
} Pending;

typedef struct Value {
    Type type;
    int64_t col; /* where the operand begins */
    Str text;
} Value;

typedef struct Compile {
    Arena *arena;
    Str text;
    ptrdiff_t at;
    int64_t col; /* of `at`, in characters */
    Formula *formula;
    Map names;
    Pending *pending;
    int npending;
    int depth; /* brackets and signs in front that are open */
    Value *values;
    int nvalues;
    Err *err;
} Compile;

static bool fault(const Compile *c, ErrCode code, int64_t col, Str found)
{
    err_set(c->err, code, {"column", arena_fmt(c->arena, "%lld", (long long)col)},
            {"found", found});
    if (c->err)
        c->err->col = col;
    return false;
}

static bool too_much(const Compile *c, Str name, int64_t limit, int64_t found, int64_t col)
{
    err_set(c->err, ERR_LIMIT, {"name", name},
            {"limit", arena_fmt(c->arena, "%lld", (long long)limit)},
            {"found", arena_fmt(c->arena, "%lld", (long long)found)});
    if (c->err)
        c->err->col = col;
    return false;
}

/* --- words ------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\r' || cp == '\n' || cp == 0x3000;
}

static const struct Sign *sign_at(const Compile *c)
{
    for (int i = 0; i < NSIGNS; i++)
        if (str_starts(str_sub(c->text, c->at, c->at + 3), SIGNS[i].text))
            return &SIGNS[i];
    return NULL;
}

static uint32_t peek(const Compile *c)
{
    ptrdiff_t at = c->at;
    return at < c->text.len ? utf8_next(c->text, &at) : 0;
}

static void advance(Compile *c)
{
    utf8_next(c->text, &c->at);
    c->col++;
}

static bool in_name(const Compile *c)
{
    uint32_t cp = peek(c);
    if (cp >= 0x80)
        return !is_space(cp) && !sign_at(c);
    return cp == '_' || is_digit((char)cp) || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

static void take_number(Compile *c, Token *token)
{
    ptrdiff_t from = c->at;
    while (c->at < c->text.len && (is_digit(c->text.ptr[c->at]) || c->text.ptr[c->at] == '.'))
        advance(c);
    token->kind = TOKEN_NUMBER;
    token->text = str_sub(c->text, from, c->at);
}

static bool take_quoted(Compile *c, Token *token)
{
    ptrdiff_t from = c->at;
    advance(c);
    while (c->at < c->text.len && c->text.ptr[c->at] != '\'' && c->text.ptr[c->at] != '\n')
        advance(c);
    if (c->at >= c->text.len || c->text.ptr[c->at] != '\'' || c->at == from + 1)
        return fault(c, ERR_FORMULA_QUOTE, token->col, str_sub(c->text, from, c->at));
    token->kind = TOKEN_NAME;
    token->name = str_sub(c->text, from + 1, c->at);
    advance(c);
    token->text = str_sub(c->text, from, c->at);
    return true;
}

static void skip_spaces(Compile *c)
{
    while (c->at < c->text.len && is_space(peek(c)))
        advance(c);
}

static bool take_name(Compile *c, Token *token)
{
    ptrdiff_t from = c->at;
    while (c->at < c->text.len && in_name(c))
        advance(c);
    token->text = token->name = str_sub(c->text, from, c->at);
    token->kind = TOKEN_NAME;
    if (str_eq(token->text, S("and")) || str_eq(token->text, S("or"))) {
        token->kind = TOKEN_INFIX;
        token->step = token->text.len == 3 ? STEP_AND : STEP_OR;
    } else if (str_eq(token->text, S("not"))) {
        token->kind = TOKEN_NOT;
    } else {
        skip_spaces(c);
        const struct Sign *sign = c->at < c->text.len ? sign_at(c) : NULL;
        if (sign && sign->kind == TOKEN_OPEN)
            token->kind = TOKEN_FUNCTION;
    }
    return true;
}

static bool next_token(Compile *c, Token *token)
{
    skip_spaces(c);
    *token = (Token){.kind = TOKEN_END, .col = c->col};
    if (c->at >= c->text.len)
        return true;
    if (is_digit(c->text.ptr[c->at])) {
        take_number(c, token);
        return true;
    }
    if (c->text.ptr[c->at] == '\'')
        return take_quoted(c, token);
    const struct Sign *sign = sign_at(c);
    if (sign) {
        *token = (Token){sign->kind, sign->step, sign->shown, {0}, c->col};
        for (ptrdiff_t end = c->at + sign->text.len; c->at < end;)
            advance(c);
        return true;
    }
    if (in_name(c))
        return take_name(c, token);
    ptrdiff_t from = c->at;
    advance(c);
    return fault(c, ERR_FORMULA_CHAR, token->col, str_sub(c->text, from, c->at));
}

/* --- steps and types --------------------------------------------------------------------- */

static bool push_value(Compile *c, FormulaStep step, Value value)
{
    Formula *formula = c->formula;
    if (formula->nsteps == LIMIT_FORMULA_NODES)
        return too_much(c, S("LIMIT_FORMULA_NODES"), LIMIT_FORMULA_NODES, formula->nsteps + 1,
                        value.col);
    formula->steps[formula->nsteps++] = step;
    c->values[c->nvalues++] = value;
    if (c->nvalues > formula->depth)
        formula->depth = c->nvalues;
    return true;
}

/* Operand `back` places below the top must be of that type. */
static bool operand_is(const Compile *c, int back, Type type)
{
    const Value *value = &c->values[c->nvalues - 1 - back];
    if (value->type == type)
        return true;
    return fault(c, type == TYPE_NUMBER ? ERR_FORMULA_NOT_NUMBER : ERR_FORMULA_NOT_CONDITION,
                 value->col, value->text);
}

static int operands_of(Step step)
{
    return step <= STEP_INPUT ? 0 : step < STEP_ADD ? 1 : step < STEP_CLIP ? 2 : 3;
}

static bool is_comparison(Step step)
{
    return step >= STEP_LESS && step <= STEP_NOT_EQUAL;
}

/* Takes the operands of a step from the stack and puts its result. */
static bool apply(Compile *c, Step step, Str text)
{
    int n = operands_of(step);
    bool logic = step == STEP_NOT || step == STEP_AND || step == STEP_OR;
    for (int back = n - 1; back >= 0; back--) {
        bool condition = logic || (step == STEP_IF && back == 2);
        if (!operand_is(c, back, condition ? TYPE_CONDITION : TYPE_NUMBER))
            return false;
    }
    FormulaStep made = {.step = step};
    c->nvalues -= n;
    Value result = {logic || is_comparison(step) ? TYPE_CONDITION : TYPE_NUMBER,
                    c->values[c->nvalues].col, text};
    return push_value(c, made, result);
}

/* round(x, decimals): the last step is the literal. */
static bool apply_round(Compile *c, const Pending *function)
{
    Formula *formula = c->formula;
    const FormulaStep *last = &formula->steps[formula->nsteps - 1];
    const Value *value = &c->values[c->nvalues - 1];
    if (last->step != STEP_NUMBER || last->number != (int)last->number ||
        last->number > SCORE_DECIMALS)
        return fault(c, ERR_FORMULA_DECIMALS, value->col, value->text);
    int decimals = (int)last->number;
    formula->nsteps--;
    c->nvalues--;
    if (!operand_is(c, 0, TYPE_NUMBER))
        return false;
    Value result = {TYPE_NUMBER, c->values[--c->nvalues].col, function->text};
    return push_value(c, (FormulaStep){.step = STEP_ROUND, .at = decimals}, result);
}

/* --- order ------------------------------------------------------------------------------- */

static int strength(const Pending *pending)
{
    if (pending->kind == TOKEN_NOT)
        return 3;
    if (pending->kind != TOKEN_INFIX)
        return 0;
    switch (pending->step) {
    case STEP_OR:
        return 1;
    case STEP_AND:
        return 2;
    case STEP_ADD:
    case STEP_SUBTRACT:
        return 5;
    case STEP_MULTIPLY:
    case STEP_DIVIDE:
        return 6;
    case STEP_MINUS:
        return 7;
    default:
        return 4; /* comparisons */
    }
}

static bool opens(const Pending *pending)
{
    return pending->kind != TOKEN_INFIX || pending->step == STEP_MINUS;
}

static bool push_pending(Compile *c, Pending pending)
{
    c->depth += opens(&pending);
    if (c->depth > LIMIT_FORMULA_DEPTH)
        return too_much(c, S("LIMIT_FORMULA_DEPTH"), LIMIT_FORMULA_DEPTH, c->depth, pending.col);
    c->pending[c->npending++] = pending;
    return true;
}

/* Finishes what binds at least that strongly. */
static bool reduce(Compile *c, int least)
{
    while (c->npending > 0 && strength(&c->pending[c->npending - 1]) >= least) {
        const Pending *top = &c->pending[--c->npending];
        c->depth -= opens(top);
        if (!apply(c, top->kind == TOKEN_NOT ? STEP_NOT : top->step, top->text))
            return false;
    }
    return true;
}

/* One more operand of the function on top is complete. */
static bool count_operand(Compile *c, Pending *top)
{
    top->operands++;
    bool folds = top->function->most == 0 && top->operands > 1;
    return !folds || apply(c, top->function->step, top->text);
}

static bool close_function(Compile *c, Pending *top)
{
    const Function *function = top->function;
    if (!count_operand(c, top))
        return false;
    if (top->operands < function->least || (function->most && top->operands > function->most)) {
        fault(c, ERR_FORMULA_OPERANDS, top->col, top->text);
        return false;
    }
    if (function->step == STEP_ROUND)
        return apply_round(c, top);
    return function->most == 0 || apply(c, function->step, top->text);
}

static bool close_bracket(Compile *c, const Token *token)
{
    if (!reduce(c, 1))
        return false;
    if (c->npending == 0)
        return fault(c, ERR_FORMULA_BRACKET, token->col, token->text);
    Pending *top = &c->pending[c->npending - 1];
    if (top->kind == TOKEN_FUNCTION && !close_function(c, top))
        return false;
    c->npending--;
    c->depth--;
    return true;
}

static bool next_operand(Compile *c, const Token *token)
{
    if (!reduce(c, 1))
        return false;
    Pending *top = c->npending ? &c->pending[c->npending - 1] : NULL;
    if (!top || top->kind != TOKEN_FUNCTION)
        return fault(c, ERR_FORMULA_OPERATOR, token->col, token->text);
    return count_operand(c, top);
}

/* --- parsing ----------------------------------------------------------------------------- */

static void keep_word(Compile *c, WordKind kind, Str text, int input)
{
    c->formula->words[c->formula->nwords++] = (FormulaWord){kind, input, text};
}

static int input_of(Compile *c, Str name)
{
    int at = map_get(&c->names, name);
    if (at < 0) {
        at = c->formula->ninputs++;
        c->formula->inputs[at] = name;
        map_put(c->arena, &c->names, name, at);
    }
    return at;
}

static bool take_function(Compile *c, const Token *token)
{
    Near near = near_new(token->text);
    for (int i = 0; i < NFUNCTIONS; i++) {
        near_try(&near, FUNCTIONS[i].name);
        if (!str_eq(FUNCTIONS[i].name, token->text))
            continue;
        Token open;
        keep_word(c, WORD_FUNCTION, token->text, 0);
        keep_word(c, WORD_OPEN, S("("), 0);
        return next_token(c, &open) && push_pending(c, (Pending){.kind = TOKEN_FUNCTION,
                                                                 .function = &FUNCTIONS[i],
                                                                 .text = token->text,
                                                                 .col = token->col});
    }
    if (near.best.len == 0)
        return fault(c, ERR_FORMULA_FUNCTION, token->col, token->text);
    err_set(c->err, ERR_FORMULA_FUNCTION_NEAR, {"found", token->text}, {"nearest", near.best},
            {"column", arena_fmt(c->arena, "%lld", (long long)token->col)});
    if (c->err)
        c->err->col = token->col;
    return false;
}

static bool take_literal(Compile *c, const Token *token)
{
    Dec value;
    if (!dec_parse(token->text, &value, NULL))
        return fault(c, ERR_FORMULA_NUMBER, token->col, token->text);
    keep_word(c, WORD_NUMBER, token->text, 0);
    return push_value(c, (FormulaStep){.step = STEP_NUMBER, .number = dec_to_f64(value)},
                      (Value){TYPE_NUMBER, token->col, token->text});
}

/* A value is due: puts it and sets *ret_have, or something that stands in front of one. */
static bool take_value(Compile *c, const Token *token, bool *ret_have)
{
    switch (token->kind) {
    case TOKEN_NUMBER:
        *ret_have = true;
        return take_literal(c, token);
    case TOKEN_NAME: {
        *ret_have = true;
        int at = input_of(c, token->name);
        keep_word(c, WORD_NAME, token->name, at);
        return push_value(c, (FormulaStep){.step = STEP_INPUT, .at = at},
                          (Value){TYPE_NUMBER, token->col, token->text});
    }
    case TOKEN_FUNCTION:
        return take_function(c, token);
    case TOKEN_OPEN:
        keep_word(c, WORD_OPEN, token->text, 0);
        return push_pending(c,
                            (Pending){.kind = TOKEN_OPEN, .text = token->text, .col = token->col});
    case TOKEN_NOT:
        keep_word(c, WORD_NOT, token->text, 0);
        return push_pending(c,
                            (Pending){.kind = TOKEN_NOT, .text = token->text, .col = token->col});
    default:
        break;
    }
    if (token->kind != TOKEN_INFIX || token->step != STEP_SUBTRACT)
        return fault(c, ERR_FORMULA_VALUE, token->col, token->text);
    keep_word(c, WORD_PREFIX, token->text, 0);
    return push_pending(
        c,
        (Pending){.kind = TOKEN_INFIX, .step = STEP_MINUS, .text = token->text, .col = token->col});
}

/* A value is complete: what may follow it. */
static bool take_operator(Compile *c, const Token *token, bool *ret_have)
{
    Pending infix = {
        .kind = TOKEN_INFIX, .step = token->step, .text = token->text, .col = token->col};
    switch (token->kind) {
    case TOKEN_INFIX:
        *ret_have = false;
        keep_word(c, WORD_INFIX, token->text, 0);
        return reduce(c, strength(&infix)) && push_pending(c, infix);
    case TOKEN_COMMA:
        *ret_have = false;
        keep_word(c, WORD_COMMA, token->text, 0);
        return next_operand(c, token);
    case TOKEN_CLOSE:
        keep_word(c, WORD_CLOSE, token->text, 0);
        return close_bracket(c, token);
    default:
        return fault(c, ERR_FORMULA_OPERATOR, token->col, token->text);
    }
}

static bool compile(Compile *c)
{
    bool have = false;
    for (;;) {
        Token token;
        if (!next_token(c, &token))
            return false;
        if (token.kind == TOKEN_END && have)
            break;
        if (!(have ? take_operator(c, &token, &have) : take_value(c, &token, &have)))
            return false;
    }
    if (!reduce(c, 1))
        return false;
    if (c->npending > 0) {
        const Pending *open = &c->pending[c->npending - 1];
        return fault(c, ERR_FORMULA_BRACKET, open->col, S("("));
    }
    return operand_is(c, 0, TYPE_NUMBER);
}

bool formula_compile(Arena *arena, Str text, Formula **ret_formula, Err *err)
{
    AUTO_ARENA scratch = {0};
    Compile c = {.arena = &scratch, .text = text, .col = 1, .err = err};
    if (text.len > LIMIT_FORMULA_BYTES)
        return too_much(&c, S("LIMIT_FORMULA_BYTES"), LIMIT_FORMULA_BYTES, text.len, 1);
    ptrdiff_t bad = 0;
    if (!utf8_valid(text, &bad))
        return fault(&c, ERR_FORMULA_CHAR, utf8_count(str_sub(text, 0, bad)) + 1, S("?"));
    bad = utf8_misleading(text);
    if (bad >= 0)
        return fault(&c, ERR_FORMULA_CHAR, utf8_count(str_sub(text, 0, bad)) + 1, S("?"));
    c.text = arena_str(arena, text);
    /* every step, word, value and name is made by a byte of its own */
    ptrdiff_t room = text.len + 1;
    Formula *formula = arena_new(arena, Formula, 1);
    formula->steps = arena_new(arena, FormulaStep, room);
    formula->inputs = arena_new(arena, Str, room);
    formula->words = arena_new(arena, FormulaWord, room);
    c.formula = formula;
    c.pending = arena_new(&scratch, Pending, room);
    c.values = arena_new(&scratch, Value, room);
    if (!compile(&c))
        return false;
    *ret_formula = formula;
    return true;
}
