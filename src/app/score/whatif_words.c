#include "app/score/whatif.h"

static int decimals_of(const WhatIf *w)
{
    return w->scheme->rank_rounds ? w->scheme->rank_round : SCORE_DECIMALS;
}

static void points(Arena *arena, Json *json, Str key, int64_t q, int decimals)
{
    json_kstr(json, key, score_text(arena, q, decimals));
}

static void margin(Arena *arena, Json *json, Str key, const int64_t *margins, int row, int decimals)
{
    if (margins && margins[row] >= 0)
        points(arena, json, key, margins[row], decimals);
}

static void row_json(Arena *arena, const WhatIf *w, int u, Json *json)
{
    const EngineResult *was = &w->base->result, *now = &w->now;
    int shown = decimals_of(w);
    json_object(json);
    json_kstr(json, S("unit"), w->base->labels[u]);
    if (was->flags[u] & UNIT_HAS_SCORE)
        points(arena, json, S("score_before"), was->rounded[u], shown);
    if (now->flags[u] & UNIT_HAS_SCORE)
        points(arena, json, S("score_after"), now->rounded[u], shown);
    json_ki64(json, S("rank_before"), was->rank[u]);
    json_ki64(json, S("rank_after"), now->rank[u]);
    json_kbool(json, S("bottom_before"), was->flags[u] & UNIT_IN_BOTTOM);
    json_kbool(json, S("bottom_after"), now->flags[u] & UNIT_IN_BOTTOM);
    margin(arena, json, S("to_next_above"), w->above, u, shown);
    margin(arena, json, S("to_next_below"), w->below, u, shown);
    json_object_end(json);
    arena_reset(arena); /* the page itself lies elsewhere */
}

static void weights_json(Arena *arena, const WhatIf *w, Json *json)
{
    json_key(json, S("weights"));
    json_array(json);
    for (int i = 0; i < w->ask->weights.count; i++) {
        int at = scheme_find(w->scheme, w->ask->weights.items[i].node);
        json_object(json);
        json_kstr(json, S("node"), w->scheme->nodes[at].code);
        json_kstr(json, S("name"), w->scheme->nodes[at].name);
        json_kstr(json, S("before"), dec_str(arena, w->base->scheme.nodes[at].weight));
        json_kstr(json, S("after"), dec_str(arena, w->scheme->nodes[at].weight));
        json_object_end(json);
    }
    json_array_end(json);
}

/* A number of the engine with six decimals: what explains a score, not the score. */
static void share(Arena *arena, Json *json, Str key, double x)
{
    int64_t q;
    if (x == x && score_quantise(x, &q))
        points(arena, json, key, q, 6);
}

/* Points of every node before and after, and of how many; nothing that was measured. */
static void explain_json(Arena *arena, const WhatIf *w, Json *json)
{
    const Scheme *scheme = w->scheme;
    int u = w->explained;
    double *was = arena_new(arena, double, scheme->nnodes),
           *now = arena_new(arena, double, scheme->nnodes);
    engine_effective(w->base->engine, &w->base->result, u, was);
    engine_effective(w->engine, &w->now, u, now);
    double full = dec_to_f64(scheme->full);
    json_key(json, S("explained"));
    json_object(json);
    json_kstr(json, S("unit"), w->base->labels[u]);
    json_key(json, S("nodes"));
    json_array(json);
    for (int i = 0; i < scheme->nnodes; i++) {
        json_object(json);
        json_kstr(json, S("node"), scheme->nodes[i].code);
        json_kstr(json, S("name"), scheme->nodes[i].name);
        json_kstr(json, S("parent"), i ? scheme->nodes[scheme->nodes[i].parent].code : S(""));
        share(arena, json, S("of_before"), was[i] * full);
        share(arena, json, S("of_after"), now[i] * full);
        share(arena, json, S("points_before"), was[i] * full * w->base->result.fractions[i][u]);
        share(arena, json, S("points_after"), now[i] * full * w->now.fractions[i][u]);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static const StabilityRow *drawn(const StabilityResult *draws, int row)
{
    for (int i = 0; i < draws->nrows; i++)
        if (draws->rows[i].row == row)
            return &draws->rows[i];
    return NULL;
}

static void draws_json(const WhatIf *w, Json *json)
{
    json_key(json, S("stability"));
    json_object(json);
    json_ki64(json, S("draws"), w->draws.draws);
    json_ki64(json, S("seed"), (int64_t)w->ask->seed);
    json_ki64(json, S("weights_percent"), WHATIF_VARY_PERCENT);
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < w->base->nlisted; i++) {
        int u = w->base->listed[i];
        const StabilityRow *row = u < w->draws.nrows && w->draws.rows[u].row == u
                                      ? &w->draws.rows[u]
                                      : drawn(&w->draws, u);
        if (!row)
            continue;
        json_object(json);
        json_kstr(json, S("unit"), w->base->labels[u]);
        json_ki64(json, S("rank"), row->rank);
        json_ki64(json, S("p5"), row->p5);
        json_ki64(json, S("median"), row->median);
        json_ki64(json, S("p95"), row->p95);
        json_ki64(json, S("in_bottom"), row->in_bottom);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

void whatif_json(const WhatIf *w, Json *json)
{
    AUTO_ARENA scratch = {0};
    const WhatIfBase *b = w->base;
    json_object(json);
    json_kstr(json, S("period"), b->period);
    json_kstr(json, S("group"), b->group);
    json_kbool(json, S("frozen"), b->frozen);
    json_kstr(json, S("scheme"), b->scheme_digest);
    weights_json(&scratch, w, json);
    json_ki64(json, S("units"), b->nlisted);
    json_ki64(json, S("withheld"), b->nrows - b->nlisted);
    json_ki64(json, S("moved"), w->moved);
    json_ki64(json, S("bottom"), w->bottom);
    json_key(json, S("rows"));
    json_array(json);
    for (int i = 0; i < b->nlisted; i++)
        row_json(&scratch, w, b->listed[i], json);
    json_array_end(json);
    if (w->explained >= 0)
        explain_json(&scratch, w, json);
    if (w->has_draws)
        draws_json(w, json);
    json_object_end(json);
}

enum { COLUMN_LABEL = 10, COLUMN_NUMBER = 14 };

void whatif_text(Arena *arena, Lang lang, const WhatIf *w, Out *out)
{
    static const Msg heads[] = {MSG_COL_SCORE, MSG_COL_RANK, MSG_COL_SCORE_TRIED,
                                MSG_COL_RANK_TRIED};
    const WhatIfBase *b = w->base;
    int shown = decimals_of(w);
    msg_out(out, lang, MSG_OUT_WHATIF_TOTALS, {"ranks", arena_fmt(arena, "%d", w->moved)},
            {"bottom", arena_fmt(arena, "%d", w->bottom)});
    out_c(out, '\n');
    out_pad(out, msg(lang, MSG_COL_UNIT), COLUMN_LABEL);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        out_pad_left(out, msg(lang, heads[i]), COLUMN_NUMBER);
    out_c(out, '\n');
    for (int i = 0; i < b->nlisted; i++) {
        int u = b->listed[i];
        out_pad(out, b->labels[u], COLUMN_LABEL);
        out_pad_left(out, score_text(arena, b->result.rounded[u], shown), COLUMN_NUMBER);
        out_pad_left(out, arena_fmt(arena, "%d", b->result.rank[u]), COLUMN_NUMBER);
        out_pad_left(out, score_text(arena, w->now.rounded[u], shown), COLUMN_NUMBER);
        out_pad_left(out, arena_fmt(arena, "%d", w->now.rank[u]), COLUMN_NUMBER);
        out_c(out, '\n');
    }
    if (b->nrows > b->nlisted) {
        msg_out(out, lang, MSG_OUT_SANDBOX_WITHHELD,
                {"count", arena_fmt(arena, "%d", b->nrows - b->nlisted)});
        out_c(out, '\n');
    }
}
