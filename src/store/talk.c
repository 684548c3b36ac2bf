#include "store/talk.h"

#include "store/sql_gen.h"

bool talk_record_save(Db *tx, Str talk, const TalkRecord *r, Err *err)
{
    return db_exec(tx, SQL_talk_record_insert,
                   DB_ARGS(V(talk), V(r->number), V(r->act), V(r->version), V(r->behalf),
                           V(r->before), V(r->body)),
                   NULL, err);
}

bool talk_records(Db *db, Arena *arena, Str talk, TalkRecords *ret_records, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_talk_record_list, DB_ARGS(V(talk)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_records) = (TalkRecord){
            .number = (int)db_i64(rows, 0),
            .act = arena_str(arena, db_text(rows, 1)),
            .version = (int)db_i64(rows, 2),
            .behalf = arena_str(arena, db_text(rows, 3)),
            .before = arena_str(arena, db_text(rows, 4)),
            .body = arena_str(arena, db_text(rows, 5)),
        };
    return rows && err->code == ERR_NONE;
}

bool talk_commitment_save(Db *tx, Str talk, const TalkCommitment *c, Err *err)
{
    return db_exec(tx, SQL_talk_commitment_insert,
                   DB_ARGS(V(talk), V(c->position), V(c->revision), V(c->what), V(c->owner),
                           V(c->task), V(c->workdays), V(c->due_on), V(c->done_on), V(c->result),
                           V(c->evidence), V(c->at), V(c->by), V(c->behalf)),
                   NULL, err);
}

static TalkCommitment read_commitment(const DbRows *rows, Arena *arena)
{
    return (TalkCommitment){
        .position = (int)db_i64(rows, 0),
        .revision = (int)db_i64(rows, 1),
        .what = arena_str(arena, db_text(rows, 2)),
        .owner = arena_str(arena, db_text(rows, 3)),
        .task = arena_str(arena, db_text(rows, 4)),
        .workdays = (int)db_i64(rows, 5),
        .due_on = arena_str(arena, db_text(rows, 6)),
        .done_on = arena_str(arena, db_text(rows, 7)),
        .result = arena_str(arena, db_text(rows, 8)),
        .evidence = arena_str(arena, db_text(rows, 9)),
        .at = db_i64(rows, 10),
        .by = arena_str(arena, db_text(rows, 11)),
        .behalf = arena_str(arena, db_text(rows, 12)),
    };
}

bool talk_commitments(Db *db, Arena *arena, Str talk, TalkCommitments *ret_rows,
                      TalkCommitments *ret_all, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_talk_commitment_list, DB_ARGS(V(talk)), err);
    while (rows && db_next(rows, err)) {
        TalkCommitment c = read_commitment(rows, arena);
        int last = ret_rows->count - 1;
        if (ret_all)
            *arena_push(arena, ret_all) = c;
        if (last >= 0 && ret_rows->items[last].position == c.position)
            ret_rows->items[last] = c;
        else
            *arena_push(arena, ret_rows) = c;
    }
    return rows && err->code == ERR_NONE;
}
