/* app/report/confirm_book.h - a data owner's sheet as a workbook, and back: units × indicators on one sheet.
 *
 * What the units reported stands grey beside the cells that are to be filled in. Reading goes through app/report/month_files as
 * every confirmed sheet; what a file would change is found before anything is kept, so that a person may look at it.
 * Callers: web/pages/confirm_file, cli/cmd_export. */
#pragma once
#include "app/report/confirm.h"

/* Rows wait in tmp_folder. ERR_DATA_FOLDER when that is empty, ERR_FILE_…. */
bool confirm_book(App *app, Lang lang, const ConfirmSheet *sheet, Str tmp_folder, Str *ret_bytes,
                  Err *err);
Str confirm_book_name(Arena *arena, const ConfirmSheet *sheet);

typedef struct ConfirmChange {
    int unit, column;
    Str value, note; /* as the file has them; before: the cell's typed and typed_note */
} ConfirmChange;
typedef struct ConfirmChanges {
    LIST_OF(ConfirmChange) list;
    int same; /* cells that are as they are typed */
    HeldRelease release;
    Str officer;
} ConfirmChanges;

/* A cell of the file that is empty empties the cell; an empty note leaves it. False with faults and
 * err->code == ERR_NONE where the file is not one for this sheet. */
bool confirm_changes(App *app, const ConfirmSheet *sheet, Str name, Str bytes,
                     ConfirmChanges *ret_changes, Faults *faults, Err *err);
