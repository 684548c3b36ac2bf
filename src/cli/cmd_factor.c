#include "app/people/factor.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_factor_options[] = {
    {"--account", CLI_VALUE, "NAME", MSG_OPT_FACTOR_ACCOUNT},
    {0},
};

bool cmd_factor(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Str account;
    AppStart start = cli_start(cli, S(""));
    start.no_campaign = true;
    if (!str_eq(args->rest[0], S("reset")))
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("factor")}, {"found", args->rest[0]},
                       {"expected", S("reset")});
    if (!cli_need(args, "--account", &account, err) || !app_open(cli->arena, &start, &app, err) ||
        !factor_reset(&app, account, err))
        return false;
    cli_note(cli, MSG_OUT_FACTOR_RESET, {"account", account});
    return true;
}
