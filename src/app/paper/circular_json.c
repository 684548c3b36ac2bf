/* The desk of a circular as JSON. */
#include "app/paper/circular_desk.h"

static void figures(const Figures *figures, Json *json)
{
    json_key(json, S("figures"));
    json_array(json);
    for (int i = 0; i < figures->list.count; i++) {
        const Figure *f = &figures->list.items[i];
        json_object(json);
        json_kstr(json, S("place"), f->place);
        json_kstr(json, S("text"), f->text);
        json_kstr(json, S("kind"), f->kind);
        json_kstr(json, S("period"), f->period);
        json_kstr(json, S("group"), f->group);
        json_kstr(json, S("unit"), f->unit);
        json_kstr(json, S("node"), f->node);
        json_ki64(json, S("run"), f->run);
        json_object_end(json);
    }
    json_array_end(json);
}

static void signs(const CircularDesk *d, Json *json)
{
    json_key(json, S("signs"));
    json_array(json);
    for (int i = 0; i < d->signs.count; i++) {
        const CircularHolds *h = &d->signs.items[i];
        json_object(json);
        json_kstr(json, S("step"), h->sign.step);
        json_ki64(json, S("revision"), h->sign.revision);
        json_kstr(json, S("on"), h->sign.on_date);
        json_kstr(json, S("by"), h->sign.by);
        json_kstr(json, S("behalf"), h->sign.behalf);
        json_kstr(json, S("opinion"), h->sign.opinion);
        json_kstr(json, S("digest"), h->sign.digest);
        json_kbool(json, S("holds"), h->holds);
        json_object_end(json);
    }
    json_array_end(json);
}

static void draft(App *app, Lang lang, const CircularDesk *d, Json *json)
{
    static const Str kinds[] = {SC("unknown"), SC("typed")};
    json_ki64(json, S("revision"), d->head.revision);
    json_kstr(json, S("issuer"), d->head.issuer);
    json_kstr(json, S("mark"), d->head.mark);
    json_kstr(json, S("basis"), d->head.basis);
    json_kstr(json, S("reason"), d->head.reason);
    json_kstr(json, S("countersign"), d->head.countersign);
    json_kstr(json, S("text_digest"), d->digest);
    json_kstr(json, S("next"), circular_step_word(d->next));
    json_kstr(json, S("next_says"), circular_next_text(app, lang, d));
    json_kstr(json, S("number_offered"), d->number);
    json_ki64(json, S("corrected_since"), d->corrected);
    json_key(json, S("passages"));
    json_object(json);
    for (int i = 0; i < PASSAGES; i++)
        json_kstr(json, passage_word((CircularPassage)i), d->text.passages[i]);
    json_object_end(json);
    json_key(json, S("faults"));
    json_array(json);
    for (int i = 0; i < d->faults.count; i++) {
        const CircularFault *f = &d->faults.items[i];
        json_object(json);
        json_kstr(json, S("kind"), kinds[f->kind]);
        json_kstr(json, S("passage"), passage_word(f->passage));
        json_ki64(json, S("line"), f->line);
        json_kstr(json, S("found"), f->found);
        json_kstr(json, S("offer"), f->offer);
        json_object_end(json);
    }
    json_array_end(json);
    signs(d, json);
}

/* A unit reads its own receipt; who signs for the others is the office's. */
static void receipts(const App *app, const CircularDesk *d, Json *json)
{
    bool all = permit_scope(app->actor.role, ACT_CIRCULAR_RECEIVE) == SCOPE_ALL;
    json_kstr(json, S("receipt_due"), d->issue.receipt_due);
    json_ki64(json, S("addressed"), d->receipts.count);
    if (all)
        json_ki64(json, S("received"), d->received);
    json_key(json, S("receipts"));
    json_array(json);
    for (int i = 0; i < d->receipts.count; i++) {
        const CircularUnitReceipt *r = &d->receipts.items[i];
        if (!all && !(app->actor.unit.len && str_eq(r->seat, app->actor.unit)))
            continue;
        json_object(json);
        json_kstr(json, S("unit"), r->unit->code);
        json_kstr(json, S("name"), r->unit->name);
        json_kstr(json, S("on"), r->receipt.on_date);
        json_kstr(json, S("signer"), r->receipt.signer);
        json_kstr(json, S("sender"), r->receipt.sender);
        json_object_end(json);
    }
    json_array_end(json);
}

Str circular_state_word(const CircularDesk *d)
{
    return d->is_draft ? S("draft") : d->is_withdrawn ? S("withdrawn") : S("issued");
}

void circular_desk_json(App *app, Lang lang, const CircularDesk *d, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), d->period->code);
    json_kstr(json, S("state"), circular_state_word(d));
    json_kstr(json, S("number"), d->circular.paper.number);
    json_kstr(json, S("kind"), circular_kind_word(d->kind));
    json_ki64(json, S("version"), d->version);
    json_kstr(json, S("issued_on"), d->circular.row.issued_on);
    json_kstr(json, S("digest"), d->circular.row.digest);
    json_kstr(json, S("later"), d->later.number);
    json_kstr(json, S("about"), d->earlier.number);
    if (d->is_draft) {
        draft(app, lang, d, json);
    } else {
        json_kstr(json, S("basis"), d->issue.basis);
        json_kstr(json, S("reason"), d->issue.reason);
        receipts(app, d, json);
    }
    json_kstr(json, S("text"), d->circular.text);
    figures(&d->circular.figures, json);
    json_object_end(json);
}
