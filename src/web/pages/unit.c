#include "app/ledger_words.h"
#include "app/person.h"
#include "app/report/confirmed.h"
#include "app/result/unit_view_json.h"
#include "app/score/explain_text.h"
#include "app/talk/talks.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/score_facts.h"

enum { LOSSES_SHOWN = 5 };

/* ---- the view ---- */

typedef struct NodeView NodeView;
struct NodeView {
    Str code, name, points, full, lost, status;
    Facts facts;
    bool leaf, scored;
    int64_t lost_units; /* of 1e-10, for order */
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

typedef struct UnitPageView {
    bool closed;
    Facts last; /* of a closed one */
    Str name, group, period, hidden, leader, leaves, explain;
    Str until, contest_events; /* while the days to appeal run */
    Str score, exact, final;
    Str scheme;
    int rank, units, streak;
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
    Table lost, year, reports, works;
    Chart chart;
    Moments talks;
} UnitPageView;
#include "web/templates/unit.html.h"

static Str number(const Ctx *c, int n)
{
    return arena_fmt(c->arena, "%d", n);
}

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
    int64_t points = units_of(n->row.points, 10), full = units_of(n->row.full_marks, 10);
    *v = (NodeView){.code = n->row.node,
                    .name = n->node->name,
                    .points = four_decimals(c->arena, n->row.points),
                    .full = four_decimals(c->arena, n->row.full_marks),
                    .status = node_status_text(c->lang, n->row.status),
                    .leaf = n->node->rule != RULE_SUM,
                    .scored = full != 0,
                    .lost_units = full - points};
    v->lost = four_decimals(c->arena, text_of(v->lost_units, 10, c->arena));
    score_facts(c, n, &v->facts);
    v->gauge =
        (Gauge){.done = full >= 10000 ? points / (full / 10000) : 0,
                .plan = -1,
                .words = arena_fmt(c->arena, "%.*s / %.*s", STR_ARG(v->points), STR_ARG(v->full))};
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

/* What stands of a restricted unit: its last published result. */
static void fill_last(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    for (int i = 0; i < unit->months.count && unit->closed; i++) {
        const UnitMonth *m = &unit->months.items[i];
        if (!m->published)
            continue;
        fact_add(c->arena, &v->last, msg(c->lang, MSG_AUDIT_KEY_PERIOD), m->period->name);
        fact_add(c->arena, &v->last, msg(c->lang, MSG_COL_SCORE), m->result.score_shown);
        if (m->result.rank)
            fact_add(c->arena, &v->last, msg(c->lang, MSG_COL_RANK),
                     arena_fmt(c->arena, "%d / %d", m->result.rank, m->units));
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

static void fill_lost(Ctx *c, UnitPageView *v)
{
    v->lost = (Table){.tight = true, .empty = msg(c->lang, MSG_UNIT_NO_LOSSES)};
    table_add_column(c->arena, &v->lost, msg(c->lang, MSG_COL_NODE), CELL_HEAD);
    table_add_column(c->arena, &v->lost, msg(c->lang, MSG_UNIT_LOST), CELL_NUMBER);
    table_add_column(c->arena, &v->lost, msg(c->lang, MSG_UNIT_FULL), CELL_NUMBER);
    for (int i = 0; i < v->losses.count; i++) {
        const NodeView *n = v->losses.items[i];
        TableRow *row = table_add_row(c->arena, &v->lost);
        *row_add_cell(c->arena, row) =
            (Cell){.text = n->name, .href = arena_fmt(c->arena, "#node-%.*s", STR_ARG(n->code))};
        row_add_cell(c->arena, row)->text = n->lost;
        *row_add_cell(c->arena, row) = (Cell){.text = n->full, .dim = true};
    }
}

/* A link beside every number of the unit's own score that may be contested today. */
static void note_offers(Ctx *c, const Explanation *ex, UnitPageView *v, AppealOffers *ret_offers)
{
    contest_offers(c, ex, ret_offers);
    if (!ret_offers->may)
        return;
    v->until = msg_str(c->arena, c->lang, MSG_APPEAL_UNTIL,
                       {"until", date_str(c->arena, ret_offers->until)},
                       {"n", number(c, ret_offers->left)});
    v->contest_events = contest_events_href(c, ex, ret_offers);
}

/* The flat list in the scheme's order, by depth, as a tree. */
static void build_tree(Ctx *c, const Explanation *ex, UnitPageView *v)
{
    enum { DEPTH_MAX = 32 };
    NodeView *path[DEPTH_MAX] = {0};
    AppealOffers offers = {0};
    note_offers(c, ex, v, &offers);
    for (int i = 0; i < ex->nodes.count; i++) {
        const ExplainNode *n = &ex->nodes.items[i];
        NodeView *view = node_view(c, n);
        contest_fact(c, ex, &offers, view->code, &view->facts);
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

static void fill_opened(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    const Explanation *ex = &unit->explanation;
    v->opened = unit->opened >= 0;
    if (!v->opened)
        return;
    v->period = ex->period->name;
    v->published = ex->run.published_on.len > 0;
    if (permit(&c->app.actor, ACT_RESULT_READ, ex->unit->group, NULL))
        v->leaves = link_to(c, "/rankings/{period}/{group}/leaves", {"period", ex->period->code},
                            {"group", ex->unit->group});
    v->explain =
        link_to(c, "/units/{unit}/explain", {"unit", ex->unit->code}, {"period", ex->period->code});
    v->score = ex->result.score_shown;
    v->exact = ex->result.score;
    v->rank = ex->result.rank;
    v->ranked = v->rank > 0;
    v->units = ex->units;
    v->streak = ex->result.streak;
    v->bottom = ex->result.in_bottom;
    v->scheme =
        msg_str(c->arena, c->lang, MSG_UNIT_SCHEME, {"version", number(c, ex->scheme.version)});
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
    fill_lost(c, v);
    if (ex->nodes.count) {
        Out final = out_new(c->arena, 8 * 1024);
        explain_final_text(c->arena, c->lang, &ex->nodes.items[0], &final);
        v->final = str_trim(out_str(&final));
    }
}

static void fill_year(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    Table *t = &v->year;
    *t = (Table){.id = S("year"), .tight = true};
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_PERIOD), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_SCORE), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_RANK), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_UNIT_RANKED_UNITS), CELL_NUMBER);
    int scores = 0;
    for (int i = 0; i < unit->months.count; i++) {
        const UnitMonth *m = &unit->months.items[i];
        TableRow *row = table_add_row(c->arena, t);
        bool known = m->published && m->result.score_shown.len > 0;
        scores += known;
        row_add_cell(c->arena, row)->text = m->period->name;
        *row_add_cell(c->arena, row) =
            known ? (Cell){.text = m->result.score_shown}
                  : (Cell){.text = msg(c->lang, MSG_UNIT_MONTH_NONE), .dim = true};
        *row_add_cell(c->arena, row) =
            (Cell){.text = known && m->result.rank ? number(c, m->result.rank) : S(""),
                   .mark = known && m->result.in_bottom ? msg(c->lang, MSG_UNIT_IN_BOTTOM) : S("")};
        row_add_cell(c->arena, row)->text = known ? number(c, m->units) : S("");
    }
    if (scores < 2)
        t->rows.count = 0;
    v->chart = (Chart){.kind = CHART_LINES,
                       .table = t->id,
                       .words = msg(c->lang, MSG_UNIT_YEAR),
                       .unit = msg(c->lang, MSG_UNIT_POINTS),
                       .down = S("1")};
}

static void fill_reports(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_COL_PERIOD, CELL_HEAD},      {MSG_UNIT_VERSION, CELL_NUMBER},
                   {MSG_UNIT_RECEIVED, CELL_SHORT},  {MSG_UNIT_LATE, CELL_SHORT},
                   {MSG_UNIT_ENTERED_BY, CELL_TEXT}, {MSG_UNIT_FILE, CELL_TEXT}};
    Table *t = &v->reports;
    *t = (Table){.caption = msg(c->lang, MSG_UNIT_REPORTS),
                 .empty = msg(c->lang, MSG_UNIT_NO_REPORTS)};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(c->arena, t, msg(c->lang, columns[i].label), columns[i].kind);
    for (int i = 0; i < unit->reports.count; i++) {
        const Submission *s = &unit->reports.items[i];
        TableRow *row = table_add_row(c->arena, t);
        *row_add_cell(c->arena, row) =
            (Cell){.text = period_name(&c->app, s->period),
                   .href = link_to(c, "/submissions/{id}", {"id", s->id})};
        row_add_cell(c->arena, row)->text = number(c, s->version);
        row_add_cell(c->arena, row)->text = date_str(c->arena, s->received_on);
        *row_add_cell(c->arena, row) =
            s->late_days ? (Cell){.text = msg_str(c->arena, c->lang, MSG_UNIT_LATE_DAYS,
                                                  {"days", number(c, s->late_days)}),
                                  .bad = true}
                         : (Cell){.text = msg(c->lang, MSG_UNIT_IN_TIME)};
        *row_add_cell(c->arena, row) =
            (Cell){.text = person_post(&c->app, s->entered_by), .note = s->sender};
        row_add_cell(c->arena, row)->text = s->file;
    }
}

static void add_work(Ctx *c, const UnitTask *of, Table *t)
{
    const Target *target = of->target ? of->target->target : NULL;
    TableRow *row = table_add_row(c->arena, t);
    row_add_cell(c->arena, row)->text = of->task->no;
    *row_add_cell(c->arena, row) =
        (Cell){.text = target && target->what.len ? target->what : of->task->title,
               .href = link_to(c, "/tasks/{task}", {"task", of->task->no})};
    *row_add_cell(c->arena, row) = (Cell){.text = of->allotted,
                                          .unit = of->allotted.len ? target->unit : S(""),
                                          .mark = of->whole ? msg(c->lang, MSG_UNIT_WHOLE) : S("")};
    row_add_cell(c->arena, row)->text = of->actual;
    row_add_cell(c->arena, row)->text = of->pace.percent;
    row_add_cell(c->arena, row)->text = of->pace.gap;
    *row_add_cell(c->arena, row) =
        target ? (Cell){.light = &of->pace.light,
                        .text = light_text(c->lang, of->pace.light, of->pace.reason)}
               : (Cell){0};
}

static void fill_work(Ctx *c, const UnitView *unit, UnitPageView *v)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_UNIT_TASK_NO, CELL_CODE},   {MSG_UNIT_TASK, CELL_HEAD},
                   {MSG_UNIT_SHARE, CELL_NUMBER},   {MSG_UNIT_ACTUAL, CELL_NUMBER},
                   {MSG_UNIT_PERCENT, CELL_NUMBER}, {MSG_UNIT_GAP, CELL_NUMBER},
                   {MSG_UNIT_LIGHT, CELL_SHORT}};
    Table *t = &v->works;
    *t = (Table){.caption = msg(c->lang, MSG_UNIT_WORK), .empty = msg(c->lang, MSG_UNIT_NO_WORK)};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(c->arena, t, msg(c->lang, columns[i].label), columns[i].kind);
    for (int i = 0; i < unit->tasks.count; i++)
        add_work(c, &unit->tasks.items[i], t);
    for (int i = 0; i < unit->talks.count; i++) {
        const TalkRow *talk = &unit->talks.items[i];
        const TalkStep *step = &talk->steps.items[talk->steps.count - 1];
        Out evidence = out_new(c->arena, 16 * 1024);
        talk_evidence_text(&c->app, c->lang, talk, &evidence);
        Str state = talk_state_name(c->lang, step->state),
            period = period_name(&c->app, talk->period);
        *arena_push(c->arena, &v->talks) =
            (Moment){.when = step->on_date,
                     .title = arena_fmt(c->arena, "%.*s · %.*s", STR_ARG(period), STR_ARG(state)),
                     .text = str_trim(out_str(&evidence)),
                     .href = link_to(c, "/talks/{id}", {"id", talk->id}),
                     .link = msg(c->lang, MSG_TALK_OPEN_PAGE)};
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
                      .leader = unit.unit->leader.len ? msg_str(c->arena, c->lang, MSG_UNIT_LEADER,
                                                                {"post", unit.unit->leader})
                                                      : S("")};
    if (unit.hidden.code) {
        Out hidden = out_new(c->arena, 1024);
        msg_err(&hidden, c->lang, &unit.hidden);
        v.hidden = unit.hidden.code == ERR_PERIOD_NO_RUN ? msg(c->lang, MSG_UNIT_NO_RESULT)
                                                         : out_str(&hidden);
    }
    v.closed = unit.closed;
    fill_last(c, &unit, &v);
    fill_months(c, &unit, &v);
    fill_opened(c, &unit, &v);
    fill_year(c, &unit, &v);
    fill_reports(c, &unit, &v);
    fill_work(c, &unit, &v);
    unit_html(page_begin(c, v.name, c->app.actor.unit.len ? NAV_UNIT : NAV_RANKING), c, &v);
    return page_end(c, err);
}
