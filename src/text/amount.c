#include "text/amount.h"

#include "base/utf8.h"
#include "text/number.h"
#include "text/what.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { NEAR_BYTES_MAX = 300, PER_BYTES_MAX = 18, SERVICE_DIGITS_MAX = 3 };

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

static bool has_any(Str text, const Str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_has(text, words[i]))
            return true;
    return false;
}

bool amount_is_date(Str text, const Quantity *q)
{
    static const Str words[] = {SC("年"),   SC("月"),   SC("日"),   SC("时"), SC("点钟"),
                                SC("周年"), SC("分钟"), SC("世纪"), SC("岁"), SC("号"),
                                SC("届"),   SC("次全"), SC("中全")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_at(text, q->n.end, words[i]))
            return true;
    return has_at(text, q->n.start - 3, S("第")) || has_at(text, q->n.start - 3, S("后")) ||
           has_at(text, q->n.start - 3, S("前"));
}

bool amount_counts_office(const Source *src, Str text, const Quantity *q, ptrdiff_t end)
{
    int tag;
    if (words_at(&words_sizes, text, q->unit_start, &tag) > 0 && q->unit_tag == 0)
        return true;
    Str after = what_after(src, text, q->unit_end, end);
    ptrdiff_t n = words_before(&words_sizes, after, after.len, &tag);
    if (str_has(str_sub(after, 0, 12), S("组")) && q->unit_tag == UNITS_THING)
        return true; /* 3个检查组抽查 */
    return n > 0 && (n == after.len || tag == SIZES_BODY);
}

/* 10亿元以上项目不少于2个: a noun and another number follow, so the first only describes. */
bool amount_describes(Str text, ptrdiff_t at, ptrdiff_t end)
{
    if (at >= end || is_clause_mark(text, at) || has_at(text, at, S("、")) ||
        has_at(text, at, S("的")))
        return false;
    for (; at < end && !is_clause_mark(text, at) && !has_at(text, at, S("、"));
         at += char_len(text, at))
        if (text.ptr[at] >= '0' && text.ptr[at] <= '9')
            return true;
    return false;
}

/* 无害化率100%, 占比30% */
bool amount_states_rate(Str text, ptrdiff_t at)
{
    static const Str nouns[] = {SC("率"), SC("比例"), SC("比重"), SC("占比"), SC("覆盖面")};
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (has_at(text, at - nouns[i].len, nouns[i]))
            return true;
    return false;
}

bool amount_is_class(Str text, const Quantity *q, ptrdiff_t end)
{
    static const Str joins[] = {SC("、"),     SC("并"),     SC("且"),   SC("和"),   SC("及"),
                                SC("的目标"), SC("的任务"), SC("用于"), SC("资金"), SC("投入")};
    if (q->unit_tag != UNITS_MONEY || !q->after_any || q->after == REL_ABOUT || q->end >= end ||
        (unsigned char)text.ptr[q->end] < 0xE3 || is_clause_mark(text, q->end))
        return false;
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++)
        if (has_at(text, q->end, joins[i]))
            return false;
    return true;
}

/* …加0.2分: a clause that says how points are counted. */
static bool counts_points(Str clause)
{
    static const Str verbs[] = {SC("加"), SC("扣"), SC("减"), SC("计"), SC("得"), SC("记")};
    for (ptrdiff_t at = str_find(clause, S("分"), 1); at > 0;
         at = str_find(clause, S("分"), at + 3))
        if (clause.ptr[at - 1] >= '0' && clause.ptr[at - 1] <= '9' &&
            !has_at(clause, at, S("分钟")))
            return has_any(clause, verbs, sizeof verbs / sizeof *verbs);
    return false;
}

bool amount_is_tariff(Str text, ptrdiff_t sentence, const Before *b, const Quantity *q,
                      ptrdiff_t end)
{
    static const Str pays[] = {SC("奖励"), SC("奖补"), SC("补助"), SC("补贴"),
                               SC("罚款"), SC("处以"), SC("贴息")};
    static const Str funds[] = {SC("奖励资金"), SC("补助资金"), SC("补贴资金"), SC("奖补资金")};
    static const Str conditions[] = {SC("每"), SC("凡"), SC("对"), SC("的,")};
    ptrdiff_t low = q->start - NEAR_BYTES_MAX, high = q->end + NEAR_BYTES_MAX;
    ptrdiff_t clause = b->clause;
    Str whole = str_sub(text, low > clause ? low : clause, high < end ? high : end);
    if (counts_points(whole))
        return true;
    bool pays_here = has_any(whole, pays, sizeof pays / sizeof *pays) &&
                     !has_any(whole, funds, sizeof funds / sizeof *funds);
    if (!pays_here || b->any) /* 标准提高到每人每月300元 */
        return false;
    ptrdiff_t award = q->start - 2 * PER_BYTES_MAX > clause ? q->start - 2 * PER_BYTES_MAX : clause;
    if (q->unit_tag == UNITS_MONEY && str_has(str_sub(text, award, q->start), S("奖励")))
        return true;
    ptrdiff_t near = q->start - PER_BYTES_MAX > clause ? q->start - PER_BYTES_MAX : clause;
    if (str_has(str_sub(text, near, q->start), S("每")))
        return true;
    ptrdiff_t from =
        q->start - 2 * NEAR_BYTES_MAX > sentence ? q->start - 2 * NEAR_BYTES_MAX : sentence;
    return q->unit_tag == UNITS_MONEY && has_any(str_sub(text, from, q->start), conditions,
                                                 sizeof conditions / sizeof *conditions);
}

bool amount_is_told(Str text, const Before *b, const Quantity *q)
{
    static const Str openings[] = {SC("截至"), SC("截止"), SC("目前"), SC("已")};
    static const Str marks[] = {SC("目前已"), SC("仅完成"), SC("已完成"), SC("累计已")};
    Str clause = str_sub(text, b->clause, q->start);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (str_starts(clause, openings[i]))
            return b->relation == REL_EQ;
    return has_any(clause, marks, sizeof marks / sizeof *marks);
}

bool amount_is_service_time(Str text, const Quantity *q, ptrdiff_t clause, ptrdiff_t end)
{
    bool unit = has_at(text, q->unit_start, S("分钟")) || has_at(text, q->unit_start, S("小时")) ||
                has_at(text, q->unit_start, S("个小时"));
    return unit && q->after_any && q->after == REL_LE && !q->n.chinese && q->end < end &&
           q->start - clause >= 6 && q->n.end - q->n.start <= SERVICE_DIGITS_MAX;
}
