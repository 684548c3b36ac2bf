/* app/result/replay.h - what a correction after publication would change (更正的影响): listed, never done.
 *
 * Every published period from the first one that rests on corrected values is computed again with
 * what is known now; streaks then read the replayed ranks. Differences to what was published are
 * consequences: scores, ranks, the bottom, talks that would vanish or appear, circulars that printed
 * an older figure. Published results stay as they are. Callers: app/report/import_month, app/result/month, cli/. */
#pragma once
#include "app/result/evaluate.h"

/* Of a trial: where a unit stood and would stand, and whether the ladder proposes a talk with it. */
typedef struct ReplayRank {
    int period;
    Str unit;
    int before, after;
    bool due_before, due_after;
} ReplayRank;

typedef struct Replay {
    LIST_OF(ReplayRank) ranks;       /* of trials alone */
    ConsequenceList changes;         /* in order of group, period and unit */
    LIST_OF(Evaluation) evaluations; /* of the periods whose results would be others */
} Replay;

/* Nothing is written. */
bool replay_compute(App *app, Replay *ret_replay, Err *err);

/* The published periods of one group computed again under another scheme, each with the inputs of its
 * run, so that nothing but the scheme differs. Changes are of kind streak too, and no circular. */
typedef struct ReplayTrial {
    Str group;
    SchemeInstead instead;
    int from, to; /* period indices, both included */
} ReplayTrial;
bool replay_under(App *app, const ReplayTrial *trial, Replay *ret_replay, Err *err);
/* Keeps what is new: consequences not recorded yet (under the given submission) and one rerun for
 * each changed period and group whose results are not kept already. In a write. */
bool replay_save(App *app, Db *tx, const Replay *replay, Str submission, Err *err);
/* The newest rerun of a period and group; *ret_found false when there is none. */
bool replay_run(App *app, Db *db, Str period, Str group, bool *ret_found, RunRow *ret_run,
                Err *err);
/* Computes, and keeps what is new under the newest correction (no correction: nothing). */
bool replay_refresh(App *app, Replay *ret_replay, Err *err);
