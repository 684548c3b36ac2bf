#include "doc/typed.h"

#include "base/utf8.h"

Str typed_trim(Str cell)
{
    return utf8_trim(cell);
}

Str typed_shown(Arena *arena, Str cell)
{
    enum { SHOWN_MAX = 60 };
    Out out = out_new(arena, 1024);
    int count = 0;
    for (ptrdiff_t at = 0; at < cell.len; count++) {
        ptrdiff_t start = at;
        uint32_t cp = utf8_next(cell, &at);
        if (count == SHOWN_MAX) {
            out_s(&out, S("…"));
            break;
        }
        if (cp < 0x20 || cp == 0x7F || cp == UTF8_BAD)
            out_c(&out, ' ');
        else
            out_s(&out, str_sub(cell, start, at));
    }
    return out_str(&out);
}

/* ---- half width ---- */

/* The ASCII character that a clerk meant, or 0. */
static char half_width(uint32_t cp)
{
    if (cp < 0x80)
        return (char)cp;
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return (char)(cp - 0xFF01 + '!');
    if (cp == 0x2212 || cp == 0xFE63 || cp == 0x2010 || cp == 0x2011 || cp == 0x2013)
        return '-';
    return 0;
}

/* All of s in ASCII, false when something has no such form; `keep` may stand as it is. */
static bool to_half(Arena *arena, Str s, Str *ret_text, int *changes)
{
    Out out = out_new(arena, 256);
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t start = at;
        char c = half_width(utf8_next(s, &at));
        if (c == 0)
            return false;
        if (at - start > 1)
            *changes |= TYPED_FULLWIDTH;
        out_c(&out, c);
    }
    *ret_text = out_str(&out);
    return out_ok(&out);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- numbers ---- */

/* Takes the commas out of 1,234,567.5: groups of exactly three, before the point only. */
static bool without_thousands(Arena *arena, Str s, Str *ret_text, int *changes)
{
    if (!str_has(s, S(","))) {
        *ret_text = s;
        return true;
    }
    Out out = out_new(arena, 256);
    ptrdiff_t at = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+');
    out_s(&out, str_sub(s, 0, at));
    ptrdiff_t point = str_find(s, S("."), 0);
    ptrdiff_t end = point < 0 ? s.len : point;
    int in_group = 0, groups = 0;
    for (; at < end; at++) {
        if (is_digit(s.ptr[at])) {
            in_group++;
            out_c(&out, s.ptr[at]);
        } else if (s.ptr[at] == ',' && in_group >= 1 && in_group <= 3 &&
                   (groups == 0 || in_group == 3)) {
            groups++;
            in_group = 0;
        } else {
            return false;
        }
    }
    if (groups == 0 || in_group != 3)
        return false;
    out_s(&out, str_sub(s, end, s.len));
    *changes |= TYPED_THOUSANDS;
    *ret_text = out_str(&out);
    return true;
}

bool typed_number(Arena *arena, Str cell, TypedNumber *ret_number, Err *err)
{
    TypedNumber number = {0};
    Str s = typed_trim(cell);
    if (s.len != cell.len)
        number.changes |= TYPED_SPACES;
    bool ok = s.len > 0 && s.len <= 200 && to_half(arena, s, &s, &number.changes);
    if (ok && str_ends(s, S("%"))) {
        number.changes |= TYPED_PERCENT;
        Str rest = typed_trim(str_sub(s, 0, s.len - 1));
        s = rest;
    }
    Err inner = {0};
    ok = ok && without_thousands(arena, s, &s, &number.changes) &&
         dec_parse(s, &number.value, &inner);
    if (!ok && inner.code == ERR_DEC_RANGE)
        return err_set(err, ERR_DEC_RANGE, {"found", typed_shown(arena, cell)});
    if (!ok)
        return err_set(err, ERR_TYPED_NUMBER, {"found", typed_shown(arena, cell)});
    number.text = dec_str(arena, number.value);
    *ret_number = number;
    return true;
}

/* ---- dates ---- */

/* Takes up to digits_max digits; returns how many. */
static int take_int(Str *rest, int digits_max, int *ret_value)
{
    int value = 0, n = 0;
    while (n < digits_max && n < rest->len && is_digit(rest->ptr[n]))
        value = value * 10 + (rest->ptr[n++] - '0');
    *ret_value = value;
    *rest = str_sub(*rest, n, rest->len);
    return n;
}

static bool take(Str *rest, Str word)
{
    if (!str_starts(*rest, word))
        return false;
    *rest = str_sub(*rest, word.len, rest->len);
    return true;
}

/* Half width, but 年月日 stay. */
static Str dateish(Arena *arena, Str cell, int *changes)
{
    Str s = typed_trim(cell);
    if (s.len != cell.len)
        *changes |= TYPED_SPACES;
    Out out = out_new(arena, 256);
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t start = at;
        char c = half_width(utf8_next(s, &at));
        if (c && at - start > 1)
            *changes |= TYPED_FULLWIDTH;
        if (c)
            out_c(&out, c);
        else
            out_s(&out, str_sub(s, start, at));
    }
    return out_ok(&out) ? out_str(&out) : S("");
}

/* Year and month with one kind of separator; 年月 pair up. *ret_separator is what stands between. */
static bool take_year_month(Str *rest, int *ret_year, int *ret_month, Str *ret_separator)
{
    static const Str separators[] = {SC("-"), SC("/"), SC("."), SC("年")};
    if (take_int(rest, 4, ret_year) != 4)
        return false;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (take(rest, separators[i])) {
            *ret_separator = separators[i];
            return take_int(rest, 2, ret_month) && *ret_month >= 1 && *ret_month <= 12;
        }
    return false;
}

static bool take_date(Str *rest, Date *ret_date)
{
    int year, month, day;
    Str separator;
    if (!take_year_month(rest, &year, &month, &separator))
        return false;
    bool words = str_eq(separator, S("年"));
    if (!take(rest, words ? S("月") : separator) || !take_int(rest, 2, &day) ||
        (words && !take(rest, S("日"))) || !date_is_valid_ymd(year, month, day))
        return false;
    *ret_date = date_from_ymd(year, month, day);
    return true;
}

bool typed_date(Arena *arena, Str cell, Date *ret_date, int *ret_changes, Err *err)
{
    int changes = 0;
    Str s = dateish(arena, cell, &changes), rest = s;
    Date date;
    bool ok = take_date(&rest, &date);
    /* Excel writes a date column back as 2021/6/14 0:00 when the cell has a time format. */
    if (ok && rest.len && !take(&rest, S(" 0:00:00")))
        (void)take(&rest, S(" 0:00"));
    if (!ok || rest.len)
        return err_set(err, ERR_TYPED_DATE, {"found", typed_shown(arena, cell)});
    if (!str_eq(date_str(arena, date), s))
        changes |= TYPED_SEPARATORS;
    *ret_date = date;
    if (ret_changes)
        *ret_changes = changes;
    return true;
}

/* Apr-21, as Excel shows and saves what was typed as 2021-04. */
static bool take_excel_month(Str *rest, int *ret_year, int *ret_month)
{
    static const Str names[] = {SC("Jan"), SC("Feb"), SC("Mar"), SC("Apr"), SC("May"), SC("Jun"),
                                SC("Jul"), SC("Aug"), SC("Sep"), SC("Oct"), SC("Nov"), SC("Dec")};
    for (int i = 0; i < 12; i++)
        if (take(rest, names[i])) {
            *ret_month = i + 1;
            if (!take(rest, S("-")) || take_int(rest, 2, ret_year) != 2)
                return false;
            *ret_year += 2000;
            return true;
        }
    return false;
}

bool typed_period(Arena *arena, Str cell, Str *ret_code, int *ret_changes, Err *err)
{
    int changes = 0, year, month;
    Str s = dateish(arena, cell, &changes), rest = s, separator = S("");
    bool ok = take_excel_month(&rest, &year, &month);
    if (!ok) {
        rest = s;
        ok = take_year_month(&rest, &year, &month, &separator) && year >= 1;
        if (ok && str_eq(separator, S("年")))
            ok = take(&rest, S("月"));
    }
    if (!ok || rest.len)
        return err_set(err, ERR_TYPED_PERIOD, {"found", typed_shown(arena, cell)});
    *ret_code = arena_fmt(arena, "%04d-%02d", year, month);
    if (!str_eq(*ret_code, s))
        changes |= TYPED_SEPARATORS;
    if (ret_changes)
        *ret_changes = changes;
    return true;
}

bool typed_instant(Arena *arena, Str cell, int offset_minutes, int64_t *ret_utc_ms,
                   int *ret_changes, Err *err)
{
    int changes = 0, hour, minute, second = 0;
    Str s = dateish(arena, cell, &changes), rest = s;
    if (!instant_parse(s, ret_utc_ms, NULL)) {
        Date date;
        bool ok = take_date(&rest, &date) && (take(&rest, S(" ")) || take(&rest, S("T"))) &&
                  take_int(&rest, 2, &hour) && take(&rest, S(":")) && take_int(&rest, 2, &minute) &&
                  (!take(&rest, S(":")) || take_int(&rest, 2, &second)) && rest.len == 0 &&
                  hour <= 23 && minute <= 59 && second <= 59;
        if (!ok)
            return err_set(err, ERR_TYPED_INSTANT, {"found", typed_shown(arena, cell)});
        int64_t minutes = (int64_t)date * 24 * 60 + hour * 60 + minute - offset_minutes;
        *ret_utc_ms = (minutes * 60 + second) * 1000;
        changes |= TYPED_SEPARATORS;
    }
    if (ret_changes)
        *ret_changes = changes;
    return true;
}

bool typed_bool(Str cell, bool *ret_value, Err *err)
{
    static const struct {
        Str word;
        bool value;
    } words[] = {{SC("yes"), true},  {SC("no"), false},    {SC("是"), true},  {SC("否"), false},
                 {SC("true"), true}, {SC("false"), false}, {SC("YES"), true}, {SC("NO"), false},
                 {SC("TRUE"), true}, {SC("FALSE"), false}, {SC("1"), true},   {SC("0"), false}};
    Str s = typed_trim(cell);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(s, words[i].word)) {
            *ret_value = words[i].value;
            return true;
        }
    return err_set(err, ERR_TYPED_BOOL, {"found", utf8_prefix(s, 120)});
}
