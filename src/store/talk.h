/* store/talk.h - what is kept of each step of a formal talk (约谈), and what a unit has promised there.
 *
 * Both are appended and never changed: of a step there is one record, of a commitment the newest revision holds. Steps
 * themselves: store/evaluation.h. Callers: app/ only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct TalkRecord {
    int number; /* of the step */
    Str act;
    int version;
    Str behalf, before, body; /* body: JSON */
} TalkRecord;
typedef LIST_OF(TalkRecord) TalkRecords;
/* ERR_DB_CONFLICT when the step has one. */
bool talk_record_save(Db *tx, Str talk, const TalkRecord *record, Err *err);
bool talk_records(Db *db, Arena *arena, Str talk, TalkRecords *ret_records, Err *err);

typedef struct TalkCommitment {
    int position, revision;
    Str what, owner, task;
    int workdays;
    Str due_on, done_on, result, evidence;
    int64_t at;
    Str by, behalf;
} TalkCommitment;
typedef LIST_OF(TalkCommitment) TalkCommitments;
bool talk_commitment_save(Db *tx, Str talk, const TalkCommitment *row, Err *err);
/* The newest revision of each; ret_all (may be NULL): all of them. */
bool talk_commitments(Db *db, Arena *arena, Str talk, TalkCommitments *ret_rows,
                      TalkCommitments *ret_all, Err *err);
