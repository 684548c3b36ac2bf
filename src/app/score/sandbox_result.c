#include "app/score/sandbox_parts.h"
#include "base/limits.h"

#include <stdlib.h>

/* --- what differs between two schemes */

static void weight_json(Json *json, Arena *arena, const SchemeNode *node, const Dec *before,
                        const Dec *after)
{
    json_object(json);
    json_kstr(json, S("node"), node->code);
    json_kstr(json, S("name"), node->name);
    if (before)
        json_kstr(json, S("before"), dec_str(arena, *before));
    if (after)
        json_kstr(json, S("after"), dec_str(arena, *after));
    json_object_end(json);
}

/* Nodes of `of` that `in` has not, or that have another weight there. */
static void nodes_json(Arena *arena, Json *json, const Scheme *base, const Scheme *tried,
                       NodeWeights *ret_same)
{
    for (int i = 1; i < tried->nnodes; i++) {
        const SchemeNode *now = &tried->nodes[i];
        int at = scheme_find(base, now->code);
        const SchemeNode *was = at > 0 ? &base->nodes[at] : NULL;
        if (was && dec_cmp(was->weight, now->weight) == 0)
            continue;
        weight_json(json, arena, now, was ? &was->weight : NULL, &now->weight);
        if (was)
            *arena_push(arena, ret_same) = (NodeWeight){now->code, dec_str(arena, now->weight)};
    }
    for (int i = 1; i < base->nnodes; i++)
        if (scheme_find(tried, base->nodes[i].code) < 0)
            weight_json(json, arena, &base->nodes[i], &base->nodes[i].weight, NULL);
}

Str sandbox_changes(Arena *arena, const Scheme *base, Str base_text, const Scheme *tried,
                    Str tried_text)
{
    Out out = out_new(arena, SIZE_MAX / 4);
    Json json = json_new(&out, false);
    NodeWeights weights = {0};
    Str text = base_text;
    Err err = {0};
    json_object(&json);
    json_key(&json, S("weights"));
    json_array(&json);
    nodes_json(arena, &json, base, tried, &weights);
    json_array_end(&json);
    bool same = scheme_reweigh(arena, base_text, &weights, &text, &err) && str_eq(text, tried_text);
    json_kbool(&json, S("other"), !same);
    json_object_end(&json);
    return out_str(&out);
}

/* --- what moved */

typedef struct Move {
    int period;
    Str unit; /* label */
    const Consequence *is;
} Move;

typedef struct Totals {
    int ranks, bottom, streaks, appear, vanish;
} Totals;

typedef LIST_OF(Move) Moves;

static int by_label(const void *a, const void *b)
{
    const Move *x = a, *y = b;
    int order = (x->period > y->period) - (x->period < y->period);
    if (order == 0)
        order = str_cmp(x->unit, y->unit);
    return order ? order : str_cmp(x->is->kind, y->is->kind);
}

static void count(Totals *totals, Str kind)
{
    totals->ranks += str_eq(kind, S("rank"));
    totals->bottom += str_eq(kind, S("bottom"));
    totals->streaks += str_eq(kind, S("streak"));
    totals->appear += str_eq(kind, S("talk_appears"));
    totals->vanish += str_eq(kind, S("talk_vanishes"));
}

static void totals_json(Json *json, const Totals *totals)
{
    json_ki64(json, S("ranks"), totals->ranks);
    json_ki64(json, S("bottom"), totals->bottom);
    json_ki64(json, S("streaks"), totals->streaks);
    json_ki64(json, S("talks_appear"), totals->appear);
    json_ki64(json, S("talks_vanish"), totals->vanish);
}

/* In order of label: the official order does not come through. */
static Moves masked_moves(App *app, const Replay *replay, const Mask *mask)
{
    Moves moves = {0};
    for (int i = 0; i < replay->changes.count; i++) {
        const Consequence *c = &replay->changes.items[i];
        Str label = mask_of(app, mask, c->unit);
        if (label.len == 0 || str_eq(c->kind, S("score")))
            continue;
        *arena_push(app->arena, &moves) = (Move){app_period_index(app, c->period), label, c};
    }
    if (moves.count)
        qsort(moves.items, (size_t)moves.count, sizeof(Move), by_label);
    return moves;
}

static void periods_json(App *app, Json *json, const Moves *moves)
{
    json_key(json, S("periods"));
    json_array(json);
    for (int i = 0; i < moves->count;) {
        int period = moves->items[i].period;
        Totals totals = {0};
        for (; i < moves->count && moves->items[i].period == period; i++)
            count(&totals, moves->items[i].is->kind);
        json_object(json);
        json_kstr(json, S("period"), app->def.periods.items[period].code);
        totals_json(json, &totals);
        json_object_end(json);
    }
    json_array_end(json);
}

static void moves_json(Json *json, const Moves *moves)
{
    json_key(json, S("moves"));
    json_array(json);
    for (int i = 0; i < moves->count; i++) {
        const Move *m = &moves->items[i];
        json_object(json);
        json_kstr(json, S("period"), m->is->period);
        json_kstr(json, S("unit"), m->unit);
        json_kstr(json, S("kind"), m->is->kind);
        json_kstr(json, S("before"), m->is->before);
        json_kstr(json, S("after"), m->is->after);
        json_object_end(json);
    }
    json_array_end(json);
}

typedef struct Place {
    Str unit; /* label */
    const ReplayRank *is;
} Place;
typedef LIST_OF(Place) Places;

static int by_place(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    int order = (x->is->period > y->is->period) - (x->is->period < y->is->period);
    return order ? order : str_cmp(x->unit, y->unit);
}

/* Where all stood and would stand, and how many talks the ladder proposes of either. */
static void ranks_json(App *app, const Replay *replay, const Mask *mask, Json *json)
{
    Places places = {0};
    int before = 0, after = 0;
    for (int i = 0; i < replay->ranks.count; i++) {
        const ReplayRank *r = &replay->ranks.items[i];
        Str label = mask_of(app, mask, r->unit);
        if (!label.len)
            continue;
        *arena_push(app->arena, &places) = (Place){label, r};
        before += r->due_before;
        after += r->due_after;
    }
    if (places.count)
        qsort(places.items, (size_t)places.count, sizeof(Place), by_place);
    json_ki64(json, S("talks_before"), before);
    json_ki64(json, S("talks_after"), after);
    json_key(json, S("ranks"));
    json_array(json);
    for (int i = 0; i < places.count; i++) {
        const ReplayRank *r = places.items[i].is;
        json_object(json);
        json_kstr(json, S("period"), app->def.periods.items[r->period].code);
        json_kstr(json, S("unit"), places.items[i].unit);
        json_ki64(json, S("before"), r->before);
        json_ki64(json, S("after"), r->after);
        json_kbool(json, S("talk_before"), r->due_before);
        json_kbool(json, S("talk_after"), r->due_after);
        json_object_end(json);
    }
    json_array_end(json);
}

bool sandbox_result(App *app, const Replay *replay, const Mask *mask, SandboxRow *row, Err *err)
{
    Moves moves = masked_moves(app, replay, mask);
    Totals totals = {0};
    Out out = out_new(app->arena, LIMIT_SANDBOX_RESULT_BYTES);
    Json json = json_new(&out, false);
    for (int i = 0; i < moves.count; i++)
        count(&totals, moves.items[i].is->kind);
    json_object(&json);
    json_ki64(&json, S("units"), mask->count);
    json_ki64(&json, S("withheld"), mask->withheld);
    json_key(&json, S("totals"));
    json_object(&json);
    totals_json(&json, &totals);
    json_object_end(&json);
    periods_json(app, &json, &moves);
    moves_json(&json, &moves);
    ranks_json(app, replay, mask, &json);
    json_object_end(&json);
    if (!out_ok(&out))
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_SANDBOX_RESULT_BYTES")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_SANDBOX_RESULT_BYTES)},
                       {"found", arena_fmt(app->arena, "%d", moves.count)});
    row->result = out_str(&out);
    row->result_digest = app->digest(app->arena, row->result);
    row->moved = totals.ranks;
    row->bottom = totals.bottom;
    row->talks = totals.appear + totals.vanish;
    return true;
}
