#include "app/files/files.h"

#include "app/campaign_index.h"
#include "app/file_turn.h"
#include "app/files/file_check.h"
#include "app/files/file_object.h"
#include "app/ledger/progress.h"
#include "app/restricted.h"
#include "app/upkeep/schedule.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "sys/files.h"
#include "sys/vault.h"

#include <unistd.h>

enum { DAY_MS = 24 * 60 * 60 * 1000, PIECE_BYTES = 1024 * 1024 };

bool files_folder(const App *app, Str *ret_folder, Err *err)
{
    if (app->start.data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    *ret_folder = path_join(app->arena, app->start.data_folder, S("files"));
    return true;
}

/* ---- whose ---- */

static bool check_open(App *app, const FileObject *o, Err *err)
{
    const CampaignIndex *x = app_index(app);
    return o->task < 0 || !x->places[o->task].restricted ||
           err_set(err, ERR_FILE_RESTRICTED, {"task", x->def->tasks.items[o->task].no});
}

/* Whose right is needed to add to it: of a report its unit's, also where the office adds what it was sent. */
static Str party_of(App *app, const FileObject *o)
{
    return o->unit ? progress_seat(app, o->unit->code) : progress_party(app, o->task);
}

/* What a file hangs at; of one that is not there any more nothing is known. */
static FileObject object_of(App *app, const Attachment *a)
{
    FileObject o;
    Err gone = {0};
    if (!file_object_find(app, a->object, &o, &gone))
        o = (FileObject){.task = -1, .indicator = S(""), .also = ACT_COUNT};
    return o;
}

/* Whose right is needed to read it: its owner's, as the owner's seat stands today; what the office added is for all
 * who have a part in the task. */
static Str reader_of(App *app, const Attachment *a, const FileObject *o)
{
    if (a->unit.len)
        return progress_seat(app, a->unit);
    return o->task < 0 ? S("") : progress_party(app, o->task);
}

/* Its unit's report carries it, also where it is the office's alone. */
static bool is_of_restricted_unit(App *app, const Attachment *a, const FileObject *o)
{
    if (a->unit.len == 0) /* the unit whose it was, or the one that its seat has become */
        return o->unit && restricted_unit(app, o->unit->code);
    return restricted_unit(app, a->unit) || restricted_unit(app, reader_of(app, a, o));
}

static bool shows_restricted(App *app, const Attachment *a, const FileObject *o)
{
    return o->indicator.len ? restricted_indicator(app, o->indicator)
                            : file_object_restricted(app, a->object, a->digest);
}

/* It shows a figure that not everybody may see, or belongs to what only some are told of. */
static bool is_hidden(App *app, const Attachment *a, const FileObject *o)
{
    Str reader = reader_of(app, a, o);
    if (!restricted_may(app, reader) && shows_restricted(app, a, o))
        return true;
    return o->also != ACT_COUNT && !permit(&app->actor, o->also, reader, NULL);
}

static bool is_restricted(App *app, const Attachment *a, const FileObject *o)
{
    return (o->task >= 0 && app_index(app)->places[o->task].restricted) ||
           (is_of_restricted_unit(app, a, o) && !restricted_may(app, reader_of(app, a, o)));
}

static bool may_read(App *app, const Attachment *a)
{
    FileObject o = object_of(app, a);
    return !is_restricted(app, a, &o) && !is_hidden(app, a, &o) &&
           permit(&app->actor, ACT_FILE_READ, reader_of(app, a, &o), NULL);
}

bool file_may_add(App *app, Str object)
{
    FileObject o;
    Err refused = {0};
    return file_object_find(app, object, &o, &refused) && check_open(app, &o, &refused) &&
           !o.ended.code && app->start.data_folder.len &&
           permit(&app->actor, ACT_FILE_ADD, party_of(app, &o), &refused);
}

/* ---- adding ---- */

typedef struct Adding {
    App *app;
    AppWrite write;
    Attachment attachment;
} Adding;

static Str number(Arena *arena, int64_t value)
{
    return arena_fmt(arena, "%lld", (long long)value);
}

/* Midnight in China before the instant. */
static int64_t day_begins(int64_t now_ms)
{
    int64_t offset_ms = OFFSET_MINUTES_CHINA * INT64_C(60000);
    return now_ms - (now_ms + offset_ms) % DAY_MS;
}

static bool check_room(App *app, Db *db, const Attachment *a, Err *err)
{
    AttachmentList there = {0};
    FileUse use;
    int own = 0;
    if (!attachments_of_object(db, app->arena, a->campaign, a->object, &there, err) ||
        !file_use(db, a->campaign, a->added_by, day_begins(a->added_at), &use, err))
        return false;
    for (int i = 0; i < there.count; i++) {
        const Attachment *t = &there.items[i];
        if (t->withdrawn_at || t->purged_at || !str_eq(t->unit, a->unit))
            continue;
        if (str_eq(t->digest, a->digest))
            return err_set(err, ERR_FILE_TWICE, {"found", t->name});
        own++;
    }
    if (own >= LIMIT_FILE_OF_TASK)
        return err_set(err, ERR_FILE_COUNT, {"limit", number(app->arena, LIMIT_FILE_OF_TASK)});
    if (use.account_bytes + a->bytes > LIMIT_FILE_DAY_BYTES)
        return err_set(err, ERR_FILE_DAY,
                       {"limit", number(app->arena, LIMIT_FILE_DAY_BYTES >> 20)});
    if (use.bytes + a->bytes > LIMIT_FILE_CAMPAIGN_BYTES)
        return err_set(err, ERR_FILE_QUOTA,
                       {"limit", number(app->arena, LIMIT_FILE_CAMPAIGN_BYTES >> 30)});
    return true;
}

static void attachment_detail(Arena *arena, const Attachment *a, Str *ret_detail)
{
    Out detail = out_new(arena, 4096);
    Json json = json_new(&detail, false);
    json_object(&json); /* without the name: it may have to be purged */
    json_kstr(&json, S("object"), a->object);
    json_kstr(&json, S("unit"), a->unit);
    json_kstr(&json, S("file"), a->digest);
    json_ki64(&json, S("bytes"), a->bytes);
    json_kstr(&json, S("type"), a->type);
    json_kstr(&json, S("scan"), a->scan);
    json_object_end(&json);
    *ret_detail = out_str(&detail);
}

static bool save(Db *tx, void *ctx, Err *err)
{
    Adding *w = ctx;
    App *app = w->app;
    Attachment *a = &w->attachment;
    StoredFile file;
    bool found;
    if (!check_room(app, tx, a, err) ||
        !stored_file_find(tx, app->arena, a->digest, &found, &file, err))
        return false;
    if (found && file.purged_at)
        return err_set(err, ERR_FILE_PURGED);
    a->id = app_id(app);
    w->write.object = arena_fmt(app->arena, "attachment %.*s", STR_ARG(a->id));
    attachment_detail(app->arena, a, &w->write.detail);
    file = (StoredFile){.digest = a->digest,
                        .bytes = a->bytes,
                        .type = a->type,
                        .scan = a->scan,
                        .stored_at = a->added_at};
    return stored_file_save(tx, &file, err) && attachment_save(tx, a, err);
}

static bool write_bytes(VaultWrite *vault, Str bytes, Err *err)
{
    for (ptrdiff_t at = 0; at < bytes.len; at += PIECE_BYTES)
        if (!vault_take(vault, str_sub(bytes, at, at + PIECE_BYTES), err))
            return false;
    return true;
}

/* The bytes are on the disk before the rows; when these are refused, nobody names them and they go again
 * unless somebody else does. */
static bool store(App *app, Adding *w, const FileKind *kind, Str bytes, Err *err)
{
    AUTO_VAULT vault = {0};
    Str folder;
    Attachment *a = &w->attachment;
    if (!files_folder(app, &folder, err) || !vault_open(&vault, app->arena, folder, err) ||
        !write_bytes(&vault, bytes, err))
        return false;
    a->digest = vault_close(&vault);
    StoredFile known;
    bool found;
    if (!check_room(app, app->db, a, err) ||
        !stored_file_find(app->db, app->arena, a->digest, &found, &known, err))
        return false;
    if (found && known.purged_at)
        return err_set(err, ERR_FILE_PURGED);
    return file_check_outside(app, kind, bytes, vault.spool.fd, &a->scan, err) &&
           vault_put(&vault, err) && app_write(app, &w->write, err);
}

/* What was refused for what it is stands in the log: by whom, where, which mark or virus; not its name. */
static void audit_refusal(App *app, Str object, const Err *err)
{
    Out detail = out_new(app->arena, 1024);
    Json json = json_new(&detail, false);
    if (err->code != ERR_FILE_MARK && err->code != ERR_FILE_MALWARE)
        return;
    json_object(&json);
    json_kstr(&json, S("reason"), err->code == ERR_FILE_MARK ? S("mark") : S("malware"));
    json_kstr(&json, S("found"), err_arg(err, "found"));
    json_object_end(&json);
    app_audit_refused(app, ACT_FILE_ADD, object, out_str(&detail));
}

static bool check_and_store(App *app, Adding *w, const FileEntry *entry, Err *err)
{
    const FileKind *kind;
    bool light = file_check_is_light(app, w->attachment.name, entry->bytes);
    FileTurns *turns = light ? NULL : app->start.file_turns;
    if (turns && !file_turn_take(turns, app->arena, err))
        return false;
    bool ok = file_check(app, w->attachment.name, entry->bytes, &kind, err);
    if (ok) {
        w->attachment.type = kind->type;
        ok = store(app, w, kind, entry->bytes, err);
    }
    if (turns)
        file_turn_leave(turns);
    if (!ok)
        audit_refusal(app, entry->object, err);
    return ok;
}

/* The office's is nobody's, though its own body may be named at the task. */
static Str owner_of(App *app, const FileEntry *entry, const FileObject *o)
{
    bool office = permit_scope(app->actor.role, ACT_FILE_ADD) == SCOPE_ALL;
    return entry->for_office || (office && !o->unit) ? S("")
           : o->unit                                 ? o->unit->code
                                                     : party_of(app, o);
}

bool file_add(App *app, const FileEntry *entry, Attachment *ret_attachment, Err *err)
{
    Adding w = {.app = app};
    FileObject o;
    if (!app_need_campaign(app, err) || !file_object_find(app, entry->object, &o, err))
        return false;
    w.attachment = (Attachment){.campaign = app->def.code,
                                .object = entry->object,
                                .unit = owner_of(app, entry, &o),
                                .bytes = entry->bytes.len,
                                .scan = S("off"),
                                .added_at = app->now_ms,
                                .added_by = app->actor.name};
    w.write =
        (AppWrite){.action = ACT_FILE_ADD,
                   .party = w.attachment.unit.len ? progress_seat(app, w.attachment.unit) : S(""),
                   .object = entry->object,
                   .fn = save,
                   .ctx = &w};
    if (!app_permit(app, ACT_FILE_ADD, w.write.party, entry->object, err) ||
        !check_open(app, &o, err))
        return false;
    if (o.ended.code) {
        *err = o.ended;
        return false;
    }
    if (!file_name_clean(app->arena, entry->name, &w.attachment.name, err) ||
        !check_and_store(app, &w, entry, err))
        return false;
    *ret_attachment = w.attachment;
    return true;
}

/* ---- reading ---- */

bool files_of(App *app, Str object, AttachmentList *ret_list, Err *err)
{
    AttachmentList all = {0};
    FileObject o;
    if (!app_need_campaign(app, err) || !file_object_find(app, object, &o, err) ||
        !check_open(app, &o, err) ||
        !attachments_of_object(app->db, app->arena, app->def.code, object, &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (!all.items[i].withdrawn_at && may_read(app, &all.items[i]))
            *arena_push(app->arena, ret_list) = all.items[i];
    return true;
}

typedef struct Listing {
    App *app;
    const FileQuery *query;
    FilePage *page;
} Listing;

static bool take_row(void *ctx, const Attachment *a)
{
    Listing *l = ctx;
    if ((l->query->words.len && !str_has(a->name, l->query->words)) || !may_read(l->app, a))
        return true;
    if (l->page->items.count == LIMIT_FILE_PAGE_ROWS) {
        l->page->next = l->page->items.items[LIMIT_FILE_PAGE_ROWS - 1].id;
        return false;
    }
    *arena_push(l->app->arena, &l->page->items) = *a;
    return true;
}

bool file_list(App *app, const FileQuery *query, FilePage *ret_page, Err *err)
{
    FilePage page = {.quota_bytes = LIMIT_FILE_CAMPAIGN_BYTES};
    Listing listing = {app, query, &page};
    if (!app_need_campaign(app, err))
        return false;
    const AttachmentFilter filter = {app->def.code, query->object, query->unit, query->after};
    if (!permit_any(&app->actor, ACT_FILE_READ))
        return app_permit(app, ACT_FILE_READ, S(""), S("files"), err);
    if (!attachments_each(app->db, app->arena, &filter, take_row, &listing, err) ||
        (permit_scope(app->actor.role, ACT_FILE_READ) == SCOPE_ALL &&
         !file_use(app->db, app->def.code, app->actor.name, day_begins(app->now_ms), &page.use,
                   err)))
        return false;
    *ret_page = page;
    return true;
}

static bool unknown(Str id, Err *err)
{
    return err_set(err, ERR_FILE_UNKNOWN, {"found", utf8_prefix(id, 40)});
}

/* Who may do that to nothing at all does not learn what there is. */
static bool find(App *app, Action action, Str id, Attachment *ret_attachment, Err *err)
{
    bool found;
    if (!permit_any(&app->actor, action))
        return app_permit(app, action, S(""), S("files"), err);
    if (!app_need_campaign(app, err) ||
        !attachment_find(app->db, app->arena, app->def.code, id, &found, ret_attachment, err))
        return false;
    return found || unknown(id, err);
}

bool file_fetch(App *app, Str id, Attachment *ret_attachment, int *ret_fd, Err *err)
{
    Attachment a;
    Str folder;
    int64_t bytes;
    int fd;
    if (!find(app, ACT_FILE_READ, id, &a, err))
        return false;
    const FileObject o = object_of(app, &a);
    Str reader = reader_of(app, &a, &o);
    if (is_hidden(app, &a, &o))
        return app_refuse(app, ACT_FILE_READ, a.unit, a.object, err) || unknown(id, err);
    if (is_restricted(app, &a, &o))
        return app_refuse(app, ACT_FILE_READ, a.unit, a.object, err);
    bool closed = is_of_restricted_unit(app, &a, &o) || shows_restricted(app, &a, &o);
    if (closed && !restricted_read(app, reader, a.object, err))
        return false;
    if (!app_record(app, ACT_FILE_READ, reader,
                    arena_fmt(app->arena, "attachment %.*s", STR_ARG(a.id)), S(""), err))
        return false;
    if (a.purged_at)
        return err_set(err, ERR_FILE_PURGED);
    if (!files_folder(app, &folder, err))
        return false;
    if (!vault_read(folder, a.digest, &fd, &bytes, err))
        return err->code == ERR_FILE_ABSENT ? err_set(err, ERR_FILE_MISSING, {"found", a.digest})
                                            : false;
    if (bytes != a.bytes) {
        (void)close(fd);
        return err_set(err, ERR_FILE_MISSING, {"found", a.digest});
    }
    *ret_attachment = a;
    *ret_fd = fd;
    return true;
}

/* ---- withdrawing ---- */

static bool withdraw(Db *tx, void *ctx, Err *err)
{
    Adding *w = ctx;
    bool done;
    return attachment_withdraw(tx, w->attachment.id, w->app->now_ms, w->app->actor.name, &done,
                               err) &&
           (done || err_set(err, ERR_FILE_WITHDRAWN));
}

bool file_withdraw(App *app, Str id, Attachment *ret_attachment, Err *err)
{
    Adding w = {.app = app};
    if (!find(app, ACT_FILE_ADD, id, &w.attachment, err))
        return false;
    const Attachment *a = &w.attachment;
    const FileObject o = object_of(app, a);
    w.write = (AppWrite){.action = ACT_FILE_ADD,
                         .party = a->unit.len ? progress_seat(app, a->unit) : S(""),
                         .object = arena_fmt(app->arena, "attachment %.*s", STR_ARG(a->id)),
                         .detail = S("{\"withdrawn\":true}"),
                         .fn = withdraw,
                         .ctx = &w};
    if (is_hidden(app, a, &o))
        return app_refuse(app, ACT_FILE_ADD, w.write.party, w.write.object, err) ||
               unknown(id, err);
    if (is_restricted(app, a, &o))
        return app_refuse(app, ACT_FILE_ADD, w.write.party, w.write.object, err);
    if (!app_write(app, &w.write, err))
        return false;
    *ret_attachment = *a;
    ret_attachment->withdrawn_at = app->now_ms;
    return true;
}

/* ---- what nobody names ---- */

static bool sweep_one(App *app, Str folder, Str digest, int64_t *gone, Err *err)
{
    StoredFile file;
    bool found, taken = false;
    if (!stored_file_find(app->db, app->arena, digest, &found, &file, err))
        return false;
    if (found && !file.purged_at)
        return true;
    if (!found && !vault_sweep(folder, digest, app->now_ms - DAY_MS, &taken, err))
        return false;
    if (found && !vault_remove(folder, digest, err))
        return false;
    *gone += found || taken;
    return true;
}

bool files_sweep(App *app, int64_t *ret_gone, Err *err)
{
    VaultFiles files = {0};
    Str folder;
    int64_t gone = 0;
    if (!files_folder(app, &folder, err) || !vault_list(app->arena, folder, &files, err))
        return false;
    for (int i = 0; i < files.count; i++)
        if (!job_goes_on(app->start.say, err) ||
            (vault_is_digest(files.items[i]) &&
             !sweep_one(app, folder, files.items[i], &gone, err)))
            return false;
    *ret_gone = gone;
    return true;
}

/* ---- shown ---- */

Str attachments_where(Arena *arena, const AttachmentList *list)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    for (int i = 0; i < list->count; i++) {
        out_s(&out, i ? S(", ") : S(""));
        out_s(&out, list->items[i].object);
        out_s(&out, list->items[i].unit.len ? S(" ") : S(""));
        out_s(&out, list->items[i].unit);
    }
    return out_str(&out);
}

void attachment_json(Arena *arena, Json *json, const Attachment *a)
{
    json_object(json);
    json_kstr(json, S("id"), a->id);
    json_kstr(json, S("object"), a->object);
    json_kstr(json, S("unit"), a->unit);
    json_kstr(json, S("name"), a->name);
    json_ki64(json, S("bytes"), a->bytes);
    json_kstr(json, S("type"), a->type);
    json_kstr(json, S("digest"), a->digest);
    json_kstr(json, S("scan"), a->scan);
    json_kstr(json, S("added_at"), a->added_at ? instant_str(arena, a->added_at) : S(""));
    json_kstr(json, S("added_by"), a->added_by);
    json_kstr(json, S("withdrawn_at"),
              a->withdrawn_at ? instant_str(arena, a->withdrawn_at) : S(""));
    json_kbool(json, S("purged"), a->purged_at != 0);
    json_object_end(json);
}
