/* app/campaign/campaign_files.h - the folder of a campaign (docs/formats/campaign.md) as a CampaignDef.
 *
 * Reads campaign.yaml, the tables (CSV files, or sheets of campaign.xlsx named like them) and schemes/;
 * or all of it out of one workbook (app/campaign/campaign_book.h). Checks each cell and then what stands between
 * the files: references, trees, chains, periods, duplicates. Every fault of the folder is reported
 * in one go with file, row and column; nothing is saved here. Warnings tell what is lawful but
 * deserves a look (a target over-allotted, a group of another size than stated).
 * Callers: app/ use-cases of the import, fuzz/. */
#pragma once
#include "app/folder_source.h"

/* True when the campaign is without a fault. False with *err set when the source fails (disk), with
 * err->code == ERR_NONE when there are faults. `warnings` may hold entries either way. */
bool campaign_files_read(Arena *arena, const FileSource *source, CampaignDef *ret_def,
                         Faults *faults, Faults *warnings, Err *err);
