#include "doc/paper_break.h"

#include "base/limits.h"
#include "base/utf8.h"

static bool is_one_of(Str c, Str set)
{
    for (ptrdiff_t at = 0; at < set.len;) {
        ptrdiff_t from = at;
        (void)utf8_next(set, &at);
        if (str_eq(c, str_sub(set, from, at)))
            return true;
    }
    return false;
}

/* 避头尾: what may not begin and what may not end a line. */
static bool may_not_begin(Str c)
{
    return is_one_of(c, S("，。、；：？！）》〉」』】〕”’％%),.;:?!"));
}

static bool may_not_end(Str c)
{
    return is_one_of(c, S("（《〈「『【〔“‘(第"));
}

static bool is_word(Str c)
{
    char b = c.ptr[0];
    return c.len == 1 && ((b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') ||
                          (b >= 'a' && b <= 'z') || b == '.' || b == '%' || b == '-' || b == '/');
}

bool paper_may_break(Str before, Str after)
{
    return !may_not_begin(after) && !may_not_end(before) && !(is_word(before) && is_word(after));
}

bool paper_closes(Str c)
{
    return is_one_of(c, S("，。、；：？！）》〉」』】〕”’"));
}

bool paper_opens(Str c)
{
    return is_one_of(c, S("（《〈「『【〔“‘"));
}

static bool is_digit(Str c)
{
    return c.len == 1 && c.ptr[0] >= '0' && c.ptr[0] <= '9';
}

bool paper_may_break_units(Str before, Str after)
{
    static const Str units =
        SC("年月日时分秒个名项件家次户位元角万亿人条起台辆吨米里亩度号期级天周岁倍成"
           "宗处所份只座套批例㎡℃‰");
    bool large = is_one_of(before, S("万亿千百")), comma = before.len == 1 && before.ptr[0] == ',';
    return paper_may_break(before, after) && !(is_digit(before) && is_one_of(after, units)) &&
           !(large && is_one_of(after, S("元亿人户吨亩米个"))) && !(comma && is_digit(after)) &&
           !(is_one_of(before, S("—…")) && str_eq(before, after));
}

/* A line of a title that is too long is broken at the hint nearest to its middle, and its halves
 * again; without a hint it is left to the reader's program. */
static void title_line(Arena *arena, Out *out, Str line)
{
    Str text = paper_unbroken(arena, line);
    int columns = utf8_columns(text), nearest = columns;
    ptrdiff_t best = -1;
    if (columns > PAPER_TITLE_COLUMNS)
        for (ptrdiff_t at = str_find(line, S(PAPER_BREAK), 0); at >= 0;
             at = str_find(line, S(PAPER_BREAK), at + 1)) {
            int off = columns - 2 * utf8_columns(paper_unbroken(arena, str_sub(line, 0, at)));
            off = off < 0 ? -off : off;
            if (at > 0 && at + S(PAPER_BREAK).len < line.len && off < nearest) {
                nearest = off;
                best = at;
            }
        }
    if (best < 0) {
        out_s(out, out->len ? S("\n") : S(""));
        out_s(out, text);
        return;
    }
    Str rest = str_sub(line, best + S(PAPER_BREAK).len, line.len);
    title_line(arena, out, str_sub(line, 0, best));
    title_line(arena, out, rest);
}

Str paper_title_lines(Arena *arena, Str text)
{
    Out lines = out_new(arena, LIMIT_OUTPUT_BYTES);
    while (text.len)
        title_line(arena, &lines, str_cut(&text, '\n'));
    return out_str(&lines);
}
