#include "app/app.h"

#include "app/snapshot.h"
#include "app/workdays.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/anchor.h"
#include "store/calendar.h"
#include "store/meta.h"
#include "store/sql_gen.h"
#include "sys/crypto.h"

#include <stdlib.h>

static Str digest_with(Arena *arena, DigestKind kind, Str bytes)
{
    Str hex;
    Err err = {0};
    if (!digest_hex(arena, kind, bytes, &hex, &err))
        abort(); /* app_open has tried this digest */
    return hex;
}

static Str digest_sm3(Arena *arena, Str bytes)
{
    return digest_with(arena, DIGEST_SM3, bytes);
}

static Str digest_sha256(Arena *arena, Str bytes)
{
    return digest_with(arena, DIGEST_SHA256, bytes);
}

bool app_digest(Db *db, Arena *arena, DigestFn *ret_digest, Err *err)
{
    Str name = S(""), probe;
    if (!meta_get(db, arena, S("digest"), &name, err))
        return false;
    bool sha = str_eq(name, S("sha256"));
    *ret_digest = sha ? digest_sha256 : digest_sm3;
    return digest_hex(arena, sha ? DIGEST_SHA256 : DIGEST_SM3, S("abc"), &probe, err);
}

bool account_may_act(const AccountRow *account, Date today, Err *err)
{
    if (!account->active)
        return err_set(err, ERR_ACCOUNT_INACTIVE, {"found", account->name});
    if (!account->authorised)
        return err_set(err, ERR_ACCOUNT_WAITS, {"found", account->name});
    Date last;
    if (account->expires_on.len == 0)
        return true;
    return date_parse(account->expires_on, &last, err) &&
           (last >= today || err_set(err, ERR_ACCOUNT_EXPIRED, {"found", account->name},
                                     {"date", account->expires_on}));
}

void app_close(App *app)
{
    snapshot_release(app->snapshot);
    app->snapshot = NULL;
    app->index = NULL;
    app->def = (CampaignDef){0};
    if (app->hub != app->start.hub) { /* its own, not a server's */
        db_close(app->db);
        db_hub_close(app->hub);
    }
    app->db = NULL;
    app->hub = NULL;
}

Str app_id(App *app)
{
    return id_text(app->arena, id_next(&app->ids));
}

Str app_today(App *app)
{
    return date_str(app->arena, app->today);
}

bool app_need_campaign(const App *app, Err *err)
{
    return app->def.code.len > 0 || err_set(err, ERR_CAMPAIGN_NONE);
}

static Str new_salt(App *app)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char bytes[16];
    char *salt = arena_new(app->arena, char, 2 * sizeof bytes);
    app->start.random_bytes(app->start.random_ctx, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        salt[2 * i] = hex[bytes[i] >> 4];
        salt[2 * i + 1] = hex[bytes[i] & 15];
    }
    return (Str){salt, 2 * sizeof bytes};
}

static AuditEntry entry_of(App *app, Str action, Str object, Str result, Str detail)
{
    return (AuditEntry){.chain = app->def.code,
                        .at = app->now_ms,
                        .account = app->actor.name,
                        .behalf = app->actor.behalf,
                        .origin = app->start.origin,
                        .action = action,
                        .object = object,
                        .result = result,
                        .detail = detail};
}

static bool audit_row(App *app, Db *tx, Action action, Str object, Str detail, Err *err)
{
    Str rows;
    if (detail.len == 0)
        detail = S("{}");
    if (!anchor_digest(tx, app->arena, object, app->digest, &rows, err))
        return false;
    if (rows.len)
        detail = anchor_add(app->arena, detail, rows);
    AuditEntry entry = entry_of(app, action_word(action), object, S("ok"), detail);
    entry.salt = new_salt(app);
    return audit_append(tx, &entry, app->digest, err);
}

bool app_audit(App *app, Db *tx, Action action, Str object, Str detail, Err *err)
{
    return audit_row(app, tx, action, object, detail, err);
}

bool app_audit_purge(App *app, Db *tx, int64_t seq, Str detail, Err *err)
{
    Str object = arena_fmt(app->arena, "row %lld", (long long)seq);
    AuditEntry entry = entry_of(app, S("audit.purge"), object, S("ok"), detail);
    entry.salt = new_salt(app);
    return audit_append(tx, &entry, app->digest, err);
}

typedef struct Record {
    App *app;
    AuditEntry entry;
} Record;

static bool write_refusal(Db *tx, void *ctx, Err *err)
{
    Record *r = ctx;
    bool due;
    int64_t withheld;
    if (!audit_refusal_due(tx, &r->entry, &due, &withheld, err))
        return false;
    if (!due)
        return true;
    r->entry.detail =
        withheld ? arena_fmt(r->app->arena, "{\"withheld\":%lld}", (long long)withheld) : S("{}");
    r->entry.salt = new_salt(r->app);
    return audit_append(tx, &r->entry, r->app->digest, err);
}

bool app_permit(App *app, Action action, Str party, Str object, Err *err)
{
    return permit(&app->actor, action, party, err) || app_refuse(app, action, party, object, err);
}

bool app_is_self(const App *app, Str by, Str behalf)
{
    const Str now[] = {app->actor.name, app->actor.behalf}, then[] = {by, behalf};
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++)
            if (now[i].len && str_eq(now[i], then[k]))
                return true;
    return false;
}

void app_refused(App *app, Str action, Str object)
{
    /* An address may be as long as a request, and need not be text. */
    Str fit = utf8_valid(object, NULL) ? utf8_prefix(object, LIMIT_AUDIT_OBJECT_BYTES) : S("?");
    Record refusal = {app, entry_of(app, action, fit, S("denied"), S(""))};
    Err ignored = {0}; /* the person hears of the refusal, whatever the log says */
    (void)db_write(app->db, app->def.code, write_refusal, &refusal, &ignored);
}

bool app_refuse(App *app, Action action, Str party, Str object, Err *err)
{
    app_refused(app, action_word(action), object);
    return err_set(err, ERR_DENIED, {"account", app->actor.name}, {"action", action_word(action)},
                   {"party", party});
}

static bool write_record(Db *tx, void *ctx, Err *err)
{
    Record *r = ctx;
    bool again;
    if (!audit_is_again(tx, &r->entry, &again, err) || again)
        return again;
    r->entry.salt = new_salt(r->app);
    return audit_append(tx, &r->entry, r->app->digest, err);
}

static bool write_row(Db *tx, void *ctx, Err *err)
{
    Record *r = ctx;
    return audit_append(tx, &r->entry, r->app->digest, err);
}

void app_audit_refused(App *app, Action action, Str object, Str detail)
{
    Record r = {app, entry_of(app, action_word(action), object, S("refused"), detail)};
    Err ignored = {0};
    r.entry.salt = new_salt(app);
    (void)db_write(app->db, app->def.code, write_row, &r, &ignored);
}

bool app_record(App *app, Action action, Str party, Str object, Str detail, Err *err)
{
    Record r = {app,
                entry_of(app, action_word(action), object, S("ok"), detail.len ? detail : S("{}"))};
    bool again;
    return app_permit(app, action, party, object, err) &&
           audit_is_again(app->db, &r.entry, &again, err) &&
           (again || db_write(app->db, app->def.code, write_record, &r, err));
}

App app_installation(const App *app)
{
    App office = *app;
    office.def = (CampaignDef){0};
    return office;
}

typedef struct WriteCall {
    App *app;
    AppWrite *write;
} WriteCall;

/* Ids of this write come after every stored one: two commands of the same instant and seed, or a
 * clock that was set back, never make the same id. */
static bool ids_go_on(App *app, Db *tx, Err *err)
{
    Str newest;
    uint64_t id;
    if (!newest_id(tx, app->arena, &newest, err))
        return false;
    if (id_parse(newest, &id) && id > app->ids.last)
        app->ids.last = id;
    return true;
}

bool app_instant(App *app, Db *db, int64_t *ret_instant, Err *err)
{
    int64_t newest;
    if (!newest_instant(db, app->def.code, &newest, err))
        return false;
    *ret_instant = app->now_ms > newest ? app->now_ms : newest + 1;
    return true;
}

static bool run_write(Db *tx, void *ctx, Err *err)
{
    WriteCall *call = ctx;
    AppWrite *w = call->write;
    return ids_go_on(call->app, tx, err) && (!w->fn || w->fn(tx, w->ctx, err)) &&
           audit_row(call->app, tx, w->action, w->object, w->detail, err);
}

bool app_write(App *app, AppWrite *write, Err *err)
{
    if (!app_permit(app, write->action, write->party, write->object, err))
        return false;
    WriteCall call = {app, write};
    return db_write(app->db, app->def.code, run_write, &call, err);
}

bool app_write_scheduled(App *app, AppWrite *write, Err *err)
{
    WriteCall call = {app, write};
    return db_write(app->db, app->def.code, run_write, &call, err);
}

const CampaignIndex *app_index(App *app)
{
    if (!app->index && app->snapshot)
        app->index = snapshot_index(app->snapshot);
    if (!app->index) {
        CampaignIndex *index = arena_new(app->arena, CampaignIndex, 1);
        campaign_index_make(app->arena, &app->def, index);
        app->index = index;
    }
    return app->index;
}

int app_period_index(const App *app, Str code)
{
    for (int i = 0; i < app->def.periods.count; i++)
        if (str_eq(app->def.periods.items[i].code, code))
            return i;
    return -1;
}

bool app_period(const App *app, Str code, const CampaignPeriod **ret_period, Err *err)
{
    int index = app_period_index(app, code);
    if (index >= 0) {
        *ret_period = &app->def.periods.items[index];
        return true;
    }
    AUTO_ARENA arena = {0};
    Out known = out_new(&arena, 400);
    for (int i = 0; i < app->def.periods.count; i++) {
        out_s(&known, i ? S(" ") : S(""));
        out_s(&known, app->def.periods.items[i].code);
    }
    return err_set(err, ERR_PERIOD_UNKNOWN, {"found", code}, {"expected", out_str(&known)});
}

const Unit *app_unit(const App *app, Str code_or_name)
{
    for (int i = 0; i < app->def.units.count; i++) {
        const Unit *u = &app->def.units.items[i];
        if (str_eq(u->code, code_or_name) || str_eq(u->name, code_or_name) ||
            (u->short_name.len && str_eq(u->short_name, code_or_name)))
            return u;
    }
    return NULL;
}

const Indicator *app_indicator(const App *app, Str code)
{
    for (int i = 0; i < app->def.indicators.count; i++)
        if (str_eq(app->def.indicators.items[i].code, code))
            return &app->def.indicators.items[i];
    return NULL;
}

const PeerGroup *app_group(const App *app, Str code)
{
    for (int i = 0; i < app->def.groups.count; i++)
        if (str_eq(app->def.groups.items[i].code, code))
            return &app->def.groups.items[i];
    return NULL;
}

Str unit_name(const App *app, Str code)
{
    for (int i = 0; i < app->def.units.count; i++)
        if (str_eq(app->def.units.items[i].code, code))
            return app->def.units.items[i].name;
    return code;
}

Str group_name(const App *app, Str code)
{
    const PeerGroup *group = app_group(app, code);
    return group ? group->name : code;
}

Str period_name(const App *app, Str code)
{
    int index = app_period_index(app, code);
    return index < 0 ? code : app->def.periods.items[index].name;
}

static const Unit *unit_by_code(const CampaignDef *def, Str code)
{
    for (int i = 0; i < def->units.count; i++)
        if (str_eq(def->units.items[i].code, code))
            return &def->units.items[i];
    return NULL;
}

bool unit_is_member(const CampaignDef *def, const Unit *unit, const CampaignPeriod *period)
{
    if ((unit->valid_from != DATE_NONE && unit->valid_from > period->to) ||
        (unit->valid_to != DATE_NONE && unit->valid_to < period->from))
        return false;
    const Unit *next = unit->successor.len ? unit_by_code(def, unit->successor) : NULL;
    /* By the day of the handover, not by the successor's age: in a merge the successor is older. */
    return !next || unit->valid_to == DATE_NONE || unit->valid_to >= period->to;
}

bool app_workdays(App *app, Calendar *ret_calendar, Err *err)
{
    int64_t version;
    if (app->snapshot && !calendar_version(app->db, &version, err))
        return false;
    if (!app->snapshot || version != snapshot_calendar_version(app->snapshot))
        return app_calendar(app->db, app->arena, ret_calendar, err);
    *ret_calendar = *snapshot_calendar(app->snapshot);
    return true;
}
