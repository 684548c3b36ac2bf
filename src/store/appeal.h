/* store/appeal.h - appeals of units against their scores (申诉), and what ended each of them.
 *
 * Both are written once and never changed. An appeal has one ruling or none; one that its unit took back has the ruling
 * "withdrawn". An upheld one against an event strikes the event (store/month.h), one against lateness gives the days that
 * count instead, one against a value names the correction that it became. Callers: app/ only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct AppealMoved { /* what a trial run gives with the ruling and without */
    Str score_before, score_after;
    int rank_before, rank_after; /* 0 = without rank */
    int peers, scores_moved,
        ranks_moved; /* other units of the group, and those of them that move */
} AppealMoved;

typedef struct AppealRow {
    Str id, period, unit;
    Str kind;  /* event · value · rule */
    Str event; /* id; of kind event */
    Str node;  /* leaf of the scheme; empty: an event */
    Str rule;  /* of kind rule: late · missing · na */
    Str indicator, value_period, value_unit,
        object;        /* where the value stands; empty: there is none */
    Str found, wished; /* what was scored, and what should stand */
    Str run;
    Str reason, late_reason;
    Str filed_by, filed_behalf, filed_on;
    int64_t filed_at; /* 0: not kept then */
    Str ruling;       /* empty · upheld · part · rejected · withdrawn */
    Str ruled_by, ruled_behalf, ruled_on, ruling_reason;
    int64_t ruled_at;
    Str stands, submission;
    AppealMoved moved;
} AppealRow;
typedef LIST_OF(AppealRow) AppealList;

bool appeal_save(Db *tx, Str campaign, const AppealRow *appeal, Err *err);
/* ERR_DB_CONFLICT when there is one already. */
bool appeal_ruling_save(Db *tx, const AppealRow *appeal, Err *err);
/* By period, unit and id; period empty: of all. */
bool appeal_list(Db *db, Arena *arena, Str campaign, Str period, AppealList *ret_appeals, Err *err);
bool appeal_find(Db *db, Arena *arena, Str campaign, Str id, bool *ret_found, AppealRow *ret_appeal,
                 Err *err);

/* Accounts that any row of the audit log names at these objects, and for whom they acted: who entered, confirmed,
 * approved or filed it. Added to the list. */
typedef LIST_OF(Str) AppealHands;
bool appeal_hands(Db *db, Arena *arena, Str campaign, Str object, AppealHands *ret_hands, Err *err);
