#include "cli/commands.h"
#include "cli/session.h"

bool cmd_init(Cli *cli, const CliArgs *args, Err *err)
{
    (void)args;
    AppStart start = cli_start(cli, S(""));
    int migrations = 0;
    bool is_new = false;
    if (!app_init(cli->arena, &start, &migrations, &is_new, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, is_new ? MSG_OUT_INIT_NEW : MSG_OUT_INIT_OLD,
            {"account", start.account}, {"count", cli_i64(cli, migrations)}, {"db", cli->db_url});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}
