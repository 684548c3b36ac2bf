/* store/text.h - dates and the month rule as the TEXT that the tables keep. */
#pragma once
#include "core/campaign.h"

typedef struct DateText {
    char text[11];
} DateText;

/* YYYY-MM-DD in *buffer, or empty for DATE_NONE. */
Str text_of_date(DateText *buffer, Date date);
Date date_of_text(Str text);                               /* DATE_NONE when empty */
Str month_rule_text(Arena *arena, const CampaignDef *def); /* "25,5,7,8,9,10,11,12,13" or empty */
void month_rule_of_text(Str text, CampaignDef *def);
