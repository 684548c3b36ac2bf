#include "core/pace.h"

bool pace_completion(Dec actual, Dec target, int decimals, Dec *ret_percent, Err *err)
{
    Dec hundredfold;
    return dec_mul(actual, dec_from_i64(100), &hundredfold, err) &&
           dec_div(hundredfold, target, decimals, ret_percent, err);
}

bool pace_scheduled(Dec target, Dec plan_percent, int decimals, Dec *ret_value, Err *err)
{
    Dec product;
    return dec_mul(target, plan_percent, &product, err) &&
           dec_div(product, dec_from_i64(100), decimals, ret_value, err);
}

/* (100 actual - plan target) / target: one division, so the only rounding is the one shown. */
bool pace_gap(Dec actual, Dec target, Dec plan_percent, int decimals, Dec *ret_points, Err *err)
{
    Dec hundredfold, scheduled, behind;
    return dec_mul(actual, dec_from_i64(100), &hundredfold, err) &&
           dec_mul(target, plan_percent, &scheduled, err) &&
           dec_sub(hundredfold, scheduled, &behind, err) &&
           dec_div(behind, target, decimals, ret_points, err);
}
