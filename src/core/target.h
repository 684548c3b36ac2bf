/* core/target.h - how a target is handed on to units (分解), and whether what was handed on is the target.
 *
 * Each kind has its own arithmetic (docs/targets.md): amounts add up and the municipal seat carries the
 * residual; means are weighed; a rate, and a target that each must reach, is the same for all. Exact
 * decimals: a mean is held against the target at the target's own decimals, everything else exactly.
 * "Over" asks more of the units than the target does (层层加码), "under" less (分解不足); where a lower
 * value is better, lower is more. What is found has its figures, and stops nothing. Callers: app/. */
#pragma once
#include "core/campaign.h"

typedef enum Split {
    SPLIT_ADDITIVE,  /* 累加 */
    SPLIT_WEIGHTED,  /* 加权平均 */
    SPLIT_RATIO,     /* 比率: the same for all, or by numerators and denominators */
    SPLIT_MILESTONE, /* 节点: counted like amounts where numbers are given */
    SPLIT_EACH,      /* 逐一达到: every unit of the list the target itself */
    SPLIT_PROVINCE,  /* 省定: what stands there is not the city's to judge */
    SPLIT_COUNT
} Split;

Str split_word(Split split); /* additive … */
bool split_parse(Str word, Split *ret_split);
/* As stated; else of each unit: each; without an amount: milestone; a rate: ratio, with weights: weighted;
 * else additive. indicator NULL: the target has none. */
Split target_split(const Target *target, const Indicator *indicator, bool has_weights);

/* One unit's part, as it holds in the period looked at. */
typedef struct SplitPart {
    int unit; /* the caller's */
    bool is_municipal;
    bool is_listed; /* it has an allotment, or a change gave it one */
    bool has_value, has_weight;
    bool is_orphan; /* its unit has ended and nobody holds its seat */
    Dec value, weight;
} SplitPart;

typedef enum SplitFault {
    SPLIT_OVER,      /* of one unit, or of all (unit -1) */
    SPLIT_UNDER,     /* likewise */
    SPLIT_NO_WEIGHT, /* a part without a weight: no mean */
    SPLIT_NO_PART,   /* a unit whose peers have parts has none */
    SPLIT_NO_VALUE,  /* the target's own value is not known (unit -1), or a part's */
    SPLIT_ORPHAN,    /* the part of a unit that has ended: owed by nobody */
    SPLIT_FAULTS
} SplitFault;
Str split_fault_word(SplitFault fault); /* over … */

typedef struct SplitFinding {
    SplitFault fault;
    int unit; /* -1: the target as a whole */
    Dec found, expected,
        away; /* away > 0: what is asked too much or too little; of OVER and UNDER */
} SplitFinding;

typedef struct SplitCheck {
    Split split;
    bool has_total;
    Dec total;      /* sum of the parts, or their weighted mean at the target's decimals */
    Dec units;      /* additive: without the municipal seat */
    Dec municipal;  /* additive: of the municipal seat */
    Dec residual;   /* additive: target - units, what the municipal seat has to carry */
    Dec difference; /* total - target */
    LIST_OF(SplitFinding) findings; /* the whole first, then units in the order of the parts */
} SplitCheck;

/* is_lower: a lower value asks more (relation le). Parts that are not listed are units whose peers have
 * parts. ERR_DEC_RANGE. */
bool target_reconcile(Arena *arena, Split split, bool is_lower, const Dec *target,
                      const SplitPart *parts, int count, SplitCheck *ret_check, Err *err);
/* 口径=统计: published by the statistics office, typed by nobody (docs/targets.md). */
bool indicator_is_statistics(const Indicator *indicator);
/* Statistics are handed on to county-level units and the municipal seat, never further down and never to a
 * department or task force. */
bool target_is_below_red_line(const Indicator *indicator, const Unit *unit);
bool split_adds_up(Split split); /* its parts make a sum */
/* relation le: not to be exceeded. */
bool target_is_ceiling(const Target *target);
