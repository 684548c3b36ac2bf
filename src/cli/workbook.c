#include "cli/workbook.h"

#include "app/export_file.h"
#include "sys/files.h"

Str workbook_tmp_folder(const Cli *cli)
{
    static const Str scheme = SC("sqlite:");
    if (str_starts(cli->db_url, scheme)) {
        Str folder = file_folder(str_sub(cli->db_url, scheme.len, cli->db_url.len));
        if (file_exists(folder))
            return folder;
    }
    return file_folder(cli->out_file);
}

bool workbook_need_out(const Cli *cli, const CliArgs *args, Err *err)
{
    return cli->out_file.len > 0 || err_set(err, ERR_CLI_MISSING, {"what", S("--out")},
                                            {"command", str_from_z(args->command->name)});
}

bool workbook_write(Cli *cli, const CliArgs *args, const Sheet *sheets, int nsheets, bool sample,
                    Err *err)
{
    AUTO_EXPORT_FILE file = {0};
    int64_t bytes;
    if (!workbook_need_out(cli, args, err))
        return false;
    ExportTarget target = {.path = cli->out_file,
                           .format = TABLE_XLSX,
                           .tmp_folder = workbook_tmp_folder(cli),
                           .now_ms = cli->now_ms,
                           .mark = sample ? msg(cli->lang, MSG_OUT_SAMPLE) : S("")};
    for (int i = 0; i < nsheets; i++)
        export_need(&target, &sheets[i]);
    spool_guard();
    if (!export_file_open(&file, cli->arena, &target, err))
        return false;
    for (int i = 0; i < nsheets; i++)
        if (!export_file_whole(&file, &sheets[i], err))
            return false;
    return export_file_finish(&file, &bytes, err) && export_file_put(&file, err);
}
