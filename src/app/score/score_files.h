/* app/score/score_files.h - scores of plain files: a scheme, values, and where wanted events and earlier results.
 *
 * No campaign, no database, no account. score_files_load reads and evaluates; then score_files_write
 * puts one row for each period and unit into a file (whole or not at all) or on a descriptor. What else is to be
 * said about the same evaluation starts from ScoreFiles. docs/formats/values.md has the files.
 * Callers: cli/cmd_score. */
#pragma once
#include "core/engine.h"
#include "doc/values_in.h"
#include "i18n/msg.h"

typedef enum ScoreNodes { SCORE_NODES_ALL, SCORE_NODES_COMPONENTS, SCORE_NODES_NONE } ScoreNodes;
typedef enum ScoreFormat { SCORE_CSV, SCORE_JSON } ScoreFormat;
typedef enum ScoreWork { SCORE_READING, SCORE_COMPUTING, SCORE_WRITING } ScoreWork;

typedef struct ScoreJob {
    Str scheme, values;  /* files */
    Str history, events; /* likewise; may be empty */
    bool wide;
    ScoreNodes nodes; /* what is kept of the tree */
    bool lean; /* nodes need not stay: they are made again, period by period, as they are written */
    Str explain; /* unit of which everything is kept; may be empty */
    const ParFor *par;
    void (*progress)(void *ctx, ScoreWork work, int64_t done, int64_t of);
    void *progress_ctx;
} ScoreJob;

/* What the engine does not say of a row. */
typedef struct ScoreChange {
    bool known;
    int64_t score; /* since the period before, 1e-10 */
    int32_t places;
    int32_t rank; /* of the change, in the group */
} ScoreChange;

typedef struct ScoreStreak {
    int32_t run, cumulative;
    int32_t step, due; /* of the ladder; -1 */
    bool counted;
} ScoreStreak;

typedef struct ScoreFiles {
    const ScoreJob *job;
    Scheme scheme;
    Values values;
    Engine *engine;
    EngineResult result;
    bool by_period;            /* lean, and no period needs another: result has no fractions */
    ScoreChange *changes;      /* [row] */
    ScoreStreak *streaks;      /* [row]; NULL: the scheme has no streak rule */
    const EngineEvent *events; /* in order of row */
    int64_t nevents;
} ScoreFiles;

/* Faults of any of the files go to `faults`; then false without *err. */
bool score_files_load(Arena *arena, const ScoreJob *job, ScoreFiles *ret_files, Faults *faults,
                      Err *err);
void score_files_done(ScoreFiles *files);
#define AUTO_SCORE_FILES __attribute__((cleanup(score_files_done))) ScoreFiles

typedef struct ScoreOut {
    ScoreFormat format;
    Str path; /* empty: fd */
    int fd;
    Str period;      /* empty: all */
    Str explanation; /* JSON that goes with the rows of JSON; may be empty */
} ScoreOut;

/* ERR_FILE_*, ERR_PERIOD_UNKNOWN. */
bool score_files_write(const ScoreFiles *files, const ScoreOut *out, Err *err);
/* Index of the unit or period of the panel, or -1. */
int score_files_unit(const ScoreFiles *files, Str unit);
int score_files_period(const ScoreFiles *files, Str period);
