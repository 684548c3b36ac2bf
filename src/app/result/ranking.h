/* app/result/ranking.h - reading a ranking with the reader's rights. Callers: cli/, web/, app/score, app/standing. */
#pragma once
#include "app/result/replay.h"

/* ERR_GROUP_UNKNOWN with the groups there are. */
bool group_need(const App *app, Str group, Err *err);
/* Whether a correction after publication would change a figure of this ranking; what is published stays. */
bool ranking_is_corrected(App *app, const RunRow *run, const RunUnitList *units, bool *ret_is,
                          Err *err);
/* The run that holds (frozen, else the newest trial) of a period and group, or with `rerun` the
 * newest replay after a correction. Units see their own group, and only what is published.
 * ERR_GROUP_UNKNOWN, ERR_PERIOD_NO_RUN, ERR_PERIOD_HIDDEN. */
bool ranking_read(App *app, Str period, Str group, bool rerun, RunRow *ret_run,
                  RunUnitList *ret_units, Err *err);
