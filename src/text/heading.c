#include "text/heading.h"

#include "text/words_gen.h"

/* ---- months in a text ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number at `at`, of as many digits as stand there. */
static int number_at(Str s, ptrdiff_t at, int *ret_digits)
{
    int value = 0, n = 0;
    while (at + n < s.len && is_digit(s.ptr[at + n]) && n < 9)
        value = value * 10 + (s.ptr[at + n++] - '0');
    *ret_digits = n;
    return value;
}

static ptrdiff_t word_at(Str s, ptrdiff_t at, const Str *words, int count)
{
    for (int i = 0; i < count; i++)
        if (str_starts(str_sub(s, at, s.len), words[i]))
            return words[i].len;
    return 0;
}

static ptrdiff_t dash_at(Str s, ptrdiff_t at)
{
    static const Str dashes[] = {SC("--"), SC("——"), SC("-"),  SC("—"),
                                 SC("–"),  SC("~"),  SC("至"), SC("到")};
    return word_at(s, at, dashes, (int)(sizeof dashes / sizeof *dashes));
}

static bool is_month(int n)
{
    return n >= 1 && n <= 12;
}

static bool is_year(int n)
{
    return n >= 2000 && n <= 2099;
}

/* A month or range of months with 月 behind it, at `at`. Returns its length, 0: none. */
static ptrdiff_t range_at(Str s, ptrdiff_t at, NamedMonth *ret_month)
{
    int digits, more;
    int from = number_at(s, at, &digits);
    if (!digits || digits > 2 || !is_month(from))
        return 0;
    ptrdiff_t end = at + digits, dash;
    if (str_starts(str_sub(s, end, s.len), S("月")))
        end += S("月").len;
    bool has_word = end > at + digits;
    dash = dash_at(s, end);
    int to = dash ? number_at(s, end + dash, &more) : 0;
    if (dash && more && more <= 2 && is_month(to) && to >= from &&
        str_starts(str_sub(s, end + dash + more, s.len), S("月"))) {
        ret_month->from = from;
        ret_month->to = to;
        return end + dash + more + S("月").len - at;
    }
    if (!has_word)
        return 0;
    ret_month->from = ret_month->to = from;
    return end - at;
}

/* "2021年…", "2021-06", "2021.6", "202106" at `at`; a day behind it makes it a date. */
static ptrdiff_t year_at(Str s, ptrdiff_t at, NamedMonth *ret_month, bool *ret_date)
{
    static const Str marks[] = {SC("年"), SC("-"), SC("/"), SC("."), SC("_")};
    int digits, more;
    int number = number_at(s, at, &digits);
    *ret_date = digits == 8 && is_year(number / 10000);
    if (digits == 6 && is_year(number / 100) && is_month(number % 100)) {
        *ret_month = (NamedMonth){number / 100, number % 100, number % 100};
        return 6;
    }
    if (digits != 4 || !is_year(number))
        return *ret_date ? digits : 0;
    ret_month->year = number;
    ptrdiff_t end = at + 4, mark = word_at(s, end, marks, 5);
    bool is_word = mark == S("年").len;
    if (!mark)
        return 4;
    ptrdiff_t range = range_at(s, end + mark, ret_month);
    int month = number_at(s, end + mark, &more);
    if (!range && !is_word && more && more <= 2 && is_month(month)) {
        ret_month->from = ret_month->to = month;
        range = more;
    }
    end += mark + range;
    if (!range)
        return is_word ? end - at : 4;
    (void)number_at(s, end, &digits);
    ptrdiff_t next = word_at(s, end, marks + 1, 3);
    (void)number_at(s, end + next, &more);
    *ret_date = ret_month->from == ret_month->to &&
                ((!is_word && next && more && more <= 2) || (is_word && digits && digits <= 2));
    return *ret_date ? end + (is_word ? digits : next + more) - at : end - at;
}

/* The month at `at` with or without a year. Returns its length; *ret_date: it is a day, no month. */
static ptrdiff_t month_at(Str s, ptrdiff_t at, NamedMonth *ret_month, bool *ret_date)
{
    int digits;
    *ret_month = (NamedMonth){0};
    ptrdiff_t len = year_at(s, at, ret_month, ret_date);
    if (len)
        return len;
    len = range_at(s, at, ret_month);
    (void)number_at(s, at + len, &digits);
    *ret_date = len && ret_month->from == ret_month->to && digits && digits <= 2;
    return *ret_date ? len + digits : len;
}

int months_named(Arena *arena, Str text, NamedMonth months[NAMED_MONTHS_MAX])
{
    Str s = form_squeeze(arena, text);
    int n = 0;
    for (ptrdiff_t at = 0; at < s.len && n < NAMED_MONTHS_MAX;) {
        NamedMonth month;
        bool is_date = false;
        int digits;
        if (!is_digit(s.ptr[at])) {
            at++;
            continue;
        }
        ptrdiff_t len = month_at(s, at, &month, &is_date);
        (void)number_at(s, at, &digits);
        if (len && !is_date && month.from)
            months[n++] = month;
        at += len > 0 ? len : digits;
    }
    return n;
}

/* ---- headings ---- */

typedef struct Tokens {
    bool now, total, last, stop, until, other, unknown;
    bool words_total; /* 累计 is written, not only meant */
    FormColumn text;  /* FORM_UNKNOWN: none */
    int texts;
} Tokens;

static FormColumn text_column(int tag)
{
    switch (tag) {
    case FORM_HEADS_CODE:
        return FORM_CODE;
    case FORM_HEADS_NAME:
        return FORM_NAME;
    case FORM_HEADS_MEASURE:
        return FORM_MEASURE;
    case FORM_HEADS_NOTE:
        return FORM_NOTE;
    case FORM_HEADS_TASK:
        return FORM_TASK;
    case FORM_HEADS_PROGRESS:
        return FORM_PROGRESS;
    case FORM_HEADS_ON_TIME:
        return FORM_ON_TIME;
    case FORM_HEADS_PROBLEM:
        return FORM_PROBLEM;
    case FORM_HEADS_CAUSE:
        return FORM_CAUSE;
    case FORM_HEADS_NEXT:
        return FORM_NEXT;
    case FORM_HEADS_DUE:
        return FORM_DUE;
    case FORM_HEADS_MATTER:
        return FORM_MATTER;
    case FORM_HEADS_DONE:
        return FORM_DONE;
    case FORM_HEADS_PROPOSAL:
        return FORM_PROPOSAL;
    case FORM_HEADS_LEVEL:
        return FORM_LEVEL;
    default:
        return FORM_UNKNOWN;
    }
}

static void take_word(Tokens *t, int tag)
{
    FormColumn column = text_column(tag);
    t->now = t->now || tag == FORM_HEADS_NOW;
    t->total = t->total || tag == FORM_HEADS_TOTAL;
    t->words_total = t->words_total || tag == FORM_HEADS_TOTAL;
    t->last = t->last || tag == FORM_HEADS_LAST;
    t->stop = t->stop || tag == FORM_HEADS_STOP;
    t->until = t->until || tag == FORM_HEADS_UNTIL;
    if (column != FORM_UNKNOWN) {
        t->texts += column != t->text;
        t->text = column;
    }
}

static void take_month(Tokens *t, const NamedMonth *named, FormMonth month)
{
    if (named->year && named->year == month.year - 1)
        t->last = true;
    else if (named->year && named->year != month.year)
        t->other = true;
    if (!named->from)
        return;
    if (named->from == month.from && named->to == month.to && named->from == named->to)
        t->now = true;
    else if (named->from == 1 && named->to == month.to)
        t->total = true;
    else if (named->from == named->to && named->to == month.to)
        t->now = t->total = true; /* 2月 in the form of 1—2月 */
    else
        t->other = true;
}

/* A bracket that holds a unit of measure, at `at`; its length, 0: none. */
static ptrdiff_t bracket_at(Arena *arena, Str s, ptrdiff_t at, Heading *h)
{
    if (s.ptr[at] != '(')
        return 0;
    ptrdiff_t end = str_find(s, S(")"), at);
    if (end < 0)
        return 0;
    Str inside = str_sub(s, at + 1, end);
    if (str_starts(inside, S("单位:")))
        inside = str_sub(inside, S("单位:").len, inside.len);
    FormMeasure measure;
    if (!measure_parse(arena, inside, &measure))
        return 0;
    if (h->has_measure && (h->measure.base != measure.base || h->measure.power != measure.power))
        return 0; /* two of them: not understood */
    h->has_measure = true;
    h->measure = measure;
    return end + 1 - at;
}

static void tokenize(Arena *arena, Str s, FormMonth month, Tokens *t, Heading *h)
{
    for (ptrdiff_t at = 0; at < s.len && !t->unknown;) {
        int tag = 0;
        bool is_date = false;
        NamedMonth named;
        ptrdiff_t len = bracket_at(arena, s, at, h);
        if (!len && is_digit(s.ptr[at])) {
            len = month_at(s, at, &named, &is_date);
            if (len && !is_date)
                take_month(t, &named, month);
            t->unknown = !len || is_date;
        } else if (!len) {
            len = words_at(&words_form_heads, s, at, &tag);
            if (len)
                take_word(t, tag);
        }
        if (!len && measure_parse(arena, str_sub(s, at, s.len), &h->measure)) {
            h->has_measure = true;
            len = s.len - at;
        }
        t->unknown = t->unknown || len == 0;
        at += len;
    }
}

static FormColumn figure_column(const Tokens *t)
{
    if (t->last)
        return t->now && !t->total && !t->until ? FORM_SKIP : FORM_LAST;
    if (t->now && t->total)
        return t->until ? FORM_TOTAL : FORM_VALUE;
    if (t->total || t->until)
        return FORM_TOTAL;
    return t->now ? FORM_MONTH : FORM_VALUE;
}

void heading_read(Arena *arena, Str text, FormMonth month, Heading *ret_heading)
{
    Tokens t = {0};
    Heading h = {0};
    Str s = form_squeeze(arena, text);
    if (s.len && s.len <= 200)
        tokenize(arena, s, month, &t, &h);
    else
        t.unknown = true;
    if (t.unknown || t.texts > 1)
        h.column = FORM_UNKNOWN;
    else if (t.stop || (t.other && !t.texts))
        h.column = FORM_SKIP;
    else if (t.texts)
        h.column = t.now || t.total || t.last || t.other ? FORM_UNKNOWN : t.text;
    else
        h.column = figure_column(&t);
    h.other_period = t.other && !t.stop && !t.unknown;
    h.both = h.column == FORM_VALUE && t.now && t.total && t.words_total;
    if (h.column == FORM_UNKNOWN)
        h.has_measure = false;
    *ret_heading = h;
}
