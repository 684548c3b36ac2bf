#include "text/measure.h"

#include "base/utf8.h"
#include "text/words_gen.h"

/* ---- text ---- */

static bool is_invisible(uint32_t cp)
{
    return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x2064) || (cp >= 0x2066 && cp <= 0x206F) || cp == 0xFEFF ||
           (cp >= 0xFE00 && cp <= 0xFE0F);
}

static bool is_blank(uint32_t cp)
{
    return cp <= 0x20 || cp == 0x7F || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

static uint32_t half(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return cp - 0xFF01 + '!';
    return cp == 0x2212 ? '-' : cp == 0xFE63 ? '-' : cp == 0x3BC ? 0xB5 : cp;
}

static Str fold(Arena *arena, Str text, bool squeeze)
{
    char *out = arena_raw_new(arena, char, text.len * 2 + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t at = 0; at < text.len;) {
        uint32_t cp = utf8_next(text, &at);
        if (cp == UTF8_BAD || is_invisible(cp))
            continue;
        cp = half(cp);
        if (is_blank(cp)) {
            if (!squeeze && n && out[n - 1] != ' ')
                out[n++] = ' ';
            continue;
        }
        if (squeeze && cp >= 'A' && cp <= 'Z')
            cp += 'a' - 'A';
        n += utf8_put(cp, out + n);
    }
    while (n && out[n - 1] == ' ')
        n--;
    return (Str){out, n};
}

Str form_fold(Arena *arena, Str text)
{
    return fold(arena, text, false);
}

Str form_squeeze(Arena *arena, Str text)
{
    return fold(arena, text, true);
}

/* ---- units of measure ---- */

typedef struct Power {
    Str word;
    int power;
} Power;
static const Power powers[] = {{SC("万亿"), 12}, {SC("千亿"), 11}, {SC("百亿"), 10},
                               {SC("十亿"), 9},  {SC("亿"), 8},    {SC("千万"), 7},
                               {SC("百万"), 6},  {SC("十万"), 5},  {SC("万"), 4},
                               {SC("千"), 3},    {SC("百"), 2}};
enum { POWERS = (int)(sizeof powers / sizeof *powers) };

/* Takes 万, 亿 … off the front. */
static bool take_power(Str *rest, int *ret_power)
{
    *ret_power = 0;
    for (int i = 0; i < POWERS; i++)
        if (str_starts(*rest, powers[i].word)) {
            *ret_power = powers[i].power;
            *rest = str_sub(*rest, powers[i].word.len, rest->len);
            return true;
        }
    return false;
}

static Str without_brackets(Str s)
{
    static const Str pairs[][2] = {{SC("("), SC(")")}, {SC("["), SC("]")}, {SC("【"), SC("】")}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (s.len > 2 && str_starts(s, pairs[i][0]) && str_ends(s, pairs[i][1]))
            return str_sub(s, pairs[i][0].len, s.len - pairs[i][1].len);
    return s;
}

/* Bases of one kind are one, with the power that lies between them. */
static int base_of(int tag, int *power)
{
    switch (tag) {
    case FORM_UNITS_PERCENT:
        *power -= 2;
        return FORM_UNITS_PERCENT;
    case FORM_UNITS_PERMILLE:
        *power -= 3;
        return FORM_UNITS_PERCENT;
    case FORM_UNITS_UGM3:
        *power -= 6;
        return FORM_UNITS_UGM3;
    case FORM_UNITS_MGM3:
        *power -= 3;
        return FORM_UNITS_UGM3;
    default:
        return tag;
    }
}

bool measure_parse(Arena *arena, Str text, FormMeasure *ret_measure)
{
    Str s = without_brackets(form_squeeze(arena, text));
    Str rest = s;
    int power = 0;
    int tag = words_is(&words_form_units, rest);
    if (!tag && take_power(&rest, &power))
        tag = words_is(&words_form_units, rest);
    if (!tag)
        return false;
    int base = base_of(tag, &power);
    *ret_measure = (FormMeasure){.base = base, .power = power, .word = s};
    return true;
}

/* 个 counts whatever is counted. */
static bool same_base(int a, int b)
{
    static const int counted[] = {FORM_UNITS_PIECE, FORM_UNITS_HOUSEHOLD, FORM_UNITS_JOB,
                                  FORM_UNITS_PLACE};
    bool has_a = false, has_b = false;
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        has_a = has_a || counted[i] == a;
        has_b = has_b || counted[i] == b;
    }
    return a == b || (has_a && has_b && (a == FORM_UNITS_PIECE || b == FORM_UNITS_PIECE));
}

bool measure_convert(const FormMeasure *from, const FormMeasure *to, int *ret_power)
{
    if (!from->base || !to->base || !same_base(from->base, to->base))
        return false;
    *ret_power = from->power - to->power;
    return true;
}

/* ---- figures ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A separator of thousands: exactly three digits follow, and no fourth. */
static bool groups_here(Str s, ptrdiff_t at)
{
    return at + 3 < s.len && is_digit(s.ptr[at + 1]) && is_digit(s.ptr[at + 2]) &&
           is_digit(s.ptr[at + 3]) && (at + 4 >= s.len || !is_digit(s.ptr[at + 4]));
}

/* The digits at the front, without their separators. *ret_end: where they end; 0: none. */
static Str take_digits(Arena *arena, Str s, ptrdiff_t *ret_end, bool *rewritten)
{
    char *out = arena_raw_new(arena, char, s.len + 1);
    ptrdiff_t n = 0, at = 0;
    int whole = 0, groups = 0;
    bool point = false;
    char separator = 0;
    if (at < s.len && (s.ptr[at] == '-' || s.ptr[at] == '+')) {
        if (s.ptr[at] == '-')
            out[n++] = '-';
        at++;
    }
    for (; at < s.len; at++) {
        char c = s.ptr[at];
        if (is_digit(c)) {
            out[n++] = c;
            whole += !point;
        } else if (c == '.' && !point && whole && at + 1 < s.len && is_digit(s.ptr[at + 1])) {
            point = true;
            out[n++] = c;
        } else if ((c == ',' || c == ' ') && !point && whole && (groups || whole <= 3) &&
                   (!separator || c == separator) && groups_here(s, at)) {
            separator = c;
            groups++;
            *rewritten = true;
        } else {
            break;
        }
    }
    *ret_end = whole ? at : 0;
    return (Str){out, n};
}

/* Words around the number: 约 in front, 左右 behind. */
static Str without_about(Str s, bool *about)
{
    static const Str front[] = {SC("大约"), SC("约为"), SC("约计"), SC("大概"),
                                SC("约"),   SC("≈"),    SC("~")};
    static const Str back[] = {SC("左右")};
    for (size_t i = 0; i < sizeof front / sizeof *front; i++)
        if (str_starts(s, front[i])) {
            *about = true;
            s = str_trim(str_sub(s, front[i].len, s.len));
            break;
        }
    for (size_t i = 0; i < sizeof back / sizeof *back; i++)
        if (str_ends(s, back[i])) {
            *about = true;
            s = str_trim(str_sub(s, 0, s.len - back[i].len));
        }
    return s;
}

static void read_unit(Arena *arena, Str rest, Figure *f)
{
    Str s = str_trim(rest);
    int power;
    if (s.len == 0)
        return;
    f->has_measure = true;
    if (measure_parse(arena, s, &f->measure))
        return;
    Str left = s;
    if (take_power(&left, &power) && left.len == 0) {
        f->power_only = true;
        f->measure = (FormMeasure){.power = power, .word = s};
        return;
    }
    f->kind = FIGURE_UNCLEAR;
}

/* A sentence's mark behind a figure says nothing: "11。", "68、". */
static Str without_stop(Str s, bool *rewritten)
{
    static const Str marks[] = {SC("。"), SC("、"), SC(";"), SC(","), SC("．")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (s.len > marks[i].len && str_ends(s, marks[i])) {
            *rewritten = true;
            return str_trim(str_sub(s, 0, s.len - marks[i].len));
        }
    return s;
}

void figure_read(Arena *arena, Str cell, Figure *ret_figure)
{
    Figure f = {0};
    Str s = form_fold(arena, cell);
    ptrdiff_t end = 0;
    f.rewritten = !str_eq(s, cell);
    if (s.len) {
        int tag = words_is(&words_form_marks, form_squeeze(arena, s));
        f.kind = tag == FORM_MARKS_NA        ? FIGURE_NA
                 : tag == FORM_MARKS_DASH    ? FIGURE_DASH
                 : tag == FORM_MARKS_PENDING ? FIGURE_PENDING
                                             : FIGURE_NUMBER;
    }
    if (f.kind == FIGURE_NUMBER) {
        if (s.ptr[0] == '\'' || str_starts(s, S("’")) ||
            str_starts(s, S("‘"))) { /* typed to make it text */
            s = str_trim(str_sub(s, s.ptr[0] == '\'' ? 1 : S("’").len, s.len));
            f.rewritten = true;
        }
        s = without_about(without_stop(s, &f.rewritten), &f.about);
        Str digits = take_digits(arena, s, &end, &f.rewritten);
        if (!end || !dec_parse(digits, &f.value, NULL))
            f.kind = FIGURE_UNCLEAR;
        else
            read_unit(arena, str_sub(s, end, s.len), &f);
    }
    *ret_figure = f;
}

bool dec_shift(Dec value, int power, int decimals, Dec *ret_value)
{
    Dec ten = dec_from_i64(10);
    Err ignored = {0};
    for (; power > 0; power--)
        if (value.scale > 0)
            value.scale--;
        else if (!dec_mul(value, ten, &value, &ignored))
            return false;
    for (; power < 0; power++) {
        if (value.scale == DEC_SCALE_MAX)
            return false;
        value.scale++;
    }
    while (value.scale > decimals && value.coef % 10 == 0) {
        value.coef /= 10;
        value.scale--;
    }
    *ret_value = value;
    return true;
}

FormMark form_mark(Str squeezed)
{
    int tag = words_is(&words_form_marks, squeezed);
    return tag == FORM_MARKS_SUM    ? FORM_MARK_SUM
           : tag == FORM_MARKS_FOOT ? FORM_MARK_FOOT
                                    : FORM_MARK_NONE;
}

FormKey form_key(Str squeezed)
{
    switch (words_is(&words_form_keys, squeezed)) {
    case FORM_KEYS_UNIT:
        return FORM_KEY_UNIT;
    case FORM_KEYS_PERIOD:
        return FORM_KEY_PERIOD;
    case FORM_KEYS_NATURE:
        return FORM_KEY_NATURE;
    case FORM_KEYS_FILLER:
        return FORM_KEY_FILLER;
    case FORM_KEYS_PHONE:
        return FORM_KEY_PHONE;
    case FORM_KEYS_REVIEWER:
        return FORM_KEY_REVIEWER;
    case FORM_KEYS_SIGNER:
        return FORM_KEY_SIGNER;
    case FORM_KEYS_SENT:
        return FORM_KEY_SENT;
    case FORM_KEYS_TITLE:
        return FORM_KEY_TITLE;
    case FORM_KEYS_MEASURE:
        return FORM_KEY_MEASURE;
    default:
        return FORM_KEY_NONE;
    }
}

bool measure_is_percent(const FormMeasure *measure)
{
    return measure->base == FORM_UNITS_PERCENT;
}
