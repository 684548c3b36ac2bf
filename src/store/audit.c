#include "store/audit.h"

#include "core/campaign.h" /* LIST_OF */
#include "store/sql_gen.h"

static Str row_hash(Arena *arena, const AuditEntry *e, int64_t seq, Str detail_digest, Str previous,
                    DigestFn digest)
{
    Out out = out_new(arena, SIZE_MAX / 4);
    const Str fields[] = {previous,
                          e->chain,
                          arena_fmt(arena, "%lld", (long long)seq),
                          arena_fmt(arena, "%lld", (long long)e->at),
                          e->account,
                          e->action,
                          e->object,
                          e->result,
                          detail_digest,
                          e->behalf,
                          e->origin};
    size_t count = sizeof fields / sizeof fields[0];
    if (e->behalf.len == 0 && e->origin.len == 0)
        count -= 2;
    for (size_t i = 0; i < count; i++) {
        out_s(&out, fields[i]);
        out_c(&out, '\0');
    }
    return digest(arena, out_str(&out));
}

static Str detail_hash(Arena *arena, Str salt, Str detail, DigestFn digest)
{
    Out out = out_new(arena, SIZE_MAX / 4);
    out_s(&out, salt);
    out_c(&out, '\0');
    out_s(&out, detail);
    return digest(arena, out_str(&out));
}

bool audit_head(Db *db, Arena *arena, Str chain, AuditHead *ret_head, Err *err)
{
    *err = (Err){0};
    AuditHead head = {0, S("")};
    AUTO_ROWS *rows = db_query(db, SQL_audit_head_get, DB_ARGS(V(chain)), err);
    if (db_next(rows, err))
        head = (AuditHead){db_i64(rows, 0), arena_str(arena, db_text(rows, 1))};
    if (!rows || err->code != ERR_NONE)
        return false;
    *ret_head = head;
    return true;
}

bool audit_row_of(Db *db, Arena *arena, Str chain, Str object, int64_t at, AuditHead *ret_row,
                  Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_row_of, DB_ARGS(V(chain), V(object), V(at)), err);
    if (!rows || !db_next(rows, err))
        return err->code == ERR_NONE ? err_set(err, ERR_AUDIT_ROW_NONE, {"found", object}) : false;
    *ret_row = (AuditHead){db_i64(rows, 0), arena_str(arena, db_text(rows, 1))};
    return true;
}

bool audit_append(Db *tx, const AuditEntry *entry, DigestFn digest, Err *err)
{
    AUTO_ARENA arena = {0};
    AuditHead head;
    if (!audit_head(tx, &arena, entry->chain, &head, err))
        return false;
    int64_t seq = head.seq + 1;
    Str previous = head.hash;
    Str detail_digest = detail_hash(&arena, entry->salt, entry->detail, digest);
    Str hash = row_hash(&arena, entry, seq, detail_digest, previous, digest);
    return db_exec(tx, SQL_audit_insert,
                   DB_ARGS(V(entry->chain), V(seq), V(entry->at), V(entry->account),
                           V(entry->action), V(entry->object), V(entry->result), V(entry->detail),
                           V(entry->salt), V(detail_digest), V(previous), V(hash), V(entry->behalf),
                           V(entry->origin)),
                   NULL, err) &&
           db_exec(tx, SQL_audit_head_set, DB_ARGS(V(entry->chain), V(seq), V(hash)), NULL, err);
}

static bool broken(Str chain, int64_t seq, Err *err)
{
    AUTO_ARENA arena = {0};
    return err_set(err, ERR_AUDIT_BROKEN, {"chain", chain},
                   {"seq", arena_fmt(&arena, "%lld", (long long)seq)});
}

static bool head_of(Db *db, Arena *arena, Str chain, int64_t *ret_seq, Str *ret_hash, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_audit_head_get, DB_ARGS(V(chain)), err);
    if (!rows)
        return false;
    if (!db_next(rows, err))
        return err->code == ERR_NONE ? broken(chain, 0, err) : false;
    *ret_seq = db_i64(rows, 0);
    *ret_hash = arena_str(arena, db_text(rows, 1));
    return true;
}

bool audit_row_holds(const AuditFull *row, Str previous, DigestFn digest)
{
    AUTO_ARENA arena = {0};
    const AuditEntry *e = &row->entry;
    Str of_detail =
        row->purged ? row->detail_digest : detail_hash(&arena, e->salt, e->detail, digest);
    Str hash = row_hash(&arena, e, row->seq, row->detail_digest, row->previous_hash, digest);
    return str_eq(row->previous_hash, previous) && str_eq(of_detail, row->detail_digest) &&
           str_eq(hash, row->hash);
}

/* Rows without a detail, and the numbers of rows that a purge says it emptied. */
typedef struct Purges {
    LIST_OF(int64_t) empty;
    LIST_OF(int64_t) told;
} Purges;

static void note_purge(const DbRows *rows, Arena *arena, Purges *purges)
{
    int64_t seq;
    Str object = db_text(rows, 4);
    if (db_is_null(rows, 6))
        *arena_push(arena, &purges->empty) = db_i64(rows, 0);
    if (str_eq(db_text(rows, 3), S("audit.purge")) && str_eq(str_cut(&object, ' '), S("row")) &&
        str_to_i64(object, &seq))
        *arena_push(arena, &purges->told) = seq;
}

/* A detail may be gone only where a row of the same chain says that it was purged. */
static bool check_purges(const Purges *purges, Str chain, Err *err)
{
    for (int i = 0; i < purges->empty.count; i++) {
        bool told = false;
        for (int k = 0; k < purges->told.count && !told; k++)
            told = purges->told.items[k] == purges->empty.items[i];
        if (!told)
            return broken(chain, purges->empty.items[i], err);
    }
    return true;
}

/* One row of the list query against the hash before it; advances *seq and *previous, which alone is kept. */
static bool check_row(const DbRows *rows, Str chain, DigestFn digest, int64_t *seq, Str *previous,
                      Arena *kept, Err *err)
{
    AUTO_ARENA arena = {0};
    AuditEntry e = {.chain = chain,
                    .at = db_i64(rows, 1),
                    .account = db_text(rows, 2),
                    .action = db_text(rows, 3),
                    .object = db_text(rows, 4),
                    .result = db_text(rows, 5),
                    .detail = db_text(rows, 6),
                    .salt = db_text(rows, 7),
                    .behalf = db_text(rows, 11),
                    .origin = db_text(rows, 12)};
    Str detail_digest = db_text(rows, 8);
    if (db_i64(rows, 0) != *seq + 1 || !str_eq(db_text(rows, 9), *previous))
        return broken(chain, *seq + 1, err);
    (*seq)++;
    if (!db_is_null(rows, 6) &&
        !str_eq(detail_hash(&arena, e.salt, e.detail, digest), detail_digest))
        return broken(chain, *seq, err);
    Str hash = row_hash(&arena, &e, *seq, detail_digest, *previous, digest);
    if (!str_eq(hash, db_text(rows, 10)))
        return broken(chain, *seq, err);
    arena_reset(kept);
    *previous = arena_str(kept, hash);
    return true;
}

bool audit_verify(Db *db, Arena *arena, Str chain, DigestFn digest, AuditCheck *ret_check, Err *err)
{
    *err = (Err){0};
    int64_t seq = 0, head_seq = 0;
    Str previous = S(""), head = S("");
    if (!head_of(db, arena, chain, &head_seq, &head, err))
        return false;
    AUTO_ROWS *rows = db_query(db, SQL_audit_list, DB_ARGS(V(chain)), err);
    AUTO_ARENA kept = {0};
    Purges purges = {0};
    while (rows && db_next(rows, err)) {
        note_purge(rows, arena, &purges);
        if (!check_row(rows, chain, digest, &seq, &previous, &kept, err))
            return false;
    }
    if (!rows || err->code != ERR_NONE)
        return false;
    if (seq != head_seq || !str_eq(previous, head))
        return broken(chain, seq + 1, err);
    if (!check_purges(&purges, chain, err))
        return false;
    *ret_check = (AuditCheck){seq, arena_str(arena, previous)};
    return true;
}

bool audit_chains(Db *db, Arena *arena, AuditChains *ret_chains, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_chains, NULL, 0, err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_chains) = arena_str(arena, db_text(rows, 0));
    return rows && err->code == ERR_NONE;
}

bool audit_each(Db *db, Str chain, void (*fn)(void *ctx, Str object, Str detail), void *ctx,
                Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_list, DB_ARGS(V(chain)), err);
    while (rows && db_next(rows, err))
        if (!db_is_null(rows, 6))
            fn(ctx, db_text(rows, 4), db_text(rows, 6));
    return rows && err->code == ERR_NONE;
}

bool audit_since(Db *db, Str chain, int64_t seq, int max,
                 void (*fn)(void *ctx, const AuditRow *row), void *ctx, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_audit_since, DB_ARGS(V(chain), V(seq), V(max)), err);
    while (rows && db_next(rows, err)) {
        const AuditRow row = {db_i64(rows, 0), db_text(rows, 1), db_text(rows, 2),
                              db_text(rows, 3)};
        fn(ctx, &row);
    }
    return rows && err->code == ERR_NONE;
}
