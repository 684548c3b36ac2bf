#include "text/quantity.h"

#include "text/words.h"
#include "text/words_gen.h"

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

static ptrdiff_t multiplier_at(Str text, ptrdiff_t at)
{
    static const Str words[] = {SC("万亿"), SC("百万"), SC("千万"), SC("万"),
                                SC("亿"),   SC("千"),   SC("百")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_at(text, at, words[i]))
            return words[i].len;
    return 0;
}

static ptrdiff_t more_at(Str text, ptrdiff_t at)
{
    return has_at(text, at, S("余")) || has_at(text, at, S("多")) ? 3 : 0;
}

/* Reads 万公顷, 余户, % after a numeral that ends at `at`. */
static ptrdiff_t unit_at(const Source *src, Str text, ptrdiff_t at, Quantity *q)
{
    ptrdiff_t more = more_at(text, at);
    q->more = more > 0;
    at += more;
    q->unit_start = at;
    ptrdiff_t times = multiplier_at(text, at);
    ptrdiff_t again = more == 0 ? more_at(text, at + times) : 0;
    q->more = q->more || (again > 0 && times > 0);
    if (times == 0)
        again = 0;
    int tag = 0;
    ptrdiff_t base = at + times + again;
    ptrdiff_t n = words_at(&words_units, text, base, &tag);
    if (n == 0) {
        q->unit_end = at + times + again;
        q->unit = source_text(src, at, at + times);
        return q->unit_end;
    }
    q->unit_tag = tag;
    q->unit_end = base + n;
    Str whole = source_text(src, at, base + n);
    q->unit = again == 0 ? whole
                         : arena_fmt(src->arena, "%.*s%.*s", STR_ARG(str_sub(text, at, at + times)),
                                     STR_ARG(str_sub(text, base, base + n)));
    return q->unit_end;
}

bool quantity_at(const Source *src, Str text, ptrdiff_t at, Quantity *q)
{
    *q = (Quantity){.start = at};
    if (!number_at(src->arena, text, at, &q->n))
        return false;
    ptrdiff_t here = q->n.end;
    if (q->n.percent) {
        q->unit = S("%");
        q->unit_tag = UNITS_RATE;
        q->unit_start = q->unit_end = here;
    } else {
        here = unit_at(src, text, here, q);
    }
    /* 30-50个, 3%-5% */
    bool range = has_at(text, here, S("-")) || has_at(text, here, S("至"));
    Numeral second;
    if (range && number_at(src->arena, text, here + (text.ptr[here] == '-' ? 1 : 3), &second) &&
        !second.masked && !q->n.masked) {
        Quantity other = {0};
        ptrdiff_t end = unit_at(src, text, second.end, &other);
        if (other.unit_tag && (q->unit_tag == 0 || str_eq(other.unit, q->unit))) {
            q->value_to = second.value;
            q->unit = other.unit;
            q->unit_tag = other.unit_tag;
            q->unit_start = other.unit_start;
            q->unit_end = here = end;
        }
    }
    int tag = 0;
    ptrdiff_t n = words_at(&words_relations, text, here, &tag);
    if (n > 0 &&
        (tag == RELATIONS_GE_AFTER || tag == RELATIONS_LE_AFTER || tag == RELATIONS_ABOUT_AFTER)) {
        q->after_any = true;
        q->after = tag == RELATIONS_GE_AFTER   ? REL_GE
                   : tag == RELATIONS_LE_AFTER ? REL_LE
                                               : REL_ABOUT;
        here += n;
        if (q->unit_tag == 0) { /* 三十以上 has no unit of its own */
            q->unit_start = q->unit_end = here;
            q->unit = S("");
        }
    }
    q->end = here;
    return true;
}

static Relation relation_of(int tag)
{
    switch (tag) {
    case RELATIONS_GE:
        return REL_GE;
    case RELATIONS_GT:
        return REL_GT;
    case RELATIONS_LE:
        return REL_LE;
    case RELATIONS_LT:
        return REL_LT;
    case RELATIONS_ABOUT:
        return REL_ABOUT;
    default:
        return REL_EQ;
    }
}

/* Where 每人每月, 每平方米 before a number begins. */
static ptrdiff_t per_before(Str text, ptrdiff_t at, ptrdiff_t clause)
{
    static const Str pers[] = {SC("每平方米"), SC("每学年"), SC("每季度"), SC("每人"), SC("每月"),
                               SC("每年"),     SC("每亩"),   SC("每户"),   SC("每秒"), SC("每天"),
                               SC("每日"),     SC("每生"),   SC("每吨"),   SC("每名"), SC("每周")};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof pers / sizeof *pers && !again; i++)
            if (at - pers[i].len > clause && has_at(text, at - pers[i].len, pers[i])) {
                at -= pers[i].len;
                again = true;
            }
    }
    return at;
}

void quantity_before(Str text, const Quantity *q, ptrdiff_t clause, Before *b)
{
    *b = (Before){.clause = clause, .start = q->start, .growth = REL_EQ};
    int tag = 0;
    ptrdiff_t verb = words_before(&words_verbs, str_sub(text, 0, q->start), q->start, &tag);
    b->adjacent = verb > 0 && q->start - verb >= clause && tag == VERBS_DO;
    ptrdiff_t per = per_before(text, q->start, clause); /* 提高到每人每月700元 */
    if (per < q->start && words_before(&words_relations, text, per, NULL) > 0)
        b->start = per;
    for (int round = 0; round < 3; round++) {
        ptrdiff_t n = words_before(&words_relations, text, b->start, &tag);
        if (n == 0 || b->start - n < clause || tag >= RELATIONS_GE_AFTER)
            break;
        b->start -= n;
        b->any = true;
        if (tag == RELATIONS_GROW || tag == RELATIONS_SHRINK)
            b->growth = tag == RELATIONS_GROW ? REL_GROWTH : REL_DECLINE;
        else if (b->relation == REL_EQ)
            b->relation = relation_of(tag);
        if (b->growth != REL_EQ)
            break;
        if (has_at(text, b->start - 3, S("在"))) { /* 控制在, 保持在 stand in the list */
            break;
        }
    }
    b->verb = b->adjacent ||
              words_find(&words_verbs, text, clause, q->start, 1u << VERBS_DO, NULL, NULL) >= 0;
}
