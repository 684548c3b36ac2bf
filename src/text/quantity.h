/* text/quantity.h - a number with its unit and the words that bind it: 不低于90%, 30个以上, 3%-5%.
 * Callers: target.c. */
#pragma once
#include "text/number.h"
#include "text/reading.h"
#include "text/source.h"

/* The number at hand with all that is known about it; offsets in norm. */
typedef struct Quantity {
    Numeral n;
    ptrdiff_t start, end; /* numeral … unit and the words after it (以上) */
    Str unit;             /* 万公顷 */
    int unit_tag;         /* 0 = none */
    ptrdiff_t unit_start, unit_end;
    bool more; /* 余, 多 */
    Str value_to;
    Relation after; /* REL_EQ = none */
    bool after_any;
} Quantity;

typedef struct Before {
    ptrdiff_t clause;          /* start of the clause */
    ptrdiff_t start;           /* where the relation words begin: end of the noun before */
    bool any;                  /* a word of relation stands there */
    Relation relation, growth; /* growth: REL_GROWTH, REL_DECLINE or REL_EQ */
    bool verb;                 /* a verb of doing right before, or in the clause */
    bool adjacent;             /* right before */
} Before;

/* The quantity at `at` of norm text; false when no number stands there. */
bool quantity_at(const Source *src, Str text, ptrdiff_t at, Quantity *ret_quantity);
/* What stands before it, from `clause` on. */
void quantity_before(Str text, const Quantity *q, ptrdiff_t clause, Before *ret_before);
