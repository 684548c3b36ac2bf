#include "app/calendar.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_deadline_options[] = {
    {"--from", CLI_VALUE, "2026-02-13", MSG_OPT_DEADLINE_FROM},
    {"--term", CLI_VALUE, "5个工作日内", MSG_OPT_DEADLINE_TERM},
    {0},
};

/* A day, or an instant with its offset. */
static bool read_from(Str text, int64_t *ret_ms, Err *err)
{
    Date date;
    if (!date_parse(text, &date, NULL))
        return instant_parse(text, ret_ms, err);
    *ret_ms = instant_of_date(date);
    return true;
}

bool cmd_deadline(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    AppStart start = cli_start(cli, S(""));
    Str from, text;
    int64_t from_ms;
    Term term;
    DeadlineDay d;
    if (!cli_need(args, "--from", &from, err) || !cli_need(args, "--term", &text, err) ||
        !read_from(from, &from_ms, err) || !app_open_unnamed(cli->arena, &start, &app, err) ||
        !deadline_of_text(&app, from_ms, text, &term, &d, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    if (term.unit == TERM_HOUR)
        instant_out(&out, d.at_ms, OFFSET_MINUTES_CHINA);
    else
        date_out(&out, d.last);
    out_c(&out, '\n');
    if (d.falls_on != d.last) {
        msg_out(&out, cli->lang, MSG_DEADLINE_PUT_OFF, {"date", date_str(cli->arena, d.falls_on)});
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}
