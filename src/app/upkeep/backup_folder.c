#include "app/upkeep/backup_folder.h"

#include "app/open.h"
#include "app/upkeep/backup_pg.h"
#include "app/upkeep/verify.h"
#include "base/json.h"
#include "base/limits.h"
#include "store/files.h"
#include "store/sql_gen.h"
#include "sys/crypto.h"
#include "sys/files.h"
#include "sys/folders.h"
#include "sys/json_in.h"
#include "sys/spool.h"
#include "sys/vault.h"

#include <string.h>

static const Str manifest_name = SC("manifest.json"), sums_name = SC("SHA256SUMS");

/* ---- writing ---- */

typedef struct Writing {
    App *app;
    const BackupMake *make;
    Str part; /* the folder under its first name */
    Str data; /* the data folder */
    Out sums, heads;
    BackupMade made;
    StoredFileList files; /* that go with the copy of the database */
    int schema;
} Writing;

static bool go_on(const Writing *w, int percent, Err *err)
{
    return !w->make->say || job_say(w->make->say, percent) || err_set(err, ERR_JOB_STOPPED);
}

static void note_file(Writing *w, Str name, Str digest, int64_t bytes)
{
    out_f(&w->sums, "%.*s  %.*s\n", STR_ARG(digest), STR_ARG(name));
    w->made.files++;
    w->made.bytes += bytes;
}

static bool heads_json(Writing *w, Db *db, Err *err)
{
    AuditChains chains = {0};
    Arena *a = w->app->arena;
    w->heads = out_new(a, LIMIT_JSON_BYTES);
    Json json = json_new(&w->heads, false);
    if (!audit_chains(db, a, &chains, err))
        return false;
    json_array(&json);
    for (int i = 0; i < chains.count; i++) {
        AuditHead head;
        if (!audit_head(db, a, chains.items[i], &head, err))
            return false;
        json_object(&json);
        json_kstr(&json, S("chain"), chains.items[i]);
        json_ki64(&json, S("rows"), head.seq);
        json_kstr(&json, S("hash"), head.hash);
        json_object_end(&json);
    }
    json_array_end(&json);
    return true;
}

static Str database_name(const App *app)
{
    return db_engine(app->db) == DB_SQLITE ? S("duban.db") : S("duban.dump");
}

/* Before an upgrade there may be neither files nor purges. */
static bool is_of_today(const Writing *w)
{
    return w->schema == MIGRATION_COUNT;
}

/* Those that the database names; one of an older version, which cannot be asked yet: all that stand there. */
static bool name_files(Writing *w, Db *db, Err *err)
{
    Arena *a = w->app->arena;
    VaultFiles there = {0};
    if (is_of_today(w))
        return stored_file_list(db, a, &w->files, err);
    if (!vault_list(a, path_join(a, w->data, S("files")), &there, err))
        return false;
    for (int i = 0; i < there.count; i++)
        *arena_push(a, &w->files) = (StoredFile){.digest = there.items[i]};
    return true;
}

/* The copy, the heads and the files that are in it: of one moment, while others write. */
static bool copy_database(Db *db, void *ctx, Err *err)
{
    Writing *w = ctx;
    Str path = path_join(w->app->arena, w->part, database_name(w->app));
    if (!heads_json(w, db, err) || !name_files(w, db, err) ||
        (is_of_today(w) && !purge_done_ids(db, w->app->arena, &w->made.purges, err)))
        return false;
    return db_engine(db) == DB_SQLITE
               ? db_copy(db, path, err)
               : pg_dump_run(w->app->arena, w->app->start.db_url, db, path, w->make->say, err);
}

static bool add_database(Writing *w, Err *err)
{
    App *app = w->app;
    Str path = path_join(app->arena, w->part, database_name(app)), digest;
    int64_t bytes;
    if (!db_schema_version(app->db, &w->schema, err) || !db_read(app->db, copy_database, w, err) ||
        !file_sync(path, err) || !file_sha256(app->arena, path, &digest, &bytes, err))
        return false;
    note_file(w, database_name(app), digest, bytes);
    return true;
}

/* Its bytes are about to go. */
static bool is_purged(const Writing *w, Arena *scratch, Str digest, bool *ret_gone, Err *err)
{
    StoredFile file = {0};
    bool known = false;
    if (is_of_today(w) && !stored_file_find(w->app->db, scratch, digest, &known, &file, err))
        return false;
    *ret_gone = known && file.purged_at;
    return true;
}

/* The new names are on the disk: of files/ab, and of it in files. */
static bool folders_sync(Str files, Str two, Err *err)
{
    AUTO_ARENA scratch = {0};
    return two.len == 0 ||
           (folder_sync(path_join(&scratch, files, two), err) && folder_sync(files, err));
}

/* In the order of their digests. */
static bool add_files(Writing *w, Err *err)
{
    App *app = w->app;
    Str from = path_join(app->arena, w->data, S("files"));
    Str to = path_join(app->arena, w->part, S("files")), last = S("");
    for (int i = 0; i < w->files.count; i++) {
        AUTO_ARENA scratch = {0};
        bool gone;
        Str digest = w->files.items[i].digest;
        if (!is_purged(w, &scratch, digest, &gone, err))
            return false;
        if (gone || w->files.items[i].purged_at || !vault_is_digest(digest))
            continue;
        Str name =
            arena_fmt(&scratch, "%.*s/%.*s", STR_ARG(str_sub(digest, 0, 2)), STR_ARG(digest));
        Str target = path_join(&scratch, to, name);
        if (!str_eq(last, str_sub(digest, 0, 2)) &&
            (!folders_sync(to, last, err) || !folder_make(file_folder(target), err)))
            return false;
        last = str_sub(digest, 0, 2);
        if (!file_link(path_join(&scratch, from, name), target, err)) {
            if (err->code != ERR_FILE_ABSENT)
                return false;
            *err = (Err){0}; /* swept or purged since */
            continue;
        }
        note_file(w, arena_fmt(&scratch, "files/%.*s", STR_ARG(name)), digest, file_size(target));
        if (i % 64 == 0 && !go_on(w, 40 + 50 * i / w->files.count, err))
            return false;
    }
    return folders_sync(to, last, err);
}

static bool add_keys(Writing *w, Err *err)
{
    Arena *a = w->app->arena;
    Str from = path_join(a, w->data, S("keys")), to = path_join(a, w->part, S("keys"));
    FolderList list = {0};
    if (!w->make->with_keys || !file_exists(from))
        return true;
    if (!folder_make_private(to, err) || !folder_list(a, from, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        Str digest, target = path_join(a, to, list.items[i].name);
        int64_t bytes;
        if (list.items[i].is_folder)
            continue;
        if (!file_copy(path_join(a, from, list.items[i].name), target, err) ||
            !file_sha256(a, target, &digest, &bytes, err))
            return false;
        note_file(w, arena_fmt(a, "keys/%.*s", STR_ARG(list.items[i].name)), digest, bytes);
    }
    return folder_sync(to, err);
}

static Str manifest_json(Writing *w, Str sums)
{
    App *app = w->app;
    Out out = out_new(app->arena, LIMIT_JSON_BYTES);
    Json json = json_new(&out, true);
    json_object(&json);
    json_kstr(&json, S("format"), S("duban-backup/1"));
    json_kstr(&json, S("id"), w->made.id);
    json_kstr(&json, S("made_at"), instant_str(app->arena, app->now_ms));
    json_kstr(&json, S("by"), app->actor.name);
    json_kstr(&json, S("kind"), w->make->kind);
    json_kstr(&json, S("engine"), db_engine(app->db) == DB_SQLITE ? S("sqlite") : S("postgresql"));
    json_kstr(&json, S("database"), database_name(app));
    json_ki64(&json, S("schema"), w->schema);
    json_kbool(&json, S("keys"), w->make->with_keys);
    json_ki64(&json, S("files"), w->made.files);
    json_ki64(&json, S("bytes"), w->made.bytes);
    json_kstr(&json, S("sums_sha256"), sums);
    json_kstr(&json, S("heads"), out_str(&w->heads));
    json_object_end(&json);
    out_c(&out, '\n');
    return out_str(&out);
}

static bool write_lists(Writing *w, Err *err)
{
    Arena *a = w->app->arena;
    Str sums;
    if (!out_ok(&w->sums) || !out_ok(&w->heads))
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_OUTPUT_BYTES")});
    if (!digest_hex(a, DIGEST_SHA256, out_str(&w->sums), &sums, err))
        return false;
    Str manifest = manifest_json(w, sums);
    w->made.heads = out_str(&w->heads);
    return digest_hex(a, DIGEST_SHA256, manifest, &w->made.digest, err) &&
           file_write(path_join(a, w->part, sums_name), out_str(&w->sums), err) &&
           file_write(path_join(a, w->part, manifest_name), manifest, err) &&
           folder_sync(w->part, err);
}

/* What killed programs have left half-written. A backup that is being made elsewhere holds its lock. */
static void take_away_parts(Arena *arena, Str folder)
{
    FolderList list = {0};
    Err ignored = {0};
    if (!folder_list(arena, folder, &list, &ignored))
        return;
    for (int i = 0; i < list.count; i++)
        if (list.items[i].is_folder && str_starts(list.items[i].name, S(".part-")))
            (void)folder_remove(path_join(arena, folder, list.items[i].name), &ignored);
}

static Str new_id(App *app)
{
    uint32_t random = app->start.ids.random_u32(app->start.ids.ctx);
    Str t = instant_str(app->arena, app->now_ms); /* 2026-01-05T09:30:00+08:00 */
    return arena_fmt(app->arena, "%.*s%.*s%.*s-%.*s%.*s%.*s-%04x", STR_ARG(str_sub(t, 0, 4)),
                     STR_ARG(str_sub(t, 5, 7)), STR_ARG(str_sub(t, 8, 10)),
                     STR_ARG(str_sub(t, 11, 13)), STR_ARG(str_sub(t, 14, 16)),
                     STR_ARG(str_sub(t, 17, 19)), random & 0xffff);
}

static bool write_parts(Writing *w, Err *err)
{
    Arena *a = w->app->arena;
    Str base = str_sub(w->app->start.db_url, 7, w->app->start.db_url.len);
    SpaceNeed need = {w->make->to, db_engine(w->app->db) == DB_SQLITE ? 2 * file_size(base) : 0};
    return space_check(&need, 1, err) && folder_make(w->part, err) && go_on(w, 5, err) &&
           add_database(w, err) && go_on(w, 40, err) && add_files(w, err) && add_keys(w, err) &&
           go_on(w, 95, err) && write_lists(w, err) &&
           folder_put(w->part, path_join(a, w->make->to, w->made.id), err);
}

bool backup_write(App *app, const BackupMake *make, BackupMade *ret_made, Err *err)
{
    Writing w = {.app = app, .make = make, .data = app->start.data_folder};
    int lock;
    Arena *a = app->arena;
    if (w.data.len == 0 || make->to.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    if (!folder_make(make->to, err) ||
        !lock_hold(path_join(a, make->to, S(".lock")), true, &lock, err))
        return false;
    if (lock < 0)
        return err_set(err, ERR_BACKUP_BUSY);
    take_away_parts(a, make->to);
    w.made.id = new_id(app);
    w.made.folder = path_join(a, make->to, w.made.id);
    w.part = path_join(a, make->to, arena_fmt(a, ".part-%.*s", STR_ARG(w.made.id)));
    w.sums = out_new(a, LIMIT_OUTPUT_BYTES);
    bool ok = write_parts(&w, err);
    Err ignored = {0};
    if (!ok)
        (void)folder_remove(w.part, &ignored);
    lock_drop(&lock);
    *ret_made = w.made;
    return ok;
}

/* ---- reading and checking ---- */

static bool no_backup(Str folder, Err *err)
{
    return err_set(err, ERR_BACKUP_MANIFEST, {"found", folder});
}

static Str text_of(const Tree *map, Str key)
{
    const Tree *member = tree_get(map, key);
    return member ? member->text : S("");
}

/* No way out of the folder, whoever wrote the list. */
static bool name_is_ours(Str name)
{
    return name.len > 0 && name.ptr[0] != '/' && !str_has(name, S("..")) && !str_has(name, S("//"));
}

static bool read_sums(Arena *arena, Str folder, Str sums, BackupManifest *m, Err *err)
{
    while (sums.len) {
        Str line = str_cut(&sums, '\n');
        Str name = str_sub(line, VAULT_DIGEST_LEN + 2, line.len);
        if (!vault_is_digest(str_sub(line, 0, VAULT_DIGEST_LEN)) || !name_is_ours(name))
            return no_backup(folder, err);
        *arena_push(arena, &m->sums) = str_sub(line, 0, VAULT_DIGEST_LEN);
        *arena_push(arena, &m->names) = name;
    }
    return true;
}

bool backup_open(Arena *arena, Str folder, BackupManifest *ret_manifest, Err *err)
{
    BackupManifest m = {0};
    Str bytes, sums, found;
    Tree *tree;
    if (!file_read(arena, path_join(arena, folder, manifest_name), LIMIT_JSON_BYTES, &bytes, err))
        return err->code == ERR_FILE_ABSENT ? no_backup(folder, err) : false;
    if (!json_parse(arena, bytes, &tree, err) || tree->kind != TREE_MAP ||
        !str_eq(text_of(tree, S("format")), S("duban-backup/1")) ||
        !digest_hex(arena, DIGEST_SHA256, bytes, &m.digest, err))
        return no_backup(folder, err);
    m.id = text_of(tree, S("id"));
    m.made_at = text_of(tree, S("made_at"));
    m.by = text_of(tree, S("by"));
    m.engine = text_of(tree, S("engine"));
    m.database = text_of(tree, S("database"));
    m.keys = str_eq(text_of(tree, S("keys")), S("true"));
    if (!str_to_i64(text_of(tree, S("schema")), &m.schema) || !name_is_ours(m.database))
        return no_backup(folder, err);
    if (!file_read(arena, path_join(arena, folder, sums_name), LIMIT_OUTPUT_BYTES, &sums, err) ||
        !digest_hex(arena, DIGEST_SHA256, sums, &found, err) ||
        !str_eq(found, text_of(tree, S("sums_sha256"))))
        return no_backup(folder, err);
    *err = (Err){0};
    if (!read_sums(arena, folder, sums, &m, err))
        return false;
    *ret_manifest = m;
    return true;
}

static void problem(Faults *faults, Str what, Str object)
{
    Err err = {0};
    err_set(&err, ERR_VERIFY_PROBLEM, {"what", what}, {"object", object});
    faults_add(faults, &err);
}

bool backup_compare(Str folder, const BackupManifest *m, JobSay *say, Faults *faults, Err *err)
{
    for (int i = 0; i < m->names.count; i++) {
        AUTO_ARENA scratch = {0};
        Str found;
        int64_t bytes;
        Err fault = {0};
        if (!job_goes_on(say, err))
            return false;
        if (file_sha256(&scratch, path_join(&scratch, folder, m->names.items[i]), &found, &bytes,
                        &fault)) {
            if (!str_eq(found, m->sums.items[i]))
                problem(faults, S("backup_changed"), m->names.items[i]);
        } else if (fault.code == ERR_FILE_ABSENT) {
            problem(faults, S("backup_missing"), m->names.items[i]);
        } else {
            *err = fault;
            return false;
        }
    }
    return faults->total == 0;
}

bool backup_drill(App *app, Str folder, Str scratch, Faults *faults, Err *err)
{
    AUTO_ARENA arena = {0};
    AUTO_APP restored = {0};
    VerifyCounts counts;
    Str place = path_join(&arena, scratch, S(".part-drill"));
    Str path = path_join(&arena, place, S("duban.db"));
    AppStart start = app->start;
    start.hub = NULL;
    start.db = NULL;
    start.snapshots = NULL;
    start.db_url = arena_fmt(&arena, "sqlite:%.*s", STR_ARG(path));
    start.data_folder = folder; /* its files are those of the backup */
    bool ok = folder_remove(place, err) && folder_make(place, err) &&
              file_copy(path_join(&arena, folder, S("duban.db")), path, err) &&
              app_open_unnamed(&arena, &start, &restored, err);
    if (ok && !verify_all(&restored, &counts, faults, err))
        ok = faults->total > 0 &&
             err->code != ERR_JOB_STOPPED; /* what was found is an answer, too */
    app_close(&restored);
    Err ignored = {0};
    (void)folder_remove(place, &ignored);
    return ok;
}
