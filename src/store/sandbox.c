#include "store/sandbox.h"

#include "store/sql_gen.h"

bool sandbox_save(Db *tx, Str campaign, const SandboxRow *r, Err *err)
{
    return db_exec(tx, SQL_sandbox_insert,
                   DB_ARGS(V(r->id), V(campaign), V(r->group), V(r->base_digest), V(r->digest),
                           V(r->text), V(r->changes), V(r->from), V(r->to), V(r->periods),
                           V(r->holds_from), V(r->moved), V(r->bottom), V(r->talks), V(r->result),
                           V(r->result_digest), V(r->at), V(r->by), V(r->behalf)),
                   NULL, err);
}

static SandboxRow read_row(const DbRows *rows, Arena *arena)
{
    return (SandboxRow){.id = arena_str(arena, db_text(rows, 0)),
                        .group = arena_str(arena, db_text(rows, 1)),
                        .base_digest = arena_str(arena, db_text(rows, 2)),
                        .digest = arena_str(arena, db_text(rows, 3)),
                        .changes = arena_str(arena, db_text(rows, 4)),
                        .from = arena_str(arena, db_text(rows, 5)),
                        .to = arena_str(arena, db_text(rows, 6)),
                        .periods = (int)db_i64(rows, 7),
                        .holds_from = arena_str(arena, db_text(rows, 8)),
                        .moved = (int)db_i64(rows, 9),
                        .bottom = (int)db_i64(rows, 10),
                        .talks = (int)db_i64(rows, 11),
                        .result_digest = arena_str(arena, db_text(rows, 12)),
                        .at = db_i64(rows, 13),
                        .by = arena_str(arena, db_text(rows, 14)),
                        .behalf = arena_str(arena, db_text(rows, 15))};
}

bool sandbox_list(Db *db, Arena *arena, Str campaign, Str before, int max, SandboxRows *ret_rows,
                  Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_sandbox_list, DB_ARGS(V(campaign), V(before), V(max)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool sandbox_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, SandboxRow *ret_row,
                  Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_sandbox_get, DB_ARGS(V(campaign), V(id)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found) {
        *ret_row = read_row(rows, arena);
        ret_row->text = arena_str(arena, db_text(rows, 16));
        ret_row->result = arena_str(arena, db_text(rows, 17));
    }
    return rows && err->code == ERR_NONE;
}
