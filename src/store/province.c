#include "store/province.h"

#include "store/sql_gen.h"

bool province_draft_save(Db *tx, Str campaign, const ProvinceDraft *d, Err *err)
{
    return db_exec(tx, SQL_province_draft_insert,
                   DB_ARGS(V(d->id), V(campaign), V(d->period), V(d->revision), V(d->edits),
                           V(d->at), V(d->by), V(d->behalf)),
                   NULL, err);
}

bool province_draft_load(Db *db, Arena *arena, Str campaign, Str period, ProvinceDraft *ret_draft,
                         Err *err)
{
    *err = (Err){0};
    *ret_draft = (ProvinceDraft){.period = period};
    AUTO_ROWS *rows = db_query(db, SQL_province_draft_latest, DB_ARGS(V(campaign), V(period)), err);
    if (rows && db_next(rows, err)) {
        ret_draft->id = arena_str(arena, db_text(rows, 0));
        ret_draft->revision = (int)db_i64(rows, 1);
        ret_draft->edits = arena_str(arena, db_text(rows, 2));
        ret_draft->at = db_i64(rows, 3);
        ret_draft->by = arena_str(arena, db_text(rows, 4));
    }
    return rows && err->code == ERR_NONE;
}

bool province_save(Db *tx, Str campaign, const ProvinceRow *r, Err *err)
{
    return db_exec(tx, SQL_province_report_insert,
                   DB_ARGS(V(r->id), V(campaign), V(r->period), V(r->version), V(r->number),
                           V(r->signer), V(r->issued_on), V(r->at), V(r->by), V(r->behalf),
                           V(r->revision), V(r->text), V(r->digest), V(r->body), V(r->figures),
                           V(r->trace), V(r->facts), V(r->changes)),
                   NULL, err);
}

static ProvinceRow read_row(const DbRows *rows, Arena *arena)
{
    return (ProvinceRow){.id = arena_str(arena, db_text(rows, 0)),
                         .period = arena_str(arena, db_text(rows, 1)),
                         .version = (int)db_i64(rows, 2),
                         .number = arena_str(arena, db_text(rows, 3)),
                         .signer = arena_str(arena, db_text(rows, 4)),
                         .issued_on = arena_str(arena, db_text(rows, 5)),
                         .at = db_i64(rows, 6),
                         .by = arena_str(arena, db_text(rows, 7)),
                         .revision = (int)db_i64(rows, 8),
                         .text = arena_str(arena, db_text(rows, 9)),
                         .digest = arena_str(arena, db_text(rows, 10)),
                         .body = arena_str(arena, db_text(rows, 11)),
                         .figures = arena_str(arena, db_text(rows, 12)),
                         .trace = arena_str(arena, db_text(rows, 13)),
                         .facts = arena_str(arena, db_text(rows, 14)),
                         .changes = arena_str(arena, db_text(rows, 15))};
}

bool province_load(Db *db, Arena *arena, Str campaign, Str period, int version,
                   ProvinceRow *ret_row, Err *err)
{
    *err = (Err){0};
    *ret_row = (ProvinceRow){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_province_report_latest, DB_ARGS(V(campaign), V(period), V(version)), err);
    if (rows && db_next(rows, err))
        *ret_row = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}

bool province_heads(Db *db, Arena *arena, Str campaign, ProvinceRows *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_province_report_heads, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_rows) = read_row(rows, arena);
    return rows && err->code == ERR_NONE;
}
