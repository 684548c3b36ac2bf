#include "core/rank.h"

#include "base/clones.h"

#include <stdlib.h>
#include <string.h>

enum { COUNT_MAX = 160 }; /* keys that are faster compared each with each than sorted */

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

static int rank_of(Ties ties, int above, int equal, int groups_above)
{
    switch (ties) {
    case TIES_DENSE:
        return groups_above + 1;
    case TIES_MODIFIED:
        return above + equal;
    case TIES_FRACTIONAL:
        return 2 * above + equal + 1; /* twice the mean of above + 1 and above + equal */
    default:
        return above + 1;
    }
}

/* Few keys: each is held against all, without a branch. */
CLONES
static void count_all(const int64_t *keys, int n, int32_t *ret_above, int32_t *ret_below)
{
    for (int i = 0; i < n; i++) {
        int64_t key = keys[i], above = 0, below = 0;
        for (int j = 0; j < n; j++) {
            above += keys[j] > key;
            below += keys[j] < key;
        }
        ret_above[i] = (int32_t)above;
        ret_below[i] = (int32_t)below;
    }
}

enum { LANES = 8 };
typedef int64_t Keys __attribute__((vector_size(LANES * sizeof(int64_t))));

/* How many are above each of eight keys or more, eight at a time, the last eight once more. True: none is level with
 * another, for then every pair has been counted once. */
CLONES
static bool count_above(const int64_t *keys, int n, int32_t *ret_above)
{
    int64_t pairs = 0;
    for (int i = 0; i < n; i += LANES) {
        int at = i + LANES <= n ? i : n - LANES;
        Keys own, above = {0};
        memcpy(&own, keys + at, sizeof own);
        for (int j = 0; j < n; j++)
            above -= own < keys[j];
        for (int k = 0; k < LANES; k++)
            ret_above[at + k] = (int32_t)above[k];
    }
    for (int i = 0; i < n; i++)
        pairs += ret_above[i];
    return pairs == (int64_t)n * (n - 1) / 2;
}

/* One pass of a radix sort by the digit at `shift`; false where all have the same. */
static bool sort_digit(const Place *from, int n, int shift, Place *to)
{
    int at[256] = {0};
    for (int i = 0; i < n; i++)
        at[(uint64_t)from[i].score >> shift & 255]++;
    if (n == 0 || at[(uint64_t)from[0].score >> shift & 255] == n)
        return false;
    for (int d = 0, sum = 0; d < 256; d++) {
        int count = at[d];
        at[d] = sum;
        sum += count;
    }
    for (int i = 0; i < n; i++)
        to[at[(uint64_t)from[i].score >> shift & 255]++] = from[i];
    return true;
}

/* Many keys: sorted best first. Digits are turned round, the sign too, so that the greatest comes first;
 * the passes keep the order of equal keys. */
static const Place *sort_keys(const int64_t *keys, int n, Place *room)
{
    Place *from = room, *to = room + n;
    for (int i = 0; i < n; i++)
        from[i] = (Place){(int64_t)(~(uint64_t)keys[i] ^ UINT64_C(1) << 63), i};
    for (int shift = 0; shift < 64; shift += 8)
        if (sort_digit(from, n, shift, to)) {
            Place *free = from;
            from = to;
            to = free;
        }
    return from;
}

size_t rank_room_bytes(int n)
{
    return 2 * (size_t)n * sizeof(Place);
}

static void rank_sorted(const int64_t *keys, int n, Ties ties, void *room, int32_t *ret_rank,
                        int32_t *ret_from_bottom, uint8_t *ret_tied)
{
    const Place *places = sort_keys(keys, n, room);
    for (int first = 0, groups = 0; first < n; groups++) {
        int end = first + 1;
        while (end < n && places[end].score == places[first].score)
            end++;
        for (int i = first; i < end; i++) {
            int unit = places[i].unit;
            ret_rank[unit] = rank_of(ties, first, end - first, groups);
            ret_from_bottom[unit] = n - end + 1;
            ret_tied[unit] = end - first > 1;
        }
        first = end;
    }
}

unsigned rank_keys(const int64_t *keys, int n, Ties ties, void *room, int32_t *ret_rank,
                   int32_t *ret_from_bottom, uint8_t *ret_tied)
{
    bool all_equal = n > 1;
    for (int i = 1; i < n && all_equal; i++)
        all_equal = keys[i] == keys[0];
    if (n >= LANES && n <= COUNT_MAX && count_above(keys, n, ret_rank)) {
        for (int i = 0; i < n; i++) { /* all are different: any rule for ties gives the same */
            int above = ret_rank[i];
            ret_rank[i] = rank_of(ties, above, 1, above);
            ret_from_bottom[i] = n - above;
            ret_tied[i] = 0;
        }
    } else if (n <= COUNT_MAX && ties != TIES_DENSE) {
        count_all(keys, n, ret_rank, ret_from_bottom);
        for (int i = 0; i < n; i++) {
            int above = ret_rank[i], below = ret_from_bottom[i];
            ret_rank[i] = rank_of(ties, above, n - above - below, 0);
            ret_from_bottom[i] = below + 1;
            ret_tied[i] = above + below + 1 < n;
        }
    } else {
        rank_sorted(keys, n, ties, room, ret_rank, ret_from_bottom, ret_tied);
    }
    unsigned warnings = n == 0 ? RANK_WARN_EMPTY : n == 1 ? RANK_WARN_SINGLE : 0;
    return warnings | (all_equal ? RANK_WARN_ALL_EQUAL : 0);
}

bool rank_has_bottom(RankRule rule, int n, unsigned *warnings)
{
    bool small = rule.bottom > 0 && n < rule.min_group;
    *warnings |= small ? RANK_WARN_SMALL : 0;
    bool all_equal = n == 1 || (*warnings & RANK_WARN_ALL_EQUAL);
    return rule.bottom > 0 && !small && !all_equal;
}

unsigned rank_units(Arena *arena, const int64_t *scores, const bool *ranked, int n, RankRule rule,
                    RankRow *ret_rows)
{
    ArenaMark mark = arena_mark(arena);
    int64_t *keys = arena_new(arena, int64_t, n);
    int32_t *unit = arena_new(arena, int32_t, n), *rank = arena_new(arena, int32_t, n);
    int32_t *from_bottom = arena_new(arena, int32_t, n);
    uint8_t *tied = arena_new(arena, uint8_t, n);
    int count = 0;
    for (int i = 0; i < n; i++)
        if (!ranked || ranked[i]) {
            keys[count] = scores[i];
            unit[count++] = i;
        }
    void *room = arena_alloc(arena, rank_room_bytes(count), 1);
    unsigned warnings = rank_keys(keys, count, rule.ties, room, rank, from_bottom, tied);
    bool bottom = rank_has_bottom(rule, count, &warnings);
    memset(ret_rows, 0, (size_t)n * sizeof *ret_rows);
    for (int i = 0; i < count; i++)
        ret_rows[unit[i]] = (RankRow){.rank = rank[i],
                                      .from_bottom = from_bottom[i],
                                      .tied = tied[i],
                                      .in_bottom = bottom && from_bottom[i] <= rule.bottom};
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
                      const int32_t *places, const int64_t *now, const bool *ranked_now, int n,
                      ImprovementRow *ret_rows)
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
    for (int i = 0; i < n; i++) {
        int place = places && places[i] > 0 ? places[i] : was[i].rank;
        ret_rows[i] = (ImprovementRow){.known = known[i],
                                       .score_change = gained[i],
                                       .rank_change = known[i] ? place - is[i].rank : 0,
                                       .place = is[i].rank,
                                       .rank = change[i].rank};
    }
    arena_rewind(arena, mark);
}

int64_t rank_key_f64(double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}
