/* app/month_context.h - what the readers of a month's files must know beside the campaign: who owes
 * what by the scheme, the value of the period before, the rules of events. Callers: import_month. */
#pragma once
#include "app/inputs.h"
#include "app/month_files.h"

typedef struct MonthKnowledge MonthKnowledge;
/* period may be NULL (corrections): then only the campaign itself is known. */
bool month_context(App *app, const CampaignPeriod *period, MonthContext *ret_context, Err *err);
