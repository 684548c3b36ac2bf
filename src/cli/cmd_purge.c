#include "app/upkeep/purge.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_purge_options[] = {
    {"--cause", CLI_VALUE, "secret|personal", MSG_OPT_PURGE_CAUSE},
    {"--authority", CLI_VALUE, "TEXT", MSG_OPT_PURGE_AUTHORITY},
    {"--approve", CLI_FLAG, NULL, MSG_OPT_PURGE_APPROVE},
    {"--refuse", CLI_FLAG, NULL, MSG_OPT_PURGE_REFUSE},
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_PURGE_REASON},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static bool ask(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    int cause = 0;
    Purge purge;
    PurgeOrder order = {.target = args->nrest == 2 ? args->rest[1] : S("")};
    if (order.target.len == 0)
        return err_set(err, ERR_CLI_MISSING, {"what", S("TARGET")}, {"command", S("purge")});
    if (!cli_need(args, "--cause", &order.cause, err) ||
        !cli_choice(args, "--cause", "secret|personal", &cause, err) ||
        !cli_need(args, "--authority", &order.authority, err) ||
        !purge_ask(app, &order, &purge, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, MSG_OUT_PURGE_ASKED, {"id", purge.id}, {"target", purge.target});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static bool decide(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    Str reason;
    Purge purge;
    bool approve = cli_has(args, "--approve");
    if (args->nrest != 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("ID")}, {"command", S("purge")});
    if (approve == cli_has(args, "--refuse"))
        return err_set(err, ERR_CLI_MISSING, {"what", S("--approve | --refuse")},
                       {"command", S("purge")});
    if (!cli_need(args, "--reason", &reason, err) ||
        !purge_decide(app, args->rest[1], approve, reason, &purge, err))
        return false;
    Out out = out_new(cli->arena, 1 << 20);
    msg_out(&out, cli->lang, approve ? MSG_OUT_PURGE_DONE : MSG_OUT_PURGE_REFUSED, {"id", purge.id},
            {"target", purge.target}, {"backups", purge.backups});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static bool list(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    int format = 0;
    PurgeViews views = {0};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (!cli_choice(args, "--format", "text|json", &format, err) || !purge_read(app, &views, err))
        return false;
    Json json = json_new(&out, true);
    if (format == 1)
        json_array(&json);
    for (int i = 0; i < views.count; i++) {
        const Purge *p = &views.items[i].purge;
        if (format == 1) {
            purge_json(cli->arena, &json, &views.items[i]);
            continue;
        }
        msg_out(&out, cli->lang, MSG_OUT_PURGE_LINE, {"id", p->id}, {"target", p->target},
                {"where", views.items[i].where}, {"state", p->state}, {"by", p->asked_by},
                {"authority", p->authority});
        out_c(&out, '\n');
    }
    if (format == 1)
        json_array_end(&json);
    if (format == 1 || views.count == 0)
        out_s(&out, format == 1 ? S("\n") : msg(cli->lang, MSG_PURGES_NONE));
    if (format != 1 && views.count == 0)
        out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

bool cmd_purge(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Str verb = args->rest[0];
    if (!cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (str_eq(verb, S("ask")))
        return ask(cli, args, &app, err);
    if (str_eq(verb, S("decide")))
        return decide(cli, args, &app, err);
    if (str_eq(verb, S("list")))
        return list(cli, args, &app, err);
    if (str_eq(verb, S("finish")))
        return purge_finish(&app, err);
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("purge")}, {"found", verb},
                   {"expected", S("ask | decide | list | finish")});
}
