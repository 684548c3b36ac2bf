#include "app/campaign/convert.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/session.h"

const CliOption cli_convert_options[] = {
    {"--sheet", CLI_VALUE, "NAME", MSG_OPT_SHEET},
    {"--tmp", CLI_VALUE, "FOLDER", MSG_OPT_TMP},
    {0},
};

bool cmd_convert(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_PROGRESS progress = {0};
    ConvertDone done;
    ConvertJob job = {.in = args->rest[0],
                      .out = args->rest[1],
                      .sheet = cli_value(args, "--sheet"),
                      .tmp_folder = cli_value(args, "--tmp"),
                      .now_ms = cli->now_ms,
                      .progress = progress_hook(&progress)};
    if (cli->out_file.len)
        return err_set(err, ERR_CLI_OPTION, {"found", S("--out")}, {"command", S("convert")},
                       {"at", S("-")});
    progress_start(&progress, cli, false);
    spool_guard();
    bool ok = convert_table(cli->arena, &job, &done, err);
    progress_stop(&progress);
    if (!ok)
        return false;
    if (done.sheets_left > 0)
        cli_note(cli, MSG_OUT_CONVERTED_LEFT, {"count", cli_i64(cli, done.sheets_left)});
    cli_note(cli, MSG_OUT_CONVERTED, {"file", job.out}, {"rows", cli_i64(cli, done.rows)},
             {"bytes", cli_i64(cli, done.bytes)});
    return true;
}
