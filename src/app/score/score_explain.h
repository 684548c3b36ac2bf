/* app/score/score_explain.h - every point of one unit in one period of plain files: formula, inputs, weights.
 *
 * What was typed is shown as it was typed, with its row; numbers that were computed have as many digits as
 * are read. Margins are points of the score, never a wanted value of an indicator. Callers: cli/cmd_score. */
#pragma once
#include "app/score/score_files.h"
#include "base/json.h"

typedef struct ScoreNode {
    const SchemeNode *node;
    CellStatus status;
    unsigned warnings;
    Str weight, effective; /* as given; per cent of the whole after dropping and spreading */
    Str full, fraction, raw, points;
    int rank; /* rules by place; 0 */
    const ValuesKept *inputs[COLUMN_KINDS];
    Str words; /* the rule with its numbers */
} ScoreNode;

typedef struct ScoreNeighbour {
    int32_t unit; /* -1: none */
    int32_t rank;
    Str margin;
} ScoreNeighbour;

typedef struct ScoreExplanation {
    Str unit, period, group;
    int64_t row;
    int ranked; /* units of the group that are */
    Str score, shown, rank, place;
    ScoreNode *nodes; /* [scheme.nnodes] */
    Str tree, bonus, deduct,
        cost;    /* cost: points that the deductions take; bonus empty: no events */
    Str ceiling; /* of a veto */
    ScoreNeighbour above, below;
} ScoreExplanation;

/* The job's `explain` must name the unit; period empty: the last in which it has a row. ERR_SCORE_EXPLAIN. */
bool score_explain(Arena *arena, Lang lang, const ScoreFiles *files, Str period,
                   ScoreExplanation *ret, Err *err);
void score_explain_text(Arena *arena, Lang lang, const ScoreFiles *files,
                        const ScoreExplanation *ex, Out *out);
void score_explain_json(const ScoreFiles *files, const ScoreExplanation *ex, Json *json);
