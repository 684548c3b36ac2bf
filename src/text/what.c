#include "text/what.h"

#include "base/utf8.h"
#include "text/when.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { WHAT_CHARS_MAX = 40, POST_CHARS_MAX = 24 };

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

bool is_clause_mark(Str text, ptrdiff_t at)
{
    char c = text.ptr[at];
    return c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == '\n' ||
           has_at(text, at, S("。"));
}

/* 完成率, 到位率 are nouns: the verb in them is no verb. */
static bool is_measure_noun(Str rest)
{
    static const Str ends[] = {SC("率"), SC("量"), SC("额"), SC("比"), SC("度")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_starts(rest, ends[i]))
            return true;
    return false;
}

ptrdiff_t what_strip(Str text, ptrdiff_t from, ptrdiff_t to)
{
    for (bool again = true; again && from < to;) {
        again = false;
        int tag = 0;
        Str rest = str_sub(text, 0, to);
        Deadline d;
        if (when_deadline(rest, from, from + 60 < to ? from + 60 : to, 2000, true, &d) &&
            d.start <= from + 3 &&
            (d.start == from || has_at(text, from, S("到")) || has_at(text, from, S("至")) ||
             has_at(text, from, S("于")))) {
            from = d.end;
            again = true;
            continue;
        }
        ptrdiff_t n = words_at(&words_whats, rest, from, &tag);
        if (n > 0 && (tag == WHATS_STRIP || tag == WHATS_EVERY) &&
            !is_measure_noun(str_sub(rest, from + n, to)) && !has_at(rest, from, S("建成区"))) {
            from += n;
            again = true;
        }
        n = words_at(&words_modality, rest, from, &tag);
        if (n > 0) {
            from += n;
            again = true;
        }
        if (!again && (text.ptr[from] == ' ' || has_at(text, from, S("、")))) {
            from += text.ptr[from] == ' ' ? 1 : 3;
            again = true;
        }
    }
    return from < to ? from : to;
}

static bool is_period(Str what)
{
    static const Str periods[] = {SC("上半年"), SC("下半年"), SC("一季度"),  SC("二季度"),
                                  SC("三季度"), SC("四季度"), SC("年底"),    SC("年末"),
                                  SC("全年"),   SC("年内"),   SC("前三季度")};
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
        if (str_eq(what, periods[i]))
            return true;
    Deadline d;
    bool date = when_deadline(what, 0, what.len, 2000, true, &d) && d.start == 0;
    return date && d.end == what.len;
}

Str what_bare(Str what)
{
    what = str_sub(what, what_strip(what, 0, what.len), what.len);
    if (is_period(what))
        return S("");
    Deadline d;
    if (when_deadline(what, 0, what.len, 2000, false, &d) && d.end == what.len && d.start > 0) {
        what = str_sub(what, 0, d.start); /* 隐患2024年10月底前 */
        if (str_ends(what, S("于")) || str_ends(what, S("在")))
            what.len -= 3;
    }
    for (ptrdiff_t n = 7; what.len > n && str_ends(what, S("年")); n = what.len) {
        bool year = true; /* 接通率2023年: the year of this value */
        for (ptrdiff_t i = what.len - n; i < what.len - 3; i++)
            year = year && what.ptr[i] >= '0' && what.ptr[i] <= '9';
        if (year)
            what = str_sub(what, 0, what.len - n);
    }
    return what;
}

/* The noun before the number, from `piece` on. */
static Str noun_before(const Source *src, Str text, ptrdiff_t piece, ptrdiff_t end)
{
    ptrdiff_t from = piece;
    ptrdiff_t len, at = from;
    int tag;
    while ((at = words_find(&words_whats, text, at, end, 1u << WHATS_SCOPE_END, &len, &tag)) >= 0) {
        if (at + len < end)
            from = at + len;
        at += len;
    }
    if (has_at(text, from, S("由")) || has_at(text, from, S("从")))
        from += 3;
    static const Str musts[] = {SC("应当"), SC("必须")};
    for (size_t i = 0; i < sizeof musts / sizeof *musts;
         i++) { /* who has to do it is no part of it */
        ptrdiff_t hit = str_find(str_sub(text, 0, end), musts[i], from);
        from = hit >= 0 ? hit + musts[i].len : from;
    }
    ptrdiff_t must = str_find(str_sub(text, 0, end), S("要"), from);
    if (must > from && !has_at(text, must - 3, S("主")) && !has_at(text, must - 3, S("重")) &&
        !has_at(text, must - 3, S("需")) && must + 3 < end)
        from = must + 3;
    from = what_strip(text, from, end);
    static const Str tails[] = {SC("要"), SC("须"),   SC("应"), SC("均"),
                                SC("都"), SC("分别"), SC("需")};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (end - tails[i].len > from && has_at(text, end - tails[i].len, tails[i]))
            end -= tails[i].len;
    while (end > from && (has_at(text, end - 3, S("的")) || text.ptr[end - 1] == '('))
        end -= text.ptr[end - 1] == '(' ? 1 : 3;
    for (ptrdiff_t chars = utf8_count(str_sub(text, from, end)); chars > WHAT_CHARS_MAX; chars--)
        from += char_len(text, from);
    Str noun = source_text(src, from, end);
    return is_period(noun) || str_ends(noun, S("年")) ? what_bare(noun) : noun;
}

/* The noun after the number and its unit. */
Str what_after(const Source *src, Str text, ptrdiff_t at, ptrdiff_t end)
{
    if (has_at(text, at, S("的")))
        at += 3;
    ptrdiff_t here = at, chars = 0;
    for (; here < end && chars < POST_CHARS_MAX; here += char_len(text, here), chars++) {
        char c = text.ptr[here];
        if (is_clause_mark(text, here) || c == '(' || c == ')' || has_at(text, here, S("、")) ||
            has_at(text, here, S("”")))
            break;
        bool join = has_at(text, here, S("和")) || has_at(text, here, S("及")) ||
                    has_at(text, here, S("与"));
        if (join && here > at) { /* 20项甲和市20项乙: the second number is another target */
            ptrdiff_t k = here + 3;
            bool number = false;
            for (int i = 0; i < 4 && k < end; i++, k += char_len(text, k))
                number = number || (text.ptr[k] >= '0' && text.ptr[k] <= '9');
            if (number)
                break;
        }
    }
    return source_text(src, at, here);
}

/* 谋划实施一批重大项目,年内完成投资310亿元: the object of the clause before gives the scope. */
static Str scope_of(const Source *src, Str text, ptrdiff_t sentence, ptrdiff_t clause)
{
    ptrdiff_t from = clause > sentence + 300 ? clause - 300 : sentence, hit = -1;
    while (from < clause && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
        from++;
    Str before = str_sub(text, 0, clause);
    for (ptrdiff_t at = str_find(before, S("一批"), from); at >= 0;
         at = str_find(before, S("一批"), at + 6))
        hit = at;
    return hit < 0 ? S("") : what_after(src, text, hit + 6, clause);
}

Str what_of(const Source *src, Str text, ptrdiff_t sentence, ptrdiff_t piece, const Before *b,
            const Quantity *q, ptrdiff_t end)
{
    Str before = noun_before(src, text, piece, b->start);
    bool counts =
        q->unit_tag == UNITS_THING || q->unit_tag == UNITS_PERSON || q->unit_tag == UNITS_TIMES;
    Str after = counts ? what_after(src, text, q->end, end) : S("");
    if (has_at(text, q->end, S("的")) && after.len == 0)
        after = what_after(src, text, q->end, end);
    if (after.len > 0) {
        bool short_before = utf8_count(before) <= 4 && before.len > 0;
        if (!short_before || b->any)
            return after;
        return arena_fmt(src->arena, "%.*s%.*s", STR_ARG(before), STR_ARG(after));
    }
    if (before.len == 0 && b->any && b->growth == REL_EQ && b->start > piece)
        before = source_text(src, piece, b->start);
    if (is_period(before) || words_is(&words_modality, before) || str_starts(before, S("今年要")))
        return S("");
    if (words_is(&words_whats, before) == WHATS_GENERIC) {
        Str scope = scope_of(src, text, sentence, b->clause);
        if (scope.len)
            return arena_fmt(src->arena, "%.*s%.*s", STR_ARG(scope), STR_ARG(before));
    }
    return before;
}
