#include "app/score/whatif.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_whatif_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--group", CLI_VALUE, "GROUP", MSG_OPT_GROUP},
    {"--weights", CLI_VALUE, "NODE=NUMBER…", MSG_OPT_SANDBOX_WEIGHTS},
    {"--draws", CLI_VALUE, "1000", MSG_OPT_WHATIF_DRAWS},
    {"--unit", CLI_VALUE, "A01", MSG_OPT_WHATIF_UNIT},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

bool cmd_whatif(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    AUTO_WHAT what = {0};
    WhatIfAsk ask = {.unit = cli_value(args, "--unit"), .seed = cli->seed_given ? cli->seed : 1};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    int format = 0;
    if (!cli_need(args, "--period", &ask.period, err) ||
        !cli_need(args, "--group", &ask.group, err) ||
        !cli_number(args, "--draws", 0, LIMIT_WHATIF_DRAWS, &ask.draws, err) ||
        !cli_choice(args, "--format", "text|json", &format, err) ||
        !node_weights_parse(cli->arena, cli_value(args, "--weights"), &ask.weights, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !whatif_try(&app, &ask, &what, err))
        return false;
    if (format == 1) {
        Json json = json_new(&out, true);
        whatif_json(&what, &json);
        out_c(&out, '\n');
    } else {
        sample_mark(cli, &app, &out);
        whatif_text(cli->arena, cli->lang, &what, &out);
    }
    return cli_write(cli, &out, err);
}
