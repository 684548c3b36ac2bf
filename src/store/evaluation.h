/* store/evaluation.h - evaluation runs, frozen results, talks, circulars and consequences.
 *
 * A run belongs to one period and peer group. A frozen run is never changed but for the day it is
 * published; the database itself refuses a second one. Scores are TEXT with ten decimals.
 * Callers: app/ only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct RunRow {
    Str id, period, group;
    Str kind; /* trial 试算 · frozen 冻结 · rerun 重算 */
    int number;
    int scheme_version;
    Str scheme_digest;
    int64_t input_seq; /* submissions up to this one were seen */
    Str input_digest, result_digest;
    int64_t made_at;
    Str made_by, frozen_by, published_on, published_by;
} RunRow;
typedef LIST_OF(RunRow) RunList;

typedef struct RunUnit {
    Str unit, score, score_shown;
    int rank, rank_bottom; /* 0 = without rank */
    bool in_bottom;
    int streak, gain_rank;
    bool plan_not_met;
    Str status; /* ranked · trial · exempt · own_missing · no_score */
} RunUnit;
typedef LIST_OF(RunUnit) RunUnitList;

typedef struct RunNode {
    Str node, points, full_marks, status, value, reported, source, submission, target, plan, detail;
} RunNode;
typedef LIST_OF(RunNode) RunNodeList;

bool run_save(Db *tx, Str campaign, const RunRow *run, Err *err);
bool run_unit_save(Db *tx, Str run, int position, const RunUnit *unit, Err *err);
bool run_node_save(Db *tx, Str run, Str unit, int position, const RunNode *node, Err *err);
bool run_last_number(Db *db, Str campaign, Str period, Str group, int *ret_number, Err *err);
/* The frozen run or, without one, the newest trial. *ret_found false when there is none. */
bool run_latest(Db *db, Arena *arena, Str campaign, Str period, Str group, bool *ret_found,
                RunRow *ret_run, Err *err);
bool run_frozen(Db *db, Arena *arena, Str campaign, Str period, Str group, bool *ret_found,
                RunRow *ret_run, Err *err);
bool run_numbered(Db *db, Arena *arena, Str campaign, Str period, Str group, int number,
                  bool *ret_found, RunRow *ret_run, Err *err);
/* The newest trial, also where there is a frozen run. */
bool run_trial_newest(Db *db, Arena *arena, Str campaign, Str period, Str group, bool *ret_found,
                      RunRow *ret_run, Err *err);
/* Periods that any group has frozen, in no order. */
typedef LIST_OF(Str) PeriodCodes;
bool run_frozen_periods(Db *db, Arena *arena, Str campaign, PeriodCodes *ret_periods, Err *err);
/* All runs, by period, group and number. */
bool run_list(Db *db, Arena *arena, Str campaign, RunList *ret_runs, Err *err);
bool run_units(Db *db, Arena *arena, Str run, RunUnitList *ret_units, Err *err);
bool run_nodes(Db *db, Arena *arena, Str run, Str unit, RunNodeList *ret_nodes, Err *err);
/* *ret_changed = 0 when it is not frozen or already published. */
bool run_publish(Db *tx, Str campaign, Str period, Str group, Str on_date, Str by,
                 int64_t *ret_changed, Err *err);

typedef struct TalkStep {
    int number;
    Str state; /* app/talk/talk_case.h has them all */
    int64_t at;
    Str on_date, by, reason;
} TalkStep;
typedef struct TalkRow { /* 约谈 */
    Str id, period, unit, group, step, run, months, evidence, bodies;
    LIST_OF(TalkStep) steps; /* the last one holds */
} TalkRow;
typedef LIST_OF(TalkRow) TalkList;
bool talk_save(Db *tx, Str campaign, const TalkRow *talk, Err *err);
bool talk_step_save(Db *tx, Str talk, const TalkStep *step, Err *err);
bool talk_list(Db *db, Arena *arena, Str campaign, TalkList *ret_talks, Err *err);
bool talk_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, TalkRow *ret_talk,
               Err *err);

typedef struct CircularRow { /* 通报 */
    Str id, period;
    int version;
    Str number, issuer, issued_on, issued_by, text, digest;
} CircularRow;
typedef LIST_OF(CircularRow) CircularList;
bool circular_save(Db *tx, Str campaign, const CircularRow *circular, Err *err);
bool circular_list(Db *db, Arena *arena, Str campaign, CircularList *ret_circulars, Err *err);
/* Periods that have one, without their texts. */
bool circular_periods(Db *db, Arena *arena, Str campaign, PeriodCodes *ret_periods, Err *err);
typedef struct CircularData { /* the same as data */
    Str body;                 /* JSON of the paper */
    Str figures;              /* CSV: the origin of every number */
} CircularData;
bool circular_data_save(Db *tx, Str circular, const CircularData *data, Err *err);
/* *ret_found false for one that was issued before papers were kept as data. */
bool circular_data_load(Db *db, Arena *arena, Str circular, bool *ret_found, CircularData *ret_data,
                        Err *err);

typedef struct Consequence { /* what a correction would change */
    Str id, submission, period, unit;
    Str kind; /* score · rank · bottom · talk_vanishes · talk_appears · circular */
    Str before, after;
} Consequence;
typedef LIST_OF(Consequence) ConsequenceList;
bool consequence_save(Db *tx, Str campaign, int position, const Consequence *c, Err *err);
bool consequence_list(Db *db, Arena *arena, Str campaign, ConsequenceList *ret_list, Err *err);

/* What the results of a period rest on: when it is the same before and inside a write, nothing
 * arrived in between. */
typedef struct MonthStamp {
    int64_t submissions, events, appeals, rulings, steps, frozen, published;
} MonthStamp;
bool month_stamp(Db *db, Str campaign, Str period, MonthStamp *ret_stamp, Err *err);
