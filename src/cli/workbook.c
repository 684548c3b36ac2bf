#include "cli/workbook.h"

#include "doc/xlsx_out.h"
#include "sys/files.h"

static Str data_folder(const Cli *cli)
{
    static const Str scheme = SC("sqlite:");
    if (str_starts(cli->db_url, scheme)) {
        Str folder = file_folder(str_sub(cli->db_url, scheme.len, cli->db_url.len));
        if (file_exists(folder))
            return folder;
    }
    return file_folder(cli->out_file);
}

static bool write_sheets(Cli *cli, Str temporary, const Sheet *sheets, int nsheets, bool sample,
                         Err *err)
{
    AUTO_XLSX_OUT out = {0};
    XlsxOptions options = {.path = temporary,
                           .file = cli->out_file,
                           .tmp_folder = data_folder(cli),
                           .created_ms = cli->now_ms,
                           .mark = sample ? msg(cli->lang, MSG_OUT_SAMPLE) : S("")};
    if (!xlsx_out_open(&out, cli->arena, &options, err))
        return false;
    for (int i = 0; i < nsheets; i++)
        if (!xlsx_out_table(&out, &sheets[i], err))
            return false;
    return xlsx_out_close(&out, err);
}

bool workbook_write(Cli *cli, const CliArgs *args, const Sheet *sheets, int nsheets, bool sample,
                    Err *err)
{
    Str temporary;
    if (cli->out_file.len == 0)
        return err_set(err, ERR_CLI_MISSING, {"what", S("--out")},
                       {"command", str_from_z(args->command->name)});
    if (!file_beside(cli->arena, cli->out_file, &temporary, err))
        return false;
    if (write_sheets(cli, temporary, sheets, nsheets, sample, err) &&
        file_put_in_place(temporary, cli->out_file, err))
        return true;
    file_drop(temporary);
    return false;
}
