#include "core/sub_sum.h"

SubSumWay sub_sum_way(const Indicator *indicator)
{
    if (str_eq(indicator->basis, S("statistics")))
        return SUB_SUM_NOT;
    bool share = str_eq(indicator->measure, S("rate")) || str_eq(indicator->unit, S("%"));
    return share ? SUB_SUM_WEIGH : SUB_SUM_ADD;
}

/* value * weight onto the sum, the weight onto the weights. */
static bool add_weighed(const SubFigure *figure, Dec value, Dec *sum, Dec *weights, Err *err)
{
    Dec weight, product;
    return dec_parse(figure->weight, &weight, err) && dec_mul(value, weight, &product, err) &&
           dec_add(*sum, product, sum, err) && dec_add(*weights, weight, weights, err);
}

bool sub_sum(Arena *arena, SubSumWay way, const SubFigure *figures, int count, int decimals,
             SubSum *ret_sum, Err *err)
{
    SubSum result = {.value = S("")};
    Dec sum = dec_from_i64(0), weights = dec_from_i64(0), value;
    int given = 0, none = 0;
    for (int i = 0; i < count && way != SUB_SUM_NOT; i++) {
        const SubFigure *f = &figures[i];
        none += f->na;
        if (f->na)
            continue;
        if (f->value.len == 0) {
            result.missing++;
            continue;
        }
        if (!dec_parse(f->value, &value, err))
            return false;
        given++;
        if (way == SUB_SUM_ADD) {
            if (!dec_add(sum, value, &sum, err))
                return false;
        } else if (f->weight.len == 0) {
            result.no_weights++;
        } else if (!add_weighed(f, value, &sum, &weights, err)) {
            return false;
        }
    }
    result.na = count > 0 && none == count;
    if (given && way == SUB_SUM_ADD)
        result.value = dec_str(arena, sum);
    if (given && way == SUB_SUM_WEIGH && result.no_weights == 0 && weights.coef > 0) {
        if (!dec_div(sum, weights, decimals, &value, err))
            return false;
        result.value = dec_str(arena, value);
    }
    *ret_sum = result;
    return true;
}
