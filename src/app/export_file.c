#include "app/export_file.h"

#include "sys/files.h"

enum {
    ROWS_A_STEP = 64,        /* rows between two tellings */
    CELL_WAITING_BYTES = 64, /* what stands around the text of a cell while it waits … */
    CELL_PACKED_BYTES = 8,   /* … and in the workbook */
};

/* A sheet waits twice when it is put together: as its rows and as the whole part. */
static bool check_space(const ExportTarget *target, Err *err)
{
    SpaceNeed needs[] = {
        {file_folder(target->path), target->text_bytes + target->cells},
        {target->tmp_folder, 0},
    };
    if (target->format == TABLE_XLSX) {
        needs[0].bytes = target->text_bytes + target->cells * CELL_PACKED_BYTES;
        needs[1].bytes = 2 * (target->text_bytes + target->cells * CELL_WAITING_BYTES);
    }
    return space_check(needs, target->format == TABLE_XLSX ? 2 : 1, err);
}

void export_need(ExportTarget *target, const Sheet *sheet)
{
    target->cells += sheet->cells.count;
    for (int i = 0; i < sheet->cells.count; i++)
        target->text_bytes += sheet->cells.items[i].len;
}

bool export_file_open(ExportFile *file, Arena *arena, const ExportTarget *asked, Err *err)
{
    ExportTarget target = *asked;
    *file = (ExportFile){.progress = target.progress};
    if (target.tmp_folder.len == 0)
        target.tmp_folder = file_folder(target.path);
    if (!check_space(&target, err) || !spool_open(&file->spool, arena, target.path, err) ||
        (target.format == TABLE_XLSX &&
         !spool_folder_open(&file->rows, arena, target.tmp_folder, err)))
        return false;
    file->step.temporary = file->spool.temporary;
    XlsxOptions options = {.path = file->spool.temporary,
                           .file = target.path,
                           .tmp_folder = file->rows.path,
                           .created_ms = target.now_ms,
                           .mark = target.mark};
    return table_out_open(&file->table, arena, target.format, file->spool.fd, &options, err);
}

static void tell(const ExportFile *file)
{
    if (file->progress.tell)
        file->progress.tell(file->progress.ctx, &file->step);
}

bool export_file_sheet(ExportFile *file, Str name, const SheetColumn *columns, int ncolumns,
                       Err *err)
{
    return table_out_sheet(&file->table, name, columns, ncolumns, err);
}

bool export_file_row(ExportFile *file, const Str *cells, int count, Err *err)
{
    if (file->step.rows++ % ROWS_A_STEP == 0)
        tell(file);
    return table_out_row(&file->table, cells, count, err);
}

bool export_file_whole(ExportFile *file, const Sheet *sheet, Err *err)
{
    if (!export_file_sheet(file, sheet->name, sheet->columns, sheet->ncolumns, err))
        return false;
    for (int r = 0; r < sheet_rows(sheet); r++) {
        if (!export_file_row(file, sheet_row(sheet, r), sheet->ncolumns, err))
            return false;
        file->step.done++;
    }
    return true;
}

bool export_file_finish(ExportFile *file, int64_t *ret_bytes, Err *err)
{
    file->step.done = file->step.total;
    file->step.packing = file->table.format == TABLE_XLSX;
    tell(file);
    return table_out_close(&file->table, err) &&
           fd_size(file->spool.fd, file->spool.path, ret_bytes, err);
}

bool export_file_put(ExportFile *file, Err *err)
{
    return spool_put(&file->spool, err);
}

void export_file_drop(ExportFile *file)
{
    table_out_drop(&file->table);
    spool_folder_drop(&file->rows);
    spool_drop(&file->spool);
}

bool table_format_parse(Str word, TableFormat *ret_format)
{
    static const Str words[] = {[TABLE_CSV] = SC("csv"), [TABLE_XLSX] = SC("xlsx")};
    for (int i = 0; i < 2; i++) {
        bool is_end = word.len > words[i].len && str_ends(word, words[i]) &&
                      word.ptr[word.len - words[i].len - 1] == '.';
        if (is_end || str_eq(word, words[i])) {
            *ret_format = (TableFormat)i;
            return true;
        }
    }
    return false;
}
