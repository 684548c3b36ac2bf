/* app/talk/talks.h - formal talks (约谈): the streak rule proposes with its evidence, a person decides.
 *
 * A proposal is never made from anything but published ranks; what becomes of it is app/talk/talk_case.h.
 * Kept with it: the rule, rank and score of each month, what every node of the score gave, and how often the
 * unit would be among the last with other weights. Callers: app/result/month, app/talk/talk_case, cli/. */
#pragma once
#include "app/result/evaluate.h"
#include "i18n/msg.h"

/* Adds the proposals that follow from a frozen run; nothing is written. */
bool talks_propose(App *app, const CampaignPeriod *period, const RunRow *run, TalkList *ret_talks,
                   Err *err);
/* Gives each its id and first step. */
bool talks_save_proposals(App *app, Db *tx, TalkList *talks, Err *err);
/* All of the campaign; a unit's account sees its own only. */
bool talks_list(App *app, TalkList *ret_talks, Err *err);
Str talk_state(const TalkRow *talk); /* of its newest step */
Str talk_state_name(Lang lang, Str state);
/* The evidence without how stable the rank is: for a unit, which does not read that. */
Str talk_evidence_open(Arena *arena, Str evidence);
/* A body with two seats (a department that also leads a task force) is talked to once for one
 * cause: ret_first[i] is the index of the proposal of the same period, step and lead body that comes
 * first in the list, i itself when it stands alone. ret_first[talks->count]. */
void talks_merge(Arena *arena, const TalkList *talks, int *ret_first);
