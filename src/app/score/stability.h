/* app/score/stability.h - how much the ranks of a peer group can be trusted: the sheet beside a ranking and beside a talk.
 *
 * Made of the inputs that the run was made of (its input_seq), so it belongs to the ranks that were published. Nothing is
 * stored: period, draws, seed and what varies give the same numbers again. Callers: cli/, web/, app/talk/talk_paper, app/score/stability_annex. */
#pragma once
#include "app/score/group_panel.h"
#include "app/score/stability_table.h"
#include "store/evaluation.h"

typedef struct GroupStability {
    const CampaignPeriod *period;
    RunRow run;
    GroupInputs in;
    GroupPanel panel;
    StabilityAsk ask;
    StabilityResult result;
    StabilitySobol sobol;
    StabilityUnit *units;
    StabilityView view;
} GroupStability;

/* With the right to read how stable ranks are, and the ranking's own. *ret stays where it is. ERR_GROUP_UNKNOWN,
 * ERR_PERIOD_NO_RUN, ERR_PERIOD_HIDDEN, ERR_STABILITY_*. */
bool stability_read(App *app, Str period, Str group, const StabilityAsk *ask, const ParFor *par,
                    GroupStability *ret, Err *err);
/* The same of the period and group of a talk, with what stability_ask() asks: the rights of the talk are the caller's.
 * *ret_found false: there is no run. */
bool stability_for_talk(App *app, const TalkRow *talk, bool *ret_found, GroupStability *ret,
                        Err *err);
/* In how many of a thousand draws (weights ± 25 %) of the period the unit of a talk is in the bottom N of its group. *ret_draws
 * 0: there is no such N, the unit was not ranked, or the reader may not know. */
bool stability_of_talk(App *app, const TalkRow *talk, int64_t *ret_in_bottom, int64_t *ret_draws,
                       Err *err);
