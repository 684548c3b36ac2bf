/* Trials of other schemes. JSON under whatever path: a trial is read by a program or in the command line. */
#include "app/score/sandbox.h"
#include "web/pages.h"

static bool one(Ctx *c, const SandboxRow *row, Err *err)
{
    Json json = json_begin(c);
    sandbox_json(&c->app, row, &json);
    return json_end(c, &json, err);
}

bool sandbox_list_answer(Ctx *c, Err *err)
{
    SandboxRows rows = {0};
    if (!sandbox_runs(&c->app, ctx_text(c, "before"), &rows, err))
        return false;
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("trials"));
    json_array(&json);
    for (int i = 0; i < rows.count; i++)
        sandbox_json(&c->app, &rows.items[i], &json);
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool sandbox_answer(Ctx *c, Err *err)
{
    SandboxRow row;
    return sandbox_read(&c->app, ctx_text(c, "id"), &row, err) && one(c, &row, err);
}

bool sandbox_run_do(Ctx *c, Err *err)
{
    SandboxRow row;
    SandboxAsk ask = {.group = ctx_text(c, "group"),
                      .from = ctx_text(c, "from"),
                      .to = ctx_text(c, "to"),
                      .scheme = ctx_text(c, "scheme")};
    return node_weights_parse(c->arena, ctx_text(c, "weights"), &ask.weights, err) &&
           sandbox_try(&c->app, &ask, NULL, &row, err) && one(c, &row, err);
}
