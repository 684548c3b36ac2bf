#include "store/scheme.h"

#include "store/sql_gen.h"

bool scheme_version_save(Db *tx, Str campaign, const SchemeVersion *v, Err *err)
{
    return db_exec(tx, SQL_scheme_version_insert,
                   DB_ARGS(V(v->id), V(campaign), V(v->group), V(v->version), V(v->effective),
                           V(v->file), V(v->text), V(v->digest), V(v->reason), V(v->at), V(v->by),
                           V(v->behalf)),
                   NULL, err);
}

bool scheme_decision_save(Db *tx, Str campaign, const SchemeDecision *d, Err *err)
{
    return db_exec(tx, SQL_scheme_decision_insert,
                   DB_ARGS(V(d->id), V(campaign), V(d->group), V(d->version), V(d->act),
                           V(d->digest), V(d->authority), V(d->document), V(d->dated), V(d->reason),
                           V(d->at), V(d->by), V(d->behalf)),
                   NULL, err);
}

bool scheme_version_list(Db *db, Arena *arena, Str campaign, SchemeVersions *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_scheme_versions, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err)) {
        SchemeVersion *v = arena_push(arena, ret_rows);
        Str *const texts[] = {&v->id,     &v->group,  &v->effective, &v->file,  &v->text,
                              &v->digest, &v->reason, &v->by,        &v->behalf};
        for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
            *texts[i] = arena_str(arena, db_text(rows, i));
        v->version = (int)db_i64(rows, 9);
        v->at = db_i64(rows, 10);
    }
    return rows && err->code == ERR_NONE;
}

bool scheme_decision_list(Db *db, Arena *arena, Str campaign, SchemeDecisions *ret_rows, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_scheme_decisions, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err)) {
        SchemeDecision *d = arena_push(arena, ret_rows);
        Str *const texts[] = {&d->id,       &d->group, &d->act,    &d->digest, &d->authority,
                              &d->document, &d->dated, &d->reason, &d->by,     &d->behalf};
        for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
            *texts[i] = arena_str(arena, db_text(rows, i));
        d->version = (int)db_i64(rows, 10);
        d->at = db_i64(rows, 11);
    }
    return rows && err->code == ERR_NONE;
}
