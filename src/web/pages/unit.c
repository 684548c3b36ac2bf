#include "app/explain_text.h"
#include "app/ledger_words.h"
#include "app/talks.h"
#include "app/unit_view_json.h"
#include "web/pages.h"
#include "web/pieces.h"

enum { LOSSES_SHOWN = 5 };

/* ---- the view ---- */

typedef struct NodeView NodeView;
struct NodeView {
    Str code, name, points, full, lost, formula, status, value, reported, target, plan, unit;
    Str behind, behind_href;
    bool leaf, scored, differs; /* differs: the confirmed value is not the reported one */
    int64_t lost_units;         /* of 1e-10, for order */
    Gauge gauge;
    struct {
        NodeView **items;
        int count;
        size_t cap;
    } children;
};

typedef struct MonthView {
    Str name, href, score;
    int rank, units;
    bool current, published, bottom;
} MonthView;

typedef struct ReportView {
    Str period, href, received_on, by, sender, file;
    int version, late;
} ReportView;

typedef struct WorkView {
    Str no, href, title, share, unit, actual, percent, gap, word;
    bool has_target, whole;
    Light light;
} WorkView;

typedef struct TalkView {
    Str period, state, on, evidence;
} TalkView;

typedef struct UnitPageView {
    Str name, group, period, hidden, leader;
    Str score, exact, final;
    int rank, units, streak, version;
    bool opened, published, bottom, ranked, has_above, has_below;
    bool has_change;
    int change;
    Spark line;
    Str above, above_score, below, below_score;
    LIST_OF(MonthView) months;
    NodeView *root;
    struct {
        NodeView **items;
        int count;
        size_t cap;
    } losses;
    LIST_OF(ReportView) reports;
    LIST_OF(WorkView) works;
    LIST_OF(TalkView) talks;
} UnitPageView;
#include "web/templates/unit.html.h"

static int64_t units_of(Str points, int decimals)
{
    Dec dec;
    return dec_parse(points, &dec, NULL) && dec_round(dec, decimals, &dec, NULL) ? (int64_t)dec.coef
                                                                                 : 0;
}

static Str text_of(int64_t value, int decimals, Arena *arena)
{
    Out out = out_new(arena, 64);
    out_fixed(&out, value, decimals);
    return out_str(&out);
}

static NodeView *node_view(Ctx *c, const ExplainNode *n)
{
    NodeView *v = arena_new(c->arena, NodeView, 1);
    Out formula = out_new(c->arena, 8 * 1024);
    explain_leaf_text(c->arena, c->lang, n, &formula);
    int64_t points = units_of(n->row.points, 10), full = units_of(n->row.full_marks, 10);
    *v = (NodeView){.code = n->row.node,
                    .name = n->node->name,
                    .points = four_decimals(c->arena, n->row.points),
                    .full = four_decimals(c->arena, n->row.full_marks),
                    .formula = out_str(&formula),
                    .status = node_status_text(c->lang, n->row.status),
                    .value = n->row.value,
                    .reported = n->row.reported,
                    .target = n->row.target,
                    .plan = n->row.plan,
                    .unit = n->node->unit,
                    .leaf = n->node->rule != RULE_SUM,
                    .scored = full != 0,
                    .lost_units = full - points};
    v->lost = four_decimals(c->arena, text_of(v->lost_units, 10, c->arena));
    v->differs = v->reported.len && v->value.len && !str_eq(v->reported, v->value);
    v->gauge =
        (Gauge){.done = full >= 10000 ? points / (full / 10000) : 0,
                .plan = -1,
                .words = arena_fmt(c->arena, "%.*s / %.*s", STR_ARG(v->points), STR_ARG(v->full))};
    if (n->has_submission) {
        Submission named = n->submission;
        named.party = index_party_name(app_index(&c->app), named.party);
        v->behind = submission_text(c->arena, c->lang, &named);
        v->behind_href = link_to(c, "/submissions/{id}", {"id", n->submission.id});
    }
    return v;
}

/* Those that lost most, most first; equal ones in the scheme's order. */
static void note_loss(Ctx *c, NodeView *view, UnitPageView *v)
{
    *arena_push(c->arena, &v->losses) = view;
    for (int i = v->losses.count - 1; i > 0; i--) {
        NodeView *before = v->losses.items[i - 1];
        if (before->lost_units >= view->lost_units)
            break;
        v->losses.items[i - 1] = view;
        v->losses.items[i] = before;
    }
    if (v->losses.count > LOSSES_SHOWN)
        v->losses.count = LOSSES_SHOWN;
}

/* The flat list in the scheme's order, by depth, as a tree. */
static void build_tree(Ctx *c, const Explanation *ex, UnitPageView *v)
{
    enum { DEPTH_MAX = 32 };
    NodeView *path[DEPTH_MAX] = {0};
    for (int i = 0; i < ex->nodes.count; i++) {
        const ExplainNode *n = &ex->nodes.items[i];
        NodeView *view = node_view(c, n);
        int depth = n->node->depth < DEPTH_MAX ? n->node->depth : DEPTH_MAX - 1;
        path[depth] = view;
        if (depth == 0)
            v->root = view;
        else if (path[depth - 1])
            *arena_push(c->arena, &path[depth - 1]->children) = view;
        if (view->leaf && view->lost_units > 0)
            note_loss(c, view, v);
    }
}

static void fill_months(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    int n = unit->months.count;
    int64_t *ranks = arena_new(c->arena, int64_t, n);
    bool *known = arena_new(c->arena, bool, n);
    Out words = out_new(c->arena, 4096);
    for (int i = 0; i < n; i++) {
        const UnitMonth *m = &unit->months.items[i];
        *arena_push(c->arena, &v->months) =
            (MonthView){.name = m->period->name,
                        .href = link_to(c, "/units/{unit}", {"unit", unit->unit->code},
                                        {"period", m->period->code}),
                        .score = m->result.score_shown,
                        .rank = m->result.rank,
                        .units = m->units,
                        .current = i == unit->opened,
                        .published = m->published,
                        .bottom = m->result.in_bottom};
        ranks[i] = m->result.rank;
        known[i] = m->published && m->result.rank > 0;
        if (known[i])
            out_f(&words, "%.*s %d/%d ", STR_ARG(m->period->name), m->result.rank, m->units);
    }
    int size = unit->months.count ? unit->months.items[n - 1].units : 0;
    for (int i = 0; i < n; i++)
        size = unit->months.items[i].units > size ? unit->months.items[i].units : size;
    v->line = (Spark){ranks, known, n, 1, size > 1 ? size : 2, true, out_str(&words)};
}

static void fill_opened(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    const Explanation *ex = &unit->explanation;
    v->opened = unit->opened >= 0;
    if (!v->opened)
        return;
    v->period = ex->period->name;
    v->published = ex->run.published_on.len > 0;
    v->score = ex->result.score_shown;
    v->exact = ex->result.score;
    v->rank = ex->result.rank;
    v->ranked = v->rank > 0;
    v->units = ex->units;
    v->streak = ex->result.streak;
    v->bottom = ex->result.in_bottom;
    v->version = ex->scheme.version;
    v->has_above = ex->above.unit.len > 0;
    v->has_below = ex->below.unit.len > 0;
    v->above = unit_name(&c->app, ex->above.unit);
    v->above_score = ex->above.score_shown;
    v->below = unit_name(&c->app, ex->below.unit);
    v->below_score = ex->below.score_shown;
    for (int i = unit->opened - 1; i >= 0 && v->ranked && !v->has_change; i--) {
        const UnitMonth *m = &unit->months.items[i];
        v->has_change = m->published && m->result.rank > 0;
        v->change = m->result.rank - v->rank;
    }
    build_tree(c, ex, v);
    if (ex->nodes.count) {
        Out final = out_new(c->arena, 8 * 1024);
        explain_final_text(c->arena, c->lang, &ex->nodes.items[0], &final);
        v->final = str_trim(out_str(&final));
    }
}

static void fill_reports(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    for (int i = 0; i < unit->reports.count; i++) {
        const Submission *s = &unit->reports.items[i];
        *arena_push(c->arena, &v->reports) =
            (ReportView){.period = period_name(&c->app, s->period),
                         .href = link_to(c, "/submissions/{id}", {"id", s->id}),
                         .received_on = date_str(c->arena, s->received_on),
                         .by = s->entered_by,
                         .sender = s->sender,
                         .file = s->file,
                         .version = s->version,
                         .late = s->late_days};
    }
}

static void fill_work(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    for (int i = 0; i < unit->tasks.count; i++) {
        const UnitTask *t = &unit->tasks.items[i];
        const Target *target = t->target ? t->target->target : NULL;
        *arena_push(c->arena, &v->works) =
            (WorkView){.no = t->task->no,
                       .href = link_to(c, "/tasks/{task}", {"task", t->task->no}),
                       .title = target && target->what.len ? target->what : t->task->title,
                       .has_target = target != NULL,
                       .whole = t->whole,
                       .share = t->allotted,
                       .unit = target ? target->unit : S(""),
                       .actual = t->actual,
                       .percent = t->pace.percent,
                       .gap = t->pace.gap,
                       .light = t->pace.light,
                       .word = light_text(c->lang, t->pace.light, t->pace.reason)};
    }
    for (int i = 0; i < unit->talks.count; i++) {
        const TalkRow *t = &unit->talks.items[i];
        const TalkStep *step = &t->steps.items[t->steps.count - 1];
        Out evidence = out_new(c->arena, 16 * 1024);
        talk_evidence_text(&c->app, c->lang, t, &evidence);
        *arena_push(c->arena, &v->talks) =
            (TalkView){period_name(&c->app, t->period), talk_state_name(c->lang, step->state),
                       step->on_date, str_trim(out_str(&evidence))};
    }
}

/* ---- answers ---- */

static bool unit_json(Ctx *c, const UnitView *v, Err *err)
{
    Json json = json_begin(c);
    unit_view_json(&c->app, v, &json);
    return json_end(c, &json, err);
}

bool unit_page(Ctx *c, Err *err)
{
    UnitView unit;
    if (!unit_view_read(&c->app, ctx_text(c, "unit"), ctx_text(c, "period"), &unit, err))
        return false;
    if (c->json)
        return unit_json(c, &unit, err);
    UnitPageView v = {.name = unit.unit->name,
                      .group = group_name(&c->app, unit.unit->group),
                      .leader = unit.unit->leader};
    if (unit.hidden.code) {
        Out hidden = out_new(c->arena, 1024);
        msg_err(&hidden, c->lang, &unit.hidden);
        v.hidden = unit.hidden.code == ERR_PERIOD_NO_RUN ? msg(c->lang, MSG_UNIT_NO_RESULT)
                                                         : out_str(&hidden);
    }
    fill_months(c, &unit, &v);
    fill_opened(c, &unit, &v);
    fill_reports(c, &unit, &v);
    fill_work(c, &unit, &v);
    unit_html(page_begin(c, v.name, c->app.actor.unit.len ? NAV_UNIT : NAV_RANKING), c, &v);
    return page_end(c, err);
}
