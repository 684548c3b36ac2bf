#include "text/number.h"

#include "base/utf8.h"
#include "text/words.h"

enum { CHINESE_NONE = -1, TEN = 10, HUNDRED = 100, THOUSAND = 1000 };

/* 0..9, or 10, 100, 1000; CHINESE_NONE otherwise. */
static int chinese_digit(uint32_t cp)
{
    switch (cp) {
    case U'〇':
    case U'零':
    case U'○':
        return 0;
    case U'一':
        return 1;
    case U'二':
    case U'两':
        return 2;
    case U'三':
        return 3;
    case U'四':
        return 4;
    case U'五':
        return 5;
    case U'六':
        return 6;
    case U'七':
        return 7;
    case U'八':
        return 8;
    case U'九':
        return 9;
    case U'十':
        return TEN;
    case U'百':
        return HUNDRED;
    case U'千':
        return THOUSAND;
    default:
        return CHINESE_NONE;
    }
}

static int chinese_at(Str text, ptrdiff_t at, ptrdiff_t *ret_next)
{
    if (at >= text.len || (unsigned char)text.ptr[at] < 0xE2)
        return CHINESE_NONE;
    *ret_next = at;
    return chinese_digit(utf8_next(text, ret_next));
}

bool number_is_chinese(Str text, ptrdiff_t at)
{
    ptrdiff_t next;
    return chinese_at(text, at, &next) != CHINESE_NONE;
}

static bool is_digit(Str text, ptrdiff_t at)
{
    return at >= 0 && at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* 三十五, 一千二百, 二〇二一, 十; up to 9999 in words or any digits in a row. Returns the length. */
static ptrdiff_t chinese_number(Str text, ptrdiff_t at, int64_t *ret_value)
{
    int64_t total = 0, digit = -1;
    int digits_in_row = 0;
    bool units = false;
    ptrdiff_t here = at;
    for (;;) {
        ptrdiff_t next;
        int d = chinese_at(text, here, &next);
        if (d == CHINESE_NONE)
            break;
        if (d < TEN) {
            if (digit > 0 && units)
                break;
            digit = digit < 0 || units ? d : digit * 10 + d;
            if (++digits_in_row > 12)
                break;
        } else {
            if (digits_in_row > 1 && !units)
                break;
            total += (digit < 0 || (digit == 0 && units) ? 1 : digit) * d;
            digit = -1;
            units = true;
            if (total > 1000000)
                break;
        }
        here = next;
    }
    *ret_value = total + (digit > 0 ? digit : 0);
    return here - at;
}

ptrdiff_t number_small(Str text, ptrdiff_t at, int *ret_value)
{
    ptrdiff_t here = at;
    int64_t value = 0;
    while (is_digit(text, here) && here - at < 5)
        value = value * 10 + (text.ptr[here++] - '0');
    if (here == at)
        here += chinese_number(text, at, &value);
    if (here == at || value > 9999 || is_digit(text, here))
        return 0;
    *ret_value = (int)value;
    return here - at;
}

bool number_whole(Str text, int *ret_value)
{
    return text.len > 0 && number_small(text, 0, ret_value) == text.len;
}

ptrdiff_t number_mask(Str text, ptrdiff_t at)
{
    ptrdiff_t here = at;
    while (here < text.len) {
        char c = text.ptr[here];
        if (c == 'x' || c == 'X' || c == '*' || c == '_') {
            here++;
            continue;
        }
        Str rest = str_sub(text, here, here + 3);
        if (str_starts(rest, S("×")))
            here += S("×").len;
        else if (str_eq(rest, S("○")) || str_eq(rest, S("□")) || str_eq(rest, S("●")))
            here += 3;
        else
            break;
        if (here - at > 30)
            break;
    }
    return here == at + 1 && text.ptr[at] == '_' ? 0 : here - at;
}

/* Canonical text of digits[.digits] with thousands marks dropped and leading zeros cut. */
static Str canonical(Arena *arena, Str digits)
{
    char *buf = arena_alloc(arena, (size_t)digits.len + 1, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < digits.len; i++)
        if (digits.ptr[i] != ',')
            buf[n++] = digits.ptr[i];
    Str value = {buf, n};
    while (value.len > 1 && value.ptr[0] == '0' && value.ptr[1] != '.')
        value = str_sub(value, 1, value.len);
    return value;
}

static bool arabic_at(Arena *arena, Str text, ptrdiff_t at, Numeral *ret)
{
    ptrdiff_t here = at;
    while (is_digit(text, here))
        here++;
    /* 1,200: groups of exactly three */
    while (here - at <= 3 + 4 * 8 && here < text.len && text.ptr[here] == ',' &&
           is_digit(text, here + 1) && is_digit(text, here + 2) && is_digit(text, here + 3) &&
           !is_digit(text, here + 4))
        here += 4;
    if (here < text.len && text.ptr[here] == '.' && is_digit(text, here + 1)) {
        here++;
        while (is_digit(text, here))
            here++;
    }
    if (here == at)
        return false;
    *ret = (Numeral){.start = at, .end = here};
    if (here - at > 34)
        ret->masked = true; /* no value of this world: told as unknown */
    else
        ret->value = canonical(arena, str_sub(text, at, here));
    return true;
}

bool number_at(Arena *arena, Str text, ptrdiff_t at, Numeral *ret)
{
    if (at >= text.len)
        return false;
    if (is_digit(text, at))
        return arabic_at(arena, text, at, ret);
    const Str hundredths = S("百分之");
    if (str_starts(str_sub(text, at, at + hundredths.len), hundredths)) {
        Numeral inner;
        ptrdiff_t after = at + hundredths.len;
        if (str_starts(str_sub(text, after, after + hundredths.len), hundredths) ||
            !number_at(arena, text, after, &inner))
            return false;
        *ret = inner;
        ret->start = at;
        ret->percent = true;
        ret->chinese = true;
        return true;
    }
    ptrdiff_t mask = number_mask(text, at);
    if (mask > 0) {
        *ret = (Numeral){.start = at, .end = at + mask, .masked = true};
        return true;
    }
    int64_t value = 0;
    ptrdiff_t len = chinese_number(text, at, &value);
    if (len == 0)
        return false;
    *ret = (Numeral){.start = at, .end = at + len, .chinese = true};
    ptrdiff_t next;
    const Str point = S("点");
    if (str_starts(str_sub(text, ret->end, text.len), point) &&
        chinese_at(text, ret->end + point.len, &next) >= 0) {
        int64_t fraction = 0, scale = 0;
        ptrdiff_t here = ret->end + point.len;
        int d;
        while ((d = chinese_at(text, here, &next)) >= 0 && d < TEN && scale < 9) {
            fraction = fraction * 10 + d;
            scale++;
            here = next;
        }
        if (scale > 0) {
            ret->end = here;
            ret->value =
                arena_fmt(arena, "%lld.%0*lld", (long long)value, (int)scale, (long long)fraction);
            return true;
        }
    }
    ret->value = arena_fmt(arena, "%lld", (long long)value);
    return true;
}
