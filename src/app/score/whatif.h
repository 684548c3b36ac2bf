/* app/score/whatif.h - other weights for one group in one period, answered from memory: who would move, under masked names.
 *
 * The group is scored anew by the engine that scores it otherwise, on columns that are there already
 * (app/score/whatif_base.h), so that a slider can be followed; rules that give points as such become other fractions with
 * other weights, which is why leaves are scored again too. Nothing is stored but that it was asked, once a
 * minute for a person, group and period. A trial (draws, one unit explained) is the same with more. Points
 * to the neighbours are told of a frozen period only. Callers: cli/, web/. */
#pragma once
#include "app/scheme/scheme_reweigh.h"
#include "app/score/whatif_base.h"
#include "base/json.h"
#include "core/stability.h"
#include "i18n/msg.h"

typedef struct WhatIfAsk {
    Str period, group;
    NodeWeights weights; /* none: as it is */
    Str unit;            /* label of the one to explain; empty: none */
    int64_t draws;       /* 0: no draws */
    uint64_t seed;
} WhatIfAsk;

enum { WHATIF_VARY_PERCENT = 25 }; /* what draws vary each weight by */

typedef struct WhatIf {
    WhatIfHold hold;
    const WhatIfBase *base;
    const WhatIfAsk *ask;
    const Scheme *scheme; /* with the other weights */
    Engine *engine;
    EngineResult now;
    int64_t *above, *below; /* [row] points to the next score, 1e-10; -1: none. NULL: not frozen */
    int moved, bottom;      /* listed rows whose rank, whose place among the last is another */
    int explained;          /* row, or -1 */
    bool has_draws;
    StabilityResult draws;
} WhatIf;
void whatif_done(WhatIf *what);
#define AUTO_WHAT __attribute__((cleanup(whatif_done))) WhatIf

/* ERR_WEIGHT_NODE, ERR_WHATIF_UNIT {found}, ERR_LIMIT, as whatif_take. */
bool whatif_try(App *app, const WhatIfAsk *ask, WhatIf *ret_what, Err *err);
/* Which periods of the campaign have a run of the group to try on: [periods]. */
bool whatif_periods(App *app, Str group, const bool **ret_has, Err *err);
void whatif_json(const WhatIf *what, Json *json);
void whatif_text(Arena *arena, Lang lang, const WhatIf *what, Out *out);
