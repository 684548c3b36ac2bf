/* base/near.h - "did you mean": the known word nearest to one that is unknown.
 *
 * Near is filled with near_try for every known word; `best` stays empty when none is near enough.
 * Callers: cli/ (commands, options), app/ (keys of files that people write). */
#pragma once
#include "base/str.h"

typedef struct Near {
    Str wanted, best;
    int distance; /* only words nearer than this are taken */
} Near;

Near near_new(Str wanted);
void near_try(Near *near, Str known);
