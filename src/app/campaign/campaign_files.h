/* app/campaign/campaign_files.h - the folder of a campaign (docs/formats/campaign.md) as a CampaignDef.
 *
 * Reads campaign.yaml, the tables (CSV files, or sheets of campaign.xlsx named like them) and schemes/;
 * or all of it out of one workbook (app/campaign/campaign_book.h). Checks each cell and then what stands between
 * the files: references, trees, chains, periods, duplicates. Every fault of the folder is reported
 * in one go with file, row and column; nothing is saved here. Warnings tell what is lawful but
 * deserves a look (a target over-allotted, a group of another size than stated).
 * Callers: app/ use-cases of the import, fuzz/. */
#pragma once
#include "core/campaign.h"
#include "doc/csv.h"

typedef LIST_OF(Str) FileNames;

/* Where files come from: a folder, an archive, a test's table. Names are relative, with '/'. */
typedef struct FileSource {
    void *ctx;
    /* The bytes, in the arena; more than limit_bytes is ERR_FILE_TOO_LARGE. */
    bool (*read)(void *ctx, Arena *arena, Str name, int64_t limit_bytes, Str *ret_bytes, Err *err);
    /* Names of the plain files in a folder ("" = the top), without the folder, sorted by bytes. A
     * folder that does not exist has none. */
    bool (*list)(void *ctx, Arena *arena, Str folder, FileNames *ret_names, Err *err);
    CsvConvert convert; /* for files in GB 18030 */
    Str book;           /* not empty: this one workbook is the whole campaign */
} FileSource;

/* True when the campaign is without a fault. False with *err set when the source fails (disk), with
 * err->code == ERR_NONE when there are faults. `warnings` may hold entries either way. */
bool campaign_files_read(Arena *arena, const FileSource *source, CampaignDef *ret_def,
                         Faults *faults, Faults *warnings, Err *err);
