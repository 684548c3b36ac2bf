#include "app/sheet_book.h"

#include "app/export_file.h"
#include "base/limits.h"
#include "sys/files.h"

static bool write_book(App *app, const Sheet *sheets, int count, Str path, Str tmp_folder, Err *err)
{
    AUTO_EXPORT_FILE file = {0};
    int64_t bytes;
    ExportTarget target = {
        .path = path, .format = TABLE_XLSX, .tmp_folder = tmp_folder, .now_ms = app->now_ms};
    for (int i = 0; i < count; i++)
        export_need(&target, &sheets[i]);
    if (!export_file_open(&file, app->arena, &target, err))
        return false;
    for (int i = 0; i < count; i++)
        if (!export_file_whole(&file, &sheets[i], err))
            return false;
    return export_file_finish(&file, &bytes, err) && export_file_put(&file, err);
}

bool sheet_book(App *app, const Sheet *sheet, Str *ret_bytes, Err *err)
{
    return sheets_book(app, sheet, 1, ret_bytes, err);
}

bool sheets_book(App *app, const Sheet *sheets, int count, Str *ret_bytes, Err *err)
{
    SpoolFolder folder = {0};
    if (app->start.data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    if (!spool_folder_open(&folder, app->arena, app->start.data_folder, err))
        return false;
    Str path = path_join(app->arena, folder.path, S("book.xlsx"));
    bool ok = write_book(app, sheets, count, path, folder.path, err) &&
              file_read(app->arena, path, LIMIT_HTTP_ANSWER_BYTES, ret_bytes, err);
    spool_folder_drop(&folder);
    return ok;
}
