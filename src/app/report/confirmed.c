#include "app/report/confirmed.h"

#include "store/month.h"
#include "sys/json_in.h"

typedef struct Taking {
    Arena *arena;
    HeldValues *values;
    Str *last_report; /* [unit index] submission */
} Taking;

static Str kept(Arena *arena, Str text)
{
    return text.len ? arena_str(arena, text) : S("");
}

static void take(void *ctx, const PeriodValue *v)
{
    Taking *t = ctx;
    HeldValues *h = t->values;
    int n = h->def->indicators.count;
    int u = map_get(&h->units, v->unit), i = map_get(&h->indicators, v->indicator);
    if (u < 0 || i < 0)
        return;
    if (str_eq(v->kind, S("report")) && !str_eq(t->last_report[u], v->submission)) {
        for (int k = 0; k < n; k++)
            h->reported[u * n + k] = (HeldValue){0};
        t->last_report[u] = kept(t->arena, v->submission);
        h->has_report[u] = true;
    }
    HeldValue *to = &(str_eq(v->object, S("reported")) ? h->reported : h->confirmed)[u * n + i];
    *to = (HeldValue){.given = v->na || v->value.len || v->state.len,
                      .value = kept(t->arena, v->value),
                      .na = v->na,
                      .state = kept(t->arena, v->state),
                      .submission = kept(t->arena, v->submission),
                      .corrected = str_eq(v->kind, S("correction"))};
}

bool confirmed_of(App *app, const CampaignPeriod *period, HeldValues *ret_values, Err *err)
{
    Arena *a = app->arena;
    const CampaignDef *def = &app->def;
    size_t cells = (size_t)def->units.count * (size_t)def->indicators.count;
    HeldValues h = {.def = def,
                    .reported = arena_new(a, HeldValue, cells),
                    .confirmed = arena_new(a, HeldValue, cells),
                    .has_report = arena_new(a, bool, def->units.count)};
    Taking taking = {a, &h, arena_new(a, Str, def->units.count)};
    for (int i = 0; i < def->units.count; i++)
        map_put(a, &h.units, def->units.items[i].code, i);
    for (int i = 0; i < def->indicators.count; i++)
        map_put(a, &h.indicators, def->indicators.items[i].code, i);
    if (!period_values_each(app->db, def->code, period->code, INT64_MAX, take, &taking, err))
        return false;
    *ret_values = h;
    return true;
}

static const HeldValue *held(const HeldValues *h, const HeldValue *values, Str unit, Str indicator)
{
    int u = map_get(&h->units, unit), i = map_get(&h->indicators, indicator);
    return u < 0 || i < 0 ? NULL : &values[u * h->def->indicators.count + i];
}

const HeldValue *held_confirmed(const HeldValues *h, Str unit, Str indicator)
{
    return held(h, h->confirmed, unit, indicator);
}

const HeldValue *held_reported(const HeldValues *h, Str unit, Str indicator)
{
    return held(h, h->reported, unit, indicator);
}

bool held_equal(const HeldValue *a, const HeldValue *b)
{
    Dec x, y;
    if (a->given != b->given || a->na != b->na || !str_eq(a->state, b->state))
        return false;
    if (a->value.len == 0 || b->value.len == 0)
        return a->value.len == b->value.len;
    return dec_parse(a->value, &x, NULL) && dec_parse(b->value, &y, NULL) && dec_cmp(x, y) == 0;
}

static Str member(const Tree *map, Str key)
{
    const Tree *t = tree_get(map, key);
    return t ? t->text : S("");
}

HeldRelease held_release(Arena *arena, Str submission_head)
{
    Tree *head = NULL;
    Err ignored = {0};
    if (!json_parse(arena, submission_head, &head, &ignored))
        return (HeldRelease){S(""), S(""), S("")};
    return (HeldRelease){member(head, S("release_body")), member(head, S("release_document")),
                         member(head, S("release_on"))};
}

Str release_text(Arena *arena, Lang lang, const HeldRelease *release)
{
    if (release->body.len == 0 && release->document.len == 0)
        return S("");
    return msg_str(arena, lang, MSG_RELEASE_TEXT, {"body", release->body},
                   {"document", release->document}, {"on", release->on});
}

Str basis_text(Lang lang, Str basis)
{
    if (str_eq(basis, S("statistics")))
        return msg(lang, MSG_BASIS_STATISTICS);
    return msg(lang, str_eq(basis, S("department")) ? MSG_BASIS_DEPARTMENT : MSG_BASIS_WORK);
}
