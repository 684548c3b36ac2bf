#include "app/upkeep/purge_write.h"

#include "store/anchor.h"
#include "store/files.h"
#include "store/inbox.h"

/* The App as it acts in another chain: the campaign's, or that of the installation. */
static App in_chain(const App *app, Str chain)
{
    App other = *app;
    other.def = (CampaignDef){.code = chain};
    return other;
}

static Str purge_detail(Arena *arena, Str purge)
{
    return arena_fmt(arena, "{\"purge\":\"%.*s\"}", STR_ARG(purge));
}

/* The record is as its newest row of the log says: what is vouched for anew below was true before. */
static bool check_vouched(App *app, Db *tx, Str object, const PurgeAuditRows *rows,
                          bool *ret_is_record, Err *err)
{
    Str digest, vouched = S("");
    if (!anchor_digest(tx, app->arena, object, app->digest, &digest, err))
        return false;
    *ret_is_record = digest.len > 0;
    for (int i = 0; i < rows->count; i++) {
        Str of = anchor_of(rows->items[i].detail);
        if (of.len)
            vouched = of;
    }
    return digest.len == 0 || vouched.len == 0 || str_eq(digest, vouched) ||
           err_set(err, ERR_PURGE_TAMPERED, {"found", object});
}

/* One row of the log loses its detail, and another says so. */
static bool empty_row(App *in, Db *tx, int64_t seq, Str purge, Err *err)
{
    return purge_audit_empty(tx, in->def.code, seq, err) &&
           app_audit_purge(in, tx, seq, purge_detail(in->arena, purge), err);
}

static bool empty_rows(App *in, Db *tx, const PurgeAuditRows *rows, Str purge, Err *err)
{
    for (int i = 0; i < rows->count; i++)
        if (!empty_row(in, tx, rows->items[i].seq, purge, err))
            return false;
    return true;
}

/* What the log holds of the object up to now goes. */
static bool purge_object(App *app, Db *tx, Str chain, Str object, Str purge, Err *err)
{
    App in = in_chain(app, chain);
    PurgeAuditRows rows = {0};
    bool is_record;
    return purge_audit_of(tx, app->arena, chain, object, &rows, err) &&
           check_vouched(app, tx, object, &rows, &is_record, err) &&
           empty_rows(&in, tx, &rows, purge, err);
}

static bool vouch(App *app, Db *tx, Str chain, Str object, Str purge, Err *err)
{
    App in = in_chain(app, chain);
    return app_audit(&in, tx, ACT_PURGE_DECIDE, object, purge_detail(app->arena, purge), err);
}

static Str attachment_object(App *app, const Attachment *a)
{
    return arena_fmt(app->arena, "attachment %.*s", STR_ARG(a->id));
}

/* The same bytes may hang in several places and campaigns: they go in all of them. */
static bool purge_file(App *app, Db *tx, Str digest, Str purge, Err *err)
{
    AttachmentList list = {0};
    if (!attachments_of_digest(tx, app->arena, digest, &list, err))
        return false;
    if (list.count == 0 || list.items[0].purged_at)
        return err_set(err, ERR_PURGE_NOTHING, {"found", digest});
    for (int i = 0; i < list.count; i++)
        if (!purge_chain_hold(tx, list.items[i].campaign, err))
            return false;
    for (int i = 0; i < list.count; i++)
        if (!purge_object(app, tx, list.items[i].campaign, attachment_object(app, &list.items[i]),
                          purge, err))
            return false;
    if (!stored_file_purge(tx, digest, app->now_ms, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (!vouch(app, tx, list.items[i].campaign, attachment_object(app, &list.items[i]), purge,
                   err))
            return false;
    return true;
}

static bool purge_text(App *app, Db *tx, Str id, Str purge, int64_t *ret_since, Err *err)
{
    ProgressNote note;
    bool found;
    Str chain = app->def.code, object = arena_fmt(app->arena, "progress %.*s", STR_ARG(id));
    if (!purge_note_find(tx, app->arena, chain, id, &found, &note, err))
        return false;
    if (!found || note.purged)
        return err_set(err, ERR_PURGE_NOTHING, {"found", object});
    *ret_since = note.at;
    return purge_object(app, tx, chain, object, purge, err) && purge_note(tx, id, err) &&
           vouch(app, tx, chain, object, purge, err);
}

/* Where the row was what vouched for a record, the log vouches for it anew. */
static bool purge_row(App *app, Db *tx, const PurgeTarget *t, Str purge, Err *err)
{
    App in = in_chain(app, t->chain);
    PurgeAuditRow row;
    PurgeAuditRows rows = {0};
    bool found, is_record = false;
    if (!purge_chain_hold(tx, t->chain, err) ||
        !purge_audit_find(tx, app->arena, t->chain, t->seq, &found, &row, err))
        return false;
    if (!found || !row.has_detail)
        return err_set(err, ERR_PURGE_NOTHING,
                       {"found", arena_fmt(app->arena, "%lld", (long long)t->seq)});
    bool vouched = anchor_of(row.detail).len > 0;
    if (vouched && (!purge_audit_of(tx, app->arena, t->chain, row.object, &rows, err) ||
                    !check_vouched(app, tx, row.object, &rows, &is_record, err)))
        return false;
    return empty_row(&in, tx, t->seq, purge, err) &&
           (!is_record || vouch(app, tx, t->chain, row.object, purge, err));
}

/* Those that were made before have it still. */
static bool mark_backups(App *app, Db *tx, Str purge, Str *ret_backups, Err *err)
{
    PurgeIds ids = {0};
    App office = app_installation(app);
    if (!purge_backups(tx, app->arena, &ids, err))
        return false;
    Out out = out_new(app->arena, 1 << 20);
    Json json = json_new(&out, false);
    json_array(&json);
    for (int i = 0; i < ids.count; i++) {
        json_str(&json, ids.items[i]);
        Str object = arena_fmt(app->arena, "backup %.*s", STR_ARG(ids.items[i]));
        if (!purge_backup_mark(tx, ids.items[i], purge, err) ||
            !app_audit(&office, tx, ACT_PURGE_DECIDE, object, purge_detail(app->arena, purge), err))
            return false;
    }
    json_array_end(&json);
    *ret_backups = out_str(&out);
    return true;
}

/* The chain of the installation is held before backups and digests are looked at: who makes one writes in it. */
bool purge_write(App *app, Db *tx, const PurgeTarget *target, Str purge, Str *ret_backups, Err *err)
{
    int64_t since = 0;
    bool note = target->kind == PURGE_NOTE;
    bool ok = note                         ? purge_text(app, tx, target->name, purge, &since, err)
              : target->kind == PURGE_FILE ? purge_file(app, tx, target->name, purge, err)
                                           : purge_row(app, tx, target, purge, err);
    return ok && purge_chain_hold(tx, S(""), err) &&
           mark_backups(app, tx, purge, ret_backups, err) &&
           (!note || inbox_digest_empty(tx, since, err));
}
