/* app/target/target_change.h - changes of targets (目标调整): with reason and document, from a period on.
 *
 * The office changes a target or one unit's part of it. A change is appended and never changed; it names
 * how many changes of the target its writer has seen, so that of two people the second is told. It begins
 * in no period that has frozen results, nor before one. Whether whose target it is was behind in the month
 * before is kept with it, so that lowering after a bad month (坏月之后调低) can be seen ever after.
 * Statistics are not handed on below the county (core/target.h). Callers: cli/, web/. */
#pragma once
#include "app/target/targets.h"

#define TARGET_SEEN_ANY (-1)
typedef struct TargetEntry {
    Str target;
    Str unit; /* empty: the target itself */
    Str from; /* period code */
    Str value;
    Str reason, document;
    int64_t
        seen; /* how many changes of the target its writer has seen; TARGET_SEEN_ANY on the terminal */
} TargetEntry;

/* ERR_TARGET_UNKNOWN, ERR_UNIT_UNKNOWN, ERR_UNIT_NOT_MEMBER, ERR_PERIOD_UNKNOWN, ERR_TARGET_VALUE,
 * ERR_TARGET_WHY {field}, ERR_LIMIT, ERR_TEXT_HIDDEN, ERR_STATISTICS_BELOW, ERR_TARGET_SAME,
 * ERR_TARGET_FROZEN {period}, ERR_TARGET_CHANGED {target, found, expected}, ERR_DENIED. */
bool target_change(App *app, const TargetEntry *entry, TargetChange *ret_change, Err *err);
