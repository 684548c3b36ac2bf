#include "app/score/stability.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/stability_args.h"
#include "cli/workbook.h"
#include "sys/par.h"

const CliOption cli_stability_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--group", CLI_VALUE, "GROUP", MSG_OPT_STABILITY_GROUP},
    STABILITY_OPTIONS,
    {"--draws", CLI_VALUE, "N", MSG_OPT_DRAWS},
    {"--format", CLI_VALUE, "text|csv|json|xlsx", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { COLUMN_NAME = 32, COLUMN_NUMBER = 10 };

static void unit_text(Cli *cli, const GroupStability *s, const StabilityUnit *unit, Out *out)
{
    const StabilityRow *r = unit->row;
    Arena *a = cli->arena;
    out_pad(out, unit->name, COLUMN_NAME);
    out_pad_left(out, r->rank > 0 ? cli_i64(cli, r->rank) : S("—"), COLUMN_NUMBER);
    out_pad_left(out, r->ranked > 0 ? arena_fmt(a, "%d–%d", r->p5, r->p95) : S("—"), COLUMN_NUMBER);
    out_pad_left(out, r->ranked > 0 ? arena_fmt(a, "%d–%d", r->min, r->max) : S("—"),
                 COLUMN_NUMBER);
    Str same = stability_percent(a, r->same, s->result.draws);
    Str bottom = stability_percent(a, r->in_bottom, s->result.draws);
    out_pad_left(out, arena_fmt(a, "%.*s%%", STR_ARG(same)), COLUMN_NUMBER);
    out_pad_left(out, s->result.bottom > 0 ? arena_fmt(a, "%.*s%%", STR_ARG(bottom)) : S("—"),
                 COLUMN_NUMBER + 2);
    out_s(out, r->bottom ? S("  ") : S(""));
    out_s(out, r->bottom ? msg(cli->lang, MSG_OUT_IN_BOTTOM) : S(""));
    out_c(out, '\n');
}

static void sobol_text(Cli *cli, const GroupStability *s, Out *out)
{
    Sheet sheet = stability_sobol_sheet(cli->arena, cli->lang, false, S(""));
    stability_sobol_add(&sheet, &s->view);
    out_c(out, '\n');
    msg_out(out, cli->lang, MSG_OUT_SOBOL_HEAD, {"samples", cli_i64(cli, s->ask.samples)});
    out_c(out, '\n');
    for (int i = 0; i < sheet_rows(&sheet); i++) {
        const Str *row = sheet_row(&sheet, i);
        out_pad(out, row[3].len ? row[3] : row[2].len ? row[2] : row[1], COLUMN_NAME);
        for (int c = 4; c < sheet.ncolumns; c++)
            out_pad_left(out, row[c], COLUMN_NUMBER);
        out_c(out, '\n');
    }
}

static void group_text(Cli *cli, App *app, const GroupStability *s, Out *out)
{
    static const Msg heads[] = {MSG_COL_RANK, MSG_COL_RANK_RANGE, MSG_COL_RANK_EXTREMES,
                                MSG_COL_P_SAME, MSG_COL_P_BOTTOM};
    Str vary = stability_vary_text(cli->arena, &s->ask);
    sample_mark(cli, app, out);
    msg_out(out, cli->lang, MSG_OUT_STABILITY_HEAD, {"period", period_name(app, s->run.period)},
            {"group", group_name(app, s->run.group)}, {"draws", cli_i64(cli, s->result.draws)},
            {"vary", vary},
            {"seed", arena_fmt(cli->arena, "%llu", (unsigned long long)s->ask.spec.seed)});
    out_c(out, '\n');
    out_pad(out, msg(cli->lang, MSG_COL_UNIT), COLUMN_NAME);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        out_pad_left(out, msg(cli->lang, heads[i]), i == 4 ? COLUMN_NUMBER + 2 : COLUMN_NUMBER);
    out_c(out, '\n');
    for (int i = 0; i < s->result.nrows; i++)
        unit_text(cli, s, &s->units[i], out);
    if (s->view.sobol)
        sobol_text(cli, s, out);
    out_s(out, msg(cli->lang, MSG_OUT_STABILITY_NOTE));
    out_c(out, '\n');
}

static bool write_result(Cli *cli, App *app, const CliArgs *args, int format,
                         const GroupStability *s, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Sheet sheets[2];
    int count = 1;
    sheets[0] =
        stability_sheet(cli->arena, cli->lang, false, &s->ask, group_name(app, s->run.group));
    stability_sheet_add(&sheets[0], &s->view);
    if (s->view.sobol) {
        sheets[count] = stability_sobol_sheet(cli->arena, cli->lang, false, S("Sobol"));
        stability_sobol_add(&sheets[count++], &s->view);
    }
    if (format == 3)
        return workbook_write(cli, args, sheets, count, app->def.sample, err);
    if (format == 2) {
        Json json = json_new(&out, true);
        stability_json(cli->arena, &s->view, s->run.period, &json);
        out_c(&out, '\n');
    } else if (format == 1) {
        sheet_csv(&sheets[0], &out);
    } else {
        group_text(cli, app, s, &out);
    }
    return cli_write(cli, &out, err);
}

bool cmd_stability(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    GroupStability *s = arena_new(cli->arena, GroupStability, 1);
    StabilityAsk ask;
    Str period, group;
    int format = 0;
    int64_t draws = STABILITY_DRAWS;
    if (!cli_need(args, "--period", &period, err) || !cli_need(args, "--group", &group, err) ||
        !cli_choice(args, "--format", "text|csv|json|xlsx", &format, err) ||
        !cli_number(args, "--draws", 1, LIMIT_STABILITY_DRAWS, &draws, err) ||
        !stability_args(cli, args, &ask, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    ask.spec.draws = draws;
    ParPool *pool = par_pool(cli->arena, 0);
    ParFor par = par_on(pool);
    bool ok = stability_read(&app, period, group, &ask, &par, s, err);
    par_end(pool);
    return ok && write_result(cli, &app, args, format, s, err);
}
