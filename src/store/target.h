/* store/target.h - changes of targets (目标调整): appended, never changed.
 *
 * seq counts the changes of one target; who has not seen the newest is refused by app/target/target_change.
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

/* A value of an indicator as it was handed in, with the value of the same month a year before. The texts hold
 * until the callback returns. */
typedef struct TargetValue {
    Str period, unit, indicator, value, last_year;
    bool is_confirmed, na;
} TargetValue;
/* Which values: of a period (empty: all), of an indicator (empty: all), of a unit (empty: all; what it sent and
 * what was confirmed of it). At most one of the three is given. */
typedef struct TargetValueQuery {
    Str period, indicator, unit;
} TargetValueQuery;
typedef bool (*TargetValueFn)(void *ctx, const TargetValue *value, Err *err);
/* In order of arrival: later ones hold. One query. Stops when fn says false, and says so. */
bool target_values_each(Db *db, Str campaign, TargetValueQuery query, TargetValueFn fn, void *ctx,
                        Err *err);
