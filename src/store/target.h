/* store/target.h - changes of targets (目标调整): appended, never changed.
 *
 * seq counts the changes of one target; who has not seen the newest is refused by app/target_change.
 * Callers: store/campaign_load, app/ only; writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef LIST_OF(TargetChange) TargetChangeList;
/* ERR_DB_CONFLICT when the target has a change of that seq. */
bool target_change_save(Db *tx, Str campaign, const TargetChange *change, Err *err);
/* 0 when there is none. */
bool target_change_last_seq(Db *db, Str campaign, Str target, int64_t *ret_seq, Err *err);
/* All of a campaign, in the order in which they were made. */
bool target_change_list(Db *db, Arena *arena, Str campaign, TargetChangeList *ret_changes,
                        Err *err);

/* A value of an indicator as it was handed in, with the value of the same month a year before. */
typedef struct TargetValue {
    Str period, unit, value, last_year;
    bool is_confirmed, na;
} TargetValue;
typedef LIST_OF(TargetValue) TargetValueList;
/* In all periods, in order of arrival: later ones hold. */
bool target_values(Db *db, Arena *arena, Str campaign, Str indicator, TargetValueList *ret_values,
                   Err *err);
