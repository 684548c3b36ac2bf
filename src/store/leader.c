#include "store/leader.h"

#include "store/sql_gen.h"

bool leader_seen_save(Db *tx, Str campaign, const LeaderSeen *s, Err *err)
{
    return db_exec(tx, SQL_leader_seen_insert,
                   DB_ARGS(V(s->id), V(campaign), V(s->post), V(s->period), V(s->reds), V(s->how),
                           V(s->at), V(s->by), V(s->behalf)),
                   NULL, err);
}

bool leader_seen_list(Db *db, Arena *arena, Str campaign, LeaderSeenList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_leader_seen_list, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) = (LeaderSeen){.id = arena_str(arena, db_text(rows, 0)),
                                                    .post = arena_str(arena, db_text(rows, 1)),
                                                    .period = arena_str(arena, db_text(rows, 2)),
                                                    .reds = arena_str(arena, db_text(rows, 3)),
                                                    .how = arena_str(arena, db_text(rows, 4)),
                                                    .at = db_i64(rows, 5),
                                                    .by = arena_str(arena, db_text(rows, 6)),
                                                    .behalf = arena_str(arena, db_text(rows, 7))};
    return rows && err->code == ERR_NONE;
}
