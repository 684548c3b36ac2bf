#include "core/rank.h"

#include <stdlib.h>
#include <string.h>

typedef struct Place {
    int64_t score;
    int unit;
} Place;

/* Best first; the unit's own place in the input makes the order total. */
static int best_first(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

static int sorted_places(Arena *arena, const int64_t *scores, const bool *ranked, int n,
                         Place **ret_places)
{
    Place *places = arena_new(arena, Place, n);
    int count = 0;
    for (int i = 0; i < n; i++)
        if (!ranked || ranked[i])
            places[count++] = (Place){scores[i], i};
    qsort(places, (size_t)count, sizeof *places, best_first);
    *ret_places = places;
    return count;
}

static int rank_of(Ties ties, int first, int last, int group)
{
    switch (ties) {
    case TIES_DENSE:
        return group;
    case TIES_MODIFIED:
        return last + 1;
    case TIES_FRACTIONAL:
        return first + last + 2; /* twice the mean of first + 1 and last + 1 */
    default:
        return first + 1;
    }
}

unsigned rank_units(Arena *arena, const int64_t *scores, const bool *ranked, int n, RankRule rule,
                    RankRow *ret_rows)
{
    ArenaMark mark = arena_mark(arena);
    Place *places;
    int count = sorted_places(arena, scores, ranked, n, &places);
    bool all_equal = count > 0 && places[0].score == places[count - 1].score;
    bool small = rule.bottom > 0 && count < rule.min_group;
    unsigned warnings = count == 0 ? RANK_WARN_EMPTY : 0;
    warnings |= count == 1 ? RANK_WARN_SINGLE : 0;
    warnings |= all_equal && count > 1 ? RANK_WARN_ALL_EQUAL : 0;
    warnings |= small ? RANK_WARN_SMALL : 0;
    memset(ret_rows, 0, (size_t)n * sizeof *ret_rows);
    for (int first = 0, group = 1; first < count; group++) {
        int last = first;
        while (last + 1 < count && places[last + 1].score == places[first].score)
            last++;
        for (int i = first; i <= last; i++) {
            RankRow *row = &ret_rows[places[i].unit];
            row->rank = rank_of(rule.ties, first, last, group);
            row->from_bottom = count - last;
            row->tied = last > first;
            row->in_bottom = row->from_bottom <= rule.bottom && !small && !all_equal;
        }
        first = last + 1;
    }
    arena_rewind(arena, mark);
    return warnings;
}

RankRule rank_rule_of(const Scheme *scheme)
{
    return (RankRule){.ties = scheme->ties,
                      .bottom = scheme->streak.present ? scheme->streak.bottom : 0,
                      .min_group = scheme->streak.min_group};
}

void rank_order(Arena *arena, const int64_t *scores, const bool *ranked, int n, int *ret_order)
{
    ArenaMark mark = arena_mark(arena);
    Place *places;
    int count = sorted_places(arena, scores, ranked, n, &places);
    for (int i = 0; i < count; i++)
        ret_order[i] = places[i].unit;
    for (int i = 0; i < n; i++)
        if (ranked && !ranked[i])
            ret_order[count++] = i;
    arena_rewind(arena, mark);
}

void rank_improvement(Arena *arena, const int64_t *before, const bool *ranked_before,
                      const int64_t *now, const bool *ranked_now, int n, ImprovementRow *ret_rows)
{
    ArenaMark mark = arena_mark(arena);
    RankRow *was = arena_new(arena, RankRow, n), *is = arena_new(arena, RankRow, n);
    RankRow *change = arena_new(arena, RankRow, n);
    int64_t *gained = arena_new(arena, int64_t, n);
    bool *known = arena_new(arena, bool, n);
    RankRule rule = {.ties = TIES_COMPETITION};
    rank_units(arena, before, ranked_before, n, rule, was);
    rank_units(arena, now, ranked_now, n, rule, is);
    for (int i = 0; i < n; i++) {
        known[i] = was[i].rank > 0 && is[i].rank > 0;
        gained[i] = known[i] ? now[i] - before[i] : 0;
    }
    rank_units(arena, gained, known, n, rule, change);
    for (int i = 0; i < n; i++)
        ret_rows[i] = (ImprovementRow){.known = known[i],
                                       .score_change = gained[i],
                                       .rank_change = known[i] ? was[i].rank - is[i].rank : 0,
                                       .rank = change[i].rank};
    arena_rewind(arena, mark);
}

int64_t rank_key_f64(double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}
