/* app/clean_text.h - words that a person typed, as they are kept: valid, bounded, without what misleads the eye.
 *
 * Callers: app/ledger/progress, app/report/lock, app/target/target_change, app/report/highlight, app/paper/province_edit. */
#pragma once
#include "base/err.h"

typedef struct CleanRule {
    Str limit_name; /* of limits.h */
    int characters_max;
    bool lines; /* line ends stay; else they become spaces */
} CleanRule;

/* Trimmed. ERR_TEXT_ENCODING, ERR_TEXT_CONTROL {found}, ERR_LIMIT. */
bool clean_text(Arena *arena, const CleanRule *rule, Str text, Str *ret_text, Err *err);
