#include "app/report/burden.h"

#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_burden_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--format", CLI_VALUE, "csv|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

bool cmd_burden(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Burden burden;
    int format = 0;
    if (!cli_choice(args, "--format", "csv|json", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !burden_read(&app, cli_value(args, "--period"), &burden, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (format == 1) {
        Json json = json_new(&out, true);
        burden_json(&burden, &json);
        out_c(&out, '\n');
        return cli_write(cli, &out, err);
    }
    Sheet sheet = burden_sheet(&app, cli->lang, &burden);
    sheet_csv(&sheet, &out);
    return cli_write(cli, &out, err);
}
