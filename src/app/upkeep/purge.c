#include "app/upkeep/purge.h"

#include "app/files/files.h"
#include "app/upkeep/purge_write.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/meta.h"
#include "sys/files.h"
#include "sys/vault.h"

/* ---- the target ---- */

/* "-" is the chain of the installation. */
static bool target_parse(Str text, PurgeTarget *ret_target)
{
    Str rest = text;
    Str word = str_cut(&rest, ' ');
    PurgeTarget t = {.kind = PURGE_FILE, .name = rest};
    if (str_eq(word, S("file"))) {
        *ret_target = t;
        return vault_is_digest(rest);
    }
    if (str_eq(word, S("progress"))) {
        uint64_t id;
        t.kind = PURGE_NOTE;
        *ret_target = t;
        return id_parse(rest, &id);
    }
    t.kind = PURGE_AUDIT;
    t.chain = str_cut(&rest, ' ');
    bool ok = str_eq(word, S("audit")) && t.chain.len > 0 && str_to_i64(rest, &t.seq) && t.seq > 0;
    if (str_eq(t.chain, S("-")))
        t.chain = S("");
    *ret_target = t;
    return ok;
}

/* It is there, has not been purged, and is the campaign's own. */
static bool target_is_there(App *app, const PurgeTarget *t, bool *ret_there, Err *err)
{
    AttachmentList list = {0};
    ProgressNote note = {0};
    PurgeAuditRow row = {0};
    bool found = false;
    *ret_there = false;
    switch (t->kind) {
    case PURGE_FILE:
        if (!attachments_of_digest(app->db, app->arena, t->name, &list, err))
            return false;
        for (int i = 0; i < list.count; i++)
            *ret_there |=
                str_eq(list.items[i].campaign, app->def.code) && list.items[i].purged_at == 0;
        return true;
    case PURGE_NOTE:
        if (!purge_note_find(app->db, app->arena, app->def.code, t->name, &found, &note, err))
            return false;
        *ret_there = found && !note.purged;
        return true;
    case PURGE_AUDIT:
        break;
    }
    if (t->chain.len && !str_eq(t->chain, app->def.code))
        return true;
    if (!purge_audit_find(app->db, app->arena, t->chain, t->seq, &found, &row, err))
        return false;
    *ret_there = found && row.has_detail;
    return true;
}

/* ---- asking ---- */

typedef struct Asking {
    App *app;
    AppWrite write;
    Purge purge;
} Asking;

static bool save(Db *tx, void *ctx, Err *err)
{
    Asking *w = ctx;
    App *app = w->app;
    bool waiting;
    if (!purge_is_waiting(tx, w->purge.target, &waiting, err))
        return false;
    if (waiting)
        return err_set(err, ERR_PURGE_TWICE, {"found", w->purge.target});
    w->purge.id = app_id(app);
    w->write.object = arena_fmt(app->arena, "purge %.*s", STR_ARG(w->purge.id));
    w->write.detail = arena_fmt(app->arena, "{\"target\":\"%.*s\",\"cause\":\"%.*s\"}",
                                STR_ARG(w->purge.target), STR_ARG(w->purge.cause));
    return purge_save(tx, &w->purge, err);
}

static bool check_words(Arena *arena, Str text, ErrCode when_empty, Str *ret_text, Err *err)
{
    *ret_text = utf8_trim(text);
    if (ret_text->len == 0)
        return err_set(err, when_empty);
    if (utf8_count(*ret_text) <= LIMIT_PURGE_CHARACTERS)
        return true;
    return err_set(err, ERR_LIMIT, {"name", S("LIMIT_PURGE_CHARACTERS")},
                   {"limit", arena_fmt(arena, "%d", LIMIT_PURGE_CHARACTERS)},
                   {"found", arena_fmt(arena, "%td", utf8_count(*ret_text))});
}

bool purge_ask(App *app, const PurgeOrder *order, Purge *ret_purge, Err *err)
{
    PurgeTarget target;
    bool there;
    Asking w = {.app = app,
                .purge = {.campaign = app->def.code,
                          .target = order->target,
                          .cause = order->cause,
                          .asked_at = app->now_ms,
                          .asked_by = app->actor.name,
                          .asked_behalf = app->actor.behalf,
                          .state = S("asked"),
                          .backups = S("[]")}};
    w.write = (AppWrite){.action = ACT_PURGE_ASK, .object = S("purge"), .fn = save, .ctx = &w};
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_PURGE_ASK, S(""), S("purge"), err))
        return false;
    if (!target_parse(order->target, &target) ||
        !(str_eq(order->cause, S("secret")) || str_eq(order->cause, S("personal"))))
        return err_set(err, ERR_PURGE_TARGET, {"found", utf8_prefix(order->target, 100)});
    if (!check_words(app->arena, order->authority, ERR_PURGE_AUTHORITY, &w.purge.authority, err) ||
        !target_is_there(app, &target, &there, err))
        return false;
    if (!there)
        return err_set(err, ERR_PURGE_NOTHING, {"found", utf8_prefix(order->target, 100)});
    if (!app_write(app, &w.write, err))
        return false;
    *ret_purge = w.purge;
    return true;
}

/* ---- deciding ---- */

static bool settle(Db *tx, void *ctx, Err *err)
{
    Asking *w = ctx;
    PurgeTarget target;
    bool done;
    w->purge.backups = S("[]");
    if (str_eq(w->purge.state, S("done")) &&
        (!target_parse(w->purge.target, &target) ||
         !purge_write(w->app, tx, &target, w->purge.id, &w->purge.backups, err)))
        return false;
    return purge_settle(tx, &w->purge, &done, err) &&
           (done || err_set(err, ERR_PURGE_DECIDED, {"found", w->purge.id}));
}

static bool find(App *app, Str id, Purge *ret_purge, Err *err)
{
    bool found;
    if (!app_need_campaign(app, err) ||
        !purge_find(app->db, app->arena, app->def.code, id, &found, ret_purge, err))
        return false;
    return found || err_set(err, ERR_PURGE_UNKNOWN, {"found", utf8_prefix(id, 40)});
}

static bool take_away_exports(App *app, Err *err)
{
    FolderList list = {0};
    Str folder = path_join(app->arena, app->start.data_folder, S("exports"));
    if (!folder_list(app->arena, folder, &list, err)) {
        bool absent = err->code == ERR_FILE_ABSENT;
        if (absent)
            *err = (Err){0};
        return absent;
    }
    for (int i = 0; i < list.count; i++) {
        Str path = path_join(app->arena, folder, list.items[i].name);
        if (list.items[i].is_folder)
            continue;
        file_remove(path);
        if (file_exists(path))
            return err_set(err, ERR_FILE_WRITE, {"file", path}, {"reason", S("unlink")});
    }
    return true;
}

/* So many purges, of all that were approved, are finished. */
static const Str finished_key = SC("purges_finished");

static bool write_finished(Db *tx, void *ctx, Err *err)
{
    const Str *count = ctx;
    return meta_set(tx, finished_key, *count, err);
}

static bool finish(App *app, Err *err)
{
    static const char *const tables[] = {"attachment", "progress_note", "audit",
                                         "purge",      "inbox_digest",  NULL};
    int64_t gone;
    PurgeIds done = {0};
    if (!purge_done_ids(app->db, app->arena, &done, err) ||
        (app->start.data_folder.len &&
         (!files_sweep(app, &gone, err) || !take_away_exports(app, err))) ||
        !db_erase(app->db, tables, err))
        return false;
    if (app->start.data_folder.len == 0)
        return true; /* what stands there is for purge_sweep, at night */
    App office = app_installation(app);
    Str count = arena_fmt(app->arena, "%d", done.count);
    AppWrite write = {.action = ACT_PURGE_DECIDE,
                      .object = S("setting purges_finished"),
                      .detail = arena_fmt(app->arena, "{\"purges\":%d}", done.count),
                      .fn = write_finished,
                      .ctx = &count};
    bool ok = app_write_scheduled(&office, &write, err);
    app->ids = office.ids;
    return ok;
}

bool purge_finish(App *app, Err *err)
{
    return app_permit(app, ACT_PURGE_DECIDE, S(""), S("purge"), err) && finish(app, err);
}

bool purge_sweep(App *app, Err *err)
{
    PurgeIds done = {0};
    Str text;
    int64_t finished = 0;
    if (!purge_done_ids(app->db, app->arena, &done, err) ||
        !meta_get(app->db, app->arena, finished_key, &text, err))
        return false;
    (void)str_to_i64(text, &finished);
    return finished >= done.count || finish(app, err);
}

bool purge_decide(App *app, Str id, bool approve, Str reason, Purge *ret_purge, Err *err)
{
    Asking w = {.app = app};
    Str object = arena_fmt(app->arena, "purge %.*s", STR_ARG(utf8_prefix(id, 40)));
    if (!app_permit(app, ACT_PURGE_DECIDE, S(""), object, err) || !find(app, id, &w.purge, err))
        return false;
    if (!str_eq(w.purge.state, S("asked")))
        return err_set(err, ERR_PURGE_DECIDED, {"found", id});
    w.write =
        (AppWrite){.action = ACT_PURGE_DECIDE,
                   .object = object,
                   .detail = approve ? S("{\"state\":\"done\"}") : S("{\"state\":\"refused\"}"),
                   .fn = settle,
                   .ctx = &w};
    if (app_is_self(app, w.purge.asked_by, w.purge.asked_behalf)) {
        (void)app_refuse(app, ACT_PURGE_DECIDE, S(""), w.write.object, err);
        return err_set(err, ERR_PURGE_SELF);
    }
    if (!check_words(app->arena, reason, ERR_PURGE_REASON, &w.purge.decision, err))
        return false;
    if (approve && str_starts(w.purge.target, S("file ")) && app->start.data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    w.purge.state = approve ? S("done") : S("refused");
    w.purge.decided_at = app->now_ms;
    w.purge.decided_by = app->actor.name;
    w.purge.decided_behalf = app->actor.behalf;
    if (!app_write(app, &w.write, err))
        return false;
    *ret_purge = w.purge;
    if (!approve || purge_finish(app, err))
        return true;
    Str why = str_from_z(err_code_name(err->code));
    return err_set(err, ERR_PURGE_LATER, {"found", id}, {"reason", why});
}

/* ---- a backup that was being made ---- */

typedef struct AddingBackup {
    App *app; /* in the chain of the purge's campaign */
    Str purge, backup;
} AddingBackup;

static bool add_backup(Db *tx, void *ctx, Err *err)
{
    const AddingBackup *w = ctx;
    Purge purge;
    bool found;
    if (!purge_of_id(tx, w->app->arena, w->purge, &found, &purge, err) || !found)
        return false;
    Str ids = str_sub(purge.backups, 0, purge.backups.len - 1); /* "[…]" without its end */
    ids = arena_fmt(w->app->arena, "%.*s%s\"%.*s\"]", STR_ARG(ids), ids.len > 1 ? "," : "",
                    STR_ARG(w->backup));
    return purge_backups_set(tx, w->purge, ids, err);
}

bool purge_add_backup(App *app, Str id, Str backup, Err *err)
{
    Purge purge;
    bool found;
    if (!purge_of_id(app->db, app->arena, id, &found, &purge, err))
        return false;
    if (!found)
        return err_set(err, ERR_PURGE_UNKNOWN, {"found", id});
    App in = *app;
    in.def = (CampaignDef){.code = purge.campaign};
    AddingBackup adding = {&in, id, backup};
    AppWrite write = {.action = ACT_PURGE_DECIDE,
                      .object = arena_fmt(app->arena, "purge %.*s", STR_ARG(id)),
                      .detail = arena_fmt(app->arena, "{\"backup\":\"%.*s\"}", STR_ARG(backup)),
                      .fn = add_backup,
                      .ctx = &adding};
    bool ok = app_write_scheduled(&in, &write, err);
    app->ids = in.ids;
    return ok;
}

/* ---- what there is ---- */

static bool view(App *app, const Purge *p, PurgeView *v, Err *err)
{
    PurgeTarget t;
    AttachmentList list = {0};
    *v = (PurgeView){.purge = *p, .bytes = -1, .where = S("")};
    v->may_decide = str_eq(p->state, S("asked")) && permit_any(&app->actor, ACT_PURGE_DECIDE) &&
                    !app_is_self(app, p->asked_by, p->asked_behalf);
    if (!target_parse(p->target, &t) || t.kind == PURGE_AUDIT)
        return true;
    if (t.kind == PURGE_NOTE) {
        ProgressNote note = {0};
        bool found;
        if (!purge_note_find(app->db, app->arena, p->campaign, t.name, &found, &note, err))
            return false;
        v->where = found ? arena_fmt(app->arena, "task %.*s", STR_ARG(note.task)) : S("");
        return true;
    }
    if (!attachments_of_digest(app->db, app->arena, t.name, &list, err))
        return false;
    v->bytes = list.count ? list.items[0].bytes : v->bytes; /* the same in all places */
    v->where = attachments_where(app->arena, &list);
    return true;
}

bool purge_read(App *app, PurgeViews *ret_views, Err *err)
{
    PurgeList list = {0};
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_PURGE_ASK, S(""), S("purges"), err) ||
        !purge_list(app->db, app->arena, app->def.code, LIMIT_PURGE_PAGE_ROWS, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (!view(app, &list.items[i], arena_push(app->arena, ret_views), err))
            return false;
    return true;
}

void purge_json(Arena *arena, Json *json, const PurgeView *v)
{
    const Purge *p = &v->purge;
    json_object(json);
    json_kstr(json, S("id"), p->id);
    json_kstr(json, S("target"), p->target);
    json_kstr(json, S("where"), v->where);
    if (v->bytes >= 0)
        json_ki64(json, S("bytes"), v->bytes);
    json_kstr(json, S("cause"), p->cause);
    json_kstr(json, S("authority"), p->authority);
    json_kstr(json, S("asked_at"), p->asked_at ? instant_str(arena, p->asked_at) : S(""));
    json_kstr(json, S("asked_by"), p->asked_by);
    json_kstr(json, S("asked_behalf"), p->asked_behalf);
    json_kstr(json, S("state"), p->state);
    json_kstr(json, S("decided_at"), p->decided_at ? instant_str(arena, p->decided_at) : S(""));
    json_kstr(json, S("decided_by"), p->decided_by);
    json_kstr(json, S("decided_behalf"), p->decided_behalf);
    json_kstr(json, S("decision"), p->decision);
    json_kstr(json, S("backups"), p->backups);
    json_object_end(json);
}
