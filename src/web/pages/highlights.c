/* Highlights (亮点简报): the list with its filter, the form, one of them with what became of it. */
#include "app/report/highlight.h"

#include "app/campaign_index.h"
#include "app/files/file_check.h"
#include "app/files/files.h"
#include "app/ledger/progress.h"
#include "app/person.h"
#include "base/limits.h"
#include "web/files_panel.h"
#include "web/pages.h"

typedef struct HighlightsView {
    Options states, themes;
    bool may_send;
    Str clear, csv, xlsx, sub;
    Table rows;
} HighlightsView;
#include "web/templates/highlights.html.h"

typedef struct HighlightNewView {
    FieldFaults faults;
    Str error, file_help, file_accept;
    bool office;
    Options units, tasks, indicators, periods;
    HighlightEntry typed;
} HighlightNewView;
#include "web/templates/highlight_new.html.h"

typedef struct HighlightPageView {
    Str title, sub, text, error, adopt_action, today;
    Facts facts;
    Moments steps;
    Table same, bonus;
    bool may_decide, may_adopt, has_same, has_bonus;
    Act take;
    Str return_action;
    Options causes;
    bool may_withdraw;
    Confirm withdraw;
} HighlightPageView;
#include "web/templates/highlight.html.h"

enum { TASKS_OFFERED = 500, FORMAT_CSV = 0 };

static bool is_office(const Ctx *c)
{
    return permit_scope(c->app.actor.role, ACT_HIGHLIGHT_DECIDE) == SCOPE_ALL;
}

static StateKind state_kind(HighlightState state)
{
    static const StateKind kinds[HIGHLIGHT_STATES] = {STATE_OPEN, STATE_DOING, STATE_STOPPED,
                                                      STATE_DONE, STATE_STOPPED};
    return kinds[state];
}

static Str title_of(Ctx *c, Str no)
{
    const CampaignIndex *x = app_index(&c->app);
    int task = map_get(&x->tasks, no);
    return task < 0 ? no : x->def->tasks.items[task].title;
}

static Str unit_text(Ctx *c, Str unit)
{
    return unit.len ? unit_name(&c->app, unit) : msg(c->lang, MSG_FILES_OFFICE);
}

/* ---- the list ---- */

static HighlightQuery query_of(const Ctx *c)
{
    return (HighlightQuery){.state = ctx_text(c, "state"),
                            .unit = ctx_text(c, "unit"),
                            .theme = ctx_text(c, "theme"),
                            .before = ctx_text(c, "before")};
}

static bool list_json(Ctx *c, const HighlightPage *page, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("highlights"));
    json_array(&json);
    for (int i = 0; i < page->items.count; i++)
        highlight_json(&c->app, &json, &page->items.items[i], NULL, NULL);
    json_array_end(&json);
    json_ki64(&json, S("total"), page->total);
    json_kstr(&json, S("next"), page->next);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static void add_row(Ctx *c, const HighlightView *h, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    const HighlightStep *last = &h->steps.items[h->steps.count - 1];
    row->own = h->own;
    *row_add_cell(c->arena, row) =
        (Cell){.text = h->row.title, .href = link_to(c, "/highlights/{id}", {"id", h->row.id})};
    *row_add_cell(c->arena, row) = (Cell){.text = unit_text(c, h->row.unit)};
    *row_add_cell(c->arena, row) = (Cell){.text = title_of(c, h->row.task)};
    *row_add_cell(c->arena, row) = (Cell){.text = highlight_effect_text(&c->app, c->lang, &h->row)};
    *row_add_cell(c->arena, row) = (Cell){.text = highlight_state_text(c->lang, h->state),
                                          .state = state_kind(h->state),
                                          .note = h->adoptions ? last->document : S("")};
    *row_add_cell(c->arena, row) = (Cell){.text = instant_minute(c->arena, h->sent_at)};
}

static void fill_filter(Ctx *c, const HighlightQuery *q, HighlightsView *v)
{
    for (int i = 0; i < HIGHLIGHT_STATES; i++) {
        Str word = highlight_state_word((HighlightState)i);
        *arena_push(c->arena, &v->states) = (Option){
            word, highlight_state_text(c->lang, (HighlightState)i), str_eq(word, q->state)};
    }
    for (int i = 0; i < c->app.def.tasks.count; i++) {
        const Task *t = &c->app.def.tasks.items[i];
        if (str_eq(t->level, S("theme")))
            *arena_push(c->arena, &v->themes) = (Option){t->no, t->title, str_eq(t->no, q->theme)};
    }
    if (q->state.len + q->theme.len + q->unit.len)
        v->clear = S("/highlights");
}

bool highlights_page(Ctx *c, Err *err)
{
    static const Msg heads[] = {MSG_HIGHLIGHT_COL_TITLE, MSG_COL_UNIT,
                                MSG_HIGHLIGHT_COL_TASK,  MSG_HIGHLIGHT_COL_EFFECT,
                                MSG_HIGHLIGHT_COL_STATE, MSG_HIGHLIGHT_COL_SENT};
    HighlightPage page = {0};
    HighlightQuery q = query_of(c);
    HighlightsView v = {.may_send = ctx_may(c, ACT_HIGHLIGHT_SEND)};
    if (!highlight_list(&c->app, &q, &page, err))
        return false;
    if (c->json)
        return list_json(c, &page, err);
    fill_filter(c, &q, &v);
    v.sub = msg(c->lang, is_office(c) ? MSG_HIGHLIGHTS_SUB_OFFICE : MSG_HIGHLIGHTS_SUB);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(c->arena, &v.rows, msg(c->lang, heads[i]),
                         i == 0   ? CELL_HEAD
                         : i >= 4 ? CELL_SHORT
                                  : CELL_TEXT);
    v.rows.empty = msg(c->lang, MSG_HIGHLIGHTS_NONE);
    for (int i = 0; i < page.items.count; i++)
        add_row(c, &page.items.items[i], &v.rows);
    v.rows.foot = (TableFoot){.shown = page.items.count, .total = page.total};
    if (page.next.len)
        v.rows.foot.next = link_to(c, "/highlights", {"state", q.state}, {"unit", q.unit},
                                   {"theme", q.theme}, {"before", page.next});
    v.csv = link_to(c, "/highlight/file", {"state", q.state}, {"unit", q.unit}, {"theme", q.theme},
                    {"format", S("csv")});
    v.xlsx = link_to(c, "/highlight/file", {"state", q.state}, {"unit", q.unit}, {"theme", q.theme},
                     {"format", S("xlsx")});
    highlights_html(page_begin(c, msg(c->lang, MSG_HIGHLIGHTS_TITLE), NAV_HIGHLIGHT), c, &v);
    return page_end(c, err);
}

bool highlights_file(Ctx *c, Err *err)
{
    HighlightPage page = {0};
    HighlightViews all = {0};
    HighlightQuery q = query_of(c);
    Str name = msg(c->lang, MSG_HIGHLIGHTS_TITLE);
    do {
        if (!highlight_list(&c->app, &q, &page, err))
            return false;
        for (int i = 0; i < page.items.count; i++)
            *arena_push(c->arena, &all) = page.items.items[i];
        q.before = page.next;
    } while (page.next.len);
    Sheet sheet = highlight_sheet(&c->app, c->lang, &all);
    if (ctx_i64(c, "format", 0) == FORMAT_CSV)
        return download_csv(c, &sheet, name, err);
    return download_book(c, &sheet, 1, name, err);
}

/* ---- the form ---- */

static bool is_offered(Ctx *c, int task)
{
    const CampaignIndex *x = app_index(&c->app);
    const Task *t = &x->def->tasks.items[task];
    if (x->places[task].restricted || str_eq(t->level, S("measure")))
        return false;
    return is_office(c) || str_eq(t->level, S("area")) || progress_party(&c->app, task).len > 0;
}

static void fill_choices(Ctx *c, HighlightNewView *v)
{
    const CampaignDef *def = &c->app.def;
    const CampaignIndex *x = app_index(&c->app);
    Arena *a = c->arena;
    for (int i = 0; i < def->tasks.count && v->tasks.count < TASKS_OFFERED; i++)
        if (is_offered(c, i)) {
            const Task *t = &def->tasks.items[i];
            *arena_push(a, &v->tasks) =
                (Option){t->no, arena_fmt(a, "%.*s %.*s", STR_ARG(t->no), STR_ARG(t->title)),
                         str_eq(t->no, v->typed.task)};
        }
    for (int i = 0; i < def->indicators.count; i++)
        if (!x->restricted_indicators[i])
            *arena_push(a, &v->indicators) =
                (Option){def->indicators.items[i].code, def->indicators.items[i].name,
                         str_eq(def->indicators.items[i].code, v->typed.indicator)};
    for (int i = def->periods.count - 1; i >= 0; i--)
        if (def->periods.items[i].from <= c->app.today)
            *arena_push(a, &v->periods) =
                (Option){def->periods.items[i].code, def->periods.items[i].name,
                         str_eq(def->periods.items[i].code, v->typed.period)};
    for (int i = 0; v->office && i < def->units.count; i++)
        if (!def->units.items[i].restricted)
            *arena_push(a, &v->units) = (Option){def->units.items[i].code, def->units.items[i].name,
                                                 str_eq(def->units.items[i].code, v->typed.unit)};
}

static bool show_form(Ctx *c, const HighlightEntry *typed, const Err *fault, Err *err)
{
    Arena *a = c->arena;
    HighlightNewView v = {.typed = *typed, .office = is_office(c)};
    if (!app_need_campaign(&c->app, err) ||
        !app_permit(&c->app, ACT_HIGHLIGHT_SEND, c->app.actor.unit, S("highlight"), err))
        return false;
    fill_choices(c, &v);
    v.file_accept = file_endings(a, S("."), S(","));
    v.file_help = msg_str(a, c->lang, MSG_FILES_HELP, {"endings", file_endings(a, S(""), S(" "))},
                          {"limit", arena_fmt(a, "%d", LIMIT_FILE_BYTES >> 20)});
    if (fault) {
        Out sentence = out_new(a, LIMIT_LINE_BYTES);
        msg_err(&sentence, c->lang, fault);
        v.error = out_str(&sentence);
        c->response->status = http_status_of(err_kind(fault->code));
    }
    highlight_new_html(page_begin(c, msg(c->lang, MSG_HIGHLIGHT_NEW), NAV_HIGHLIGHT), c, &v);
    return page_end(c, err);
}

bool highlight_new_page(Ctx *c, Err *err)
{
    return show_form(c, &(HighlightEntry){.task = ctx_text(c, "task")}, NULL, err);
}

static bool is_theirs(ErrCode code)
{
    ErrKind kind = err_kind(code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE ||
           kind == KIND_BUSY || kind == KIND_NOT_FOUND;
}

static bool answer_one(Ctx *c, const HighlightView *view, Err *err)
{
    if (!c->json)
        return redirect(c, link_to(c, "/highlights/{id}", {"id", view->row.id}), err);
    SameShowns same = {0};
    if (!highlight_same_read(&c->app, view, &same, err))
        return false;
    Json json = json_begin(c);
    highlight_json(&c->app, &json, view, &same, NULL);
    return json_end(c, &json, err);
}

bool highlight_send_do(Ctx *c, Err *err)
{
    HighlightView view;
    HighlightEntry entry = {.unit = ctx_text(c, "unit"),
                            .sender = ctx_text(c, "sender"),
                            .task = ctx_text(c, "task"),
                            .title = ctx_text(c, "title"),
                            .text = ctx_text(c, "text"),
                            .indicator = ctx_text(c, "indicator"),
                            .period = ctx_text(c, "period"),
                            .effect = ctx_text(c, "effect"),
                            .evidence = ctx_text(c, "evidence")};
    FileEntry file;
    if (c->params.files.count) {
        const MultipartPart *part = &c->params.files.items[0];
        file = (FileEntry){.name = part->file_name, .bytes = part->bytes};
        entry.file = &file;
    }
    if (highlight_send(&c->app, &entry, &view, err))
        return answer_one(c, &view, err);
    if (c->json || !is_theirs(err->code))
        return false;
    Err fault = *err;
    *err = (Err){0};
    return show_form(c, &entry, &fault, err);
}

/* ---- one of them ---- */

static void fill_facts(Ctx *c, const HighlightView *h, HighlightPageView *v)
{
    Arena *a = c->arena;
    const HighlightRow *r = &h->row;
    fact_add(a, &v->facts, msg(c->lang, MSG_COL_UNIT), unit_text(c, r->unit));
    fact_add(a, &v->facts, msg(c->lang, MSG_HIGHLIGHT_SENDER), r->sender);
    fact_add(a, &v->facts, msg(c->lang, MSG_HIGHLIGHT_COL_TASK),
             arena_fmt(a, "%.*s %.*s", STR_ARG(r->task), STR_ARG(title_of(c, r->task))));
    v->facts.items[v->facts.count - 1].href = link_to(c, "/tasks/{task}", {"task", r->task});
    fact_add(a, &v->facts, msg(c->lang, MSG_HIGHLIGHT_COL_EFFECT),
             highlight_effect_text(&c->app, c->lang, r));
    if (r->submission.len) {
        fact_add(a, &v->facts, msg(c->lang, MSG_HIGHLIGHT_SOURCE),
                 msg_str(a, c->lang, MSG_HIGHLIGHT_SOURCE_TEXT, {"id", r->submission},
                         {"version", arena_fmt(a, "%d", r->version)}));
        if (is_office(c) || h->own)
            v->facts.items[v->facts.count - 1].href =
                link_to(c, "/submissions/{id}", {"id", r->submission});
    }
    if (r->evidence.len) {
        fact_add(a, &v->facts, msg(c->lang, MSG_HIGHLIGHT_EVIDENCE),
                 msg(c->lang, MSG_HIGHLIGHT_EVIDENCE_THERE));
        if (is_office(c) || h->own)
            v->facts.items[v->facts.count - 1].href =
                link_to(c, "/files/{id}", {"id", r->evidence});
    }
    fact_add(a, &v->facts, msg(c->lang, MSG_HIGHLIGHT_COL_ADOPTIONS),
             h->adoptions ? arena_fmt(a, "%d", h->adoptions) : S(""));
}

static void fill_steps(Ctx *c, const HighlightView *h, HighlightPageView *v)
{
    for (int i = 0; i < h->steps.count; i++) {
        const HighlightStep *s = &h->steps.items[i];
        HighlightState state = HIGHLIGHT_SENT;
        (void)highlight_state_parse(s->state, &state);
        Str text = s->reason;
        if (s->cause.len)
            text = arena_fmt(c->arena, "%.*s %.*s",
                             STR_ARG(highlight_cause_text(c->lang, s->cause)), STR_ARG(s->reason));
        if (s->adopter.len)
            text = msg_str(c->arena, c->lang,
                           s->document.len ? MSG_HIGHLIGHT_ADOPTED_BY
                                           : MSG_HIGHLIGHT_ADOPTED_UNNUMBERED,
                           {"who", s->adopter}, {"document", s->document}, {"on", s->adopted_on});
        *arena_push(c->arena, &v->steps) =
            (Moment){.when = instant_minute(c->arena, s->at),
                     .title = highlight_state_text(c->lang, state),
                     .who = is_office(c) || h->own ? person_post(&c->app, s->by) : S(""),
                     .text = text,
                     .done = true};
    }
}

static void fill_same(Ctx *c, const SameShowns *same, HighlightPageView *v)
{
    Arena *a = c->arena;
    table_add_column(a, &v->same, msg(c->lang, MSG_HIGHLIGHT_SAME_WHAT), CELL_HEAD);
    table_add_column(a, &v->same, msg(c->lang, MSG_COL_UNIT), CELL_TEXT);
    table_add_column(a, &v->same, msg(c->lang, MSG_HIGHLIGHT_SAME_PERCENT), CELL_NUMBER);
    v->has_same = same->count > 0;
    v->same.tight = true;
    for (int i = 0; i < same->count; i++) {
        const SameShown *s = &same->items[i];
        TableRow *row = table_add_row(a, &v->same);
        Cell what = {.text = s->title};
        if (s->closed)
            what = (Cell){.text = msg(c->lang, s->text.is_report ? MSG_HIGHLIGHT_SAME_CLOSED_REPORT
                                                                 : MSG_HIGHLIGHT_SAME_CLOSED),
                          .dim = true};
        else if (s->text.is_report)
            what = (Cell){.text = msg_str(a, c->lang, MSG_HIGHLIGHT_SAME_REPORT,
                                          {"period", period_name(&c->app, s->text.period)},
                                          {"task", s->text.task}),
                          .href = link_to(c, "/submissions/{id}", {"id", s->text.id})};
        else
            what.href = link_to(c, "/highlights/{id}", {"id", s->text.id});
        *row_add_cell(a, row) = what;
        *row_add_cell(a, row) = (Cell){.text = s->closed ? S("") : unit_text(c, s->text.unit)};
        *row_add_cell(a, row) = (Cell){.text = arena_fmt(a, "%d", s->text.percent), .unit = S("%")};
    }
}

static void fill_bonus(Ctx *c, const BonusOffers *bonus, HighlightPageView *v)
{
    Arena *a = c->arena;
    table_add_column(a, &v->bonus, msg(c->lang, MSG_HIGHLIGHT_BONUS_RULE), CELL_HEAD);
    table_add_column(a, &v->bonus, msg(c->lang, MSG_HIGHLIGHT_BONUS_POINTS), CELL_NUMBER);
    table_add_column(a, &v->bonus, msg(c->lang, MSG_HIGHLIGHT_BONUS_LINE), CELL_TEXT);
    v->has_bonus = bonus->count > 0;
    v->bonus.tight = true;
    for (int i = 0; i < bonus->count; i++) {
        TableRow *row = table_add_row(a, &v->bonus);
        *row_add_cell(a, row) = (Cell){.text = bonus->items[i].name, .note = bonus->items[i].rule};
        *row_add_cell(a, row) = (Cell){.text = bonus->items[i].points};
        *row_add_cell(a, row) = (Cell){.text = bonus->items[i].line};
    }
}

static void fill_acts(Ctx *c, const HighlightView *h, HighlightPageView *v)
{
    Str id = h->row.id;
    bool office = is_office(c);
    v->may_decide = office && h->state == HIGHLIGHT_SENT;
    v->may_adopt = office && (h->state == HIGHLIGHT_TAKEN || h->state == HIGHLIGHT_ADOPTED);
    v->may_withdraw =
        (office && v->may_adopt) ||
        ((office || h->own) && ctx_may(c, ACT_HIGHLIGHT_SEND) && h->state == HIGHLIGHT_SENT);
    v->take = (Act){.action = link_to(c, "/highlights/{id}/take", {"id", id}),
                    .label = msg(c->lang, MSG_HIGHLIGHT_TAKE),
                    .kind = BUTTON_MAIN};
    v->return_action = link_to(c, "/highlights/{id}/return", {"id", id});
    v->adopt_action = link_to(c, "/highlights/{id}/adopt", {"id", id});
    v->today = app_today(&c->app);
    v->withdraw = (Confirm){.action = link_to(c, "/highlights/{id}/withdraw", {"id", id}),
                            .label = msg(c->lang, MSG_HIGHLIGHT_WITHDRAW),
                            .what = msg(c->lang, MSG_HIGHLIGHT_WITHDRAW_WHAT),
                            .reason = S("reason"),
                            .reason_max = LIMIT_HIGHLIGHT_REASON_CHARACTERS};
    for (int i = 0; highlight_causes[i].len; i++)
        *arena_push(c->arena, &v->causes) = (Option){
            highlight_causes[i], highlight_cause_text(c->lang, highlight_causes[i]), false};
}

static bool show_one(Ctx *c, const Err *fault, Err *err)
{
    HighlightView h;
    SameShowns same = {0};
    BonusOffers bonus = {0};
    if (!highlight_read(&c->app, ctx_text(c, "id"), &h, err) ||
        !highlight_same_read(&c->app, &h, &same, err) || !highlight_bonus(&c->app, &h, &bonus, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        highlight_json(&c->app, &json, &h, &same, &bonus);
        return json_end(c, &json, err);
    }
    HighlightPageView v = {
        .title = h.row.title, .sub = highlight_state_text(c->lang, h.state), .text = h.row.text};
    fill_facts(c, &h, &v);
    fill_steps(c, &h, &v);
    fill_same(c, &same, &v);
    fill_bonus(c, &bonus, &v);
    fill_acts(c, &h, &v);
    if (fault) {
        Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&sentence, c->lang, fault);
        v.error = out_str(&sentence);
        c->response->status = http_status_of(err_kind(fault->code));
    }
    highlight_html(page_begin(c, h.row.title, NAV_HIGHLIGHT), c, &v);
    return page_end(c, err);
}

bool highlight_page(Ctx *c, Err *err)
{
    return show_one(c, NULL, err);
}

static bool move(Ctx *c, const HighlightMove *m, Err *err)
{
    HighlightView view;
    if (highlight_move(&c->app, ctx_text(c, "id"), m, &view, err))
        return answer_one(c, &view, err);
    if (c->json || !is_theirs(err->code) || err->code == ERR_HIGHLIGHT_UNKNOWN)
        return false;
    Err fault = *err;
    *err = (Err){0};
    return show_one(c, &fault, err);
}

bool highlight_take_do(Ctx *c, Err *err)
{
    return move(c, &(HighlightMove){.to = HIGHLIGHT_TAKEN}, err);
}

bool highlight_return_do(Ctx *c, Err *err)
{
    return move(c,
                &(HighlightMove){.to = HIGHLIGHT_RETURNED,
                                 .cause = ctx_text(c, "cause"),
                                 .reason = ctx_text(c, "reason")},
                err);
}

bool highlight_adopt_do(Ctx *c, Err *err)
{
    return move(c,
                &(HighlightMove){.to = HIGHLIGHT_ADOPTED,
                                 .adopter = ctx_text(c, "adopter"),
                                 .document = ctx_text(c, "document"),
                                 .adopted_on = ctx_text(c, "on")},
                err);
}

bool highlight_withdraw_do(Ctx *c, Err *err)
{
    return move(c, &(HighlightMove){.to = HIGHLIGHT_WITHDRAWN, .reason = ctx_text(c, "reason")},
                err);
}
