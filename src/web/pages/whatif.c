/* Other weights for a group in a period: sliders, and the ranks beside them moving; as JSON for programs. */
#include "app/score/whatif_turn.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

#include <stdlib.h>

typedef struct WeightRow {
    Str field, code, name, value, was, least, most, step;
    bool part; /* of a component above it */
} WeightRow;

typedef struct WhatIfView {
    Str sub, error, period, group, reset, totals, withheld;
    Options groups, periods;
    LIST_OF(WeightRow) weights;
    Table table, turns;
    Slope slope;
    bool has_turns;
} WhatIfView;
#include "web/templates/whatif.html.h"

static Str number(const Ctx *c, int64_t n)
{
    return arena_fmt(c->arena, "%lld", (long long)n);
}

/* The weights of the form, "w.CODE" each, as the words that node_weights_parse reads; an empty one stays as it is. */
static Str typed_words(const Ctx *c)
{
    const HttpPairs *fields = &c->params.fields;
    Out out = out_new(c->arena, LIMIT_HTTP_FIELD_BYTES);
    out_s(&out, ctx_text(c, "weights"));
    for (int i = 0; i < fields->count; i++) {
        Str value = str_trim(fields->items[i].value), name = fields->items[i].name;
        if (value.len)
            out_f(&out, "%s%.*s=%.*s", out.len ? " " : "", STR_ARG(str_sub(name, 2, name.len)),
                  STR_ARG(value));
    }
    return out_str(&out);
}

static Str typed_of(const Ctx *c, Str code, Str otherwise)
{
    const HttpPairs *fields = &c->params.fields;
    for (int i = 0; i < fields->count; i++)
        if (str_eq(str_sub(fields->items[i].name, 2, fields->items[i].name.len), code))
            return fields->items[i].value.len ? fields->items[i].value : otherwise;
    return otherwise;
}

/* ---- which group and period ---- */

static bool choose(Ctx *c, WhatIfAsk *ask, Err *err)
{
    const CampaignDef *def = &c->app.def;
    const bool *has;
    if (ask->group.len == 0 && def->groups.count)
        ask->group = def->groups.items[0].code;
    if (ask->period.len)
        return true;
    if (!whatif_periods(&c->app, ask->group, &has, err))
        return false;
    for (int i = 0; i < def->periods.count; i++)
        if (has[i])
            ask->period = def->periods.items[i].code;
    return ask->period.len > 0 ||
           err_set(err, ERR_PERIOD_NO_RUN, {"period", S("")}, {"group", ask->group});
}

static bool fill_choices(Ctx *c, const WhatIf *what, WhatIfView *v, Err *err)
{
    const CampaignDef *def = &c->app.def;
    for (int i = 0; i < def->groups.count; i++) {
        const PeerGroup *g = &def->groups.items[i];
        *arena_push(c->arena, &v->groups) =
            (Option){g->code, g->name, str_eq(g->code, what->base->group)};
    }
    const bool *has;
    if (!whatif_periods(&c->app, what->base->group, &has, err))
        return false;
    for (int i = 0; i < def->periods.count; i++) {
        const CampaignPeriod *p = &def->periods.items[i];
        if (has[i])
            *arena_push(c->arena, &v->periods) =
                (Option){p->code, p->name, str_eq(p->code, what->base->period)};
    }
    return true;
}

/* ---- the weights ---- */

static Str step_of(double weight)
{
    return weight >= 5 ? S("0.5") : weight >= 1 ? S("0.1") : S("0.01");
}

static void fill_weights(Ctx *c, const WhatIf *what, WhatIfView *v)
{
    const Scheme *scheme = &what->base->scheme;
    for (int i = 1; i < scheme->nnodes; i++) {
        const SchemeNode *n = &scheme->nodes[i];
        if (!whatif_weighed(scheme, i))
            continue;
        Str was = dec_str(c->arena, n->weight), step = step_of(dec_to_f64(n->weight));
        int64_t most = 3 * (int64_t)(dec_to_f64(n->weight) + 1);
        *arena_push(c->arena, &v->weights) =
            (WeightRow){.field = arena_fmt(c->arena, "w.%.*s", STR_ARG(n->code)),
                        .code = n->code,
                        .name = n->name,
                        .value = typed_of(c, n->code, was),
                        .was = was,
                        .least = step,
                        .most = number(c, most),
                        .step = step,
                        .part = n->parent > 0};
    }
}

/* ---- who moves ---- */

static int by_rank(const void *a, const void *b, void *ctx)
{
    const EngineResult *of = ctx;
    int x = of->rank[*(const int *)a], y = of->rank[*(const int *)b];
    return x == y ? *(const int *)a - *(const int *)b : x == 0 ? 1 : y == 0 ? -1 : x - y;
}

/* Listed rows by the rank of a result; who has none comes last. */
static int *ordered(Ctx *c, const WhatIfBase *base, const EngineResult *result)
{
    int *order = arena_new(c->arena, int, base->nlisted);
    memcpy(order, base->listed, (size_t)base->nlisted * sizeof *order);
    qsort_r(order, (size_t)base->nlisted, sizeof *order, by_rank, (void *)(uintptr_t)result);
    return order;
}

static Cell rank_cell(Ctx *c, const EngineResult *of, int u)
{
    return (Cell){.text = of->rank[u] ? number(c, of->rank[u]) : S("—"),
                  .mark = of->flags[u] & UNIT_IN_BOTTOM ? msg(c->lang, MSG_UNIT_IN_BOTTOM) : S("")};
}

static Str score(Ctx *c, const WhatIf *what, const EngineResult *of, int u)
{
    int decimals = what->scheme->rank_rounds ? what->scheme->rank_round : SCORE_DECIMALS;
    return of->flags[u] & UNIT_HAS_SCORE ? score_text(c->arena, of->rounded[u], decimals) : S("");
}

static void fill_moves(Ctx *c, const WhatIf *what, WhatIfView *v)
{
    const WhatIfBase *base = what->base;
    const EngineResult *was = &base->result, *now = &what->now;
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_COL_UNIT, CELL_HEAD},           {MSG_WHATIF_COL_RANK, CELL_NUMBER},
                   {MSG_WHATIF_COL_NOW, CELL_NUMBER},   {MSG_WHATIF_COL_CHANGE, CELL_SHORT},
                   {MSG_WHATIF_COL_SCORE, CELL_NUMBER}, {MSG_WHATIF_COL_SCORE_NOW, CELL_NUMBER}};
    Table *t = &v->table;
    *t = (Table){.id = S("moves"), .tight = true};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(c->arena, t, msg(c->lang, columns[i].label), columns[i].kind);
    int *order = ordered(c, base, was);
    for (int i = 0; i < base->nlisted; i++) {
        int u = order[i];
        TableRow *row = table_add_row(c->arena, t);
        row_add_cell(c->arena, row)->text = base->labels[u];
        *row_add_cell(c->arena, row) = rank_cell(c, was, u);
        *row_add_cell(c->arena, row) = rank_cell(c, now, u);
        Change *change = arena_new(c->arena, Change, 1);
        *change = (Change){was->rank[u] && now->rank[u], was->rank[u] - now->rank[u]};
        row_add_cell(c->arena, row)->change = change;
        *row_add_cell(c->arena, row) = (Cell){.text = score(c, what, was, u), .dim = true};
        row_add_cell(c->arena, row)->text = score(c, what, now, u);
    }
    v->totals = msg_str(c->arena, c->lang, what->moved ? MSG_WHATIF_TOTALS : MSG_WHATIF_SAME,
                        {"moved", number(c, what->moved)}, {"bottom", number(c, what->bottom)});
    if (base->nrows > base->nlisted)
        v->withheld = msg_str(c->arena, c->lang, MSG_OUT_SANDBOX_WITHHELD,
                              {"count", number(c, base->nrows - base->nlisted)});
}

static void fill_slope(Ctx *c, const WhatIf *what, WhatIfView *v)
{
    const WhatIfBase *base = what->base;
    int n = base->nlisted, *before = ordered(c, base, &base->result),
        *after = ordered(c, base, &what->now);
    SlopeLine *lines = arena_new(c->arena, SlopeLine, n + 1);
    for (int i = 0; i < n; i++) {
        int u = before[i], to = 0;
        while (after[to] != u)
            to++;
        lines[i] = (SlopeLine){.name = base->labels[u],
                               .from = i,
                               .to = to,
                               .before = base->result.rank[u],
                               .after = what->now.rank[u]};
    }
    v->slope = (Slope){lines, n, v->totals};
}

static void fill_turns(Ctx *c, const WhatIfTurns *turns, WhatIfView *v)
{
    Table *t = &v->turns;
    *t = (Table){.tight = true, .empty = msg(c->lang, MSG_WHATIF_NO_TURNS)};
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_NODE), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_WHATIF_COL_WEIGHT), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_WHATIF_COL_FIRST), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_WHATIF_COL_BOTTOM), CELL_NUMBER);
    for (int i = 0; i < turns->count; i++) {
        const WhatIfTurn *turn = &turns->items[i];
        TableRow *row = table_add_row(c->arena, t);
        row_add_cell(c->arena, row)->text = turn->node->name;
        row_add_cell(c->arena, row)->text = turn->before;
        row_add_cell(c->arena, row)->text = turn->first.len ? turn->first : S("—");
        row_add_cell(c->arena, row)->text = turn->bottom.len ? turn->bottom : S("—");
    }
}

/* ---- answers ---- */

/* A page's JSON has what the page has; what a slider asks for is the answer alone. */
static bool page_json(Ctx *c, const WhatIf *what, Err *err)
{
    WhatIfTurns turns;
    if (!whatif_turns(c->arena, what, &turns, err))
        return false;
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("now"));
    whatif_json(what, &json);
    whatif_turns_json(&turns, &json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool answer_json(Ctx *c, const WhatIf *what, Err *err)
{
    Json json = json_begin(c);
    whatif_json(what, &json);
    return json_end(c, &json, err);
}

static bool show(Ctx *c, const WhatIf *what, Str error, Err *err)
{
    WhatIfTurns turns = {0};
    Str period = what->base->period, group = what->base->group;
    WhatIfView v = {.sub = msg_str(c->arena, c->lang, MSG_WHATIF_SUB,
                                   {"group", group_name(&c->app, group)},
                                   {"period", period_name(&c->app, period)}),
                    .error = error,
                    .period = period,
                    .group = group,
                    .reset = link_to(c, "/whatif", {"period", period}, {"group", group}),
                    .has_turns = !c->fragment};
    if (!fill_choices(c, what, &v, err) ||
        (v.has_turns && !whatif_turns(c->arena, what, &turns, err)))
        return false;
    fill_weights(c, what, &v);
    fill_moves(c, what, &v);
    fill_slope(c, what, &v);
    fill_turns(c, &turns, &v);
    whatif_html(page_begin(c, msg(c->lang, MSG_WHATIF_TITLE), NAV_RANKING), c, &v);
    return page_end(c, err);
}

bool whatif_page(Ctx *c, Err *err)
{
    AUTO_WHAT what = {0};
    WhatIfAsk ask = {.period = ctx_text(c, "period"), .group = ctx_text(c, "group")};
    if (!app_need_campaign(&c->app, err) || !choose(c, &ask, err) ||
        !whatif_try(&c->app, &ask, &what, err))
        return false;
    return c->json ? page_json(c, &what, err) : show(c, &what, S(""), err);
}

/* What was typed is no weight, or gives no score: said on the page, with the ranks as they are. */
static bool is_typed_wrong(const Err *err)
{
    return err->code == ERR_WEIGHT_TEXT || err->code == ERR_WEIGHT_TWICE ||
           err->code == ERR_WEIGHT_NODE || err->code == ERR_SANDBOX_RANGE;
}

bool whatif_do(Ctx *c, Err *err)
{
    AUTO_WHAT what = {0};
    WhatIfAsk ask = {.period = ctx_text(c, "period"),
                     .group = ctx_text(c, "group"),
                     .unit = ctx_text(c, "explain"),
                     .draws = ctx_i64(c, "draws", 0),
                     .seed = (uint64_t)ctx_i64(c, "seed", 1)};
    Out error = out_new(c->arena, LIMIT_LINE_BYTES);
    if (!node_weights_parse(c->arena, typed_words(c), &ask.weights, err) ||
        !whatif_try(&c->app, &ask, &what, err)) {
        if (c->json || !is_typed_wrong(err))
            return false;
        if (!c->fragment) /* a slider at work takes what it is given and shows it */
            c->response->status = http_status_of(err_kind(err->code));
        msg_err(&error, c->lang, err);
        *err = (Err){0};
        ask.weights.count = 0;
        if (!whatif_try(&c->app, &ask, &what, err))
            return false;
    }
    return c->json ? answer_json(c, &what, err) : show(c, &what, out_str(&error), err);
}
