#include "store/evaluation.h"

#include "store/sql_gen.h"

bool run_save(Db *tx, Str campaign, const RunRow *r, Err *err)
{
    return db_exec(tx, SQL_run_insert,
                   DB_ARGS(V(r->id), V(campaign), V(r->period), V(r->group), V(r->kind),
                           V(r->number), V(r->scheme_version), V(r->scheme_digest), V(r->input_seq),
                           V(r->input_digest), V(r->result_digest), V(r->made_at), V(r->made_by),
                           V(r->frozen_by)),
                   NULL, err);
}

bool run_unit_save(Db *tx, Str run, int position, const RunUnit *u, Err *err)
{
    return db_exec(tx, SQL_run_unit_insert,
                   DB_ARGS(V(run), V(position), V(u->unit), V(u->score), V(u->score_shown),
                           V(u->rank), V(u->rank_bottom), V(u->in_bottom), V(u->streak),
                           V(u->gain_rank), V(u->plan_not_met), V(u->status)),
                   NULL, err);
}

bool run_node_save(Db *tx, Str run, Str unit, int position, const RunNode *n, Err *err)
{
    return db_exec(tx, SQL_run_node_insert,
                   DB_ARGS(V(run), V(unit), V(position), V(n->node), V(n->points), V(n->full_marks),
                           V(n->status), V(n->value), V(n->reported), V(n->source),
                           V(n->submission), V(n->target), V(n->plan), V(n->detail)),
                   NULL, err);
}

bool run_last_number(Db *db, Str campaign, Str period, Str group, int *ret_number, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_run_last_number, DB_ARGS(V(campaign), V(period), V(group)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_number = (int)db_i64(rows, 0);
    return true;
}

static Str text(Arena *arena, const DbRows *rows, int col)
{
    return arena_str(arena, db_text(rows, col));
}

/* Columns id, kind, number … published_by, the same in every query that gives a run. */
static void read_run(const DbRows *rows, int col, Arena *arena, RunRow *r)
{
    r->id = text(arena, rows, col);
    r->kind = text(arena, rows, col + 1);
    r->number = (int)db_i64(rows, col + 2);
    r->scheme_version = (int)db_i64(rows, col + 3);
    r->scheme_digest = text(arena, rows, col + 4);
    r->input_seq = db_i64(rows, col + 5);
    r->input_digest = text(arena, rows, col + 6);
    r->result_digest = text(arena, rows, col + 7);
    r->made_at = db_i64(rows, col + 8);
    r->made_by = text(arena, rows, col + 9);
    r->frozen_by = text(arena, rows, col + 10);
    r->published_on = text(arena, rows, col + 11);
    r->published_by = text(arena, rows, col + 12);
}

static bool one_run(Db *db, Arena *arena, const char *sql, Str campaign, Str period, Str group,
                    bool *ret_found, RunRow *ret_run, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, sql, DB_ARGS(V(campaign), V(period), V(group)), err);
    *ret_found = rows && db_next(rows, err);
    if (!*ret_found)
        return err->code == ERR_NONE;
    *ret_run = (RunRow){.period = period, .group = group};
    read_run(rows, 0, arena, ret_run);
    return true;
}

static bool periods(Db *db, Arena *arena, const char *sql, Str campaign, PeriodCodes *ret_periods,
                    Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, sql, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_periods) = text(arena, rows, 0);
    return err->code == ERR_NONE;
}

bool run_frozen_periods(Db *db, Arena *arena, Str campaign, PeriodCodes *ret_periods, Err *err)
{
    return periods(db, arena, SQL_run_frozen_periods, campaign, ret_periods, err);
}

bool run_latest(Db *db, Arena *arena, Str campaign, Str period, Str group, bool *ret_found,
                RunRow *ret_run, Err *err)
{
    if (!run_frozen(db, arena, campaign, period, group, ret_found, ret_run, err) || *ret_found)
        return err->code == ERR_NONE;
    return one_run(db, arena, SQL_run_latest, campaign, period, group, ret_found, ret_run, err);
}

bool run_frozen(Db *db, Arena *arena, Str campaign, Str period, Str group, bool *ret_found,
                RunRow *ret_run, Err *err)
{
    return one_run(db, arena, SQL_run_frozen, campaign, period, group, ret_found, ret_run, err);
}

bool run_trial_newest(Db *db, Arena *arena, Str campaign, Str period, Str group, bool *ret_found,
                      RunRow *ret_run, Err *err)
{
    return one_run(db, arena, SQL_run_trial_newest, campaign, period, group, ret_found, ret_run,
                   err);
}

bool run_numbered(Db *db, Arena *arena, Str campaign, Str period, Str group, int number,
                  bool *ret_found, RunRow *ret_run, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows =
        db_query(db, SQL_run_numbered, DB_ARGS(V(campaign), V(period), V(group), V(number)), err);
    *ret_found = rows && db_next(rows, err);
    if (!*ret_found)
        return err->code == ERR_NONE;
    *ret_run = (RunRow){.period = period, .group = group};
    read_run(rows, 0, arena, ret_run);
    return true;
}

bool run_list(Db *db, Arena *arena, Str campaign, RunList *ret_runs, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_run_list, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err)) {
        RunRow *r = arena_push(arena, ret_runs);
        r->period = text(arena, rows, 0);
        r->group = text(arena, rows, 1);
        read_run(rows, 2, arena, r);
    }
    return err->code == ERR_NONE;
}

bool run_units(Db *db, Arena *arena, Str run, RunUnitList *ret_units, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_run_units, DB_ARGS(V(run)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_units) = (RunUnit){
            .unit = text(arena, rows, 0),
            .score = text(arena, rows, 1),
            .score_shown = text(arena, rows, 2),
            .rank = (int)db_i64(rows, 3),
            .rank_bottom = (int)db_i64(rows, 4),
            .in_bottom = db_bool(rows, 5),
            .streak = (int)db_i64(rows, 6),
            .gain_rank = (int)db_i64(rows, 7),
            .plan_not_met = db_bool(rows, 8),
            .status = text(arena, rows, 9),
        };
    return err->code == ERR_NONE;
}

bool run_nodes(Db *db, Arena *arena, Str run, Str unit, RunNodeList *ret_nodes, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_run_nodes, DB_ARGS(V(run), V(unit)), err);
    while (rows && db_next(rows, err)) {
        RunNode *n = arena_push(arena, ret_nodes);
        Str *const fields[] = {&n->node,   &n->points,   &n->full_marks, &n->status,
                               &n->value,  &n->reported, &n->source,     &n->submission,
                               &n->target, &n->plan,     &n->detail};
        for (int i = 0; i < (int)(sizeof fields / sizeof fields[0]); i++)
            *fields[i] = text(arena, rows, i);
    }
    return err->code == ERR_NONE;
}

bool run_publish(Db *tx, Str campaign, Str period, Str group, Str on_date, Str by,
                 int64_t *ret_changed, Err *err)
{
    return db_exec(tx, SQL_run_publish,
                   DB_ARGS(V(campaign), V(period), V(group), V(on_date), V(by)), ret_changed, err);
}

bool talk_save(Db *tx, Str campaign, const TalkRow *t, Err *err)
{
    return db_exec(tx, SQL_talk_insert,
                   DB_ARGS(V(t->id), V(campaign), V(t->period), V(t->unit), V(t->group), V(t->step),
                           V(t->run), V(t->months), V(t->evidence), V(t->bodies)),
                   NULL, err);
}

bool talk_step_save(Db *tx, Str talk, const TalkStep *s, Err *err)
{
    return db_exec(tx, SQL_talk_step_insert,
                   DB_ARGS(V(talk), V(s->number), V(s->state), V(s->at), V(s->on_date), V(s->by),
                           V(s->reason)),
                   NULL, err);
}

static bool load_steps(Db *db, Arena *arena, TalkRow *talk, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_talk_step_list, DB_ARGS(V(talk->id)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, &talk->steps) = (TalkStep){
            .number = (int)db_i64(rows, 0),
            .state = text(arena, rows, 1),
            .at = db_i64(rows, 2),
            .on_date = text(arena, rows, 3),
            .by = text(arena, rows, 4),
            .reason = text(arena, rows, 5),
        };
    return err->code == ERR_NONE;
}

static void read_talk(const DbRows *rows, Arena *arena, TalkRow *t)
{
    Str *const fields[] = {&t->id,  &t->period, &t->unit,     &t->group, &t->step,
                           &t->run, &t->months, &t->evidence, &t->bodies};
    *t = (TalkRow){0};
    for (int i = 0; i < (int)(sizeof fields / sizeof fields[0]); i++)
        *fields[i] = text(arena, rows, i);
}

static bool load_talks(Db *db, Arena *arena, Str campaign, TalkList *talks, Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_talk_list, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err))
        read_talk(rows, arena, arena_push(arena, talks));
    return err->code == ERR_NONE;
}

static bool load_talk(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, TalkRow *ret,
                      Err *err)
{
    AUTO_ROWS *rows = db_query(db, SQL_talk_get, DB_ARGS(V(campaign), V(id)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        read_talk(rows, arena, ret);
    return rows && err->code == ERR_NONE;
}

bool talk_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, TalkRow *ret_talk,
               Err *err)
{
    *err = (Err){0};
    return load_talk(db, arena, campaign, id, ret_found, ret_talk, err) &&
           (!*ret_found || load_steps(db, arena, ret_talk, err));
}

bool talk_list(Db *db, Arena *arena, Str campaign, TalkList *ret_talks, Err *err)
{
    *err = (Err){0};
    if (!load_talks(db, arena, campaign, ret_talks, err))
        return false;
    for (int i = 0; i < ret_talks->count; i++)
        if (!load_steps(db, arena, &ret_talks->items[i], err))
            return false;
    return true;
}

bool circular_save(Db *tx, Str campaign, const CircularRow *c, Err *err)
{
    return db_exec(tx, SQL_circular_insert,
                   DB_ARGS(V(c->id), V(campaign), V(c->period), V(c->version), V(c->number),
                           V(c->issuer), V(c->issued_on), V(c->issued_by), V(c->text),
                           V(c->digest)),
                   NULL, err);
}

bool circular_list(Db *db, Arena *arena, Str campaign, CircularList *ret_circulars, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_circular_list, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_circulars) = (CircularRow){
            .id = text(arena, rows, 0),
            .period = text(arena, rows, 1),
            .version = (int)db_i64(rows, 2),
            .number = text(arena, rows, 3),
            .issuer = text(arena, rows, 4),
            .issued_on = text(arena, rows, 5),
            .issued_by = text(arena, rows, 6),
            .text = text(arena, rows, 7),
            .digest = text(arena, rows, 8),
        };
    return err->code == ERR_NONE;
}

bool circular_periods(Db *db, Arena *arena, Str campaign, PeriodCodes *ret_periods, Err *err)
{
    return periods(db, arena, SQL_circular_periods, campaign, ret_periods, err);
}

bool circular_data_save(Db *tx, Str circular, const CircularData *data, Err *err)
{
    return db_exec(tx, SQL_circular_paper_insert,
                   DB_ARGS(V(circular), V(data->body), V(data->figures)), NULL, err);
}

bool circular_data_load(Db *db, Arena *arena, Str circular, bool *ret_found, CircularData *ret_data,
                        Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_circular_paper_load, DB_ARGS(V(circular)), err);
    *ret_found = rows && db_next(rows, err);
    if (*ret_found)
        *ret_data = (CircularData){.body = text(arena, rows, 0), .figures = text(arena, rows, 1)};
    return err->code == ERR_NONE;
}

bool consequence_save(Db *tx, Str campaign, int position, const Consequence *c, Err *err)
{
    return db_exec(tx, SQL_consequence_insert,
                   DB_ARGS(V(c->id), V(campaign), V(c->submission), V(position), V(c->period),
                           V(c->unit), V(c->kind), V(c->before), V(c->after)),
                   NULL, err);
}

bool consequence_list(Db *db, Arena *arena, Str campaign, ConsequenceList *ret_list, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_consequence_list, DB_ARGS(V(campaign)), err);
    while (rows && db_next(rows, err))
        *arena_push(arena, ret_list) = (Consequence){
            .submission = text(arena, rows, 0),
            .period = text(arena, rows, 1),
            .unit = text(arena, rows, 2),
            .kind = text(arena, rows, 3),
            .before = text(arena, rows, 4),
            .after = text(arena, rows, 5),
        };
    return err->code == ERR_NONE;
}

bool month_stamp(Db *db, Str campaign, Str period, MonthStamp *ret_stamp, Err *err)
{
    *err = (Err){0};
    AUTO_ROWS *rows = db_query(db, SQL_month_stamp, DB_ARGS(V(campaign), V(period)), err);
    if (!rows || !db_next(rows, err))
        return false;
    *ret_stamp = (MonthStamp){db_i64(rows, 0), db_i64(rows, 1), db_i64(rows, 2), db_i64(rows, 3),
                              db_i64(rows, 4), db_i64(rows, 5), db_i64(rows, 6)};
    return true;
}
