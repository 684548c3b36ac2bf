#include "app/ledger/export.h"
#include "app/report/confirm_book.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/workbook.h"
#include "sys/files.h"

const CliOption cli_export_options[] = {
    {"--format", CLI_VALUE, "xlsx|csv", MSG_OPT_FORMAT},
    {"--tmp", CLI_VALUE, "FOLDER", MSG_OPT_TMP},
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--body", CLI_VALUE, "CODE", MSG_OPT_CONFIRM_BODY},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

/* Circulars have a command of their own. */
static bool read_kind(Str word, ExportKind *ret_kind, Err *err)
{
    if (export_kind_parse(word, ret_kind) && *ret_kind != EXPORT_CIRCULAR)
        return true;
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("export")}, {"found", word},
                   {"expected", S("ledger | reports | campaign | confirm")});
}

/* A data owner's sheet of a month, to be filled in and imported again. */
static bool export_confirm(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    ConfirmSheet sheet;
    Str period, bytes, tmp = cli_value(args, "--tmp");
    if (!cli_need(args, "--period", &period, err) || !workbook_need_out(cli, args, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !confirm_read(&app, period, cli_value(args, "--body"), &sheet, err))
        return false;
    spool_guard();
    return confirm_book(&app, cli->lang, &sheet, tmp.len ? tmp : workbook_tmp_folder(cli), &bytes,
                        err) &&
           file_write(cli->out_file, bytes, err);
}

bool cmd_export(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    AUTO_PROGRESS progress = {0};
    ExportDone done;
    int format = 0;
    if (str_eq(args->rest[0], S("confirm")))
        return export_confirm(cli, args, err);
    ExportJob job = {.path = cli->out_file,
                     .tmp_folder = cli_value(args, "--tmp"),
                     .lang = cli->lang,
                     .progress = progress_hook(&progress)};
    if (!read_kind(args->rest[0], &job.kind, err) ||
        !cli_choice(args, "--format", "xlsx|csv", &format, err) ||
        !workbook_need_out(cli, args, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    job.format = format == 0 ? EXPORT_XLSX : EXPORT_CSV;
    if (job.tmp_folder.len == 0)
        job.tmp_folder = workbook_tmp_folder(cli);
    progress_start(&progress, cli, false);
    spool_guard();
    bool ok = export_run(&app, &job, &done, err);
    progress_stop(&progress);
    if (ok)
        cli_note(cli, MSG_OUT_EXPORTED, {"file", job.path}, {"rows", cli_i64(cli, done.rows)},
                 {"bytes", cli_i64(cli, done.bytes)});
    return ok;
}
