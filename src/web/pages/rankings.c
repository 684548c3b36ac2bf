#include "web/pages.h"
#include "web/ranks.h"

typedef struct RankedUnit {
    const StandingUnit *of;
    Str href;
} RankedUnit;

typedef struct RankedGroup {
    const Standing *of;
    Str href;
    LIST_OF(RankedUnit) units;
} RankedGroup;

typedef struct RankingsView {
    LIST_OF(RankedGroup) groups;
    bool by_rank;
} RankingsView;
#include "web/templates/rankings.html.h"

static bool rankings_json(Ctx *c, const Standings *standings, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("rankings"));
    json_array(&json);
    for (int i = 0; i < standings->count; i++)
        standing_json(&standings->items[i], &json);
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static void fill_group(Ctx *c, const Standing *standing, RankedGroup *group)
{
    *group = (RankedGroup){.of = standing,
                           .href = link_to(c, "/rankings/{period}/{group}",
                                           {"period", standing->period->code},
                                           {"group", standing->group->code})};
    for (int i = 0; i < standing->units.count; i++) {
        const StandingUnit *unit = &standing->units.items[i];
        *arena_push(c->arena, &group->units) = (RankedUnit){unit, unit_link(c, standing, unit)};
    }
}

/* The newest published ranking of each group that the reader may see. */
bool rankings_page(Ctx *c, Err *err)
{
    Standings standings = {0};
    RankingsView v = {.by_rank = ctx_i64(c, "order", 0) == 0};
    if (!standings_latest(&c->app, &standings, err))
        return false;
    for (int i = 0; i < standings.count; i++)
        standing_sort(&standings.items[i], v.by_rank ? STANDING_BY_RANK : STANDING_OFFICIAL, false);
    if (c->json)
        return rankings_json(c, &standings, err);
    for (int i = 0; i < standings.count; i++)
        fill_group(c, &standings.items[i], arena_push(c->arena, &v.groups));
    rankings_html(page_begin(c, msg(c->lang, MSG_RANKINGS_TITLE), NAV_RANKING), c, &v);
    return page_end(c, err);
}
