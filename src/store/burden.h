/* store/burden.h - what was asked of units, counted from what is stored. Callers: app/report/burden. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef enum BurdenKind {
    BURDEN_REPORT,     /* one report or correction: version, rows of 表二 and of 表三 */
    BURDEN_CORRECTION, /* likewise */
    BURDEN_RETURN,
    BURDEN_REMINDER, /* unit: the detail of its audit row, which names one or none */
    BURDEN_CIRCULAR, /* to all: unit empty */
    BURDEN_TALK,
    BURDEN_FILE, /* count: the instant */
} BurdenKind;

typedef bool (*BurdenFn)(void *ctx, BurdenKind kind, Str period, Str unit, int64_t count,
                         int64_t tasks, int64_t requests);
/* Everything that was counted; strings are views until the next call. */
bool burden_each(Db *db, Str campaign, BurdenFn fn, void *ctx, Err *err);
