/* The keys of a leaf that its rule reads, in the canonical tree. */
#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_canon_parts.h"
#include "app/scheme/scheme_parts.h"

static void put_bound(Arena *arena, Tree *map, Str key, Dec bound, int64_t none)
{
    if (dec_cmp(bound, dec_from_i64(none)) == 0)
        canon_text(arena, map, key, S("none"));
    else
        canon_dec(arena, map, key, bound);
}

static void put_bounds(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    Dec floor, cap;
    scheme_usual_bounds(leaf->rule, &floor, &cap);
    if (dec_cmp(leaf->floor, floor) != 0)
        put_bound(arena, map, S("floor"), leaf->floor, -SCHEME_UNBOUND);
    if (dec_cmp(leaf->cap, cap) != 0)
        put_bound(arena, map, S("cap"), leaf->cap, SCHEME_UNBOUND);
}

static void put_goal(Arena *arena, Tree *map, const Scheme *s, const SchemeNode *leaf)
{
    canon_word(arena, map, S("against"), against_words, (int)leaf->against, AGAINST_ANNUAL);
    if (leaf->plan != PLAN_TABLE)
        canon_text(arena, map, S("plan"),
                   leaf->plan == PLAN_STRAIGHT ? S("straight") : s->plans[leaf->plan].name);
    if (leaf->has_target)
        canon_dec(arena, map, S("target"), leaf->target);
}

static void put_step(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    Str step = dec_plain(arena, leaf->step);
    if (leaf->rule == RULE_RANK_POINTS) {
        canon_word(arena, map, S("of"), rank_of_words, (int)leaf->of, RANK_OF_VALUE);
        canon_text(arena, map, S("step"),
                   leaf->step_is_percent ? arena_fmt(arena, "%.*s%%", STR_ARG(step)) : step);
    } else if (leaf->has_step) {
        canon_text(arena, map, S("step"),
                   arena_fmt(arena, "%.*s%%:%.*s", STR_ARG(step),
                             STR_ARG(dec_plain(arena, leaf->step_points))));
        if (leaf->step_linear)
            canon_yes(arena, map, S("linear"), true);
    }
}

static void put_bands(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    canon_word(arena, map, S("of"), band_of_words, (int)leaf->band_of, BAND_OF_VALUE);
    Tree *list = canon_node(arena, map, TREE_LIST, S("bands"));
    for (int i = 0; i < leaf->nbands; i++) {
        const Band *band = &leaf->bands[i];
        Tree *item = canon_node(arena, list, TREE_MAP, S(""));
        Str points = dec_plain(arena, band->points);
        canon_dec(arena, item, band->open ? S("above") : S("from"), band->at);
        canon_text(arena, item, S("points"),
                   leaf->bands_percent ? arena_fmt(arena, "%.*s%%", STR_ARG(points)) : points);
    }
    if (leaf->bands_linear)
        canon_yes(arena, map, S("linear"), true);
}

static void put_unusual(Arena *arena, Tree *map, Str key, Dec value, int64_t usual)
{
    if (dec_cmp(value, dec_from_i64(usual)) != 0)
        canon_dec(arena, map, key, value);
}

static void put_range(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    Dec high = leaf->base;
    dec_add(leaf->base, leaf->gain, &high, NULL);
    if (leaf->base.coef == 0 && dec_cmp(high, dec_from_i64(100)) == 0)
        return;
    Tree *range = canon_node(arena, map, TREE_LIST, S("range"));
    canon_dec(arena, range, S(""), leaf->base);
    canon_dec(arena, range, S(""), high);
}

static void put_efficacy(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    if (leaf->has_good) {
        canon_dec(arena, map, S("bad"), leaf->bad);
        canon_dec(arena, map, S("good"), leaf->good);
    }
    put_unusual(arena, map, S("base"), leaf->base, 60);
    put_unusual(arena, map, S("gain"), leaf->gain, 40);
}

static void put_growth(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    canon_int(arena, map, S("ago"), leaf->ago);
    canon_word(arena, map, S("as"), growth_words, (int)leaf->growth, GROWTH_RATE);
    canon_dec(arena, map, S("base"), leaf->base);
}

static void put_judge(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    put_unusual(arena, map, S("out_of"), leaf->out_of, 100);
    if (leaf->nvoters == 0)
        return;
    Tree *list = canon_node(arena, map, TREE_LIST, S("voters"));
    for (int i = 0; i < leaf->nvoters; i++) {
        Tree *item = canon_node(arena, list, TREE_MAP, S(""));
        canon_text(arena, item, S("indicator"), leaf->voters[i].indicator);
        put_unusual(arena, item, S("weight"), leaf->voters[i].weight, 1);
    }
    if (leaf->trim)
        canon_int(arena, map, S("trim"), leaf->trim);
}

static void put_direction(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    if (leaf->direction == DIR_MIDDLE)
        canon_dec(arena, map, S("middle"), leaf->middle);
    if (leaf->direction == DIR_INTERVAL || leaf->rule == RULE_GOALPOSTS) {
        canon_dec(arena, map, S("low"), leaf->low);
        canon_dec(arena, map, S("high"), leaf->high);
    }
}

static void put_own(Arena *arena, Tree *map, const SchemeNode *leaf)
{
    switch (leaf->rule) {
    case RULE_COMPLETION:
    case RULE_RANK_POINTS:
        put_step(arena, map, leaf);
        break;
    case RULE_BAND:
        put_bands(arena, map, leaf);
        break;
    case RULE_EFFICACY:
        put_efficacy(arena, map, leaf);
        break;
    case RULE_MIN_MAX:
    case RULE_GOALPOSTS:
        put_range(arena, map, leaf);
        break;
    case RULE_Z_SCORE:
        put_unusual(arena, map, S("mean"), leaf->base, 50);
        put_unusual(arena, map, S("sd"), leaf->gain, 10);
        break;
    case RULE_DISTANCE:
        canon_word(arena, map, S("to"), distance_words, (int)leaf->distance_to, DISTANCE_TO_BEST);
        break;
    case RULE_GROWTH:
        put_growth(arena, map, leaf);
        break;
    case RULE_JUDGE:
        put_judge(arena, map, leaf);
        break;
    case RULE_FORMULA:
        canon_text(arena, map, S("formula"), leaf->formula);
        break;
    default:
        break;
    }
}

void canon_rule(Arena *arena, Tree *map, const Scheme *s, const SchemeNode *leaf)
{
    put_direction(arena, map, leaf);
    put_own(arena, map, leaf);
    put_goal(arena, map, s, leaf);
    canon_word(arena, map, S("scope"), data_scope_words, (int)leaf->scope, OVER_GROUP);
    if (leaf->per_point.coef)
        canon_dec(arena, map, S("per_point"), leaf->per_point);
    if (leaf->over_per_point.coef)
        canon_dec(arena, map, S("over_per_point"), leaf->over_per_point);
    if (leaf->has_per_event)
        canon_dec(arena, map, S("per_event"), leaf->per_event);
    if (leaf->clamp)
        canon_yes(arena, map, S("clamp"), true);
    put_bounds(arena, map, leaf);
}
