/* app/mask.h - pseudonyms of a group's units (A01, A02 …) for trials of rules: who tries weights sees who moves
 * and not who it is.
 *
 * Labels are drawn by chance, so their order says nothing of the official one; a seat keeps its label
 * when the unit is renamed. Restricted units have none and no row anywhere; they take their places all
 * the same. Nothing that unmasks is kept. A published rank still tells who had it to whom knows the
 * published table (docs/sandbox.md). Callers: app/score/sandbox, app/score/whatif. */
#pragma once
#include "app/app.h"

typedef struct Mask {
    Str *labels;  /* [unit of the campaign]; empty: of another group, or without one */
    int count;    /* labels */
    int withheld; /* units without one */
} Mask;

/* Memory of `arena`. */
void mask_group(App *app, Arena *arena, Str group, Mask *ret_mask);
/* Empty: no label. */
Str mask_of(App *app, const Mask *mask, Str unit);
