/* app/campaign/import_campaign.h - a campaign's folder into the database, as a whole or not at all.
 *
 * The dates of each period come from the month rule and the workday calendar; a year without a
 * table is ERR_CALENDAR_YEAR. The same content again, whatever files
 * it stands in, changes nothing (*ret_new false); other content
 * under a known code is ERR_CAMPAIGN_CHANGED. Callers: cli/. */
#pragma once
#include "app/app.h"
#include "app/campaign/campaign_files.h"

/* On faults returns false with err->code == ERR_NONE. */
bool import_campaign(App *app, const FileSource *source, CampaignDef *ret_def, bool *ret_new,
                     Faults *faults, Faults *warnings, Err *err);
