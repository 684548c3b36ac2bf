/* app/result/month.h - the month of the campaign office: trial run, freeze, publish.
 *
 * evaluate computes and keeps a trial run (试算); app/result/result opens it to units and has it confirmed; freeze (冻结), by
 * another person than who confirmed, fixes the results of all groups at once; publish (发布) shows them to the units and proposes talks where the streak rule says so.
 * Results are computed before the write and the write checks that nothing arrived in between
 * (ERR_PERIOD_MOVED). Callers: cli/, later web/. */
#pragma once
#include "app/result/evaluate.h"
#include "app/result/replay.h"
#include "app/result/result.h"

/* All groups that have a scheme for the period, in official order. A run equal to the newest trial
 * is not kept again (*ret_kept false). ERR_PERIOD_FROZEN, ERR_PERIOD_EMPTY. */
bool month_evaluate(App *app, Str period, EvaluationList *ret_evaluations, bool *ret_kept,
                    Err *err);
/* ERR_PERIOD_NOT_RANKED, ERR_PERIOD_FROZEN, ERR_PERIOD_EARLIER_OPEN, ERR_PERIOD_LATER_FROZEN,
 * ERR_APPEAL_OPEN, ERR_PERIOD_EMPTY, ERR_SCHEME_TRIAL; ERR_RESULT_NOT_CONFIRMED, ERR_RESULT_MOVED, ERR_RESULT_SELF. */
bool month_freeze(App *app, Str period, Str seen, EvaluationList *ret_evaluations, Err *err);
/* Publishes the frozen results and adds the talk proposals that follow; earlier corrections are
 * replayed again, now that there is one more published period (*ret_replay).
 * ERR_PERIOD_NOT_FROZEN, ERR_PERIOD_PUBLISHED, ERR_SCHEME_TRIAL. */
bool month_publish(App *app, Str period, TalkList *ret_proposals, Replay *ret_replay, Err *err);
/* All groups as they stand now, and the stamp they rest on; nothing is kept. ERR_PERIOD_EMPTY. */
bool month_compute(App *app, const CampaignPeriod *period, EvaluationList *ret_list,
                   MonthStamp *ret_stamp, Err *err);
/* ERR_APPEAL_OPEN for one without a ruling. */
bool month_appeals_ruled(App *app, Str period, Err *err);
/* Groups with a scheme that holds in the period. */
typedef LIST_OF(Str) GroupCodes;
bool month_groups(App *app, const CampaignPeriod *period, GroupCodes *ret_groups, Err *err);
