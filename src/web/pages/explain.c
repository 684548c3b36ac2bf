/* A score from the rank down to the report behind each value, on one page that can be printed. */
#include "app/result/unit_view.h"
#include "app/scheme/scheme_text.h"
#include "app/score/explain_json.h"
#include "app/score/explain_text.h"
#include "app/score/one_more.h"
#include "web/pages.h"
#include "web/score_facts.h"

typedef struct StepView StepView;
struct StepView {
    Str code, name, points, full, rule, status, sum;
    Facts facts;
    bool leaf, scored, open;
    struct {
        StepView **items;
        int count;
        size_t cap;
    } children;
};

typedef struct ExplainPage {
    Str unit, back, title, sub, final, margins, whole;
    Str contest_events; /* while the days to appeal run */
    bool unpublished, more, all;
    Facts head;
    StepView *root;
} ExplainPage;
#include "web/templates/explain.html.h"

static void add_more(Ctx *c, const ExplainNode *n, const OneMore *more, Facts *facts)
{
    if (more->known)
        fact_add(c->arena, facts,
                 msg_str(c->arena, c->lang, MSG_EXPLAIN_MORE,
                         {"unit", n->node->unit.len ? n->node->unit : S("1")}),
                 msg_str(c->arena, c->lang, MSG_EXPLAIN_MORE_POINTS, {"points", more->points}));
}

static StepView *step_of(Ctx *c, const ExplainNode *n, const OneMore *more)
{
    StepView *v = arena_new(c->arena, StepView, 1);
    *v = (StepView){.code = n->row.node,
                    .name = n->node->name,
                    .points = four_decimals(c->arena, n->row.points),
                    .full = four_decimals(c->arena, n->row.full_marks),
                    .status = node_status_text(c->lang, n->row.status),
                    .rule = scheme_rule_text(c->lang, n->node->rule),
                    .leaf = n->node->rule != RULE_SUM};
    Dec full;
    v->scored = dec_parse(n->row.full_marks, &full, NULL) && full.coef != 0;
    v->open = !v->leaf || ctx_given(c, "all");
    if (!v->leaf)
        return v;
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_EXPLAIN_RULE), v->rule);
    if (n->restricted)
        fact_add(c->arena, &v->facts, msg(c->lang, MSG_UNIT_STATUS),
                 msg(c->lang, MSG_LEAVES_CLOSED));
    else
        score_facts(c, n, &v->facts);
    if (n->node->assessor.len)
        fact_add(c->arena, &v->facts, msg(c->lang, MSG_EXPLAIN_ASSESSOR),
                 index_party_name(app_index(&c->app), n->node->assessor));
    add_more(c, n, more, &v->facts);
    return v;
}

/* "9.70 + 4.85 = 14.55" of a component whose children are added up. */
static void add_sums(Ctx *c, const Explanation *ex, StepView **steps)
{
    for (int i = 0; i < ex->nodes.count; i++) {
        StepView *v = steps[i];
        if (v->leaf || ex->nodes.items[i].node->aggregate != AGGREGATE_SUM || v->children.count < 2)
            continue;
        Out sum = out_new(c->arena, 4096);
        for (int k = 0; k < v->children.count; k++)
            out_f(&sum, "%s%.*s", k ? " + " : "", STR_ARG(v->children.items[k]->points));
        out_f(&sum, " = %.*s", STR_ARG(v->points));
        v->sum = out_str(&sum);
    }
}

static void build_steps(Ctx *c, const Explanation *ex, const OneMore *more, ExplainPage *v)
{
    enum { DEPTH_MAX = 32 };
    AppealOffers offers;
    contest_offers(c, ex, &offers);
    v->contest_events = contest_events_href(c, ex, &offers);
    StepView *path[DEPTH_MAX] = {0}, **steps = arena_new(c->arena, StepView *, ex->nodes.count + 1);
    for (int i = 0; i < ex->nodes.count; i++) {
        const ExplainNode *n = &ex->nodes.items[i];
        int depth = n->node->depth < DEPTH_MAX ? n->node->depth : DEPTH_MAX - 1;
        path[depth] = steps[i] = step_of(c, n, &more[i]);
        contest_fact(c, ex, &offers, steps[i]->code, &steps[i]->facts);
        v->more |= more[i].known;
        if (depth == 0)
            v->root = steps[i];
        else if (path[depth - 1])
            *arena_push(c->arena, &path[depth - 1]->children) = steps[i];
    }
    add_sums(c, ex, steps);
}

/* From the rank to the points: what was rounded how, which scheme, which run. */
static void fill_head(Ctx *c, const Explanation *ex, ExplainPage *v)
{
    const RunUnit *r = &ex->result;
    if (r->rank > 0)
        fact_add(c->arena, &v->head, msg(c->lang, MSG_UNIT_RANK),
                 arena_fmt(c->arena, "%d / %d", r->rank, ex->units));
    *arena_push(c->arena, &v->head) =
        (Fact){.label = msg(c->lang, MSG_COL_SCORE), .value = r->score_shown};
    fact_add(c->arena, &v->head, msg(c->lang, MSG_EXPLAIN_ROUNDED),
             ex->scheme.rank_rounds
                 ? msg_str(c->arena, c->lang, MSG_EXPLAIN_ROUNDED_TO, {"exact", r->score},
                           {"decimals", arena_fmt(c->arena, "%d", ex->scheme.rank_round)},
                           {"shown", r->score_shown})
                 : msg_str(c->arena, c->lang, MSG_EXPLAIN_EXACT, {"exact", r->score}));
    *arena_push(c->arena, &v->head) =
        (Fact){.label = msg(c->lang, MSG_EXPLAIN_SCHEME),
               .value = msg_str(c->arena, c->lang, MSG_EXPLAIN_SCHEME_IS, {"name", ex->scheme.name},
                                {"version", arena_fmt(c->arena, "%d", ex->scheme.version)})};
    fact_add(c->arena, &v->head, msg(c->lang, MSG_EXPLAIN_RUN),
             msg_str(c->arena, c->lang, MSG_EXPLAIN_RUN_IS,
                     {"number", arena_fmt(c->arena, "%d", ex->run.number)},
                     {"digest",
                      str_sub(ex->run.scheme_digest, 0,
                              ex->run.scheme_digest.len < 12 ? ex->run.scheme_digest.len : 12)}));
    for (int i = 0; i < ex->reports.count; i++)
        *arena_push(c->arena, &v->head) = (Fact){
            .label = i ? S("") : msg(c->lang, MSG_EXPLAIN_REPORT),
            .value = msg_str(c->arena, c->lang, MSG_EXPLAIN_REPORT_IS,
                             {"version", arena_fmt(c->arena, "%d", ex->reports.items[i].version)},
                             {"date", date_str(c->arena, ex->reports.items[i].received_on)}),
            .href = link_to(c, "/submissions/{id}", {"id", ex->reports.items[i].id})};
}

/* The month that is asked for, or the newest that the reader may see; its refusal where there is none. */
static bool read(Ctx *c, Explanation *ret, Err *err)
{
    UnitView unit;
    Str code = ctx_text(c, "unit"), period = ctx_text(c, "period");
    if (!unit_view_read(&c->app, code, period, &unit, err))
        return false;
    if (unit.opened >= 0) {
        *ret = unit.explanation;
        return true;
    }
    if (unit.hidden.code) {
        *err = unit.hidden;
        return false;
    }
    for (int i = 0; i < unit.months.count && period.len == 0; i++)
        if (unit.months.items[i].published)
            period = unit.months.items[i].period->code;
    return explain_unit(&c->app, period, code, ret, err);
}

static bool explain_answer(Ctx *c, const Explanation *ex, const OneMore *more, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("explanation"));
    explain_json(&c->app, ex, S(""), &json);
    json_key(&json, S("one_more"));
    json_object(&json);
    for (int i = 0; i < ex->nodes.count; i++)
        if (more[i].known)
            json_kstr(&json, ex->nodes.items[i].row.node, more[i].points);
    json_object_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool explain_page(Ctx *c, Err *err)
{
    Explanation ex;
    OneMore *more;
    if (!read(c, &ex, err) || !one_more_read(&c->app, &ex, &more, err))
        return false;
    if (c->json)
        return explain_answer(c, &ex, more, err);
    Out final = out_new(c->arena, 8 * 1024), margins = out_new(c->arena, 8 * 1024);
    if (ex.nodes.count)
        explain_final_text(c->arena, c->lang, &ex.nodes.items[0], &final);
    explain_margins_text(c->arena, c->lang, &ex, &margins);
    ExplainPage v = {
        .unit = ex.unit->name,
        .back = link_to(c, "/units/{unit}", {"unit", ex.unit->code}, {"period", ex.period->code}),
        .title = msg_str(c->arena, c->lang, MSG_EXPLAIN_TITLE, {"unit", ex.unit->name},
                         {"period", ex.period->name}),
        .sub = msg(c->lang, MSG_EXPLAIN_SUB),
        .final = str_trim(out_str(&final)),
        .margins = str_trim(out_str(&margins)),
        .whole = link_to(c, "/units/{unit}/explain", {"unit", ex.unit->code},
                         {"period", ex.period->code}, {"all", S("1")}),
        .all = ctx_given(c, "all"),
        .unpublished = ex.run.published_on.len == 0};
    fill_head(c, &ex, &v);
    build_steps(c, &ex, more, &v);
    if (v.more) /* how steep a rule is never stands beside how far others are */
        v.margins = S("");
    explain_html(page_begin(c, v.title, c->app.actor.unit.len ? NAV_UNIT : NAV_RANKING), c, &v);
    return page_end(c, err);
}
