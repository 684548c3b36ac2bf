#include "app/result/change_list.h"
#include "app/result/replay.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_replay_options[] = {
    {"--format", CLI_VALUE, "text|csv", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

bool cmd_replay(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Replay replay;
    int format = 0;
    if (!cli_choice(args, "--format", "text|csv", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) || !app_need_campaign(&app, err) ||
        !app_permit(&app, ACT_EVALUATE, S(""), S("replay"), err) ||
        !replay_compute(&app, &replay, err))
        return false;
    Out out = out_new(cli->arena, 16 << 20);
    if (format == 1) {
        change_list_csv(cli->lang, &app, &replay.changes, &out);
        return cli_write(cli, &out, err);
    }
    sample_mark(cli, &app, &out);
    out_s(&out, msg(cli->lang, replay.changes.count ? MSG_OUT_REPLAY_HEAD : MSG_OUT_REPLAY_NONE));
    out_c(&out, '\n');
    change_list_text(cli->lang, &app, &replay.changes, &out);
    return cli_write(cli, &out, err);
}
