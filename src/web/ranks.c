#include "web/ranks.h"

enum { WORDS_BYTES_MAX = 16 * 1024 };

int ranks_worst(const Standing *s)
{
    int worst = 1;
    for (int u = 0; u < s->units.count; u++)
        for (int i = 0; i < s->nperiods; i++)
            if (s->units.items[u].line[i] > worst)
                worst = s->units.items[u].line[i];
    return worst;
}

/* "4月第3、5月无名次、6月第2" */
static Str words_of(const Ctx *c, const Standing *s, const StandingUnit *u)
{
    Out out = out_new(c->arena, WORDS_BYTES_MAX);
    for (int i = 0; i < s->nperiods; i++) {
        out_s(&out, i ? msg(c->lang, MSG_LIST_COMMA) : S(""));
        msg_out(&out, c->lang, u->line[i] ? MSG_RANK_AT : MSG_RANK_NONE_AT,
                {"period", s->periods[i]->name}, {"rank", arena_fmt(c->arena, "%d", u->line[i])});
    }
    return out_str(&out);
}

Spark ranks_line(const Ctx *c, const Standing *s, const StandingUnit *u, int worst)
{
    int64_t *values = arena_new(c->arena, int64_t, s->nperiods);
    bool *known = arena_new(c->arena, bool, s->nperiods);
    for (int i = 0; i < s->nperiods; i++) {
        values[i] = u->line[i];
        known[i] = u->line[i] > 0;
    }
    return (Spark){.values = values,
                   .known = known,
                   .count = s->nperiods,
                   .low = 1,
                   .high = worst,
                   .low_is_good = true,
                   .words = words_of(c, s, u)};
}

Str unit_link(const Ctx *c, const Standing *s, const StandingUnit *u)
{
    if (!u->may_open)
        return S("");
    return link_to(c, "/units/{unit}", {"unit", u->unit->code}, {"period", s->period->code});
}

GroupPart group_part(Arena *arena, int64_t from, int total)
{
    int64_t last = total > 0 ? (total - 1) / GROUP_PAGE_UNITS * GROUP_PAGE_UNITS : 0;
    int begin = (int)(from < 0 || from >= total ? last : from);
    int end = total - begin > GROUP_PAGE_UNITS ? begin + GROUP_PAGE_UNITS : total;
    return (GroupPart){.from = begin,
                       .to = end,
                       .first = begin > 0,
                       .next = end < total,
                       .next_from = arena_fmt(arena, "%d", end),
                       .shown = end - begin,
                       .total = total};
}

TableFoot group_foot(const GroupPart *part, Str first, Str next)
{
    if (part->shown == part->total)
        return (TableFoot){0};
    return (TableFoot){.shown = part->shown,
                       .total = part->total,
                       .first = part->first ? first : S(""),
                       .next = part->next ? next : S("")};
}
