/* app/campaign/campaign_tables.h - which CSV file (or sheet of a workbook) fills which list of a
 * CampaignDef, column by column. Callers: campaign_files, campaign_head, campaign_book. */
#pragma once
#include "app/campaign/campaign_read.h"
#include "app/permit.h"

/* The roles of accounts, as a file says them. */
extern const CellWord account_role_words[ROLE_COUNT];

typedef struct CampaignTableFile {
    Str file;
    Str sheet, zh; /* the names that it has in a workbook */
    TableSpec spec;
    size_t list_offset; /* of the LIST_OF in CampaignDef */
} CampaignTableFile;

extern const CampaignTableFile campaign_tables[CAMPAIGN_TABLES];
