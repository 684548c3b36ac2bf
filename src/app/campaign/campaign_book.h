/* app/campaign/campaign_book.h - a whole campaign as the sheets of one workbook, and its digest.
 *
 * What campaign.yaml says stands in sheets of its own (campaign: key and value; phases, groups,
 * stocktakes, periods, lights), each table in one, the schemes line by line in the last. The workbook
 * is read back as an equal campaign in either language (app/campaign/campaign_files). The digest is made of
 * the same cells, so it is the same whatever the campaign was read from. Callers: app/ledger/export,
 * app/campaign/import_campaign. */
#pragma once
#include "app/campaign/campaign_files.h"
#include "doc/sheet.h"

typedef LIST_OF(Sheet) CampaignSheets;
CampaignSheets campaign_sheets(Arena *arena, const CampaignDef *def, bool zh);
/* One text that is equal exactly for equal campaigns. */
Str campaign_canonical(Arena *arena, const CampaignDef *def);
