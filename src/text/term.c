#include "text/term.h"

#include "base/utf8.h"
#include "text/number.h"

typedef struct Unit {
    Str word;
    TermUnit unit;
    int times; /* of that unit */
} Unit;

/* Longer words first: 个工作日 before 日. */
static const Unit units[] = {
    {SC("个工作日"), TERM_WORKDAY, 1}, {SC("工作日"), TERM_WORKDAY, 1},
    {SC("个自然日"), TERM_DAY, 1},     {SC("自然日"), TERM_DAY, 1},
    {SC("个月"), TERM_MONTH, 1},       {SC("个小时"), TERM_HOUR, 1},
    {SC("小时"), TERM_HOUR, 1},        {SC("日"), TERM_DAY, 1},
    {SC("天"), TERM_DAY, 1},           {SC("周"), TERM_DAY, 7},
    {SC("年"), TERM_MONTH, 12},
};

static bool take(Str *text, Str word)
{
    if (!str_starts(*text, word))
        return false;
    *text = str_sub(*text, word.len, text->len);
    return true;
}

static bool take_end(Str *text, Str word)
{
    if (!str_ends(*text, word))
        return false;
    *text = str_trim(str_sub(*text, 0, text->len - word.len));
    return true;
}

/* Digits ０–９ as 0–9; the rest as it is. */
static Str half_width(Arena *arena, Str text)
{
    Out out = out_new(arena, (size_t)text.len + 1);
    for (ptrdiff_t at = 0; at < text.len;) {
        ptrdiff_t before = at;
        uint32_t c = utf8_next(text, &at);
        if (c >= 0xFF10 && c <= 0xFF19)
            out_c(&out, (char)('0' + (c - 0xFF10)));
        else
            out_s(&out, str_sub(text, before, at));
    }
    return str_trim(out_str(&out));
}

static bool stands_at_end(Str *text)
{
    static const Str words[] = {SC("（不顺延）"), SC("(不顺延)"), SC("不顺延")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (take_end(text, words[i])) {
            (void)(take_end(text, S("，")) || take_end(text, S(",")) || take_end(text, S("、")));
            return true;
        }
    return false;
}

/* 五六 is five or six, not 56. */
static ptrdiff_t count_at(Str text, int *ret_count)
{
    ptrdiff_t n = number_small(text, 0, ret_count);
    Str digits = str_sub(text, 0, n);
    bool chinese = n > 3 && number_is_chinese(text, 0);
    return chinese && !str_has(digits, S("十")) && !str_has(digits, S("百")) &&
                   !str_has(digits, S("千"))
               ? 0
               : n;
}

static bool every_month(Str text, Term *term)
{
    ptrdiff_t n = count_at(text, &term->count);
    text = str_sub(text, n, text.len);
    term->unit = TERM_MONTH_DAY;
    return n > 0 && (take(&text, S("日")) || take(&text, S("号"))) &&
           (take(&text, S("之前")) || take(&text, S("以前")) || take(&text, S("前"))) &&
           text.len == 0 && term->count <= 31;
}

static bool span(Str text, Term *term)
{
    ptrdiff_t n = count_at(text, &term->count);
    text = str_sub(text, n, text.len);
    for (size_t i = 0; n > 0 && i < sizeof units / sizeof units[0]; i++) {
        Str rest = text;
        if (!take(&rest, units[i].word))
            continue;
        (void)(take(&rest, S("之内")) || take(&rest, S("以内")) || take(&rest, S("内")));
        term->unit = units[i].unit;
        term->count *= units[i].times;
        return rest.len == 0;
    }
    return false;
}

bool term_parse(Str text, Term *ret_term, Err *err)
{
    AUTO_ARENA arena = {0};
    Term term = {0};
    Str rest = utf8_valid(text, NULL) ? half_width(&arena, text) : S("");
    term.stands = stands_at_end(&rest);
    bool month = take(&rest, S("每月"));
    if (!(month ? every_month(rest, &term) : span(rest, &term)))
        return err_set(err, ERR_TERM_TEXT, {"found", utf8_prefix(text, 60)});
    if (term.count < 1 || term.count > TERM_COUNT_MAX)
        return err_set(err, ERR_TERM_COUNT);
    *ret_term = term;
    return true;
}
