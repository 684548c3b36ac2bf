/* app/score/score_stability.h - stability of ranks of plain files: what score_files_load has evaluated, drawn many times.
 *
 * Each period by itself, all or one. CSV holds the units, or with Sobol' indices asked for those; JSON both.
 * Callers: cli/cmd_score. */
#pragma once
#include "app/score/score_files.h"
#include "app/score/stability_table.h"

/* sets: a file of weight sets, or empty. files must hold the leaves. Faults of the sets go to `faults`, then false without
 * *err. ERR_PERIOD_UNKNOWN, ERR_STABILITY_*, ERR_FILE_*. */
bool score_stability(Arena *arena, const ScoreFiles *files, StabilityAsk *ask, Str sets, Str period,
                     ScoreFormat format, Out *out, Faults *faults, Err *err);
