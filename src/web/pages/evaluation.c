/* The evaluation month as a guided flow: where it stands, what blocks the next step, one button for it, what has changed. */
#include "app/appeal/appeal.h"
#include "app/report/report_state.h"
#include "app/result/flow.h"
#include "app/result/flow_changes.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct BlockView {
    Str text, href, link;
    bool hard;
} BlockView;

typedef struct GroupView {
    Str title, aside, leaves;
    Table table;
} GroupView;

typedef struct EvaluationView {
    Str title, sub, done, error, consequences, schemes;
    Tabs periods;
    Moments steps;
    LIST_OF(BlockView) blocks;
    Str next_title, next_what, next_href, next_link, waits;
    bool acts, also; /* the next step is a form; the trial may be run again */
    bool finished;   /* nothing is left to do: how it came about stands at the end */
    Confirm act, again;
    Table rulings;
    LIST_OF(GroupView) groups;
} EvaluationView;
#include "web/templates/evaluation.html.h"

static Str number(Ctx *c, int64_t n)
{
    return arena_fmt(c->arena, "%lld", (long long)n);
}

/* ---- the strip of steps ---- */

static Str when_of(Ctx *c, const FlowLine *line)
{
    if (line->at)
        return instant_minute(c->arena, line->at);
    if (line->state == FLOW_DONE && line->on != DATE_NONE)
        return date_str(c->arena, line->on);
    if (line->due == DATE_NONE)
        return S("");
    Str due = date_str(c->arena, line->due);
    return line->state == FLOW_DONE || line->state == FLOW_PASSED_BY
               ? due
               : msg_str(c->arena, c->lang, line->late ? MSG_FLOW_DUE_LATE : MSG_FLOW_DUE,
                         {"due", due});
}

static void fill_steps(Ctx *c, const Flow *f, EvaluationView *v)
{
    for (int i = 0; i < FLOW_STEPS; i++) {
        const FlowLine *line = &f->lines[i];
        if (line->absent)
            continue;
        Moment *m = arena_push(c->arena, &v->steps);
        *m = (Moment){.when = when_of(c, line),
                      .title = flow_step_text(c->lang, (FlowStep)i),
                      .who = line->by.len ? flow_who(&c->app, line->by) : S(""),
                      .done = line->state == FLOW_DONE,
                      .now = line->state == FLOW_NEXT};
        if (line->state == FLOW_PASSED_BY)
            m->text = msg(c->lang, MSG_FLOW_PASSED_BY);
        else if (i == FLOW_COLLECT && f->units)
            m->text = msg_str(c->arena, c->lang, MSG_FLOW_REPORTED, {"n", number(c, f->reported)},
                              {"units", number(c, f->units)});
        else if (i == FLOW_OPEN && f->until != DATE_NONE)
            m->text =
                msg_str(c->arena, c->lang, MSG_FLOW_UNTIL, {"until", date_str(c->arena, f->until)});
    }
}

/* ---- what blocks ---- */

static void fill_blocks(Ctx *c, const Flow *f, EvaluationView *v)
{
    Str period = f->period->code;
    for (int i = 0; i < f->blocks.count; i++) {
        const FlowBlock *b = &f->blocks.items[i];
        BlockView *to = arena_push(c->arena, &v->blocks);
        *to = (BlockView){.text = flow_block_text(&c->app, c->lang, f, b), .hard = b->hard};
        switch (b->kind) {
        case FLOW_MISSING:
        case FLOW_RETURNED:
        case FLOW_UNREAD:
            to->href = link_to(c, "/review/{period}", {"period", period});
            to->link = msg(c->lang, MSG_REVIEW_TITLE);
            break;
        case FLOW_UNCONFIRMED:
            to->href = S("/confirm");
            to->link = msg(c->lang, MSG_NAV_CONFIRM);
            break;
        case FLOW_FINDINGS:
            to->href = link_to(c, "/screening/{period}", {"period", period});
            to->link = msg(c->lang, MSG_FLOW_GO_FINDINGS);
            break;
        case FLOW_APPEAL_OPEN:
            to->href = link_to(c, "/appeals", {"state", S("open")}, {"period", period});
            to->link = msg(c->lang, MSG_APPEAL_TITLE);
            break;
        case FLOW_SCHEME:
            to->href = S("/schemes");
            to->link = msg(c->lang, MSG_NAV_SCHEME);
            break;
        default:
            break;
        }
    }
}

/* ---- the next step ---- */

static const struct {
    Str action; /* under /evaluation/{period}; empty: no form of this page */
    Msg label, what;
} acts[FLOW_STEPS] = {
    [FLOW_COLLECT] = {SC(""), MSG_FLOW_GO_REVIEW, MSG_FLOW_WHAT_COLLECT},
    [FLOW_LOCK] = {SC(""), MSG_REVIEW_LOCK, MSG_FLOW_WHAT_LOCK},
    [FLOW_TRIAL] = {SC("trial"), MSG_FLOW_DO_TRIAL, MSG_FLOW_WHAT_TRIAL},
    [FLOW_OPEN] = {SC("open"), MSG_FLOW_DO_OPEN, MSG_FLOW_WHAT_OPEN},
    [FLOW_APPEALS] = {SC(""), MSG_FLOW_APPEALS, MSG_FLOW_WHAT_APPEALS},
    [FLOW_CONFIRM] = {SC("confirm"), MSG_FLOW_DO_CONFIRM, MSG_FLOW_WHAT_CONFIRM},
    [FLOW_FREEZE] = {SC("freeze"), MSG_FLOW_DO_FREEZE, MSG_FLOW_WHAT_FREEZE},
    [FLOW_PUBLISH] = {SC("publish"), MSG_FLOW_DO_PUBLISH, MSG_FLOW_WHAT_PUBLISH},
    [FLOW_CIRCULAR] = {SC(""), MSG_FLOW_GO_CIRCULAR, MSG_FLOW_WHAT_CIRCULAR},
};

static Confirm confirm_of(Ctx *c, const Flow *f, FlowStep step)
{
    Str period = f->period->code;
    Confirm act = {.label = msg(c->lang, acts[step].label), .what = msg(c->lang, acts[step].what)};
    switch (step) {
    case FLOW_TRIAL:
        act.action = link_to(c, "/evaluation/{period}/trial", {"period", period});
        break;
    case FLOW_OPEN:
        act.action = link_to(c, "/evaluation/{period}/open", {"period", period});
        break;
    case FLOW_CONFIRM:
        act.action = link_to(c, "/evaluation/{period}/confirm", {"period", period});
        act.name = S("seen");
        act.value = f->result.digest;
        break;
    case FLOW_FREEZE:
        act.action = link_to(c, "/evaluation/{period}/freeze", {"period", period});
        act.name = S("seen");
        act.value = f->result.digest;
        break;
    default:
        act.action = link_to(c, "/evaluation/{period}/publish", {"period", period});
        break;
    }
    return act;
}

static bool is_moved(const Flow *f)
{
    for (int i = 0; i < f->blocks.count; i++)
        if (f->blocks.items[i].kind == FLOW_MOVED)
            return true;
    return false;
}

static void fill_next(Ctx *c, const Flow *f, EvaluationView *v)
{
    Str period = f->period->code;
    if (f->next == FLOW_STEPS) {
        v->next_title = msg(c->lang, MSG_FLOW_THROUGH);
        v->next_what = msg(c->lang, MSG_FLOW_WHAT_THROUGH);
        return;
    }
    bool moved = is_moved(f);
    FlowStep step = moved ? FLOW_TRIAL : (FlowStep)f->next;
    v->next_title =
        msg_str(c->arena, c->lang, MSG_FLOW_NEXT, {"step", flow_step_text(c->lang, step)});
    v->next_what = msg(c->lang, acts[step].what);
    bool before_trial = f->next == FLOW_COLLECT || f->next == FLOW_LOCK;
    if (f->next == FLOW_COLLECT || f->next == FLOW_LOCK) {
        v->next_href = link_to(c, "/review/{period}", {"period", period});
        v->next_link = msg(c->lang, MSG_FLOW_GO_REVIEW);
    } else if (f->next == FLOW_CIRCULAR) {
        v->next_href = link_to(c, "/circulars/{period}", {"period", period});
        v->next_link = msg(c->lang, MSG_FLOW_GO_CIRCULAR);
    }
    v->acts = acts[step].action.len && (moved ? ctx_may(c, ACT_EVALUATE) : f->may && !f->blocked);
    if (v->acts)
        v->act = confirm_of(c, f, step);
    else if (acts[step].action.len && !f->blocked)
        v->waits = msg(c->lang, MSG_FLOW_NOT_YOURS);
    v->also = ctx_may(c, ACT_EVALUATE) && !moved && f->reported > 0 &&
              (f->next == FLOW_LOCK || (f->next >= FLOW_OPEN && f->next <= FLOW_FREEZE) ||
               (before_trial && f->reported > 0));
    if (v->also) {
        v->again = confirm_of(c, f, FLOW_TRIAL);
        if (f->result.tried)
            v->again.label = msg(c->lang, MSG_FLOW_AGAIN);
    }
}

/* ---- what was ruled on appeals ---- */

static Str moved_text(Ctx *c, Str before, Str after)
{
    return arena_fmt(c->arena, "%.*s → %.*s", STR_ARG(before), STR_ARG(after));
}

static Str rank_text(Ctx *c, int rank)
{
    return rank ? number(c, rank) : S("—");
}

static void add_ruling(Ctx *c, const AppealCase *k, Table *t)
{
    const AppealMoved *m = &k->row.moved;
    bool known = m->score_before.len && !k->closed;
    TableRow *row = table_add_row(c->arena, t);
    row_add_cell(c->arena, row)->text = k->unit->name;
    *row_add_cell(c->arena, row) = (Cell){.text = appeal_line(&c->app, c->lang, k),
                                          .href = link_to(c, "/appeals/{id}", {"id", k->row.id})};
    *row_add_cell(c->arena, row) =
        (Cell){.text = appeal_state_text(c->lang, k->state), .note = k->row.ruled_on};
    row_add_cell(c->arena, row)->text =
        known ? moved_text(c, m->score_before, m->score_after) : S("—");
    row_add_cell(c->arena, row)->text =
        known ? moved_text(c, rank_text(c, m->rank_before), rank_text(c, m->rank_after)) : S("—");
    row_add_cell(c->arena, row)->text =
        known
            ? msg_str(c->arena, c->lang, MSG_APPEAL_OTHERS_TEXT, {"peers", number(c, m->peers)},
                      {"scores", number(c, m->scores_moved)}, {"ranks", number(c, m->ranks_moved)})
            : S("—");
}

static bool is_ruled(const AppealCase *k)
{
    return k->state != APPEAL_OPEN && k->state != APPEAL_WITHDRAWN;
}

static void fill_rulings(Ctx *c, const AppealCases *cases, EvaluationView *v)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_COL_UNIT, CELL_HEAD},       {MSG_APPEAL_MATTER, CELL_TEXT},
                   {MSG_APPEAL_RULING, CELL_SHORT}, {MSG_COL_SCORE, CELL_NUMBER},
                   {MSG_COL_RANK, CELL_NUMBER},     {MSG_APPEAL_OTHERS, CELL_TEXT}};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        table_add_column(c->arena, &v->rulings, msg(c->lang, columns[i].label), columns[i].kind);
    for (int i = 0; i < cases->count; i++)
        if (is_ruled(&cases->items[i]))
            add_ruling(c, &cases->items[i], &v->rulings);
}

static void rulings_json(Ctx *c, const AppealCases *cases, Json *json)
{
    json_key(json, S("rulings"));
    json_array(json);
    for (int i = 0; i < cases->count; i++)
        if (is_ruled(&cases->items[i]))
            appeal_json(&c->app, c->lang, &cases->items[i], json);
    json_array_end(json);
}

/* ---- what has changed ---- */

static Str moves_text(Ctx *c, const FlowUnit *u)
{
    Out out = out_new(c->arena, LIMIT_LINE_BYTES);
    for (int i = 0; i < u->nmoves; i++) {
        const FlowMove *m = &u->moves[i];
        out_s(&out, i ? (c->lang == LANG_EN ? S("; ") : S("；")) : S(""));
        msg_out(&out, c->lang, MSG_FLOW_MOVE, {"leaf", m->leaf->name}, {"before", m->before},
                {"after", m->after}, {"change", gain_text(c->arena, m->change)});
    }
    return out_str(&out);
}

/* Its rank stands on no report. */
static bool is_missing(const ReportStandingList *reports, const FlowUnit *u)
{
    for (int i = 0; i < reports->count; i++)
        if (str_eq(reports->items[i].unit->code, u->unit->code))
            return reports->items[i].missing;
    return false;
}

static void fill_unit(Ctx *c, const FlowGroup *g, const FlowUnit *u,
                      const ReportStandingList *reports, Table *table)
{
    TableRow *row = table_add_row(c->arena, table);
    *row_add_cell(c->arena, row) =
        (Cell){.text = u->now.rank ? number(c, u->now.rank) : S("—"),
               .mark = is_missing(reports, u) ? msg(c->lang, MSG_RANK_MARK_MISSING) : S("")};
    Cell *name = row_add_cell(c->arena, row);
    *name = (Cell){
        .text = u->unit->name,
        .href = link_to(c, "/units/{unit}", {"unit", u->unit->code}, {"period", g->run.period}),
        .mark = u->now.in_bottom ? msg(c->lang, MSG_UNIT_IN_BOTTOM) : S("")};
    row_add_cell(c->arena, row)->text = u->now.score_shown;
    Cell *change = row_add_cell(c->arena, row);
    if (u->hidden)
        change->text = msg(c->lang, MSG_LEAVES_CLOSED);
    else if (u->gain.known)
        *change = (Cell){
            .text = u->gain.places == 0 ? S("0") : gain_text(c->arena, number(c, u->gain.places)),
            .note = gain_text(c->arena, u->gain.score),
            .title = msg_str(c->arena, c->lang, MSG_FLOW_RANK_BEFORE,
                             {"rank", number(c, u->rank_before)})};
    else
        change->text = S("—");
    row_add_cell(c->arena, row)->text = u->now.gain_rank ? number(c, u->now.gain_rank) : S("—");
    row_add_cell(c->arena, row)->text = moves_text(c, u);
    Str above = u->to_above.len ? u->to_above : S("—"),
        below = u->to_below.len ? u->to_below : S("—");
    row_add_cell(c->arena, row)->text =
        arena_fmt(c->arena, "%.*s / %.*s", STR_ARG(above), STR_ARG(below));
    if (g->draws)
        row_add_cell(c->arena, row)->text =
            u->now.rank ? arena_fmt(c->arena, "%lld%%",
                                    (long long)((u->in_bottom * 100 + g->draws / 2) / g->draws))
                        : S("—");
}

static void fill_group(Ctx *c, const FlowGroup *g, const ReportStandingList *reports, GroupView *v)
{
    Table *t = &v->table;
    v->title = g->group->name;
    v->aside = g->before ? msg_str(c->arena, c->lang,
                                   g->other_scheme ? MSG_FLOW_AGAINST_OTHER : MSG_FLOW_AGAINST,
                                   {"before", g->before->name})
                         : msg(c->lang, MSG_FLOW_FIRST);
    v->leaves = link_to(c, "/rankings/{period}/{group}/leaves", {"period", g->run.period},
                        {"group", g->group->code});
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_RANK), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_UNIT), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_SCORE), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_FLOW_COL_CHANGE), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_GAIN_RANK), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_FLOW_COL_WHY), CELL_TEXT);
    table_add_column(c->arena, t, msg(c->lang, MSG_FLOW_COL_MARGINS), CELL_SHORT);
    if (g->draws)
        table_add_column(c->arena, t, msg(c->lang, MSG_FLOW_COL_STABILITY), CELL_NUMBER);
    for (int i = 0; i < g->count; i++)
        fill_unit(c, g, &g->units[i], reports, t);
}

/* ---- the page ---- */

static void fill_periods(Ctx *c, const CampaignPeriod *here, EvaluationView *v)
{
    for (int i = 0; i < c->app.def.periods.count; i++) {
        const CampaignPeriod *p = &c->app.def.periods.items[i];
        Date opens = p->opens_on == DATE_NONE ? p->from : p->opens_on;
        if (opens <= c->app.today || p == here)
            *arena_push(c->arena, &v->periods) =
                (Tab){.label = p->name,
                      .href = link_to(c, "/evaluation/{period}", {"period", p->code}),
                      .current = p == here};
    }
}

static bool answer(Ctx *c, Str period, Str done_words, Str error, Err *err)
{
    Flow f;
    FlowGroups groups = {0};
    AppealCases appeals = {0};
    ReportStandingList reports = {0};
    if (!flow_read(&c->app, period, &f, err) || !flow_changes(&c->app, period, &groups, err) ||
        !appeal_cases(&c->app, &(AppealQuery){.period = period}, &appeals, err) ||
        !report_states(&c->app, f.period, &reports, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        json_kbool(&json, S("sample"), c->app.def.sample);
        flow_json(&c->app, &f, &json);
        flow_changes_json(&c->app, &groups, &json);
        rulings_json(c, &appeals, &json);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    EvaluationView v = {.title =
                            msg_str(c->arena, c->lang, MSG_FLOW_TITLE, {"period", f.period->name}),
                        .sub = msg(c->lang, f.period->ranked ? MSG_FLOW_SUB : MSG_FLOW_SUB_TRIAL),
                        .schemes = msg_str(c->arena, c->lang, MSG_FLOW_SCHEMES,
                                           {"schemes", flow_schemes_text(&c->app, c->lang, &f)}),
                        .done = done_words,
                        .error = error};
    if (f.result.is_published)
        v.consequences =
            link_to(c, "/evaluation/{period}/consequences", {"period", f.period->code});
    fill_periods(c, f.period, &v);
    fill_steps(c, &f, &v);
    fill_blocks(c, &f, &v);
    fill_next(c, &f, &v);
    fill_rulings(c, &appeals, &v);
    v.finished = f.next == FLOW_STEPS;
    for (int i = 0; i < groups.count; i++)
        fill_group(c, &groups.items[i], &reports, arena_push(c->arena, &v.groups));
    evaluation_html(page_begin(c, v.title, NAV_EVALUATION), c, &v);
    return page_end(c, err);
}

bool evaluation_now_page(Ctx *c, Err *err)
{
    const CampaignPeriod *period;
    return app_need_campaign(&c->app, err) && flow_period_in_hand(&c->app, &period, err) &&
           redirect(c, link_to(c, "/evaluation/{period}", {"period", period->code}), err);
}

static const Msg said[FLOW_STEPS] = {
    [FLOW_TRIAL] = MSG_FLOW_DONE_TRIAL,     [FLOW_OPEN] = MSG_FLOW_DONE_OPEN,
    [FLOW_CONFIRM] = MSG_FLOW_DONE_CONFIRM, [FLOW_FREEZE] = MSG_FLOW_DONE_FREEZE,
    [FLOW_PUBLISH] = MSG_FLOW_DONE_PUBLISH,
};

bool evaluation_page(Ctx *c, Err *err)
{
    int64_t step = ctx_i64(c, "done", -1);
    static const FlowStep steps[] = {FLOW_TRIAL, FLOW_OPEN, FLOW_CONFIRM, FLOW_FREEZE,
                                     FLOW_PUBLISH};
    bool known = step >= 0 && step < (int64_t)(sizeof steps / sizeof steps[0]);
    return answer(c, ctx_text(c, "period"), known ? msg(c->lang, said[steps[step]]) : S(""), S(""),
                  err);
}

/* ---- the acts ---- */

static bool act(App *app, FlowStep step, Str period, Str seen, Err *err)
{
    EvaluationList list = {0};
    TalkList talks = {0};
    Replay replay = {0};
    ResultRow row;
    bool kept;
    switch (step) {
    case FLOW_TRIAL:
        return month_evaluate(app, period, &list, &kept, err);
    case FLOW_OPEN:
        return result_open(app, period, &row, err);
    case FLOW_CONFIRM:
        return result_confirm(app, period, seen, &row, err);
    case FLOW_FREEZE:
        return month_freeze(app, period, seen, &list, err);
    default:
        return month_publish(app, period, &talks, &replay, err);
    }
}

static bool act_do(Ctx *c, FlowStep step, Err *err)
{
    Str period = ctx_text(c, "period");
    bool looks = step == FLOW_CONFIRM || step == FLOW_FREEZE;
    if (act(&c->app, step, period, looks ? ctx_text(c, "seen") : S(""), err))
        return done(
            c,
            link_to(c, "/evaluation/{period}", {"period", period}, {"done", flow_step_word(step)}),
            err);
    if (c->json || err_kind(err->code) != KIND_CONFLICT)
        return false;
    Out why = out_new(c->arena, LIMIT_LINE_BYTES);
    Err first = *err;
    *err = (Err){0};
    msg_err(&why, c->lang, &first);
    c->response->status = http_status_of(err_kind(first.code));
    return answer(c, period, S(""), out_str(&why), err);
}

bool evaluation_trial_do(Ctx *c, Err *err)
{
    return act_do(c, FLOW_TRIAL, err);
}

bool evaluation_open_do(Ctx *c, Err *err)
{
    return act_do(c, FLOW_OPEN, err);
}

bool evaluation_confirm_do(Ctx *c, Err *err)
{
    return act_do(c, FLOW_CONFIRM, err);
}

bool evaluation_freeze_do(Ctx *c, Err *err)
{
    return act_do(c, FLOW_FREEZE, err);
}

bool evaluation_publish_do(Ctx *c, Err *err)
{
    return act_do(c, FLOW_PUBLISH, err);
}
