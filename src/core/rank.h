/* core/rank.h - ranks of integer scores; bottom N counted from the bottom; change of rank.
 *
 * Scores are integers in units of 1e-10 (core/score.h), higher is better, and nothing else decides
 * a tie. Units that are not ranked (excluded, without a score) get rank 0. Bottom N: a unit is in
 * it when fewer than N ranked units are strictly worse, so a tie at the boundary takes all. A group
 * smaller than min_group and a group whose scores are all equal have no bottom.
 * Callers: core/score, app/. */
#pragma once
#include "base/arena.h"
#include "core/scheme.h"

typedef struct RankRow {
    int rank;        /* 0: not ranked; with TIES_FRACTIONAL twice the rank (3 = 1.5) */
    int from_bottom; /* competition rank from the bottom, 1 = worst; 0: not ranked */
    bool tied;
    bool in_bottom;
} RankRow;

enum { RANK_WARN_EMPTY = 1, RANK_WARN_SINGLE = 2, RANK_WARN_ALL_EQUAL = 4, RANK_WARN_SMALL = 8 };

typedef struct RankRule {
    Ties ties;
    int bottom;    /* 0: no bottom wanted */
    int min_group; /* 0: any */
} RankRule;

/* scores[n]; ranked[n] or NULL for all; ret_rows[n]. Returns RANK_WARN_ flags. */
unsigned rank_units(Arena *arena, const int64_t *scores, const bool *ranked, int n, RankRule rule,
                    RankRow *ret_rows);
/* The same without structs, for blocks: keys[n] of ranked units, ret_ [n]; room: rank_room_bytes(n). */
size_t rank_room_bytes(int n);
unsigned rank_keys(const int64_t *keys, int n, Ties ties, void *room, int32_t *ret_rank,
                   int32_t *ret_from_bottom, uint8_t *ret_tied);
/* Whether n ranked units with those warnings have a bottom; RANK_WARN_SMALL is added where they are too few. */
bool rank_has_bottom(RankRule rule, int n, unsigned *warnings);
/* The rule of a scheme: its ties, streak.bottom and streak.min_group. */
RankRule rank_rule_of(const Scheme *scheme);
/* Indices of units from best to worst, ties by index, unranked last: ret_order[n]. */
void rank_order(Arena *arena, const int64_t *scores, const bool *ranked, int n, int *ret_order);

typedef struct ImprovementRow {
    bool known;           /* ranked in both periods */
    int64_t score_change; /* now - before, 1e-10 */
    int rank_change;      /* places won: before - now (competition ranks) */
    int place;            /* now, competition; 0: not ranked */
    int rank;             /* rank of score_change in the group, competition; 0: not known */
} ImprovementRow;

/* Units ranked in both periods are compared; others are not known. places: those before, among all who were ranked then,
 * also those who are gone; NULL or 0: as among these. */
void rank_improvement(Arena *arena, const int64_t *before, const bool *ranked_before,
                      const int32_t *places, const int64_t *now, const bool *ranked_now, int n,
                      ImprovementRow *ret_rows);
/* An integer that orders as the double does (-0 as 0), so that raw values rank without rounding.
 * Not for NaN. */
int64_t rank_key_f64(double value);
