/* app/folder_source.h - a FileSource over a folder on disk. Callers: the imports of app/, tests. */
#pragma once
#include "app/campaign/campaign_files.h"

/* Reads files in GB 18030 too. */
CsvConvert app_convert(void);
/* The folder's name must live as long as the source. */
FileSource folder_source(Arena *arena, Str folder, CsvConvert convert);
/* One workbook that is a whole campaign. */
FileSource book_source(Arena *arena, Str path, CsvConvert convert);
/* The same of bytes that are there already; `name` is what messages call it. */
FileSource bytes_source(Arena *arena, Str name, Str bytes, CsvConvert convert);
