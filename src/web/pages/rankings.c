#include "app/unit_view.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct UnitItem {
    Str name, href, score;
    int rank;
    bool has_result, bottom;
} UnitItem;

typedef struct UnitGroup {
    Str name, period, href; /* href: the table of that period; empty = none */
    LIST_OF(UnitItem) units;
} UnitGroup;

typedef struct RankingsView {
    LIST_OF(UnitGroup) groups;
    bool by_rank;
} RankingsView;
#include "web/templates/rankings.html.h"

static bool rankings_json(Ctx *c, const UnitLines *lines, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("units"));
    json_array(&json);
    for (int i = 0; i < lines->count; i++) {
        const UnitLine *l = &lines->items[i];
        json_object(&json);
        json_kstr(&json, S("unit"), l->unit->code);
        json_kstr(&json, S("name"), l->unit->name);
        json_kstr(&json, S("group"), l->unit->group);
        json_kstr(&json, S("period"), l->period);
        json_kstr(&json, S("score"), l->result.score_shown);
        json_ki64(&json, S("rank"), l->result.rank);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static UnitGroup *group_of(Ctx *c, RankingsView *v, Str name)
{
    for (int i = 0; i < v->groups.count; i++)
        if (str_eq(v->groups.items[i].name, name))
            return &v->groups.items[i];
    UnitGroup *group = arena_push(c->arena, &v->groups);
    group->name = name;
    return group;
}

/* By rank, units without one last; equal ranks in official order. */
static void sort_by_rank(UnitGroup *group)
{
    for (int i = 1; i < group->units.count; i++)
        for (int k = i; k > 0; k--) {
            UnitItem *above = &group->units.items[k - 1], *below = &group->units.items[k];
            bool wrong = below->rank > 0 && (above->rank == 0 || below->rank < above->rank);
            if (!wrong)
                break;
            UnitItem kept = *above;
            *above = *below;
            *below = kept;
        }
}

bool rankings_page(Ctx *c, Err *err)
{
    UnitLines lines = {0};
    RankingsView v = {0};
    if (!unit_lines(&c->app, &lines, err))
        return false;
    if (c->json)
        return rankings_json(c, &lines, err);
    for (int i = 0; i < lines.count; i++) {
        const UnitLine *l = &lines.items[i];
        UnitGroup *group = group_of(c, &v, group_name(&c->app, l->unit->group));
        if (l->has_result) {
            group->period = period_name(&c->app, l->period);
            group->href = link_to(c, "/rankings/{period}/{group}", {"period", l->period},
                                  {"group", l->unit->group});
        }
        *arena_push(c->arena, &group->units) =
            (UnitItem){.name = l->unit->name,
                       .href = link_to(c, "/units/{unit}", {"unit", l->unit->code}),
                       .score = l->result.score_shown,
                       .rank = l->result.rank,
                       .has_result = l->has_result,
                       .bottom = l->result.in_bottom};
    }
    v.by_rank = ctx_i64(c, "order", 0) == 0;
    for (int i = 0; v.by_rank && i < v.groups.count; i++)
        sort_by_rank(&v.groups.items[i]);
    rankings_html(page_begin(c, msg(c->lang, MSG_RANKINGS_TITLE), NAV_RANKING), c, &v);
    return page_end(c, err);
}
