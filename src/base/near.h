/* base/near.h - "did you mean": the known word nearest to one that is unknown.
 *
 * Near is filled with near_try for every known word; `best` stays empty when none is near enough: at
 * most a third of its characters differ, or one. Two swapped neighbours are one difference. The
 * least word in byte order wins a tie, so the order of trying does not matter.
 * Callers: cli/ (commands, options), app/ (keys and codes of files that people write). */
#pragma once
#include "base/str.h"

typedef struct Near {
    Str wanted, best;
    int distance; /* of best */
} Near;

Near near_new(Str wanted);
void near_try(Near *near, Str known);
