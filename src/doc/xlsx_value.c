#include "doc/xlsx_value.h"

#include "base/date.h"
#include "base/dec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STORED_BYTES_MAX = 64,
    DIGITS_SHOWN = 15, /* of a double, by every spreadsheet */
    PLACES_MAX = 40,   /* of a number written out */
    DAYS_1904 = 1462,
    DAYS_MAX = 2958466, /* 10000-01-01 */
    DAY_LEAP_1900 = 60, /* 1900-02-29, which never was */
    SECONDS_DAY = 86400
};

/* ---- styles ---- */

typedef struct CodeFacts {
    bool year, month, day, clock, percent, digits;
    int decimals, most;
} CodeFacts;

/* Over a quoted text, an escaped character, a width or a bracket; at stands on its first byte. */
static ptrdiff_t skip_literal(Str code, ptrdiff_t at)
{
    char c = code.ptr[at];
    if (c == '\\' || c == '_' || c == '*')
        return at + 2;
    ptrdiff_t end = str_find(code, c == '"' ? S("\"") : S("]"), at + 1);
    return end < 0 ? code.len : end + 1;
}

static void take_letter(CodeFacts *facts, char c)
{
    switch (c | 0x20) {
    case 'y':
        facts->year = true;
        break;
    case 'm':
        facts->month = true;
        break;
    case 'd':
        facts->day = true;
        break;
    case 'h':
    case 's':
        facts->clock = true;
        break;
    default:
        break;
    }
}

/* "00", "0#", "##" behind the point at `at`; gives the last of them. */
static ptrdiff_t read_decimals(CodeFacts *facts, Str code, ptrdiff_t at)
{
    while (at + 1 < code.len && memchr("0#?", code.ptr[at + 1], 3)) {
        facts->most++;
        if (code.ptr[at + 1] == '0' && facts->decimals == facts->most - 1)
            facts->decimals++;
        at++;
    }
    return at;
}

static CodeFacts read_code(Str code)
{
    CodeFacts facts = {0};
    for (ptrdiff_t at = 0; at < code.len;) {
        char c = code.ptr[at];
        if (c == ';')
            break; /* only the format of positive numbers is asked */
        if (memchr("\"\\_*[", c, 5)) {
            at = skip_literal(code, at);
            continue;
        }
        if (c == '%')
            facts.percent = true;
        else if (c == '.' && facts.most == 0)
            at = read_decimals(&facts, code, at);
        else if (c == '0' || c == '#')
            facts.digits = true;
        else
            take_letter(&facts, c);
        at++;
    }
    return facts;
}

CellStyle cell_style_of_code(Str code)
{
    CodeFacts facts = read_code(code);
    bool general = code.len >= 7 && strncasecmp(code.ptr, "General", 7) == 0;
    bool scientific = str_has(code, S("E+")) || str_has(code, S("E-"));
    if (general || scientific)
        return (CellStyle){.kind = STYLE_NUMBER};
    if (facts.day || facts.year)
        return (CellStyle){.kind = facts.clock ? STYLE_INSTANT
                                   : facts.day ? STYLE_DATE
                                               : STYLE_MONTH};
    if (facts.clock)
        return (CellStyle){.kind = STYLE_TIME};
    if (facts.month)
        return (CellStyle){.kind = STYLE_MONTH};
    int decimals = facts.decimals > DEC_SCALE_MAX ? DEC_SCALE_MAX : facts.decimals;
    int most = facts.most > DEC_SCALE_MAX ? DEC_SCALE_MAX : facts.most;
    return (CellStyle){facts.percent ? STYLE_PERCENT : STYLE_NUMBER, decimals,
                       facts.digits || facts.most > 0, most};
}

CellStyle cell_style_of_id(int id)
{
    static const struct {
        int from, to;
        CellStyle style;
    } known[] = {
        {1, 1, {STYLE_NUMBER, 0, true, 0}},     {2, 2, {STYLE_NUMBER, 2, true, 2}},
        {3, 3, {STYLE_NUMBER, 0, true, 0}},     {4, 4, {STYLE_NUMBER, 2, true, 2}},
        {9, 9, {STYLE_PERCENT, 0, true, 0}},    {10, 10, {STYLE_PERCENT, 2, true, 2}},
        {37, 38, {STYLE_NUMBER, 0, true, 0}},   {14, 16, {STYLE_DATE, 0, false, 0}},
        {17, 17, {STYLE_MONTH, 0, false, 0}},   {18, 21, {STYLE_TIME, 0, false, 0}},
        {22, 22, {STYLE_INSTANT, 0, false, 0}}, {27, 31, {STYLE_DATE, 0, false, 0}},
        {32, 35, {STYLE_TIME, 0, false, 0}},    {36, 36, {STYLE_DATE, 0, false, 0}},
        {39, 40, {STYLE_NUMBER, 2, true, 2}},   {45, 45, {STYLE_TIME, 0, false, 0}},
        {50, 54, {STYLE_DATE, 0, false, 0}},    {55, 56, {STYLE_TIME, 0, false, 0}},
        {57, 58, {STYLE_DATE, 0, false, 0}},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (id >= known[i].from && id <= known[i].to)
            return known[i].style;
    return (CellStyle){.kind = STYLE_NUMBER};
}

/* ---- numbers ---- */

static bool is_number(Str stored)
{
    int digits = 0;
    for (ptrdiff_t i = 0; i < stored.len; i++) {
        char c = stored.ptr[i];
        if (c >= '0' && c <= '9')
            digits++;
        else if (!memchr("+-.eE", c, 5))
            return false;
    }
    return digits > 0 && stored.len < STORED_BYTES_MAX;
}

static bool to_double(Str stored, double *ret_value)
{
    char z[STORED_BYTES_MAX];
    char *end;
    if (!is_number(stored))
        return false;
    memcpy(z, stored.ptr, (size_t)stored.len);
    z[stored.len] = '\0';
    *ret_value = strtod(z, &end);
    return *end == '\0' && *ret_value > -1e300 && *ret_value < 1e300;
}

/* "-123450000000000e-3" without exponent and without zeros at the end: digits, of which `whole`
 * stand before the point (negative: that many zeros follow it). */
static Str written_out(Arena *arena, bool negative, Str digits, int whole)
{
    Out out = out_new(arena, 2 * PLACES_MAX + 8);
    while (digits.len > 1 && digits.ptr[digits.len - 1] == '0')
        digits.len--;
    if (negative)
        out_c(&out, '-');
    if (whole <= 0)
        out_c(&out, '0');
    for (int i = 0; i < whole; i++)
        out_c(&out, i < digits.len ? digits.ptr[i] : '0');
    if (digits.len > whole) {
        out_c(&out, '.');
        for (int i = whole; i < 0; i++)
            out_c(&out, '0');
        out_s(&out, str_sub(digits, whole < 0 ? 0 : whole, digits.len));
    }
    return out_str(&out);
}

static bool is_integer(Str stored)
{
    int64_t ignored;
    return stored.len <= 18 && str_to_i64(stored, &ignored) && stored.ptr[0] != '+' &&
           (stored.ptr[0] != '0' || stored.len == 1) && stored.ptr[0] != '-';
}

/* The shortest decimal of the 15 digits that a spreadsheet shows, its point moved by `shift`. */
static bool shortest(Arena *arena, Str stored, int shift, Str *ret_text)
{
    char text[40], digits[DIGITS_SHOWN];
    double value;
    if (!to_double(stored, &value))
        return false;
    if (shift == 0 && is_integer(stored)) {
        *ret_text = stored; /* also beyond 15 digits: as it stands in the file */
        return true;
    }
    bool negative = value < 0;
    (void)snprintf(text, sizeof text, "%.*e", DIGITS_SHOWN - 1, negative ? -value : value);
    digits[0] = text[0];
    memcpy(digits + 1, text + 2, DIGITS_SHOWN - 1);
    int whole = (int)strtol(text + DIGITS_SHOWN + 2, NULL, 10) + 1 + shift;
    if (value == 0)
        *ret_text = S("0");
    else if (whole > PLACES_MAX || whole < -PLACES_MAX)
        return false;
    else
        *ret_text = written_out(arena, negative, (Str){digits, DIGITS_SHOWN}, whole);
    return true;
}

static Str with_decimals(Arena *arena, Str text, int decimals)
{
    ptrdiff_t point = str_find(text, S("."), 0);
    int has = point < 0 ? 0 : (int)(text.len - point - 1);
    if (has >= decimals)
        return text;
    return arena_fmt(arena, "%.*s%s%.*s", STR_ARG(text), point < 0 ? "." : "", decimals - has,
                     "000000000000000000");
}

/* ---- dates ---- */

static bool date_text(Arena *arena, double stored, CellStyleKind kind, bool dates_1904,
                      Str *ret_text)
{
    if (stored < 0 || stored >= DAYS_MAX)
        return false;
    int day = (int)stored;
    int second = (int)((stored - day) * SECONDS_DAY + 0.5);
    if (second == SECONDS_DAY) {
        second = 0;
        day++;
    }
    Str clock = arena_fmt(arena, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    if (kind == STYLE_TIME && day == 0) {
        *ret_text = clock;
        return true;
    }
    day += dates_1904 ? DAYS_1904 : 0;
    if (day == DAY_LEAP_1900 || day >= DAYS_MAX)
        return false;
    Date date = date_from_ymd(1899, 12, day < DAY_LEAP_1900 ? 31 : 30) + day;
    Str text = date_str(arena, date);
    if (kind == STYLE_MONTH)
        *ret_text = str_sub(text, 0, 7);
    else if (kind == STYLE_DATE)
        *ret_text = text;
    else
        *ret_text = arena_fmt(arena, "%.*s %.*s", STR_ARG(text), STR_ARG(clock));
    return true;
}

bool cell_number(Arena *arena, Str stored, CellStyle style, bool dates_1904, Str *ret_text)
{
    double value;
    switch (style.kind) {
    case STYLE_NUMBER:
        if (!shortest(arena, stored, 0, ret_text))
            return false;
        *ret_text = with_decimals(arena, *ret_text, style.decimals);
        return true;
    case STYLE_PERCENT:
        if (!shortest(arena, stored, 2, ret_text))
            return false;
        *ret_text = with_decimals(arena, *ret_text, style.decimals);
        *ret_text = arena_fmt(arena, "%.*s%%", STR_ARG(*ret_text));
        return true;
    default:
        return to_double(stored, &value) &&
               date_text(arena, value, style.kind, dates_1904, ret_text);
    }
}
