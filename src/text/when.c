#include "text/when.h"

#include "text/number.h"
#include "text/words.h"

static bool is_digit(Str text, ptrdiff_t at)
{
    return at >= 0 && at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

/* A number followed by the word; returns the length of both. */
static ptrdiff_t number_and(Str text, ptrdiff_t at, Str word, int *ret_value)
{
    ptrdiff_t len = number_small(text, at, ret_value);
    return len > 0 && has_at(text, at + len, word) ? len + word.len : 0;
}

/* 2020-04-08, 2020/4/8, 2020.4.8 */
static ptrdiff_t numeric_date(Str text, ptrdiff_t at, PartDate *ret)
{
    int part[3] = {0};
    ptrdiff_t here = at;
    char separator = 0;
    for (int i = 0; i < 3; i++) {
        ptrdiff_t start = here;
        while (is_digit(text, here) && here - start < 4)
            part[i] = part[i] * 10 + (text.ptr[here++] - '0');
        if (here == start || (i == 0) != (here - start == 4))
            return 0;
        if (i == 2)
            break;
        char c = here < text.len ? text.ptr[here] : 0;
        if ((c != '-' && c != '/' && c != '.') || (separator && c != separator))
            return 0;
        separator = c;
        here++;
    }
    if (is_digit(text, here) || !date_is_valid_ymd(part[0], part[1], part[2]) || part[0] < 1900)
        return 0;
    *ret = (PartDate){part[0], part[1], part[2]};
    return here - at;
}

ptrdiff_t when_date_at(Str text, ptrdiff_t at, PartDate *ret)
{
    *ret = (PartDate){0};
    ptrdiff_t len = numeric_date(text, at, ret);
    if (len > 0)
        return len;
    int value;
    ptrdiff_t here = at;
    ptrdiff_t n = number_and(text, here, S("年"), &value);
    if (n > 0 && value >= 1900 && value <= 2200) {
        ret->year = value;
        here += n;
    } else if (n > 0) {
        return 0;
    }
    n = number_and(text, here, S("月"), &value);
    if (n == 0 || value < 1 || value > 12)
        return ret->year ? here - at : 0;
    ret->month = value;
    here += n;
    n = number_and(text, here, S("日"), &value);
    if (n == 0)
        n = number_and(text, here, S("号"), &value);
    if (n > 0 && value >= 1 && value <= 31) {
        ret->day = value;
        here += n;
    }
    return here - at;
}

Str when_iso(Arena *arena, PartDate date)
{
    if (!date.year || !date.month || !date.day ||
        !date_is_valid_ymd(date.year, date.month, date.day))
        return S("");
    return date_str(arena, date_from_ymd(date.year, date.month, date.day));
}

static void fix(Deadline *d, int year, int month, int day)
{
    if (year < 1900 || year > 2200)
        return;
    if (day == 0)
        day = date_days_in_month(year, month);
    if (date_is_valid_ymd(year, month, day)) {
        d->date = date_from_ymd(year, month, day);
        d->has_date = true;
    }
}

/* 之前, 以前, 前 after a date; returns its length. */
static ptrdiff_t before_word(Str text, ptrdiff_t at)
{
    static const Str words[] = {SC("之前"), SC("以前"), SC("前")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_at(text, at, words[i])) {
            /* 前三季度, 前列 are other words */
            if (i == 2 && (has_at(text, at + 3, S("三")) || has_at(text, at + 3, S("列")) ||
                           has_at(text, at + 3, S("半")) || has_at(text, at + 3, S("两"))))
                return 0;
            return words[i].len;
        }
    return 0;
}

/* After a month: 底, 末, 上旬, 中旬, 下旬, 份; *ret_day is the day it means (0 = the last). */
static ptrdiff_t month_part(Str text, ptrdiff_t at, int *ret_day)
{
    static const struct {
        Str word;
        int day;
    } parts[] = {{SC("底"), 0}, {SC("末"), 0}, {SC("上旬"), 10}, {SC("中旬"), 20}, {SC("下旬"), 0}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (has_at(text, at, parts[i].word)) {
            *ret_day = parts[i].day;
            return parts[i].word.len;
        }
    return 0;
}

/* n季度末, 第三季度, 上半年 … with a year before; month = last month of it. */
static ptrdiff_t season_at(Str text, ptrdiff_t at, int *ret_month)
{
    static const struct {
        Str word;
        int month;
    } words[] = {{SC("上半年"), 6}, {SC("下半年"), 12}};
    for (size_t i = 0; i < 2; i++)
        if (has_at(text, at, words[i].word)) {
            *ret_month = words[i].month;
            return words[i].word.len;
        }
    ptrdiff_t here = has_at(text, at, S("第")) ? at + 3 : at;
    int quarter;
    ptrdiff_t n = number_and(text, here, S("季度"), &quarter);
    if (n == 0 || quarter < 1 || quarter > 4)
        return 0;
    *ret_month = quarter * 3;
    return here + n - at;
}

/* The tail of 年: 底, 末, 内, 度; *ret_strong when it makes a deadline of its own. */
static ptrdiff_t year_tail(Str text, ptrdiff_t at, bool *ret_strong)
{
    static const Str tails[] = {SC("年底"), SC("年末"), SC("底"),  SC("末"),
                                SC("内"),   SC("年内"), SC("度内")};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (has_at(text, at, tails[i])) {
            *ret_strong = true;
            return tails[i].len;
        }
    return 0;
}

static void skip_space_dash(Str text, ptrdiff_t *here)
{
    while (*here < text.len && text.ptr[*here] == '-')
        (*here)++;
}

/* A year was read: year, here stands after 年. */
static bool after_year(Str text, ptrdiff_t at, ptrdiff_t here, int year, bool to_before,
                       Deadline *d)
{
    int month, day = 0, value;
    ptrdiff_t n = number_and(text, here, S("月"), &month);
    d->start = at;
    if (n > 0 && month >= 1 && month <= 12) {
        here += n;
        n = number_and(text, here, S("日"), &value);
        if (n > 0) {
            here += n;
            ptrdiff_t b = before_word(text, here);
            fix(d, year, month, value);
            d->end = here + b;
            d->weak = b == 0 && !to_before;
            return true;
        }
        n = month_part(text, here, &day);
        ptrdiff_t b = before_word(text, here + n);
        d->end = here + n + b;
        d->weak = (n == 0 || day > 0) && b == 0 && (!to_before || day > 0);
        if (n == 0 && b > 0) { /* 6月前: before June begins */
            fix(d, month == 1 ? year - 1 : year, month == 1 ? 12 : month - 1, 0);
            return true;
        }
        fix(d, year, month, n ? day : 0);
        return true;
    }
    n = season_at(text, here, &month);
    if (n > 0) {
        here += n;
        bool end_word = has_at(text, here, S("末")) || has_at(text, here, S("底")) ||
                        has_at(text, here, S("内"));
        here += end_word ? 3 : 0;
        ptrdiff_t b = before_word(text, here);
        d->end = here + b;
        d->weak = !end_word && b == 0 && !to_before;
        fix(d, year, month, 0);
        return true;
    }
    bool strong = false;
    n = year_tail(text, here, &strong);
    ptrdiff_t b = before_word(text, here + n);
    d->end = here + n + b;
    d->weak = !strong && b == 0 && !to_before;
    if (n == 0 && b > 0)
        fix(d, year - 1, 12, 31); /* 2025年前 */
    else
        fix(d, year, 12, 31);
    return true;
}

/* 2021年…, 2021-2025年, 2021年至2025年, 到2025年 */
static bool year_at(Str text, ptrdiff_t at, Deadline *d)
{
    int year, second;
    ptrdiff_t len = number_small(text, at, &year);
    if (len == 0 || year < 1990 || year > 2100)
        return false;
    ptrdiff_t here = at + len;
    bool year_word = has_at(text, here, S("年"));
    if (year_word)
        here += 3;
    bool to_before = has_at(text, at - 3, S("到")) || has_at(text, at - 3, S("至"));
    ptrdiff_t range = here;
    if (has_at(text, range, S("至")) || has_at(text, range, S("到")))
        range += 3;
    else
        skip_space_dash(text, &range);
    if (range > here) {
        ptrdiff_t n = number_and(text, range, S("年"), &second);
        if (n > 0 && second >= year && second <= 2100) {
            bool ok = after_year(text, at, range + n, second, true, d);
            return ok;
        }
    }
    return year_word && after_year(text, at, here, year, to_before, d);
}

/* 6月30日前, 6月底前, 9月至12月, 每月5日前 */
static bool month_at(Str text, ptrdiff_t at, int year, Deadline *d)
{
    int month, value, day = 0;
    ptrdiff_t n = number_and(text, at, S("月"), &month);
    if (n == 0 || month < 1 || month > 12)
        return false;
    ptrdiff_t here = at + n;
    d->start = at;
    n = number_and(text, here, S("日"), &value);
    if (n > 0) {
        ptrdiff_t b = before_word(text, here + n);
        fix(d, year, month, value);
        d->end = here + n + b;
        d->weak = b == 0;
        return true;
    }
    n = month_part(text, here, &day);
    ptrdiff_t b = before_word(text, here + n);
    d->end = here + n + b;
    d->weak = (n == 0 || day > 0) && b == 0;
    if (n == 0 && b > 0)
        fix(d, year && month == 1 ? year - 1 : year, month == 1 ? 12 : month - 1, 0);
    else
        fix(d, year, month, n ? day : 0);
    return true;
}

/* 年底前, 年内, 今年, 上半年, 三季度末 without a year number. */
static bool bare_at(Str text, ptrdiff_t at, int year, Deadline *d)
{
    static const struct {
        Str word;
        int years_on;
    } ends[] = {{SC("今年年底"), 0}, {SC("今年底"), 0}, {SC("本年底"), 0},  {SC("本年度内"), 0},
                {SC("年底"), 0},     {SC("年末"), 0},   {SC("今年内"), 0},  {SC("年内"), 0},
                {SC("明年年底"), 1}, {SC("明年底"), 1}, {SC("当年年底"), 0}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!has_at(text, at, ends[i].word))
            continue;
        ptrdiff_t here = at + ends[i].word.len;
        ptrdiff_t b = before_word(text, here);
        *d = (Deadline){.start = at, .end = here + b};
        /* 年底 alone is a time of a report, 年底前 and 年内 a limit */
        d->weak = b == 0 && !str_ends(ends[i].word, S("内")) && !has_at(text, at - 3, S("到")) &&
                  !has_at(text, at - 3, S("至"));
        if (year)
            fix(d, year + ends[i].years_on, 12, 31);
        return true;
    }
    int month;
    ptrdiff_t start = at;
    if (has_at(text, at, S("今年")) || has_at(text, at, S("明年"))) {
        if (has_at(text, at, S("明年")) && year)
            year++;
        at += 6;
    }
    ptrdiff_t n = season_at(text, at, &month);
    if (n == 0)
        return false;
    ptrdiff_t here = at + n;
    bool end_word =
        has_at(text, here, S("末")) || has_at(text, here, S("底")) || has_at(text, here, S("内"));
    here += end_word ? 3 : 0;
    ptrdiff_t b = before_word(text, here);
    *d = (Deadline){.start = start, .end = here + b, .weak = !end_word && b == 0};
    if (year)
        fix(d, year, month, 0);
    return true;
}

/* 每月5日前, 每季度末, 30个工作日内, 长期坚持: limits without a day. */
static bool open_at(Str text, ptrdiff_t at, Deadline *d)
{
    static const Str fixed[] = {SC("长期坚持"), SC("长期推进"), SC("持续推进"), SC("全年"),
                                SC("长期"),     SC("立即"),     SC("即日起"),   SC("常态化推进"),
                                SC("持续实施"), SC("年度内")};
    for (size_t i = 0; i < 4; i++)
        if (has_at(text, at, fixed[i])) {
            *d = (Deadline){.start = at, .end = at + fixed[i].len, .weak = true};
            return true;
        }
    for (size_t i = 4; i < sizeof fixed / sizeof *fixed; i++)
        if (has_at(text, at, fixed[i])) {
            *d = (Deadline){.start = at, .end = at + fixed[i].len, .weak = true};
            return true;
        }
    static const Str everies[] = {SC("每月"),   SC("每季度"), SC("每年"), SC("每周"),
                                  SC("每半年"), SC("次月"),   SC("下月")};
    for (size_t i = 0; i < sizeof everies / sizeof *everies; i++) {
        if (!has_at(text, at, everies[i]))
            continue;
        ptrdiff_t here = at + everies[i].len;
        if (has_at(text, here, S("的")))
            here += 3;
        int value, day;
        ptrdiff_t n = number_and(text, here, S("月"), &value);
        here += n;
        n = number_and(text, here, S("日"), &value);
        if (n == 0)
            n = number_and(text, here, S("号"), &value);
        if (n == 0)
            n = month_part(text, here, &day);
        ptrdiff_t b = n ? before_word(text, here + n) : 0;
        if (b == 0)
            continue;
        *d = (Deadline){.start = at, .end = here + n + b};
        return true;
    }
    int value;
    ptrdiff_t n = number_small(text, at, &value);
    static const Str spans[] = {SC("个工作日内"), SC("个工作日之内"), SC("日内"),  SC("天内"),
                                SC("个月内"),     SC("年内"),         SC("小时内")};
    for (size_t i = 0; n > 0 && i < sizeof spans / sizeof *spans; i++)
        if (has_at(text, at + n, spans[i])) {
            *d = (Deadline){.start = at, .end = at + n + spans[i].len};
            return true;
        }
    return false;
}

bool when_deadline(Str text, ptrdiff_t from, ptrdiff_t to, int year, bool weak_too, Deadline *ret)
{
    Str range = str_sub(text, 0, to);
    for (ptrdiff_t at = from; at < range.len;) {
        Deadline d = {0};
        unsigned char c = (unsigned char)range.ptr[at];
        bool digit = (c >= '0' && c <= '9') || (c >= 0xE2 && number_is_chinese(range, at));
        bool hit = false;
        if (digit)
            hit = year_at(range, at, &d) || open_at(range, at, &d) ||
                  month_at(range, at, year, &d) || bare_at(range, at, year, &d);
        else if (c >= 0xE2)
            hit = open_at(range, at, &d) || bare_at(range, at, year, &d);
        if (hit) {
            if (!d.weak || weak_too) {
                *ret = d;
                return true;
            }
            at = d.end > at ? d.end : at + char_len(range, at);
            continue;
        }
        if (digit) {
            int ignored;
            ptrdiff_t n = number_small(range, at, &ignored);
            at += n > 0 ? n : char_len(range, at);
            continue;
        }
        at += char_len(range, at);
    }
    return false;
}
