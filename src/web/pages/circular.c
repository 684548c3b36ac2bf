/* The list of circulars. */
#include "app/paper/circular_desk.h"
#include "web/pages.h"

/* ---- the list ---- */

typedef struct CircularItem {
    Str period, href, number, issued_on, received, state;
    bool issued, later;
} CircularItem;

typedef struct CircularsView {
    LIST_OF(CircularItem) items;
} CircularsView;
#include "web/templates/circulars.html.h"

static bool list_json(Ctx *c, const CircularEntries *entries, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("circulars"));
    json_array(&json);
    for (int i = 0; i < entries->count; i++) {
        const CircularEntry *e = &entries->items[i];
        json_object(&json);
        json_kstr(&json, S("period"), e->period->code);
        json_kstr(&json, S("state"), circular_entry_state(e));
        json_kstr(&json, S("number"), e->row.number);
        json_kstr(&json, S("issuer"), e->row.issuer);
        json_kstr(&json, S("issued_on"), e->row.issued_on);
        json_kstr(&json, S("digest"), e->row.digest);
        json_ki64(&json, S("received"), e->received);
        json_ki64(&json, S("addressed"), e->addressed);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool circulars_page(Ctx *c, Err *err)
{
    CircularEntries entries = {0};
    CircularsView v = {0};
    if (!circular_entries(&c->app, &entries, err))
        return false;
    if (c->json)
        return list_json(c, &entries, err);
    for (int i = 0; i < entries.count; i++) {
        const CircularEntry *e = &entries.items[i];
        *arena_push(c->arena, &v.items) = (CircularItem){
            .period = e->period->name,
            .href = link_to(c, "/circulars/{period}", {"period", e->period->code}),
            .number = e->row.number,
            .issued_on = e->row.issued_on,
            .received =
                e->addressed ? arena_fmt(c->arena, "%d/%d", e->received, e->addressed) : S(""),
            .state = e->withdrawn ? msg(c->lang, MSG_CIRCULAR_N_WITHDRAWN)
                     : e->issued  ? msg(c->lang, MSG_CIRCULARS_ISSUED)
                                  : msg(c->lang, MSG_CIRCULARS_DRAFT),
            .issued = e->issued,
            .later = e->withdrawn || e->corrected};
    }
    circulars_html(page_begin(c, msg(c->lang, MSG_CIRCULARS_TITLE), NAV_CIRCULAR), c, &v);
    return page_end(c, err);
}
