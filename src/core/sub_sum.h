/* core/sub_sum.h - the figure of a county out of those of its bureaus and townships (分表汇总).
 *
 * Amounts and counts are added; shares and means are weighed by the weights that are given beside them; what is a
 * statistic (口径=统计) is not asked of anybody below the county, so there is nothing to add. Pure. Callers: app/report/form_merge. */
#pragma once
#include "core/campaign.h"

typedef enum SubSumWay {
    SUB_SUM_ADD,
    SUB_SUM_WEIGH,
    SUB_SUM_NOT, /* statistics are not decomposed below the county */
} SubSumWay;

SubSumWay sub_sum_way(const Indicator *indicator);

typedef struct SubFigure {
    Str value;  /* canonical; empty: missing */
    bool na;    /* 不涉及: counts as given, adds nothing */
    Str weight; /* of SUB_SUM_WEIGH, canonical, above 0; empty: missing */
} SubFigure;

typedef struct SubSum {
    Str value;      /* empty when nothing was given, or a weight is missing */
    bool na;        /* none of them has it */
    int missing;    /* figures that are not there */
    int no_weights; /* figures without the weight they need */
} SubSum;

/* decimals: of the indicator, to which a mean is rounded, half away from zero; a sum keeps all of its own.
 * ERR_DEC_MALFORMED, ERR_DEC_RANGE. */
bool sub_sum(Arena *arena, SubSumWay way, const SubFigure *figures, int count, int decimals,
             SubSum *ret_sum, Err *err);
