#include "app/people/signin.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/terminal.h"

const CliOption cli_passwd_options[] = {
    {"--account", CLI_VALUE, "NAME", MSG_OPT_PASSWD_ACCOUNT},
    {"--generate", CLI_FLAG, NULL, MSG_OPT_PASSWD_GENERATE},
    {0},
};

/* Longer than any password may be, so that password_set says how long it was. */
enum { LINE_BYTES_MAX = 4096 };

static bool ask(const Cli *cli, Str account, Str *ret_password, Err *err)
{
    Str again;
    if (!terminal_asks())
        return line_read_hidden(cli->arena, LINE_BYTES_MAX, ret_password, err);
    cli_note(cli, MSG_OUT_PASSWD_ASK, {"account", account});
    if (!line_read_hidden(cli->arena, LINE_BYTES_MAX, ret_password, err))
        return false;
    cli_note(cli, MSG_OUT_PASSWD_AGAIN);
    if (!line_read_hidden(cli->arena, LINE_BYTES_MAX, &again, err))
        return false;
    return str_eq(again, *ret_password) || err_set(err, ERR_PASSWORD_TWICE);
}

/* Another's is never typed: password_set says so before anything is asked. */
static bool set_typed(const Cli *cli, App *app, Str account, Err *err)
{
    Str password = {0};
    bool own = str_eq(account, app->actor.name);
    return (!own || ask(cli, account, &password, err)) &&
           password_set(app, account, password, S(""), err);
}

bool cmd_passwd(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    bool generate = cli_has(args, "--generate");
    Str password;
    AppStart start = cli_start(cli, S(""));
    start.no_campaign = true; /* several are no question here */
    if (!app_open(cli->arena, &start, &app, err))
        return false;
    Str account = cli_has(args, "--account") ? cli_value(args, "--account") : app.actor.name;
    if (!(generate ? password_reset(&app, account, &password, err)
                   : set_typed(cli, &app, account, err)))
        return false;
    cli_note(cli, MSG_OUT_PASSWD_SET, {"account", account});
    if (!generate)
        return true;
    Out out = out_new(cli->arena, 4096);
    out_s(&out, password);
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}
