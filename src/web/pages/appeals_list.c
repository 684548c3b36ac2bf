/* The list of appeals (申诉): filtered, sorted, as a file. */
#include "base/limits.h"
#include "web/appeal_marks.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct AppealsView {
    Str title, sub, clear, csv, xlsx, file_href;
    bool all; /* units can be chosen */
    Options states, whats, periods, units;
    Table rows;
} AppealsView;
#include "web/templates/appeals.html.h"

enum { FORMAT_CSV = 1 };

Nav appeal_nav(const Ctx *c)
{
    return ctx_may(c, ACT_RESULT_TRIAL_READ) ? NAV_EVALUATION
           : c->app.actor.role == ROLE_UNIT  ? NAV_UNIT
                                             : NAV_RANKING;
}

StateKind appeal_state_kind(const AppealCase *k)
{
    static const StateKind kinds[APPEAL_STATES] = {STATE_DOING, STATE_DONE, STATE_DONE,
                                                   STATE_STOPPED, STATE_STOPPED};
    return k->state == APPEAL_OPEN && k->has_left && k->left < 0 ? STATE_LATE : kinds[k->state];
}

static Str number(const Ctx *c, int n)
{
    return arena_fmt(c->arena, "%d", n);
}

Str appeal_left_text(const Ctx *c, const AppealCase *k)
{
    if (!k->has_left)
        return S("");
    return k->left < 0 ? msg_str(c->arena, c->lang, MSG_APPEAL_OVER, {"n", number(c, -k->left)})
                       : msg_str(c->arena, c->lang, MSG_APPEAL_LEFT, {"n", number(c, k->left)});
}

static AppealQuery query_of(const Ctx *c)
{
    return (AppealQuery){.period = ctx_text(c, "period"),
                         .state = ctx_text(c, "state"),
                         .what = ctx_text(c, "what"),
                         .unit = ctx_text(c, "unit"),
                         .order = (AppealOrder)ctx_i64(c, "sort", APPEAL_BY_WAITING),
                         .turned = ctx_given(c, "turned")};
}

static const Str sort_words[APPEAL_ORDERS] = {SC(""),      SC("unit"),  SC("period"),
                                              SC("state"), SC("filed"), SC("ruled")};

/* The same question elsewhere, or in another order. */
static Str same_link(const Ctx *c, const char *pattern, const AppealQuery *q, AppealOrder order,
                     bool turned, Str format)
{
    return link_to(c, pattern, {"period", q->period}, {"unit", q->unit}, {"state", q->state},
                   {"what", q->what}, {"sort", sort_words[order]},
                   {"turned", turned ? S("1") : S("")}, {"format", format});
}

static void fill_heads(Ctx *c, const AppealQuery *q, Table *t)
{
    static const struct {
        Msg label;
        AppealOrder order;
        CellKind kind;
    } heads[] = {{MSG_APPEAL_WHAT, APPEAL_BY_WAITING, CELL_HEAD},
                 {MSG_COL_UNIT, APPEAL_BY_UNIT, CELL_TEXT},
                 {MSG_COL_PERIOD, APPEAL_BY_PERIOD, CELL_SHORT},
                 {MSG_TALK_COL_STATE, APPEAL_BY_STATE, CELL_SHORT},
                 {MSG_APPEAL_FILED, APPEAL_BY_FILED, CELL_SHORT},
                 {MSG_APPEAL_RULED, APPEAL_BY_RULED, CELL_SHORT}};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        bool here = heads[i].order == q->order;
        table_add_column(c->arena, t, msg(c->lang, heads[i].label), heads[i].kind);
        if (heads[i].order == APPEAL_BY_WAITING) /* what it is about has no order of its own */
            continue;
        t->columns.items[i].head.href =
            same_link(c, "/appeals", q, heads[i].order, here && !q->turned, S(""));
        t->columns.items[i].head.direction = here ? (q->turned ? -1 : 1) : 0;
    }
}

static void add_row(Ctx *c, const AppealCase *k, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    *row_add_cell(c->arena, row) = (Cell){.text = appeal_line(&c->app, c->lang, k),
                                          .href = link_to(c, "/appeals/{id}", {"id", k->row.id})};
    *row_add_cell(c->arena, row) = (Cell){.text = k->unit->name};
    *row_add_cell(c->arena, row) = (Cell){.text = k->period->name};
    *row_add_cell(c->arena, row) =
        (Cell){.text = appeal_state_text(c->lang, k->state),
               .state = appeal_state_kind(k),
               .note = appeal_left_text(c, k),
               .mark = k->may_rule ? msg(c->lang, MSG_CORRECTION_YOURS) : S("")};
    *row_add_cell(c->arena, row) = (Cell){.text = k->row.filed_on};
    *row_add_cell(c->arena, row) = (Cell){.text = k->row.ruled_on};
}

static void fill_filter(Ctx *c, const AppealQuery *q, AppealsView *v)
{
    for (int i = 0; i < APPEAL_STATES; i++)
        *arena_push(c->arena, &v->states) =
            (Option){appeal_state_word((AppealState)i), appeal_state_text(c->lang, (AppealState)i),
                     str_eq(appeal_state_word((AppealState)i), q->state)};
    for (int i = 0; i < APPEAL_WHATS; i++)
        *arena_push(c->arena, &v->whats) =
            (Option){appeal_what_word((AppealWhat)i), appeal_what_text(c->lang, (AppealWhat)i),
                     str_eq(appeal_what_word((AppealWhat)i), q->what)};
    for (int i = c->app.def.periods.count - 1; i >= 0; i--) {
        const CampaignPeriod *p = &c->app.def.periods.items[i];
        if (p->to < c->app.today)
            *arena_push(c->arena, &v->periods) =
                (Option){p->code, p->name, str_eq(p->code, q->period)};
    }
    v->clear = q->state.len + q->what.len + q->period.len + q->unit.len ? S("/appeals") : S("");
    for (int i = 0; v->all && i < c->app.def.units.count; i++) {
        const Unit *unit = &c->app.def.units.items[i];
        if (unit->ranked)
            *arena_push(c->arena, &v->units) =
                (Option){unit->code, unit->name, str_eq(unit->code, q->unit)};
    }
}

static bool list_json(Ctx *c, const AppealCases *cases, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("appeals"));
    json_array(&json);
    for (int i = 0; i < cases->count; i++)
        appeal_json(&c->app, c->lang, &cases->items[i], &json);
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool appeals_page(Ctx *c, Err *err)
{
    AppealCases cases = {0};
    const AppealQuery q = query_of(c);
    bool own = permit_scope(c->app.actor.role, ACT_APPEAL_READ) == SCOPE_OWN;
    AppealsView v = {.title = msg(c->lang, MSG_APPEAL_TITLE),
                     .sub = msg(c->lang, own ? MSG_APPEALS_SUB_OWN : MSG_APPEALS_SUB)};
    if (!appeal_cases(&c->app, &q, &cases, err))
        return false;
    if (c->json)
        return list_json(c, &cases, err);
    v.all = !own;
    fill_heads(c, &q, &v.rows);
    v.rows.empty = msg(c->lang, MSG_APPEALS_NONE);
    for (int i = 0; i < cases.count; i++)
        add_row(c, &cases.items[i], &v.rows);
    fill_filter(c, &q, &v);
    v.xlsx = same_link(c, "/appeal/file", &q, q.order, q.turned, S(""));
    v.csv = same_link(c, "/appeal/file", &q, q.order, q.turned, S("csv"));
    if (ctx_may(c,
                ACT_APPEAL_FILE)) /* the office for the unit that it has chosen, or will choose */
        v.file_href =
            link_to(c, "/appeal/new", {"unit", own ? S("") : q.unit}, {"period", q.period});
    appeals_html(page_begin(c, v.title, appeal_nav(c)), c, &v);
    return page_end(c, err);
}

bool appeals_file(Ctx *c, Err *err)
{
    static const Msg heads[] = {MSG_COL_PERIOD,     MSG_COL_UNIT,      MSG_APPEAL_WHAT,
                                MSG_APPEAL_ITEM,    MSG_APPEAL_FOUND,  MSG_APPEAL_WISHED,
                                MSG_TALK_COL_STATE, MSG_APPEAL_STANDS, MSG_APPEAL_FILED,
                                MSG_APPEAL_RULED,   MSG_APPEAL_REASON, MSG_APPEAL_RULING_REASON};
    enum { HEADS = sizeof heads / sizeof heads[0] };
    AppealCases cases = {0};
    const AppealQuery q = query_of(c);
    Str name = msg(c->lang, MSG_APPEAL_TITLE);
    if (!appeal_cases(&c->app, &q, &cases, err))
        return false;
    Sheet sheet = sheet_new(c->arena, name, HEADS);
    for (int i = 0; i < HEADS; i++)
        sheet.columns[i] = (SheetColumn){.title = msg(c->lang, heads[i]), .kind = SHEET_BY_LOOK};
    for (int i = 0; i < cases.count; i++) {
        const AppealCase *k = &cases.items[i];
        const Str cells[HEADS] = {k->period->name,
                                  k->unit->name,
                                  appeal_what_text(c->lang, k->what),
                                  k->closed ? msg(c->lang, MSG_REVIEW_HIDDEN) : k->name,
                                  k->row.found,
                                  k->row.wished,
                                  appeal_state_text(c->lang, k->state),
                                  k->row.stands,
                                  k->row.filed_on,
                                  k->row.ruled_on,
                                  k->row.reason,
                                  k->row.ruling_reason};
        for (int x = 0; x < HEADS; x++)
            sheet_cell(&sheet, cells[x]);
    }
    if (ctx_i64(c, "format", 0) == FORMAT_CSV)
        return download_csv(c, &sheet, name, err);
    return download_book(c, &sheet, 1, name, err);
}
