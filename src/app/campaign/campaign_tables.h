/* app/campaign/campaign_tables.h - which CSV file (or sheet of a workbook) fills which list of a
 * CampaignDef, column by column. Callers: campaign_files, campaign_head, campaign_book. */
#pragma once
#include "app/campaign/campaign_read.h"
#include "app/permit.h"

/* How a column, its words and a table of structs are written down. */
#define WORDS(array) .words = (array), .nwords = (int)(sizeof(array) / sizeof *(array))
#define COL(Type, field, name_, zh_, type_, need_, ...)                                            \
    {                                                                                              \
        .name = SC(name_), .zh = SC(zh_), .type = (type_), .need = (need_),                        \
        .offset = offsetof(Type, field), __VA_ARGS__                                               \
    }
#define SPEC(Type, columns_)                                                                       \
    {                                                                                              \
        (columns_), (int)(sizeof(columns_) / sizeof *(columns_)), sizeof(Type)                     \
    }

/* The roles of accounts, as a file says them. */
extern const CellWord account_role_words[ROLE_COUNT];

typedef struct CampaignTableFile {
    Str file;
    Str sheet, zh; /* the names that it has in a workbook */
    TableSpec spec;
    size_t list_offset; /* of the LIST_OF in CampaignDef */
} CampaignTableFile;

extern const CampaignTableFile campaign_tables[CAMPAIGN_TABLES];
