/* Corrections of what is locked: asked for by one person, seen with what they would change, approved by another. */
#include "app/files/file_check.h"
#include "app/person.h"
#include "app/report/correction.h"
#include "app/report/review_desk.h"
#include "app/restricted.h"
#include "app/result/change_list.h"
#include "base/limits.h"
#include "web/files_panel.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct CorrectionsView {
    Table table;
    bool may_ask, own;
    Options periods, units, indicators, objects;
    CorrectionWish typed;
    Str error, file_help, file_accept;
    int64_t max;
} CorrectionsView;
#include "web/templates/corrections.html.h"

typedef struct CorrectionPageView {
    Str title, state;
    StateKind kind;
    Facts facts;
    Table rows;
    Str would, undone, hidden, error;
    bool may_rule, previewed, waits;
    Confirm approve, refuse;
} CorrectionPageView;
#include "web/templates/correction.html.h"

static Str state_text(const Ctx *c, Str state)
{
    return msg(c->lang, str_eq(state, S("approved"))  ? MSG_CORRECTION_APPROVED
                        : str_eq(state, S("refused")) ? MSG_CORRECTION_REFUSED
                                                      : MSG_CORRECTION_WAITS);
}

static StateKind kind_of(Str state)
{
    return str_eq(state, S("approved"))  ? STATE_DONE
           : str_eq(state, S("refused")) ? STATE_STOPPED
                                         : STATE_DOING;
}

static Str who(Ctx *c, Str by, Str behalf)
{
    return person_words(&c->app, c->lang, by, behalf);
}

static Str value_of(const ReportCell *cell)
{
    return cell->na ? S("NA") : cell->value.len ? cell->value : S("—");
}

/* "4月 甲区 重点项目完成投资 12.5 → 11", and how many more. */
static Str first_row(Ctx *c, const CorrectionView *v)
{
    if (v->hidden)
        return msg(c->lang, MSG_REVIEW_HIDDEN);
    if (v->sheet.corrections.count == 0)
        return S("");
    const CorrectionEntry *e = &v->sheet.corrections.items[0];
    const Indicator *indicator = app_indicator(&c->app, e->indicator);
    Str line = arena_fmt(
        c->arena, "%.*s %.*s %.*s %.*s → %.*s", STR_ARG(period_name(&c->app, e->period)),
        STR_ARG(unit_name(&c->app, e->unit)), STR_ARG(indicator ? indicator->name : e->indicator),
        STR_ARG(value_of(&e->old_value)), STR_ARG(value_of(&e->new_value)));
    int more = v->sheet.corrections.count - 1;
    return more == 0 ? line
                     : msg_str(c->arena, c->lang, MSG_CORRECTION_MORE, {"line", line},
                               {"n", arena_fmt(c->arena, "%d", more)});
}

/* ---- the list ---- */

static void fill_table(Ctx *c, const CorrectionViews *views, Table *t)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_CORRECTION_WHAT, CELL_HEAD},
                   {MSG_REVIEW_COL_STATE, CELL_SHORT},
                   {MSG_CORRECTION_BY, CELL_SHORT},
                   {MSG_CORRECTION_RULED_BY, CELL_SHORT}};
    t->empty = msg(c->lang, MSG_CORRECTION_NONE);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        table_add_column(c->arena, t, msg(c->lang, columns[i].label), columns[i].kind);
    for (int i = 0; i < views->count; i++) {
        const CorrectionView *v = &views->items[i];
        const CorrectionAsk *a = &v->ask;
        TableRow *row = table_add_row(c->arena, t);
        *row_add_cell(c->arena, row) =
            (Cell){.text = first_row(c, v), .href = link_to(c, "/corrections/{id}", {"id", a->id})};
        *row_add_cell(c->arena, row) =
            (Cell){.text = state_text(c, a->state),
                   .state = kind_of(a->state),
                   .mark = v->may_rule ? msg(c->lang, MSG_CORRECTION_YOURS) : S("")};
        *row_add_cell(c->arena, row) = (Cell){.text = who(c, a->asked_by, a->asked_behalf),
                                              .note = instant_minute(c->arena, a->asked_at)};
        *row_add_cell(c->arena, row) =
            (Cell){.text = who(c, a->ruled_by, a->ruled_behalf),
                   .note = a->ruled_at ? instant_minute(c->arena, a->ruled_at) : S("")};
    }
}

/* By name, as people know them; of a restricted area for who may see it. */
static void fill_units(Ctx *c, Str chosen, CorrectionsView *v)
{
    const CampaignDef *def = &c->app.def;
    for (int i = 0; i < def->units.count; i++) {
        const Unit *u = &def->units.items[i];
        if (restricted_unit(&c->app, u->code) && !restricted_may(&c->app, u->code))
            continue;
        *arena_push(c->arena, &v->units) = (Option){u->code, u->name, str_eq(u->code, chosen)};
    }
}

static void fill_form(Ctx *c, const CorrectionWish *typed, CorrectionsView *v)
{
    v->may_ask = ctx_may(c, ACT_CORRECTION_ASK);
    v->own = permit_scope(c->app.actor.role, ACT_CORRECTION_ASK) == SCOPE_OWN;
    v->typed = *typed;
    v->max = LIMIT_REVIEW_CHARACTERS;
    for (int i = c->app.def.periods.count - 1; i >= 0; i--) {
        const CampaignPeriod *p = &c->app.def.periods.items[i];
        if (p->to < c->app.today)
            *arena_push(c->arena, &v->periods) =
                (Option){p->code, p->name, str_eq(p->code, typed->period)};
    }
    fill_units(c, typed->unit, v);
    *arena_push(c->arena, &v->objects) =
        (Option){S("reported"), msg(c->lang, MSG_CORRECTION_REPORTED),
                 !str_eq(typed->object, S("confirmed"))};
    *arena_push(c->arena, &v->objects) =
        (Option){S("confirmed"), msg(c->lang, MSG_CORRECTION_CONFIRMED),
                 str_eq(typed->object, S("confirmed"))};
    v->file_accept = file_endings(c->arena, S("."), S(","));
    v->file_help = msg_str(c->arena, c->lang, MSG_FILES_HELP,
                           {"endings", file_endings(c->arena, S(""), S(" "))},
                           {"limit", arena_fmt(c->arena, "%d", (int)(LIMIT_FILE_BYTES >> 20))});
    for (int i = 0; i < c->app.def.indicators.count; i++) {
        const Indicator *x = &c->app.def.indicators.items[i];
        bool theirs =
            !v->own || (str_eq(x->reporter, S("unit")) && !str_eq(x->basis, S("statistics")));
        if (theirs)
            *arena_push(c->arena, &v->indicators) =
                (Option){x->code, x->name, str_eq(x->code, typed->indicator)};
    }
}

static bool answer_list(Ctx *c, const CorrectionWish *typed, Str error, Err *err)
{
    CorrectionViews views = {0};
    CorrectionsView v = {.error = error};
    if (!correction_list(&c->app, &views, err))
        return false;
    fill_table(c, &views, &v.table);
    fill_form(c, typed, &v);
    corrections_html(
        page_begin(c, msg(c->lang, MSG_CORRECTION_TITLE), v.own ? NAV_LEDGER : NAV_REVIEW), c, &v);
    return page_end(c, err);
}

bool corrections_page(Ctx *c, Err *err)
{
    CorrectionViews views = {0};
    const CorrectionWish wish = {.period = ctx_text(c, "period"), .unit = ctx_text(c, "unit")};
    if (!c->json)
        return answer_list(c, &wish, S(""), err);
    if (!correction_list(&c->app, &views, err))
        return false;
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("corrections"));
    json_array(&json);
    for (int i = 0; i < views.count; i++)
        correction_json(&c->app, &views.items[i], &json);
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool is_theirs(ErrCode code)
{
    ErrKind kind = err_kind(code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE;
}

static Str sentence_of(Ctx *c, const Err *err)
{
    Out out = out_new(c->arena, LIMIT_LINE_BYTES);
    msg_err(&out, c->lang, err);
    return out_str(&out);
}

bool correction_ask_do(Ctx *c, Err *err)
{
    CorrectionAsk ask;
    Faults faults = {.arena = c->arena};
    CorrectionWish wish = {.period = ctx_text(c, "period"),
                           .unit = ctx_text(c, "unit"),
                           .indicator = ctx_text(c, "indicator"),
                           .object = ctx_text(c, "object"),
                           .old_value = ctx_text(c, "old"),
                           .new_value = ctx_text(c, "new"),
                           .reason = ctx_text(c, "reason"),
                           .basis = ctx_text(c, "basis")};
    if (wish.unit.len == 0)
        wish.unit = c->app.actor.unit;
    if (c->params.files.count) {
        wish.file_name = c->params.files.items[0].file_name;
        wish.file_bytes = c->params.files.items[0].bytes;
    }
    if (correction_wish(&c->app, &wish, &ask, &faults, err)) {
        if (!c->json)
            return redirect(c, link_to(c, "/corrections/{id}", {"id", ask.id}), err);
        Json json = json_begin(c);
        json_object(&json);
        json_kstr(&json, S("id"), ask.id);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    if (err->code == ERR_NONE && faults.count)
        *err = faults.items[0];
    if (c->json || !is_theirs(err->code))
        return false;
    Err first = *err;
    *err = (Err){0};
    first.file[0] = '\0'; /* a row and column of a sheet that nobody has seen */
    first.row = first.col = 0;
    c->response->status = http_status_of(err_kind(first.code));
    return answer_list(c, &wish, sentence_of(c, &first), err);
}

/* ---- one ---- */

/* What it rests on: a number, a file with its name, or both. */
static bool fill_basis(Ctx *c, const CorrectionEntry *e, TableRow *row, Err *err)
{
    AttachmentList files = {0};
    if (!correction_files(&c->app, e, &files, err))
        return false;
    if (files.count == 0) {
        row_add_cell(c->arena, row)->text = e->basis;
        return true;
    }
    Cell *cell = row_add_cell(c->arena, row);
    *cell = file_name_cell(c, &files.items[0]);
    cell->note = e->basis;
    return true;
}

static bool fill_rows(Ctx *c, const CorrectionView *v, Table *t, Err *err)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_COL_PERIOD, CELL_SHORT},          {MSG_COL_UNIT, CELL_HEAD},
                   {MSG_CORRECTION_INDICATOR, CELL_TEXT}, {MSG_CORRECTION_OLD, CELL_NUMBER},
                   {MSG_CORRECTION_NEW, CELL_NUMBER},     {MSG_CORRECTION_REASON, CELL_TEXT},
                   {MSG_CORRECTION_RESTS, CELL_TEXT}};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        table_add_column(c->arena, t, msg(c->lang, columns[i].label), columns[i].kind);
    for (int i = 0; i < v->sheet.corrections.count; i++) {
        const CorrectionEntry *e = &v->sheet.corrections.items[i];
        const Indicator *indicator = app_indicator(&c->app, e->indicator);
        TableRow *row = table_add_row(c->arena, t);
        row_add_cell(c->arena, row)->text = period_name(&c->app, e->period);
        row_add_cell(c->arena, row)->text = unit_name(&c->app, e->unit);
        *row_add_cell(c->arena, row) = (Cell){.text = indicator ? indicator->name : e->indicator,
                                              .note = msg(c->lang, str_eq(e->object, S("reported"))
                                                                       ? MSG_CORRECTION_REPORTED
                                                                       : MSG_CORRECTION_CONFIRMED)};
        row_add_cell(c->arena, row)->text = value_of(&e->old_value);
        row_add_cell(c->arena, row)->text = value_of(&e->new_value);
        row_add_cell(c->arena, row)->text = e->reason;
        if (!fill_basis(c, e, row, err))
            return false;
    }
    return true;
}

static Str changes_text(Ctx *c, const ConsequenceList *changes)
{
    Out out = out_new(c->arena, 1 << 20);
    if (changes->count)
        change_list_text(c->lang, &c->app, changes, &out);
    return out_str(&out);
}

static void fill_confirms(Ctx *c, const CorrectionAsk *a, CorrectionPageView *v)
{
    v->approve = (Confirm){.action = link_to(c, "/corrections/{id}/approve", {"id", a->id}),
                           .label = msg(c->lang, MSG_CORRECTION_APPROVE),
                           .what = msg(c->lang, MSG_CORRECTION_APPROVE_WHAT),
                           .reason = S("reason"),
                           .reason_max = LIMIT_REVIEW_CHARACTERS,
                           .reason_optional = true};
    v->refuse = (Confirm){.action = link_to(c, "/corrections/{id}/refuse", {"id", a->id}),
                          .label = msg(c->lang, MSG_CORRECTION_REFUSE),
                          .what = msg(c->lang, MSG_CORRECTION_REFUSE_WHAT),
                          .reason = S("reason"),
                          .part = S("-refuse"),
                          .reason_max = LIMIT_REVIEW_CHARACTERS};
}

static bool fill_one(Ctx *c, const CorrectionView *view, CorrectionPageView *v, Err *err)
{
    const CorrectionAsk *a = &view->ask;
    CorrectionPreview preview = {0};
    *v = (CorrectionPageView){.title = first_row(c, view),
                              .state = state_text(c, a->state),
                              .kind = kind_of(a->state),
                              .waits = a->state.len == 0,
                              .may_rule = view->may_rule,
                              .previewed = view->may_rule};
    if (view->hidden)
        v->hidden = msg(c->lang, MSG_REVIEW_HIDDEN);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_CORRECTION_BY),
             who(c, a->asked_by, a->asked_behalf));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_CORRECTION_AT),
             instant_minute(c->arena, a->asked_at));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_CORRECTION_FILE), a->file);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_CORRECTION_RULED_BY),
             who(c, a->ruled_by, a->ruled_behalf));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_CORRECTION_RULED_AT),
             a->ruled_at ? instant_minute(c->arena, a->ruled_at) : S(""));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_CORRECTION_RULED_REASON), a->reason);
    fill_confirms(c, a, v);
    if (!fill_rows(c, view, &v->rows, err))
        return false;
    if (view->may_rule && !correction_preview(&c->app, view, &preview, err))
        return false;
    v->would = changes_text(c, &preview.would);
    v->undone = changes_text(c, &preview.undone);
    return true;
}

static bool answer_one(Ctx *c, Str error, Err *err)
{
    CorrectionView view;
    CorrectionPageView v;
    if (!correction_read(&c->app, ctx_text(c, "id"), &view, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        correction_json(&c->app, &view, &json);
        return json_end(c, &json, err);
    }
    if (!fill_one(c, &view, &v, err))
        return false;
    v.error = error;
    correction_html(page_begin(c, v.title,
                               permit_scope(c->app.actor.role, ACT_CORRECTION_ASK) == SCOPE_OWN
                                   ? NAV_LEDGER
                                   : NAV_REVIEW),
                    c, &v);
    return page_end(c, err);
}

bool correction_page(Ctx *c, Err *err)
{
    return answer_one(c, S(""), err);
}

static bool refused(Ctx *c, Err *err)
{
    if (c->json || !is_theirs(err->code))
        return false;
    Err first = *err;
    *err = (Err){0};
    c->response->status = http_status_of(err_kind(first.code));
    return answer_one(c, sentence_of(c, &first), err);
}

bool correction_approve_do(Ctx *c, Err *err)
{
    MonthImport import;
    Faults faults = {.arena = c->arena};
    if (!ctx_proved(c, err))
        return false;
    if (correction_approve(&c->app, ctx_text(c, "id"), ctx_text(c, "reason"), &import, &faults,
                           err))
        return done(c, link_to(c, "/corrections/{id}", {"id", ctx_text(c, "id")}), err);
    if (err->code == ERR_NONE && faults.count)
        *err = faults.items[0];
    return refused(c, err);
}

bool correction_refuse_do(Ctx *c, Err *err)
{
    CorrectionAsk ask;
    return correction_refuse(&c->app, ctx_text(c, "id"), ctx_text(c, "reason"), &ask, err)
               ? done(c, link_to(c, "/corrections/{id}", {"id", ctx_text(c, "id")}), err)
               : refused(c, err);
}
