/* app/score/stability_ask.h - what somebody asks of a stability run, in words: what varies, bands, weight sets.
 *
 * Callers: cli/ (score, stability), app/score/stability. */
#pragma once
#include "core/stability_sobol.h"

enum { STABILITY_DRAWS = 1000, STABILITY_SAMPLES = 256, STABILITY_BANDS_MAX = 16 };

typedef struct StabilityAsk {
    StabilitySpec spec; /* period, bottom, bands, draws and what varies */
    int bands[STABILITY_BANDS_MAX];
    Str percent;    /* of weights, as typed */
    Str *set_names; /* [spec.nsets] */
    bool sobol, by_component;
    int64_t samples; /* of Sobol' indices */
} StabilityAsk;

/* ± 25 % on the weights, 1,000 draws, seed 1, bands 1-3, 4-10 and the rest. */
StabilityAsk stability_ask(void);
/* "weights:25,values,rounding,leave-one-out": nothing else varies. ERR_STABILITY_VARY {found, expected}. */
bool stability_vary(Str words, StabilityAsk *ask, Err *err);
/* "3,10": rising upper ranks. ERR_STABILITY_BANDS {found}. */
bool stability_bands(Str words, StabilityAsk *ask, Err *err);
/* A table of weight sets: a row a set, a column a node (a leaf or a component) by its code, a column `set` with its name if
 * there is one. A node without a column keeps the scheme's weight. Faults of cells go to `faults`. */
bool stability_sets(Arena *arena, Str bytes, Str file, const Scheme *scheme, StabilityAsk *ask,
                    Faults *faults, Err *err);
/* Draws follow from what varies; spec points to the ask's own bands. Call it last. */
void stability_settle(const Scheme *scheme, StabilityAsk *ask);
/* What varies, as it is said: "weights:25,values". */
Str stability_vary_text(Arena *arena, const StabilityAsk *ask);
