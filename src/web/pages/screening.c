/* Findings of the screening of a period: JSON under whatever path; a page of reviewers will show them. */
#include "app/score/screening.h"
#include "web/pages.h"

bool screening_answer(Ctx *c, Err *err)
{
    ScreeningReport report;
    Faults faults = {.arena = c->arena};
    if (!screening_run(&c->app, ctx_text(c, "period"), ctx_text(c, "unit"), S(""), &report, &faults,
                       err)) {
        if (!err->code && faults.count)
            *err = faults.items[0];
        return false;
    }
    Json json = json_begin(c);
    screening_json(c->arena, c->lang, &report, &json);
    return json_end(c, &json, err);
}
