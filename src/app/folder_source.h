/* app/folder_source.h - where files that are read come from: a folder on disk, one workbook, bytes. Callers: the imports of app/, tests. */
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
    Str book;           /* not empty: this one workbook is the whole of it */
} FileSource;

/* Reads files in GB 18030 too. */
CsvConvert app_convert(void);
/* The folder's name must live as long as the source. */
FileSource folder_source(Arena *arena, Str folder, CsvConvert convert);
/* One workbook that is a whole campaign. */
FileSource book_source(Arena *arena, Str path, CsvConvert convert);
/* The same of bytes that are there already; `name` is what messages call it. */
FileSource bytes_source(Arena *arena, Str name, Str bytes, CsvConvert convert);
