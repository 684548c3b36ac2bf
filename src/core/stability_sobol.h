/* core/stability_sobol.h - which uncertainty moves the ranks: Sobol' indices of the mean absolute rank shift.
 *
 * Factors: each weight that can act (its node has weight and a sibling with weight), or with `by_component` the weights under
 * each component together; the values' tolerance; the rounding. The result of a point is the mean over the units of
 * |rank - published rank|. core/sobol.h has the estimator. Callers: app/. */
#pragma once
#include "core/sobol.h"
#include "core/stability.h"

typedef enum FactorKind {
    FACTOR_WEIGHT,
    FACTOR_COMPONENT,
    FACTOR_VALUES,
    FACTOR_ROUNDING
} FactorKind;

typedef struct StabilityFactor {
    FactorKind kind;
    int node; /* of FACTOR_WEIGHT and FACTOR_COMPONENT */
    SobolInterval first, total;
} StabilityFactor;

typedef struct StabilitySobol {
    int count;
    StabilityFactor *factors;
    SobolResult whole;
} StabilitySobol;

/* spec as for stability_run; its draws, sets and leave_one_out are not read. samples: rows of the plan. ERR_STABILITY_FACTORS:
 * nothing varies. */
bool stability_sobol(Arena *arena, const Engine *engine, const EngineResult *base,
                     const StabilitySpec *spec, int64_t samples, bool by_component,
                     const ParFor *par, StabilityProgressFn progress, void *ctx,
                     StabilitySobol *ret_result, Err *err);
