/* evaluate, freeze, publish: the month of the campaign office on the command line. */
#include "app/result/month.h"
#include "app/result/replay.h"
#include "app/score/rank_table.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_period_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

const CliOption cli_freeze_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--seen", CLI_VALUE, "DIGEST", MSG_OPT_RESULT_SEEN},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static void print_warnings(Cli *cli, const App *app, const EvaluationList *list)
{
    for (int i = 0; i < list->count; i++) {
        const Evaluation *ev = &list->items[i];
        for (int u = 0; u < ev->in.nunits; u++)
            if (ev->in.own_missing[u])
                cli_note(cli, MSG_OUT_NO_REPORT, {"unit", ev->in.units[u]->name},
                         {"period", period_name(app, ev->period->code)});
        if (ev->in.absent.count)
            cli_note(cli, MSG_OUT_ABSENT, {"group", group_name(app, ev->group)},
                     {"count", cli_i64(cli, ev->in.absent.count)},
                     {"first", ev->in.absent.items[0]});
    }
}

static bool print_tables(Cli *cli, App *app, const EvaluationList *list, Msg head, Err *err)
{
    Out out = out_new(cli->arena, 16 << 20);
    sample_mark(cli, app, &out);
    for (int i = 0; i < list->count; i++) {
        const Evaluation *ev = &list->items[i];
        Gain *gains;
        if (!gains_read(app, ev->period->code, ev->group, &ev->units, &gains, err))
            return false;
        msg_out(&out, cli->lang, head, {"period", period_name(app, ev->period->code)},
                {"group", group_name(app, ev->group)}, {"count", cli_i64(cli, ev->units.count)});
        out_c(&out, '\n');
        rank_table_text(cli->lang, app, &ev->units, gains, &out);
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

bool cmd_evaluate(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    EvaluationList list = {0};
    Str period;
    bool kept;
    if (!cli_need(args, "--period", &period, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !month_evaluate(&app, period, &list, &kept, err))
        return false;
    print_warnings(cli, &app, &list);
    if (!kept)
        cli_note(cli, MSG_OUT_EVALUATE_SAME, {"period", period_name(&app, period)});
    return print_tables(cli, &app, &list, MSG_OUT_EVALUATE_HEAD, err);
}

bool cmd_freeze(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    EvaluationList list = {0};
    Str period;
    if (!cli_need(args, "--period", &period, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !month_freeze(&app, period, cli_value(args, "--seen"), &list, err))
        return false;
    print_warnings(cli, &app, &list);
    return print_tables(cli, &app, &list, MSG_OUT_FREEZE_HEAD, err);
}

bool cmd_publish(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    TalkList talks = {0};
    Replay replay = {0};
    Str period;
    if (!cli_need(args, "--period", &period, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !month_publish(&app, period, &talks, &replay, err))
        return false;
    Out out = out_new(cli->arena, 1 << 20);
    msg_out(&out, cli->lang, MSG_OUT_PUBLISHED, {"period", period_name(&app, period)},
            {"count", cli_i64(cli, talks.count)});
    out_c(&out, '\n');
    for (int i = 0; i < talks.count; i++) {
        msg_out(&out, cli->lang, MSG_OUT_PROPOSED, {"unit", unit_name(&app, talks.items[i].unit)},
                {"months", talks.items[i].months});
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}
