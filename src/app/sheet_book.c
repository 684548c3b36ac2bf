#include "app/sheet_book.h"

#include "app/export_file.h"
#include "base/limits.h"
#include "i18n/msg.h"
#include "sys/files.h"

static bool write_book(App *app, const Sheet *sheets, int count, Str path, Str tmp_folder, Err *err)
{
    AUTO_EXPORT_FILE file = {0};
    int64_t bytes;
    ExportTarget target = {.path = path,
                           .format = TABLE_XLSX,
                           .tmp_folder = tmp_folder,
                           .now_ms = app->now_ms,
                           .mark = app->def.sample ? msg(LANG_ZH, MSG_OUT_SAMPLE) : S("")};
    for (int i = 0; i < count; i++)
        export_need(&target, &sheets[i]);
    if (!export_file_open(&file, app->arena, &target, err))
        return false;
    for (int i = 0; i < count; i++)
        if (!export_file_whole(&file, &sheets[i], err))
            return false;
    return export_file_finish(&file, &bytes, err) && export_file_put(&file, err);
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

bool laid_out_book(App *app, bool (*fill)(void *ctx, XlsxOut *out, Err *err), void *ctx,
                   Str *ret_bytes, Err *err)
{
    AUTO_XLSX_OUT out = {0};
    Str path, memory = S("/dev/shm");
    int fd;
    if (!file_in_memory(app->arena, &fd, &path, err))
        return false;
    XlsxOptions options = {.path = path,
                           .file = S("form.xlsx"),
                           .tmp_folder = file_exists(memory) ? memory : app->start.data_folder,
                           .created_ms = app->now_ms,
                           .mark = app->def.sample ? msg(LANG_ZH, MSG_OUT_SAMPLE) : S("")};
    bool ok = xlsx_out_open(&out, app->arena, &options, err) && fill(ctx, &out, err) &&
              xlsx_out_close(&out, err) &&
              file_read(app->arena, path, LIMIT_HTTP_ANSWER_BYTES, ret_bytes, err);
    fd_close(fd);
    return ok;
}
