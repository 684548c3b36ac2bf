#include "app/report/highlight.h"

#include "app/campaign_index.h"
#include "app/clean_text.h"
#include "app/ledger/progress.h"
#include "app/restricted.h"
#include "base/limits.h"
#include "base/utf8.h"

static const Str words[HIGHLIGHT_STATES] = {
    [HIGHLIGHT_SENT] = SC("sent"),           [HIGHLIGHT_TAKEN] = SC("taken"),
    [HIGHLIGHT_RETURNED] = SC("returned"),   [HIGHLIGHT_ADOPTED] = SC("adopted"),
    [HIGHLIGHT_WITHDRAWN] = SC("withdrawn"),
};
const Str highlight_causes[] = {SC("duplicate"), SC("no_effect"), SC("incomplete"),
                                SC("not_due"),   SC("other"),     SC("")};

Str highlight_state_word(HighlightState state)
{
    return words[state];
}

bool highlight_state_parse(Str word, HighlightState *ret_state)
{
    for (int i = 0; i < HIGHLIGHT_STATES; i++)
        if (str_eq(word, words[i])) {
            *ret_state = (HighlightState)i;
            return true;
        }
    return false;
}

/* ---- whose, and who sees it ---- */

static bool is_own(App *app, Str unit)
{
    return unit.len && app->actor.unit.len && str_eq(progress_seat(app, unit), app->actor.unit);
}

static bool is_office(const App *app)
{
    return permit_scope(app->actor.role, ACT_HIGHLIGHT_DECIDE) == SCOPE_ALL;
}

static bool is_open(HighlightState state)
{
    return state == HIGHLIGHT_TAKEN || state == HIGHLIGHT_ADOPTED;
}

static bool may_see(const App *app, const HighlightView *v)
{
    return v->own || is_open(v->state) || is_office(app);
}

/* The rows of all its steps; `steps` are ordered by highlight. */
static HighlightView view_of(App *app, const HighlightRow *row, const HighlightSteps *steps)
{
    HighlightView v = {.row = *row, .own = is_own(app, row->unit)};
    for (int i = 0; i < steps->count; i++) {
        const HighlightStep *s = &steps->items[i];
        if (!str_eq(s->highlight, row->id))
            continue;
        *arena_push(app->arena, &v.steps) = *s;
        (void)highlight_state_parse(s->state, &v.state);
        v.adoptions += str_eq(s->state, words[HIGHLIGHT_ADOPTED]) && s->document.len > 0;
        if (v.steps.count == 1)
            v.sent_at = s->at;
    }
    if (v.state == HIGHLIGHT_WITHDRAWN)
        v.adoptions = 0;
    return v;
}

/* ---- sending ---- */

typedef struct Sending {
    App *app;
    AppWrite write;
    HighlightRow row;
    HighlightStep step;
} Sending;

static bool clean(App *app, const char *name, int characters, bool lines, Str *text, Err *err)
{
    const CleanRule rule = {str_from_z(name), characters, lines};
    return clean_text(app->arena, &rule, *text, text, err);
}

static bool check_words(App *app, HighlightRow *r, Err *err)
{
    if (!clean(app, "LIMIT_HIGHLIGHT_TITLE_CHARACTERS", LIMIT_HIGHLIGHT_TITLE_CHARACTERS, false,
               &r->title, err) ||
        !clean(app, "LIMIT_HIGHLIGHT_CHARACTERS", LIMIT_HIGHLIGHT_CHARACTERS, true, &r->text,
               err) ||
        !clean(app, "LIMIT_HIGHLIGHT_EFFECT_CHARACTERS", LIMIT_HIGHLIGHT_EFFECT_CHARACTERS, false,
               &r->effect, err) ||
        !clean(app, "LIMIT_ACCOUNT_POST_CHARACTERS", LIMIT_ACCOUNT_POST_CHARACTERS, false,
               &r->sender, err))
        return false;
    return (r->title.len && r->text.len) || err_set(err, ERR_HIGHLIGHT_EMPTY);
}

static bool check_place(App *app, const HighlightRow *r, Err *err)
{
    const CampaignIndex *x = app_index(app);
    int task = map_get(&x->tasks, r->task);
    if (task < 0)
        return err_set(err, ERR_TASK_UNKNOWN, {"found", utf8_prefix(r->task, 80)});
    if (x->places[task].restricted || (r->unit.len && restricted_unit(app, r->unit)) ||
        (r->indicator.len && restricted_indicator(app, r->indicator)))
        return err_set(err, ERR_HIGHLIGHT_RESTRICTED);
    return true;
}

/* The value that holds: the newest confirmed one, else the newest reported. */
static bool take_figure(App *app, HighlightRow *r, Err *err)
{
    SourcedValues values = {0};
    const CampaignPeriod *period;
    if (!app_indicator(app, r->indicator))
        return err_set(err, ERR_HIGHLIGHT_INDICATOR, {"found", utf8_prefix(r->indicator, 80)});
    if (r->unit.len == 0)
        return err_set(err, ERR_HIGHLIGHT_UNIT);
    if (!app_period(app, r->period, &period, err) ||
        !sourced_values(app->db, app->arena, app->def.code, period->code, r->unit, r->indicator,
                        &values, err))
        return false;
    const SourcedValue *holds[2] = {0};
    for (int i = 0; i < values.count; i++)
        holds[str_eq(values.items[i].object, S("confirmed"))] = &values.items[i];
    const SourcedValue *v = holds[1] && (holds[1]->value.len || holds[1]->na) ? holds[1] : holds[0];
    if (!v || v->na || v->value.len == 0)
        return err_set(err, ERR_HIGHLIGHT_FIGURE, {"indicator", r->indicator},
                       {"period", period->code});
    r->period = period->code;
    r->figure = v->value;
    r->object = v->object;
    r->submission = v->submission;
    r->version = v->version;
    return true;
}

static bool check_evidence(App *app, const HighlightRow *r, Err *err)
{
    AttachmentList list = {0};
    if (!files_of(app, arena_fmt(app->arena, "task %.*s", STR_ARG(r->task)), &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (str_eq(list.items[i].id, r->evidence) && !list.items[i].purged_at)
            return true;
    return err_set(err, ERR_HIGHLIGHT_EVIDENCE, {"found", utf8_prefix(r->evidence, 40)});
}

static bool check_effect(App *app, HighlightRow *r, bool has_file, Err *err)
{
    if (r->indicator.len == 0)
        r->period = S("");
    else if (!take_figure(app, r, err))
        return false;
    if (r->evidence.len && !check_evidence(app, r, err))
        return false;
    if (r->indicator.len == 0 && (r->effect.len == 0 || (r->evidence.len == 0 && !has_file)))
        return err_set(err, ERR_HIGHLIGHT_EFFECT);
    return true;
}

/* Last of all, when everything else is as it should be: a highlight that is refused leaves no file behind. */
static bool take_file(App *app, const HighlightEntry *entry, HighlightRow *r, Err *err)
{
    Attachment attachment;
    if (!entry->file)
        return true;
    FileEntry file = *entry->file;
    file.object = arena_fmt(app->arena, "task %.*s", STR_ARG(r->task));
    if (app->start.data_folder.len && !file_may_add(app, file.object))
        return err_set(err, ERR_HIGHLIGHT_PART, {"task", r->task});
    if (!file_add(app, &file, &attachment, err))
        return false;
    r->evidence = attachment.id;
    return true;
}

/* At most so many of a campaign, and of one account on one day: what is compared stays bounded. */
static bool check_room(App *app, const HighlightRows *rows, const HighlightSteps *steps, Err *err)
{
    int today = 0;
    for (int i = 0; i < steps->count; i++) {
        const HighlightStep *s = &steps->items[i];
        today += s->number == 1 && str_eq(s->by, app->actor.name) &&
                 instant_to_date(s->at, OFFSET_MINUTES_CHINA) == app->today;
    }
    if (today >= LIMIT_HIGHLIGHTS_DAY)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_HIGHLIGHTS_DAY")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_HIGHLIGHTS_DAY)},
                       {"found", arena_fmt(app->arena, "%d", today + 1)});
    if (rows->count >= LIMIT_HIGHLIGHTS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_HIGHLIGHTS")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_HIGHLIGHTS)},
                       {"found", arena_fmt(app->arena, "%d", rows->count + 1)});
    return true;
}

static bool load_all(App *app, Db *db, HighlightRows *ret_rows, HighlightSteps *ret_steps, Err *err)
{
    return highlight_rows(db, app->arena, app->def.code, S(""), LIMIT_HIGHLIGHTS, ret_rows, err) &&
           highlight_steps(db, app->arena, app->def.code, S(""), ret_steps, err);
}

/* Own ones that came back or were withdrawn are no duplicates of the next try. */
static bool find_same(App *app, HighlightRow *r, const HighlightRows *rows,
                      const HighlightSteps *steps, Err *err)
{
    SameTexts same = {0};
    bool *skip = arena_new(app->arena, bool, rows->count + 1);
    for (int i = 0; i < rows->count; i++) {
        HighlightView v = view_of(app, &rows->items[i], steps);
        skip[i] = v.state == HIGHLIGHT_WITHDRAWN ||
                  (v.state == HIGHLIGHT_RETURNED && str_eq(v.row.unit, r->unit));
    }
    if (!highlight_same_find(app, r->text, rows, skip, &same, err))
        return false;
    r->same = same_texts_json(app->arena, &same);
    return true;
}

static Str step_detail(App *app, const HighlightRow *r, const HighlightStep *s)
{
    Out out = out_new(app->arena, 16384);
    Json json = json_new(&out, false);
    json_object(&json); /* no words of a person: they may have to be purged */
    json_kstr(&json, S("state"), s->state);
    json_kstr(&json, S("unit"), r->unit);
    json_kstr(&json, S("task"), r->task);
    if (s->cause.len)
        json_kstr(&json, S("cause"), s->cause);
    if (s->document.len)
        json_kstr(&json, S("document"), s->document);
    json_object_end(&json);
    return out_str(&out);
}

static bool save_new(Db *tx, void *ctx, Err *err)
{
    Sending *w = ctx;
    App *app = w->app;
    w->row.id = app_id(app);
    w->step.highlight = w->row.id;
    w->write.object = arena_fmt(app->arena, "highlight %.*s", STR_ARG(w->row.id));
    w->write.detail = step_detail(app, &w->row, &w->step);
    return highlight_save(tx, app->def.code, &w->row, err) &&
           highlight_step_save(tx, &w->step, err);
}

static bool whose(App *app, const HighlightEntry *entry, HighlightRow *r, Err *err)
{
    bool all = permit_scope(app->actor.role, ACT_HIGHLIGHT_SEND) == SCOPE_ALL;
    r->unit = all ? entry->unit : app->actor.unit;
    r->sender = all ? entry->sender : S("");
    if (all && r->unit.len) {
        const Unit *unit = app_unit(app, r->unit);
        if (!unit)
            return err_set(err, ERR_UNIT_UNKNOWN, {"found", utf8_prefix(r->unit, 80)});
        r->unit = unit->code;
        if (utf8_trim(r->sender).len == 0)
            return err_set(err, ERR_HIGHLIGHT_SENDER);
    }
    return app_permit(app, ACT_HIGHLIGHT_SEND, r->unit, S("highlight"), err);
}

static HighlightStep step_of(const App *app, HighlightState state)
{
    return (HighlightStep){.number = 1,
                           .state = words[state],
                           .at = app->now_ms,
                           .by = app->actor.name,
                           .behalf = app->actor.behalf};
}

bool highlight_send(App *app, const HighlightEntry *entry, HighlightView *ret_view, Err *err)
{
    Sending w = {.app = app, .step = step_of(app, HIGHLIGHT_SENT)};
    HighlightRows rows = {0};
    HighlightSteps steps = {0};
    HighlightRow *r = &w.row;
    *r = (HighlightRow){.task = entry->task,
                        .title = entry->title,
                        .text = entry->text,
                        .indicator = entry->indicator,
                        .period = entry->period,
                        .effect = entry->effect,
                        .evidence = entry->evidence};
    if (!app_need_campaign(app, err) || !whose(app, entry, r, err) || !check_place(app, r, err) ||
        !check_words(app, r, err) || !check_effect(app, r, entry->file, err) ||
        !load_all(app, app->db, &rows, &steps, err) || !check_room(app, &rows, &steps, err) ||
        !find_same(app, r, &rows, &steps, err) || !take_file(app, entry, r, err))
        return false;
    w.write = (AppWrite){.action = ACT_HIGHLIGHT_SEND, .party = r->unit, .fn = save_new, .ctx = &w};
    if (!app_write(app, &w.write, err))
        return false;
    HighlightSteps first = {0};
    *arena_push(app->arena, &first) = w.step;
    *ret_view = view_of(app, r, &first);
    return true;
}

/* ---- what becomes of it ---- */

typedef struct Moving {
    App *app;
    AppWrite write;
    const HighlightView *view;
    HighlightStep step;
} Moving;

static bool may_move(HighlightState from, HighlightState to)
{
    switch (to) {
    case HIGHLIGHT_TAKEN:
    case HIGHLIGHT_RETURNED:
        return from == HIGHLIGHT_SENT;
    case HIGHLIGHT_ADOPTED:
        return from == HIGHLIGHT_TAKEN || from == HIGHLIGHT_ADOPTED;
    case HIGHLIGHT_WITHDRAWN:
        return from != HIGHLIGHT_WITHDRAWN && from != HIGHLIGHT_RETURNED;
    case HIGHLIGHT_SENT:
    case HIGHLIGHT_STATES:
        break;
    }
    return false;
}

static bool check_state(const HighlightView *v, HighlightState to, Err *err)
{
    return may_move(v->state, to) ||
           err_set(err, ERR_HIGHLIGHT_STATE, {"found", words[v->state]}, {"wanted", words[to]});
}

/* The state is read again in the transaction: of two who decide at once the second is told. */
static bool save_step(Db *tx, void *ctx, Err *err)
{
    Moving *w = ctx;
    App *app = w->app;
    HighlightSteps steps = {0};
    HighlightState to = HIGHLIGHT_SENT;
    if (!highlight_steps(tx, app->arena, app->def.code, w->view->row.id, &steps, err))
        return false;
    HighlightView now = view_of(app, &w->view->row, &steps);
    (void)highlight_state_parse(w->step.state, &to);
    if (!check_state(&now, to, err))
        return false;
    for (int i = 0; i < steps.count && w->step.document.len; i++)
        if (str_eq(steps.items[i].document, w->step.document) &&
            str_eq(steps.items[i].adopter, w->step.adopter))
            return err_set(err, ERR_HIGHLIGHT_TWICE, {"found", w->step.document});
    w->step.number = steps.count + 1;
    w->write.detail = step_detail(app, &w->view->row, &w->step);
    return highlight_step_save(tx, &w->step, err);
}

static bool is_cause(Str word)
{
    for (int i = 0; highlight_causes[i].len; i++)
        if (str_eq(word, highlight_causes[i]))
            return true;
    return false;
}

static bool check_adoption(App *app, HighlightStep *s, Err *err)
{
    Date on;
    if (!clean(app, "LIMIT_HIGHLIGHT_NAME_CHARACTERS", LIMIT_HIGHLIGHT_NAME_CHARACTERS, false,
               &s->adopter, err) ||
        !clean(app, "LIMIT_HIGHLIGHT_NAME_CHARACTERS", LIMIT_HIGHLIGHT_NAME_CHARACTERS, false,
               &s->document, err))
        return false;
    if (s->adopter.len == 0 || !date_parse(s->adopted_on, &on, NULL) || on > app->today)
        return err_set(err, ERR_HIGHLIGHT_ADOPTER);
    return true;
}

static bool check_move(App *app, const HighlightMove *move, HighlightStep *s, Err *err)
{
    if (!clean(app, "LIMIT_HIGHLIGHT_REASON_CHARACTERS", LIMIT_HIGHLIGHT_REASON_CHARACTERS, false,
               &s->reason, err))
        return false;
    if (move->to == HIGHLIGHT_RETURNED && !is_cause(s->cause))
        return err_set(err, ERR_HIGHLIGHT_CAUSE, {"found", utf8_prefix(s->cause, 40)});
    bool needs = (move->to == HIGHLIGHT_RETURNED && str_eq(s->cause, S("other"))) ||
                 move->to == HIGHLIGHT_WITHDRAWN;
    if (needs && s->reason.len == 0)
        return err_set(err, ERR_HIGHLIGHT_REASON);
    return move->to != HIGHLIGHT_ADOPTED || check_adoption(app, s, err);
}

/* A unit takes its own back until the office has taken it. */
static Action action_of(const HighlightView *v, HighlightState to)
{
    return to == HIGHLIGHT_WITHDRAWN && v->own && v->state == HIGHLIGHT_SENT ? ACT_HIGHLIGHT_SEND
                                                                             : ACT_HIGHLIGHT_DECIDE;
}

bool highlight_move(App *app, Str id, const HighlightMove *move, HighlightView *ret_view, Err *err)
{
    HighlightView v;
    Moving w = {.app = app, .view = &v, .step = step_of(app, move->to)};
    if (!highlight_read(app, id, &v, err))
        return false;
    w.step.highlight = v.row.id;
    w.step.reason = move->reason;
    if (move->to == HIGHLIGHT_RETURNED)
        w.step.cause = move->cause;
    if (move->to == HIGHLIGHT_ADOPTED) {
        w.step.adopter = move->adopter;
        w.step.document = move->document;
        w.step.adopted_on = move->adopted_on;
    }
    w.write = (AppWrite){.action = action_of(&v, move->to),
                         .party = v.row.unit.len ? progress_seat(app, v.row.unit) : S(""),
                         .object = arena_fmt(app->arena, "highlight %.*s", STR_ARG(v.row.id)),
                         .fn = save_step,
                         .ctx = &w};
    if (!app_permit(app, w.write.action, w.write.party, w.write.object, err) ||
        !check_state(&v, move->to, err) || !check_move(app, move, &w.step, err) ||
        !app_write(app, &w.write, err))
        return false;
    return highlight_read(app, id, ret_view, err);
}

/* ---- reading ---- */

static bool is_wanted(App *app, const HighlightQuery *q, const HighlightView *v)
{
    const CampaignIndex *x = app_index(app);
    int task = map_get(&x->tasks, v->row.task);
    bool below = q->theme.len == 0;
    for (int guard = 0; !below && task >= 0 && guard < x->def->tasks.count; guard++) {
        below = str_eq(x->def->tasks.items[task].no, q->theme);
        task = x->places[task].parent;
    }
    return below && (q->state.len == 0 || str_eq(words[v->state], q->state)) &&
           (q->unit.len == 0 || str_eq(v->row.unit, q->unit));
}

bool highlight_list(App *app, const HighlightQuery *query, HighlightPage *ret_page, Err *err)
{
    HighlightRows rows = {0};
    HighlightSteps steps = {0};
    HighlightPage page = {0};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_HIGHLIGHT_READ, S(""), S("highlights"), err) ||
        !load_all(app, app->db, &rows, &steps, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        HighlightView v = view_of(app, &rows.items[i], &steps);
        if (!may_see(app, &v) || !is_wanted(app, query, &v))
            continue;
        page.total++;
        if (query->before.len && str_cmp(v.row.id, query->before) >= 0)
            continue;
        if (page.items.count < LIMIT_HIGHLIGHT_PAGE_ROWS)
            *arena_push(app->arena, &page.items) = v;
        else if (page.next.len == 0)
            page.next = page.items.items[page.items.count - 1].row.id;
    }
    *ret_page = page;
    return true;
}

static bool find(App *app, Str id, bool *ret_found, HighlightView *ret_view, Err *err)
{
    HighlightRow row;
    HighlightSteps steps = {0};
    if (!highlight_find(app->db, app->arena, app->def.code, id, ret_found, &row, err) ||
        !highlight_steps(app->db, app->arena, app->def.code, id, &steps, err))
        return false;
    if (*ret_found)
        *ret_view = view_of(app, &row, &steps);
    return true;
}

bool highlight_read(App *app, Str id, HighlightView *ret_view, Err *err)
{
    bool found;
    HighlightView v;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_HIGHLIGHT_READ, S(""), S("highlights"), err) ||
        !find(app, id, &found, &v, err))
        return false;
    if (!found)
        return err_set(err, ERR_HIGHLIGHT_UNKNOWN, {"found", utf8_prefix(id, 40)});
    if (!may_see(app, &v))
        return app_refuse(app, ACT_HIGHLIGHT_READ, v.row.unit,
                          arena_fmt(app->arena, "highlight %.*s", STR_ARG(id)), err);
    *ret_view = v;
    return true;
}

bool highlight_peek(App *app, Str id, bool *ret_found, HighlightView *ret_view, Err *err)
{
    if (!find(app, id, ret_found, ret_view, err))
        return false;
    *ret_found = *ret_found && may_see(app, ret_view);
    return true;
}
