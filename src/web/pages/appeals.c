/* Appeals (申诉): one of them with what each ruling would move, the form that files one. */
#include "app/appeal/appeal_doc.h"
#include "app/ledger/progress.h"
#include "app/person.h"
#include "app/score/explain_text.h"
#include "base/limits.h"
#include "web/appeal_marks.h"
#include "web/files_panel.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct AppealNewView {
    Str title, sub, error, typed_value, typed_reason, typed_late, period, unit;
    bool may, late;
    Options items, units, periods; /* to choose from: of the office that has not said which */
} AppealNewView;
#include "web/templates/appeal_new.html.h"

typedef struct AppealPageView {
    Str title, sub, due, error, explain, score_href, note;
    bool may_rule, may_withdraw, may_part;
    StateKind kind;
    Str state;
    Facts facts, ruling;
    Options rulings;
    Str rule_action, typed_value, typed_reason;
    Table would;
    Confirm withdraw;
    Moments steps;
    FilesPanel files;
    Str docx, pdf, txt; /* of the paper; empty: there is none */
} AppealPageView;
#include "web/templates/appeal.html.h"

static Str number(const Ctx *c, int n)
{
    return arena_fmt(c->arena, "%d", n);
}

/* ---- one ---- */

static void fill_facts(Ctx *c, const AppealCase *k, AppealPageView *v)
{
    const AppealRow *a = &k->row;
    Facts *f = &v->facts;
    fact_add(c->arena, f, msg(c->lang, MSG_COL_UNIT), k->unit->name);
    fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_WHAT), appeal_what_text(c->lang, k->what));
    fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_ITEM), k->name);
    *arena_push(c->arena, f) = (Fact){.label = msg(c->lang, MSG_APPEAL_FOUND),
                                      .value = a->found,
                                      .unit = str_eq(a->found, S("NA")) ? S("") : k->measure};
    *arena_push(c->arena, f) = (Fact){.label = msg(c->lang, MSG_APPEAL_WISHED),
                                      .value = a->wished,
                                      .unit = str_eq(a->wished, S("NA")) ? S("") : k->measure};
    if (a->value_period.len && !str_eq(a->value_period, a->period))
        fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_VALUE_PERIOD),
                 period_name(&c->app, a->value_period));
    fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_BASIS), k->event.basis);
    fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_EVIDENCE), k->event.evidence);
    fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_REASON), a->reason);
    fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_LATE_REASON), a->late_reason);
}

static Str rank_text(const Ctx *c, int rank)
{
    return rank ? number(c, rank) : S("—");
}

static void fill_ruling(Ctx *c, const AppealCase *k, AppealPageView *v)
{
    const AppealRow *a = &k->row;
    const AppealMoved *m = &a->moved;
    if (k->state == APPEAL_OPEN)
        return;
    Facts *f = &v->ruling;
    fact_add(c->arena, f, msg(c->lang, MSG_TALK_COL_STATE), v->state);
    fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_RULING_REASON), a->ruling_reason);
    *arena_push(c->arena, f) =
        (Fact){.label = msg(c->lang, MSG_APPEAL_STANDS), .value = a->stands, .unit = k->measure};
    if (m->score_before.len)
        fact_add(
            c->arena, f, msg(c->lang, MSG_COL_SCORE),
            arena_fmt(c->arena, "%.*s → %.*s", STR_ARG(m->score_before), STR_ARG(m->score_after)));
    if (!k->ranks || m->score_before.len == 0)
        return;
    Str before = rank_text(c, m->rank_before), after = rank_text(c, m->rank_after);
    fact_add(c->arena, f, msg(c->lang, MSG_COL_RANK),
             arena_fmt(c->arena, "%.*s → %.*s", STR_ARG(before), STR_ARG(after)));
    fact_add(c->arena, f, msg(c->lang, MSG_APPEAL_OTHERS),
             msg_str(c->arena, c->lang, MSG_APPEAL_OTHERS_TEXT, {"peers", number(c, m->peers)},
                     {"scores", number(c, m->scores_moved)}, {"ranks", number(c, m->ranks_moved)}));
}

static void fill_steps(Ctx *c, const AppealCase *k, AppealPageView *v)
{
    const AppealRow *a = &k->row;
    *arena_push(c->arena, &v->steps) =
        (Moment){.when = a->filed_on,
                 .title = msg(c->lang, MSG_APPEAL_FILED),
                 .who = person_words(&c->app, c->lang, a->filed_by, a->filed_behalf),
                 .done = true};
    if (k->state != APPEAL_OPEN)
        *arena_push(c->arena, &v->steps) =
            (Moment){.when = a->ruled_on,
                     .title = v->state,
                     .who = person_words(&c->app, c->lang, a->ruled_by, a->ruled_behalf),
                     .done = true};
    else
        *arena_push(c->arena, &v->steps) =
            (Moment){.when = k->due == DATE_NONE ? S("") : date_str(c->arena, k->due),
                     .title = msg(c->lang, MSG_APPEAL_RULED),
                     .now = true};
}

static void add_would(Ctx *c, Str label, const AppealMoved *m, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    row_add_cell(c->arena, row)->text = label;
    row_add_cell(c->arena, row)->text =
        arena_fmt(c->arena, "%.*s → %.*s", STR_ARG(m->score_before), STR_ARG(m->score_after));
    Str before = rank_text(c, m->rank_before), after = rank_text(c, m->rank_after);
    row_add_cell(c->arena, row)->text =
        arena_fmt(c->arena, "%.*s → %.*s", STR_ARG(before), STR_ARG(after));
    row_add_cell(c->arena, row)->text = number(c, m->scores_moved);
    row_add_cell(c->arena, row)->text = number(c, m->ranks_moved);
}

/* What each ruling would move: upheld as it was asked, and rejected, which moves nothing. */
static bool fill_would(Ctx *c, const AppealCase *k, AppealPageView *v, Err *err)
{
    static const Msg heads[] = {MSG_APPEAL_IF, MSG_COL_SCORE, MSG_COL_RANK, MSG_APPEAL_MOVED_SCORES,
                                MSG_APPEAL_MOVED_RANKS};
    AppealMoved upheld;
    if (!appeal_would(&c->app, &k->row, k->row.wished, &upheld, err))
        return false;
    AppealMoved rejected = upheld;
    rejected.score_after = upheld.score_before;
    rejected.rank_after = upheld.rank_before;
    rejected.scores_moved = rejected.ranks_moved = 0;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(c->arena, &v->would, msg(c->lang, heads[i]), i ? CELL_NUMBER : CELL_HEAD);
    add_would(c, appeal_state_text(c->lang, APPEAL_UPHELD), &upheld, &v->would);
    add_would(c, appeal_state_text(c->lang, APPEAL_REJECTED), &rejected, &v->would);
    return true;
}

/* typed: the form came back, with what stood in it. */
static void fill_rule_form(Ctx *c, const AppealCase *k, bool typed, AppealPageView *v)
{
    static const AppealState rulings[] = {APPEAL_UPHELD, APPEAL_PART, APPEAL_REJECTED};
    v->may_part = k->what != APPEAL_EVENT && k->what != APPEAL_NA;
    for (size_t i = 0; i < sizeof rulings / sizeof rulings[0]; i++) {
        Str word = appeal_state_word(rulings[i]);
        if (rulings[i] != APPEAL_PART || v->may_part)
            *arena_push(c->arena, &v->rulings) =
                (Option){word, appeal_state_text(c->lang, rulings[i]),
                         typed && str_eq(word, ctx_text(c, "ruling"))};
    }
    v->rule_action = link_to(c, "/appeals/{id}/rule", {"id", k->row.id});
    v->typed_value = typed ? ctx_text(c, "value") : S("");
    v->typed_reason = typed ? ctx_text(c, "reason") : S("");
}

/* The line of the explanation behind the number, from what was open when it was filed. */
static void fill_explain(Ctx *c, const AppealCase *k, AppealPageView *v)
{
    Explanation ex;
    Err ignored = {0};
    Out out = out_new(c->arena, 8 * 1024);
    if (k->closed || !permit(&c->app.actor, ACT_EXPLAIN, k->seat, NULL) ||
        (!k->own && !ctx_may(c, ACT_RESULT_TRIAL_READ) && !k->ranks) ||
        !explain_unit(&c->app, k->period->code, k->unit->code, &ex, &ignored))
        return;
    v->score_href = link_to_unit(c, k->unit->code, k->period->code);
    for (int i = 0; i < ex.nodes.count; i++)
        if (str_eq(ex.nodes.items[i].row.node, k->row.node))
            explain_leaf_text(c->arena, c->lang, &ex.nodes.items[i], &out);
    if (k->row.event.len && ex.nodes.count)
        explain_final_text(c->arena, c->lang, &ex.nodes.items[0], &out);
    v->explain = str_trim(out_str(&out));
}

static bool fill_page(Ctx *c, const AppealCase *k, bool typed, AppealPageView *v, Err *err)
{
    Str files = link_to(c, "/appeals/{id}/files", {"id", k->row.id});
    *v = (AppealPageView){
        .title = appeal_line(&c->app, c->lang, k),
        .sub = arena_fmt(c->arena, "%.*s · %.*s", STR_ARG(k->unit->name), STR_ARG(k->period->name)),
        .kind = appeal_state_kind(k),
        .state = appeal_state_text(c->lang, k->state),
        .may_rule = k->may_rule,
        .may_withdraw = k->may_withdraw &&
                        (k->own || app_is_self(&c->app, k->row.filed_by, k->row.filed_behalf)),
        .due = appeal_left_text(c, k)};
    v->note = k->closed ? msg(c->lang, MSG_REVIEW_HIDDEN)
              : k->self ? msg(c->lang, MSG_APPEAL_SELF)
                        : S("");
    if (!k->closed)
        fill_facts(c, k, v);
    fill_ruling(c, k, v);
    if (k->state != APPEAL_OPEN && k->state != APPEAL_WITHDRAWN && !k->closed) {
        v->docx = link_to(c, "/appeals/{id}/file", {"id", k->row.id});
        v->pdf = link_to(c, "/appeals/{id}/file", {"id", k->row.id}, {"format", S("pdf")});
        v->txt = link_to(c, "/appeals/{id}/file", {"id", k->row.id}, {"format", S("txt")});
    }
    fill_steps(c, k, v);
    fill_explain(c, k, v);
    if (k->may_rule) {
        fill_rule_form(c, k, typed, v);
        if (!fill_would(c, k, v, err))
            return false;
    }
    v->withdraw = (Confirm){.action = link_to(c, "/appeals/{id}/withdraw", {"id", k->row.id}),
                            .label = msg(c->lang, MSG_APPEAL_WITHDRAW),
                            .what = msg(c->lang, MSG_APPEAL_WITHDRAW_WHAT),
                            .reason = S("reason"),
                            .part = S("withdraw"),
                            .reason_max = LIMIT_APPEAL_CHARACTERS,
                            .reason_optional = true};
    return k->closed || files_panel_fill(c, arena_fmt(c->arena, "appeal %.*s", STR_ARG(k->row.id)),
                                         files, &v->files, err);
}

typedef enum Sent { SENT_NOTHING, SENT_RULING, SENT_FILE, SENT_WITHDRAWAL } Sent;

static bool show(Ctx *c, const Err *refused, Sent sent, Err *err)
{
    AppealCase k;
    AppealPageView v;
    if (!appeal_read(&c->app, ctx_text(c, "id"), &k, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        appeal_json(&c->app, c->lang, &k, &json);
        return json_end(c, &json, err);
    }
    if (!fill_page(c, &k, sent == SENT_RULING, &v, err))
        return false;
    if (refused && sent == SENT_FILE)
        files_panel_refuse(c, refused, &v.files);
    else if (refused) {
        Out out = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&out, c->lang, refused);
        v.error = out_str(&out);
    }
    if (refused)
        c->response->status = http_status_of(err_kind(refused->code));
    appeal_html(page_begin(c, v.title, appeal_nav(c)), c, &v);
    return page_end(c, err);
}

bool appeal_page(Ctx *c, Err *err)
{
    return show(c, NULL, SENT_NOTHING, err);
}

static bool is_theirs(ErrCode code)
{
    ErrKind kind = err_kind(code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE ||
           kind == KIND_BUSY || code == ERR_APPEAL_SELF || code == ERR_APPEAL_LEAF ||
           code == ERR_EVENT_UNKNOWN;
}

static bool answer(Ctx *c, bool ok, Sent sent, Err *err)
{
    if (ok && c->json)
        return show(c, NULL, SENT_NOTHING, err);
    if (ok)
        return redirect(c, link_to(c, "/appeals/{id}", {"id", ctx_text(c, "id")}), err);
    if (c->json || !is_theirs(err->code))
        return false;
    Err refused = *err;
    *err = (Err){0};
    return show(c, &refused, sent, err);
}

bool appeal_rule_do(Ctx *c, Err *err)
{
    AppealRow row;
    AppealDecision d = {.value = ctx_text(c, "value"), .reason = ctx_text(c, "reason")};
    (void)appeal_state_parse(ctx_text(c, "ruling"), &d.ruling);
    return answer(c, appeal_rule(&c->app, ctx_text(c, "id"), &d, &row, err), SENT_RULING, err);
}

bool appeal_withdraw_do(Ctx *c, Err *err)
{
    return answer(c, appeal_withdraw(&c->app, ctx_text(c, "id"), ctx_text(c, "reason"), err),
                  SENT_WITHDRAWAL, err);
}

bool appeal_file_add(Ctx *c, Err *err)
{
    AppealCase k;
    Attachment attachment;
    const MultipartPart *part = &c->params.files.items[0];
    FileEntry entry = {.name = part->file_name, .bytes = part->bytes};
    if (!appeal_read(&c->app, ctx_text(c, "id"), &k, err))
        return false;
    entry.object = arena_fmt(c->arena, "appeal %.*s", STR_ARG(k.row.id));
    bool ok = file_add(&c->app, &entry, &attachment, err);
    if (!ok || !c->json)
        return answer(c, ok, SENT_FILE, err);
    Json json = json_begin(c);
    attachment_json(c->arena, &json, &attachment);
    return json_end(c, &json, err);
}

bool appeal_paper(Ctx *c, Err *err)
{
    AppealDoc doc;
    return appeal_doc(&c->app, ctx_text(c, "id"), &doc, err) &&
           download_paper(c, &doc.paper, doc.text, err);
}

/* ---- the form ---- */

static Str item_value(Ctx *c, const AppealOffer *o)
{
    return o->leaf ? arena_fmt(c->arena, "leaf-%.*s", STR_ARG(o->leaf->code))
                   : arena_fmt(c->arena, "event-%.*s", STR_ARG(o->event.id));
}

static Str item_text(Ctx *c, const AppealOffers *all, const AppealOffer *o)
{
    if (o->leaf)
        return arena_fmt(c->arena, "%.*s（%.*s）", STR_ARG(o->leaf->name),
                         STR_ARG(o->found.len ? o->found : appeal_what_text(c->lang, o->what)));
    const EventRule *rule = scheme_event_rule(&all->scheme.deduct, o->event.rule);
    return msg_str(c->arena, c->lang, MSG_APPEAL_LINE_EVENT,
                   {"name", rule && rule->name.len ? rule->name : o->event.rule},
                   {"rule", o->event.rule}, {"points", o->found});
}

/* The period in hand for who does not say which: the newest that was opened and is not published. */
static const CampaignPeriod *period_of(Ctx *c)
{
    int at = app_period_index(&c->app, ctx_text(c, "period"));
    if (at >= 0)
        return &c->app.def.periods.items[at];
    for (int i = c->app.def.periods.count - 1; i >= 0; i--) {
        ResultState s;
        Err ignored = {0};
        const CampaignPeriod *p = &c->app.def.periods.items[i];
        if (p->to < c->app.today && result_state(&c->app, c->app.db, p, &s, &ignored) && s.opening)
            return p;
    }
    return c->app.def.periods.count ? &c->app.def.periods.items[0] : NULL;
}

/* The office says first whose appeal it enters. */
static bool choose_unit(Ctx *c, const CampaignPeriod *period, Err *err)
{
    AppealNewView v = {.title = msg(c->lang, MSG_APPEAL_NEW),
                       .sub = msg(c->lang, MSG_APPEAL_CHOOSE_UNIT)};
    const CampaignDef *def = &c->app.def;
    for (int i = 0; i < def->units.count; i++)
        if (def->units.items[i].ranked)
            *arena_push(c->arena, &v.units) =
                (Option){def->units.items[i].code, def->units.items[i].name, false};
    for (int i = def->periods.count - 1; i >= 0; i--)
        if (def->periods.items[i].to < c->app.today)
            *arena_push(c->arena, &v.periods) =
                (Option){def->periods.items[i].code, def->periods.items[i].name,
                         &def->periods.items[i] == period};
    appeal_new_html(page_begin(c, v.title, appeal_nav(c)), c, &v);
    return page_end(c, err);
}

static bool form(Ctx *c, const Err *refused, Err *err)
{
    const CampaignPeriod *period = period_of(c);
    Str code = ctx_text(c, "unit");
    const Unit *unit = app_unit(&c->app, code.len ? code : c->app.actor.unit);
    AppealOffers offers = {0};
    Str chosen = ctx_text(c, "item");
    Out why = out_new(c->arena, LIMIT_LINE_BYTES);
    AppealNewView v = {.title = msg(c->lang, MSG_APPEAL_NEW)};
    if (!period)
        return err_set(err, ERR_PERIOD_UNKNOWN, {"found", S("")}, {"expected", S("")});
    if (!unit && code.len == 0 && permit_scope(c->app.actor.role, ACT_APPEAL_FILE) == SCOPE_ALL)
        return choose_unit(c, period, err);
    if (!unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", code});
    if (!app_permit(&c->app, ACT_APPEAL_FILE, progress_seat(&c->app, unit->code), period->code,
                    err) ||
        !appeal_offers(&c->app, period, unit, &offers, err))
        return false;
    v.may = offers.may;
    v.late = offers.late;
    v.period = period->code;
    v.unit = unit->code;
    v.sub = arena_fmt(c->arena, "%.*s · %.*s", STR_ARG(unit->name), STR_ARG(period->name));
    for (int i = 0; i < offers.items.count; i++) {
        Str value = item_value(c, &offers.items.items[i]);
        *arena_push(c->arena, &v.items) =
            (Option){value, item_text(c, &offers, &offers.items.items[i]), str_eq(value, chosen)};
    }
    if (refused) {
        v.typed_value = ctx_text(c, "value");
        v.typed_reason = ctx_text(c, "reason");
        v.typed_late = ctx_text(c, "late_reason");
    }
    if (refused || offers.why.code)
        msg_err(&why, c->lang, refused ? refused : &offers.why);
    v.error = out_str(&why);
    if (refused)
        c->response->status = http_status_of(err_kind(refused->code));
    appeal_new_html(page_begin(c, v.title, appeal_nav(c)), c, &v);
    return page_end(c, err);
}

bool appeal_new_page(Ctx *c, Err *err)
{
    return form(c, NULL, err);
}

/* "leaf-a.b" or "event-5X1…"; as JSON node or event say it themselves. */
static void take_item(Ctx *c, AppealFiling *f)
{
    Str item = ctx_text(c, "item"), kind = str_cut(&item, '-');
    f->event = str_eq(kind, S("event")) ? item : S("");
    f->node = str_eq(kind, S("leaf")) ? item : S("");
}

bool appeal_file_do(Ctx *c, Err *err)
{
    AppealRow row;
    AppealFiling f = {.period = ctx_text(c, "period"),
                      .unit = ctx_text(c, "unit"),
                      .what = ctx_text(c, "what"),
                      .wished = ctx_text(c, "value"),
                      .reason = ctx_text(c, "reason"),
                      .late_reason = ctx_text(c, "late_reason")};
    if (f.unit.len == 0)
        f.unit = c->app.actor.unit;
    take_item(c, &f);
    if (appeal_file(&c->app, &f, &row, err)) {
        if (!c->json)
            return redirect(c, link_to(c, "/appeals/{id}", {"id", row.id}), err);
        Json json = json_begin(c);
        json_object(&json);
        json_kstr(&json, S("id"), row.id);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    if (c->json || !is_theirs(err->code))
        return false;
    Err refused = *err;
    *err = (Err){0};
    return form(c, &refused, err);
}
