/* core/score_bind.h - one group in one period as an engine, bound as score_group binds it.
 *
 * For whoever computes the same group again and again: what-if, stability. Callers: app/. */
#pragma once
#include "core/engine.h"

/* The engine, its panel and the events in order of row, in the arena; the scheme must outlive them, the
 * rest of the input need not. ERR_SCORE_RANGE, ERR_SCORE_EVENT. */
bool score_bind(Arena *arena, const ScoreInput *input, Engine **ret_engine,
                EngineEvent **ret_events, Err *err);
