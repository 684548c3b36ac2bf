#include "app/score/screening.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/par.h"
#include "sys/spool.h"

const CliOption cli_screening_options[] = {
    {"--unit", CLI_VALUE, "UNIT", MSG_OPT_UNIT},
    {"--values", CLI_VALUE, "FILE", MSG_OPT_SCREENING_VALUES},
    {"--wide", CLI_FLAG, NULL, MSG_OPT_SCORE_WIDE},
    {"--scheme", CLI_VALUE, "FILE", MSG_OPT_SCREENING_SCHEME},
    {"--total", CLI_VALUE, "UNIT", MSG_OPT_SCREENING_TOTAL},
    {"--rules", CLI_VALUE, "FILE", MSG_OPT_SCREENING_RULES},
    {"--format", CLI_VALUE, "text|csv|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { OUT_MAX = 64 << 20 };

static bool write_report(Cli *cli, const ScreeningReport *report, int format, Out *out, Err *err)
{
    if (format == 1) {
        screening_csv(cli->arena, cli->lang, report, out);
    } else if (format == 2) {
        Json json = json_new(out, true);
        screening_json(cli->arena, cli->lang, report, &json);
        out_c(out, '\n');
    } else {
        screening_text(cli->arena, cli->lang, report, out);
    }
    return cli_write(cli, out, err);
}

static bool of_files(Cli *cli, const CliArgs *args, ScreeningReport *ret_report, Err *err)
{
    ScreeningFiles files = {.values = cli_value(args, "--values"),
                            .scheme = cli_value(args, "--scheme"),
                            .rules = cli_value(args, "--rules"),
                            .period = args->nrest ? args->rest[0] : S(""),
                            .total = cli_value(args, "--total"),
                            .unit = cli_value(args, "--unit"),
                            .wide = cli_has(args, "--wide")};
    spool_guard();
    ParPool *pool = par_pool(cli->arena, 0);
    ParFor par = par_on(pool);
    files.par = &par;
    bool ok = screening_files(cli->arena, &files, ret_report, &cli->faults, err);
    par_end(pool);
    return ok;
}

bool cmd_screening(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    ScreeningReport report;
    int format = 0;
    if (!cli_choice(args, "--format", "text|csv|json", &format, err))
        return false;
    Out out = out_new(cli->arena, OUT_MAX);
    if (cli_value(args, "--values").len)
        return of_files(cli, args, &report, err) && write_report(cli, &report, format, &out, err);
    static const char *const of_values[] = {"--scheme", "--total"};
    for (size_t i = 0; i < sizeof of_values / sizeof *of_values; i++)
        if (cli_has(args, of_values[i]))
            return err_set(err, ERR_CLI_MISSING, {"what", S("--values")},
                           {"command", S("screening")});
    if (args->nrest == 0)
        return err_set(err, ERR_CLI_MISSING, {"what", S("PERIOD")}, {"command", S("screening")});
    if (!cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !screening_run(&app, args->rest[0], cli_value(args, "--unit"), cli_value(args, "--rules"),
                       &report, &cli->faults, err))
        return false;
    if (format == 0)
        sample_mark(cli, &app, &out);
    return write_report(cli, &report, format, &out, err);
}
