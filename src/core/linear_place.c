#include "core/linear_parts.h"

#include <string.h>

enum { BUCKET_UNITS = 8 }; /* on average */

#define VECTOR(name, type, bytes)                                                                  \
    typedef type name __attribute__((vector_size(bytes), aligned(4), may_alias))
VECTOR(Words4, int32_t, 16);
VECTOR(Longs2, int64_t, 16);
VECTOR(Doubles2, double, 16);
#ifdef LINEAR_X86
VECTOR(Words8, int32_t, 32);
VECTOR(Longs4, int64_t, 32);
VECTOR(Doubles4, double, 32);
#endif

struct PlaceRoom {
    double *keys;    /* of ranked units, side by side */
    int32_t *narrow; /* the same, shortened, in the same order */
    int32_t *better; /* units strictly above */
    int64_t *wide;
    int32_t *unit_of;        /* index of the unit */
    uint16_t *some;          /* places of the ranked */
    int32_t *bucket, *start; /* large groups */
    double *sorted;
    int32_t *sorted_of;
};

PlaceRoom *place_room(Arena *arena, int count)
{
    PlaceRoom *room = arena_new(arena, PlaceRoom, 1);
    int padded = count + PLACE_PAD;
    room->keys = linear_doubles(arena, padded);
    room->narrow = (int32_t *)linear_doubles(arena, padded);
    room->better = (int32_t *)linear_doubles(arena, padded);
    room->wide = (int64_t *)linear_doubles(arena, padded);
    room->unit_of = arena_new(arena, int32_t, padded);
    room->some = arena_new(arena, uint16_t, padded);
    if (count > COUNTED_MAX) {
        room->bucket = arena_new(arena, int32_t, padded);
        room->start = arena_new(arena, int32_t, padded);
        room->sorted = arena_new(arena, double, padded);
        room->sorted_of = arena_new(arena, int32_t, padded);
    }
    return room;
}

/* above[i] = how many of x[0..n) are greater than x[i]: a comparison is -1 in each lane. */
#define COUNT(name, Item, Counted, Vector, Counts, attribute)                                      \
    attribute static void name(const Item *x, int n, Counted *above)                               \
    {                                                                                              \
        enum { LANES = sizeof(Vector) / sizeof(Item), WIDE = 4 };                                  \
        for (int i = 0; i < n; i += WIDE * LANES) {                                                \
            Vector own[WIDE];                                                                      \
            Counts sum[WIDE];                                                                      \
            _Pragma("GCC unroll 4") for (int v = 0; v < WIDE; v++)                                 \
            {                                                                                      \
                own[v] = *(const Vector *)(x + i + v * LANES);                                     \
                sum[v] = (Counts){0};                                                              \
            }                                                                                      \
            for (int j = 0; j < n; j++)                                                            \
                _Pragma("GCC unroll 4") for (int v = 0; v < WIDE; v++) sum[v] -=                   \
                    (Counts)(x[j] > own[v]);                                                       \
            _Pragma("GCC unroll 4") for (int v = 0; v < WIDE; v++) *                               \
                (Counts *)(above + i + v * LANES) = sum[v];                                        \
        }                                                                                          \
    }
COUNT(count_words_any, int32_t, int32_t, Words4, Words4, )
COUNT(count_doubles_any, double, int64_t, Doubles2, Longs2, )
#ifdef LINEAR_X86
COUNT(count_words_avx2, int32_t, int32_t, Words8, Words8, __attribute__((target("avx2"))))
COUNT(count_doubles_avx2, double, int64_t, Doubles4, Longs4, __attribute__((target("avx2"))))
#endif

/* Floats order as the doubles that they were, but that near ones may become equal, and integers order as
 * floats. *ret_exact: no key has lost anything. Returns how many are not NaN. */
#define NARROW(name, attribute)                                                                    \
    attribute static int name(const double *keys, int n, int32_t *restrict ret_narrow,             \
                              bool *ret_exact)                                                     \
    {                                                                                              \
        int64_t lost = 0, real = 0;                                                                \
        for (int i = 0; i < n; i++) {                                                              \
            float f = (float)keys[i];                                                              \
            int32_t bits;                                                                          \
            memcpy(&bits, &f, sizeof bits);                                                        \
            lost |= (double)f != keys[i];                                                          \
            real += keys[i] == keys[i];                                                            \
            ret_narrow[i] = bits ^ (int32_t)((uint32_t)(bits >> 31) >> 1);                         \
        }                                                                                          \
        *ret_exact = !lost;                                                                        \
        return (int)real;                                                                          \
    }
NARROW(narrow_any, )

/* A unit is in the bottom N when fewer than N are strictly worse. Of the counts of better ones that leave N
 * or more at or below a unit, the largest belongs to the last of the bottom and whoever ties with it. None where all are
 * equal. */
#define FINISH(name, attribute)                                                                    \
    attribute static void name(const int32_t *better, int n, int last, uint16_t *ret_places)       \
    {                                                                                              \
        int32_t worst = 0, from = 0;                                                               \
        for (int i = 0; i < n; i++) {                                                              \
            int32_t within = better[i] <= last ? better[i] : 0;                                    \
            worst = better[i] > worst ? better[i] : worst;                                         \
            from = within > from ? within : from;                                                  \
        }                                                                                          \
        from = worst == 0 || last >= n ? n : from;                                                 \
        for (int i = 0; i < n; i++)                                                                \
            ret_places[i] =                                                                        \
                (uint16_t)((better[i] + 1) | (better[i] >= from ? PLACE_IN_BOTTOM : 0));           \
    }
FINISH(finish_any, )
#ifdef LINEAR_X86
NARROW(narrow_avx2, __attribute__((target("avx2"))))
FINISH(finish_avx2, __attribute__((target("avx2"))))
#endif

static int narrow(int level, const double *keys, int n, PlaceRoom *room, bool *ret_exact)
{
    (void)level;
#ifdef LINEAR_X86
    if (level > 0)
        return narrow_avx2(keys, n, room->narrow, ret_exact);
#endif
    return narrow_any(keys, n, room->narrow, ret_exact);
}

/* All pairs of shortened keys. Where no two are equal, the counts are 0..n-1 in some order and their sum says so;
 * else, if shortening lost anything, the keys themselves are compared. */
static void count_pairs(int level, const double *keys, int n, bool exact, PlaceRoom *room)
{
    int32_t sum = 0;
    (void)level;
#ifdef LINEAR_X86
    if (level > 0)
        count_words_avx2(room->narrow, n, room->better);
    else
#endif
        count_words_any(room->narrow, n, room->better);
    for (int i = 0; i < n; i++)
        sum += room->better[i];
    if (exact || sum == n * (n - 1) / 2)
        return;
#ifdef LINEAR_X86
    if (level > 0)
        count_doubles_avx2(keys, n, room->wide);
    else
#endif
        count_doubles_any(keys, n, room->wide);
    for (int i = 0; i < n; i++)
        room->better[i] = (int32_t)room->wide[i];
}

/* Into buckets by value, from the highest down; a bucket compares its own pairs. */
static void count_buckets(const double *keys, int n, PlaceRoom *room)
{
    double low = keys[0], high = low;
    int buckets = n / BUCKET_UNITS;
    for (int i = 1; i < n; i++) {
        low = keys[i] < low ? keys[i] : low;
        high = keys[i] > high ? keys[i] : high;
    }
    double scale = high > low ? (double)(buckets - 1) / (high - low) : 0;
    memset(room->start, 0, ((size_t)buckets + 1) * sizeof *room->start);
    for (int i = 0; i < n; i++) {
        int at = (int)((high - keys[i]) * scale); /* falls as the key rises */
        room->bucket[i] = at < buckets ? at : buckets - 1;
        room->start[room->bucket[i] + 1]++;
    }
    for (int b = 0; b < buckets; b++)
        room->start[b + 1] += room->start[b];
    for (int i = 0; i < n; i++) {
        int at = room->start[room->bucket[i]]++;
        room->sorted[at] = keys[i];
        room->sorted_of[at] = i;
    }
    for (int b = 0, first = 0; b < buckets; b++) { /* start[b] is now the end of bucket b */
        int end = room->start[b];
        for (int i = first; i < end; i++) {
            int above = first;
            for (int j = first; j < end; j++)
                above += room->sorted[j] > room->sorted[i];
            room->better[room->sorted_of[i]] = above;
        }
        first = end;
    }
}

static int last_of(PlaceRule rule, int n)
{
    bool none = rule.bottom <= 0 || n < rule.min_group;
    return none ? n : n - rule.bottom;
}

static void finish(int level, const int32_t *better, int n, PlaceRule rule, uint16_t *ret_places)
{
    int last = last_of(rule, n);
    (void)level;
#ifdef LINEAR_X86
    if (level > 0) {
        finish_avx2(better, n, last, ret_places);
        return;
    }
#endif
    finish_any(better, n, last, ret_places);
}

/* Those that have a key side by side, their places back to where they belong. */
static void place_some(int level, const double *keys, int count, PlaceRule rule, PlaceRoom *room,
                       uint16_t *ret_places)
{
    int n = 0;
    bool exact;
    for (int i = 0; i < count; i++) {
        ret_places[i] = 0;
        room->keys[n] = keys[i];
        room->unit_of[n] = i;
        n += keys[i] == keys[i];
    }
    if (n == 0)
        return;
    narrow(level, room->keys, n, room, &exact);
    if (n <= COUNTED_MAX)
        count_pairs(level, room->keys, n, exact, room);
    else
        count_buckets(room->keys, n, room);
    finish(level, room->better, n, rule, room->some);
    for (int i = 0; i < n; i++)
        ret_places[room->unit_of[i]] = room->some[i];
}

void place_units(int level, const double *keys, int count, PlaceRule rule, PlaceRoom *room,
                 uint16_t *ret_places)
{
    bool exact;
#ifdef LINEAR_X86
    if (level == 2 && place_short(keys, count, last_of(rule, count), ret_places))
        return;
#endif
    if (narrow(level, keys, count, room, &exact) < count) {
        place_some(level, keys, count, rule, room, ret_places);
        return;
    }
    if (count <= COUNTED_MAX)
        count_pairs(level, keys, count, exact, room);
    else
        count_buckets(keys, count, room);
    finish(level, room->better, count, rule, ret_places);
}
