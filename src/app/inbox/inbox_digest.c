/* One digest a day for each account: made once, kept, shown to nobody else. */
#include "app/inbox/inbox_parts.h"
#include "app/open.h"
#include "app/snapshot.h"
#include "app/upkeep/schedule.h"
#include "base/limits.h"
#include "store/inbox.h"
#include "store/purge.h"
#include "sys/json_in.h"

enum { ACCOUNTS_A_BATCH = 64 };

typedef struct Batch {
    App *app; /* of who makes them, without a campaign */
    LIST_OF(DigestRow) rows;
    int64_t made;
    PurgeIds purges; /* approved before their texts were gathered */
    bool stale;      /* one was approved since: what it took away may stand in them */
} Batch;

static bool save_rows(Db *tx, void *ctx, Err *err)
{
    Batch *b = ctx;
    PurgeIds purges = {0};
    if (!purge_done_ids(tx, b->app->arena, &purges, err))
        return false;
    b->stale = purges.count != b->purges.count;
    if (b->stale)
        return true;
    for (int i = 0; i < b->rows.count; i++) {
        int64_t is_new;
        if (!inbox_digest_save(tx, &b->rows.items[i], &is_new, err))
            return false;
        b->made += is_new;
    }
    Str detail = arena_fmt(b->app->arena, "{\"digests\":%lld}", (long long)b->made);
    Str object = arena_fmt(b->app->arena, "digests %.*s", STR_ARG(app_today(b->app)));
    return b->made == 0 || app_audit(b->app, tx, ACT_INBOX_READ, object, detail, err);
}

static Str text_in(const App *app, Lang lang, const Inbox *inbox)
{
    Out out = out_new(app->arena, LIMIT_DIGEST_BYTES);
    inbox_plain(app, lang, inbox, &out);
    return out_str(&out);
}

static Str body_of(const App *app, const Inbox *inbox)
{
    Out out = out_new(app->arena, 8 * LIMIT_DIGEST_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    json_ki64(&json, S("items"), inbox->items.count);
    json_ki64(&json, S("happened"), inbox->happened.count + inbox->more_happened);
    json_kstr(&json, S("zh"), text_in(app, LANG_ZH, inbox));
    json_kstr(&json, S("en"), text_in(app, LANG_EN, inbox));
    json_object_end(&json);
    return out_str(&out);
}

/* The newest digest there is: what it told is not told again. A later day than today (the clock was set back) stays so. */
static bool last_digest(const App *app, Str account, Date *ret_day, Err *err)
{
    InboxStrs days = {0};
    *ret_day = DATE_NONE;
    if (!inbox_digest_days(app->db, app->arena, account, 1, &days, err))
        return false;
    return days.count == 0 || date_parse(days.items[0], ret_day, err);
}

/* The reader's own rights make the text: the App is theirs. False where nothing is to be told, or the account cannot
 * act; *err says when it was the database. */
static bool one_digest(const App *maker, SnapshotCache *snapshots, const DigestOwed *owed,
                       Arena *scratch, Str *ret_body, Err *err)
{
    AppStart start = maker->start;
    Inbox inbox;
    start.account = owed->account;
    start.acting_for = S("");
    start.campaign = S("");
    start.hub = maker->hub;
    start.db = maker->db;
    start.snapshots = snapshots;
    AUTO_APP app = {0};
    bool ok = app_open(scratch, &start, &app, err);
    if (!ok &&
        err->code ==
            ERR_CAMPAIGN_WHICH) { /* of several campaigns none: what concerns the installation */
        start.no_campaign = true;
        ok = app_open(scratch, &start, &app, err);
    }
    if (!ok || !inbox_read(&app, &inbox, err)) {
        ErrKind kind = err_kind(err->code);
        if (kind == KIND_DENIED || kind == KIND_CONFLICT || kind == KIND_INVALID)
            *err = (Err){0};
        return false;
    }
    Date told;
    if (!last_digest(&app, owed->account, &told, err))
        return false;
    inbox_drop_told(&inbox, told);
    if (inbox.items.count + inbox.happened.count == 0)
        return false;
    *ret_body = arena_str(maker->arena, body_of(&app, &inbox));
    return true;
}

static bool one_try(App *app, SnapshotCache *snapshots, const DigestOwedList *owed,
                    Batch *ret_batch, Err *err)
{
    AUTO_ARENA scratch = {0};
    Batch batch = {.app = app};
    if (!purge_done_ids(app->db, app->arena, &batch.purges, err))
        return false;
    for (int i = 0; i < owed->count; i++) {
        Str body;
        if (!job_goes_on(app->start.say, err))
            return false;
        bool told = one_digest(app, snapshots, &owed->items[i], &scratch, &body, err);
        if (told)
            *arena_push(app->arena, &batch.rows) = (DigestRow){.account = owed->items[i].account,
                                                               .on_date = app_today(app),
                                                               .made_at = app->now_ms,
                                                               .body = body};
        arena_reset(&scratch);
        if (!told && err->code != ERR_NONE)
            return false;
    }
    if (batch.rows.count && !db_write(app->db, S(""), save_rows, &batch, err))
        return false;
    *ret_batch = batch;
    return true;
}

static bool one_batch(App *app, SnapshotCache *snapshots, const DigestOwedList *owed,
                      int64_t *ret_made, Err *err)
{
    Batch batch;
    do {
        if (!one_try(app, snapshots, owed, &batch, err))
            return false;
    } while (batch.stale);
    *ret_made += batch.made;
    return true;
}

static bool all_batches(App *app, SnapshotCache *snapshots, int64_t *ret_made, Err *err)
{
    AUTO_ARENA kept = {0};
    Str after = S("");
    for (;;) {
        AUTO_ARENA arena = {0};
        App maker = *app;
        DigestOwedList owed = {0};
        maker.arena = &arena;
        maker.def = (CampaignDef){0};
        maker.snapshot = NULL;
        if (!inbox_digest_owed(app->db, &arena, after, app_today(&maker), ACCOUNTS_A_BATCH, &owed,
                               err) ||
            !one_batch(&maker, snapshots, &owed, ret_made, err))
            return false;
        app->ids = maker.ids;
        if (owed.count < ACCOUNTS_A_BATCH)
            return true;
        arena_reset(&kept);
        after = arena_str(&kept, owed.items[owed.count - 1].account);
    }
}

bool inbox_digest_make(App *app, int64_t *ret_made, Err *err)
{
    Calendar calendar;
    bool is_workday;
    int64_t made = 0;
    *ret_made = 0;
    *err = (Err){0};
    if (!app_workdays(app, &calendar, err))
        return false;
    if (!workday_is(&calendar, app->today, &is_workday, err)) {
        if (err->code != ERR_CALENDAR_YEAR)
            return false;
        *err = (Err){0}; /* whether today is one is not known: never guessed */
        return true;
    }
    if (!is_workday)
        return true;
    SnapshotCache *own = app->start.snapshots ? NULL : snapshot_cache_new();
    bool ok = all_batches(app, own ? own : app->start.snapshots, &made, err);
    snapshot_cache_free(own);
    *ret_made = made;
    return ok;
}

/* ---- reading them ---- */

bool inbox_digest_read_day(App *app, Lang lang, Date day, Digest *ret_digest, Err *err)
{
    bool found;
    DigestRow row;
    Tree *body;
    Str on = date_str(app->arena, day);
    if (!app_permit(app, ACT_INBOX_READ, actor_seat(&app->actor), S("digest"), err) ||
        !inbox_digest_find(app->db, app->arena, actor_seat(&app->actor), on, &found, &row, err))
        return false;
    if (!found)
        return err_set(err, ERR_DIGEST_NONE, {"found", on});
    if (!json_parse(app->arena, row.body, &body, err))
        return false;
    const Tree *text = tree_get(body, lang == LANG_EN ? S("en") : S("zh"));
    *ret_digest =
        (Digest){day, row.made_at, text ? text->text : msg(lang, MSG_INBOX_DIGEST_PURGED)};
    return true;
}

bool inbox_digest_list(App *app, DigestDays *ret_days, Err *err)
{
    InboxStrs days = {0};
    if (!app_permit(app, ACT_INBOX_READ, actor_seat(&app->actor), S("digest"), err) ||
        !inbox_digest_days(app->db, app->arena, actor_seat(&app->actor), INBOX_DIGEST_DAYS, &days,
                           err))
        return false;
    for (int i = 0; i < days.count; i++) {
        Date day;
        if (!date_parse(days.items[i], &day, err))
            return false;
        *arena_push(app->arena, ret_days) = day;
    }
    return true;
}
