/* text/cadence.c - how often what is done and by whom; who is talked to; who reports to whom. */
#include "base/utf8.h"
#include "text/facts.h"
#include "text/marker.h"
#include "text/number.h"
#include "text/role.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { CLAUSE_BYTES_MAX = 360, CADENCES_MAX = 200, ACT_CHARS_MAX = 14 };

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

static bool ends_clause(Str text, ptrdiff_t at)
{
    char c = text.ptr[at];
    return c == ',' || c == ';' || c == ':' || c == '\n' || c == '!' || c == '?' ||
           has_at(text, at, S("。"));
}

static ptrdiff_t clause_end(Str text, ptrdiff_t at)
{
    ptrdiff_t from = at;
    while (at < text.len && !ends_clause(text, at) && at - from < CLAUSE_BYTES_MAX)
        at += char_len(text, at);
    return at;
}

static const char *every_name(int tag)
{
    static const char *const names[] = {"",      "day",        "week",    "half_month",
                                        "month", "two_months", "quarter", "half_year",
                                        "year",  "ad_hoc",     "regular"};
    return names[tag];
}

static const char *act_name(int tag)
{
    static const char *const names[] = {"",           "stocktake",  "circular", "report",
                                        "evaluation", "inspection", "talk",     "meeting"};
    return names[tag];
}

static bool is_actor(Str text)
{
    return role_is_body(text) || words_before(&words_posts, text, text.len, NULL) > 0;
}

/* Who: the words before the cadence, when all of them are bodies or posts. */
static bool actors_in(const Source *src, ptrdiff_t from, ptrdiff_t to, Strs *by)
{
    static const Str heads[] = {SC("由"), SC("请"), SC("实行"), SC("市里")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (has_at(src->norm, from, heads[i]))
            from += heads[i].len;
    static const Str tails[] = {SC("于"), SC("在"), SC("应"), SC("要"), SC("须"), SC("至少")};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (to > from && has_at(src->norm, to - tails[i].len, tails[i]))
            to -= tails[i].len;
    ptrdiff_t by_word = str_find(str_sub(src->norm, 0, to), S("由"), from);
    if (by_word >= 0) /* 以上项目由区督查室 */
        from = by_word + 3;
    if (to <= from)
        return false;
    Strs list = {0};
    role_split(src, from, to, &list);
    for (int i = 0; i < list.count; i++)
        if (!is_actor(list.items[i]))
            return false;
    if (list.count > 0)
        *by = list;
    return list.count > 0;
}

/* The body that a clause begins with: 市活动办分3个组别 → 市活动办. */
static bool leading_body(const Source *src, ptrdiff_t from, ptrdiff_t to, Strs *by)
{
    ptrdiff_t best = 0, at = from;
    for (int chars = 0; at < to && chars < 14; chars++) {
        at += char_len(src->norm, at);
        int tag = 0;
        Str prefix = str_sub(src->norm, from, at);
        if (chars >= 1 && words_before(&words_bodies, prefix, prefix.len, &tag) > 0 &&
            tag != BODIES_UNIT)
            best = at;
    }
    if (best == 0)
        return false;
    *arena_push(src->arena, by) = source_text(src, from, best);
    return true;
}

/* 第十一条 at the start of a clause is no part of who does it. */
static ptrdiff_t after_marker(const Source *src, ptrdiff_t at)
{
    Marker m;
    if (!marker_at(src->norm, at, clause_end(src->norm, at), true, &m))
        return at;
    at = m.end;
    while (at < src->norm.len && src->norm.ptr[at] == ' ')
        at++;
    return at;
}

static void find_actors(const Source *src, ptrdiff_t token, Strs *by)
{
    ptrdiff_t start = after_marker(src, clause_start(src->norm, token, CLAUSE_BYTES_MAX));
    if (actors_in(src, start, token, by) || start == 0 || src->norm.ptr[start - 1] != ',')
        return;
    bool turned =
        has_at(src->norm, start, S("对")) || has_at(src->norm, start, S("将")) || start == token;
    ptrdiff_t previous = clause_start(src->norm, start - 1, CLAUSE_BYTES_MAX);
    bool object = has_at(src->norm, previous, S("将")) || has_at(src->norm, previous, S("把")) ||
                  has_at(src->norm, previous, S("对"));
    if (turned && !object)
        (void)leading_body(src, after_marker(src, previous), start - 1, by);
}

/* …召开一次讲评会,由市长主持: who chairs, told in the clause after. */
static void find_chair(const Source *src, ptrdiff_t end, Strs *by)
{
    Str norm = src->norm;
    if (end >= norm.len || norm.ptr[end] != ',' || !has_at(norm, end + 1, S("由")))
        return;
    ptrdiff_t stop = clause_end(norm, end + 1);
    static const Str verbs[] = {SC("主持"), SC("召集")};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (has_at(norm, stop - verbs[i].len, verbs[i]) &&
            actors_in(src, end + 1, stop - verbs[i].len, by))
            return;
}

/* 进行1次考评通报 → 考评通报; the number of times apart. */
static Str act_text(const Source *src, ptrdiff_t from, ptrdiff_t to, int *ret_times)
{
    static const Str drops[] = {SC("进行"), SC("开展"), SC("组织"), SC("实行"), SC("至少"),
                                SC("召开"), SC("要"),   SC("的"),   SC("对")};
    Out out = out_new(src->arena, 1024);
    int chars = 0;
    for (ptrdiff_t at = from; at < to && chars < ACT_CHARS_MAX;) {
        int number;
        if (has_at(src->norm, at, S("、")) && words_at(&words_cadence, src->norm, at + 3, NULL) > 0)
            break; /* 逐月考评、年终考核 */
        if (has_at(src->norm, at, S("的方式")) || has_at(src->norm, at, S("”")))
            break;
        bool digit = (src->norm.ptr[at] >= '0' && src->norm.ptr[at] <= '9') ||
                     number_is_chinese(src->norm, at);
        ptrdiff_t n = digit ? number_small(src->norm, at, &number) : 0;
        if (n > 0 && chars == 0 &&
            (has_at(src->norm, at + n, S("日前")) || has_at(src->norm, at + n, S("号前")))) {
            at += n + S("日前").len; /* 每月5日前报送 */
            continue;
        }
        if (n > 0 && has_at(src->norm, at + n, S("次"))) {
            *ret_times = number;
            at += n + 3;
            continue;
        }
        size_t k = 0;
        while (k < sizeof drops / sizeof *drops && !(chars == 0 && has_at(src->norm, at, drops[k])))
            k++;
        if (k < sizeof drops / sizeof *drops) {
            at += drops[k].len;
            continue;
        }
        n = char_len(src->norm, at);
        out_s(&out, str_sub(src->norm, at, at + n));
        chars++;
        at += n;
    }
    return out_str(&out);
}

/* 向市活动办报告: to whom, and the rest of the clause. */
static Str receiver(const Source *src, ptrdiff_t *from, ptrdiff_t to)
{
    ptrdiff_t at = str_find(str_sub(src->norm, 0, to), S("向"), *from);
    if (at < 0 || at - *from > 30)
        return S("");
    ptrdiff_t len;
    ptrdiff_t verb = words_find(&words_acts, src->norm, at + 3, to, 1u << ACTS_REPORT, &len, NULL);
    if (verb <= at + 3)
        return S("");
    *from = verb;
    return source_text(src, at + 3, verb);
}

static bool same_cadence(const Cadence *a, const Cadence *b)
{
    return str_eq(a->every, b->every) && str_eq(a->text, b->text) && str_eq(a->to, b->to) &&
           a->by.count == b->by.count &&
           (a->by.count == 0 || str_eq(a->by.items[0], b->by.items[0]));
}

static void add_cadence(const Source *src, Cadence c, Reading *r)
{
    Cadences *list = &r->facts.cadence;
    for (int i = 0; i < list->count; i++)
        if (same_cadence(&list->items[i], &c))
            return;
    if (list->count < CADENCES_MAX)
        *arena_push(src->arena, list) = c;
}

/* The act of a cadence that stands without one: 每月,…每季,…每半年调度 share the last. */
static ptrdiff_t shared_act(Str norm, ptrdiff_t at, ptrdiff_t *ret_end, int *ret_tag)
{
    for (int clauses = 0; clauses < 4; clauses++) {
        ptrdiff_t end = clause_end(norm, at), len;
        ptrdiff_t cadence_len,
            cadence = words_find(&words_cadence, norm, at, end, ~0u, &cadence_len, NULL);
        ptrdiff_t from = cadence >= 0 ? cadence + cadence_len : at;
        ptrdiff_t hit = words_find(&words_acts, norm, from, end, ~0u, &len, ret_tag);
        if (hit >= 0) {
            *ret_end = end;
            return from;
        }
        if (end >= norm.len || norm.ptr[end] != ',')
            return -1;
        at = end + 1;
        if (cadence < 0 && clauses > 0)
            return -1;
    }
    return -1;
}

static void cadence_at(const Source *src, ptrdiff_t at, ptrdiff_t len, int every, Reading *r)
{
    Str norm = src->norm;
    ptrdiff_t from = at + len, end = clause_end(norm, from), act_len;
    int act = 0;
    if (at >= 3 && str_has(str_sub(norm, at, from), S("季")) && !has_at(norm, at, S("每")) &&
        at > 0 &&
        (number_is_chinese(norm, at - 3) || (norm.ptr[at - 1] >= '0' && norm.ptr[at - 1] <= '9')))
        return; /* 第三季度 */
    if (at >= 3 && (has_at(norm, at - 3, S("个")) || has_at(norm, at - 3, S("上"))))
        return; /* 连续2个月排名, 两个季度 */
    ptrdiff_t own = words_before(&words_acts, str_sub(norm, at, from), len, &act);
    if (own > 0 && at >= 3 && (has_at(norm, at - 3, S("个")) || has_at(norm, at - 3, S("上"))))
        return;    /* 连续2个月排名 */
    if (own > 0) { /* 周调度, 月通报 */
        Cadence c = {.every = str_from_z(every_name(every)),
                     .act = str_from_z(act_name(act)),
                     .text = source_text(src, from - own, from),
                     .span = source_span(src, at, from)};
        add_cadence(src, c, r);
        return;
    }
    ptrdiff_t hit = words_find(&words_acts, norm, from, end, ~0u, &act_len, &act);
    if (has_at(norm, from, S("排名后")) || has_at(norm, from, S("排名最后")))
        return;
    bool near = every == CADENCE_YEAR || every == CADENCE_AD_HOC || every == CADENCE_REGULAR;
    if (hit >= 0 && near && hit - from > 24)
        return;
    if (hit < 0) {
        if (from < norm.len && norm.ptr[from] != ',')
            return;
        from = shared_act(norm, from + 1, &end, &act);
        if (from < 0 || near)
            return;
    }
    Cadence c = {.every = str_from_z(every_name(every)),
                 .act = str_from_z(act_name(act)),
                 .span = source_span(src, clause_start(norm, at, CLAUSE_BYTES_MAX), end)};
    find_actors(src, at, &c.by);
    find_chair(src, end, &c.by);
    const Cadences *list = &r->facts.cadence;
    if (c.by.count == 0 && has_at(norm, at - 3, S("、")) && list->count > 0 &&
        list->items[list->count - 1].span.start == c.span.start)
        c.by = list->items[list->count - 1].by; /* 由甲办按月调度、按季通报 */
    ptrdiff_t start = from;
    c.to = receiver(src, &from, end);
    c.text = act_text(src, from, end, &c.times);
    if (c.to.len) {
        Str ignored = act_text(src, start, end, &c.times);
        (void)ignored;
        c.act = S("report");
    }
    add_cadence(src, c, r);
}

/* ---- bottom places ---- */

static Str consequence(const Source *src, ptrdiff_t from)
{
    static const Str words[] = {SC("约谈"),     SC("通报批评"), SC("问责"),     SC("诫勉"),
                                SC("表态发言"), SC("黄牌"),     SC("红牌"),     SC("作检讨"),
                                SC("书面检查"), SC("检讨"),     SC("说明情况"), SC("取消"),
                                SC("通报")};
    ptrdiff_t end = sentence_end(src->norm, from,
                                 from + 600 < src->norm.len ? from + 600 : src->norm.len, true);
    ptrdiff_t best = -1;
    Str word = S("");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ptrdiff_t at = str_find(str_sub(src->norm, 0, end), words[i], from);
        if (at >= 0 && (best < 0 || at < best)) {
            best = at;
            word = words[i];
        }
    }
    return word;
}

/* 连续2个月 before the ranking: how many and of what. */
static void streak_before(Str norm, ptrdiff_t at, Bottom *b)
{
    ptrdiff_t low = clause_start(norm, at, CLAUSE_BYTES_MAX);
    for (ptrdiff_t hit = str_find(str_sub(norm, 0, at), S("连续"), low); hit >= 0;
         hit = str_find(str_sub(norm, 0, at), S("连续"), hit + 3)) {
        b->consecutive = true;
        int number;
        ptrdiff_t n = number_small(norm, hit + 6, &number);
        if (n == 0)
            continue;
        ptrdiff_t unit = hit + 6 + n;
        if (has_at(norm, unit, S("个")))
            unit += 3;
        static const struct {
            Str word;
            const char *period;
        } units[] = {{SC("月"), "month"}, {SC("季度"), "quarter"}, {SC("次"), "time"},
                     {SC("期"), "time"},  {SC("年"), "year"},      {SC("周"), "week"},
                     {SC("轮"), "time"}};
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            if (has_at(norm, unit, units[i].word)) {
                b->months = number;
                b->period = str_from_z(units[i].period);
            }
    }
}

/* Beside a rule with its consequence, a place without one only tells how a unit stands. */
static void drop_told(Bottoms *list)
{
    int kept = 0;
    bool rules = false;
    for (int i = 0; i < list->count; i++)
        rules = rules || list->items[i].consequence.len > 0;
    for (int i = 0; i < list->count; i++) {
        list->items[kept] = list->items[i];
        kept += !rules || list->items[i].consequence.len > 0;
    }
    list->count = kept;
}

static void bottoms(const Source *src, Reading *r)
{
    static const Str ranks[] = {SC("排名"), SC("排位"),     SC("名次"), SC("位居"), SC("位列"),
                                SC("考核"), SC("综合得分"), SC("得分"), SC("列"),   SC("处于")};
    static const Str lasts[] = {SC("后"), SC("倒数"),   SC("最后"),
                                SC("末"), SC("靠后的"), SC("倒数前")};
    Str norm = src->norm;
    for (size_t l = 0; l < sizeof lasts / sizeof *lasts; l++) {
        for (ptrdiff_t at = str_find(norm, lasts[l], 0); at >= 0;
             at = str_find(norm, lasts[l], at + 3)) {
            bool ranked = false;
            ptrdiff_t rank_at = at;
            for (size_t i = 0; i < sizeof ranks / sizeof *ranks && !ranked; i++) {
                ptrdiff_t before = at - ranks[i].len;
                for (int blank = 0; blank < 3 && !ranked; blank++, before -= 3)
                    if (has_at(norm, before, ranks[i])) {
                        ranked = true;
                        rank_at = before;
                    }
            }
            int number = 0;
            ptrdiff_t n = number_small(norm, at + lasts[l].len, &number);
            ptrdiff_t unit = at + lasts[l].len + n;
            bool last_place = has_at(norm, at, S("末位")) && ranked;
            if (last_place)
                number = 1;
            else if (!ranked || n == 0 || number > 50 ||
                     !(has_at(norm, unit, S("位")) || has_at(norm, unit, S("名")) ||
                       has_at(norm, unit, S("个"))))
                continue;
            Bottom b = {
                .n = number,
                .span = source_span(src, clause_start(norm, rank_at, CLAUSE_BYTES_MAX), unit + 3)};
            streak_before(norm, at, &b);
            b.consequence = consequence(src, unit);
            bool known = false; /* 最后 holds 后 */
            for (int i = 0; i < r->facts.bottom.count; i++)
                known = known || r->facts.bottom.items[i].span.end == b.span.end;
            if (!known && r->facts.bottom.count < 20)
                *arena_push(src->arena, &r->facts.bottom) = b;
        }
    }
}

/* ---- who reports to whom ---- */

static Str joined(Arena *arena, const Strs *list)
{
    Out out = out_new(arena, 4096);
    for (int i = 0; i < list->count; i++) {
        if (i)
            out_s(&out, S("、"));
        out_s(&out, list->items[i]);
    }
    return out_str(&out);
}

static void report_chain(const Source *src, Reading *r)
{
    const Cadence *lower = NULL, *upper = NULL;
    for (int i = 0; i < r->facts.cadence.count; i++) {
        const Cadence *c = &r->facts.cadence.items[i];
        if (c->to.len == 0 || c->by.count == 0)
            continue;
        for (int k = 0; k < r->facts.cadence.count; k++) {
            const Cadence *d = &r->facts.cadence.items[k];
            if (k != i && d->to.len && d->by.count && str_eq(d->by.items[0], c->to)) {
                lower = c;
                upper = d;
            }
        }
        if (!lower)
            lower = c;
    }
    if (!lower)
        return;
    Strs *chain = &r->facts.report_chain;
    *arena_push(src->arena, chain) = joined(src->arena, &lower->by);
    *arena_push(src->arena, chain) = lower->to;
    if (upper)
        *arena_push(src->arena, chain) = upper->to;
}

void facts_cadence(const Source *src, Reading *r)
{
    ptrdiff_t len;
    int tag;
    for (ptrdiff_t at = words_find(&words_cadence, src->norm, 0, src->norm.len, ~0u, &len, &tag);
         at >= 0;
         at = words_find(&words_cadence, src->norm, at + len, src->norm.len, ~0u, &len, &tag))
        cadence_at(src, at, len, tag, r);
    bottoms(src, r);
    drop_told(&r->facts.bottom);
    report_chain(src, r);
}
