#include "app/result/ranking.h"
#include "app/score/rank_table.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/workbook.h"

const CliOption cli_rank_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--group", CLI_VALUE, "GROUP", MSG_OPT_GROUP},
    {"--rerun", CLI_FLAG, NULL, MSG_OPT_RERUN},
    {"--format", CLI_VALUE, "text|csv|json|xlsx", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static Msg head_of(const RunRow *run)
{
    if (str_eq(run->kind, S("rerun")))
        return MSG_OUT_RERUN_HEAD;
    if (str_eq(run->kind, S("trial")))
        return MSG_OUT_EVALUATE_HEAD;
    return run->published_on.len ? MSG_OUT_RANK_HEAD : MSG_OUT_FREEZE_HEAD;
}

static bool add_group(Cli *cli, App *app, const CliArgs *args, Str group, int format, Out *out,
                      Err *err)
{
    RunRow run;
    RunUnitList units = {0};
    Gain *gains;
    if (!ranking_read(app, cli_value(args, "--period"), group, cli_has(args, "--rerun"), &run,
                      &units, err) ||
        !gains_read(app, run.period, group, &units, &gains, err))
        return false;
    if (format == 1) {
        Sheet sheet = rank_table_sheet(cli->lang, app, &run, &units, gains);
        sheet_csv(&sheet, out);
    } else if (format == 2) {
        rank_table_json(app, &run, &units, gains, out);
    } else {
        msg_out(out, cli->lang, head_of(&run), {"period", period_name(app, run.period)},
                {"group", group_name(app, group)}, {"count", cli_i64(cli, units.count)});
        out_c(out, '\n');
        rank_table_text(cli->lang, app, &units, gains, out);
        out_c(out, '\n');
    }
    return true;
}

/* A sheet for each group. */
static bool write_book(Cli *cli, App *app, const CliArgs *args, Str group, Err *err)
{
    Sheet *sheets = arena_new(cli->arena, Sheet, app->def.groups.count + 1);
    int count = 0;
    for (int i = 0; i < app->def.groups.count; i++) {
        RunRow run;
        RunUnitList units = {0};
        Gain *gains;
        Str code = app->def.groups.items[i].code;
        if (group.len && !str_eq(group, code))
            continue;
        if (!ranking_read(app, cli_value(args, "--period"), code, cli_has(args, "--rerun"), &run,
                          &units, err) ||
            !gains_read(app, run.period, code, &units, &gains, err))
            return false;
        sheets[count++] = rank_table_sheet(cli->lang, app, &run, &units, gains);
    }
    return workbook_write(cli, args, sheets, count, app->def.sample, err);
}

bool cmd_rank(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Str period, group = cli_value(args, "--group");
    int format = 0;
    if (!cli_need(args, "--period", &period, err) ||
        !cli_choice(args, "--format", "text|csv|json|xlsx", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (format == 3)
        return write_book(cli, &app, args, group, err);
    if (format != 0 && group.len == 0)
        return err_set(err, ERR_CLI_MISSING, {"what", S("--group")}, {"command", S("rank")});
    /* Without --group a unit means its own: it may see no other. */
    if (group.len == 0 && permit_scope(app.actor.role, ACT_RESULT_READ) == SCOPE_OWN)
        group = app.actor.group;
    Out out = out_new(cli->arena, 64 << 20);
    if (format == 0)
        sample_mark(cli, &app, &out);
    if (group.len) {
        if (!add_group(cli, &app, args, group, format, &out, err))
            return false;
        return cli_write(cli, &out, err);
    }
    for (int i = 0; i < app.def.groups.count; i++)
        if (!add_group(cli, &app, args, app.def.groups.items[i].code, format, &out, err))
            return false;
    return cli_write(cli, &out, err);
}
