#include "store/files.h"

#include "store/sql_gen.h"

bool stored_file_save(Db *tx, const StoredFile *f, Err *err)
{
    return db_exec(tx, SQL_stored_file_insert,
                   DB_ARGS(V(f->digest), V(f->bytes), V(f->type), V(f->scan), V(f->stored_at)),
                   NULL, err);
}

static StoredFile read_file(const DbRows *rows, Arena *arena)
{
    return (StoredFile){.digest = arena_str(arena, db_text(rows, 0)),
                        .bytes = db_i64(rows, 1),
                        .type = arena_str(arena, db_text(rows, 2)),
                        .scan = arena_str(arena, db_text(rows, 3)),
                        .stored_at = db_i64(rows, 4),
                        .purged_at = db_i64(rows, 5)};
}

bool stored_file_find(Db *db, Arena *arena, Str digest, bool *ret_found, StoredFile *ret_file,
                      Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_stored_file_get, DB_ARGS(V(digest)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_file = read_file(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool stored_file_list(Db *db, Arena *arena, StoredFileList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_stored_file_list, NULL, 0, err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) = read_file(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool attachment_save(Db *tx, const Attachment *a, Err *err)
{
    return db_exec(tx, SQL_attachment_insert,
                   DB_ARGS(V(a->id), V(a->campaign), V(a->object), V(a->unit), V(a->digest),
                           V(a->name), V(a->added_at), V(a->added_by)),
                   NULL, err);
}

bool attachment_withdraw(Db *tx, Str id, int64_t at, Str by, bool *ret_done, Err *err)
{
    int64_t changed = 0;
    if (!db_exec(tx, SQL_attachment_withdraw, DB_ARGS(V(id), V(at), V(by)), &changed, err))
        return false;
    *ret_done = changed > 0;
    return true;
}

static Attachment read_attachment(const DbRows *rows, Arena *arena)
{
    return (Attachment){.id = arena_str(arena, db_text(rows, 0)),
                        .campaign = arena_str(arena, db_text(rows, 1)),
                        .object = arena_str(arena, db_text(rows, 2)),
                        .unit = arena_str(arena, db_text(rows, 3)),
                        .digest = arena_str(arena, db_text(rows, 4)),
                        .name = arena_str(arena, db_text(rows, 5)),
                        .added_at = db_i64(rows, 6),
                        .added_by = arena_str(arena, db_text(rows, 7)),
                        .withdrawn_at = db_i64(rows, 8),
                        .withdrawn_by = arena_str(arena, db_text(rows, 9)),
                        .bytes = db_i64(rows, 10),
                        .type = arena_str(arena, db_text(rows, 11)),
                        .scan = arena_str(arena, db_text(rows, 12)),
                        .purged_at = db_i64(rows, 13)};
}

bool attachment_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found,
                     Attachment *ret_attachment, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_attachment_get, DB_ARGS(V(id), V(campaign)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_attachment = read_attachment(rows, arena);
    return rows && err->code == ERR_NONE;
}

static bool read_list(DbRows *rows, Arena *arena, AttachmentList *list, Err *err)
{
    while (rows && db_next(rows, err))
        *arena_push(arena, list) = read_attachment(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool attachments_of_object(Db *db, Arena *arena, Str campaign, Str object, AttachmentList *ret_list,
                           Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_attachment_of_object, DB_ARGS(V(campaign), V(object)), err);
    return read_list(rows, arena, ret_list, err);
}

bool attachments_of_digest(Db *db, Arena *arena, Str digest, AttachmentList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_attachment_of_digest, DB_ARGS(V(digest)), err);
    return read_list(rows, arena, ret_list, err);
}

bool attachments_each(Db *db, Arena *arena, const AttachmentFilter *filter,
                      bool (*fn)(void *ctx, const Attachment *attachment), void *ctx, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(
        db, SQL_attachment_list,
        DB_ARGS(V(filter->campaign), V(filter->object), V(filter->unit), V(filter->after)), err);
    bool more = true;
    while (more && rows && db_next(rows, err)) {
        const Attachment a = read_attachment(rows, arena);
        more = fn(ctx, &a);
    }
    return rows && err->code == ERR_NONE;
}

bool file_use(Db *db, Str campaign, Str account, int64_t since, FileUse *ret_use, Err *err)
{
    FileUse use = {0};
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_attachment_sizes, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err)) {
        int64_t bytes = db_i64(rows, 0);
        use.count++;
        use.bytes += bytes;
        if (db_i64(rows, 1) >= since && str_eq(db_text(rows, 2), account))
            use.account_bytes += bytes;
    }
    *ret_use = use;
    return rows && err->code == ERR_NONE;
}

bool stored_file_purge(Db *tx, Str digest, int64_t at, Err *err)
{
    return db_exec(tx, SQL_stored_file_purge, DB_ARGS(V(digest), V(at)), NULL, err) &&
           db_exec(tx, SQL_attachment_unname, DB_ARGS(V(digest)), NULL, err);
}
