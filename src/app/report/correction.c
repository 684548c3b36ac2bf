/* Ruling on corrections that were asked for, and reading them; correction_ask.c has the asking. */
#include "app/report/correction.h"

#include "app/person.h"
#include "app/report/correction_parts.h"
#include "app/restricted.h"
#include "app/score/inputs.h"
#include "base/limits.h"
#include "base/utf8.h"

/* ---- reading ---- */

static bool is_hidden(App *app, const CorrectionSheet *sheet)
{
    for (int i = 0; i < sheet->corrections.count; i++) {
        const CorrectionEntry *e = &sheet->corrections.items[i];
        bool closed = restricted_unit(app, e->unit) || restricted_indicator(app, e->indicator);
        if (closed && !restricted_may(app, e->unit))
            return true;
    }
    return false;
}

static bool fill_view(App *app, const CorrectionAsk *ask, CorrectionView *v, Err *err)
{
    Faults faults = {.arena = app->arena};
    *v = (CorrectionView){.ask = *ask};
    MonthFile file = correction_file_of(ask);
    if (!correction_sheet_of(app, &file, &v->sheet, &faults, err))
        return false;
    v->hidden = is_hidden(app, &v->sheet);
    v->may_rule = ask->state.len == 0 && permit_any(&app->actor, ACT_CORRECTION_APPROVE) &&
                  !app_is_self(app, ask->asked_by, ask->asked_behalf) && !v->hidden;
    if (v->hidden)
        v->sheet = (CorrectionSheet){0};
    return true;
}

static bool find(App *app, Str id, CorrectionAsk *ret_ask, Err *err)
{
    bool found;
    if (!app_need_campaign(app, err) ||
        !correction_ask_find(app->db, app->arena, app->def.code, id, &found, ret_ask, err))
        return false;
    return found || err_set(err, ERR_CORRECTION_UNKNOWN, {"found", utf8_prefix(id, 40)});
}

bool correction_read(App *app, Str id, CorrectionView *ret_view, Err *err)
{
    CorrectionAsk ask;
    Str object = arena_fmt(app->arena, "correction_ask %.*s", STR_ARG(utf8_prefix(id, 40)));
    if (!permit_any(&app->actor, ACT_CORRECTION_ASK))
        return app_refuse(app, ACT_CORRECTION_ASK, S(""), object, err);
    if (!find(app, id, &ask, err))
        return false;
    /* A unit reads what it asked for itself; of another's it is not even told that it is there. */
    if (!permit(&app->actor, ACT_CORRECTION_ASK, ask.unit, NULL)) {
        (void)app_refuse(app, ACT_CORRECTION_ASK, ask.unit, object, err);
        return err_set(err, ERR_CORRECTION_UNKNOWN, {"found", utf8_prefix(id, 40)});
    }
    return fill_view(app, &ask, ret_view, err);
}

bool correction_list(App *app, CorrectionViews *ret_views, Err *err)
{
    CorrectionAsks asks = {0};
    bool all = permit_scope(app->actor.role, ACT_CORRECTION_ASK) == SCOPE_ALL;
    Str unit = all ? S("") : app->actor.unit;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_CORRECTION_ASK, unit, S("corrections"), err) ||
        !correction_asks(app->db, app->arena, app->def.code, unit, LIMIT_CORRECTIONS_SHOWN, &asks,
                         err))
        return false;
    for (int i = 0; i < asks.count; i++)
        if (!fill_view(app, &asks.items[i], arena_push(app->arena, ret_views), err))
            return false;
    return true;
}

/* ---- what it would change ---- */

static bool is_among(const ConsequenceList *list, const Consequence *c)
{
    for (int i = 0; i < list->count; i++) {
        const Consequence *k = &list->items[i];
        if (str_eq(k->period, c->period) && str_eq(k->unit, c->unit) && str_eq(k->kind, c->kind) &&
            str_eq(k->before, c->before) && str_eq(k->after, c->after))
            return true;
    }
    return false;
}

static void add_without(Arena *arena, const ConsequenceList *from, const ConsequenceList *without,
                        ConsequenceList *to)
{
    for (int i = 0; i < from->count; i++)
        if (!is_among(without, &from->items[i]))
            *arena_push(arena, to) = from->items[i];
}

bool correction_preview(App *app, const CorrectionView *view, CorrectionPreview *ret_preview,
                        Err *err)
{
    Replay now = {0}, then = {0};
    Supposed supposed = {0};
    CorrectionPreview preview = {0};
    for (int i = 0; i < view->sheet.corrections.count; i++) {
        const CorrectionEntry *e = &view->sheet.corrections.items[i];
        *arena_push(app->arena, &supposed.values) =
            (SupposedValue){.period = e->period,
                            .value = {.submission = view->ask.id,
                                      .kind = S("correction"),
                                      .unit = e->unit,
                                      .indicator = e->indicator,
                                      .object = e->object,
                                      .value = e->new_value.value,
                                      .na = e->new_value.na}};
    }
    if (!replay_compute(app, &now, err))
        return false;
    app->supposed = &supposed;
    bool ok = replay_compute(app, &then, err);
    app->supposed = NULL;
    if (!ok)
        return false;
    add_without(app->arena, &then.changes, &now.changes, &preview.would);
    add_without(app->arena, &now.changes, &then.changes, &preview.undone);
    *ret_preview = preview;
    return true;
}

/* ---- ruling ---- */

typedef struct Ruling {
    App *app;
    AppWrite write;
    CorrectionAsk ask;
    bool before; /* ask has had its ruling already */
    bool saved;
} Ruling;

static bool ruled_already(App *app, const CorrectionAsk *ask, Err *err)
{
    return err_set(err, ERR_CORRECTION_RULED, {"found", ask->id},
                   {"by", person_post(app, ask->ruled_by)},
                   {"at", instant_minute(app->arena, ask->ruled_at)}, {"state", ask->state});
}

/* Looked at in the write: of two who rule at once the second is told. */
static bool save_ruling(Db *tx, Ruling *w, Err *err)
{
    CorrectionAsk now;
    bool found;
    if (!correction_ask_find(tx, w->app->arena, w->app->def.code, w->ask.id, &found, &now, err))
        return false;
    if (now.state.len)
        return ruled_already(w->app, &now, err);
    return correction_ruling_save(tx, &w->ask, err);
}

static bool write_ruling(Db *tx, void *ctx, Err *err)
{
    return save_ruling(tx, ctx, err);
}

static Str object_of(App *app, const CorrectionAsk *ask)
{
    return arena_fmt(app->arena, "correction_ask %.*s", STR_ARG(ask->id));
}

static Str detail_of(App *app, const CorrectionAsk *ask)
{
    return arena_fmt(app->arena, "{\"state\":\"%.*s\",\"periods\":%.*s}", STR_ARG(ask->state),
                     STR_ARG(ask->periods));
}

/* With the first correction that is saved: the ruling and its row of the log, in the same transaction. */
static bool with_corrections(Db *tx, void *ctx, const Submission *saved, Err *err)
{
    Ruling *w = ctx;
    (void)saved;
    if (w->saved)
        return true;
    w->saved = true;
    return save_ruling(tx, w, err) &&
           app_audit(w->app, tx, ACT_CORRECTION_APPROVE, object_of(w->app, &w->ask),
                     detail_of(w->app, &w->ask), err);
}

static bool begin(App *app, Str id, Str state, Str reason, Ruling *w, Err *err)
{
    Str object = arena_fmt(app->arena, "correction_ask %.*s", STR_ARG(utf8_prefix(id, 40)));
    CorrectionView view;
    if (!app_permit(app, ACT_CORRECTION_APPROVE, S(""), object, err) ||
        !find(app, id, &w->ask, err) || !fill_view(app, &w->ask, &view, err))
        return false;
    if (app_is_self(app, w->ask.asked_by, w->ask.asked_behalf)) {
        (void)app_refuse(app, ACT_CORRECTION_APPROVE, S(""), object, err);
        return err_set(err, ERR_CORRECTION_SELF);
    }
    if (view.hidden)
        return app_refuse(app, ACT_RESTRICTED_READ, w->ask.unit, object, err);
    w->app = app;
    w->before = w->ask.state.len > 0;
    if (w->before)
        return true; /* whose the ruling is, is for the caller to look at */
    w->ask.state = state;
    w->ask.ruled_at = app->now_ms;
    w->ask.ruled_by = app->actor.name;
    w->ask.ruled_behalf = app->actor.behalf;
    return lock_words(app->arena, reason, &w->ask.reason, err);
}

/* What this person approved before, when the program died between it and what follows from it. */
static bool is_mine_again(const App *app, const CorrectionAsk *before)
{
    return str_eq(before->state, S("approved")) && str_eq(before->ruled_by, app->actor.name);
}

bool correction_approve(App *app, Str id, Str reason, MonthImport *ret_import, Faults *faults,
                        Err *err)
{
    Ruling w = {0};
    Faults none = {.arena = app->arena};
    *ret_import = (MonthImport){0};
    if (!begin(app, id, S("approved"), reason, &w, err))
        return false;
    if (w.before)
        return is_mine_again(app, &w.ask) ? replay_refresh(app, &ret_import->replay, err)
                                          : ruled_already(app, &w.ask, err);
    MonthFileList files = {0};
    *arena_push(app->arena, &files) = correction_file_of(&w.ask);
    MonthFrom from = {.filled_by = w.ask.asked_by,
                      .approved_by = app->actor.name,
                      .two_people = true,
                      .also = with_corrections,
                      .ctx = &w};
    if (!import_month(app, MONTH_CORRECTIONS, &files, S(""), &from, ret_import, faults, &none, err))
        return false;
    if (w.saved)
        return true;
    w.write = (AppWrite){.action = ACT_CORRECTION_APPROVE, /* the same bytes were on record */
                         .object = object_of(app, &w.ask),
                         .detail = detail_of(app, &w.ask),
                         .fn = write_ruling,
                         .ctx = &w};
    return app_write(app, &w.write, err);
}

bool correction_refuse(App *app, Str id, Str reason, CorrectionAsk *ret_ask, Err *err)
{
    Ruling w = {0};
    if (!begin(app, id, S("refused"), reason, &w, err))
        return false;
    if (w.before)
        return ruled_already(app, &w.ask, err);
    if (w.ask.reason.len == 0)
        return err_set(err, ERR_CORRECTION_REASON);
    w.write = (AppWrite){.action = ACT_CORRECTION_APPROVE,
                         .object = object_of(app, &w.ask),
                         .detail = detail_of(app, &w.ask),
                         .fn = write_ruling,
                         .ctx = &w};
    if (!app_write(app, &w.write, err))
        return false;
    *ret_ask = w.ask;
    return true;
}

/* ---- JSON ---- */

static void entry_json(const App *app, const CorrectionEntry *e, Json *json)
{
    const Indicator *indicator = app_indicator(app, e->indicator);
    json_object(json);
    json_kstr(json, S("period"), e->period);
    json_kstr(json, S("unit"), e->unit);
    json_kstr(json, S("name"), unit_name(app, e->unit));
    json_kstr(json, S("indicator"), e->indicator);
    json_kstr(json, S("indicator_name"), indicator ? indicator->name : e->indicator);
    json_kstr(json, S("object"), e->object);
    json_kstr(json, S("old"), e->old_value.na ? S("NA") : e->old_value.value);
    json_kstr(json, S("new"), e->new_value.na ? S("NA") : e->new_value.value);
    json_kstr(json, S("reason"), e->reason);
    json_kstr(json, S("basis"), e->basis);
    json_object_end(json);
}

void correction_json(const App *app, const CorrectionView *v, Json *json)
{
    const CorrectionAsk *a = &v->ask;
    json_object(json);
    json_kstr(json, S("id"), a->id);
    json_kstr(json, S("state"), a->state.len ? a->state : S("waits"));
    json_kstr(json, S("unit"), a->unit);
    json_kstr(json, S("file"), a->file);
    json_kstr(json, S("asked_at"), instant_str(app->arena, a->asked_at));
    json_kstr(json, S("asked_by"), a->asked_by);
    json_kstr(json, S("asked_behalf"), a->asked_behalf);
    json_kstr(json, S("ruled_at"), a->ruled_at ? instant_str(app->arena, a->ruled_at) : S(""));
    json_kstr(json, S("ruled_by"), a->ruled_by);
    json_kstr(json, S("ruled_behalf"), a->ruled_behalf);
    json_kstr(json, S("reason"), a->reason);
    json_kbool(json, S("may_rule"), v->may_rule);
    json_kbool(json, S("restricted"), v->hidden);
    json_key(json, S("rows"));
    json_array(json);
    for (int i = 0; i < v->sheet.corrections.count; i++)
        entry_json(app, &v->sheet.corrections.items[i], json);
    json_array_end(json);
    json_object_end(json);
}
