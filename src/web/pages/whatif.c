/* Other weights for a group in a period: JSON under whatever path, for a slider to follow. */
#include "app/score/whatif.h"
#include "web/pages.h"

bool whatif_do(Ctx *c, Err *err)
{
    AUTO_WHAT what = {0};
    WhatIfAsk ask = {.period = ctx_text(c, "period"),
                     .group = ctx_text(c, "group"),
                     .unit = ctx_text(c, "explain"),
                     .draws = ctx_i64(c, "draws", 0),
                     .seed = (uint64_t)ctx_i64(c, "seed", 1)};
    if (!node_weights_parse(c->arena, ctx_text(c, "weights"), &ask.weights, err) ||
        !whatif_try(&c->app, &ask, &what, err))
        return false;
    Json json = json_begin(c);
    whatif_json(&what, &json);
    return json_end(c, &json, err);
}
