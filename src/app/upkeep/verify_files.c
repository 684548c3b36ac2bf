#include "app/upkeep/verify_files.h"

#include "app/files/files.h"
#include "app/upkeep/schedule.h"
#include "base/limits.h"
#include "base/map.h"
#include "sys/vault.h"

bool files_of_store(Db *db, Arena *arena, FilesOfStore *ret_files, Err *err)
{
    StoredFileList list = {0};
    if (!stored_file_list(db, arena, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        FileOfStore *f = arena_push(arena, ret_files);
        AttachmentList at = {0};
        f->file = list.items[i];
        if (!attachments_of_digest(db, arena, f->file.digest, &at, err))
            return false;
        f->where = attachments_where(arena, &at);
    }
    return true;
}

typedef struct Check {
    App *app;
    Str folder;
    void (*found)(void *ctx, Str what, Str object);
    void *ctx;
} Check;

static bool check_one(const Check *c, const FileOfStore *f, Err *err)
{
    AUTO_ARENA arena = {0};
    bool there, known = true;
    StoredFile now = f->file;
    Str digest = S("");
    Str object = arena_fmt(&arena, "%.*s (%.*s)", STR_ARG(f->file.digest), STR_ARG(f->where));
    if (!job_goes_on(c->app->start.say, err) ||
        !vault_digest(&arena, c->folder, f->file.digest, &there, &digest, err))
        return false;
    if (f->file.purged_at && there)
        c->found(c->ctx, S("file_purged"), object);
    else if (!f->file.purged_at && !there) {
        if (!stored_file_find(c->app->db, &arena, f->file.digest, &known, &now, err))
            return false;
        if (!known || !now.purged_at) /* not purged while we looked */
            c->found(c->ctx, S("file_missing"), object);
    } else if (there && !str_eq(digest, f->file.digest))
        c->found(c->ctx, S("file_bytes"), object);
    return true;
}

/* A file that came while we looked has a row by now, or gets it soon: bytes stand on the disk before their row does. */
static bool check_orphan(const Check *c, Str name, Err *err)
{
    AUTO_ARENA arena = {0};
    StoredFile file;
    bool known = false;
    if (vault_is_digest(name) && !stored_file_find(c->app->db, &arena, name, &known, &file, err))
        return false;
    int64_t age_ms = known ? 0 : c->app->now_ms - vault_put_at(c->folder, name);
    bool arriving =
        vault_is_digest(name) && age_ms > -LIMIT_FILE_ROW_MS && age_ms < LIMIT_FILE_ROW_MS;
    if (!known && !arriving)
        c->found(c->ctx, S("file_orphan"), name);
    return true;
}

bool verify_files(App *app, const FilesOfStore *files,
                  void (*found)(void *ctx, Str what, Str object), void *ctx, Err *err)
{
    Check c = {.app = app, .found = found, .ctx = ctx};
    VaultFiles there = {0};
    Map known = {0};
    if (app->start.data_folder.len == 0) {
        if (files->count > 0)
            found(ctx, S("files"), S("--data"));
        return true;
    }
    if (!files_folder(app, &c.folder, err) || !vault_list(app->arena, c.folder, &there, err))
        return false;
    for (int i = 0; i < files->count; i++) {
        map_put(app->arena, &known, files->items[i].file.digest, i);
        if (!check_one(&c, &files->items[i], err))
            return false;
    }
    for (int i = 0; i < there.count; i++)
        if (map_get(&known, there.items[i]) < 0 && !check_orphan(&c, there.items[i], err))
            return false;
    return true;
}
