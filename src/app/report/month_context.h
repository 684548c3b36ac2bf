/* app/report/month_context.h - what the readers of a month's files must know beside the campaign: who owes
 * what by the scheme, the value of the period before, the rules of events. Callers: import_month. */
#pragma once
#include "app/report/month_files.h"
#include "app/score/inputs.h"

/* What a unit owes of an indicator by the scheme of its group in the period; NULL: it has none. */
Owes scheme_owes(const Scheme *scheme, const Indicator *indicator, Str unit);

typedef struct MonthKnowledge MonthKnowledge;
/* period may be NULL (corrections): then only the campaign itself is known. */
bool month_context(App *app, const CampaignPeriod *period, MonthContext *ret_context, Err *err);
