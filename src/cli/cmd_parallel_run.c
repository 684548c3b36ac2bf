#include "app/score/parallel_run.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/workbook.h"
#include "sys/files.h"

const CliOption cli_parallel_run_options[] = {
    {"--workbook", CLI_VALUE, "FILE", MSG_OPT_PARALLEL_WORKBOOK},
    {"--sheet", CLI_VALUE, "NAME", MSG_OPT_PARALLEL_SHEET},
    {"--map", CLI_VALUE, "FILE", MSG_OPT_PARALLEL_MAP},
    {"--scheme", CLI_VALUE, "FILE", MSG_OPT_PARALLEL_SCHEME},
    {"--values", CLI_VALUE, "FILE", MSG_OPT_PARALLEL_VALUES},
    {"--wide", CLI_FLAG, NULL, MSG_OPT_SCORE_WIDE},
    {"--history", CLI_VALUE, "FILE", MSG_OPT_SCORE_HISTORY},
    {"--events", CLI_VALUE, "FILE", MSG_OPT_SCORE_EVENTS},
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--group", CLI_VALUE, "GROUP", MSG_OPT_GROUP},
    {"--format", CLI_VALUE, "text|json|csv|xlsx", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { AS_TEXT, AS_JSON, AS_CSV, AS_XLSX };

static bool read_ask(Cli *cli, const CliArgs *args, ParallelAsk *ask, int *format, Err *err)
{
    static const Str endings[] = {SC(""), SC(".json"), SC(".csv"), SC(".xlsx")};
    for (int i = AS_JSON; i <= AS_XLSX; i++)
        if (str_ends(cli->out_file, endings[i]))
            *format = i;
    ask->sheet = cli_value(args, "--sheet");
    ask->map_file = cli_value(args, "--map");
    if (!cli_need(args, "--workbook", &ask->file, err) ||
        !cli_choice(args, "--format", "text|json|csv|xlsx", format, err) ||
        !file_read(cli->arena, ask->file, LIMIT_PARALLEL_BOOK_BYTES, &ask->bytes, err))
        return false;
    return !ask->map_file.len ||
           file_read(cli->arena, ask->map_file, LIMIT_YAML_BYTES, &ask->map_bytes, err);
}

static bool write_report(Cli *cli, const CliArgs *args, const ParallelReport *report, int format,
                         Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Sheet sheet = parallel_sheet(cli->arena, cli->lang, report);
    Json json = json_new(&out, true);
    switch (format) {
    case AS_XLSX:
        return workbook_write(cli, args, &sheet, 1, false, err);
    case AS_CSV:
        sheet_csv(&sheet, &out);
        break;
    case AS_JSON:
        parallel_json(cli->arena, cli->lang, report, &json);
        out_c(&out, '\n');
        break;
    default:
        parallel_text(cli->arena, cli->lang, report, &out);
        break;
    }
    return cli_write(cli, &out, err);
}

bool cmd_parallel_run(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    ParallelAsk ask = {0};
    ParallelReport report = {0};
    ParallelFiles files = {.job = {.scheme = cli_value(args, "--scheme"),
                                   .values = cli_value(args, "--values"),
                                   .history = cli_value(args, "--history"),
                                   .events = cli_value(args, "--events"),
                                   .wide = cli_has(args, "--wide"),
                                   .nodes = SCORE_NODES_ALL},
                           .period = cli_value(args, "--period"),
                           .group = cli_value(args, "--group")};
    int format = AS_TEXT;
    if (!read_ask(cli, args, &ask, &format, err))
        return false;
    if (files.job.scheme.len)
        return parallel_files(cli->arena, &files, &ask, &report, &cli->faults, err) &&
               write_report(cli, args, &report, format, err);
    Str period, group;
    return cli_need(args, "--period", &period, err) && cli_need(args, "--group", &group, err) &&
           cli_app(cli, cli_value(args, "--campaign"), &app, err) &&
           parallel_campaign(&app, period, group, &ask, &report, &cli->faults, err) &&
           write_report(cli, args, &report, format, err);
}
