#include "app/scheme/scheme_named.h"

#include "app/campaign_index.h"

static Str body_of(App *app, Str code)
{
    int at = map_get(&app_index(app)->bodies, code);
    return at < 0 ? code : app->def.bodies.items[at].name;
}

static StrList units_of(App *app, const StrList *codes)
{
    StrList names = {0};
    for (int i = 0; i < codes->count; i++) {
        int at = map_get(&app_index(app)->units, codes->items[i]);
        *arena_push(app->arena, &names) = at < 0 ? codes->items[i] : app->def.units.items[at].name;
    }
    return names;
}

Scheme scheme_named(App *app, const Scheme *scheme)
{
    Scheme named = *scheme;
    named.nodes = arena_new(app->arena, SchemeNode, scheme->nnodes);
    for (int i = 0; i < scheme->nnodes; i++) {
        SchemeNode *n = &named.nodes[i];
        *n = scheme->nodes[i];
        n->assessor = body_of(app, n->assessor);
        n->applies_to = units_of(app, &n->applies_to);
        n->except = units_of(app, &n->except);
    }
    return named;
}
