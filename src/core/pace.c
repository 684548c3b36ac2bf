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

Share share_of_percent(Dec percent)
{
    return (Share){percent, dec_from_i64(100)};
}

bool pace_share(Share share, int decimals, Dec *ret_percent, Err *err)
{
    Dec hundredfold;
    return dec_mul(share.part, dec_from_i64(100), &hundredfold, err) &&
           dec_div(hundredfold, share.whole, decimals, ret_percent, err);
}

bool pace_due(Dec target, Share share, int decimals, Dec *ret_value, Err *err)
{
    Dec product;
    return dec_mul(target, share.part, &product, err) &&
           dec_div(product, share.whole, decimals, ret_value, err);
}

/* 100 (actual whole - part target) / (target whole): one division again. */
bool pace_gap_of(Dec actual, Dec target, Share share, int decimals, Dec *ret_points, Err *err)
{
    Dec reached, scheduled, behind, hundredfold, below;
    return dec_mul(actual, share.whole, &reached, err) &&
           dec_mul(share.part, target, &scheduled, err) &&
           dec_sub(reached, scheduled, &behind, err) &&
           dec_mul(behind, dec_from_i64(100), &hundredfold, err) &&
           dec_mul(target, share.whole, &below, err) &&
           dec_div(hundredfold, below, decimals, ret_points, err);
}

bool yoy_has_value(YoyKind kind)
{
    return kind == YOY_PERCENT || kind == YOY_POINTS;
}

Str yoy_word(YoyKind kind)
{
    static const Str words[YOY_KINDS] = {
        [YOY_PERCENT] = SC("percent"),     [YOY_POINTS] = SC("points"),
        [YOY_FROM_ZERO] = SC("from_zero"), [YOY_WIDER] = SC("wider"),
        [YOY_NARROWER] = SC("narrower"),   [YOY_SAME] = SC("same"),
        [YOY_TURNED_UP] = SC("turned_up"), [YOY_TURNED_DOWN] = SC("turned_down"),
    };
    return words[kind];
}

static YoyKind kind_of(Dec now, Dec before, int order, bool is_percent)
{
    if (is_percent)
        return YOY_POINTS;
    if (before.coef == 0)
        return YOY_FROM_ZERO;
    if (before.coef > 0)
        return now.coef < 0 ? YOY_TURNED_DOWN : YOY_PERCENT;
    if (now.coef >= 0)
        return YOY_TURNED_UP;
    return order == 0 ? YOY_SAME : order > 0 ? YOY_NARROWER : YOY_WIDER;
}

bool pace_yoy(Dec now, Dec before, bool is_percent, bool lower_is_better, int decimals,
              Yoy *ret_growth, Err *err)
{
    int order = dec_cmp(now, before);
    int up = order > 0 ? 1 : order < 0 ? -1 : 0;
    Yoy g = {.kind = kind_of(now, before, order, is_percent), .better = lower_is_better ? -up : up};
    Dec change, hundredfold;
    if (!dec_sub(now, before, &change, err))
        return false;
    if (g.kind == YOY_POINTS && !dec_round(change, decimals, &g.value, err))
        return false;
    if (g.kind == YOY_PERCENT && (!dec_mul(change, dec_from_i64(100), &hundredfold, err) ||
                                  !dec_div(hundredfold, before, decimals, &g.value, err)))
        return false;
    *ret_growth = g;
    return true;
}
