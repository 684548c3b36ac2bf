/* app/campaign_tables.h - which CSV file fills which list of a CampaignDef, column by column. */
#pragma once
#include "app/campaign_read.h"

typedef struct CampaignTableFile {
    Str file;
    TableSpec spec;
    size_t list_offset; /* of the LIST_OF in CampaignDef */
} CampaignTableFile;

extern const CampaignTableFile campaign_tables[CAMPAIGN_TABLES];
