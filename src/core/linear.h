/* core/linear.h - many weighted means of one group at once: draws x leaves by leaves x units, then places.
 *
 * Where every component is an arithmetic mean and every value of the group counts, a score is Σ e·f over the leaves in
 * the order of the scheme (e: the leaf's effective weight, f: its fraction), added one by one from 0. That order is the
 * definition: vectors lie across units, so the bits are those of the plain loop on every processor
 * (tests/unit/test_linear.c). Keys are whole numbers of 1e-10 held in doubles, exact below 2^53
 * (LINEAR_BOUND keeps them there). Callers: core/stability. */
#pragma once
#include "core/score.h"

enum {
    LINEAR_ROWS = 16, /* units side by side */
    LINEAR_STEP = 6,  /* draws at a time; their number is a multiple of it */
};
/* Largest |score| that the doubles hold exactly with room for rounding. */
#define LINEAR_BOUND 200000.0

/* Which instructions: 0 everywhere, 1 AVX2, 2 AVX-512. The bits are the same. */
int linear_level(void);

typedef struct LinearBlock {
    int count, stride; /* units; rounded up to LINEAR_ROWS */
    int leaves;
    double *fractions;             /* [stride / LINEAR_ROWS][leaves][LINEAR_ROWS] */
    double *bonus, *deduct, *veto; /* [stride], or NULL */
    const Scheme *scheme;          /* order, floor and ceiling */
    double floor, ceiling;
} LinearBlock;

/* Room for count units; fractions are whatever was there. */
LinearBlock linear_block(Arena *arena, const Scheme *scheme, int count, int leaves);
/* Aligned for vectors. */
double *linear_doubles(Arena *arena, int64_t count);
static inline double *linear_fraction(const LinearBlock *block, int unit, int leaf)
{
    int64_t panel = unit / LINEAR_ROWS;
    return &block->fractions[(panel * block->leaves + leaf) * LINEAR_ROWS + unit % LINEAR_ROWS];
}

/* scores[draws][stride] = weights[draws][leaves] x fractions. */
void linear_multiply(int level, const LinearBlock *block, const double *weights, int draws,
                     double *scores);
/* One draw: the tree's points become the score by the steps of the scheme, then score_quantise and, with decimals >= 0,
 * score_round; what comes out orders as the integers do. */
void linear_settle(int level, const LinearBlock *block, int decimals, double *scores);

typedef struct PlaceRule {
    int bottom, min_group; /* as RankRule */
} PlaceRule;

enum { PLACE_IN_BOTTOM = 0x8000, PLACE_MASK = 0x7fff };

typedef struct PlaceRoom PlaceRoom;
PlaceRoom *place_room(Arena *arena, int count);
/* Doubles that place_units may read beyond its keys. */
enum { PLACE_PAD = 32 };
/* Competition rank of each unit by its key (1 = highest) with PLACE_IN_BOTTOM where it is in the bottom N; 0 where the key
 * is NaN: not ranked. The same as rank_units. At most PLACE_MASK units. Keys must not be -0; PLACE_PAD more of them are read, whatever they are. */
void place_units(int level, const double *keys, int count, PlaceRule rule, PlaceRoom *room,
                 uint16_t *ret_places);
