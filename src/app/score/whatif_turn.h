/* app/score/whatif_turn.h - how much one weight would have to change, all others as they are, until somebody else is first or among the last.
 *
 * Tried in steps of 5 % of the weight, up to half of it in both directions, by the engine that what-if uses; masked as that is, and part
 * of the same use, which is on record. Callers: web/pages/whatif. */
#pragma once
#include "app/score/whatif.h"

enum {
    WHATIF_TURN_STEP_PERCENT = 5,
    WHATIF_TURN_STEPS = 10,
    WHATIF_TURN_ROWS = 100 /* a larger group is not tried */
};

typedef struct WhatIfTurn {
    const SchemeNode *node;
    Str before;
    Str first;  /* nearest weight with another unit in the first place; empty: none within reach */
    Str bottom; /* with others among the last */
} WhatIfTurn;
typedef LIST_OF(WhatIfTurn) WhatIfTurns;

/* A weight that somebody can change: given, and of one of several children. */
bool whatif_weighed(const Scheme *scheme, int node);
/* Of the scheme in force; in its order, weights that turn nothing left out. */
bool whatif_turns(Arena *arena, const WhatIf *what, WhatIfTurns *ret_turns, Err *err);
void whatif_turns_json(const WhatIfTurns *turns, Json *json);
