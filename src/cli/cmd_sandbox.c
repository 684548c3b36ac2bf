#include "app/score/sandbox.h"
#include "base/date.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_sandbox_options[] = {
    {"--scheme", CLI_VALUE, "FILE", MSG_OPT_SANDBOX_SCHEME},
    {"--group", CLI_VALUE, "GROUP", MSG_OPT_GROUP},
    {"--version", CLI_VALUE, "N|ready:NAME", MSG_OPT_SANDBOX_VERSION},
    {"--weights", CLI_VALUE, "NODE=NUMBER…", MSG_OPT_SANDBOX_WEIGHTS},
    {"--from", CLI_VALUE, "2021-04", MSG_OPT_SANDBOX_FROM},
    {"--to", CLI_VALUE, "2021-06", MSG_OPT_SANDBOX_TO},
    {"--before", CLI_VALUE, "ID", MSG_OPT_SANDBOX_BEFORE},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static bool write_one(Cli *cli, App *app, const SandboxRow *row, bool as_json, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    if (as_json) {
        sandbox_json(app, row, &json);
        out_c(&out, '\n');
        return cli_write(cli, &out, err);
    }
    sample_mark(cli, app, &out);
    sandbox_text(cli->lang, app, row, &out);
    return cli_write(cli, &out, err);
}

/* "2", or "ready:efficacy". */
static bool wanted_version(const CliArgs *args, SandboxAsk *ask, Err *err)
{
    Str said = cli_value(args, "--version");
    int64_t n = 0;
    if (!said.len)
        return true;
    if (str_starts(said, S("ready:")))
        ask->ready = str_sub(said, 6, said.len);
    else if (str_to_i64(said, &n) && n > 0 && n <= LIMIT_SCHEME_VERSION)
        ask->version = (int)n;
    else
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("--version")}, {"found", said},
                       {"expected", S("2 | ready:efficacy")});
    return true;
}

static bool run(Cli *cli, const CliArgs *args, App *app, bool as_json, Err *err)
{
    SandboxRow row;
    Str file = cli_value(args, "--scheme");
    SandboxAsk ask = {.group = cli_value(args, "--group"),
                      .from = cli_value(args, "--from"),
                      .to = cli_value(args, "--to")};
    if ((file.len && !file_read(cli->arena, file, LIMIT_YAML_BYTES, &ask.scheme, err)) ||
        !wanted_version(args, &ask, err) ||
        !node_weights_parse(cli->arena, cli_value(args, "--weights"), &ask.weights, err) ||
        !sandbox_try(app, &ask, &cli->faults, &row, err))
        return false;
    return write_one(cli, app, &row, as_json, err);
}

static void line(Cli *cli, App *app, const SandboxRow *r, Out *out)
{
    Out at = out_new(cli->arena, 64);
    instant_out(&at, r->at, OFFSET_MINUTES_CHINA);
    msg_out(out, cli->lang, MSG_OUT_SANDBOX_LINE, {"id", r->id}, {"at", out_str(&at)},
            {"by", r->by}, {"group", group_name(app, r->group)},
            {"from", period_name(app, r->from)}, {"to", period_name(app, r->to)},
            {"ranks", cli_i64(cli, r->moved)}, {"bottom", cli_i64(cli, r->bottom)},
            {"talks", cli_i64(cli, r->talks)});
    out_c(out, '\n');
}

static bool list(Cli *cli, const CliArgs *args, App *app, bool as_json, Err *err)
{
    SandboxRows rows = {0};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    if (!sandbox_runs(app, cli_value(args, "--before"), &rows, err))
        return false;
    if (as_json)
        json_array(&json);
    for (int i = 0; i < rows.count; i++)
        if (as_json)
            sandbox_json(app, &rows.items[i], &json);
        else
            line(cli, app, &rows.items[i], &out);
    if (as_json)
        json_array_end(&json);
    else if (rows.count == 0)
        out_s(&out, msg(cli->lang, MSG_OUT_SANDBOX_NONE));
    if (as_json || rows.count == 0)
        out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

bool cmd_sandbox(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    SandboxRow row;
    Str verb = args->rest[0];
    int format = 0;
    if (!cli_choice(args, "--format", "text|json", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (str_eq(verb, S("run")))
        return run(cli, args, &app, format == 1, err);
    if (str_eq(verb, S("list")))
        return list(cli, args, &app, format == 1, err);
    if (!str_eq(verb, S("show")))
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("sandbox")}, {"found", verb},
                       {"expected", S("run | list | show")});
    if (args->nrest != 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("ID")}, {"command", S("sandbox")});
    return sandbox_read(&app, args->rest[1], &row, err) &&
           write_one(cli, &app, &row, format == 1, err);
}
