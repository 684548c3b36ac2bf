#include "app/calendar.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_calendar_options[] = {
    {"--year", CLI_VALUE, "2027", MSG_OPT_CALENDAR_YEAR},
    {0},
};

static void year_text(Cli *cli, const CalendarYear *y, Out *out)
{
    for (int month = 1; y->known && month <= 12; month++) {
        msg_out(out, cli->lang, MSG_OUT_CALENDAR_MONTH, {"month", cli_i64(cli, month)},
                {"workdays", cli_i64(cli, y->workdays[month - 1])});
        out_c(out, '\n');
    }
    msg_out(out, cli->lang, y->known ? MSG_OUT_CALENDAR_YEAR : MSG_OUT_CALENDAR_UNKNOWN,
            {"year", cli_i64(cli, y->year)}, {"workdays", cli_i64(cli, y->total)},
            {"loaded", cli_i64(cli, y->loaded)});
    out_c(out, '\n');
    for (int i = 0; i < y->specials.count; i++) {
        const CalendarSpecial *s = &y->specials.items[i];
        out_f(out, "%.*s  %.*s  %.*s\n", STR_ARG(date_str(cli->arena, s->date)),
              STR_ARG(msg(cli->lang, s->off ? MSG_CALENDAR_OFF : MSG_CALENDAR_WORK)),
              STR_ARG(s->name));
    }
}

static bool show(Cli *cli, App *app, const CliArgs *args, Err *err)
{
    int year, month, day;
    date_to_ymd(app->today, &year, &month, &day);
    int64_t wanted = year;
    CalendarYear y;
    Out out = out_new(cli->arena, 1 << 20);
    if (!cli_number(args, "--year", 1990, 2200, &wanted, err) ||
        !calendar_year(app, (int)wanted, &y, err))
        return false;
    year_text(cli, &y, &out);
    if (y.missing_periods) {
        Out years = out_new(cli->arena, 1000);
        for (int i = 0; i < y.missing.count; i++) {
            out_s(&years, i ? S("、") : S(""));
            out_s(&years, y.missing.items[i]);
        }
        msg_out(&out, cli->lang, MSG_CALENDAR_MISSING, {"years", out_str(&years)},
                {"periods", cli_i64(cli, y.missing_periods)});
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

static bool load(Cli *cli, App *app, Str path, Err *err)
{
    Str bytes;
    CalendarLoad done;
    if (!file_read(cli->arena, path, LIMIT_CALENDAR_BYTES, &bytes, err) ||
        !calendar_load(app, path, bytes, &done, &cli->faults, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, MSG_CALENDAR_LOADED, {"days", cli_i64(cli, done.days)},
            {"first", cli_i64(cli, done.years.items[0])},
            {"last", cli_i64(cli, done.years.items[done.years.count - 1])});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

bool cmd_calendar(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    AppStart start = cli_start(cli, S(""));
    bool loads = str_eq(args->rest[0], S("load"));
    start.no_campaign = true;
    if (!loads && !str_eq(args->rest[0], S("show")))
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("calendar")},
                       {"found", args->rest[0]}, {"expected", S("load · show")});
    if (loads != (args->nrest == 2))
        return err_set(err, ERR_CLI_MISSING, {"what", S("FILE")}, {"command", S("calendar load")});
    return app_open(cli->arena, &start, &app, err) &&
           (loads ? load(cli, &app, args->rest[1], err) : show(cli, &app, args, err));
}
