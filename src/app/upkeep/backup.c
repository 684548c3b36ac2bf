#include "app/upkeep/backup.h"

#include "app/upkeep/purge.h"
#include "sys/files.h"
#include "sys/folders.h"

static Str object_of(const App *app, Str id)
{
    return arena_fmt(app->arena, "backup %.*s", STR_ARG(id));
}

/* A copy of the data folder elsewhere has its own backups, or none: never those of where it was copied from. */
static Str own_place(const App *app, Str id)
{
    Arena *a = app->arena;
    return path_join(a, path_join(a, app->start.data_folder, S("backups")), id);
}

static Str place_of(const App *app, const BackupRow *row)
{
    return row->folder.len ? row->folder : own_place(app, row->id);
}

/* ---- making ---- */

typedef struct Recording {
    App *app;
    BackupRow row;
    const PurgeIds *before; /* approved before the copy */
    PurgeIds late;
} Recording;

static bool has_id(const PurgeIds *ids, Str id)
{
    for (int i = 0; i < ids->count; i++)
        if (str_eq(ids->items[i], id))
            return true;
    return false;
}

/* A purge that was approved while the copy was made has found no row to mark. */
static bool write_row(Db *tx, void *ctx, Err *err)
{
    Recording *r = ctx;
    PurgeIds done = {0};
    if (!backup_insert(tx, &r->row, err) || !purge_done_ids(tx, r->app->arena, &done, err))
        return false;
    for (int i = 0; i < done.count; i++)
        if (!has_id(r->before, done.items[i]))
            *arena_push(r->app->arena, &r->late) = done.items[i];
    return r->late.count == 0 || purge_backup_mark(tx, r->row.id, r->late.items[0], err);
}

bool backup_record(App *app, const BackupMake *make, const BackupMade *made, Err *err)
{
    App office = app_installation(app);
    bool is_own = str_eq(made->folder, own_place(app, made->id));
    Err ignored = {0};
    Recording r = {.app = &office,
                   .row = {.id = made->id,
                           .at = app->now_ms,
                           .by = app->actor.name,
                           .kind = make->kind,
                           .folder = is_own ? S("") : made->folder,
                           .digest = made->digest,
                           .files = made->files,
                           .bytes = made->bytes,
                           .heads = made->heads},
                   .before = &made->purges};
    AppWrite write = {
        .action = ACT_BACKUP, .object = object_of(app, made->id), .fn = write_row, .ctx = &r};
    bool ok = app_write(&office, &write, err);
    if (!ok) /* what no row names nobody would ever take away */
        (void)folder_remove(made->folder, &ignored);
    for (int i = 0; ok && i < r.late.count; i++)
        ok = purge_add_backup(&office, r.late.items[i], made->id, err);
    app->ids = office.ids;
    return ok;
}

/* As the row will name it: from the root, since a server that takes it away has another working folder. */
static bool name_place(App *app, Str *to, Err *err)
{
    Arena *a = app->arena;
    Str own = path_join(a, app->start.data_folder, S("backups")), real;
    Err ignored = {0};
    if (to->len && (!folder_make(*to, err) || !path_real(a, *to, to, err)))
        return false;
    if (to->len == 0 || (path_real(a, own, &real, &ignored) && str_eq(real, *to)))
        *to = own;
    return true;
}

bool backup_make(App *app, const BackupMake *make, BackupMade *ret_made, Err *err)
{
    App office = app_installation(app);
    BackupMake with = *make;
    if (!app_permit(&office, ACT_BACKUP, S(""), S("backup"), err))
        return false;
    if (app->start.data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    if (!name_place(app, &with.to, err))
        return false;
    bool ok =
        backup_write(&office, &with, ret_made, err) && backup_record(&office, &with, ret_made, err);
    app->ids = office.ids;
    return ok;
}

bool backup_list_read(App *app, BackupRowList *ret_rows, Err *err)
{
    return app_permit(app, ACT_BACKUP, S(""), S("backup"), err) &&
           backup_list(app->db, app->arena, BACKUP_LISTED, ret_rows, err);
}

/* ---- keeping ---- */

typedef struct Bucket {
    int64_t last;
    int kept, max;
} Bucket;

/* The first of a new hour, day or month, as long as there is room. */
static bool first_of(Bucket *bucket, int64_t key)
{
    if (bucket->last == key || bucket->kept == bucket->max)
        return false;
    bucket->last = key;
    bucket->kept++;
    return true;
}

void backup_keep(const BackupRowList *rows, bool *ret_keep)
{
    Bucket hours = {-1, 0, BACKUP_HOURLY_KEPT}, days = {-1, 0, BACKUP_DAILY_KEPT},
           months = {-1, 0, BACKUP_MONTHLY_KEPT};
    for (int i = 0; i < rows->count; i++) {
        const BackupRow *row = &rows->items[i];
        bool automatic = str_eq(row->kind, S("auto"));
        ret_keep[i] = !automatic;
        if (!automatic || row->gone_at)
            continue;
        int year, month, day;
        Date date = instant_to_date(row->at, OFFSET_MINUTES_CHINA);
        date_to_ymd(date, &year, &month, &day);
        ret_keep[i] |= first_of(&hours, row->at / (INT64_C(60) * 60 * 1000));
        ret_keep[i] |= first_of(&days, date);
        ret_keep[i] |= first_of(&months, year * 12 + month);
    }
}

typedef struct Gone {
    App *app;
    Str id;
} Gone;

static bool write_gone(Db *tx, void *ctx, Err *err)
{
    const Gone *gone = ctx;
    bool changed;
    return backup_gone(tx, gone->id, gone->app->now_ms, gone->app->actor.name, &changed, err) &&
           (changed || err_set(err, ERR_BACKUP_UNKNOWN, {"found", gone->id}));
}

/* First under a name that says it is no backup: one that a killed program left half taken away is found again. Only what
 * is a backup is ever removed, whatever the row says; of a disk that is not there nobody knows what is on it. */
static bool remove_folder(App *app, const BackupRow *row, Err *err)
{
    Arena *a = app->arena;
    Str place = place_of(app, row), holder = file_folder(place);
    Str half = path_join(a, holder, arena_fmt(a, ".part-%.*s", STR_ARG(row->id)));
    if (row->folder.len && !file_exists(path_join(a, holder, S(".lock"))))
        return err_set(err, ERR_BACKUP_PLACE, {"found", holder});
    return (!file_exists(path_join(a, place, S("manifest.json"))) ||
            folder_put(place, half, err)) &&
           folder_remove(half, err);
}

/* The folder first: a row never says that something is gone while it is still there. */
static bool take_away(App *app, const BackupRow *row, Err *err)
{
    App office = app_installation(app);
    Gone gone = {&office, row->id};
    AppWrite write = {
        .action = ACT_BACKUP, .object = object_of(app, row->id), .fn = write_gone, .ctx = &gone};
    if (!app_permit(&office, ACT_BACKUP, S(""), write.object, err))
        return false;
    if (app->start.data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    if (!remove_folder(app, row, err))
        return false;
    bool ok = app_write(&office, &write, err);
    app->ids = office.ids;
    return ok;
}

static bool find_row(App *app, Str id, BackupRow *ret_row, Err *err)
{
    BackupRowList newest = {0};
    bool found;
    if (id.len) {
        if (!backup_find(app->db, app->arena, id, &found, ret_row, err))
            return false;
    } else {
        if (!backup_list(app->db, app->arena, 1, &newest, err))
            return false;
        found = newest.count > 0;
        if (found)
            *ret_row = newest.items[0];
    }
    return (found && !ret_row->gone_at) || err_set(err, ERR_BACKUP_UNKNOWN, {"found", id});
}

bool backup_drop(App *app, Str id, Err *err)
{
    BackupRow row;
    if (!app_permit(app, ACT_BACKUP, S(""), object_of(app, id), err))
        return false;
    return id.len == 0 ? err_set(err, ERR_BACKUP_UNKNOWN, {"found", id})
                       : find_row(app, id, &row, err) && take_away(app, &row, err);
}

/* ---- checking ---- */

typedef struct Checked {
    Str id, said;
    int64_t at;
} Checked;

static bool write_checked(Db *tx, void *ctx, Err *err)
{
    const Checked *c = ctx;
    return backup_checked(tx, c->id, c->at, c->said, err);
}

/* Whether everything holds; what does not is among the faults. False with *err: it could not be looked at. */
static bool look(App *app, const BackupRow *row, Faults *faults, Err *err)
{
    BackupManifest manifest;
    Err fault = {0};
    Str place = place_of(app, row);
    if (!backup_open(app->arena, place, &manifest, &fault)) {
        faults_add(faults, &fault);
        return true;
    }
    if (!str_eq(manifest.digest, row->digest)) {
        err_set(&fault, ERR_VERIFY_PROBLEM, {"what", S("backup_changed")},
                {"object", S("manifest.json")});
        faults_add(faults, &fault);
    }
    if (!backup_compare(place, &manifest, app->start.say, faults, err) &&
        (faults->total == 0 || err->code == ERR_JOB_STOPPED))
        return false;
    if (faults->total > 0 || !str_eq(manifest.engine, S("sqlite")))
        return true;
    Str scratch = path_join(app->arena, app->start.data_folder, S("backups"));
    int lock;
    if (!folder_make(scratch, err) ||
        !lock_hold(path_join(app->arena, scratch, S(".lock")), true, &lock, err))
        return false;
    if (lock < 0)
        return err_set(err, ERR_BACKUP_BUSY);
    bool ok = backup_drill(app, place, scratch, faults, err);
    lock_drop(&lock);
    return ok;
}

bool backup_check(App *app, Str id, Faults *faults, Err *err)
{
    App office = app_installation(app);
    BackupRow row;
    if (!app_permit(&office, ACT_BACKUP, S(""), S("backup"), err) || !find_row(app, id, &row, err))
        return false;
    if (app->start.data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    if (!look(&office, &row, faults, err))
        return false;
    *err = (Err){0};
    Checked checked = {row.id,
                       faults->count ? str_from_z(err_code_name(faults->items[0].code)) : S(""),
                       app->now_ms};
    AppWrite write = {.action = ACT_BACKUP,
                      .object = object_of(app, row.id),
                      .fn = write_checked,
                      .ctx = &checked};
    bool ok = app_write(&office, &write, err);
    app->ids = office.ids;
    return ok && faults->total == 0;
}

/* ---- by the schedule ---- */

bool backup_job(App *app, Str body, JobSay *say, Err *err)
{
    (void)body;
    BackupMade made;
    BackupMake make = {.kind = S("auto"), .say = say};
    BackupRowList rows = {0};
    if (!backup_make(app, &make, &made, err) ||
        !backup_list(app->db, app->arena, BACKUP_LISTED, &rows, err))
        return false;
    bool *keep = arena_new(app->arena, bool, rows.count);
    Err stuck = {0}; /* the first; the others go all the same, or the disk would fill */
    int gone = 0;
    backup_keep(&rows, keep);
    for (int i = 0; i < rows.count; i++) {
        if (keep[i] || rows.items[i].gone_at)
            continue;
        if (take_away(app, &rows.items[i], err))
            gone++;
        else if (stuck.code == ERR_NONE)
            stuck = *err;
    }
    if (stuck.code != ERR_NONE) {
        *err = stuck;
        return false;
    }
    job_say_text(say, "backup", made.id);
    job_say_number(say, "files", made.files);
    job_say_number(say, "mib", (made.bytes + (1 << 20) - 1) >> 20);
    job_say_number(say, "gone", gone);
    return true;
}

bool backup_check_job(App *app, Str body, JobSay *say, Err *err)
{
    (void)body;
    Faults faults = {.arena = app->arena};
    BackupRow row;
    if (!find_row(app, S(""), &row, err)) {
        if (err->code != ERR_BACKUP_UNKNOWN)
            return false;
        *err = (Err){0}; /* none yet: nothing to prove */
        job_say_text(say, "backup", S("-"));
        return true;
    }
    job_say_text(say, "backup", row.id);
    if (backup_check(app, row.id, &faults, err))
        return true;
    if (err->code == ERR_NONE)
        *err = faults.items[0];
    return false;
}
