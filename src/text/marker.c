#include "text/marker.h"

#include "text/number.h"

bool marker_is_running(MarkerKind kind)
{
    return kind >= MARK_DI;
}

static bool at_any(Str text, ptrdiff_t at, const char *const *list, ptrdiff_t *ret_len)
{
    for (; *list; list++) {
        Str item = str_from_z(*list);
        if (str_starts(str_sub(text, at, at + item.len), item)) {
            *ret_len = item.len;
            return true;
        }
    }
    return false;
}

static bool found(Marker *m, MarkerKind kind, int no, ptrdiff_t at, ptrdiff_t no_start,
                  ptrdiff_t no_end, ptrdiff_t end)
{
    *m = (Marker){kind, no, at, end, no_start, no_end};
    return true;
}

/* 第一章, 第一条, 第一部分, 第一个阶段, 第一, */
static bool ordinal_at(Str text, ptrdiff_t at, bool line_start, Marker *m)
{
    static const struct {
        const char *word;
        MarkerKind kind;
    } forms[] = {{"部分", MARK_PART},    {"篇", MARK_PART},      {"章", MARK_CHAPTER},
                 {"节", MARK_SECTION},   {"条", MARK_ARTICLE},   {"个阶段", MARK_STAGE},
                 {"阶段", MARK_STAGE},   {"层意思", MARK_STAGE}, {"个方面", MARK_STAGE},
                 {"方面", MARK_STAGE},   {"点意见", MARK_STAGE}, {"步", MARK_STAGE},
                 {"个问题", MARK_STAGE}, {"个环节", MARK_STAGE}};
    static const char *const separators[] = {",", "、", ":", ".", NULL};
    const Str ordinal = S("第");
    int no;
    ptrdiff_t number = at + ordinal.len;
    ptrdiff_t len = number_small(text, number, &no), n;
    if (len == 0)
        return false;
    ptrdiff_t after = number + len;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        Str word = str_from_z(forms[i].word);
        if (!str_starts(str_sub(text, after, after + word.len), word))
            continue;
        ptrdiff_t end = after + word.len;
        if (!line_start && forms[i].kind != MARK_STAGE)
            return false;
        if (forms[i].kind == MARK_STAGE) {
            if (!at_any(text, end, separators, &n))
                return false;
            end += n;
        }
        return found(m, forms[i].kind, no, at, at, after + word.len, end);
    }
    static const char *const is[] = {"是", "要", NULL};
    if (at_any(text, after, separators, &n))
        return found(m, MARK_DI, no, at, at, after, after + n);
    if (at_any(text, after, is, &n))
        return found(m, MARK_DI, no, at, at, after, after + n);
    return false;
}

static bool bracket_at(Str text, ptrdiff_t at, Marker *m)
{
    int no;
    ptrdiff_t len = number_small(text, at + 1, &no);
    ptrdiff_t close = at + 1 + len;
    if (len == 0 || close >= text.len || text.ptr[close] != ')')
        return false;
    bool chinese = number_is_chinese(text, at + 1);
    if (no > (chinese ? 99 : 199))
        return false;
    ptrdiff_t end = close + 1;
    if (str_starts(str_sub(text, end, end + 3), S("、")))
        end += 3;
    return found(m, chinese ? MARK_CN_PAREN : MARK_AR_PAREN, no, at, at, close + 1, end);
}

static bool is_digit(Str text, ptrdiff_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* 1. 1、 1) 1.1 1.1.1 */
static bool arabic_at(Str text, ptrdiff_t at, bool line_start, Marker *m)
{
    int no;
    ptrdiff_t len = number_small(text, at, &no);
    ptrdiff_t after = at + len;
    if (len == 0 || no == 0 || no > 299 || after >= text.len)
        return false;
    if (text.ptr[after] == ')')
        return found(m, MARK_AR_PAREN, no, at, at, after, after + 1);
    int other; /* 1、2号 is a list, 2、6月底前 an item */
    ptrdiff_t more = number_small(text, after + 3, &other);
    bool dated = more > 0 && line_start &&
                 (str_starts(str_sub(text, after + 3 + more, text.len), S("月")) || more == 4);
    if (str_starts(str_sub(text, after, after + 3), S("、")) &&
        (!is_digit(text, after + 3) || dated))
        return found(m, MARK_AR, no, at, at, after, after + 3);
    if (text.ptr[after] != '.')
        return false;
    if (!is_digit(text, after + 1))
        return found(m, MARK_AR, no, at, at, after, after + 1);
    if (!line_start)
        return false;
    int second, third;
    ptrdiff_t len2 = number_small(text, after + 1, &second);
    ptrdiff_t end2 = after + 1 + len2;
    if (len2 == 0 || len2 > 2 || second == 0)
        return false;
    if (end2 < text.len && text.ptr[end2] == '.' && is_digit(text, end2 + 1)) {
        ptrdiff_t len3 = number_small(text, end2 + 1, &third);
        ptrdiff_t end3 = end2 + 1 + len3;
        if (len3 == 0 || len3 > 2 || (unsigned char)text.ptr[end3 < text.len ? end3 : 0] < 0x80)
            return false;
        return found(m, MARK_DECIMAL3, third, at, at, end3, end3);
    }
    /* 1.1 编制目的 is a marker, 1.5亿元 is not: a heading follows, not a unit */
    static const char *const units[] = {"亿", "万", "千", "元", "个", "公", "吨", "倍", "平",
                                        "亩", "米", "人", "年", "月", "日", "度", NULL};
    ptrdiff_t n;
    if (end2 >= text.len || (unsigned char)text.ptr[end2] < 0xE3 || at_any(text, end2, units, &n))
        return false;
    return found(m, MARK_DECIMAL, second, at, at, end2, end2);
}

/* 一、 一是 一要 */
static bool chinese_at(Str text, ptrdiff_t at, bool line_start, Marker *m)
{
    static const char *const is[] = {"是要", "是", NULL};
    static const char *const must[] = {"要", NULL};
    static const char *const then[] = {"则", NULL};
    static const char *const heads[] = {"、", ".", ",", ":", NULL};
    int no;
    ptrdiff_t len = number_small(text, at, &no), n;
    ptrdiff_t after = at + len;
    if (len == 0 || no == 0 || no > 99)
        return false;
    if (at_any(text, after, is, &n))
        return found(m, MARK_SHI, no, at, at, after + 3, after + 3);
    if (at_any(text, after, must, &n))
        return found(m, MARK_YAO, no, at, at, after + n, after + n);
    if (at_any(text, after, then, &n))
        return found(m, MARK_SHI, no, at, at, after + n, after + n);
    if (line_start && at_any(text, after, heads, &n)) {
        /* 一、二、三产 and 三,四 are no markers */
        if (number_is_chinese(text, after + n) && len == 3) {
            int other;
            ptrdiff_t more = number_small(text, after + n, &other);
            if (more > 0 && other == no + 1)
                return false;
        }
        return found(m, MARK_CN, no, at, at, after, after + n);
    }
    return false;
}

static bool word_marker_at(Str text, ptrdiff_t at, Marker *m)
{
    static const struct {
        const char *word;
        int no;
    } words[] = {{"首先", 1}, {"其次", 2}, {"再次", 3}, {"最后", MARK_LAST}, {"第一位的", 0}};
    static const char *const separators[] = {",", ":", "是", "要", NULL};
    ptrdiff_t n;
    for (size_t i = 0; i < 4; i++) {
        Str word = str_from_z(words[i].word);
        if (!str_starts(str_sub(text, at, at + word.len), word))
            continue;
        ptrdiff_t end = at + word.len;
        if (!at_any(text, end, separators, &n))
            return false;
        return found(m, MARK_FIRST, words[i].no, at, at, end, end + n);
    }
    const Str qi = S("其");
    int no;
    if (str_starts(str_sub(text, at, at + qi.len), qi)) {
        ptrdiff_t len = number_small(text, at + qi.len, &no);
        ptrdiff_t end = at + qi.len + len;
        if (len == 3 && at_any(text, end, separators, &n))
            return found(m, MARK_QI, no, at, at, end, end + n);
    }
    return false;
}

bool marker_at(Str text, ptrdiff_t at, ptrdiff_t end, bool line_start, Marker *m)
{
    text = str_sub(text, 0, end);
    if (at >= text.len)
        return false;
    unsigned char c = (unsigned char)text.ptr[at];
    if (c == '(')
        return bracket_at(text, at, m);
    if (c >= '0' && c <= '9')
        return arabic_at(text, at, line_start, m);
    if (c < 0xE2)
        return false;
    const unsigned char *p = (const unsigned char *)text.ptr + at;
    if (c == 0xE2 && at + 3 <= text.len && p[1] == 0x91 && p[2] >= 0xA0 && p[2] <= 0xB3)
        return found(m, MARK_CIRCLED, p[2] - 0xA0 + 1, at, at, at + 3, at + 3); /* ①…⑳ */
    if (c == 0xE2 && at + 3 <= text.len &&
        ((p[1] == 0x91 && p[2] >= 0xB4) || (p[1] == 0x92 && p[2] <= 0x87)))
        return found(m, MARK_AR_PAREN, p[1] == 0x91 ? p[2] - 0xB4 + 1 : p[2] - 0x80 + 13, at, at,
                     at + 3, at + 3); /* ⑴…⒇ */
    if (c == 0xE2 && at + 3 <= text.len && p[1] == 0x92 && p[2] >= 0x88 && p[2] <= 0x9B)
        return found(m, MARK_AR, p[2] - 0x88 + 1, at, at, at + 3, at + 3); /* ⒈…⒛ */
    if (str_starts(str_sub(text, at, at + 3), S("第")))
        return ordinal_at(text, at, line_start, m);
    if (number_is_chinese(text, at))
        return chinese_at(text, at, line_start, m);
    return word_marker_at(text, at, m);
}
