#include "store/people.h"

#include "store/sql_gen.h"

bool grant_find(Db *db, Arena *arena, Str account, bool *ret_found, GrantRow *ret_grant, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_grant_find, DB_ARGS(V(account)), err);
    *ret_found = db_next(rows, err);
    if (*ret_found)
        *ret_grant = (GrantRow){.account = arena_str(arena, account),
                                .made_at = db_i64(rows, 0),
                                .made_by = arena_str(arena, db_text(rows, 1)),
                                .authorised_at = db_i64(rows, 2),
                                .authorised_by = arena_str(arena, db_text(rows, 3)),
                                .restricted = db_bool(rows, 4),
                                .phone = arena_str(arena, db_text(rows, 5)),
                                .off_at = db_i64(rows, 6),
                                .off_by = arena_str(arena, db_text(rows, 7)),
                                .off_reason = arena_str(arena, db_text(rows, 8)),
                                .expires_on = arena_str(arena, db_text(rows, 9))};
    return err->code == ERR_NONE;
}

bool grant_save(Db *tx, const GrantRow *g, Err *err)
{
    return db_exec(tx, SQL_grant_save,
                   DB_ARGS(V(g->account), V(g->made_at), V(g->made_by), V(g->authorised_at),
                           V(g->authorised_by), V(g->restricted), V(g->phone), V(g->off_at),
                           V(g->off_by), V(g->off_reason), V(g->expires_on)),
                   NULL, err);
}

static PersonRow read_person(DbRows *rows, Arena *arena)
{
    PersonRow p = {.account = {.name = arena_str(arena, db_text(rows, 0)),
                               .campaign = arena_str(arena, db_text(rows, 1)),
                               .position = (int)db_i64(rows, 2),
                               .role = arena_str(arena, db_text(rows, 3)),
                               .unit = arena_str(arena, db_text(rows, 4)),
                               .body = arena_str(arena, db_text(rows, 5)),
                               .post = arena_str(arena, db_text(rows, 6)),
                               .active = db_bool(rows, 7),
                               .authorised = db_bool(rows, 8),
                               .restricted = db_bool(rows, 9),
                               .expires_on = arena_str(arena, db_text(rows, 10))},
                   .grant = {.made_at = db_i64(rows, 11),
                             .made_by = arena_str(arena, db_text(rows, 12)),
                             .authorised_at = db_i64(rows, 13),
                             .authorised_by = arena_str(arena, db_text(rows, 14)),
                             .phone = arena_str(arena, db_text(rows, 15)),
                             .off_at = db_i64(rows, 16),
                             .off_by = arena_str(arena, db_text(rows, 17)),
                             .off_reason = arena_str(arena, db_text(rows, 18))},
                   .password_at = db_i64(rows, 19),
                   .must_change = db_bool(rows, 20),
                   .has_grant = db_bool(rows, 21)};
    p.grant.account = p.account.name;
    p.grant.restricted = p.account.restricted;
    p.grant.expires_on = p.account.expires_on;
    return p;
}

bool people_list(Db *db, Arena *arena, Str campaign, PersonList *ret_people, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_people_list, DB_ARGS(V(campaign)), err);
    while (db_next(rows, err))
        *arena_push(arena, ret_people) = read_person(rows, arena);
    return err->code == ERR_NONE;
}

bool people_waiting(Db *db, int64_t *ret_count, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_people_waiting, NULL, 0, err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_count = db_i64(rows, 0);
    return true;
}

bool campaign_names(Db *db, Arena *arena, CodeList *ret_codes, CodeList *ret_names, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_campaign_names, NULL, 0, err);
    while (db_next(rows, err)) {
        *arena_push(arena, ret_codes) = arena_str(arena, db_text(rows, 0));
        *arena_push(arena, ret_names) = arena_str(arena, db_text(rows, 1));
    }
    return err->code == ERR_NONE;
}

bool unit_account_count(Db *db, Str campaign, Str unit, Str today, int *ret_count, Err *err)
{
    AUTO_ROWS *rows =
        db_query(db, SQL_unit_account_count, DB_ARGS(V(campaign), V(unit), V(today)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_count = (int)db_i64(rows, 0);
    return true;
}
