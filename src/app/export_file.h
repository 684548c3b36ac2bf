/* app/export_file.h - a long table on its way into a file: room asked first, written row by row, put in
 * place whole or not at all, with progress.
 *
 * The file is a spool (sys/spool.h) beside its place; rows of a workbook wait in unlinked files
 * inside tmp_folder. Memory does not grow with the rows. Callers: app/ledger/export, app/campaign/convert, cli/. */
#pragma once
#include "doc/table_out.h"
#include "sys/spool.h"

typedef struct ExportStep {
    bool packing; /* all rows are there, the workbook is put together */
    int64_t rows; /* written so far */
    int64_t done, total;
    Str temporary; /* the file as it grows */
} ExportStep;

/* Called often, from the thread that works: who shows it takes what it needs. */
typedef struct ExportProgress {
    void (*tell)(void *ctx, const ExportStep *step); /* NULL: nobody looks */
    void *ctx;
} ExportProgress;

typedef struct ExportTarget {
    Str path;
    TableFormat format;
    Str tmp_folder;            /* empty: the folder of path */
    int64_t now_ms;            /* of the workbook's properties */
    Str mark;                  /* of a sample; may be empty */
    int64_t text_bytes, cells; /* about, not too few: for the room they take */
    ExportProgress progress;
} ExportTarget;

typedef struct ExportFile {
    Spool spool;
    SpoolFolder rows; /* of a workbook, while they wait */
    TableOut table;
    ExportProgress progress;
    ExportStep step; /* done and total are the caller's to keep */
} ExportFile;

/* Adds what a sheet in memory takes to text_bytes and cells. */
void export_need(ExportTarget *target, const Sheet *sheet);
/* ERR_SPACE before anything is written; ERR_FILE_*. */
bool export_file_open(ExportFile *file, Arena *arena, const ExportTarget *target, Err *err);
/* As table_out_sheet. */
bool export_file_sheet(ExportFile *file, Str name, const SheetColumn *columns, int ncolumns,
                       Err *err);
/* As table_out_row; tells the progress now and then. */
bool export_file_row(ExportFile *file, const Str *cells, int count, Err *err);
bool export_file_whole(ExportFile *file, const Sheet *sheet, Err *err);
/* The last row was written: *ret_bytes is the size of the file. */
bool export_file_finish(ExportFile *file, int64_t *ret_bytes, Err *err);
/* Puts the finished file in its place. */
bool export_file_put(ExportFile *file, Err *err);
/* Leaves nothing of a file that was not put; may be called after export_file_put. */
void export_file_drop(ExportFile *file);
#define AUTO_EXPORT_FILE __attribute__((cleanup(export_file_drop))) ExportFile

/* "xlsx" or "csv", also as the end of a name. False for another. */
bool table_format_parse(Str word, TableFormat *ret_format);
