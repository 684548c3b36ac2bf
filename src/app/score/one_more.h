/* app/score/one_more.h - what one unit more of a value would have given under the rule: how steep a rule is where the unit stands.
 *
 * Of a frozen result only, for the unit itself, and only of work figures: never of statistics or of what a department confirms
 * from its own statistics, never beside a distance to others, and never as a value that somebody wishes for. Computed from
 * the inputs that the run saw, all other values as they were. Callers: web/pages/explain. */
#pragma once
#include "app/score/explain.h"

typedef struct OneMore {
    bool known;
    Str points; /* of the score, "+0.12", "-0.05", "0" */
} OneMore;

/* One for each node of the explanation. */
bool one_more_read(App *app, const Explanation *ex, OneMore **ret_more, Err *err);
