#include "text/target.h"

#include "base/utf8.h"
#include "text/amount.h"
#include "text/number.h"
#include "text/quantity.h"
#include "text/what.h"
#include "text/when.h"
#include "text/words.h"
#include "text/words_gen.h"

#include <string.h>

enum {
    WHAT_CHARS_MAX = 40,
    QUOTE_CHARS_MAX = 24,

    SAME_TAIL_BYTES = 12,
    LOOK_BACK_BYTES = 300
};

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

ptrdiff_t name_at(Str text, ptrdiff_t at)
{
    int ignored;
    ptrdiff_t best = words_at(&words_names, text, at, NULL);
    ptrdiff_t number = has_at(text, at, S("第")) ? at + 3 : at;
    ptrdiff_t n = number_small(text, number, &ignored);
    if (n == 0)
        return best;
    char buf[64];
    ptrdiff_t len = 0;
    if (number > at) {
        memcpy(buf, text.ptr + at, 3);
        len = 3;
    }
    buf[len++] = '#';
    Str rest = utf8_prefix(str_sub(text, number + n, text.len), 40);
    if (rest.len)
        memcpy(buf + len, rest.ptr, (size_t)rest.len);
    ptrdiff_t pattern = words_at(&words_names, (Str){buf, len + rest.len}, 0, NULL);
    if (pattern > 0) {
        ptrdiff_t whole = number + n - at + pattern - len;
        if (whole > best)
            best = whole;
    }
    return best;
}

/* ---- is it one ---- */

static bool is_target(const Source *src, Str text, const Quantity *q, const Before *b, bool carried,
                      ptrdiff_t end)
{
    bool related = b->any || q->after_any;
    if (q->start > 0 &&
        (is_letter(text.ptr[q->start - 1]) || text.ptr[q->start - 1] == '+' ||
         text.ptr[q->start - 1] == '.' || text.ptr[q->start - 1] == '-') &&
        !q->n.masked)
        return false;
    if (amount_is_service_time(text, q, b->clause, end))
        return true;
    bool heading = q->unit_tag == UNITS_THING && q->start > 0 && text.ptr[q->start - 1] == '(' &&
                   q->end < end && text.ptr[q->end] == ')'; /* 财政政策(3项) */
    if (has_at(text, q->start - 6, S("分为")) || has_at(text, q->start - 6, S("分成")) || heading ||
        amount_is_told(text, b, q))
        return false;
    if (amount_is_date(text, q) || (q->unit_tag == 0 && !(q->n.masked && related)))
        return false;
    if (words_before(&words_whats, text, b->start, NULL) > 0) {
        int tag = 0;
        words_before(&words_whats, text, b->start, &tag);
        if (tag == WHATS_DESCRIBE && !q->after_any)
            return false;
    }
    bool big =
        q->unit_tag == UNITS_MONEY || q->unit_tag == UNITS_MEASURE || q->unit_tag == UNITS_TIME;
    bool over = q->after_any || (b->any && (b->relation == REL_GT || b->relation == REL_GE));
    if ((big && over && amount_describes(text, q->end, end)) || amount_is_class(text, q, end))
        return false;
    if (q->unit_tag == UNITS_RATE && amount_states_rate(text, q->start))
        return true;
    int generic = 0;
    if (q->unit_tag == UNITS_MONEY && words_before(&words_whats, text, q->start, &generic) > 0 &&
        generic == WHATS_GENERIC)
        return true;
    if (q->unit_tag == UNITS_TIME)
        return b->any && b->relation != REL_EQ;
    if (q->unit_tag == UNITS_TIMES) {
        int every = 0;
        Str clause = str_sub(text, b->clause, q->start);
        if (words_has(&words_cadence, clause,
                      1u << CADENCE_MONTH | 1u << CADENCE_QUARTER | 1u << CADENCE_HALF_YEAR) &&
            !related)
            return false;
        words_find(&words_whats, clause, 0, clause.len, 1u << WHATS_EVERY, NULL, &every);
        return related || (b->verb && every == WHATS_EVERY) ||
               ((b->adjacent || (b->verb && q->end == end)) && !q->n.chinese);
    }
    if ((q->unit_tag == UNITS_THING || q->unit_tag == UNITS_PERSON) && !related &&
        amount_counts_office(src, text, q, end))
        return false;
    if (q->n.chinese && !q->n.percent) {
        bool firm =
            q->unit_tag == UNITS_MONEY || q->unit_tag == UNITS_MEASURE || q->unit_tag == UNITS_RATE;
        bool one = str_eq(q->n.value, S("1")) || str_eq(q->n.value, S("0"));
        if (one && !q->after_any)
            return false;
        bool closes = b->verb && what_after(src, text, q->end, end).len == 0; /* 新建公园十二个 */
        return related || b->adjacent || (firm && b->verb) || carried || closes;
    }
    return related || b->verb || carried;
}

/* ---- the parts together ---- */

static Str modality_of(const Source *src, Str text, ptrdiff_t sentence, ptrdiff_t clause,
                       ptrdiff_t at)
{
    ptrdiff_t from = clause, len = 0, hit = -1;
    int tag;
    for (int round = 0; round < 2; round++) {
        for (ptrdiff_t p = words_find(&words_modality, text, from, at, ~0u, &len, &tag); p >= 0;
             p = words_find(&words_modality, text, p + len, at, ~0u, &len, &tag)) {
            hit = p;
            bool verb = str_eq(str_sub(text, p, p + len), S("争取")) &&
                        words_at(&words_verbs, text, p + len, NULL) == 0;
            if (!verb) /* 争取资金 is a thing to do, 争取建成 a wish */
                return source_text(src, hit, hit + len);
        }
        /* 力争到2025年,…: the clause before may open with it */
        if (clause <= sentence)
            break;
        ptrdiff_t previous = clause - 1;
        while (previous > sentence && !is_clause_mark(text, previous - 1) &&
               clause - previous < 240)
            previous--;
        while (previous < clause && ((unsigned char)text.ptr[previous] & 0xC0) == 0x80)
            previous++;
        ptrdiff_t n = words_at(&words_modality, text, previous, &tag);
        if (n > 0)
            return source_text(src, previous, previous + n);
        break;
    }
    return S("");
}

static void add_target(const Source *src, Targets *targets, DraftTarget t, ptrdiff_t start,
                       ptrdiff_t end)
{
    *arena_push(src->arena, &t.spans) = source_span(src, start, end);
    *arena_push(src->arena, targets) = t;
}

static void add_quantity(const Source *src, Str text, ptrdiff_t sentence, ptrdiff_t piece,
                         const Quantity *q, const Before *b, Str base, ptrdiff_t end,
                         Targets *targets)
{
    DraftTarget t = {.value = q->n.masked ? S("") : q->n.value,
                     .value_to = q->value_to,
                     .unit = q->unit,
                     .unknown = q->n.masked,
                     .base = base};
    bool least =
        !b->any && !q->after_any &&
        str_has(str_sub(text, q->start - 18 > b->clause ? q->start - 18 : b->clause, q->start),
                S("至少"));
    Relation bound = least                   ? REL_GE
                     : q->after_any          ? q->after
                     : b->relation != REL_EQ ? b->relation
                     : q->more               ? REL_GT
                                             : REL_EQ;
    bool counted = q->unit_tag == UNITS_THING || q->unit_tag == UNITS_PERSON;
    bool grows = b->growth != REL_EQ && !(counted && has_at(text, b->start, S("新增"))) &&
                 !has_at(text, b->start, S("新增")) && !has_at(text, b->start, S("净增"));
    t.relation = grows ? b->growth : t.value_to.len ? REL_RANGE : bound;
    t.bound = grows ? bound : REL_EQ;
    t.modality = modality_of(src, text, sentence, b->clause, q->start);
    t.what = what_of(src, text, sentence, piece, b, q, end);
    if (t.what.len == 0 && (t.what = what_after(src, text, q->end, end)).len > 0)
        t.what = what_bare(t.what);              /* 完成480亿元年度投资任务 */
    if (t.what.len == 0 && targets->count > 0) { /* 分别增长7%和8%; 突破8000亿元,年均增长8% */
        const DraftTarget *before = &targets->items[targets->count - 1];
        t.what = before->what;
        if (!b->any && !q->after_any && (piece == q->start || piece == q->start - 3))
            t.relation = before->relation;
    }
    int tag;
    ptrdiff_t len,
        every = words_find(&words_whats, text, b->clause, q->start, 1u << WHATS_EVERY, &len, &tag);
    if (every >= 0)
        t.every = source_text(src, every, every + len);
    add_target(src, targets, t, q->start, q->end);
}

/* 全面完成X, X全覆盖, 所有X都Y: targets without a number. */
static void whole_targets(const Source *src, Str text, ptrdiff_t sentence, ptrdiff_t clause,
                          ptrdiff_t end, Targets *targets)
{
    ptrdiff_t len;
    int tag;
    ptrdiff_t at = words_find(&words_whats, text, clause, end, 1u << WHATS_COMPLETE, &len, &tag);
    if (at >= 0) {
        Str what = what_after(src, text, at + len, end);
        ptrdiff_t from = what_strip(text, clause, at);
        if (what.len == 0 && from < at) /* 黑臭水体全部消除 */
            what = what_bare(source_text(src, from, at));
        bool slogan = str_has(what, S("任务")) || str_has(what, S("目标")) ||
                      str_has(what, S("小康")) || str_has(what, S("现代化"));
        if (what.len >= 9 && !slogan)
            add_target(src, targets,
                       (DraftTarget){.relation = REL_COMPLETE,
                                     .what = what,
                                     .modality = modality_of(src, text, sentence, clause, at)},
                       at, end);
    }
    at = str_find(str_sub(text, 0, end), S("全覆盖"), clause);
    if (at > clause) {
        ptrdiff_t from = what_strip(text, clause, at);
        if (utf8_count(str_sub(text, from, at)) >= 2 &&
            utf8_count(str_sub(text, from, at)) <= WHAT_CHARS_MAX)
            add_target(src, targets,
                       (DraftTarget){.relation = REL_COMPLETE,
                                     .what = source_text(src, from, at + 9),
                                     .modality = modality_of(src, text, sentence, clause, at)},
                       from, at + 9);
    }
    at = str_find(str_sub(text, 0, end), S("所有"), clause);
    if (at >= 0) {
        ptrdiff_t all = str_find(str_sub(text, 0, end), S("都"), at);
        if (all < 0)
            all = str_find(str_sub(text, 0, end), S("全部"), at);
        if (all > at && all - at <= 60 && all + 9 < end)
            add_target(src, targets,
                       (DraftTarget){.relation = REL_ALL,
                                     .what = source_text(src, at, end),
                                     .modality = modality_of(src, text, sentence, clause, at)},
                       at, end);
    }
}

/* 达到省定要求: a value that another body sets. */
static void set_elsewhere(const Source *src, Str text, ptrdiff_t sentence, ptrdiff_t clause,
                          ptrdiff_t end, Targets *targets)
{
    static const Str verbs[] = {SC("达到"), SC("完成"), SC("符合")};
    static const Str setters[] = {SC("国家"), SC("省"), SC("市"),    SC("上级"),
                                  SC("中央"), SC("县"), SC("自治区")};
    static const Str given[] = {SC("定"),   SC("级下达"), SC("下达"), SC("委托"),
                                SC("考核"), SC("级要求"), SC("规定"), SC("要求")};
    for (size_t v = 0; v < 3; v++) {
        ptrdiff_t at = str_find(str_sub(text, 0, end), verbs[v], clause);
        for (size_t s = 0; at >= 0 && s < sizeof setters / sizeof *setters; s++) {
            ptrdiff_t by = at + verbs[v].len;
            if (!has_at(text, by, setters[s]))
                continue;
            for (size_t g = 0; g < sizeof given / sizeof *given; g++) {
                if (!has_at(text, by + setters[s].len, given[g]))
                    continue;
                ptrdiff_t from = what_strip(text, clause, at);
                for (ptrdiff_t item = from, p = from; p <= at;
                     p += p < at ? char_len(text, p) : 1) {
                    if (p < at && !has_at(text, p, S("、")))
                        continue;
                    if (utf8_count(str_sub(text, item, p)) >= 2)
                        add_target(src, targets,
                                   (DraftTarget){.unknown = true,
                                                 .set_by = setters[s],
                                                 .what = source_text(src, item, p),
                                                 .modality = modality_of(src, text, sentence,
                                                                         clause, from + 1)},
                                   item, end);
                    item = p + 3;
                }
                return;
            }
        }
    }
}

/* Skips what holds no target at `at`; returns its length. */
static ptrdiff_t skip_at(Str text, ptrdiff_t at, ptrdiff_t end)
{
    unsigned char c = (unsigned char)text.ptr[at];
    if (has_at(text, at, S("“")) || has_at(text, at, S("《"))) {
        Str close = has_at(text, at, S("“")) ? S("”") : S("》");
        ptrdiff_t limit = at + QUOTE_CHARS_MAX * (close.ptr[2] == S("》").ptr[2] ? 12 : 3);
        ptrdiff_t hit = str_find(str_sub(text, 0, limit < end ? limit : end), close, at);
        return hit > 0 ? hit + 3 - at : 0;
    }
    if ((c >= '0' && c <= '9') || c >= 0xE3) {
        ptrdiff_t n = name_at(text, at);
        if (n > 0)
            return n;
    }
    PartDate date;
    if ((c >= '0' && c <= '9') || (c >= 0xE3 && number_is_chinese(text, at)))
        return when_date_at(text, at, &date);
    return 0;
}

static bool is_numeric(Str text, ptrdiff_t at)
{
    char c = text.ptr[at];
    return (c >= '0' && c <= '9') || c == 'x' || c == 'X' || c == '*' || c == '_' ||
           has_at(text, at, S("×")) || number_is_chinese(text, at) || has_at(text, at, S("百分之"));
}

/* A clause without marks may be long; what binds a number stands near it. */
static ptrdiff_t no_further_back(Str text, ptrdiff_t from, ptrdiff_t at)
{
    if (at - from <= LOOK_BACK_BYTES)
        return from;
    from = at - LOOK_BACK_BYTES;
    while (((unsigned char)text.ptr[from] & 0xC0) == 0x80)
        from++;
    return from;
}

/* 新增就业3500人,再就业1200人: a noun and a number of the same unit go on with the row. */
static bool goes_on(Str text, const Quantity *q, const Before *b, Str row_unit, ptrdiff_t end)
{
    int tag = 0;
    words_before(&words_whats, text, b->start, &tag);
    return row_unit.len > 0 && q->unit_tag && q->end == end && str_eq(q->unit, row_unit) &&
           !q->n.chinese && q->start - b->clause >= 6 && tag != WHATS_DESCRIBE &&
           !words_has(&words_cadence, str_sub(text, b->clause, q->start), ~0u);
}

/* A率、B率分别达到90%和70%: the k-th value belongs to the k-th noun. */
static void share_nouns(Targets *targets, int first)
{
    int count = targets->count - first, nouns = 1;
    Str what = count >= 2 ? targets->items[first].what : S("");
    ptrdiff_t cuts[8] = {0};
    for (ptrdiff_t at = 0; at < what.len && nouns < 8; at += char_len(what, at))
        if (at > 0 && (has_at(what, at, S("、")) || has_at(what, at, S("和"))))
            cuts[nouns++] = at + 3;
    if (nouns != count || what.len == 0)
        return;
    for (int i = first; i < targets->count; i++)
        if (!str_eq(targets->items[i].what, what))
            return;
    for (int k = 0; k < nouns; k++) {
        ptrdiff_t stop = k + 1 < nouns ? cuts[k + 1] - 3 : what.len;
        if (stop - cuts[k] >= 6)
            targets->items[first + k].what = str_sub(what, cuts[k], stop);
    }
}

static void clause_targets(const Source *src, Str text, ptrdiff_t sentence, ptrdiff_t clause,
                           ptrdiff_t end, Str row, Targets *targets)
{
    int first = targets->count;
    ptrdiff_t piece = clause;
    bool carried = false;
    Str base = S("");
    ptrdiff_t base_at = -1;
    for (ptrdiff_t at = clause; at < end;) {
        ptrdiff_t skip = skip_at(text, at, end);
        if (skip > 0) {
            at += skip;
            continue;
        }
        if (has_at(text, at, S("第"))) {
            int ignored;
            at += 3 + number_small(text, at + 3, &ignored);
            continue;
        }
        Quantity q;
        if (!is_numeric(text, at) || !quantity_at(src, str_sub(text, 0, end), at, &q)) {
            if (carried && (has_at(text, at, S("、")) || has_at(text, at, S("和"))))
                piece = at + 3;
            at += char_len(text, at);
            continue;
        }
        Before b;
        piece = no_further_back(text, piece, at);
        quantity_before(str_sub(text, 0, end), &q, piece, &b);
        b.clause = no_further_back(text, clause, at);
        if (base.len && base_at > piece &&
            base_at < b.start) /* 由40%提高到60%: the noun ends before 由 */
            b.start = base_at;
        bool from_here = has_at(text, b.start - 3, S("由")) || has_at(text, b.start - 3, S("从"));
        if (from_here && q.unit_tag && !q.n.masked) {
            base = q.n.value;
            base_at = b.start - 3;
        } else if (!amount_is_tariff(text, sentence, &b, &q, end) &&
                   (is_target(src, str_sub(text, 0, end), &q, &b, carried, end) ||
                    goes_on(text, &q, &b, row, end))) {
            add_quantity(src, text, sentence, piece, &q, &b, base, end, targets);
            base = S("");
            carried = true;
            piece = q.end;
        }
        at = q.end > at ? q.end : at + 1;
    }
    if (str_has(str_sub(text, clause, end), S("分别")))
        share_nouns(targets, first);
    whole_targets(src, text, sentence, clause, end, targets);
    set_elsewhere(src, text, sentence, clause, end, targets);
}

void target_find(const Source *src, ptrdiff_t from, ptrdiff_t to, Targets *targets)
{
    Str text = str_sub(src->norm, 0, to), row = S("");
    for (ptrdiff_t at = from, clause = from; at <= to; at += at < to ? char_len(text, at) : 1) {
        if (at < to && !is_clause_mark(text, at))
            continue;
        bool thousands = at > 0 && at + 1 < to && text.ptr[at] == ',' && text.ptr[at - 1] >= '0' &&
                         text.ptr[at - 1] <= '9' && text.ptr[at + 1] >= '0' &&
                         text.ptr[at + 1] <= '9';
        if (thousands)
            continue;
        int before = targets->count;
        if (at > clause)
            clause_targets(src, text, from, clause, at, row, targets);
        row = targets->count > before && at < to && (text.ptr[at] == ',' || text.ptr[at] == ';')
                  ? targets->items[targets->count - 1].unit
                  : S("");
        clause = at + (at < to ? char_len(text, at) : 1);
    }
}

void target_bare(const Source *src, ptrdiff_t from, ptrdiff_t to, Targets *targets)
{
    Str text = str_sub(src->norm, 0, to);
    ptrdiff_t piece = from;
    for (ptrdiff_t at = from; at < to;) {
        Quantity q;
        ptrdiff_t skip = skip_at(text, at, to);
        if (skip > 0 || !is_numeric(text, at) || !quantity_at(src, text, at, &q)) {
            if (is_clause_mark(text, at) || has_at(text, at, S("、")))
                piece = at + char_len(text, at);
            at += skip > 0 ? skip : char_len(text, at);
            continue;
        }
        if (q.unit_tag || q.after_any) {
            Before b;
            piece = no_further_back(text, piece, at);
            quantity_before(text, &q, piece, &b);
            add_quantity(src, text, from, piece, &q, &b, S(""), to, targets);
            piece = q.end;
        }
        at = q.end > at ? q.end : at + 1;
    }
}

static Str tail_of(Str s)
{
    return str_sub(s, s.len - SAME_TAIL_BYTES, s.len);
}

bool target_same(const DraftTarget *a, const DraftTarget *b)
{
    return str_eq(a->value, b->value) && str_eq(a->unit, b->unit) && a->relation == b->relation &&
           str_eq(a->value_to, b->value_to) &&
           (str_eq(a->what, b->what) || (a->value.len > 0 && a->what.len >= SAME_TAIL_BYTES &&
                                         str_eq(tail_of(a->what), tail_of(b->what))));
}

int target_masked(const Source *src, ptrdiff_t from, ptrdiff_t to)
{
    Str text = str_sub(src->norm, 0, to);
    int count = 0;
    for (ptrdiff_t at = from; at < to;) {
        ptrdiff_t n = number_mask(text, at);
        bool word =
            n > 0 &&
            ((at > 0 && is_letter(text.ptr[at - 1]) && (unsigned char)text.ptr[at - 1] < 0x80) ||
             (at + n < to && (is_letter(text.ptr[at + n]) || text.ptr[at + n] == '.')));
        if (n > 0) {
            count += !word;
            at += n;
        } else {
            at += char_len(text, at);
        }
    }
    return count;
}
