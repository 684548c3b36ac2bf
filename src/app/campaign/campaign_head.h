/* app/campaign/campaign_head.h - what campaign.yaml says, as sheets: their names and columns. Callers:
 * campaign_book, campaign_book_read; of no use to others. */
#pragma once
#include "app/campaign/campaign_tables.h"

/* One row of the first sheet: "issuer.name" and what it says. */
typedef struct HeadEntry {
    Str key, value;
} HeadEntry;

typedef struct SchemeLine {
    Str file;
    int line;
    Str text;
} SchemeLine;

typedef struct HeadSheet {
    Str sheet, zh;
    TableSpec spec;
    size_t list_offset; /* of the LIST_OF in CampaignDef; none of HEAD_TOP */
} HeadSheet;

extern const HeadSheet campaign_head_sheets[HEAD_PARTS];
extern const HeadSheet campaign_scheme_sheet;
