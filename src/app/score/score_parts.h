/* app/score/score_parts.h - what the files of the score command share. Callers: score_*. */
#pragma once
#include "app/score/score_files.h"
#include "core/streak.h"

/* A period before those of the panel, of one unit, in time order. */
typedef struct ScorePast {
    int32_t unit; /* of the panel */
    Month month;
    StreakState state;
    bool in_bottom, talk_held, plan_not_met;
    bool ranked, has_score;
    int32_t rank;
    int32_t printed, from_bottom; /* as the file has them, for steps of the ladder; 0: not told */
    int64_t score;
    Str group;
} ScorePast;

typedef struct ScorePasts {
    ScorePast *items; /* by unit, then month */
    int count;
    size_t cap;
} ScorePasts;

/* Results of earlier periods from a file. */
bool score_history(Arena *arena, Str path, const Panel *panel, ScorePasts *ret_pasts,
                   Faults *faults, Err *err);
/* Events of the file as the scheme's; in order of row. */
bool score_events(Arena *arena, Str path, const Scheme *scheme, const Panel *panel,
                  EngineEvent **ret_events, int64_t *ret_count, Faults *faults, Err *err);
/* The nodes of the rows of one period, of which `first` is the first; in the arena. */
bool score_period_nodes(Arena *arena, const ScoreFiles *files, int64_t first,
                        double ***ret_fractions, int64_t *ret_end, Err *err);
/* Change since the period before, and streaks. */
void score_changes(Arena *arena, ScoreFiles *files, const ScorePasts *pasts);
void score_streaks(Arena *arena, ScoreFiles *files, const ScorePasts *pasts);
/* Points of the year that no month brings, by unit of the panel in 1e-10: ret_parts[part][unit], INT64_MIN where the cell
 * is empty. Each wanted part must have its column, and each unit its row. */
bool score_year_parts(Arena *arena, Str path, const Panel *panel, const Str *words,
                      const bool *wanted, int nparts, int64_t **ret_parts, Faults *faults,
                      Err *err);
