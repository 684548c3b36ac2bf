/* init: a sample or a small office with one account, or an installation that is kept by three. */
#include "app/campaign/first_start.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_init_options[] = {
    {"--three", CLI_FLAG, NULL, MSG_OPT_INIT_THREE},
    {"--system", CLI_VALUE, "NAME", MSG_OPT_INIT_SYSTEM},
    {"--security", CLI_VALUE, "NAME", MSG_OPT_INIT_SECURITY},
    {"--audit", CLI_VALUE, "NAME", MSG_OPT_INIT_AUDIT},
    {0},
};

static Str name_or(const CliArgs *args, const char *option, Str otherwise)
{
    return cli_has(args, option) ? cli_value(args, option) : otherwise;
}

static bool init_three(Cli *cli, const CliArgs *args, Err *err)
{
    AppStart start = cli_start(cli, S(""));
    Str passwords[ADMINISTRATORS];
    const Str names[ADMINISTRATORS] = {name_or(args, "--system", S("sysadmin")),
                                       name_or(args, "--security", S("secadmin")),
                                       name_or(args, "--audit", S("auditadmin"))};
    static const Msg roles[ADMINISTRATORS] = {MSG_ROLE_SYSTEM_ADMIN, MSG_ROLE_SECURITY_ADMIN,
                                              MSG_ROLE_AUDIT_ADMIN};
    if (!first_start_three(cli->arena, &start, names, passwords, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, MSG_OUT_INIT_THREE, {"db", cli->db_url});
    out_c(&out, '\n');
    for (int i = 0; i < ADMINISTRATORS; i++) {
        out_pad(&out, msg(cli->lang, roles[i]), 24);
        out_pad(&out, names[i], 20);
        out_s(&out, passwords[i]);
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

bool cmd_init(Cli *cli, const CliArgs *args, Err *err)
{
    if (cli_has(args, "--three") || cli_has(args, "--system") || cli_has(args, "--security") ||
        cli_has(args, "--audit"))
        return init_three(cli, args, err);
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
