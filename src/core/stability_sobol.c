#include "core/stability_sobol.h"

#include "base/limits.h"
#include "core/draw.h"
#include "core/stability_parts.h"

enum { ROUNDING_MOST = 4 };

typedef struct Shift {
    StabilityPlan *plan;
    const SobolSample *sample;
    const StabilityFactor *factors;
    double *values;
} Shift;

static bool has_weight(const StabilityPlan *plan, int node)
{
    bool has = plan->given[node] > 0;
    for (int b = 0; b < plan->nblocks && !has; b++) /* from data */
        has = plan->blocks[b].given && plan->blocks[b].given[node] > 0;
    return has;
}

/* Children with weight under a component. */
static int children_of(const StabilityPlan *plan, int component)
{
    const SchemeNode *nodes = plan->scheme->nodes;
    int count = 0;
    for (int c = component + 1; c < nodes[component].end; c = nodes[c].end)
        count += has_weight(plan, c);
    return count;
}

static int factors_of(const StabilityPlan *plan, bool by_component, StabilityFactor *factors)
{
    const SchemeNode *nodes = plan->scheme->nodes;
    const StabilitySpec *spec = plan->spec;
    int count = 0;
    for (int i = 0; i < plan->nnodes && spec->weights > 0; i++) {
        if (by_component && !scheme_is_leaf(&nodes[i]) && children_of(plan, i) > 1)
            factors[count++] = (StabilityFactor){.kind = FACTOR_COMPONENT, .node = i};
        if (!by_component && i > 0 && has_weight(plan, i) && children_of(plan, nodes[i].parent) > 1)
            factors[count++] = (StabilityFactor){.kind = FACTOR_WEIGHT, .node = i};
    }
    if (spec->values)
        factors[count++] = (StabilityFactor){.kind = FACTOR_VALUES};
    if (spec->rounding)
        factors[count++] = (StabilityFactor){.kind = FACTOR_ROUNDING};
    return count;
}

static double varied(double weight, double by, double u)
{
    return weight * (1.0 + by * (2.0 * u - 1.0));
}

/* A number in [0, 1) that stands for many: it names a draw of its own. */
static uint64_t draw_named(double u)
{
    return (uint64_t)(u * 0x1p53);
}

static void apply(const Shift *shift, const StabilityFactor *factor, double u, StabilityDraw *draw)
{
    const StabilityPlan *plan = shift->plan;
    const SchemeNode *nodes = plan->scheme->nodes;
    int most = plan->decimals < 0 ? ROUNDING_MOST : plan->decimals;
    switch (factor->kind) {
    case FACTOR_WEIGHT:
        draw->weights[factor->node] = varied(draw->weights[factor->node], plan->spec->weights, u);
        break;
    case FACTOR_COMPONENT:
        for (int c = factor->node + 1; c < nodes[factor->node].end; c = nodes[c].end)
            draw->weights[c] = varied(draw->weights[c], plan->spec->weights,
                                      draw_uniform(plan->spec->seed, draw_named(u), (uint64_t)c));
        break;
    case FACTOR_VALUES:
        draw->values = 1;
        draw->number = draw_named(u);
        break;
    default:
        draw->decimals = (int)(u * (most + 1));
        break;
    }
}

static void draw_of_point(const void *ctx, int64_t p, StabilityDraw *draw)
{
    const Shift *shift = ctx;
    int k = shift->sample->factors;
    sobol_point(shift->sample, p, draw->room);
    for (int i = 0; i < k; i++)
        apply(shift, &shift->factors[i], draw->room[i], draw);
}

static void shift_of_draw(void *ctx, int64_t d, int worker)
{
    const Shift *shift = ctx;
    const StabilityPlan *plan = shift->plan;
    const uint16_t *places = stability_places(plan, (int)d);
    int64_t sum = 0, ranked = 0;
    (void)worker;
    for (int64_t row = 0; row < plan->nrows; row++) {
        int rank = places[row] & PLACE_MASK, published = plan->published[row] & PLACE_MASK;
        bool both = rank > 0 && published > 0;
        sum += !both ? 0 : rank > published ? rank - published : published - rank;
        ranked += both;
    }
    shift->values[d] = ranked > 0 ? (double)sum / (double)ranked : 0;
}

static bool shifts(void *ctx, const SobolSample *sample, int64_t first, int count,
                   double *ret_values, Err *err)
{
    Shift *shift = ctx;
    shift->sample = sample;
    shift->values = ret_values;
    if (!stability_batch(shift->plan, draw_of_point, shift, first, count, err))
        return false;
    par_for(shift->plan->par, count, shift_of_draw, shift);
    return true;
}

static bool check(Arena *arena, const StabilitySpec *spec, const SobolSample *sample, Err *err)
{
    int64_t points = sample->rows < 1 || sample->rows > LIMIT_STABILITY_DRAWS
                         ? sample->rows
                         : sobol_points(sample);
    if (!(spec->weights >= 0 && spec->weights < 1))
        return err_set(err, ERR_STABILITY_WEIGHTS);
    if (sample->factors == 0)
        return err_set(err, ERR_STABILITY_FACTORS);
    if (points < 1 || points > LIMIT_STABILITY_DRAWS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_STABILITY_DRAWS")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_STABILITY_DRAWS)},
                       {"found", arena_fmt(arena, "%lld", (long long)points)});
    return true;
}

bool stability_sobol(Arena *arena, const Engine *engine, const EngineResult *base,
                     const StabilitySpec *spec, int64_t samples, bool by_component,
                     const ParFor *par, StabilityProgressFn progress, void *ctx,
                     StabilitySobol *ret_result, Err *err)
{
    StabilityPlan plan;
    StabilitySobol result = {0};
    if (!stability_plan(arena, engine, base, spec, par, &plan, err))
        return false;
    stability_rooms(arena, &plan, NULL, NULL);
    result.factors = arena_new(arena, StabilityFactor, plan.nnodes + FACTORS_BESIDE_NODES);
    result.count = factors_of(&plan, by_component, result.factors);
    SobolSample sample = sobol_sample(result.count, samples, spec->seed);
    Shift shift = {.plan = &plan, .factors = result.factors};
    bool ok =
        check(arena, spec, &sample, err) && sobol_run(arena, &sample, plan.batch, shifts, &shift,
                                                      par, progress, ctx, &result.whole, err);
    stability_plan_done(&plan);
    for (int i = 0; ok && !result.whole.stopped && i < result.count; i++) {
        result.factors[i].first = result.whole.first[i];
        result.factors[i].total = result.whole.total[i];
    }
    if (ok)
        *ret_result = result;
    return ok;
}
