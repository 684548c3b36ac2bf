/* core/pace.h - scheduled progress 序时进度 as people read it: exact decimals for ledgers.
 *
 * Scores use doubles (core/score.h); these are the figures printed beside them, half away from
 * zero at the stated decimals. Callers: app/. */
#pragma once
#include "base/dec.h"

/* actual / target in per cent. ERR_DEC_DIVIDE_BY_ZERO for a target of zero. */
bool pace_completion(Dec actual, Dec target, int decimals, Dec *ret_percent, Err *err);
/* target * percent / 100: what should have been reached by now. */
bool pace_scheduled(Dec target, Dec plan_percent, int decimals, Dec *ret_value, Err *err);
/* completion - plan, in percentage points; rounded once, at the end. */
bool pace_gap(Dec actual, Dec target, Dec plan_percent, int decimals, Dec *ret_points, Err *err);
