#include "store/circular.h"

#include "store/sql_gen.h"

static Str text(Arena *arena, const DbRows *rows, int column)
{
    return arena_str(arena, db_text(rows, column));
}

bool circular_draft_save(Db *tx, Str campaign, const CircularDraft *d, Err *err)
{
    return db_exec(tx, SQL_circular_draft_insert,
                   DB_ARGS(V(d->id), V(campaign), V(d->period), V(d->version), V(d->kind),
                           V(d->revision), V(d->issuer), V(d->mark), V(d->basis), V(d->reason),
                           V(d->countersign), V(d->passages), V(d->source), V(d->digest), V(d->at),
                           V(d->by), V(d->behalf)),
                   NULL, err);
}

static bool read_drafts(DbRows *rows, Arena *arena, CircularDrafts *drafts, Err *err)
{
    *err = (Err){0};
    while (rows && db_next(rows, err))
        *arena_push(arena, drafts) = (CircularDraft){
            .id = text(arena, rows, 0),
            .period = text(arena, rows, 1),
            .version = (int)db_i64(rows, 2),
            .kind = text(arena, rows, 3),
            .revision = (int)db_i64(rows, 4),
            .issuer = text(arena, rows, 5),
            .mark = text(arena, rows, 6),
            .basis = text(arena, rows, 7),
            .reason = text(arena, rows, 8),
            .countersign = text(arena, rows, 9),
            .passages = text(arena, rows, 10),
            .source = text(arena, rows, 11),
            .digest = text(arena, rows, 12),
            .at = db_i64(rows, 13),
            .by = text(arena, rows, 14),
            .behalf = text(arena, rows, 15),
        };
    return rows && err->code == ERR_NONE;
}

bool circular_draft_list(Db *db, Arena *arena, Str campaign, Str period, int version,
                         CircularDrafts *ret_drafts, Err *err)
{
    AUTO_ROWS *rows =
        db_query(db, SQL_circular_draft_list, DB_ARGS(V(campaign), V(period), V(version)), err);
    return rows && read_drafts(rows, arena, ret_drafts, err);
}

bool circular_draft_heads(Db *db, Arena *arena, Str campaign, CircularDrafts *ret_drafts, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_circular_draft_heads, DB_ARGS(V(campaign)), err);
    return rows && read_drafts(rows, arena, ret_drafts, err);
}

bool circular_draft_open(Db *db, Arena *arena, Str campaign, CircularDrafts *ret_drafts, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_circular_draft_open, DB_ARGS(V(campaign)), err);
    return rows && read_drafts(rows, arena, ret_drafts, err);
}

bool circular_sign_save(Db *tx, const CircularSign *s, Err *err)
{
    return db_exec(tx, SQL_circular_sign_insert,
                   DB_ARGS(V(s->draft), V(s->number), V(s->step), V(s->digest), V(s->opinion),
                           V(s->at), V(s->on_date), V(s->by), V(s->behalf)),
                   NULL, err);
}

bool circular_sign_list(Db *db, Arena *arena, Str campaign, Str period, int version,
                        CircularSigns *ret_signs, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_circular_sign_list, DB_ARGS(V(campaign), V(period), V(version)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_signs) = (CircularSign){
            .draft = text(arena, rows, 0),
            .revision = (int)db_i64(rows, 1),
            .number = (int)db_i64(rows, 2),
            .step = text(arena, rows, 3),
            .digest = text(arena, rows, 4),
            .opinion = text(arena, rows, 5),
            .at = db_i64(rows, 6),
            .on_date = text(arena, rows, 7),
            .by = text(arena, rows, 8),
            .behalf = text(arena, rows, 9),
        };
    return rows && err->code == ERR_NONE;
}

bool circular_issue_save(Db *tx, const CircularIssue *i, Err *err)
{
    return db_exec(tx, SQL_circular_issue_insert,
                   DB_ARGS(V(i->circular), V(i->draft), V(i->kind), V(i->basis), V(i->reason),
                           V(i->approved_by), V(i->approved_on), V(i->receipt_due)),
                   NULL, err);
}

bool circular_issue_list(Db *db, Arena *arena, Str campaign, CircularIssues *ret_issues, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_circular_issue_list, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_issues) = (CircularIssue){
            .circular = text(arena, rows, 0),
            .draft = text(arena, rows, 1),
            .kind = text(arena, rows, 2),
            .basis = text(arena, rows, 3),
            .reason = text(arena, rows, 4),
            .approved_by = text(arena, rows, 5),
            .approved_on = text(arena, rows, 6),
            .receipt_due = text(arena, rows, 7),
        };
    return rows && err->code == ERR_NONE;
}

bool circular_number_taken(Db *db, Arena *arena, Str number, bool *ret_taken, Str *ret_period,
                           Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_circular_number_taken, DB_ARGS(V(number)), err);
    *ret_taken = rows && db_next(rows, err);
    if (*ret_taken)
        *ret_period = text(arena, rows, 1);
    return rows && err->code == ERR_NONE;
}

bool circular_receipt_save(Db *tx, Str campaign, const CircularReceipt *r, Err *err)
{
    return db_exec(tx, SQL_circular_receipt_insert,
                   DB_ARGS(V(r->id), V(campaign), V(r->circular), V(r->unit), V(r->signer),
                           V(r->sender), V(r->at), V(r->on_date), V(r->by), V(r->behalf)),
                   NULL, err);
}

bool circular_receipt_list(Db *db, Arena *arena, Str campaign, Str circular,
                           CircularReceipts *ret_receipts, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_circular_receipt_list, DB_ARGS(V(campaign), V(circular)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_receipts) = (CircularReceipt){
            .id = text(arena, rows, 0),
            .circular = text(arena, rows, 1),
            .unit = text(arena, rows, 2),
            .signer = text(arena, rows, 3),
            .sender = text(arena, rows, 4),
            .at = db_i64(rows, 5),
            .on_date = text(arena, rows, 6),
            .by = text(arena, rows, 7),
            .behalf = text(arena, rows, 8),
        };
    return rows && err->code == ERR_NONE;
}

bool circular_owed(Db *db, Arena *arena, Str campaign, Str unit, Str before,
                   CircularOwedList *ret_owed, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_circular_owed, DB_ARGS(V(campaign), V(unit), V(before)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_owed) = (CircularOwed){
            .circular = text(arena, rows, 0),
            .period = text(arena, rows, 1),
            .version = (int)db_i64(rows, 2),
            .number = text(arena, rows, 3),
            .issued_on = text(arena, rows, 4),
            .kind = text(arena, rows, 5),
            .receipt_due = text(arena, rows, 6),
        };
    return rows && err->code == ERR_NONE;
}

bool circular_signed_units(Db *db, Str circular, CircularSignedFn fn, void *ctx, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_circular_signed_units, DB_ARGS(V(circular)), err);
    while (rows && db_next(rows, err))
        fn(ctx, db_text(rows, 0));
    return rows && err->code == ERR_NONE;
}

bool circular_accounts(Db *db, Arena *arena, Str campaign, Str today,
                       CircularAccounts *ret_accounts, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_circular_accounts, DB_ARGS(V(campaign), V(today)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_accounts) =
            (CircularAccount){text(arena, rows, 0), text(arena, rows, 1), text(arena, rows, 2),
                              text(arena, rows, 3), text(arena, rows, 4)};
    return rows && err->code == ERR_NONE;
}
