#include "app/report/report_offers.h"

#include "app/campaign_index.h"
#include "app/restricted.h"
#include "store/month.h"

typedef struct Known { /* of one indicator, newest of each */
    const UnitRecord *confirmed, *other;
} Known;

static bool has_value(const UnitRecord *v)
{
    return v && !v->na && v->value.len > 0;
}

/* Who said it and in which version: "市发展和改革委员会 2021-10 v1". */
static Str source_of(App *app, Str period, const UnitRecord *v)
{
    return arena_fmt(app->arena, "%.*s %.*s v%d",
                     STR_ARG(index_party_name(app_index(app), v->party)), STR_ARG(period),
                     v->version);
}

static void offer(App *app, Str period, const UnitRecord *v, ReportOfferList *offers)
{
    if (has_value(v))
        *arena_push(app->arena, offers) =
            (ReportOffer){.indicator = v->indicator,
                          .figure = v->value,
                          .source = source_of(app, period, v),
                          .party = index_party_name(app_index(app), v->party),
                          .version = v->version,
                          .confirmed = str_eq(v->object, S("confirmed")),
                          .submission = v->submission};
}

bool report_offers(App *app, const CampaignPeriod *period, const Unit *unit,
                   ReportOfferList *ret_offers, Err *err)
{
    const CampaignIndex *x = app_index(app);
    UnitRecordList values = {0};
    ReportOfferList offers = {0};
    if (!unit_records(app->db, app->arena, app->def.code, period->code, unit->code, &values, err))
        return false;
    Known *known = arena_new(app->arena, Known, app->def.indicators.count + 1);
    for (int i = 0; i < values.count; i++) {
        const UnitRecord *v = &values.items[i];
        int at = map_get(&x->indicators, v->indicator);
        if (at < 0)
            continue;
        if (str_eq(v->kind, S("report")) && str_eq(v->party, unit->code))
            continue; /* its own figures stand in its form already; a returned one is the last to offer */
        *(str_eq(v->object, S("confirmed")) ? &known[at].confirmed : &known[at].other) = v;
    }
    for (int i = 0; i < app->def.indicators.count;
         i++) { /* what others said of a restricted one stays with them */
        bool closed = x->restricted_indicators[i] && !restricted_may(app, unit->code);
        if (!closed) {
            offer(app, period->code, known[i].confirmed, &offers);
            offer(app, period->code, known[i].other, &offers);
        }
    }
    *ret_offers = offers;
    return true;
}
