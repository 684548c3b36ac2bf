#include "web/pages.h"
#include "web/pieces.h"

/* What to do when something classified has got in: the steps are words of the message table alone. */
static const Msg steps[] = {MSG_SPILL_STEP_STOP, MSG_SPILL_STEP_TELL, MSG_SPILL_STEP_KEEP,
                            MSG_SPILL_STEP_ASK, MSG_SPILL_STEP_BACKUPS};
enum { STEPS = sizeof steps / sizeof steps[0] };

typedef struct SpillView {
    LIST_OF(Str) steps;
    bool may_ask;
} SpillView;
#include "web/templates/spill.html.h"

bool spill_page(Ctx *c, Err *err)
{
    SpillView v = {.may_ask = ctx_may(c, ACT_PURGE_ASK)};
    for (int i = 0; i < STEPS; i++)
        *arena_push(c->arena, &v.steps) = msg(c->lang, steps[i]);
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        json_key(&json, S("steps"));
        json_array(&json);
        for (int i = 0; i < STEPS; i++)
            json_str(&json, v.steps.items[i]);
        json_array_end(&json);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    spill_html(page_begin(c, msg(c->lang, MSG_SPILL_TITLE), NAV_NONE), c, &v);
    return page_end(c, err);
}
