/* app/score/whatif_base.h - a group in a period, bound to an engine once, for weights that are tried again and again.
 *
 * Made of the inputs of the run that holds (frozen: those it saw; else what is known now). In a server the
 * campaign's snapshot keeps some of them, shared by all workers, until something is sent, confirmed, entered,
 * ruled, evaluated or frozen; they are never changed and go with the last who holds them. At most
 * LIMIT_WHATIF_BASES of LIMIT_WHATIF_BYTES in all are kept for a campaign; a larger one is made for its request alone.
 * Callers: app/score/whatif, app/snapshot. */
#pragma once
#include "app/mask.h"
#include "app/result/evaluate.h"
#include "core/score_bind.h"

typedef struct WhatIfBase {
    Str period, group;
    bool frozen;
    Scheme scheme;
    Str scheme_digest;
    Mask mask;
    Engine *engine;
    EngineEvent *events;
    int nevents;
    int nrows;
    Str *labels; /* [row]; empty: not listed */
    int *listed; /* rows in order of label */
    int nlisted;
    EngineResult result; /* as it is, with leaves and components */
} WhatIfBase;

/* A request's hold on one. */
typedef struct WhatIfHold {
    const WhatIfBase *base;
    void *kept;
} WhatIfHold;
void whatif_release(WhatIfHold *hold); /* an empty one is fine */
#define AUTO_WHATIF __attribute__((cleanup(whatif_release))) WhatIfHold

typedef struct WhatIfCache WhatIfCache;
WhatIfCache *whatif_cache_new(void);
void whatif_cache_free(WhatIfCache *cache); /* NULL is fine */
/* ERR_PERIOD_UNKNOWN, ERR_GROUP_UNKNOWN, ERR_PERIOD_NO_RUN. `cache` NULL: made anew. */
bool whatif_take(WhatIfCache *cache, App *app, Str period, Str group, WhatIfHold *ret_hold,
                 Err *err);
