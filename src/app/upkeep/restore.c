#include "app/upkeep/restore.h"

#include "app/open.h"
#include "app/upkeep/backup_pg.h"
#include "store/sql_gen.h"
#include "sys/files.h"
#include "sys/folders.h"

static const Str sqlite_prefix = SC("sqlite:");

/* The path of the file; empty on PostgreSQL. */
static Str sqlite_path(Str url)
{
    return str_starts(url, sqlite_prefix) ? str_sub(url, sqlite_prefix.len, url.len) : S("");
}

bool database_hold(Str db_url, bool alone, int *ret_fd, Err *err)
{
    AUTO_ARENA arena = {0};
    Str path = sqlite_path(db_url);
    *ret_fd = -1;
    if (path.len == 0 || !file_exists(file_folder(path)))
        return true;
    if (!lock_hold(arena_fmt(&arena, "%.*s-serve", STR_ARG(path)), alone, ret_fd, err))
        return false;
    return *ret_fd >= 0 || err_set(err, ERR_DB_SERVED, {"found", db_url});
}

/* ---- restore ---- */

typedef struct Work {
    Arena *arena;
    const AppStart *start;
    const RestoreOrder *order;
    Restored *ret;
    Str database; /* of the backup */
} Work;

/* A name beside `path` that nobody has, for what is there now. */
static Str aside_of(Arena *arena, Str path, Str id)
{
    Str aside = arena_fmt(arena, "%.*s.before-%.*s", STR_ARG(path), STR_ARG(id));
    for (int n = 2; file_exists(aside); n++)
        aside = arena_fmt(arena, "%.*s.before-%.*s-%d", STR_ARG(path), STR_ARG(id), n);
    return aside;
}

/* Bytes of its own: what happens to the one must not happen to the other. A key that is there and another one is put
 * aside: what was sealed with it is lost without it. A file that is not what its name says gives way. */
static bool put_file(Arena *scratch, Str from, Str target, Str aside, Err *err)
{
    Str part = arena_fmt(scratch, "%.*s.restoring", STR_ARG(target));
    file_remove(part);
    return file_copy(from, part, err) && (aside.len == 0 || folder_put(target, aside, err)) &&
           folder_put(part, target, err);
}

static bool put_files(const Work *w, Err *err)
{
    const BackupManifest *m = &w->ret->manifest;
    Str last = S("");
    for (int i = 0; i < m->names.count; i++) {
        AUTO_ARENA scratch = {0};
        Str name = m->names.items[i];
        bool key = str_starts(name, S("keys/"));
        if (!key && !str_starts(name, S("files/")))
            continue;
        Str target = path_join(&scratch, w->start->data_folder, name), folder = file_folder(name);
        if (!str_eq(folder, last) && !(key ? folder_make_private(file_folder(target), err)
                                           : folder_make(file_folder(target), err)))
            return false;
        last = folder;
        Str from = path_join(&scratch, w->order->from, name), aside = S("");
        if (file_exists(target)) { /* by its content of the same name, unless somebody changed it */
            Str found;
            int64_t bytes;
            if (!file_sha256(&scratch, target, &found, &bytes, err))
                return false;
            if (str_eq(found, m->sums.items[i]))
                continue;
            if (key)
                aside = aside_of(&scratch, target, m->id);
        }
        if (!put_file(&scratch, from, target, aside, err))
            return false;
    }
    return true;
}

/* The database and its two companions under another name, all of them or none that matters. A companion without its
 * database, too: SQLite would read it into the one that comes. */
static bool put_aside(const Work *w, Str path, Err *err)
{
    static const char *const ends[] = {"-wal", "-shm", ""};
    Str aside = aside_of(w->arena, path, w->ret->manifest.id);
    bool is_there = file_exists(path);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        Str from = arena_fmt(w->arena, "%.*s%s", STR_ARG(path), ends[i]);
        if (file_exists(from) &&
            !folder_put(from, arena_fmt(w->arena, "%.*s%s", STR_ARG(aside), ends[i]), err))
            return false;
    }
    w->ret->aside = is_there ? aside : S("");
    return true;
}

static bool put_sqlite(const Work *w, Str path, Err *err)
{
    Str part = arena_fmt(w->arena, "%.*s.restoring", STR_ARG(path));
    file_remove(part);
    return file_copy(w->database, part, err) && put_aside(w, path, err) &&
           folder_put(part, path, err);
}

static bool record(Db *tx, void *ctx, Err *err)
{
    const Work *w = ctx;
    App app = {.arena = w->arena,
               .start = *w->start,
               .now_ms = w->start->now_ms,
               .actor = {.name = w->order->by}};
    if (!app_digest(tx, w->arena, &app.digest, err))
        return false;
    return app_audit(&app, tx, ACT_BACKUP,
                     arena_fmt(w->arena, "restore %.*s", STR_ARG(w->ret->manifest.id)), S("{}"),
                     err);
}

static bool migrate_and_record(const Work *w, Err *err)
{
    DbHub *hub = NULL;
    Db *db = NULL;
    Work work = *w;
    bool ok = db_hub_open(w->start->db_url, (DbOptions){0}, &hub, err) &&
              db_connect(hub, &db, err) &&
              db_migrate(db, migrations_all, MIGRATION_COUNT, &w->ret->migrations, err) &&
              db_write(db, S(""), record, &work, err);
    db_close(db);
    db_hub_close(hub);
    return ok;
}

static bool prove(Arena *arena, const AppStart *start, VerifyCounts *counts, Faults *faults,
                  Err *err)
{
    AUTO_APP app = {0};
    return app_open_unnamed(arena, start, &app, err) && verify_all(&app, counts, faults, err);
}

/* Nothing stands where the database is to be: no file, or no table. */
static bool check_place(const Work *w, Str path, Err *err)
{
    DbHub *hub = NULL;
    Db *db = NULL;
    int version;
    if (path.len)
        return !file_exists(path) || w->order->replace ||
               err_set(err, ERR_RESTORE_THERE, {"found", w->start->db_url});
    bool there = db_hub_open(w->start->db_url, (DbOptions){0}, &hub, err) &&
                 db_connect(hub, &db, err) && db_schema_version(db, &version, err);
    db_close(db);
    db_hub_close(hub);
    if (there)
        return err_set(err, ERR_RESTORE_THERE, {"found", w->start->db_url});
    bool empty = err->code == ERR_DB_NOT_INIT;
    if (empty)
        *err = (Err){0};
    return empty;
}

bool restore_run(Arena *arena, const AppStart *start, const RestoreOrder *order, Restored *ret,
                 Faults *faults, Err *err)
{
    Work w = {arena, start, order, ret, S("")};
    Str path = sqlite_path(start->db_url);
    *ret = (Restored){0};
    *err = (Err){0};
    if (start->data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    if (!backup_open(arena, order->from, &ret->manifest, err))
        return false;
    if (str_eq(ret->manifest.engine, S("sqlite")) != (path.len > 0))
        return err_set(err, ERR_RESTORE_ENGINE, {"found", ret->manifest.engine});
    if (ret->manifest.schema > MIGRATION_COUNT)
        return err_set(err, ERR_DB_NEWER,
                       {"found", arena_fmt(arena, "%d", (int)ret->manifest.schema)},
                       {"expected", arena_fmt(arena, "%d", MIGRATION_COUNT)});
    if (!backup_compare(order->from, &ret->manifest, NULL, faults, err) ||
        !check_place(&w, path, err))
        return false;
    w.database = path_join(arena, order->from, ret->manifest.database);
    int lock;
    if ((path.len && !folder_make(file_folder(path), err)) ||
        !folder_make(start->data_folder, err) || !database_hold(start->db_url, true, &lock, err))
        return false;
    bool ok = put_files(&w, err) &&
              (path.len ? put_sqlite(&w, path, err)
                        : pg_restore_run(arena, start->db_url, w.database, err)) &&
              migrate_and_record(&w, err);
    lock_drop(&lock);
    return ok && prove(arena, start, &ret->counts, faults, err);
}

/* ---- upgrade ---- */

typedef struct Record {
    App *app;
    const Upgraded *done;
} Record;

static bool write_upgrade(Db *tx, void *ctx, Err *err)
{
    const Record *r = ctx;
    App *app = r->app;
    const BackupMade *made = &r->done->backup;
    BackupRow row = {.id = made->id,
                     .at = app->now_ms,
                     .by = app->actor.name,
                     .kind = S("upgrade"),
                     .digest = made->digest,
                     .files = made->files,
                     .bytes = made->bytes,
                     .heads = made->heads};
    Str detail = arena_fmt(app->arena, "{\"from\":%d,\"to\":%d}", r->done->from, r->done->to);
    if (made->id.len &&
        (!backup_insert(tx, &row, err) ||
         !app_audit(app, tx, ACT_BACKUP, arena_fmt(app->arena, "backup %.*s", STR_ARG(row.id)),
                    S("{}"), err)))
        return false;
    return app_audit(app, tx, ACT_BACKUP, S("upgrade"), detail, err);
}

/* With the database alone. */
static bool upgrade_parts(App *app, Upgraded *ret, Err *err)
{
    int applied;
    BackupMake make = {.to = path_join(app->arena, app->start.data_folder, S("backups")),
                       .kind = S("upgrade")};
    Record r = {app, ret};
    if (ret->from == MIGRATION_COUNT)
        return true;
    return (db_engine(app->db) != DB_SQLITE || backup_write(app, &make, &ret->backup, err)) &&
           db_migrate(app->db, migrations_all, MIGRATION_COUNT, &applied, err) &&
           app_digest(app->db, app->arena, &app->digest, err) &&
           db_write(app->db, S(""), write_upgrade, &r, err);
}

bool upgrade_run(Arena *arena, const AppStart *start, Upgraded *ret, Faults *faults, Err *err)
{
    App app = {.arena = arena,
               .start = *start,
               .now_ms = start->now_ms,
               .ids = start->ids,
               .actor = {.name = start->account}};
    int lock;
    *ret = (Upgraded){.to = MIGRATION_COUNT};
    *err = (Err){0};
    if (start->account.len == 0)
        return err_set(err, ERR_ACCOUNT_NONE);
    if (start->data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    if (!database_hold(start->db_url, true, &lock, err))
        return false;
    bool ok = db_hub_open(start->db_url, (DbOptions){0}, &app.hub, err) &&
              db_connect(app.hub, &app.db, err) && db_schema_version(app.db, &ret->from, err) &&
              (ret->from <= MIGRATION_COUNT || app_schema_check(app.db, err)) &&
              upgrade_parts(&app, ret, err);
    db_close(app.db);
    db_hub_close(app.hub);
    lock_drop(&lock);
    return ok && prove(arena, start, &ret->counts, faults, err);
}
